#include "charset/detect.h"

#include "charset/swift.h"

#include "lang/vi/letters.h"
#include "text/chars.h"

#include <stdlib.h>

#define NAT	256
#define BEGIN	(5 * NAT)      /* that a text begins in a coding */
#define INTO	(7 * NAT)      /* that it goes on in one, */
#define OUT_OF	(5 * NAT)      /* and that it leaves it */
#define BETWEEN (9 * NAT)      /* from one to another */
#define MOST	(100000 * NAT) /* that one line may say */
#define TOLD	(500000 * NAT) /* that somebody knows better */
#define NEVER	(30 * NAT)     /* what a line says against a coding that it cannot be in */
#define AGAIN	(NAT / 2)      /* what a letter says when it comes again, at most */
#define SURE	(3 * NAT)
#define STEADY	(200 * NAT) /* by which one coding of a charset that is named must have led */

#define VIEW_SHARE 4 /* of letters in a view, to one that it lacks */
#define TORN	   4 /* bytes of torn sequences of UTF-8, to one that is whole */

void vn_detector_fini(struct vn_detector *d)
{
	vn_decoded_fini(&d->decoded);
	vn_decoded_fini(&d->other);
	vn_buf_fini(&d->text);
	vn_memo_fini(&d->memo);
	free(d->lines);
	free(d->costs);
	*d = (struct vn_detector){0};
}

void vn_detector_drop(struct vn_detector *d)
{
	vn_drop_large(&d->costs, &d->cost_cap, sizeof *d->costs);
	vn_drop_large(&d->lines, &d->cap, sizeof *d->lines);
	vn_drop_large(&d->text.ptr, &d->text.cap, 1);
	d->count = d->text.len = 0;
}

/* What a line holds beyond ASCII. */
struct glance {
	size_t wide;	/* characters, and bytes of none */
	size_t ours;	/* letters that only Vietnamese has */
	size_t invalid; /* bytes of none */
	bool marks;	/* signs that VIQR writes letters with, */
	bool marked;	/* and one of them behind a letter that it is written with */
};

/* Adds what the byte AT of ASCII says of VIQR. */
static void take_mark(struct glance *g, struct vn_str line, size_t at)
{
	char byte = line.ptr[at], before = at > 0 ? line.ptr[at - 1] : ' ';
	bool d = byte == 'd' && before == 'd';

	if (!d && byte != '^' && byte != '~' && byte != '`' && byte != '+' && byte != '(')
		return;
	g->marks = true;
	g->marked |= d || memchr("aeiouyAEIOUY", before, 12);
}

static struct glance look(struct vn_str line)
{
	struct glance g = {0};

	for (size_t at = 0; at < line.len;) {
		int32_t c = (unsigned char)line.ptr[at];
		if (c < 0x80) {
			take_mark(&g, line, at++);
			continue;
		}
		c = vn_utf8_next(line, &at);
		g.wide++;
		g.ours += c >= VN_OURS_FIRST && c <= VN_OURS_LAST;
		g.invalid += c < 0;
	}
	return g;
}

/* The same where the text is known to be in CHARSET or, if that is NULL, in UTF-8 that was taken
 * for something else. In some, controls are letters. */
static struct glance look_named(struct vn_str line, const struct vn_charset *charset)
{
	struct glance g = {0};

	if (charset && charset->escape)
		return look(line);
	for (size_t at = 0; at < line.len;) {
		uint8_t byte = (uint8_t)line.ptr[at];
		if (byte >= ' ' && byte < 0x80) {
			at++;
		} else if (byte < 0x80 || vn_utf8_lone(line, at)) {
			bool wide = byte >= 0x80 || (charset && charset->alone[byte] >= 0x80);
			g.wide += wide;
			g.invalid += wide;
			at++;
		} else {
			g.wide++;
			g.invalid += vn_utf8_next(line, &at) < 0;
		}
	}
	return g;
}

/* Whether a line may be in CODING at all; it looks like SEEN through the view of that. */
static bool may_be(const struct vn_coding *coding, const struct glance *g,
		   const struct vn_glimpse *seen)
{
	/* Beside what is no ASCII a bracket alone is none of its letters. */
	if (!coding->view && coding->charset->escape)
		return g->wide ? g->marked : g->marks;
	if (!coding->view)
		return g->invalid > 0;
	if (seen->wide == 0 || seen->lacking * VIEW_SHARE > seen->wide)
		return false;
	return (coding->charset && coding->times == 1) || TORN * seen->sequences > seen->stray;
}

/* The text of fragment K. */
static struct vn_str fragment(const struct vn_decoded *decoded, size_t k)
{
	const struct vn_fragment *f = &decoded->fragments[k];
	return (struct vn_str){decoded->text.ptr + f->out_begin, f->out_end - f->out_begin};
}

/* Characters beyond ASCII, by their last byte; and bytes of none. */
struct seen {
	uint32_t bits[12];
};
#define SEEN_BYTES UINT32_C(256) /* where the latter begin */

/* Letters with two dots, which engines for the West see in many a mark. */
static const uint8_t dotted[] = {0xe4, 0xeb, 0xef, 0xf6, 0xfc};

static bool is_dotted(int32_t c)
{
	return c >= 0xc4 && c < 0x100 && memchr(dotted, c | 0x20, sizeof dotted);
}

/* Whether CHARSET has letters of one tone in their places, as VISCII has: there they are no more
 * than one mark that comes again. */
static bool has_one_tone(const struct vn_charset *charset)
{
	enum vn_tone_mark tone = vn_grapheme_tone(vn_grapheme_of(charset->alone[dotted[0]]));

	for (size_t i = 1; i < sizeof dotted; i++)
		if (vn_grapheme_tone(vn_grapheme_of(charset->alone[dotted[i]])) != tone)
			return false;
	return tone != VN_NGANG;
}

/* Those of TEXT; those with two dots are ONE. */
static struct seen wide_of(struct vn_str text, bool one)
{
	struct seen seen = {{0}};

	for (size_t at = 0; at < text.len;) {
		size_t begin = at;
		int32_t c = vn_utf8_next(text, &at);
		uint32_t key =
			c < 0 ? SEEN_BYTES + ((uint8_t)text.ptr[begin] & 0x7f) : (uint32_t)c & 0xff;
		if (one && is_dotted(c))
			key = dotted[0];
		if (c < 0 || c >= 0x80)
			seen.bits[key >> 5] |= UINT32_C(1) << (key & 31);
	}
	return seen;
}

/* Adds MORE to SEEN; false when none of it is new. */
static bool note(struct seen *seen, const struct seen *more)
{
	bool news = false;

	for (int i = 0; i < 12; i++) {
		news |= (more->bits[i] & ~seen->bits[i]) != 0;
		seen->bits[i] |= more->bits[i];
	}
	return news;
}

/* Whether all bytes of TEXT are signs of ASCII. */
static bool is_plain(struct vn_str text)
{
	for (size_t at = 0; at < text.len; at++)
		if (text.ptr[at] < '!' || text.ptr[at] > '~')
			return false;
	return true;
}

/* A line that is being judged. */
struct judging {
	struct vn_str line;
	bool may[VN_CODING_MAX];	 /* it may be in the coding */
	uint8_t possible[VN_CODING_MAX]; /* those that it may be in */
	size_t count;			 /* of them */
	struct seen seen[VN_CODING_MAX]; /* characters that spoke for it */
	int64_t sum[VN_CODING_MAX];	 /* of its costs, without those of plain fragments, */
	int64_t plain;			 /* where these stand for themselves */
	bool signs;			 /* they do not in all */
};

/* Adds what the codings make of a fragment. */
static enum vn_status judge(struct vn_detector *d, struct judging *j, const struct vn_fragment *f,
			    struct vn_err *err)
{
	struct vn_str text = {j->line.ptr + f->begin, f->end - f->begin};
	struct vn_memo_entry *entry;
	enum vn_status status = vn_memo_find(&d->memo, j->line, f, &entry, err);
	bool plain = is_plain(text);

	if (!status && plain)
		j->plain += vn_memo_same(&entry->verdict);
	if (plain && !j->signs)
		return status;
	for (size_t k = 0; !status && k < j->count; k++) {
		size_t i = j->possible[k];
		const struct vn_coding *coding = &d->codings->list[i];
		int32_t cost;
		if (plain && coding->ascii)
			continue;
		status = vn_memo_cost(&d->memo, entry, j->line, f, coding, i, err);
		if (status)
			return status;
		cost = entry->cost[i];
		/* One letter that an engine took for others often makes syllables of words by
		 * chance. A charset shows in many letters; UTF-8, which what was taken for another
		 * one twice is too, shows in how they follow. */
		if (cost < -AGAIN && coding->charset && !coding->charset->escape &&
		    coding->times < 2) {
			const struct seen wide = wide_of(text, has_one_tone(coding->charset));
			if (!note(&j->seen[i], &wide))
				cost = -AGAIN;
		}
		j->sum[i] += cost;
	}
	return status;
}

/* The costs of a line by coding, and behind them their sums. */
static int32_t *costs_of(const struct vn_detector *d, size_t line)
{
	return d->costs + line * 2 * d->codings->count;
}

/* Whether no view shows enough of the letters of a line, by what all views lack. */
static bool is_ours(const struct vn_detector *d, const struct glance *g)
{
	return d->codings->lacking && g->ours * VIEW_SHARE > g->wide - g->ours;
}

/* Finds the codings that the line may be in. Whether there is one. */
static bool find_possible(const struct vn_detector *d, struct judging *j, const struct glance *g)
{
	const struct vn_charset *view = NULL;
	struct vn_glimpse seen = {0};
	bool ours = is_ours(d, g);

	for (size_t i = 1; i < d->codings->count; i++) {
		const struct vn_coding *coding = &d->codings->list[i];
		if (coding->view && ours)
			break; /* those with a view are the last ones */
		if (coding->view && coding->view != view) {
			view = coding->view;
			seen = vn_view_glimpse(view, j->line);
		}
		j->may[i] = may_be(coding, g, &seen);
		if (!j->may[i])
			continue;
		j->possible[j->count++] = (uint8_t)i;
		j->signs |= !coding->ascii;
	}
	return j->count > 0;
}

/* Fills the costs of the line that was listed last. */
static enum vn_status judge_all(struct vn_detector *d, struct vn_str line, const struct glance *g,
				struct vn_err *err)
{
	int32_t *costs = costs_of(d, d->count - 1);
	struct judging j = {.line = line};
	bool any = find_possible(d, &j, g);
	struct vn_fragment fragment;
	enum vn_status status = VN_OK;

	for (size_t at = 0; any && !status && vn_fragment_next(line, &at, &fragment);)
		status = judge(d, &j, &fragment, err);
	costs[0] = 0;
	for (size_t i = 1; i < d->codings->count; i++) {
		int64_t sum = j.sum[i] + (d->codings->list[i].ascii ? j.plain : 0);
		costs[i] = sum > MOST ? MOST : sum < -MOST ? -MOST : (int32_t)sum;
		if (!j.may[i])
			costs[i] = g->wide > 0 ? NEVER : 0;
		/* What somebody knows weighs more than all that can be seen. */
		if (d->named && j.may[i])
			costs[i] -= TOLD;
	}
	return status;
}

static enum vn_status add_line(struct vn_detector *d, size_t begin, size_t end, struct vn_err *err)
{
	size_t need = (d->count + 1) * 2 * d->codings->count;
	enum vn_status status = vn_grow(&d->lines, d->count, &d->cap, sizeof *d->lines, err);

	if (!status)
		status = vn_room(&d->costs, need, &d->cost_cap, sizeof *d->costs, err);
	if (!status)
		d->lines[d->count++] = (struct vn_line_coding){.begin = begin, .end = end};
	return status;
}

static int32_t change(size_t from, size_t to)
{
	if (from == to)
		return 0;
	return to == 0 ? OUT_OF : from == 0 ? INTO : BETWEEN;
}

/* The least cost of coming to each coding from those before; or, where they are those behind, of
 * going on. */
static void step(const int32_t *before, int32_t *after, size_t count, bool back)
{
	size_t best = 1;

	for (size_t i = 2; i < count; i++)
		if (before[i] < before[best])
			best = i;
	for (size_t i = 0; i < count; i++) {
		int32_t least = before[i];
		const size_t ways[2] = {0, best};
		for (int k = 0; k < 2 && best < count; k++) {
			size_t way = ways[k];
			int32_t cost = before[way] + (back ? change(i, way) : change(way, i));
			least = cost < least ? cost : least;
		}
		after[i] = least;
	}
}

/* Takes the least of COUNT costs off all: differences are all that counts, and sums stay small. */
static void lower(int32_t *costs, size_t count)
{
	int32_t least = costs[0];

	for (size_t i = 1; i < count; i++)
		least = costs[i] < least ? costs[i] : least;
	for (size_t i = 0; i < count; i++)
		costs[i] -= least;
}

/* Sums up the costs of the line that was listed last and of those before it; BELIEF becomes what is
 * known behind it. */
static void go_on(struct vn_detector *d, struct vn_coding_belief *belief)
{
	size_t count = d->codings->count;
	int32_t *costs = costs_of(d, d->count - 1), *sums = costs + count;

	step(belief->cost, sums, count, false);
	for (size_t i = 0; i < count; i++)
		sums[i] += costs[i];
	lower(sums, count);
	memcpy(belief->cost, sums, count * sizeof *sums);
}

/* Notes in BELIEF which coding of a charset that is named does best for the line that was listed
 * last. Those that cost the same make the same text of it. */
static void note_lead(const struct vn_detector *d, struct vn_coding_belief *belief)
{
	const int32_t *costs = costs_of(d, d->count - 1);
	int32_t lead = MOST;
	size_t best = 1;

	for (size_t i = 2; i < d->codings->count; i++)
		best = costs[i] < costs[best] ? i : best;
	if (costs[best] >= costs[0]) { /* it is in none of them */
		belief->lead = 0;
		return;
	}
	for (size_t i = 1; i < d->codings->count; i++)
		if (costs[i] > costs[best] && costs[i] - costs[best] < lead)
			lead = costs[i] - costs[best];
	if (best != belief->steady)
		belief->lead = 0;
	belief->steady = (uint8_t)best;
	belief->lead += belief->lead < STEADY ? lead : 0;
}

/* Whether LINE has letters of Vietnamese beyond ASCII. */
static bool has_letters(struct vn_str line)
{
	for (size_t at = 0; at < line.len;) {
		int32_t c = vn_utf8_next(line, &at);
		if (c >= 0x80 && vn_grapheme_of(c))
			return true;
	}
	return false;
}

/* The coding that LINE, which looks like G, is in without a question: the charset is named, and
 * these are bytes of it, or the lines before have shown what became of them. 0: there is one. */
static size_t without_question(const struct vn_detector *d, const struct glance *g,
			       const struct vn_coding_belief *belief)
{
	size_t raw = d->named ? vn_codings_raw(d->codings) : 0;

	if (raw && (g->invalid * 2 > g->wide || d->codings->list[raw].charset->escape))
		return raw;
	return d->named && belief->lead >= STEADY && belief->steady != raw && g->invalid == 0
		       ? belief->steady
		       : 0;
}

/* Decides the line that was listed last if nothing is to be judged. */
static enum vn_status decide_at_once(struct vn_detector *d, struct vn_str bytes,
				     const struct glance *g, const struct vn_coding_belief *belief,
				     struct vn_err *err)
{
	struct vn_line_coding *line = &d->lines[d->count - 1];
	size_t i = without_question(d, g, belief), begin = d->text.len;
	size_t raw = vn_codings_raw(d->codings);
	enum vn_status status = VN_OK;

	if (i)
		status = vn_swift_decode(&d->codings->list[i], bytes, &d->decoded.bytes, &d->text,
					 &line->swift, err);
	line->out_begin = begin;
	line->out_end = d->text.len;
	/* Signs of ASCII are looked at when the line is decoded. */
	line->sure = line->swift || (raw && i == raw && d->codings->list[i].charset->escape);
	line->coding = line->sure ? (uint8_t)i : 0;
	d->any |= line->sure;
	return status;
}

/* Whether LINE has a sign of VIQR behind a vowel, but for those that end sentences and words too.
 */
static bool has_accents(struct vn_str line)
{
	for (size_t at = 1; at < line.len; at++)
		if (memchr("^~`", line.ptr[at], 3) &&
		    memchr(VN_BARE_VOWELS, line.ptr[at - 1] | 0x20, sizeof VN_BARE_VOWELS - 1))
			return true;
	return false;
}

/* Whether the charset that is named writes all letters in ASCII, and LINE has others and shows no
 * sign of it: it is Unicode, whatever its stops would say. */
static bool is_beyond(const struct vn_detector *d, struct vn_str line)
{
	size_t raw = d->named ? vn_codings_raw(d->codings) : 0;

	return raw && d->codings->list[raw].charset->escape && has_letters(line) &&
	       !has_accents(line);
}

/* Adds the bytes [begin, end) of TEXT, a line that says something. */
static enum vn_status read_line(struct vn_detector *d, struct vn_str text, size_t begin, size_t end,
				const struct glance *g, struct vn_coding_belief *belief,
				struct vn_err *err)
{
	struct vn_str line = {text.ptr + begin, end - begin};
	enum vn_status status = add_line(d, begin, end, err);

	if (!status)
		status = decide_at_once(d, line, g, belief, err);
	if (status || d->lines[d->count - 1].sure)
		return status;
	status = judge_all(d, line, g, err);
	if (status)
		return status;
	go_on(d, belief);
	if (d->named && g->wide > 0)
		note_lead(d, belief);
	return VN_OK;
}

/* Lists the lines that say something, and sums up their costs. */
static enum vn_status read_lines(struct vn_detector *d, struct vn_str text,
				 struct vn_coding_belief *belief, struct vn_err *err)
{
	size_t raw = d->named ? vn_codings_raw(d->codings) : 0;
	const struct vn_charset *charset = raw ? d->codings->list[raw].charset : NULL;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !belief->known && i < d->codings->count; i++)
		belief->cost[i] = i ? BEGIN : 0;
	belief->known = true;
	for (size_t begin = 0; !status && begin < text.len;) {
		const char *stop = memchr(text.ptr + begin, '\n', text.len - begin);
		size_t end = stop ? (size_t)(stop - text.ptr) : text.len;
		struct vn_str line = {text.ptr + begin, end - begin};
		struct glance g = d->named ? look_named(line, charset) : look(line);
		if ((g.wide > 0 || g.marks) && !(g.wide > 0 && is_beyond(d, line)))
			status = read_line(d, text, begin, end, &g, belief, err);
		begin = end + 1;
	}
	return status;
}

/* What coding I makes of LINE; the text as it stands makes LINE of it. */
static enum vn_status decode(const struct vn_detector *d, size_t i, struct vn_str line,
			     struct vn_decoded *out, struct vn_err *err)
{
	static const struct vn_coding as_it_stands = {0};
	return vn_coding_decode(i ? &d->codings->list[i] : &as_it_stands, line, out, err);
}

/* Whether coding I makes nearly the text of LINE that D->decoded holds. Codings of one family,
 * which differ in a few letters, are no reason to leave a line: the better one is taken. */
static enum vn_status alike(struct vn_detector *d, struct vn_str line, size_t i, bool *alike,
			    struct vn_err *err)
{
	const struct vn_decoded *a = &d->decoded, *b = &d->other;
	enum vn_status status = decode(d, i, line, &d->other, err);
	size_t different = 0;

	*alike = !status && a->count == b->count;
	for (size_t k = 0; *alike && k < a->count; k++) {
		different += !vn_str_eq(fragment(a, k), fragment(b, k));
	}
	*alike = *alike && (i ? different * 4 <= a->count : different == 0);
	return status;
}

/* Decides a line by TOTAL, the costs of all paths through each coding. */
static enum vn_status decide(struct vn_detector *d, struct vn_str text, size_t at,
			     const int32_t *total, struct vn_err *err)
{
	struct vn_line_coding *line = &d->lines[at];
	struct vn_str bytes = {text.ptr + line->begin, line->end - line->begin};
	enum vn_status status = VN_OK;
	size_t best = 0;

	for (size_t i = 1; i < d->codings->count; i++)
		if (total[i] < total[best])
			best = i;
	/* Where Unicode comes near it is Unicode: nearly all text is, and leaving a line for a
	 * charset that it may be in keeps the other stages from repairing it. */
	if (total[0] - total[best] < SURE)
		best = 0;
	line->coding = (uint8_t)best;
	line->margin = MOST;
	if (best == 0)
		return VN_OK;
	d->any = true;
	status = decode(d, best, bytes, &d->decoded, err);
	for (size_t i = 0; !status && i < d->codings->count; i++) {
		int32_t margin = total[i] - total[best];
		bool same = i == best;
		if (margin < line->margin && !same)
			status = alike(d, bytes, i, &same, err);
		if (margin < line->margin && !same)
			line->margin = margin;
	}
	line->sure = line->margin >= SURE;
	return status;
}

/* Goes back through the lines and decides each. */
static enum vn_status backward(struct vn_detector *d, struct vn_str text, struct vn_err *err)
{
	size_t count = d->codings->count;
	int32_t behind[VN_CODING_MAX] = {0}, with[VN_CODING_MAX], total[VN_CODING_MAX];
	enum vn_status status = VN_OK;

	for (size_t line = d->count; !status && line-- > 0;) {
		if (d->lines[line].sure)
			continue; /* decided at once: it says nothing of others */
		const int32_t *costs = costs_of(d, line), *sums = costs + count;
		for (size_t i = 0; i < count; i++) {
			total[i] = sums[i] + behind[i];
			with[i] = costs[i] + behind[i];
		}
		status = decide(d, text, line, total, err);
		step(with, behind, count, true);
		lower(behind, count);
	}
	return status;
}

enum vn_status vn_detect(struct vn_detector *d, struct vn_str text, struct vn_coding_belief *belief,
			 struct vn_err *err)
{
	enum vn_status status;

	d->count = d->text.len = 0;
	d->any = false;
	status = read_lines(d, text, belief, err);
	return status ? status : backward(d, text, err);
}
