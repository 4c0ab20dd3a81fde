#include "normalize/stroke.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#include <string.h>

#define WORD_MOST VN_SYLLABLE_LETTERS

static bool is_sign(int32_t c)
{
	return c == '|' || c == '!' || c == ']';
}

/* The letters and signs around a stroke. */
struct word {
	size_t begin, end; /* bytes */
	int32_t c[WORD_MOST];
	int count, stroke; /* index of the stroke */
	int capitals;	   /* beside the strokes */
	bool vowel;	   /* among these */
};

/* The code point that ends at AT > 0, and where it begins. */
static int32_t before(struct vn_str text, size_t at, size_t *begin)
{
	size_t next;

	for (*begin = at - 1; *begin > 0 && ((unsigned char)text.ptr[*begin] & 0xc0) == 0x80;)
		--*begin;
	next = *begin;
	return vn_utf8_next(text, &next);
}

/* False when there are others than capitals and strokes, or more than a syllable has. */
static bool find_word(struct vn_str text, size_t at, struct word *word)
{
	size_t begin = at, last;

	*word = (struct word){0};
	for (int i = 0; begin > 0 && i <= WORD_MOST; i++) {
		int32_t c = before(text, begin, &last);
		if (!vn_is_letter(c) && !is_sign(c))
			break;
		begin = last;
	}
	word->begin = begin;
	for (size_t next = begin; next < text.len;) {
		int32_t c = vn_utf8_next(text, &next);
		if (!vn_is_letter(c) && !is_sign(c)) {
			if (vn_is_digit(c) || c == '_')
				return false;
			break;
		}
		if (word->count == WORD_MOST)
			return false;
		if (begin == at)
			word->stroke = word->count;
		if (!is_sign(c) && c != 'l') {
			vn_grapheme g = vn_grapheme_of(c);
			if (!(g & VN_GRAPHEME_UPPER))
				return false;
			word->capitals++;
			word->vowel |= vn_letter_is_vowel(vn_grapheme_letter(g));
		}
		word->c[word->count++] = c;
		begin = word->end = next;
	}
	return true;
}

/* Whether the word is a syllable with the letter I, or that letter as MARKED, for its strokes. */
static bool fits(const struct word *word, int32_t marked)
{
	char spelt[WORD_MOST * VN_UTF8_MAX];
	struct vn_syllable parts;
	size_t len = 0;

	for (int i = 0; i < word->count; i++) {
		bool stroke = is_sign(word->c[i]) || word->c[i] == 'l';
		len += vn_utf8_put(spelt + len, !stroke ? word->c[i] : marked);
	}
	return vn_syllable_parse((struct vn_str){spelt, len}, &parts);
}

/* Whether C stands free in the line around the word, beside a blank or an edge on both sides. */
static bool is_column(struct vn_str text, const struct word *word)
{
	const char *begin = text.ptr + word->begin, *end = text.ptr + word->end, *bar;

	while (begin > text.ptr && begin[-1] != '\n')
		begin--;
	while (end < text.ptr + text.len && *end != '\n')
		end++;
	for (bar = begin; (bar = memchr(bar, '|', (size_t)(end - bar))) != NULL; bar++)
		if ((bar == begin || vn_blank_byte(bar[-1])) &&
		    (bar + 1 == end || vn_blank_byte(bar[1])))
			return true;
	return false;
}

/* Whether a bracket is open before the word, in its line. */
static bool is_open(struct vn_str text, const struct word *word)
{
	size_t at = word->begin;

	while (at > 0 && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != ']')
		if (text.ptr[--at] == '[')
			return true;
	return false;
}

/* Whether more stands on the line behind the word. */
static bool goes_on(struct vn_str text, const struct word *word)
{
	size_t at = word->end;

	while (at < text.len && text.ptr[at] == ' ')
		at++;
	return at > word->end && at < text.len && !vn_blank_byte(text.ptr[at]);
}

bool vn_is_stroke(struct vn_str text, size_t at)
{
	struct word word;
	char stroke = text.ptr[at];

	if (!find_word(text, at, &word) || (!fits(&word, 'I') && !fits(&word, 0xcd /* Í */)))
		return false;
	if (stroke == 'l')
		return word.capitals > 1;
	if (word.capitals < (stroke == '!' ? 2 : 1) || word.stroke == 0)
		return false;
	if (!word.vowel || word.stroke + 1 < word.count)
		return !(stroke == ']' && is_open(text, &word));
	return stroke != '!' && word.capitals > 1 && goes_on(text, &word) &&
	       !is_column(text, &word) && !(stroke == ']' && is_open(text, &word));
}
