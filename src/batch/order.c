#include "batch/order.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#define NAP_NS 100000000 /* how long a thread waits before it looks for what it can finish */

static uint64_t bytes_of(const struct vn_lanes *lanes)
{
	uint64_t sum = 0;
	for (int i = 0; i < VN_LANE_COUNT; i++)
		sum += lanes->lane[i].len;
	return sum;
}

static void free_lanes(struct vn_lanes *lanes)
{
	for (int i = 0; i < VN_LANE_COUNT; i++)
		vn_buf_fini(&lanes->lane[i]);
}

/* Emits and empties LANES. Only for the one whose turn it is. */
static void flush(struct vn_order *order, struct vn_lanes *lanes)
{
	for (int i = 0; i < VN_LANE_COUNT; i++) {
		struct vn_buf *lane = &lanes->lane[i];
		if (lane->len > 0)
			order->calls.emit(order->self, (enum vn_lane)i, lane->ptr, lane->len);
		vn_buf_fini(lane);
	}
}

enum vn_status vn_order_open(struct vn_order *order, size_t count,
			     const struct vn_order_calls *calls, void *self, struct vn_err *err)
{
	pthread_condattr_t attr;

	*order = (struct vn_order){.count = count, .most = SIZE_MAX, .calls = *calls, .self = self};
	order->done = calloc(count + 1, sizeof *order->done);
	if (!order->done)
		return vn_err_nomem(err);
	if (pthread_condattr_init(&attr) != 0)
		goto no_attr;
	if (pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
	    pthread_cond_init(&order->moved, &attr) != 0)
		goto no_cond;
	if (pthread_mutex_init(&order->lock, NULL) == 0) {
		pthread_condattr_destroy(&attr);
		return VN_OK;
	}
	pthread_cond_destroy(&order->moved);
no_cond:
	pthread_condattr_destroy(&attr);
no_attr:
	free(order->done);
	*order = (struct vn_order){0};
	return vn_err_nomem(err);
}

void vn_order_close(struct vn_order *order)
{
	if (!order->done)
		return;
	for (size_t i = 0; i < order->taken; i++)
		free_lanes(&order->done[i].held);
	free(order->done);
	pthread_mutex_destroy(&order->lock);
	pthread_cond_destroy(&order->moved);
	*order = (struct vn_order){0};
}

/* Tells those who wait. Holds the lock. */
static void tell(struct vn_order *order)
{
	order->moves++;
	pthread_cond_broadcast(&order->moved);
}

/* Waits a little, with the lock held, after finishing what was put off; not if that was it. */
static void nap(struct vn_order *order)
{
	uint64_t moves = order->moves;
	struct timespec until;

	pthread_mutex_unlock(&order->lock);
	order->calls.idle(order->self);
	pthread_mutex_lock(&order->lock);
	if (order->moves != moves || clock_gettime(CLOCK_MONOTONIC, &until) < 0)
		return;
	until.tv_nsec += NAP_NS;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_cond_timedwait(&order->moved, &order->lock, &until);
}

/* Whether so much waits that no ticket may be given out. The one before which all is finished is
 * always worked on: what it holds up comes to an end. */
static bool is_full(const struct vn_order *order)
{
	return (order->held > VN_ORDER_BYTES || order->ready >= order->most) &&
	       order->taken != order->next;
}

bool vn_order_take(struct vn_order *order, struct vn_ticket *ticket)
{
	bool given = false;

	*ticket = (struct vn_ticket){0};
	pthread_mutex_lock(&order->lock);
	while (!order->stopped && is_full(order))
		nap(order);
	if (!order->stopped && order->taken < order->count) {
		ticket->index = order->taken++;
		ticket->turn = ticket->index == order->next;
		given = true;
	}
	pthread_mutex_unlock(&order->lock);
	return given;
}

bool vn_order_wait(struct vn_order *order, struct vn_ticket *ticket)
{
	bool going;

	if (ticket->turn)
		return true;
	pthread_mutex_lock(&order->lock);
	/* The turn may have come unnoticed: then there is nothing to put off work for. */
	while (!order->stopped && order->next != ticket->index)
		nap(order);
	going = !order->stopped;
	ticket->turn = going && order->next == ticket->index;
	pthread_mutex_unlock(&order->lock);
	return going;
}

enum vn_status vn_order_put(struct vn_order *order, struct vn_ticket *ticket, enum vn_lane lane,
			    const char *bytes, size_t len, struct vn_err *err)
{
	if (!ticket->turn && bytes_of(&ticket->held) + len <= VN_TICKET_BYTES)
		return vn_buf_add(&ticket->held.lane[lane], bytes, len, err);
	if (!vn_order_wait(order, ticket))
		return vn_err_set(err, VN_EOUTPUT, "the run has been stopped");
	flush(order, &ticket->held);
	if (len > 0)
		order->calls.emit(order->self, lane, bytes, len);
	return VN_OK;
}

void vn_order_ready(struct vn_order *order, const struct vn_ticket *ticket, void *item)
{
	struct vn_done *done = &order->done[ticket->index];

	pthread_mutex_lock(&order->lock);
	done->item = item;
	done->size = bytes_of(&ticket->held) + VN_ITEM_BYTES;
	order->held += done->size;
	order->ready++;
	if (order->settling) {
		/* The thread that settles will come to it. */
		pthread_mutex_unlock(&order->lock);
		return;
	}
	order->settling = true;
	while (order->settled < order->count && order->done[order->settled].item) {
		done = &order->done[order->settled];
		item = done->item;
		done->item = NULL;
		order->held -= done->size;
		order->ready--;
		pthread_mutex_unlock(&order->lock);
		order->calls.settle(order->self, item);
		pthread_mutex_lock(&order->lock);
		order->settled++;
		tell(order);
	}
	order->settling = false;
	pthread_mutex_unlock(&order->lock);
}

/* Moves the turn on from a ticket that is finished, over all others that are. Holds the lock. */
static void move_on(struct vn_order *order)
{
	order->next++;
	while (order->next < order->count && order->done[order->next].finished && !order->stopped) {
		struct vn_lanes *held = &order->done[order->next].held;
		order->held -= bytes_of(held);
		/* Its owner is gone and its turn has come: nobody else touches it. */
		pthread_mutex_unlock(&order->lock);
		flush(order, held);
		pthread_mutex_lock(&order->lock);
		order->next++;
	}
	tell(order);
}

void vn_order_finish(struct vn_order *order, struct vn_ticket *ticket)
{
	pthread_mutex_lock(&order->lock);
	ticket->turn |= ticket->index == order->next && !order->stopped;
	if (ticket->turn) {
		pthread_mutex_unlock(&order->lock);
		flush(order, &ticket->held);
		pthread_mutex_lock(&order->lock);
		move_on(order);
	} else {
		order->held += bytes_of(&ticket->held);
		order->done[ticket->index].finished = true;
		order->done[ticket->index].held = ticket->held;
	}
	pthread_mutex_unlock(&order->lock);
	*ticket = (struct vn_ticket){0};
}

void vn_order_stop(struct vn_order *order)
{
	pthread_mutex_lock(&order->lock);
	order->stopped = true;
	tell(order);
	pthread_mutex_unlock(&order->lock);
}
