#include "eval/links.h"

#include <stdlib.h>

#define CELLS_MAX ((size_t)1 << 20) /* pairs of characters */

/* The best way to link the first tokens of both sides. */
struct vn_link_cell {
	size_t cost;
	uint8_t truth, got; /* tokens of the last link */
};

void vn_linker_fini(struct vn_linker *linker)
{
	vn_aligner_fini(&linker->aligner);
	free(linker->joined);
	free(linker->cells);
	free(linker->links);
	*linker = (struct vn_linker){0};
}

/* Makes *ARRAY hold COUNT items of SIZE bytes; the content is lost. */
static enum vn_status room(void *array, size_t *cap, size_t count, size_t size, struct vn_err *err)
{
	void **base = array, *ptr;
	if (count <= *cap)
		return VN_OK;
	ptr = count > SIZE_MAX / 2 / size ? NULL : malloc(2 * count * size);
	if (!ptr)
		return vn_err_nomem(err);
	free(*base);
	*base = ptr;
	*cap = 2 * count;
	return VN_OK;
}

/* The sides of a table in the making. Characters of tokens i to j - 1 are joined[start[i]] to
 * joined[start[j] - 1]; starts of GOT follow those of TRUTH. */
struct table {
	struct vn_linker *linker;
	struct vn_seq truth, got;
	const int32_t *truth_chars, *got_chars;
	const int32_t *truth_start, *got_start;
};

static size_t joined_size(const struct vn_vocab *tokens, struct vn_seq side)
{
	size_t size = side.len + 1;
	for (size_t i = 0; i < side.len; i++)
		size += vn_vocab_get(tokens, side.ptr[i]).len;
	return size;
}

/* Writes the starts and characters of SIDE to OUT and returns the characters. */
static int32_t *join(const struct vn_vocab *tokens, struct vn_seq side, int32_t *out)
{
	int32_t *chars = out + side.len + 1, len = 0;
	for (size_t i = 0; i < side.len; i++) {
		struct vn_seq token = vn_vocab_get(tokens, side.ptr[i]);
		out[i] = len;
		memcpy(chars + len, token.ptr, token.len * sizeof *chars);
		len += (int32_t)token.len;
	}
	out[side.len] = len;
	return chars;
}

static enum vn_status table_make(struct table *table, const struct vn_vocab *tokens,
				 struct vn_err *err)
{
	struct vn_linker *linker = table->linker;
	size_t truth = joined_size(tokens, table->truth), got = joined_size(tokens, table->got);
	size_t cells = (table->truth.len + 1) * (table->got.len + 1);
	enum vn_status status;

	if (truth > INT32_MAX || got > INT32_MAX)
		return vn_err_set(err, VN_ELIMIT, "tokens too long to compare");
	status = room(&linker->joined, &linker->joined_cap, truth + got, sizeof *linker->joined,
		      err);
	if (!status)
		status = room(&linker->cells, &linker->cell_cap, cells, sizeof *linker->cells, err);
	if (status)
		return status;
	table->truth_start = linker->joined;
	table->truth_chars = join(tokens, table->truth, linker->joined);
	table->got_start = linker->joined + truth;
	table->got_chars = join(tokens, table->got, linker->joined + truth);
	return VN_OK;
}

static struct vn_link_cell *cell(const struct table *table, size_t i, size_t j)
{
	return &table->linker->cells[i * (table->got.len + 1) + j];
}

/* Tries to end in cell I, J with a link of the last T tokens of the truth and G of the text. */
static enum vn_status try_link(struct table *table, size_t i, size_t j, uint8_t t, uint8_t g,
			       struct vn_err *err)
{
	const int32_t *a = table->truth_start, *b = table->got_start;
	struct vn_seq truth = {table->truth_chars + a[i - t], (size_t)(a[i] - a[i - t])};
	struct vn_seq got = {table->got_chars + b[j - g], (size_t)(b[j] - b[j - g])};
	size_t longer = truth.len > got.len ? truth.len : got.len;
	size_t apart = 2 * longer - truth.len - got.len, distance = longer;
	size_t extra = t + g > 2, before = cell(table, i - t, j - g)->cost;
	struct vn_link_cell *best = cell(table, i, j);
	enum vn_status status;

	if (before + 2 * apart + extra >= best->cost)
		return VN_OK;
	if (t && g) {
		status = vn_distance(&table->linker->aligner, truth, got, &distance, err);
		if (status)
			return status;
	}
	if (extra && 2 * distance > longer)
		return VN_OK;
	if (before + 2 * distance + extra < best->cost)
		*best = (struct vn_link_cell){before + 2 * distance + extra, t, g};
	return VN_OK;
}

static enum vn_status fill_cell(struct table *table, size_t i, size_t j, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	cell(table, i, j)->cost = i || j ? SIZE_MAX : 0;
	if (i && j)
		status = try_link(table, i, j, 1, 1, err);
	if (!status && i)
		status = try_link(table, i, j, 1, 0, err);
	if (!status && j)
		status = try_link(table, i, j, 0, 1, err);
	for (uint8_t k = 2; !status && k <= VN_LINK_MAX; k++) {
		if (i >= k && j)
			status = try_link(table, i, j, k, 1, err);
		if (!status && i && j >= k)
			status = try_link(table, i, j, 1, k, err);
	}
	return status;
}

/* Writes the links that end in the last cell. Returns how many. */
static size_t walk_back(const struct table *table, struct vn_link *links)
{
	size_t i = table->truth.len, j = table->got.len, at = i + j, count;
	while (i || j) {
		const struct vn_link_cell *last = cell(table, i, j);
		i -= last->truth;
		j -= last->got;
		links[--at] = (struct vn_link){{table->truth.ptr + i, last->truth},
					       {table->got.ptr + j, last->got}};
	}
	count = table->truth.len + table->got.len - at;
	memmove(links, links + at, count * sizeof *links);
	return count;
}

/* For what is too large to search: pairs in order, then what is left over. */
static size_t pair_up(struct vn_seq truth, struct vn_seq got, struct vn_link *links)
{
	size_t longer = truth.len > got.len ? truth.len : got.len;
	for (size_t i = 0; i < longer; i++)
		links[i] = (struct vn_link){{truth.ptr + i, i < truth.len},
					    {got.ptr + i, i < got.len}};
	return longer;
}

/* Whether sides of so many characters are searched. */
static bool is_small(size_t truth, size_t got)
{
	return truth <= CELLS_MAX && got <= CELLS_MAX && truth * got <= CELLS_MAX;
}

enum vn_status vn_link_tokens(struct vn_linker *linker, const struct vn_vocab *tokens,
			      struct vn_seq truth, struct vn_seq got, const struct vn_link **links,
			      size_t *count, struct vn_err *err)
{
	struct table table = {.linker = linker, .truth = truth, .got = got};
	bool small = is_small(joined_size(tokens, truth), joined_size(tokens, got));
	enum vn_status status = room(&linker->links, &linker->link_cap, truth.len + got.len + 1,
				     sizeof *linker->links, err);

	if (!status && small)
		status = table_make(&table, tokens, err);
	for (size_t i = 0; !status && small && i <= truth.len; i++)
		for (size_t j = 0; !status && j <= got.len; j++)
			status = fill_cell(&table, i, j, err);
	if (status)
		return status;
	*links = linker->links;
	*count = small ? walk_back(&table, linker->links) : pair_up(truth, got, linker->links);
	return VN_OK;
}
