/* The letters of the Vietnamese alphabet, each with its tone mark and case: 17 consonants and 12
 * vowels, 178 code points in NFC (89 small, 89 capital). f, j, w and z are not among them. */
#ifndef VN_LANG_VI_LETTERS_H
#define VN_LANG_VI_LETTERS_H

#include "base/buf.h"
#include "lang/vi/syllable.h"

/* Letters in alphabetical order, named as Telex types them. They fit in 5 bits. */
enum vn_letter {
	VN_L_NONE,
	VN_L_A,
	VN_L_AW, /* ă */
	VN_L_AA, /* â */
	VN_L_B,
	VN_L_C,
	VN_L_D,
	VN_L_DD, /* đ */
	VN_L_E,
	VN_L_EE, /* ê */
	VN_L_G,
	VN_L_H,
	VN_L_I,
	VN_L_K,
	VN_L_L,
	VN_L_M,
	VN_L_N,
	VN_L_O,
	VN_L_OO, /* ô */
	VN_L_OW, /* ơ */
	VN_L_P,
	VN_L_Q,
	VN_L_R,
	VN_L_S,
	VN_L_T,
	VN_L_U,
	VN_L_UW, /* ư */
	VN_L_V,
	VN_L_X,
	VN_L_Y,
	VN_L_COUNT
};

/* A letter as written: enum vn_letter in bits 0-4, enum vn_tone_mark in bits 5-7, capital in
 * bit 8. 0 is no Vietnamese letter. */
typedef uint16_t vn_grapheme;
#define VN_GRAPHEME_UPPER 0x100

static inline enum vn_letter vn_grapheme_letter(vn_grapheme g)
{
	return (enum vn_letter)(g & 31);
}

static inline enum vn_tone_mark vn_grapheme_tone(vn_grapheme g)
{
	return (enum vn_tone_mark)(g >> 5 & 7);
}

/* The same letter and case with another tone; G must be a vowel unless TONE is VN_NGANG. */
static inline vn_grapheme vn_grapheme_with_tone(vn_grapheme g, enum vn_tone_mark tone)
{
	return (vn_grapheme)((g & ~(7u << 5)) | (unsigned)tone << 5);
}

bool vn_letter_is_vowel(enum vn_letter letter); /* the 12 vowels, y too */

/* The letter without the mark that makes it another one: a for ă and â, d for đ. */
enum vn_letter vn_letter_plain(enum vn_letter letter);

/* C (composed) small, and without its marks where it is a Vietnamese letter: d for Đ, a for ẩ. */
int32_t vn_letter_without_marks(int32_t c);

/* Whether C (composed) is a letter that hardly any other language writes: ă, đ, ơ, ư and all of
 * U+1EA0 to U+1EF9. */
bool vn_letter_is_ours(int32_t c);

/* The vowels without marks, small, in alphabetical order. */
#define VN_BARE_VOWELS "aeiouy"

/* Whether C, a small letter of any language or a character of ASCII, may stand for a vowel: one of
 * these, or any letter beyond ASCII but đ. */
bool vn_letter_may_be_vowel(int32_t c);

/* The number of C, below VN_LETTER_SLOTS, for tables of letters; -1 for what is no letter of
 * Vietnamese by its range: U+0000 to U+01B0, U+1EA0 to U+1EF9. */
#define VN_LETTER_SLOTS 523
int vn_letter_slot(int32_t c);

/* What code point C (composed) is; 0 for anything but a Vietnamese letter. */
vn_grapheme vn_grapheme_of(int32_t c);

/* The code point of G; 0 when G is none. */
int32_t vn_grapheme_char(vn_grapheme g);

#endif
