/* A watch over long work, so that whoever waits for it can end it. */
#ifndef VN_BASE_WATCH_H
#define VN_BASE_WATCH_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Work between two questions: at about 1 us a unit, 10 ms. */
#define VN_WATCH_STEP 10000

/* All zero: nobody asks for an end. Work is counted, never timed. */
struct vn_watch {
	bool (*stop)(void *self); /* whether to end now */
	void *self;
	uint64_t work; /* done since the last question */
};

/* Asks now. VN_ELIMIT when the work is to end. */
VN_CHECKED enum vn_status vn_watch_ask(struct vn_watch *watch, struct vn_err *err);

/* Notes that UNITS of work are about to be done, and asks when it is time to. WATCH may be NULL. */
VN_CHECKED static inline enum vn_status vn_watch_work(struct vn_watch *watch, uint64_t units,
						      struct vn_err *err)
{
	if (!watch)
		return VN_OK;
	watch->work += units;
	return watch->work < VN_WATCH_STEP ? VN_OK : vn_watch_ask(watch, err);
}

#endif
