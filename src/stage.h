/* A stage of the pipeline: one const descriptor a stage, listed once, in pipeline.c. */
#ifndef VN_STAGE_H
#define VN_STAGE_H

#include "base/aide.h"
#include "base/err.h"
#include "base/watch.h"
#include "damage/mixture.h"
#include "charset/belief.h"
#include "charset/output.h"
#include "damage/kind.h"
#include "lang/vi/syllable.h"
#include "source/how.h"
#include "text/unit.h"

struct vn_damage;
struct vn_model;
struct vn_source;
struct vn_user;

/* The least confidence of a change, unless the user names another one: measured, doc/accuracy.md.
 */
#define VN_ENOUGH 800

/* What a user asks of the pipeline. All zero is the default. Read only once the pipeline runs. */
struct vn_options {
	const char *from; /* one of vn_coding_from(); NULL: "auto", found out line by line */
	/* A text keeps its charset: bytes that are no UTF-8 are left, whatever they are, and UTF-16
	 * stays UTF-16. */
	bool keep_bytes;
	struct vn_output to; /* what is written; not asked for: as it was read, UTF-8 for UTF-16 */
	const struct vn_damage *assume; /* one of vn_damages; NULL: decided per document */
	enum vn_tone tone;		/* VN_TONE_KEEP: as found */
	uint32_t skip;			/* bit k: leave out stage k of the list */
	bool by_line; /* each line is a unit, read once: no waiting for the document */
	/* A change of words or capitals after which the token is less sure than this is taken
	 * back, and the token flagged. 0: none is. */
	vn_confidence min_confidence;
	unsigned nbest; /* readings of each passage to note, up to VN_NBEST_MAX */
	/* What documents are made of; NULL: plain text. */
	const struct vn_source *source;
	struct vn_source_how how;
	bool probe; /* find out from each document; by_line: plain text, for nothing may wait */
	const struct vn_user *user; /* words, spans and replacements of the user; NULL: none */
};

/* Counts over a run. */
struct vn_stats {
	uint64_t bytes_in, bytes_out, units;
	uint64_t lines;		/* of the input, an unfinished last one too */
	uint64_t invalid_bytes; /* of the input: bytes that belong to no UTF-8 sequence */
	uint64_t tokens;	/* counted by the restore stage */
	uint64_t edits;		/* of all stages */
	uint64_t flagged;	/* tokens left as read because no reading was sure enough */
	uint64_t doubtful;	/* those, and all others that are doubtful (change/readings.h) */
	uint64_t damage_units[VN_DAMAGE_COUNT]; /* units taken for each kind of damage */
	uint64_t kind_lines[VN_DAMAGE_COUNT];	/* lines taken for each */
	uint64_t recoded_lines;			/* made Unicode */
	uint64_t remapped_words;		/* whose letters a font had swapped */
	uint64_t unsure_lines;			/* perhaps no Unicode: left as they are */
	uint64_t coded_lines[VN_CODING_MAX];	/* of both, by charset: vn_coding_slot() */
	uint64_t without_channel; /* units of a kind that the model has no channel for */
};

/* What lives from one unit of a document to the next. Belongs to the pipeline; a stage keeps
 * its state in a member of its own. */
struct vn_document {
	const struct vn_options *options;
	const struct vn_model *model; /* NULL when no stage that runs needs one */
	bool sole; /* one stage is all that runs, so that nobody asks for its edits word by word */
	struct vn_stats stats;
	const struct vn_damage *damage; /* current belief; NULL before the first unit */
	/* What the lines are: set by the stage that finds it out, for the unit at hand. NULL:
	 * nobody did. */
	const uint8_t *kinds; /* of each line: enum vn_damage_kind */
	size_t kind_count;
	struct vn_mixture mixture;	/* the belief behind them */
	enum vn_damage_kind line_kind;	/* of the last line; VN_DAMAGE_COUNT before the first */
	uint64_t tone_old, tone_new;	/* syllables seen with either tone placement */
	struct vn_coding_belief coding; /* of the lines so far */
	/* Lines of the unit that were typed, not read by an engine, and made Unicode: nothing is
	 * to be repaired there. NULL: none was. */
	const uint8_t *typed;
	size_t typed_count;
	/* Stages tell it of their work as they go on, those that may take long for a unit. Kept
	 * from document to document. */
	struct vn_watch watch;
	const struct vn_aide *aide; /* for stages that can use one; NULL: none. Kept likewise */
};

/* Stages are stateless descriptors; DATA is what open() returned. */
struct vn_stage {
	const char *name;    /* for --only, --skip, --list-stages and edit records */
	const char *alias;   /* another name that --only and --skip take; NULL: none */
	const char *summary; /* one line of help */
	int needs_model;
	enum vn_layer layer; /* what its edits are about */
	/* Makes the stage's private data (compiled rules, search buffers), before its first unit.
	 * May be NULL. On failure *data is untouched and nothing is left allocated. */
	enum vn_status (*open)(void **data, const struct vn_model *model, struct vn_err *err);
	/* Records replacements with vn_unit_replace(); changes nothing else of the text. */
	enum vn_status (*run)(void *data, struct vn_document *doc, struct vn_unit *unit,
			      struct vn_err *err);
	/* Frees what open() made; takes NULL. May be NULL. */
	void (*close)(void *data);
};

extern const struct vn_stage vn_stage_recode, vn_stage_user, vn_stage_replace, vn_stage_kinds,
	vn_stage_normalize, vn_stage_protect, vn_stage_repair, vn_stage_restore, vn_stage_signs,
	vn_stage_recase, vn_stage_trust;

#endif
