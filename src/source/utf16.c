/* Text in UTF-16: words stand as they are, in units of two bytes. Its style is the order of these.
 */
#include "source/probe.h"
#include "source/source.h"
#include "source/wide.h"
#include "text/chars.h"

#include <stdlib.h>

enum { STYLE_LITTLE, STYLE_BIG };

struct reader {
	bool begun;
	uint8_t style;
};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	(void)how;
	if (!r)
		return vn_err_nomem(err);
	*self = r;
	return VN_OK;
}

/* Whether the text at AT begins with WITH, of ASCII letters. */
static bool begins(const struct reader *r, struct vn_str at, const char *with)
{
	for (size_t i = 0; with[i]; i++)
		if (at.len < 2 * i + 2 ||
		    vn_wide_unit(at.ptr + 2 * i, r->style == STYLE_BIG) != with[i])
			return false;
	return true;
}

/* XML that is none of a source says what it is written in: as plain text it would come out in UTF-8
 * and say UTF-16. */
static enum vn_status begin(struct reader *r, struct vn_piece *piece, struct vn_err *err)
{
	enum vn_wide wide = vn_probe_wide(vn_buf_str(&piece->bytes), true);
	struct vn_str text;

	r->begun = true;
	r->style = wide == VN_WIDE_BIG ? STYLE_BIG : STYLE_LITTLE;
	if (wide && piece->bytes.len >= 2 &&
	    vn_wide_unit(piece->bytes.ptr, r->style == STYLE_BIG) == 0xfeff)
		piece->reach = 2;
	text = (struct vn_str){vn_buf_str(&piece->bytes).ptr + piece->reach,
			       piece->bytes.len - (size_t)piece->reach};
	if (begins(r, text, "<?xml"))
		return vn_err_set(err, VN_EINPUT,
				  "is XML in UTF-16 of no known format; convert it to UTF-8");
	return VN_OK;
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;
	enum vn_status status = VN_OK;
	uint64_t end = piece->base + piece->bytes.len;

	(void)bytes;
	(void)len;
	if (!r->begun && (piece->bytes.len >= VN_PROBE_BYTES || last))
		status = begin(r, piece, err);
	while (r->begun && !status && piece->reach < end) {
		const char *at = piece->bytes.ptr + (piece->reach - piece->base);
		char utf8[VN_UTF8_MAX];
		int32_t c = 0;
		int size =
			vn_wide_next(r->style == STYLE_BIG, at, (size_t)(end - piece->reach), &c);
		if (size < 0 || (size == 0 && last))
			return vn_wide_broken(piece->reach, err);
		if (size == 0)
			break;
		status = vn_piece_add(piece, (struct vn_str){utf8, vn_utf8_put(utf8, c)},
				      piece->reach, piece->reach + (uint64_t)size, r->style, err);
		piece->reach += (uint64_t)size;
	}
	return status;
}

static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	return vn_wide_encode(style == STYLE_BIG, text, out, err);
}

static int probe(struct vn_str head, bool ended)
{
	enum vn_wide wide = vn_probe_wide(head, ended);
	return wide == VN_WIDE_MORE ? VN_PROBE_MORE : wide ? 99 : VN_PROBE_NO;
}

static const char *const extensions[] = {"txt", NULL};

const struct vn_source vn_source_utf16 = {
	.name = "utf-16",
	.summary = "plain text in UTF-16, with or without a byte order mark",
	.extensions = extensions,
	.plain = true,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = free,
};
