#include "fields/spelling.h"

#include "base/rows.h"
#include "fields/near.h"
#include "text/chars.h"

#include <string.h>

#define PLACE_WORDS 5	 /* of the longest name of a place that is looked for */
#define NEAR_BELOW  8000 /* words less sure than this may be nearly those of a list */
#define NEAR_WORDS  12	 /* in which it is looked for */
#define NEAR_SPAN   60	 /* characters */
#define NEAR_LEAST  8	 /* letters of what is nearly a name of a list */
#define GLUED_LEAST 5	 /* letters of two words that stand as one */

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

const struct vn_spelling *vn_spelling_glued(const struct vn_value *v, size_t i, size_t *words)
{
	struct vn_part piece = v->words[i].piece;
	const struct vn_spelling *found = find_glued_office(v, i), *place;
	char key[VN_PLACE_BYTES];
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

/* The letters of WORDS words from I on into KEY; how many there are, 0 for more than fit. */
static size_t key_of(const struct vn_value *v, size_t i, size_t words, char key[VN_PLACE_BYTES])
{
	struct vn_part piece = vn_value_span(v, i, i + words - 1);
	size_t len = 0;

	if (piece.end - piece.begin >= VN_PLACE_BYTES)
		return 0;
	for (size_t k = piece.begin; k < piece.end; k++)
		key[len++] = vn_page_small(v->page.letters[k]);
	return len;
}

/* Whether WORDS words from I on are surer as they were read than by a list, which never has all
 * names. */
static bool is_sure(const struct vn_value *v, size_t i, size_t words)
{
	vn_confidence sure = VN_SURE;

	for (size_t k = i; k < i + words; k++)
		sure = vn_value_both(sure, v->words[k].sure);
	return sure >= VN_FIELD_MENDED;
}

/* The place that more than LEAST words from I on name. */
static const struct vn_spelling *find_place(const struct vn_value *v, size_t i, size_t least,
					    size_t *words)
{
	for (size_t count = PLACE_WORDS; count > least; count--) {
		char key[VN_PLACE_BYTES];
		const struct vn_spelling *found;
		size_t len;
		if (i + count > v->count)
			continue;
		len = key_of(v, i, count, key);
		found = vn_row_find(vn_places, vn_place_count, sizeof *vn_places,
				    (struct vn_str){key, len});
		if (found) {
			*words = count;
			return found;
		}
	}
	return NULL;
}

bool vn_spelling_is_lost(const struct vn_value *v)
{
	char key[VN_PLACE_BYTES];
	struct vn_str letters = {key, key_of(v, 0, v->count, key)};
	const struct vn_spelling *one;

	if (is_sure(v, 0, v->count))
		return false;
	one = vn_row_find(vn_places_alike, vn_place_alike_count, sizeof *vn_places_alike, letters);
	if (!one)
		return false;
	while (one > vn_places_alike && strcmp(one[-1].letters, one->letters) == 0)
		one--;
	for (const char *same = one->letters; one->letters && !strcmp(one->letters, same); one++)
		if (vn_page_spelt(&v->page, vn_value_span(v, 0, v->count - 1), one->name))
			return false;
	return true;
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

/* The place of issue, in several words, if those from I on are it. */
static const struct vn_spelling *own_place(const struct vn_value *v, size_t i, size_t *words)
{
	char first = v->page.letters[v->words[i].piece.begin];

	if (!v->place || i == 0 || !(first >= 'A' && first <= 'Z'))
		return NULL;
	*words = vn_value_words(v, i, v->place->letters);
	return *words > 1 ? v->place : NULL;
}

/* What a basis begins with. */
static const struct vn_spelling basis_words[] = {{"can cu", "Căn cứ", NULL}, {NULL, NULL, NULL}};

/* What from word I on KNOWN is. */
static struct vn_part span_of(const struct vn_value *v, size_t i, const struct vn_spelling *known)
{
	size_t begin = v->words[i].piece.begin;

	return (struct vn_part){begin, begin + strlen(known->letters)};
}

bool vn_spelling_is_own(const struct vn_value *v, size_t i, const struct vn_spelling *known)
{
	struct vn_part piece = span_of(v, i, known);
	struct vn_str read = vn_page_text(&v->page, piece),
		      name = {known->name, strlen(known->name)};
	size_t at = 0, k = 0;

	return v->kind == VN_FIELD_RECIPIENT && vn_page_spelt(&v->page, piece, known->name) &&
	       (vn_utf8_next(read, &at) != vn_utf8_next(name, &k) ||
		vn_page_recased(&v->page, piece, known->name));
}

/* Whether the words before word I are a body that each level has one of. */
static bool is_behind_body(const struct vn_value *v, size_t i)
{
	static const char *const bodies[] = {"ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan",
					     "uy ban mttq viet nam"};

	for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) {
		size_t words = 1;
		for (const char *c = bodies[k]; *c; c++)
			words += *c == ' ';
		if (i >= words && vn_value_words(v, i - words, bodies[k]) == words)
			return true;
	}
	return false;
}

/* Whether word I, which has the letters of a level (quận), is one, and no other word (Quản lý,
 * Phương Nam): behind what all such offices are called, if it is the last or follows a body that
 * each level has; elsewhere only if the list is surer than what was read. */
static bool is_level(const struct vn_value *v, size_t i)
{
	bool last = i + 1 == v->count, doubt = v->words[i].sure < VN_FIELD_MENDED;

	if (v->kind == VN_FIELD_RECIPIENT)
		return false;
	if (is_behind_body(v, i))
		return true;
	for (size_t k = i; (last || doubt) && k > 0 && i - k < NEAR_WORDS; k--) {
		size_t words = 0;
		if (find_longest(v, k - 1, vn_offices, &words) && words == i - (k - 1))
			return true;
	}
	return last && doubt;
}

const struct vn_spelling *vn_spelling_of(const struct vn_value *v, size_t i, size_t *words)
{
	const struct vn_spelling *found = NULL;

	*words = 0;
	if (v->kind == VN_FIELD_TITLE)
		return find_longest(v, i, vn_titles, words);
	if (v->kind == VN_FIELD_BASIS && i == 0)
		return find_longest(v, i, basis_words, words);
	if (v->kind == VN_FIELD_SIGNER)
		return i == 0 ? find_longest(v, i, vn_family_names, words) : NULL;
	if (v->kind == VN_FIELD_PLACE)
		return i == 0 ? find_place(v, i, v->count - 1, words) : NULL;
	if (v->kind == VN_FIELD_RECIPIENT)
		found = find_longest(v, i, vn_phrases, words);
	else if (v->kind != VN_FIELD_SUPERIOR && v->kind != VN_FIELD_ISSUER)
		return own_place(v, i, words);
	if (!found)
		found = find_longest(v, i, vn_offices, words);
	if (found && *words == 1 && vn_page_word(found->letters[0]) &&
	    (is_of_name(v, i) ||
	     !(is_level(v, i) || vn_page_spelt(&v->page, span_of(v, i, found), found->name)))) {
		*words = 0;
		return NULL;
	}
	if (!found && v->kind != VN_FIELD_RECIPIENT)
		found = find_place(v, i, 1, words);
	return found ? found : own_place(v, i, words);
}

/* The only one of LIST that words from I on nearly are, if they are doubtful, or but for their
 * blanks; *WORDS of them; *FAR: how far, as vn_near_distance() says. */
static const struct vn_spelling *find_near(const struct vn_value *v, size_t i,
					   const struct vn_spelling *list, size_t *words,
					   size_t *far)
{
	char read[VN_NEAR_LETTERS + 1], listed[VN_NEAR_LETTERS + 1];
	const struct vn_spelling *found = NULL;
	vn_confidence sure = VN_SURE;
	size_t longest = 0;

	for (size_t last = i; last < v->count && last < i + NEAR_WORDS; last++) {
		struct vn_part piece = vn_value_span(v, i, last);
		size_t have;
		if (piece.end - piece.begin > NEAR_SPAN)
			break;
		sure = vn_value_both(sure, v->words[last].sure);
		have = vn_near_pack(&v->page, piece, read);
		for (const struct vn_spelling *one = list; one->letters; one++) {
			size_t len = vn_near_pack_list(one->letters, listed), d, most;
			most = sure < NEAR_BELOW && v->kind != VN_FIELD_TITLE ? vn_near_most(len)
									      : 0;
			if (len < NEAR_LEAST)
				continue;
			d = vn_near_distance(read, have, listed, len, most);
			if (d > most || d > *far || (d == *far && (found == one || len < longest)))
				continue;
			/* As near as another one of its length: nobody knows. */
			found = d == *far && len == longest ? NULL : one;
			*far = d;
			*words = last + 1 - i;
			longest = len;
		}
	}
	return found;
}

const struct vn_spelling *vn_spelling_near(const struct vn_value *v, size_t i, size_t *words)
{
	size_t far = VN_NEAR_LETTERS;
	const struct vn_spelling *found, *phrase = NULL;

	/* Only a basis begins there. */
	if (v->kind == VN_FIELD_BASIS && i == 0 && v->count > 2) {
		*words = 2;
		return basis_words;
	}
	if (v->kind == VN_FIELD_TITLE)
		return find_near(v, i, vn_titles, words, &far);
	if (v->kind != VN_FIELD_RECIPIENT && v->kind != VN_FIELD_SUPERIOR &&
	    v->kind != VN_FIELD_ISSUER)
		return NULL;
	if (v->kind == VN_FIELD_RECIPIENT)
		phrase = find_near(v, i, vn_phrases, words, &far);
	found = find_near(v, i, vn_offices, words, &far);
	return found ? found : phrase;
}

vn_confidence vn_spelling_sure(const struct vn_value *v, size_t i, size_t words,
			       const struct vn_spelling *known)
{
	uint32_t sure = VN_SURE;
	bool own = known == v->place;

	if (v->kind != VN_FIELD_SIGNER && !own &&
	    (known < vn_places || known >= vn_places + vn_place_count))
		return VN_SURE;
	for (; words; words--, i++)
		sure = vn_value_both((vn_confidence)sure, v->words[i].sure);
	if (own)
		return sure > v->place_sure ? (vn_confidence)sure : v->place_sure;
	return (vn_confidence)(4 * sure * VN_SURE / (3 * sure + VN_SURE));
}
