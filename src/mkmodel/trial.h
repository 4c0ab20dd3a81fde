/*
 * Trials: pages run through the pipeline under some weights, and what came of it against the truth.
 */
#ifndef VN_MKMODEL_TRIAL_H
#define VN_MKMODEL_TRIAL_H

#include "base/buf.h"
#include "damage/damage.h"
#include "eval/confidence.h"
#include "mkmodel/logistic.h"
#include "model/open.h"

/* A page: what was printed and what was read, line by line. */
struct vn_trial_page {
	struct vn_buf truth, read;
	bool checked;			/* never tuned on, only told of */
	const struct vn_damage *damage; /* what it was taken for in the first run; NULL before */
};

/* All pages. All zero is a valid empty set. */
struct vn_trial {
	struct vn_trial_page *pages;
	size_t count, cap;
};

/* Token errors and tokens of the truth by kind of damage, of the pages that are tuned on and of the
 * others. The last ones are of pages that were not read. */
struct vn_trial_score {
	uint64_t errors[2][VN_DAMAGE_COUNT + 1], words[2][VN_DAMAGE_COUNT + 1];
};

/* The evidence of every token of the output that is scored, and whether it is right. */
struct vn_trial_evidence {
	struct vn_buf values;	   /* VN_TRUST_COUNT int32_t a token */
	struct vn_buf right;	   /* a bool a token */
	struct vn_confidence sure; /* the tokens with a letter, for vn_confidence_judge() */
};

void vn_trial_fini(struct vn_trial *trial);

/* Adds pages: DIR=GLOB for all DIR/<id>.truth.txt whose id matches, with their .ocr.txt; or
 * bare:FILE for a right text, read as it is without its marks; clean:FILE for one read as it is. */
VN_CHECKED enum vn_status vn_trial_add(struct vn_trial *trial, const char *source, bool checked,
				       struct vn_err *err);

/* Scores all pages with MODEL and its weights. A page keeps the damage of its first run, so that
 * scores under different weights are of the same pages. */
VN_CHECKED enum vn_status vn_trial_run(struct vn_trial *trial, const struct vn_model *model,
				       struct vn_trial_score *score, struct vn_err *err);

/* Gathers the evidence of the pages that are CHECKED, or of the others. OUT is all zero; free it
 * with vn_trial_evidence_fini(), after a failure too. */
VN_CHECKED enum vn_status vn_trial_gather(const struct vn_trial *trial,
					  const struct vn_model *model, bool checked,
					  struct vn_trial_evidence *out, struct vn_err *err);
void vn_trial_evidence_fini(struct vn_trial_evidence *evidence);

#endif
