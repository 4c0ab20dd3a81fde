#include "restore/regime.h"

#include "text/chars.h"
#include "text/syllable.h"

#define SAMPLE (64 * 1024)
#define LITTLE 20 /* words that say too little to overturn the belief so far */

/* What was seen. All in words: runs of letters, digits and signs between blanks. */
struct counts {
	int words;	/* with two letters or more */
	int vietnamese; /* with a letter that only Vietnamese has */
	int odd;       /* no bare syllable: foreign accents, signs or digits inside, other shapes */
	int syllables; /* unmarked and a possible syllable once marks are added */
};

/* Letters that no engine without Vietnamese writes. */
static bool only_vietnamese(int32_t c)
{
	c = vn_lower(c);
	return (c >= 0x1ea0 && c <= 0x1ef9) || c == 0x103 || c == 0x111 || c == 0x1a1 || c == 0x1b0;
}

static void count_word(struct counts *n, const int32_t *c, int count, struct vn_str text)
{
	int letters = 0, marked = 0, other = 0, vietnamese = 0;
	struct vn_syllable parts;

	while (count > 0 && !vn_is_letter(c[count - 1]) && !vn_is_digit(c[count - 1]))
		count--;
	while (count > 0 && !vn_is_letter(c[0]) && !vn_is_digit(c[0])) {
		text.ptr += 1;
		text.len -= 1;
		c++;
		count--;
	}
	for (int i = 0; i < count; i++) {
		letters += vn_is_letter(c[i]);
		marked += vn_is_letter(c[i]) && c[i] > 127;
		other += !vn_is_letter(c[i]);
		vietnamese += only_vietnamese(c[i]);
	}
	if (letters < 2 || letters < other)
		return;
	n->words++;
	n->vietnamese += vietnamese > 0;
	if (vietnamese)
		return;
	if (marked || other)
		n->odd += marked > 0 || (other == 1 && letters > 1 && letters < 7);
	else
		n->syllables += vn_syllable_parse(text, &parts);
}

/* Counts the words of the sample. */
static struct counts sample(struct vn_str text)
{
	struct counts n = {0};
	int32_t c[24];
	int count = 0;
	size_t at = 0, begin = 0;

	while (at < text.len) {
		size_t here = at;
		int32_t one = vn_utf8_next(text, &at);
		bool blank = vn_is_space(one);
		if (!blank && count < 24)
			c[count++] = one;
		if (!blank && at < text.len)
			continue;
		if (count && count < 24)
			count_word(&n, c, count,
				   (struct vn_str){text.ptr + begin, (blank ? here : at) - begin});
		count = 0;
		begin = at;
	}
	return n;
}

enum vn_regime vn_regime_of(struct vn_str text, enum vn_regime before)
{
	struct counts n;

	if (text.len > SAMPLE)
		text.len = SAMPLE;
	n = sample(text);
	if (n.words < LITTLE && before != VN_REGIME_AUTO)
		return before;
	if (n.vietnamese * 5 > n.words)
		return VN_REGIME_VIE;
	/* Foreign text: few of its words could be Vietnamese with marks added. */
	if ((n.syllables + n.odd) * 2 < n.words || n.words == 0)
		return VN_REGIME_CLEAN;
	return n.odd * 25 > n.words ? VN_REGIME_ENG : VN_REGIME_BARE;
}
