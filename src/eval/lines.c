#include "eval/lines.h"

/* U+27E6 ? U+27E7: nothing legible was printed here. */
static const char nothing[] = "\xe2\x9f\xa6?\xe2\x9f\xa7";

struct vn_str vn_lines_of(struct vn_str text)
{
	return text.ptr ? text : VN_STR("");
}

bool vn_line_next(struct vn_str *rest, struct vn_str *line)
{
	const char *end;
	if (!rest->ptr)
		return false;
	end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
	if (!end) {
		*line = *rest;
		*rest = (struct vn_str){NULL, 0};
		return true;
	}
	*line = (struct vn_str){rest->ptr, (size_t)(end - rest->ptr)};
	*rest = (struct vn_str){end + 1, rest->len - line->len - 1};
	return true;
}

size_t vn_line_count(struct vn_str text)
{
	size_t lines = 1;
	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

bool vn_line_is_legible(struct vn_str bytes)
{
	return !bytes.len || !memmem(bytes.ptr, bytes.len, nothing, sizeof nothing - 1);
}

bool vn_line_is_scored(struct vn_str bytes, struct vn_seq truth, struct vn_seq read)
{
	return vn_line_is_legible(bytes) && (vn_is_blank(truth) || !vn_is_blank(read));
}

enum vn_status vn_token_add(struct vn_vocab *vocab, struct vn_codes *out, struct vn_seq token,
			    struct vn_err *err)
{
	int32_t number;
	enum vn_status status = vn_vocab_intern(vocab, token, &number, err);
	return status ? status : vn_codes_add(out, number, err);
}

enum vn_status vn_tokens_add(struct vn_vocab *vocab, struct vn_codes *out, struct vn_seq text,
			     struct vn_err *err)
{
	struct vn_seq token;
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && vn_token_next(text, &at, &token);)
		status = vn_token_add(vocab, out, token, err);
	return status;
}
