/* Cuts text into the pieces the stage looks at, and says which need work. */
#ifndef VN_NORMALIZE_SCAN_H
#define VN_NORMALIZE_SCAN_H

#include "base/buf.h"

/* Longest run of combining marks that is put in order; words with a longer one stay as they are
 * (UAX #15 takes 30 as the bound of stream-safe text). */
#define VN_MAX_MARKS 30

/* What a piece holds. */
enum {
	VN_PIECE_NFC = 1,    /* marks, or letters that NFC may change */
	VN_PIECE_ALIKE = 2,  /* Eth for D with stroke, letters shaped like Latin ones */
	VN_PIECE_HIDDEN = 4, /* zero-width characters, soft hyphens */
	VN_PIECE_TONE = 8,   /* a letter with a tone mark beside another vowel: a place to check */
	VN_PIECE_FOREIGN = 16, /* anything but Vietnamese letters */
	VN_PIECE_HEAP = 32,    /* more than VN_MAX_MARKS marks on one letter */
	VN_PIECE_WORD = 64,    /* holds a letter */
	VN_PIECE_LOWER = 128,  /* holds a small letter */
	VN_PIECE_STAYS = 256,  /* a character that NFC would put another one in the place of */
};

/* What needs vn_word_mend(). */
#define VN_PIECE_MENDABLE (VN_PIECE_NFC | VN_PIECE_ALIKE | VN_PIECE_HIDDEN)

/* A run of letters, marks and invisible characters; or one other character with its marks. Bytes
 * [begin, end). */
struct vn_piece {
	size_t begin, end;
	unsigned flags;
};

/* Whether C has no width or is a soft hyphen: U+00AD, U+200B..200D, U+2060, U+FEFF. */
bool vn_is_hidden(int32_t c);

/* The piece that begins at AT < TEXT.len. A byte of no UTF-8 sequence is a piece of its own. */
struct vn_piece vn_scan(struct vn_str text, size_t at);

#endif
