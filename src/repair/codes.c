#include "repair/codes.h"

#include "protect/abbrev.h"
#include "protect/code.h"

/* How sure a pair of kind and body must be before it overrules what was read: times seen, and how
 * many times as often as the next best pair. */
#define MIN_PAIR	4
#define MIN_PAIR_MARKED 50
#define MARGIN		10
#define MIN_ALONE	20 /* times a single abbreviation must have been seen in its place */

#define KINDS	 (VN_ABBREV_DOCTYPE | VN_ABBREV_ORGAN)
#define READINGS (VN_ABBREV_READINGS + 1)

/* What one part of a code may be: first the part itself, if known, then its other readings. */
struct options {
	const struct vn_abbrev *known; /* as read, in any kind; NULL if unknown */
	bool fits;		       /* known and of a kind that may stand here */
	struct vn_abbrev_reading list[READINGS];
	size_t count;
	bool full; /* there may be more readings than fit */
};

static void find_options(struct vn_str letters, unsigned kinds, struct options *o)
{
	struct vn_abbrev_reading *rest;

	*o = (struct options){.known = vn_abbrev_find(letters)};
	o->fits = o->known && (o->known->kinds & kinds);
	if (o->fits)
		o->list[o->count++].abbrev = o->known;
	rest = &o->list[o->count];
	o->count += vn_abbrev_readings(letters, kinds, rest);
	o->full = o->count - o->fits == VN_ABBREV_READINGS;
}

/* How often ABBREV stands in a place of one of KINDS. */
static uint32_t seen(const struct vn_abbrev *abbrev, unsigned kinds)
{
	return (kinds & VN_ABBREV_DOCTYPE ? abbrev->doctype : 0) +
	       (kinds & VN_ABBREV_ORGAN ? abbrev->organ : 0);
}

/* The pair of options seen most often, if it stands out. A body that is known is kept; a known
 * document kind gives way, in text without marks, to one that differs in marks only. */
static bool best_pair(const struct options *a, const struct options *b, bool marked,
		      const struct vn_abbrev *out[2])
{
	bool kind = a->fits && (a->known->kinds & VN_ABBREV_DOCTYPE);
	size_t stop_a = kind && marked ? 1 : a->count, stop_b = b->fits ? 1 : b->count;
	uint64_t best = 0, next = 0, least = marked || a->fits ? MIN_PAIR_MARKED : MIN_PAIR;
	const struct vn_abbrev *first = NULL, *second = NULL;

	for (size_t i = 0; i < stop_a; i++)
		for (size_t j = 0; j < stop_b; j++) {
			uint64_t n =
				kind && a->list[i].shapes > 0
					? 0
					: vn_abbrev_together(a->list[i].abbrev, b->list[j].abbrev);
			if (n > best) {
				next = best;
				best = n;
				first = a->list[i].abbrev;
				second = b->list[j].abbrev;
			} else if (n > next) {
				next = n;
			}
		}
	if ((a->fits && b->fits && first == a->known) || best < least || best < MARGIN * next)
		return false;
	out[0] = first;
	out[1] = second;
	return true;
}

/* The one reading of an unknown part that stands out by itself, or NULL. Letters taken for others
 * count only in a code with a number and an otherwise known kind (SURE). */
static const struct vn_abbrev *best_alone(struct vn_str letters, const struct options *o,
					  unsigned kinds, bool sure)
{
	const struct vn_abbrev *best = NULL;
	uint32_t most = 0, next = 0;
	unsigned shapes = 0;

	for (size_t i = 0; i < o->count; i++) {
		uint32_t n = seen(o->list[i].abbrev, kinds);
		if (n > most) {
			next = most;
			most = n;
			best = o->list[i].abbrev;
			shapes = o->list[i].shapes;
		} else if (n > next) {
			next = n;
		}
	}
	if (o->full || most < MIN_ALONE || most < (uint64_t)MARGIN * next)
		return NULL;
	/* P begins the names of the departments (phong) of every district, which no list holds: PKT
	 * is as good as a DKT with its first letter taken for P. */
	if (shapes > 0 && letters.len > 2 && letters.ptr[0] == 'P')
		return NULL;
	if (shapes > 0 && (!sure || o->known || next > 0 || o->count > 1))
		return NULL;
	return best;
}

/* What every part of a code is taken for; NULL keeps it. */
static void decide(struct vn_str text, const struct vn_code *code, bool marked,
		   const struct vn_abbrev *to[VN_CODE_PARTS])
{
	struct options o[2];
	bool number = code->number_end > code->begin, kind = false;

	for (unsigned i = 0; i < code->parts; i++) {
		unsigned kinds = i == 0 ? KINDS : VN_ABBREV_ORGAN;
		struct options *now = &o[i > 0];
		find_options(vn_code_letters(text, code->part[i]), kinds, now);
		to[i] = now->fits ? now->known : NULL;
		if (i == 1 && best_pair(&o[0], &o[1], marked, to))
			kind = (to[0]->kinds & VN_ABBREV_DOCTYPE) != 0;
		if (i == 0)
			kind = now->fits && (now->known->kinds & VN_ABBREV_DOCTYPE);
		else if (!to[i] && !marked)
			to[i] = best_alone(vn_code_letters(text, code->part[i]), now, kinds,
					   number && kind);
	}
	if (!to[0] && !marked && number)
		to[0] = best_alone(vn_code_letters(text, code->part[0]), &o[0], KINDS,
				   code->year && code->parts == 1);
}

/* Proposes to take the one blank of [begin, end), a separator, away. */
static enum vn_status join(struct vn_proposals *list, size_t begin, size_t end, size_t rank,
			   struct vn_err *err)
{
	for (size_t i = begin; i < end; i++)
		if (list->unit->text.ptr[i] == ' ')
			return vn_propose(
				list,
				(struct vn_proposal){i, i + 1, VN_STR(""), "code-blank", rank},
				err);
	return VN_OK;
}

enum vn_status vn_code_repair(struct vn_proposals *list, size_t begin, bool marked, size_t rank,
			      struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&list->unit->text);
	const struct vn_abbrev *to[VN_CODE_PARTS] = {NULL};
	enum vn_status status = VN_OK;
	struct vn_code code;
	size_t last;

	if (!vn_code_parse(text, begin, &code))
		return VN_OK;
	decide(text, &code, marked, to);
	last = code.number_end;
	for (unsigned i = 0; !status && i < code.parts; i++) {
		struct vn_str letters = vn_code_letters(text, code.part[i]);
		struct vn_proposal p = {code.part[i].begin, code.part[i].begin + letters.len,
					.rule = "code-letters", .rank = rank};
		/* Texts of the web often have "TT- BTC"; a blank after the number is rare there. */
		if (code.blanks && (i == 0 || !marked) && to[0])
			status = join(list, last, p.begin, rank, err);
		last = code.part[i].end;
		if (status || !to[i])
			continue;
		p.after = (struct vn_str){to[i]->text, strlen(to[i]->text)};
		if (!vn_str_eq(p.after, letters))
			status = vn_propose(list, p, err);
	}
	return status;
}
