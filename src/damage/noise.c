#include "damage/noise.h"

#include "text/chars.h"

/* Signs that never stand alone in print, and those that do so inside a line only. */
static const int32_t nowhere[] = {'|',	  '~',	  '`',	'^',  '\\', '\'', '{',	 '}',  0x2018,
				  0x2019, 0x2021, 0xa1, 0xa6, 0xac, 0xab, 0x2c6, 0x2dc};
static const int32_t inside[] = {'.', '_', '"', 0xbb};

/* Signs that print sets behind a word only, never behind the sign that ends a sentence or an item.
 */
static const int32_t behind[] = {',', ';', ':', '!', ')', '/', 0x2044, 0xa9};

#define NEAR 600 /* bytes before and behind an item in which a list has another */

static bool listed(int32_t c, const int32_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == c)
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_line(struct vn_str text, size_t at)
{
	return at == text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

static bool is_bar_or_blank(char c)
{
	return c == '|' || is_blank(c);
}

/* Whether the line that holds the bar at AT has another one: bars that end the line together count
 * as one, a piece of the edge of the page, unless they are all of it. */
static bool in_table(struct vn_str text, size_t at)
{
	size_t low = at, high = at + 1;

	while (high < text.len && is_bar_or_blank(text.ptr[high]))
		high++;
	if (ends_line(text, high)) {
		while (low > 0 && is_bar_or_blank(text.ptr[low - 1]))
			low--;
		if (high - low > 1 && (low == 0 || text.ptr[low - 1] == '\n'))
			return memchr(text.ptr + low, '|', at - low) ||
			       memchr(text.ptr + at + 1, '|', high - at - 1);
	} else {
		high = at + 1;
	}
	while (low > 0 && text.ptr[low - 1] != '\n')
		if (text.ptr[--low] == '|')
			return true;
	for (; high < text.len && text.ptr[high] != '\n'; high++)
		if (text.ptr[high] == '|')
			return true;
	return false;
}

/* The signs of [begin, end). */
struct signs {
	int count; /* 0: there is something else */
	int32_t first, last;
	bool nowhere, inside; /* one of these lists is among them */
	bool line;	      /* or a piece of a line */
	bool alike;	      /* all are the same */
	bool bar;
};

static struct signs signs_of(struct vn_str text, size_t begin, size_t end)
{
	struct signs s = {.alike = true};

	for (size_t at = begin; at < end;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || vn_is_letter(c) || vn_is_digit(c) || vn_is_space(c))
			return (struct signs){0};
		if (!s.count++)
			s.first = c;
		s.last = c;
		s.alike &= c == s.first;
		s.line |= c == '_';
		s.nowhere |= listed(c, nowhere, sizeof nowhere / sizeof *nowhere);
		s.inside |= listed(c, inside, sizeof inside / sizeof *inside);
		s.bar |= c == '|';
	}
	return s;
}

/* Whether print may set a blank before a full stop that ends a line: behind a number or a code. */
static bool set_apart(struct vn_str text, size_t low)
{
	size_t at = low;
	int32_t c;

	while (at > 0 && (text.ptr[at - 1] & 0xc0) == 0x80)
		at--;
	if (at == 0)
		return false;
	at--;
	c = vn_utf8_next(text, &at);
	return vn_is_digit(c) || vn_is_upper(c);
}

/* Whether the sign C stands behind a full stop, a semicolon or a question mark that ends at LOW,
 * where print has none: a full stop behind a semicolon alone, a dash at the end of the line alone
 * (LAST) and behind no item. Dots that are to be filled in end nothing. */
static bool follows_end(struct vn_str text, size_t low, int32_t c, bool last)
{
	char end = low > 0 ? text.ptr[low - 1] : '\n';

	if ((end != '.' && end != ';' && end != '?') ||
	    (end == '.' && low > 1 && text.ptr[low - 2] == '.'))
		return false;
	if (c == '-' || c == 0x2013 || c == 0x2014)
		return last && end != ';';
	return c == '.' ? end == ';' : listed(c, behind, sizeof behind / sizeof *behind);
}

/* Whether the signs S, the FIRST or LAST of their line, are none of print. A list may begin with a
 * dash that has a speck beside it or with a number that became a sign, and a row of one sign is to
 * be filled in. */
static bool is_dirt(const struct signs *s, bool first, bool last)
{
	if (s->count == 1)
		return s->nowhere || ((first || last) && s->inside);
	return (first || last) && (s->nowhere || s->line) && !s->alike && s->first != '-' &&
	       s->first != '+' && s->first != '*' && s->first != '.' && s->last != '.' &&
	       s->last != ')';
}

bool vn_noise(struct vn_str text, size_t taken, size_t *begin, size_t *end)
{
	size_t low = *begin, high = *end;
	struct signs signs = signs_of(text, low, high);
	bool first, last;

	if (!signs.count ||
	    (low > 0 && text.ptr[low - 1] != '\n' && !is_blank(text.ptr[low - 1])) ||
	    (!ends_line(text, high) && !is_blank(text.ptr[high])))
		return false;
	while (low > taken && is_blank(text.ptr[low - 1]))
		low--;
	while (high < text.len && is_blank(text.ptr[high]))
		high++;
	first = low == 0 || text.ptr[low - 1] == '\n' ||
		(low == taken && is_blank(text.ptr[low - 1]));
	last = ends_line(text, high);
	if (!is_dirt(&signs, first, last) &&
	    !(signs.count == 1 && !first && follows_end(text, low, signs.first, last)))
		return false;
	if (signs.bar && in_table(text, *begin))
		return false;
	if (last && signs.first == '.' && set_apart(text, low))
		return false;
	if (first)
		*end = high;
	else
		*begin = low;
	return true;
}

static bool like_dash(int32_t c)
{
	return c == '~' || c == 0xac;
}

/* Whether an item of a list begins at AT, where a line does: with a dash or what may be one. */
static bool begins_item(struct vn_str text, size_t at)
{
	int32_t c;

	while (at < text.len && is_blank(text.ptr[at]))
		at++;
	if (at == text.len)
		return false;
	c = vn_utf8_next(text, &at);
	return (c == '-' || like_dash(c)) && at < text.len && is_blank(text.ptr[at]);
}

/* Whether the line that holds byte AT has another item near it. */
static bool in_list(struct vn_str text, size_t at)
{
	size_t low = at, high = at;

	while (low > 0 && text.ptr[low - 1] != '\n')
		low--;
	while (low > 0 && at - low < NEAR) {
		for (low--; low > 0 && text.ptr[low - 1] != '\n';)
			low--;
		if (begins_item(text, low))
			return true;
	}
	for (; high < text.len && high - at < NEAR; high++)
		if (text.ptr[high] == '\n' && begins_item(text, high + 1))
			return true;
	return false;
}

bool vn_noise_dash(struct vn_str text, size_t begin, size_t end)
{
	struct signs signs = signs_of(text, begin, end);
	size_t low = begin, high = end;

	if (signs.count != 1 || !like_dash(signs.first))
		return false;
	while (low > 0 && is_blank(text.ptr[low - 1]))
		low--;
	while (high < text.len && is_blank(text.ptr[high]))
		high++;
	return (low == 0 || text.ptr[low - 1] == '\n') && high > end && high < text.len &&
	       vn_is_upper(vn_utf8_next(text, &high)) && in_list(text, begin);
}
