/* How the readings of a unit work together; private to this folder. */
#ifndef VN_RESTORE_PASS_H
#define VN_RESTORE_PASS_H

#include "damage/adapt.h"
#include "damage/damage.h"
#include "decode/search.h"
#include "stage.h"

#define VN_STEP_WORK 2 /* of a step of the path, for the watch */

/* What the stage keeps from unit to unit. */
struct vn_restorer {
	const struct vn_model *model;
	struct vn_candidate_cache *cache, *own; /* by the model's channel, by the document's; the
						   second when first needed */
	struct vn_search *search;
	struct vn_lattice lattices[2]; /* of the window at hand and of the next one */
	struct vn_gate gate;
	struct vn_memory memory;
	struct vn_adapt *adapt[VN_MODEL_CHANNELS];    /* by channel, made when first needed */
	struct vn_channel adapted[VN_MODEL_CHANNELS]; /* of the document at hand; empty: none */
	struct vn_stretch *stretches;
	size_t stretch_count, stretch_cap;
};

/* A unit that is being read, once or several times. */
struct vn_pass {
	struct vn_restorer *r;
	struct vn_document *doc;
	struct vn_unit *unit;
	struct vn_damage_model with[VN_DAMAGE_COUNT]; /* what its stretches are read with */
	uint32_t with_count;
	struct vn_adapt *adapt[VN_DAMAGE_COUNT]; /* what their channels learn; NULL: nothing */
	uint32_t sampled;			 /* of them: whose words are counted by a sample */
	uint64_t words, sure;			 /* words read, changes by a sure margin */
	uint64_t most_words;			 /* a reading ends after so many */
	bool start;				 /* after a boundary */
	size_t taken;				 /* end of the last speck that was taken out */
	/* The window at hand. An aide may work on it, with these, while the next one is built. */
	const struct vn_lattice *lattice;
	struct vn_watch *watch;
	struct vn_err *err;
};

/*
 * What a reading does with a window of the text once it is searched: PATH is the best path through
 * the lattice, BEFORE what stood before it. Counting adds to words and sure; noting fills the
 * memory and teaches the channel; settling records edits and tokens, and counts words.
 */
typedef enum vn_status (*vn_window)(struct vn_pass *pass, const struct vn_score_state *before,
				    const struct vn_path *path);
enum vn_status vn_window_count(struct vn_pass *pass, const struct vn_score_state *before,
			       const struct vn_path *path);
enum vn_status vn_window_note(struct vn_pass *pass, const struct vn_score_state *before,
			      const struct vn_path *path);
enum vn_status vn_window_settle(struct vn_pass *pass, const struct vn_score_state *before,
				const struct vn_path *path);

/* CANDIDATE as it is written in the place of STEP, in the document's tone placement; *SHAPE becomes
 * its case pattern. Returns its bytes; OUT has room for 2 * VN_WORD_BYTES. */
size_t vn_pass_spell(const struct vn_pass *pass, const struct vn_step *step,
		     const struct vn_candidate *candidate, enum vn_case *shape, char *out);

/* Whether STEP stands for another word than what was read. */
bool vn_pass_reads_anew(const struct vn_pass *pass, const struct vn_step *step);

/* What STEP says: its bytes, or its word as vn_pass_spell() writes it into OUT. */
struct vn_str vn_pass_text(const struct vn_pass *pass, const struct vn_step *step, char *out);

/* Whether settling makes a token of STEP. */
bool vn_pass_is_token(const struct vn_step *step);

/* Adds to the unit the window that the lattice holds, as passages with their likeliest readings.
 * BEST is its path, whose tokens are those of the unit from FIRST on. */
VN_CHECKED enum vn_status vn_pass_nbest(struct vn_pass *pass, const struct vn_path *best,
					size_t first);

#endif
