/* Text in UTF-16: words stand as they are, in units of two bytes. Its style is the order of these.
 */
#include "source/probe.h"
#include "source/source.h"
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

static int32_t unit_at(const struct reader *r, const char *at)
{
	unsigned char a = (unsigned char)at[0], b = (unsigned char)at[1];
	return r->style == STYLE_BIG ? a << 8 | b : b << 8 | a;
}

static enum vn_status broken(uint64_t at, struct vn_err *err)
{
	return vn_err_set(err, VN_EINPUT, "is no whole UTF-16: half a character at byte %llu",
			  (unsigned long long)at);
}

/* The character at BYTES, of which LEN are there: its bytes; 0: more must come; -1: half of one. */
static int next(const struct reader *r, const char *bytes, size_t len, int32_t *c)
{
	int32_t low;

	if (len < 2)
		return 0;
	*c = unit_at(r, bytes);
	if (*c < 0xd800 || *c >= 0xe000)
		return 2;
	if (*c >= 0xdc00)
		return -1;
	if (len < 4)
		return 0;
	low = unit_at(r, bytes + 2);
	if (low < 0xdc00 || low >= 0xe000)
		return -1;
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return 4;
}

/* Whether the text at AT begins with WITH, of ASCII letters. */
static bool begins(const struct reader *r, struct vn_str at, const char *with)
{
	for (size_t i = 0; with[i]; i++)
		if (at.len < 2 * i + 2 || unit_at(r, at.ptr + 2 * i) != with[i])
			return false;
	return true;
}

/* XML says what it is written in: as plain text it would come out in UTF-8 and say UTF-16. */
static enum vn_status begin(struct reader *r, struct vn_piece *piece, struct vn_err *err)
{
	enum vn_wide wide = vn_probe_wide(vn_buf_str(&piece->bytes), true);
	struct vn_str text;

	r->begun = true;
	r->style = wide == VN_WIDE_BIG ? STYLE_BIG : STYLE_LITTLE;
	if (wide && piece->bytes.len >= 2 && unit_at(r, piece->bytes.ptr) == 0xfeff)
		piece->reach = 2;
	text = (struct vn_str){vn_buf_str(&piece->bytes).ptr + piece->reach,
			       piece->bytes.len - (size_t)piece->reach};
	if (begins(r, text, "<?xml"))
		return vn_err_set(err, VN_EINPUT, "is XML in UTF-16; convert it to UTF-8");
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
		int size = next(r, at, (size_t)(end - piece->reach), &c);
		if (size < 0 || (size == 0 && last))
			return broken(piece->reach, err);
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
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		char bytes[VN_UTF16_MAX];
		size_t len = vn_utf16_put(bytes, c < 0 ? 0xfffd : c, style == STYLE_BIG);
		status = vn_buf_add(out, bytes, len, err);
	}
	return status;
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
