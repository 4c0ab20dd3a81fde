#include "term/lang.h"
#include "cli/option_table.h"

#define HELP_INDENT 24
#define HELP_WIDTH  78

/* Columns of TEXT: code points, which is right for the letters used here. */
static size_t columns(const char *text, size_t len)
{
	size_t count = 0;
	for (size_t i = 0; i < len; i++)
		count += (text[i] & 0xc0) != 0x80;
	return count;
}

/* Writes TEXT from column AT on, each line from HELP_INDENT to HELP_WIDTH. */
static void wrap(FILE *out, const char *text, size_t at)
{
	if (at + 2 > HELP_INDENT) {
		fputc('\n', out);
		at = 0;
	}
	fprintf(out, "%*s", (int)(HELP_INDENT - at), "");
	at = HELP_INDENT;
	while (*text) {
		size_t len = strcspn(text, " ");
		size_t width = columns(text, len);
		if (at > HELP_INDENT && at + 1 + width > HELP_WIDTH) {
			fprintf(out, "\n%*s", HELP_INDENT, "");
			at = HELP_INDENT;
		} else if (at > HELP_INDENT) {
			fputc(' ', out);
			at++;
		}
		fprintf(out, "%.*s", (int)len, text);
		at += width;
		text += len + (text[len] == ' ');
	}
	fputc('\n', out);
}

static void help_one(FILE *out, const struct vn_option_spec *spec)
{
	int len = spec->letter ? fprintf(out, "  -%c, --%s", spec->letter, spec->name)
			       : fprintf(out, "      --%s", spec->name);
	if (vn_option_optional(spec))
		len += fprintf(out, "[=%s", spec->argument + 1);
	else if (spec->argument)
		len += fprintf(out, "=%s", spec->argument);
	wrap(out, _(spec->help), len > 0 ? (size_t)len : 0);
}

void vn_cli_help(FILE *out)
{
	for (int group = 0; group < VN_GROUP_COUNT; group++) {
		fprintf(out, "\n%s:\n", _(vn_group_titles[group]));
		for (size_t i = 0; i < vn_option_count; i++)
			if ((int)vn_option_specs[i].group == group)
				help_one(out, &vn_option_specs[i]);
	}
}
