#include "fields/near.h"

#include <string.h>

#define WHOLE 2 /* a letter that comes, goes or changes */
#define HALF  1 /* one that changes into its like */

size_t vn_near_pack(const struct vn_page *page, struct vn_part piece, char *out)
{
	size_t len = 0;

	for (size_t i = piece.begin; i < piece.end && len <= VN_NEAR_LETTERS; i++)
		if (vn_page_word(page->letters[i]))
			out[len++] = vn_page_small(page->letters[i]);
	return len;
}

size_t vn_near_pack_list(const char *letters, char *out)
{
	size_t len = 0;

	for (; *letters && len <= VN_NEAR_LETTERS; letters++)
		if (vn_page_word(*letters))
			out[len++] = *letters;
	return len;
}

/* What it costs to take A for B. */
static size_t change(char a, char b)
{
	/* Letters that engines take for each other, marks aside, as capitals or as small ones. */
	static const char *const likes[] = {"il1jrt", "o0cedq6", "uvyn", "bh68", "gq9", "s58",
					    "mn",     "ft",	 "ao",	 "4a",	 "pf",	"7t"};

	if (a == b)
		return 0;
	for (size_t i = 0; i < sizeof likes / sizeof *likes; i++)
		if (strchr(likes[i], a) && strchr(likes[i], b))
			return HALF;
	return WHOLE;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t vn_near_distance(const char *a, size_t na, const char *b, size_t nb, size_t most)
{
	size_t row[VN_NEAR_LETTERS + 1], best = 0;

	if (na > VN_NEAR_LETTERS || nb > VN_NEAR_LETTERS || WHOLE * na > WHOLE * nb + most ||
	    WHOLE * nb > WHOLE * na + most)
		return most + 1;
	for (size_t k = 0; k <= nb; k++)
		row[k] = WHOLE * k;
	for (size_t i = 1; i <= na; i++) {
		size_t corner = row[0];
		best = row[0] = WHOLE * i;
		for (size_t k = 1; k <= nb; k++) {
			size_t changed = corner + change(a[i - 1], b[k - 1]);
			corner = row[k];
			row[k] = least(changed, least(row[k - 1], row[k]) + WHOLE);
			best = least(best, row[k]);
		}
		if (best > most)
			return most + 1;
	}
	return least(row[nb], most + 1);
}

size_t vn_near_most(size_t len)
{
	return len < 5 ? 0 : len < 7 ? HALF : len < 12 ? WHOLE : 2 * WHOLE;
}
