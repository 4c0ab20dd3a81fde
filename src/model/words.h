/* From text to the tokens the n-gram model knows: one definition for training and for the search.
 */
#ifndef VN_MODEL_WORDS_H
#define VN_MODEL_WORDS_H

#include "base/buf.h"
#include "model/format.h"

#define VN_WORD_LETTERS 24 /* code points of the longest word that can be in a vocabulary */
#define VN_WORD_BYTES	96

/* One token of clean text. */
struct vn_lm_token {
	uint32_t id;	    /* VN_WORD_BOUND, _COMMA, _NUMBER, _CODE, or VN_WORD_FIRST for a word */
	enum vn_case shape; /* of a word: LOWER, TITLE or UPPER */
	char text[VN_WORD_BYTES]; /* a word in lower case; tone placement as found */
	size_t len;		  /* bytes of text */
};

typedef enum vn_status (*vn_lm_sink)(void *self, const struct vn_lm_token *token,
				     struct vn_err *err);

/*
 * Splits LINE (NFC) into tokens. A chunk between blanks: with a digit it is one NUMBER (no letter)
 * or CODE; else each run of letters is a word. Signs say what vn_sign_word() tells: at the end of
 * a chunk any of . ; : ! ? gives BOUND, else a separator gives COMMA; before and between words a
 * separator gives COMMA; all else is transparent.
 */
VN_CHECKED enum vn_status vn_lm_tokens(struct vn_str line, vn_lm_sink sink, void *self,
				       struct vn_err *err);

/* What one sign says: VN_WORD_BOUND for . ; : ! ?, VN_WORD_COMMA for , ( ) / and dashes, else 0. A
 * hyphen counts only where ALONE, between blanks. */
uint32_t vn_sign_word(int32_t c, bool alone);

/* The case pattern of COUNT letters: UPPER needs two capitals and no small letter, TITLE a capital
 * first; all else is LOWER. */
enum vn_case vn_case_of(const int32_t *letters, int count);

#endif
