#include "eval/canon.h"

#include "text/chars.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <utf8proc.h>

void vn_codes_fini(struct vn_codes *codes)
{
	free(codes->ptr);
	*codes = (struct vn_codes){0};
}

static enum vn_status reserve(struct vn_codes *codes, size_t extra, struct vn_err *err)
{
	return vn_room(&codes->ptr, codes->len + extra, &codes->cap, sizeof *codes->ptr, err);
}

enum vn_status vn_codes_add(struct vn_codes *codes, int32_t code, struct vn_err *err)
{
	enum vn_status status = reserve(codes, 1, err);
	if (!status)
		codes->ptr[codes->len++] = code;
	return status;
}

enum vn_status vn_codes_append(struct vn_codes *out, struct vn_seq seq, struct vn_err *err)
{
	enum vn_status status = reserve(out, seq.len, err);
	if (!status && seq.len) {
		memcpy(out->ptr + out->len, seq.ptr, seq.len * sizeof *seq.ptr);
		out->len += seq.len;
	}
	return status;
}

enum vn_status vn_codes_decode(struct vn_codes *out, struct vn_str s, struct vn_err *err)
{
	const uint8_t *bytes = (const uint8_t *)s.ptr;
	enum vn_status status;

	out->len = 0;
	status = reserve(out, s.len, err);
	if (status)
		return status;
	for (size_t at = 0; at < s.len;) {
		int32_t c;
		U8_NEXT_OR_FFFD(bytes, at, s.len, c);
		out->ptr[out->len++] = c;
	}
	return VN_OK;
}

enum vn_status vn_codes_encode(struct vn_buf *out, struct vn_seq seq, struct vn_err *err)
{
	enum vn_status status = vn_buf_reserve(out, seq.len * VN_UTF8_MAX, err);
	if (status)
		return status;
	for (size_t i = 0; i < seq.len; i++)
		out->len += vn_utf8_put(out->ptr + out->len, seq.ptr[i]);
	return VN_OK;
}

/* Brings CODES to the normal form that the utf8proc OPTIONS ask for. */
static enum vn_status normalise(struct vn_codes *codes, int options, struct vn_err *err)
{
	struct vn_buf utf8 = {0};
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len;
	size_t i = 0;
	enum vn_status status;

	while (i < codes->len && codes->ptr[i] < 0x80)
		i++;
	if (i == codes->len) /* ASCII stays as it is in every normal form */
		return VN_OK;
	status = vn_codes_encode(&utf8, vn_codes_seq(codes), err);
	if (status)
		goto out;
	len = utf8proc_map((utf8proc_uint8_t *)utf8.ptr, (utf8proc_ssize_t)utf8.len, &mapped,
			   options);
	if (len < 0)
		status = vn_err_set(err, len == UTF8PROC_ERROR_NOMEM ? VN_ENOMEM : VN_EINPUT, "%s",
				    utf8proc_errmsg(len));
	else
		status = vn_codes_decode(codes, (struct vn_str){(char *)mapped, (size_t)len}, err);
out:
	free(mapped);
	vn_buf_fini(&utf8);
	return status;
}

enum vn_status vn_codes_nfc(struct vn_codes *codes, struct vn_err *err)
{
	return normalise(codes, UTF8PROC_STABLE | UTF8PROC_COMPOSE, err);
}

static bool is_blank(int32_t c)
{
	return (c >= 0x1c && c <= 0x1f) || u_isUWhiteSpace(c);
}

static bool is_digit(int32_t c) /* also ² and ① */
{
	int type = u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE);
	return type == U_NT_DECIMAL || type == U_NT_DIGIT;
}

static bool is_word(int32_t c)
{
	return c == '_' || u_isalpha(c) ||
	       u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE) != U_NT_NONE;
}

bool vn_token_next(struct vn_seq seq, size_t *at, struct vn_seq *token)
{
	size_t begin = *at;
	while (begin < seq.len && is_blank(seq.ptr[begin]))
		begin++;
	for (*at = begin; *at < seq.len && !is_blank(seq.ptr[*at]);)
		++*at;
	*token = (struct vn_seq){seq.ptr + begin, *at - begin};
	return token->len > 0;
}

bool vn_digits_next(struct vn_seq seq, size_t *at, struct vn_seq *digits)
{
	size_t begin = *at;
	while (begin < seq.len && !u_isdigit(seq.ptr[begin]))
		begin++;
	for (*at = begin; *at < seq.len && u_isdigit(seq.ptr[*at]);)
		++*at;
	*digits = (struct vn_seq){seq.ptr + begin, *at - begin};
	return digits->len > 0;
}

bool vn_has_letter(struct vn_seq token)
{
	for (size_t i = 0; i < token.len; i++)
		if (u_isalpha(token.ptr[i]))
			return true;
	return false;
}

static bool sign_for_letter(struct vn_seq token, size_t at)
{
	static const int32_t signs[] = {0xa2, '$', '&', '@', 0xa7, 0x20ac};

	for (size_t i = 0; at < token.len && i < sizeof signs / sizeof *signs; i++)
		if (token.ptr[at] == signs[i])
			return true;
	return false;
}

bool vn_is_number(struct vn_seq token)
{
	size_t digits = 0, last = 0;

	for (size_t i = 0; i < token.len; i++)
		if (is_digit(token.ptr[i])) {
			digits++;
			last = i;
		}
	if (digits == 1 &&
	    (sign_for_letter(token, last + 1) || (last > 0 && sign_for_letter(token, last - 1))))
		return false;
	return digits > 0 && !vn_has_letter(token);
}

bool vn_is_blank(struct vn_seq seq)
{
	for (size_t i = 0; i < seq.len; i++)
		if (!is_blank(seq.ptr[i]))
			return false;
	return true;
}

/* Whether a cased letter is the next one of SEQ from AT in direction STEP, but for characters
 * that case ignores (Unicode 15, table 3-17, Final_Sigma). */
static bool cased_beside(struct vn_seq seq, size_t at, int step)
{
	for (at += (size_t)step; at < seq.len; at += (size_t)step)
		if (!u_hasBinaryProperty(seq.ptr[at], UCHAR_CASE_IGNORABLE))
			return u_hasBinaryProperty(seq.ptr[at], UCHAR_CASED);
	return false;
}

enum vn_status vn_core(struct vn_codes *out, struct vn_seq token, struct vn_err *err)
{
	enum vn_status status;

	while (token.len && !is_word(token.ptr[token.len - 1]))
		token.len--;
	while (token.len && !is_word(*token.ptr))
		token.ptr++, token.len--;
	status = reserve(out, 2 * token.len, err);
	if (status)
		return status;
	for (size_t i = 0; i < token.len; i++) {
		int32_t c = token.ptr[i], low = u_tolower(c);
		if (c == 0x3a3 && cased_beside(token, i, -1) && !cased_beside(token, i, 1))
			low = 0x3c2;
		else if (c == 0x130)
			low = 'i';
		out->ptr[out->len++] = low;
		if (c == 0x130) /* the one letter whose lower case is two code points */
			out->ptr[out->len++] = 0x307;
	}
	return VN_OK;
}

static enum vn_status loosen(struct vn_codes *line, struct vn_err *err)
{
	struct vn_codes cores = {0};
	struct vn_seq token;
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && vn_token_next(vn_codes_seq(line), &at, &token);) {
		status = vn_codes_add(&cores, ' ', err);
		if (!status)
			status = vn_core(&cores, token, err);
	}
	vn_codes_fini(line);
	*line = cores;
	return status;
}

static int32_t plain_sign(int32_t c)
{
	if (c == 0x201c || c == 0x201d)
		return '"';
	if (c == 0x2018 || c == 0x2019)
		return '\'';
	return c == 0x2013 || c == 0x2014 ? '-' : c;
}

struct toned {
	int32_t plain, toned[5]; /* grave, acute, tilde, hook above, dot below */
};

static const struct toned toned_letters[] = {
	{'a', {0xe0, 0xe1, 0xe3, 0x1ea3, 0x1ea1}},
	{'e', {0xe8, 0xe9, 0x1ebd, 0x1ebb, 0x1eb9}},
	{'o', {0xf2, 0xf3, 0xf5, 0x1ecf, 0x1ecd}},
	{'u', {0xf9, 0xfa, 0x169, 0x1ee7, 0x1ee5}},
	{'y', {0x1ef3, 0xfd, 0x1ef9, 0x1ef7, 0x1ef5}},
	{'A', {0xc0, 0xc1, 0xc3, 0x1ea2, 0x1ea0}},
	{'E', {0xc8, 0xc9, 0x1ebc, 0x1eba, 0x1eb8}},
	{'O', {0xd2, 0xd3, 0xd5, 0x1ece, 0x1ecc}},
	{'U', {0xd9, 0xda, 0x168, 0x1ee6, 0x1ee4}},
	{'Y', {0x1ef2, 0xdd, 0x1ef8, 0x1ef6, 0x1ef4}},
};
#define TONED_LETTERS (sizeof toned_letters / sizeof *toned_letters)

/* Takes the tone off C: the letter, and the tone's number; 0 when C is none of the letters. */
static int32_t take_tone(int32_t c, int *tone)
{
	for (size_t i = 0; i < TONED_LETTERS; i++)
		for (*tone = 0; *tone < 5; ++*tone)
			if (toned_letters[i].toned[*tone] == c)
				return toned_letters[i].plain;
	return 0;
}

static int32_t put_tone(int32_t c, int tone)
{
	for (size_t i = 0; i < TONED_LETTERS; i++)
		if (toned_letters[i].plain == c)
			return toned_letters[i].toned[tone];
	return c;
}

/* The rimes oa, oe and uy. A capital before a small letter is read, the reverse is not. */
static bool is_open_rime(int32_t first, int32_t second)
{
	bool capital = second >= 'A' && second <= 'Z';
	int32_t low = second | 0x20;
	if (first >= 'A' && first <= 'Z')
		first |= 0x20;
	else if (capital)
		return false;
	return first == 'o' ? low == 'a' || low == 'e' : first == 'u' && low == 'y';
}

static void fold_tones(struct vn_codes *line)
{
	int32_t *c = line->ptr;
	for (size_t i = 0; i + 1 < line->len; i++) {
		int tone;
		int32_t plain = c[i + 1] < 0xc0 ? 0 : take_tone(c[i + 1], &tone);
		if (!plain || !is_open_rime(c[i], plain) ||
		    (i > 0 && (c[i - 1] == 'q' || c[i - 1] == 'Q')) ||
		    (i + 2 < line->len && is_word(c[i + 2])))
			continue;
		c[i] = put_tone(c[i], tone);
		c[i + 1] = plain;
	}
}

/* Makes every run of blanks one space and drops those at the ends; in place, the text only
 * shrinks. */
static void squeeze(struct vn_codes *line)
{
	size_t len = 0;
	for (size_t i = 0; i < line->len; i++) {
		if (!is_blank(line->ptr[i]))
			line->ptr[len++] = line->ptr[i];
		else if (len && line->ptr[len - 1] != ' ')
			line->ptr[len++] = ' ';
	}
	line->len = len && line->ptr[len - 1] == ' ' ? len - 1 : len;
}

enum vn_status vn_canon(struct vn_codes *line, unsigned flags, struct vn_err *err)
{
	enum vn_status status;
	size_t len = 0;

	for (size_t i = 0; i < line->len; i++)
		if (line->ptr[i] != '\f')
			line->ptr[len++] = line->ptr[i];
	line->len = len;
	status = vn_codes_nfc(line, err);
	if (!status && (flags & VN_CANON_LOOSE))
		status = loosen(line, err);
	if (status)
		return status;
	if (!(flags & VN_CANON_STRICT)) {
		for (size_t i = 0; i < line->len; i++)
			line->ptr[i] = plain_sign(line->ptr[i]);
		fold_tones(line);
	}
	squeeze(line);
	return VN_OK;
}

enum vn_status vn_strip_marks(struct vn_buf *out, struct vn_str text, struct vn_err *err)
{
	struct vn_codes codes = {0};
	enum vn_status status;
	size_t len = 0;

	out->len = 0;
	if (!vn_utf8_valid(text))
		return vn_err_set(err, VN_EINPUT, "the text is not UTF-8");
	status = vn_codes_decode(&codes, text, err);
	if (!status)
		status = normalise(&codes, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, err);
	for (size_t i = 0; !status && i < codes.len; i++)
		if (utf8proc_get_property(codes.ptr[i])->combining_class == 0)
			codes.ptr[len++] = codes.ptr[i];
	codes.len = len;
	if (!status)
		status = vn_codes_nfc(&codes, err);
	for (size_t i = 0; !status && i < codes.len; i++)
		if (codes.ptr[i] == 0x111 || codes.ptr[i] == 0x110)
			codes.ptr[i] = codes.ptr[i] == 0x111 ? 'd' : 'D';
	if (!status)
		status = vn_codes_encode(out, vn_codes_seq(&codes), err);
	vn_codes_fini(&codes);
	return status;
}
