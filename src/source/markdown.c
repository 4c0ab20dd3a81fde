/* Markdown (CommonMark with the tables, footnotes and attributes of GitHub and Pandoc): its text.
 * Code, targets of links, tags of HTML, front matter and the signs of the mark-up itself stay. A
 * document is read block by block, as empty lines part them. */
#include "source/chars.h"
#include "source/source.h"
#include "source/tag.h"

#include <stdlib.h>

#define BLOCK_BYTES (256 * 1024) /* of a block; a longer one is cut */
#define NEAR_BYTES  4096	 /* in which mark-up within text has to end */

struct reader {
	uint64_t pos;
	bool begun;
	bool apart;	 /* an empty line stands before the next one with text */
	bool list;	 /* lines that are set in go on with an item */
	bool front;	 /* in the front matter, which ends with */
	char fence;	 /* this sign; of a fence: 0 if none is open */
	size_t ticks;	 /* that the fence began with */
	const char *raw; /* what ends HTML that is no text; NULL: there is none */
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

/* A block on its way into the piece. */
struct block {
	struct reader *r;
	struct vn_piece *piece;
	struct vn_str text;
	uint64_t from; /* its place */
	uint64_t open; /* bit n: no n ticks stand behind where they were looked for */
	struct vn_err *err;
};

static char byte(struct vn_str s, size_t at)
{
	return at < s.len ? s.ptr[at] : 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether C is one of the signs of ASCII. */
static bool is_sign(char c)
{
	return c > ' ' && c < 127 && !is_letter(c) && !(c >= '0' && c <= '9');
}

static size_t run_of(struct vn_str s, size_t at, char c)
{
	size_t begin = at;

	while (byte(s, at) == c && at < s.len)
		at++;
	return at - begin;
}

static size_t blanks(struct vn_str s, size_t at)
{
	size_t begin = at;

	while (byte(s, at) == ' ' || byte(s, at) == '\t')
		at++;
	return at - begin;
}

static bool starts(struct vn_str s, size_t at, const char *with)
{
	size_t len = strlen(with);
	return s.len - at >= len && strncasecmp(s.ptr + at, with, len) == 0;
}

/* Whether LINE holds only signs of SET and blanks, LEAST signs or more. */
static bool only(struct vn_str line, const char *set, size_t least)
{
	size_t count = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == ' ' || line.ptr[i] == '\t')
			continue;
		if (!strchr(set, line.ptr[i]) || !line.ptr[i])
			return false;
		count++;
	}
	return count >= least;
}

/* Lines of signs: of tables, under headings, between parts, around divisions. */
static bool is_rule(struct vn_str line)
{
	return only(line, "=", 1) || only(line, "-", 2) || only(line, "*", 3) ||
	       only(line, "_", 3) || (only(line, "|-:+=", 3) && memchr(line.ptr, '-', line.len)) ||
	       starts(line, blanks(line, 0), ":::");
}

/* The end of the code span that begins at AT, or of its ticks alone if it has no end. */
static size_t code_end(struct block *b, size_t at)
{
	struct vn_str s = b->text;
	size_t ticks = run_of(s, at, '`');
	uint64_t bit = ticks < 64 ? UINT64_C(1) << ticks : 0;

	for (size_t i = at + ticks; i < s.len && !(b->open & bit);) {
		size_t n = run_of(s, i, '`');
		if (n == ticks)
			return i + n;
		i += n ? n : 1;
	}
	b->open |= bit;
	return at + ticks;
}

/* Behind what opens with C at AT and shuts with SHUT, within one another; 0: it does not. */
static size_t pair_end(struct vn_str s, size_t at, char open, char shut)
{
	size_t depth = 0;

	if (s.len - at > NEAR_BYTES)
		s.len = at + NEAR_BYTES;
	for (; at < s.len && s.ptr[at] != '\n'; at++) {
		if (s.ptr[at] == '\\')
			at++;
		else if (s.ptr[at] == open)
			depth++;
		else if (s.ptr[at] == shut && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* Behind the tag, comment or address that begins with the < at AT; 0: it is a sign like others. */
static size_t angle_end(struct vn_str s, size_t at)
{
	char c = byte(s, at + 1);
	const char *end;

	if (!is_letter(c) && c != '/' && c != '!' && c != '?')
		return 0;
	if (s.len - at > NEAR_BYTES)
		s.len = at + NEAR_BYTES;
	if (starts(s, at, "<!--")) {
		end = memmem(s.ptr + at, s.len - at, "-->", 3);
		return end ? (size_t)(end - s.ptr) + 3 : 0;
	}
	end = memchr(s.ptr + at, '>', s.len - at);
	return end ? (size_t)(end - s.ptr) + 1 : 0;
}

/* Attributes as Pandoc has them, or raw text of a format. */
static bool is_attribute(struct vn_str s, size_t at)
{
	return byte(s, at) == '{' && byte(s, at + 1) && strchr("#.:=", s.ptr[at + 1]);
}

/* The mark-up within text that begins at AT: how long it is; 0: there is none. *EDGE is what it
 * puts between words. */
static size_t markup(struct block *b, size_t at, enum vn_edge *edge)
{
	struct vn_str s = b->text;
	char c = byte(s, at);
	size_t end = 0;

	*edge = VN_EDGE_NONE;
	switch (c) {
	case '`':
		end = code_end(b, at);
		*edge = at > 0 && !vn_tag_blank(s.ptr[at - 1]) && !vn_tag_blank(byte(s, end))
				? VN_EDGE_WORD
				: VN_EDGE_NONE;
		return end - at;
	case '<':
		end = angle_end(s, at);
		*edge = end && starts(s, at, "<br") ? VN_EDGE_LINE : VN_EDGE_NONE;
		return end ? end - at : 0;
	case '*':
		return run_of(s, at, c);
	case '_':
	case '~':
	case '=':
		end = run_of(s, at, c);
		/* Within a word they are letters of it; one alone is. */
		if (c != '_')
			return end >= 2 ? end : 0;
		return at > 0 && !is_sign(s.ptr[at - 1]) && (unsigned char)s.ptr[at - 1] > ' ' &&
				       !is_sign(byte(s, at + end)) &&
				       (unsigned char)byte(s, at + end) > ' '
			       ? 0
			       : end;
	case '|':
		*edge = VN_EDGE_LINE;
		return 1 + blanks(s, at + 1);
	case '!':
		return byte(s, at + 1) == '[' ? 1 : 0;
	case '[':
		end = byte(s, at + 1) == '^' ? pair_end(s, at, '[', ']') : at + 1;
		return end ? end - at : 1;
	case ']':
		if (byte(s, at + 1) == '(')
			end = pair_end(s, at + 1, '(', ')');
		else if (byte(s, at + 1) == '[')
			end = pair_end(s, at + 1, '[', ']');
		return end ? end - at : 1;
	case '{':
		end = is_attribute(s, at) ? pair_end(s, at, '{', '}') : 0;
		return end ? end - at : 0;
	default:
		return 0;
	}
}

static enum vn_status put(struct block *b, struct vn_str text, size_t from, size_t to)
{
	return vn_piece_add(b->piece, text, b->from + from, b->from + to, 0, b->err);
}

/* An escaped sign or a reference such as &amp; at AT, which moves behind it; false if none is. */
static bool written(struct block *b, size_t *at, enum vn_status *status)
{
	struct vn_str s = b->text;
	char utf8[VN_CHARS_MAX];
	const char *end;
	size_t from = *at, len;

	if (s.ptr[from] == '\\' && is_sign(byte(s, from + 1))) {
		*at += 2;
		*status = put(b, (struct vn_str){s.ptr + from + 1, 1}, from, *at);
		return true;
	}
	if (s.ptr[from] != '&')
		return false;
	len = s.len - from < VN_CHARS_REFERENCE ? s.len - from : VN_CHARS_REFERENCE;
	end = memchr(s.ptr + from, ';', len);
	len = end ? vn_chars_decode(
			    (struct vn_str){s.ptr + from + 1, (size_t)(end - s.ptr) - from - 1},
			    utf8)
		  : 0;
	if (!len)
		return false;
	*at = (size_t)(end - s.ptr) + 1;
	*status = put(b, (struct vn_str){utf8, len}, from, *at);
	return true;
}

/* The text from AT to the end of the line, or of mark-up that goes on behind it. Returns where it
 * stopped: at a line end or at the end. */
static size_t add_line(struct block *b, size_t at, enum vn_status *status)
{
	struct vn_str s = b->text;
	enum vn_edge edge;

	while (!*status && at < s.len && s.ptr[at] != '\n') {
		size_t from = at, len = markup(b, at, &edge), end;
		if (len) {
			vn_piece_edge(b->piece, edge);
			at += len;
			continue;
		}
		if (written(b, &at, status))
			continue;
		/* Blanks at the end of a line are its mark-up, and so is what stands before them.
		 */
		end = at + blanks(s, at);
		if (end > at &&
		    (end == s.len || strchr("\n\r|", s.ptr[end]) || is_attribute(s, end))) {
			at = end;
			continue;
		}
		if (s.ptr[at] == '\r' ||
		    (s.ptr[at] == '\\' && (byte(s, at + 1) == '\n' || byte(s, at + 1) == '\r'))) {
			at++;
			continue;
		}
		for (at = end > at ? end : at + 1;
		     at < s.len && !strchr("\n\r\t `<*_~=|![]{\\&", s.ptr[at]); at++)
			;
		*status = put(b, (struct vn_str){s.ptr + from, at - from}, from, at);
	}
	return at;
}

/* Behind the marks that begin LINE, which stands at AT of the block: quotes, items, headings. */
static size_t skip_marks(struct reader *r, struct vn_str line)
{
	size_t at = 0, n;

	for (;;) {
		at += blanks(line, at);
		n = run_of(line, at, '#');
		if (n && n <= 6 && (blanks(line, at + n) || at + n == line.len))
			return at + n + blanks(line, at + n);
		if (byte(line, at) == '>') {
			at++;
		} else if (byte(line, at) && strchr("-*+:", line.ptr[at]) && blanks(line, at + 1)) {
			r->list |= line.ptr[at] != ':';
			at++;
			n = blanks(line, at);
			if (starts(line, at + n, "[ ] ") || starts(line, at + n, "[x] "))
				at += n + 3;
		} else {
			break;
		}
	}
	for (n = at; byte(line, n) >= '0' && byte(line, n) <= '9'; n++)
		;
	r->list |= n > at && (byte(line, n) == '.' || byte(line, n) == ')') && blanks(line, n + 1);
	return at;
}

/* What ends the HTML that begins LINE and is no text. */
static const char *raw_html(struct vn_str line)
{
	static const char *const tags[][2] = {{"<script", "</script>"},
					      {"<style", "</style>"},
					      {"<pre", "</pre>"},
					      {"<!--", "-->"},
					      {"<?", "?>"}};
	size_t at = blanks(line, 0);

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (starts(line, at, tags[i][0]))
			return tags[i][1];
	return NULL;
}

static bool holds(struct vn_str line, const char *what)
{
	for (size_t at = 0; at < line.len; at++)
		if (starts(line, at, what))
			return true;
	return false;
}

/* Whether LINE belongs to code, front matter or HTML that is no text, or begins it. */
static bool is_code(struct reader *r, struct vn_str line, bool first)
{
	size_t at = skip_marks(&(struct reader){0}, line), ticks;
	char c = byte(line, at);

	if (r->front) {
		r->front = !(line.len >= 3 && (only(line, "-", 3) || only(line, "+", 3) ||
					       vn_str_eq(line, VN_STR("..."))));
		return true;
	}
	if (r->raw) {
		if (holds(line, r->raw))
			r->raw = NULL;
		return true;
	}
	ticks = c == '`' || c == '~' ? run_of(line, at, c) : 0;
	if (r->fence) {
		if (c == r->fence && ticks >= r->ticks &&
		    at + ticks + blanks(line, at + ticks) == line.len)
			r->fence = 0;
		return true;
	}
	if (first && (vn_str_eq(line, VN_STR("---")) || vn_str_eq(line, VN_STR("+++"))))
		return r->front = true;
	if (ticks >= 3 &&
	    !(c == '`' && memchr(line.ptr + at + ticks, '`', line.len - at - ticks))) {
		r->fence = c;
		r->ticks = ticks;
		return true;
	}
	r->raw = raw_html(line);
	if (r->raw && holds(line, r->raw))
		r->raw = NULL;
	else if (r->raw)
		return true;
	return raw_html(line) != NULL;
}

/* [name]: target, but not a note, whose text follows. */
static bool is_reference(struct vn_str line)
{
	size_t at = blanks(line, 0), end = byte(line, at) == '[' ? pair_end(line, at, '[', ']') : 0;
	return end && byte(line, at + 1) != '^' && byte(line, end) == ':';
}

/* A block: lines up to an empty one. FIRST: of the document. */
static enum vn_status add_block(struct block *b, bool first)
{
	enum vn_status status = VN_OK;
	bool begins = true;

	for (size_t at = 0; !status && at < b->text.len; first = begins = false) {
		const char *end = memchr(b->text.ptr + at, '\n', b->text.len - at);
		size_t stop = end ? (size_t)(end - b->text.ptr) : b->text.len, set;
		struct vn_str line = {b->text.ptr + at, stop - at};
		line.len -= line.len && line.ptr[line.len - 1] == '\r';
		b->r->apart |= begins;
		set = blanks(line, 0);
		if (is_code(b->r, line, first) || is_rule(line) || is_reference(line) ||
		    (begins && !b->r->list && (set >= 4 || byte(line, 0) == '\t'))) {
			at = stop + 1;
			continue;
		}
		if (begins && !set)
			b->r->list = false;
		vn_piece_edge(b->piece, b->r->apart ? VN_EDGE_BLOCK : VN_EDGE_LINE);
		b->r->apart = false;
		at += skip_marks(b->r, line);
		at = add_line(b, at, &status);
		at += at < b->text.len;
	}
	return status;
}

/* The bytes of the block that TEXT begins with, the empty lines behind it included; 0: it does not
 * end yet. */
static size_t block_length(struct vn_str text)
{
	size_t at = 0;

	for (;;) {
		const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
		size_t next;
		if (!end && text.len >= BLOCK_BYTES)
			return at ? at : BLOCK_BYTES;
		if (!end)
			return 0;
		next = (size_t)(end - text.ptr) + 1;
		if (next > BLOCK_BYTES)
			return at ? at : BLOCK_BYTES;
		if (only((struct vn_str){text.ptr + at, next - 1 - at}, "\r", 0))
			return next;
		at = next;
	}
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;
	enum vn_status status = VN_OK;

	(void)bytes;
	(void)len;
	while (!status && r->pos < piece->base + piece->bytes.len) {
		struct vn_str rest = vn_piece_rest(piece, r->pos);
		struct block block = {r, piece, rest, r->pos, 0, err};
		size_t used = block_length(rest);
		if (!used && !last)
			break;
		block.text.len = used ? used : rest.len;
		status = add_block(&block, !r->begun);
		r->begun = true;
		r->pos += block.text.len;
	}
	piece->reach = r->pos;
	if (status || !last)
		return status;
	vn_piece_edge(piece, VN_EDGE_LINE);
	return vn_piece_end(piece, err);
}

/* Signs that would be mark-up are escaped. */
static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	enum vn_status status = VN_OK;

	(void)style;
	for (size_t i = 0; !status && i < text.len; i++) {
		char c = text.ptr[i];
		if (c && strchr("\\`*[]<|&", c))
			status = vn_buf_add(out, "\\", 1, err);
		if (!status)
			status = vn_buf_add(out, &c, 1, err);
	}
	return status;
}

/* What speaks for Markdown in a line. */
static int evidence(struct vn_str line)
{
	size_t hashes = run_of(line, 0, '#');
	const char *target = line.len ? memmem(line.ptr, line.len, "](", 2) : NULL;

	return (hashes && hashes <= 6 && byte(line, hashes) == ' ') || target ||
	       starts(line, 0, "```") || (line.len > 4 && only(line, "|-: ", 5)) ||
	       (line.len && memmem(line.ptr, line.len, "**", 2));
}

/* It begins with a heading, code, a badge or front matter, and more of that kind follows. */
static int probe(struct vn_str head, bool ended)
{
	bool front = starts(head, 0, "---\n") || starts(head, 0, "---\r\n");
	int found = front;

	if (!front && !starts(head, 0, "# ") && !starts(head, 0, "## ") &&
	    !starts(head, 0, "```") && !starts(head, 0, "[!["))
		return head.len < 5 && !ended && head.len && strchr("-#`[", *head.ptr)
			       ? VN_PROBE_MORE
			       : VN_PROBE_NO;
	for (size_t at = 0; at < head.len;) {
		const char *end = memchr(head.ptr + at, '\n', head.len - at);
		size_t stop = end ? (size_t)(end - head.ptr) : head.len;
		found += evidence((struct vn_str){head.ptr + at, stop - at});
		at = stop + 1;
	}
	if (found >= 2)
		return 50;
	return ended || head.len >= VN_PROBE_BYTES ? VN_PROBE_NO : VN_PROBE_MORE;
}

static const char *const extensions[] = {"md", "markdown", NULL};

const struct vn_source vn_source_markdown = {
	.name = "markdown",
	.summary = "Markdown: its text; no code, targets of links, tags, front matter",
	.extensions = extensions,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = free,
};
