/*
 * Any lines as a command line, and, after FUZZ_PART, any bytes as a config: they are read or
 * refused, nothing else is opened or written; and what --print-config writes of them is a config
 * that says the same.
 */
#include "cli/config.h"
#include "cli/options.h"
#include "fuzz.h"

#include <getopt.h>

#define ARGS_MOST 64

/* The command line. */
struct args {
	char *item[ARGS_MOST + 1];
	int count;
	struct vn_buf text;
};

/* TEXT as a config, and the option that names it. */
static void put(char option[48], struct fuzz_file *file, struct vn_str text)
{
	fuzz_file_put(file, text);
	snprintf(option, 48, "--config=%s", file->name);
}

/* Parts LINES. False when there is a config among them, which may be any file. */
static bool take_apart(struct args *args, struct vn_str lines, char *program, char *config)
{
	args->text.len = 0;
	fuzz_require(!vn_buf_add(&args->text, lines.ptr, lines.len, NULL) &&
		     !vn_buf_add(&args->text, "", 1, NULL));
	args->count = 0;
	args->item[args->count++] = program;
	args->item[args->count++] = config;
	for (char *at = args->text.ptr; at && args->count < ARGS_MOST;) {
		char *item = strsep(&at, "\n");
		if (strncmp(item, "--co", 4) == 0)
			return false;
		args->item[args->count++] = item;
	}
	args->item[args->count] = NULL;
	return true;
}

static enum vn_exit parse(struct vn_cli *cli, struct args *args)
{
	enum vn_exit code;

	optind = 0; /* getopt begins anew */
	code = vn_cli_parse(cli, args->count, args->item);
	fuzz_require(code == VN_EXIT_DONE || code == VN_EXIT_USAGE);
	return code;
}

/* What CLI is made of, as a config, without the comments. */
static void print(struct vn_buf *out, const struct vn_cli *cli)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	fuzz_require(file != NULL);
	vn_settings_print(file, cli->settings);
	fuzz_require(fclose(file) == 0);
	out->len = 0;
	for (char *at = text, *line; (line = strsep(&at, "\n")) && at;)
		if (*line != '#')
			fuzz_require(!vn_buf_add(out, line, strlen(line), NULL) &&
				     !vn_buf_add(out, "\n", 1, NULL));
	free(text);
}

/* Whether a config can hold the value of each setting: blanks at its ends are cut off there. */
static bool is_writable(const struct vn_settings *settings)
{
	for (size_t i = 0; i < settings->count; i++) {
		const char *value = settings->item[i].value;
		size_t len = value ? strlen(value) : 0;
		if (len && (strchr(" \t\r", value[0]) || strchr(" \t\r", value[len - 1])))
			return false;
	}
	return true;
}

/* What is printed of CLI is refused as a config (a path that is not whole), or says the same. */
static void print_and_read(const struct vn_cli *cli)
{
	static struct args args;
	static struct fuzz_file printed;
	static struct vn_buf first, second;
	char config[48], program[] = "vnfix", only[] = "--print-config";
	struct vn_cli again;

	print(&first, cli);
	put(config, &printed, vn_buf_str(&first));
	args.count = 0;
	args.item[args.count++] = program;
	args.item[args.count++] = config;
	args.item[args.count++] = only;
	args.item[args.count] = NULL;
	if (!parse(&again, &args)) {
		print(&second, &again);
		fuzz_require(vn_str_eq(vn_buf_str(&first), vn_buf_str(&second)));
	}
	vn_cli_fini(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct args args;
	static struct fuzz_file given;
	char config[48], program[] = "vnfix";
	struct vn_str lines = fuzz_part(&data, &size);
	struct vn_cli cli;

	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	put(config, &given, (struct vn_str){(const char *)data, size});
	if (memchr(lines.ptr, 0, lines.len) || !take_apart(&args, lines, program, config))
		return 0;
	if (!parse(&cli, &args) && cli.action == VN_ACT_CONFIG && is_writable(cli.settings))
		print_and_read(&cli);
	vn_cli_fini(&cli);
	return 0;
}
