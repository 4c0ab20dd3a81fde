#include "pdf/lex.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

static bool is_blank(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_delimiter(unsigned char c)
{
	return c && strchr("()<>[]{}/%", c);
}

static bool is_regular(unsigned char c)
{
	return !is_blank(c) && !is_delimiter(c);
}

static void skip_blanks(struct vn_pdf_lex *lex)
{
	const char *text = lex->text.ptr;

	while (lex->at < lex->text.len) {
		if (text[lex->at] == '%') {
			while (lex->at < lex->text.len && text[lex->at] != '\n' &&
			       text[lex->at] != '\r')
				lex->at++;
		} else if (is_blank((unsigned char)text[lex->at])) {
			lex->at++;
		} else {
			return;
		}
	}
}

/* Behind the string that begins with a parenthesis at AT. */
static size_t string_end(struct vn_str text, size_t at)
{
	size_t depth = 0;

	for (; at < text.len; at++) {
		if (text.ptr[at] == '\\')
			at++;
		else if (text.ptr[at] == '(')
			depth++;
		else if (text.ptr[at] == ')' && --depth == 0)
			return at + 1;
	}
	return text.len;
}

/* A number as PDF has it: no exponent. False if it is something else. */
static bool number(struct vn_str word, double *out)
{
	double value = 0, scale = 1;
	bool point = false, digits = false;
	size_t at = 0;

	if (word.len && (word.ptr[0] == '+' || word.ptr[0] == '-'))
		at++;
	for (; at < word.len; at++) {
		char c = word.ptr[at];
		if (c == '.' && !point) {
			point = true;
		} else if (c >= '0' && c <= '9') {
			digits = true;
			if (point)
				scale /= 10;
			value = point ? value + (c - '0') * scale : value * 10 + (c - '0');
		} else {
			return false;
		}
	}
	*out = word.len && word.ptr[0] == '-' ? -value : value;
	return digits && value < 1e12;
}

struct vn_pdf_token vn_pdf_next(struct vn_pdf_lex *lex)
{
	struct vn_str text = lex->text;
	struct vn_pdf_token token = {.kind = VN_PDF_END};
	size_t end;
	char c;

	skip_blanks(lex);
	token.begin = token.end = lex->at;
	if (lex->at >= text.len)
		return token;
	c = text.ptr[lex->at];
	end = lex->at + 1;
	if (c == '(') {
		token.kind = VN_PDF_STRING;
		end = string_end(text, lex->at);
	} else if (c == '<' && end < text.len && text.ptr[end] != '<') {
		const char *shut = memchr(text.ptr + end, '>', text.len - end);
		token.kind = VN_PDF_STRING;
		end = shut ? (size_t)(shut - text.ptr) + 1 : text.len;
	} else if (c == '[' || c == ']') {
		token.kind = c == '[' ? VN_PDF_OPEN : VN_PDF_SHUT;
	} else if (c != '/' && is_delimiter((unsigned char)c)) {
		token.kind = VN_PDF_MARK;
		end += (c == '<' || c == '>') && end < text.len && text.ptr[end] == c;
	} else {
		while (end < text.len && is_regular((unsigned char)text.ptr[end]))
			end++;
		token.kind =
			c == '/' ? VN_PDF_NAME
			: number((struct vn_str){text.ptr + lex->at, end - lex->at}, &token.number)
				? VN_PDF_NUMBER
				: VN_PDF_WORD;
	}
	token.end = lex->at = end;
	return token;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum vn_status hex_string(struct vn_str raw, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	int high = -1;

	for (size_t i = 1; !status && i < raw.len; i++) {
		int digit = hex(raw.ptr[i]);
		char byte = (char)(high * 16 + digit);
		if (digit < 0)
			continue;
		if (high >= 0)
			status = vn_buf_add(out, &byte, 1, err);
		high = high < 0 ? digit : -1;
	}
	if (!status && high >= 0)
		status = vn_buf_add(out, &(char){(char)(high * 16)}, 1, err);
	return status;
}

/* What the escape behind the backslash at *AT stands for; *AT moves to its last byte. -1: nothing.
 */
static int escape(struct vn_str raw, size_t *at)
{
	static const char names[] = "nrtbf", bytes[] = "\n\r\t\b\f";
	const char *name;
	int value = 0;
	char c;

	if (++*at >= raw.len)
		return -1;
	c = raw.ptr[*at];
	if (c >= '0' && c <= '7') {
		for (int i = 0; i < 3 && *at + i < raw.len; i++) {
			c = raw.ptr[*at + (size_t)i];
			if (c < '0' || c > '7') {
				*at += (size_t)i - 1;
				return value & 255;
			}
			value = value * 8 + (c - '0');
		}
		*at += 2;
		return value & 255;
	}
	if (c == '\r' && *at + 1 < raw.len && raw.ptr[*at + 1] == '\n')
		++*at;
	if (c == '\r' || c == '\n')
		return -1;
	name = c ? strchr(names, c) : NULL;
	return (unsigned char)(name ? bytes[name - names] : c);
}

enum vn_status vn_pdf_string(struct vn_str raw, struct vn_buf *out, struct vn_err *err)
{
	bool ended = raw.len > 1 && raw.ptr[raw.len - 1] == ')';
	enum vn_status status = VN_OK;

	if (raw.len && raw.ptr[0] == '<')
		return hex_string(raw, out, err);
	raw.len -= ended;
	for (size_t at = 1; !status && at < raw.len; at++) {
		int c = (unsigned char)raw.ptr[at];
		if (c == '\\') {
			c = escape(raw, &at);
		} else if (c == '\r') {
			c = '\n';
			at += at + 1 < raw.len && raw.ptr[at + 1] == '\n';
		}
		if (c >= 0)
			status = vn_buf_add(out, &(char){(char)c}, 1, err);
	}
	return status;
}

enum vn_status vn_pdf_name(struct vn_str raw, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < raw.len; at++) {
		char c = raw.ptr[at];
		if (c == '#' && at + 2 < raw.len && hex(raw.ptr[at + 1]) >= 0 &&
		    hex(raw.ptr[at + 2]) >= 0) {
			c = (char)(hex(raw.ptr[at + 1]) * 16 + hex(raw.ptr[at + 2]));
			at += 2;
		}
		status = vn_buf_add(out, &c, 1, err);
	}
	return status;
}

void vn_pdf_skip_image(struct vn_pdf_lex *lex)
{
	struct vn_str text = lex->text;
	size_t at = lex->at;

	/* EI between blanks, and behind it what is text: data may hold those letters too. */
	for (; at + 3 < text.len; at++) {
		size_t look = at + 3;
		if (!is_blank((unsigned char)text.ptr[at]) || text.ptr[at + 1] != 'E' ||
		    text.ptr[at + 2] != 'I' || !is_blank((unsigned char)text.ptr[look]))
			continue;
		while (look < text.len && look < at + 16 && (signed char)text.ptr[look] > 0)
			look++;
		if (look == text.len || look == at + 16) {
			lex->at = at + 3;
			return;
		}
	}
	lex->at = text.len;
}

enum vn_status vn_pdf_number(struct vn_buf *out, double number, struct vn_err *err)
{
	bool less = number < 0;
	uint64_t all;
	char text[48];
	int len;

	number = fabs(number);
	if (!(number < 1e12))
		number = 0;
	all = (uint64_t)(number * 100000 + 0.5);
	len = snprintf(text, sizeof text, "%s%llu.%05llu", less && all ? "-" : "",
		       (unsigned long long)(all / 100000), (unsigned long long)(all % 100000));
	while (text[len - 1] == '0')
		len--;
	len -= text[len - 1] == '.';
	return vn_buf_add(out, text, (size_t)len, err);
}
