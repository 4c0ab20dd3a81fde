/* Learning word vectors: what tells readings of the same letters apart by the words around. */
#ifndef VN_MKMODEL_VECTORS_H
#define VN_MKMODEL_VECTORS_H

#include "base/buf.h"
#include "mkmodel/stream.h"

/*
 * Learns vectors from the words of STREAM, REACH (4 to VN_VECTOR_REACH) on either side of each, and
 * adds the section VECT to OUT. Words that are one without their marks compete: of each place the
 * vectors are to tell, from the words around but for the next ones, which of them stands there.
 * Equal input gives equal bytes.
 */
VN_CHECKED enum vn_status vn_vectors_learn(struct vn_buf *out, const struct vn_stream *stream,
					   uint32_t reach, struct vn_err *err);

#endif
