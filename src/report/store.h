/*
 * The nameless file that all spools of a run share for what does not fit into memory. It is made
 * before the run gives up what it does not need (sandbox/), so that no folder has to stay open for
 * temporary files.
 */
#ifndef VN_REPORT_STORE_H
#define VN_REPORT_STORE_H

#include "base/err.h"

#include <pthread.h>

struct vn_store {
	const char *folder; /* that it is in */
	int fd;		    /* -1: none */
	int error;	    /* why there is none */
	pthread_mutex_t lock;
	uint64_t end, taken; /* bytes: of the file, and of those that somebody needs */
};

/* Makes the file in FOLDER, which outlives it; NULL: in /tmp. That this failed is told by
 * vn_store_put(). */
void vn_store_open(struct vn_store *store, const char *folder);
void vn_store_close(struct vn_store *store);

/* Writes LEN bytes and says at which byte of the file: they are the caller's until vn_store_drop().
 * VN_EOUTPUT if the file cannot take them. Any thread. */
VN_CHECKED enum vn_status vn_store_put(struct vn_store *store, const char *bytes, size_t len,
				       uint64_t *at, struct vn_err *err);

/* Reads LEN bytes of what was put. Any thread. */
VN_CHECKED enum vn_status vn_store_get(const struct vn_store *store, uint64_t at, char *bytes,
				       size_t len, struct vn_err *err);

/* Gives LEN bytes back. Any thread. */
void vn_store_drop(struct vn_store *store, uint64_t at, uint64_t len);

#endif
