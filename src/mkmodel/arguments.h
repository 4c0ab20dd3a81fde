/* What the commands have in common in reading their arguments. */
#ifndef VN_MKMODEL_ARGUMENTS_H
#define VN_MKMODEL_ARGUMENTS_H

#include "base/err.h"

/* Reads TEXT, all of it a whole number from LEAST to MOST, into *NUMBER, which is untouched on
 * failure (VN_EUSAGE). WHAT names it in the message, as "lm: -k". */
VN_CHECKED enum vn_status vn_argument_number(long *number, const char *what, const char *text,
					     long least, long most, struct vn_err *err);

/* Cuts ":WEIGHT" off the end of SOURCE, which is written to; without one *WEIGHT is 1. */
VN_CHECKED enum vn_status vn_argument_weight(char *source, long most, uint32_t *weight,
					     struct vn_err *err);

/* What getopt() did not take: an unknown option of COMMAND (ANSWER '?'), or one without its
 * argument
 * (':'). Returns VN_EUSAGE. */
enum vn_status vn_argument_unknown(const char *command, int answer, struct vn_err *err);

#endif
