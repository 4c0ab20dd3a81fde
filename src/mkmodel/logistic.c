#include "mkmodel/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS	  40
#define STEP_MAX  2.0  /* of one factor in one round */
#define CLOSE	  1e-5 /* rounds end when no factor moves further */
#define FLAT	  1e-9 /* curvature that keeps the equations solvable */
#define VALUE_ONE 256.0

/* The equations of one round: WIDTH rows of WIDTH + 1, the right-hand side last. */
struct equations {
	double *at;
	size_t width;
};

static double *row_of(const struct equations *e, size_t row)
{
	return e->at + row * (e->width + 1);
}

/* Adds one row of values, whose probability is P. */
static void add_row(const struct equations *e, const int32_t *values, double p, bool right)
{
	double curve = p * (1 - p), gap = (right ? 1 : 0) - p;

	for (size_t i = 0; i < e->width; i++) {
		double *row = row_of(e, i), x = values[i] / VALUE_ONE;
		if (!values[i])
			continue;
		for (size_t j = 0; j < e->width; j++)
			row[j] += curve * x * (values[j] / VALUE_ONE);
		row[e->width] += gap * x;
	}
}

/* Solves by elimination with the largest pivot; the solution to the last column. */
static void solve(const struct equations *e)
{
	size_t n = e->width;

	for (size_t i = 0; i < n; i++) {
		size_t best = i;
		double *pivot = row_of(e, i);
		for (size_t r = i + 1; r < n; r++)
			if (fabs(row_of(e, r)[i]) > fabs(row_of(e, best)[i]))
				best = r;
		for (size_t j = 0; best != i && j <= n; j++) {
			double swap = row_of(e, best)[j];
			row_of(e, best)[j] = pivot[j];
			pivot[j] = swap;
		}
		for (size_t r = 0; r < n; r++) {
			double *row = row_of(e, r), factor = row[i] / pivot[i];
			for (size_t j = i; r != i && factor != 0 && j <= n; j++)
				row[j] -= factor * pivot[j];
		}
	}
	for (size_t i = 0; i < n; i++)
		row_of(e, i)[n] /= row_of(e, i)[i];
}

/* One round; returns the largest step. */
static double improve(const struct equations *e, const struct vn_rows *rows, double ridge,
		      double *factors)
{
	double largest = 0;

	memset(e->at, 0, e->width * (e->width + 1) * sizeof *e->at);
	for (size_t k = 0; k < rows->count; k++) {
		const int32_t *values = rows->values + k * rows->width;
		double z = 0;
		for (size_t i = 0; i < e->width; i++)
			z += factors[i] * (values[i] / VALUE_ONE);
		add_row(e, values, 1 / (1 + exp(-z)), rows->right[k]);
	}
	for (size_t i = 0; i < e->width; i++) {
		row_of(e, i)[i] += ridge + FLAT;
		row_of(e, i)[e->width] -= ridge * factors[i];
	}
	solve(e);
	for (size_t i = 0; i < e->width; i++) {
		double step = row_of(e, i)[e->width];
		step = step > STEP_MAX ? STEP_MAX : step < -STEP_MAX ? -STEP_MAX : step;
		factors[i] += step;
		if (fabs(step) > largest)
			largest = fabs(step);
	}
	return largest;
}

enum vn_status vn_logistic_fit(const struct vn_rows *rows, double ridge, int32_t *factors,
			       struct vn_err *err)
{
	struct equations e = {calloc(rows->width * (rows->width + 1), sizeof *e.at), rows->width};
	double *exact = calloc(rows->width, sizeof *exact);
	enum vn_status status = VN_OK;

	if (!e.at || !exact)
		status = vn_err_nomem(err);
	for (int round = 0; !status && round < ROUNDS; round++)
		if (improve(&e, rows, ridge, exact) < CLOSE)
			break;
	for (size_t i = 0; !status && i < rows->width; i++)
		factors[i] = (int32_t)lround(exact[i] * VALUE_ONE);
	free(e.at);
	free(exact);
	return status;
}
