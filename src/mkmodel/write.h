/* Writing model files: sections gathered in memory, written whole. */
#ifndef VN_MKMODEL_WRITE_H
#define VN_MKMODEL_WRITE_H

#include "base/buf.h"
#include "mkmodel/ngrams.h"

#define VN_SECTIONS_MAX 16

/* The sections of a file to be. All zero is a valid empty one. */
struct vn_sections {
	uint32_t id[VN_SECTIONS_MAX];
	struct vn_buf bytes[VN_SECTIONS_MAX];
	size_t count;
};

void vn_sections_fini(struct vn_sections *sections);

/* A new empty section, or the emptied old one of that id; owned by SECTIONS. NULL: no room. */
struct vn_buf *vn_sections_get(struct vn_sections *sections, uint32_t id);

/* Writes the file, which appears whole or not at all; one that is in use under that name stays what
 * it is for those who have it open. */
VN_CHECKED enum vn_status vn_sections_write(const struct vn_sections *sections, const char *path,
					    struct vn_err *err);

/* Reads the sections of the model at PATH and adds them, replacing those of the same id. */
VN_CHECKED enum vn_status vn_sections_read(struct vn_sections *sections, const char *path,
					   struct vn_err *err);

/* The sections of a language model: WORD, CASE, UNIG, NGRM. */
VN_CHECKED enum vn_status vn_sections_add_words(struct vn_sections *sections,
						const struct vn_stream *stream, struct vn_err *err);
VN_CHECKED enum vn_status vn_sections_add_ngrams(struct vn_sections *sections,
						 const struct vn_ngrams *ngrams,
						 struct vn_err *err);

/* How many n-grams of orders 2 and up NGRM of BYTES holds; 0: none. */
size_t vn_sections_ngrams_in(size_t bytes);

#endif
