#include "charset/plausible.h"

#include "base/rows.h"
#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#include <utf8proc.h>

#define NAT 256

/* Costs of what is no syllable. They need not be exact: a right reading wins by some ten nats a
 * word. */
#define WORD	    (3 * NAT) /* that a word is none of Vietnamese */
#define ASCII	    (2 * NAT + NAT * 3 / 4)
#define WESTERN	    (6 * NAT + NAT / 2) /* é, ö */
#define RARE	    (8 * NAT)		/* any other letter */
#define CAMEL	    (3 * NAT)		/* a capital behind a small letter */
#define SIGN	    (2 * NAT)
#define PUNCTUATION (5 * NAT) /* beyond ASCII */
#define SYMBOL	    (8 * NAT)
#define WITHIN	    (6 * NAT)  /* more, for one of these between two letters */
#define CONTROL	    (12 * NAT) /* and bytes that are none of UTF-8 */
#define UNKNOWN	    (12 * NAT) /* a syllable that is not in the list */

#define SELDOM	 (9 * NAT)
#define WORD_MAX 24 /* letters of a word that is looked at */

struct state {
	int64_t cost;
	bool other, marked; /* there was a word that is no syllable; a syllable with a mark */
	bool foreign, seldom, odd, beyond;
	/* The word that is being read. */
	int32_t letters[WORD_MAX];
	int count;
	int64_t as_foreign; /* its cost if it is no syllable */
	bool small;	    /* its last letter is */
	bool wide, lower;   /* it has a letter beyond ASCII; a small one */
	bool inner;	    /* it has a capital beyond ASCII that is not its first letter */
	bool parts;	    /* it has combining marks */
	bool western;	    /* it has a letter beyond ASCII that not only Vietnamese has */
	int64_t sign;	    /* what the sign before costs if a letter follows */
};

static int64_t letter_cost(int32_t c)
{
	if (c < 0x80)
		return ASCII;
	return c < 0x180 && !vn_letter_is_ours(c) ? WESTERN : RARE;
}

static bool is_joiner(int32_t c)
{
	return c >= 0x300 && c < 0x370;
}

static int64_t sign_cost(int32_t c)
{
	if (c < 0 || (c < ' ' && !vn_is_space(c)) || (c >= 0x7f && c < 0xa0) || c == 0xfffd)
		return CONTROL;
	if (c < 0x80)
		return SIGN;
	if (c == 0xa0 || c == 0xab || c == 0xbb || c == 0xb0 || c == 0xb7 ||
	    (c >= 0x2010 && c <= 0x203a))
		return PUNCTUATION;
	return SYMBOL;
}

/* Makes one letter of each and its marks. */
static void compose(struct state *s)
{
	utf8proc_ssize_t count =
		utf8proc_normalize_utf32(s->letters, s->count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (count > 0)
		s->count = (int)count;
	s->parts = false;
}

/* Whether the word is one syllable; its bytes, small, in the old style, to WORD. */
static bool syllable(const struct state *s, char word[VN_SYLLABLE_BYTES], size_t *len)
{
	char bytes[WORD_MAX * VN_UTF8_MAX];
	struct vn_syllable parts;
	size_t count = 0;

	if (s->count > VN_SYLLABLE_LETTERS)
		return false;
	for (int i = 0; i < s->count; i++)
		count += vn_utf8_put(bytes + count, vn_lower(s->letters[i]));
	if (!vn_syllable_parse((struct vn_str){bytes, count}, &parts))
		return false;
	*len = vn_syllable_retone((struct vn_str){bytes, count}, VN_TONE_OLD, word);
	return *len > 0;
}

static int64_t syllable_cost(struct vn_str word)
{
	const struct vn_syllable_cost *row = vn_row_find(vn_syllable_costs, vn_syllable_cost_count,
							 sizeof *vn_syllable_costs, word);

	return row ? row->cost : UNKNOWN;
}

static void end_word(struct state *s)
{
	char word[VN_SYLLABLE_BYTES];
	size_t len;

	if (s->count == 0)
		return;
	if (s->parts)
		compose(s);
	if (!(s->lower && s->inner) && syllable(s, word, &len)) {
		int64_t cost = syllable_cost((struct vn_str){word, len});
		s->cost += cost < s->as_foreign ? cost : s->as_foreign;
		s->marked |= s->wide;
		s->seldom |= cost > SELDOM;
	} else {
		s->cost += s->as_foreign;
		s->other = true;
		s->foreign |= s->count > 1 && (s->lower || s->western);
	}
	s->count = 0;
}

static void add_letter(struct state *s, int32_t c)
{
	bool small = !vn_is_upper(c);

	s->cost += s->sign;
	s->sign = 0;
	if (s->count == 0) {
		s->as_foreign = WORD;
		s->wide = s->lower = s->inner = s->western = false;
	} else if (s->small && !small) {
		s->cost += CAMEL;
	}
	s->inner |= s->count > 0 && !small && c >= 0x80;
	s->small = small;
	s->wide |= c >= 0x80;
	s->beyond |= c >= 0x80;
	s->parts |= is_joiner(c);
	s->western |= c >= 0x80 && !vn_letter_is_ours(c);
	s->lower |= small;
	s->as_foreign += letter_cost(c);
	if (s->count < WORD_MAX)
		s->letters[s->count++] = c;
}

static void add_sign(struct state *s, int32_t c)
{
	bool within = s->count > 0;

	/* 6 and 4 in words are what an engine made of letters. */
	s->foreign |= within && s->small && vn_is_digit(c);
	end_word(s);
	s->sign = 0;
	if (vn_is_digit(c)) {
		s->cost += SIGN;
		return;
	}
	s->cost += sign_cost(c);
	s->odd |= sign_cost(c) >= SYMBOL;
	/* Signs such as « stand beside words, but not in them. */
	if (within && (c < 0 || c >= 0x80)) {
		s->sign = WITHIN;
		s->beyond |= sign_cost(c) >= SYMBOL;
	}
}

struct vn_verdict vn_judge_fragment(struct vn_str text)
{
	struct state s = {0};

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c >= 0 && (vn_is_letter(c) || (s.count > 0 && is_joiner(c))))
			add_letter(&s, c);
		else
			add_sign(&s, c);
	}
	end_word(&s);
	return (struct vn_verdict){.cost = s.cost < INT32_MAX / 2 ? (int32_t)s.cost : INT32_MAX / 2,
				   .syllables = s.marked && !s.other && !s.odd,
				   .foreign = s.foreign,
				   .seldom = s.seldom,
				   .odd = s.odd,
				   .wide = s.beyond};
}
