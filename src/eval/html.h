/* The report as one page for a browser. */
#ifndef VN_EVAL_HTML_H
#define VN_EVAL_HTML_H

#include "eval/report.h"

/*
 * Appends the page to SHOW: summary with intervals, kinds with their confusions, the worst pages
 * and the most frequent errors, as many as report->top of each. It needs report->kinds, intervals
 * and pages. It loads nothing, runs nothing and says so to the browser (a content security policy
 * that admits the style of the page by its digest and nothing else); all text is escaped.
 */
void vn_html_page(const struct vn_report *report, struct vn_show *show);

/* Writes the page to the file PATH, whole or not at all; an existing one is VN_EOUTPUT unless
 * REPLACE. */
VN_CHECKED enum vn_status vn_html_write(const struct vn_report *report, const char *path,
					bool replace, struct vn_err *err);

#endif
