#include "eval/report.h"

#include "text/chars.h"

#define NUMBER_MAX 64 /* bytes of a written measure */

/* Writes VALUE rounded, without needless zeros but with one decimal where it is no whole number
 * by nature. */
static const char *written(const struct vn_measure *measure, char text[NUMBER_MAX])
{
	int len = snprintf(text, NUMBER_MAX, "%.*f", measure->decimals, measure->value);
	if (measure->decimals)
		while (len > 2 && text[len - 1] == '0' && text[len - 2] != '.')
			text[--len] = '\0';
	return text;
}

static enum vn_status token_text(const struct vn_report *report, int32_t token, struct vn_buf *out,
				 struct vn_err *err)
{
	out->len = 0;
	if (token == VN_GAP)
		return VN_OK;
	return vn_codes_encode(out, vn_vocab_get(&report->tally->tokens, token), err);
}

static size_t shown_errors(struct vn_report *report)
{
	size_t errors = report->top ? vn_tally_sort_errors(report->tally) : 0;
	return errors < report->top ? errors : report->top;
}

static void put_token(const struct vn_buf *token, FILE *out)
{
	if (token->len)
		fwrite(token->ptr, 1, token->len, out);
	else
		fputs("(none)", out);
}

static void put_bins(const struct vn_reliability *reliability, FILE *out)
{
	fputs("\n  tokens  confidence from to        mean    right\n", out);
	for (int i = 0; i < VN_RELIABILITY_BINS; i++) {
		const struct vn_reliability_bin *bin = &reliability->bins[i];
		fprintf(out, "%8zu  %10.5f %10.5f %10.5f %8.5f\n", bin->tokens, bin->low, bin->high,
			bin->said, bin->right);
	}
}

static void put_json_bins(const struct vn_reliability *reliability, FILE *out)
{
	fputs(", \"bins\": [", out);
	for (int i = 0; i < VN_RELIABILITY_BINS; i++) {
		const struct vn_reliability_bin *bin = &reliability->bins[i];
		fprintf(out, "%s[%zu, %.6f, %.6f, %.6f, %.6f]", i ? ", " : "", bin->tokens,
			bin->low, bin->high, bin->said, bin->right);
	}
	putc(']', out);
}

enum vn_status vn_report_text(struct vn_report *report, FILE *out, struct vn_err *err)
{
	size_t errors = shown_errors(report);
	struct vn_buf token = {0};
	char text[NUMBER_MAX];
	enum vn_status status = VN_OK;

	for (size_t i = 0; i < report->count; i++)
		fprintf(out, "%-18s %s\n", report->measures[i].name,
			written(&report->measures[i], text));
	if (report->reliability)
		put_bins(report->reliability, out);
	for (size_t i = 0; !status && i < errors; i++) {
		const struct vn_error_count *error = &report->tally->errors[i];
		fprintf(out, "%6zu  ", error->count);
		status = token_text(report, error->pair.a, &token, err);
		if (status)
			break;
		put_token(&token, out);
		fputs(" -> ", out);
		status = token_text(report, error->pair.b, &token, err);
		put_token(&token, out);
		putc('\n', out);
	}
	vn_buf_fini(&token);
	return status;
}

/* A JSON string (RFC 8259, section 7). TOKEN is valid UTF-8. */
static void put_json_string(const struct vn_buf *token, FILE *out)
{
	putc('"', out);
	for (size_t i = 0; i < token->len; i++) {
		unsigned char c = (unsigned char)token->ptr[i];
		if (c < 0x20)
			fprintf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else
			putc(c, out);
	}
	putc('"', out);
}

static enum vn_status put_json_errors(struct vn_report *report, FILE *out, struct vn_err *err)
{
	size_t errors = shown_errors(report);
	struct vn_buf token = {0};
	enum vn_status status = VN_OK;

	fputs(", \"errors\": [", out);
	for (size_t i = 0; !status && i < errors; i++) {
		const struct vn_error_count *error = &report->tally->errors[i];
		fputs(i ? ", [" : "[", out);
		status = token_text(report, error->pair.a, &token, err);
		if (status)
			break;
		put_json_string(&token, out);
		fputs(", ", out);
		status = token_text(report, error->pair.b, &token, err);
		put_json_string(&token, out);
		fprintf(out, ", %zu]", error->count);
	}
	putc(']', out);
	vn_buf_fini(&token);
	return status;
}

enum vn_status vn_report_json(struct vn_report *report, FILE *out, struct vn_err *err)
{
	char text[NUMBER_MAX];
	enum vn_status status = VN_OK;

	putc('{', out);
	for (size_t i = 0; i < report->count; i++)
		fprintf(out, "%s\"%s\": %s", i ? ", " : "", report->measures[i].name,
			written(&report->measures[i], text));
	if (report->reliability)
		put_json_bins(report->reliability, out);
	if (report->top)
		status = put_json_errors(report, out, err);
	fputs("}\n", out);
	return status;
}

void vn_report_csv(const struct vn_report *report, const char *set, FILE *out)
{
	char text[NUMBER_MAX];
	for (size_t i = 0; i < report->timed_from; i++)
		fprintf(out, "%s,%s,%s\n", set, report->measures[i].name,
			written(&report->measures[i], text));
}
