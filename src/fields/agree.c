#include "fields/agree.h"

#include "fields/near.h"
#include "text/chars.h"

#include <string.h>

#define LIKELY	      8000  /* a symbol that fits its issuer */
#define DD	      0x110 /* Đ */
#define PLACE_WORDS   6	    /* of a name, at most */
#define MISREAD	      2000  /* less is a place that was misread */
#define PLACE_LETTERS 4	    /* of one that is misread, at least */
#define INITIALS      24    /* of an office, at most; longer parts of symbols are left alone */

/* The end of the word of PAGE that begins at AT. */
static size_t word_end(const struct vn_page *page, size_t at)
{
	while (at < page->length && page->letters[at] != ' ')
		at++;
	return at;
}

static size_t words_of(const struct vn_page *page)
{
	size_t words = page->length > 0;

	for (size_t i = 0; i < page->length; i++)
		words += page->letters[i] == ' ';
	return words;
}

/* The words of OFFICE, as many as PLACE has, that are nearly the place; the last of several. Empty:
 * none. */
static struct vn_part find(const struct vn_page *office, const struct vn_page *place)
{
	char here[VN_NEAR_LETTERS + 1], there[VN_NEAR_LETTERS + 1];
	size_t len = vn_near_pack(place, (struct vn_part){0, place->length}, there);
	size_t words = words_of(place), most = len < 6 ? 0 : 2;
	struct vn_part found = {0};

	if (words > PLACE_WORDS)
		return found;
	for (size_t at = 0; at < office->length; at = word_end(office, at) + 1) {
		struct vn_part piece = {at, word_end(office, at)};
		for (size_t i = 1; i < words && piece.end < office->length; i++)
			piece.end = word_end(office, piece.end + 1);
		if (vn_near_distance(here, vn_near_pack(office, piece, here), there, len, most) <=
		    most)
			found = piece;
	}
	return found;
}

/* Where the word of PAGE begins that is before AT, the begin of another or the end. */
static size_t word_before(const struct vn_page *page, size_t at)
{
	at -= at > 0 && at < page->length;
	while (at > 0 && page->letters[at - 1] != ' ')
		at--;
	return at;
}

/* The two words or more that OFFICE ends with that those that PLACE ends with, as many, are the
 * most like, if less than half of their letters were misread. Empty: none. */
static struct vn_part find_end(const struct vn_page *office, const struct vn_page *place)
{
	char here[VN_NEAR_LETTERS + 1], there[VN_NEAR_LETTERS + 1];
	struct vn_part own = {office->length, office->length}, found = {0};
	struct vn_part read = {place->length, place->length};
	size_t least = 100;

	for (size_t words = 1; own.begin > 0 && read.begin > 0; words++) {
		size_t len, have, far;
		own.begin = word_before(office, own.begin);
		read.begin = word_before(place, read.begin);
		len = vn_near_pack(office, own, there);
		have = vn_near_pack(place, read, here);
		if (words < 2 || len < PLACE_LETTERS)
			continue;
		far = 100 * vn_near_distance(here, have, there, len, len) / len;
		if (far < least) {
			least = far;
			found = own;
		}
	}
	return found;
}

/* NAME in small letters, but for the first of each word. */
static enum vn_status put_name(struct vn_buf *out, struct vn_str name, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool first = true;

	for (size_t at = 0; !status && at < name.len;) {
		char bytes[VN_UTF8_MAX];
		int32_t c = vn_utf8_next(name, &at);
		status = vn_buf_add(out, bytes, vn_utf8_put(bytes, first ? c : vn_lower(c)), err);
		first = c == ' ' || c == '-';
	}
	return status;
}

/* FIELD becomes NAME, by what another field says, and is as SURE as told. */
static enum vn_status correct(struct vn_fields *fields, struct vn_field *field,
			      const struct vn_buf *name, vn_confidence sure, struct vn_err *err)
{
	if (!name->len || vn_str_eq(vn_buf_str(name), field->value))
		return VN_OK;
	field->evidence = VN_FIELD_BY_FIELD;
	field->value = vn_arena_copy(&fields->arena, name->ptr, name->len);
	field->sure = sure < VN_FIELD_MENDED ? sure : VN_FIELD_MENDED;
	return field->value.ptr ? VN_OK : vn_err_nomem(err);
}

/* How sure the first of two is if they differ where they should be the same: one of them at most is
 * right. */
static vn_confidence against(vn_confidence first, vn_confidence other)
{
	uint64_t one = (uint64_t)first * (VN_SURE - other);
	uint64_t two = (uint64_t)other * (VN_SURE - first);
	vn_confidence sure = (vn_confidence)(one + two ? VN_SURE * one / (one + two) : VN_SURE / 2);

	return sure < first ? sure : first;
}

/* OFFICE has NAME, which PLACE is, or ought to be. */
static enum vn_status compare(struct vn_fields *fields, struct vn_field *place,
			      struct vn_field *office, const struct vn_buf *name,
			      struct vn_err *err)
{
	vn_confidence by_place = against(place->sure, office->sure);
	vn_confidence by_office = against(office->sure, place->sure);
	bool much = VN_SURE - place->sure > 2 * (VN_SURE - office->sure);

	if (!name->len)
		return VN_OK;
	if (vn_str_eq(vn_buf_str(name), place->value)) {
		/* Each bears the other out. */
		if (office->sure >= VN_FIELD_MENDED && place->sure < VN_FIELD_MENDED)
			place->sure = VN_FIELD_MENDED;
		else if (place->sure > office->sure)
			office->sure = (vn_confidence)((place->sure + office->sure) / 2);
		return VN_OK;
	}
	if (much)
		return correct(fields, place, name, office->sure, err);
	office->sure = by_office;
	place->sure = by_place;
	return VN_OK;
}

/* Compares PLACE with what OFFICE names; *NAMED: an office does, so that one that does not has
 * nothing to say. */
static enum vn_status take(struct vn_fields *fields, struct vn_field *place,
			   struct vn_field *office, bool *named, struct vn_err *err)
{
	struct vn_page own = {.text = place->value, .err = err};
	struct vn_page other = {.text = office->value, .err = err};
	struct vn_buf name = {0};
	struct vn_part piece = {0};
	enum vn_status status = vn_page_read(&own);

	if (!status)
		status = vn_page_read(&other);
	if (!status)
		piece = find(&other, &own);
	*named |= piece.end > piece.begin;
	if (!status && !*named && place->sure < MISREAD)
		piece = find_end(&other, &own);
	if (!status && piece.end > piece.begin)
		status = put_name(&name, vn_page_text(&other, piece), err);
	if (!status)
		status = compare(fields, place, office, &name, err);
	vn_buf_fini(&name);
	vn_page_fini(&own);
	vn_page_fini(&other);
	return status;
}

/* The initials of NAME into OUT, MOST at most and an end; those with a mark of their own kept. */
static void take_initials(struct vn_str name, int32_t *out, size_t most)
{
	size_t count = 0;
	bool first = true;

	for (size_t at = 0; at < name.len && count < most;) {
		int32_t c = vn_utf8_next(name, &at);
		if (first && c != '-')
			out[count++] = vn_upper(c);
		first = c == ' ' || c == '-';
	}
	out[count] = 0;
}

/* Adds SYMBOL's part of the office, each Đ of whose initials may have been read as D or B, each Q
 * as O. False: these are not its initials. */
static bool put_office(char *out, struct vn_str symbol, const int32_t *initials)
{
	char *to = out;

	for (size_t at = 0; at < symbol.len; at++) {
		char c = symbol.ptr[at];
		while (*initials && *initials != c && !(*initials == DD && strchr("DB", c)) &&
		       !(*initials == 'Q' && c == 'O'))
			initials++;
		if (!*initials)
			return false;
		to += vn_utf8_put(to, *initials++);
	}
	*to = 0;
	return true;
}

/* The code that the first part of SYMBOL is: TYPE's, but for its Đ, or for one letter that was read
 * twice. NULL: none. */
static const char *code_of(struct vn_str part, struct vn_str type)
{
	for (const struct vn_type_name *t = vn_type_names; t->letters; t++) {
		size_t i = 0, k = 0;
		struct vn_str code = {t->code, t->code ? strlen(t->code) : 0};
		if (!code.len || !vn_str_eq(type, (struct vn_str){t->name, strlen(t->name)}))
			continue;
		while (i < part.len && k < code.len) {
			int32_t c = vn_utf8_next(code, &k), read = vn_utf8_next(part, &i);
			size_t next = i;
			if (next < part.len && vn_utf8_next(part, &next) == read && k == code.len)
				i = next;
			if (c != read &&
			    !(c == DD && read > 0 && read < 0x80 && strchr("DB", read)))
				return NULL;
		}
		return i == part.len && k == code.len ? t->code : NULL;
	}
	return NULL;
}

static const struct vn_field *find_field(const struct vn_fields *fields, enum vn_field_kind kind)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].kind == kind)
			return &fields->items[i];
	return NULL;
}

/* FIRST-OWN, of which CODE, behind the year that FIRST may begin with, and OFFICE, where there are
 * any, take the places. */
static enum vn_status put_symbol(struct vn_buf *out, struct vn_str first, size_t year,
				 const char *code, struct vn_str own, const char *office,
				 struct vn_err *err)
{
	struct vn_str head = {first.ptr + year, first.len - year};
	struct vn_str tail = office ? (struct vn_str){office, strlen(office)} : own;
	enum vn_status status = vn_buf_add(out, first.ptr, year, err);

	if (code)
		head = (struct vn_str){code, strlen(code)};
	if (!status)
		status = vn_buf_add(out, head.ptr, head.len, err);
	if (!status)
		status = vn_buf_add(out, "-", 1, err);
	return status ? status : vn_buf_add(out, tail.ptr, tail.len, err);
}

/* Mends each Đ that was read as D or B, and each Q that was read as O, in SYMBOL, where the names
 * of type and issuer say so. */
static enum vn_status mend_symbol(struct vn_fields *fields, struct vn_field *symbol,
				  struct vn_err *err)
{
	const struct vn_field *type = find_field(fields, VN_FIELD_TYPE);
	const struct vn_field *issuer = find_field(fields, VN_FIELD_ISSUER);
	const char *dash = memchr(symbol->value.ptr, '-', symbol->value.len);
	struct vn_str first, own, part;
	char office[2 * INITIALS + 1];
	int32_t initials[INITIALS + 1];
	struct vn_buf name = {0};
	enum vn_status status;
	bool known = false, letter = type && vn_str_eq(type->value, VN_STR("Công văn"));
	const char *code;
	size_t year = 0;

	if (!dash)
		return VN_OK;
	first = (struct vn_str){symbol->value.ptr, (size_t)(dash - symbol->value.ptr)};
	own = (struct vn_str){dash + 1, symbol->value.len - first.len - 1};
	while (year < first.len && vn_is_digit(first.ptr[year])) /* 2026/HĐ */
		year++;
	year += year < first.len && first.ptr[year] == '/';
	part = (struct vn_str){first.ptr + year, first.len - year};
	code = type ? code_of(part, type->value) : NULL;
	if (issuer) {
		struct vn_str named = letter ? part : own;
		take_initials(issuer->value, initials, INITIALS);
		known = named.len <= INITIALS && put_office(office, named, initials);
	}
	if (letter)
		status = put_symbol(&name, first, year, known ? office : NULL, own, NULL, err);
	else
		status = put_symbol(&name, first, year, code, own, known ? office : NULL, err);
	if (!status)
		status = correct(fields, symbol, &name, symbol->sure, err);
	/* Initials of the office, and nothing else but them, are not there by chance. */
	if (!status && known && (letter || code) && symbol->sure < LIKELY)
		symbol->sure = LIKELY;
	vn_buf_fini(&name);
	return status;
}

enum vn_status vn_fields_agree(struct vn_fields *fields, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < fields->count; i++) {
		struct vn_field *place = &fields->items[i];
		bool named = false;
		if (place->kind == VN_FIELD_SYMBOL)
			status = mend_symbol(fields, place, err);
		if (place->kind != VN_FIELD_PLACE)
			continue;
		for (size_t k = 0; !status && k < fields->count; k++) {
			struct vn_field *office = &fields->items[k];
			if (office->kind == VN_FIELD_SUPERIOR || office->kind == VN_FIELD_ISSUER)
				status = take(fields, place, office, &named, err);
		}
	}
	return status;
}
