#include "charset/detect.h"

#include "charset/plausible.h"
#include "text/chars.h"

#include <stdlib.h>

#define NAT	256
#define BEGIN	(5 * NAT)     /* that a text begins in a coding */
#define INTO	(7 * NAT)     /* that it goes on in one, */
#define OUT_OF	(5 * NAT)     /* and that it leaves it */
#define BETWEEN (9 * NAT)     /* from one to another */
#define FAILED	(14 * NAT)    /* a fragment that a coding has no bytes for */
#define MOST	(10000 * NAT) /* that one line may say */
#define TOLD	(50000 * NAT) /* that somebody knows better */
#define NEVER	(30 * NAT)    /* what a line says against a coding that it cannot be in */
#define AGAIN	(NAT / 2)     /* what a letter says when it comes again, at most */
#define ALIEN	(NAT * 5 / 2) /* a word of another language, in a coding of Vietnamese */
#define BARE	(NAT * 3 / 2) /* a syllable that looks as if its marks were lost */
#define ODD	(5 * NAT)     /* the same, of other letters than as it stands */
#define SURE	(3 * NAT)

void vn_detector_fini(struct vn_detector *d)
{
	vn_decoded_fini(&d->decoded);
	vn_decoded_fini(&d->other);
	free(d->lines);
	free(d->costs);
	free(d->verdicts);
	*d = (struct vn_detector){0};
}

/* What a line holds beyond ASCII. */
struct glance {
	size_t wide;	/* characters, and bytes of none */
	size_t invalid; /* bytes of none */
	bool marks;	/* signs that VIQR writes letters with */
};

static struct glance look(struct vn_str line)
{
	struct glance g = {0};

	for (size_t at = 0; at < line.len;) {
		int32_t c = (unsigned char)line.ptr[at];
		if (c < 0x80) {
			g.marks |= (c == 'd' && at > 0 && line.ptr[at - 1] == 'd') || c == '^' ||
				   c == '~' || c == '`' || c == '+' || c == '(';
			at++;
			continue;
		}
		c = vn_utf8_next(line, &at);
		g.wide++;
		g.invalid += c < 0;
	}
	return g;
}

/* Whether a line may be in CODING at all; it looks like SEEN through the view of that. */
static bool may_be(const struct vn_coding *coding, const struct glance *g,
		   const struct vn_glimpse *seen)
{
	if (!coding->view && coding->charset->escape)
		return g->marks;
	if (!coding->view)
		return g->invalid > 0;
	if (seen->wide == 0 || seen->lacking * 4 > seen->wide)
		return false;
	return (coding->charset && coding->times == 1) || seen->sequences > seen->stray;
}

/* The text of fragment K. */
static struct vn_str fragment(const struct vn_decoded *decoded, size_t k)
{
	const struct vn_fragment *f = &decoded->fragments[k];
	return (struct vn_str){decoded->text.ptr + f->out_begin, f->out_end - f->out_begin};
}

/* The characters beyond ASCII that spoke for a coding, by their last byte. */
struct seen {
	uint32_t bits[8];
};

/* Notes those of TEXT; false when none is new. */
static bool note(struct seen *seen, struct vn_str text)
{
	bool news = false;

	for (size_t at = 0; at < text.len;) {
		size_t begin = at;
		int32_t c = vn_utf8_next(text, &at);
		uint32_t byte = c < 0 ? (unsigned char)text.ptr[begin] : (uint32_t)c & 0xff;
		uint32_t bit = UINT32_C(1) << (byte & 31);
		if (c >= 0 && c < 0x80)
			continue;
		news |= !(seen->bits[byte >> 5] & bit);
		seen->bits[byte >> 5] |= bit;
	}
	return news;
}

/* What reading BEFORE as AFTER costs more than leaving it. That a text looks less odd says nothing
 * for a coding: only Vietnamese syllables do. */
static int64_t more(const struct vn_verdict *before, const struct vn_verdict *after, bool same)
{
	int64_t cost = after->cost - (int64_t)before->cost;

	if (!same && after->syllables)
		return cost;
	if (same)
		return after->foreign ? ALIEN : after->seldom ? BARE : 0;
	return (cost > 0 ? cost : 0) + (after->foreign || after->odd ? ODD : 0);
}

/* What CODING makes of LINE, as a cost more than as it stands. */
static enum vn_status judge(struct vn_detector *d, const struct vn_coding *coding,
			    struct vn_str line, int32_t *out, struct vn_err *err)
{
	enum vn_status status = vn_coding_decode(coding, line, &d->decoded, err);
	int64_t sum = (int64_t)d->decoded.failed * FAILED;
	struct seen seen = {{0}};

	if (status)
		return status;
	for (size_t k = 0; k < d->decoded.count; k++) {
		struct vn_str before = fragment(&d->other, k), after = fragment(&d->decoded, k);
		struct vn_verdict verdict = vn_judge_fragment(after);
		int64_t cost = more(&d->verdicts[k], &verdict, vn_str_eq(before, after));
		/* One letter that an engine took for others often makes syllables of words by
		 * chance. A charset shows in many letters; UTF-8 shows in how they follow. */
		if (cost < -AGAIN && coding->charset && !coding->charset->escape &&
		    !note(&seen, before))
			cost = -AGAIN;
		sum += cost;
	}
	*out = sum > MOST ? MOST : sum < -MOST ? -MOST : (int32_t)sum;
	return VN_OK;
}

/* Judges LINE as it stands; D->other becomes its fragments. */
static enum vn_status judge_as_is(struct vn_detector *d, struct vn_str line, struct vn_err *err)
{
	static const struct vn_coding as_it_stands = {0};
	enum vn_status status = vn_coding_decode(&as_it_stands, line, &d->other, err);

	for (size_t k = 0; !status && k < d->other.count; k++) {
		status = vn_grow(&d->verdicts, k, &d->verdict_cap, sizeof *d->verdicts, err);
		if (!status)
			d->verdicts[k] = vn_judge_fragment(fragment(&d->other, k));
	}
	return status;
}

/* The costs of a line by coding, and behind them their sums. */
static int32_t *costs_of(const struct vn_detector *d, size_t line)
{
	return d->costs + line * 2 * d->codings->count;
}

/* Fills the costs of the line that was listed last. */
static enum vn_status judge_all(struct vn_detector *d, struct vn_str line, const struct glance *g,
				struct vn_err *err)
{
	int32_t *costs = costs_of(d, d->count - 1);
	const struct vn_charset *view = NULL;
	struct vn_glimpse seen = {0};
	bool may;
	enum vn_status status = judge_as_is(d, line, err);

	costs[0] = 0;
	for (size_t i = 1; !status && i < d->codings->count; i++) {
		const struct vn_coding *coding = &d->codings->list[i];
		if (coding->view && coding->view != view) {
			view = coding->view;
			seen = vn_view_glimpse(view, line);
		}
		may = may_be(coding, g, &seen);
		if (may)
			status = judge(d, coding, line, &costs[i], err);
		else
			costs[i] = g->wide > 0 ? NEVER : 0;
		/* What somebody knows weighs more than all that can be seen. */
		if (d->from && may && strcmp(vn_coding_name(coding), d->from) == 0)
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

/* Lists the lines that say something. */
static enum vn_status read_lines(struct vn_detector *d, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t begin = 0; !status && begin < text.len;) {
		const char *stop = memchr(text.ptr + begin, '\n', text.len - begin);
		size_t end = stop ? (size_t)(stop - text.ptr) : text.len;
		struct vn_str line = {text.ptr + begin, end - begin};
		struct glance g = look(line);
		if (g.wide > 0 || g.marks) {
			status = add_line(d, begin, end, err);
			if (!status)
				status = judge_all(d, line, &g, err);
		}
		begin = end + 1;
	}
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

/* Sums up the costs of each line and of those before it; BELIEF becomes what is known behind the
 * last. */
static void forward(struct vn_detector *d, struct vn_coding_belief *belief)
{
	size_t count = d->codings->count;

	for (size_t i = 0; !belief->known && i < count; i++)
		belief->cost[i] = i ? BEGIN : 0;
	belief->known = true;
	for (size_t line = 0; line < d->count; line++) {
		int32_t *costs = costs_of(d, line), *sums = costs + count;
		step(belief->cost, sums, count, false);
		for (size_t i = 0; i < count; i++)
			sums[i] += costs[i];
		lower(sums, count);
		memcpy(belief->cost, sums, count * sizeof *sums);
	}
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

	d->count = 0;
	d->any = false;
	status = read_lines(d, text, err);
	if (status)
		return status;
	forward(d, belief);
	return backward(d, text, err);
}
