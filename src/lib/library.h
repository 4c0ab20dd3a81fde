/* The parts of the library that its files share. */
#ifndef VN_LIB_LIBRARY_H
#define VN_LIB_LIBRARY_H

#include "lib/memory.h"
#include "model/model.h"
#include "pipeline.h"

#include <stdatomic.h>

struct vnfix_model {
	struct vnfix_allocator by;
	atomic_size_t users; /* handles, and the caller */
	struct vn_model *model;
};

/* The lists and patterns of the caller, read. Never written once it is made: shared by the handles
 * that were cloned from one another. */
struct known;

struct vnfix {
	struct vnfix_allocator by;
	struct vnfix_model *model; /* NULL: none */
	struct vn_options options;
	char field[256];     /* what options.how.field names, if it does */
	uint32_t only, skip; /* stages, by bit */
	struct known *known; /* NULL: nothing is said */
	int (*stop)(void *self);
	void *stop_self;
	struct vn_pipeline *pipeline; /* made for the first document, NULL after a setting */
	bool feeding;		      /* in the middle of one */
};

/* Fills ERROR, which may be NULL, from ERR if STATUS is no success; returns STATUS. */
enum vnfix_status vnfix_report(enum vn_status status, const struct vn_err *err,
			       struct vnfix_error *error);

/* Begins a document: drops one that was begun, and makes the pipeline if there is none. */
VN_CHECKED enum vn_status vnfix_begin(struct vnfix *fix, struct vn_err *err);

/* A whole document through the pipeline. */
VN_CHECKED enum vn_status vnfix_through(struct vnfix *fix, const char *in, size_t len, vn_sink sink,
					void *self, struct vn_err *err);

/* The model to read with, the caller's words in it; NULL: none. */
const struct vn_model *vnfix_words(const struct vnfix *fix);

/* Takes part in KNOWN, which may be NULL; lets go of it. */
struct known *vnfix_known_share(struct known *known);
void vnfix_known_close(struct known *known);

#endif
