/*
 * A channel for one scanner, from a few corrected pages: the channel at hand is the prior of what
 * they show (maximum a posteriori). P(r|p) = (n(r|p) + K P0(r|p)) / (n(p) + K), n being expected
 * counts over the alignments of the pages (as in align.h), P0 the channel at hand, K how many
 * sightings of a printed segment it counts as.
 */
#ifndef VN_MKMODEL_SCANNER_H
#define VN_MKMODEL_SCANNER_H

#include "mkmodel/align.h"

#define VN_SCANNER_PRIOR 200 /* K where nothing else is said */

/* Appends to OUT the records of a channel: those of BASE (struct vn_file_segment, in any order)
 * moved by PAIRS, and new ones that the pages have shown more than once. */
VN_CHECKED enum vn_status vn_scanner_learn(const struct vn_pairs *pairs, int rounds, double k,
					   const struct vn_buf *base, struct vn_buf *out,
					   struct vn_err *err);

/* How badly the channel of RECORDS explains PAIRS: *LOSS becomes the sum of -ln P over their lines,
 * in nats but for a constant of the pairs. */
VN_CHECKED enum vn_status vn_scanner_loss(const struct vn_pairs *pairs,
					  const struct vn_buf *records, double *loss,
					  struct vn_err *err);

#endif
