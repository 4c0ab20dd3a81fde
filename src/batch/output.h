/* Standard output and -o: what the run writes to. */
#ifndef VN_BATCH_OUTPUT_H
#define VN_BATCH_OUTPUT_H

#include "batch/inputs.h"
#include "files/save.h"

/* Opens what CLI asks for, after making sure that it is none of INPUTS. Until the output is
 * closed, a signal that ends the program removes the unfinished file. Says why it fails. */
enum vn_exit vn_output_open(struct vn_save *out, const struct vn_cli *cli,
			    const struct vn_inputs *inputs);

/* Whether --output names a file, not standard output. */
bool vn_output_is_file(const struct vn_cli *cli);

/* Fills ST with the regular file that the output is now, to be avoided by those who look for
 * inputs. False if there is none. */
bool vn_output_stat(struct stat *st, const struct vn_cli *cli);

/* Says why writing failed. A broken pipe ends the program by SIGPIPE, as if it had never been
 * ignored: quietly. */
enum vn_exit vn_output_failed(const struct vn_save *out, const struct vn_cli *cli);

/* Ends the output: done means that every byte was taken. Says why it fails. */
enum vn_exit vn_output_close(struct vn_save *out, const struct vn_cli *cli);

/* Gives an unfinished output up. */
void vn_output_abort(struct vn_save *out);

/* Writes LEN bytes to standard output and closes it. Says why it fails. */
enum vn_exit vn_output_text(const char *text, size_t len);

#endif
