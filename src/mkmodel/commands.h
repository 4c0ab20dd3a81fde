/* The commands of vnfix-mkmodel; argv[0] is the command's name. */
#ifndef VN_MKMODEL_COMMANDS_H
#define VN_MKMODEL_COMMANDS_H

#include "base/buf.h"

/* Counts texts and writes the language model part. */
enum vn_status vn_command_lm(int argc, char **argv, struct vn_err *err);

/* Learns a channel from aligned pages and writes its part. */
enum vn_status vn_command_channel(int argc, char **argv, struct vn_err *err);

/* Tunes the weights of the search and fits the confidence over pages; writes their part. */
enum vn_status vn_command_tune(int argc, char **argv, struct vn_err *err);

/* Joins parts into one model. */
enum vn_status vn_command_join(int argc, char **argv, struct vn_err *err);

/* Checks a model to the last byte and prints what it holds. */
enum vn_status vn_command_verify(int argc, char **argv, struct vn_err *err);

/* Prints what a channel makes of printed letters: letters, reading, cost, probability. */
enum vn_status vn_command_show(int argc, char **argv, struct vn_err *err);

#endif
