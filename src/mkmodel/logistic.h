/* Logistic regression: the probability of a yes from several values. */
#ifndef VN_MKMODEL_LOGISTIC_H
#define VN_MKMODEL_LOGISTIC_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows of WIDTH values (1/256) and an answer each, one after the other. */
struct vn_rows {
	const int32_t *values;
	const bool *right;
	size_t count, width;
};

/*
 * Finds the FACTORS (1/256, WIDTH of them) of the greatest likelihood, with a fee of RIDGE / 2
 * times the sum of their squares, by Newton's method. Values that never vary from 0 get 0. Fails
 * with VN_ENOMEM only.
 */
VN_CHECKED enum vn_status vn_logistic_fit(const struct vn_rows *rows, double ridge,
					  int32_t *factors, struct vn_err *err);

#endif
