#include "change/kind.h"

#include "text/chars.h"

#include <utf8proc.h>

const char *const vn_kind_names[VN_KIND_COUNT] = {
	[VN_KIND_FORM] = "form",   [VN_KIND_NUMBER] = "number", [VN_KIND_CASE] = "case",
	[VN_KIND_SIGNS] = "signs", [VN_KIND_MARKS] = "marks",	[VN_KIND_LETTERS] = "letters",
};

#define CHARS_MAX 512 /* decomposed; longer changes are of the kind letters */

/* A text, decomposed: letters with their marks behind them. */
struct chars {
	int32_t at[CHARS_MAX];
	size_t count;
};

/* False for text that is too long or no UTF-8. */
static bool decompose(struct chars *out, struct vn_str text)
{
	utf8proc_ssize_t count;

	if (text.len == 0) {
		out->count = 0;
		return true;
	}
	count = utf8proc_decompose((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len,
				   out->at, CHARS_MAX, UTF8PROC_DECOMPOSE);
	out->count = count > 0 ? (size_t)count : 0;
	return count > 0 && count <= CHARS_MAX;
}

static bool same(const struct chars *a, const struct chars *b)
{
	return a->count == b->count &&
	       (a->count == 0 || memcmp(a->at, b->at, a->count * sizeof *a->at) == 0);
}

static void lower(struct chars *text)
{
	for (size_t i = 0; i < text->count; i++)
		text->at[i] = vn_lower(text->at[i]);
}

static bool is_mark(int32_t c)
{
	return c >= 0x300 && c < 0x370;
}

/* Keeps letters, digits and their marks. */
static void drop_signs(struct chars *text)
{
	size_t kept = 0;
	for (size_t i = 0; i < text->count; i++) {
		int32_t c = text->at[i];
		if (vn_is_letter(c) || vn_is_digit(c) || is_mark(c))
			text->at[kept++] = c;
	}
	text->count = kept;
}

/* Leaves the bare letters; the stroke of đ is no mark to Unicode. */
static void drop_marks(struct chars *text)
{
	size_t kept = 0;
	for (size_t i = 0; i < text->count; i++)
		if (!is_mark(text->at[i]))
			text->at[kept++] = text->at[i] == 0x111 ? 'd' : text->at[i];
	text->count = kept;
}

static bool has_digit(struct vn_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (vn_is_digit(text.ptr[i]))
			return true;
	return false;
}

/* Whether TEXT has a number: digits in a run of other than blanks that has no letter. */
static bool has_number(struct vn_str text)
{
	bool digit = false, letter = false;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (vn_is_space(c)) {
			if (digit && !letter)
				return true;
			digit = letter = false;
		} else {
			digit |= vn_is_digit(c);
			letter |= c >= 0 && vn_is_letter(c);
		}
	}
	return digit && !letter;
}

/* Whether two digits stand side by side in TEXT, which no letter but a few is read as (16p). */
static bool has_run(struct vn_str text)
{
	for (size_t i = 1; i < text.len; i++)
		if (vn_is_digit(text.ptr[i]) && vn_is_digit(text.ptr[i - 1]))
			return true;
	return false;
}

/* Numbers and codes are short: what is further away does not count. */
#define NUMBER_REACH 64

bool vn_kind_in_number(struct vn_str text, size_t begin, size_t end)
{
	size_t low = begin > NUMBER_REACH ? begin - NUMBER_REACH : 0;
	size_t high = text.len - end > NUMBER_REACH ? end + NUMBER_REACH : text.len;

	while (begin > low && !vn_blank_byte(text.ptr[begin - 1]))
		begin--;
	while (end < high && !vn_blank_byte(text.ptr[end]))
		end++;
	return has_digit((struct vn_str){text.ptr + begin, end - begin});
}

enum vn_kind vn_kind_of(struct vn_str before, struct vn_str after)
{
	struct chars a, b;
	bool readable = decompose(&a, before) && decompose(&b, after);

	if (readable && same(&a, &b))
		return VN_KIND_FORM;
	if (has_digit(after) || has_number(before) || has_run(before))
		return VN_KIND_NUMBER;
	if (!readable)
		return VN_KIND_LETTERS;
	drop_signs(&a);
	drop_signs(&b);
	if (same(&a, &b))
		return VN_KIND_SIGNS;
	/* Again, with the signs: a change of case alone keeps them. */
	decompose(&a, before);
	decompose(&b, after);
	lower(&a);
	lower(&b);
	if (same(&a, &b))
		return VN_KIND_CASE;
	drop_marks(&a);
	drop_marks(&b);
	return same(&a, &b) ? VN_KIND_MARKS : VN_KIND_LETTERS;
}

/* Where the code point before AT begins. */
static size_t step_back(struct vn_str text, size_t at)
{
	size_t low = at > VN_UTF8_MAX ? at - VN_UTF8_MAX : 0, from = at - 1;
	while (from > low && (text.ptr[from] & 0xc0) == 0x80)
		from--;
	return from;
}

/* Whether a sentence, a line or an entry of a list begins at AT. */
static bool starts(struct vn_str text, size_t at)
{
	while (at > 0) {
		size_t from = step_back(text, at), next = from;
		int32_t c = vn_utf8_next(text, &next);
		if (c == '\n' || !vn_is_space(c))
			return c == '\n' || (c > 0 && c < 0x80 && strchr(".!?:;-+*()\"'", c));
		at = from;
	}
	return true;
}

/* Whether the letter at AT is a capital and a small letter follows. */
static bool capital_then_small(struct vn_str text, size_t at)
{
	int32_t c = vn_utf8_next(text, &at);
	if (c < 0 || !vn_is_upper(c) || at >= text.len)
		return false;
	c = vn_utf8_next(text, &at);
	return c >= 0 && vn_is_letter(c) && !vn_is_upper(c);
}

bool vn_kind_is_name(struct vn_str text, size_t begin, size_t end)
{
	bool inside = false; /* a word goes on */

	for (size_t at = begin; at < end;) {
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		if (!inside && capital_then_small(text, from) && !starts(text, from))
			return true;
		inside = c >= 0 && (vn_is_letter(c) || is_mark(c));
	}
	return false;
}
