/* A thread that works beside another one. */
#ifndef VN_BATCH_AIDE_H
#define VN_BATCH_AIDE_H

#include "base/aide.h"
#include "base/err.h"

#include <pthread.h>
#include <stdbool.h>

struct vn_aide_thread {
	struct vn_aide aide; /* what is lent */
	pthread_t thread;    /* once started: with the first piece of work */
	bool started;
	pthread_mutex_t lock;
	pthread_cond_t moved;	  /* work or end has changed */
	void (*work)(void *task); /* NULL: nothing is to be done */
	void *task;
	bool end;
};

/* Makes one. Where no thread can be started it does its work in the caller's. On failure *OUT is
 * untouched. Free with vn_aide_close(), which takes NULL, when nothing is to be done. */
VN_CHECKED enum vn_status vn_aide_open(struct vn_aide_thread **out, struct vn_err *err);
void vn_aide_close(struct vn_aide_thread *aide);

#endif
