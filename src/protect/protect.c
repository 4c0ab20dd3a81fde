/* Marks what no later stage may change: numbers, document codes, addresses, islands that are no
 * prose, other charsets. */
#include "protect/address.h"
#include "protect/ascii.h"
#include "protect/code.h"
#include "protect/formula.h"
#include "protect/handle.h"
#include "protect/island.h"
#include "protect/numbered.h"
#include "protect/settings.h"
#include "protect/token.h"
#include "source/probe.h"
#include "stage.h"
#include "text/chars.h"
#include "user/user.h"

static enum vn_status mark(struct vn_unit *unit, size_t base, size_t begin, size_t end,
			   enum vn_protect kind, struct vn_err *err)
{
	return vn_unit_protect(unit, base + begin, base + end, kind, err);
}

/* Whether a code may begin at TEXT[at]: not inside a word, a number or a path. */
static bool may_begin(struct vn_str text, size_t token, size_t at)
{
	unsigned char c = (unsigned char)text.ptr[at];
	unsigned char before = at > token ? (unsigned char)text.ptr[at - 1] : ' ';
	bool wordy = before >= 0x80 || vn_is_letter(before) || vn_is_digit(before) ||
		     memchr("./-_@&", before, 6);

	if (at == token + 1 && before == '/')
		wordy = false; /* the number was left blank: /KH-UBND */
	if (at >= token + 3 && memcmp(text.ptr + at - 3, "“", 3) == 0)
		wordy = false;
	return !wordy && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c >= 0xc3);
}

/* Marks the codes that begin in [begin, end) of the token that begins at TOKEN. *DONE becomes the
 * end of the last one, if there is one; it may lie beyond the token (57 -NQ/TW). */
static enum vn_status mark_codes(struct vn_unit *unit, size_t token, size_t begin, size_t end,
				 size_t *done, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	enum vn_status status = VN_OK;

	for (size_t at = begin; !status && at < end; at++) {
		struct vn_code code;
		if (!may_begin(text, token, at) || !vn_code_parse(text, at, &code))
			continue;
		status = vn_unit_protect(unit, code.begin, code.end, VN_PROTECT_CODE, err);
		*done = code.end;
		at = code.end - 1;
	}
	return status;
}

/* Whether TEXT goes on at AT with a word that stands behind amounts, as engines without Vietnamese
 * read it too: a letter of triệu and nghìn may be any. */
static bool amount_follows(struct vn_str text, size_t at)
{
	static const struct {
		const char *head, *tail;
		size_t most; /* bytes between them */
	} words[] = {
		{"tri", "u", 3}, {"ngh", "n", 3}, {"ty", "", 0}, {"tỷ", "", 0}, {"USD", "", 0}};
	size_t begin = at + 1, end = begin;

	if (at >= text.len || text.ptr[at] != ' ')
		return false;
	while (end < text.len && !strchr(" \t\r\n.,;:)", text.ptr[end]))
		end++;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t head = strlen(words[i].head), tail = strlen(words[i].tail);
		if (end - begin >= head + tail && end - begin <= head + tail + words[i].most &&
		    memcmp(text.ptr + begin, words[i].head, head) == 0 &&
		    memcmp(text.ptr + end - tail, words[i].tail, tail) == 0)
			return true;
	}
	return false;
}

static enum vn_status mark_numbers(struct vn_unit *unit, size_t base, struct vn_str token,
				   struct vn_err *err)
{
	bool letters = vn_text_has_letter(token);
	enum vn_status status = VN_OK;
	size_t begin = 0, end;

	while (!status && begin < token.len && vn_token_number(token, letters, &begin, &end)) {
		bool maybe_letters = !letters && vn_token_signed_digit(token, begin, end) &&
				     !amount_follows(vn_buf_str(&unit->text), base + token.len);
		status = mark(unit, base, begin, end,
			      maybe_letters ? VN_PROTECT_SIGNED : VN_PROTECT_NUMBER, err);
		begin = end;
	}
	return status;
}

/* What a token may hold, from one look at its bytes. */
struct hints {
	bool digit, dash, sign, hump; /* 0-9; - or /; of an address or island; a capital inside */
};

static bool is_hint(char c)
{
	switch (c) {
	case '\0':
	case '.':
	case ':':
	case '/':
	case '@':
	case '_':
	case '(':
	case '<':
	case '>':
	case '=':
	case '^':
	case '\\':
	case '&':
	case ']':
	case '#':
	case '-':
	case '"':
	case '\'':
	case '{':
	case '$':
	case '[':
		return true;
	default:
		return false;
	}
}

static struct hints look(struct vn_str token)
{
	struct hints h = {false, false, false, false};
	for (size_t i = 0; i < token.len; i++) {
		char c = token.ptr[i];
		if (vn_ascii_lower(c))
			continue;
		h.digit |= vn_ascii_digit(c);
		h.dash |= c == '-' || c == '/';
		h.sign |= is_hint(c);
		h.hump |= i > 0 && vn_ascii_upper(c) && vn_ascii_alpha(token.ptr[i - 1]);
	}
	return h;
}

/* Marks codes and numbers in [begin, end) of the token that begins at TOKEN. *DONE as above. */
static enum vn_status mark_open(struct vn_unit *unit, size_t token, size_t begin, size_t end,
				struct hints has, size_t *done, struct vn_err *err)
{
	struct vn_str piece = {unit->text.ptr + begin, end - begin};
	enum vn_status status = VN_OK;

	if (has.digit || has.dash)
		status = mark_codes(unit, token, begin, end, done, err);
	if (!status && has.digit)
		status = mark_numbers(unit, begin, piece, err);
	return status;
}

/* Handles the token [begin, end). *DONE is up to where codes have been marked. */
static enum vn_status mark_token(struct vn_unit *unit, size_t begin, size_t end, size_t *done,
				 struct vn_err *err)
{
	struct vn_str token = {unit->text.ptr + begin, end - begin};
	struct hints has = look(token);
	enum vn_status status = VN_OK;
	size_t from = 0, at = 0, to;

	while (!status && (has.sign || has.hump || has.digit) && at < token.len) {
		bool address = vn_address_at(token, at, &to);
		if (!address && !vn_island_in(token, at, &to)) {
			if (!vn_handle_at(vn_buf_str(&unit->text), begin, end, begin + at, &to)) {
				at++;
				continue;
			}
			to -= begin;
		}
		status = mark_open(unit, begin, begin + from, begin + at, has, done, err);
		if (!status)
			status = mark(unit, begin, at, to,
				      address ? VN_PROTECT_ADDRESS : VN_PROTECT_ISLAND, err);
		from = at = to;
	}
	if (!status)
		status = mark_open(unit, begin, begin + from, end, has, done, err);
	return status;
}

/* Whether TEXT has bytes that are no UTF-8: a quick look, as nearly all has none. */
static bool has_invalid(struct vn_str text)
{
	for (size_t at = 0; at < text.len;) {
		if ((unsigned char)text.ptr[at] < 0x80)
			at++;
		else if (vn_utf8_next(text, &at) < 0)
			return true;
	}
	return false;
}

/* Marks the lines whose letters beyond ASCII are mostly bytes of another charset: a word in UTF-8
 * among them would make a text that no program can read. Stray bytes in other lines are left to the
 * stages, which do not touch them. */
static enum vn_status mark_foreign(struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	enum vn_status status = VN_OK;
	size_t begin = 0;

	if (!has_invalid(text))
		return VN_OK;
	/* In such a text the words of ASCII letters alone are of that charset too. */
	if (vn_probe_eight_bits(text))
		return mark(unit, 0, 0, text.len, VN_PROTECT_FOREIGN, err);
	while (!status && begin < text.len) {
		const char *stop = memchr(text.ptr + begin, '\n', text.len - begin);
		size_t end = stop ? (size_t)(stop - text.ptr) : text.len;
		struct vn_str line = {text.ptr + begin, end - begin};
		struct vn_letters_seen seen = {0};
		if (has_invalid(line))
			seen = vn_probe_letters(line);
		if (seen.invalid >= 2 && seen.invalid > seen.wide)
			status = mark(unit, begin, 0, line.len, VN_PROTECT_FOREIGN, err);
		begin = end + 1;
	}
	return status;
}

/* Marks what no span holds yet of [begin, end). */
static enum vn_status mark_rest(struct vn_unit *unit, size_t begin, size_t end,
				enum vn_protect kind, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && begin < end) {
		const struct vn_span *span = vn_unit_protected(unit, begin, end);
		struct vn_span next = span ? *span : (struct vn_span){end, end, kind};
		if (begin < next.begin)
			status = mark(unit, 0, begin, next.begin, kind, err);
		begin = next.end;
	}
	return status;
}

/* Words without their ư from which on it was lost, and not mistyped. */
enum { LOST_HORNS = 3 };

/* Words of LINE in which an ơ stands before c, u or ng: no rime of Vietnamese is so, but ươc, ươu
 * and ương are. */
static size_t hornless(struct vn_str line)
{
	static const char *const nuclei[] = {"ơ", "ớ", "ờ", "ở", "ỡ", "ợ"};
	static const char *const codas[] = {"c", "u", "ng"};
	size_t words = 0;

	for (size_t i = 0; i < sizeof nuclei / sizeof *nuclei; i++) {
		const size_t len = strlen(nuclei[i]);
		const char *at = line.ptr, *end = line.ptr + line.len;
		while ((at = memmem(at, (size_t)(end - at), nuclei[i], len))) {
			at += len;
			for (size_t k = 0; k < sizeof codas / sizeof *codas; k++)
				words += (size_t)(end - at) >= strlen(codas[k]) &&
					 memcmp(at, codas[k], strlen(codas[k])) == 0;
		}
	}
	return words;
}

/* Whether the typed lines of TEXT lost the letter ư, as the soft hyphen that it is in TCVN3 is lost
 * by many a converter. What lost a letter is not as it was typed. */
static bool lost_horn(const struct vn_document *doc, struct vn_str text)
{
	const struct vn_str horn = VN_STR("ư");
	size_t words = 0, begin = 0;

	for (size_t i = 0; i < doc->typed_count && begin < text.len; i++) {
		const char *stop = memchr(text.ptr + begin, '\n', text.len - begin);
		size_t end = stop ? (size_t)(stop - text.ptr) : text.len;
		if (doc->typed[i]) {
			if (memmem(text.ptr + begin, end - begin, horn.ptr, horn.len))
				return false;
			words += hornless((struct vn_str){text.ptr + begin, end - begin});
		}
		begin = end + 1;
	}
	return words >= LOST_HORNS;
}

/* Marks the lines that were typed. */
static enum vn_status mark_typed(const struct vn_document *doc, struct vn_unit *unit,
				 struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	enum vn_status status = VN_OK;
	size_t begin = 0;

	for (size_t i = 0; !status && i < doc->typed_count && begin < text.len; i++) {
		const char *stop = memchr(text.ptr + begin, '\n', text.len - begin);
		size_t end = stop ? (size_t)(stop - text.ptr) : text.len;
		if (doc->typed[i])
			status = mark_rest(unit, begin, end, VN_PROTECT_TYPED, err);
		begin = end + 1;
	}
	return status;
}

/* Whether what stands begins at byte AT, where a word begins, by what is around it. */
static bool word_stands(struct vn_settings *settings, struct vn_str text, size_t at, size_t *end)
{
	if (text.ptr[at] == '[' || text.ptr[at] == '{')
		return vn_settings_at(settings, text, at, end);
	if (text.ptr[at] == '(' && at + 1 < text.len)
		return vn_numbered_at(text, at + 1, end);
	if (vn_ascii_digit(text.ptr[at]))
		return vn_numbered_at(text, at, end);
	return vn_ascii_alpha(text.ptr[at]) &&
	       (vn_numbered_at(text, at, end) || vn_settings_at(settings, text, at, end) ||
		vn_formula_at(text, at, end) || vn_handle_labelled(text, at, end) ||
		vn_handle_speaks(text, at, end));
}

static enum vn_status run(void *data, struct vn_document *doc, struct vn_unit *unit,
			  struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	const struct vn_user *user = doc->options->user;
	/* Again: the patterns may be written in another form than the text was. */
	enum vn_status status = user ? vn_user_protect(user, unit, err) : VN_OK;
	struct vn_settings settings = {0};
	size_t at = 0, done = 0;

	if (!status)
		status = mark_foreign(unit, err);
	if (!status && doc->typed && !lost_horn(doc, text))
		status = mark_typed(doc, unit, err);
	while (!status && at < text.len) {
		size_t begin, end, tag = 0;
		size_t blank = vn_blank_at(text, at);
		if (blank) {
			at += blank;
			continue;
		}
		if (at >= done && word_stands(&settings, text, at, &end)) {
			status = mark_rest(unit, at, end, VN_PROTECT_ISLAND, err);
			at = done = end;
			continue;
		}
		for (begin = at; at < text.len && !vn_blank_at(text, at); at++)
			if (vn_island_byte(text.ptr[at]) && vn_island_at(text, at, &tag))
				break;
		if (begin < done)
			begin = done < at ? done : at;
		if (begin < at)
			status = mark_token(unit, begin, at, &done, err);
		if (!status && tag) {
			status = mark(unit, 0, at, tag, VN_PROTECT_ISLAND, err);
			at = done = tag;
		}
	}
	return status;
}

const struct vn_stage vn_stage_protect = {
	.name = "protect",
	.summary = "leave numbers, document codes, addresses, mark-up and code alone",
	.run = run,
};
