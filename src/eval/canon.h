/*
 * The form in which texts are compared: what counts as the same text, what as a token, a number,
 * the core of a word. Character classes come from ICU: letters are general category L, letters
 * and numbers together ("word characters") are L and every character with a numeric type, and
 * the low line; blanks are White_Space and U+001C to U+001F.
 */
#ifndef VN_EVAL_CANON_H
#define VN_EVAL_CANON_H

#include "base/buf.h"
#include "eval/align.h"

/* Growable symbols. All zero is a valid empty one. */
struct vn_codes {
	int32_t *ptr;
	size_t len, cap; /* symbols */
};

enum vn_canon_flags {
	VN_CANON_STRICT = 1, /* quotes, dashes and tone placement count */
	VN_CANON_LOOSE = 2,  /* only the cores of tokens count, without case */
};

/* Frees the symbols and zeroes the struct. Takes a zeroed one too. */
void vn_codes_fini(struct vn_codes *codes);

/* Appends one symbol. */
VN_CHECKED enum vn_status vn_codes_add(struct vn_codes *codes, int32_t code, struct vn_err *err);

/* Appends the symbols of SEQ, which must not be OUT's own. */
VN_CHECKED enum vn_status vn_codes_append(struct vn_codes *out, struct vn_seq seq,
					  struct vn_err *err);

static inline struct vn_seq vn_codes_seq(const struct vn_codes *codes)
{
	static const int32_t none;
	return (struct vn_seq){codes->ptr ? codes->ptr : &none, codes->len};
}

/* Replaces OUT by the code points of S. Every ill-formed piece of UTF-8 (the longest start of a
 * sequence, else one byte: Unicode 15, section 3.9, table 3-8) becomes one U+FFFD. */
VN_CHECKED enum vn_status vn_codes_decode(struct vn_codes *out, struct vn_str s,
					  struct vn_err *err);

/* Appends SEQ, valid code points, to OUT as UTF-8. */
VN_CHECKED enum vn_status vn_codes_encode(struct vn_buf *out, struct vn_seq seq,
					  struct vn_err *err);

/* Brings CODES to NFC. */
VN_CHECKED enum vn_status vn_codes_nfc(struct vn_codes *codes, struct vn_err *err);

/*
 * Brings a line of code points to the form of comparison: no form feeds, NFC, runs of blanks one
 * space and none at the ends; unless VN_CANON_STRICT also curly quotes straight, dashes "-", and
 * the newer tone placement in the older one (hoà = hòa, hoè = hòe, thuỷ = thủy, but not after q:
 * quý) where the syllable ends there. With VN_CANON_LOOSE each token first becomes its vn_core().
 */
VN_CHECKED enum vn_status vn_canon(struct vn_codes *line, unsigned flags, struct vn_err *err);

/* The next token of SEQ from *AT on: a run without blanks. False at the end. Moves *AT past it. */
bool vn_token_next(struct vn_seq seq, size_t *at, struct vn_seq *token);

/* The next run of decimal digits, likewise. */
bool vn_digits_next(struct vn_seq seq, size_t *at, struct vn_seq *digits);

/* A token with digits and without letters, unless it is one digit beside a sign that engines make
 * of letters (¢ $ & @ § €): there that is a misread word. */
bool vn_is_number(struct vn_seq token);

bool vn_has_letter(struct vn_seq token);

/* True when SEQ holds nothing but blanks. */
bool vn_is_blank(struct vn_seq seq);

/* Appends the token without what is no word character at its ends, in lower case (full mapping,
 * no language), to OUT. */
VN_CHECKED enum vn_status vn_core(struct vn_codes *out, struct vn_seq token, struct vn_err *err);

/* Replaces OUT by TEXT without any mark of Vietnamese: canonical decomposition without
 * combining marks, NFC, and d for đ. VN_EINPUT when TEXT is not UTF-8. */
VN_CHECKED enum vn_status vn_strip_marks(struct vn_buf *out, struct vn_str text,
					 struct vn_err *err);

#endif
