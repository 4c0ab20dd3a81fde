/* What sort of change turned one text into another: for filters, counts and lists. */
#ifndef VN_CHANGE_KIND_H
#define VN_CHANGE_KIND_H

#include "base/buf.h"

/* Each kind leaves out what the ones before it cover. */
enum vn_kind {
	VN_KIND_FORM,	 /* the same letters in other code points: NFC and NFD */
	VN_KIND_NUMBER,	 /* digits stand in or beside the new text, or a number or two digits
			  * on end stood in the old one */
	VN_KIND_CASE,	 /* capitals */
	VN_KIND_SIGNS,	 /* punctuation and blanks */
	VN_KIND_MARKS,	 /* tone marks, and the marks of letters: o ô ơ, d đ */
	VN_KIND_LETTERS, /* anything else */
};
#define VN_KIND_COUNT 6

/* Names of the kinds, as reports have them. */
extern const char *const vn_kind_names[VN_KIND_COUNT];

/* The kind of the change from BEFORE to AFTER, any bytes, by themselves. */
enum vn_kind vn_kind_of(struct vn_str before, struct vn_str after);

/* Whether [begin, end) of TEXT stands in a run of other than blanks that has digits: a number, a
 * date, the code of a document. */
bool vn_kind_in_number(struct vn_str text, size_t begin, size_t end);

/* Whether [begin, end) of TEXT holds a word that begins with a capital and goes on in small letters
 * though no sentence or line begins there: most often a name. */
bool vn_kind_is_name(struct vn_str text, size_t begin, size_t end);

#endif
