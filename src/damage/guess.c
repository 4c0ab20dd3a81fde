#include "damage/guess.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#define SAMPLE (64 * 1024)
#define LITTLE 20 /* words that say too little to overturn the belief so far */

/* What was seen. All in words: runs of letters, digits and signs between blanks. */
struct counts {
	int words;	/* with two letters or more */
	int vietnamese; /* with a letter that only Vietnamese has */
	int odd;       /* no bare syllable: foreign accents, signs or digits inside, other shapes */
	int syllables; /* unmarked and a possible syllable once marks are added */
	int foreign;   /* of a shape that no syllable has, damaged or not */
};

/* Whether an unmarked word becomes a syllable with marks: as it stands, or, for the sake of those
 * that end in c, ch, p, t and always bear a tone, with an acute on its first vowel. */
static bool bare_syllable(const int32_t *c, int count)
{
	static const char vowels[] = VN_BARE_VOWELS;
	static const int32_t acute[] = {0xe1, 0xe9, 0xed, 0xf3, 0xfa, 0xfd};
	char plain[4 * 24], toned[4 * 24];
	size_t plain_len = 0, toned_len = 0;
	struct vn_syllable parts;
	bool first = true;

	for (int i = 0; i < count; i++) {
		int32_t small = vn_lower(c[i]);
		const char *vowel = small < 128 ? strchr(vowels, (char)small) : NULL;
		plain_len += vn_utf8_put(plain + plain_len, small);
		if (vowel && *vowel && first) {
			small = acute[vowel - vowels];
			first = false;
		}
		toned_len += vn_utf8_put(toned + toned_len, small);
	}
	return vn_syllable_parse((struct vn_str){plain, plain_len}, &parts) ||
	       vn_syllable_parse((struct vn_str){toned, toned_len}, &parts);
}

/* Letters or ends that neither a Vietnamese word nor what engines make of one often has. */
static bool foreign_shape(const int32_t *c, int count)
{
	static const char never[] = "fjwz", no_end[] = "bdfjklrsvwxz";
	for (int i = 0; i < count; i++) {
		int32_t small = vn_lower(c[i]);
		if (small < 128 && strchr(never, (char)small))
			return true;
		if (i > 0 && small == vn_lower(c[i - 1]) && small != 'o' && small != 'i')
			return true;
	}
	return count > 2 && c[count - 1] < 128 && strchr(no_end, (char)vn_lower(c[count - 1]));
}

/* Capitals without a vowel are an abbreviation, which says nothing. */
static bool abbreviation(const int32_t *c, int count)
{
	for (int i = 0; i < count; i++)
		if (!vn_is_upper(c[i]) || (c[i] < 128 && strchr("AEIOUY", (char)c[i])))
			return false;
	return true;
}

static void count_word(struct counts *n, const int32_t *c, int count)
{
	int letters = 0, marked = 0, other = 0, vietnamese = 0;

	while (count > 0 && !vn_is_letter(c[count - 1]) && !vn_is_digit(c[count - 1]))
		count--;
	while (count > 0 && !vn_is_letter(c[0]) && !vn_is_digit(c[0])) {
		c++;
		count--;
	}
	for (int i = 0; i < count; i++) {
		letters += vn_is_letter(c[i]);
		marked += vn_is_letter(c[i]) && c[i] > 127;
		other += !vn_is_letter(c[i]);
		vietnamese += vn_letter_is_ours(c[i]);
	}
	if (letters < 2 || letters < other || abbreviation(c, count))
		return;
	n->words++;
	n->vietnamese += vietnamese > 0;
	if (vietnamese)
		return;
	if (marked || other)
		n->odd += marked > 0 || (other == 1 && letters > 1 && letters < 7);
	else if (bare_syllable(c, count))
		n->syllables++;
	else
		n->foreign += foreign_shape(c, count);
}

/* Counts the words of the sample. */
static struct counts sample(struct vn_str text)
{
	struct counts n = {0};
	int32_t c[24];
	int count = 0;
	size_t at = 0;

	while (at < text.len) {
		int32_t one = vn_utf8_next(text, &at);
		bool blank = vn_is_space(one);
		if (!blank && count < 24)
			c[count++] = one;
		if (!blank && at < text.len)
			continue;
		if (count && count < 24)
			count_word(&n, c, count);
		count = 0;
	}
	return n;
}

enum vn_damage_kind vn_damage_guess(struct vn_str text, enum vn_damage_kind before)
{
	struct counts n;

	if (text.len > SAMPLE)
		text.len = SAMPLE;
	n = sample(text);
	if (n.words < LITTLE && before != VN_DAMAGE_COUNT)
		return before;
	if (n.vietnamese * 5 > n.words)
		return VN_DAMAGE_VIE;
	/* Foreign text: many words of foreign shape, few that could be Vietnamese with marks added.
	 */
	if (n.foreign * 6 > n.words || (n.syllables + n.odd) * 3 < n.words || n.words == 0)
		return VN_DAMAGE_CLEAN;
	return n.odd * 25 > n.words ? VN_DAMAGE_ENG : VN_DAMAGE_BARE;
}
