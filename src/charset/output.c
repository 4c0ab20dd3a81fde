#include "charset/output.h"

#include "text/chars.h"

/* Those beside the tables. */
static const struct vn_output unicode[] = {
	{.name = "utf-8"},
	{.name = "utf-16", .wide = VN_OUTPUT_LITTLE, .mark = true},
	{.name = "utf-16le", .wide = VN_OUTPUT_LITTLE},
	{.name = "utf-16be", .wide = VN_OUTPUT_BIG},
};
#define UNICODE_COUNT (sizeof unicode / sizeof *unicode)

const char *vn_output_name(size_t k)
{
	if (k < UNICODE_COUNT)
		return unicode[k].name;
	k -= UNICODE_COUNT;
	for (size_t i = 0; i < vn_charset_count; i++)
		if (vn_charsets[i].roles & VN_CHARSET_TEXT && k-- == 0)
			return vn_charsets[i].name;
	return NULL;
}

bool vn_output_find(const char *name, struct vn_output *out)
{
	const struct vn_charset *charset = vn_charset_find(name);

	for (size_t i = 0; i < UNICODE_COUNT; i++) {
		if (strcmp(unicode[i].name, name) == 0) {
			*out = unicode[i];
			return true;
		}
	}
	if (!charset || !(charset->roles & VN_CHARSET_TEXT))
		return false;
	*out = (struct vn_output){.name = charset->name, .charset = charset};
	return true;
}

enum vn_status vn_output_unit(const struct vn_output *output, int32_t c, struct vn_buf *out,
			      struct vn_err *err)
{
	char bytes[VN_UTF16_MAX];

	return vn_buf_add(out, bytes, vn_utf16_put(bytes, c, output->wide == VN_OUTPUT_BIG), err);
}

static enum vn_status encode_wide(const struct vn_output *output, struct vn_str text,
				  struct vn_buf *out, size_t *done, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	*done = 0;
	for (size_t at = 0; !status && at < text.len; *done = at) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0)
			break;
		status = vn_output_unit(output, c, out, err);
	}
	return status;
}

enum vn_status vn_output_encode(const struct vn_output *output, struct vn_str text,
				struct vn_buf *out, size_t *done, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (output->wide)
		return encode_wide(output, text, out, done, err);
	*done = text.len;
	if (!output->charset)
		return vn_buf_add(out, text.ptr, text.len, err);
	for (*done = 0; !status && *done < text.len;) {
		struct vn_str rest = {text.ptr + *done, text.len - *done};
		size_t part = 0, next = 0;
		status = vn_charset_encode(output->charset, rest, out, &part, err);
		*done += part;
		if (status || *done == text.len)
			break;
		next = part;
		if (vn_utf8_next(rest, &next) >= 0)
			break;
		status = vn_buf_add(out, rest.ptr + part, 1, err);
		*done += 1;
	}
	return status;
}
