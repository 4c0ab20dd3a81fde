/*
 * The page of --html: one file to review documents in a browser, which needs no network and runs no
 * script but its own. page.html, page.css and page.js are its fixed parts, put into the program at
 * build time; between them stands the data, as JSON islands that the script reads.
 */
#ifndef VN_HTML_PAGE_H
#define VN_HTML_PAGE_H

#include "files/save.h"
#include "report/json.h"
#include "report/review.h"

/* What the page tells of the run. Strings are UTF-8; NULL leaves one out. */
struct vn_page_about {
	const char *version, *model, *time;
	enum vn_review_mode mode;
};

/* A page in the making, shared by all workers. */
struct vn_page;

/* Opens the file PATH, as HOW says, which is written by vn_page_finish(). On failure (VN_EOUTPUT,
 * VN_ENOMEM) *OUT is untouched; *ERROR is errno's value, EEXIST for a name that is taken. */
VN_CHECKED enum vn_status vn_page_open(struct vn_page **out, const char *path,
				       const struct vn_save_how *how,
				       const struct vn_page_about *about, int *error,
				       struct vn_err *err);

/* Writes the page, its documents in the order of their numbers, and closes it. VN_EOUTPUT, and no
 * page, also when a document could not be added. */
VN_CHECKED enum vn_status vn_page_finish(struct vn_page *page, struct vn_err *err);

/* Closes it unwritten. Takes NULL. */
void vn_page_abort(struct vn_page *page);

/* The part of a review that adds documents to the page; one a worker. All zero but PAGE is a valid
 * one. */
struct vn_page_part {
	struct vn_page *page;
	struct vn_spool changes, text; /* JSON of the document */
	uint64_t change_count, row_count;
	uint64_t line; /* of the row that is being filled */
};

void vn_page_part_fini(struct vn_page_part *part);

/* What to give to vn_review_add(); PART must outlive the review. */
struct vn_review_part vn_page_part(struct vn_page_part *part);

#endif
