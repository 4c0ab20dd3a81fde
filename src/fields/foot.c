/* The foot of a document: recipients on the left; post and name of who signs on the right. */
#include "fields/page.h"

#include <string.h>

#define FOOT_LINES 24
#define NAME_WORDS 6
#define SURE	   9800
#define LIKELY	   9000

struct foot {
	struct vn_page *page;
	struct vn_piece title, name, item; /* empty: none yet; item: one that goes on below */
	bool titles, names;		   /* several: no telling which is meant */
};

static bool is_empty(struct vn_piece piece)
{
	return piece.begin >= piece.end;
}

/* Whether PIECE is a name: two capitalised words or more, and nothing else. */
static bool is_name(const struct vn_page *page, struct vn_piece piece)
{
	size_t words = 0, small = 0;

	for (size_t i = piece.begin; i < piece.end; i++) {
		char c = page->letters[i];
		bool starts = i == piece.begin || page->letters[i - 1] == ' ';
		if (starts && !(c >= 'A' && c <= 'Z'))
			return false;
		words += starts;
		small += c >= 'a' && c <= 'z';
		if (!starts && c >= 'A' && c <= 'Z' && !strchr("'-", page->letters[i - 1]))
			return false;
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr(" '-", c)))
			return false;
	}
	return words >= 2 && words <= NAME_WORDS && small >= 3;
}

/* Whether PIECE is the post of somebody, and no more. */
static bool is_title(const struct vn_page *page, struct vn_piece piece)
{
	if (!vn_page_capital(page, piece))
		return false;
	for (const char *const *title = vn_titles; *title; title++)
		if (vn_page_opens(page, piece, *title) && piece.end == piece.begin + strlen(*title))
			return true;
	return false;
}

/* Takes what the right column says, if it is a post or a name. */
static void take_right(struct foot *f, struct vn_piece piece)
{
	const struct vn_page *page = f->page;

	piece = vn_page_trim(page, piece);
	while (!is_empty(piece) && strchr(" .,;:/-", page->letters[piece.end - 1]))
		piece.end--;
	while (!is_empty(piece) && strchr(" -", page->letters[piece.begin]))
		piece.begin++;
	for (const char *const *degree = vn_degrees; *degree; degree++)
		if (vn_page_opens(page, piece, *degree))
			piece.begin += strlen(*degree);
	if (is_title(page, piece)) {
		f->titles |= !is_empty(f->title);
		f->title = piece;
	} else if (is_name(page, piece) && !is_empty(f->title)) {
		f->names |= !is_empty(f->name);
		f->name = piece;
	}
}

/* Takes a line of the left column, whose end may be of the right one. */
static enum vn_status take_item(struct foot *f, struct vn_piece line, bool last)
{
	struct vn_page *page = f->page;
	size_t at = line.begin, end;
	struct vn_piece pieces[2];
	size_t count = 0;

	while (at < line.end && strchr("-~+ ", page->letters[at]))
		at++;
	line.begin = at;
	end = vn_page_find(page, line, ";");
	if (end == line.end && last) /* the last one ends with a full stop */
		for (end = line.end; end > line.begin && page->letters[end - 1] != '.'; end--)
			;
	if (end == line.begin)
		end = line.end;
	if (!is_empty(f->item))
		pieces[count++] = f->item;
	f->item = (struct vn_piece){0, 0};
	pieces[count] = (struct vn_piece){line.begin, end};
	while (!is_empty(pieces[count]) && strchr(".;", page->letters[pieces[count].end - 1]))
		pieces[count].end--;
	if (end < line.end)
		take_right(f, (struct vn_piece){end + (page->letters[end] == ';'), line.end});
	else if (!last && page->letters[line.end - 1] != '.') {
		/* Without an end of its own: below may be more, or the end was lost. */
		if (count == 0)
			f->item = pieces[0];
		return VN_OK;
	}
	return vn_page_add(page, VN_FIELD_RECIPIENT, pieces, count + 1, LIKELY);
}

static bool is_item(const struct vn_page *page, size_t i)
{
	return i < page->line_count && strchr("-~", page->letters[page->lines[i].begin]);
}

/* The line with "Nơi nhận", from FROM on; the number of lines: there is none. */
static size_t find_recipients(const struct vn_page *page, size_t from, size_t *behind)
{
	for (size_t i = page->line_count; i > from; i--) {
		struct vn_piece line = page->lines[i - 1];
		size_t at = vn_page_find(page, line, "oi nhan");
		if (at >= line.begin + 3 || at == line.end)
			continue;
		*behind = at + strlen("oi nhan");
		return i - 1;
	}
	return page->line_count;
}

enum vn_status vn_find_foot(struct vn_page *page, size_t from)
{
	struct foot f = {.page = page};
	size_t behind = 0, i = find_recipients(page, from, &behind), items = i;
	enum vn_status status = VN_OK;

	if (i == page->line_count && i > FOOT_LINES / 2)
		i = i - FOOT_LINES / 2 > from ? i - FOOT_LINES / 2 : from;
	else if (i == page->line_count)
		i = from;
	else
		take_right(&f, (struct vn_piece){behind, page->lines[i].end}), i++;
	for (; !status && i < page->line_count; i++) {
		if (items < page->line_count && i > items && is_item(page, i)) {
			status = take_item(&f, page->lines[i], !is_item(page, i + 1));
			continue;
		}
		if (!is_empty(f.item) &&
		    vn_page_find(page, page->lines[i], ";") < page->lines[i].end) {
			status = take_item(&f, page->lines[i], false);
			continue;
		}
		f.item = (struct vn_piece){0, 0};
		take_right(&f, page->lines[i]);
	}
	if (f.titles || f.names || is_empty(f.title) || is_empty(f.name))
		return status;
	if (!status)
		status = vn_page_add(page, VN_FIELD_TITLE, &f.title, 1, SURE);
	return status ? status : vn_page_add(page, VN_FIELD_SIGNER, &f.name, 1, SURE);
}
