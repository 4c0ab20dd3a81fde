#include "eval/confidence.h"

#include "eval/lines.h"

#include <math.h>
#include <stdlib.h>

#define DECIMAL_MAX 40 /* characters of a confidence */
#define LEAST_SURE  0.05

void vn_confidence_init(struct vn_confidence *confidence, unsigned flags)
{
	*confidence = (struct vn_confidence){.flags = flags};
}

void vn_confidence_fini(struct vn_confidence *confidence)
{
	free(confidence->items);
	vn_vocab_fini(&confidence->tokens);
	vn_aligner_fini(&confidence->aligner);
	vn_codes_fini(&confidence->truth);
	vn_codes_fini(&confidence->read);
	vn_codes_fini(&confidence->text);
	vn_codes_fini(&confidence->want);
	vn_codes_fini(&confidence->got);
	vn_buf_fini(&confidence->sure);
	*confidence = (struct vn_confidence){0};
}

static enum vn_status add_item(struct vn_confidence *confidence, double sure, bool right,
			       struct vn_err *err)
{
	enum vn_status status = vn_grow(&confidence->items, confidence->count, &confidence->cap,
					sizeof *confidence->items, err);
	if (!status)
		confidence->items[confidence->count++] = (struct vn_sure){sure, right};
	return status;
}

/* The bytes of LINE up to a tab; *LINE becomes what is behind it. */
static struct vn_str take_field(struct vn_str *line)
{
	const char *tab = line->len ? memchr(line->ptr, '\t', line->len) : NULL;
	struct vn_str field = {line->ptr, tab ? (size_t)(tab - line->ptr) : line->len};

	line->ptr += field.len + (tab != NULL);
	line->len -= field.len + (tab != NULL);
	return field;
}

static bool parse_confidence(struct vn_str field, double *value)
{
	char text[DECIMAL_MAX + 1];

	if (!field.len || field.len > DECIMAL_MAX)
		return false;
	memcpy(text, field.ptr, field.len);
	text[field.len] = '\0';
	if (strspn(text, "0123456789.") != field.len)
		return false;
	*value = strtod(text, NULL);
	return *value <= 1 && strchr(text, '.') == strrchr(text, '.') && strcmp(text, ".") != 0;
}

/* Appends the canonical tokens of LINE, most often one, and their confidence. */
static enum vn_status add_listed(struct vn_confidence *confidence, struct vn_str line,
				 struct vn_err *err)
{
	struct vn_str token = take_field(&line);
	enum vn_status status;
	double sure;

	if (!parse_confidence(take_field(&line), &sure))
		return vn_err_set(err, VN_EINPUT,
				  "a token of the output has no confidence from 0 to 1");
	status = vn_codes_decode(&confidence->text, token, err);
	if (!status)
		status = vn_canon(&confidence->text, confidence->flags, err);
	if (!status)
		status = vn_tokens_add(&confidence->tokens, &confidence->got,
				       vn_codes_seq(&confidence->text), err);
	while (!status && confidence->sure.len < confidence->got.len * sizeof sure)
		status = vn_buf_add(&confidence->sure, &sure, sizeof sure, err);
	return status;
}

/* Reads the tokens of the next line of the text off *LIST. */
static enum vn_status next_listed(struct vn_confidence *confidence, struct vn_str *list,
				  struct vn_err *err)
{
	struct vn_str line;
	enum vn_status status = VN_OK;

	confidence->got.len = confidence->sure.len = 0;
	while (!status && vn_line_next(list, &line) && line.len)
		status = add_listed(confidence, line, err);
	return status;
}

/* Lines of the text that LIST stands for: its empty lines, and one more. What follows the last
 * newline is no line of the list. */
static size_t count_listed(struct vn_str list)
{
	size_t lines = 1;
	struct vn_str line;

	for (list = vn_lines_of(list); vn_line_next(&list, &line);)
		lines += !line.len && list.ptr;
	return lines;
}

static bool has_letter(const struct vn_confidence *confidence, int32_t token)
{
	return vn_has_letter(vn_vocab_get(&confidence->tokens, token));
}

static enum vn_status judge_line(struct vn_confidence *confidence, struct vn_err *err)
{
	const double *sure = (const double *)(const void *)confidence->sure.ptr;
	const struct vn_pair *pairs;
	size_t count;
	enum vn_status status = vn_align(&confidence->aligner, vn_codes_seq(&confidence->want),
					 vn_codes_seq(&confidence->got), &pairs, &count, err);

	for (size_t i = 0; !status && i < count; i++) {
		struct vn_pair pair = pairs[i];
		if (pair.b == VN_GAP) {
			confidence->missing += has_letter(confidence, pair.a);
			continue;
		}
		if (has_letter(confidence, pair.b))
			status = add_item(confidence, *sure, pair.a == pair.b, err);
		sure++;
	}
	return status;
}

static enum vn_status add_line(struct vn_confidence *confidence, struct vn_str truth,
			       struct vn_str read, struct vn_err *err)
{
	enum vn_status status = vn_codes_decode(&confidence->truth, truth, err);
	if (!status)
		status = vn_codes_decode(&confidence->read, read, err);
	if (status || !vn_line_is_scored(truth, vn_codes_seq(&confidence->truth),
					 vn_codes_seq(&confidence->read)))
		return status;
	confidence->want.len = 0;
	status = vn_canon(&confidence->truth, confidence->flags, err);
	if (!status)
		status = vn_tokens_add(&confidence->tokens, &confidence->want,
				       vn_codes_seq(&confidence->truth), err);
	return status ? status : judge_line(confidence, err);
}

enum vn_status vn_confidence_page(struct vn_confidence *confidence, struct vn_str truth,
				  struct vn_str read, struct vn_str list, struct vn_err *err)
{
	size_t t = vn_line_count(truth), r = vn_line_count(read), o = count_listed(list);
	struct vn_str truth_line, read_line;
	enum vn_status status = VN_OK;

	if (t != r || t != o)
		return vn_err_set(err, VN_EINPUT,
				  "line counts differ: truth %zu, read %zu, list of tokens %zu", t,
				  r, o);
	truth = vn_lines_of(truth), read = vn_lines_of(read), list = vn_lines_of(list);
	while (!status && vn_line_next(&truth, &truth_line) && vn_line_next(&read, &read_line)) {
		status = next_listed(confidence, &list, err);
		if (!status)
			status = add_line(confidence, truth_line, read_line, err);
	}
	return status;
}

static int by_confidence(const void *a, const void *b)
{
	double x = ((const struct vn_sure *)a)->confidence;
	double y = ((const struct vn_sure *)b)->confidence;
	return (x > y) - (x < y);
}

/* Levels tokens of equal confidence, and returns the sum over right tokens of the wrong ones
 * below, equals by half (Mann and Whitney 1947). */
static double level(struct vn_sure *items, size_t count)
{
	double wrong = 0, below = 0;

	for (size_t i = 0, end; i < count; i = end) {
		double right = 0, size;
		for (end = i; end < count && items[end].confidence == items[i].confidence; end++)
			right += items[end].right;
		size = (double)(end - i);
		below += right * (wrong + (size - right) / 2);
		wrong += size - right;
		for (size_t k = i; k < end; k++)
			items[k].right = right / size;
	}
	return below;
}

static void fill_bins(const struct vn_sure *items, size_t count, struct vn_reliability *out)
{
	double off = 0; /* divided once: rounding never makes it more than the whole */

	for (size_t b = 0; b < VN_RELIABILITY_BINS; b++) {
		struct vn_reliability_bin *bin = &out->bins[b];
		size_t begin = count * b / VN_RELIABILITY_BINS;
		size_t end = count * (b + 1) / VN_RELIABILITY_BINS;

		*bin = (struct vn_reliability_bin){.tokens = end - begin};
		if (begin == end)
			continue;
		bin->low = items[begin].confidence;
		bin->high = items[end - 1].confidence;
		for (size_t i = begin; i < end; i++) {
			bin->said += items[i].confidence;
			bin->right += items[i].right;
		}
		off += fabs(bin->said - bin->right);
		bin->said /= (double)bin->tokens;
		bin->right /= (double)bin->tokens;
	}
	out->calibration_error = count ? off / (double)count : 0;
}

/* The share of all ERRORS that is in the least sure tokens, the last of them in part. */
static double errors_in_least(const struct vn_sure *items, size_t count, double errors)
{
	double left = LEAST_SURE * (double)count, found = 0;
	for (size_t i = 0; i < count && left > 0; i++, left--)
		found += (1 - items[i].right) * (left < 1 ? left : 1);
	return errors > 0 ? found / errors : 0;
}

static double mean_risk(const struct vn_sure *items, size_t count)
{
	double wrong = 0, risk = 0;
	for (size_t k = 1; k <= count; k++) {
		wrong += 1 - items[count - k].right;
		risk += wrong / (double)k;
	}
	return count ? risk / (double)count : 0;
}

void vn_confidence_judge(struct vn_confidence *confidence, struct vn_reliability *out)
{
	struct vn_sure *items = confidence->items;
	size_t count = confidence->count;
	double right = 0, said = 0, below, errors;

	*out = (struct vn_reliability){.tokens = count, .auroc = 0.5};
	if (count)
		qsort(items, count, sizeof *items, by_confidence);
	for (size_t i = 0; i < count; i++) {
		right += items[i].right;
		said += items[i].confidence;
	}
	errors = (double)count - right;
	out->errors = (size_t)errors;
	out->right = count ? right / (double)count : 0;
	out->said = count ? said / (double)count : 0;
	below = level(items, count);
	if (right > 0 && errors > 0)
		out->auroc = below / right / errors;
	fill_bins(items, count, out);
	out->least_sure = errors_in_least(items, count, errors);
	out->risk = mean_risk(items, count);
}
