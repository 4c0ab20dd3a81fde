/*
 * Letters that a font or a converter put in the place of others, all through a text. What happens:
 * text that is Unicode already is converted once more, as if its letters of Latin-1 were bytes of
 * an older charset. "công" becomes "cơng" by VNI, "cụng" by TCVN3. Each charset makes a family.
 */
#ifndef VN_CHARSET_SWAPS_H
#define VN_CHARSET_SWAPS_H

#include "charset/charset.h"
#include "lang/vi/letters.h"

#define VN_SWAPS_MAX 64

/* A letter, and the one or two that it stands for; meant[1] is 0 for one. */
struct vn_swap {
	int32_t seen, meant[2];
};

struct vn_swaps {
	const struct vn_charset *charset;
	struct vn_swap list[VN_SWAPS_MAX];
	size_t count;
};

/* Lists the swaps of CHARSET, of either case, as far as there are syllables for them. */
void vn_swaps_init(struct vn_swaps *swaps, const struct vn_charset *charset);

/* The letters of a text that swaps may be about. */
struct vn_swap_letters {
	uint32_t single[VN_LETTER_SLOTS];
	uint32_t pairs[64][64]; /* a letter of ASCII, and one of Latin-1 behind it */
};

void vn_swap_letters_count(struct vn_swap_letters *letters, struct vn_str text);

/* How often what a swap makes is in a text, and what it would have changed. */
struct vn_swap_count {
	uint32_t seen, spared;
};

/* Fills COUNTS, one for each swap. */
void vn_swaps_count(const struct vn_swaps *swaps, const struct vn_swap_letters *letters,
		    struct vn_swap_count counts[VN_SWAPS_MAX]);

#endif
