#include "fields/subject.h"

#include "text/chars.h"

#include <string.h>

#define SURE   9900
#define LIKELY 9700

bool vn_subject_ends_at(const struct vn_page *page, struct vn_part piece)
{
	for (const struct vn_spelling *opening = vn_openings; opening->letters; opening++) {
		size_t len = strlen(opening->letters);
		if (!vn_page_opens(page, piece, opening->letters))
			continue;
		if (strchr(opening->letters, ' ') != opening->letters + len - 1 ||
		    vn_page_spelt(page, (struct vn_part){piece.begin, piece.begin + len},
				  opening->name))
			return true;
	}
	return false;
}

/* Whether PIECE begins with a year, or years, or the number of a document, of a sentence, rather
 * than with the number of a section. */
static bool opens_number(const struct vn_page *page, struct vn_part piece)
{
	size_t at = piece.begin;

	while (at < piece.end && strchr("- ", page->letters[at])) /* to another year */
		piece.begin = ++at;
	while (at < piece.end && vn_is_digit(page->letters[at]))
		at++;
	return at > piece.begin &&
	       (page->letters[at] == '/' ||
		(at == piece.begin + 4 && (at == piece.end || page->letters[at] == ' ')));
}

/* Whether line I cannot be of the subject whose last line is BEFORE (NULL: it would be its first);
 * *SURE: there is no doubt. */
static bool ends_subject(const struct vn_page *page, size_t i, const struct vn_part *before,
			 bool *sure)
{
	struct vn_part line = page->lines[i];
	char first = page->letters[line.begin];

	*sure = true;
	if (before && opens_number(page, line) && !strchr(".;:", page->letters[before->end - 1]))
		return false;
	if (vn_is_digit(first) ||
	    (vn_is_letter(first) && strchr(".)", page->letters[line.begin + 1])) ||
	    vn_page_capital(page, line) || vn_page_shouted(page, line) || first == '-' ||
	    vn_page_opens(page, line, "so:") || vn_subject_ends_at(page, line))
		return before || !vn_page_opens(page, line, "thuc hien ");
	if (!before)
		return false;
	if (strchr(".;:", page->letters[before->end - 1]))
		return true;
	if (first >= 'a' && first <= 'z')
		return false;
	/* A new sentence, or a name at the begin of a line: the last line of several is short. */
	*sure = line.end - line.begin >= before->end - before->begin;
	return *sure;
}

/* Whether PIECE ends with a word that more has to follow. */
static bool is_open(const struct vn_page *page, struct vn_part piece)
{
	static const char *const open[] = {" số",   " về",   " và",  " của", " các", " tại",
					   " theo", " trên", " với", " cho", " từ",  " giữa"};

	for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
		struct vn_str last = {open[i], strlen(open[i])}, text = vn_page_text(page, piece);
		if (text.len > last.len &&
		    memcmp(text.ptr + text.len - last.len, last.ptr, last.len) == 0)
			return true;
	}
	return false;
}

enum vn_status vn_subject_add(struct vn_page *page, struct vn_part rest, size_t *i)
{
	struct vn_part lines[VN_SUBJECT_LINES + 1];
	size_t count = 0;
	vn_confidence how = SURE;
	bool sure = true;

	if (rest.begin < rest.end)
		lines[count++] = rest;
	for (; *i < page->line_count && count <= VN_SUBJECT_LINES; ++*i) {
		struct vn_part line = page->lines[*i];
		if (ends_subject(page, *i, count ? &lines[count - 1] : NULL, &sure))
			break;
		how = sure ? how : LIKELY;
		lines[count++] = line;
	}
	if (!count || count > VN_SUBJECT_LINES || *i == page->line_count)
		return VN_OK;
	while (lines[count - 1].end > lines[count - 1].begin &&
	       strchr(".,:;/", page->letters[lines[count - 1].end - 1]))
		lines[count - 1].end--;
	if (is_open(page, lines[count - 1])) /* its last line was not read */
		how = VN_FIELD_DOUBTFUL;
	return vn_page_add(page, VN_FIELD_SUBJECT, lines, count, how);
}
