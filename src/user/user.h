/* What a user knows better: words of their own, spans that nothing may touch, replacements. */
#ifndef VN_USER_USER_H
#define VN_USER_USER_H

#include "text/unit.h"
#include "user/dict.h"
#include "user/table.h"

/* Where it is said. Strings are borrowed during the call. */
struct vn_user_config {
	const char *const *dicts; /* names of word lists */
	size_t dict_count;
	const char *const *tables; /* names of tables of replacements; where two have one, the first
				    */
	size_t table_count;
	const char *const *patterns; /* regular expressions of what is to be left alone */
	size_t pattern_count;
	vn_user_load load; /* reads the lists and tables; not needed where there are none */
};

/* Read only once it is made: shared by threads. */
struct vn_user {
	struct vn_dict dict;
	struct vn_table table;
	struct vn_pattern **patterns;
	size_t pattern_count;
};

/* Reads all of it. VN_EMODEL, with file and line, for a list or table, VN_EUSAGE for a pattern. On
 * failure *OUT is untouched. Free with vn_user_close(), which takes NULL. */
VN_CHECKED enum vn_status vn_user_open(struct vn_user **out, const struct vn_user_config *config,
				       struct vn_err *err);
void vn_user_close(struct vn_user *user);

struct vn_model;

/* Makes a model that knows the words of USER beside those of BASE, which must outlive it; *OUT is
 * untouched when there is no word. To be closed with vn_model_close() before BASE. */
VN_CHECKED enum vn_status vn_user_model(struct vn_model **out, const struct vn_user *user,
					const struct vn_model *base, struct vn_err *err);

/* Marks what the patterns match in UNIT. VN_ELIMIT when one takes too long. */
VN_CHECKED enum vn_status vn_user_protect(const struct vn_user *user, struct vn_unit *unit,
					  struct vn_err *err);

/* Marks what the tables ask for: the text as it was read, which other stages look at, stays. */
VN_CHECKED enum vn_status vn_user_want(const struct vn_user *user, struct vn_unit *unit,
				       struct vn_err *err);

/* Replaces what is marked. */
VN_CHECKED enum vn_status vn_user_replace(const struct vn_user *user, struct vn_unit *unit,
					  struct vn_err *err);

/* Marks the words of the lists that stand in UNIT (NFC). */
VN_CHECKED enum vn_status vn_user_keep(const struct vn_user *user, struct vn_unit *unit,
				       struct vn_err *err);

/* Sets *KNOWS to whether WORD is part of an entry of the lists, so that its spelling stays. */
VN_CHECKED enum vn_status vn_user_knows(const struct vn_user *user, struct vn_str word, bool *knows,
					struct vn_err *err);

/* Gives the open tokens of UNIT that are entries of several words with capitals the case they have
 * in the list: into SHAPE (enum vn_case), which holds that of each token. Tokens in capitals
 * stay so. */
void vn_user_shapes(const struct vn_user *user, const struct vn_unit *unit, uint8_t *shape);

#endif
