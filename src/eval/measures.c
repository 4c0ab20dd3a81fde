/* From counts to the measures of a report. */
#include "eval/rates.h"

#include <stdlib.h>

void vn_counts_add(struct vn_counts *sum, const struct vn_counts *page)
{
	sum->words += page->words;
	sum->chars += page->chars;
	sum->char_errors_before += page->char_errors_before;
	sum->char_errors_after += page->char_errors_after;
	sum->word_errors_before += page->word_errors_before;
	sum->word_errors_after += page->word_errors_after;
	sum->right += page->right;
	sum->harmed += page->harmed;
	sum->numbers += page->numbers;
	sum->whole += page->whole;
}

struct vn_counts vn_tally_total(const struct vn_tally *tally)
{
	struct vn_counts sum = {0};
	for (size_t i = 0; i < tally->page_count; i++)
		vn_counts_add(&sum, &tally->pages[i]);
	return sum;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The median over the pages with errors of the per cent of word errors that went away (the upper
 * one of two middles); 0 when no page has errors. */
static enum vn_status median_cut(const struct vn_tally *tally, double *median, struct vn_err *err)
{
	double *cuts = malloc((tally->page_count + 1) * sizeof *cuts);
	size_t count = 0;

	if (!cuts)
		return vn_err_nomem(err);
	for (size_t i = 0; i < tally->page_count; i++) {
		const struct vn_counts *page = &tally->pages[i];
		if (page->word_errors_before)
			cuts[count++] = 100 * (1 - (double)page->word_errors_after /
							   (double)page->word_errors_before);
	}
	qsort(cuts, count, sizeof *cuts, by_size);
	*median = count ? cuts[count / 2] : 0;
	free(cuts);
	return VN_OK;
}

static size_t pages_made_worse(const struct vn_tally *tally)
{
	size_t worse = 0;
	for (size_t i = 0; i < tally->page_count; i++)
		worse += tally->pages[i].word_errors_after > tally->pages[i].word_errors_before;
	return worse;
}

static void put(struct vn_measure *out, size_t *count, const char *name, double value, int decimals)
{
	out[(*count)++] = (struct vn_measure){name, value, decimals};
}

static void put_rate(struct vn_measure *out, size_t *count, enum vn_rate rate,
		     const struct vn_counts *sum, int decimals)
{
	put(out, count, vn_rate_name(rate), vn_rate_of(rate, sum), decimals);
}

enum vn_status vn_page_measures(const struct vn_tally *tally, bool after,
				struct vn_measure out[VN_MEASURES_MAX], size_t *count,
				struct vn_err *err)
{
	struct vn_counts sum = vn_tally_total(tally);
	double median = 0;
	enum vn_status status = median_cut(tally, &median, err);

	if (status)
		return status;
	*count = 0;
	put(out, count, "pages", (double)tally->page_count, 0);
	if (sum.whole)
		put(out, count, "pages_as_whole", (double)sum.whole, 0);
	put(out, count, "words", (double)sum.words, 0);
	put(out, count, "chars", (double)sum.chars, 0);
	put_rate(out, count, VN_RATE_CER_BEFORE, &sum, 3);
	if (after)
		put_rate(out, count, VN_RATE_CER_AFTER, &sum, 3);
	put_rate(out, count, VN_RATE_WER_BEFORE, &sum, 3);
	if (!after)
		return VN_OK;
	put_rate(out, count, VN_RATE_WER_AFTER, &sum, 3);
	put_rate(out, count, VN_RATE_WER_CUT, &sum, 3);
	put(out, count, "median_page_cut", median, 2);
	put(out, count, "pages_made_worse", (double)pages_made_worse(tally), 0);
	put_rate(out, count, VN_RATE_HARMED, &sum, 2);
	put(out, count, "numbers_changed", (double)sum.numbers, 0);
	return VN_OK;
}

static double wrong_share(const struct vn_tally *tally, double scale)
{
	return scale * (double)tally->tokens_wrong /
	       (double)(tally->tokens_seen ? tally->tokens_seen : 1);
}

size_t vn_bare_measures(const struct vn_tally *tally, struct vn_measure out[VN_MEASURES_MAX])
{
	double wrong = wrong_share(tally, 1);
	size_t count = 0;
	put(out, &count, "tokens", (double)tally->tokens_seen, 0);
	put(out, &count, "accuracy", 100 * (1 - wrong), 3);
	return count;
}

size_t vn_harm_measures(const struct vn_tally *tally, struct vn_measure out[VN_MEASURES_MAX])
{
	double wrong = wrong_share(tally, 10000);
	size_t count = 0;
	put(out, &count, "tokens", (double)tally->tokens_seen, 0);
	put(out, &count, "changed", (double)tally->tokens_wrong, 0);
	put(out, &count, "changed_per_10000", wrong, 3);
	return count;
}

size_t vn_reliability_measures(const struct vn_reliability *reliability, size_t missing,
			       struct vn_measure out[VN_MEASURES_MAX])
{
	size_t count = 0;
	put(out, &count, "letter_tokens", (double)reliability->tokens, 0);
	put(out, &count, "errors", (double)reliability->errors, 0);
	put(out, &count, "missing", (double)missing, 0);
	put(out, &count, "accuracy", 100 * reliability->right, 3);
	put(out, &count, "mean_confidence", 100 * reliability->said, 3);
	put(out, &count, "ece", reliability->calibration_error, 5);
	put(out, &count, "errors_in_least_5", 100 * reliability->least_sure, 2);
	put(out, &count, "auroc", reliability->auroc, 5);
	put(out, &count, "aurc", reliability->risk, 6);
	return count;
}
