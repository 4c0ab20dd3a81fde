/*
 * What kind an error is, and how often each occurs. Errors are what a reader would count: words
 * that were merged are one, however many tokens they were. A word that is wrong in several ways
 * counts once, where it is most wrong: number, merge or split, letter, marks, case, punctuation.
 * More than 64 steps of an alignment in a row without a right token are linked 64 by 64.
 */
#ifndef VN_EVAL_KINDS_H
#define VN_EVAL_KINDS_H

#include "eval/canon.h"
#include "eval/links.h"

enum vn_kind {
	VN_KIND_TONE,	     /* the tone mark alone: sắc, huyền, hỏi, ngã, nặng, or none */
	VN_KIND_VOWEL_MARK,  /* that of ă â ê ô ơ ư alone */
	VN_KIND_STROKE,	     /* d for đ or the reverse alone */
	VN_KIND_MARKS,	     /* several of these three */
	VN_KIND_LETTER,	     /* another letter, or more or fewer of them */
	VN_KIND_CASE,	     /* same letters and marks, capital or small */
	VN_KIND_PUNCTUATION, /* letters and digits are right; also a sign alone, lost or added */
	VN_KIND_NUMBER,	     /* other digits than the truth has; also a number lost */
	VN_KIND_MERGE,	     /* several tokens became one */
	VN_KIND_SPLIT,	     /* one token became several */
	VN_KIND_MISSING,     /* a token is lost */
	VN_KIND_EXTRA,	     /* a token that is not in the truth */
	VN_KINDS
};

/* Its name in reports: ASCII letters and low lines, static. */
const char *vn_kind_name(enum vn_kind kind);

/* The kind of a token that became another one; both in the form of vn_canon(). Equal ones are
 * VN_KIND_PUNCTUATION. */
enum vn_kind vn_kind_of_token(struct vn_seq truth, struct vn_seq got);

enum vn_side { VN_BEFORE, VN_AFTER, VN_SIDES }; /* what was read, what became of it */

/* An error and how often it occurs. Tokens are numbers; an empty side: missing or extra. */
struct vn_confusion {
	enum vn_kind kind;
	struct vn_seq truth, got;
	size_t count[VN_SIDES];
	size_t seen; /* order of first sight */
};

/* Counts. All zero is a valid empty one. */
struct vn_kinds {
	size_t count[VN_KINDS][VN_SIDES];
	struct vn_confusion *confusions; /* as many as pairs.count */
	size_t confusion_cap;
	struct vn_vocab pairs;
	struct vn_linker linker;
	struct vn_codes truth, got, key; /* scratch */
};

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_kinds_fini(struct vn_kinds *kinds);

/* Counts the errors of an alignment of numbers in TOKENS, truth first. Fails with VN_ENOMEM and
 * VN_ELIMIT; then only vn_kinds_fini() may follow. */
VN_CHECKED enum vn_status vn_kinds_add(struct vn_kinds *kinds, const struct vn_vocab *tokens,
				       const struct vn_pair *pairs, size_t count, enum vn_side side,
				       struct vn_err *err);

/* Sorts the confusions by kind, then most frequent after, then before, then first seen first, and
 * returns how many there are. Nothing may be added afterwards. */
size_t vn_kinds_sort(struct vn_kinds *kinds);

/* Appends the characters of the tokens of a side of a confusion to OUT, with blanks between. */
VN_CHECKED enum vn_status vn_confusion_text(const struct vn_vocab *tokens, struct vn_seq side,
					    struct vn_codes *out, struct vn_err *err);

#endif
