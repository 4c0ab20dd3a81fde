#include "charset/capitals.h"

#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

/* What the letters of a word show. A letter with a tone has no capital of its own and shows
 * nothing. */
enum look {
	LOOK_SMALL,   /* it has a letter that would be another byte as a capital */
	LOOK_CAPITAL, /* a syllable with capitals where no other word has them */
	LOOK_OPEN,    /* Và, ở: either */
	LOOK_NOTHING, /* no syllable: an abbreviation, a number */
};

struct word {
	size_t begin, end; /* bytes of the text */
	enum look look;
};

static enum look look_at(struct vn_str text)
{
	char small[VN_SYLLABLE_BYTES + VN_UTF8_MAX];
	struct vn_syllable parts;
	size_t len = 0, letters = 0, capitals = 0;
	bool first = false, open = false;

	for (size_t at = 0; at < text.len; letters++) {
		int32_t c = vn_utf8_next(text, &at);
		if (vn_is_upper(c)) {
			capitals++;
			first |= letters == 0;
		} else if (vn_grapheme_tone(vn_grapheme_of(c)) == VN_NGANG) {
			return LOOK_SMALL;
		} else {
			open = true;
		}
		if (len + VN_UTF8_MAX > VN_SYLLABLE_BYTES)
			return LOOK_NOTHING;
		len += vn_utf8_put(small + len, vn_lower(c));
	}
	if (!vn_syllable_parse((struct vn_str){small, len}, &parts))
		return LOOK_NOTHING;
	if (capitals > first)
		return LOOK_CAPITAL;
	return open ? LOOK_OPEN : LOOK_NOTHING;
}

/* The word from byte AT of TEXT on; false: there is none. */
static bool next_word(struct vn_str text, size_t at, struct word *word)
{
	size_t begin = text.len, end = text.len;

	while (at < text.len) {
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		bool letter = c >= 0 && vn_is_letter(c);
		if (letter && begin == text.len)
			begin = from;
		if (!letter && begin < text.len) {
			end = from;
			break;
		}
	}
	*word = (struct word){begin, end, LOOK_NOTHING};
	if (begin == text.len)
		return false;
	word->look = look_at((struct vn_str){text.ptr + begin, end - begin});
	return true;
}

/* What the next word of TEXT behind byte AT shows, of those that show something. */
static enum look look_behind(struct vn_str text, size_t at)
{
	struct word word;

	while (next_word(text, at, &word)) {
		if (word.look == LOOK_SMALL || word.look == LOOK_CAPITAL)
			return word.look;
		at = word.end;
	}
	return LOOK_NOTHING;
}

/* Writes the letters of WORD as capitals. */
static void raise(char *text, const struct word *word)
{
	for (size_t at = word->begin; at < word->end;) {
		size_t from = at;
		char capital[VN_UTF8_MAX];
		int32_t c = vn_utf8_next((struct vn_str){text, word->end}, &at);
		if (vn_utf8_put(capital, vn_upper(c)) == at - from)
			memcpy(text + from, capital, at - from);
	}
}

/* Notes that a capital at byte AT is less than sure. */
static void doubt(struct vn_decoded *decoded, size_t at)
{
	for (size_t i = 0; i < decoded->count; i++) {
		struct vn_fragment *f = &decoded->fragments[i];
		if (at >= f->out_begin && at < f->out_end)
			f->guessed = true;
	}
}

/* Whether there is a syllable of capitals in bytes [begin, end) of TEXT. */
static bool shows_capitals(struct vn_str text, size_t begin, size_t end)
{
	struct word word = {.end = begin};

	text.len = end;
	while (next_word(text, word.end, &word))
		if (word.look == LOOK_CAPITAL)
			return true;
	return false;
}

bool vn_capitals_may_be(struct vn_str text)
{
	bool inner = false; /* the word has a capital that is not its first letter */
	size_t word = 0;    /* where it begins */

	for (size_t at = 0; at <= text.len;) {
		size_t begin = at;
		int32_t c = at < text.len ? vn_utf8_next(text, &at) : ' ';
		if (c < 0 || c >= 0x80 || vn_is_letter(c)) {
			inner = inner || (begin > word && vn_is_upper(c));
			continue;
		}
		if (inner && shows_capitals(text, word, begin))
			return true;
		inner = false;
		word = at = begin + 1;
	}
	return false;
}

void vn_capitals(const struct vn_coding *coding, struct vn_decoded *decoded)
{
	struct vn_str text = vn_buf_str(&decoded->text);
	enum look before = LOOK_NOTHING, behind = LOOK_NOTHING;
	bool looked = false; /* BEHIND is what comes next */
	struct word word = {0};

	if (!coding->charset || !coding->charset->small_only)
		return;
	while (next_word(text, word.end, &word)) {
		if (word.look == LOOK_OPEN && before != LOOK_SMALL) {
			if (!looked)
				behind = look_behind(text, word.end);
			looked = true;
			if (behind != LOOK_SMALL &&
			    (before == LOOK_CAPITAL || behind == LOOK_CAPITAL)) {
				raise(decoded->text.ptr, &word);
				doubt(decoded, word.begin);
			}
		}
		if (word.look == LOOK_CAPITAL)
			raise(decoded->text.ptr, &word);
		if (word.look == LOOK_CAPITAL || word.look == LOOK_SMALL) {
			before = word.look;
			looked = false;
		}
	}
}
