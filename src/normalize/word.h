/* One piece of text put right: NFC, look-alikes, invisible characters. */
#ifndef VN_NORMALIZE_WORD_H
#define VN_NORMALIZE_WORD_H

#include "base/buf.h"

/* Buffers, kept from one word to the next. All zero is valid. */
struct vn_word {
	int32_t *chars;	   /* the word, canonically decomposed */
	size_t len, cap;   /* code points */
	struct vn_buf out; /* the result, UTF-8 */
};

void vn_word_fini(struct vn_word *word);

/* Where a piece stands. */
enum {
	VN_WORD_ADDRESS = 1, /* in an address or a file name: NFC and nothing else */
	VN_WORD_CODE = 2, /* among digits: no blanks are put in, soft hyphens at its edges stay */
};

/*
 * Writes PIECE, valid UTF-8 with at most VN_MAX_MARKS marks in a row, to word->out in NFC, and
 * in a word of Latin letters and letters shaped like Latin ones
 *  - Vietnamese letters are composed in whatever order their marks stand, each mark once;
 *  - look-alikes of other scripts become Latin; Ð, ð become Đ, đ unless the word has letters that
 *    Vietnamese has not;
 *  - zero-width characters go, or become one blank where they part two syllables;
 *  - soft hyphens go where a syllable is left. Elsewhere they may stand for real ones (PDF) and
 *    stay.
 * PLACE is 0 or VN_WORD_* flags. *RULE gets the static name of the weightiest thing done. Time is
 * linear in PIECE.
 */
VN_CHECKED enum vn_status vn_word_mend(struct vn_word *word, struct vn_str piece, unsigned place,
				       const char **rule, struct vn_err *err);

#endif
