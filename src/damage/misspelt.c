#include "damage/misspelt.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#define SYLLABLE_LETTERS 7 /* nghiêng */
#define SENSE_LETTERS	 9 /* and two more, where two of them were each read as two */

/* Whether the LEN bytes at S, small letters, begin as a syllable without its marks may. */
static bool has_onset(const char *s, size_t len)
{
	static const char onsets[][4] = {"",   "b", "c", "ch", "d",  "g",   "gh", "h",	"k",
					 "kh", "l", "m", "n",  "ng", "ngh", "nh", "ph", "q",
					 "r",  "s", "t", "th", "tr", "v",   "x"};
	size_t end = 0;

	while (end < len && !strchr(VN_BARE_VOWELS, s[end]))
		end++;
	for (size_t i = 0; i < sizeof onsets / sizeof *onsets; i++)
		if (strlen(onsets[i]) == end && memcmp(onsets[i], s, end) == 0)
			return true;
	return false;
}

bool vn_is_misspelt(const int32_t *c, int count)
{
	char spelt[SYLLABLE_LETTERS];
	size_t len = 0;
	bool vowel = false, digit = false;

	vn_letters_trim(&c, &count);
	if (count < 3 || count > SYLLABLE_LETTERS)
		return false;
	for (int i = 0; i < count; i++) {
		if (!vn_is_letter(c[i]) && !vn_is_digit(c[i]))
			return false;
		if (c[i] > 127)
			return true;
		digit |= vn_is_digit(c[i]);
		spelt[len] = (char)vn_lower(c[i]);
		vowel |= strchr(VN_BARE_VOWELS, spelt[len++]) != NULL;
	}
	return digit || (vowel && (!has_onset(spelt, len) ||
				   !vn_syllable_shape((struct vn_str){spelt, len})));
}

enum vn_sense vn_sense_of(const int32_t *c, int count)
{
	char spelt[4 * SENSE_LETTERS];
	struct vn_syllable parts;
	static const char playful[] = "fjwz"; /* of chats: zậy, wá */
	int marked = 0, digits = 0, vowels = 0;
	size_t len = 0;

	if (count < 2 || count > SENSE_LETTERS)
		return VN_SENSE_WORD;
	for (int i = 0; i < count; i++) {
		int32_t small = vn_lower(c[i]);
		bool digit = small == '0' || small == '1';
		if ((!vn_is_letter(small) && !digit) || (i > 0 && vn_is_upper(c[i])) ||
		    (small < 128 && strchr(playful, (char)small)))
			return VN_SENSE_WORD;
		digits += digit;
		marked += small > 127;
		vowels += vn_letter_may_be_vowel(small);
		len += vn_utf8_put(spelt + len, small);
	}
	if (!vowels || digits > 1 || count < (marked ? 2 : 3) ||
	    vn_syllable_parse((struct vn_str){spelt, len}, &parts))
		return VN_SENSE_WORD;
	return marked && !vn_is_upper(c[0]) ? VN_SENSE_BROKEN : VN_SENSE_ODD;
}
