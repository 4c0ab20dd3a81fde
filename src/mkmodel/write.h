/* Writing model files: chunks gathered in memory, written whole. */
#ifndef VN_MKMODEL_WRITE_H
#define VN_MKMODEL_WRITE_H

#include "base/buf.h"
#include "mkmodel/ngrams.h"

#define VN_CHUNKS_MAX 16

/* The chunks of a file to be. All zero is a valid empty one. */
struct vn_chunks {
	uint32_t id[VN_CHUNKS_MAX];
	struct vn_buf bytes[VN_CHUNKS_MAX];
	size_t count;
};

void vn_chunks_fini(struct vn_chunks *chunks);

/* A new empty chunk, or the emptied old one of that id; owned by CHUNKS. NULL: no room. */
struct vn_buf *vn_chunks_get(struct vn_chunks *chunks, uint32_t id);

/* Writes the file, which appears whole or not at all; one that is in use under that name stays what
 * it is for those who have it open. */
VN_CHECKED enum vn_status vn_chunks_write(const struct vn_chunks *chunks, const char *path,
					  struct vn_err *err);

/* Reads the chunks of the model at PATH and adds them, replacing those of the same id. */
VN_CHECKED enum vn_status vn_chunks_read(struct vn_chunks *chunks, const char *path,
					 struct vn_err *err);

/* The chunks of a language model: WORD, CASE, UNIG, NGRM. */
VN_CHECKED enum vn_status vn_chunks_add_words(struct vn_chunks *chunks,
					      const struct vn_stream *stream, struct vn_err *err);
VN_CHECKED enum vn_status vn_chunks_add_ngrams(struct vn_chunks *chunks,
					       const struct vn_ngrams *ngrams, struct vn_err *err);

#endif
