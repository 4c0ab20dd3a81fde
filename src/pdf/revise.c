#include "pdf/revise.h"

#include <stdint.h>
#include <stdlib.h>

#define MOST 96 /* words that are weighed against each other */
#define LONG 48 /* bytes of words that are compared letter by letter */

struct word {
	size_t begin, end;
};

struct words {
	struct word *items;
	size_t count, cap;
};

struct reviser {
	struct vn_pdf_revisions *list;
	struct vn_str old, now;
	struct words a, b; /* of the line */
};

void vn_pdf_revisions_fini(struct vn_pdf_revisions *list)
{
	free(list->items);
	*list = (struct vn_pdf_revisions){0};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* Lists the words of TEXT from *AT to the end of the line; *AT moves behind it. */
static enum vn_status split(struct words *words, struct vn_str text, size_t *at, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	words->count = 0;
	while (!status && *at < text.len && text.ptr[*at] != '\n') {
		size_t begin = *at;
		while (*at < text.len && text.ptr[*at] != '\n' && !is_blank(text.ptr[*at]))
			++*at;
		if (*at == begin) {
			++*at;
			continue;
		}
		status = vn_grow(&words->items, words->count, &words->cap, sizeof *words->items,
				 err);
		if (!status)
			words->items[words->count++] = (struct word){begin, *at};
	}
	*at += *at < text.len;
	return status;
}

static struct vn_str text_of(struct vn_str text, const struct word *word)
{
	return (struct vn_str){text.ptr + word->begin, word->end - word->begin};
}

static bool same(const struct reviser *r, size_t i, size_t k)
{
	return vn_str_eq(text_of(r->old, &r->a.items[i]), text_of(r->now, &r->b.items[k]));
}

/* Words [i, i + m) became [k, k + n). */
static enum vn_status add(struct reviser *r, size_t i, size_t m, size_t k, size_t n,
			  struct vn_err *err)
{
	struct vn_pdf_revisions *list = r->list;
	struct vn_pdf_revision one = {.begin = r->a.items[i].begin,
				      .end = r->a.items[i + m - 1].end};
	enum vn_status status;

	if (m == 1 && n == 1 && same(r, i, k))
		return VN_OK;
	if (n) {
		one.to = r->b.items[k].begin;
		one.to_end = r->b.items[k + n - 1].end;
	}
	status = vn_grow(&list->items, list->count, &list->cap, sizeof one, err);
	if (!status)
		list->items[list->count++] = one;
	return status;
}

/* The bytes of words [i, i + n) without the blanks between, at most LONG. */
static size_t letters(struct vn_str text, const struct words *words, size_t i, size_t n,
		      char out[LONG])
{
	size_t len = 0;

	for (size_t w = i; w < i + n; w++)
		for (size_t at = words->items[w].begin; at < words->items[w].end && len < LONG;
		     at++)
			out[len++] = text.ptr[at];
	return len;
}

/* How much words [i, i + m) differ from [k, k + n): edits of their bytes. */
static uint32_t differ(const struct reviser *r, size_t i, size_t m, size_t k, size_t n)
{
	char a[LONG], b[LONG];
	size_t x = letters(r->old, &r->a, i, m, a), y = letters(r->now, &r->b, k, n, b);
	uint32_t row[LONG + 1];

	for (size_t c = 0; c <= y; c++)
		row[c] = (uint32_t)c;
	for (size_t l = 1; l <= x; l++) {
		uint32_t before = row[0];
		row[0] = (uint32_t)l;
		for (size_t c = 1; c <= y; c++) {
			uint32_t cost = before + (a[l - 1] != b[c - 1]);
			before = row[c];
			if (row[c] + 1 < cost)
				cost = row[c] + 1;
			if (row[c - 1] + 1 < cost)
				cost = row[c - 1] + 1;
			row[c] = cost;
		}
	}
	/* Of equal ways the one that moves fewer words. */
	return row[y] * 4 + (uint32_t)(m + n - 2);
}

/* Ways in which words become others. */
static const struct {
	uint8_t m, n;
} ways[] = {{1, 1}, {2, 1}, {1, 2}, {3, 1}, {1, 3}, {2, 2}, {1, 0}};
#define WAYS (sizeof ways / sizeof *ways)

/* M words from I on against N from K on, the cheapest way. */
static enum vn_status weigh(struct reviser *r, size_t i, size_t m, size_t k, size_t n,
			    struct vn_err *err)
{
	uint32_t cost[MOST + 1][MOST + 1] = {{0}};
	uint8_t way[MOST + 1][MOST + 1] = {{0}};
	enum vn_status status = VN_OK;

	for (size_t x = m + 1; x-- > 0;)
		for (size_t y = n + 1; y-- > 0;) {
			cost[x][y] = x == m && y == n ? 0 : UINT32_MAX;
			for (size_t w = 0; w < WAYS; w++) {
				size_t to = x + ways[w].m, too = y + ways[w].n;
				uint32_t sum;
				if (to > m || too > n || cost[to][too] == UINT32_MAX)
					continue;
				sum = cost[to][too] + differ(r, i + x, ways[w].m, k + y, ways[w].n);
				if (sum < cost[x][y]) {
					cost[x][y] = sum;
					way[x][y] = (uint8_t)w;
				}
			}
		}
	if (cost[0][0] == UINT32_MAX)
		return add(r, i, m, k, n, err);
	for (size_t x = 0, y = 0; !status && (x < m || y < n);) {
		size_t w = way[x][y];
		status = add(r, i + x, ways[w].m, k + y, ways[w].n, err);
		x += ways[w].m;
		y += ways[w].n;
	}
	return status;
}

/* Whether the words of the line, as many as before, may be others one by one: where one has next to
 * nothing of what stood there, some were joined and some divided. */
static bool one_by_one(const struct reviser *r)
{
	bool alike = true;

	for (size_t i = 0; alike && i < r->a.count; i++) {
		size_t old = text_of(r->old, &r->a.items[i]).len;
		size_t now = text_of(r->now, &r->b.items[i]).len, most = old > now ? old : now;
		alike = same(r, i, i) || most > LONG || differ(r, i, 1, i, 1) <= 3 * most;
	}
	return alike;
}

/* The words of one line. */
static enum vn_status line(struct reviser *r, struct vn_err *err)
{
	size_t first = 0, m = r->a.count, n = r->b.count;
	enum vn_status status = VN_OK;

	if (m == n && one_by_one(r)) {
		for (size_t i = 0; !status && i < m; i++)
			status = add(r, i, 1, i, 1, err);
		return status;
	}
	if (!m)
		return vn_err_set(err, VN_EINPUT, "words came into a line of a PDF without any");
	while (first < m && first < n && same(r, first, first))
		first++;
	while (m > first && n > first && same(r, m - 1, n - 1)) {
		m--;
		n--;
	}
	/* What came in beside words that stayed is a word that became several. */
	if (m == first) {
		first -= first > 0;
		m += first == m;
		n += n == first;
	}
	if (m - first > MOST || n - first > MOST)
		return add(r, first, m - first, first, n - first, err);
	return weigh(r, first, m - first, first, n - first, err);
}

enum vn_status vn_pdf_revise(struct vn_pdf_revisions *list, struct vn_str old, struct vn_str now,
			     struct vn_err *err)
{
	struct reviser r = {.list = list, .old = old, .now = now};
	size_t at = 0, to = 0;
	enum vn_status status = VN_OK;

	list->count = 0;
	while (!status && at < old.len && to < now.len) {
		status = split(&r.a, old, &at, err);
		if (!status)
			status = split(&r.b, now, &to, err);
		if (!status)
			status = line(&r, err);
	}
	free(r.a.items);
	free(r.b.items);
	if (!status && (at < old.len || to < now.len))
		status = vn_err_set(err, VN_EINPUT, "lines of a PDF cannot be joined or divided");
	return status;
}
