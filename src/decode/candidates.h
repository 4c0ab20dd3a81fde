/*
 * Candidates: the words a read token may have been printed as, with their channel costs. A search
 * over the trie of words and the read letters at once, so nothing is enumerated in vain.
 */
#ifndef VN_DECODE_CANDIDATES_H
#define VN_DECODE_CANDIDATES_H

#include "base/watch.h"
#include "model/open.h"

#define VN_READ_LETTERS	    16	/* longer tokens are no syllables and stay as read */
#define VN_CANDIDATES_USUAL 32	/* kept for one token */
#define VN_CANDIDATES_MAX   128 /* the same where they are looked for far */

/* How far candidates are looked for. */
enum vn_candidate_reach {
	VN_CANDIDATES_NEAR, /* those that cost little more than the best (VN_WALK_NEAR), in a third
			       of the time */
	VN_CANDIDATES_AS_USUAL,
	VN_CANDIDATES_FAR, /* more of them, in thrice the time: what was read badly is no near
			      reading, but one that the neighbours know */
};

/* One word that may have been printed. */
struct vn_candidate {
	uint16_t word;
	uint16_t cost;	     /* least channel cost over the case patterns: -ln P(read | printed) */
	uint16_t by_case[3]; /* channel cost printed in each enum vn_case */
};

#define VN_CANDIDATE_NEVER UINT16_MAX /* channel cost of what cannot be */

/* The candidates of one read token, cheapest first (channel + unigram cost). */
struct vn_candidates {
	struct vn_candidate *list; /* the cache's */
	uint32_t count;
	vn_cost sum; /* what it costs that one of them was printed, whichever: channel and unigram
		      */
};

/* A left neighbour that says nothing of case: a number, an opening bracket. A sentence may begin
 * here or go on. */
#define VN_CASE_UNSAID ((enum vn_case)4)

struct vn_candidate_cache;

/* Makes a cache; free with vn_candidate_cache_close(), which takes NULL. */
VN_CHECKED enum vn_status vn_candidate_cache_open(struct vn_candidate_cache **out,
						  const struct vn_model *model, struct vn_err *err);
/* Makes one for other channels in the place of the model's, which shares with BESIDE, a cache of
 * the same model that must outlive it, the room that their searches take. So they are not to be
 * used at once. */
VN_CHECKED enum vn_status vn_candidate_cache_beside(struct vn_candidate_cache **out,
						    struct vn_candidate_cache *beside,
						    struct vn_err *err);
void vn_candidate_cache_close(struct vn_candidate_cache *cache);

/* Bounds the cache's memory: forgets everything once it holds more than 10 MiB. To be called when
 * no list of the cache is in use. */
void vn_candidate_cache_trim(struct vn_candidate_cache *cache);

/* Whether vn_candidate_cache_trim() would forget. */
bool vn_candidate_cache_full(const struct vn_candidate_cache *cache);

/* From now on what BASE, a channel of the model, would read is read by CHANNEL, which must outlive
 * its use; NULL: by BASE again. Forgets everything, and gives back what it took; to be called when
 * no list of the cache is in use. */
void vn_candidate_cache_channel(struct vn_candidate_cache *cache, const struct vn_channel *base,
				const struct vn_channel *channel);

/* From now on the searches tell WATCH of their work; NULL: nobody. */
void vn_candidate_cache_watch(struct vn_candidate_cache *cache, struct vn_watch *watch);

/*
 * The candidates of COUNT read code points (1 to VN_READ_LETTERS; may hold blanks) in BASE, a
 * channel of the model, or in what reads in its place. The list stays valid until
 * vn_candidate_cache_trim().
 */
VN_CHECKED enum vn_status vn_candidates_get(struct vn_candidate_cache *cache,
					    const struct vn_channel *base,
					    enum vn_candidate_reach reach, const int32_t *read,
					    int count, struct vn_candidates *out,
					    struct vn_err *err);

/* Finds the candidates of the first LEAST, ..., MOST (1 to VN_READ_LETTERS) letters of READ in the
 * time that one search takes, for vn_candidates_get() to have them at hand as usual. */
VN_CHECKED enum vn_status vn_candidates_ahead(struct vn_candidate_cache *cache,
					      const struct vn_channel *base, const int32_t *read,
					      int least, int most, struct vn_err *err);

/*
 * The case pattern in which CANDIDATE was most likely printed after a neighbour of pattern LEFT:
 * least channel cost plus WEIGHT times the word's habit (1/16 nat). *COST becomes that sum.
 */
enum vn_case vn_candidate_case(const struct vn_model *model, const struct vn_candidate *candidate,
			       enum vn_case left, int weight, vn_cost *cost);

#endif
