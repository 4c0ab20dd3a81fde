#include "fields/page.h"

#include "lang/vi/letters.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

const char *const vn_field_names[VN_FIELD_COUNT] = {"type",  "number",	 "symbol", "issued",
						    "place", "superior", "issuer", "subject",
						    "basis", "title",	 "signer", "recipient"};

const char *const vn_field_evidence_names[VN_FIELD_BY_COUNT] = {"read", "layout", "list", "field"};

/* Code point C as one of the letters of a page. */
static char letter_of(int32_t c)
{
	/* By enum vn_letter. */
	static const char base[] = "?aaabcddeeghiklmnooopqrstuuvxy";
	vn_grapheme grapheme = vn_grapheme_of(c);

	if (c <= 0)
		return '\1';
	if (grapheme) {
		char letter = base[vn_grapheme_letter(grapheme)];
		return grapheme & VN_GRAPHEME_UPPER ? (char)(letter - 'a' + 'A') : letter;
	}
	if (c < 0x80)
		return (char)c;
	if (c == 0xa0 || c == 0xfeff)
		return ' ';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if (c >= 0x2018 && c <= 0x201f)
		return '\'';
	if (c == 0x2044 || c == 0x2215)
		return '/';
	if (c == 0x160) /* Š: a five that an engine took for a letter */
		return 'S';
	if (vn_is_upper(c))
		return 'X';
	/* Marks that stand alone are letters to Unicode, but specks on a page. */
	return vn_is_letter(c) && vn_upper(c) != c ? 'x' : '?';
}

char vn_page_small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int vn_page_digit(char c)
{
	switch (c) {
	case 'O':
	case 'o':
		return 0;
	case 'I':
	case 'i':
	case 'l':
	case '|':
		return 1;
	case 'S':
		return 5;
	default:
		return vn_is_digit(c) ? c - '0' : -1;
	}
}

bool vn_page_word(char c)
{
	c = vn_page_small(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool vn_page_opens(const struct vn_page *page, struct vn_part piece, const char *word)
{
	size_t at = piece.begin;

	for (; *word; word++, at++)
		if (at >= piece.end || vn_page_small(page->letters[at]) != *word)
			return false;
	return true;
}

bool vn_page_spelt(const struct vn_page *page, struct vn_part piece, const char *name)
{
	struct vn_str read = vn_page_text(page, piece), known = {name, strlen(name)};
	size_t i = 0, k = 0;

	while (i < read.len && k < known.len)
		if (vn_lower(vn_utf8_next(read, &i)) != vn_lower(vn_utf8_next(known, &k)))
			return false;
	return i == read.len && k == known.len;
}

size_t vn_page_find(const struct vn_page *page, struct vn_part piece, const char *word)
{
	for (; piece.begin < piece.end; piece.begin++)
		if (vn_page_opens(page, piece, word))
			break;
	return piece.begin;
}

struct vn_part vn_page_trim(const struct vn_page *page, struct vn_part piece)
{
	const char *letters = page->letters;

	while (piece.begin < piece.end && !vn_page_word(letters[piece.begin]) &&
	       !strchr("-~+\"(", letters[piece.begin]))
		piece.begin++;
	while (piece.begin < piece.end && !vn_page_word(letters[piece.end - 1]) &&
	       !strchr(";.:,)/\"", letters[piece.end - 1]))
		piece.end--;
	return piece;
}

struct vn_part vn_page_words(const struct vn_page *page, struct vn_part piece)
{
	while (piece.begin < piece.end && !vn_page_word(page->letters[piece.end - 1]))
		piece.end--;
	while (piece.begin < piece.end && !vn_page_word(page->letters[piece.begin]))
		piece.begin++;
	return piece;
}

/* Whether C looks like its capital, only smaller. */
static bool is_twin(char c)
{
	return strchr("copsvwxz", vn_page_small(c)) != NULL;
}

bool vn_page_recased(const struct vn_page *page, struct vn_part piece, const char *name)
{
	struct vn_str read = vn_page_text(page, piece), known = {name, strlen(name)};

	for (size_t i = 0, k = 0, at = piece.begin; i < read.len && k < known.len; at++)
		if (vn_utf8_next(read, &i) != vn_utf8_next(known, &k) &&
		    !is_twin(page->letters[at]))
			return true;
	return false;
}

bool vn_page_capital(const struct vn_page *page, struct vn_part piece)
{
	size_t letters = 0;

	for (size_t i = piece.begin; i < piece.end; i++) {
		char c = page->letters[i];
		if (c >= 'a' && c <= 'z')
			return false;
		letters += c >= 'A' && c <= 'Z';
	}
	return letters >= 2;
}

bool vn_page_shouted(const struct vn_page *page, struct vn_part piece)
{
	size_t small = 0, capital = 0, all = 0;

	for (size_t i = piece.begin; i < piece.end; i++) {
		char c = page->letters[i];
		bool either = is_twin(c);
		small += c >= 'a' && c <= 'z' && !either;
		capital += c >= 'A' && c <= 'Z';
		all += vn_page_word(c);
	}
	return all >= 4 && capital && small * 4 <= all;
}

struct vn_str vn_page_text(const struct vn_page *page, struct vn_part piece)
{
	size_t begin = page->at[piece.begin];
	return (struct vn_str){page->text.ptr + begin, page->at[piece.end] - begin};
}

/* Adds FIELD with its PIECES; VALUE is copied. */
static enum vn_status add(struct vn_page *page, struct vn_field field, struct vn_str value,
			  const struct vn_part *pieces, size_t count)
{
	struct vn_fields *out = page->out;
	enum vn_status status =
		vn_grow(&out->items, out->count, &out->cap, sizeof field, page->err);

	if (status)
		return status;
	field.value = vn_arena_copy(&out->arena, value.ptr, value.len);
	field.pieces = vn_arena_alloc(&out->arena, count * sizeof *field.pieces);
	if (!field.value.ptr || !field.pieces)
		return vn_err_nomem(page->err);
	for (; field.piece_count < count; field.piece_count++)
		field.pieces[field.piece_count] =
			(struct vn_field_piece){page->at[pieces[field.piece_count].begin],
						page->at[pieces[field.piece_count].end]};
	out->items[out->count++] = field;
	return VN_OK;
}

/* Adds what PIECE says to VALUE, with a blank for many, and strokes of fractions, which no document
 * has, as what they are; *KNOWN: all of it is UTF-8. */
static enum vn_status add_text(struct vn_buf *value, const struct vn_page *page,
			       struct vn_part piece, bool *known)
{
	enum vn_status status = VN_OK;
	bool blank = value->len > 0;

	for (size_t k = piece.begin; !status && k < piece.end; k++) {
		char c = page->letters[k];
		*known &= c != '\1';
		if (vn_blank_byte(c)) {
			blank = value->len > 0;
			continue;
		}
		if (blank)
			status = vn_buf_add(value, " ", 1, page->err);
		blank = false;
		if (!status && c == '/' && page->at[k + 1] > page->at[k] + 1) /* ⁄ */
			status = page->letters[k + 1] == '/' ? VN_OK
							     : vn_buf_add(value, "/", 1, page->err);
		else if (!status)
			status = vn_buf_add(value, page->text.ptr + page->at[k],
					    page->at[k + 1] - page->at[k], page->err);
	}
	return status;
}

enum vn_status vn_page_add(struct vn_page *page, enum vn_field_kind kind,
			   const struct vn_part *pieces, size_t count, vn_confidence sure)
{
	struct vn_buf value = {0};
	enum vn_status status = VN_OK;
	struct vn_field field = {.kind = kind, .sure = sure};
	bool known = true;

	for (size_t i = 0; !status && i < count; i++)
		status = add_text(&value, page, pieces[i], &known);
	if (!status && value.len && known) /* what is not UTF-8, nobody knows what it says */
		status = add(page, field, vn_buf_str(&value), pieces, count);
	vn_buf_fini(&value);
	return status;
}

enum vn_status vn_page_say(struct vn_page *page, enum vn_field_kind kind, struct vn_part piece,
			   const char *value, vn_confidence sure)
{
	struct vn_field field = {
		.kind = kind,
		.stated = true,
		/* A post is stated if it is not what was read, but one of the list. */
		.evidence = kind == VN_FIELD_TITLE ? VN_FIELD_BY_LIST : VN_FIELD_BY_LAYOUT,
		.sure = sure};

	return add(page, field, (struct vn_str){value, strlen(value)}, &piece, 1);
}

enum vn_status vn_page_read(struct vn_page *page)
{
	size_t most = page->text.len + 1, at = 0, begin = 0;

	page->letters = malloc(most);
	page->at = malloc(most * sizeof *page->at);
	page->lines = malloc(most * sizeof *page->lines);
	if (!page->letters || !page->at || !page->lines)
		return vn_err_nomem(page->err);
	while (at < page->text.len) {
		page->at[page->length] = at;
		page->letters[page->length++] = letter_of(vn_utf8_next(page->text, &at));
	}
	page->at[page->length] = at;
	page->letters[page->length] = '\n';
	for (size_t i = 0; i <= page->length; i++) {
		struct vn_part line = {begin, i};
		if (i < page->length && page->letters[i] != '\n')
			continue;
		begin = i + 1;
		line = vn_page_trim(page, line);
		if (line.begin < line.end)
			page->lines[page->line_count++] = line;
	}
	return VN_OK;
}

void vn_page_fini(struct vn_page *page)
{
	free(page->letters);
	free(page->at);
	free(page->lines);
}

enum vn_status vn_fields_find(struct vn_fields *fields, struct vn_str text, struct vn_err *err)
{
	struct vn_page page = {.text = text, .out = fields, .err = err};
	enum vn_status status;
	size_t behind = 0;

	fields->count = 0;
	vn_arena_reset(&fields->arena);
	status = vn_page_read(&page);
	if (!status)
		status = vn_find_head(&page, &behind);
	if (!status)
		status = vn_find_bases(&page, behind);
	if (!status)
		status = vn_find_foot(&page, behind);
	vn_page_fini(&page);
	return status;
}

void vn_fields_fini(struct vn_fields *fields)
{
	free(fields->items);
	vn_arena_fini(&fields->arena);
	*fields = (struct vn_fields){0};
}
