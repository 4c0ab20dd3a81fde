/* A program of somebody who has only vnfix.h: every promise of the header is tried. */
#include <vnfix.h>

#include <stdio.h>
#include <string.h>

static int failures;

static void check(int right, const char *what)
{
	if (!right) {
		fprintf(stderr, "failed: %s\n", what);
		failures++;
	}
}

/* Eth for D with stroke is mended, NUL and bytes that are no UTF-8 stay; a handle serves many. */
static void texts(struct vnfix *fix)
{
	static const char in[] = "\303\220i\0\377\r\n", want[] = "\304\220i\0\377\r\n";
	struct vnfix_error error;
	char *out = NULL;
	size_t len = 99;

	for (int i = 0; i < 3; i++) {
		check(vnfix_text(fix, in, sizeof in - 1, &out, &len, &error) == VNFIX_OK, "text");
		check(len == sizeof want - 1 && memcmp(out, want, sizeof want) == 0, "result");
		vnfix_free(out);
	}
	check(vnfix_text(fix, "", 0, &out, &len, NULL) == VNFIX_OK, "empty text");
	check(len == 0 && out[0] == '\0', "empty result");
	vnfix_free(out);
	vnfix_free(NULL);
}

/* What the caller knows better. */
static void knowledge(void)
{
	static const char in[] = "\303\220a \303\220i", want[] = "\303\220a \304\220i";
	struct vnfix_options options = {sizeof options,
					VNFIX_ASSUME_AUTO,
					VNFIX_TONE_KEEP,
					"user,normalise",
					NULL,
					0,
					NULL,
					NULL,
					"\\Ba"};
	struct vnfix_error error;
	struct vnfix *fix = NULL;
	char *out = NULL;
	size_t len = 0;

	check(vnfix_open(&fix, NULL, &options, &error) == VNFIX_OK, "protect");
	check(vnfix_text(fix, in, sizeof in - 1, &out, &len, &error) == VNFIX_OK, "text");
	check(len == sizeof want - 1 && memcmp(out, want, sizeof want) == 0, "protected");
	vnfix_free(out);
	vnfix_close(fix);
	options.protect = "(";
	check(vnfix_open(&fix, NULL, &options, &error) == VNFIX_EUSAGE, "bad expression");
	options.protect = NULL;
	options.rules = "/nowhere/table";
	check(vnfix_open(&fix, NULL, &options, &error) == VNFIX_EMODEL, "no table");
	check(strstr(error.text, "/nowhere/table") != NULL, "its name");
	options.size = offsetof(struct vnfix_options, dict); /* an older caller */
	check(vnfix_open(&fix, NULL, &options, &error) == VNFIX_OK, "older size");
	vnfix_close(fix);
}

static void errors(void)
{
	struct vnfix_options options = {sizeof options,
					VNFIX_ASSUME_AUTO,
					VNFIX_TONE_KEEP,
					"sing",
					NULL,
					0,
					NULL,
					NULL,
					NULL};
	struct vnfix_error error;
	struct vnfix *fix = NULL;

	check(vnfix_open(&fix, NULL, &options, &error) == VNFIX_EUSAGE, "unknown stage");
	check(error.status == VNFIX_EUSAGE && strstr(error.text, "'sing'"), "its text");
	options.only = NULL;
	options.size = 1;
	check(vnfix_open(&fix, NULL, &options, NULL) == VNFIX_EUSAGE, "wrong size");
	options.size = offsetof(struct vnfix_options, min_confidence);
	options.min_confidence = 99999; /* an old caller has no such member */
	options.only = "normalise";
	check(vnfix_open(&fix, NULL, &options, NULL) == VNFIX_OK, "old size");
	vnfix_close(fix);
	fix = NULL;
	options.size = sizeof options;
	check(vnfix_open(&fix, NULL, &options, NULL) == VNFIX_EUSAGE, "confidence above 1");
	check(vnfix_open(&fix, "/nowhere/vnfix.model", NULL, &error) == VNFIX_EMODEL, "no model");
	check(fix == NULL, "untouched handle");
	check(strlen(vnfix_status_text(VNFIX_EMODEL)) > 0, "status text");
	check(vnfix_status_text((enum vnfix_status)99) != NULL, "unknown status text");
}

int main(void)
{
	struct vnfix_options options = {sizeof options,
					VNFIX_ASSUME_AUTO,
					VNFIX_TONE_KEEP,
					"normalise",
					NULL,
					10000,
					NULL,
					NULL,
					NULL};
	struct vnfix_error error;
	struct vnfix *fix = NULL;

	check(strchr(vnfix_version(), '.') != NULL, "version");
	if (vnfix_open(&fix, NULL, &options, &error) == VNFIX_OK)
		texts(fix);
	else
		check(0, error.text);
	vnfix_close(fix);
	vnfix_close(NULL);
	errors();
	knowledge();
	return failures != 0;
}
