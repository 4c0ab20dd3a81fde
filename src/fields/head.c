/* The head of a document: two columns, then the name of its type and what it is about. */
#include "fields/page.h"
#include "fields/subject.h"

#include "text/chars.h"

#include <stdio.h>
#include <string.h>

#define HEAD_LINES   18 /* more has no head */
#define OFFICE_LINES 6
#define PLACE_WORDS  4

#define SURE	9900
#define LIKELY	9700
#define MISREAD 1000

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
			   misread ? VN_FIELD_MENDED : SURE);
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

/* Adds the last words of PIECE as a place that was misread: the name of the office may tell it. */
static enum vn_status add_misread_place(struct head *h, struct vn_part piece)
{
	const struct vn_page *page = h->page;
	struct vn_part place;

	piece = vn_page_words(page, piece);
	place = (struct vn_part){piece.end, piece.end};
	for (int words = 0; words < PLACE_WORDS && place.begin > piece.begin; words++) {
		while (place.begin > piece.begin && page->letters[place.begin - 1] == ' ')
			place.begin--;
		while (place.begin > piece.begin && page->letters[place.begin - 1] != ' ')
			place.begin--;
	}
	return vn_page_add(h->page, VN_FIELD_PLACE, &place, 1, MISREAD);
}

/* Finds a date at the end of PIECE whose comma was not read, so that the place is not known; PIECE
 * is cut before it. */
static enum vn_status take_bare_date(struct head *h, struct vn_part *piece)
{
	const struct vn_page *page = h->page;
	size_t begin = vn_page_find(page, *piece, "ngay "), at = begin;
	char value[32];
	bool misread = false;
	enum vn_status status;

	if (begin == piece->end)
		begin = at = vn_page_find(page, *piece, "ngay.");
	if (h->date || !h->state || vn_subject_ends_at(page, *piece) ||
	    is_of_another(page, *piece, begin) ||
	    !read_date(page, &at, piece->end, value, &misread) || at + 2 < piece->end)
		return VN_OK;
	status = add_misread_place(h, (struct vn_part){piece->begin, begin});
	*piece = left_of(page, (struct vn_part){piece->begin, begin});
	return status ? status : add_date(h, begin, at, value, misread);
}

/* Finds "Place, ngày D tháng M năm Y" in PIECE, which is cut before it. */
static enum vn_status take_date(struct head *h, struct vn_part *piece)
{
	struct vn_page *page = h->page;
	size_t comma = vn_page_find(page, *piece, ", ngay"), at = comma + 1, begin, day_at;
	bool whole, doubt, dated, misread = false;
	char value[32];
	enum vn_status status = VN_OK;

	if (comma == piece->end)
		return take_bare_date(h, piece);
	begin = place_begin(page, piece->begin, comma, &doubt);
	if (doubt && vn_subject_ends_at(page, (struct vn_part){begin, comma}))
		begin = comma;
	whole = begin < comma && is_whole(page, piece->begin, begin);
	skip(page, &at, piece->end, "");
	day_at = at;
	dated = read_date(page, &at, piece->end, value, &misread);
	/* The place of a date that was misread is known. */
	if (!h->date && (dated || (vn_page_find(page, *piece, " thang ") <
				   vn_page_find(page, *piece, " nam ")))) {
		if (dated)
			status = add_date(h, day_at, at, value, misread);
		if (!status && whole)
			status = vn_page_add(page, VN_FIELD_PLACE, &(struct vn_part){begin, comma},
					     1, doubt ? VN_FIELD_DOUBTFUL : LIKELY);
		else if (!status)
			status = add_misread_place(h, (struct vn_part){piece->begin, comma});
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
	size_t begin, stroke;

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
	/* A digit was read as a sign. */
	stroke = vn_page_find(page, (struct vn_part){begin, end}, "/");
	if (at < stroke && stroke < end && stroke <= begin + 6 &&
	    !vn_is_letter(page->letters[at])) {
		number->end = begin;
		return stroke + 1;
	}
	/* The stroke is lost with a number that was to be written by hand. */
	return at == begin && is_symbol(page, (struct vn_part){at, end}) ? at : end;
}

/* Moves *AT behind "Số", or what is read for it before a colon: 86, S6. */
static bool skip_number_word(const struct vn_page *page, size_t *at, size_t end)
{
	const char *letters = page->letters + *at;

	if (end > *at + 3 && strchr("sS58$", letters[0]) && strchr("oO06", letters[1]) &&
	    letters[2] == ':') {
		*at += 2;
		return true;
	}
	return skip(page, at, end, "so");
}

/* Reads "Số: 12/QĐ-UBND", "Số 15-QĐ/TU" from the begin of PIECE. False: it is none. */
static bool take_number(struct head *h, struct vn_part piece, enum vn_status *status)
{
	struct vn_page *page = h->page;
	size_t at = piece.begin;
	struct vn_part symbol, number;

	if (h->number || !skip_number_word(page, &at, piece.end))
		return false;
	symbol.begin = symbol_begin(page, at, piece.end, &number);
	if (symbol.begin == piece.end) {
		/* What else has a colon and a dash there is a number that cannot be read. */
		h->number = h->state && page->letters[at] == ':' &&
			    vn_page_find(page, piece, "-") < piece.end;
		return h->number;
	}
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

/* PIECE, a line of an office, without a single letter or digit at its end that is no number of it.
 */
static struct vn_part without_speck(const struct vn_page *page, struct vn_part piece)
{
	static const char *const numbered[] = {"khu vuc ", "so ", "quan ", "phuong ", "co so "};
	struct vn_part before = {piece.begin, piece.end - 1};

	if (piece.end < piece.begin + 3 || page->letters[piece.end - 2] != ' ')
		return piece;
	for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++) {
		size_t len = strlen(numbered[i]);
		if (before.end >= before.begin + len &&
		    vn_page_opens(page, (struct vn_part){before.end - len, before.end},
				  numbered[i]))
			return piece;
	}
	return vn_page_words(page, before);
}

/* Notes a line of the left column, or that one was lost. */
static void take_office(struct head *h, struct vn_part piece)
{
	const struct vn_page *page = h->page;

	if (h->number)
		return;
	piece = vn_page_words(page, piece);
	/* One capital may have been read as a small letter, if the line is an office by its first
	 * word. */
	if (!(vn_page_capital(page, piece) ||
	      (vn_page_shouted(page, piece) && opens_one(page, piece, vn_heads))) ||
	    h->office_count == OFFICE_LINES) {
		bool something = piece.end > piece.begin + 3;
		h->own_lost |= something && h->offices_at;
		h->lost |= something && !h->offices_at;
		return;
	}
	/* A branch is named behind its bank, where what is above both has been named. */
	piece = without_speck(page, piece);
	if (opens_one(page, piece, vn_heads) &&
	    !(h->offices_at && vn_page_opens(page, piece, "chi nhanh"))) {
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
				     h->own_lost ? VN_FIELD_MENDED : LIKELY);
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

/* The subject of a letter, from "V/v" in PIECE to "Kính gửi". */
static enum vn_status take_letter(struct head *h, struct vn_part piece, size_t *i)
{
	struct vn_page *page = h->page;
	struct vn_part lines[VN_SUBJECT_LINES];
	size_t count = 0, at = piece.begin;
	enum vn_status status = VN_OK;
	struct vn_part mark = {piece.begin, piece.begin + 3};

	skip(page, &at, piece.end, "v/v");
	skip(page, &at, piece.end, ":");
	lines[count++] = (struct vn_part){at, piece.end};
	for (++*i; !status && *i < page->line_count && count < VN_SUBJECT_LINES; ++*i) {
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
		status = vn_subject_add(h->page, rest, i);
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
		if (vn_subject_ends_at(page, line) && !vn_page_capital(page, line))
			break;
		take_office(&h, line);
	}
	*behind = i;
	/* Without its number or its state, what stands on top may be anything. */
	return status || !(h.number && h.state) ? status : add_offices(&h);
}
