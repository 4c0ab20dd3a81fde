/* What undoing does, for tests of what a pipeline tells of its changes. */
#ifndef VN_TEST_PUT_BACK_H
#define VN_TEST_PUT_BACK_H

#include "pipeline.h"

/* Adds to BACK the output of FINISHED with its splices put back: the bytes that were read. Returns
 * what vn_buf_add() does. */
static inline enum vn_status put_back(struct vn_buf *back, const struct vn_finished *finished,
				      struct vn_err *err)
{
	const struct vn_splices *splices = finished->splices;
	struct vn_str out = finished->output;
	enum vn_status status = VN_OK;
	size_t from = 0;

	for (size_t i = 0; !status && i < splices->order_count; i++) {
		const struct vn_splice *s = splices->order[i];
		size_t begin = (size_t)(s->out_begin - splices->out);
		status = vn_buf_add(back, out.ptr + from, begin - from, err);
		if (!status)
			status = vn_buf_add(back, s->before.ptr, s->before.len, err);
		from = (size_t)(s->out_end - splices->out);
	}
	return status ? status : vn_buf_add(back, out.ptr + from, out.len - from, err);
}

#endif
