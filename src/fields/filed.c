#include "fields/filed.h"

#include "base/rows.h"
#include "fields/figures.h"
#include "fields/lists.h"
#include "text/chars.h"

#include <string.h>

#define LETTERS	     8	  /* of an abbreviation, at most; longer ones are left alone */
#define COPIES_BELOW 5000 /* a number of copies that cannot have been read whole is less sure */
#define KNOWN	     9800 /* an abbreviation of the lexicon */
#define PLAIN	     8500 /* one that it lacks, of consonants alone */

bool vn_filed_is_known(struct vn_str abbreviation)
{
	return vn_row_find(vn_abbreviations, vn_abbreviation_count, sizeof *vn_abbreviations,
			   abbreviation) != NULL;
}

vn_confidence vn_filed_sure(struct vn_str abbreviation)
{
	if (vn_filed_is_known(abbreviation))
		return KNOWN;
	for (size_t i = 0; i < abbreviation.len; i++)
		if (!strchr("CGHKLMNPQRSTVX", abbreviation.ptr[i]))
			return 0;
	return abbreviation.len > 1 && abbreviation.len < LETTERS ? PLAIN : 0;
}

bool vn_filed_is_clerk(const struct vn_page *page, struct vn_part piece)
{
	size_t i = piece.begin;

	if (i == piece.end || page->letters[i] != 'V' || piece.end > i + 4)
		return false;
	for (i++; i < piece.end; i++)
		if (!strchr("TtIiLl1", page->letters[i]))
			return false;
	return piece.end > piece.begin + 1 && !vn_filed_is_known(vn_page_text(page, piece));
}

void vn_filed_know(struct vn_value *v)
{
	for (size_t i = 0; i < v->count; i++) {
		struct vn_part piece = v->words[i].piece;
		struct vn_str word;
		while (piece.end > piece.begin && !vn_page_word(v->page.letters[piece.end - 1]))
			piece.end--;
		word = vn_page_text(&v->page, piece);
		if (v->words[i].sure < KNOWN &&
		    (vn_figures_are_roman(word.ptr, word.len) || vn_filed_is_known(word)))
			v->words[i].sure = KNOWN;
	}
}

/* Whether word I is the number of copies, (02b) or (2b), whatever the b of the first was read as:
 * characters up to its last digit. 0: it is not. */
static size_t copies_of(const struct vn_value *v, size_t i)
{
	const char *letters = v->page.letters + v->words[i].piece.begin;
	size_t len = v->words[i].piece.end - v->words[i].piece.begin;

	if (len < 4 || letters[0] != '(' || !vn_is_digit(letters[1]) || letters[len - 1] != ')')
		return 0;
	if (!vn_is_digit(letters[2]))
		return len == 4 && letters[2] == 'b' ? 2 : 0;
	if (len == 4) /* in doubt, since the b was not read at all */
		return letters[1] == '0' && v->words[i].sure < COPIES_BELOW ? 3 : 0;
	return len == 5 && vn_is_letter(letters[3]) ? 3 : 0;
}

/* Whether ABBREVIATION, or what follows VP (văn phòng) in it, is known. */
static bool is_known(struct vn_str abbreviation)
{
	bool office = abbreviation.len > 3 && memcmp(abbreviation.ptr, "VP", 2) == 0;

	return vn_filed_is_known(abbreviation) ||
	       (office &&
		vn_filed_is_known((struct vn_str){abbreviation.ptr + 2, abbreviation.len - 2}));
}

/* What else C of an abbreviation may have been: a Đ, a Q, or a V, for no Vietnamese word begins
 * with W. */
static struct vn_str other_letter(char c)
{
	return c == 'W'		 ? VN_STR("V")
	       : c == 'O'	 ? VN_STR("Q")
	       : strchr("DB", c) ? VN_STR("Đ")
				 : VN_STR("");
}

/* ABBREVIATION into OUT, with other letters where WHICH, a bit a letter, says so; its bytes. 0: one
 * of them is no other letter. */
static size_t mend(char out[2 * LETTERS], struct vn_str abbreviation, uint32_t which)
{
	size_t len = 0;

	for (size_t i = 0; i < abbreviation.len; i++) {
		struct vn_str letter = {abbreviation.ptr + i, 1};
		if (which >> i & 1)
			letter = other_letter(abbreviation.ptr[i]);
		if (!letter.len)
			return 0;
		memcpy(out + len, letter.ptr, letter.len);
		len += letter.len;
	}
	return len;
}

/* ABBREVIATION, if nobody knows it with other letters that make it known; those are in OTHER. */
static struct vn_str form_of(struct vn_str abbreviation, char other[2 * LETTERS])
{
	if (is_known(abbreviation) || abbreviation.len > LETTERS)
		return abbreviation;
	for (uint32_t which = 1; which >> abbreviation.len == 0; which++) {
		struct vn_str mended = {other, mend(other, abbreviation, which)};
		if (mended.len && is_known(mended))
			return mended;
	}
	return abbreviation;
}

/* Adds PIECE, an abbreviation. */
static enum vn_status put_abbreviation(struct vn_value *v, struct vn_part piece, struct vn_err *err)
{
	char other[2 * LETTERS];
	struct vn_str form = form_of(vn_page_text(&v->page, piece), other);

	return vn_buf_add(&v->out, form.ptr, form.len, err);
}

/* Adds PIECE, the first abbreviation. */
static enum vn_status put_first(struct vn_value *v, struct vn_part piece, struct vn_err *err)
{
	if (!vn_filed_is_clerk(&v->page, piece))
		return put_abbreviation(v, piece, err);
	vn_value_count(v, VN_FIELD_MENDED);
	return vn_buf_add(&v->out, "VT", 2, err);
}

/* Whether the letter before AT of PIECE stands alone: P., Phòng. */
static bool is_initial(const struct vn_value *v, struct vn_part piece, size_t begin, size_t at)
{
	return at == begin + 1 && at + 1 < piece.end && v->page.letters[at] == '.';
}

/* Adds abbreviations, which commas part, whatever those were read as. */
static enum vn_status spell_abbreviations(struct vn_value *v, size_t i, struct vn_err *err)
{
	struct vn_part piece = v->words[i].piece;
	enum vn_status status = VN_OK;
	bool last = i + 1 == v->count || v->page.letters[v->words[i + 1].piece.begin] == '(';
	bool open = vn_page_capital(&v->page, piece) &&
		    vn_page_word(v->page.letters[piece.begin]) &&
		    vn_page_word(v->page.letters[piece.end - 1]);

	for (size_t at = piece.begin; !status && at < piece.end; at++) {
		size_t begin = at;
		bool inside;
		while (at < piece.end && !strchr(".,", v->page.letters[at]))
			at++;
		if (at > begin)
			status = (i == 1 && begin == piece.begin ? put_first : put_abbreviation)(
				v, (struct vn_part){begin, at}, err);
		if (status || at == piece.end)
			break;
		inside = at > piece.begin && at + 1 < piece.end;
		if (is_initial(v, piece, begin, at))
			status = vn_buf_add(&v->out, ".", 1, err);
		else if (inside)
			status = vn_buf_add(&v->out, ", ", 2, err);
		else if (last)
			status = vn_value_add(v, (struct vn_part){at, at + 1}, err);
		else
			status = vn_buf_add(&v->out, ",", 1, err);
	}
	if (!status && open && !last)
		status = vn_buf_add(&v->out, ",", 1, err);
	return status;
}

/* How sure word I of abbreviations is, signs aside: as the least sure of them, or as it was read.
 */
static vn_confidence sure_of_abbreviations(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece, part = {piece.begin, piece.begin};
	vn_confidence least = KNOWN;
	char other[2 * LETTERS];

	for (; part.end <= piece.end; part.end++) {
		struct vn_str read, form;
		vn_confidence sure;
		if (part.end < piece.end && !strchr(".,", v->page.letters[part.end]))
			continue;
		read = vn_page_text(&v->page, part);
		form = form_of(read, other);
		sure = form.ptr == read.ptr ? vn_filed_sure(form) : VN_FIELD_MENDED;
		if (read.len && sure < least && !is_initial(v, piece, part.begin, part.end))
			least = sure;
		part.begin = part.end + 1;
	}
	return v->words[i].sure > least ? v->words[i].sure : least;
}

/* "Lưu: VT. KH (02b)": what is to be filed begins with that word; then come abbreviations, and how
 * many copies there are. */
enum vn_status vn_filed_spell(struct vn_value *v, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(&v->out, "Lưu:", strlen("Lưu:"), err);

	for (size_t i = 1; !status && i < v->count; i++) {
		struct vn_part piece = v->words[i].piece;
		size_t copies = copies_of(v, i);
		vn_value_count(v, copies && v->words[i].sure < KNOWN ? KNOWN
								     : sure_of_abbreviations(v, i));
		status = vn_buf_add(&v->out, " ", 1, err);
		if (!status && copies) {
			piece.end = piece.begin + copies;
			status = vn_value_add(v, piece, err);
			if (!status)
				status = vn_buf_add(&v->out, "b)", 2, err);
		} else if (!status) {
			status = spell_abbreviations(v, i, err);
		}
	}
	return status;
}

/* Whether the value is what is to be filed, and its first word was misread or may have been. */
bool vn_filed_is(const struct vn_value *v)
{
	struct vn_part first = v->words[0].piece;

	return v->kind == VN_FIELD_RECIPIENT && v->count > 1 && vn_value_misread(v, 0, v->count) &&
	       (vn_value_words(v, 0, "luu") == 1 ||
		(vn_page_opens(&v->page, first, "l") && v->page.letters[first.end - 1] == ':')) &&
	       first.end - first.begin < 7 &&
	       (vn_page_capital(&v->page, v->words[1].piece) ||
		vn_filed_is_clerk(&v->page, vn_page_words(&v->page, v->words[1].piece)));
}
