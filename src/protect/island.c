#include "protect/island.h"

#include "lang/vi/syllable.h"
#include "protect/ascii.h"
#include "protect/tag.h"

#include <string.h>

#define NEAR	   256 /* bytes within which an island has to end */
#define FENCE_MOST (64 * 1024)
#define HUMP_WHOLE 8 /* letters of a name in camel case that is longer than any syllable */
#define HUMP_LEAST 3 /* letters of a part of one that is called */
#define HASH_LEAST 7

/* The byte at AT, or a blank beyond either end. */
static char byte(struct vn_str s, size_t at)
{
	return at < s.len ? s.ptr[at] : ' ';
}

static bool wordy(char c)
{
	return vn_ascii_wordy(c) || c == '_';
}

static bool ident(char c)
{
	return vn_ascii_alnum(c) || c == '_';
}

static size_t ident_end(struct vn_str s, size_t at)
{
	while (at < s.len && ident(s.ptr[at]))
		at++;
	return at;
}

static bool at_ascii(struct vn_str s, size_t begin, size_t end)
{
	for (; begin < end; begin++)
		if ((unsigned char)s.ptr[begin] >= 0x80)
			return false;
	return true;
}

/* Whether bytes [begin, end) have the shape of a syllable without marks. */
static bool may_be_syllable(struct vn_str s, size_t begin, size_t end)
{
	return vn_syllable_shape((struct vn_str){s.ptr + begin, end - begin});
}

/* --- those that may hold blanks --- */

/* Where WHAT stands next behind FROM, no farther than MOST bytes, or 0. */
static size_t find(struct vn_str s, size_t from, const char *what, size_t most)
{
	size_t len = s.len - from < most ? s.len - from : most;
	const char *found = memmem(s.ptr + from, len, what, strlen(what));
	return found ? (size_t)(found - s.ptr) : 0;
}

static bool has_newline(struct vn_str s, size_t begin, size_t end)
{
	return memchr(s.ptr + begin, '\n', end - begin) != NULL;
}

/* `code`, ``code`` or a fence with all its lines. */
static bool code_span(struct vn_str s, size_t at, size_t *end)
{
	static const char ticks[] = "```";
	size_t count = 0, close;

	while (count < 3 && byte(s, at + count) == '`')
		count++;
	if (count == 3 && (at == 0 || s.ptr[at - 1] == '\n')) {
		close = find(s, at + 3, "\n```", FENCE_MOST);
		*end = close + 4;
		return close > 0;
	}
	close = find(s, at + count, ticks + 3 - count, NEAR);
	*end = close + count;
	return close > at + count && !has_newline(s, at, close) && byte(s, at + count) != ' ' &&
	       s.ptr[close - 1] != ' ' && !(at > 0 && wordy(s.ptr[at - 1])) &&
	       !wordy(byte(s, *end)) && byte(s, *end) != '`';
}

/* Whether [begin, end) reads as a formula: a sign of one in it, or a name of a letter or three; no
 * words but in \text{}. */
static bool formula(struct vn_str s, size_t begin, size_t end)
{
	bool sign = false, letter = false, text = find(s, begin, "\\text", end - begin) > 0;
	size_t run = 0;

	for (size_t i = begin; i < end; i++) {
		char c = s.ptr[i];
		if ((unsigned char)c >= 0x80 && !text)
			return false;
		sign |= vn_ascii_one_of(c, "\\^_={}<>+()[]|");
		letter |= vn_ascii_alpha(c);
		run = vn_ascii_alpha(c) ? run + 1 : 0;
		if (run > 3 && !text) {
			size_t k = i + 1 - run;
			if (k == begin || s.ptr[k - 1] != '\\')
				return false;
			while (i + 1 < end && vn_ascii_alpha(s.ptr[i + 1]))
				i++;
			run = 0;
		}
	}
	return sign || (letter && end - begin <= 3) || end - begin == 1;
}

/* $a + b$ or $$a + b$$, by the rule of Pandoc: no blank inside next to either sign, no digit behind
 * the second. */
static bool dollars(struct vn_str s, size_t at, size_t *end)
{
	size_t close;

	if ((at > 0 && wordy(s.ptr[at - 1])) || byte(s, at + 1) == '\n')
		return false;
	if (byte(s, at + 1) == '$') {
		close = find(s, at + 2, "$$", 2 * NEAR);
		*end = close + 2;
		return close > at + 2 && formula(s, at + 2, close);
	}
	close = find(s, at + 1, "$", NEAR);
	*end = close + 1;
	return close > at + 1 && !has_newline(s, at, close) && byte(s, at + 1) != ' ' &&
	       s.ptr[close - 1] != ' ' && !vn_ascii_digit(byte(s, close + 1)) &&
	       formula(s, at + 1, close);
}

/* \( a + b \) or \[ a + b \]. */
static bool brackets(struct vn_str s, size_t at, size_t *end)
{
	char open = byte(s, at + 1);
	size_t close = open == '(' ? find(s, at + 2, "\\)", NEAR) : 0;

	if (open == '[')
		close = find(s, at + 2, "\\]", 2 * NEAR);
	*end = close + 2;
	return close > at + 2 && formula(s, at + 2, close);
}

bool vn_island_at(struct vn_str text, size_t at, size_t *end)
{
	size_t stop = 0;
	bool found = false;

	switch (text.ptr[at]) {
	case '<':
		found = vn_tag_at(text, at, &stop);
		break;
	case '`':
		found = code_span(text, at, &stop);
		break;
	case '$':
		found = dollars(text, at, &stop);
		break;
	case '\\':
		found = brackets(text, at, &stop);
		break;
	}
	if (found)
		*end = stop;
	return found;
}

/* --- those without blanks --- */

/* \cmd{, with what is in the braces where that is a name: \begin{align}. */
static bool command(struct vn_str s, size_t at, size_t *end)
{
	static const char *const named[] = {
		"\\begin",   "\\end",		"\\label",	     "\\ref", "\\cite",
		"\\eqref",   "\\usepackage",	"\\input",	     "\\url", "\\href",
		"\\include", "\\documentclass", "\\includegraphics", NULL};
	size_t stop = at + 1;

	while (stop < s.len && vn_ascii_alpha(s.ptr[stop]))
		stop++;
	if (stop - at < 3 || (stop < s.len && (unsigned char)s.ptr[stop] >= 0x80))
		return false;
	*end = stop;
	/* A speck in front of a word: \dia. */
	if (may_be_syllable(s, at + 1, stop) && !vn_ascii_one_of(byte(s, stop), "{[^_"))
		return false;
	for (size_t i = 0; named[i]; i++) {
		if (strlen(named[i]) != stop - at || memcmp(named[i], s.ptr + at, stop - at) != 0)
			continue;
		while (stop < s.len && s.ptr[stop] != '}')
			stop++;
		*end = stop < s.len ? stop + 1 : stop;
		return true;
	}
	while (*end < s.len && vn_ascii_one_of(s.ptr[*end], "{[^_"))
		++*end;
	return true;
}

/* {name} or ${name}: where a template puts something. */
static bool braces(struct vn_str s, size_t at, size_t *end)
{
	size_t begin = at + (s.ptr[at] == '$'), stop;

	if (byte(s, begin) != '{')
		return false;
	for (stop = begin + 1; stop < s.len && (ident(s.ptr[stop]) || s.ptr[stop] == '.');)
		stop++;
	*end = stop + 1;
	return byte(s, stop) == '}' && stop > begin + 1;
}

static bool key_byte(char c)
{
	return ident(c) || vn_ascii_one_of(c, "-.$@/");
}

/* "key": of JSON, with the brace before it and the true, false, null or brace behind it. */
static bool key(struct vn_str s, size_t at, size_t *end)
{
	static const char *const values[] = {"true", "false", "null", "{", "[", NULL};
	size_t quote = at, stop;

	if (vn_ascii_one_of(s.ptr[at], "{[,") ? at > 0 && vn_ascii_one_of(s.ptr[at - 1], "{[,")
					      : at > 0 && wordy(s.ptr[at - 1]))
		return false;
	while (quote < s.len && vn_ascii_one_of(s.ptr[quote], "{[,"))
		quote++;
	if (!vn_ascii_one_of(byte(s, quote), "\"'"))
		return false;
	for (stop = quote + 1; stop < s.len && key_byte(s.ptr[stop]);)
		stop++;
	if (stop < quote + 2 || byte(s, stop) != s.ptr[quote] || byte(s, stop + 1) != ':')
		return false;
	stop += 2;
	for (size_t i = 0; values[i]; i++) {
		size_t len = strlen(values[i]);
		if (s.len - stop >= len && memcmp(s.ptr + stop, values[i], len) == 0 &&
		    !wordy(byte(s, stop + len))) {
			stop += len;
			break;
		}
	}
	*end = stop;
	return true;
}

/* &amp; &#225; &#xe1; */
static bool entity(struct vn_str s, size_t at, size_t *end)
{
	size_t stop = at + 1, small = 0;

	if (byte(s, stop) == '#') {
		for (stop++; stop < s.len && vn_ascii_alnum(s.ptr[stop]);)
			stop++;
		*end = stop + 1;
		return stop > at + 2 && byte(s, stop) == ';' &&
		       (vn_ascii_digit(s.ptr[at + 2]) || s.ptr[at + 2] == 'x');
	}
	for (; stop < s.len && vn_ascii_alnum(s.ptr[stop]); stop++)
		small += !vn_ascii_upper(s.ptr[stop]);
	*end = stop + 1;
	return small >= 2 && byte(s, stop) == ';';
}

/* ](target) of a link. */
static bool target(struct vn_str s, size_t at, size_t *end)
{
	size_t stop = at + 2;

	if (byte(s, at + 1) != '(')
		return false;
	while (stop < s.len && s.ptr[stop] != ')')
		stop++;
	*end = stop < s.len ? stop + 1 : stop;
	return stop > at + 2;
}

/* -o: one letter alone in its token, but for brackets. */
static bool short_option(struct vn_str s, size_t at, size_t *end)
{
	*end = at + 2;
	return s.ptr[at] == '-' && vn_ascii_alpha(byte(s, at + 1)) &&
	       (at == 0 || (at == 1 && vn_ascii_one_of(*s.ptr, "[("))) &&
	       (at + 2 == s.len || (at + 3 == s.len && vn_ascii_one_of(s.ptr[at + 2], ",])")));
}

/* --option, --option=value; #define, a name with # in front. */
static bool option(struct vn_str s, size_t at, size_t *end)
{
	size_t begin = at + (s.ptr[at] == '#' ? 1 : 2), stop;

	if ((s.ptr[at] == '-' && byte(s, at + 1) != '-') || (at > 0 && wordy(s.ptr[at - 1])) ||
	    (at > 0 && vn_ascii_one_of(s.ptr[at - 1], "-#")))
		return false;
	for (stop = begin; stop < s.len && (ident(s.ptr[stop]) || s.ptr[stop] == '-');)
		stop++;
	if (stop < begin + 3 || !vn_ascii_alpha(s.ptr[begin]) ||
	    (stop < s.len && (unsigned char)s.ptr[stop] >= 0x80))
		return false;
	if (s.ptr[at] == '-' && vn_ascii_upper(s.ptr[begin]))
		return false;
	if (byte(s, stop) == '=')
		for (stop++;
		     stop < s.len && (ident(s.ptr[stop]) || vn_ascii_one_of(s.ptr[stop], "-./"));)
			stop++;
	*end = stop;
	return true;
}

/* A name with a _ between letters or digits. One at either end may be a blank to fill in, or dirt.
 */
static bool snake(struct vn_str s, size_t at, size_t end)
{
	for (size_t i = at + 1; end - at > 3 && i + 1 < end; i++)
		if (s.ptr[i] == '_' && s.ptr[at] != '_' && s.ptr[i + 1] != '_')
			return true;
	return end - at > 4 && s.ptr[at] == '_' && vn_ascii_alpha(s.ptr[at + 2]) &&
	       s.ptr[end - 1] == '_';
}

/* The end of the part of a name in camel case that begins at AT: up to the next capital behind a
 * small letter. */
static size_t hump_end(struct vn_str s, size_t at, size_t end)
{
	while (++at < end && !(vn_ascii_upper(s.ptr[at]) && !vn_ascii_upper(s.ptr[at - 1])))
		;
	return at;
}

/* A name in camel case: with a tail in capitals (OpenAI), or longer than a syllable and made of
 * parts that are not all syllables. Engines write a capital for a vowel with marks (chAm, ThuOng),
 * some letters look the same small (NGHiAVIET), and the blank between two words gets lost
 * (dungNghi). */
static bool camel(struct vn_str s, size_t at, size_t end)
{
	size_t parts = 0, syllables = 0, tail = 0, body = 0;

	for (size_t i = at; i < end; i++)
		if (!vn_ascii_alpha(s.ptr[i]))
			return false;
	while (tail < end - at && vn_ascii_upper(s.ptr[end - 1 - tail]))
		tail++;
	while (tail + body < end - at && !vn_ascii_upper(s.ptr[end - 1 - tail - body]))
		body++;
	if (tail >= 2 && body >= 3)
		return true;
	for (size_t i = at, next; i < end; i = next) {
		next = hump_end(s, i, end);
		if (next < end && (next - i < 3 || vn_ascii_upper(s.ptr[next - 2])))
			return false;
		syllables += may_be_syllable(s, i, next);
		parts++;
	}
	return parts > 1 && end - at >= HUMP_WHOLE &&
	       (syllables < parts || (parts > 2 && !vn_ascii_upper(s.ptr[at])));
}

/* A name that a function has, and its bracket: small first and with a capital inside (getName(), or
 * before a letter and a comma (max(a,). */
static bool called(struct vn_str s, size_t at, size_t end)
{
	size_t first = hump_end(s, at, end);

	for (size_t i = at; i < end; i++)
		if (!vn_ascii_alpha(s.ptr[i]))
			return false;
	if (byte(s, end) == '(' && vn_ascii_alpha(byte(s, end + 1)) && byte(s, end + 2) == ',' &&
	    end - at >= HUMP_LEAST)
		return true;
	return byte(s, end) == '(' && !vn_ascii_upper(s.ptr[at]) && first - at >= HUMP_LEAST &&
	       end - first >= HUMP_LEAST && !vn_ascii_upper(s.ptr[end - 1]);
}

/* Digits and letters a to f, some of each, as many as no word has. */
static bool hash(struct vn_str s, size_t at, size_t end)
{
	size_t digits = 0;

	if (end - at < HASH_LEAST)
		return false;
	for (size_t i = at; i < end; i++) {
		if (!vn_ascii_digit(s.ptr[i]) && (s.ptr[i] < 'a' || s.ptr[i] > 'f'))
			return false;
		digits += vn_ascii_digit(s.ptr[i]);
	}
	return digits > 1 && digits < end - at;
}

/* a.b.c, a::b, a->b from the name [at, end) on. *END becomes the last one's. */
static bool chain(struct vn_str s, size_t at, size_t *end)
{
	size_t stop = *end, names = 1, least = stop - at;
	bool sure = snake(s, at, stop) || camel(s, at, stop), arrow = false;

	if (at > 0 && s.ptr[at - 1] == '.')
		return false;
	for (;;) {
		bool sign = byte(s, stop) == '.';
		size_t len = sign ? 1 : 2, next = stop + len, last;
		if (!sign && !(byte(s, stop) == ':' && byte(s, stop + 1) == ':') &&
		    !(byte(s, stop) == '-' && byte(s, stop + 1) == '>'))
			break;
		if (next >= s.len || (!vn_ascii_alpha(s.ptr[next]) && s.ptr[next] != '_'))
			break;
		last = ident_end(s, next);
		arrow |= !sign;
		sure |= snake(s, next, last) || camel(s, next, last);
		least = last - next < least ? last - next : least;
		stop = last;
		names++;
	}
	if (stop < s.len && (unsigned char)s.ptr[stop] >= 0x80)
		return false;
	*end = stop;
	return names > 1 && (sure || arrow || (names > 2 && least > 1) || byte(s, stop) == '(');
}

/* (x) or [x] behind the name [at, from): a call, an index; not a word in brackets behind a word. */
static bool call(struct vn_str s, size_t at, size_t from, size_t *end)
{
	char open = byte(s, from), close = open == '(' ? ')' : ']';
	size_t depth = 0, stop = from, most = s.len - from < NEAR ? s.len : from + NEAR;

	if (open != '(' && open != '[')
		return false;
	for (; stop < most; stop++) {
		depth += s.ptr[stop] == open;
		if (s.ptr[stop] == close && --depth == 0)
			break;
	}
	if (stop == most || !at_ascii(s, from, stop) || wordy(byte(s, stop + 1)))
		return false;
	*end = stop + 1;
	if (stop == from + 1)
		return open == '(';
	/* A word in brackets that lost the blank before it: xa(phuong), UBND(cu); or one word. */
	if (stop - from > 2 && may_be_syllable(s, from + 1, stop) &&
	    (may_be_syllable(s, at, from) || vn_ascii_upper(s.ptr[from - 1]) || from - at < 4))
		return false;
	return vn_ascii_alpha(s.ptr[at]);
}

/* An operator and what follows it behind the name [at, from): s>0, a=b, x^2. */
static bool relation(struct vn_str s, size_t at, size_t from, size_t *end)
{
	size_t stop = from, operand;
	bool one = from - at == 1;

	while (stop < s.len && stop - from < 2 && vn_ascii_one_of(s.ptr[stop], "=<>!+*^|&:"))
		stop++;
	if (stop == from || (stop - from == 1 && !vn_ascii_one_of(s.ptr[from], "=<>^")) ||
	    (stop - from == 2 && s.ptr[stop - 1] != '='))
		return false;
	if (byte(s, stop) == '{' && (operand = find(s, stop, "}", NEAR)) > 0) {
		*end = operand + 1;
		return at_ascii(s, stop, operand);
	}
	operand = stop + vn_ascii_one_of(byte(s, stop), "-\"'");
	for (*end = operand;
	     *end < s.len &&
	     (ident(s.ptr[*end]) || (operand > stop && vn_ascii_one_of(s.ptr[*end], "-./#:")));)
		++*end;
	if (*end == operand || (*end < s.len && (unsigned char)s.ptr[*end] >= 0x80))
		return false;
	return one || stop - from == 2 ||
	       (s.ptr[from] == '=' && (!vn_ascii_digit(s.ptr[operand]) || operand > stop));
}

/* What begins with a name. */
static bool named(struct vn_str s, size_t at, size_t *end)
{
	size_t stop, longer;
	bool found;

	if (at > 0 && wordy(s.ptr[at - 1]))
		return false;
	stop = longer = ident_end(s, at);
	if (stop == at)
		return false;
	if (stop < s.len && (unsigned char)s.ptr[stop] >= 0x80)
		return false;
	found = snake(s, at, stop) || camel(s, at, stop) || hash(s, at, stop);
	if (chain(s, at, &longer)) {
		found = true;
		stop = longer;
	}
	*end = stop;
	if (call(s, at, stop, &longer) || relation(s, at, stop, &longer)) {
		found = true;
		stop = longer;
	} else if (called(s, at, stop)) {
		/* Its bracket closes behind a blank. */
		for (found = true; stop < s.len && (unsigned char)s.ptr[stop] < 0x80;)
			stop++;
	}
	*end = stop;
	return found;
}

/* What goes on behind an island that ends at *END: F(s)=n!/s^{n+1}. */
static void go_on(struct vn_str s, size_t *end)
{
	for (;;) {
		size_t at = *end, sign = at, name, stop;
		while (at < s.len && at - sign < 3 && vn_ascii_one_of(s.ptr[at], "=<>!+-*/^,"))
			at++;
		if (at == sign || at == s.len)
			return;
		name = ident_end(s, at);
		if (!(name > at && named(s, at, &stop)) &&
		    !(s.ptr[at] == '{' && braces(s, at, &stop))) {
			stop = name;
			if (name - at != 1 && !(name > at && vn_ascii_digit(s.ptr[at])))
				return;
		}
		if (stop < s.len && (unsigned char)s.ptr[stop] >= 0x80)
			return;
		*end = stop;
	}
}

bool vn_island_in(struct vn_str token, size_t at, size_t *end)
{
	bool found;

	switch (token.ptr[at]) {
	case '\\':
		return command(token, at, end);
	case '&':
		return entity(token, at, end);
	case ']':
		return target(token, at, end);
	case '-':
	case '#':
		return short_option(token, at, end) || option(token, at, end);
	case '$':
		return braces(token, at, end);
	case '{':
		return key(token, at, end) || braces(token, at, end);
	case '[':
	case ',':
	case '"':
	case '\'':
		return key(token, at, end);
	default:
		found = ident(token.ptr[at]) && named(token, at, end);
	}
	if (found)
		go_on(token, end);
	return found;
}
