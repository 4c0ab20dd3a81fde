#include "eval/kinds.h"

#include "lang/vi/letters.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#define RUN_MAX 64 /* tokens in a row without a right one that are linked together */

static const char *const names[VN_KINDS] = {
	[VN_KIND_TONE] = "tone",
	[VN_KIND_VOWEL_MARK] = "vowel_mark",
	[VN_KIND_STROKE] = "stroke",
	[VN_KIND_MARKS] = "several_marks",
	[VN_KIND_LETTER] = "letter",
	[VN_KIND_CASE] = "case",
	[VN_KIND_PUNCTUATION] = "punctuation",
	[VN_KIND_NUMBER] = "number",
	[VN_KIND_MERGE] = "merge",
	[VN_KIND_SPLIT] = "split",
	[VN_KIND_MISSING] = "missing",
	[VN_KIND_EXTRA] = "extra",
};

const char *vn_kind_name(enum vn_kind kind)
{
	return names[kind];
}

/* A letter taken apart. */
struct parts {
	int32_t base;	      /* small, without marks */
	enum vn_letter vowel; /* with its mark, where it has one */
	int32_t tone; /* enum vn_tone_mark, or a combining mark that composed with nothing */
	bool stroke, capital;
};

static int32_t base_of(enum vn_letter letter)
{
	switch (letter) {
	case VN_L_AW:
	case VN_L_AA:
		return 'a';
	case VN_L_DD:
		return 'd';
	case VN_L_EE:
		return 'e';
	case VN_L_OO:
	case VN_L_OW:
		return 'o';
	case VN_L_UW:
		return 'u';
	default:
		return 0;
	}
}

static struct parts take_apart(int32_t c)
{
	vn_grapheme grapheme = vn_grapheme_of(c);
	enum vn_letter letter = vn_grapheme_letter(grapheme);
	struct parts parts = {0};

	if (!grapheme) {
		parts.base = u_foldCase(c, U_FOLD_CASE_DEFAULT);
		parts.capital = parts.base != c;
		return parts;
	}
	parts.base = base_of(letter);
	parts.stroke = letter == VN_L_DD;
	if (parts.base && !parts.stroke)
		parts.vowel = letter;
	if (!parts.base)
		parts.base = vn_grapheme_char((vn_grapheme)letter);
	parts.tone = (int32_t)vn_grapheme_tone(grapheme);
	parts.capital = (grapheme & VN_GRAPHEME_UPPER) != 0;
	return parts;
}

/* The next letter of SEQ from *AT on, with marks that follow it; base 0 at the end. */
static struct parts next_letter(struct vn_seq seq, size_t *at)
{
	struct parts parts = {0};
	while (*at < seq.len && !u_isalpha(seq.ptr[*at]))
		++*at;
	if (*at < seq.len)
		parts = take_apart(seq.ptr[(*at)++]);
	for (; *at < seq.len && u_charType(seq.ptr[*at]) == U_NON_SPACING_MARK; ++*at)
		parts.tone = seq.ptr[*at];
	return parts;
}

/* The value of the next digit, -1 at the end. */
static int next_digit(struct vn_seq seq, size_t *at)
{
	while (*at < seq.len && !u_isdigit(seq.ptr[*at]))
		++*at;
	return *at < seq.len ? u_charDigitValue(seq.ptr[(*at)++]) : -1;
}

/* Whether both have the same digits in the same order. */
static bool same_digits(struct vn_seq a, struct vn_seq b)
{
	int x, y;
	size_t i = 0, j = 0;
	do {
		x = next_digit(a, &i);
		y = next_digit(b, &j);
	} while (x == y && x >= 0);
	return x == y;
}

static bool has_digit(struct vn_seq seq)
{
	size_t at = 0;
	return next_digit(seq, &at) >= 0;
}

/* The kind that letters make, VN_KIND_PUNCTUATION where they are the same. */
static enum vn_kind kind_of_letters(struct vn_seq truth, struct vn_seq got)
{
	bool tone = false, vowel = false, stroke = false, letter_case = false;
	size_t i = 0, j = 0;

	for (;;) {
		struct parts a = next_letter(truth, &i), b = next_letter(got, &j);
		if (a.base != b.base)
			return VN_KIND_LETTER;
		if (!a.base)
			break;
		tone |= a.tone != b.tone;
		vowel |= a.vowel != b.vowel;
		stroke |= a.stroke != b.stroke;
		letter_case |= a.capital != b.capital;
	}
	if (tone + vowel + stroke > 1)
		return VN_KIND_MARKS;
	return tone	     ? VN_KIND_TONE
	       : vowel	     ? VN_KIND_VOWEL_MARK
	       : stroke	     ? VN_KIND_STROKE
	       : letter_case ? VN_KIND_CASE
			     : VN_KIND_PUNCTUATION;
}

enum vn_kind vn_kind_of_token(struct vn_seq truth, struct vn_seq got)
{
	enum vn_kind kind = kind_of_letters(truth, got);
	if (!same_digits(truth, got) && (has_digit(truth) || kind != VN_KIND_LETTER))
		return VN_KIND_NUMBER;
	return kind;
}

void vn_kinds_fini(struct vn_kinds *kinds)
{
	free(kinds->confusions);
	vn_vocab_fini(&kinds->pairs);
	vn_linker_fini(&kinds->linker);
	vn_codes_fini(&kinds->truth);
	vn_codes_fini(&kinds->got);
	vn_codes_fini(&kinds->key);
	*kinds = (struct vn_kinds){0};
}

/* Replaces OUT by the characters of the tokens of SIDE. */
static enum vn_status characters(const struct vn_vocab *tokens, struct vn_seq side,
				 struct vn_codes *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	out->len = 0;
	for (size_t i = 0; !status && i < side.len; i++)
		status = vn_codes_append(out, vn_vocab_get(tokens, side.ptr[i]), err);
	return status;
}

static bool is_sign(struct vn_seq chars)
{
	return !vn_has_letter(chars) && !has_digit(chars);
}

/* The kind of a link whose sides are written TRUTH and GOT. */
static enum vn_kind kind_of_link(const struct vn_link *link, struct vn_seq truth, struct vn_seq got)
{
	if (!link->got.len)
		return is_sign(truth)	     ? VN_KIND_PUNCTUATION
		       : vn_is_number(truth) ? VN_KIND_NUMBER
					     : VN_KIND_MISSING;
	if (!link->truth.len)
		return is_sign(got) ? VN_KIND_PUNCTUATION : VN_KIND_EXTRA;
	if (link->truth.len == 1 && link->got.len == 1)
		return vn_kind_of_token(truth, got);
	if (has_digit(truth) && !same_digits(truth, got))
		return VN_KIND_NUMBER;
	return link->truth.len > 1 ? VN_KIND_MERGE : VN_KIND_SPLIT;
}

static enum vn_status make_key(struct vn_codes *key, enum vn_kind kind, const struct vn_link *link,
			       struct vn_err *err)
{
	enum vn_status status;

	key->len = 0;
	status = vn_codes_add(key, (int32_t)kind, err);
	if (!status)
		status = vn_codes_append(key, link->truth, err);
	if (!status)
		status = vn_codes_add(key, VN_GAP, err);
	return status ? status : vn_codes_append(key, link->got, err);
}

/* Counts a confusion. The views of a new one are into the copy that pairs keeps. */
static enum vn_status count_link(struct vn_kinds *kinds, enum vn_kind kind,
				 const struct vn_link *link, enum vn_side side, struct vn_err *err)
{
	size_t known = kinds->pairs.count;
	int32_t number;
	struct vn_seq key;
	enum vn_status status = make_key(&kinds->key, kind, link, err);

	if (!status)
		status = vn_grow(&kinds->confusions, kinds->pairs.count, &kinds->confusion_cap,
				 sizeof *kinds->confusions, err);
	if (!status)
		status = vn_vocab_intern(&kinds->pairs, vn_codes_seq(&kinds->key), &number, err);
	if (status)
		return status;
	key = vn_vocab_get(&kinds->pairs, number);
	if ((size_t)number == known)
		kinds->confusions[number] = (struct vn_confusion){
			.kind = kind,
			.truth = {key.ptr + 1, link->truth.len},
			.got = {key.ptr + 2 + link->truth.len, link->got.len},
			.seen = known,
		};
	kinds->confusions[number].count[side]++;
	kinds->count[kind][side]++;
	return VN_OK;
}

/* Links and counts the tokens in kinds->truth and kinds->got. */
static enum vn_status count_run(struct vn_kinds *kinds, const struct vn_vocab *tokens,
				enum vn_side side, struct vn_err *err)
{
	struct vn_codes truth = {0}, got = {0};
	const struct vn_link *links;
	size_t count;
	enum vn_status status = vn_link_tokens(&kinds->linker, tokens, vn_codes_seq(&kinds->truth),
					       vn_codes_seq(&kinds->got), &links, &count, err);

	for (size_t i = 0; !status && i < count; i++) {
		status = characters(tokens, links[i].truth, &truth, err);
		if (!status)
			status = characters(tokens, links[i].got, &got, err);
		if (!status)
			status = count_link(
				kinds,
				kind_of_link(&links[i], vn_codes_seq(&truth), vn_codes_seq(&got)),
				&links[i], side, err);
	}
	vn_codes_fini(&truth);
	vn_codes_fini(&got);
	return status;
}

enum vn_status vn_kinds_add(struct vn_kinds *kinds, const struct vn_vocab *tokens,
			    const struct vn_pair *pairs, size_t count, enum vn_side side,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < count;) {
		kinds->truth.len = kinds->got.len = 0;
		for (size_t end = i + RUN_MAX;
		     !status && i < count && i < end && pairs[i].a != pairs[i].b; i++) {
			if (pairs[i].a != VN_GAP)
				status = vn_codes_add(&kinds->truth, pairs[i].a, err);
			if (!status && pairs[i].b != VN_GAP)
				status = vn_codes_add(&kinds->got, pairs[i].b, err);
		}
		if (!status && (kinds->truth.len || kinds->got.len))
			status = count_run(kinds, tokens, side, err);
		if (i < count && pairs[i].a == pairs[i].b)
			i++;
	}
	return status;
}

static int by_kind(const void *a, const void *b)
{
	const struct vn_confusion *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	for (int side = VN_AFTER; side >= VN_BEFORE; side--)
		if (x->count[side] != y->count[side])
			return x->count[side] < y->count[side] ? 1 : -1;
	return (x->seen > y->seen) - (x->seen < y->seen);
}

size_t vn_kinds_sort(struct vn_kinds *kinds)
{
	if (kinds->pairs.count)
		qsort(kinds->confusions, kinds->pairs.count, sizeof *kinds->confusions, by_kind);
	return kinds->pairs.count;
}

enum vn_status vn_confusion_text(const struct vn_vocab *tokens, struct vn_seq side,
				 struct vn_codes *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	for (size_t i = 0; !status && i < side.len; i++) {
		if (i)
			status = vn_codes_add(out, ' ', err);
		if (!status)
			status = vn_codes_append(out, vn_vocab_get(tokens, side.ptr[i]), err);
	}
	return status;
}
