#include "cli/order.h"

#include <errno.h>
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
			order->emit(order->self, (enum vn_lane)i, lane->ptr, lane->len);
		vn_buf_fini(lane);
	}
}

enum vn_status vn_order_open(struct vn_order *order, size_t count,
			     void (*emit)(void *, enum vn_lane, const char *, size_t),
			     void (*idle)(void *), void *self, struct vn_err *err)
{
	pthread_condattr_t attr;

	*order = (struct vn_order){.count = count, .emit = emit, .idle = idle, .self = self};
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

/* Waits a little, with the lock held, after finishing what was put off. */
static void nap(struct vn_order *order)
{
	struct timespec until;

	pthread_mutex_unlock(&order->lock);
	order->idle(order->self);
	pthread_mutex_lock(&order->lock);
	if (clock_gettime(CLOCK_MONOTONIC, &until) < 0)
		return;
	until.tv_nsec += NAP_NS;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_cond_timedwait(&order->moved, &order->lock, &until);
}

bool vn_order_take(struct vn_order *order, struct vn_ticket *ticket)
{
	bool given = false;

	*ticket = (struct vn_ticket){0};
	pthread_mutex_lock(&order->lock);
	while (!order->stopped && order->held > VN_ORDER_BYTES && order->taken != order->next)
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
	ticket->turn = order->next == ticket->index;
	going = !order->stopped;
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
		order->emit(order->self, lane, bytes, len);
	return VN_OK;
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
	pthread_cond_broadcast(&order->moved);
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
		order->done[ticket->index] = (struct vn_done){true, ticket->held};
	}
	pthread_mutex_unlock(&order->lock);
	*ticket = (struct vn_ticket){0};
}

void vn_order_stop(struct vn_order *order)
{
	pthread_mutex_lock(&order->lock);
	order->stopped = true;
	pthread_cond_broadcast(&order->moved);
	pthread_mutex_unlock(&order->lock);
}
