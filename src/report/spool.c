#include "report/spool.h"

#include <stdlib.h>

void vn_spool_fini(struct vn_spool *spool)
{
	vn_spool_reset(spool);
	vn_buf_fini(&spool->buf);
	free(spool->runs);
	*spool = (struct vn_spool){0};
}

void vn_spool_reset(struct vn_spool *spool)
{
	for (size_t i = 0; i < spool->run_count; i++)
		vn_store_drop(spool->store, spool->runs[i].at, spool->runs[i].len);
	spool->run_count = 0;
	spool->in_store = 0;
	spool->buf.len = 0;
}

/* Moves the bytes in memory to the store. */
static enum vn_status flush(struct vn_spool *spool, struct vn_err *err)
{
	struct vn_spool_run run = {.len = spool->buf.len};
	enum vn_status status =
		vn_grow(&spool->runs, spool->run_count, &spool->run_cap, sizeof run, err);

	if (!status)
		status = vn_store_put(spool->store, spool->buf.ptr, spool->buf.len, &run.at, err);
	if (status)
		return status;
	spool->runs[spool->run_count++] = run;
	spool->in_store += run.len;
	spool->buf.len = 0;
	return VN_OK;
}

enum vn_status vn_spool_add(struct vn_spool *spool, const void *bytes, size_t len,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;
	if (spool->store && spool->buf.len > 0 && spool->buf.len + len > VN_SPOOL_MEMORY)
		status = flush(spool, err);
	return status ? status : vn_buf_add(&spool->buf, bytes, len, err);
}

/* The bytes [at, end) of what is in the store. */
static enum vn_status give_stored(const struct vn_spool *spool, uint64_t at, uint64_t end,
				  vn_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	char bytes[16 * 1024];
	uint64_t before = 0; /* bytes of the runs before this one */

	for (size_t i = 0; !status && at < end; before += spool->runs[i++].len) {
		const struct vn_spool_run *run = &spool->runs[i];
		uint64_t last = before + run->len < end ? before + run->len : end;
		while (!status && at < last) {
			size_t len = last - at < sizeof bytes ? (size_t)(last - at) : sizeof bytes;
			status = vn_store_get(spool->store, run->at + (at - before), bytes, len,
					      err);
			if (!status)
				status = sink(self, bytes, len, err);
			at += len;
		}
	}
	return status;
}

enum vn_status vn_spool_give_part(const struct vn_spool *spool, uint64_t from, uint64_t len,
				  vn_sink sink, void *self, struct vn_err *err)
{
	uint64_t end = from + len, stored = spool->in_store;
	enum vn_status status = VN_OK;

	if (from < stored)
		status = give_stored(spool, from, end < stored ? end : stored, sink, self, err);
	if (status || end <= stored)
		return status;
	if (from < stored)
		from = stored;
	return sink(self, spool->buf.ptr + (from - stored), (size_t)(end - from), err);
}

enum vn_status vn_spool_give(const struct vn_spool *spool, vn_sink sink, void *self,
			     struct vn_err *err)
{
	return vn_spool_give_part(spool, 0, vn_spool_len(spool), sink, self, err);
}
