/*
 * What rare kinds of damage leave behind in single words and between them, so that a short line
 * shows its kind though few texts have it: vowels left out, signs for letters, words torn apart.
 */
#ifndef VN_DAMAGE_TRACES_H
#define VN_DAMAGE_TRACES_H

#include "model/open.h"

/* Of one word. */
enum {
	VN_TRACE_HOLLOW = 1,	/* the onset and the coda of a syllable that lost its vowel */
	VN_TRACE_HOLE = 2,	/* signs between or behind letters in the place of others */
	VN_TRACE_HOLE_SURE = 4, /* such signs as nothing else puts there: a question mark, or two */
	VN_TRACE_LETTER = 16,	/* in capitals, P where no syllable but one with D or Đ fits */
	VN_TRACE_INITIALS =
		32, /* small consonants that no syllable has around or before a vowel: tsđb */
	VN_TRACE_FRAGMENT = 8, /* letters that are no word of the language */
};

/* The traces in the word C of COUNT code points, composed, with the signs around it. No fragments
 * where MODEL is NULL. */
unsigned vn_traces_of(const struct vn_model *model, const int32_t *c, int count);

/* What words in a row say of blanks inside words. */
enum vn_tear {
	VN_TEAR_NONE,
	VN_TEAR_MAYBE, /* they make a word, and one of them, of plain letters, is none */
	VN_TEAR_SURE,  /* the same, and that one has a mark, so that it is no label, or two are none
			*/
};

#define VN_TEAR_WORDS 3

/* A word of a line, and the traces in it. */
struct vn_traced {
	struct vn_str text;
	unsigned traces;
};

/* Whether the last two or three of the COUNT words, parted by one blank each, are one that was torn
 * apart. */
enum vn_tear vn_tear_of(const struct vn_model *model, const struct vn_traced *words, int count);

#endif
