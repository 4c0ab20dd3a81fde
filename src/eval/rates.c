#include "eval/rates.h"

#include <stdlib.h>

static const char *const names[VN_RATES] = {
	[VN_RATE_CER_BEFORE] = "cer_before", [VN_RATE_CER_AFTER] = "cer_after",
	[VN_RATE_WER_BEFORE] = "wer_before", [VN_RATE_WER_AFTER] = "wer_after",
	[VN_RATE_WER_CUT] = "wer_cut_by",    [VN_RATE_HARMED] = "harmed_per_10000",
};

const char *vn_rate_name(enum vn_rate rate)
{
	return names[rate];
}

/* SCALE * part / whole, with a whole of at least 1. */
static double share(double scale, double part, size_t whole)
{
	return scale * part / (double)(whole ? whole : 1);
}

double vn_rate_of(enum vn_rate rate, const struct vn_counts *counts)
{
	double before = (double)counts->word_errors_before,
	       after = (double)counts->word_errors_after;

	switch (rate) {
	case VN_RATE_CER_BEFORE:
		return share(100, (double)counts->char_errors_before, counts->chars);
	case VN_RATE_CER_AFTER:
		return share(100, (double)counts->char_errors_after, counts->chars);
	case VN_RATE_WER_BEFORE:
		return share(100, before, counts->words);
	case VN_RATE_WER_AFTER:
		return share(100, after, counts->words);
	case VN_RATE_WER_CUT:
		return share(100, before - after, counts->word_errors_before);
	case VN_RATE_HARMED:
		return share(10000, (double)counts->harmed, counts->right);
	case VN_RATES:
		break;
	}
	return 0;
}

/* The next number of a sequence that looks random (SplitMix64, Steele, Lea and Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* The sum over COUNT pages drawn with replacement; COUNT is below 2^32. */
static struct vn_counts draw(const struct vn_counts *pages, size_t count, uint64_t *state)
{
	struct vn_counts sum = {0};
	for (size_t i = 0; i < count; i++)
		vn_counts_add(&sum, &pages[(next_random(state) >> 32) * count >> 32]);
	return sum;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

enum vn_status vn_bootstrap(const struct vn_counts *pages, size_t count,
			    struct vn_interval out[VN_RATES], struct vn_err *err)
{
	enum { TAIL = VN_RESAMPLES / 40 }; /* resamples that lie outside on either side */
	uint64_t state = 20261121;
	double *values = malloc(VN_RATES * VN_RESAMPLES * sizeof *values);

	if (!values)
		return vn_err_nomem(err);
	if (count > UINT32_MAX) {
		free(values);
		return vn_err_set(err, VN_ELIMIT, "too many pages");
	}
	for (int i = 0; i < VN_RESAMPLES; i++) {
		struct vn_counts sum = draw(pages, count, &state);
		for (int rate = 0; rate < VN_RATES; rate++)
			values[rate * VN_RESAMPLES + i] = vn_rate_of((enum vn_rate)rate, &sum);
	}
	for (int rate = 0; rate < VN_RATES; rate++) {
		double *sorted = &values[rate * VN_RESAMPLES];
		qsort(sorted, VN_RESAMPLES, sizeof *sorted, by_size);
		out[rate] = (struct vn_interval){sorted[TAIL], sorted[VN_RESAMPLES - 1 - TAIL]};
	}
	free(values);
	return VN_OK;
}
