#include "decode/twice.h"

#include "lang/vi/syllable.h"
#include "text/chars.h"

/* A word as far as it is letters, small; none: no word, or one longer than any syllable. */
struct word {
	int32_t c[VN_SYLLABLE_LETTERS];
	int count;
};

/* Reads the letters from byte AT on. Returns where they end. */
static size_t letters_at(struct vn_str text, size_t at, struct word *out)
{
	out->count = 0;
	for (size_t next = at; next < text.len; at = next) {
		int32_t c = vn_utf8_next(text, &next);
		if (!vn_is_letter(c))
			break;
		if (out->count == VN_SYLLABLE_LETTERS) {
			out->count = 0;
			break;
		}
		out->c[out->count++] = vn_lower(c);
	}
	return at;
}

/* The same of the word that one blank at AT parts from what is before it. */
static size_t word_behind(struct vn_str text, size_t at, struct word *out)
{
	out->count = 0;
	return at < text.len && text.ptr[at] == ' ' ? letters_at(text, at + 1, out) : at;
}

/* Where the word begins that ends at byte AT but for one blank; AT, if there is none. */
static size_t start_before(struct vn_str text, size_t at)
{
	size_t begin = at ? at - 1 : 0;

	if (!at || text.ptr[begin] != ' ')
		return at;
	while (begin > 0 && at - begin < VN_SYLLABLE_BYTES && !vn_blank_byte(text.ptr[begin - 1]))
		begin--;
	return begin;
}

/* The letters of that word. Returns where it begins. */
static size_t word_before(struct vn_str text, size_t at, struct word *out)
{
	size_t begin = start_before(text, at);

	out->count = 0;
	if (begin < at && letters_at(text, begin, out) != at - 1)
		out->count = 0;
	return begin;
}

/* Whether the letter at byte AT is C, small. */
static bool begins_with(struct vn_str text, size_t at, int32_t c)
{
	return at < text.len && vn_lower(vn_utf8_next(text, &at)) == c;
}

/* Whether one of the two words on each side of [from, to) may begin as it does. Whatever else is
 * asked of words said twice, they do, and most do not. */
static bool may_be_twice(struct vn_str text, size_t from, size_t to)
{
	size_t first = from;
	int32_t c = vn_lower(vn_utf8_next(text, &first));

	for (int i = 0; i < 2; i++) {
		size_t begin = start_before(text, from);
		if (begin < from && begins_with(text, begin, c))
			return true;
		from = begin;
		if (to < text.len && text.ptr[to] == ' ' && begins_with(text, to + 1, c))
			return true;
		for (to++; to < text.len && !vn_blank_byte(text.ptr[to]);)
			to++;
	}
	return false;
}

static bool same(const struct word *a, const struct word *b)
{
	return a->count && a->count == b->count &&
	       memcmp(a->c, b->c, (size_t)a->count * sizeof *a->c) == 0;
}

/* Whether all three are syllables and begin with the same consonants. */
static bool alliterate(const struct word *a, const struct word *b, const struct word *c)
{
	const struct word *words[] = {a, b, c};
	struct vn_syllable parts[3];

	for (int i = 0; i < 3; i++) {
		char spelt[VN_SYLLABLE_LETTERS * VN_UTF8_MAX];
		size_t len = vn_utf8_put_lower(spelt, words[i]->c, words[i]->count);
		if (!vn_syllable_parse((struct vn_str){spelt, len}, &parts[i]) ||
		    !parts[i].onset[0] ||
		    memcmp(parts[i].onset, parts[0].onset, sizeof parts->onset) != 0)
			return false;
	}
	return true;
}

#define REACH 3 /* words on each side */
#define SELF  REACH

enum vn_twice vn_twice(struct vn_str text, size_t from, size_t to)
{
	struct word w[2 * REACH + 1];
	enum vn_twice how = VN_ONCE;

	if (!may_be_twice(text, from, to) || letters_at(text, from, &w[SELF]) != to ||
	    w[SELF].count < 2)
		return VN_ONCE;
	for (int i = 1; i < REACH; i++) {
		from = word_before(text, from, &w[SELF - i]);
		to = word_behind(text, to, &w[SELF + i]);
	}
	/* The outermost are read where they can say something: the first is that of four words of
	 * which the second and the last, this one, have one onset or are the same; the last one is
	 * that of four of which the first, this one, and the third are the same. */
	w[0].count = w[2 * REACH].count = 0;
	if (w[1].count && w[1].c[0] == w[SELF].c[0])
		word_before(text, from, &w[0]);
	if (same(&w[SELF], &w[SELF + 2]))
		word_behind(text, to, &w[2 * REACH]);
	if (same(&w[SELF], &w[SELF - 1]) || same(&w[SELF], &w[SELF + 1]))
		return VN_BESIDE;
	for (int i = 0; i <= REACH && how != VN_ALIKE; i++) {
		if (!same(&w[i], &w[i + 2]))
			continue;
		if (alliterate(&w[i], &w[i + 1], &w[i + 3]))
			how = VN_ALIKE;
		else if (same(&w[i + 1], &w[i + 3]))
			how = VN_AROUND;
	}
	return how;
}
