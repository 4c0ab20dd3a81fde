/*
 * The Vietnamese syllable: onset, rime and tone, and where the tone mark is written.
 * All strings are NFC; upper and lower case are both read and case is kept.
 */
#ifndef VN_LANG_VI_SYLLABLE_H
#define VN_LANG_VI_SYLLABLE_H

#include "base/buf.h"

#define VN_SYLLABLE_LETTERS                                                                        \
	8		     /* code points of the longest syllable, "nghiêng" and one to spare   \
			      */
#define VN_SYLLABLE_BYTES 32 /* bytes that hold any syllable */

/* How tone marks are placed on oa, oe, uy without a final consonant. */
enum vn_tone { VN_TONE_KEEP, VN_TONE_OLD /* hòa */, VN_TONE_NEW /* hoà */ };

/* The six tones, in the order dictionaries use. */
enum vn_tone_mark { VN_NGANG, VN_HUYEN, VN_HOI, VN_NGA, VN_SAC, VN_NANG };

/* A parsed syllable, in lower case. */
struct vn_syllable {
	int32_t onset[4]; /* code points, 0-terminated: "ngh" */
	int32_t rime[5];  /* code points without tone, 0-terminated: "uyên" */
	enum vn_tone_mark tone;
};

/*
 * Parses S by the spelling rules (onset x rime x tone, c/k, g/gh, ng/ngh, qu, gi, stop finals
 * take only sac and nang). The tone mark may stand on any vowel of the rime, so that misplaced
 * ones parse too. False when S is no possible syllable. Onsets and rimes: Doan Thien Thuat,
 * Ngu am tieng Viet; spelling as in the 1984 school rules.
 */
bool vn_syllable_parse(struct vn_str s, struct vn_syllable *out);

/* Whether S, any bytes, has the shape of a syllable without marks: up to three consonants, one to
 * three vowels, and one of the few ends that syllables have. */
bool vn_syllable_shape(struct vn_str s);

/* Which placement S shows: *STYLE becomes VN_TONE_OLD (hòa), VN_TONE_NEW (hoà), or VN_TONE_KEEP
 * where both styles agree or there is no mark; and whether the mark is MISPLACED: right in neither
 * style. False when S is no syllable. */
bool vn_syllable_mark(struct vn_str s, enum vn_tone *style, bool *misplaced);

/*
 * Writes S with its tone mark where STYLE puts it (VN_TONE_KEEP: a placement right in either style
 * stays, a wrong one such as "tóan" or "lựơng" is mended, to the old style where styles
 * differ; on the oo of "móoc" either o is right). Returns the bytes written to OUT, 0 when S is no
 * syllable. Letter case is kept letter by letter.
 */
size_t vn_syllable_retone(struct vn_str s, enum vn_tone style, char out[VN_SYLLABLE_BYTES]);

#endif
