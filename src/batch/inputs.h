/* What a run works on: named files, lists and folders, in one order. */
#ifndef VN_BATCH_INPUTS_H
#define VN_BATCH_INPUTS_H

#include "base/arena.h"
#include "batch/outcome.h"
#include "batch/plan.h"
#include "batch/says.h"

#include <sys/stat.h>

/* One input. */
struct vn_input {
	const char *path;  /* to be opened and told; the inputs' */
	const char *below; /* where it goes below --output-dir; NULL before vn_inputs_mirror() */
	uint64_t size;	   /* bytes, as far as known */
	dev_t device;
	ino_t inode;	       /* with device: which file it is; both 0: not known */
	int error;	       /* errno value: why it cannot be read; else 0 */
	enum vn_reason reason; /* why it is left out, or VN_REASON_NONE */
	bool standard;	       /* standard input */
	bool found;	       /* in a folder, not named */
	bool many_names;       /* has hard links */
};

struct vn_inputs {
	struct vn_input *item;
	size_t count, cap;
	struct vn_input **by_file; /* sorted by device and inode; NULL before vn_inputs_index() */
	uint64_t bytes;		   /* of all sizes */
	struct vn_arena arena;
};

/*
 * Collects what PLAN names: the files, then the lists, then those with NUL, each in its
 * order, a folder's files sorted by the bytes of their paths; of all that, the shard. Names that
 * are neither there nor readable are inputs with an error. What is one of the COUNT files AVOID is
 * left out where it is found in a folder, and not entered. A list that cannot be read is told, and
 * its code returned; the inputs are complete but for it. VN_EXIT_LIMIT: out of memory, told too.
 */
enum vn_exit vn_inputs_collect(struct vn_inputs *inputs, const struct vn_plan *plan,
			       const struct vn_says *says, const struct stat *avoid, size_t count);

/* Prepares for vn_inputs_unite() and vn_inputs_have(). */
VN_CHECKED enum vn_status vn_inputs_index(struct vn_inputs *inputs, struct vn_err *err);

/* Marks all inputs but the first of those that name the same file: for writing in place. */
VN_CHECKED enum vn_status vn_inputs_unite(struct vn_inputs *inputs, struct vn_err *err);

/*
 * Sets BELOW of all inputs: the path without what leads out of a folder (a leading "/", ".." at its
 * start) and without empty parts and ".". Marks all but the first of those that would go to
 * the same place.
 */
VN_CHECKED enum vn_status vn_inputs_mirror(struct vn_inputs *inputs, struct vn_err *err);

/* Whether the file of ST is one of the inputs. O(log n). */
bool vn_inputs_have(const struct vn_inputs *inputs, const struct stat *st);

void vn_inputs_fini(struct vn_inputs *inputs);

#endif
