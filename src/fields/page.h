/* A document as the finders of this folder see it: lines of letters without marks. */
#ifndef VN_FIELDS_PAGE_H
#define VN_FIELDS_PAGE_H

#include "fields/fields.h"

/* Characters [begin, end) of the page. */
struct vn_piece {
	size_t begin, end;
};

struct vn_page {
	struct vn_str text;
	char *letters; /* one a code point, in ASCII: marks off, dashes and quotes plain, \1 for no
			* UTF-8, ? for the rest */
	size_t *at;    /* byte of each; one more than there are */
	size_t length;
	struct vn_piece *lines; /* without blanks and specks at their ends */
	size_t line_count;
	struct vn_fields *out;
	struct vn_err *err;
};

/* Whether PIECE begins with WORD, small letters for any case. */
bool vn_page_opens(const struct vn_page *page, struct vn_piece piece, const char *word);

/* Where WORD, small letters for any case, first stands in PIECE; its end if it does not. */
size_t vn_page_find(const struct vn_page *page, struct vn_piece piece, const char *word);

/* PIECE without blanks and specks at its ends. */
struct vn_piece vn_page_trim(const struct vn_page *page, struct vn_piece piece);

/* Whether PIECE has two letters at least and no small one. */
bool vn_page_capital(const struct vn_page *page, struct vn_piece piece);

/* The bytes of PIECE. */
struct vn_str vn_page_text(const struct vn_page *page, struct vn_piece piece);

/* Adds a field: PIECES, joined by blanks, is its value. */
VN_CHECKED enum vn_status vn_page_add(struct vn_page *page, enum vn_field_kind kind,
				      const struct vn_piece *pieces, size_t count,
				      vn_confidence sure);

/* Adds a field at PIECE with another VALUE. */
VN_CHECKED enum vn_status vn_page_say(struct vn_page *page, enum vn_field_kind kind,
				      struct vn_piece piece, const char *value, vn_confidence sure);

/* The finders. HEAD returns the line behind the head. */
VN_CHECKED enum vn_status vn_find_head(struct vn_page *page, size_t *behind);
VN_CHECKED enum vn_status vn_find_bases(struct vn_page *page, size_t from);
VN_CHECKED enum vn_status vn_find_foot(struct vn_page *page, size_t from);

/* Lists, each ended by NULL: small letters without marks. */
struct vn_type_name {
	const char *letters, *name, *code; /* CODE: in symbols; NULL: none of its own */
};
extern const struct vn_type_name vn_type_names[];
extern const char *const vn_office_heads[], *const vn_titles[], *const vn_openings[],
									*const vn_degrees[];

#endif
