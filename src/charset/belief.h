/* What is known of the coding of a document. */
#ifndef VN_CHARSET_BELIEF_H
#define VN_CHARSET_BELIEF_H

#include <stdbool.h>
#include <stdint.h>

#define VN_CODING_MAX 64 /* codings there are, the text as it stands for one */

/* What is known behind the lines so far: the cost of each coding. All zero: nothing yet. */
struct vn_coding_belief {
	bool known;
	int32_t cost[VN_CODING_MAX];
};

#endif
