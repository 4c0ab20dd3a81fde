#include "cli/config.h"

#include "files/io.h"
#include "term/lang.h"
#include "term/near.h"
#include "term/installed.h"
#include "term/say.h"

#include <stdlib.h>

#define CONFIG_MOST (1024 * 1024) /* bytes of a file; what is longer was not written by hand */
#define DIRS_MOST   64		  /* folders of XDG_CONFIG_DIRS that are looked at */

static enum vn_exit no_memory(void)
{
	vn_say(NULL, "out of memory");
	return VN_EXIT_LIMIT;
}

enum vn_exit vn_settings_add(struct vn_settings *settings, const struct vn_setting *setting)
{
	if (settings->count == settings->cap) {
		size_t cap = settings->cap ? 2 * settings->cap : 16;
		struct vn_setting *item = reallocarray(settings->item, cap, sizeof *item);
		if (!item)
			return no_memory();
		settings->item = item;
		settings->cap = cap;
	}
	settings->item[settings->count++] = *setting;
	return VN_EXIT_DONE;
}

/* A copy of TEXT that lives as long as SETTINGS; NULL without memory. */
static char *keep(struct vn_settings *settings, struct vn_str text)
{
	char **all = reallocarray(settings->text, settings->text_count + 1, sizeof *all);
	char *copy = all ? malloc(text.len + 1) : NULL;

	if (all)
		settings->text = all;
	if (!copy)
		return NULL;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = 0;
	settings->text[settings->text_count++] = copy;
	return copy;
}

static const struct vn_option_spec *find(const char *name)
{
	for (size_t i = 0; i < vn_option_count; i++)
		if (strcmp(vn_option_specs[i].name, name) == 0)
			return &vn_option_specs[i];
	return NULL;
}

/* Cuts blanks off both ends of TEXT, which is written to. */
static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r", text[len - 1]))
		len--;
	text[len] = 0;
	return text;
}

/* What is wrong with SETTING, whatever its value means; NULL if nothing is. */
static const char *misfit(const struct vn_setting *setting)
{
	const struct vn_option_spec *spec = setting->spec;
	const char *value = setting->value;

	if (spec->line_only)
		return N_("belongs on the command line, not in a config");
	if (!spec->argument && value && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return N_("takes yes or no");
	if (spec->argument && !vn_option_optional(spec) && !value)
		return N_("needs a value");
	if (value && vn_option_path(spec) != VN_PATH_NONE && *value != '/')
		return N_("needs a whole path, from / on");
	return NULL;
}

/* Says that there is no option NAME. Returns VN_EXIT_USAGE. */
static enum vn_exit unknown(const struct vn_setting *setting, const char *name)
{
	struct vn_near near = vn_near_start(name, strlen(name));
	char text[128];

	for (size_t i = 0; i < vn_option_count; i++)
		vn_near_try(&near, vn_option_specs[i].name);
	if (near.name)
		snprintf(text, sizeof text, _("no such option; did you mean %s?"), near.name);
	else
		snprintf(text, sizeof text, "%s", _("no such option"));
	vn_say_at(setting->file, setting->line, name, text);
	return VN_EXIT_USAGE;
}

/* Reads one LINE, which is written to. SETTING says where it stands. */
static enum vn_exit read_line(struct vn_settings *settings, struct vn_setting *setting, char *line)
{
	char *name, *sign;
	const char *wrong;

	line = trim(line);
	if (!*line || *line == '#')
		return VN_EXIT_DONE;
	sign = strchr(line, '=');
	setting->value = sign ? trim(sign + 1) : NULL;
	if (sign)
		*sign = 0;
	name = trim(line);
	setting->spec = find(name);
	if (!setting->spec)
		return unknown(setting, name);
	wrong = misfit(setting);
	if (!wrong)
		return vn_settings_add(settings, setting);
	vn_say_at(setting->file, setting->line, name, wrong);
	return VN_EXIT_USAGE;
}

static enum vn_exit read_lines(struct vn_settings *settings, struct vn_setting *setting, char *text,
			       size_t len)
{
	char *end = text + len;
	enum vn_exit code = VN_EXIT_DONE;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	while (!code && text < end) {
		size_t line = 0;
		while (text + line < end && text[line] != '\n')
			line++;
		text[line] = 0; /* at the end there is one */
		setting->line++;
		if (strlen(text) == line) {
			code = read_line(settings, setting, text);
		} else {
			vn_say_at(setting->file, setting->line, NULL, "holds NUL");
			code = VN_EXIT_USAGE;
		}
		text += line + 1;
	}
	return code;
}

static enum vn_exit read_file(struct vn_settings *settings, const char *file, unsigned rank)
{
	struct vn_setting setting = {.rank = rank};
	struct vn_map map = {0};
	struct vn_err err;
	enum vn_status status = vn_map_open(&map, file, &err);
	char *text;

	if (!status && map.len > CONFIG_MOST)
		status = vn_err_set(&err, VN_EINPUT, "is too long for a config");
	if (status) {
		vn_say(file, err.text);
		vn_map_close(&map);
		return status == VN_ENOMEM ? VN_EXIT_LIMIT : VN_EXIT_USAGE;
	}
	setting.file = keep(settings, (struct vn_str){file, strlen(file)});
	text = setting.file ? keep(settings, (struct vn_str){(const char *)map.ptr, map.len})
			    : NULL;
	if (text) {
		size_t len = map.len;
		vn_map_close(&map);
		return read_lines(settings, &setting, text, len);
	}
	vn_map_close(&map);
	return no_memory();
}

/* The file TAIL below FOLDER, if there is one. */
static enum vn_exit read_in(struct vn_settings *settings, struct vn_str folder, const char *tail,
			    unsigned rank)
{
	char path[VN_INSTALLED_CAP];

	return vn_installed_in(path, folder, tail) ? read_file(settings, path, rank) : VN_EXIT_DONE;
}

static enum vn_exit read_system(struct vn_settings *settings)
{
	const char *list = getenv("XDG_CONFIG_DIRS");
	enum vn_exit code = VN_EXIT_DONE;

	if (!list || !*list)
		list = "/etc/xdg";
	for (unsigned i = 0; !code && *list && i < DIRS_MOST; i++) {
		struct vn_str folder = {list, strcspn(list, ":")};
		code = read_in(settings, folder, "vnfix/config", DIRS_MOST - i);
		list += folder.len;
		list += *list == ':';
	}
	return code;
}

static enum vn_exit read_home(struct vn_settings *settings)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config == '/')
		return read_in(settings, (struct vn_str){config, strlen(config)}, "vnfix/config",
			       DIRS_MOST + 1);
	if (home)
		return read_in(settings, (struct vn_str){home, strlen(home)},
			       ".config/vnfix/config", DIRS_MOST + 1);
	return VN_EXIT_DONE;
}

enum vn_exit vn_config_read(struct vn_settings *settings, const char *file)
{
	enum vn_exit code;

	if (file)
		return read_file(settings, file, DIRS_MOST + 1);
	code = read_system(settings);
	return code ? code : read_home(settings);
}

static int by_rank(const void *a, const void *b)
{
	const struct vn_setting *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

void vn_settings_settle(struct vn_settings *settings)
{
	unsigned highest[VN_OPTION_MAX] = {0};
	size_t kept = 0;

	for (size_t i = 0; i < settings->count; i++) {
		unsigned *rank = &highest[settings->item[i].spec - vn_option_specs];
		if (settings->item[i].rank > *rank)
			*rank = settings->item[i].rank;
	}
	for (size_t i = 0; i < settings->count; i++) {
		struct vn_setting *item = &settings->item[i];
		bool off = item->file && !item->spec->argument && item->value &&
			   strcmp(item->value, "no") == 0;
		if (!off && item->rank == highest[item->spec - vn_option_specs])
			settings->item[kept++] = *item;
	}
	settings->count = kept;
	if (kept > 1)
		qsort(settings->item, kept, sizeof *settings->item, by_rank);
}

void vn_settings_print(FILE *out, const struct vn_settings *settings)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct vn_setting *item = &settings->item[i];
		if (item->spec->group == VN_GROUP_ABOUT)
			continue;
		fputs("# ", out);
		vn_say_visible(out, item->file ? item->file : _("command line"));
		if (item->file)
			fprintf(out, ":%zu", item->line);
		fprintf(out, "\n%s%s", item->spec->line_only ? "# " : "", item->spec->name);
		if (item->value) {
			fputs(" = ", out);
			vn_say_visible(out, item->value);
		}
		fputc('\n', out);
	}
}

void vn_settings_fini(struct vn_settings *settings)
{
	for (size_t i = 0; i < settings->text_count; i++)
		free(settings->text[i]);
	free(settings->text);
	free(settings->item);
	*settings = (struct vn_settings){0};
}
