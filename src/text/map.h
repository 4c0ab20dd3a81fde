/*
 * Where the bytes of a running text stand in the source that it was taken from.
 *
 * A source with mark-up gives its words as running text; the map leads back. It is a list of runs
 * in order of position, without holes in the text. Source bytes between two runs are mark-up. An
 * empty map stands for text that is its own source.
 */
#ifndef VN_TEXT_MAP_H
#define VN_TEXT_MAP_H

#include "base/buf.h"

enum vn_run_kind {
	VN_RUN_COPIED,	/* the same bytes stand in the source */
	VN_RUN_DECODED, /* characters that the source writes otherwise, such as &amp; */
	VN_RUN_GAP,	/* a blank or line end that stands for mark-up: no edit may touch it */
	VN_RUN_JOINT,	/* a blank that stands for mark-up between two words that may become one */
};

/* Whether runs of KIND are letters of the source, and no blank in place of mark-up. */
static inline bool vn_run_is_text(enum vn_run_kind kind)
{
	return kind < VN_RUN_GAP;
}

/* Half open: bytes [begin, end) of the text are bytes [from, to) of the source. */
struct vn_run {
	size_t begin, end;
	uint64_t from, to; /* from the begin of the document */
	enum vn_run_kind kind;
	uint8_t style; /* how the source writes text there: its own business, for its encode() */
};

/* All zero is a valid empty map. */
struct vn_text_map {
	struct vn_run *runs;
	size_t count, cap;
};

void vn_text_map_fini(struct vn_text_map *map);

/* Adds RUN behind the others; it begins where the last one ends. A copied run that goes on with the
 * last in both text and source becomes one with it. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_text_map_add(struct vn_text_map *map, const struct vn_run *run,
					  struct vn_err *err);

/* Drops the runs of the first LEN bytes of the text and moves the others to its begin. LEN lies
 * where vn_text_map_boundary() says. */
void vn_text_map_drop(struct vn_text_map *map, size_t len);

/* The first byte from AT on where the text may be cut: AT itself, or the end of the decoded run or
 * gap around it. */
size_t vn_text_map_boundary(const struct vn_text_map *map, size_t at);

/* The byte of the text up to which it comes from before byte SOURCE of the source, in whole runs,
 * but one run at least. */
size_t vn_text_map_before(const struct vn_text_map *map, uint64_t source);

/* The source byte that stands for byte AT of the text: where the run that holds it begins or goes
 * on; behind the last run for the end of the text. */
uint64_t vn_text_map_source(const struct vn_text_map *map, size_t at);

/* The source bytes [*FROM, *TO) behind bytes [begin, end) of the text, which touch no gap. Decoded
 * runs are in as a whole. An empty span lies beside the run before it if there is one that is no
 * gap, else before the run behind. */
void vn_text_map_span(const struct vn_text_map *map, size_t begin, size_t end, uint64_t *from,
		      uint64_t *to);

/* Index of the run that holds byte AT of the text, COUNT behind the last. O(log n). */
size_t vn_text_map_find(const struct vn_text_map *map, size_t at);

#endif
