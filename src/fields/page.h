/* A document as the finders of this folder see it: lines of letters without marks. */
#ifndef VN_FIELDS_PAGE_H
#define VN_FIELDS_PAGE_H

#include "fields/fields.h"
#include "fields/lists.h"

/* How sure is what was misread and mended by what the layout, a list or another field says, and
 * what the layout leaves in doubt. */
#define VN_FIELD_MENDED	  9000
#define VN_FIELD_DOUBTFUL 4000

/* Characters [begin, end) of the page. */
struct vn_part {
	size_t begin, end;
};

struct vn_page {
	struct vn_str text;
	char *letters; /* one a code point, in ASCII: marks off, dashes and quotes plain, \1 for no
			* UTF-8, ? for the rest */
	size_t *at;    /* byte of each; one more than there are */
	size_t length;
	struct vn_part *lines; /* without blanks and specks at their ends */
	size_t line_count;
	struct vn_fields *out;
	struct vn_err *err;
};

/* Fills letters and lines from TEXT; what is allocated is for vn_page_fini(), also after a failure.
 */
VN_CHECKED enum vn_status vn_page_read(struct vn_page *page);
void vn_page_fini(struct vn_page *page);

/* LETTER as a small one. */
char vn_page_small(char letter);

/* The digit that LETTER is, or that is read so; -1: none. */
int vn_page_digit(char letter);

/* Whether LETTER is a letter or a digit. */
bool vn_page_word(char letter);

/* Whether PIECE begins with WORD, small letters for any case. */
bool vn_page_opens(const struct vn_page *page, struct vn_part piece, const char *word);

/* Whether PIECE is NAME, with its marks, but for capitals. */
bool vn_page_spelt(const struct vn_page *page, struct vn_part piece, const char *name);

/* Whether PIECE, which is NAME but for capitals, has others where engines cannot mistake them. */
bool vn_page_recased(const struct vn_page *page, struct vn_part piece, const char *name);

/* Where WORD, small letters for any case, first stands in PIECE; its end if it does not. */
size_t vn_page_find(const struct vn_page *page, struct vn_part piece, const char *word);

/* PIECE without blanks and specks at its ends. */
struct vn_part vn_page_trim(const struct vn_page *page, struct vn_part piece);

/* PIECE without signs and blanks at its ends. */
struct vn_part vn_page_words(const struct vn_page *page, struct vn_part piece);

/* Whether PIECE has two letters at least and no small one. */
bool vn_page_capital(const struct vn_page *page, struct vn_part piece);

/* Whether PIECE has four letters at least, and no more than one in four is small; those that look
 * like their capitals, only smaller, are neither. */
bool vn_page_shouted(const struct vn_page *page, struct vn_part piece);

/* The bytes of PIECE. */
struct vn_str vn_page_text(const struct vn_page *page, struct vn_part piece);

/* Adds a field: PIECES, joined by blanks, is its value. */
VN_CHECKED enum vn_status vn_page_add(struct vn_page *page, enum vn_field_kind kind,
				      const struct vn_part *pieces, size_t count,
				      vn_confidence sure);

/* Adds a field at PIECE that means VALUE. */
VN_CHECKED enum vn_status vn_page_say(struct vn_page *page, enum vn_field_kind kind,
				      struct vn_part piece, const char *value, vn_confidence sure);

/* The type that a symbol names: QĐ-UBND, 2025/NĐ-CP. NULL: none. */
const struct vn_type_name *vn_type_of(struct vn_str symbol);

/* The finders. HEAD returns the line behind the head. */
VN_CHECKED enum vn_status vn_find_head(struct vn_page *page, size_t *behind);
VN_CHECKED enum vn_status vn_find_bases(struct vn_page *page, size_t from);
VN_CHECKED enum vn_status vn_find_foot(struct vn_page *page, size_t from);

#endif
