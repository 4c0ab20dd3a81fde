#include "normalize/scan.h"

#include "normalize/alike.h"
#include "text/chars.h"
#include "lang/vi/letters.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

enum kind { OTHER, LETTER, MARK, HIDDEN };

bool vn_is_hidden(int32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

/* Whether C, which NFC never writes, is more than another spelling of what it writes instead: a
 * form of a Han letter that is kept apart (U+FA19), a letter of Bengali that Unicode takes apart.
 * Fonts show these otherwise, and no OCR engine or keyboard for Vietnamese makes them: what is lost
 * could not be told again. Latin letters and marks are put in order all the same. */
static bool stays(int32_t c, uint32_t type)
{
	return !(type & U_GC_M_MASK) && !uscript_hasScript(c, USCRIPT_LATIN);
}

/* Any character but ASCII and the Vietnamese letters. */
static enum kind classify(int32_t c, unsigned *flags)
{
	uint32_t type;
	int32_t nfc;

	*flags |= VN_PIECE_FOREIGN;
	if (c < 0)
		return OTHER;
	if (vn_is_hidden(c)) {
		*flags |= VN_PIECE_HIDDEN;
		return HIDDEN;
	}
	if (c == 0xd0 || c == 0xf0 || c == 0x189 || c == 0x1a2 || c == 0x1a3 || vn_alike_latin(c))
		*flags |= VN_PIECE_ALIKE;
	type = U_MASK(u_charType(c));
	nfc = u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK);
	if (nfc != UNORM_YES)
		*flags |= VN_PIECE_NFC;
	if (nfc == UNORM_NO && stays(c, type))
		*flags |= VN_PIECE_STAYS;
	if (type & U_GC_M_MASK) {
		*flags |= VN_PIECE_NFC;
		return MARK;
	}
	if (type & U_GC_LL_MASK)
		*flags |= VN_PIECE_LOWER;
	return type & U_GC_L_MASK ? LETTER : OTHER;
}

/* What the scan of one piece remembers. */
struct scan {
	unsigned flags;
	vn_grapheme last; /* the letter before, 0 if it was none of ours */
	int marks;	  /* in a row */
};

static enum kind see(struct scan *scan, int32_t c)
{
	vn_grapheme g = vn_grapheme_of(c), last = scan->last;
	enum kind kind = OTHER;

	scan->last = g;
	if (g) {
		bool vowels = vn_letter_is_vowel(vn_grapheme_letter(g)) &&
			      vn_letter_is_vowel(vn_grapheme_letter(last));
		if (vowels && (vn_grapheme_tone(g) || vn_grapheme_tone(last)))
			scan->flags |= VN_PIECE_TONE;
		if (!(g & VN_GRAPHEME_UPPER))
			scan->flags |= VN_PIECE_LOWER;
		kind = LETTER;
	} else if (c >= 0 && c < 0x80) {
		kind = vn_is_letter(c) ? LETTER : OTHER;
		scan->flags |= VN_PIECE_FOREIGN;
		if (c >= 'a' && c <= 'z')
			scan->flags |= VN_PIECE_LOWER;
	} else {
		kind = classify(c, &scan->flags);
	}
	/* Invisible characters do not end a run: they may be taken out. */
	if (kind != HIDDEN)
		scan->marks = kind == MARK ? scan->marks + 1 : 0;
	if (scan->marks > VN_MAX_MARKS)
		scan->flags |= VN_PIECE_HEAP;
	if (kind == LETTER)
		scan->flags |= VN_PIECE_WORD;
	return kind;
}

struct vn_piece vn_scan(struct vn_str text, size_t at)
{
	struct scan scan = {0};
	struct vn_piece piece = {.begin = at};
	int32_t first = vn_utf8_next(text, &at);
	bool word = see(&scan, first) != OTHER;

	piece.flags = scan.flags;
	piece.end = at;
	while (first >= 0 && at < text.len) {
		enum kind kind = see(&scan, vn_utf8_next(text, &at));
		if (kind == OTHER || (!word && kind != MARK))
			break;
		piece.flags = scan.flags;
		piece.end = at;
	}
	return piece;
}
