/*
 * A channel that learns from the document at hand: what the first reading of a text settled says
 * how its engine damages letters, and the second reading uses that. No truth is needed.
 *
 * Each settled word is aligned with what was read for it (Viterbi over the channel's own segments);
 * n(r|p), how often the printed segment p was read as r, moves the shared channel by maximum a
 * posteriori: P(r|p) = (n(r|p) + K P0(r|p)) / (n(p) + K). Integers throughout: the same on every
 * machine. The model's channel is shared and never written.
 */
#ifndef VN_DAMAGE_ADAPT_H
#define VN_DAMAGE_ADAPT_H

#include "model/channel.h"

#define VN_ADAPT_PRINTED 24  /* longer words are not noted */
#define VN_ADAPT_READ	 16  /* nor longer read sides; code points */
#define VN_ADAPT_WHOLE	 256 /* weight of a word that is certain */

struct vn_adapt;

/* Makes counts for channel BASE, which must outlive them; free with vn_adapt_close(), which takes
 * NULL. On failure *OUT is untouched. */
VN_CHECKED enum vn_status vn_adapt_open(struct vn_adapt **out, const struct vn_channel *base,
					struct vn_err *err);
void vn_adapt_close(struct vn_adapt *adapt);

/* Forgets all counts: another document begins. */
void vn_adapt_reset(struct vn_adapt *adapt);

/*
 * Notes that READ (code points) was printed as PRINTED (letters, cased as printed), with WEIGHT
 * from 0 to VN_ADAPT_WHOLE: the probability of it. The same pair counts a few times only, so that a
 * name that is misread again and again cannot teach its own error. Pairs that are too long, hold
 * other than letters on the printed side or have no alignment are passed over. Returns whether it
 * counted.
 */
bool vn_adapt_note(struct vn_adapt *adapt, const int32_t *read, int read_count,
		   const int32_t *printed, int printed_count, uint32_t weight);

/* Makes the channel as the counts have it, the base counting as much as K sightings of each printed
 * segment (1 to 1000). To be freed with vn_channel_fini(); on failure *OUT is untouched. */
VN_CHECKED enum vn_status vn_adapt_channel(const struct vn_adapt *adapt, uint32_t k,
					   struct vn_channel *out, struct vn_err *err);

#endif
