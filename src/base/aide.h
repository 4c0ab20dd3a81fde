/* An aide: who does a piece of work beside one's own. The engine starts no threads; who has one to
 * spare lends it. */
#ifndef VN_BASE_AIDE_H
#define VN_BASE_AIDE_H

struct vn_aide {
	/* WORK is done with TASK from now on, somewhere, at the latest in wait(). One piece at a
	 * time. */
	void (*begin)(void *self, void (*work)(void *task), void *task);
	/* Returns when it is done. */
	void (*wait)(void *self);
	void *self;
};

#endif
