/* A piece of a document on its way from a source to the pipeline: bytes, running text, the map from
 * the one to the other, and what the source marks. */
#ifndef VN_SOURCE_PIECE_H
#define VN_SOURCE_PIECE_H

#include "source/marks.h"

/* What parts a word from the one before it. */
enum vn_edge {
	VN_EDGE_NONE,  /* nothing but mark-up: they are one word */
	VN_EDGE_WORD,  /* a blank */
	VN_EDGE_LINE,  /* a line end */
	VN_EDGE_BLOCK, /* an empty line */
	VN_EDGE_PAGE,  /* a form feed */
};

/* All zero is a valid empty one. */
struct vn_piece {
	struct vn_buf bytes; /* of the source, from byte BASE of the document on */
	uint64_t base;
	struct vn_buf text;
	struct vn_text_map map;
	uint64_t reach;	   /* all before this byte of the document is in the text, or is mark-up */
	uint64_t last;	   /* byte of the document behind the last run */
	enum vn_edge edge; /* what comes between the last word and the next */
	bool begun;	   /* the document had a word before */
	struct vn_marks marks;
	uint64_t dropped;    /* bytes of text that were given before */
	struct vn_err fault; /* the first thing wrong that was read on behind; VN_OK: nothing */
	bool joins;	     /* the source can make one word of two: vn_source.group */
	bool wide;	     /* the document is in UTF-16, and was made UTF-8 */
	bool by_line;	     /* nothing waits for what comes behind a line end */

	/* Holds that are open, one within the other, and the word that is. */
	int held;
	uint64_t held_from;
	bool held_begun; /* the outermost has text */
	bool word, word_begun;
	uint64_t word_from;
	size_t word_begin;
	uint8_t word_rating; /* as in vn_element */
};

void vn_piece_fini(struct vn_piece *piece);

/* Empties it for the next document; keeps the buffers. */
void vn_piece_reset(struct vn_piece *piece);

/* The bytes of the document that are there from byte AT on, which is none before the piece. */
static inline struct vn_str vn_piece_rest(const struct vn_piece *piece, uint64_t at)
{
	size_t done = (size_t)(at - piece->base);
	return (struct vn_str){vn_buf_str(&piece->bytes).ptr + done, piece->bytes.len - done};
}

/* Where the text ends, in all that the document has given: what a source keeps of a place counts
 * so, since units are given away meanwhile. */
static inline uint64_t vn_piece_place(const struct vn_piece *piece)
{
	return piece->dropped + piece->text.len;
}

/* The byte of the text that PLACE is now; its begin where that was given away. */
static inline size_t vn_piece_at(const struct vn_piece *piece, uint64_t place)
{
	return place > piece->dropped ? (size_t)(place - piece->dropped) : 0;
}

/* Notes that EDGE comes before the next word; of several the widest counts. */
void vn_piece_edge(struct vn_piece *piece, enum vn_edge edge);

/* Adds TEXT, which bytes [from, to) of the document stand for, behind what the edge puts there.
 * Copied where the bytes are the same, decoded where they are not. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_piece_add(struct vn_piece *piece, struct vn_str text, uint64_t from,
				       uint64_t to, uint8_t style, struct vn_err *err);

/* From here on, which is byte FROM of the document, text stays in one unit until the release,
 * before byte TO. Within each other the outermost counts. */
void vn_piece_hold(struct vn_piece *piece, uint64_t from);
void vn_piece_release(struct vn_piece *piece, uint64_t to);

/* The element of a word, which holds its text, begins at byte FROM, or ends before byte TO. */
void vn_piece_word(struct vn_piece *piece, uint64_t from);
/* Notes how sure the engine was of the word that has begun: SURE, in %. */
void vn_piece_rate(struct vn_piece *piece, double sure);
VN_CHECKED enum vn_status vn_piece_word_end(struct vn_piece *piece, uint64_t to,
					    struct vn_err *err);

/* Forgets the edge, so that the next text goes on with the last word. */
void vn_piece_join(struct vn_piece *piece);

/* The first byte of the text from AT on where it may be cut; 0: cannot be told yet. */
size_t vn_piece_boundary(const struct vn_piece *piece, size_t at);

/* The byte of the document before which nothing is waited for. */
uint64_t vn_piece_free(const struct vn_piece *piece);

/* Ends the text with the edge that was noted last. */
VN_CHECKED enum vn_status vn_piece_end(struct vn_piece *piece, struct vn_err *err);

/* The document byte at which the piece is cut when LEN bytes of its text are taken; with all of it,
 * that is as far as vn_piece_free(). */
uint64_t vn_piece_cut(const struct vn_piece *piece, size_t len);

/* Drops LEN bytes of text and what is before byte AT of the document. */
void vn_piece_drop(struct vn_piece *piece, size_t len, uint64_t at);

#endif
