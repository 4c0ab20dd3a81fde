#include "report/json.h"

#include "text/chars.h"

#include <nettle/base64.h>

#include <stdio.h>
#include <stdlib.h>

#define NAME_MAX_BYTES 64

enum vn_status vn_json_set(json_t *object, const char *name, json_t *value, struct vn_err *err)
{
	/* Steals VALUE whatever happens. */
	return json_object_set_new(object, name, value) == 0 ? VN_OK : vn_err_nomem(err);
}

enum vn_status vn_json_set_bytes(json_t *object, const char *name, struct vn_str bytes,
				 struct vn_err *err)
{
	char longer[NAME_MAX_BYTES];
	size_t len = BASE64_ENCODE_RAW_LENGTH(bytes.len);
	enum vn_status status;
	char *text;

	if (vn_utf8_valid(bytes))
		return vn_json_set(object, name, json_stringn(bytes.ptr, bytes.len), err);
	text = malloc(len);
	if (!text)
		return vn_err_nomem(err);
	base64_encode_raw(text, bytes.len, (const uint8_t *)bytes.ptr);
	snprintf(longer, sizeof longer, "%s_base64", name);
	status = vn_json_set(object, longer, json_stringn(text, len), err);
	free(text);
	return status;
}

/* Decodes TEXT to the end of SPACE. */
static bool decode(const char *text, size_t len, struct vn_str *out, struct vn_buf *space)
{
	struct base64_decode_ctx ctx;
	size_t got = BASE64_DECODE_LENGTH(len);

	space->len = 0;
	if (vn_buf_reserve(space, got + 1, NULL))
		return false;
	base64_decode_init(&ctx);
	if (!base64_decode_update(&ctx, &got, (uint8_t *)space->ptr, len, text) ||
	    !base64_decode_final(&ctx))
		return false;
	space->len = got;
	*out = vn_buf_str(space);
	return true;
}

bool vn_json_get_bytes(const json_t *object, const char *name, struct vn_str *out,
		       struct vn_buf *space)
{
	const json_t *value = json_object_get(object, name);
	char longer[NAME_MAX_BYTES];

	if (json_is_string(value)) {
		*out = (struct vn_str){json_string_value(value), json_string_length(value)};
		return true;
	}
	snprintf(longer, sizeof longer, "%s_base64", name);
	value = json_object_get(object, longer);
	return json_is_string(value) &&
	       decode(json_string_value(value), json_string_length(value), out, space);
}

/* Where the pieces of jansson go. */
struct target {
	struct vn_buf line;
	bool html;
	struct vn_err *err;
	enum vn_status status;
};

/* '<' can only stand in a string, where it may be written so; no "</script>" or "<!--" then. */
static int put(const char *bytes, size_t len, void *self)
{
	static const char less[] = "\\u003c";
	struct target *t = self;
	const char *end = bytes + len;

	while (!t->status && bytes < end) {
		const char *at = t->html ? memchr(bytes, '<', (size_t)(end - bytes)) : NULL;
		size_t part = (size_t)((at ? at : end) - bytes);
		t->status = vn_buf_add(&t->line, bytes, part, t->err);
		if (!t->status && at)
			t->status = vn_buf_add(&t->line, less, sizeof less - 1, t->err);
		bytes += part + (at != NULL);
	}
	return t->status ? -1 : 0;
}

enum vn_status vn_json_line(const json_t *value, bool html, struct vn_spool *out,
			    struct vn_err *err)
{
	struct target t = {{0}, html, err, VN_OK};

	if (json_dump_callback(value, put, &t, JSON_COMPACT | JSON_REAL_PRECISION(4)) && !t.status)
		t.status = vn_err_nomem(err);
	if (!t.status)
		t.status = vn_buf_add(&t.line, "\n", 1, err);
	/* Whole or not at all: what comes next in the log has to start a line. */
	if (!t.status)
		t.status = vn_spool_add(out, t.line.ptr, t.line.len, err);
	vn_buf_fini(&t.line);
	return t.status;
}

void vn_json_hex(const uint8_t digest[32], char out[65])
{
	static const char hex[] = "0123456789abcdef";
	for (int i = 0; i < 32; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[64] = 0;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool vn_json_unhex(const char *text, uint8_t out[32])
{
	if (!text || strlen(text) != 64)
		return false;
	for (int i = 0; i < 32; i++) {
		int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
