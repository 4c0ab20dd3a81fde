/*
 * Trust: how sure each white-space token of the finished text is. A logistic regression over few
 * kinds of evidence (VN_TRUST in model/weights.h), fitted by vnfix-mkmodel tune.
 */
#ifndef VN_CONFIDENCE_TRUST_H
#define VN_CONFIDENCE_TRUST_H

#include "stage.h"

/* Receives a white-space token and its evidence, VN_TRUST_COUNT values in 1/256. */
typedef enum vn_status (*vn_trust_witness)(void *self, const struct vn_unit *unit,
					   const struct vn_item *word, const int32_t *evidence,
					   struct vn_err *err);

/* Shows WITNESS the evidence of a unit whose words the trust stage has filled. */
VN_CHECKED enum vn_status vn_trust_show(const struct vn_document *doc, const struct vn_unit *unit,
					vn_trust_witness witness, void *self, struct vn_err *err);

#endif
