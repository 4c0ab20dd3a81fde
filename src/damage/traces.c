#include "damage/traces.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#include <utf8proc.h>

#define HOLLOW_LETTERS 5	  /* nghn */
#define SHORT_CAPITALS 2	  /* TT: an abbreviation as well */
#define HOLE_MOST      3	  /* signs in a row, one for each letter */
#define RARE	       (10 * 256) /* of a word alone: ế and ấp are none, ề and ản are */
#define TEAR_LETTERS   8

static bool is_vowel(int32_t c)
{
	return vn_letter_is_vowel(vn_grapheme_letter(vn_grapheme_of(vn_lower(c))));
}

/* Whether the COUNT code points C are a syllable once [from, to) of them are the letters PUT. */
static bool fits(const int32_t *c, int count, int from, int to, const char *put)
{
	char spelt[VN_SYLLABLE_BYTES + 16];
	struct vn_syllable parts;
	size_t len = 0;

	for (int i = 0; i <= count && len < VN_SYLLABLE_BYTES; i++) {
		if (i == from) {
			memcpy(spelt + len, put, strlen(put));
			len += strlen(put);
		}
		if (i < count && (i < from || i >= to))
			len += vn_utf8_put(spelt + len, c[i]);
	}
	return len <= VN_SYLLABLE_BYTES && vn_syllable_parse((struct vn_str){spelt, len}, &parts);
}

static bool all_capitals(const int32_t *c, int count)
{
	for (int i = 0; i < count; i++)
		if (vn_is_letter(c[i]) && !vn_is_upper(c[i]))
			return false;
	return true;
}

/* Whether the COUNT code points C, one at least, are letters and no vowels, small unless ANY will
 * do. */
static bool all_consonants(const int32_t *c, int count, bool any)
{
	for (int i = 0; i < count; i++)
		if (!vn_is_letter(c[i]) || is_vowel(c[i]) || (!any && vn_is_upper(c[i])))
			return false;
	return count > 0;
}

static bool is_hollow(const int32_t *c, int count)
{
	if (count > HOLLOW_LETTERS || (count <= SHORT_CAPITALS && all_capitals(c, count)) ||
	    !all_consonants(c, count, true))
		return false;
	for (int at = 1; at < count; at++)
		if (fits(c, count, at, at, "á") || fits(c, count, at, at, "é"))
			return true;
	return false;
}

/* Whether a word in capitals begins with a P, or with DP, that an engine took Đ for: no syllable
 * begins with a P but with PH. */
static bool has_odd_letter(const int32_t *c, int count)
{
	char spelt[VN_SYLLABLE_BYTES];
	size_t len = 1;
	int at = count > 1 && *c == 'D' && c[1] == 'P';

	if (count - at < 3 || count > VN_SYLLABLE_LETTERS || c[at] != 'P' || !is_vowel(c[at + 1]) ||
	    !all_capitals(c, count))
		return false;
	*spelt = 'D';
	for (int i = at + 1; i < count; i++) {
		/* One that sees marks sees the bar of a Đ too. */
		if (c[i] > 127)
			return false;
		spelt[len++] = (char)c[i];
	}
	return vn_syllable_shape((struct vn_str){spelt, len});
}

/* Whether letters fit in the place of the signs [from, to): a vowel or two, or đ and a vowel. */
static bool hole_fits(const int32_t *c, int count, int from, int to)
{
	static const char *const put[HOLE_MOST][13] = {
		{"á", "é", "ế", "í", "ó", "ố", "ớ", "ú", "ủ", "ứ", "ý", "đ", NULL},
		{"ướ", "iế", "đế", NULL},
		{"đướ", "điế", NULL}};

	for (const char *const *as = put[to - from - 1]; *as; as++)
		if (fits(c, count, from, to, *as))
			return true;
	return false;
}

/* Whether the signs [from, to) of a word, all the same, stand for letters of it. Marks of questions
 * do in any place but behind a syllable; the others, which also join and shorten, between letters,
 * or behind small ones. */
static bool is_hole(const int32_t *c, int count, int from, int to)
{
	int letters = 0;

	for (int i = 0; i < count; i++)
		letters += vn_is_letter(c[i]);
	if (to - from > HOLE_MOST || !letters || letters + to - from < count)
		return false;
	if (c[from] != '?' && (from == 0 || (all_capitals(c, count) && letters <= SHORT_CAPITALS) ||
			       (to == count && (c[from] == '.' || letters > SHORT_CAPITALS))))
		return false;
	if (to == count && fits(c, count, from, to, ""))
		return false;
	return hole_fits(c, count, from, to);
}

static unsigned holes_in(const int32_t *c, int count)
{
	for (int i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && c[end] == c[i];)
			end++;
		if ((c[i] == '?' || c[i] == '-' || c[i] == '.') && is_hole(c, count, i, end))
			return c[i] == '?' || end > i + 1 ? VN_TRACE_HOLE | VN_TRACE_HOLE_SURE
							  : VN_TRACE_HOLE;
	}
	return 0;
}

/* Whether C may be part of a word that lost letters. */
static bool may_stay(int32_t c)
{
	return vn_is_letter(c) || c == '?' || c == '-';
}

/* Moves over other signs at both ends of a word. */
static void trim_signs(const int32_t **c, int *count)
{
	while (*count > 0 && !may_stay((*c)[*count - 1]))
		--*count;
	for (; *count > 0 && !may_stay(**c); --*count)
		++*c;
}

/* A syllable of the language that is not too rare: the vocabulary has slips and torn words too. */
static bool is_word(const struct vn_model *model, const int32_t *c, int count)
{
	uint32_t id = vn_model_lookup(model, c, count);

	return id >= VN_WORD_FIRST && (model->word_flags[id] & VN_WORD_SYLLABLE) &&
	       vn_score_alone(&model->scorer, id) < RARE;
}

static bool only_letters(const int32_t *c, int count)
{
	for (int i = 0; i < count; i++)
		if (!vn_is_letter(c[i]))
			return false;
	return count > 0;
}

unsigned vn_traces_of(const struct vn_model *model, const int32_t *c, int count)
{
	const int32_t *whole = c;
	int all = count;
	unsigned traces;

	trim_signs(&whole, &all);
	traces = holes_in(whole, all);
	vn_letters_trim(&c, &count);
	if (is_hollow(c, count))
		traces |= VN_TRACE_HOLLOW;
	else if (count > 1 && count <= HOLLOW_LETTERS && all_consonants(c, count, false) &&
		 !fits(c, count, count, count, "á") && !fits(c, count, count, count, "é"))
		traces |= VN_TRACE_INITIALS;
	if (has_odd_letter(c, count))
		traces |= VN_TRACE_LETTER;
	if (model && count < TEAR_LETTERS && only_letters(c, count) && !is_word(model, c, count))
		traces |= VN_TRACE_FRAGMENT;
	return traces;
}

/* Whether the letters of a word have one case, or a capital first. */
static bool even(const int32_t *c, int count)
{
	bool upper = count > 1 && vn_is_upper(c[1]);

	for (int i = 1; i < count; i++)
		if (vn_is_upper(c[i]) != upper)
			return false;
	return !upper || vn_is_upper(c[0]);
}

static bool has_mark(const int32_t *c, int count)
{
	for (int i = 0; i < count; i++)
		if (c[i] > 127)
			return true;
	return false;
}

/* Adds the letters of WORD to the COUNT in C; false when they do not fit, or there are signs beside
 * them where the word goes on: in FRONT, or else behind. */
static bool add_piece(struct vn_str word, bool front, bool behind, int32_t *c, int *count)
{
	int32_t read[3 * TEAR_LETTERS];
	const int32_t *letters = read;
	int all = vn_utf8_decode(word, read, 3 * TEAR_LETTERS), len;

	if (all <= 0)
		return false;
	len = all = (int)utf8proc_normalize_utf32(read, all, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	vn_letters_trim(&letters, &len);
	if (!only_letters(letters, len) || *count + len > TEAR_LETTERS ||
	    (front && letters > read) || (behind && letters + len < read + all))
		return false;
	memcpy(c + *count, letters, (size_t)len * sizeof *c);
	*count += len;
	return true;
}

enum vn_tear vn_tear_of(const struct vn_model *model, const struct vn_traced *words, int count)
{
	unsigned traces = 0;
	bool marks = false;

	for (int at = count > VN_TEAR_WORDS ? count - VN_TEAR_WORDS : 0; at < count; at++) {
		traces |= words[at].traces;
		marks = marks || vn_text_beyond_ascii(words[at].text);
	}
	if (!marks || !(traces & VN_TRACE_FRAGMENT))
		return VN_TEAR_NONE;
	for (int first = count - 2; first >= 0 && first >= count - VN_TEAR_WORDS; first--) {
		int32_t c[TEAR_LETTERS];
		int len = 0, at = first;
		int fragments = 0;
		bool sure = false;

		for (; at < count; at++) {
			int begin = len;
			if (!add_piece(words[at].text, at > first, at < count - 1, c, &len))
				break;
			if (words[at].traces & VN_TRACE_FRAGMENT) {
				fragments++;
				sure |= has_mark(c + begin, len - begin);
			}
		}
		if (at == count && fragments && has_mark(c, len) && even(c, len) &&
		    is_word(model, c, len))
			return sure || fragments > 1 ? VN_TEAR_SURE : VN_TEAR_MAYBE;
	}
	return VN_TEAR_NONE;
}
