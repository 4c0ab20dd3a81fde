/* What is known of the coding of a document. */
#ifndef VN_CHARSET_BELIEF_H
#define VN_CHARSET_BELIEF_H

#include <stdbool.h>
#include <stdint.h>

#define VN_CODING_MAX 64 /* codings there are, the text as it stands for one */

/* What is known behind the lines so far: the cost of each coding. All zero: nothing yet. */
struct vn_coding_belief {
	bool known;
	/* Where the charset was named: the coding of it that the lines are in, and by how much it
	 * has beaten the others of them so far, 1/256 nat. */
	uint8_t steady;
	int32_t lead;
	int32_t cost[VN_CODING_MAX];
};

#endif
