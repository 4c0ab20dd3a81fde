#include "fields/page.h"

#include "lang/vi/letters.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

/* Code point C as one letter of ASCII. */
static char plain(int32_t c)
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
	if (vn_is_letter(c))
		return vn_is_upper(c) ? 'X' : 'x';
	return '?';
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_alnum(char c)
{
	c = small(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool vn_page_opens(const struct vn_page *page, struct vn_piece piece, const char *word)
{
	size_t at = piece.begin;

	for (; *word; word++, at++)
		if (at >= piece.end || small(page->letters[at]) != *word)
			/* A blank at the end of WORD is also met by the end. */
			return at >= piece.end && *word == ' ' && !word[1];
	return true;
}

size_t vn_page_find(const struct vn_page *page, struct vn_piece piece, const char *word)
{
	for (; piece.begin < piece.end; piece.begin++)
		if (vn_page_opens(page, piece, word))
			break;
	return piece.begin;
}

struct vn_piece vn_page_trim(const struct vn_page *page, struct vn_piece piece)
{
	const char *letters = page->letters;

	while (piece.begin < piece.end && !is_alnum(letters[piece.begin]) &&
	       !strchr("-~+\"(", letters[piece.begin]))
		piece.begin++;
	while (piece.begin < piece.end && !is_alnum(letters[piece.end - 1]) &&
	       !strchr(";.:,)/\"", letters[piece.end - 1]))
		piece.end--;
	return piece;
}

bool vn_page_capital(const struct vn_page *page, struct vn_piece piece)
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

struct vn_str vn_page_text(const struct vn_page *page, struct vn_piece piece)
{
	size_t begin = page->at[piece.begin];
	return (struct vn_str){page->text.ptr + begin, page->at[piece.end] - begin};
}

static enum vn_status add(struct vn_page *page, struct vn_field field)
{
	struct vn_fields *out = page->out;
	enum vn_status status =
		vn_grow(&out->items, out->count, &out->cap, sizeof field, page->err);
	if (!status)
		out->items[out->count++] = field;
	return status;
}

enum vn_status vn_page_add(struct vn_page *page, enum vn_field_kind kind,
			   const struct vn_piece *pieces, size_t count, vn_confidence sure)
{
	struct vn_buf value = {0};
	enum vn_status status = VN_OK;
	struct vn_field field = {.kind = kind, .sure = sure};
	bool blank = false;

	if (!count)
		return VN_OK;
	for (size_t i = 0; !status && i < count; i++) {
		blank = value.len > 0;
		for (size_t k = pieces[i].begin; !status && k < pieces[i].end; k++) {
			if (page->letters[k] == '\1')
				goto out; /* not UTF-8: nobody knows what it says */
			if (page->letters[k] == ' ' || page->letters[k] == '\t') {
				blank = value.len > 0;
				continue;
			}
			if (blank)
				status = vn_buf_add(&value, " ", 1, page->err);
			blank = false;
			if (!status)
				status = vn_buf_add(&value, page->text.ptr + page->at[k],
						    page->at[k + 1] - page->at[k], page->err);
		}
	}
	if (!status && value.len) {
		field.begin = page->at[pieces[0].begin];
		field.end = page->at[pieces[count - 1].end];
		field.value = vn_arena_copy(&page->out->arena, value.ptr, value.len);
		status = field.value.ptr ? add(page, field) : vn_err_nomem(page->err);
	}
out:
	vn_buf_fini(&value);
	return status;
}

enum vn_status vn_page_say(struct vn_page *page, enum vn_field_kind kind, struct vn_piece piece,
			   const char *value, vn_confidence sure)
{
	struct vn_field field = {.kind = kind,
				 .begin = page->at[piece.begin],
				 .end = page->at[piece.end],
				 .sure = sure};

	field.value = vn_arena_copy(&page->out->arena, value, strlen(value));
	return field.value.ptr ? add(page, field) : vn_err_nomem(page->err);
}

/* Fills letters and lines. */
static enum vn_status read_page(struct vn_page *page)
{
	size_t most = page->text.len + 1, at = 0, begin = 0;

	page->letters = malloc(most);
	page->at = malloc(most * sizeof *page->at);
	page->lines = malloc(most * sizeof *page->lines);
	if (!page->letters || !page->at || !page->lines)
		return vn_err_nomem(page->err);
	while (at < page->text.len) {
		page->at[page->length] = at;
		page->letters[page->length++] = plain(vn_utf8_next(page->text, &at));
	}
	page->at[page->length] = at;
	page->letters[page->length] = '\n';
	for (size_t i = 0; i <= page->length; i++) {
		struct vn_piece line = {begin, i};
		if (i < page->length && page->letters[i] != '\n')
			continue;
		begin = i + 1;
		line = vn_page_trim(page, line);
		if (line.begin < line.end)
			page->lines[page->line_count++] = line;
	}
	return VN_OK;
}

enum vn_status vn_fields_find(struct vn_fields *fields, struct vn_str text, struct vn_err *err)
{
	struct vn_page page = {.text = text, .out = fields, .err = err};
	enum vn_status status;
	size_t behind = 0;

	fields->count = 0;
	vn_arena_reset(&fields->arena);
	status = read_page(&page);
	if (!status)
		status = vn_find_head(&page, &behind);
	if (!status)
		status = vn_find_bases(&page, behind);
	if (!status)
		status = vn_find_foot(&page, behind);
	free(page.letters);
	free(page.at);
	free(page.lines);
	return status;
}

void vn_fields_fini(struct vn_fields *fields)
{
	free(fields->items);
	vn_arena_fini(&fields->arena);
	*fields = (struct vn_fields){0};
}
