/*
 * Which coding each line of a text is in, by what comes out: a line is decoded in every way, and
 * what a way makes of it is held against the line as it stands (plausible.h). Lines stand by
 * their neighbours, so that short ones follow their document.
 */
#ifndef VN_CHARSET_DETECT_H
#define VN_CHARSET_DETECT_H

#include "charset/belief.h"
#include "charset/coding.h"
#include "charset/memo.h"
#include "text/unit.h"

/* A line, its line end not in it. */
struct vn_line_coding {
	size_t begin, end; /* bytes of the text */
	uint8_t coding;	   /* index; 0: as it stands */
	bool swift;	   /* all of it was decoded: swift.h */
	bool sure;	   /* that nothing else comes near */
	vn_cost margin;	   /* by which it beats the next that makes another text of the line */
	size_t out_begin, out_end; /* of one that was decoded: bytes of the detector's TEXT */
};

/* All zero, with CODINGS set, is a valid one. */
struct vn_detector {
	const struct vn_codings *codings;
	bool named; /* somebody knows the charset: the codings are of that alone */
	struct vn_line_coding *lines; /* of the text: those that a coding may matter to */
	size_t count, cap;
	bool any;	/* one is not as it stands */
	int32_t *costs; /* per line and coding: what it costs more than as it stands; and sums */
	size_t cost_cap;
	struct vn_buf text; /* of lines that were decoded at once */
	struct vn_memo memo;
	struct vn_decoded decoded, other; /* of the line that is looked at */
};

void vn_detector_fini(struct vn_detector *detector);

/* Forgets the lines; only a little room is kept. */
void vn_detector_drop(struct vn_detector *detector);

/* Finds the lines of TEXT and their codings; BELIEF goes from text to text of a document. Where
 * nothing is said against it all lines are as they stand, and none is listed. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_detect(struct vn_detector *detector, struct vn_str text,
				    struct vn_coding_belief *belief, struct vn_err *err);

#endif
