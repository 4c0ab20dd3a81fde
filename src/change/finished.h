/* A unit that went through all stages, for those who write it and who tell of it. */
#ifndef VN_CHANGE_FINISHED_H
#define VN_CHANGE_FINISHED_H

#include "base/sink.h"
#include "change/splice.h"

/* A finished unit: what was read, what it became, and what is to be written of it. */
struct vn_finished {
	const struct vn_unit *unit; /* with all its edits; its text is the running text */
	struct vn_reading reading;
	const struct vn_splices *splices; /* the same as changes of the source */
	struct vn_str output;		  /* the source bytes, spliced */
};

/* Writes the text of a finished unit to SINK in some form. */
typedef enum vn_status (*vn_writer)(const void *self, const struct vn_finished *finished,
				    vn_sink sink, void *sink_self, struct vn_err *err);

#endif
