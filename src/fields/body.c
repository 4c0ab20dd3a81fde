/* The legal bases of a document. */
#include "fields/near.h"
#include "fields/page.h"

#include <string.h>

#define BASES_WITHIN 60 /* lines behind the head */
#define BASIS_LINES  6
#define OPENING	     strlen("Can cu")

#define SURE 9800

static bool is_basis(const struct vn_page *page, struct vn_part *line)
{
	while (line->begin < line->end && strchr("- ", page->letters[line->begin]))
		line->begin++;
	return vn_page_opens(page, *line, "can cu") && page->letters[line->begin] == 'C' &&
	       strchr(" .,:-", page->letters[line->begin + OPENING]);
}

/* Whether LINE, behind a basis, is another one whose first words were misread by a letter: it names
 * a kind of document and ends like one. */
static bool is_another(const struct vn_page *page, struct vn_part *line)
{
	static const char opening[] = "cancu";
	static const char *const named[] = {"luat",  "bo luat",	 "nghi",
					    "quyet", "thong tu", "phap lenh"};
	char read[VN_NEAR_LETTERS + 1];
	struct vn_part words = {line->begin, line->begin};
	struct vn_part rest;

	for (int i = 0; i < 2; i++)
		words.end = vn_page_find(page, (struct vn_part){words.end + 1, line->end}, " ");
	rest = (struct vn_part){words.end + 1, line->end};
	if (words.end >= line->end || page->letters[line->begin] != 'C' ||
	    page->letters[line->end - 1] != ';' ||
	    vn_near_distance(read, vn_near_pack(page, words, read), opening, strlen(opening), 2) >
		    2)
		return false;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (vn_page_opens(page, rest, named[i]))
			return true;
	return false;
}

/* Puts LINE, that a basis begins with, into LINES: without a speck behind its first words. */
static size_t take_first(const struct vn_page *page, struct vn_part line, struct vn_part *lines)
{
	size_t count = 0, at = line.begin + OPENING;

	if (page->letters[at] != ' ') {
		lines[count++] = (struct vn_part){line.begin, at};
		while (at < line.end && !vn_page_word(page->letters[at]))
			at++;
		line.begin = at;
	}
	lines[count++] = line;
	return count;
}

/* LINE without specks behind the sign that ends it. */
static struct vn_part without_specks(const struct vn_page *page, struct vn_part line)
{
	size_t end = vn_page_find(page, line, ";");

	for (size_t i = end; i < line.end; i++)
		if (vn_page_word(page->letters[i]))
			return line;
	return (struct vn_part){line.begin, end < line.end ? end + 1 : line.end};
}

/* Whether line I says what else a document stands on, or that it decides, rather than what it says:
 * the colon before it was a semicolon. */
static bool goes_on(const struct vn_page *page, size_t i)
{
	struct vn_part line;

	if (i >= page->line_count)
		return false;
	line = page->lines[i];
	return is_basis(page, &line) || vn_page_opens(page, line, "xet ") ||
	       vn_page_opens(page, line, "theo ") || vn_page_opens(page, line, "quyet dinh") ||
	       vn_page_opens(page, line, "quyet nghi");
}

enum vn_status vn_find_bases(struct vn_page *page, size_t from)
{
	enum vn_status status = VN_OK;
	size_t behind = 0; /* a basis: the line there */
	size_t last =
		from + BASES_WITHIN < page->line_count ? from + BASES_WITHIN : page->line_count;

	for (size_t i = from; !status && i < last; i++) {
		struct vn_part lines[BASIS_LINES], line = page->lines[i];
		size_t count = 0;
		bool ended = false;
		if (vn_page_opens(page, line, "dieu 1"))
			break;
		if (!is_basis(page, &line) && !(i && i == behind && is_another(page, &line)))
			continue;
		for (; i < last && count < BASIS_LINES; i++, line = page->lines[i]) {
			line = without_specks(page, line);
			if (count)
				lines[count++] = line;
			else
				count = take_first(page, line, lines);
			ended = strchr(";.", page->letters[line.end - 1]) ||
				(page->letters[line.end - 1] == ':' && goes_on(page, i + 1));
			/* "Căn cứ ..., we report as follows:" is none. */
			if (ended || i + 1 == last || page->letters[line.end - 1] == ':')
				break;
			line = page->lines[i + 1];
			if (is_basis(page, &line))
				break; /* its end was misread, but the next one begins */
		}
		ended |= i + 1 < last && is_basis(page, &line);
		if (!ended || count == BASIS_LINES)
			continue;
		behind = i + 1;
		while (strchr(";.,:", page->letters[lines[count - 1].end - 1]))
			lines[count - 1].end--;
		status = vn_page_add(page, VN_FIELD_BASIS, lines, count, SURE);
	}
	return status;
}
