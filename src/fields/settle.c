/* How sure the values are, and how their words are spelt where the layout knows only one way. */
#include "fields/page.h"
#include "fields/reader.h"

#include "base/rows.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

#define PLACE_WORDS 5	 /* of the longest name of a place that is looked for */
#define PLACE_BYTES 64	 /* and its letters */
#define KNOWN	    9800 /* an abbreviation of the lexicon */
#define MENDED	    9000 /* a digit that was read as a letter; a symbol whose type is known */
#define UNLIKELY    4000 /* a name whose first word, a family's, was misread */

/* A word of a value: characters of its page. */
struct word {
	struct vn_part piece;
	vn_confidence sure;
};

/* A value on its way. */
struct value {
	struct vn_page page; /* of the value alone */
	struct word *words;
	size_t count;
	enum vn_field_kind kind;
	struct vn_buf out;
	vn_confidence sure; /* of what is in OUT */
};

static vn_confidence both(vn_confidence a, vn_confidence b)
{
	return (vn_confidence)((uint32_t)a * b / VN_SURE);
}

/* Parts the value into words. */
static enum vn_status part(struct value *v, struct vn_err *err)
{
	v->words = calloc(v->page.length + 1, sizeof *v->words);
	if (!v->words)
		return vn_err_nomem(err);
	for (size_t i = 0; i < v->page.length; i++) {
		struct word *word = &v->words[v->count];
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
static void weigh(struct value *v, const struct vn_field *field,
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

/* Whether WORD is the number of a region: VI. */
static bool is_roman(struct vn_str word)
{
	size_t i = 0;

	while (i < word.len && word.len < 6 && strchr("IVX", word.ptr[i]))
		i++;
	return word.len > 0 && i == word.len;
}

/* Lists of receivers are full of abbreviations, which no sentence confirms: those of the lexicon
 * are sure. */
static void know_abbreviations(struct value *v)
{
	for (size_t i = 0; i < v->count; i++) {
		struct vn_part piece = v->words[i].piece;
		struct vn_str word;
		while (piece.end > piece.begin && !vn_page_word(v->page.letters[piece.end - 1]))
			piece.end--;
		word = vn_page_text(&v->page, piece);
		if (v->words[i].sure < KNOWN &&
		    (is_roman(word) || vn_row_find(vn_abbreviations, vn_abbreviation_count,
						   sizeof *vn_abbreviations, word)))
			v->words[i].sure = KNOWN;
	}
}

/* The value from word I to word LAST. */
static struct vn_part span(const struct value *v, size_t i, size_t last)
{
	return (struct vn_part){v->words[i].piece.begin, v->words[last].piece.end};
}

/* Words from I on that SPELLING's letters are; 0: they are not. */
static size_t words_of(const struct value *v, size_t i, const char *letters)
{
	size_t end = v->words[i].piece.begin + strlen(letters);

	if (!vn_page_opens(&v->page, span(v, i, v->count - 1), letters))
		return 0;
	for (size_t k = i; k < v->count; k++) {
		struct vn_part piece = v->words[k].piece;
		if (end <= piece.end)
			return end == piece.end || !vn_page_word(v->page.letters[end]) ? k + 1 - i
										       : 0;
	}
	return 0;
}

/* The longest of LIST that the words from I on are. */
static const struct vn_spelling *find_longest(const struct value *v, size_t i,
					      const struct vn_spelling *list, size_t *words)
{
	const struct vn_spelling *found = NULL;

	for (; list->letters; list++) {
		size_t count = words_of(v, i, list->letters);
		if (count > *words || (count && count == *words && found &&
				       strlen(list->letters) > strlen(found->letters))) {
			found = list;
			*words = count;
		}
	}
	return found;
}

/* The place that more than LEAST words from I on name. */
static const struct vn_spelling *find_place(const struct value *v, size_t i, size_t least,
					    size_t *words)
{
	for (size_t count = PLACE_WORDS; count > least; count--) {
		char key[PLACE_BYTES];
		size_t len = 0;
		struct vn_part piece;
		const struct vn_spelling *found;
		if (i + count > v->count)
			continue;
		piece = span(v, i, i + count - 1);
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

/* How the words from I on are spelt, *WORDS of them. NULL: nobody knows. */
static const struct vn_spelling *spelling_of(const struct value *v, size_t i, size_t *words)
{
	const struct vn_spelling *found = NULL;

	*words = 0;
	if (v->kind == VN_FIELD_TITLE)
		return find_longest(v, i, vn_titles, words);
	if (v->kind == VN_FIELD_PLACE)
		return i == 0 ? find_place(v, i, v->count - 1, words) : NULL;
	if (v->kind == VN_FIELD_RECIPIENT)
		found = find_longest(v, i, vn_phrases, words);
	else if (v->kind != VN_FIELD_SUPERIOR && v->kind != VN_FIELD_ISSUER)
		return NULL;
	if (!found)
		found = find_longest(v, i, vn_offices, words);
	if (!found && v->kind != VN_FIELD_RECIPIENT)
		found = find_place(v, i, 1, words);
	return found;
}

static bool misread(const struct value *v, size_t i, size_t words)
{
	for (; words; words--, i++)
		if (v->words[i].sure < VN_SURE)
			return true;
	return false;
}

/* How sure WORDS words from I on are, which are KNOWN. The layout asks for the words of offices and
 * posts; a place is one of many, and its letters may have been misread: the list makes it four
 * times as likely as it was. */
static vn_confidence sure_of(const struct value *v, size_t i, size_t words,
			     const struct vn_spelling *known)
{
	uint32_t sure = VN_SURE;

	if (known < vn_places || known >= vn_places + vn_place_count)
		return VN_SURE;
	for (; words; words--, i++)
		sure = both((vn_confidence)sure, v->words[i].sure);
	return (vn_confidence)(4 * sure * VN_SURE / (3 * sure + VN_SURE));
}

/* Adds NAME, in capitals where those are usual. */
static enum vn_status add_name(struct value *v, const char *name, struct vn_err *err)
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

static enum vn_status add_piece(struct value *v, struct vn_part piece, struct vn_err *err)
{
	struct vn_str text = vn_page_text(&v->page, piece);
	return vn_buf_add(&v->out, text.ptr, text.len, err);
}

/* Whether word I is the number of a day, month or year in which digits were read as letters. */
static bool is_misread_number(const struct value *v, size_t i)
{
	static const char *const before[] = {"ngay", "thang", "nam"};
	struct vn_part piece = v->words[i].piece;
	bool digit = false, letter = false, dated = false;

	for (int k = 0; i > 0 && k < 3; k++)
		dated |= words_of(v, i - 1, before[k]) == 1;
	for (size_t k = piece.begin; dated && k < piece.end; k++) {
		digit |= vn_is_digit(v->page.letters[k]);
		letter |= !vn_is_digit(v->page.letters[k]);
		dated = vn_page_digit(v->page.letters[k]) >= 0;
	}
	return dated && digit && letter;
}

/* Adds word I with the digits that its letters were. */
static enum vn_status add_number(struct value *v, size_t i, struct vn_err *err)
{
	struct vn_part piece = v->words[i].piece;
	enum vn_status status = VN_OK;

	for (size_t k = piece.begin; !status && k < piece.end; k++) {
		char digit = (char)('0' + vn_page_digit(v->page.letters[k]));
		status = vn_buf_add(&v->out, &digit, 1, err);
	}
	v->sure = both(v->sure, MENDED);
	return status;
}

/* What a copy is for, in brackets behind "để": those letters, as they are or are misread. */
static const struct vn_spelling purposes[] = {{"b/c)", "b/c)", NULL}, {"b/e)", "b/c)", NULL},
					      {"bic)", "b/c)", NULL}, {"bac)", "b/c)", NULL},
					      {"bc)", "b/c)", NULL},  {"p/h)", "p/h)", NULL},
					      {"t/h)", "t/h)", NULL}, {NULL, NULL, NULL}};

/* The purpose whose bracket opens with word I. */
static const struct vn_spelling *purpose_of(const struct value *v, size_t i)
{
	struct vn_part open = v->words[i].piece;

	if (v->kind != VN_FIELD_RECIPIENT || i + 1 >= v->count || open.end - open.begin > 4 ||
	    v->page.letters[open.begin] != '(' || !misread(v, i, 2))
		return NULL;
	for (const struct vn_spelling *purpose = purposes; purpose->letters; purpose++)
		if (words_of(v, i + 1, purpose->letters) == 1)
			return purpose;
	return NULL;
}

/* Spells the words from *I on, and moves on behind them. */
static enum vn_status spell(struct value *v, size_t *i, struct vn_err *err)
{
	size_t words, last = *i;
	const struct vn_spelling *known = spelling_of(v, *i, &words);
	const struct vn_spelling *purpose = purpose_of(v, *i);
	enum vn_status status;

	if (purpose) {
		last = *i + 1;
		status = vn_buf_add(&v->out, "(để ", strlen("(để "), err);
		if (!status)
			status = vn_buf_add(&v->out, purpose->name, strlen(purpose->name), err);
	} else if (is_misread_number(v, *i)) {
		status = add_number(v, *i, err);
	} else if (known && misread(v, *i, words)) {
		size_t end = v->words[*i].piece.begin + strlen(known->letters);
		last = *i + words - 1;
		status = add_name(v, known->name, err);
		v->sure = both(v->sure, sure_of(v, *i, words, known));
		if (!status && end < v->words[last].piece.end)
			status = add_piece(v, (struct vn_part){end, v->words[last].piece.end}, err);
	} else {
		if (known) {
			last = *i + words - 1;
			v->sure = both(v->sure, sure_of(v, *i, words, known));
		} else {
			v->sure = both(v->sure, v->words[*i].sure);
		}
		status = add_piece(v, span(v, *i, last), err);
	}
	*i = last + 1;
	return status;
}

static enum vn_status spell_all(struct value *v, struct vn_err *err)
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

/* Whether word I is the number of copies: (02b). */
static bool is_copies(const struct value *v, size_t i)
{
	const char *letters = v->page.letters + v->words[i].piece.begin;
	size_t len = v->words[i].piece.end - v->words[i].piece.begin;

	return len == 5 && letters[0] == '(' && vn_is_digit(letters[1]) &&
	       vn_is_digit(letters[2]) && letters[3] == 'b' && letters[4] == ')';
}

/* "Lưu: VT. KH": what is to be filed begins with that word, and abbreviations are parted by commas.
 */
static enum vn_status spell_filed(struct value *v, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(&v->out, "Lưu:", strlen("Lưu:"), err);

	for (size_t i = 1; !status && i < v->count; i++) {
		struct vn_part piece = v->words[i].piece;
		bool stop = i + 1 < v->count && v->page.letters[piece.end - 1] == '.' &&
			    v->page.letters[v->words[i + 1].piece.begin] != '(';
		piece.end -= stop;
		v->sure = both(v->sure, is_copies(v, i) && v->words[i].sure < KNOWN
						? KNOWN
						: v->words[i].sure);
		status = vn_buf_add(&v->out, " ", 1, err);
		if (!status)
			status = add_piece(v, piece, err);
		if (!status && stop)
			status = vn_buf_add(&v->out, ",", 1, err);
	}
	return status;
}

/* Whether the value is what is to be filed, and its first word was misread or may have been. */
static bool is_filed(const struct value *v)
{
	struct vn_part first = v->words[0].piece;

	return v->kind == VN_FIELD_RECIPIENT && v->count > 1 && misread(v, 0, v->count) &&
	       vn_page_opens(&v->page, first, "l") && v->page.letters[first.end - 1] == ':' &&
	       first.end - first.begin < 7 && vn_page_capital(&v->page, v->words[1].piece);
}

/* Settles FIELD, whose value is in V. */
static enum vn_status settle(struct value *v, struct vn_field *field, struct vn_arena *arena,
			     const struct vn_field_reader *reader, struct vn_err *err)
{
	enum vn_status status = vn_page_read(&v->page);

	if (!status)
		status = part(v, err);
	if (!status)
		weigh(v, field, reader);
	if (!status && v->kind == VN_FIELD_RECIPIENT)
		know_abbreviations(v);
	if (!status && is_filed(v))
		status = spell_filed(v, err);
	else
		status = status ? status : spell_all(v, err);
	if (!status && v->kind == VN_FIELD_SYMBOL && v->sure < MENDED && vn_type_of(field->value))
		v->sure = MENDED;
	if (!status && v->kind == VN_FIELD_SIGNER && misread(v, 0, 1) &&
	    !is_family(&v->page, v->words[0].piece))
		v->sure = both(v->sure, UNLIKELY);
	if (status)
		return status;
	field->value = vn_arena_copy(arena, v->out.ptr, v->out.len);
	field->sure = both(field->sure, v->sure);
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
			sure = both(sure, digit);
		}
	return sure;
}

enum vn_status vn_fields_settle(struct vn_fields *fields, const struct vn_field_reader *reader,
				vn_confidence least, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t kept = 0;

	for (size_t i = 0; !status && i < fields->count; i++) {
		struct vn_field *field = &fields->items[i];
		struct value v = {.page = {.text = field->value, .err = err},
				  .kind = field->kind,
				  .sure = VN_SURE};
		if (field->stated)
			field->sure = both(field->sure, digits_of(field, reader));
		else
			status = settle(&v, field, &fields->arena, reader, err);
		vn_page_fini(&v.page);
		vn_buf_fini(&v.out);
		free(v.words);
		if (field->sure >= least)
			fields->items[kept++] = *field;
	}
	if (!status)
		fields->count = kept;
	return status;
}
