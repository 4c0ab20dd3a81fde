/* Tables of replacements (--rules): what was read, what it is to be. The format: vnfix-rules(5). */
#ifndef VN_USER_TABLE_H
#define VN_USER_TABLE_H

#include "base/arena.h"
#include "text/pattern.h"
#include "user/lines.h"

#define VN_TABLE_BEFORE 256 /* bytes of the longest text that is looked for */

/* One line of a table that is to be carried out. */
struct vn_row {
	struct vn_str after;	    /* the table's */
	struct vn_pattern *context; /* must match in the line; NULL: anywhere */
	const char *rule;	    /* "table:LINE"; the table's */
};

/* A text that is looked for: as written, composed or decomposed. */
struct vn_wanted {
	struct vn_str text; /* not empty; the table's */
	size_t row;
};

/* All tables of a run, read only once they are sorted. All zero is a valid empty one. */
struct vn_table {
	struct vn_arena arena;
	struct vn_row *rows;
	size_t row_count, row_cap;
	struct vn_wanted *wanted; /* in byte order, then in the order of the rows */
	size_t wanted_count, wanted_cap;
	size_t first[257]; /* by first byte: where its texts begin in wanted */
};

void vn_table_fini(struct vn_table *table);

/* Adds the rows of the file at PATH. VN_EMODEL, naming file and line, for what is none. */
VN_CHECKED enum vn_status vn_table_read(struct vn_table *table, const char *path, vn_user_load load,
					struct vn_err *err);

/* Makes the table ready to be asked. */
void vn_table_sort(struct vn_table *table);

/*
 * The texts that stand in TEXT at byte AT: the longest, up to MOST bytes, that fits there as whole
 * words, COUNT rows that have it from *FIRST on. A text that begins or ends with a letter or digit
 * does not fit inside a longer word; one that begins or ends with a digit must have that side of a
 * white-space token to itself but for quotation marks, brackets and stops, so that no part of a
 * larger number fits. False if there is none.
 */
bool vn_table_find(const struct vn_table *table, struct vn_str text, size_t at, size_t most,
		   const struct vn_wanted **first, size_t *count);

#endif
