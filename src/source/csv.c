/* Tables with commas, semicolons or tabs: the first row names the columns and stays; of the others
 * all fields are text, or those of one column (--field). RFC 4180. */
#include "source/rows.h"

#include <stdlib.h>

/* The field stands between quotation marks; else, what parts the fields is the style. */
#define STYLE_QUOTED 1

struct reader {
	uint64_t pos;
	const char *field; /* name or number of the column; NULL: all */
	bool begun;	   /* the first row is read */
	char sign;	   /* between fields */
	size_t column;	   /* SIZE_MAX: all */
};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r)
		return vn_err_nomem(err);
	r->field = how->field;
	r->column = SIZE_MAX;
	*self = r;
	return VN_OK;
}

/* The next field of ROW from *AT on, which moves behind the sign; without its quotation marks. */
static struct vn_str next_field(struct vn_str row, char sign, size_t *at, bool *quoted)
{
	struct vn_str field = {row.ptr + *at, 0};

	*quoted = *at < row.len && row.ptr[*at] == '"';
	if (*quoted) {
		field.ptr++;
		for (++*at; *at < row.len; ++*at) {
			if (row.ptr[*at] != '"')
				continue;
			if (*at + 1 == row.len || row.ptr[*at + 1] != '"')
				break;
			++*at;
		}
		field.len = (size_t)(row.ptr + *at - field.ptr);
	}
	while (*at < row.len && row.ptr[*at] != sign)
		++*at;
	if (!*quoted)
		field.len = (size_t)(row.ptr + *at - field.ptr);
	++*at;
	return field;
}

/* What parts the fields of ROW: the sign that stands there most. */
static char find_sign(struct vn_str row)
{
	static const char signs[] = ",;\t";
	size_t most = 0;
	char best = ',';

	for (int i = 0; signs[i]; i++) {
		size_t count = 0;
		bool open = false;
		for (size_t at = 0; at < row.len; at++) {
			open ^= row.ptr[at] == '"';
			count += !open && row.ptr[at] == signs[i];
		}
		if (count > most) {
			most = count;
			best = signs[i];
		}
	}
	return best;
}

/* The first row: which column is asked for. */
static enum vn_status begin(struct reader *r, struct vn_str row, struct vn_err *err)
{
	size_t at = 0, column = 0;
	char *end;
	bool quoted;

	r->begun = true;
	if (row.len >= 3 && memcmp(row.ptr, "\xef\xbb\xbf", 3) == 0)
		row = (struct vn_str){row.ptr + 3, row.len - 3};
	r->sign = find_sign(row);
	for (; r->field && at <= row.len; column++) {
		struct vn_str name = next_field(row, r->sign, &at, &quoted);
		if (vn_str_eq(name, (struct vn_str){r->field, strlen(r->field)}) &&
		    r->column == SIZE_MAX)
			r->column = column;
	}
	if (!r->field || r->column != SIZE_MAX)
		return VN_OK;
	at = strtoul(r->field, &end, 10);
	if (*end || at < 1 || at > column)
		return vn_err_set(err, VN_EINPUT, "has no column '%.40s'", r->field);
	r->column = at - 1;
	return VN_OK;
}

/* The text of a field at byte FROM: quotation marks within it are doubled, lines are lines. */
static enum vn_status add_field(struct vn_piece *piece, struct vn_str field, uint64_t from,
				uint8_t style, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t at = 0;

	vn_piece_edge(piece, VN_EDGE_BLOCK);
	while (!status && at < field.len) {
		size_t begin = at;
		char c = field.ptr[at];
		if (c == '\n' || c == '\r') {
			vn_piece_edge(piece, VN_EDGE_LINE);
			at++;
		} else if (c == '"' && style == STYLE_QUOTED) {
			at += at + 1 < field.len ? 2 : 1;
			status = vn_piece_add(piece, VN_STR("\""), from + begin, from + at, style,
					      err);
		} else {
			while (at < field.len && field.ptr[at] != '\n' && field.ptr[at] != '\r' &&
			       !(field.ptr[at] == '"' && style == STYLE_QUOTED))
				at++;
			status = vn_piece_add(piece, (struct vn_str){field.ptr + begin, at - begin},
					      from + begin, from + at, style, err);
		}
	}
	return status;
}

static enum vn_status add_row(void *self, struct vn_piece *piece, struct vn_str row, uint64_t from,
			      struct vn_err *err)
{
	struct reader *r = self;
	enum vn_status status = VN_OK;
	size_t at = 0;

	if (!r->begun)
		return vn_err_at(err, begin(r, row, err), from);
	for (size_t column = 0; !status && at < row.len; column++) {
		bool quoted;
		struct vn_str field = next_field(row, r->sign, &at, &quoted);
		if (r->column != SIZE_MAX && column != r->column)
			continue;
		status = add_field(piece, field, from + (uint64_t)(field.ptr - row.ptr),
				   quoted ? STYLE_QUOTED : (uint8_t)r->sign, err);
	}
	return status;
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;

	(void)bytes;
	(void)len;
	return vn_rows_feed(&r->pos, true, last, piece, add_row, r, err);
}

/* A field that is not quoted cannot hold what parts fields: a blank stands for it. */
static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < text.len; i++) {
		char c = text.ptr[i];
		if (style == STYLE_QUOTED && c == '"')
			status = vn_buf_add(out, "\"\"", 2, err);
		else if (style != STYLE_QUOTED && (c == (char)style || c == '\n' || c == '\r'))
			status = vn_buf_add(out, " ", 1, err);
		else
			status = vn_buf_add(out, &c, 1, err);
	}
	return status;
}

/* A text may have as many commas as a table: it has to be named. */
static int probe(struct vn_str head, bool ended)
{
	(void)head;
	(void)ended;
	return VN_PROBE_NO;
}

static const char *const extensions[] = {"csv", "tsv", NULL};

const struct vn_source vn_source_csv = {
	.name = "csv",
	.summary = "tables with commas, semicolons or tabs, if named (-f csv); --field takes one "
		   "column",
	.extensions = extensions,
	.records = true,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = free,
};
