/* The head of a document: two columns, then the name of its type and what it is about. */
#include "fields/page.h"

#include "text/chars.h"

#include <stdio.h>
#include <string.h>

#define HEAD_LINES    18 /* more has no head */
#define OFFICE_LINES  6
#define SUBJECT_LINES 5

#define SURE	 9900
#define LIKELY	 9700
#define MENDED	 9000 /* a digit that was read as a letter */
#define DOUBTFUL 4000

/* What is known of a head on the way down. */
struct head {
	struct vn_page *page;
	struct vn_part office[OFFICE_LINES];
	size_t office_count, offices_at; /* offices_at: where the last office begins */
	bool state, number, symbol, date;
	bool lost, own_lost; /* a line of the left column: any; only of the last office */
	const struct vn_type_name *by_code; /* what the symbol says */
};

/* Reads a number of up to MOST digits from *AT on; *MISREAD: a letter stands for one of them.
 * False: there is none. */
static bool read_number(const struct vn_page *page, size_t *at, size_t end, int most, int *number,
			bool *misread)
{
	int digits = 0, digit;

	for (*number = 0; *at < end && (digit = vn_page_digit(page->letters[*at])) >= 0;
	     ++*at, digits++) {
		*misread |= !vn_is_digit(page->letters[*at]);
		if (digits < most)
			*number = *number * 10 + digit;
	}
	return digits > 0 && digits <= most;
}

/* Moves *AT behind blanks and WORD. */
static bool skip(const struct vn_page *page, size_t *at, size_t end, const char *word)
{
	while (*at < end && page->letters[*at] == ' ')
		++*at;
	if (!vn_page_opens(page, (struct vn_part){*at, end}, word))
		return false;
	*at += strlen(word);
	while (*at < end && page->letters[*at] == ' ')
		++*at;
	return true;
}

static bool is_date(int day, int month, int year)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return year >= 1945 && year < 2100 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] && (month != 2 || day < 29 || leap);
}

/* Whether a word of PIECE that is not the first begins at WORD with a small letter. */
static bool is_small(const struct vn_page *page, struct vn_part piece, size_t word)
{
	char c = page->letters[word];
	return c >= 'a' && c <= 'z' && word > piece.begin && page->letters[word - 1] == ' ';
}

/* Where the name of a place that ends before END begins: capitalised words, not in capitals
 * throughout, for those are the other column's. *DOUBT: but for its last word, whose capital may
 * have been misread. */
static size_t place_begin(const struct vn_page *page, size_t begin, size_t end, bool *doubt)
{
	size_t at = end, found = end;

	*doubt = false;

	while (at > begin) {
		size_t word = at, next;
		bool small = false;
		while (word > begin && page->letters[word - 1] != ' ')
			word--;
		for (size_t i = word; i < at; i++) {
			char c = page->letters[i];
			if (!vn_is_letter(c) && !strchr("'-.", c))
				return found;
			small |= c >= 'a' && c <= 'z';
		}
		if (at == end && is_small(page, (struct vn_part){begin, end}, word))
			*doubt = true;
		else if (!(page->letters[word] >= 'A' && page->letters[word] <= 'Z') ||
			 (!small && at - word > 1 &&
			  !vn_page_opens(page, (struct vn_part){word, at}, "tp.")))
			return found;
		found = *doubt && at == end ? end : word;
		for (next = word; next > begin && page->letters[next - 1] == ' '; next--)
			;
		if (word - next > 1)
			return found; /* the gap between the columns */
		at = next;
	}
	return found;
}

/* Whether the name of a place that begins at BEGIN is all there: the word before it, from FROM on,
 * is of the left column. */
static bool is_whole(const struct vn_page *page, size_t from, size_t begin)
{
	bool whole = true;

	while (begin > from && page->letters[begin - 1] == ' ')
		begin--;
	for (size_t i = begin; i > from && page->letters[i - 1] != ' '; i--) {
		if (page->letters[i - 1] == '/')
			return true; /* a number: 12/TTr-VP */
		whole &= !(page->letters[i - 1] >= 'a' && page->letters[i - 1] <= 'z');
	}
	return whole;
}

/* PIECE without what was misread of the place behind it: an office, up to the first word with small
 * letters, or a number; otherwise nothing. */
static struct vn_part left_of(const struct vn_page *page, struct vn_part piece)
{
	size_t word = piece.begin;

	piece = vn_page_trim(page, piece);
	if (vn_page_opens(page, piece, "so") || vn_page_opens(page, piece, "v/v"))
		return piece;
	for (size_t i = piece.begin; i < piece.end; i++) {
		char c = page->letters[i];
		if (c == ' ')
			word = i;
		if (c >= 'a' && c <= 'z') {
			piece.end = word;
			break;
		}
	}
	return vn_page_trim(page, piece);
}

/* Whether PIECE begins as the body of a document does. Of a single word, the marks count as well.
 */
static bool opens_body(const struct vn_page *page, struct vn_part piece)
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

/* Reads "ngày D tháng M năm Y" from *AT on, as YYYY-MM-DD. False: there is none. */
static bool read_date(const struct vn_page *page, size_t *at, size_t end, char value[32],
		      bool *misread)
{
	int day, month, year;

	if (!skip(page, at, end, "ngay"))
		return false;
	while (*at < end && strchr(".:,", page->letters[*at]))
		++*at;
	if (!read_number(page, at, end, 2, &day, misread) || !skip(page, at, end, "thang") ||
	    !read_number(page, at, end, 2, &month, misread) || !skip(page, at, end, "nam") ||
	    !read_number(page, at, end, 4, &year, misread) || !is_date(day, month, year))
		return false;
	snprintf(value, 32, "%04d-%02d-%02d", year, month, day);
	return true;
}

/* Adds the date in [BEGIN, END). */
static enum vn_status add_date(struct head *h, size_t begin, size_t end, const char *value,
			       bool misread)
{
	h->date = true;
	return vn_page_say(h->page, VN_FIELD_DATE, (struct vn_part){begin, end}, value,
			   misread ? MENDED : SURE);
}

/* Whether the date at BEGIN of PIECE is that of another document: its symbol stands before it, and
 * not behind "Số", where the place may have been lost. */
static bool is_of_another(const struct vn_page *page, struct vn_part piece, size_t begin)
{
	struct vn_part word = {begin, begin};

	while (word.end > piece.begin && page->letters[word.end - 1] == ' ')
		word.end--;
	for (word.begin = word.end; word.begin > piece.begin;)
		if (page->letters[--word.begin] == ' ')
			break;
	return vn_page_find(page, word, "/") < word.end && !vn_page_opens(page, piece, "so");
}

/* Finds a date at the end of PIECE whose comma was not read, so that the place is not known; PIECE
 * is cut before it. */
static enum vn_status take_bare_date(struct head *h, struct vn_part *piece)
{
	const struct vn_page *page = h->page;
	size_t begin = vn_page_find(page, *piece, "ngay "), at = begin;
	char value[32];
	bool misread = false;

	if (begin == piece->end)
		begin = at = vn_page_find(page, *piece, "ngay.");
	if (h->date || !h->state || opens_body(page, *piece) ||
	    is_of_another(page, *piece, begin) ||
	    !read_date(page, &at, piece->end, value, &misread) || at + 2 < piece->end)
		return VN_OK;
	*piece = left_of(page, (struct vn_part){piece->begin, begin});
	return add_date(h, begin, at, value, misread);
}

/* Finds "Place, ngày D tháng M năm Y" in PIECE, which is cut before it. */
static enum vn_status take_date(struct head *h, struct vn_part *piece)
{
	struct vn_page *page = h->page;
	size_t comma = vn_page_find(page, *piece, ", ngay"), at = comma + 1, begin, day_at;
	bool whole, doubt, misread = false;
	char value[32];
	enum vn_status status = VN_OK;

	if (comma == piece->end)
		return take_bare_date(h, piece);
	begin = place_begin(page, piece->begin, comma, &doubt);
	if (doubt && opens_body(page, (struct vn_part){begin, comma}))
		begin = comma;
	whole = begin < comma && is_whole(page, piece->begin, begin);
	skip(page, &at, piece->end, "");
	day_at = at;
	if (!h->date && read_date(page, &at, piece->end, value, &misread)) {
		status = add_date(h, day_at, at, value, misread);
		if (!status && whole)
			status = vn_page_add(page, VN_FIELD_PLACE, &(struct vn_part){begin, comma},
					     1, doubt ? DOUBTFUL : LIKELY);
	}
	*piece = (struct vn_part){piece->begin, begin};
	*piece = whole ? vn_page_trim(page, *piece) : left_of(page, *piece);
	return status;
}

/* Cuts PIECE before what the right column says in all documents. */
static void cut_state(struct head *h, struct vn_part *piece)
{
	static const char *const right[] = {"cong hoa xa hoi", "dang cong san viet nam",
					    "chu nghia viet nam"};
	size_t at = piece->end;

	for (int i = 0; i < 3 && at == piece->end; i++)
		at = vn_page_find(h->page, *piece, right[i]);
	if (at == piece->end && vn_page_find(h->page, *piece, "hanh phuc") < piece->end)
		at = vn_page_find(h->page, *piece, "doc lap");
	h->state |= at < piece->end;
	*piece = vn_page_trim(h->page, (struct vn_part){piece->begin, at});
}

const struct vn_type_name *vn_type_of(struct vn_str symbol)
{
	for (const struct vn_type_name *t = vn_type_names; t->letters; t++) {
		size_t len = t->code ? strlen(t->code) : 0, at = 0;
		while (at < symbol.len && (vn_is_digit(symbol.ptr[at]) || symbol.ptr[at] == '/'))
			at++;
		if (len && symbol.len > at + len && memcmp(symbol.ptr + at, t->code, len) == 0 &&
		    (symbol.ptr[at + len] == '-' || symbol.ptr[at + len] == '/'))
			return t;
	}
	return NULL;
}

/* Whether the symbol of PIECE, behind a number that was not read, is one: a type is its first part.
 */
static bool is_symbol(const struct vn_page *page, struct vn_part piece)
{
	return vn_type_of(vn_page_text(page, piece)) != NULL;
}

/* Where the symbol behind "Số: 12/" begins; *NUMBER: the digits. PIECE's end: there is none. */
static size_t symbol_begin(const struct vn_page *page, size_t at, size_t end,
			   struct vn_part *number)
{
	size_t begin;

	while (at < end && strchr(" :.", page->letters[at]))
		at++;
	begin = at;
	while (at < end && (vn_is_digit(page->letters[at]) ||
			    (at > begin && vn_page_digit(page->letters[at]) >= 0)))
		at++;
	number->begin = number->end = begin;
	while (number->end < at && vn_is_digit(page->letters[number->end]))
		number->end++;
	if (number->end < at) /* a misread digit: the number is not known */
		number->end = begin;
	while (at < end && page->letters[at] == ' ')
		at++;
	if (at < end && strchr("/-", page->letters[at]) && number->end - begin <= 6)
		return at + 1;
	/* The stroke is lost with a number that was to be written by hand. */
	return at == begin && is_symbol(page, (struct vn_part){at, end}) ? at : end;
}

/* Reads "Số: 12/QĐ-UBND", "Số 15-QĐ/TU" from the begin of PIECE. False: it is none. */
static bool take_number(struct head *h, struct vn_part piece, enum vn_status *status)
{
	struct vn_page *page = h->page;
	size_t at = piece.begin;
	struct vn_part symbol, number;

	if (h->number || !skip(page, &at, piece.end, "so"))
		return false;
	symbol.begin = symbol_begin(page, at, piece.end, &number);
	if (symbol.begin == piece.end)
		return false;
	at = symbol.begin;
	while (at < piece.end &&
	       (vn_is_letter(page->letters[at]) || vn_is_digit(page->letters[at]) ||
		strchr("-/&.", page->letters[at])))
		at++;
	while (at > symbol.begin && strchr("-/&.", page->letters[at - 1]))
		at--;
	symbol.end = at;
	h->number = true;
	h->by_code = vn_type_of(vn_page_text(page, symbol));
	if (number.end > number.begin)
		*status = vn_page_add(page, VN_FIELD_NUMBER, &number, 1, SURE);
	h->symbol = symbol.end > symbol.begin + 1;
	/* More behind it: it was torn, and where it ends is not known. */
	if (!*status && h->symbol &&
	    vn_page_trim(page, (struct vn_part){at, piece.end}).begin + 2 >= piece.end)
		*status = vn_page_add(page, VN_FIELD_SYMBOL, &symbol, 1, SURE);
	return true;
}

/* Whether PIECE begins with one of LIST. */
static bool opens_one(const struct vn_page *page, struct vn_part piece, const char *const *list)
{
	for (; *list; list++)
		if (vn_page_opens(page, piece, *list))
			return true;
	return false;
}

/* Notes a line of the left column, or that one was lost. */
static void take_office(struct head *h, struct vn_part piece)
{
	const struct vn_page *page = h->page;

	if (h->number)
		return;
	piece = vn_page_words(page, piece);
	if (!vn_page_capital(page, piece) || h->office_count == OFFICE_LINES) {
		bool something = piece.end > piece.begin + 3;
		h->own_lost |= something && h->offices_at;
		h->lost |= something && !h->offices_at;
		return;
	}
	if (opens_one(page, piece, vn_heads)) {
		h->lost |= h->own_lost; /* what was lost is of neither */
		h->offices_at = h->office_count;
	} else if (!h->office_count) {
		h->lost = true; /* goes on with nothing: the first line was lost */
	}
	h->office[h->office_count++] = piece;
}

static enum vn_status add_offices(struct head *h)
{
	enum vn_status status = VN_OK;

	if (h->lost || !h->office_count)
		return VN_OK;
	if (h->offices_at)
		status = vn_page_add(h->page, VN_FIELD_SUPERIOR, h->office, h->offices_at,
				     h->own_lost ? MENDED : LIKELY);
	if (!status && !h->own_lost)
		status = vn_page_add(h->page, VN_FIELD_ISSUER, h->office + h->offices_at,
				     h->office_count - h->offices_at, LIKELY);
	return status;
}

/* The type whose name, in capitals, PIECE begins with; *BEHIND becomes where it ends. A capital may
 * have been read as a small letter if there is nothing else in PIECE and the symbol says the same.
 */
static const struct vn_type_name *named(const struct head *h, struct vn_part piece, size_t *behind)
{
	const struct vn_page *page = h->page;

	for (const struct vn_type_name *t = vn_type_names; t->letters; t++) {
		*behind = piece.begin + strlen(t->letters);
		if (*behind <= piece.end && vn_page_opens(page, piece, t->letters) &&
		    (vn_page_capital(page, (struct vn_part){piece.begin, *behind}) ||
		     (t == h->by_code && *behind == piece.end)) &&
		    (*behind == piece.end || page->letters[*behind] == ' ' ||
		     page->letters[*behind] == '.' || page->letters[*behind] == ':'))
			return t;
	}
	return NULL;
}

/* Whether PIECE begins with a year, or years, of a sentence rather than with the number of a
 * section. */
static bool opens_year(const struct vn_page *page, struct vn_part piece)
{
	size_t at = piece.begin;

	while (at < piece.end && strchr("- ", page->letters[at])) /* to another year */
		piece.begin = ++at;
	while (at < piece.end && vn_is_digit(page->letters[at]))
		at++;
	return at == piece.begin + 4 && (at == piece.end || page->letters[at] == ' ');
}

/* Whether line I cannot be of the subject whose last line is BEFORE (NULL: it would be its first);
 * *SURE: there is no doubt. */
static bool ends_subject(const struct vn_page *page, size_t i, const struct vn_part *before,
			 bool *sure)
{
	struct vn_part line = page->lines[i];
	char first = page->letters[line.begin];

	*sure = true;
	if (before && opens_year(page, line) && !strchr(".;:", page->letters[before->end - 1]))
		return false;
	if (vn_is_digit(first) ||
	    (vn_is_letter(first) && strchr(".)", page->letters[line.begin + 1])) ||
	    vn_page_capital(page, line) || vn_page_shouted(page, line) || first == '-' ||
	    vn_page_opens(page, line, "so:") || opens_body(page, line))
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

/* The subject, from line I on behind what REST of a line already says of it. */
static enum vn_status add_subject(struct head *h, struct vn_part rest, size_t *i)
{
	struct vn_page *page = h->page;
	struct vn_part lines[SUBJECT_LINES + 1];
	size_t count = 0;
	vn_confidence how = SURE;
	bool sure = true;

	if (rest.begin < rest.end)
		lines[count++] = rest;
	for (; *i < page->line_count && count <= SUBJECT_LINES; ++*i) {
		struct vn_part line = page->lines[*i];
		if (ends_subject(page, *i, count ? &lines[count - 1] : NULL, &sure))
			break;
		how = sure ? how : LIKELY;
		lines[count++] = line;
	}
	if (!count || count > SUBJECT_LINES || *i == page->line_count)
		return VN_OK;
	while (lines[count - 1].end > lines[count - 1].begin &&
	       strchr(".,:;/", page->letters[lines[count - 1].end - 1]))
		lines[count - 1].end--;
	return vn_page_add(page, VN_FIELD_SUBJECT, lines, count, how);
}

/* The subject of a letter, from "V/v" in PIECE to "Kính gửi". */
static enum vn_status take_letter(struct head *h, struct vn_part piece, size_t *i)
{
	struct vn_page *page = h->page;
	struct vn_part lines[SUBJECT_LINES];
	size_t count = 0, at = piece.begin;
	enum vn_status status = VN_OK;
	struct vn_part mark = {piece.begin, piece.begin + 3};

	skip(page, &at, piece.end, "v/v");
	skip(page, &at, piece.end, ":");
	lines[count++] = (struct vn_part){at, piece.end};
	for (++*i; !status && *i < page->line_count && count < SUBJECT_LINES; ++*i) {
		struct vn_part line = page->lines[*i];
		if (vn_page_opens(page, line, "kinh gui"))
			break;
		cut_state(h, &line);
		status = take_date(h, &line);
		if (line.begin < line.end)
			lines[count++] = line;
	}
	if (status || *i == page->line_count || !vn_page_opens(page, page->lines[*i], "kinh gui"))
		return status;
	status = vn_page_add(page, VN_FIELD_SUBJECT, lines, count, LIKELY);
	/* A letter has no name of its type; its subject below the number tells it. */
	return status || h->by_code ? status
				    : vn_page_say(page, VN_FIELD_TYPE, mark, "Công văn", LIKELY);
}

/* The name of the type in PIECE, and the subject behind it. */
static enum vn_status take_type(struct head *h, const struct vn_type_name *type,
				struct vn_part piece, size_t behind, size_t *i)
{
	struct vn_page *page = h->page;
	struct vn_part rest = vn_page_trim(page, (struct vn_part){behind, piece.end});
	bool odd = h->by_code && h->by_code != type;
	enum vn_status status =
		vn_page_say(page, VN_FIELD_TYPE, (struct vn_part){piece.begin, behind}, type->name,
			    odd ? LIKELY : SURE);

	++*i;
	if (!status)
		status = add_subject(h, rest, i);
	/* Contracts have their number below. */
	if (!status && !h->number && *i < page->line_count &&
	    take_number(h, page->lines[*i], &status))
		++*i;
	return status;
}

enum vn_status vn_find_head(struct vn_page *page, size_t *behind)
{
	struct head h = {.page = page};
	enum vn_status status = VN_OK;
	size_t i = 0;

	for (; !status && i < page->line_count && i < HEAD_LINES; i++) {
		const struct vn_type_name *type;
		struct vn_part line = page->lines[i];
		size_t end;
		cut_state(&h, &line);
		status = take_date(&h, &line);
		if (status || line.begin == line.end || take_number(&h, line, &status))
			continue;
		type = h.state || h.number ? named(&h, line, &end) : NULL;
		if (type) {
			status = take_type(&h, type, line, end, &i);
			break;
		}
		if (h.number && vn_page_opens(page, line, "v/v")) {
			status = take_letter(&h, line, &i);
			break;
		}
		if (opens_body(page, line) && !vn_page_capital(page, line))
			break;
		take_office(&h, line);
	}
	*behind = i;
	/* Without its number or its state, what stands on top may be anything. */
	return status || !(h.number && h.state) ? status : add_offices(&h);
}
