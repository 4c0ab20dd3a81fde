#include "base/watch.h"

enum vn_status vn_watch_ask(struct vn_watch *watch, struct vn_err *err)
{
	watch->work = 0;
	if (!watch->stop || !watch->stop(watch->self))
		return VN_OK;
	return vn_err_set(err, VN_ELIMIT, "stopped before the end");
}
