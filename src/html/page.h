/*
 * The page of --html: one file to review documents in a browser, which needs no network and runs no
 * script but its own. page.html, page.css and page.js are its fixed parts, put into the program at
 * build time; between them stands the data, as JSON islands that the script reads.
 */
#ifndef VN_HTML_PAGE_H
#define VN_HTML_PAGE_H

#include "files/save.h"
#include "html/places.h"
#include "report/json.h"
#include "report/audit.h"

/* What the page tells of the run. Strings are UTF-8, but for the folder; NULL leaves one out. */
struct vn_page_about {
	const char *version, *model, *time;
	const char *folder; /* in which the run is: relative names begin there */
	enum vn_audit_mode mode;
};

/* A page in the making. One thread at a time. */
struct vn_page;

/* Opens the file PATH, as HOW says, which is written by vn_page_finish(). On failure (VN_EOUTPUT,
 * VN_ENOMEM) *OUT is untouched; *ERROR is errno's value, EEXIST for a name that is taken. */
VN_CHECKED enum vn_status vn_page_open(struct vn_page **out, const char *path,
				       const struct vn_save_how *how,
				       const struct vn_page_about *about, int *error,
				       struct vn_err *err);

/* What pictures may add to a page, in bytes: a browser holds the page as a whole. A document whose
 * pictures do not fit any more is on the page without them. */
#define VN_PAGE_PICTURES (64u * 1024 * 1024)

/* Whether LEN more bytes of pictures may be added, which are counted then. */
bool vn_page_has_room(struct vn_page *page, uint64_t len);

/* Adds LEN bytes of what a part collected of a document. */
VN_CHECKED enum vn_status vn_page_take(struct vn_page *page, const char *bytes, size_t len,
				       struct vn_err *err);

/* A document cannot be added. A page without it would not tell so: there will be none. */
void vn_page_lacks(struct vn_page *page);

/* Writes the page and closes it. VN_EOUTPUT, and no page, also when it lacks a document. */
VN_CHECKED enum vn_status vn_page_finish(struct vn_page *page, struct vn_err *err);

/* Closes it unwritten. Takes NULL. */
void vn_page_abort(struct vn_page *page);

/* Pictures that the document holds, for the page. All zero is a valid empty one. */
struct vn_page_pictures {
	struct vn_spool islands; /* from the end of the document to the next begin */
	unsigned char *wanted;	 /* what each, by its number, is wanted for */
	size_t count, cap;
};

/* The part of a review that collects documents for the page; one a worker. All zero is a valid
 * one. */
struct vn_page_part {
	struct vn_spool changes, text; /* JSON of the document */
	struct vn_spool beside;	       /* and of what its changes brought with them */
	struct vn_spool piece;	       /* all of it, from its end to the next begin */
	uint64_t change_count, row_count, beside_count;
	uint64_t line; /* of the row that is being filled */
	struct vn_page_place {
		size_t at, change; /* byte of the running text, index in the unit */
	} * order;		   /* of its changes, as the text is read */
	size_t order_cap;
	bool placed; /* the document may say where its words stand: */
	struct vn_places places;
	struct vn_page_pictures pictures;
};

/* STORE, the caller's, must outlive PART, all zero so far. */
void vn_page_part_init(struct vn_page_part *part, struct vn_store *store);
void vn_page_part_fini(struct vn_page_part *part);

/* What to give to vn_audit_add(); PART must outlive the review. */
struct vn_audit_part vn_page_part(struct vn_page_part *part);

#endif
