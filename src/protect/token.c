#include "protect/token.h"

#include "text/chars.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool vn_token_has_letter(struct vn_str s)
{
	for (size_t at = 0; at < s.len;)
		if (vn_is_letter(vn_utf8_next(s, &at)))
			return true;
	return false;
}

/* End of the number that begins with the digit at AT: digits with single separators inside. */
static size_t run_end(struct vn_str s, size_t at, int *digits, int *separators)
{
	*digits = *separators = 0;
	while (at < s.len && digit(s.ptr[at])) {
		++*digits;
		at++;
		if (at + 1 < s.len && memchr(".,/:-", s.ptr[at], 5) && digit(s.ptr[at + 1])) {
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

/* Letters, and digits that belong to a unit (m2), from AT on; the view ends at punctuation. */
static struct vn_str letters_at(struct vn_str s, size_t at)
{
	size_t end = at;
	while (end < s.len) {
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
	if (tail.len == 3 && digit(tail.ptr[1]) && digit(tail.ptr[2]))
		return 3;
	return h && tail.len == 1 ? 1 : 0;
}

/* Whether some digit of the run is one that is hardly ever read for a letter. */
static bool plain_digit(struct vn_str s, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (memchr("2378", s.ptr[i], 4))
			return true;
	return false;
}

static bool number_among_letters(struct vn_str s, size_t at, size_t *begin, size_t *end)
{
	while (at < s.len) {
		int digits, separators;
		size_t stop;
		struct vn_str tail;

		if (!digit(s.ptr[at])) {
			at++;
			continue;
		}
		stop = run_end(s, at, &digits, &separators);
		tail = letters_at(s, stop);
		*begin = at;
		*end = stop + clock_length(s, stop, digits);
		if (listed(tail, sure_units) ||
		    (listed(tail, plain_units) && (separators > 0 || plain_digit(s, at, stop))))
			*end = stop + tail.len;
		if (digits >= 4 || (separators > 0 && digits >= 3) ||
		    (*end > stop && (at == 0 || !alpha(s.ptr[at - 1]))))
			return true;
		at = stop;
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

/* Whether WORD is a measure of area or volume typed without its raised digit: m2, km2. */
static bool measure(struct vn_str word)
{
	static const char *const measures[] = {"m2",  "m3",  "km2", "cm2", "cm3", "dm2",
					       "dm3", "mm2", "mm3", "hm2", NULL};

	return listed(word, measures);
}

/*
 * Whether WORD is a number with letters: the sheet A4, the form CT01,
 * the road QL10, clause 12b, 100m. These are the shapes that engines do not make of words: no
 * syllable ends in b or d, and of 120 tokens of these shapes on training pages 14 were words, most
 * of them with D6, S6 or N6 in front (Đối, Số, Nội). Roman numerals misread (I11) are none.
 */
static bool labelled(struct vn_str word)
{
	size_t upper = 0, digits = 0, at;
	struct vn_str tail;

	while (upper < word.len && word.ptr[upper] >= 'A' && word.ptr[upper] <= 'Z')
		upper++;
	for (at = upper; at < word.len && digit(word.ptr[at]); at++)
		digits++;
	tail = (struct vn_str){word.ptr + at, word.len - at};
	if (upper)
		return !tail.len && upper <= 4 && !memchr("IVXL", word.ptr[0], 4) &&
		       ((digits >= 2 &&
			 !(upper == 1 && memchr("DSN", word.ptr[0], 3) && word.ptr[1] == '6')) ||
			(digits == 1 && upper == 1 && word.ptr[0] == 'A'));
	if (tail.len == 1)
		return memchr("bd", *tail.ptr, 2)    ? digits >= 1
		       : memchr("ace", *tail.ptr, 3) ? digits >= 2
						     : digits >= 3 && alpha(*tail.ptr);
	return digits >= 3 && tail.len == 2 && alpha(tail.ptr[0]) && alpha(tail.ptr[1]);
}

/* The first letters and digits of TOKEN, when they are a number as they stand. */
static bool number_with_letters(struct vn_str token, size_t *begin, size_t *end)
{
	size_t at = 0;
	struct vn_str word;

	while (at < token.len && !alpha(token.ptr[at]) && !digit(token.ptr[at]))
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
	while (first < token.len && !digit(token.ptr[first]))
		first++;
	if (first == token.len)
		return false;
	for (last = token.len; !digit(token.ptr[last - 1]);)
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
