/* Rich Text Format, 1.9: the text of the document, its notes, headers and footers. What tables of
 * fonts and styles, pictures, objects and instructions of fields hold is no text, nor is what is
 * hidden or deleted. Letters are bytes in the charset of their font, or \uN; letters of TCVN3 and
 * VNI come as they look in windows-1252, which is what they are known by. */
#include "charset/charset.h"
#include "source/source.h"
#include "text/chars.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define DEEP  4096 /* groups within each other */
#define FONTS 4096 /* whose charset is known: those with higher numbers have the usual one */
#define WORD  64   /* bytes of a control word at most, and of its number */

/* A style is how many characters stand behind \uN for readers that do not know it, and: */
#define STYLE_UC   15
#define STYLE_BARE 16 /* a control word ends right before the text */

enum charset { USUAL, ANSI, VIETNAMESE, FOREIGN };

/* What a group has from the one around it, and may change. */
struct group {
	bool skip, fonts; /* no text; table of fonts */
	bool hidden, deleted;
	bool apart; /* its text is no part of that around it */
	uint8_t uc;
	uint32_t font;
};

struct reader {
	uint64_t pos;
	uint64_t binary; /* bytes of \bin that are to come */
	bool recover;
	bool begun;	   /* {\rtf was there */
	bool opened, star; /* a group has just been opened; and \* was in it */
	bool bare;	   /* a control word has just ended, without a blank */
	struct group *groups;
	size_t depth, cap;
	struct group now;
	enum charset usual;
	const struct vn_charset *western, *vietnamese;
	uint32_t usual_font, font; /* \deff; of the table */
	uint8_t charsets[FONTS];
	/* \uN whose other characters, LEFT of them, are to come. */
	bool pending;
	int32_t code;
	uint64_t from, to;
	uint8_t left, style;
};

enum kind { MORE, OPEN, SHUT, CONTROL, SYMBOL, BYTE, TEXT, NEWLINE };

struct token {
	enum kind kind;
	size_t len;
	struct vn_str name; /* of a control word */
	bool numbered, delimited;
	int number;
	unsigned char byte; /* the symbol; the byte */
};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r)
		return vn_err_nomem(err);
	r->recover = how->recover;
	r->now.uc = 1;
	r->usual = ANSI;
	r->western = vn_charset_find("windows-1252");
	r->vietnamese = vn_charset_find("windows-1258");
	*self = r;
	return VN_OK;
}

static void close_reader(void *self)
{
	struct reader *r = self;

	if (r)
		free(r->groups);
	free(r);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex(char c)
{
	return is_digit(c) ? c - '0' : is_letter(c) && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* The control word at the begin of TEXT, behind its backslash. */
static struct token control(struct vn_str text)
{
	struct token token = {.kind = CONTROL};
	size_t at = 1, digits;
	long number = 0;
	bool less;

	while (at < text.len && at < WORD && is_letter(text.ptr[at]))
		at++;
	token.name = (struct vn_str){text.ptr + 1, at - 1};
	less = at + 1 < text.len && text.ptr[at] == '-' && is_digit(text.ptr[at + 1]);
	digits = at + less;
	for (; digits < text.len && digits < WORD && is_digit(text.ptr[digits]); digits++) {
		token.numbered = true;
		number = number < INT_MAX / 10 ? number * 10 + (text.ptr[digits] - '0') : INT_MAX;
	}
	token.number = (int)(less ? -number : number);
	token.len = token.numbered ? digits : at;
	token.delimited = token.len < text.len && text.ptr[token.len] == ' ';
	token.len += token.delimited;
	return token;
}

/* The token at the begin of TEXT, which is not empty; MORE if it may go on behind, unless LAST. */
static struct token next(struct vn_str text, bool last)
{
	struct token token = {.kind = TEXT, .len = 1, .byte = (unsigned char)text.ptr[0]};

	if (token.byte == '{' || token.byte == '}') {
		token.kind = token.byte == '{' ? OPEN : SHUT;
	} else if (token.byte == '\r' || token.byte == '\n' || token.byte == 0) {
		token.kind = NEWLINE;
	} else if (token.byte >= 0x80) {
		token.kind = BYTE;
	} else if (token.byte != '\\') {
		while (token.len < text.len && (signed char)text.ptr[token.len] > 0 &&
		       !strchr("{}\\\r\n", text.ptr[token.len]))
			token.len++;
	} else if (text.len < WORD + 2 && !last) {
		token.kind = MORE;
	} else if (text.len > 1 && is_letter(text.ptr[1])) {
		return control(text);
	} else if (text.len > 3 && text.ptr[1] == '\'' && hex(text.ptr[2]) >= 0 &&
		   hex(text.ptr[3]) >= 0) {
		token.kind = BYTE;
		token.byte = (unsigned char)(hex(text.ptr[2]) * 16 + hex(text.ptr[3]));
		token.len = 4;
	} else {
		token.kind = SYMBOL;
		token.len = text.len > 1 ? 2 : 1;
		token.byte = text.len > 1 ? (unsigned char)text.ptr[1] : 0;
	}
	return token;
}

/* The code point of BYTE, in windows-1258 if it is VIETNAMESE and that has it, else in
 * windows-1252. */
static int32_t decode(const struct reader *r, unsigned char byte, bool vietnamese)
{
	int32_t c = vietnamese ? r->vietnamese->alone[byte] : 0;

	if (!c)
		c = r->western->alone[byte];
	return c ? c : byte;
}

static bool is_text(const struct reader *r)
{
	return r->depth && !r->now.skip && !r->now.hidden && !r->now.deleted;
}

/* Adds the character C, which bytes [from, to) stand for. */
static enum vn_status add(struct vn_piece *piece, int32_t c, uint64_t from, uint64_t to,
			  uint8_t style, struct vn_err *err)
{
	char utf8[VN_UTF8_MAX];

	if (c < 32 || c == 127 || (c >= 0xd800 && c < 0xe000)) {
		vn_piece_edge(piece, VN_EDGE_WORD);
		return VN_OK;
	}
	return vn_piece_add(piece, (struct vn_str){utf8, vn_utf8_put(utf8, c)}, from, to, style,
			    err);
}

/* Adds the \uN that waits, if one does. */
static enum vn_status flush(struct reader *r, struct vn_piece *piece, struct vn_err *err)
{
	if (!r->pending)
		return VN_OK;
	r->pending = false;
	return add(piece, r->code, r->from, r->to, r->style, err);
}

/* The style of text that is written now. */
static uint8_t style_of(const struct reader *r)
{
	return (uint8_t)(r->now.uc | (r->bare ? STYLE_BARE : 0));
}

/* \uN: the code unit; two of them may be one character. */
static enum vn_status unicode(struct reader *r, struct vn_piece *piece, const struct token *token,
			      struct vn_err *err)
{
	int32_t unit = token->number & 0xffff;
	bool low = unit >= 0xdc00 && unit < 0xe000;
	enum vn_status status = VN_OK;

	if (r->pending && low && r->code >= 0xd800 && r->code < 0xdc00) {
		r->code = 0x10000 + ((r->code - 0xd800) << 10) + (unit - 0xdc00);
	} else {
		status = flush(r, piece, err);
		r->code = unit;
		r->from = r->pos;
		r->style = style_of(r);
	}
	r->pending = true;
	r->left = r->now.uc;
	r->to = r->pos + token->len;
	return status;
}

static bool is(const struct token *token, const char *name)
{
	return vn_str_eq(token->name, (struct vn_str){name, strlen(name)});
}

static bool is_any(const struct token *token, const char *const *names)
{
	for (; *names; names++)
		if (is(token, *names))
			return true;
	return false;
}

static const char *const skipped[] = {
	"author",     "bkmkend", "bkmkstart", "buptim",	  "colortbl",	"comment",  "creatim",
	"doccomm",    "fldinst", "falt",      "filetbl",  "info",	"keywords", "listtext",
	"nonshppict", "object",	 "objdata",   "operator", "pict",	"pntext",   "printim",
	"private",    "revtbl",	 "revtim",    "rxe",	  "stylesheet", "subject",  "tc",
	"tcn",	      "title",	 "txe",	      "xe",	  NULL};
static const char *const lines[] = {"par",	"line",	   "row", "cell",
				    "nestcell", "nestrow", "lbr", NULL};
static const char *const blocks[] = {"sect",   "page",	 "column", "footnote",
				     "header", "footer", NULL};

/* A word that begins a group. */
static void begin_group(struct reader *r, const struct token *token)
{
	r->now.fonts |= is(token, "fonttbl");
	r->now.skip |= r->star || r->now.fonts || is_any(token, skipped);
}

static void set_charset(struct reader *r, int charset)
{
	if (r->font < FONTS)
		r->charsets[r->font] = charset == 163		      ? VIETNAMESE
				       : charset == 0 || charset == 2 ? ANSI
				       : charset == 1		      ? USUAL
								      : FOREIGN;
}

/* What a control word sets. */
static void set(struct reader *r, const struct token *token)
{
	bool on = !token->numbered || token->number;

	if (is(token, "uc"))
		r->now.uc = token->number >= 0 && token->number <= STYLE_UC ? (uint8_t)token->number
									    : r->now.uc;
	else if (is(token, "bin") && token->number > 0)
		r->binary = (uint64_t)token->number;
	else if (is(token, "v"))
		r->now.hidden = on;
	else if (is(token, "deleted"))
		r->now.deleted = on;
	else if (is(token, "ansicpg"))
		r->usual = token->number == 1252   ? ANSI
			   : token->number == 1258 ? VIETNAMESE
						   : FOREIGN;
	else if (is(token, "deff"))
		r->usual_font = r->now.font = (uint32_t)token->number;
	else if (is(token, "f") && r->now.fonts)
		r->font = (uint32_t)token->number;
	else if (is(token, "f"))
		r->now.font = (uint32_t)token->number;
	else if (is(token, "fcharset"))
		set_charset(r, token->number);
	else if (is(token, "plain")) {
		r->now.hidden = r->now.deleted = false;
		r->now.font = r->usual_font;
	}
}

/* The character that a control word or symbol stands for; 0: none. */
static int32_t sign_of(const struct token *token)
{
	static const struct {
		const char *name;
		uint16_t c;
	} signs[] = {{"emdash", 0x2014}, {"endash", 0x2013},	{"lquote", 0x2018},
		     {"rquote", 0x2019}, {"ldblquote", 0x201c}, {"rdblquote", 0x201d},
		     {"bullet", 0x2022}};

	if (token->kind == SYMBOL)
		return token->byte == '~'	     ? 0xa0
		       : token->byte == '-'	     ? 0xad
		       : token->byte == '_'	     ? 0x2011
		       : strchr("\\{}", token->byte) ? token->byte
						     : 0;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (is(token, signs[i].name))
			return signs[i].c;
	return 0;
}

static enum vn_status do_control(struct reader *r, struct vn_piece *piece,
				 const struct token *token, struct vn_err *err)
{
	int32_t c = sign_of(token);

	if (r->opened) {
		begin_group(r, token);
		r->now.apart |= is_any(token, blocks);
	}
	set(r, token);
	if (!is_text(r))
		return VN_OK;
	if (is(token, "u") && token->numbered)
		return unicode(r, piece, token, err);
	if (is_any(token, lines))
		vn_piece_edge(piece, VN_EDGE_LINE);
	else if (is_any(token, blocks))
		vn_piece_edge(piece, VN_EDGE_BLOCK);
	else if (is(token, "tab"))
		vn_piece_edge(piece, VN_EDGE_WORD);
	return c ? add(piece, c, r->pos, r->pos + token->len, style_of(r), err) : VN_OK;
}

static enum vn_status do_byte(struct reader *r, struct vn_piece *piece, const struct token *token,
			      struct vn_err *err)
{
	uint8_t charset = r->now.font < FONTS ? r->charsets[r->now.font] : USUAL;

	if (charset == USUAL)
		charset = (uint8_t)r->usual;
	/* What no table is here for parts words. */
	return add(piece, charset == FOREIGN ? 0 : decode(r, token->byte, charset == VIETNAMESE),
		   r->pos, r->pos + token->len, style_of(r), err);
}

static enum vn_status do_text(struct reader *r, struct vn_piece *piece, const char *bytes,
			      size_t len, struct vn_err *err)
{
	size_t first = r->bare && len > 1 ? 1 : len;
	enum vn_status status = vn_piece_add(piece, (struct vn_str){bytes, first}, r->pos,
					     r->pos + first, style_of(r), err);

	if (!status && first < len)
		status = vn_piece_add(piece, (struct vn_str){bytes + first, len - first},
				      r->pos + first, r->pos + len, r->now.uc, err);
	return status;
}

static enum vn_status open_group(struct reader *r, struct vn_err *err)
{
	enum vn_status status;

	if (r->depth == DEEP)
		return vn_err_at(
			err, vn_err_set(err, VN_ELIMIT, "more than %d groups in each other", DEEP),
			r->pos);
	status = vn_grow(&r->groups, r->depth, &r->cap, sizeof *r->groups, err);
	if (!status)
		r->groups[r->depth++] = r->now;
	r->now.apart = false;
	return status;
}

static enum vn_status broken(struct reader *r, const char *what, struct vn_err *err)
{
	return vn_err_at(err, vn_err_set(err, VN_EINPUT, "is no RTF: %s", what), r->pos);
}

static enum vn_status shut_group(struct reader *r, struct vn_piece *piece, struct vn_err *err)
{
	if (!r->depth)
		return r->begun || r->recover ? VN_OK : broken(r, "it begins with a }", err);
	if (r->now.apart)
		vn_piece_edge(piece, VN_EDGE_BLOCK);
	r->now = r->groups[--r->depth];
	return VN_OK;
}

/* Takes from TOKEN what stands for the \uN that waits; false if nothing of it does. */
static bool stands_in(struct reader *r, struct token *token)
{
	if (token->kind == OPEN || token->kind == SHUT)
		r->left = 0;
	if (!r->left)
		return false;
	if (token->kind == TEXT && token->len > r->left)
		token->len = r->left;
	if (token->kind != NEWLINE)
		r->left -= token->kind == TEXT ? (uint8_t)token->len : 1;
	r->to = r->pos + token->len;
	return true;
}

static enum vn_status do_token(struct reader *r, struct vn_piece *piece, const char *bytes,
			       const struct token *token, struct vn_err *err)
{
	bool surrogate = token->kind == CONTROL && is(token, "u");
	enum vn_status status = surrogate || token->kind == NEWLINE ? VN_OK : flush(r, piece, err);
	int32_t c = 0;

	if (status)
		return status;
	if (!r->begun && r->depth && !(token->kind == CONTROL && is(token, "rtf")))
		return broken(r, "it does not begin with {\\rtf", err);
	r->begun |= r->depth > 0;
	switch (token->kind) {
	case OPEN:
		return open_group(r, err);
	case SHUT:
		return shut_group(r, piece, err);
	case CONTROL:
		return do_control(r, piece, token, err);
	case SYMBOL:
		c = is_text(r) ? sign_of(token) : 0;
		/* \ at the end of a line ends a paragraph. */
		if (is_text(r) && (token->byte == '\n' || token->byte == '\r'))
			vn_piece_edge(piece, VN_EDGE_LINE);
		return c ? add(piece, c, r->pos, r->pos + token->len, style_of(r), err) : VN_OK;
	case BYTE:
		return is_text(r) ? do_byte(r, piece, token, err) : VN_OK;
	case TEXT:
		return is_text(r) ? do_text(r, piece, bytes, token->len, err) : VN_OK;
	default:
		return VN_OK;
	}
}

static enum vn_status finish(struct reader *r, struct vn_piece *piece, struct vn_err *err)
{
	enum vn_status status = flush(r, piece, err);

	piece->reach = r->pos;
	if (!status && !r->recover && (!r->begun || r->depth || r->binary))
		status = broken(r, r->begun ? "it ends in the middle" : "it is empty", err);
	vn_piece_edge(piece, VN_EDGE_LINE);
	return status ? status : vn_piece_end(piece, err);
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;
	uint64_t end = piece->base + piece->bytes.len;
	enum vn_status status = VN_OK;

	(void)bytes;
	(void)len;
	while (!status && r->pos < end) {
		struct vn_str rest = vn_piece_rest(piece, r->pos);
		struct token token;
		if (r->binary) {
			size_t skip = rest.len < r->binary ? rest.len : (size_t)r->binary;
			r->binary -= skip;
			r->pos += skip;
			continue;
		}
		token = next(rest, last);
		if (token.kind == MORE)
			break;
		if (!stands_in(r, &token)) {
			status = do_token(r, piece, rest.ptr, &token, err);
			r->star = r->opened && token.kind == SYMBOL && token.byte == '*';
			r->opened = token.kind == OPEN || r->star;
		}
		r->bare = token.kind == CONTROL && !token.delimited && !(r->pending && r->left);
		r->pos += token.len;
	}
	piece->reach = r->pending ? r->from : r->pos;
	return !status && last ? finish(r, piece, err) : status;
}

static enum vn_status put_unit(uint32_t unit, uint8_t uc, struct vn_buf *out, struct vn_err *err)
{
	char text[32];
	int len = snprintf(text, sizeof text, "\\u%d", (int)(int16_t)unit);

	text[len] = ' ';
	len += uc == 0;
	for (uint8_t i = 0; i < uc; i++)
		text[len++] = '?';
	return vn_buf_add(out, text, (size_t)len, err);
}

static enum vn_status put(int32_t c, uint8_t uc, struct vn_buf *out, struct vn_err *err)
{
	char two[2] = {'\\', (char)c};
	enum vn_status status = VN_OK;
	uint32_t unit = c < 0 ? 0xfffd : (uint32_t)c;

	if (c == 0xa0 || c == 0xad || c == 0x2011) {
		two[1] = c == 0xa0 ? '~' : c == 0xad ? '-' : '_';
		return vn_buf_add(out, two, 2, err);
	}
	if (c >= 0 && c < 0x80)
		return c && strchr("\\{}", c) ? vn_buf_add(out, two, 2, err)
					      : vn_buf_add(out, two + 1, 1, err);
	if (unit >= 0x10000) {
		status = put_unit(0xd800 + ((unit - 0x10000) >> 10), uc, out, err);
		unit = 0xdc00 + ((unit - 0x10000) & 0x3ff);
	}
	return status ? status : put_unit(unit, uc, out, err);
}

/* Behind a control word a blank keeps the text apart, which is no part of it. */
static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	char first = text.len ? *text.ptr : ' ';
	bool apart = style & STYLE_BARE &&
		     (first == ' ' || first == '-' || is_letter(first) || is_digit(first));
	enum vn_status status = apart ? vn_buf_add(out, " ", 1, err) : VN_OK;

	for (size_t at = 0; !status && at < text.len;)
		status = put(vn_utf8_next(text, &at), style & STYLE_UC, out, err);
	return status;
}

static int probe(struct vn_str head, bool ended)
{
	static const char begin[] = "{\\rtf";
	size_t len = sizeof begin - 1, blanks = 0;

	if (head.len >= 3 && memcmp(head.ptr, "\xef\xbb\xbf", 3) == 0)
		blanks = 3;
	while (blanks < head.len && strchr(" \r\n\t", head.ptr[blanks]) && head.ptr[blanks])
		blanks++;
	head = (struct vn_str){head.ptr + blanks, head.len - blanks};
	if (memcmp(head.ptr, begin, head.len < len ? head.len : len) != 0)
		return VN_PROBE_NO;
	return head.len >= len ? 100 : ended ? VN_PROBE_NO : VN_PROBE_MORE;
}

static const char *const extensions[] = {"rtf", NULL};

const struct vn_source vn_source_rtf = {
	.name = "rtf",
	.summary = "Rich Text Format: text, notes, headers and footers",
	.extensions = extensions,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = close_reader,
};
