/* Documents through a pipeline piece by piece, for tests of what the pieces must not matter to. */
#ifndef VN_TEST_FEED_H
#define VN_TEST_FEED_H

#include "pipeline.h"

/* A sink: SELF is the struct vn_buf that gets all. */
static inline enum vn_status feed_sink(void *self, const char *bytes, size_t len,
				       struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

/* Gives PIPELINE all of BYTES, CHUNK at a time, and the end; OUT gets what it writes. Returns the
 * first failure. */
static inline enum vn_status feed_all(struct vn_pipeline *pipeline, struct vn_str bytes,
				      size_t chunk, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < bytes.len; at += chunk) {
		size_t len = bytes.len - at < chunk ? bytes.len - at : chunk;
		status = vn_pipeline_feed(pipeline, bytes.ptr + at, len, feed_sink, out, err);
	}
	return status ? status : vn_pipeline_finish(pipeline, feed_sink, out, err);
}

#endif
