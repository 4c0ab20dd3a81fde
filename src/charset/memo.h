/*
 * What each coding makes of a fragment, as a cost, remembered: the words of a text come again and
 * again, and to decode one in all codings costs as much as to find its readings.
 */
#ifndef VN_CHARSET_MEMO_H
#define VN_CHARSET_MEMO_H

#include "charset/coding.h"
#include "charset/plausible.h"

#define VN_MEMO_BYTES 24 /* longer fragments are not remembered */

/* A fragment. */
struct vn_memo_entry {
	char text[VN_MEMO_BYTES];
	uint8_t len;
	bool last;
	struct vn_verdict verdict; /* on it as it stands */
	/* What reading it in a coding costs more than leaving it; VN_MEMO_OPEN: not looked at. */
	int32_t cost[VN_CODING_MAX];
};
#define VN_MEMO_OPEN INT32_MIN

/* All zero is a valid empty one. */
struct vn_memo {
	struct vn_memo_entry *entries; /* by hash; the last one is that of no hash */
	struct vn_decoded decoded;     /* of the fragment that is looked at */
};

void vn_memo_fini(struct vn_memo *memo);

/* The entry of FRAGMENT of LINE, which stands until the next call. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_memo_find(struct vn_memo *memo, struct vn_str line,
				       const struct vn_fragment *fragment,
				       struct vn_memo_entry **out, struct vn_err *err);

/* What a fragment costs that looks like VERDICT and that a coding leaves as it is. */
int32_t vn_memo_same(const struct vn_verdict *verdict);

/* Sets entry->cost[i] to what reading FRAGMENT of LINE, which is that of ENTRY, in CODING, number
 * I, costs more than leaving it, unless that is known. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_memo_cost(struct vn_memo *memo, struct vn_memo_entry *entry,
				       struct vn_str line, const struct vn_fragment *fragment,
				       const struct vn_coding *coding, size_t i,
				       struct vn_err *err);

#endif
