#include "eval/report.h"

#include <stdio.h>

const char *const vn_side_names[VN_SIDES] = {"before", "after"};

void vn_write_number(double value, int decimals, char text[VN_NUMBER_MAX])
{
	int len = snprintf(text, VN_NUMBER_MAX, "%.*f", decimals, value);
	if (decimals)
		while (len > 2 && text[len - 1] == '0' && text[len - 2] != '.')
			text[--len] = '\0';
}

size_t vn_count_diacritics(const struct vn_kinds *kinds, enum vn_side side)
{
	size_t sum = 0;
	for (int kind = 0; kind < VN_DIACRITIC_KINDS; kind++)
		sum += kinds->count[kind][side];
	return sum;
}

const struct vn_interval *vn_report_interval(const struct vn_report *report, const char *name)
{
	for (int rate = 0; report->intervals && rate < VN_RATES; rate++)
		if (strcmp(vn_rate_name((enum vn_rate)rate), name) == 0)
			return &report->intervals[rate];
	return NULL;
}

void vn_report_sort(struct vn_report *report)
{
	vn_tally_sort_errors(report->tally);
	if (report->tally->kinds)
		vn_kinds_sort(report->tally->kinds);
}

size_t vn_report_errors(const struct vn_report *report)
{
	size_t errors = report->tally->pairs.count;
	return errors < report->top ? errors : report->top;
}

const struct vn_confusion *vn_report_confusions(const struct vn_report *report, enum vn_kind kind,
						size_t *count)
{
	const struct vn_confusion *all = report->kinds->confusions; /* NULL: there are none */
	size_t first = 0, end = report->kinds->pairs.count;

	while (first < end && all[first].kind < kind)
		first++;
	*count = 0;
	while (*count < report->top && first + *count < end && all[first + *count].kind == kind)
		++*count;
	return *count ? &all[first] : all;
}

void vn_report_token(const struct vn_report *report, int32_t token, vn_shower shower,
		     const char *empty, struct vn_show *show)
{
	if (token == VN_GAP)
		vn_show_format(show, "%s", empty);
	else
		shower(show, vn_vocab_get(&report->tally->tokens, token));
}

void vn_report_side(const struct vn_report *report, struct vn_seq side, vn_shower shower,
		    const char *empty, struct vn_show *show)
{
	struct vn_codes text = {0};

	if (!show->status)
		show->status = vn_confusion_text(&report->tally->tokens, side, &text, show->err);
	if (!side.len)
		vn_show_format(show, "%s", empty);
	else if (!show->status)
		shower(show, vn_codes_seq(&text));
	vn_codes_fini(&text);
}

static void text_measures(const struct vn_report *report, struct vn_show *show)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct vn_measure *measure = &report->measures[i];
		const struct vn_interval *range = vn_report_interval(report, measure->name);
		char value[VN_NUMBER_MAX], low[VN_NUMBER_MAX], high[VN_NUMBER_MAX];
		vn_write_number(measure->value, measure->decimals, value);
		vn_show_format(show, "%-18s %s", measure->name, value);
		if (range) {
			vn_write_number(range->low, measure->decimals, low);
			vn_write_number(range->high, measure->decimals, high);
			vn_show_format(show, " (%s to %s)", low, high);
		}
		vn_show_format(show, "\n");
	}
}

static void text_bins(const struct vn_reliability *reliability, struct vn_show *show)
{
	vn_show_format(show, "\n  tokens  confidence from to        mean    right\n");
	for (int i = 0; i < VN_RELIABILITY_BINS; i++) {
		const struct vn_reliability_bin *bin = &reliability->bins[i];
		vn_show_format(show, "%8zu  %10.5f %10.5f %10.5f %8.5f\n", bin->tokens, bin->low,
			       bin->high, bin->said, bin->right);
	}
}

static void text_errors(const struct vn_report *report, struct vn_show *show)
{
	for (size_t i = 0; i < vn_report_errors(report); i++) {
		const struct vn_error_count *error = &report->tally->errors[i];
		vn_show_format(show, "%6zu  ", error->count);
		vn_report_token(report, error->pair.a, vn_show_plain, "(none)", show);
		vn_show_format(show, " -> ");
		vn_report_token(report, error->pair.b, vn_show_plain, "(none)", show);
		vn_show_format(show, "\n");
	}
}

/* A line with a name and a count for each side that there is. */
static void text_counts(const struct vn_report *report, const char *name,
			const size_t counts[VN_SIDES], struct vn_show *show)
{
	vn_show_format(show, "%-18s %8zu", name, counts[VN_BEFORE]);
	if (report->after)
		vn_show_format(show, " %8zu", counts[VN_AFTER]);
}

static void text_confusions(const struct vn_report *report, enum vn_kind kind, struct vn_show *show)
{
	size_t count;
	const struct vn_confusion *confusion = vn_report_confusions(report, kind, &count);

	for (; count--; confusion++) {
		vn_show_format(show, "\n");
		text_counts(report, "", confusion->count, show);
		vn_show_format(show, "  ");
		vn_report_side(report, confusion->truth, vn_show_plain, "(none)", show);
		vn_show_format(show, " -> ");
		vn_report_side(report, confusion->got, vn_show_plain, "(none)", show);
	}
}

static void text_kinds(const struct vn_report *report, struct vn_show *show)
{
	const struct vn_kinds *kinds = report->kinds;
	size_t marks[VN_SIDES] = {vn_count_diacritics(kinds, VN_BEFORE),
				  vn_count_diacritics(kinds, VN_AFTER)};

	vn_show_format(show, "\n%-18s %8s%s\n", "kind", "before", report->after ? "    after" : "");
	text_counts(report, "diacritic", marks, show);
	for (int kind = 0; kind < VN_KINDS; kind++) {
		char name[VN_NUMBER_MAX];
		snprintf(name, sizeof name, "%s%s", kind < VN_DIACRITIC_KINDS ? "  " : "",
			 vn_kind_name((enum vn_kind)kind));
		vn_show_format(show, "\n");
		text_counts(report, name, kinds->count[kind], show);
		if (report->top)
			text_confusions(report, (enum vn_kind)kind, show);
	}
	vn_show_format(show, "\n");
}

void vn_report_text(const struct vn_report *report, struct vn_show *show)
{
	text_measures(report, show);
	if (report->reliability)
		text_bins(report->reliability, show);
	if (report->kinds)
		text_kinds(report, show);
	else
		text_errors(report, show);
}

static void json_bins(const struct vn_reliability *reliability, struct vn_show *show)
{
	vn_show_format(show, ", \"bins\": [");
	for (int i = 0; i < VN_RELIABILITY_BINS; i++) {
		const struct vn_reliability_bin *bin = &reliability->bins[i];
		vn_show_format(show, "%s[%zu, %.6f, %.6f, %.6f, %.6f]", i ? ", " : "", bin->tokens,
			       bin->low, bin->high, bin->said, bin->right);
	}
	vn_show_format(show, "]");
}

static void json_errors(const struct vn_report *report, struct vn_show *show)
{
	vn_show_format(show, ", \"errors\": [");
	for (size_t i = 0; i < vn_report_errors(report); i++) {
		const struct vn_error_count *error = &report->tally->errors[i];
		vn_show_format(show, i ? ", [" : "[");
		vn_report_token(report, error->pair.a, vn_show_json, "\"\"", show);
		vn_show_format(show, ", ");
		vn_report_token(report, error->pair.b, vn_show_json, "\"\"", show);
		vn_show_format(show, ", %zu]", error->count);
	}
	vn_show_format(show, "]");
}

static void json_intervals(const struct vn_report *report, struct vn_show *show)
{
	const char *comma = "";

	vn_show_format(show, ", \"intervals\": {");
	for (size_t i = 0; i < report->count; i++) {
		const struct vn_measure *measure = &report->measures[i];
		const struct vn_interval *range = vn_report_interval(report, measure->name);
		char low[VN_NUMBER_MAX], high[VN_NUMBER_MAX];
		if (!range)
			continue;
		vn_write_number(range->low, measure->decimals, low);
		vn_write_number(range->high, measure->decimals, high);
		vn_show_format(show, "%s\"%s\": [%s, %s]", comma, measure->name, low, high);
		comma = ", ";
	}
	vn_show_format(show, "}");
}

/* A name and an object with a count for each side that there is, still open. */
static void json_counts(const struct vn_report *report, const char *name,
			const size_t counts[VN_SIDES], struct vn_show *show)
{
	vn_show_format(show, "\"%s\": {\"before\": %zu", name, counts[VN_BEFORE]);
	if (report->after)
		vn_show_format(show, ", \"after\": %zu", counts[VN_AFTER]);
}

static void json_confusions(const struct vn_report *report, enum vn_kind kind, struct vn_show *show)
{
	size_t count;
	const struct vn_confusion *confusion = vn_report_confusions(report, kind, &count);

	vn_show_format(show, ", \"pairs\": [");
	for (size_t i = 0; i < count; i++, confusion++) {
		vn_show_format(show, i ? ", [" : "[");
		vn_report_side(report, confusion->truth, vn_show_json, "\"\"", show);
		vn_show_format(show, ", ");
		vn_report_side(report, confusion->got, vn_show_json, "\"\"", show);
		for (int side = 0; side < (report->after ? VN_SIDES : 1); side++)
			vn_show_format(show, ", %zu", confusion->count[side]);
		vn_show_format(show, "]");
	}
	vn_show_format(show, "]");
}

static void json_kinds(const struct vn_report *report, struct vn_show *show)
{
	size_t marks[VN_SIDES] = {vn_count_diacritics(report->kinds, VN_BEFORE),
				  vn_count_diacritics(report->kinds, VN_AFTER)};

	vn_show_format(show, ", \"kinds\": {");
	json_counts(report, "diacritic", marks, show);
	for (int kind = 0; kind < VN_KINDS; kind++) {
		vn_show_format(show, "}, ");
		json_counts(report, vn_kind_name((enum vn_kind)kind), report->kinds->count[kind],
			    show);
		if (report->top)
			json_confusions(report, (enum vn_kind)kind, show);
	}
	vn_show_format(show, "}}");
}

void vn_report_json(const struct vn_report *report, struct vn_show *show)
{
	vn_show_format(show, "{");
	for (size_t i = 0; i < report->count; i++) {
		char value[VN_NUMBER_MAX];
		vn_write_number(report->measures[i].value, report->measures[i].decimals, value);
		vn_show_format(show, "%s\"%s\": %s", i ? ", " : "", report->measures[i].name,
			       value);
	}
	if (report->intervals)
		json_intervals(report, show);
	if (report->reliability)
		json_bins(report->reliability, show);
	if (report->kinds)
		json_kinds(report, show);
	if (report->top)
		json_errors(report, show);
	vn_show_format(show, "}\n");
}

static void csv_interval(const struct vn_report *report, const char *set,
			 const struct vn_measure *measure, struct vn_show *show)
{
	const struct vn_interval *range = vn_report_interval(report, measure->name);
	char low[VN_NUMBER_MAX], high[VN_NUMBER_MAX];

	if (!range)
		return;
	vn_write_number(range->low, measure->decimals, low);
	vn_write_number(range->high, measure->decimals, high);
	vn_show_format(show, "%s,%s_low,%s\n%s,%s_high,%s\n", set, measure->name, low, set,
		       measure->name, high);
}

void vn_report_csv(const struct vn_report *report, const char *set, struct vn_show *show)
{
	int sides = report->after ? VN_SIDES : 1;

	for (size_t i = 0; i < report->timed_from; i++) {
		const struct vn_measure *measure = &report->measures[i];
		char value[VN_NUMBER_MAX];
		vn_write_number(measure->value, measure->decimals, value);
		vn_show_format(show, "%s,%s,%s\n", set, measure->name, value);
		csv_interval(report, set, measure, show);
	}
	for (int kind = 0; report->kinds && kind < VN_KINDS; kind++)
		for (int side = 0; side < sides; side++)
			vn_show_format(show, "%s,%s_%s,%zu\n", set,
				       vn_kind_name((enum vn_kind)kind), vn_side_names[side],
				       report->kinds->count[kind][side]);
}
