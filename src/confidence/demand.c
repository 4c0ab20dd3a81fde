#include "confidence/demand.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

/*
 * Of the changes of training pages that were less sure than this: 16 put other letters into a word
 * of capitals, of which 1 was right (in lines of few words 2 of 5 that were less than 0.9 sure);
 * 5 took a full stop away, and none was; 7 put other marks in place of those of a word in a line of
 * few, and 1 was. doc/accuracy.md, "The least confidence".
 */
#define CAPITALS_SURE (VN_SURE / 10 * 7)
#define NAME_SURE     VN_DEMAND_MOST
#define STOP_SURE     (VN_SURE / 10 * 8)
#define MARKS_SURE    (VN_SURE / 10 * 6)

#define ABBREVIATION_LETTERS 5
#define ABBREVIATION_SURE    (VN_SURE / 4)

/* Whether TEXT is short, all in capitals and no syllable, as abbreviations are that no list has. */
static bool like_abbreviation(struct vn_str text)
{
	int32_t c[ABBREVIATION_LETTERS + 1];
	struct vn_syllable parts;
	int count = vn_utf8_decode(text, c, ABBREVIATION_LETTERS);

	for (int i = 0; i < count; i++)
		if (!vn_is_upper(c[i]))
			return false;
	return count > 1 && !vn_syllable_parse(text, &parts);
}

/* The next letter or digit of TEXT from *AT on, small; 0 behind the last. */
static int32_t next_core(struct vn_str text, size_t *at)
{
	while (*at < text.len) {
		int32_t c = vn_utf8_next(text, at);
		if (c >= 0 && (vn_is_letter(c) || vn_is_digit(c)))
			return vn_lower(c);
	}
	return 0;
}

/* What a change does to the letters of a word. */
enum touched { NOTHING, MARKS_ADDED, MARKS_REPLACED, LETTERS };

static enum touched touched_by(struct vn_str before, struct vn_str after)
{
	enum touched most = NOTHING;
	size_t i = 0, k = 0;

	for (;;) {
		int32_t b = next_core(before, &i), a = next_core(after, &k);
		vn_grapheme was, is;
		enum vn_letter plain;
		if (b == a) {
			if (!b)
				return most;
			continue;
		}
		was = vn_grapheme_of(b);
		is = vn_grapheme_of(a);
		plain = vn_letter_plain(vn_grapheme_letter(was));
		if (!was || !is || plain != vn_letter_plain(vn_grapheme_letter(is)))
			return LETTERS;
		if (vn_grapheme_tone(was) || plain != vn_grapheme_letter(was))
			most = MARKS_REPLACED;
		else if (most == NOTHING)
			most = MARKS_ADDED;
	}
}

/* Whether TEXT has two letters or more and all of them are capitals. */
static bool in_capitals(struct vn_str text)
{
	size_t letters = 0;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || !vn_is_letter(c))
			continue;
		if (!vn_is_upper(c))
			return false;
		letters++;
	}
	return letters > 1;
}

/* WORD without what is no letter at its ends. */
static struct vn_str core_of(struct vn_str word)
{
	size_t begin = word.len, end = 0;

	for (size_t at = 0, next; at < word.len; at = next) {
		next = at;
		if (!vn_is_letter(vn_utf8_next(word, &next)))
			continue;
		begin = at < begin ? at : begin;
		end = next;
	}
	return (struct vn_str){word.ptr + begin, end > begin ? end - begin : 0};
}

static bool is_numeral(struct vn_str core)
{
	for (size_t i = 0; i < core.len; i++)
		if (!memchr("IVXL", core.ptr[i], 4))
			return false;
	return true;
}

/* Whether CORE may be right as it stands: a syllable, or letters with a stop between (P.GĐ). */
static bool may_stand(struct vn_str core)
{
	struct vn_syllable parts;

	return vn_syllable_parse(core, &parts) || vn_syllable_shape(core) ||
	       memchr(core.ptr, '.', core.len);
}

/* Whether WORD is a capital, further consonants and a full stop: Trg., Nxb. */
static bool is_shortened(struct vn_str word)
{
	size_t letters = 0, at = 0;

	while (at < word.len) {
		int32_t c = vn_utf8_next(word, &at);
		if (c == '.')
			return letters > 1 && at == word.len;
		if (c < 0 || !vn_is_letter(c) || (!letters && !vn_is_upper(c)) ||
		    vn_letter_is_vowel(vn_grapheme_letter(vn_grapheme_of(vn_lower(c)))))
			return false;
		letters++;
	}
	return false;
}

/* Whether BEFORE ends in a full stop and AFTER in no stop or other sign of a clause. */
static bool drops_stop(struct vn_str before, struct vn_str after)
{
	return before.len > 1 && before.ptr[before.len - 1] == '.' && after.len &&
	       !strchr(".,:;!?", after.ptr[after.len - 1]);
}

/* Whether AFTER makes several words of BEFORE, a capital and small letters of ASCII, as names of
 * firms are. On pages that lack marks no blank is lost that way. */
static bool parts_name(struct vn_str before, struct vn_str after)
{
	if (!before.len || !vn_is_upper(before.ptr[0]) || !memchr(after.ptr, ' ', after.len))
		return false;
	for (size_t i = 1; i < before.len; i++)
		if (before.ptr[i] < 'a' || before.ptr[i] > 'z')
			return false;
	return true;
}

vn_confidence vn_demand(struct vn_str before, struct vn_str after, bool short_line)
{
	enum touched what = touched_by(before, after);
	struct vn_str core = core_of(before);
	bool abbreviation = like_abbreviation(core);

	if (what == LETTERS && in_capitals(core) && !is_numeral(core_of(after))) {
		if (may_stand(core))
			return short_line ? NAME_SURE : CAPITALS_SURE;
		if (abbreviation && short_line)
			return CAPITALS_SURE;
	}
	if (what == LETTERS && is_shortened(before))
		return STOP_SURE;
	if (what == NOTHING && drops_stop(before, after))
		return STOP_SURE;
	if (what != LETTERS && parts_name(core, after))
		return VN_DEMAND_MOST;
	if (what == MARKS_REPLACED && short_line && may_stand(core))
		return MARKS_SURE;
	return abbreviation ? ABBREVIATION_SURE : 0;
}
