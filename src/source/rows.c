#include "source/rows.h"

#define ROW_BYTES (4 * 1024 * 1024) /* of a record */

/* The length of the first record of TEXT with its line end; 0: it does not end yet. QUOTED: line
 * ends between quotation marks are none. */
static size_t row_length(struct vn_str text, bool quoted)
{
	bool open = false;

	if (!quoted) {
		const char *end = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
		return end ? (size_t)(end - text.ptr) + 1 : 0;
	}
	for (size_t at = 0; at < text.len; at++) {
		if (text.ptr[at] == '"')
			open = !open;
		else if (text.ptr[at] == '\n' && !open)
			return at + 1;
	}
	return 0;
}

enum vn_status vn_rows_feed(uint64_t *pos, bool quoted, bool last, struct vn_piece *piece,
			    vn_row row, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status) {
		struct vn_str rest = vn_piece_rest(piece, *pos);
		size_t used = row_length(rest, quoted), before;
		if (!used && !last && rest.len > ROW_BYTES)
			return vn_err_at(err,
					 vn_err_set(err, VN_ELIMIT, "a record of more than %d MiB",
						    ROW_BYTES >> 20),
					 *pos);
		if (!used && last)
			used = rest.len;
		if (!used)
			break;
		rest.len = used;
		while (rest.len &&
		       (rest.ptr[rest.len - 1] == '\n' || rest.ptr[rest.len - 1] == '\r'))
			rest.len--;
		before = piece->text.len;
		status = row(self, piece, rest, *pos, err);
		*pos += used;
		if (!status && piece->by_line && piece->text.len > before) {
			vn_piece_edge(piece, VN_EDGE_LINE);
			status = vn_piece_end(piece, err);
		}
	}
	piece->reach = *pos;
	if (!status && last) {
		vn_piece_edge(piece, VN_EDGE_LINE);
		status = vn_piece_end(piece, err);
	}
	return status;
}
