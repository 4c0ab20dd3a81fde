/* What stands around a piece of text: addresses and codes that must not be touched. */
#ifndef VN_NORMALIZE_AROUND_H
#define VN_NORMALIZE_AROUND_H

#include "normalize/scan.h"

/* Whether PIECE is part of an e-mail address, a URL or a file name. Looks at the bytes up to the
 * next blanks, at most 256 each way; if there is no blank in reach the answer is yes. */
bool vn_in_address(struct vn_str text, struct vn_piece piece);

/* Whether PIECE is part of an address or stands among digits, as in the code of a document. */
bool vn_in_code(struct vn_str text, struct vn_piece piece);

/* Whether WORD, valid UTF-8 in NFC, has a letter that hardly any other language writes: ă, đ, ơ,
 * ư and all of U+1EA0 to U+1EF9. */
bool vn_is_ours(struct vn_str word);

/* Whether the last letter of WORD, valid UTF-8 in NFC, bears a tone mark. */
bool vn_ends_marked(struct vn_str word);

/* Whether a capital follows a small letter in WORD: two words run together ("ThọAnh"). */
bool vn_is_run_together(struct vn_str word);

#endif
