#include "lang/vi/syllable.h"

#include "text/chars.h"
#include "lang/vi/letters.h"

/* Up to four letters in 20 bits, the first in the highest, so that numbers sort as a dictionary
 * does. */
#define BITS		 5
#define PACK(a, b, c, d) (VN_L_##a << 3 * BITS | VN_L_##b << 2 * BITS | VN_L_##c << BITS | VN_L_##d)
#define R1(a)		 PACK(a, NONE, NONE, NONE)
#define R2(a, b)	 PACK(a, b, NONE, NONE)
#define R3(a, b, c)	 PACK(a, b, c, NONE)
#define R4(a, b, c, d)	 PACK(a, b, c, d)

#define CONSONANTS "bcdfghjklmnpqrstvwxz"

#define MAX_ONSET 3
#define MAX_RIME  4

/* What may stand before a rime: nothing, qu, any other onset. */
enum { BARE = 1, QU = 2, FULL = 4, NO_QU = BARE | FULL, ALL = BARE | QU | FULL };

struct rime {
	uint32_t letters;
	uint32_t after;
};

/* clang-format off */
/* Sorted. A rime with a glide o or u is one rime; after qu the glide belongs to the onset. */
static const struct rime rimes[] = {
	{R1(A), ALL}, {R2(A, C), ALL}, {R3(A, C, H), ALL}, {R2(A, I), ALL}, {R2(A, M), ALL},
	{R2(A, N), ALL}, {R3(A, N, G), ALL}, {R3(A, N, H), ALL}, {R2(A, O), ALL},
	{R2(A, P), ALL}, {R2(A, T), ALL}, {R2(A, U), ALL}, {R2(A, Y), ALL},
	{R2(AW, C), ALL}, {R2(AW, M), ALL}, {R2(AW, N), ALL}, {R3(AW, N, G), ALL},
	{R2(AW, P), ALL}, {R2(AW, T), ALL},
	{R2(AA, C), ALL}, {R2(AA, M), ALL}, {R2(AA, N), ALL}, {R3(AA, N, G), ALL},
	{R2(AA, P), ALL}, {R2(AA, T), ALL}, {R2(AA, U), ALL}, {R2(AA, Y), ALL},
	{R1(E), ALL}, {R2(E, C), ALL}, {R2(E, M), ALL}, {R2(E, N), ALL}, {R3(E, N, G), ALL},
	{R2(E, O), ALL}, {R2(E, P), ALL}, {R2(E, T), ALL},
	{R1(EE), ALL}, {R3(EE, C, H), ALL}, {R2(EE, M), ALL}, {R2(EE, N), ALL},
	{R3(EE, N, H), ALL}, {R2(EE, P), ALL}, {R2(EE, T), ALL}, {R2(EE, U), ALL},
	{R1(I), ALL}, {R2(I, A), ALL}, {R3(I, C, H), ALL}, {R3(I, EE, C), FULL},
	{R3(I, EE, M), FULL}, {R3(I, EE, N), FULL}, {R4(I, EE, N, G), FULL},
	{R3(I, EE, P), FULL}, {R3(I, EE, T), FULL}, {R3(I, EE, U), FULL}, {R2(I, M), ALL},
	{R2(I, N), ALL}, {R3(I, N, H), ALL}, {R2(I, P), ALL}, {R2(I, T), ALL}, {R2(I, U), ALL},
	{R1(O), NO_QU}, {R2(O, A), NO_QU}, {R3(O, A, C), NO_QU}, {R4(O, A, C, H), NO_QU},
	{R3(O, A, I), NO_QU}, {R3(O, A, M), NO_QU}, {R3(O, A, N), NO_QU},
	{R4(O, A, N, G), NO_QU}, {R4(O, A, N, H), NO_QU}, {R3(O, A, O), NO_QU},
	{R3(O, A, P), NO_QU}, {R3(O, A, T), NO_QU}, {R3(O, A, Y), NO_QU}, {R3(O, AW, C), NO_QU},
	{R3(O, AW, M), NO_QU}, {R3(O, AW, N), NO_QU}, {R4(O, AW, N, G), NO_QU},
	{R3(O, AW, P), NO_QU}, {R3(O, AW, T), NO_QU}, {R2(O, C), NO_QU}, {R2(O, E), NO_QU},
	{R3(O, E, M), NO_QU}, {R3(O, E, N), NO_QU}, {R3(O, E, O), NO_QU}, {R3(O, E, T), NO_QU},
	{R2(O, I), NO_QU}, {R2(O, M), NO_QU}, {R2(O, N), NO_QU}, {R3(O, N, G), NO_QU},
	{R3(O, O, C), NO_QU}, {R4(O, O, N, G), NO_QU}, {R2(O, P), NO_QU}, {R2(O, T), NO_QU},
	{R1(OO), NO_QU}, {R2(OO, C), ALL}, {R2(OO, I), NO_QU}, {R2(OO, M), NO_QU},
	{R2(OO, N), NO_QU}, {R3(OO, N, G), NO_QU}, {R2(OO, P), NO_QU}, {R2(OO, T), NO_QU},
	{R1(OW), ALL}, {R2(OW, I), ALL}, {R2(OW, M), NO_QU}, {R2(OW, N), ALL},
	{R2(OW, P), NO_QU}, {R2(OW, T), ALL},
	{R1(U), NO_QU}, {R2(U, A), NO_QU}, {R3(U, AA, N), NO_QU}, {R4(U, AA, N, G), NO_QU},
	{R3(U, AA, T), NO_QU}, {R3(U, AA, Y), NO_QU}, {R2(U, C), NO_QU}, {R2(U, EE), NO_QU},
	{R4(U, EE, C, H), NO_QU}, {R3(U, EE, N), NO_QU}, {R4(U, EE, N, H), NO_QU},
	{R3(U, EE, T), NO_QU}, {R2(U, I), NO_QU}, {R2(U, M), NO_QU}, {R2(U, N), NO_QU},
	{R3(U, N, G), NO_QU}, {R3(U, OO, C), NO_QU}, {R3(U, OO, I), NO_QU},
	{R3(U, OO, M), NO_QU}, {R3(U, OO, N), NO_QU}, {R4(U, OO, N, G), NO_QU},
	{R3(U, OO, T), NO_QU}, {R2(U, OW), NO_QU}, {R2(U, P), NO_QU}, {R2(U, T), NO_QU},
	{R2(U, Y), NO_QU}, {R3(U, Y, A), NO_QU}, {R4(U, Y, C, H), NO_QU},
	{R4(U, Y, EE, N), NO_QU}, {R4(U, Y, EE, T), NO_QU}, {R3(U, Y, N), NO_QU},
	{R4(U, Y, N, H), NO_QU}, {R3(U, Y, P), NO_QU}, {R3(U, Y, T), NO_QU},
	{R3(U, Y, U), NO_QU},
	{R1(UW), NO_QU}, {R2(UW, A), NO_QU}, {R2(UW, C), NO_QU}, {R2(UW, I), NO_QU},
	{R2(UW, M), NO_QU}, {R2(UW, N), NO_QU}, {R3(UW, N, G), NO_QU}, {R3(UW, OW, C), NO_QU},
	{R3(UW, OW, I), NO_QU}, {R3(UW, OW, M), NO_QU}, {R3(UW, OW, N), NO_QU},
	{R4(UW, OW, N, G), NO_QU}, {R3(UW, OW, P), NO_QU}, {R3(UW, OW, T), NO_QU},
	{R3(UW, OW, U), NO_QU}, {R2(UW, T), NO_QU}, {R2(UW, U), NO_QU},
	{R1(Y), ALL}, {R3(Y, C, H), QU}, {R3(Y, EE, M), BARE}, {R3(Y, EE, N), BARE | QU},
	{R4(Y, EE, N, G), BARE}, {R3(Y, EE, T), BARE | QU}, {R3(Y, EE, U), BARE}, {R2(Y, N), QU},
	{R3(Y, N, H), QU}, {R2(Y, P), QU}, {R2(Y, T), QU},
};

static const uint32_t onsets[] = {
	R1(B), R1(C), R2(C, H), R1(D), R1(DD), R1(G), R2(G, H), R2(G, I), R1(H), R1(K), R2(K, H),
	R1(L), R1(M), R1(N), R2(N, G), R3(N, G, H), R2(N, H), R1(P), R2(P, H), R2(Q, U), R1(R),
	R1(S), R1(T), R2(T, H), R2(T, R), R1(V), R1(X),
};
/* clang-format on */

/* A syllable taken apart. */
struct shape {
	vn_grapheme graphemes[VN_SYLLABLE_LETTERS];
	int count; /* letters in all */
	int rime;  /* index of the first letter of the rime */
	int mark;  /* index of the letter that bears the tone mark, -1 for none */
	enum vn_tone_mark tone;
};

static enum vn_letter letter_at(const struct shape *shape, int at)
{
	return at < shape->count ? vn_grapheme_letter(shape->graphemes[at]) : VN_L_NONE;
}

/* The letters [begin, end), at most four, as PACK does. */
static uint32_t pack(const struct shape *shape, int begin, int end)
{
	uint32_t key = 0;
	for (int i = begin; i < begin + 4; i++)
		key = key << BITS | (i < end ? vn_grapheme_letter(shape->graphemes[i]) : 0u);
	return key;
}

static const struct rime *find_rime(uint32_t key)
{
	size_t low = 0, high = sizeof rimes / sizeof *rimes;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (rimes[mid].letters == key)
			return &rimes[mid];
		if (rimes[mid].letters < key)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool is_onset(uint32_t key)
{
	for (size_t i = 0; i < sizeof onsets / sizeof *onsets && onsets[i] <= key; i++)
		if (onsets[i] == key)
			return true;
	return false;
}

/* Reads the letters and finds the tone mark. False when one is not Vietnamese, there are too
 * many, or two bear a mark. */
static bool read_letters(struct vn_str s, struct shape *shape)
{
	shape->count = 0;
	shape->mark = -1;
	shape->tone = VN_NGANG;
	for (size_t at = 0; at < s.len;) {
		vn_grapheme g = vn_grapheme_of(vn_utf8_next(s, &at));
		if (!g || shape->count == VN_SYLLABLE_LETTERS)
			return false;
		if (vn_grapheme_tone(g) != VN_NGANG) {
			if (shape->mark >= 0)
				return false;
			shape->mark = shape->count;
			shape->tone = vn_grapheme_tone(g);
		}
		shape->graphemes[shape->count++] = g;
	}
	return true;
}

/* Where the rime begins. gi shares its i: gì, gìn, giếng are g + i, in, iêng, the rest gi + rime.
 */
static int split(const struct shape *shape)
{
	enum vn_letter first = letter_at(shape, 0), third = letter_at(shape, 2);
	int at = 0;

	if (first == VN_L_Q && letter_at(shape, 1) == VN_L_U)
		return 2;
	if (first == VN_L_G && letter_at(shape, 1) == VN_L_I) {
		if (third == VN_L_EE)
			return shape->count == 3 ? 2 : 1;
		return third && vn_letter_is_vowel(third) ? 2 : 1;
	}
	while (at < shape->count && !vn_letter_is_vowel(letter_at(shape, at)))
		at++;
	return at;
}

/* The school rule: k, gh, ngh before i, e, ê, y; c, g, ng before the rest; g + i is gi. */
static bool spelled_right(uint32_t onset, enum vn_letter next)
{
	bool front = next == VN_L_I || next == VN_L_E || next == VN_L_EE || next == VN_L_Y;
	switch (onset) {
	case R1(K):
	case R2(G, H):
	case R3(N, G, H):
		return front;
	case R1(C):
	case R2(N, G):
		return !front;
	case R1(G):
		return !front || next == VN_L_I;
	case R2(G, I):
		return next != VN_L_I && next != VN_L_Y;
	default:
		return true;
	}
}

/* c, ch, p and t close a syllable only with these two tones. */
static bool tone_fits(const struct shape *shape)
{
	switch (letter_at(shape, shape->count - 1)) {
	case VN_L_H:
		if (letter_at(shape, shape->count - 2) == VN_L_N)
			return true;
		/* fall through */
	case VN_L_C:
	case VN_L_P:
	case VN_L_T:
		return shape->tone == VN_SAC || shape->tone == VN_NANG;
	default:
		return true;
	}
}

/* Takes S apart; false when it is no syllable. */
static bool take_apart(struct vn_str s, struct shape *shape)
{
	const struct rime *rime;
	uint32_t onset;
	unsigned before;

	if (!read_letters(s, shape))
		return false;
	shape->rime = split(shape);
	if (shape->rime > MAX_ONSET || shape->rime == shape->count ||
	    shape->count - shape->rime > MAX_RIME)
		return false;
	rime = find_rime(pack(shape, shape->rime, shape->count));
	if (!rime)
		return false;
	onset = pack(shape, 0, shape->rime);
	before = shape->rime == 0 ? BARE : onset == R2(Q, U) ? QU : FULL;
	if (!(rime->after & before) || (onset && !is_onset(onset)))
		return false;
	return spelled_right(onset, letter_at(shape, shape->rime)) && tone_fits(shape);
}

bool vn_syllable_parse(struct vn_str s, struct vn_syllable *out)
{
	struct shape shape;

	if (!take_apart(s, &shape))
		return false;
	*out = (struct vn_syllable){.tone = shape.tone};
	for (int i = 0; i < shape.count; i++) {
		vn_grapheme letter = vn_grapheme_letter(shape.graphemes[i]);
		if (i < shape.rime)
			out->onset[i] = vn_grapheme_char(letter);
		else
			out->rime[i - shape.rime] = vn_grapheme_char(letter);
	}
	return true;
}

/* Whether the two styles differ: oa, oe, uy that end the syllable (u of qu is in the onset). */
static bool has_styles(const struct shape *shape)
{
	uint32_t rime = pack(shape, shape->rime, shape->count);
	return rime == R2(O, A) || rime == R2(O, E) || rime == R2(U, Y);
}

/* Index of the letter that takes the mark: the last vowel with a hat, horn or breve; else the
 * only vowel, the middle one of three, the second of two before a consonant, the first of two at
 * the end (the second in the new style for oa, oe, uy). */
static int mark_place(const struct shape *shape, bool new_style)
{
	int first = shape->rime, end = first, hat = -1;

	for (; end < shape->count && vn_letter_is_vowel(letter_at(shape, end)); end++) {
		switch (letter_at(shape, end)) {
		case VN_L_AW:
		case VN_L_AA:
		case VN_L_EE:
		case VN_L_OO:
		case VN_L_OW:
		case VN_L_UW:
			/* ưa, ưu take it on ư, ươ on ơ: the last hatted one is right for all */
			hat = end;
			break;
		default:
			break;
		}
	}
	if (hat >= 0)
		return hat;
	if (end - first == 1)
		return first;
	if (end - first == 3 || end < shape->count)
		return first + 1;
	return new_style && has_styles(shape) ? first + 1 : first;
}

/* Whether the mark stands right in one of the styles. On oo, found in loan words and names of
 * places, either o is in use. */
static bool well_placed(const struct shape *shape)
{
	bool double_o = letter_at(shape, shape->rime) == VN_L_O &&
			letter_at(shape, shape->rime + 1) == VN_L_O;
	if (double_o && shape->mark == shape->rime)
		return true;
	return shape->mark == mark_place(shape, false) || shape->mark == mark_place(shape, true);
}

static enum vn_tone style_of(const struct shape *shape)
{
	if (shape->mark < shape->rime || !has_styles(shape))
		return VN_TONE_KEEP;
	return shape->mark == shape->rime ? VN_TONE_OLD : VN_TONE_NEW;
}

/* Whether byte AT of S is one of the small letters LIST, or its capital. */
static bool is_of(struct vn_str s, size_t at, const char *list)
{
	char c = (char)vn_lower((unsigned char)s.ptr[at]);
	return c > 0 && strchr(list, c) != NULL;
}

bool vn_syllable_shape(struct vn_str s)
{
	size_t vowel = 0, tail;

	while (vowel < s.len && is_of(s, vowel, CONSONANTS))
		vowel++;
	for (tail = vowel; tail < s.len && is_of(s, tail, VN_BARE_VOWELS);)
		tail++;
	if (tail == vowel || vowel > 3 || tail - vowel > 3)
		return false;
	return tail == s.len || (s.len - tail == 1 && is_of(s, tail, "cmnpt")) ||
	       (s.len - tail == 2 && is_of(s, tail, "nc") && is_of(s, tail + 1, "gh"));
}

bool vn_syllable_mark(struct vn_str s, enum vn_tone *style, bool *misplaced)
{
	struct shape shape;

	if (!take_apart(s, &shape))
		return false;
	*style = style_of(&shape);
	*misplaced = shape.tone != VN_NGANG && !well_placed(&shape);
	return true;
}

size_t vn_syllable_retone(struct vn_str s, enum vn_tone style, char out[VN_SYLLABLE_BYTES])
{
	struct shape shape;
	size_t len = 0;
	int place;

	if (!take_apart(s, &shape))
		return 0;
	place = mark_place(&shape, style == VN_TONE_NEW);
	if (style == VN_TONE_KEEP && well_placed(&shape))
		place = shape.mark;
	for (int i = 0; i < shape.count; i++) {
		enum vn_tone_mark tone = i == place ? shape.tone : VN_NGANG;
		len += vn_utf8_put(out + len, vn_grapheme_char(vn_grapheme_with_tone(
						      shape.graphemes[i], tone)));
	}
	return len;
}
