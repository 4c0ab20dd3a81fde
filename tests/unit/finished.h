/* A unit of plain text as the pipeline hands it on when its stages are done. */
#ifndef VN_TEST_FINISHED_H
#define VN_TEST_FINISHED_H

#include "pipeline.h"

static const struct vn_text_map finished_map;

/* INPUT, from byte IN of a document on, became UNIT, written from byte OUT on. Fills SPLICES. */
static enum vn_status finish_text(struct vn_finished *done, const struct vn_unit *unit,
				  struct vn_str input, uint64_t in, uint64_t out,
				  struct vn_splices *splices, struct vn_err *err)
{
	*done = (struct vn_finished){.unit = unit,
				     .reading = {.bytes = input,
						 .offset = in,
						 .text = input,
						 .map = &finished_map,
						 .source = &vn_source_text},
				     .splices = splices,
				     .output = vn_buf_str(&unit->text)};
	return vn_splices_list(splices, unit, &done->reading, out, err);
}

#endif
