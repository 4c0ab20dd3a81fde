/* How sure the values are, and how their words are spelt where the layout knows only one way. */
#include "fields/agree.h"
#include "fields/filed.h"
#include "fields/near.h"
#include "fields/reader.h"
#include "fields/value.h"

#include "base/rows.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

#define PLACE_WORDS   5	   /* of the longest name of a place that is looked for */
#define PLACE_BYTES   64   /* and its letters */
#define MENDED	      9000 /* a digit that was read as a letter; a symbol whose type is known */
#define UNLIKELY      4000 /* a name whose first word, a family's, was misread */
#define DOUBTFUL      8000 /* words less sure than this may be nearly those of a list */
#define NEAR_WORDS    12   /* in which it is looked for */
#define NEAR_SPAN     60   /* characters */
#define GLUED_LEAST   5	   /* letters of two words that stand as one */
#define NUMBER_DIGITS 6	   /* of a document, at most */
#define NEAR_LEAST    8	   /* letters of what is nearly a name of a list */

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

/* The longest of LIST that the words from I on are. */
static const struct vn_spelling *find_longest(const struct vn_value *v, size_t i,
					      const struct vn_spelling *list, size_t *words)
{
	const struct vn_spelling *found = NULL;

	for (; list->letters; list++) {
		size_t count = vn_value_words(v, i, list->letters);
		if (count > *words || (count && count == *words && found &&
				       strlen(list->letters) > strlen(found->letters))) {
			found = list;
			*words = count;
		}
	}
	return found;
}

/* The office whose name in several words word I is, without the blanks: VIETNAM. NULL: none. */
static const struct vn_spelling *find_glued_office(const struct vn_value *v, size_t i)
{
	char read[VN_NEAR_LETTERS + 1], listed[VN_NEAR_LETTERS + 1];
	size_t len = vn_near_pack(&v->page, v->words[i].piece, read);

	for (const struct vn_spelling *office = vn_offices; office->letters; office++)
		if (strchr(office->letters, ' ') &&
		    vn_near_pack_list(office->letters, listed) == len &&
		    memcmp(read, listed, len) == 0)
			return office;
	return NULL;
}

/* The office, or the place of two words, whose name word I is, without the blanks; NULL: none, or
 * several. */
static const struct vn_spelling *find_glued(const struct vn_value *v, size_t i, size_t *words)
{
	struct vn_part piece = v->words[i].piece;
	const struct vn_spelling *found = find_glued_office(v, i), *place;
	char key[PLACE_BYTES];
	size_t len = piece.end - piece.begin;

	for (size_t cut = 2; len >= GLUED_LEAST && len + 1 < sizeof key && cut + 2 <= len; cut++) {
		for (size_t k = 0; k < len; k++)
			key[k + (k >= cut)] = vn_page_small(v->page.letters[piece.begin + k]);
		key[cut] = ' ';
		place = vn_row_find(vn_places, vn_place_count, sizeof *vn_places,
				    (struct vn_str){key, len + 1});
		if (place && found)
			return NULL;
		found = place ? place : found;
	}
	*words = found ? 1 : *words;
	return found;
}

/* The place that more than LEAST words from I on name. */
static const struct vn_spelling *find_place(const struct vn_value *v, size_t i, size_t least,
					    size_t *words)
{
	for (size_t count = PLACE_WORDS; count > least; count--) {
		char key[PLACE_BYTES];
		size_t len = 0;
		struct vn_part piece;
		const struct vn_spelling *found;
		if (i + count > v->count)
			continue;
		piece = vn_value_span(v, i, i + count - 1);
		if (piece.end - piece.begin >= sizeof key)
			continue;
		for (size_t k = piece.begin; k < piece.end; k++)
			key[len++] = vn_page_small(v->page.letters[k]);
		found = vn_row_find(vn_places, vn_place_count, sizeof *vn_places,
				    (struct vn_str){key, len});
		if (found) {
			*words = count;
			return found;
		}
	}
	return NULL;
}

/* Whether word I, the last one, looks like a level (quận) but is of the name behind one: XÃ ĐỒNG
 * QUAN. */
static bool is_of_name(const struct vn_value *v, size_t i)
{
	size_t words = 0;

	if (i + 1 < v->count || i < 2)
		return false;
	for (size_t k = 0; k + 1 < i; k++) {
		struct vn_part piece = v->words[k].piece;
		char next = v->page.letters[v->words[k + 1].piece.begin];
		const struct vn_spelling *level = find_longest(v, k, vn_offices, &words);
		if (level && words == 1 && strlen(level->letters) == piece.end - piece.begin &&
		    level->name[0] >= 'a' && level->name[0] <= 'z' && next >= 'A' && next <= 'Z')
			return true;
		words = 0;
	}
	return false;
}

/* How the words from I on are spelt, *WORDS of them. NULL: nobody knows. */
static const struct vn_spelling *spelling_of(const struct vn_value *v, size_t i, size_t *words)
{
	const struct vn_spelling *found = NULL;

	*words = 0;
	if (v->kind == VN_FIELD_TITLE)
		return find_longest(v, i, vn_titles, words);
	if (v->kind == VN_FIELD_SIGNER)
		return i == 0 ? find_longest(v, i, vn_family_names, words) : NULL;
	if (v->kind == VN_FIELD_PLACE)
		return i == 0 ? find_place(v, i, v->count - 1, words) : NULL;
	if (v->kind == VN_FIELD_RECIPIENT)
		found = find_longest(v, i, vn_phrases, words);
	else if (v->kind != VN_FIELD_SUPERIOR && v->kind != VN_FIELD_ISSUER)
		return NULL;
	if (!found)
		found = find_longest(v, i, vn_offices, words);
	if (found && *words == 1 && is_of_name(v, i)) {
		*words = 0;
		return NULL;
	}
	if (!found && v->kind != VN_FIELD_RECIPIENT)
		found = find_place(v, i, 1, words);
	return found;
}

/* The only one of LIST that doubtful words from I on nearly are, *WORDS of them; *FAR: how far, as
 * vn_near_distance() says. */
static const struct vn_spelling *find_near(const struct vn_value *v, size_t i,
					   const struct vn_spelling *list, size_t *words,
					   size_t *far)
{
	char read[VN_NEAR_LETTERS + 1], listed[VN_NEAR_LETTERS + 1];
	const struct vn_spelling *found = NULL;

	for (; list->letters; list++) {
		size_t len = vn_near_pack_list(list->letters, listed);
		for (size_t last = i; len >= NEAR_LEAST && last < v->count && last < i + NEAR_WORDS;
		     last++) {
			struct vn_part piece = vn_value_span(v, i, last);
			size_t have, d;
			if (piece.end - piece.begin > NEAR_SPAN)
				break;
			have = vn_near_pack(&v->page, piece, read);
			d = vn_near_distance(read, have, listed, len, vn_near_most(len));
			if (d > vn_near_most(len) || d > *far || (d == *far && found == list))
				continue;
			/* As near as another one: nobody knows. */
			found = d == *far ? NULL : list;
			*far = d;
			*words = last + 1 - i;
		}
	}
	return found;
}

/* What doubtful words from I on nearly are; the rest as of spelling_of(). */
static const struct vn_spelling *nearly(const struct vn_value *v, size_t i, size_t *words)
{
	size_t far = VN_NEAR_LETTERS, count = 0;
	const struct vn_spelling *found = NULL, *phrase = NULL;
	vn_confidence sure = VN_SURE;

	if (v->kind != VN_FIELD_RECIPIENT && v->kind != VN_FIELD_SUPERIOR &&
	    v->kind != VN_FIELD_ISSUER)
		return NULL;
	if (v->kind == VN_FIELD_RECIPIENT)
		phrase = find_near(v, i, vn_phrases, words, &far);
	found = find_near(v, i, vn_offices, words, &far);
	found = found ? found : phrase;
	for (; found && count < *words; count++)
		sure = vn_value_both(sure, v->words[i + count].sure);
	return sure < DOUBTFUL ? found : NULL;
}

/* How sure WORDS words from I on are, which are KNOWN. The layout asks for the words of offices and
 * posts; a place or a family is one of many, and its letters may have been misread: the list makes
 * it four times as likely as it was. */
static vn_confidence sure_of(const struct vn_value *v, size_t i, size_t words,
			     const struct vn_spelling *known)
{
	uint32_t sure = VN_SURE;

	if (v->kind != VN_FIELD_SIGNER &&
	    (known < vn_places || known >= vn_places + vn_place_count))
		return VN_SURE;
	for (; words; words--, i++)
		sure = vn_value_both((vn_confidence)sure, v->words[i].sure);
	return (vn_confidence)(4 * sure * VN_SURE / (3 * sure + VN_SURE));
}

/* Adds NAME, in capitals where those are usual. */
static enum vn_status add_name(struct vn_value *v, const char *name, struct vn_err *err)
{
	struct vn_str s = {name, strlen(name)};
	bool capital = v->kind == VN_FIELD_SUPERIOR || v->kind == VN_FIELD_ISSUER ||
		       v->kind == VN_FIELD_TITLE;
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < s.len;) {
		char bytes[VN_UTF8_MAX];
		int32_t c = vn_utf8_next(s, &at);
		status = vn_buf_add(&v->out, bytes, vn_utf8_put(bytes, capital ? vn_upper(c) : c),
				    err);
	}
	return status;
}

/* Whether word I is the number of a day, month or year in which digits were read as letters. */
static bool is_misread_number(const struct vn_value *v, size_t i)
{
	static const char *const before[] = {"ngay", "thang", "nam"};
	struct vn_part piece = v->words[i].piece;
	bool digit = false, letter = false, dated = false;

	for (int k = 0; i > 0 && k < 3; k++) {
		dated |= vn_value_words(v, i - 1, before[k]) == 1;
		/* Between two of them is a number, even if none of its digits was read. */
		digit |= i + 1 < v->count && vn_value_words(v, i + 1, before[k]) == 1;
	}
	for (size_t k = piece.begin; dated && k < piece.end; k++) {
		digit |= vn_is_digit(v->page.letters[k]);
		letter |= !vn_is_digit(v->page.letters[k]);
		dated = vn_page_digit(v->page.letters[k]) >= 0;
	}
	return dated && digit && letter;
}

/* Adds word I with the digits that its letters were. */
static enum vn_status add_number(struct vn_value *v, size_t i, struct vn_err *err)
{
	struct vn_part piece = v->words[i].piece;
	enum vn_status status = VN_OK;

	for (size_t k = piece.begin; !status && k < piece.end; k++) {
		char digit = (char)('0' + vn_page_digit(v->page.letters[k]));
		status = vn_buf_add(&v->out, &digit, 1, err);
	}
	vn_value_count(v, MENDED);
	return status;
}

/* Whether word I is the begin of a document's number that a blank tore: "số 1 18/2025/NĐ-CP". */
static bool is_torn_number(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece;

	if ((v->kind != VN_FIELD_BASIS && v->kind != VN_FIELD_SUBJECT) || i == 0 ||
	    i + 1 == v->count || !vn_value_words(v, i - 1, "so") ||
	    !vn_is_digit(v->page.letters[v->words[i + 1].piece.begin]) ||
	    vn_page_find(&v->page, v->words[i + 1].piece, "/") == v->words[i + 1].piece.end)
		return false;
	while (piece.begin < piece.end && vn_page_digit(v->page.letters[piece.begin]) >= 0)
		piece.begin++;
	return piece.begin == piece.end;
}

/* Whether word I is the number of a document of which the stroke before the year was read as a
 * digit: "số 11872025/NĐ-CP" has too many of them. */
static bool is_run_together(const struct vn_value *v, size_t i)
{
	struct vn_part piece = v->words[i].piece;
	size_t at = piece.begin;

	while (at < piece.end && vn_is_digit(v->page.letters[at]))
		at++;
	return i > 0 && vn_value_words(v, i - 1, "so") && at > piece.begin + NUMBER_DIGITS &&
	       v->page.letters[at] == '/';
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
	vn_value_count(v, MENDED);
	return status;
}

/* Spells the words from *I on, and moves on behind them. */
static enum vn_status spell(struct vn_value *v, size_t *i, struct vn_err *err)
{
	size_t words, last = *i;
	const struct vn_spelling *known = spelling_of(v, *i, &words);
	const struct vn_spelling *purpose = purpose_of(v, *i), *near = NULL;
	size_t near_words = 1;
	enum vn_status status;

	if (!known && !purpose)
		near = nearly(v, *i, &near_words);
	if (!known && !near && (v->kind == VN_FIELD_SUPERIOR || v->kind == VN_FIELD_ISSUER))
		near = find_glued(v, *i, &near_words);

	if (purpose) {
		last = *i + 1;
		status = vn_buf_add(&v->out, "(để ", strlen("(để "), err);
		if (!status)
			status = vn_buf_add(&v->out, purpose->name, strlen(purpose->name), err);
	} else if (is_misread_number(v, *i)) {
		status = add_number(v, *i, err);
	} else if (is_torn_number(v, *i)) {
		last = *i + 1;
		status = add_number(v, *i, err);
		if (!status)
			status = vn_value_add(v, v->words[last].piece, err);
	} else if (near) {
		last = *i + near_words - 1;
		status = put_near(v, *i, near_words, near->name, err);
	} else if (known && vn_value_misread(v, *i, words)) {
		size_t end = v->words[*i].piece.begin + strlen(known->letters);
		last = *i + words - 1;
		status = add_name(v, known->name, err);
		vn_value_count(v, sure_of(v, *i, words, known));
		if (!status && end < v->words[last].piece.end)
			status = vn_value_add(v, (struct vn_part){end, v->words[last].piece.end},
					      err);
	} else {
		if (known) {
			last = *i + words - 1;
			vn_value_count(v, sure_of(v, *i, words, known));
		} else {
			vn_value_count(v, is_run_together(v, *i) ? UNLIKELY : v->words[*i].sure);
		}
		status = vn_value_add(v, vn_value_span(v, *i, last), err);
	}
	*i = last + 1;
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

/* Settles FIELD, whose value is in V. */
static enum vn_status settle(struct vn_value *v, struct vn_field *field, struct vn_arena *arena,
			     const struct vn_field_reader *reader, struct vn_err *err)
{
	enum vn_status status = vn_page_read(&v->page);

	if (!status)
		status = part(v, err);
	if (!status)
		weigh(v, field, reader);
	if (!status && v->kind == VN_FIELD_RECIPIENT)
		vn_filed_know(v);
	if (!status && vn_filed_is(v))
		status = vn_filed_spell(v, err);
	else
		status = status ? status : spell_all(v, err);
	if (!status && v->kind == VN_FIELD_SYMBOL && v->sure < MENDED && vn_type_of(field->value))
		v->sure = v->least = MENDED;
	if (!status && v->kind == VN_FIELD_SIGNER && vn_value_misread(v, 0, 1) &&
	    !is_family(&v->page, v->words[0].piece))
		vn_value_count(v, UNLIKELY);
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
			if (at && vn_is_letter(text.ptr[at - 1]) && digit < MENDED)
				digit = MENDED;
			sure = vn_value_both(sure, digit);
		}
	/* Numbers that are a date confirm each other. */
	return field->kind == VN_FIELD_DATE ? (vn_confidence)(VN_SURE - (VN_SURE - sure) / 3)
					    : sure;
}

enum vn_status vn_fields_settle(struct vn_fields *fields, const struct vn_field_reader *reader,
				vn_confidence least, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t kept = 0;

	for (size_t i = 0; !status && i < fields->count; i++) {
		struct vn_field *field = &fields->items[i];
		struct vn_value v = {.page = {.text = field->value, .err = err},
				     .kind = field->kind,
				     .sure = VN_SURE,
				     .least = VN_SURE};
		if (field->stated)
			field->sure = vn_value_both(field->sure, digits_of(field, reader));
		else
			status = settle(&v, field, &fields->arena, reader, err);
		vn_page_fini(&v.page);
		vn_buf_fini(&v.out);
		free(v.words);
	}
	if (!status)
		status = vn_fields_agree(fields, err);
	for (size_t i = 0; !status && i < fields->count; i++)
		if (fields->items[i].sure >= least)
			fields->items[kept++] = fields->items[i];
	if (!status)
		fields->count = kept;
	return status;
}
