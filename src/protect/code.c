#include "protect/code.h"

#include "protect/abbrev.h"
#include "text/chars.h"

static bool ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What OCR puts for a digit; such a number is left as it is but is still a number. */
static bool like_digit(char c)
{
	return ascii_digit(c) || c == 'O' || c == 'o' || c == 'l' || c == 'I' || c == '|';
}

/* Moves AT past "57" or "12/2024" and returns true when there is one with a separator after it. */
static bool parse_number(struct vn_str text, size_t *at, bool *year)
{
	size_t from = *at, digits = 0, end;

	for (end = from; end < text.len && end - from < 8 && like_digit(text.ptr[end]); end++)
		digits += ascii_digit(text.ptr[end]);
	if (digits == 0)
		return false;
	*at = end;
	*year = false;
	if (end + 5 >= text.len || text.ptr[end] != '/')
		return true;
	for (digits = 0, from = ++end; end < text.len && like_digit(text.ptr[end]); end++)
		digits += ascii_digit(text.ptr[end]);
	if (end - from == 4 && digits >= 3 && (text.ptr[end] == '/' || text.ptr[end] == '-')) {
		*year = true;
		*at = end;
	}
	return true;
}

/* Moves AT past a separator (a dash too) with at most one blank, and none before a slash. */
static bool parse_separator(struct vn_str text, size_t *at, bool *blank)
{
	size_t i = *at;
	bool before = i < text.len && text.ptr[i] == ' ';

	i += before;
	if (i + 3 < text.len && !before &&
	    (memcmp(text.ptr + i, "–", 3) == 0 || memcmp(text.ptr + i, "—", 3) == 0)) {
		*at = i + 3;
		return true;
	}
	if (i >= text.len || (text.ptr[i] != '-' && (text.ptr[i] != '/' || before)))
		return false;
	i++;
	if (i < text.len && text.ptr[i] == ' ') {
		if (before)
			return false;
		before = true;
		i++;
	}
	*blank |= before;
	*at = i;
	return true;
}

struct shape {
	int upper, lower, digits;
};

/* Moves AT past one letter part: letters, digits, & and what OCR makes of them. */
static bool parse_part(struct vn_str text, size_t *at, struct shape *shape)
{
	size_t from = *at, caps_end = from;
	*shape = (struct shape){0, 0, 0};
	for (size_t i = from; i < text.len && i - from < 48;) {
		size_t next = i;
		int32_t c = vn_utf8_next(text, &next);
		if (vn_is_digit(c))
			shape->digits++;
		else if (vn_is_letter(c) && vn_is_upper(c))
			shape->upper++;
		else if (vn_is_letter(c))
			shape->lower++;
		else if (c != '&' && c != 0xa2)
			break;
		i = *at = next;
		if (shape->lower == 0)
			caps_end = i;
	}
	/* "CPngày": a word that the blank was lost before. */
	if (shape->lower > shape->upper && shape->lower > 1 && shape->upper > 1 &&
	    vn_abbrev_find((struct vn_str){text.ptr + from, caps_end - from})) {
		*at = caps_end;
		shape->lower = 0;
	}
	return shape->upper > 0 && shape->lower <= shape->upper &&
	       shape->upper + shape->lower <= 14 && shape->digits <= 2;
}

struct vn_str vn_code_letters(struct vn_str text, struct vn_code_part part)
{
	struct vn_str s = {text.ptr + part.begin, part.end - part.begin};
	while (s.len > 1 && ascii_digit(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* Whether S is, or could be a misread, abbreviation of one of KINDS. */
static bool abbreviation(struct vn_str s, unsigned kinds)
{
	struct vn_abbrev_reading readings[VN_ABBREV_READINGS];
	const struct vn_abbrev *known = vn_abbrev_find(s);
	return (known && (known->kinds & kinds)) || vn_abbrev_readings(s, kinds, readings) > 0;
}

/* Whether the parts found make a code. */
static bool plausible(struct vn_str text, const struct vn_code *code)
{
	struct vn_str first = vn_code_letters(text, code->part[0]);
	struct vn_str second = vn_code_letters(text, code->part[code->parts > 1]);
	bool number = code->number_end > code->begin;

	if (code->blanks || !number)
		return code->parts > 1 && abbreviation(first, VN_ABBREV_DOCTYPE) &&
		       abbreviation(second, VN_ABBREV_ORGAN);
	if (code->year)
		return code->part[0].end - code->part[0].begin > 1;
	if (code->parts > 1 && code->part[1].end - code->part[0].begin <= 14)
		return code->part[0].end - code->part[0].begin > 1;
	return first.len > 1 && (abbreviation(first, VN_ABBREV_DOCTYPE | VN_ABBREV_ORGAN) ||
				 (code->parts > 1 && abbreviation(second, VN_ABBREV_ORGAN)));
}

/* Whether a code may end before TEXT[at]. */
static bool ends(struct vn_str text, size_t at)
{
	int32_t c;
	if (at >= text.len)
		return true;
	c = vn_utf8_next(text, &at);
	return !vn_is_digit(c) && c != '_' && c != '@';
}

/* Adds parts from AT on; a part that does not fit ends the code before its separator. */
static void parse_parts(struct vn_str text, size_t at, struct vn_code *code)
{
	while (code->parts < VN_CODE_PARTS) {
		size_t from = at;
		bool blank = code->blanks;
		struct shape shape;

		if ((code->parts > 0 || code->number_end > code->begin) &&
		    !parse_separator(text, &at, &blank))
			return;
		from = at;
		if (!parse_part(text, &at, &shape))
			return;
		/* After a blank a part must be known, else the next words would join in. */
		if (blank && !code->blanks &&
		    !abbreviation((struct vn_str){text.ptr + from, at - from},
				  VN_ABBREV_DOCTYPE | VN_ABBREV_ORGAN))
			return;
		code->blanks = blank;
		code->part[code->parts++] = (struct vn_code_part){from, at};
		code->end = at;
	}
}

bool vn_code_parse(struct vn_str text, size_t at, struct vn_code *out)
{
	struct vn_code code = {.begin = at, .end = at, .number_end = at};
	struct vn_str near = text;

	if (text.len - at > VN_CODE_BYTES)
		near.len = at + VN_CODE_BYTES;
	if (parse_number(near, &at, &code.year))
		code.number_end = at;
	else
		at = code.begin;
	parse_parts(near, at, &code);
	if (code.parts == 0 || !ends(text, code.end) || !plausible(text, &code))
		return false;
	*out = code;
	return true;
}
