#include "protect/formula.h"

#include "base/rows.h"
#include "protect/ascii.h"

#include <string.h>

#define NAME_MOST  6  /* letters: arccos */
#define WORDS_MOST 64 /* of a formula; what goes on behind them is looked at as another one */

/* Names of functions that no syllable is spelt as, in the order of bytes. */
static const char *const sure_names[] = {"arccos", "arcsin", "arctan", "arctg", "cos",
					 "cotg",   "csc",    "exp",    "lg",	"ln",
					 "log",	   "max",    "tg"};

/* Those that may be syllables without their marks, or stand for other words. */
static const char *const names[] = {"arg", "cosh", "cot",  "deg", "det", "dim", "div",	"gcd",
				    "inf", "ker",  "lim",  "min", "mod", "pi",	"rank", "rot",
				    "sec", "sin",  "sinh", "sup", "tan", "tanh"};

/* What a word between blanks is in a formula. */
enum kind {
	NONE,
	SURE,	  /* the name of a function */
	NAME,	  /* one that may be another word */
	VARIABLE, /* a letter */
	VOWEL,	  /* one that is a word too, or with a number behind it: engines read s6 for sổ */
	NUMBER,	  /* with a letter behind it: 2x */
	OPERATOR,
	TERM, /* x^2, f(x), 2a+b */
};

struct word {
	size_t begin, end; /* without what ends a clause behind it */
	enum kind kind;
	bool last; /* something ends a clause behind it */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether WORD may be the name of a function, as most words may not. */
static bool like_name(struct vn_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
			return false;
	return word.len > 1 && word.len <= NAME_MOST;
}

static bool is_sure_name(struct vn_str word)
{
	return vn_row_find(sure_names, sizeof sure_names / sizeof *sure_names, sizeof *sure_names,
			   word);
}

static bool is_other_name(struct vn_str word)
{
	return vn_row_find(names, sizeof names / sizeof *names, sizeof *names, word);
}

/* Bytes of the sign of an operator at AT, or 0. */
static size_t operator_at(struct vn_str s, size_t at)
{
	static const char *const wide[] = {"×", "÷", "·", "≤", "≥", "≠", "≈",
					   "→", "±", "∈", "⇒", "⇔", "−"};

	if (vn_ascii_one_of(s.ptr[at], "=+-*/<>^:|"))
		return 1;
	/* Bytes of ASCII, and those that most letters of Vietnamese begin with, begin none. */
	if (!(s.ptr[at] & 0x80) || !vn_ascii_one_of(s.ptr[at], "\xc2\xc3\xe2"))
		return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (s.ptr[at] == *wide[i] && s.len - at >= strlen(wide[i]) &&
		    memcmp(s.ptr + at, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

static bool is_operator(struct vn_str s)
{
	size_t at = 0, len;

	if (s.len == 1 && *s.ptr == '.')
		return true;
	while (at < s.len && (len = operator_at(s, at)) > 0)
		at += len;
	return at == s.len && at > 0 && at <= 3;
}

static enum kind letter(char c)
{
	return vn_ascii_one_of(c, "aeiou") ? VOWEL : VARIABLE;
}

/* A word of digits, operators, brackets and single letters: what it is. */
static enum kind term(struct vn_str s)
{
	size_t letters = 0, digits = 0, signs = 0, run = 0;

	for (size_t i = 0, len; i < s.len; i += len) {
		char c = s.ptr[i];
		len = 1;
		run = vn_ascii_alpha(c) ? run + 1 : 0;
		letters += run > 0;
		digits += vn_ascii_digit(c);
		if (run > 1)
			return NONE;
		if (run || vn_ascii_digit(c) || vn_ascii_one_of(c, ".,'()[]"))
			continue;
		len = operator_at(s, i);
		signs += len > 0;
		if (!len)
			return NONE;
	}
	if (letters == 1 && !digits && !signs && s.len == 1)
		return letter(*s.ptr);
	if (!letters && digits)
		return NUMBER;
	if (digits && !signs && vn_ascii_alpha(*s.ptr))
		return letters == 1 ? VOWEL : NONE;
	return letters && (digits || signs || vn_ascii_one_of(s.ptr[s.len - 1], "')")) ? TERM
										       : NONE;
}

/* The word of TEXT that begins at AT. */
static struct word word_at(struct vn_str text, size_t at)
{
	struct word word = {.begin = at, .end = at};
	struct vn_str s;

	while (word.end < text.len && !is_blank(text.ptr[word.end]))
		word.end++;
	s = (struct vn_str){text.ptr + at, word.end - at};
	if (!s.len || is_operator(s)) {
		word.kind = s.len ? OPERATOR : NONE;
		return word;
	}
	while (s.len && vn_ascii_one_of(s.ptr[s.len - 1], ".,;:!?")) {
		s.len--;
		word.last = true;
	}
	word.end = at + s.len;
	if (!like_name(s))
		word.kind = s.len ? term(s) : NONE;
	else if (is_sure_name(s))
		word.kind = SURE;
	else if (is_other_name(s))
		word.kind = NAME; /* else more than one letter is none of a formula */
	return word;
}

static bool is_name(enum kind kind)
{
	return kind == SURE || kind == NAME;
}

static bool is_operand(enum kind kind)
{
	return kind != NONE && kind != OPERATOR;
}

/* What was seen of a formula. */
struct seen {
	enum kind before;	 /* the word before */
	size_t names, operators; /* operators: those between two words */
	bool sure;		 /* a sure name before an operand */
	bool named;		 /* any name before an operand that may be one */
	bool told;		 /* a name before what is no word: sin x */
	bool equal;		 /* the word before is the = of what stands before it */
	bool equated;		 /* an operand that is no number, = and another one */
};

/* Whether WORD goes on with what was SEEN, of which it is then a part. */
static bool take(struct vn_str text, const struct word *word, struct seen *seen)
{
	bool plain = word->kind == VOWEL || word->kind == NUMBER;

	if (word->kind == NONE)
		return false;
	/* Two operands: 2 sin x, m c, but not x and a word. */
	if (is_operand(seen->before) && !is_name(seen->before) && plain)
		return false;
	if (is_name(seen->before) && is_operand(word->kind)) {
		seen->sure |= seen->before == SURE && word->kind != VOWEL;
		seen->told |= word->kind == VARIABLE || word->kind == TERM;
		seen->named = true;
	}
	seen->equated |= seen->equal && is_operand(word->kind);
	seen->equal = word->kind == OPERATOR && text.ptr[word->begin] == '=' &&
		      is_operand(seen->before) && seen->before != NUMBER;
	seen->operators += seen->before == OPERATOR && is_operand(word->kind);
	seen->names += is_name(word->kind);
	seen->before = word->kind;
	return true;
}

/* Whether an operator stands before AT. */
static bool behind_operator(struct vn_str text, size_t at)
{
	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	return at > 0 && vn_ascii_one_of(text.ptr[at - 1], "=+*<>^");
}

/* Whether what was SEEN is a formula; it began with a word of the kind FIRST. */
static bool is_formula(const struct seen *seen, enum kind first, bool behind)
{
	if (seen->equated)
		return true;
	return (is_name(first) || seen->operators) &&
	       (seen->sure || seen->told ||
		(seen->named && (seen->operators || seen->names > 1 || behind)));
}

/* Whether a formula may begin at AT, by a quick look: with a letter alone, or a name. */
static bool may_begin(struct vn_str text, size_t at)
{
	struct vn_str word;
	size_t end = at;

	while (end < text.len && end - at <= NAME_MOST && vn_ascii_alpha(text.ptr[end]))
		end++;
	if (end < text.len && (unsigned char)text.ptr[end] >= 0x80)
		return false;
	word = (struct vn_str){text.ptr + at, end - at};
	return word.len == 1 || is_sure_name(word) || is_other_name(word);
}

bool vn_formula_at(struct vn_str text, size_t at, size_t *end)
{
	struct word word;
	struct seen seen = {.before = NONE};
	enum kind first;
	size_t begin = at, stop = at;

	if (!may_begin(text, at))
		return false;
	word = word_at(text, at);
	first = word.kind;
	if (first != SURE && first != NAME && first != VARIABLE && first != VOWEL && first != TERM)
		return false;
	for (int words = 0; words < WORDS_MOST && take(text, &word, &seen); words++) {
		/* An operator is a part of what goes on behind it. */
		if (word.kind != OPERATOR)
			stop = word.end;
		if (word.last && text.ptr[word.end] != ',')
			break;
		for (at = word.end + word.last; at < text.len && text.ptr[at] == ' ';)
			at++;
		word = word_at(text, at);
	}
	*end = stop;
	return is_formula(&seen, first, behind_operator(text, begin));
}
