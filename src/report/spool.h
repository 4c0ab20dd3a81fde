/* Bytes kept until all of them are there: in memory, beyond some MiB in the store of the run. */
#ifndef VN_REPORT_SPOOL_H
#define VN_REPORT_SPOOL_H

#include "base/buf.h"
#include "base/sink.h"
#include "report/store.h"

#define VN_SPOOL_MEMORY (4 * 1024 * 1024)

/* All zero is a valid empty one, which keeps all in memory. */
struct vn_spool {
	struct vn_store *store; /* the caller's */
	struct vn_buf buf;	/* what is not in the store */
	struct vn_spool_run {
		uint64_t at, len; /* bytes of the store */
	} * runs;
	size_t run_count, run_cap;
	uint64_t in_store; /* bytes */
};

/* Frees all. Takes a zeroed one too. */
void vn_spool_fini(struct vn_spool *spool);

/* Empties the spool and keeps its memory. */
void vn_spool_reset(struct vn_spool *spool);

/* Appends LEN bytes. VN_EOUTPUT if the store cannot take them. */
VN_CHECKED enum vn_status vn_spool_add(struct vn_spool *spool, const void *bytes, size_t len,
				       struct vn_err *err);

/* How many bytes are in it. */
static inline uint64_t vn_spool_len(const struct vn_spool *spool)
{
	return spool->in_store + spool->buf.len;
}

/* Hands all bytes to SINK, or LEN of them from byte FROM on; they must be there. The spool is
 * unchanged. */
VN_CHECKED enum vn_status vn_spool_give(const struct vn_spool *spool, vn_sink sink, void *self,
					struct vn_err *err);
VN_CHECKED enum vn_status vn_spool_give_part(const struct vn_spool *spool, uint64_t from,
					     uint64_t len, vn_sink sink, void *self,
					     struct vn_err *err);

#endif
