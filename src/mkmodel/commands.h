/* The commands of vnfix-mkmodel; argv[0] is the command's name. */
#ifndef VN_MKMODEL_COMMANDS_H
#define VN_MKMODEL_COMMANDS_H

#include "base/buf.h"

struct vn_pairs;

/* Counts texts and writes the language model part. */
enum vn_status vn_command_lm(int argc, char **argv, struct vn_err *err);

/* Learns a channel from aligned pages and writes its part. */
enum vn_status vn_command_channel(int argc, char **argv, struct vn_err *err);

/* Adds the pages that an argument names: DIR=GLOB[:WEIGHT], or TRUTH,READ[:WEIGHT] for two files;
 * with a tilde before it, the truth is of another edition. Cuts SOURCE. */
VN_CHECKED enum vn_status vn_pages_add(struct vn_pairs *pairs, char *source, struct vn_err *err);

/* Moves a channel of a model to what corrected pages show, and writes a model with it. */
enum vn_status vn_command_adapt(int argc, char **argv, struct vn_err *err);

/* Tunes the weights of the search and fits the confidence over pages; writes their part. */
enum vn_status vn_command_tune(int argc, char **argv, struct vn_err *err);

/* Counts the characters of texts by kind and writes their part. */
enum vn_status vn_command_kinds(int argc, char **argv, struct vn_err *err);

/* Joins parts into one model. */
enum vn_status vn_command_join(int argc, char **argv, struct vn_err *err);

/* Makes a smaller model of a model. */
enum vn_status vn_command_prune(int argc, char **argv, struct vn_err *err);

/* Checks a model to the last byte and prints what it holds. */
enum vn_status vn_command_verify(int argc, char **argv, struct vn_err *err);

/* Prints what a channel makes of printed letters: letters, reading, cost, probability. */
enum vn_status vn_command_show(int argc, char **argv, struct vn_err *err);

#endif
