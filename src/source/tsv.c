/* The table of Tesseract (tesseract page.png out tsv): a word a row, in the last of twelve columns.
 */
#include "source/group.h"
#include "source/reading.h"

#include <stdlib.h>

#define ROW_BYTES (1024 * 1024) /* of a row */
#define COLUMNS	  12

/* Columns of a row, from 0. */
enum { LEVEL, PAGE, BLOCK, PAR, LINE, WORD, LEFT, TOP, WIDTH, HEIGHT, CONF, TEXT };

struct reader {
	uint64_t pos;	 /* the next row */
	uint64_t key[4]; /* page, block, paragraph and line of the last word */
	bool begun;
};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	(void)how;
	*self = calloc(1, sizeof(struct reader));
	return *self ? VN_OK : vn_err_nomem(err);
}

/* Where the columns of ROW begin; false if it has not as many as it should. */
static bool columns(struct vn_str row, size_t at[COLUMNS])
{
	size_t from = 0;

	for (int i = 0; i < COLUMNS; i++) {
		const char *tab = memchr(row.ptr + from, '\t', row.len - from);
		at[i] = from;
		if (i == COLUMNS - 1)
			break;
		if (!tab)
			return false;
		from = (size_t)(tab + 1 - row.ptr);
	}
	return true;
}

static uint64_t number(struct vn_str row, size_t at)
{
	uint64_t value = 0;
	while (at < row.len && row.ptr[at] >= '0' && row.ptr[at] <= '9')
		value = value * 10 + (uint64_t)(row.ptr[at++] - '0');
	return value;
}

/* What parts the word in ROW from the one before. */
static enum vn_edge edge_of(struct reader *r, struct vn_str row, const size_t at[COLUMNS])
{
	static const enum vn_edge edges[4] = {VN_EDGE_PAGE, VN_EDGE_BLOCK, VN_EDGE_BLOCK,
					      VN_EDGE_LINE};
	enum vn_edge edge = VN_EDGE_WORD;

	for (int i = 0; i < 4; i++) {
		uint64_t key = number(row, at[PAGE + i]);
		if (r->begun && key != r->key[i] && edge == VN_EDGE_WORD)
			edge = edges[i];
		r->key[i] = key;
	}
	r->begun = true;
	return edge;
}

/* A row without its line end. */
static enum vn_status add_row(struct reader *r, struct vn_piece *piece, struct vn_str row,
			      struct vn_err *err)
{
	size_t at[COLUMNS], from, to, len;
	enum vn_status status;
	double sure;

	if (!columns(row, at) || row.ptr[at[LEVEL]] != '5')
		return VN_OK;
	for (from = at[TEXT]; from < row.len && row.ptr[from] == ' '; from++)
		;
	for (to = row.len; to > from && row.ptr[to - 1] == ' '; to--)
		;
	if (from == to)
		return VN_OK;
	vn_piece_edge(piece, edge_of(r, row, at));
	vn_piece_word(piece, r->pos);
	sure = vn_group_number((struct vn_str){row.ptr + at[CONF], row.len - at[CONF]}, &len);
	if (len)
		vn_piece_rate(piece, sure);
	status = vn_piece_add(piece, (struct vn_str){row.ptr + from, to - from}, r->pos + from,
			      r->pos + to, 0, err);
	return status ? status : vn_piece_word_end(piece, r->pos + row.len, err);
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;
	enum vn_status status = VN_OK;

	(void)bytes;
	(void)len;
	while (!status) {
		struct vn_str rest = vn_piece_rest(piece, r->pos);
		const char *end = rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL;
		size_t used = end ? (size_t)(end - rest.ptr) + 1 : rest.len;
		if (!end && !last && rest.len > ROW_BYTES)
			return vn_err_at(err,
					 vn_err_set(err, VN_EINPUT, "a row of more than %d bytes",
						    ROW_BYTES),
					 r->pos);
		if (!rest.len || (!end && !last))
			break;
		rest.len = used - (end != NULL);
		if (rest.len && rest.ptr[rest.len - 1] == '\r')
			rest.len--;
		status = add_row(r, piece, rest, err);
		r->pos += used;
	}
	piece->reach = r->pos;
	if (!status && last) {
		vn_piece_edge(piece, VN_EDGE_LINE);
		status = vn_piece_end(piece, err);
	}
	return status;
}

/* A word has neither tabs nor line ends. */
static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	enum vn_status status = VN_OK;

	(void)style;
	for (size_t i = 0; !status && i < text.len; i++) {
		bool end = text.ptr[i] == '\t' || text.ptr[i] == '\n' || text.ptr[i] == '\r';
		status = vn_buf_add(out, end ? " " : text.ptr + i, 1, err);
	}
	return status;
}

static bool box_of(struct vn_str row, struct vn_box *box)
{
	size_t at[COLUMNS], len;
	double n[4];

	if (!columns(row, at))
		return false;
	for (int i = 0; i < 4; i++) {
		n[i] = vn_group_number(
			(struct vn_str){row.ptr + at[LEFT + i], row.len - at[LEFT + i]}, &len);
		if (!len)
			return false;
	}
	*box = (struct vn_box){n[0], n[1], n[0] + n[2], n[1] + n[3]};
	return true;
}

static size_t patch(struct vn_str row, const struct vn_box *box, size_t copy,
		    struct vn_patch *patches)
{
	size_t at[COLUMNS], len;

	(void)copy;
	if (!box || !columns(row, at))
		return 0;
	for (int i = 0; i < 4; i++) {
		const double now[4] = {box->left, box->top, box->right - box->left,
				       box->bottom - box->top};
		vn_group_number((struct vn_str){row.ptr + at[LEFT + i], row.len - at[LEFT + i]},
				&len);
		vn_group_put(&patches[i], row, at[LEFT + i], len, now[i]);
	}
	return 4;
}

static enum vn_status between(const struct vn_reading *reading, const struct vn_element *word,
			      struct vn_buf *out, struct vn_err *err)
{
	bool cr = reading->bytes.ptr[word->to - reading->offset] == '\r';
	return vn_buf_add(out, cr ? "\r\n" : "\n", cr ? 2 : 1, err);
}

static const struct vn_group_how group = {.box = box_of, .patch = patch, .between = between};

static int probe(struct vn_str head, bool ended)
{
	static const char names[] = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t"
				    "left\ttop\twidth\theight\tconf\ttext";
	size_t len = head.len < sizeof names - 1 ? head.len : sizeof names - 1;

	if (memcmp(head.ptr, names, len) != 0)
		return VN_PROBE_NO;
	return len == sizeof names - 1 ? 99 : ended ? VN_PROBE_NO : VN_PROBE_MORE;
}

static const char *const extensions[] = {"tsv", NULL};

const struct vn_source vn_source_tsv = {
	.name = "tesseract-tsv",
	.summary = "words of a page with their places, from Tesseract (TSV)",
	.extensions = extensions,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.group = &group,
	.close = free,
};
