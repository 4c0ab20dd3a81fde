/* ToUnicode: what codes of a font stand for. */
#include "pdf/font.h"
#include "pdf/lex.h"
#include "text/chars.h"

#define MOST (1u << 20) /* assignments of one CMap: ranges may be long, and many */

struct reader {
	struct vn_pdf_font *font;
	struct vn_pdf_lex lex;
	struct vn_buf from, to, text; /* strings that were read; UTF-8 */
	uint32_t left;
};

static bool is_word(const struct reader *r, const struct vn_pdf_token *token, const char *word)
{
	return token->kind == VN_PDF_WORD &&
	       vn_str_eq(vn_pdf_bytes(r->lex.text, token), (struct vn_str){word, strlen(word)});
}

static uint32_t code_of(const struct vn_buf *bytes)
{
	uint32_t code = 0;

	for (size_t i = 0; i < bytes->len && i < 4; i++)
		code = code << 8 | (unsigned char)bytes->ptr[i];
	return code;
}

/* The UTF-16 of TO, its last unit PLUS more, as UTF-8. */
static enum vn_status to_text(struct reader *r, uint32_t plus, struct vn_err *err)
{
	const unsigned char *to = (const unsigned char *)r->to.ptr;
	enum vn_status status = VN_OK;
	char bytes[VN_UTF8_MAX];

	r->text.len = 0;
	for (size_t i = 0; !status && i + 1 < r->to.len && i < 64; i += 2) {
		uint32_t c = (uint32_t)to[i] << 8 | to[i + 1];
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < r->to.len) {
			uint32_t low = (uint32_t)to[i + 2] << 8 | to[i + 3];
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		if (i + 3 >= r->to.len)
			c += plus;
		if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			c = 0xfffd;
		status = vn_buf_add(&r->text, bytes, vn_utf8_put(bytes, (int32_t)c), err);
	}
	return status;
}

static enum vn_status assign(struct reader *r, uint32_t code, uint32_t plus, struct vn_err *err)
{
	enum vn_status status;

	if (!r->left || code > 0xffff)
		return VN_OK;
	r->left--;
	status = to_text(r, plus, err);
	return status ? status : vn_pdf_font_set(r->font, code, vn_buf_str(&r->text), err);
}

/* Reads the string TOKEN to BUF; false if it is none. */
static bool get(struct reader *r, const struct vn_pdf_token *token, struct vn_buf *buf,
		enum vn_status *status, struct vn_err *err)
{
	buf->len = 0;
	if (token->kind != VN_PDF_STRING)
		return false;
	*status = vn_pdf_string(vn_pdf_bytes(r->lex.text, token), buf, err);
	return !*status;
}

static enum vn_status chars(struct reader *r, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status) {
		struct vn_pdf_token token = vn_pdf_next(&r->lex);
		if (!get(r, &token, &r->from, &status, err))
			break;
		token = vn_pdf_next(&r->lex);
		if (!get(r, &token, &r->to, &status, err))
			break;
		status = assign(r, code_of(&r->from), 0, err);
	}
	return status;
}

/* [<...> <...>], one for each code from CODE on. */
static enum vn_status list(struct reader *r, uint32_t code, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct vn_pdf_token token;

	while (!status) {
		token = vn_pdf_next(&r->lex);
		if (!get(r, &token, &r->to, &status, err))
			break;
		status = assign(r, code++, 0, err);
	}
	return status;
}

static enum vn_status ranges(struct reader *r, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status) {
		struct vn_pdf_token token = vn_pdf_next(&r->lex);
		uint32_t low, high;
		if (!get(r, &token, &r->from, &status, err))
			break;
		low = code_of(&r->from);
		token = vn_pdf_next(&r->lex);
		if (!get(r, &token, &r->from, &status, err))
			break;
		high = code_of(&r->from);
		token = vn_pdf_next(&r->lex);
		if (token.kind == VN_PDF_OPEN) {
			status = list(r, low, err);
			continue;
		}
		if (!get(r, &token, &r->to, &status, err))
			break;
		for (uint32_t code = low; !status && code <= high && code <= 0xffff && r->left;
		     code++)
			status = assign(r, code, code - low, err);
	}
	return status;
}

enum vn_status vn_pdf_cmap(struct vn_pdf_font *font, struct vn_str cmap, struct vn_err *err)
{
	struct reader r = {.font = font, .lex = {cmap, 0}, .left = MOST};
	enum vn_status status = VN_OK;

	while (!status) {
		struct vn_pdf_token token = vn_pdf_next(&r.lex);
		if (token.kind == VN_PDF_END)
			break;
		if (is_word(&r, &token, "beginbfchar"))
			status = chars(&r, err);
		else if (is_word(&r, &token, "beginbfrange"))
			status = ranges(&r, err);
	}
	vn_buf_fini(&r.from);
	vn_buf_fini(&r.to);
	vn_buf_fini(&r.text);
	return status;
}
