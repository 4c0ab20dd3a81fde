#include "fields/items.h"

#include "fields/filed.h"
#include "text/chars.h"

#include <string.h>

#define FILED_LETTERS 5 /* of "Lưu", at most, as it may have been read; of who typed */

/* The word at AT of LINE. */
static struct vn_part word_at(const struct vn_page *page, struct vn_part line, size_t at)
{
	struct vn_part word = {at, at};

	while (word.end < line.end && page->letters[word.end] != ' ')
		word.end++;
	return word;
}

static size_t behind_blanks(const struct vn_page *page, struct vn_part line, size_t at)
{
	while (at < line.end && page->letters[at] == ' ')
		at++;
	return at;
}

/* Whether what is to be filed begins at AT of PIECE, right behind "Lưu": LưuVT. */
static bool is_glued(const struct vn_page *page, struct vn_part piece, size_t at)
{
	return at == piece.begin + 3 && page->letters[at - 1] == 'u' && page->letters[at] >= 'A' &&
	       page->letters[at] <= 'Z';
}

/* Behind "Lưu:" at the begin of PIECE; its begin: that is not there. *SIGN: its colon is. */
static size_t behind_filed(const struct vn_page *page, struct vn_part piece, bool *sign)
{
	bool read = vn_page_opens(page, piece, "luu");
	size_t at = piece.begin, begin;

	if (!vn_page_opens(page, piece, "l"))
		return piece.begin;
	while (at < piece.end && vn_page_word(page->letters[at]) && !is_glued(page, piece, at))
		at++;
	if (at > piece.begin + FILED_LETTERS)
		return piece.begin;
	at = behind_blanks(page, piece, at);
	*sign = at < piece.end && (page->letters[at] == ':' || (read && page->letters[at] == ';'));
	begin = behind_blanks(page, piece, at + *sign);
	if (begin == piece.end)
		return piece.begin;
	if (read && (*sign || vn_page_capital(page, word_at(page, piece, begin))))
		return begin;
	return *sign && strchr("VvHh", page->letters[begin]) ? begin : piece.begin;
}

size_t vn_item_filed(const struct vn_page *page, struct vn_part piece)
{
	bool sign;
	return behind_filed(page, piece, &sign);
}

bool vn_item_is_filed(const struct vn_page *page, struct vn_part piece)
{
	return vn_item_filed(page, piece) > piece.begin;
}

bool vn_item_is_filed_line(const struct vn_page *page, struct vn_part line)
{
	struct vn_part words = vn_page_words(page, line);
	bool sign;

	return page->letters[words.begin] == 'L' && words.begin < line.begin + 3 &&
	       behind_filed(page, words, &sign) > words.begin && sign;
}

/* Whether WORD is who typed, before the copies in brackets: Hg (03b). */
static bool is_typist(const struct vn_page *page, struct vn_part line, struct vn_part word)
{
	size_t next = behind_blanks(page, line, word.end);

	if (!(page->letters[word.begin] >= 'A' && page->letters[word.begin] <= 'Z') ||
	    word.end > word.begin + FILED_LETTERS || next + 1 >= line.end)
		return false;
	for (size_t i = word.begin; i < word.end; i++)
		if (!vn_is_letter(page->letters[i]))
			return false;
	return page->letters[next] == '(' && vn_is_digit(page->letters[next + 1]);
}

/* Where the abbreviations that begin at BEGIN of LINE end, with what is in brackets behind them. A
 * full stop ends them, unless it is a comma that was misread: what follows is one of the lexicon
 * and ends with a stop itself, or brackets follow. *DOUBT: it may be either. */
static size_t end_of_filed(const struct vn_page *page, struct vn_part line, size_t begin,
			   bool *doubt)
{
	size_t end = line.end;
	bool stop = false, inside = false;

	for (size_t at = begin; at < line.end; at = end) {
		struct vn_part word, letters;
		at = behind_blanks(page, line, at);
		word = word_at(page, line, at);
		letters = vn_page_words(page, word);
		if (page->letters[at] == '(') {
			at = vn_page_find(page, (struct vn_part){at, line.end}, ")");
			return at < line.end ? at + 1 : line.end;
		}
		if (!vn_page_capital(page, word) && !is_typist(page, line, word) &&
		    !(at == begin && vn_filed_is_clerk(page, letters)))
			break;
		if (stop && page->letters[behind_blanks(page, line, word.end)] != '(' &&
		    !vn_filed_sure(vn_page_text(page, letters))) {
			*doubt = strchr(".,", page->letters[word.end - 1]) != NULL;
			return end;
		}
		inside |= stop;
		end = word.end;
		stop = page->letters[end - 1] == '.';
	}
	*doubt = inside && !stop;
	return end;
}

size_t vn_item_end(const struct vn_page *page, struct vn_part line, bool *closed, bool *doubt)
{
	bool sign;
	size_t filed = behind_filed(page, line, &sign), end, colon;

	*closed = true;
	*doubt = false;
	if (filed > line.begin)
		return end_of_filed(page, line, filed, doubt);
	/* A colon for the semicolon: behind it is nothing, or nothing that was printed there, or
	 * the right column. */
	end = vn_page_find(page, line, ";");
	colon = vn_page_find(page, line, ":");
	if (colon < line.end &&
	    (end == line.end || vn_page_shouted(page, (struct vn_part){colon + 1, end})))
		return colon;
	if (end < line.end)
		return end;
	*closed = page->letters[line.end - 1] == '.' && page->letters[line.end - 2] != ' ';
	return line.end;
}

/* Whether WORD, the last of a line, is no word: a single letter, or one with signs that no word
 * has. */
static bool is_stroke(const struct vn_page *page, struct vn_part word)
{
	bool sign = false;

	if (word.end == word.begin + 1)
		return !vn_is_digit(page->letters[word.begin]);
	for (size_t i = word.begin; i < word.end; i++)
		sign |= !vn_page_word(page->letters[i]) && !strchr("-&(),./;:", page->letters[i]);
	return sign || page->letters[word.begin] == '/';
}

struct vn_part vn_item_without_strokes(const struct vn_page *page, struct vn_part line)
{
	for (;;) {
		struct vn_part word = {line.end, line.end};
		while (word.begin > line.begin && page->letters[word.begin - 1] != ' ')
			word.begin--;
		if (word.begin == line.begin || !is_stroke(page, word))
			return line;
		for (line.end = word.begin; page->letters[line.end - 1] == ' ';)
			line.end--;
	}
}

struct vn_part vn_item_without_signed(const struct vn_page *page, struct vn_part line)
{
	size_t at = vn_page_find(page, line, "(da ky)");

	return at < line.end ? vn_page_trim(page, (struct vn_part){line.begin, at}) : line;
}

size_t vn_items_title(const struct vn_page *page, size_t from, size_t *behind)
{
	for (size_t i = page->line_count; i > from; i--) {
		struct vn_part line = page->lines[i - 1];
		size_t at = vn_page_find(page, line, "oi nhan");
		if (at >= line.begin + 3 || at == line.end)
			continue;
		*behind = at + strlen("oi nhan");
		return i - 1;
	}
	return page->line_count;
}

/* Whether LINE begins with a dash, or, ANY, has the semicolon of an item. */
static bool is_item(const struct vn_page *page, struct vn_part line, bool any)
{
	bool dash = page->letters[line.begin] == '-';
	bool closed = vn_page_find(page, line, ";") < line.end;

	return any ? dash || closed : dash && closed;
}

/* Whether LINE ends as the text of a document does: "./.", whose first stop may be a comma. */
static bool ends_text(const struct vn_page *page, struct vn_part line)
{
	return vn_page_find(page, line, "./") < line.end ||
	       vn_page_opens(page, (struct vn_part){line.end - 2, line.end}, "/.");
}

/* The line behind the end of the text, if items follow it. */
static size_t behind_text(const struct vn_page *page, size_t from)
{
	size_t i = page->line_count;

	while (i > from && !ends_text(page, page->lines[i - 1]))
		i--;
	if (i == from || i + 1 >= page->line_count || is_item(page, page->lines[i], true) ||
	    !is_item(page, page->lines[i + 1], false))
		return page->line_count;
	return i;
}

size_t vn_items_find(const struct vn_page *page, size_t from)
{
	size_t i = page->line_count, first;

	while (i > from && !vn_item_is_filed(page, vn_page_words(page, page->lines[i - 1])))
		i--;
	if (i == from)
		return behind_text(page, from);
	for (first = --i; i > from && first - i < 3; i--) {
		struct vn_part line = page->lines[i - 1];
		if (is_item(page, line, true))
			first = i - 1;
		if (ends_text(page, line))
			break;
	}
	return first > from ? first - 1 : page->line_count;
}
