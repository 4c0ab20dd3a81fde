#include "eval/html.h"

#include "files/save.h"
#include "model/digest.h"

#include <fcntl.h>
#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>

static const char style[] =
	"body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
	"color:#1b1b1b;background:#fff}"
	"h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2em}"
	"table{border-collapse:collapse;width:100%}"
	"th,td{padding:.3em .6em;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}"
	"th{font-weight:600}"
	".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
	".i{color:#595959;font-size:.85em}.sub{padding-left:2em}"
	".p{display:inline-block;margin:0 .5em .2em 0;padding:0 .4em;background:#f2f2f2;"
	"border-radius:.2em}"
	"@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}";

static const char *const labels[VN_KINDS] = {
	[VN_KIND_TONE] = "tone mark",	       [VN_KIND_VOWEL_MARK] = "mark of ă â ê ô ơ ư",
	[VN_KIND_STROKE] = "d and đ",	       [VN_KIND_MARKS] = "several marks of a word",
	[VN_KIND_LETTER] = "letters",	       [VN_KIND_CASE] = "capital or small",
	[VN_KIND_PUNCTUATION] = "punctuation", [VN_KIND_NUMBER] = "numbers",
	[VN_KIND_MERGE] = "words merged",      [VN_KIND_SPLIT] = "word split",
	[VN_KIND_MISSING] = "word missing",    [VN_KIND_EXTRA] = "word too many",
};

/* The head, up to the opening of the body. */
static void put_head(struct vn_show *show)
{
	uint8_t digest[32];
	char hash[BASE64_ENCODE_RAW_LENGTH(32) + 1] = "";

	vn_digest(style, sizeof style - 1, digest);
	base64_encode_raw(hash, sizeof digest, digest);
	vn_show_format(show,
		       "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		       "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width\">\n"
		       "<title>Accuracy of recognised text</title>\n<style>%s</style>\n"
		       "</head>\n<body>\n<h1>Accuracy of recognised text</h1>\n",
		       hash, style);
}

static const struct vn_measure *find(const struct vn_report *report, const char *name)
{
	for (size_t i = 0; i < report->count; i++)
		if (strcmp(report->measures[i].name, name) == 0)
			return &report->measures[i];
	return NULL;
}

/* A table cell with a measure and its interval; empty when there is no such measure. */
static void put_cell(const struct vn_report *report, const char *name, const char *unit,
		     struct vn_show *show)
{
	const struct vn_measure *measure = find(report, name);
	const struct vn_interval *range = vn_report_interval(report, name);
	char value[VN_NUMBER_MAX], low[VN_NUMBER_MAX], high[VN_NUMBER_MAX];

	vn_show_format(show, "<td class=\"n\">");
	if (measure) {
		vn_write_number(measure->value, measure->decimals, value);
		vn_show_format(show, "%s%s", value, unit);
	}
	if (measure && range && report->tally->page_count > 1) {
		vn_write_number(range->low, measure->decimals, low);
		vn_write_number(range->high, measure->decimals, high);
		vn_show_format(show, " <span class=\"i\">(%s to %s)</span>", low, high);
	}
	vn_show_format(show, "</td>");
}

static void put_row(const struct vn_report *report, const char *label, const char *before,
		    const char *after, const char *unit, struct vn_show *show)
{
	vn_show_format(show, "<tr><th scope=\"row\">%s</th>", label);
	put_cell(report, before, unit, show);
	if (report->after)
		put_cell(report, after, unit, show);
	vn_show_format(show, "</tr>\n");
}

static void put_table(const struct vn_report *report, const char *title, const char *first,
		      struct vn_show *show)
{
	vn_show_format(show,
		       "<h2>%s</h2>\n<table>\n<thead><tr><th scope=\"col\">%s</th>"
		       "<th scope=\"col\" class=\"n\">before</th>%s",
		       title, first,
		       report->after ? "<th scope=\"col\" class=\"n\">after</th>" : "");
}

static void put_summary(const struct vn_report *report, struct vn_show *show)
{
	struct vn_counts sum = vn_tally_total(report->tally);

	vn_show_format(show, "<p>Pages: %zu, words: %zu, characters: %zu.",
		       report->tally->page_count, sum.words, sum.chars);
	if (sum.whole)
		vn_show_format(show, " Compared without regard to line breaks: %zu.", sum.whole);
	if (report->tally->page_count > 1)
		vn_show_format(show, " In brackets: the range that holds the rate with a "
				     "probability of 95 %% (bootstrap over pages).");
	vn_show_format(show, "</p>\n");
	put_table(report, "Summary", "", show);
	vn_show_format(show, "</tr></thead>\n<tbody>\n");
	put_row(report, "wrong characters (CER)", "cer_before", "cer_after", " %", show);
	put_row(report, "wrong words (WER)", "wer_before", "wer_after", " %", show);
	if (report->after) {
		put_row(report, "word errors that went away", "", "wer_cut_by", " %", show);
		put_row(report, "the same, median page", "", "median_page_cut", " %", show);
		put_row(report, "pages made worse", "", "pages_made_worse", "", show);
		put_row(report, "right words made wrong, per 10,000", "", "harmed_per_10000", "",
			show);
		put_row(report, "numbers changed", "", "numbers_changed", "", show);
	}
	vn_show_format(show, "</tbody>\n</table>\n");
}

static void put_text(const struct vn_report *report, struct vn_seq side, struct vn_show *show)
{
	vn_show_format(show, "<bdi>");
	vn_report_side(report, side, vn_show_html, "\xe2\x88\x85", show);
	vn_show_format(show, "</bdi>");
}

static void put_counts(const struct vn_report *report, const size_t counts[VN_SIDES],
		       struct vn_show *show)
{
	for (int side = 0; side < (report->after ? VN_SIDES : 1); side++)
		vn_show_format(show, "<td class=\"n\">%zu</td>", counts[side]);
}

static void put_kind(const struct vn_report *report, enum vn_kind kind, struct vn_show *show)
{
	int side = report->after ? VN_AFTER : VN_BEFORE;
	size_t count;
	const struct vn_confusion *confusion = vn_report_confusions(report, kind, &count);

	vn_show_format(show, "<tr><th scope=\"row\"%s>%s</th>",
		       kind < VN_DIACRITIC_KINDS ? " class=\"sub\"" : "", labels[kind]);
	put_counts(report, report->kinds->count[kind], show);
	vn_show_format(show, "<td>");
	for (; count-- && confusion->count[side]; confusion++) {
		vn_show_format(show, "<span class=\"p\">");
		put_text(report, confusion->truth, show);
		vn_show_format(show, " \xe2\x86\x92 ");
		put_text(report, confusion->got, show);
		vn_show_format(show, " <span class=\"i\">%zu</span></span>",
			       confusion->count[side]);
	}
	vn_show_format(show, "</td></tr>\n");
}

static void put_kinds(const struct vn_report *report, struct vn_show *show)
{
	size_t marks[VN_SIDES] = {vn_count_diacritics(report->kinds, VN_BEFORE),
				  vn_count_diacritics(report->kinds, VN_AFTER)};

	put_table(report, "Errors by kind", "kind", show);
	vn_show_format(show, "<th scope=\"col\">most frequent: truth \xe2\x86\x92 text; "
			     "\xe2\x88\x85 is none</th>"
			     "</tr></thead>\n<tbody>\n<tr><th scope=\"row\">diacritics</th>");
	put_counts(report, marks, show);
	vn_show_format(show, "<td></td></tr>\n");
	for (int kind = 0; kind < VN_KINDS; kind++)
		put_kind(report, (enum vn_kind)kind, show);
	vn_show_format(show, "</tbody>\n</table>\n");
}

/* A page and how bad it is. */
struct ranked {
	double rate;
	size_t page;
};

static int by_rate(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->rate != y->rate)
		return x->rate < y->rate ? 1 : -1;
	return (x->page > y->page) - (x->page < y->page);
}

static void put_page(const struct vn_report *report, size_t page, struct vn_show *show)
{
	const struct vn_counts *counts = &report->tally->pages[page];
	const char *name = report->pages->ids[page];

	vn_show_format(show, "<tr><th scope=\"row\"><bdi>");
	vn_show_bytes(show, (struct vn_str){name, strlen(name)}, vn_show_html);
	vn_show_format(show, "</bdi></th><td class=\"n\">%.2f %%</td>",
		       vn_rate_of(VN_RATE_WER_BEFORE, counts));
	if (report->after)
		vn_show_format(show, "<td class=\"n\">%.2f %%</td>",
			       vn_rate_of(VN_RATE_WER_AFTER, counts));
	vn_show_format(show, "<td class=\"n\">%zu</td>", counts->words);
	if (report->after)
		vn_show_format(show, "<td class=\"n\">%zu</td>", counts->harmed);
	vn_show_format(show, "</tr>\n");
}

static void put_pages(const struct vn_report *report, struct vn_show *show)
{
	size_t count = report->tally->page_count;
	struct ranked *ranking = malloc((count + 1) * sizeof *ranking);

	if (!ranking) {
		show->status = show->status ? show->status : vn_err_nomem(show->err);
		return;
	}
	for (size_t i = 0; i < count; i++)
		ranking[i] = (struct ranked){
			vn_rate_of(report->after ? VN_RATE_WER_AFTER : VN_RATE_WER_BEFORE,
				   &report->tally->pages[i]),
			i};
	qsort(ranking, count, sizeof *ranking, by_rate);
	put_table(report, "Worst pages, by wrong words", "page", show);
	vn_show_format(show, "<th scope=\"col\" class=\"n\">words</th>%s</tr></thead>\n<tbody>\n",
		       report->after ? "<th scope=\"col\" class=\"n\">made wrong</th>" : "");
	for (size_t i = 0; i < count && i < report->top; i++)
		put_page(report, ranking[i].page, show);
	vn_show_format(show, "</tbody>\n</table>\n");
	free(ranking);
}

static void put_errors(const struct vn_report *report, struct vn_show *show)
{
	vn_show_format(show, "<h2>Most frequent errors</h2>\n<table>\n<thead><tr>"
			     "<th scope=\"col\">truth</th><th scope=\"col\">text</th>"
			     "<th scope=\"col\" class=\"n\">times</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < vn_report_errors(report); i++) {
		const struct vn_error_count *error = &report->tally->errors[i];
		vn_show_format(show, "<tr><td><bdi>");
		vn_report_token(report, error->pair.a, vn_show_html, "\xe2\x88\x85", show);
		vn_show_format(show, "</bdi></td><td><bdi>");
		vn_report_token(report, error->pair.b, vn_show_html, "\xe2\x88\x85", show);
		vn_show_format(show, "</bdi></td><td class=\"n\">%zu</td></tr>\n", error->count);
	}
	vn_show_format(show, "</tbody>\n</table>\n");
}

void vn_html_page(const struct vn_report *report, struct vn_show *show)
{
	put_head(show);
	put_summary(report, show);
	put_kinds(report, show);
	put_pages(report, show);
	put_errors(report, show);
	vn_show_format(show, "</body>\n</html>\n");
}

enum vn_status vn_html_write(const struct vn_report *report, const char *path, bool replace,
			     struct vn_err *err)
{
	struct vn_err cause = {0};
	struct vn_show show = {.err = &cause};
	struct vn_save save = {0};
	struct vn_save_how how = {.replace = replace};
	enum vn_status status;

	vn_html_page(report, &show);
	status = show.status;
	if (!status)
		status = vn_save_open(&save, AT_FDCWD, path, &how, &cause);
	if (!status)
		status = vn_save_write(&save, show.text.ptr, show.text.len, &cause);
	if (!status)
		status = vn_save_finish(&save, &cause);
	vn_save_abort(&save);
	vn_show_fini(&show);
	return status ? vn_err_set(err, status, "%s: %s", path, cause.text) : VN_OK;
}
