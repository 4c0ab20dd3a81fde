/* Between the two halves of the page: what collects a document, and how it is put down. */
#ifndef VN_HTML_ADD_H
#define VN_HTML_ADD_H

#include "html/page.h"

/* Appends what the page has of a document to OUT: PAPER tells of it, the spools have the elements
 * of three arrays, escaped as vn_json_line() does for HTML. */
VN_CHECKED enum vn_status vn_page_piece(struct vn_spool *out, const json_t *document,
					const struct vn_spool *changes,
					const struct vn_spool *beside, const struct vn_spool *text,
					struct vn_err *err);

/* Appends an island of the class NAME that holds TEXT, which has no < in it. */
VN_CHECKED enum vn_status vn_page_island(struct vn_spool *out, const char *name, struct vn_str text,
					 struct vn_err *err);

/* A document begins. */
void vn_page_pictures_begin(struct vn_page_pictures *pictures);
void vn_page_pictures_fini(struct vn_page_pictures *pictures);

/* An entry stands on picture NUMBER. */
VN_CHECKED enum vn_status vn_page_want(struct vn_page_pictures *pictures, size_t number,
				       bool doubtful, struct vn_err *err);

/* Makes islands of the pictures that are wanted, those with doubts on them first, as far as they
 * fit. */
VN_CHECKED enum vn_status vn_page_draw(struct vn_page_pictures *pictures,
				       const struct vn_pictures *from, struct vn_err *err);

/* Bytes for the page: a text, or a pair of what is shown and the bytes as base64. NULL when memory
 * is out. */
json_t *vn_page_bytes(struct vn_str bytes);
json_t *vn_page_name(const char *name);

#endif
