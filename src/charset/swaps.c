#include "charset/swaps.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

static bool is_letter(int32_t c)
{
	return vn_grapheme_of(c) != 0;
}

/* Whether a syllable may hold the letters A and B side by side. */
static bool stand_together(int32_t a, int32_t b)
{
	static const char *const finals[] = {"", "n", "t", "i", "y"};

	for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
		char text[VN_SYLLABLE_BYTES] = "t";
		struct vn_syllable parts;
		size_t len = 1;
		len += vn_utf8_put(text + len, vn_lower(a));
		len += vn_utf8_put(text + len, vn_lower(b));
		memcpy(text + len, finals[i], strlen(finals[i]));
		len += strlen(finals[i]);
		if (vn_syllable_parse((struct vn_str){text, len}, &parts))
			return true;
	}
	return false;
}

static void add(struct vn_swaps *swaps, int32_t seen, int32_t first, int32_t second)
{
	if (swaps->count < VN_SWAPS_MAX)
		swaps->list[swaps->count++] = (struct vn_swap){seen, {first, second}};
}

/* Where a tone was written apart from its letter, the letter was swapped below it. */
static void add_toned(struct vn_swaps *swaps, vn_grapheme seen, vn_grapheme meant)
{
	if (!vn_letter_is_vowel(vn_grapheme_letter(seen)) || vn_grapheme_tone(seen) != VN_NGANG ||
	    vn_grapheme_tone(meant) != VN_NGANG)
		return;
	for (int tone = VN_HUYEN; tone <= VN_NANG; tone++)
		add(swaps, vn_grapheme_char(vn_grapheme_with_tone(seen, (enum vn_tone_mark)tone)),
		    vn_grapheme_char(vn_grapheme_with_tone(meant, (enum vn_tone_mark)tone)), 0);
}

void vn_swaps_init(struct vn_swaps *swaps, const struct vn_charset *charset)
{
	swaps->charset = charset;
	swaps->count = 0;
	for (int32_t byte = 0xc0; byte < 0x100; byte++) {
		int32_t c = charset->alone[byte];
		/* A small letter for a capital is told apart from older spellings (tầu) by nothing.
		 */
		if (c == byte || !is_letter(c) || !is_letter(byte) ||
		    vn_is_upper(c) != vn_is_upper(byte))
			continue;
		add(swaps, c, byte, 0);
		add_toned(swaps, vn_grapheme_of(c), vn_grapheme_of(byte));
	}
	for (size_t i = 0; i < charset->sequence_count; i++) {
		const struct vn_charset_sequence *s = &charset->sequences[i];
		int32_t first = s->bytes[0], second = s->bytes[1];
		if (s->len == 2 && s->c >= 0x100 && first < 0x80 && second >= 0xc0 &&
		    is_letter(first) && is_letter(second) &&
		    vn_is_upper(first) == vn_is_upper(second) && stand_together(first, second))
			add(swaps, s->c, first, second);
	}
}

void vn_swap_letters_count(struct vn_swap_letters *letters, struct vn_str text)
{
	int32_t before = 0;

	memset(letters, 0, sizeof *letters);
	for (size_t at = 0; at < text.len;) {
		int32_t c = (unsigned char)text.ptr[at];
		if (c < 0x80) {
			before = c;
			at++;
			continue;
		}
		c = vn_utf8_next(text, &at);
		if (vn_letter_slot(c) >= 0)
			letters->single[vn_letter_slot(c)]++;
		if (c >= 0xc0 && c < 0x100 && before >= 0x40 && before < 0x80)
			letters->pairs[before - 0x40][c - 0xc0]++;
		before = c;
	}
}

void vn_swaps_count(const struct vn_swaps *swaps, const struct vn_swap_letters *letters,
		    struct vn_swap_count counts[VN_SWAPS_MAX])
{
	for (size_t i = 0; i < swaps->count; i++) {
		const struct vn_swap *s = &swaps->list[i];
		counts[i].seen = letters->single[vn_letter_slot(s->seen)];
		counts[i].spared = s->meant[1]
					   ? letters->pairs[s->meant[0] - 0x40][s->meant[1] - 0xc0]
					   : letters->single[vn_letter_slot(s->meant[0])];
	}
}
