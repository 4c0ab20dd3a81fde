/* A channel: what one OCR engine makes of printed letters. */
#ifndef VN_MODEL_CHANNEL_H
#define VN_MODEL_CHANNEL_H

#include "base/buf.h"
#include "model/format.h"
#include "text/unit.h"

/* A read segment's possible origin: 0-2 printed letters. */
struct vn_origin {
	uint8_t code[2]; /* letter codes; 0 = none */
	uint8_t upper;	 /* bit k: printed letter k is a capital */
	int32_t cost;	 /* -ln P(read | printed), 1/256 nat */
};

/* All origins of one read segment, cheapest first. */
struct vn_origins {
	const struct vn_origin *list;
	uint32_t count;
};

/* What a read neighbour changes about a segment. */
struct vn_context {
	uint64_t key; /* hash of read side, printed side and neighbour; 0: empty */
	int32_t difference;
};

/* One channel, indexed for the candidate search. */
struct vn_channel {
	char name[VN_CHANNEL_NAME + 1];
	struct vn_origin *origins;
	uint32_t origin_count;
	struct vn_read {
		uint64_t read; /* up to 3 code points, 21 bits each; 0 = deletion */
		uint32_t first, count;
		int32_t literal; /* cost of being printed just so, VN_COST_MAX if never seen */
	} * reads;		 /* open addressing; empty: count 0 and literal VN_COST_MAX */
	uint32_t size;		 /* of reads, a power of two */
	int32_t signs[64]; /* read signs that are no letters or digits but came from letters */
	uint32_t sign_count;
	struct vn_context *contexts; /* open addressing */
	uint32_t context_size;	     /* a power of two; 0: nothing is known of neighbours */
};

/* Indexes COUNT records of the file. On failure *OUT is untouched. */
VN_CHECKED enum vn_status vn_channel_init(struct vn_channel *out, const char *name,
					  const struct vn_file_segment *segments, uint32_t count,
					  struct vn_err *err);
/* Gives the channel what its neighbours tell (section CTXT): COUNT records. To be done once. */
VN_CHECKED enum vn_status vn_channel_contexts(struct vn_channel *channel,
					      const struct vn_file_context *records, uint32_t count,
					      struct vn_err *err);

/* Makes *OUT a channel of its own with the contents of FROM. On failure *OUT is untouched. */
VN_CHECKED enum vn_status vn_channel_copy(struct vn_channel *out, const struct vn_channel *from,
					  struct vn_err *err);
void vn_channel_fini(struct vn_channel *channel);

/* What COUNT (0 to 3) read code points may come from. */
struct vn_origins vn_channel_origins(const struct vn_channel *channel, const int32_t *read,
				     int count);

/* The neighbour that code point C (before a segment) counts as: letters without case, digits and
 * the signs that letters become are themselves, all else is a blank. */
int32_t vn_channel_before(int32_t c);

/* What is added to the cost of ORIGIN, one of those of READ (COUNT code points), where BEFORE, as
 * vn_channel_before() gives it, was read just before. May be below 0. */
vn_cost vn_channel_difference(const struct vn_channel *channel, const int32_t *read, int count,
			      const struct vn_origin *origin, int32_t before);

/* Cost of one code point that was printed as it was read; VN_COST_MAX when the pages never showed
 * it. */
vn_cost vn_channel_literal(const struct vn_channel *channel, int32_t c);

/* Whether a sign (no letter, no digit) may be a piece of a letter in this channel. */
bool vn_channel_sign(const struct vn_channel *channel, int32_t c);

#endif
