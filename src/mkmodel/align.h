/* Learning a channel: segments of printed text and what an engine made of them. */
#ifndef VN_MKMODEL_ALIGN_H
#define VN_MKMODEL_ALIGN_H

#include "base/buf.h"
#include "model/format.h"

/* A pair of lines, as code points; runs of blanks are one U+0020. */
struct vn_pair {
	int32_t *printed, *read;
	uint32_t printed_len, read_len; /* code points */
	uint32_t weight;
};

/* All pairs to learn from. All zero is a valid empty one. */
struct vn_pairs {
	struct vn_pair *pair;
	size_t count, cap;
};

/* Adds the line pairs of TRUTH and READ (line k of one belongs to line k of the other); pairs with
 * an empty side are left out. LOOSE: the truth is of another edition, so that case and signs are
 * taken from what was read, and lines whose tokens do not match are left out. VN_EINPUT when the
 * line counts differ. */
VN_CHECKED enum vn_status vn_pairs_add(struct vn_pairs *pairs, const char *truth, const char *read,
				       uint32_t weight, bool loose, struct vn_err *err);

/* Adds every DIR/<id>.truth.txt whose id matches the shell pattern GLOB, with its .ocr.txt. */
VN_CHECKED enum vn_status vn_pairs_add_dir(struct vn_pairs *pairs, const char *dir,
					   const char *glob, uint32_t weight, bool loose,
					   struct vn_err *err);
void vn_pairs_fini(struct vn_pairs *pairs);

/*
 * Expectation maximisation over the segmentations of all pairs: a line of printed text is cut into
 * segments of 1 or 2 code points (or an insertion), each of which becomes 0 to 3 read ones (Deligne
 * and Bimbot 1995; Brill and Moore 2000 for the use as OCR channel). Appends the records of the
 * channel to OUT, sorted by read segment, then cost, and to CONTEXTS (NULL: none are wanted) what
 * the read neighbour changes (mkmodel/context.h).
 */
VN_CHECKED enum vn_status vn_align_learn(const struct vn_pairs *pairs, int rounds,
					 struct vn_buf *out, struct vn_buf *contexts,
					 struct vn_err *err);

/* The channel of text whose marks were stripped, made by rule. */
VN_CHECKED enum vn_status vn_align_bare(struct vn_buf *out, struct vn_err *err);

#endif
