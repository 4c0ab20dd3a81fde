/* Between the two halves of the page: what collects a document, and what keeps them all. */
#ifndef VN_HTML_ADD_H
#define VN_HTML_ADD_H

#include "html/page.h"

/* Adds the document NUMBER to PAGE: PAPER tells of it, the spools have the elements of two arrays,
 * escaped as vn_json_line() does for HTML. Safe in any thread. */
VN_CHECKED enum vn_status vn_page_add(struct vn_page *page, uint64_t number, const json_t *paper,
				      const struct vn_spool *changes, const struct vn_spool *text,
				      struct vn_err *err);

#endif
