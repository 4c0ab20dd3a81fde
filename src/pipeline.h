/* The path of a document through the stages, in bounded memory. */
#ifndef VN_PIPELINE_H
#define VN_PIPELINE_H

#include "change/finished.h"
#include "source/intake.h"
#include "stage.h"

struct vn_pipeline;

/* Sees each finished unit before its text goes to the sink. */
typedef enum vn_status (*vn_observer)(void *self, const struct vn_finished *finished,
				      struct vn_err *err);

/* All stages in order, ended by NULL. */
const struct vn_stage *const *vn_stages(void);

/* Adds to *MASK the bits, as in vn_options.skip, of the stages in NAMES, a list parted by commas;
 * "normalize" is read as "normalise". VN_EUSAGE, with the known names in ERR and *MASK untouched,
 * for any other name. */
VN_CHECKED enum vn_status vn_stages_mask(uint32_t *mask, const char *names, struct vn_err *err);

/* Whether OPTIONS run a stage that needs a model. */
bool vn_pipeline_needs_model(const struct vn_options *options);

/* Makes a pipeline. OPTIONS and MODEL (NULL only if none is needed) are borrowed and must outlive
 * it. On failure *OUT is untouched. Free with vn_pipeline_close(), which takes NULL. */
VN_CHECKED enum vn_status vn_pipeline_open(struct vn_pipeline **out,
					   const struct vn_options *options,
					   const struct vn_model *model, struct vn_err *err);
void vn_pipeline_close(struct vn_pipeline *pipeline);

/* Sets who sees each unit (for reports and tests). NULL: nobody. */
void vn_pipeline_observe(struct vn_pipeline *pipeline, vn_observer observer, void *self);

/* Sets how units are written. NULL, the default: the bytes of the source, changes put in. */
void vn_pipeline_write(struct vn_pipeline *pipeline, vn_writer writer, const void *self);

/* Sets who may end the work in the middle of a document: STOP is asked about every 10 ms; once it
 * says yes, what runs fails with VN_ELIMIT. NULL: nobody. */
void vn_pipeline_watch(struct vn_pipeline *pipeline, bool (*stop)(void *self), void *self);

/* Sets who works beside the caller's thread; the output is the same. AIDE must outlive its use;
 * NULL, the default: nobody. */
void vn_pipeline_aide(struct vn_pipeline *pipeline, const struct vn_aide *aide);

/* Adds LEN bytes of the document; finished units go to SINK. After a failure only
 * vn_pipeline_close() or vn_pipeline_reset() may follow. */
VN_CHECKED enum vn_status vn_pipeline_feed(struct vn_pipeline *pipeline, const char *bytes,
					   size_t len, vn_sink sink, void *self,
					   struct vn_err *err);

/* Ends the document: the rest goes to SINK. The pipeline is then ready for vn_pipeline_reset(). */
VN_CHECKED enum vn_status vn_pipeline_finish(struct vn_pipeline *pipeline, vn_sink sink, void *self,
					     struct vn_err *err);

/* Forgets the document, keeps the buffers: ready for the next one. */
void vn_pipeline_reset(struct vn_pipeline *pipeline);

/* The same, and the next one is made of SOURCE, whatever the options say. */
void vn_pipeline_reset_as(struct vn_pipeline *pipeline, const struct vn_source *source);

/* What the document was taken for: VN_PROBE_BYTES after its begin at the latest. */
const struct vn_source *vn_pipeline_source(const struct vn_pipeline *pipeline);

/* Whether it is in UTF-16. */
bool vn_pipeline_wide(const struct vn_pipeline *pipeline);

/* The first thing wrong with the document that was read on behind; status VN_OK: nothing. */
const struct vn_err *vn_pipeline_fault(const struct vn_pipeline *pipeline);

/* What is known of the document so far. */
const struct vn_document *vn_pipeline_document(const struct vn_pipeline *pipeline);

/* Counts of the document so far. */
const struct vn_stats *vn_pipeline_stats(const struct vn_pipeline *pipeline);

#endif
