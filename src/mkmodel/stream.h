/* The training text as one stream of word ids. */
#ifndef VN_MKMODEL_STREAM_H
#define VN_MKMODEL_STREAM_H

#include "mkmodel/intern.h"
#include "model/format.h"

/* A training text and its weight. */
struct vn_text_source {
	const char *path;
	uint32_t weight; /* 1 to 255: how many times its n-grams count */
};

/* How often a word was seen in each case pattern, by its left neighbour. */
struct vn_case_count {
	uint32_t seen[4][3];
};

/* The vocabulary and the text in its ids. Owned by the caller; vn_stream_fini() frees. */
struct vn_stream {
	struct vn_str *words;	     /* [id]; ids below VN_WORD_FIRST have empty strings */
	uint8_t *flags;		     /* [id], VN_WORD_SYLLABLE or VN_WORD_FOREIGN */
	struct vn_case_count *cases; /* [id] */
	uint32_t word_count;
	uint16_t *ids;	  /* starts with VN_WORD_BOUND; VN_WORD_BOUND never twice in a row */
	uint8_t *weights; /* [position] */
	size_t length;
	struct vn_intern table; /* owns the strings */
};

/*
 * Reads the texts (NFC, a paragraph a line). Words are lower-cased and take the old tone placement.
 * A word enters the vocabulary when seen MIN_SYLLABLE times (possible Vietnamese syllables) or
 * MIN_FOREIGN times (others); ids follow descending counts, ties by spelling, so equal input gives
 * equal ids. At most 65,535 words: VN_ELIMIT above.
 */
VN_CHECKED enum vn_status vn_stream_read(struct vn_stream *out,
					 const struct vn_text_source *sources, size_t source_count,
					 uint32_t min_syllable, uint32_t min_foreign,
					 struct vn_err *err);
void vn_stream_fini(struct vn_stream *stream);

#endif
