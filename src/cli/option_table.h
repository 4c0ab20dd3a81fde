/* The one table of options: parser and help are made from it, and completions can be. */
#ifndef VN_CLI_OPTION_TABLE_H
#define VN_CLI_OPTION_TABLE_H

#include "cli/options.h"

enum vn_option_group {
	VN_GROUP_IN_OUT,
	VN_GROUP_BATCH,
	VN_GROUP_REPAIR,
	VN_GROUP_REVIEW,
	VN_GROUP_TALK,
	VN_GROUP_ABOUT,
};
#define VN_GROUP_COUNT 6

/* Titles for the help, indexed by enum vn_option_group. */
extern const char *const vn_group_titles[VN_GROUP_COUNT];

struct vn_option_spec {
	int letter;	  /* short form, 0: none */
	const char *name; /* long form */
	const char
		*argument; /* its name in the help; in brackets if it may be left out; NULL: none */
	enum vn_option_group group;
	const char *help; /* one text, broken into lines when printed */
	/* Stores VALUE (NULL if none was given). Not VN_EXIT_DONE after saying why. */
	enum vn_exit (*set)(struct vn_cli *cli, const struct vn_option_spec *spec,
			    const char *value);
	size_t at; /* for the general setters: offset of the member of struct vn_cli */
	const char *const
		*names; /* for set_choice(): values in the order of their enum, then NULL */
	bool line_only; /* makes no sense, or does harm, in a config file */
};

#define VN_OPTION_MAX 96

extern const struct vn_option_spec vn_option_specs[];
extern const size_t vn_option_count;

/* Whether the argument may be left out, "-i" and "-iSUFFIX", "--in-place[=SUFFIX]". */
static inline bool vn_option_optional(const struct vn_option_spec *spec)
{
	return spec->argument && spec->argument[0] == '[';
}

/* What kind of path the argument is, by its name. */
enum vn_path_kind { VN_PATH_NONE, VN_PATH_FILE, VN_PATH_FOLDER };
enum vn_path_kind vn_option_path(const struct vn_option_spec *spec);

#endif
