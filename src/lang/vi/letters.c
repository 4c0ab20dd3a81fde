#include "lang/vi/letters.h"

#include "text/chars.h"

/* letter: small then capital, each in the order of enum vn_tone_mark */
#define VOWELS(ENTRY)                                                                              \
	ENTRY(A, U'a', U'à', U'ả', U'ã', U'á', U'ạ', U'A', U'À', U'Ả', U'Ã', U'Á', U'Ạ')           \
	ENTRY(AW, U'ă', U'ằ', U'ẳ', U'ẵ', U'ắ', U'ặ', U'Ă', U'Ằ', U'Ẳ', U'Ẵ', U'Ắ', U'Ặ')          \
	ENTRY(AA, U'â', U'ầ', U'ẩ', U'ẫ', U'ấ', U'ậ', U'Â', U'Ầ', U'Ẩ', U'Ẫ', U'Ấ', U'Ậ')          \
	ENTRY(E, U'e', U'è', U'ẻ', U'ẽ', U'é', U'ẹ', U'E', U'È', U'Ẻ', U'Ẽ', U'É', U'Ẹ')           \
	ENTRY(EE, U'ê', U'ề', U'ể', U'ễ', U'ế', U'ệ', U'Ê', U'Ề', U'Ể', U'Ễ', U'Ế', U'Ệ')          \
	ENTRY(I, U'i', U'ì', U'ỉ', U'ĩ', U'í', U'ị', U'I', U'Ì', U'Ỉ', U'Ĩ', U'Í', U'Ị')           \
	ENTRY(O, U'o', U'ò', U'ỏ', U'õ', U'ó', U'ọ', U'O', U'Ò', U'Ỏ', U'Õ', U'Ó', U'Ọ')           \
	ENTRY(OO, U'ô', U'ồ', U'ổ', U'ỗ', U'ố', U'ộ', U'Ô', U'Ồ', U'Ổ', U'Ỗ', U'Ố', U'Ộ')          \
	ENTRY(OW, U'ơ', U'ờ', U'ở', U'ỡ', U'ớ', U'ợ', U'Ơ', U'Ờ', U'Ở', U'Ỡ', U'Ớ', U'Ợ')          \
	ENTRY(U, U'u', U'ù', U'ủ', U'ũ', U'ú', U'ụ', U'U', U'Ù', U'Ủ', U'Ũ', U'Ú', U'Ụ')           \
	ENTRY(UW, U'ư', U'ừ', U'ử', U'ữ', U'ứ', U'ự', U'Ư', U'Ừ', U'Ử', U'Ữ', U'Ứ', U'Ự')          \
	ENTRY(Y, U'y', U'ỳ', U'ỷ', U'ỹ', U'ý', U'ỵ', U'Y', U'Ỳ', U'Ỷ', U'Ỹ', U'Ý', U'Ỵ')

#define CONSONANTS(ENTRY)                                                                          \
	ENTRY(B, U'b', U'B')                                                                       \
	ENTRY(C, U'c', U'C')                                                                       \
	ENTRY(D, U'd', U'D')                                                                       \
	ENTRY(DD, U'đ', U'Đ')                                                                      \
	ENTRY(G, U'g', U'G')                                                                       \
	ENTRY(H, U'h', U'H')                                                                       \
	ENTRY(K, U'k', U'K')                                                                       \
	ENTRY(L, U'l', U'L')                                                                       \
	ENTRY(M, U'm', U'M')                                                                       \
	ENTRY(N, U'n', U'N')                                                                       \
	ENTRY(P, U'p', U'P')                                                                       \
	ENTRY(Q, U'q', U'Q')                                                                       \
	ENTRY(R, U'r', U'R')                                                                       \
	ENTRY(S, U's', U'S')                                                                       \
	ENTRY(T, U't', U'T')                                                                       \
	ENTRY(V, U'v', U'V')                                                                       \
	ENTRY(X, U'x', U'X')

/* The code points lie in two ranges: up to U+01B0 (ư) and U+1EA0 (Ạ) to U+1EF9 (ỹ). */
#define LOW_END	   0x1b1
#define HIGH_BEGIN 0x1ea0
#define HIGH_END   0x1efa
#define SLOT(c)	   ((c) < LOW_END ? (c) : (c)-HIGH_BEGIN + LOW_END)

#define SIX(l, upper, a, b, c, d, e, f)                                                            \
	[SLOT(a)] = VN_L_##l | VN_NGANG << 5 | (upper),                                            \
	[SLOT(b)] = VN_L_##l | VN_HUYEN << 5 | (upper),                                            \
	[SLOT(c)] = VN_L_##l | VN_HOI << 5 | (upper),                                              \
	[SLOT(d)] = VN_L_##l | VN_NGA << 5 | (upper),                                              \
	[SLOT(e)] = VN_L_##l | VN_SAC << 5 | (upper),                                              \
	[SLOT(f)] = VN_L_##l | VN_NANG << 5 | (upper),
#define VOWEL_SLOTS(l, a, b, c, d, e, f, A, B, C, D, E, F)                                         \
	SIX(l, 0, a, b, c, d, e, f) SIX(l, VN_GRAPHEME_UPPER, A, B, C, D, E, F)
#define CONSONANT_SLOTS(l, c, C) [SLOT(c)] = VN_L_##l, [SLOT(C)] = VN_L_##l | VN_GRAPHEME_UPPER,

static const vn_grapheme graphemes[VN_LETTER_SLOTS] = {VOWELS(VOWEL_SLOTS)
							       CONSONANTS(CONSONANT_SLOTS)};

#define VOWEL_CHARS(l, a, b, c, d, e, f, A, B, C, D, E, F)                                         \
	[VN_L_##l] = {{a, b, c, d, e, f}, {A, B, C, D, E, F}},
#define CONSONANT_CHARS(l, c, C) [VN_L_##l] = {{c}, {C}},

static const uint16_t chars[VN_L_COUNT][2][6] = {VOWELS(VOWEL_CHARS) CONSONANTS(CONSONANT_CHARS)};

#define VOWEL_BIT(l, ...) | UINT32_C(1) << VN_L_##l
static const uint32_t vowels = 0 VOWELS(VOWEL_BIT);

bool vn_letter_is_vowel(enum vn_letter letter)
{
	return vowels >> letter & 1;
}

enum vn_letter vn_letter_plain(enum vn_letter letter)
{
	switch (letter) {
	case VN_L_AW:
	case VN_L_AA:
		return VN_L_A;
	case VN_L_DD:
		return VN_L_D;
	case VN_L_EE:
		return VN_L_E;
	case VN_L_OO:
	case VN_L_OW:
		return VN_L_O;
	case VN_L_UW:
		return VN_L_U;
	default:
		return letter;
	}
}

int32_t vn_letter_without_marks(int32_t c)
{
	int32_t small = vn_lower(c);
	enum vn_letter letter = small > 127 ? vn_grapheme_letter(vn_grapheme_of(small)) : VN_L_NONE;

	return letter ? vn_grapheme_char((vn_grapheme)vn_letter_plain(letter)) : small;
}

bool vn_letter_may_be_vowel(int32_t c)
{
	return c > 127 ? c != 0x111 /* đ */ : c > 0 && strchr(VN_BARE_VOWELS, (char)c) != NULL;
}

bool vn_letter_is_ours(int32_t c)
{
	return (c >= 0x1ea0 && c <= 0x1ef9) || c == 0x102 || c == 0x103 || c == 0x110 ||
	       c == 0x111 || c == 0x1a0 || c == 0x1a1 || c == 0x1af || c == 0x1b0;
}

int vn_letter_slot(int32_t c)
{
	if (c < 0 || c >= HIGH_END || (c >= LOW_END && c < HIGH_BEGIN))
		return -1;
	return SLOT(c);
}

vn_grapheme vn_grapheme_of(int32_t c)
{
	int slot = vn_letter_slot(c);

	return slot < 0 ? 0 : graphemes[slot];
}

int32_t vn_grapheme_char(vn_grapheme g)
{
	enum vn_letter letter = vn_grapheme_letter(g);
	enum vn_tone_mark tone = vn_grapheme_tone(g);

	if (letter >= VN_L_COUNT || tone > VN_NANG)
		return 0;
	return chars[letter][g & VN_GRAPHEME_UPPER ? 1 : 0][tone];
}
