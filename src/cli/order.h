/*
 * What several threads say and write, in the order of the inputs.
 *
 * Every input has a ticket. What is put on it is kept until all tickets before it are finished,
 * then it is emitted; the ticket whose turn it is emits at once. So the result is the same for any
 * number of threads, and memory is bounded: a ticket that holds much waits for its turn, and no new
 * one is given out while finished ones hold much.
 */
#ifndef VN_CLI_ORDER_H
#define VN_CLI_ORDER_H

#include "base/buf.h"

#include <pthread.h>

enum vn_lane {
	VN_LANE_OUT, /* text for standard output or -o */
	VN_LANE_ERR, /* messages, whole lines */
};
#define VN_LANE_COUNT 2

#define VN_TICKET_BYTES (1 << 20)  /* held by a ticket that waits for its turn, about */
#define VN_ORDER_BYTES	(16 << 20) /* held by all finished tickets, about */

struct vn_lanes {
	struct vn_buf lane[VN_LANE_COUNT];
};

struct vn_ticket {
	size_t index; /* of the input */
	bool turn;    /* all before it are finished */
	struct vn_lanes held;
};

struct vn_order {
	pthread_mutex_t lock;
	pthread_cond_t moved; /* next or stopped has changed */
	size_t count;	      /* tickets in all */
	size_t taken;	      /* given out */
	size_t next;	      /* whose turn it is */
	bool stopped;
	uint64_t held; /* bytes of finished tickets */
	struct vn_done {
		bool finished;
		struct vn_lanes held;
	} * done; /* by index */
	void (*emit)(void *self, enum vn_lane lane, const char *bytes, size_t len);
	void (*idle)(void *self);
	void *self;
};

/*
 * Makes COUNT tickets. EMIT gets everything, in order, from one thread at a time and without a
 * lock. IDLE is called before a thread waits, and while it does: it must finish what that thread,
 * or any other that waits, has put off. On failure (VN_ENOMEM) ORDER is as if closed.
 */
VN_CHECKED enum vn_status vn_order_open(struct vn_order *order, size_t count,
					void (*emit)(void *, enum vn_lane, const char *, size_t),
					void (*idle)(void *), void *self, struct vn_err *err);

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

/* The ticket is done; what is on it is the order's. */
void vn_order_finish(struct vn_order *order, struct vn_ticket *ticket);

/* Gives no more tickets out; nothing is emitted but by the ticket whose turn it is. */
void vn_order_stop(struct vn_order *order);

#endif
