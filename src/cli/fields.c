#include "cli/fields.h"

#include "batch/confine.h"
#include "cli/model_path.h"
#include "damage/damage.h"
#include "fields/write.h"
#include "files/io.h"
#include "load/load.h"
#include "pipeline.h"
#include "term/lang.h"
#include "term/near.h"
#include "term/say.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
	N_("Usage: vnfix fields [OPTION...] [FILE...]\n"
	   "Write the fields of official documents: type, number, symbol, date and place of\n"
	   "issue, issuer and its superior, subject, legal bases, signer and title, recipients.\n"
	   "The text is repaired first. What is in doubt is left out. Without FILE, or for -,\n"
	   "standard input is read; each FILE is one document.\n"
	   "\n"
	   "  -f, --format=FORMAT   ndjson (the default), csv (a row a document), tsv (a row a\n"
	   "                        field), ead (a list of documents, EAD 2002), ead-doc (one\n"
	   "                        document, as packages of Circular 05/2025/TT-BNV have it)\n"
	   "      --as-is           do not repair the text\n"
	   "      --min-confidence=C    leave out values less sure than C, 0 to 1 (default: 0.5)\n"
	   "      --assume=KIND     what the text is taken for, as in vnfix --help\n"
	   "  -m, --model=FILE      the model\n"
	   "      --no-sandbox      keep the rights that are not needed\n"
	   "      --help            write this\n"
	   "\n"
	   "Exit code: 0 done, 2 wrong usage, 3 an input cannot be read, 4 the output cannot be\n"
	   "written, 5 a limit was hit, 6 no model.\n");

enum { AS_IS = 256, ASSUME, LEAST, NO_SANDBOX, HELP };

static const struct option longs[] = {{"format", required_argument, NULL, 'f'},
				      {"as-is", no_argument, NULL, AS_IS},
				      {"assume", required_argument, NULL, ASSUME},
				      {"model", required_argument, NULL, 'm'},
				      {"min-confidence", required_argument, NULL, LEAST},
				      {"no-sandbox", no_argument, NULL, NO_SANDBOX},
				      {"help", no_argument, NULL, HELP},
				      {NULL, 0, NULL, 0}};

static const char format_names[] = "ndjson csv tsv ead ead-doc"; /* by enum vn_fields_format */
static const char kind_names[] = "auto eng vie bare clean";	 /* as the help of vnfix has them */

const struct vn_fields_option vn_fields_options[] = {{'f', "format", true, false, format_names},
						     {0, "as-is", false, false, NULL},
						     {0, "min-confidence", true, false, NULL},
						     {0, "assume", true, false, kind_names},
						     {'m', "model", true, true, NULL},
						     {0, "no-sandbox", false, false, NULL},
						     {0, "help", false, false, NULL},
						     {0, NULL, false, false, NULL}};

/* What was asked for, and what it takes. */
struct command {
	struct vn_options options;
	enum vn_fields_format format;
	const char *model_path;
	struct vn_model *model;
	struct vn_pipeline *pipeline;
	struct vn_field_reader reader;
	struct vn_fields fields;
	struct vn_buf in, out;
	vn_confidence least; /* less sure values are left out */
	bool as_is, open;    /* open: not confined */
};

/* Which of VALUES, blanks between, VALUE is; -1: none. */
static int find_value(const char *values, const char *value)
{
	size_t len = strlen(value);

	for (int i = 0;; i++) {
		size_t own = strcspn(values, " ");
		if (own == len && memcmp(values, value, len) == 0)
			return i;
		if (!values[own])
			return -1;
		values += own + 1;
	}
}

/* Says that the option NAME takes one of VALUES, blanks between, and not VALUE. */
static enum vn_exit refuse(const char *name, const char *value, const char *values)
{
	char list[128];
	size_t used = 0;

	for (; *values && used + 2 < sizeof list; values++) {
		if (*values == ' ')
			list[used++] = ',';
		list[used++] = *values;
	}
	list[used] = 0;
	vn_sayf(name, N_("no value '%.60s'; there are: %s"), value, list);
	return VN_EXIT_USAGE;
}

static enum vn_exit take_least(struct command *c, const char *value)
{
	char *end;
	double least = strtod(value, &end);

	if (end == value || *end || !(least >= 0 && least <= 1)) {
		vn_sayf("--min-confidence", N_("no such value: '%.60s'"), value);
		return VN_EXIT_USAGE;
	}
	c->least = (vn_confidence)(least * VN_SURE + 0.5);
	return VN_EXIT_DONE;
}

static enum vn_exit take_option(struct command *c, int key, const char *value)
{
	int format;

	switch (key) {
	case 'f':
		format = find_value(format_names, value);
		if (format < 0)
			return refuse("--format", value, format_names);
		c->format = (enum vn_fields_format)format;
		return VN_EXIT_DONE;
	case 'm':
		c->model_path = value;
		return VN_EXIT_DONE;
	case AS_IS:
		c->as_is = true;
		return VN_EXIT_DONE;
	case LEAST:
		return take_least(c, value);
	case NO_SANDBOX:
		c->open = true;
		return VN_EXIT_DONE;
	case ASSUME:
		c->options.assume = vn_damage_find(value);
		if (c->options.assume || strcmp(value, "auto") == 0)
			return VN_EXIT_DONE;
		return refuse("--assume", value, kind_names);
	default:
		return VN_EXIT_INTERNAL;
	}
}

static enum vn_exit write_out(const struct vn_buf *out)
{
	if ((!out->len || fwrite(out->ptr, 1, out->len, stdout) == out->len) && !fflush(stdout))
		return VN_EXIT_DONE;
	vn_say(N_("standard output"), strerror(errno));
	return VN_EXIT_OUTPUT;
}

/* The fields of one document; a file that fails does not stop the others. */
static enum vn_exit do_file(struct command *c, const char *name)
{
	const char *path = strcmp(name, "-") == 0 ? "/dev/stdin" : name;
	struct vn_err err;
	enum vn_status status;

	c->in.len = c->out.len = 0;
	vn_field_reader_reset(&c->reader);
	vn_pipeline_reset(c->pipeline);
	vn_pipeline_observe(c->pipeline, vn_field_reader_take, &c->reader);
	status = vn_in_whole(&c->in, path, &err);
	if (!status)
		status = vn_pipeline_feed(c->pipeline, c->in.ptr, c->in.len, vn_sink_nowhere, NULL,
					  &err);
	if (!status)
		status = vn_pipeline_finish(c->pipeline, vn_sink_nowhere, NULL, &err);
	if (!status)
		status = vn_fields_find(&c->fields, vn_buf_str(&c->reader.text), &err);
	if (!status)
		status = vn_fields_settle(&c->fields, &c->reader, c->least, &err);
	if (!status)
		status = vn_fields_write(&c->out, c->format, name, &c->fields, &c->reader, &err);
	if (status) {
		vn_say(name, err.text);
		return vn_exit_code(status);
	}
	return write_out(&c->out);
}

/* The model, if a stage needs one, and the pipeline. */
static enum vn_exit prepare(struct command *c)
{
	struct vn_err err;
	enum vn_status status = VN_OK;
	char *path = NULL;

	c->options.probe = true;
	if (c->as_is)
		c->options.skip = UINT32_MAX;
	if (vn_pipeline_needs_model(&c->options)) {
		path = vn_model_path(c->model_path, &err);
		status = path ? vn_model_open(&c->model, path, &err) : err.status;
	}
	if (!status)
		status = vn_pipeline_open(&c->pipeline, &c->options, c->model, &err);
	if (!status)
		status = vn_fields_begin(&c->out, c->format, &err);
	if (status)
		vn_say(path, err.text);
	free(path);
	return status ? vn_exit_code(status) : write_out(&c->out);
}

static void fini(struct command *c)
{
	vn_pipeline_close(c->pipeline);
	vn_model_close(c->model);
	vn_field_reader_fini(&c->reader);
	vn_fields_fini(&c->fields);
	vn_buf_fini(&c->in);
	vn_buf_fini(&c->out);
}

enum vn_exit vn_fields_main(int argc, char **argv)
{
	char standard[] = "-";
	char *alone[] = {standard, NULL}, **names;
	struct command c = {.least = VN_SURE / 2};
	enum vn_exit code = VN_EXIT_DONE;
	int key;

	opterr = 0;
	while (!code && (key = getopt_long(argc, argv, ":f:m:", longs, NULL)) != -1) {
		if (key == HELP)
			return fputs(_(help), stdout) < 0 || fflush(stdout) ? VN_EXIT_OUTPUT
									    : VN_EXIT_DONE;
		if (key == '?' || key == ':') {
			vn_near_option(key, argv[optind - 1], longs);
			code = VN_EXIT_USAGE;
		} else {
			code = take_option(&c, key, optarg);
		}
	}
	names = optind < argc ? argv + optind : alone;
	if (!code && c.format == VN_FIELDS_EAD_DOC && names[1]) {
		vn_say("--format", N_("'ead-doc' is for one document at a time"));
		code = VN_EXIT_USAGE;
	}
	if (!code)
		code = prepare(&c);
	if (!code && !c.open)
		vn_confine_reading(names);
	for (; code != VN_EXIT_OUTPUT && c.pipeline && *names; names++)
		code = vn_exit_worse(code, do_file(&c, *names));
	c.out.len = 0;
	if (c.pipeline && code != VN_EXIT_OUTPUT && !vn_fields_end(&c.out, c.format, NULL))
		code = vn_exit_worse(code, write_out(&c.out));
	fini(&c);
	return code;
}
