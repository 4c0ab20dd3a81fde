/* Settings: what options say, on the command line and in config files. A config file holds long
 * options without their dashes, one a line, "NAME = VALUE"; # starts a line that is a comment. */
#ifndef VN_CLI_CONFIG_H
#define VN_CLI_CONFIG_H

#include "cli/option_table.h"

/* One option as it was given somewhere. */
struct vn_setting {
	const struct vn_option_spec *spec;
	const char *value; /* NULL: none; of argv or of the texts of the settings */
	const char *file;  /* NULL: the command line */
	size_t line;	   /* of FILE, from 1; of the command line: its place among the options */
	unsigned rank;	   /* what a higher one says about an option hides what a lower one says */
};

/* Rank of the command line: above all files. */
#define VN_RANK_LINE 1000

/* All of them, in their order, with the files' texts. All zero is a valid empty one. */
struct vn_settings {
	struct vn_setting *item;
	size_t count, cap;
	char **text; /* names and contents of files; owned */
	size_t text_count;
};

/* Appends one. VN_EXIT_LIMIT after saying why. */
enum vn_exit vn_settings_add(struct vn_settings *settings, const struct vn_setting *setting);

/*
 * Appends what FILE says, or, where FILE is NULL, what the files of the XDG base directories say
 * that exist: vnfix/config below each folder of XDG_CONFIG_DIRS (/etc/xdg), the first one of them
 * ranking highest, and below XDG_CONFIG_HOME (~/.config), which ranks above them all. Paths that
 * are not absolute are passed over, as that rule asks: nothing is read from the current folder.
 * Not VN_EXIT_DONE after saying, with file and line, what is wrong.
 */
enum vn_exit vn_config_read(struct vn_settings *settings, const char *file);

/* Takes out what a higher rank hides, and what switches nothing on ("stats = no"); sorts the rest
 * by rank. */
void vn_settings_settle(struct vn_settings *settings);

/* Writes SETTINGS, which are settled, as a config that says where each comes from; what may not
 * stand in a config is a comment in it. */
void vn_settings_print(FILE *out, const struct vn_settings *settings);

/* Frees all. Takes a zeroed one too. */
void vn_settings_fini(struct vn_settings *settings);

#endif
