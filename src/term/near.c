#include "term/near.h"

#include "term/say.h"

#include <stdio.h>
#include <string.h>

#define LONGEST 32 /* bytes; no name is longer */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters that are wrong, missing or too many in WORD as NAME; two that are swapped count once
 * (optimal string alignment). */
static size_t distance(const char *word, size_t len, const char *name)
{
	size_t rows[3][LONGEST + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2], columns = strlen(name);

	for (size_t j = 0; j <= columns; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; i <= len; i++) {
		size_t *next = before;
		row[0] = i;
		for (size_t j = 1; j <= columns; j++) {
			row[j] = last[j - 1] + (word[i - 1] != name[j - 1]);
			row[j] = least(row[j], least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && word[i - 1] == name[j - 2] &&
			    word[i - 2] == name[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = next;
	}
	return last[columns];
}

struct vn_near vn_near_start(const char *word, size_t len)
{
	/* One letter of four may be wrong, and one more. */
	return (struct vn_near){.word = word, .len = len, .distance = 2 + len / 4};
}

void vn_near_try(struct vn_near *near, const char *name)
{
	size_t found;

	if (near->len > LONGEST || near->len < 2 || strlen(name) > LONGEST)
		return;
	found = distance(near->word, near->len, name);
	if (found < near->distance) {
		near->distance = found;
		near->name = name;
	}
}

/* Says that there is no long option ARG, and which one may be meant. */
static void unknown_long(const char *arg, const struct option *longs)
{
	size_t len = strcspn(arg + 2, "="), used = 0;
	struct vn_near near = vn_near_start(arg + 2, len);
	char begun[512] = ""; /* options that begin so: more than one, or getopt had taken it */

	for (; longs->name; longs++) {
		vn_near_try(&near, longs->name);
		if (strncmp(longs->name, arg + 2, len) == 0 && used < sizeof begun)
			used += (size_t)snprintf(begun + used, sizeof begun - used, "%s--%s",
						 used ? ", " : "", longs->name);
	}
	if (used && len)
		vn_sayf(NULL, "option '%s' may be any of %s", arg, begun);
	else if (near.name)
		vn_sayf(NULL, "unknown option '%s'; did you mean --%s?", arg, near.name);
	else
		vn_sayf(NULL, "unknown option '%s'", arg);
}

/* Says that there is no short option LETTER; the other case of it may be one. */
static void unknown_short(int letter, const struct option *longs)
{
	int other = letter ^ ('a' ^ 'A');
	bool is_letter = (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z';

	while (is_letter && longs->name && longs->val != other)
		longs++;
	if (is_letter && longs->name)
		vn_sayf(NULL, "unknown option '-%c'; did you mean -%c?", letter, other);
	else
		vn_sayf(NULL, "unknown option '-%c'", letter);
}

void vn_near_option(int answer, const char *arg, const struct option *longs)
{
	bool is_long = strncmp(arg, "--", 2) == 0;

	if (answer == ':')
		vn_sayf(NULL, "option '%s' needs an argument", arg);
	else if (is_long && optopt)
		vn_sayf(NULL, "option '%s' takes no argument", arg);
	else if (is_long)
		unknown_long(arg, longs);
	else
		unknown_short(optopt, longs);
	vn_sayf(NULL, "try '%s --help'", vn_program);
}
