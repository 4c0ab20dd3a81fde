#include "protect/token.h"

#include "protect/ascii.h"
#include "text/chars.h"

/* End of the number that begins with the digit at AT: digits with single separators inside. */
static size_t run_end(struct vn_str s, size_t at, int *digits, int *separators)
{
	*digits = *separators = 0;
	while (at < s.len && vn_ascii_digit(s.ptr[at])) {
		++*digits;
		at++;
		if (at + 1 < s.len && memchr(".,/:-", s.ptr[at], 5) &&
		    vn_ascii_digit(s.ptr[at + 1])) {
			++*separators;
			at++;
		}
	}
	return at;
}

/* Letters after digits that make a measure. Those in the first list end no syllable, whatever the
 * digits were read from; those in the second could (10m: lồm), so the digits must be plain. */
static const char *const sure_units[] = {"km",	"kg",  "cm",  "mm",  "kV",  "kW", "MW", "kVA",
					 "MVA", "GB",  "TB",  "MB",  "ha",  "m2", "m3", "km2",
					 "đ",	"VND", "VNĐ", "kWh", "USD", NULL};
static const char *const plain_units[] = {"m", "l", "g", "d", "t", NULL};

static bool listed(struct vn_str s, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == s.len && memcmp(*list, s.ptr, s.len) == 0)
			return true;
	return false;
}

#define WORD_MOST 64 /* bytes */

/* Letters, and digits that belong to a unit (m2), from AT on; the view ends at punctuation, or
 * where it is longer than any word. */
static struct vn_str letters_at(struct vn_str s, size_t at)
{
	size_t end = at;
	while (end < s.len && end - at < WORD_MOST) {
		size_t next = end;
		int32_t c = vn_utf8_next(s, &next);
		if (!vn_is_letter(c) && !vn_is_digit(c))
			break;
		end = next;
	}
	return (struct vn_str){s.ptr + at, end - at};
}

/* Length of "h30" or "g15" after one or two digits, "h" alone after two; 0 when it is no time. */
static size_t clock_length(struct vn_str s, size_t at, int digits)
{
	struct vn_str tail = letters_at(s, at);
	bool h = tail.len > 0 && (*tail.ptr == 'h' || *tail.ptr == 'H');

	if (digits > 2 || (!h && (tail.len == 0 || *tail.ptr != 'g')))
		return 0;
	if (tail.len == 3 && vn_ascii_digit(tail.ptr[1]) && vn_ascii_digit(tail.ptr[2]))
		return 3;
	return h && tail.len == 1 ? 1 : 0;
}

/* Whether some digit of the run is one that is hardly ever read for a letter. A lone 5 or 9 before
 * a measure is none either (4m and 6m are âm and ốm). */
static bool plain_digit(struct vn_str s, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (memchr("2378", s.ptr[i], 4))
			return true;
	return end - begin == 1 && memchr("59", s.ptr[begin], 2);
}

/* Words that go with a number, in any spelling that an engine or a hasty hand has for them: a ? is
 * one letter. */
static const char *const counted[] = {"ng?y", "th?ng", "n?m",  "tri?u", "ty",	"tỷ",	 "tỉ", "tý",
				      "tỹ",   "d?ng",  "đ?ng", "tu?n",	"ph?t", "ngh?n", NULL};

static bool spelt(struct vn_str word, const char *as)
{
	struct vn_str pattern = {as, strlen(as)};
	size_t at = 0, k = 0;

	while (at < word.len && k < pattern.len) {
		int32_t want = vn_utf8_next(pattern, &k), c = vn_lower(vn_utf8_next(word, &at));
		if (want != '?' && want != c)
			return false;
	}
	return at == word.len && k == pattern.len;
}

static bool is_counted(struct vn_str word)
{
	for (const char *const *as = counted; *as; as++)
		if (spelt(word, *as))
			return true;
	return false;
}

/* Digits in a word, with single separators inside, and the letters that touch them. */
struct digits {
	size_t begin, end;
	int count, separators, longest; /* longest: digits on end */
	struct vn_str before, after;
};

/* The letters that end before AT. */
static struct vn_str letters_before(struct vn_str s, size_t at)
{
	size_t begin = at;

	while (begin > 0) {
		size_t last = begin - 1, next;
		while (last > 0 && ((unsigned char)s.ptr[last] & 0xc0) == 0x80)
			last--;
		next = last;
		if (!vn_is_letter(vn_utf8_next(s, &next)) || next != begin)
			break;
		begin = last;
	}
	return (struct vn_str){s.ptr + begin, at - begin};
}

static struct vn_str letters_behind(struct vn_str s, size_t at)
{
	struct vn_str word = letters_at(s, at);
	size_t end = 0;

	while (end < word.len && !vn_ascii_digit(word.ptr[end]))
		end++;
	return (struct vn_str){word.ptr, end};
}

static struct digits digits_at(struct vn_str s, size_t at)
{
	struct digits d = {.begin = at};

	d.before = letters_before(s, at);
	d.end = run_end(s, at, &d.count, &d.separators);
	/* What is behind the colon of a label is another number: S6:4021. */
	if (d.before.len && d.separators && memchr(s.ptr + at, ':', d.end - at)) {
		d.end = (size_t)((const char *)memchr(s.ptr + at, ':', d.end - at) - s.ptr);
		d.end = run_end((struct vn_str){s.ptr, d.end}, at, &d.count, &d.separators);
	}
	for (int run = 0; at < d.end; at++) {
		run = vn_ascii_digit(s.ptr[at]) ? run + 1 : 0;
		d.longest = run > d.longest ? run : d.longest;
	}
	d.after = letters_behind(s, d.end);
	return d;
}

static int letters_in(struct vn_str word)
{
	int count = 0;
	for (size_t at = 0; at < word.len; count++)
		vn_utf8_next(word, &at);
	return count;
}

/* Whether WORD is lỗi, lời or lối, whose vowel became two digits: 160i, 168i. All such tokens of
 * pages with their truth were; nothing is measured in i. */
static bool spells_loi(struct vn_str word)
{
	return word.len == 4 && word.ptr[0] == '1' && memchr("0689", word.ptr[1], 4) &&
	       memchr("0689", word.ptr[2], 4) && word.ptr[3] == 'i';
}

/*
 * Whether two digits may be letters of one short word: 1 and another in front of one or two small
 * letters (16p: lớp), behind one small letter (h01: hồi), or 6 and 0 behind D, S and N (S06: Số).
 * Of 82 words of training pages that lost two digits and no number did, 76 are so.
 */
static bool may_be_letters(struct vn_str s, const struct digits *d)
{
	const char *two = s.ptr + d->begin;
	size_t at = 0;

	if (d->count != 2 || d->separators)
		return false;
	if (!d->before.len) {
		if (*two != '1' || memchr("27", two[1], 2) || letters_in(d->after) > 2 ||
		    is_counted(d->after) || listed(d->after, sure_units))
			return false;
		while (at < d->after.len)
			if (vn_is_upper(vn_utf8_next(d->after, &at)))
				return false;
		return d->after.len > 0 && letters_at(s, d->end).len == d->after.len;
	}
	if (d->before.len != 1 || letters_in(d->after) > 2 || !memchr("06", *two, 2) ||
	    !memchr("0168", two[1], 4) || letters_at(s, d->end).len != d->after.len)
		return false;
	return d->after.len || memchr("DSN", *d->before.ptr, 3) || *d->before.ptr >= 'a';
}

/* Whether the digits are a misread Roman numeral's: I11, X111. */
static bool is_numeral(struct vn_str s, const struct digits *d)
{
	for (size_t i = d->begin; i < d->end; i++)
		if (s.ptr[i] != '1')
			return false;
	for (size_t i = 0; i < d->before.len; i++)
		if (!memchr("IVXLl", d->before.ptr[i], 5))
			return false;
	return d->before.len > 0;
}

/* Whether the word that holds the digits has others that stand, and letters enough between them to
 * be words of their own: 12thang3nam2024. */
static bool in_company(struct vn_str s, const struct digits *d)
{
	size_t next = d->end + d->after.len, last = d->begin - d->before.len;

	if ((d->before.len && letters_in(d->before) < 2) ||
	    (d->after.len && letters_in(d->after) < 2))
		return false;
	return (d->after.len && next + 1 < s.len && vn_ascii_digit(s.ptr[next]) &&
		vn_ascii_digit(s.ptr[next + 1])) ||
	       (d->before.len && last > 1 && vn_ascii_digit(s.ptr[last - 1]) &&
		vn_ascii_digit(s.ptr[last - 2]));
}

/* Whether the digits are a number as they stand, whatever the word around them is read as. */
static bool stands(struct vn_str s, const struct digits *d)
{
	if (d->count >= 4 || (d->separators > 0 && d->count >= 3))
		return true;
	if (d->longest > 1)
		return !may_be_letters(s, d) && !is_numeral(s, d) &&
		       (d->before.len || !spells_loi(letters_at(s, d->begin)));
	if (is_counted(d->after) && !d->before.len)
		return true;
	if (is_counted(d->before) && letters_in(d->after) != 1)
		return true;
	return in_company(s, d);
}

/* Whether WORD is a measure of area or volume typed without its raised digit: m2, km2. */
static bool measure(struct vn_str word)
{
	static const char *const measures[] = {"m2",  "m3",  "km2", "cm2", "cm3", "dm2",
					       "dm3", "mm2", "mm3", "hm2", NULL};

	return listed(word, measures);
}

static bool number_among_letters(struct vn_str s, size_t at, size_t *begin, size_t *end)
{
	while (at < s.len) {
		struct digits d;
		struct vn_str tail;

		if (!vn_ascii_digit(s.ptr[at])) {
			at++;
			continue;
		}
		d = digits_at(s, at);
		tail = letters_at(s, d.end);
		*begin = at;
		*end = d.end + clock_length(s, d.end, d.count);
		if (listed(tail, sure_units) ||
		    (listed(tail, plain_units) && (d.separators > 0 || plain_digit(s, at, d.end))))
			*end = d.end + tail.len;
		if (measure((struct vn_str){d.before.ptr, d.before.len + (d.end - d.begin)})) {
			*begin -= d.before.len;
			return true;
		}
		if (stands(s, &d) || (*end > d.end && (at == 0 || !vn_ascii_alpha(s.ptr[at - 1]))))
			return true;
		at = d.end;
	}
	return false;
}

/* Bytes of a sign such as % or ° at AT. */
static size_t sign_length(struct vn_str s, size_t at)
{
	size_t next = at;
	int32_t c = at < s.len ? vn_utf8_next(s, &next) : 0;
	return c == '%' || c == 0xb0 || c == 0x2030 || c == 0xb2 || c == 0xb3 ? next - at : 0;
}

/* Whether a capital and a digit are a label: F1, Q5. Of 408 such words of training pages 32 were
 * labels; what was read for a vowel is 0, 3, 4, 6, 8 or 9, and no word begins with A and a digit.
 */
static bool one_label(struct vn_str word)
{
	return memchr("AFJQWZ", word.ptr[0], 6) ||
	       (memchr("127", word.ptr[1], 3) && !memchr("OU", word.ptr[0], 2));
}

/*
 * Whether WORD is a number with letters: the sheet A4, the form CT01,
 * the road QL10, clause 12b, 100m. These are the shapes that engines do not make of words: no
 * syllable ends in b or d, and of 120 tokens of these shapes on training pages 14 were words, most
 * of them with D6, S6 or N6 in front (Đối, Số, Nội). Roman numerals misread (I11) are none.
 */
static bool labelled(struct vn_str word)
{
	size_t upper = 0, digits, at;
	struct vn_str tail;

	while (upper < word.len && word.ptr[upper] >= 'A' && word.ptr[upper] <= 'Z')
		upper++;
	at = vn_ascii_digits_end(word, upper);
	digits = at - upper;
	tail = (struct vn_str){word.ptr + at, word.len - at};
	/* 10A1, DH20250115A */
	if (tail.len >= 2 && !upper && tail.ptr[0] >= 'A' && tail.ptr[0] <= 'Z' &&
	    vn_ascii_digits_end(tail, 1) == tail.len)
		return true;
	if (upper && upper <= 4 && digits >= 3 && tail.len == 1 && tail.ptr[0] >= 'A' &&
	    tail.ptr[0] <= 'Z')
		return true;
	if (upper)
		return !tail.len && upper <= 4 && !memchr("IVXL", word.ptr[0], 4) &&
		       ((digits >= 2 &&
			 !(upper == 1 && memchr("DSN", word.ptr[0], 3) &&
			   memchr("06", word.ptr[1], 2) && memchr("016", word.ptr[2], 3))) ||
			(digits == 1 && upper == 1 && one_label(word)));
	if (spells_loi(word))
		return false;
	if (tail.len == 1)
		return memchr("bd", *tail.ptr, 2)    ? digits >= 1
		       : memchr("ace", *tail.ptr, 3) ? digits >= 2
						     : digits >= 3 && vn_ascii_alpha(*tail.ptr);
	return digits >= 3 && tail.len == 2 && vn_ascii_alpha(tail.ptr[0]) &&
	       vn_ascii_alpha(tail.ptr[1]);
}

/* The first letters and digits of TOKEN, when they are a number as they stand. */
static bool number_with_letters(struct vn_str token, size_t *begin, size_t *end)
{
	size_t at = 0;
	struct vn_str word;

	while (at < token.len && !vn_ascii_alpha(token.ptr[at]) && !vn_ascii_digit(token.ptr[at]))
		at++;
	word = letters_at(token, at);
	if (!measure(word) && !labelled(word))
		return false;
	*begin = at;
	*end = at + word.len;
	return true;
}

bool vn_token_number(struct vn_str token, bool letters, size_t *begin, size_t *end)
{
	size_t from = *begin, first = from, last;

	if (letters && from == 0 && number_with_letters(token, begin, end))
		return true;
	if (letters)
		return number_among_letters(token, from, begin, end);
	while (first < token.len && !vn_ascii_digit(token.ptr[first]))
		first++;
	if (first == token.len)
		return false;
	for (last = token.len; !vn_ascii_digit(token.ptr[last - 1]);)
		last--;
	*begin = first;
	*end = last + sign_length(token, last);
	return true;
}

/* Not the pound: £5 was an amount wherever it was seen. */
static bool sign_for_letter(int32_t c)
{
	return c == '$' || c == '&' || c == '@' || c == 0xa2 || c == 0xa7 || c == 0x20ac;
}

bool vn_token_signed_digit(struct vn_str token, size_t begin, size_t end)
{
	int32_t before = 0, after = 0;

	if (end != begin + 1)
		return false;
	for (size_t at = 0; at < begin;)
		before = vn_utf8_next(token, &at);
	if (end < token.len)
		after = vn_utf8_next(token, &end);
	return sign_for_letter(before) || sign_for_letter(after);
}
