/*
 * Where what is told of documents lies until it is their turn: pieces that several threads put
 * down and one takes up again, in memory and beyond some MiB in a nameless file.
 */
#ifndef VN_REPORT_SHELF_H
#define VN_REPORT_SHELF_H

#include "report/spool.h"

#include <pthread.h>

struct vn_shelf {
	pthread_mutex_t lock;
	struct vn_spool data;
	size_t count; /* pieces that lie here */
};

/* A piece. All zero is a valid one that is not there. */
struct vn_slip {
	bool lies;
	uint64_t from, len; /* bytes of the data */
};

/* STORE is the caller's, and must outlive the shelf. */
void vn_shelf_init(struct vn_shelf *shelf, struct vn_store *store);
void vn_shelf_fini(struct vn_shelf *shelf);

/* Puts a copy of SPOOL down; SLIP is for vn_shelf_give() and vn_shelf_drop(). Any thread. */
VN_CHECKED enum vn_status vn_shelf_put(struct vn_shelf *shelf, const struct vn_spool *spool,
				       struct vn_slip *slip, struct vn_err *err);

/* Hands the bytes of a piece that lies here to SINK, which must not use the shelf. Any thread. */
VN_CHECKED enum vn_status vn_shelf_give(struct vn_shelf *shelf, const struct vn_slip *slip,
					vn_sink sink, void *self, struct vn_err *err);

/* The piece is not needed any more. When none is left their room is free again. Takes one that is
 * not there too. Any thread. */
void vn_shelf_drop(struct vn_shelf *shelf, struct vn_slip *slip);

#endif
