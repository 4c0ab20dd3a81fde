/* From counts to the measures of a report. */
#include "eval/score.h"

#include <stdlib.h>

struct vn_counts vn_tally_total(const struct vn_tally *tally)
{
	struct vn_counts sum = {0};
	for (size_t i = 0; i < tally->page_count; i++) {
		const struct vn_counts *page = &tally->pages[i];
		sum.words += page->words;
		sum.chars += page->chars;
		sum.char_errors_before += page->char_errors_before;
		sum.char_errors_after += page->char_errors_after;
		sum.word_errors_before += page->word_errors_before;
		sum.word_errors_after += page->word_errors_after;
		sum.right += page->right;
		sum.harmed += page->harmed;
		sum.numbers += page->numbers;
	}
	return sum;
}

/* SCALE * part / whole, with a whole of at least 1. */
static double share(double scale, double part, size_t whole)
{
	return scale * part / (double)(whole ? whole : 1);
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

enum vn_status vn_page_measures(const struct vn_tally *tally, bool after,
				struct vn_measure out[VN_MEASURES_MAX], size_t *count,
				struct vn_err *err)
{
	struct vn_counts sum = vn_tally_total(tally);
	double cut = (double)sum.word_errors_before - (double)sum.word_errors_after;
	double median = 0;
	enum vn_status status = median_cut(tally, &median, err);

	if (status)
		return status;
	*count = 0;
	put(out, count, "pages", (double)tally->page_count, 0);
	put(out, count, "words", (double)sum.words, 0);
	put(out, count, "chars", (double)sum.chars, 0);
	put(out, count, "cer_before", share(100, (double)sum.char_errors_before, sum.chars), 3);
	if (after)
		put(out, count, "cer_after", share(100, (double)sum.char_errors_after, sum.chars),
		    3);
	put(out, count, "wer_before", share(100, (double)sum.word_errors_before, sum.words), 3);
	if (!after)
		return VN_OK;
	put(out, count, "wer_after", share(100, (double)sum.word_errors_after, sum.words), 3);
	put(out, count, "wer_cut_by", share(100, cut, sum.word_errors_before), 3);
	put(out, count, "median_page_cut", median, 2);
	put(out, count, "pages_made_worse", (double)pages_made_worse(tally), 0);
	put(out, count, "harmed_per_10000", share(10000, (double)sum.harmed, sum.right), 2);
	put(out, count, "numbers_changed", (double)sum.numbers, 0);
	return VN_OK;
}

size_t vn_bare_measures(const struct vn_tally *tally, struct vn_measure out[VN_MEASURES_MAX])
{
	double wrong = share(1, (double)tally->tokens_wrong, tally->tokens_seen);
	size_t count = 0;
	put(out, &count, "tokens", (double)tally->tokens_seen, 0);
	put(out, &count, "accuracy", 100 * (1 - wrong), 3);
	return count;
}

size_t vn_harm_measures(const struct vn_tally *tally, struct vn_measure out[VN_MEASURES_MAX])
{
	double wrong = share(10000, (double)tally->tokens_wrong, tally->tokens_seen);
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
