#include "cli/about.h"

#include "cli/config.h"
#include "term/lang.h"
#include "cli/model_path.h"
#include "cli/signals.h"
#include "files/save.h"
#include "term/say.h"
#include "load/load.h"
#include "pipeline.h"
#include "charset/charset.h"
#include "charset/coding.h"
#include "sandbox/sandbox.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <expat.h>
#include <jansson.h>
#include <nettle/version.h>
#include <pcre2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>
#include <utf8proc.h>

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

static const char usage[] = N_("Usage: vnfix [OPTION]... [FILE]...\n");

static void help(FILE *out)
{
	fputs(_(usage), out);
	fputs(_("Turns Vietnamese text that OCR or a 7-bit system has damaged into clean\n"
		"Vietnamese. The FILEs, or standard input where none is given or for -, go to\n"
		"standard output in their order, unless they are changed in place (-i) or\n"
		"written below a folder (--output-dir).\n"),
	      out);
	vn_cli_help(out);
	fputs(_("\nExit codes:\n"), out);
	vn_exit_help(out);
}

static void list_stages(FILE *out)
{
	for (const struct vn_stage *const *stage = vn_stages(); *stage; stage++)
		fprintf(out, "%-10s %s\n", (*stage)->name, _((*stage)->summary));
}

static void list_formats(FILE *out)
{
	for (const struct vn_source *const *source = vn_sources(); *source; source++) {
		fprintf(out, "%-10s %s (", (*source)->name, _((*source)->summary));
		for (const char *const *e = (*source)->extensions; *e; e++)
			fprintf(out, "%s.%s", e == (*source)->extensions ? "" : " ", *e);
		fputs(")\n", out);
	}
}

/* The line about the model: a missing one is no reason to hide the versions. */
static void model_line(FILE *out, const struct vn_cli *cli)
{
	struct vn_model *model = NULL;
	struct vn_err err;
	char *path = vn_model_path(cli->model, &err);

	if (path && !vn_err_name(&err, vn_model_open(&model, path, &err), path)) {
		char digest[17];
		bool whole;
		vn_model_digest(model, digest, &whole);
		fputs("model ", out);
		vn_say_visible(out, vn_model_info(model));
		fprintf(out, "\nmodel sha256 %s%s\n", digest, whole ? "" : " (damaged)");
	} else {
		fputs("model none: ", out);
		vn_say_visible(out, err.text);
		fputc('\n', out);
	}
	vn_model_close(model);
	free(path);
}

static void sandbox_line(FILE *out)
{
	struct vn_sandbox_able able = vn_sandbox_able();

	fputs("sandbox", out);
	if (able.landlock)
		fprintf(out, " Landlock %d", able.landlock);
	fputs(able.seccomp ? " seccomp\n" : able.landlock ? "\n" : " none\n", out);
}

/* What a report of a fault should tell beside the versions. */
static void surroundings(FILE *out)
{
	struct utsname system;
	const char *locale = setlocale(LC_MESSAGES, NULL);

	fprintf(out, "%s\njansson %s\nnettle %d.%d\n", XML_ExpatVersion(), jansson_version_str(),
		nettle_version_major(), nettle_version_minor());
	fprintf(out, "built by %s\n",
#if defined(__clang__)
		"clang " __clang_version__
#elif defined(__GNUC__)
		"gcc " __VERSION__
#else
		"another compiler"
#endif
	);
	fputs("formats", out);
	for (const struct vn_source *const *source = vn_sources(); *source; source++)
		fprintf(out, " %s", (*source)->name);
	fputs("\ncharsets", out);
	for (size_t i = 0; i <= vn_charset_count; i++)
		if (vn_slot_name(i))
			fprintf(out, " %s", vn_slot_name(i));
	fputc('\n', out);
	sandbox_line(out);
	if (uname(&system) == 0)
		fprintf(out, "system %s %s %s\n", system.sysname, system.release, system.machine);
	fprintf(out, "language %s\n", locale ? locale : "C");
}

static void version(FILE *out, const struct vn_cli *cli)
{
	UVersionInfo numbers;
	char text[64]; /* ICU and PCRE2 need 20 and 24 bytes */

	fprintf(out, "vnfix %s\n", VNFIX_VERSION);
	u_getVersion(numbers);
	u_versionToString(numbers, text);
	fprintf(out, "ICU %s\n", text);
	u_getUnicodeVersion(numbers);
	u_versionToString(numbers, text);
	fprintf(out, "Unicode %s\n", text);
	if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof text) {
		pcre2_config(PCRE2_CONFIG_VERSION, text);
		fprintf(out, "PCRE2 %s\n", text);
	}
	fprintf(out, "utf8proc %s, Unicode %s\n", utf8proc_version(), utf8proc_unicode_version());
	model_line(out, cli);
	if (cli->plan.loudness > 0)
		surroundings(out);
}

/* Writes LEN bytes to standard output and closes it. Says why it fails. */
static enum vn_exit put_out(const char *text, size_t len)
{
	struct vn_save out;
	enum vn_status status;

	vn_save_from_fd(&out, STDOUT_FILENO);
	status = vn_save_write(&out, text, len, NULL);
	if (!status)
		status = vn_save_finish(&out, NULL);
	if (status && out.error == EPIPE)
		vn_signals_pipe();
	if (status)
		vn_say(_("standard output"), vn_save_error_text(out.error));
	return vn_exit_code(vn_save_status(out.error));
}

enum vn_exit vn_about(const struct vn_cli *cli)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	enum vn_exit code = VN_EXIT_LIMIT;

	if (!out)
		return code;
	if (cli->action == VN_ACT_HELP)
		help(out);
	else if (cli->action == VN_ACT_VERSION)
		version(out, cli);
	else if (cli->action == VN_ACT_CONFIG)
		vn_settings_print(out, cli->settings);
	else if (cli->action == VN_ACT_FORMATS)
		list_formats(out);
	else
		list_stages(out);
	if (fclose(out) == 0)
		code = put_out(text, len);
	free(text);
	return code;
}

void vn_about_short(void)
{
	fputs(_(usage), stderr);
	fputs(_("Reads standard input where no FILE is given; here that is a terminal.\n"
		"'vnfix --help' tells more; 'vnfix -' reads the terminal.\n"),
	      stderr);
}
