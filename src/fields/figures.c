#include "fields/figures.h"

#include "text/chars.h"

#include <string.h>

#define NUMBER_DIGITS 6 /* of a document, at most */
#define ROMAN_LETTERS 7 /* XXXVIII */

/* The number that word I is, a sign behind it aside; 0: none. */
static unsigned number_of(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece;
	unsigned number = 0;

	while (piece.end > piece.begin && strchr(",.;", v->page.letters[piece.end - 1]))
		piece.end--;
	if (piece.end > piece.begin + 4)
		return 0;
	for (; piece.begin < piece.end; piece.begin++) {
		if (!vn_is_digit(v->page.letters[piece.begin]))
			return 0;
		number = number * 10 + (unsigned)(v->page.letters[piece.begin] - '0');
	}
	return number;
}

static bool is_year(unsigned number)
{
	return number >= 1945 && number < 2100;
}

static void confirm(struct vn_value *v, size_t i)
{
	v->words[i].sure = (vn_confidence)(VN_SURE - (VN_SURE - v->words[i].sure) / 3);
}

void vn_figures_confirm(struct vn_value *v)
{
	for (size_t i = 1; i < v->count; i++) {
		unsigned number = number_of(v, i),
			 behind = i + 2 < v->count ? number_of(v, i + 2) : 0;
		struct vn_part next =
			i + 1 < v->count ? v->words[i + 1].piece : (struct vn_part){0};
		if ((vn_value_words(v, i - 1, "nam") && is_year(number)) ||
		    (vn_value_words(v, i - 1, "thang") && number > 0 && number < 13) ||
		    (vn_value_words(v, i - 1, "ngay") && number > 0 && number < 32))
			confirm(v, i);
		if (is_year(number) && is_year(behind) && behind > number && behind < number + 30 &&
		    next.end == next.begin + 1 && v->page.letters[next.begin] == '-') {
			confirm(v, i);
			confirm(v, i + 2);
			v->words[i + 1].sure = VN_SURE;
		}
	}
}

bool vn_figures_misread(const struct vn_value *v, size_t i)
{
	static const char *const before[] = {"ngay", "thang", "nam"};
	struct vn_part piece = v->words[i].piece;
	bool digit = false, letter = false, dated = false;

	for (int k = 0; i > 0 && k < 3; k++) {
		dated |= vn_value_words(v, i - 1, before[k]) == 1;
		/* Between two of them is a number, even if none of its digits was read. */
		digit |= i + 1 < v->count && vn_value_words(v, i + 1, before[k]) == 1;
	}
	for (size_t k = piece.begin; dated && k < piece.end; k++) {
		digit |= vn_is_digit(v->page.letters[k]);
		letter |= !vn_is_digit(v->page.letters[k]);
		dated = vn_page_digit(v->page.letters[k]) >= 0;
	}
	return dated && digit && letter;
}

enum vn_status vn_figures_put(struct vn_value *v, size_t i, struct vn_err *err)
{
	struct vn_part piece = v->words[i].piece;
	enum vn_status status = VN_OK;

	for (size_t k = piece.begin; !status && k < piece.end; k++) {
		char digit = (char)('0' + vn_page_digit(v->page.letters[k]));
		status = vn_buf_add(&v->out, &digit, 1, err);
	}
	vn_value_count(v, VN_FIELD_MENDED);
	return status;
}

bool vn_figures_torn(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece;

	if ((v->kind != VN_FIELD_BASIS && v->kind != VN_FIELD_SUBJECT) || i == 0 ||
	    i + 1 == v->count || !vn_value_words(v, i - 1, "so") ||
	    !vn_is_digit(v->page.letters[v->words[i + 1].piece.begin]) ||
	    vn_page_find(&v->page, v->words[i + 1].piece, "/") == v->words[i + 1].piece.end)
		return false;
	while (piece.begin < piece.end && vn_page_digit(v->page.letters[piece.begin]) >= 0)
		piece.begin++;
	return piece.begin == piece.end;
}

bool vn_figures_odd(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece;
	size_t at = piece.begin;

	if (i == 0)
		return false;
	while (at < piece.end && vn_is_digit(v->page.letters[at]))
		at++;
	if (vn_page_find(&v->page, piece, "/") < piece.end && at > piece.begin &&
	    vn_is_digit(v->page.letters[v->words[i - 1].piece.end - 1]))
		return true;
	return vn_value_words(v, i - 1, "so") && at > piece.begin + NUMBER_DIGITS &&
	       v->page.letters[at] == '/';
}

bool vn_figures_word(const struct vn_value *v, size_t i)
{
	const char *letters = v->page.letters + v->words[i].piece.begin;
	struct vn_part next;
	size_t digits = 0;

	if ((v->kind != VN_FIELD_BASIS && v->kind != VN_FIELD_SUBJECT) || i == 0 ||
	    i + 1 == v->count || v->words[i].piece.end != v->words[i].piece.begin + 2 ||
	    !strchr("sS5$", letters[0]) || !strchr("60oO", letters[1]))
		return false;
	next = v->words[i + 1].piece;
	while (next.begin + digits < next.end && vn_is_digit(v->page.letters[next.begin + digits]))
		digits++;
	/* Documents whose symbols have a year have small numbers: 56 is no part of it. */
	return digits > 0 && digits < 4 && v->page.letters[next.begin + digits] == '/' &&
	       next.end > next.begin + digits + 5 &&
	       v->page.letters[next.begin + digits + 5] == '/' &&
	       v->page.letters[next.begin + digits + 1] != '0' &&
	       vn_is_digit(v->page.letters[next.begin + digits + 4]);
}

bool vn_figures_are_roman(const char *letters, size_t len)
{
	static const char *const ones[] = {"IX", "IV",	"VIII", "VII", "VI",
					   "V",	 "III", "II",	"I",   ""};
	size_t tens = 0;

	while (tens < len && tens < 3 && letters[tens] == 'X')
		tens++;
	/* IX begins with no X, so that those taken are tens. */
	for (size_t i = 0; len && i < sizeof ones / sizeof *ones; i++)
		if (strlen(ones[i]) == len - tens &&
		    memcmp(letters + tens, ones[i], len - tens) == 0)
			return true;
	return false;
}

/* The figures that word I was read as, in capitals, its signs aside; how many there are, 0 for
 * none.
 */
static size_t roman_of(const struct vn_value *v, size_t i, char figures[ROMAN_LETTERS])
{
	struct vn_part piece = vn_page_words(&v->page, v->words[i].piece);
	size_t len = 0;

	for (; piece.begin < piece.end; piece.begin++) {
		char c = vn_page_small(v->page.letters[piece.begin]);
		if (len == ROMAN_LETTERS || !strchr("ivxl1", c))
			return 0;
		figures[len++] = c == 'v' ? 'V' : c == 'x' ? 'X' : 'I';
	}
	return vn_figures_are_roman(figures, len) ? len : 0;
}

bool vn_figures_roman(const struct vn_value *v, size_t i)
{
	static const char *const before[] = {"khu vuc", "khoa", "quy"};
	char figures[ROMAN_LETTERS];

	if (i < 2 || i + 1 < v->count || !vn_value_misread(v, i, 1) || !roman_of(v, i, figures))
		return false;
	for (int k = 0; k < 3; k++)
		if (vn_value_words(v, i - (k ? 1 : 2), before[k]) == (k ? 1 : 2))
			return true;
	return false;
}

enum vn_status vn_figures_put_roman(struct vn_value *v, size_t i, struct vn_err *err)
{
	char figures[ROMAN_LETTERS];
	size_t len = roman_of(v, i, figures);

	vn_value_count(v, VN_FIELD_MENDED);
	return vn_buf_add(&v->out, figures, len, err);
}
