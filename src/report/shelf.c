#include "report/shelf.h"

void vn_shelf_init(struct vn_shelf *shelf, struct vn_store *store)
{
	*shelf = (struct vn_shelf){.lock = PTHREAD_MUTEX_INITIALIZER, .data = {.store = store}};
}

void vn_shelf_fini(struct vn_shelf *shelf)
{
	vn_spool_fini(&shelf->data);
	pthread_mutex_destroy(&shelf->lock);
	*shelf = (struct vn_shelf){0};
}

static enum vn_status to_spool(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_spool_add(self, bytes, len, err);
}

enum vn_status vn_shelf_put(struct vn_shelf *shelf, const struct vn_spool *spool,
			    struct vn_slip *slip, struct vn_err *err)
{
	enum vn_status status;

	pthread_mutex_lock(&shelf->lock);
	slip->from = vn_spool_len(&shelf->data);
	status = vn_spool_give(spool, to_spool, &shelf->data, err);
	/* What failed half-way lies between the pieces, and belongs to none. */
	slip->len = vn_spool_len(&shelf->data) - slip->from;
	slip->lies = status == VN_OK;
	shelf->count += slip->lies;
	pthread_mutex_unlock(&shelf->lock);
	return status;
}

enum vn_status vn_shelf_give(struct vn_shelf *shelf, const struct vn_slip *slip, vn_sink sink,
			     void *self, struct vn_err *err)
{
	enum vn_status status;

	pthread_mutex_lock(&shelf->lock);
	status = vn_spool_give_part(&shelf->data, slip->from, slip->len, sink, self, err);
	pthread_mutex_unlock(&shelf->lock);
	return status;
}

void vn_shelf_drop(struct vn_shelf *shelf, struct vn_slip *slip)
{
	if (!slip->lies)
		return;
	pthread_mutex_lock(&shelf->lock);
	if (--shelf->count == 0)
		vn_spool_reset(&shelf->data);
	pthread_mutex_unlock(&shelf->lock);
	*slip = (struct vn_slip){0};
}
