#include "normalize/word.h"

#include "normalize/alike.h"
#include "normalize/scan.h"
#include "text/chars.h"
#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <utf8proc.h>

#define SOFT_HYPHEN 0xad

void vn_word_fini(struct vn_word *word)
{
	free(word->chars);
	vn_buf_fini(&word->out);
	*word = (struct vn_word){0};
}

/* Decomposes TEXT into word->chars, marks in canonical order. */
static enum vn_status load(struct vn_word *word, struct vn_str text, struct vn_err *err)
{
	/* No canonical decomposition has more than two code points for each byte. */
	size_t need = text.len * 2 + 1;
	enum vn_status status = vn_room(&word->chars, need, &word->cap, sizeof *word->chars, err);
	utf8proc_ssize_t len;

	if (status)
		return status;
	len = utf8proc_decompose((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len,
				 word->chars, (utf8proc_ssize_t)word->cap,
				 UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
	if (len < 0 || (size_t)len > word->cap)
		return vn_err_set(err, VN_EUSAGE, "normalise: %s", utf8proc_errmsg(len));
	word->len = (size_t)len;
	return VN_OK;
}

/* Writes word->chars to word->out. */
static enum vn_status store(struct vn_word *word, struct vn_err *err)
{
	enum vn_status status;

	word->out.len = 0;
	status = vn_buf_reserve(&word->out, word->len * VN_UTF8_MAX, err);
	for (size_t i = 0; !status && i < word->len; i++)
		word->out.len += vn_utf8_put(word->out.ptr + word->out.len, word->chars[i]);
	return status;
}

static bool is_mark(int32_t c)
{
	return c >= 0x300 && (U_MASK(u_charType(c)) & U_GC_M_MASK);
}

static bool is_eth(int32_t c)
{
	return c == 0xd0 || c == 0xf0 || c == 0x189;
}

/* Gha: what the fonts of some programs call the letter u with horn, in PDF files above all. */
static bool is_gha(int32_t c)
{
	return c == 0x1a2 || c == 0x1a3;
}

/* What the letters of a word are. */
struct census {
	bool latin;   /* a Latin letter */
	bool hidden;  /* an invisible character */
	bool other;   /* a letter of another script that looks like no Latin one */
	bool strange; /* a Latin letter or a mark that Vietnamese does not have */
	bool ours;    /* a mark or letter that hardly any other language has */
};

/* The combining marks of Vietnamese: a tone, or what makes another letter of this one. */
struct mark {
	enum vn_tone_mark tone; /* VN_NGANG for a mark that makes a letter */
	bool known;
};

static struct mark mark_of(int32_t c)
{
	switch (c) {
	case 0x300:
		return (struct mark){VN_HUYEN, true};
	case 0x301:
		return (struct mark){VN_SAC, true};
	case 0x303:
		return (struct mark){VN_NGA, true};
	case 0x309:
		return (struct mark){VN_HOI, true};
	case 0x323:
		return (struct mark){VN_NANG, true};
	case 0x302: /* circumflex */
	case 0x306: /* breve */
	case 0x31b: /* horn */
	case 0x335: /* stroke */
	case 0x336:
		return (struct mark){VN_NGANG, true};
	default:
		return (struct mark){VN_NGANG, false};
	}
}

static struct census survey(const struct vn_word *word)
{
	struct census census = {0};

	for (size_t i = 0; i < word->len; i++) {
		int32_t c = word->chars[i];
		if (vn_is_hidden(c)) {
			census.hidden = true;
		} else if (is_mark(c)) {
			census.strange |= !mark_of(c).known;
			census.ours |= c == 0x306 || c == 0x309 || c == 0x31b || c == 0x323;
		} else if (vn_alike_latin(c)) {
			continue; /* says nothing of the word */
		} else if (c < 0x80 || uscript_hasScript(c, USCRIPT_LATIN)) {
			census.latin = true;
			census.strange |=
				c >= 0x80 && !is_eth(c) && !is_gha(c) && !vn_grapheme_of(c);
			census.ours |= c == 0x110 || c == 0x111;
			/* A small eth starts no word of the languages that have it. */
			census.ours |= is_eth(c) &&
				       (c != 0xf0 || i == 0 || vn_is_hidden(word->chars[i - 1]));
		} else {
			census.other = true;
		}
	}
	return census;
}

/* Whether WORD, in which all but gha is ASCII, is a syllable with u with horn there. */
static bool gha_fits(const struct vn_word *word)
{
	char bytes[VN_SYLLABLE_BYTES];
	struct vn_syllable parts;
	size_t len = 0;

	for (size_t i = 0; i < word->len; i++) {
		int32_t c = word->chars[i];
		if (len + VN_UTF8_MAX > sizeof bytes || (c >= 0x80 && !is_gha(c)))
			return false;
		len += vn_utf8_put(bytes + len, is_gha(c) ? 0x1b0 : c);
	}
	return word->len > 1 && vn_syllable_parse((struct vn_str){bytes, len}, &parts);
}

/* Makes the look-alikes Latin; true if there was one. */
static bool fold_alike(struct vn_word *word, const struct census *census)
{
	bool folded = false, fits = !census->strange && (census->ours || gha_fits(word));

	for (size_t i = 0; i < word->len; i++) {
		int32_t c = word->chars[i], latin = vn_alike_latin(c);
		if (is_eth(c) && !census->strange && census->ours)
			latin = c == 0xf0 ? 0x111 : 0x110;
		else if (is_gha(c) && fits)
			latin = c == 0x1a3 ? 0x1b0 : 0x1af;
		if (!latin)
			continue;
		word->chars[i] = latin;
		folded = true;
	}
	return folded;
}

/* BASE with a mark that makes another letter of it; VN_L_NONE if there is no such letter. */
static enum vn_letter shaped(enum vn_letter base, int32_t shape)
{
	switch (shape) {
	case 0:
		return base;
	case 0x302:
		return base == VN_L_A	? VN_L_AA
		       : base == VN_L_E ? VN_L_EE
		       : base == VN_L_O ? VN_L_OO
					: VN_L_NONE;
	case 0x306:
		return base == VN_L_A ? VN_L_AW : VN_L_NONE;
	case 0x31b:
		return base == VN_L_O ? VN_L_OW : base == VN_L_U ? VN_L_UW : VN_L_NONE;
	default: /* a stroke */
		return base == VN_L_D ? VN_L_DD : VN_L_NONE;
	}
}

/* The Vietnamese letter that BASE and its COUNT marks make, in whatever order and however often
 * each stands; 0 if none. */
static int32_t compose(int32_t base, const int32_t *marks, size_t count)
{
	vn_grapheme g = vn_grapheme_of(base);
	enum vn_tone_mark tone = VN_NGANG;
	enum vn_letter letter;
	int32_t shape = 0;

	for (size_t i = 0; i < count; i++) {
		struct mark mark = mark_of(marks[i]);
		if (!mark.known)
			return 0;
		if (mark.tone) {
			if (tone && tone != mark.tone)
				return 0;
			tone = mark.tone;
		} else {
			if (shape && shape != marks[i])
				return 0;
			shape = marks[i];
		}
	}
	letter = shaped(vn_grapheme_letter(g), shape);
	if (!letter || (tone && !vn_letter_is_vowel(letter)))
		return 0;
	return vn_grapheme_char(
		vn_grapheme_with_tone((vn_grapheme)(letter | (g & VN_GRAPHEME_UPPER)), tone));
}

/* Composes the Vietnamese letters of the word. */
static void compose_word(struct vn_word *word)
{
	int32_t *chars = word->chars;
	size_t out = 0;

	for (size_t i = 0, next; i < word->len; i = next) {
		int32_t c;
		for (next = i + 1; next < word->len && is_mark(chars[next]);)
			next++;
		c = next > i + 1 ? compose(chars[i], chars + i + 1, next - i - 1) : 0;
		if (c) {
			chars[out++] = c;
		} else {
			memmove(chars + out, chars + i, (next - i) * sizeof *chars);
			out += next - i;
		}
	}
	word->len = out;
}

/* Whether [begin, end) of the word, without its invisible characters, is a syllable. *RIGHT says
 * if its tone mark stands where it belongs. */
static bool is_syllable(const struct vn_word *word, size_t begin, size_t end, bool *right)
{
	char bytes[VN_SYLLABLE_LETTERS * VN_UTF8_MAX], placed[VN_SYLLABLE_BYTES];
	size_t letters = 0, len = 0, placed_len;

	for (size_t i = begin; i < end; i++) {
		if (vn_is_hidden(word->chars[i]))
			continue;
		if (letters++ == VN_SYLLABLE_LETTERS)
			return false;
		len += vn_utf8_put(bytes + len, word->chars[i]);
	}
	placed_len = vn_syllable_retone((struct vn_str){bytes, len}, VN_TONE_KEEP, placed);
	*right = placed_len == len && memcmp(placed, bytes, len) == 0;
	return placed_len > 0;
}

/* Whether zero-width characters alone part the word into syllables, two or more. */
static bool parts_are_syllables(const struct vn_word *word)
{
	size_t parts = 0;
	bool right;

	for (size_t i = 0, end; i < word->len; i = end) {
		end = i + 1;
		if (word->chars[i] == SOFT_HYPHEN)
			return false;
		if (vn_is_hidden(word->chars[i]))
			continue;
		while (end < word->len && !vn_is_hidden(word->chars[end]))
			end++;
		if (!is_syllable(word, i, end, &right) || !right)
			return false;
		parts++;
	}
	return parts > 1;
}

/* How many invisible characters at the start must stay: those that bear a mark, which would go to
 * whatever stands before the word. */
static size_t bearers(const struct vn_word *word)
{
	size_t first = 0;
	while (first < word->len && vn_is_hidden(word->chars[first]))
		first++;
	return first < word->len && is_mark(word->chars[first]) ? first : 0;
}

/* Takes out the invisible characters before a mark: they stand inside a letter. */
static bool drop_inside_letters(struct vn_word *word)
{
	size_t out = word->len, stay = bearers(word);

	/* From the end, so that a run of them before one mark is seen as such. */
	for (size_t i = word->len; i-- > 0;) {
		bool before_mark = out < word->len && is_mark(word->chars[out]);
		if (i < stay || !vn_is_hidden(word->chars[i]) || !before_mark)
			word->chars[--out] = word->chars[i];
	}
	word->len -= out;
	memmove(word->chars, word->chars + out, word->len * sizeof *word->chars);
	return out > 0;
}

/* What a word with invisible characters is. */
struct hidden {
	bool whole; /* without them it is a syllable */
	bool parts; /* they part it into syllables, and none is a soft hyphen */
	bool code;  /* it stands among digits */
};

/* What is left of the run of invisible characters [begin, end): soft hyphens, a blank, or 0. */
static int32_t left_of(const struct vn_word *word, size_t begin, size_t end, struct hidden hidden)
{
	bool inside = begin > 0 && end < word->len, hyphen = false;

	for (size_t i = begin; i < end; i++)
		hyphen |= word->chars[i] == SOFT_HYPHEN;
	if (!hyphen)
		return inside && hidden.parts ? ' ' : 0;
	if (inside)
		return hidden.whole ? 0 : SOFT_HYPHEN;
	return hidden.whole && !hidden.code ? 0 : SOFT_HYPHEN;
}

/* Takes out the other ones, or puts a blank between two syllables. True if something changed. */
static bool drop_hidden(struct vn_word *word, unsigned place)
{
	bool right, whole = is_syllable(word, 0, word->len, &right), changed = false;
	struct hidden hidden = {.whole = whole,
				.parts = !whole && !(place & VN_WORD_CODE) &&
					 parts_are_syllables(word),
				.code = place & VN_WORD_CODE};
	size_t count = word->len, out = bearers(word);

	for (size_t i = out, end; i < count; i = end) {
		int32_t left;
		end = i + 1;
		if (!vn_is_hidden(word->chars[i])) {
			word->chars[out++] = word->chars[i];
			continue;
		}
		while (end < count && vn_is_hidden(word->chars[end]))
			end++;
		left = left_of(word, i, end, hidden);
		changed |= left == ' ';
		if (left == ' ')
			word->chars[out++] = ' ';
		for (; i < end; i++) {
			bool keep = left == SOFT_HYPHEN && word->chars[i] == SOFT_HYPHEN;
			changed |= !keep;
			if (keep)
				word->chars[out++] = SOFT_HYPHEN;
		}
	}
	word->len = out;
	return changed;
}

/* What goes beyond NFC. *RULE is set if something was done. */
static enum vn_status mend_latin(struct vn_word *word, unsigned place, const char **rule,
				 struct vn_err *err)
{
	struct census census = survey(word);
	enum vn_status status = VN_OK;

	if (census.other || !census.latin)
		return VN_OK;
	if (census.hidden && drop_inside_letters(word)) {
		/* Marks that were apart may now be out of order. */
		*rule = "invisible";
		status = store(word, err);
		if (!status)
			status = load(word, vn_buf_str(&word->out), err);
		if (status)
			return status;
	}
	if (fold_alike(word, &census))
		*rule = "look-alike";
	compose_word(word);
	if (census.hidden && drop_hidden(word, place) && strcmp(*rule, "look-alike") != 0)
		*rule = "invisible";
	return VN_OK;
}

enum vn_status vn_word_mend(struct vn_word *word, struct vn_str piece, unsigned place,
			    const char **rule, struct vn_err *err)
{
	enum vn_status status = load(word, piece, err);
	utf8proc_ssize_t len;

	*rule = "nfc";
	if (!status && !(place & VN_WORD_ADDRESS))
		status = mend_latin(word, place, rule, err);
	if (status)
		return status;
	len = utf8proc_normalize_utf32(word->chars, (utf8proc_ssize_t)word->len,
				       UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0)
		return vn_err_set(err, VN_EUSAGE, "normalise: %s", utf8proc_errmsg(len));
	word->len = (size_t)len;
	return store(word, err);
}
