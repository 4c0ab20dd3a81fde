/* How sure the values are, and how their words are spelt where the layout knows only one way. */
#include "fields/agree.h"
#include "fields/figures.h"
#include "fields/filed.h"
#include "fields/reader.h"
#include "fields/spelling.h"
#include "fields/value.h"

#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

#define PLACE_LEAST 8000 /* how sure a place of issue is that tells others */

/* How sure the value is as a whole. Words beside each other are right or wrong together: it lies
 * between the least sure of them and what they were by themselves, half way in logarithms. */
static vn_confidence sure_of_all(const struct vn_value *v)
{
	uint32_t square = (uint32_t)v->sure * v->least, root = 0;

	for (uint32_t bit = 1u << 14; bit; bit >>= 1)
		if ((root + bit) * (root + bit) <= square)
			root += bit;
	return (vn_confidence)root;
}

/* Parts the value into words. */
static enum vn_status part(struct vn_value *v, struct vn_err *err)
{
	v->words = calloc(v->page.length + 1, sizeof *v->words);
	if (!v->words)
		return vn_err_nomem(err);
	for (size_t i = 0; i < v->page.length; i++) {
		struct vn_value_word *word = &v->words[v->count];
		if (v->page.letters[i] == ' ')
			continue;
		word->piece.begin = i;
		while (i < v->page.length && v->page.letters[i] != ' ')
			i++;
		word->piece.end = i;
		word->sure = VN_SURE;
		v->count++;
	}
	return VN_OK;
}

/* How sure each word is: those of FIELD's pieces are the same, in the same order. */
static void weigh(struct vn_value *v, const struct vn_field *field,
		  const struct vn_field_reader *reader)
{
	struct vn_str text = vn_buf_str(&reader->text);
	size_t word = 0;

	for (size_t i = 0; i < field->piece_count; i++) {
		size_t at = field->pieces[i].begin, end = field->pieces[i].end;
		while (at < end) {
			size_t begin, next = at;
			while (at < end && vn_is_space(vn_utf8_next(text, &next)))
				at = next;
			for (begin = next = at; at < end; at = next)
				if (vn_is_space(vn_utf8_next(text, &next)))
					break;
			if (begin < at && word < v->count)
				v->words[word++].sure = vn_field_span(reader, begin, at).confidence;
		}
	}
}

/* Whether the value is in capitals as a whole. */
static bool is_capital(const struct vn_value *v)
{
	return v->kind == VN_FIELD_SUPERIOR || v->kind == VN_FIELD_ISSUER ||
	       v->kind == VN_FIELD_TITLE;
}

/* Adds NAME, in capitals where those are usual. */
static enum vn_status add_name(struct vn_value *v, const char *name, struct vn_err *err)
{
	struct vn_str s = {name, strlen(name)};
	bool capital = is_capital(v);
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < s.len;) {
		char bytes[VN_UTF8_MAX];
		int32_t c = vn_utf8_next(s, &at);
		status = vn_buf_add(&v->out, bytes, vn_utf8_put(bytes, capital ? vn_upper(c) : c),
				    err);
	}
	return status;
}

/* Whether word I, the first of a subject, was read in capitals though those behind it were not: DỰ
 * Hội nghị. An abbreviation has no marks but that of its Đ. */
static bool is_shouted(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece;
	bool marked = false;

	for (size_t k = piece.begin; k < piece.end; k++)
		marked |= v->page.at[k + 1] > v->page.at[k] + 1 && v->page.letters[k] != 'D';
	return v->kind == VN_FIELD_SUBJECT && i == 0 && v->count > 2 && marked &&
	       vn_page_capital(&v->page, piece) && !vn_page_capital(&v->page, v->words[1].piece) &&
	       !vn_page_capital(&v->page, v->words[2].piece);
}

/* Adds word I in small letters but for its first. */
static enum vn_status add_quietly(struct vn_value *v, size_t i, struct vn_err *err)
{
	struct vn_part piece = v->words[i].piece, rest = {piece.begin + 1, piece.end};
	struct vn_str text = vn_page_text(&v->page, rest);
	enum vn_status status = vn_value_add(v, (struct vn_part){piece.begin, rest.begin}, err);

	for (size_t at = 0; !status && at < text.len;) {
		char bytes[VN_UTF8_MAX];
		int32_t c = vn_lower(vn_utf8_next(text, &at));
		status = vn_buf_add(&v->out, bytes, vn_utf8_put(bytes, c), err);
	}
	vn_value_count(v, v->words[i].sure);
	return status;
}

/* What a copy is for, in brackets behind "để": those letters, as they are or are misread. */
static const struct vn_spelling purposes[] = {{"b/c)", "b/c)", NULL}, {"b/e)", "b/c)", NULL},
					      {"bic)", "b/c)", NULL}, {"bac)", "b/c)", NULL},
					      {"bc)", "b/c)", NULL},  {"be)", "b/c)", NULL},
					      {"p/h)", "p/h)", NULL}, {"p/b)", "p/h)", NULL},
					      {"t/h)", "t/h)", NULL}, {NULL, NULL, NULL}};

/* The purpose whose bracket opens with word I. */
static const struct vn_spelling *purpose_of(const struct vn_value *v, size_t i)
{
	struct vn_part open = v->words[i].piece;

	if (v->kind != VN_FIELD_RECIPIENT || i + 1 >= v->count || open.end - open.begin > 4 ||
	    v->page.letters[open.begin] != '(' || !vn_value_misread(v, i, 2))
		return NULL;
	for (const struct vn_spelling *purpose = purposes; purpose->letters; purpose++)
		if (vn_value_words(v, i + 1, purpose->letters) == 1)
			return purpose;
	return NULL;
}

/* Puts NAME in for WORDS words from I on, of which the last may end with signs of its own. */
static enum vn_status put_near(struct vn_value *v, size_t i, size_t words, const char *name,
			       struct vn_err *err)
{
	struct vn_part last = v->words[i + words - 1].piece;
	size_t end = last.end;
	enum vn_status status = add_name(v, name, err);

	while (end > last.begin && !vn_page_word(v->page.letters[end - 1]))
		end--;
	if (!status && name[strlen(name) - 1] != ')')
		status = vn_value_add(v, (struct vn_part){end, last.end}, err);
	vn_value_count(v, VN_FIELD_MENDED);
	return status;
}

/* Adds what word *I is by its figures, and moves *I on to the last word of it. */
static enum vn_status spell_figures(struct vn_value *v, size_t *i, bool *done, struct vn_err *err)
{
	enum vn_status status;

	*done = true;
	if (vn_figures_misread(v, *i))
		return vn_figures_put(v, *i, err);
	if (vn_figures_roman(v, *i))
		return vn_figures_put_roman(v, *i, err);
	if (vn_figures_word(v, *i)) {
		vn_value_count(v, VN_FIELD_MENDED);
		return vn_buf_add(&v->out, "số", strlen("số"), err);
	}
	if (vn_figures_torn(v, *i)) {
		status = vn_figures_put(v, (*i)++, err);
		return status ? status : vn_value_add(v, v->words[*i].piece, err);
	}
	*done = false;
	return VN_OK;
}

/* Adds word I as it was read; in a name in capitals all its letters are, if its first is. */
static enum vn_status add_read(struct vn_value *v, size_t i, struct vn_err *err)
{
	struct vn_part piece = v->words[i].piece;
	struct vn_str text = vn_page_text(&v->page, piece);
	char first = v->page.letters[piece.begin];
	enum vn_status status = VN_OK;
	vn_confidence sure = vn_figures_odd(v, i) ? VN_FIELD_DOUBTFUL : v->words[i].sure;

	if (!is_capital(v) || !(first >= 'A' && first <= 'Z') || piece.end < piece.begin + 2 ||
	    vn_page_capital(&v->page, piece)) {
		vn_value_count(v, sure);
		return vn_value_add(v, piece, err);
	}
	for (size_t at = 0; !status && at < text.len;) {
		char bytes[VN_UTF8_MAX];
		int32_t c = vn_upper(vn_utf8_next(text, &at));
		status = vn_buf_add(&v->out, bytes, vn_utf8_put(bytes, c), err);
	}
	vn_value_count(v, sure < VN_FIELD_MENDED ? sure : VN_FIELD_MENDED);
	return status;
}

/* Adds WORDS words from I on, which are KNOWN. */
static enum vn_status add_known(struct vn_value *v, size_t i, size_t words,
				const struct vn_spelling *known, struct vn_err *err)
{
	size_t end = v->words[i].piece.begin + strlen(known->letters);
	struct vn_part last = v->words[i + words - 1].piece;
	enum vn_status status;

	vn_value_count(v, vn_spelling_sure(v, i, words, known));
	if (!vn_value_misread(v, i, words) || vn_spelling_is_own(v, i, known))
		return vn_value_add(v, vn_value_span(v, i, i + words - 1), err);
	status = add_name(v, known->name, err);
	if (!status && end < last.end)
		status = vn_value_add(v, (struct vn_part){end, last.end}, err);
	return status;
}

/* Spells the words from *I on, and moves on behind them. */
static enum vn_status spell(struct vn_value *v, size_t *i, struct vn_err *err)
{
	size_t words = 1, near_words = 1;
	bool done = false;
	const struct vn_spelling *known = vn_spelling_of(v, *i, &words);
	const struct vn_spelling *purpose = purpose_of(v, *i), *near = NULL;
	enum vn_status status;

	if ((!known && !purpose) || v->kind == VN_FIELD_TITLE)
		near = vn_spelling_near(v, *i, &near_words);
	if (known && near && near_words <= words)
		near = NULL;
	if (!known && !near && (v->kind == VN_FIELD_SUPERIOR || v->kind == VN_FIELD_ISSUER))
		near = vn_spelling_glued(v, *i, &near_words);
	if (purpose) {
		*i += 2;
		status = vn_buf_add(&v->out, "(để ", strlen("(để "), err);
		return status ? status
			      : vn_buf_add(&v->out, purpose->name, strlen(purpose->name), err);
	}
	status = spell_figures(v, i, &done, err);
	words = known && !done ? words : 1;
	if (status || done) {
		;
	} else if (is_shouted(v, *i)) {
		status = add_quietly(v, *i, err);
	} else if (near) {
		words = near_words;
		status = put_near(v, *i, words, near->name, err);
	} else {
		status = known ? add_known(v, *i, words, known, err) : add_read(v, *i, err);
	}
	*i += words;
	return status;
}

static enum vn_status spell_all(struct vn_value *v, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < v->count;) {
		status = i > 0 ? vn_buf_add(&v->out, " ", 1, err) : VN_OK;
		if (!status)
			status = spell(v, &i, err);
	}
	return status;
}

/* Whether the word that PIECE is may be the family name that a name begins with. */
static bool is_family(const struct vn_page *page, struct vn_part piece)
{
	for (const char *const *name = vn_families; *name; name++)
		if (strlen(*name) == piece.end - piece.begin && vn_page_opens(page, piece, *name))
			return true;
	return false;
}

/* Weighs a symbol: if its type is known, it is mended; it has no marks but those of Đ and Ư. */
static void weigh_symbol(struct vn_value *v)
{
	const struct vn_page *page = &v->page;

	if (v->sure < VN_FIELD_MENDED && vn_type_of(page->text))
		v->sure = v->least = VN_FIELD_MENDED;
	for (size_t i = 0; i < page->length; i++)
		if (page->at[i + 1] > page->at[i] + 1 && !strchr("DU", page->letters[i])) {
			vn_value_count(v, VN_FIELD_DOUBTFUL);
			return;
		}
}

/* Settles FIELD, whose value is in V. */
static enum vn_status settle(struct vn_value *v, struct vn_field *field, struct vn_arena *arena,
			     const struct vn_field_reader *reader, struct vn_err *err)
{
	enum vn_status status = vn_page_read(&v->page);

	if (!status)
		status = part(v, err);
	if (!status)
		weigh(v, field, reader);
	if (!status)
		vn_figures_confirm(v);
	if (!status && v->kind == VN_FIELD_RECIPIENT)
		vn_filed_know(v);
	if (!status && vn_filed_is(v))
		status = vn_filed_spell(v, err);
	else
		status = status ? status : spell_all(v, err);
	if (!status && v->kind == VN_FIELD_SYMBOL)
		weigh_symbol(v);
	if (!status && v->kind == VN_FIELD_PLACE && vn_spelling_is_lost(v))
		vn_value_count(v, VN_FIELD_DOUBTFUL);
	if (!status && v->kind == VN_FIELD_SIGNER && vn_value_misread(v, 0, 1) &&
	    !is_family(&v->page, v->words[0].piece))
		vn_value_count(v, VN_FIELD_DOUBTFUL);
	if (status)
		return status;
	if (!vn_str_eq(vn_buf_str(&v->out), field->value))
		field->evidence = VN_FIELD_BY_LIST;
	field->value = vn_arena_copy(arena, v->out.ptr, v->out.len);
	field->sure = vn_value_both(field->sure, sure_of_all(v));
	return field->value.ptr ? VN_OK : vn_err_nomem(err);
}

/* What a stated value rests on: its digits; its other words are of the layout. */
static vn_confidence digits_of(const struct vn_field *field, const struct vn_field_reader *reader)
{
	struct vn_str text = vn_buf_str(&reader->text);
	vn_confidence sure = VN_SURE;

	for (size_t i = 0; i < field->piece_count; i++)
		for (size_t at = field->pieces[i].begin; at < field->pieces[i].end; at++) {
			vn_confidence digit;
			if (!vn_is_digit(text.ptr[at]) || (at && vn_is_digit(text.ptr[at - 1])))
				continue;
			digit = vn_field_span(reader, at, at + 1).confidence;
			/* Beside a letter that can only be a digit, the engine's doubt is settled.
			 */
			if (at && vn_is_letter(text.ptr[at - 1]) && digit < VN_FIELD_MENDED)
				digit = VN_FIELD_MENDED;
			sure = vn_value_both(sure, digit);
		}
	/* Numbers that are a date confirm each other. */
	return field->kind == VN_FIELD_DATE ? (vn_confidence)(VN_SURE - (VN_SURE - sure) / 3)
					    : sure;
}

/* Whether others are read with the help of KIND. */
static bool is_first(enum vn_field_kind kind)
{
	return kind == VN_FIELD_PLACE || kind == VN_FIELD_SUPERIOR || kind == VN_FIELD_ISSUER ||
	       kind == VN_FIELD_SYMBOL || kind == VN_FIELD_TYPE;
}

/* Settles those of FIELDS that others are read with, FIRST, or the others. */
static enum vn_status settle_some(struct vn_fields *fields, const struct vn_field_reader *reader,
				  bool first, const struct vn_spelling *place,
				  vn_confidence place_sure, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < fields->count; i++) {
		struct vn_field *field = &fields->items[i];
		struct vn_value v = {.page = {.text = field->value, .err = err},
				     .kind = field->kind,
				     .place = place,
				     .place_sure = place_sure,
				     .sure = VN_SURE,
				     .least = VN_SURE};
		if (is_first(field->kind) != first)
			continue;
		if (field->stated)
			field->sure = vn_value_both(field->sure, digits_of(field, reader));
		else
			status = settle(&v, field, &fields->arena, reader, err);
		vn_page_fini(&v.page);
		vn_buf_fini(&v.out);
		free(v.words);
	}
	return status;
}

/* Settles what the rest says of the place of issue, too. */
static enum vn_status settle_rest(struct vn_fields *fields, const struct vn_field_reader *reader,
				  struct vn_err *err)
{
	char letters[VN_PLACE_BYTES] = "", name[VN_PLACE_BYTES] = "";
	struct vn_spelling place = {letters, name, NULL};
	vn_confidence sure = 0;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < fields->count; i++) {
		struct vn_field *field = &fields->items[i];
		struct vn_page page = {.text = field->value, .err = err};
		if (field->kind != VN_FIELD_PLACE || field->value.len >= VN_PLACE_BYTES ||
		    field->sure <= sure)
			continue;
		status = vn_page_read(&page);
		for (size_t k = 0; !status && k <= page.length; k++)
			letters[k] = k < page.length ? vn_page_small(page.letters[k]) : 0;
		vn_page_fini(&page);
		memcpy(name, field->value.ptr, field->value.len);
		name[field->value.len] = 0;
		sure = field->sure;
	}
	return status ? status
		      : settle_some(fields, reader, false, sure >= PLACE_LEAST ? &place : NULL,
				    sure, err);
}

enum vn_status vn_fields_settle(struct vn_fields *fields, const struct vn_field_reader *reader,
				vn_confidence least, struct vn_err *err)
{
	enum vn_status status = settle_some(fields, reader, true, NULL, 0, err);
	size_t kept = 0;

	if (!status)
		status = vn_fields_agree(fields, err);
	if (!status)
		status = settle_rest(fields, reader, err);
	for (size_t i = 0; !status && i < fields->count; i++)
		if (fields->items[i].sure >= least)
			fields->items[kept++] = fields->items[i];
	if (!status)
		fields->count = kept;
	return status;
}
