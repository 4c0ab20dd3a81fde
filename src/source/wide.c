#include "source/wide.h"

#include "source/chars.h"
#include "text/chars.h"

#include <stdlib.h>

#define PLACE 64 /* bytes of UTF-8 to a place that is noted */

void vn_wide_fini(struct vn_wide_input *wide)
{
	vn_buf_fini(&wide->narrow);
	vn_buf_fini(&wide->bytes);
	vn_buf_fini(&wide->places);
	vn_text_map_fini(&wide->map);
	vn_marks_fini(&wide->marks);
	*wide = (struct vn_wide_input){0};
}

void vn_wide_begin(struct vn_wide_input *wide)
{
	wide->order = VN_WIDE_NO;
	wide->rest_len = 0;
	wide->base = wide->seen = 0;
}

enum vn_wide vn_wide_probe(struct vn_str head)
{
	for (int big = 0; head.len >= 4 && big < 2; big++) {
		uint16_t first = vn_wide_unit(head.ptr, big),
			 next = vn_wide_unit(head.ptr + 2, big);
		if ((first == 0xfeff && next == '<') || (first == '<' && next < 0x80 && next))
			return big ? VN_WIDE_BIG : VN_WIDE_LITTLE;
	}
	return VN_WIDE_NO;
}

int vn_wide_next(bool big, const char *bytes, size_t len, int32_t *c)
{
	uint16_t low;

	if (len < 2)
		return 0;
	*c = vn_wide_unit(bytes, big);
	if (*c < 0xd800 || *c >= 0xe000)
		return 2;
	if (*c >= 0xdc00)
		return -1;
	if (len < 4)
		return 0;
	low = vn_wide_unit(bytes + 2, big);
	if (low < 0xdc00 || low >= 0xe000)
		return -1;
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return 4;
}

enum vn_status vn_wide_broken(uint64_t at, struct vn_err *err)
{
	return vn_err_set(err, VN_EINPUT, "is no whole UTF-16: half a character at byte %llu",
			  (unsigned long long)at);
}

enum vn_status vn_wide_decode(struct vn_wide_input *wide, struct vn_str bytes, bool last,
			      struct vn_err *err)
{
	bool big = wide->order == VN_WIDE_BIG;
	enum vn_status status = VN_OK;

	wide->narrow.len = 0;
	while (!status && (bytes.len || (last && wide->rest_len))) {
		char utf8[VN_UTF8_MAX];
		int32_t c = 0;
		int size;
		if (bytes.len) {
			wide->rest[wide->rest_len++] = *bytes.ptr++;
			bytes.len--;
		}
		size = vn_wide_next(big, wide->rest, wide->rest_len, &c);
		if (size > 0)
			status = vn_buf_add(&wide->narrow, utf8, vn_utf8_put(utf8, c), err);
		if (size > 0)
			wide->rest_len = 0;
		if (size < 0 || (size == 0 && last && !bytes.len))
			return vn_wide_broken(wide->seen, err);
		wide->seen += (uint64_t)size;
	}
	return status;
}

enum vn_status vn_wide_encode(bool big, struct vn_str text, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		char bytes[VN_UTF16_MAX];
		size_t len = vn_utf16_put(bytes, c < 0 ? 0xfffd : c, big);
		status = vn_buf_add(out, bytes, len, err);
	}
	return status;
}

/* Bytes in UTF-16 of the character that begins with C in UTF-8. */
static size_t wide_len(char c)
{
	return ((unsigned char)c & 0xf8) == 0xf0 ? 4 : ((unsigned char)c & 0xc0) == 0x80 ? 0 : 2;
}

/* Writes BYTES of a unit in UTF-16, and notes places. */
static enum vn_status write_bytes(struct vn_wide_input *wide, struct vn_str bytes,
				  struct vn_err *err)
{
	size_t len = 0;
	enum vn_status status = VN_OK;

	wide->bytes.len = wide->places.len = 0;
	for (size_t at = 0; !status && at < bytes.len; at++) {
		if (at % PLACE == 0)
			status = vn_buf_add(&wide->places, &len, sizeof len, err);
		len += wide_len(bytes.ptr[at]);
	}
	return status ? status
		      : vn_wide_encode(wide->order == VN_WIDE_BIG, bytes, &wide->bytes, err);
}

/* Where byte AT of the document in UTF-8 stands in it. */
static uint64_t place(const struct vn_wide_input *wide, const struct vn_reading *narrow,
		      uint64_t at)
{
	size_t to = at > narrow->offset ? (size_t)(at - narrow->offset) : 0,
	       from = to / PLACE * PLACE, len = wide->bytes.len;

	if (to < narrow->bytes.len) {
		memcpy(&len, wide->places.ptr + to / PLACE * sizeof len, sizeof len);
		for (; from < to; from++)
			len += wide_len(narrow->bytes.ptr[from]);
	}
	return wide->base + len;
}

static uint8_t style_of(const struct vn_wide_input *wide, uint8_t style)
{
	return style | VN_CHARS_WIDE | (wide->order == VN_WIDE_BIG ? VN_CHARS_BIG : 0);
}

static struct vn_run run_of(const struct vn_wide_input *wide, const struct vn_reading *narrow,
			    struct vn_run run)
{
	run.from = place(wide, narrow, run.from);
	run.to = place(wide, narrow, run.to);
	if (!vn_run_is_text(run.kind))
		return run;
	run.kind = VN_RUN_DECODED;
	run.style = style_of(wide, run.style);
	return run;
}

/* Adds a run of copied bytes letter by letter, so that each finds its place; any other as it is. */
static enum vn_status add_run(struct vn_wide_input *wide, const struct vn_reading *narrow,
			      const struct vn_run *run, struct vn_err *err)
{
	bool copied = run->kind == VN_RUN_COPIED;
	size_t stop = copied && run->end > narrow->text.len ? narrow->text.len : run->end;
	enum vn_status status = VN_OK;

	for (size_t at = run->begin, end; !status && at < stop; at = end) {
		struct vn_run one = *run;
		end = stop;
		if (copied) {
			end = at;
			vn_utf8_next(narrow->text, &end);
			end = end < stop ? end : stop;
			one.from += at - run->begin;
			one.to = one.from + (end - at);
			one.begin = at;
			one.end = end;
		}
		one = run_of(wide, narrow, one);
		status = vn_text_map_add(&wide->map, &one, err);
	}
	return status;
}

/* What the source marked within the unit. */
static enum vn_status copy_marks(struct vn_wide_input *wide, const struct vn_reading *narrow,
				 struct vn_err *err)
{
	const struct vn_marks *marks = narrow->marks;
	uint64_t stop = narrow->offset + narrow->bytes.len;
	bool big = wide->order == VN_WIDE_BIG;
	struct vn_buf bytes = {0}, tail = {0};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < marks->word_count; i++) {
		struct vn_element word = marks->words[i];
		if (word.end > narrow->text.len || word.to > stop)
			break;
		word.from = place(wide, narrow, word.from);
		word.to = place(wide, narrow, word.to);
		status = vn_marks_word(&wide->marks, word, err);
	}
	for (size_t i = 0; !status && i < marks->echo_count; i++) {
		struct vn_echo echo = marks->echoes[i];
		if (echo.run.to > stop)
			break;
		echo.run = run_of(wide, narrow, echo.run);
		status = vn_marks_echo(&wide->marks, echo, err);
	}
	for (size_t i = 0; !status && i < marks->extra_count; i++) {
		struct vn_extra extra = marks->extras[i];
		if (extra.to > stop || extra.copy_to > stop)
			continue;
		extra.from = place(wide, narrow, extra.from);
		extra.to = place(wide, narrow, extra.to);
		extra.copy_from = place(wide, narrow, extra.copy_from);
		extra.copy_to = place(wide, narrow, extra.copy_to);
		bytes.len = tail.len = 0;
		status = vn_wide_encode(big, extra.bytes, &bytes, err);
		if (!status)
			status = vn_wide_encode(big, extra.tail, &tail, err);
		extra.bytes = vn_buf_str(&bytes);
		extra.tail = vn_buf_str(&tail);
		if (!status)
			status = vn_marks_extra(&wide->marks, extra, err);
	}
	vn_buf_fini(&bytes);
	vn_buf_fini(&tail);
	return status;
}

enum vn_status vn_wide_reading(struct vn_wide_input *wide, struct vn_reading *reading,
			       const struct vn_reading *narrow, struct vn_err *err)
{
	const struct vn_text_map *map = narrow->map;
	enum vn_status status = write_bytes(wide, narrow->bytes, err);

	wide->map.count = 0;
	vn_marks_reset(&wide->marks);
	for (size_t i = 0; !status && i < map->count && map->runs[i].begin < narrow->text.len; i++)
		status = add_run(wide, narrow, &map->runs[i], err);
	if (!status)
		status = copy_marks(wide, narrow, err);
	*reading = (struct vn_reading){.source = narrow->source,
				       .bytes = vn_buf_str(&wide->bytes),
				       .offset = wide->base,
				       .text = narrow->text,
				       .map = &wide->map,
				       .marks = &wide->marks,
				       .narrow = narrow,
				       .big = wide->order == VN_WIDE_BIG};
	wide->base += wide->bytes.len;
	return status;
}
