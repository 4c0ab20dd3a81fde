#include "repair/phrase.h"

#include "text/chars.h"
#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"

#define LOST 2 /* cost of a letter that is missing or another one */
#define NEAR 1 /* of one that was taken for its like, or of a letter too many */
#define NONE 0x7fff

#define MAX_WORDS 24

/* Where a phrase was found. */
struct hit {
	size_t begin, end; /* bytes of the line */
	unsigned cost;	   /* 0 for every letter right, 2 for each one lost */
};

/* Base letters in the order of enum vn_letter. */
static const char bases[] = "?aaabcddeeghiklmnooopqrstuuvxy";

/* C without marks and case; '?' for a sign that may stand for a letter, 0 for what stands between
 * words. */
static char fold(int32_t c)
{
	vn_grapheme grapheme = vn_grapheme_of(c);
	if (grapheme)
		return bases[vn_grapheme_letter(grapheme)];
	if (c < 0x80)
		return vn_is_letter(c) || vn_is_digit(c)	 ? (char)vn_lower(c)
		       : c > 0 && memchr("|!$&@*#?%", (int)c, 9) ? '?'
								 : 0;
	if (c == 0xd0 || c == 0xf0)
		return 'd'; /* Ð, the look-alike of Đ */
	if (c == 0xa0 || (c >= 0x2010 && c <= 0x201f) || c == 0xb7 || c == 0x2022)
		return 0;
	return '?';
}

/* Sets of letters that OCR takes for one another, one bit each. */
enum {
	BOWL = 1 << 0,	/* d p b o 0 */
	FORK = 1 << 1,	/* u v y w */
	RING = 1 << 2,	/* o c 0 q 6 g e */
	STEM = 1 << 3,	/* i l 1 t j | */
	HOOK = 1 << 4,	/* f t r */
	TENT = 1 << 5,	/* a 4 */
	WORM = 1 << 6,	/* s 5 */
	TAIL = 1 << 7,	/* g 9 q */
	ARCH = 1 << 8,	/* n m h */
	OPEN = 1 << 9,	/* e c */
	POST = 1 << 10, /* h b */
	CROSS = 1 << 11 /* k x */
};

/* By letter; what stood between letters passes for any of them. */
static const uint16_t sets[128] = {
	[0] = UINT16_MAX,    ['0'] = BOWL | RING, ['1'] = STEM,	       ['4'] = TENT,
	['5'] = WORM,	     ['6'] = RING,	  ['9'] = TAIL,	       ['a'] = TENT,
	['b'] = BOWL | POST, ['c'] = RING | OPEN, ['d'] = BOWL,	       ['e'] = RING | OPEN,
	['f'] = HOOK,	     ['g'] = RING | TAIL, ['h'] = ARCH | POST, ['i'] = STEM,
	['j'] = STEM,	     ['k'] = CROSS,	  ['l'] = STEM,	       ['m'] = ARCH,
	['n'] = ARCH,	     ['o'] = BOWL | RING, ['p'] = BOWL,	       ['q'] = RING | TAIL,
	['r'] = HOOK,	     ['s'] = WORM,	  ['t'] = STEM | HOOK, ['u'] = FORK,
	['v'] = FORK,	     ['w'] = FORK,	  ['x'] = CROSS,       ['y'] = FORK,
	['|'] = STEM,
};

static unsigned distance(char printed, char read)
{
	if (printed == read)
		return 0;
	return sets[(unsigned char)printed] & sets[(unsigned char)read] ? NEAR : LOST;
}

enum vn_status vn_phrase_init(struct vn_phrase *phrase, const struct vn_rule *rule, size_t rank,
			      struct vn_err *err)
{
	struct vn_str text = {rule->pattern, strlen(rule->pattern)};

	*phrase = (struct vn_phrase){.rule = rule, .rank = rank, .upper = true};
	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		char base = fold(c);
		phrase->dashed |= c == '-';
		if (!base)
			continue;
		phrase->upper &= vn_is_upper(c);
		if (phrase->len == VN_PHRASE_LETTERS)
			break;
		phrase->folded[phrase->len++] = base;
	}
	if (phrase->len == 0 || phrase->len == VN_PHRASE_LETTERS)
		return vn_err_set(err, VN_EMODEL, "%s:%u: a phrase has 1 to %d letters", rule->file,
				  rule->line, VN_PHRASE_LETTERS - 1);
	return VN_OK;
}

/* One letter of a line. */
struct place {
	uint16_t begin, end; /* bytes */
	char base;
	bool first, last; /* of its word */
};

static size_t places(struct vn_str line, struct place out[VN_PHRASE_LINE])
{
	size_t count = 0;
	bool inside = false;

	for (size_t at = 0; at < line.len;) {
		size_t begin = at;
		char base = fold(vn_utf8_next(line, &at));
		if (!base && count)
			out[count - 1].last = true;
		if (base)
			out[count++] = (struct place){(uint16_t)begin, (uint16_t)at, base, !inside,
						      at == line.len};
		inside = base != 0;
	}
	return count;
}

/* A column of the search: cost of the phrase's first j letters ending here, and where they began.
 */
struct cell {
	uint16_t cost, from;
};

/* Moves the column over one letter. Only its first *LIVE cells cost less than MOST, and what costs
 * more leads to nothing less: the cells behind them are looked at as far as that matters (Ukkonen
 * 1985). */
static void step(const struct vn_phrase *phrase, const struct place *place, uint16_t at,
		 uint16_t most, struct cell column[VN_PHRASE_LETTERS + 1], size_t *live)
{
	size_t end = *live + 1;
	struct cell diagonal = column[0], start = {place->first ? 0 : NONE, at};

	if (place->first)
		diagonal = start;
	column[0].cost = NONE;
	*live = 0;
	for (size_t j = 1; j <= phrase->len && (j <= end || column[j - 1].cost < most); j++) {
		struct cell old = column[j], best = diagonal;
		best.cost += distance(phrase->folded[j - 1], place->base);
		if (old.cost + NEAR < best.cost)
			best = (struct cell){(uint16_t)(old.cost + NEAR), old.from};
		if (column[j - 1].cost + LOST < best.cost)
			best = (struct cell){(uint16_t)(column[j - 1].cost + LOST),
					     column[j - 1].from};
		diagonal = old;
		column[j] = best;
		if (best.cost < most)
			*live = j;
	}
}

struct looks {
	unsigned upper, lower, dashes;
};

static struct looks look(struct vn_str s)
{
	struct looks l = {0, 0, 0};
	for (size_t at = 0; at < s.len;) {
		int32_t c = vn_utf8_next(s, &at);
		l.upper += vn_is_letter(c) && vn_is_upper(c);
		l.lower += vn_is_letter(c) && !vn_is_upper(c);
		l.dashes += c == '-' || c == '~' || c == '=' || c == '_' ||
			    (c >= 0x2010 && c <= 0x2015);
	}
	return l;
}

static bool mostly_upper(struct looks l)
{
	return l.upper * 5 >= (l.upper + l.lower) * 3;
}

/* Whether the text of a hit is written as the phrase is at the head of a document. */
static bool fits(const struct vn_phrase *phrase, struct vn_str text, unsigned cost, bool head)
{
	struct looks l = look(text);
	int32_t first;
	size_t at = 0;

	if (phrase->upper)
		return mostly_upper(l);
	if (!phrase->dashed)
		return true;
	first = vn_utf8_next(text, &at);
	if (vn_is_letter(first) && !vn_is_upper(first) && cost * 2 <= phrase->len)
		return false; /* legible and small: running text */
	return l.dashes >= 2 || (head && l.dashes == 1);
}

static size_t count_capitals(struct vn_str line)
{
	size_t count = 0;
	for (size_t i = 0; i < line.len; i++)
		count += line.ptr[i] >= 'A' && line.ptr[i] <= 'Z';
	return count;
}

static size_t count_dashes(struct vn_str line)
{
	size_t count = 0;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		count += c == '-' || c == '~' || c == '=' || c == '_' || c == '\xe2';
	}
	return count;
}

/* A quick look that leaves out most lines of running text. */
static bool likely(const struct vn_phrase *phrase, struct vn_str line)
{
	if (phrase->upper)
		return count_capitals(line) * 3 > phrase->len;
	return !phrase->dashed || count_dashes(line) >= 2;
}

/*
 * The best place of PHRASE in LINE, from the begin of a word to the end of one, where at least
 * half of its letters stand (in the HEAD of a document; three quarters elsewhere). False when there
 * is none, or the text there is written as running text is. Approximate matching after Sellers
 * (1980); O(letters of the phrase x letters of the line).
 */
static bool find(const struct vn_phrase *phrase, struct vn_str line, bool head, struct hit *hit)
{
	struct place place[VN_PHRASE_LINE];
	struct cell column[VN_PHRASE_LETTERS + 1];
	struct cell best = {(uint16_t)((head ? phrase->len : phrase->len / 2) + 1), 0};
	size_t count, end = 0, live = 0;

	if (line.len > VN_PHRASE_LINE || line.len < phrase->len / 2 ||
	    (!head && !likely(phrase, line)))
		return false;
	count = places(line, place);
	for (size_t j = 0; j <= phrase->len; j++)
		column[j] = (struct cell){NONE, 0};
	for (size_t i = 0; i < count; i++) {
		step(phrase, &place[i], (uint16_t)i, best.cost, column, &live);
		if (place[i].last && column[phrase->len].cost < best.cost) {
			best = column[phrase->len];
			end = i + 1;
		}
	}
	if (end == 0)
		return false;
	*hit = (struct hit){place[best.from].begin, place[end - 1].end, best.cost};
	return fits(phrase, (struct vn_str){line.ptr + hit->begin, hit->end - hit->begin},
		    hit->cost, head);
}

/* Splits S at blanks. Returns the number of words, at most MAX_WORDS + 1. */
static size_t words(struct vn_str s, struct vn_str out[MAX_WORDS])
{
	size_t count = 0;
	for (size_t at = 0, next; at < s.len; at = next) {
		next = at;
		if (vn_is_space(vn_utf8_next(s, &next)))
			continue;
		if (count == MAX_WORDS)
			return MAX_WORDS + 1;
		while (next < s.len) {
			size_t peek = next;
			if (vn_is_space(vn_utf8_next(s, &peek)))
				break;
			next = peek;
		}
		out[count++] = (struct vn_str){s.ptr + at, next - at};
	}
	return count;
}

/* Whether READ is WORD but for case and the place of the tone mark, or a dash for a dash. */
static bool same_word(struct vn_str read, struct vn_str word)
{
	size_t a = 0, b = 0;
	unsigned tone_a = 0, tone_b = 0;

	while (a < read.len && b < word.len) {
		int32_t c = vn_utf8_next(read, &a), d = vn_utf8_next(word, &b);
		vn_grapheme g = vn_grapheme_of(c), h = vn_grapheme_of(d);
		if (d == '-' && (c == 0x2013 || c == 0x2014))
			continue;
		if (!g || !h) {
			if (c != d)
				return false;
			continue;
		}
		if (vn_grapheme_letter(g) != vn_grapheme_letter(h))
			return false;
		tone_a |= 1u << vn_grapheme_tone(g) >> 1;
		tone_b |= 1u << vn_grapheme_tone(h) >> 1;
	}
	return a == read.len && b == word.len && tone_a == tone_b;
}

/* S without what stands around its letters. */
static struct vn_str core(struct vn_str s)
{
	size_t first = s.len, last = s.len;
	for (size_t at = 0; at < s.len;) {
		size_t begin = at;
		if (!vn_is_letter(vn_utf8_next(s, &at)))
			continue;
		last = at;
		if (first == s.len)
			first = begin;
	}
	return first < s.len ? (struct vn_str){s.ptr + first, last - first} : s;
}

/* Letters of S. */
static size_t letters(struct vn_str s)
{
	size_t count = 0;
	for (size_t at = 0; at < s.len;)
		count += fold(vn_utf8_next(s, &at)) != 0;
	return count;
}

/* Adds WORD to OUT, in capitals if UPPER, in the tone style asked for. */
static enum vn_status add_word(struct vn_buf *out, struct vn_str word, bool upper,
			       enum vn_tone tone, struct vn_err *err)
{
	char styled[VN_SYLLABLE_BYTES], bytes[VN_UTF8_MAX];
	size_t len = tone == VN_TONE_NEW ? vn_syllable_retone(word, tone, styled) : 0;
	enum vn_status status = VN_OK;

	if (len)
		word = (struct vn_str){styled, len};
	for (size_t at = 0; !status && at < word.len;) {
		int32_t c = vn_utf8_next(word, &at);
		size_t put = vn_utf8_put(bytes, upper ? vn_upper(c) : c);
		status = vn_buf_add(out, bytes, put, err);
	}
	return status;
}

/* Cost of WORD having been read as READ; both folded, words of at most 15 letters. */
static unsigned word_cost(struct vn_str read, struct vn_str word)
{
	unsigned column[16] = {0};
	char printed[15];
	size_t len = 0;

	for (size_t at = 0; at < word.len && len < sizeof printed;)
		printed[len++] = fold(vn_utf8_next(word, &at));
	for (size_t j = 1; j <= len; j++)
		column[j] = column[j - 1] + LOST;
	for (size_t at = 0; at < read.len;) {
		unsigned diagonal = column[0];
		char base = fold(vn_utf8_next(read, &at));
		column[0] += NEAR;
		for (size_t j = 1; j <= len; j++) {
			unsigned best = diagonal + distance(printed[j - 1], base);
			diagonal = column[j];
			if (diagonal + NEAR < best)
				best = diagonal + NEAR;
			if (column[j - 1] + LOST < best)
				best = column[j - 1] + LOST;
			column[j] = best;
		}
	}
	return column[len];
}

/* Whether READ cannot well be WORD: a sound syllable with little in common, or a long word with
 * next to nothing. */
static bool contradicts(struct vn_str read, struct vn_str word)
{
	struct vn_syllable syllable;
	size_t wants = letters(word);
	unsigned cost = word_cost(core(read), word);
	return (cost > LOST && vn_syllable_parse(core(read), &syllable)) ||
	       (wants >= 4 && cost * 2 >= wants * 3);
}

/*
 * Whether the words of a hit may be those of the phrase, one for one. Two that contradict
 * say no: damage seldom makes words. Where little is legible, the lengths are evidence
 * too: at most every other word may have a letter more or less than it should. A word more than
 * two letters too long holds something else as well.
 */
static bool words_match(const struct vn_str *read, const struct vn_str *word, size_t count,
			bool legible)
{
	size_t off = 0, against = 0;
	for (size_t i = 0; i < count; i++) {
		size_t has = letters(read[i]), wants = letters(word[i]);
		if (has > wants + 2)
			return false;
		off += has > wants ? has - wants : wants - has;
		against += contradicts(read[i], word[i]);
	}
	return against < 2 && (legible || off * 2 <= count);
}

enum vn_status vn_phrase_apply(const struct vn_phrase *phrase, const struct vn_phrase_line *line,
			       enum vn_tone tone, struct vn_proposals *list, struct vn_err *err)
{
	struct vn_proposal p = {.rule = phrase->rule->id, .rank = phrase->rank};
	struct vn_str read[MAX_WORDS], word[MAX_WORDS], text;
	struct vn_buf out = {0};
	struct hit hit;
	size_t read_count, word_count;
	enum vn_status status = VN_OK;
	bool upper, legible;

	if (!find(phrase, line->text, line->head, &hit))
		return VN_OK;
	text = (struct vn_str){line->text.ptr + hit.begin, hit.end - hit.begin};
	upper = mostly_upper(look(text));
	read_count = words(text, read);
	word_count =
		words((struct vn_str){phrase->rule->replacement, strlen(phrase->rule->replacement)},
		      word);
	legible = hit.cost * 2 <= phrase->len;
	if (read_count == word_count && !words_match(read, word, word_count, legible))
		return VN_OK;
	/* Words merged or split are written anew, but a word that is missing may stand elsewhere.
	 */
	if (read_count != word_count && (!legible || letters(text) + 2 < phrase->len))
		return VN_OK;
	for (size_t i = 0; !status && i < word_count; i++) {
		if (read_count != word_count) {
			if (i > 0)
				status = vn_buf_add(&out, " ", 1, err);
			if (!status)
				status = add_word(&out, word[i], upper, tone, err);
			continue;
		}
		out.len = 0;
		status = same_word(core(read[i]), word[i])
				 ? vn_buf_add(&out, read[i].ptr, read[i].len, err)
				 : add_word(&out, word[i], upper, tone, err);
		p.begin = line->base + (size_t)(read[i].ptr - line->text.ptr);
		p.end = p.begin + read[i].len;
		p.after = vn_buf_str(&out);
		if (!status)
			status = vn_propose(list, p, err);
	}
	p.begin = line->base + hit.begin;
	p.end = line->base + hit.end;
	p.after = vn_buf_str(&out);
	if (!status && read_count != word_count)
		status = vn_propose(list, p, err);
	vn_buf_fini(&out);
	return status;
}
