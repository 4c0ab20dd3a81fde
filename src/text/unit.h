/*
 * A unit: a bounded piece of a document on its way through the stages.
 *
 * The text of a unit changes in one way only: a stage records replacements with
 * vn_unit_replace(), in ascending order and without overlap, and the pipeline applies them
 * with vn_unit_commit() when the stage returns. So every change has an edit record, and
 * undoing the edits of the last stage first gives the input back bit for bit.
 */
#ifndef VN_TEXT_UNIT_H
#define VN_TEXT_UNIT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cost.h"
#include "text/map.h"

/* A probability in 1/10,000, 0 to VN_SURE. */
typedef uint16_t vn_confidence;
#define VN_SURE 10000

/* Another reading of a word. */
struct vn_alternative {
	struct vn_str text; /* as it would be written; the arena's */
	vn_confidence confidence;
};
#define VN_ALTERNATIVES_MAX 4

/* Bytes of a text that a unit may have, before and behind every stage: its parts are many, and have
 * their places in 32 bits. */
#define VN_UNIT_MAX (UINT32_MAX / 4)

/* One replacement made by one stage. Spans are half open, in bytes: [begin, end). */
struct vn_edit {
	const char *stage; /* static name of the stage */
	const char *rule;  /* what made the change: a rule id or "lattice"; static or the arena's */
	const char *bytes; /* the replaced ones, then the new ones; the arena's */
	uint32_t begin, end;	     /* replaced span in the text the stage was given */
	uint32_t out_begin, out_end; /* its replacement in the text the stage gave back; from 0 on
					until vn_unit_commit() */
	vn_confidence confidence;    /* that the new bytes are what was printed */
};

/* What EDIT replaces, and what by; the arena's. */
static inline struct vn_str vn_edit_before(const struct vn_edit *edit)
{
	return (struct vn_str){edit->bytes, edit->end - edit->begin};
}

static inline struct vn_str vn_edit_after(const struct vn_edit *edit)
{
	return (struct vn_str){edit->bytes + (edit->end - edit->begin),
			       edit->out_end - edit->out_begin};
}

/* What the edits of a stage are about, for the stages behind it that ask for them. At most one
 * stage makes each layer but VN_LAYER_OTHER. */
enum vn_layer {
	VN_LAYER_OTHER,
	VN_LAYER_REPLACED, /* by tables of the user */
	VN_LAYER_WORDS,	   /* other words than those read */
	VN_LAYER_SIGNS,	   /* other signs between them */
	VN_LAYER_CASE,	   /* capitals */
	VN_LAYER_COUNT
};

/* Edits that stand together: indexes of unit->edits. */
struct vn_edits {
	size_t first, count;
};

struct vn_evidence;

/* Why a span is left alone. */
enum vn_protect {
	VN_PROTECT_NUMBER,  /* digits and punctuation only: amounts, dates, clause numbers */
	VN_PROTECT_SIGNED,  /* a digit beside a sign such as $: a number, unless the engine makes
			       both  of letters */
	VN_PROTECT_CODE,    /* so/ky hieu of a document, 57-NQ/TW; only code rules may touch it */
	VN_PROTECT_ADDRESS, /* URL, e-mail address, @name, file name, path */
	VN_PROTECT_FOREIGN, /* bytes of another charset than UTF-8, and what stands in their line */
	VN_PROTECT_KIND,    /* a line that is no Vietnamese: another language, code, data */
	VN_PROTECT_ISLAND,  /* mark-up that no source knows, a formula, a name of a program */
	VN_PROTECT_TYPED,   /* was typed in a charset from before Unicode, not read by an engine */
	VN_PROTECT_RULE,    /* settled by a rule (numeral of a heading, letterhead) */
	VN_PROTECT_USER,    /* asked for by the user */
	VN_PROTECT_WANTED,  /* to be replaced, or replaced, by a table of the user */
};

/* A span of the current text that the later stages must not touch. Sorted, no overlap. */
struct vn_span {
	size_t begin, end; /* bytes of the current text */
	enum vn_protect kind;
	uint8_t sure; /* of a rating: in % */
};

/* A word that the lattice looked at, changed or not. Recorded in bytes of the text that the stage
 * was given; vn_unit_commit() moves it along. */
struct vn_token {
	uint32_t begin, end;		     /* bytes of the current text */
	vn_confidence confidence;	     /* that the word stands as it was printed */
	bool open;			     /* its case may be decided anew */
	bool changed : 1;		     /* its letters are not those read */
	bool flagged : 1;		     /* left as read because no reading was sure enough */
	uint8_t alternative_count : 4;	     /* up to VN_ALTERNATIVES_MAX */
	struct vn_alternative *alternatives; /* other readings, likeliest first; the arena's */
	struct vn_evidence *evidence;	     /* decode/evidence.h; the arena's */
};

/* A white-space token of the finished text and how sure it is. */
struct vn_item {
	uint32_t begin, end;	  /* bytes of the text */
	uint32_t token;		  /* the first of its tokens; or of those behind it */
	uint32_t token_count;	  /* 0: nothing in it was looked at */
	vn_confidence confidence; /* that it stands as it was printed, signs and capitals too */
	bool flagged;		  /* one of its tokens is */
};

/* Tokens FIRST to FIRST + COUNT of a unit, one at least, with what stands between them, in another
 * way. */
struct vn_respelling {
	size_t first, count;
	struct vn_str text; /* the arena's */
};

/* A way to read a passage: its text, but for respellings, in order. */
struct vn_rendering {
	struct vn_respelling *respellings; /* the arena's */
	size_t count;
	vn_cost cost; /* how much worse than the likeliest one */
};

/* A piece of text that was searched as a whole, and what the search found likeliest for it. */
struct vn_passage {
	size_t begin, end;		 /* bytes of the current text, no blank at either end */
	struct vn_rendering *renderings; /* cheapest first; the arena's */
	size_t count;
};
#define VN_NBEST_MAX 100

/* One piece of a document. Everything in it belongs to the unit and is reset with it. */
struct vn_unit {
	struct vn_arena arena;
	struct vn_buf text;    /* current text, any bytes; once begun, its ptr is never NULL */
	struct vn_buf scratch; /* the text being built by vn_unit_commit() */
	struct vn_edit *edits; /* all edits so far, in order of stage, then of position */
	size_t edit_count, edit_cap;
	size_t stage_first;  /* index of the first edit of the stage that is running */
	const char *stage;   /* name of the stage that is running */
	enum vn_layer layer; /* that it makes */
	struct vn_edits layers[VN_LAYER_COUNT]; /* the edits of each, once its stage has run */
	struct vn_span *spans;			/* protected spans of the current text */
	size_t span_count, span_cap;
	struct vn_span *gaps; /* bytes of the current text that no edit may touch: map.h */
	size_t gap_count, gap_cap;
	struct vn_span *joints; /* blanks that only a join of two words takes away */
	size_t joint_count, joint_cap;
	struct vn_span *ratings; /* words of which the engine said how sure it was */
	size_t rating_count, rating_cap;
	struct vn_token *tokens; /* in order of position; filled by the lattice stage */
	size_t token_count, token_cap;
	struct vn_passage *passages; /* in order; filled by the lattice stage if asked to */
	size_t passage_count, passage_cap;
	struct vn_item *items; /* all of the text, in order; filled by the trust stage */
	size_t item_count, item_cap;
};

void vn_unit_init(struct vn_unit *unit);
void vn_unit_fini(struct vn_unit *unit);

/* Empties the unit and gives it LEN bytes to work on (copied). VN_ELIMIT for more than VN_UNIT_MAX;
 * so vn_unit_commit(). */
VN_CHECKED enum vn_status vn_unit_begin(struct vn_unit *unit, const char *bytes, size_t len,
					struct vn_err *err);

/* Takes the gaps and joints of the first bytes of MAP, as many as the unit has; before the first
 * edit. */
VN_CHECKED enum vn_status vn_unit_gaps(struct vn_unit *unit, const struct vn_text_map *map,
				       struct vn_err *err);

/* Notes that the engine was SURE, in %, of the word [begin, end), which comes behind those before;
 * before the first edit. */
VN_CHECKED enum vn_status vn_unit_rate(struct vn_unit *unit, size_t begin, size_t end, uint8_t sure,
				       struct vn_err *err);

/* Whether a gap (no joint) lies within [begin, end) of the current text. O(log n). */
bool vn_unit_has_gap(const struct vn_unit *unit, size_t begin, size_t end);

/* From now on STAGE (a static name) is running, whose edits are of LAYER. */
void vn_unit_stage(struct vn_unit *unit, const char *stage, enum vn_layer layer);

/*
 * Records that [begin, end) of the current text becomes AFTER (copied). Spans must ascend and
 * must not overlap within one stage; a replacement equal to what it replaces is ignored.
 * RULE must outlive the unit. Returns VN_EUSAGE for a span out of order or out of the text.
 * Where the span holds gaps or joints, each word of AFTER replaces its own word of the span; if
 * there are not as many, gaps forbid the replacement, which is then ignored.
 */
VN_CHECKED enum vn_status vn_unit_replace(struct vn_unit *unit, size_t begin, size_t end,
					  struct vn_str after, const char *rule,
					  struct vn_err *err);

/* Applies the running stage's replacements: builds the new text, fills out_begin and out_end,
 * moves the protected spans, tokens and passages along (one touched by an edit grows to hold it).
 */
VN_CHECKED enum vn_status vn_unit_commit(struct vn_unit *unit, struct vn_err *err);

/* Marks [begin, end) of the current text. Spans may come in any order between commits; one that
 * overlaps an earlier one is merged into it and the earlier kind stays. Empty spans are ignored. */
VN_CHECKED enum vn_status vn_unit_protect(struct vn_unit *unit, size_t begin, size_t end,
					  enum vn_protect kind, struct vn_err *err);

/* Adds a settled word behind the others. */
VN_CHECKED enum vn_status vn_unit_token(struct vn_unit *unit, const struct vn_token *token,
					struct vn_err *err);

/* Adds a passage behind the others. */
VN_CHECKED enum vn_status vn_unit_passage(struct vn_unit *unit, const struct vn_passage *passage,
					  struct vn_err *err);

/* Adds a white-space token behind the others. */
VN_CHECKED enum vn_status vn_unit_item(struct vn_unit *unit, const struct vn_item *item,
				       struct vn_err *err);

/* The bytes of item ITEM. */
static inline struct vn_str vn_unit_item_text(const struct vn_unit *unit, size_t item)
{
	const struct vn_item *i = &unit->items[item];
	return (struct vn_str){unit->text.ptr + i->begin, i->end - i->begin};
}

/* Whether the item behind ITEM, of which there is one, is on the same line. */
bool vn_unit_item_goes_on(const struct vn_unit *unit, size_t item);

/* The protected span that overlaps [begin, end), or NULL. O(log n). */
const struct vn_span *vn_unit_protected(const struct vn_unit *unit, size_t begin, size_t end);

/* The same for a walk through the text: the number of the first span that ends behind BEGIN, found
 * in O(log n), or from SPAN on, which is that of a place before; and whether span SPAN begins
 * before END. */
size_t vn_span_first(const struct vn_unit *unit, size_t begin);

static inline size_t vn_span_from(const struct vn_unit *unit, size_t span, size_t begin)
{
	while (span < unit->span_count && unit->spans[span].end <= begin)
		span++;
	return span;
}

static inline bool vn_span_meets(const struct vn_unit *unit, size_t span, size_t end)
{
	return span < unit->span_count && unit->spans[span].begin < end;
}

/* Rebuilds into OUT the bytes the unit was begun with, from its text and its edits. */
VN_CHECKED enum vn_status vn_unit_undo(const struct vn_unit *unit, struct vn_buf *out,
				       struct vn_err *err);

#endif
