/* How plausible it is that somebody wrote a text, and that it is Vietnamese. */
#ifndef VN_CHARSET_PLAUSIBLE_H
#define VN_CHARSET_PLAUSIBLE_H

#include "base/buf.h"

/* How often a syllable is, as a cost in 1/256 nat: small letters, old tone placement. Generated
 * from dict/lexicon/syllables.tsv, in order of bytes. */
struct vn_syllable_cost {
	const char *text;
	uint16_t cost;
};
extern const struct vn_syllable_cost vn_syllable_costs[];
extern const size_t vn_syllable_cost_count;

/* What a fragment, text between blanks, looks like. */
struct vn_verdict {
	int32_t cost;	/* 1/256 nat; for comparing readings of the same bytes */
	bool syllables; /* it has words, all are Vietnamese syllables, and one has a mark */
	bool foreign;	/* it has a word that is no syllable, nor of capitals such as HĐND */
	bool seldom;	/* it has a syllable that is seldom written so */
	bool odd;	/* it has signs that texts seldom have */
	bool wide;	/* it has letters beyond ASCII, or such signs right behind a letter */
};

/* Looks at TEXT, any bytes. The cost of a syllable is by how often it is, that of another word by
 * its letters, that of a sign by where it stands. */
struct vn_verdict vn_judge_fragment(struct vn_str text);

#endif
