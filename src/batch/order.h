/*
 * What several threads say, write and do, in the order of the inputs.
 *
 * Every input has a ticket. What is put on it is kept until all tickets before it are finished,
 * then it is emitted; the ticket whose turn it is emits at once. What has to be done in order is
 * settled: an item that is ready waits until those of all tickets before it are settled, and then
 * one thread settles it while the others go on with their work. So the result is the same for any
 * number of threads, and memory is bounded: a ticket that holds much waits for its turn, and no new
 * one is given out while those that are ready or finished hold much, or too many are ready.
 */
#ifndef VN_BATCH_ORDER_H
#define VN_BATCH_ORDER_H

#include "base/buf.h"

#include <pthread.h>

enum vn_lane {
	VN_LANE_OUT,  /* text for standard output or -o */
	VN_LANE_SAYS, /* messages, whole */
};
#define VN_LANE_COUNT 2

#define VN_TICKET_BYTES (1 << 20)  /* held by a ticket that waits for its turn, about */
#define VN_ORDER_BYTES	(16 << 20) /* held by all that are ready or finished, about */
#define VN_ITEM_BYTES	2048	   /* what an item that is ready counts for, beside its lanes */

struct vn_lanes {
	struct vn_buf lane[VN_LANE_COUNT];
};

struct vn_ticket {
	size_t index; /* of the input */
	bool turn;    /* all before it are finished */
	struct vn_lanes held;
};

/*
 * EMIT gets everything, in order, from one thread at a time and without a lock. SETTLE is given the
 * items, likewise; it sees to it that the ticket of the item is finished, now or later. IDLE is
 * called before a thread waits, and while it does: it must finish what that thread, or any other
 * that waits, has put off.
 */
struct vn_order_calls {
	void (*emit)(void *self, enum vn_lane lane, const char *bytes, size_t len);
	void (*settle)(void *self, void *item);
	void (*idle)(void *self);
};

struct vn_order {
	pthread_mutex_t lock;
	pthread_cond_t moved; /* next, settled or stopped has changed */
	uint64_t moves;	      /* how often */
	size_t count;	      /* tickets in all */
	size_t taken;	      /* given out */
	size_t next;	      /* whose turn it is */
	size_t settled;	      /* all before it are */
	size_t ready;	      /* items that wait to be settled */
	size_t most;	      /* of them; set it before the first is taken */
	bool settling;	      /* a thread does */
	bool stopped;
	uint64_t held; /* bytes of what is ready or finished */
	struct vn_done {
		bool finished;
		struct vn_lanes held;
		void *item; /* ready */
		uint64_t size;
	} * done; /* by index */
	struct vn_order_calls calls;
	void *self;
};

/* Makes COUNT tickets. CALLS is copied. On failure (VN_ENOMEM) ORDER is as if closed. */
VN_CHECKED enum vn_status vn_order_open(struct vn_order *order, size_t count,
					const struct vn_order_calls *calls, void *self,
					struct vn_err *err);

/* Frees all. Takes a zeroed one too. No ticket may be out. */
void vn_order_close(struct vn_order *order);

/* The next ticket; false when there is none or the work is stopped. */
bool vn_order_take(struct vn_order *order, struct vn_ticket *ticket);

/* Waits until it is TICKET's turn. False when the work is stopped. */
bool vn_order_wait(struct vn_order *order, struct vn_ticket *ticket);

/* Adds LEN bytes to a lane, and waits for the turn when the ticket holds much. VN_ENOMEM, or
 * VN_EOUTPUT when the work is stopped. */
VN_CHECKED enum vn_status vn_order_put(struct vn_order *order, struct vn_ticket *ticket,
				       enum vn_lane lane, const char *bytes, size_t len,
				       struct vn_err *err);

/* ITEM, the work of TICKET, is ready to be settled. Either way it is given away: another thread may
 * settle it, and this one those of others. Where one is used, all tickets must get ready. */
void vn_order_ready(struct vn_order *order, const struct vn_ticket *ticket, void *item);

/* The ticket is done; what is on it is the order's. */
void vn_order_finish(struct vn_order *order, struct vn_ticket *ticket);

/* Gives no more tickets out; nothing is emitted but by the ticket whose turn it is. */
void vn_order_stop(struct vn_order *order);

#endif
