/*
 * Repairs standard input, tells of each change and of each word that is in doubt, and writes the
 *new text behind that.
 *
 *	cc changes.c $(pkg-config --cflags --libs vnfix) -o changes
 *	./changes /usr/share/vnfix/vnfix.model assume=eng <page.txt
 */
#include <vnfix.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const struct vnfix_error *error)
{
	fprintf(stderr, "changes: %s\n", error->text);
	return 2;
}

/* All of standard input; *LEN becomes its length. NULL: it could not be read. */
static char *read_all(size_t *len)
{
	size_t cap = 1 << 16, got;
	char *text = malloc(cap);

	*len = 0;
	while (text && (got = fread(text + *len, 1, cap - *len, stdin)) > 0) {
		char *more;
		*len += got;
		if (*len < cap)
			continue;
		more = realloc(text, cap *= 2);
		if (!more)
			free(text);
		text = more;
	}
	if (text && ferror(stdin)) {
		free(text);
		return NULL;
	}
	return text;
}

/* Carries out NAME=VALUE. */
static enum vnfix_status set(struct vnfix *fix, char *setting, struct vnfix_error *error)
{
	char *value = strchr(setting, '=');

	if (value)
		*value++ = 0;
	return vnfix_set(fix, setting, value, error);
}

static void show(const struct vnfix_result *result)
{
	struct vnfix_bytes text = vnfix_result_text(result);

	for (size_t i = 0; i < vnfix_result_edits(result); i++) {
		const struct vnfix_edit *edit = vnfix_result_edit(result, i);
		printf("%llu:%llu: %s -> %s (%s, %u %%)\n", (unsigned long long)edit->line,
		       (unsigned long long)edit->column, edit->before.ptr, edit->after.ptr,
		       edit->kind, (unsigned)edit->confidence / 100);
	}
	for (size_t i = 0; i < vnfix_result_words(result); i++) {
		const struct vnfix_word *word = vnfix_result_word(result, i);
		if (word->confidence >= 9000)
			continue;
		printf("in doubt: %s", word->text.ptr);
		for (size_t k = 0; k < word->alternative_count; k++)
			printf("%s %s", k ? "," : "; or", word->alternatives[k].text.ptr);
		printf("\n");
	}
	fwrite(text.ptr, 1, text.len, stdout);
}

int main(int argc, char **argv)
{
	struct vnfix_model *model = NULL;
	struct vnfix_result *result = NULL;
	struct vnfix_error error;
	struct vnfix *fix = NULL;
	enum vnfix_status status;
	size_t len = 0;
	char *text = read_all(&len);

	if (!text) {
		perror("changes");
		return 3;
	}
	status = vnfix_model_open(&model, argc > 1 ? argv[1] : NULL, NULL, &error);
	if (!status)
		status = vnfix_open(&fix, model, NULL, &error);
	for (int i = 2; !status && i < argc; i++)
		status = set(fix, argv[i], &error);
	if (!status)
		status = vnfix_run(fix, text, len, &result, &error);
	if (!status)
		show(result);
	vnfix_result_free(result);
	vnfix_close(fix);
	vnfix_model_close(model);
	free(text);
	return status ? fail(&error) : 0;
}
