#include "charset/coding.h"

#include "charset/lost.h"
#include "charset/plausible.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#include <stdlib.h>

#define SENTENCE (2 * 256) /* by how much a syllable must be more usual, 1/256 nat, */
#define QUESTION (3 * 256) /* and more where the sentence would be a question */

/* Whether the signs of ASCII stand for themselves in CHARSET, all by themselves. */
static bool keeps_ascii(const struct vn_charset *charset)
{
	for (int c = '!'; charset && c <= '~'; c++)
		if (charset->alone[c] != c || charset->column[c])
			return false;
	return true;
}

static void add(struct vn_codings *codings, const struct vn_charset *charset,
		const struct vn_charset *view, int times)
{
	bool ascii = keeps_ascii(charset) && keeps_ascii(view);

	if (codings->count < VN_CODING_MAX)
		codings->list[codings->count++] = (struct vn_coding){charset, view, times, ascii};
}

/* Whether all bytes of CHARSET are ASCII: no view changes these. */
static bool seven_bits(const struct vn_charset *charset)
{
	for (int byte = 0x80; byte < 0x100; byte++)
		if (charset->alone[byte])
			return false;
	return true;
}

int vn_view_byte(const struct vn_charset *view, int32_t c)
{
	int byte = vn_charset_byte(view, c);
	return byte < 0 && c >= 0x80 && c < 0xa0 ? c : byte;
}

/* Whether VIEW shows none of the letters of Vietnamese alone. */
static bool lacks_ours(const struct vn_charset *view)
{
	for (int32_t c = VN_OURS_FIRST; c <= VN_OURS_LAST; c++)
		if (vn_view_byte(view, c) >= 0)
			return false;
	return true;
}

/* Whether CHARSET, where NULL is UTF-8, is the one called FROM; any is where that is NULL. */
static bool is_called(const struct vn_charset *charset, const char *from)
{
	return !from || strcmp(charset ? charset->name : "utf-8", from) == 0;
}

size_t vn_codings_raw(const struct vn_codings *codings)
{
	return codings->count > 1 && codings->list[1].charset && !codings->list[1].view;
}

/* Whether CHARSET, read as VIEW so many TIMES, is listed; NAMED: it is the only one. */
static bool is_listed(const struct vn_charset *charset, const struct vn_charset *view, int times,
		      bool named)
{
	if (!(charset->roles & VN_CHARSET_TEXT) || seven_bits(charset))
		return false;
	/* As windows-1258 too much of Unicode might have been read: but if somebody says so,
	 * windows-1258 twice over. Once it is as it stands. */
	return !(view->roles & VN_CHARSET_TEXT) || (named && charset == view && times > 1);
}

void vn_codings_init(struct vn_codings *codings, const char *from)
{
	codings->count = 0;
	codings->lacking = true;
	add(codings, NULL, NULL, 0);
	for (size_t i = 0; i < vn_charset_count; i++)
		if (vn_charsets[i].roles & VN_CHARSET_TEXT && is_called(&vn_charsets[i], from))
			add(codings, &vn_charsets[i], NULL, 0);
	for (size_t v = 0; v < vn_charset_count; v++) {
		const struct vn_charset *view = &vn_charsets[v];
		if (!(view->roles & VN_CHARSET_VIEW))
			continue;
		codings->lacking &= lacks_ours(view);
		for (int times = 1; times <= 2; times++) {
			if (is_called(NULL, from))
				add(codings, NULL, view, times);
			for (size_t i = 0; i < vn_charset_count; i++)
				if (is_called(&vn_charsets[i], from) &&
				    is_listed(&vn_charsets[i], view, times, from != NULL))
					add(codings, &vn_charsets[i], view, times);
		}
	}
}

/* A text for people, which the tools translate. */
#define TEXT(text) text
#define UTF8_TITLE TEXT("UTF-8 that was taken for another charset")

const char *vn_coding_name(const struct vn_coding *coding)
{
	return coding->charset ? coding->charset->name : "utf-8";
}

size_t vn_coding_slot(const struct vn_coding *coding)
{
	return coding->charset ? (size_t)(coding->charset - vn_charsets) + 1 : 0;
}

const char *vn_slot_name(size_t slot)
{
	if (slot == 0)
		return "utf-8";
	return slot <= vn_charset_count && vn_charsets[slot - 1].roles & VN_CHARSET_TEXT
		       ? vn_charsets[slot - 1].name
		       : NULL;
}

const char *vn_slot_title(size_t slot)
{
	return slot == 0 ? UTF8_TITLE : vn_charsets[slot - 1].title;
}

const char *vn_coding_from(const char *name)
{
	static const char *const others[] = {"auto", "none"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(name, others[i]) == 0)
			return others[i];
	for (size_t i = 0; i <= vn_charset_count; i++)
		if (vn_slot_name(i) && strcmp(name, vn_slot_name(i)) == 0)
			return vn_slot_name(i);
	return NULL;
}

void vn_decoded_fini(struct vn_decoded *decoded)
{
	vn_buf_fini(&decoded->text);
	vn_buf_fini(&decoded->bytes);
	vn_buf_fini(&decoded->more);
	free(decoded->fragments);
	*decoded = (struct vn_decoded){0};
}

static bool is_mark(int32_t c)
{
	return c >= 0x300 && c < 0x370;
}

/* The byte that stands for the character at TEXT[*at]: by VIEW, or that of no character itself; -1:
 * none. *C gets the character. */
static int next_byte(const struct vn_charset *view, struct vn_str text, size_t *at, int32_t *c)
{
	unsigned char first = (unsigned char)text.ptr[*at];

	*c = vn_utf8_next(text, at);
	return *c < 0 ? first : vn_view_byte(view, *c);
}

struct vn_glimpse vn_view_glimpse(const struct vn_charset *view, struct vn_str line)
{
	struct vn_glimpse g = {0};
	int open = 0, need = 0; /* bytes of the sequence so far, and still to come */

	for (size_t at = 0; at < line.len;) {
		int32_t c;
		int byte = next_byte(view, line, &at, &c);
		bool goes_on = byte >= 0x80 && byte < 0xc0 && need > 0;
		g.wide += byte >= 0x80;
		g.lacking += byte < 0 && (vn_is_letter(c) || is_mark(c));
		if (goes_on) {
			open++;
			g.sequences += --need == 0;
			continue;
		}
		g.stray += need > 0 ? (size_t)open : 0;
		need = byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf5 ? 3 : 0;
		open = need > 0;
		g.stray += byte >= 0x80 && need == 0;
	}
	g.stray += need > 0 ? (size_t)open : 0;
	return g;
}

/* Appends BYTES, which are UTF-8, or lack bytes that can be told; *WHOLE: they are. */
static enum vn_status add_unicode(struct vn_str bytes, struct vn_buf *out, bool *whole,
				  struct vn_err *err)
{
	char complete[VN_LOST_BYTES];
	size_t len;

	*whole = *whole && vn_utf8_valid(bytes);
	if (*whole)
		return vn_buf_add(out, bytes.ptr, bytes.len, err);
	*whole = vn_lost_complete(bytes, complete, &len);
	return *whole ? vn_buf_add(out, complete, len, err) : VN_OK;
}

/* Appends what the bytes of the fragment mean; *WHOLE tells whether they mean something. */
static enum vn_status add_meaning(const struct vn_coding *coding, struct vn_str bytes,
				  struct vn_buf *out, bool *whole, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (!coding->charset)
		return add_unicode(bytes, out, whole, err);
	for (size_t at = 0; !status && *whole && at < bytes.len;) {
		char utf8[VN_UTF8_MAX];
		int32_t c = vn_charset_next(coding->charset, bytes, &at);
		*whole = c >= 0;
		if (*whole)
			status = vn_buf_add(out, utf8, vn_utf8_put(utf8, c), err);
	}
	return status;
}

/* Takes the bytes of BUF, which are UTF-8, for the view: its bytes become those behind it. */
static enum vn_status look_behind(const struct vn_charset *view, struct vn_buf *buf,
				  struct vn_buf *spare, bool *whole, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(buf);
	enum vn_status status = VN_OK;
	struct vn_buf swap;

	spare->len = 0;
	for (size_t at = 0; !status && *whole && at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		int byte = c < 0 ? -1 : vn_view_byte(view, c);
		*whole = byte >= 0;
		if (*whole)
			status = vn_buf_add(spare, &(char){(char)byte}, 1, err);
	}
	swap = *buf;
	*buf = *spare;
	*spare = swap;
	return status;
}

/* Decodes the bytes that were gathered. */
static enum vn_status flush(const struct vn_coding *coding, struct vn_decoded *out, bool *whole,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (int times = coding->times; !status && *whole && times > 1; times--)
		status = look_behind(coding->view, &out->bytes, &out->more, whole, err);
	if (!status && *whole)
		status = add_meaning(coding, vn_buf_str(&out->bytes), &out->text, whole, err);
	out->bytes.len = 0;
	return status;
}

/* Whether the sign that ends TEXT, in a charset that writes tones with signs, is the end of a
 * sentence rather than a tone: the syllable is written without it much more often. "gia." is no
 * tone, "me." is one; behind an escape it is none, and the escape is dropped with it. */
static bool ends_sentence(const struct vn_charset *charset, struct vn_str text)
{
	char with[VN_SYLLABLE_BYTES], without[VN_SYLLABLE_BYTES];
	size_t with_len = 0, without_len = 0;

	if (text.len < 2 || text.len > 10 || !memchr(".?", text.ptr[text.len - 1], 2) ||
	    (uint8_t)text.ptr[text.len - 2] == charset->escape)
		return false;
	for (int sign = 0; sign < 2; sign++) {
		struct vn_str part = {text.ptr, text.len - (sign == 0)};
		char *out = sign ? with : without;
		size_t *len = sign ? &with_len : &without_len;
		for (size_t at = 0; at < part.len;) {
			int32_t c = vn_charset_next(charset, part, &at);
			if (c < 0 || *len + VN_UTF8_MAX > VN_SYLLABLE_BYTES)
				return false;
			*len += vn_utf8_put(out + *len, c);
		}
	}
	struct vn_verdict tone = vn_judge_fragment((struct vn_str){with, with_len}),
			  plain = vn_judge_fragment((struct vn_str){without, without_len});
	int32_t bar = SENTENCE + (text.ptr[text.len - 1] == '?' ? QUESTION : 0);
	return tone.syllables ? plain.cost + bar < tone.cost : !plain.foreign;
}

/* Whether what stands behind byte AT of LINE may begin a sentence: it begins with no small letter,
 * and no number, which a sentence seldom begins with unless a line does. */
static bool may_end(struct vn_str line, size_t at)
{
	while (at < line.len && vn_blank_byte(line.ptr[at]))
		at++;
	return at == line.len ||
	       !((line.ptr[at] >= 'a' && line.ptr[at] <= 'z') || vn_is_digit(line.ptr[at]));
}

/* Decodes what stands between two blanks; *WHOLE: it can be. LAST: a sentence may end there. */
static enum vn_status decode_fragment(const struct vn_coding *coding, struct vn_str text, bool last,
				      struct vn_decoded *out, bool *whole, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	out->bytes.len = 0;
	*whole = true;
	if (!coding->view && !coding->charset)
		return vn_buf_add(&out->text, text.ptr, text.len, err);
	if (!coding->view && coding->charset->escape && last &&
	    ends_sentence(coding->charset, text)) {
		status = add_meaning(coding, (struct vn_str){text.ptr, text.len - 1}, &out->text,
				     whole, err);
		return status ? status : vn_buf_add(&out->text, text.ptr + text.len - 1, 1, err);
	}
	if (!coding->view)
		return add_meaning(coding, text, &out->text, whole, err);
	for (size_t at = 0; !status && *whole && at < text.len;) {
		size_t begin = at;
		int32_t c;
		int byte = next_byte(coding->view, text, &at, &c);
		if (byte >= 0) {
			status = vn_buf_add(&out->bytes, &(char){(char)byte}, 1, err);
		} else if (vn_is_letter(c) || is_mark(c)) {
			*whole = false;
		} else {
			status = flush(coding, out, whole, err);
			if (!status)
				status = vn_buf_add(&out->text, text.ptr + begin, at - begin, err);
		}
	}
	return status ? status : flush(coding, out, whole, err);
}

bool vn_fragment_torn(const struct vn_coding *coding, struct vn_str line,
		      const struct vn_fragment *f)
{
	struct vn_str text = {line.ptr + f->begin, f->end - f->begin};
	int before = 0;

	if (f->whole || coding->charset || !coding->view)
		return false;
	for (size_t at = 0; at < text.len;) {
		int32_t c;
		int byte = next_byte(coding->view, text, &at, &c);
		/* What all letters of Vietnamese begin with, quotes and dashes. */
		if (byte == 0xc3 || byte == 0xc4 || byte == 0xc6 ||
		    (before == 0xe1 && (byte == 0xba || byte == 0xbb)) ||
		    (before == 0xe2 && byte == 0x80))
			return true;
		before = byte;
	}
	return false;
}

/* Whether TEXT ends in what many take the bytes before the last one of "à" and "Ạ" for; that one is
 * shown as a blank. */
static bool may_go_on(struct vn_str text)
{
	static const char *const ends[] = {"Ã", "Ă", "áº"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t len = strlen(ends[i]);
		if (text.len >= len && memcmp(text.ptr + text.len - len, ends[i], len) == 0)
			return true;
	}
	return false;
}

bool vn_fragment_next(struct vn_str line, size_t *at, struct vn_fragment *out)
{
	while (*at < line.len && vn_blank_byte(line.ptr[*at]))
		++*at;
	*out = (struct vn_fragment){.begin = *at};
	while (*at < line.len &&
	       (!vn_blank_byte(line.ptr[*at]) ||
		(line.ptr[*at] == ' ' &&
		 may_go_on((struct vn_str){line.ptr + out->begin, *at - out->begin}))))
		++*at;
	out->end = *at;
	out->last = may_end(line, *at);
	return out->end > out->begin;
}

enum vn_status vn_fragment_decode(const struct vn_coding *coding, struct vn_str line,
				  struct vn_fragment *f, struct vn_decoded *out, struct vn_err *err)
{
	struct vn_str part = {line.ptr + f->begin, f->end - f->begin};
	enum vn_status status;

	f->out_begin = out->text.len;
	status = decode_fragment(coding, part, f->last, out, &f->whole, err);
	if (!status && !f->whole) {
		out->text.len = f->out_begin;
		status = vn_buf_add(&out->text, part.ptr, part.len, err);
	}
	f->out_end = out->text.len;
	return status;
}

enum vn_status vn_coding_decode(const struct vn_coding *coding, struct vn_str line,
				struct vn_decoded *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct vn_fragment fragment;
	size_t at = 0, done = 0;

	out->text.len = out->count = 0;
	while (!status && vn_fragment_next(line, &at, &fragment)) {
		status = vn_buf_add(&out->text, line.ptr + done, fragment.begin - done, err);
		done = at;
		if (!status)
			status = vn_fragment_decode(coding, line, &fragment, out, err);
		if (!status)
			status = vn_grow(&out->fragments, out->count, &out->cap, sizeof fragment,
					 err);
		if (!status)
			out->fragments[out->count++] = fragment;
	}
	return status ? status : vn_buf_add(&out->text, line.ptr + done, line.len - done, err);
}
