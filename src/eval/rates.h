/* Rates, each from the counts of a page or the sum over pages, and how sure they are. */
#ifndef VN_EVAL_RATES_H
#define VN_EVAL_RATES_H

#include "eval/score.h"

enum vn_rate {
	VN_RATE_CER_BEFORE, /* these four in per cent of the truth's length */
	VN_RATE_CER_AFTER,
	VN_RATE_WER_BEFORE,
	VN_RATE_WER_AFTER,
	VN_RATE_WER_CUT, /* per cent of the word errors that went away */
	VN_RATE_HARMED,	 /* per 10,000 tokens that were read right */
	VN_RATES
};

/* Its name in reports: static, letters, digits and low lines. */
const char *vn_rate_name(enum vn_rate rate);

/* Its value; what has a length of 0 counts as 1 long. */
double vn_rate_of(enum vn_rate rate, const struct vn_counts *counts);

/* The range that holds a rate with a probability of 95 %. */
struct vn_interval {
	double low, high;
};

#define VN_RESAMPLES 1000

/*
 * Estimates the intervals of all rates by the percentile bootstrap (Efron 1979): 1,000 samples of
 * COUNT pages are drawn from PAGES, with replacement; the interval spans the middle 95 % of their
 * rates. The draws are the same in every run and on every machine. With a single page
 * all intervals are a point. Fails with VN_ENOMEM, and with VN_ELIMIT for 2^32 pages or more.
 */
VN_CHECKED enum vn_status vn_bootstrap(const struct vn_counts *pages, size_t count,
				       struct vn_interval out[VN_RATES], struct vn_err *err);

#endif
