#include "batch/aide.h"

#include <stdlib.h>

static void *serve(void *self)
{
	struct vn_aide_thread *a = self;

	pthread_mutex_lock(&a->lock);
	for (;;) {
		while (!a->work && !a->end)
			pthread_cond_wait(&a->moved, &a->lock);
		if (!a->work)
			break;
		pthread_mutex_unlock(&a->lock);
		a->work(a->task);
		pthread_mutex_lock(&a->lock);
		a->work = NULL;
		pthread_cond_broadcast(&a->moved);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

static void begin(void *self, void (*work)(void *task), void *task)
{
	struct vn_aide_thread *a = self;

	if (!a->started && pthread_create(&a->thread, NULL, serve, a) == 0)
		a->started = true;
	if (!a->started) {
		work(task);
		return;
	}
	pthread_mutex_lock(&a->lock);
	a->work = work;
	a->task = task;
	pthread_cond_broadcast(&a->moved);
	pthread_mutex_unlock(&a->lock);
}

static void wait(void *self)
{
	struct vn_aide_thread *a = self;

	pthread_mutex_lock(&a->lock);
	while (a->work)
		pthread_cond_wait(&a->moved, &a->lock);
	pthread_mutex_unlock(&a->lock);
}

enum vn_status vn_aide_open(struct vn_aide_thread **out, struct vn_err *err)
{
	struct vn_aide_thread *a = calloc(1, sizeof *a);

	if (!a)
		return vn_err_nomem(err);
	a->aide = (struct vn_aide){begin, wait, a};
	if (pthread_mutex_init(&a->lock, NULL) != 0) {
		free(a);
		return vn_err_nomem(err);
	}
	if (pthread_cond_init(&a->moved, NULL) != 0) {
		pthread_mutex_destroy(&a->lock);
		free(a);
		return vn_err_nomem(err);
	}
	*out = a;
	return VN_OK;
}

void vn_aide_close(struct vn_aide_thread *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	a->end = true;
	pthread_cond_broadcast(&a->moved);
	pthread_mutex_unlock(&a->lock);
	if (a->started)
		pthread_join(a->thread, NULL);
	pthread_cond_destroy(&a->moved);
	pthread_mutex_destroy(&a->lock);
	free(a);
}
