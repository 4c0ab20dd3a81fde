#include "protect/numbered.h"

#include "protect/ascii.h"

#include <string.h>

/* The byte at AT, or NUL at the end of TEXT. */
static char byte_at(struct vn_str text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static bool is_end(char c)
{
	return vn_ascii_one_of(c, " \t\r\n.,;:)") || !c;
}

/* The first byte from AT on that is no blank of its line. */
static size_t skip(struct vn_str text, size_t at)
{
	while (byte_at(text, at) == ' ')
		at++;
	return at;
}

/* Whether C, an operator between two blanks, parts terms. */
static bool parts(char c)
{
	return vn_ascii_one_of(c, "+-=:");
}

/* Whether the word that ends at END has a digit, or a raised one at its end. */
static bool counted_before(struct vn_str text, size_t end)
{
	for (size_t i = end; i > 0 && !vn_ascii_one_of(text.ptr[i - 1], " \t\r\n"); i--)
		if (vn_ascii_digit(text.ptr[i - 1]))
			return true;
	return end > 2 &&
	       (memcmp(text.ptr + end - 2, "²", 2) == 0 || memcmp(text.ptr + end - 2, "³", 2) == 0);
}

/* A number with one to three letters, and an operator between it and another number. */
static bool term_at(struct vn_str text, size_t at, size_t *end)
{
	size_t letters = vn_ascii_digits_end(text, at), last = letters, next;

	while (vn_ascii_alpha(byte_at(text, last)))
		last++;
	if (letters == at || last == letters || last - letters > 3 || !is_end(byte_at(text, last)))
		return false;
	*end = last;
	if (at > 3 && text.ptr[at - 1] == ' ' && parts(text.ptr[at - 2]) &&
	    text.ptr[at - 3] == ' ' && counted_before(text, at - 3))
		return true;
	next = skip(text, last);
	return next > last && parts(byte_at(text, next)) && byte_at(text, next + 1) == ' ' &&
	       vn_ascii_digit(byte_at(text, next + 2));
}

/* A capital and one or two small letters, none of them a vowel, before two numbers in one. */
static bool book_at(struct vn_str text, size_t at, size_t *end)
{
	size_t last = at + 1, number;

	if (!vn_ascii_one_of(text.ptr[at], "BCDGHKLMNPRSTVX"))
		return false;
	while (vn_ascii_one_of(byte_at(text, last), "bcdghklmnpqrstvx"))
		last++;
	if (last == at + 1 || last > at + 3 || byte_at(text, last) != ' ')
		return false;
	*end = last;
	number = vn_ascii_digits_end(text, last + 1);
	return number > last + 1 && number <= last + 4 &&
	       vn_ascii_one_of(byte_at(text, number), ":,") &&
	       vn_ascii_digit(byte_at(text, number + 1));
}

/* Two capitals, = and a number, or what they are at right angles to before them. */
static bool line_at(struct vn_str text, size_t at, size_t *end)
{
	static const char right[] = "⊥ ";
	const size_t len = sizeof right - 1;

	for (size_t i = at; i < at + 2; i++)
		if (byte_at(text, i) < 'A' || byte_at(text, i) > 'Z')
			return false;
	*end = at + 2;
	if (at >= len && memcmp(text.ptr + at - len, right, len) == 0)
		return is_end(byte_at(text, at + 2));
	return text.len - at >= 6 && memcmp(text.ptr + at + 2, " = ", 3) == 0 &&
	       vn_ascii_digit(text.ptr[at + 5]);
}

/* Symbols of elements, numbers and brackets in one: Cu(NO3)2, CH3-CO-CH3. Four capitals, or a
 * bracket and two, as letters and digits alone are made of words too (S6: Số). */
static bool compound_at(struct vn_str text, size_t at, size_t *end)
{
	size_t capitals = 0, digits = 0, brackets = 0;
	char before = '\0', c;

	for (*end = at;
	     (c = byte_at(text, *end)) && (vn_ascii_alnum(c) || vn_ascii_one_of(c, "()-="));
	     before = c, ++*end) {
		if (vn_ascii_lower(c) && !vn_ascii_upper(before))
			return false;
		capitals += vn_ascii_upper(c);
		digits += vn_ascii_digit(c) && (before == ')' || vn_ascii_alpha(before));
		brackets += c == ')';
	}
	return digits > 1 && capitals > 1 && (capitals > 3 || brackets) && is_end(c);
}

/* The byte behind one of COUNT NAMES at AT, whole or its first three letters; AT if there is none.
 */
static size_t name_end(struct vn_str text, size_t at, const char *const *names, size_t count)
{
	size_t last = at;

	if (!vn_ascii_upper(byte_at(text, at)))
		return at;
	while (vn_ascii_alpha(byte_at(text, last)))
		last++;
	for (size_t i = 0; last - at >= 3 && i < count; i++)
		if (strncmp(text.ptr + at, names[i], last - at) == 0 &&
		    (last - at == 3 || !names[i][last - at]))
			return last;
	return at;
}

/* The byte behind a day of the month at AT, as a number; AT if there is none. */
static size_t day_end(struct vn_str text, size_t at)
{
	size_t last = vn_ascii_digits_end(text, at);

	return last - at > 2 || vn_ascii_alnum(byte_at(text, last)) ? at : last;
}

/* A date as English has it: Sat, 27 Mar; Sat Mar 27; 27 Mar 2021; Mar 27, 2021; Mar 27 10:00.
 * Without a weekday, a year or a time has to follow: a month may be a word of Vietnamese. */
static bool date_at(struct vn_str text, size_t at, size_t *end)
{
	static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
					       "Friday", "Saturday", "Sunday"};
	static const char *const months[] = {"January",	  "February", "March",	  "April",
					     "May",	  "June",     "July",	  "August",
					     "September", "October",  "November", "December"};
	size_t weekday = name_end(text, at, weekdays, sizeof weekdays / sizeof *weekdays);
	size_t first = weekday > at ? skip(text, weekday + (byte_at(text, weekday) == ',')) : at;
	bool day_first = vn_ascii_digit(byte_at(text, first));
	size_t middle, second, number;

	if (weekday > at && first == weekday)
		return false;
	middle = day_first ? day_end(text, first)
			   : name_end(text, first, months, sizeof months / sizeof *months);
	second = skip(text, middle);
	if (middle == first || second == middle)
		return false;
	*end = day_first ? name_end(text, second, months, sizeof months / sizeof *months)
			 : day_end(text, second);
	if (*end == second)
		return false;
	number = skip(text, *end + (byte_at(text, *end) == ','));
	second = vn_ascii_digits_end(text, number);
	return weekday > at || (number > *end && second - number == 4) ||
	       (number > *end && second - number == 2 && byte_at(text, second) == ':');
}

bool vn_numbered_at(struct vn_str text, size_t at, size_t *end)
{
	if (vn_ascii_digit(text.ptr[at]))
		return term_at(text, at, end) || date_at(text, at, end);
	if (vn_ascii_lower(text.ptr[at]))
		return false; /* all others begin with a capital or a bracket */
	return book_at(text, at, end) || line_at(text, at, end) || compound_at(text, at, end) ||
	       date_at(text, at, end);
}
