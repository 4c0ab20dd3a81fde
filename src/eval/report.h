/* How measures are shown. */
#ifndef VN_EVAL_REPORT_H
#define VN_EVAL_REPORT_H

#include "eval/pages.h"
#include "eval/rates.h"
#include "eval/score.h"
#include "eval/show.h"

/* A report. What it points to belongs to others and must outlive it. */
struct vn_report {
	struct vn_tally *tally;
	struct vn_measure measures[VN_MEASURES_MAX];
	size_t count;
	size_t timed_from;			  /* measures from here on depend on the machine */
	size_t top;				  /* most frequent errors to list */
	bool after;				  /* there is an output, not only what was read */
	struct vn_kinds *kinds;			  /* NULL: not asked for */
	const struct vn_interval *intervals;	  /* by enum vn_rate; NULL likewise */
	const struct vn_reliability *reliability; /* NULL likewise */
	const struct vn_page_list *pages;	  /* names, in the order of the tally's pages */
};

/* The names of sides as words. */
extern const char *const vn_side_names[VN_SIDES];

/* Kinds that make up the diacritics, the first ones of enum vn_kind. */
#define VN_DIACRITIC_KINDS 4

/* The sum of a side over the kinds of diacritics. */
size_t vn_count_diacritics(const struct vn_kinds *kinds, enum vn_side side);

/* The interval of a measure, NULL when there is none. */
const struct vn_interval *vn_report_interval(const struct vn_report *report, const char *name);

/* Sorts errors and confusions as the reports list them. Once, before any of them. */
void vn_report_sort(struct vn_report *report);

/* Finds the confusions of a kind in the sorted list: COUNT of them, at most report->top. */
const struct vn_confusion *vn_report_confusions(const struct vn_report *report, enum vn_kind kind,
						size_t *count);

/* Aligned lines "name value (low to high)"; then the kinds with before and after, each with its
 * confusions "before after truth -> output", or lines "count  truth -> output"; or the bins of the
 * reliability as a table. */
void vn_report_text(const struct vn_report *report, struct vn_show *show);

/*
 * One JSON object on a line: the measures as members, and
 * - with top > 0 "errors", an array of [truth, output, count] where "" stands for no token;
 * - "intervals", an object of [low, high];
 * - "kinds", an object of {"before", "after", "pairs"}, these [truth, output, before, after];
 * - "bins", an array of [tokens, least confidence, greatest, mean, share of right tokens].
 */
void vn_report_json(const struct vn_report *report, struct vn_show *show);

/* Lines "SET,measure,value", without what depends on the machine and without errors. */
void vn_report_csv(const struct vn_report *report, const char *set, struct vn_show *show);

/* The tokens of a side of a confusion with blanks between, or a single token, as SHOWER does;
 * EMPTY, as it is, where there is none. */
void vn_report_side(const struct vn_report *report, struct vn_seq side, vn_shower shower,
		    const char *empty, struct vn_show *show);
void vn_report_token(const struct vn_report *report, int32_t token, vn_shower shower,
		     const char *empty, struct vn_show *show);

/* How many of the tally's errors are shown. */
size_t vn_report_errors(const struct vn_report *report);

/* VALUE rounded, without needless zeros but with one decimal where it is no whole number by
 * nature. */
#define VN_NUMBER_MAX 64 /* bytes of a written number */
void vn_write_number(double value, int decimals, char text[VN_NUMBER_MAX]);

#endif
