#include "damage/look.h"

#include "base/cost.h"
#include "base/fnv.h"
#include "damage/damage.h"
#include "damage/misspelt.h"
#include "damage/program.h"
#include "damage/traces.h"
#include "lang/vi/chat.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

#include <utf8proc.h>

#define NEVER	   (1 << 28)
#define TOKEN_MOST (7 * 256) /* what one word speaks against a kind */

/* Words of another language, names and paths stand in any text. What it costs to go on as before,
 * to begin with such words (one word in 25), to go on with them (three in ten), and to end them. */
#define PLAIN	 10
#define ISLAND	 824
#define MORE	 307
#define MAINLAND 91

/* Costs found by hand on lines of our own and of development texts: doc/experiments.md, kinds of
 * lines. */
#define DATA_WORD   (3 * 256)  /* what a word of the shape of data speaks against the other kinds */
#define MODE_LENGTH 10	       /* drwxr-xr-x */
#define LISTING	    (40 * 256) /* what a mode speaks against them */
#define CHAT	    (2 * 256)  /* what a word of chats speaks against what was never one */
#define ALIEN	    (4 * 256)  /* what a letter of others speaks against all but other languages */
#define MISSPELT    (3 * 256)  /* what one that is no syllable speaks against stripped text */

/* Traces of rare damage: what each speaks against the kinds that do not leave it, all together at
 * most, and what a line speaks against a kind whose traces it does not show. */
#define HOLLOW	   (3 * 128)
#define INITIALS   (3 * 256) /* against vowels left out */
#define HOLE	   (8 * 256)
#define HOLE_SURE  (24 * 256)
#define TEAR	   (5 * 256)
#define TEAR_SURE  (24 * 256)
#define LETTER	   (4 * 256)
#define TRACE_MOST (80 * 256)
#define UNSHOWN	   (12 * 256)
#define UNODD	   (2 * 256) /* of one that leaves words that are no syllables in most lines */

/* What a word says beside its traces and its costs. */
enum {
	SAYS = 0x40,
	MODE = 0x80,	 /* of a file, or a request */
	ODD = 0x100,	 /* it is no syllable, or in capitals */
	STRANGE = 0x200, /* no name: it begins small and has a letter of another language */
};

bool vn_looks_init(struct vn_looks *looks, const struct vn_model *model)
{
	bool any[2] = {false, false};

	*looks = (struct vn_looks){.kinds = &model->kinds, .model = model};
	for (int d = 0; d < VN_DAMAGE_COUNT; d++) {
		const struct vn_damage *row = &vn_damages[d];
		looks->of[d] = row->look ? vn_charkinds_find(&model->kinds, row->look) : -1;
		if (row->channel && !vn_model_channel(model, row->channel))
			looks->of[d] = -1;
		looks->allowed[d] = looks->of[d] >= 0;
		any[row->channel != NULL] |= looks->allowed[d];
	}
	return any[false] && any[true];
}

/* Ways through a line so far, of one kind: those that end in words of the kind, in others behind
 * such words, and in others before the first of them. A line of others alone is none of the kind.
 */
struct way {
	vn_cost own, island, ahead;
};

/* Fills in what WORD, whose costs are known, costs in the kinds without a channel. */
static void find_alone(const struct vn_looks *looks, struct vn_look_word *word)
{
	word->alone = word->next = VN_COST_MAX;
	word->alone_kind = -1;
	for (int d = 0; d < VN_DAMAGE_COUNT; d++) {
		vn_cost one;
		if (looks->of[d] < 0 || vn_damages[d].channel)
			continue;
		one = word->cost[looks->of[d]];
		if (one < word->alone) {
			word->next = word->alone;
			word->alone = one;
			word->alone_kind = d;
		} else if (one < word->next) {
			word->next = one;
		}
	}
}

static void take_word(const struct vn_looks *looks, const struct vn_look_word *word, bool first,
		      struct way *ways)
{
	for (int d = 0; d < VN_DAMAGE_COUNT; d++) {
		struct way *w = &ways[d], next;
		vn_cost island = d == word->alone_kind ? word->next : word->alone;
		if (looks->of[d] < 0)
			continue;
		next.own = vn_cost_add(vn_cost_add(w->own + PLAIN, w->island + MAINLAND),
				       w->ahead + (first ? PLAIN : MAINLAND)) +
			   word->cost[looks->of[d]];
		next.island = vn_cost_add(w->own + ISLAND, w->island + MORE) + island;
		next.ahead = w->ahead + (first ? ISLAND : MORE) + island;
		*w = next;
	}
}

/* Costs relative to the least, none too great: a word decides only so much. */
static void bound(vn_cost *cost, uint32_t count)
{
	vn_cost least = VN_COST_MAX;

	for (uint32_t k = 0; k < count; k++)
		least = cost[k] < least ? cost[k] : least;
	for (uint32_t k = 0; k < count; k++)
		cost[k] = cost[k] - least < TOKEN_MOST ? cost[k] - least : TOKEN_MOST;
}

static bool small(int32_t c)
{
	return c >= 'a' && c <= 'z';
}

/* Whether a word holds what programs have between their names: n++, a->b, f(), a::b. */
static bool has_operator(const int32_t *c, int count)
{
	static const char operators[][2] = {{'+', '+'}, {'-', '>'}, {'(', ')'}, {':', ':'}};

	for (int i = 1; i + 1 < count; i++)
		for (size_t k = 0; k < sizeof operators / sizeof *operators; k++)
			if (c[i] == operators[k][0] && c[i + 1] == operators[k][1] &&
			    (vn_is_letter(c[i - 1]) || c[i - 1] == '_'))
				return true;
	return false;
}

/* Whether a word says by its shape that it stands among data, though its letters may be those of
 * words: a port and its protocol (49/udp), code. */
static bool looks_like_data(const int32_t *c, int count)
{
	int at = 0, slash;

	if (has_operator(c, count))
		return true;
	while (at < count && vn_is_digit(c[at]))
		at++;
	slash = at;
	if (at && at < count && c[at] == '/')
		for (at++; at < count && small(c[at]);)
			at++;
	return slash && at == count && count > slash + 2;
}

/* Whether a word says what may be done with a file (drwxr-xr-x). */
static bool is_mode(const int32_t *c, int count)
{
	int at = 1;

	if (count != MODE_LENGTH || (c[0] != '-' && c[0] != 'd' && c[0] != 'l'))
		return false;
	while (at < count && (c[at] == '-' || c[at] == "rwx"[(at - 1) % 3]))
		at++;
	return at == count;
}

/* Whether a word is a request of a manual page's source (.It, .SH). */
static bool is_request(const int32_t *c, int count)
{
	static const char requests[][3] = {"BI", "BR", "Bd", "Bl", "Cm", "Dd", "Dl", "Dt", "Ed",
					   "El", "Er", "Ev", "Fl", "HP", "IP", "It", "LP", "Nd",
					   "Nm", "Op", "Os", "PP", "Pp", "Ql", "RB", "RE", "RI",
					   "RS", "SH", "SS", "Sh", "Ss", "Sy", "TH", "TP", "Xr"};

	for (size_t i = 0; count == 3 && c[0] == '.' && i < sizeof requests / sizeof *requests; i++)
		if (c[1] == requests[i][0] && c[2] == requests[i][1])
			return true;
	return false;
}

/* Of such a word: every kind but data costs so much more. */
static void set_data(const struct vn_looks *looks, vn_cost *cost)
{
	for (uint32_t k = 0; k < looks->kinds->count; k++)
		cost[k] = (int)k == looks->of[VN_DAMAGE_DATA] ? 0 : DATA_WORD;
}

/* No prose has the mode of a file or a request in it, or reads as a statement, so that the line is
 * data whatever else stands there: names are words. */
static void set_listing(const struct vn_looks *looks, struct way *ways)
{
	for (int d = 0; d < VN_DAMAGE_COUNT && looks->of[VN_DAMAGE_DATA] >= 0; d++)
		if (looks->of[d] >= 0 && d != VN_DAMAGE_DATA)
			ways[d] = (struct way){.own = vn_cost_add(ways[d].own, ways[d].island) +
						      LISTING,
					       .island = NEVER,
					       .ahead = NEVER};
}

/* Whether the words of a kind are mostly right, or right but for their marks. */
static bool is_read_right(const struct vn_damage *damage)
{
	return damage->channel && (damage->own_words || !damage->letters);
}

/* What chats are full of was never on paper: against the kinds in which letters were misread or
 * lost such a word speaks by CHAT beside words that are right or right but for their marks. */
static void set_chat(const struct vn_looks *looks, vn_cost *cost)
{
	vn_cost right = VN_COST_MAX;

	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		if (looks->of[d] >= 0 && is_read_right(&vn_damages[d]) &&
		    cost[looks->of[d]] < right)
			right = cost[looks->of[d]];
	for (int d = 0; d < VN_DAMAGE_COUNT && right < VN_COST_MAX; d++)
		if (looks->of[d] >= 0 && vn_damages[d].letters && !is_read_right(&vn_damages[d]) &&
		    cost[looks->of[d]] < right + CHAT)
			cost[looks->of[d]] = right + CHAT;
}

/* Where nothing but marks was lost no syllable is misspelt: against that such a word speaks by
 * MISSPELT, so that short lines of capitals, most of which an engine reads right but for their
 * marks, are told from stripped text. */
static void set_misspelt(const struct vn_looks *looks, vn_cost *cost)
{
	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		if (looks->of[d] >= 0 && is_read_right(&vn_damages[d]) && !vn_damages[d].own_words)
			cost[looks->of[d]] += MISSPELT;
}

/* Whether a word has a letter of other languages that an engine hardly makes of one of ours: of
 * three million words of pages, read by engines for many languages, seven had one. */
static bool is_alien(const int32_t *c, int count)
{
	/* ß æ ç î þ ć ď ę ı ķ ĺ ļ ľ ł ń ņ ň œ ŕ ř ś ş ţ ť ū ź ż ž ſ ș ț ə */
	static const int32_t letters[] = {0xdf,	 0xe6,	0xe7,  0xee,  0xfe,  0x107, 0x10f, 0x119,
					  0x131, 0x137, 0x13a, 0x13c, 0x13e, 0x142, 0x144, 0x146,
					  0x148, 0x153, 0x155, 0x159, 0x15b, 0x15f, 0x163, 0x165,
					  0x16b, 0x17a, 0x17c, 0x17e, 0x17f, 0x219, 0x21b, 0x259};

	for (int i = 0; i < count; i++)
		for (size_t k = 0; k < sizeof letters / sizeof *letters && c[i] >= 0x80; k++)
			if (vn_lower(c[i]) == letters[k])
				return true;
	return false;
}

/* Such a word speaks by ALIEN against all kinds but other languages. */
static void set_alien(const struct vn_looks *looks, vn_cost *cost)
{
	for (uint32_t k = 0; k < looks->kinds->count; k++)
		if ((int)k != looks->of[VN_DAMAGE_OTHER])
			cost[k] += ALIEN;
}

/* Whether a word is a name of an account by its shape (le.hoa, lan92:), which says nothing of the
 * words around it. */
static bool is_handle(const int32_t *c, int count)
{
	int at = 0, digits;
	bool stop = false;

	if (count > 0 && c[count - 1] == ':')
		count--;
	while (at < count && (small(c[at]) || c[at] == '.')) {
		stop |= c[at] == '.' && at > 1 && at + 2 < count && small(c[at + 1]);
		at++;
	}
	for (digits = at; at < count && vn_is_digit(c[at]);)
		at++;
	return at == count && digits > 2 && small(c[0]) && (stop || at - digits == 2);
}

/* Whether a word is no syllable as it stands between the signs around it, or is in capitals, which
 * may be a name. */
static bool is_odd(const int32_t *c, int count)
{
	char spelt[VN_KINDS_READ * VN_UTF8_MAX];
	struct vn_syllable parts;
	bool small_letters = false;

	vn_letters_trim(&c, &count);
	for (int i = 0; i < count; i++)
		small_letters |= !vn_is_upper(c[i]);
	if (!small_letters && count > 1)
		return true;
	return count > 1 &&
	       !vn_syllable_parse((struct vn_str){spelt, vn_utf8_put_lower(spelt, c, count)},
				  &parts);
}

/* Sets COST to what a word of COUNT code points costs in each kind, if it says something; they are
 * composed on the way. Returns what it says and its traces. */
static unsigned cost_of(const struct vn_looks *looks, int32_t *c, int count, vn_cost *cost)
{
	int32_t spelt[VN_KINDS_READ];
	int letters = 0;
	bool marks = false, chat, misspelt, alien,
	     listing = is_mode(c, count) || is_request(c, count);
	unsigned says;

	for (int i = 0; i < count; i++) {
		letters += vn_is_letter(c[i]);
		marks |= c[i] >= 0x300 && c[i] < 0x370;
	}
	if (!letters || is_handle(c, count))
		return 0;
	if (letters >= 2 && (listing || looks_like_data(c, count))) {
		set_data(looks, cost);
		return listing ? SAYS | MODE : SAYS;
	}
	if (marks)
		count = (int)utf8proc_normalize_utf32(c, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	chat = vn_is_chat(c, count);
	says = chat ? 0 : vn_traces_of(looks->model, c, count);
	if (letters < 2)
		return says;
	misspelt = vn_is_misspelt(c, count);
	alien = is_alien(c, count);
	says |= is_odd(c, count) ? ODD : 0;
	says |= alien && !vn_is_upper(c[0]) ? STRANGE : 0;
	count = vn_charkinds_spell(c, count, spelt);
	vn_charkinds_cost(looks->kinds, spelt, count, cost);
	bound(cost, looks->kinds->count);
	if (alien)
		set_alien(looks, cost);
	if (misspelt)
		set_misspelt(looks, cost);
	if (chat)
		set_chat(looks, cost);
	return says | SAYS;
}

/* Fills in what the bytes of WORD say. */
static void look_at(const struct vn_looks *looks, struct vn_str word, struct vn_look_word *out)
{
	vn_cost cost[VN_KINDS_MAX];
	int32_t c[VN_KINDS_READ];
	int count = 0;

	for (size_t at = 0; at < word.len && count < VN_KINDS_READ;)
		c[count++] = vn_utf8_next(word, &at);
	out->says = (uint16_t)cost_of(looks, c, count, cost);
	if (!(out->says & SAYS))
		return;
	for (uint32_t k = 0; k < looks->kinds->count; k++)
		out->cost[k] = (uint16_t)cost[k];
	find_alone(looks, out);
}

/* What WORD says, which may have been looked at before; ROOM is for one that is not remembered. */
static const struct vn_look_word *remember(const struct vn_looks *looks, struct vn_str word,
					   struct vn_look_word *room)
{
	struct vn_look_word *own;

	if (!looks->words || word.len > VN_LOOK_BYTES) {
		look_at(looks, word, room);
		return room;
	}
	own = &looks->words[vn_fnv_fold(vn_fnv_add(VN_FNV_SEED, word)) % VN_LOOK_WORDS];
	if (!vn_str_eq((struct vn_str){own->text, own->len}, word)) {
		memcpy(own->text, word.ptr, word.len);
		own->len = (uint8_t)word.len;
		look_at(looks, word, own);
	}
	return own;
}

/* The traces in a line, by kind. */
struct shown {
	vn_cost hollow, initials, holes, torn, letters, strange;
	bool odd; /* a word is no syllable as it stands */
};

/* Adds what a word shows, the last of the COUNT words that follow each other with one blank. */
static void take_traces(const struct vn_looks *looks, const struct vn_traced *words, int *count,
			struct shown *shown)
{
	unsigned near = 0;

	if (words[*count - 1].traces & VN_TRACE_HOLLOW)
		shown->hollow += HOLLOW;
	if (words[*count - 1].traces & VN_TRACE_INITIALS)
		shown->initials += INITIALS;
	if (words[*count - 1].traces & VN_TRACE_LETTER)
		shown->letters += LETTER;
	if (words[*count - 1].traces & VN_TRACE_HOLE)
		shown->holes += words[*count - 1].traces & VN_TRACE_HOLE_SURE ? HOLE_SURE : HOLE;
	for (int i = 0; i < *count; i++)
		near |= words[i].traces;
	if (!looks->model || !(near & VN_TRACE_FRAGMENT))
		return;
	switch (vn_tear_of(looks->model, words, *count)) {
	case VN_TEAR_NONE:
		return;
	case VN_TEAR_MAYBE:
		shown->torn += TEAR;
		break;
	case VN_TEAR_SURE:
		shown->torn += TEAR_SURE;
		break;
	}
	*count = 0; /* no piece is part of two words */
}

/* Takes the words of LINE. */
static void take_words(const struct vn_looks *looks, struct vn_str line, struct way *ways,
		       struct vn_line *out, struct shown *shown)
{
	struct vn_look_word room;
	struct vn_traced near[VN_TEAR_WORDS];
	size_t begin = 0;
	int count = 0;

	for (size_t at = 0; at <= line.len; at++) {
		size_t blank = at < line.len ? vn_blank_at(line, at) : 1;
		struct vn_str word = {line.ptr + begin, at - begin};
		const struct vn_look_word *said;
		if (!blank)
			continue;
		said = word.len ? remember(looks, word, &room) : NULL;
		if (said && said->says & SAYS) {
			take_word(looks, said, !out->words, ways);
			out->words += out->words < VN_LINE_WORDS;
		}
		if (said && said->says & MODE)
			set_listing(looks, ways);
		if (said && said->says & STRANGE)
			shown->strange += ALIEN;
		if (!said)
			count = 0;
		else if (count == VN_TEAR_WORDS)
			memmove(near, near + 1, (size_t)--count * sizeof *near);
		if (said) {
			shown->odd |= (said->says & ODD) != 0;
			near[count++] = (struct vn_traced){word, said->says};
			take_traces(looks, near, &count, shown);
		}
		at += blank - 1;
		begin = at + 1;
	}
}

/* What the traces of a line speak against a kind. Data may have the like of any. */
static vn_cost unlike(const struct vn_damage *row, const struct shown *shown)
{
	vn_cost sum = 0;

	if ((row->hollow && !shown->hollow) || (row->holes && !shown->holes) ||
	    (row->torn && !shown->torn))
		sum = UNSHOWN;
	if (row->odd && !shown->odd)
		sum = UNODD;
	if (row->kind == VN_DAMAGE_DATA)
		return sum;
	/* One word without vowels may be short for another, and so may those of other languages. */
	sum += row->hollow || !row->channel || !shown->hollow ? 0 : shown->hollow - HOLLOW;
	sum += row->hollow ? shown->initials : 0;
	sum += row->holes ? 0 : shown->holes;
	sum += row->torn ? 0 : shown->torn;
	sum += row->letters || !row->channel ? 0 : shown->letters;
	/* Names of other countries stand in any text, their other words hardly. */
	sum += row->channel ? shown->strange : 0;
	return sum < TRACE_MOST ? sum : TRACE_MOST;
}

void vn_look_at(const struct vn_looks *looks, struct vn_str line, struct vn_line *out)
{
	struct way ways[VN_DAMAGE_COUNT];
	vn_cost sum[VN_DAMAGE_COUNT], least = VN_COST_MAX;
	struct shown shown = {0};

	*out = (struct vn_line){.kind = VN_DAMAGE_CLEAN};
	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		ways[d] = (struct way){NEVER, NEVER, 0};
	take_words(looks, line, ways, out, &shown);
	if (!out->words && shown.torn)
		out->words = 1; /* nothing but pieces */
	if (out->words && vn_is_program(line))
		set_listing(looks, ways);
	for (int d = 0; d < VN_DAMAGE_COUNT; d++) {
		sum[d] = looks->of[d] < 0 ? VN_COST_MAX
					  : vn_cost_add(ways[d].own, ways[d].island) +
						    unlike(&vn_damages[d], &shown);
		least = sum[d] < least ? sum[d] : least;
	}
	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		out->cost[d] = looks->of[d] < 0		       ? 0
			       : sum[d] - least < VN_LINE_COST ? (uint16_t)(sum[d] - least)
							       : VN_LINE_COST;
}
