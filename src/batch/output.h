/* The one output of a run that writes no file for each input. */
#ifndef VN_BATCH_OUTPUT_H
#define VN_BATCH_OUTPUT_H

#include "batch/inputs.h"
#include "files/save.h"

/* Opens what PLAN asks for, after making sure that it is none of INPUTS. Tells why it fails. */
enum vn_exit vn_output_open(struct vn_save *out, const struct vn_plan *plan,
			    const struct vn_inputs *inputs, const struct vn_says *says);

/* Whether the output is a file, not standard output. */
bool vn_output_is_file(const struct vn_plan *plan);

/* Fills ST with the regular file that the output is now, to be avoided by those who look for
 * inputs. False if there is none. */
bool vn_output_stat(struct stat *st, const struct vn_plan *plan);

/* Tells why writing failed; of a pipe that nobody reads says->unread() is told first. */
enum vn_exit vn_output_failed(const struct vn_save *out, const struct vn_plan *plan,
			      const struct vn_says *says);

/* Ends the output: done means that every byte was taken. Tells why it fails. */
enum vn_exit vn_output_close(struct vn_save *out, const struct vn_plan *plan,
			     const struct vn_says *says);

/* Gives an unfinished output up. */
void vn_output_abort(struct vn_save *out);

#endif
