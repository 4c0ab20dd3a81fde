#include "eval/score.h"

#include "eval/lines.h"

#include <stdlib.h>

void vn_tally_init(struct vn_tally *tally, unsigned flags)
{
	*tally = (struct vn_tally){.flags = flags};
}

static void line_fini(struct vn_scored_line *line)
{
	vn_codes_fini(&line->text);
	vn_codes_fini(&line->tokens);
}

void vn_tally_fini(struct vn_tally *tally)
{
	free(tally->pages);
	free(tally->errors);
	vn_vocab_fini(&tally->tokens);
	vn_vocab_fini(&tally->pairs);
	vn_aligner_fini(&tally->aligner);
	line_fini(&tally->truth);
	line_fini(&tally->read);
	line_fini(&tally->output);
	vn_codes_fini(&tally->lost);
	vn_codes_fini(&tally->kept);
	vn_buf_fini(&tally->had);
	*tally = (struct vn_tally){0};
}

/* Fills line->tokens from line->text. */
static enum vn_status tokenise(struct vn_tally *tally, struct vn_scored_line *line,
			       struct vn_err *err)
{
	line->tokens.len = 0;
	return vn_tokens_add(&tally->tokens, &line->tokens, vn_codes_seq(&line->text), err);
}

/* From decoded text to canonical text and tokens. */
static enum vn_status prepare(struct vn_tally *tally, struct vn_scored_line *line,
			      struct vn_err *err)
{
	enum vn_status status = vn_canon(&line->text, tally->flags, err);
	return status ? status : tokenise(tally, line, err);
}

static enum vn_status grow_errors(struct vn_tally *tally, struct vn_err *err)
{
	size_t cap = tally->error_cap ? tally->error_cap * 2 : 256;
	struct vn_error_count *errors;

	if (tally->pairs.count < tally->error_cap)
		return VN_OK;
	errors = realloc(tally->errors, cap * sizeof *errors);
	if (!errors)
		return vn_err_nomem(err);
	tally->errors = errors;
	tally->error_cap = cap;
	return VN_OK;
}

static enum vn_status add_error(struct vn_tally *tally, struct vn_pair pair, struct vn_err *err)
{
	int32_t both[2] = {pair.a, pair.b}, number;
	size_t known = tally->pairs.count;
	enum vn_status status = grow_errors(tally, err);

	if (!status)
		status = vn_vocab_intern(&tally->pairs, (struct vn_seq){both, 2}, &number, err);
	if (status)
		return status;
	if ((size_t)number == known)
		tally->errors[number] = (struct vn_error_count){.pair = pair, .seen = known};
	tally->errors[number].count++;
	return VN_OK;
}

/* Aligns tokens, counts the pairs whose sides differ, and adds these to the list of errors. */
static enum vn_status count_errors(struct vn_tally *tally, struct vn_seq truth, struct vn_seq other,
				   size_t *wrong, struct vn_err *err)
{
	const struct vn_pair *pairs;
	size_t count;
	enum vn_status status = vn_align(&tally->aligner, truth, other, &pairs, &count, err);

	for (size_t i = 0; !status && i < count; i++)
		if (pairs[i].a != pairs[i].b) {
			++*wrong;
			status = add_error(tally, pairs[i], err);
		}
	return status;
}

/* Notes in tally->had which truth tokens were read right and counts the errors of the reading. */
static enum vn_status mark_right(struct vn_tally *tally, struct vn_counts *page, struct vn_err *err)
{
	const struct vn_pair *pairs;
	size_t count;
	enum vn_status status = vn_align(&tally->aligner, vn_codes_seq(&tally->truth.tokens),
					 vn_codes_seq(&tally->read.tokens), &pairs, &count, err);

	tally->had.len = 0;
	for (size_t i = 0; !status && i < count; i++) {
		char right = pairs[i].a == pairs[i].b;
		page->right += (size_t)right;
		page->word_errors_before += !right;
		if (pairs[i].a != VN_GAP)
			status = vn_buf_add(&tally->had, &right, 1, err);
	}
	return status;
}

/* Counts the errors of the output and the tokens of tally->had that are among them. */
static enum vn_status mark_harmed(struct vn_tally *tally, struct vn_counts *page,
				  struct vn_err *err)
{
	const struct vn_pair *pairs;
	size_t count, at = 0;
	enum vn_status status = vn_align(&tally->aligner, vn_codes_seq(&tally->truth.tokens),
					 vn_codes_seq(&tally->output.tokens), &pairs, &count, err);

	for (size_t i = 0; !status && i < count; i++) {
		bool wrong = pairs[i].a != pairs[i].b;
		if (pairs[i].a != VN_GAP) {
			bool had = tally->had.ptr[at++];
			page->harmed += had && wrong;
		}
		page->word_errors_after += wrong;
		if (wrong)
			status = add_error(tally, pairs[i], err);
	}
	return status;
}

static int by_value(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

/* Replaces RUNS by the digit runs of SEQ in ascending order: those of its numbers, or all. */
static enum vn_status digit_runs(struct vn_tally *tally, struct vn_codes *runs, struct vn_seq seq,
				 bool numbers_only, struct vn_err *err)
{
	struct vn_seq token, digits;
	enum vn_status status = VN_OK;

	runs->len = 0;
	for (size_t at = 0; vn_token_next(seq, &at, &token);) {
		if (numbers_only && !vn_is_number(token))
			continue;
		for (size_t in = 0; !status && vn_digits_next(token, &in, &digits);)
			status = vn_token_add(&tally->tokens, runs, digits, err);
	}
	if (!status && runs->len)
		qsort(runs->ptr, runs->len, sizeof *runs->ptr, by_value);
	return status;
}

/* Counts the digit runs of the numbers read that the output lacks, each as often as it does. */
static enum vn_status count_lost_numbers(struct vn_tally *tally, struct vn_counts *page,
					 struct vn_err *err)
{
	struct vn_codes *lost = &tally->lost, *kept = &tally->kept;
	enum vn_status status = digit_runs(tally, lost, vn_codes_seq(&tally->read.text), true, err);

	if (!status)
		status = digit_runs(tally, kept, vn_codes_seq(&tally->output.text), false, err);
	for (size_t i = 0, j = 0; !status && i < lost->len;) {
		if (j < kept->len && kept->ptr[j] < lost->ptr[i]) {
			j++;
			continue;
		}
		if (j < kept->len && kept->ptr[j] == lost->ptr[i])
			j++;
		else
			page->numbers++;
		i++;
	}
	return status;
}

static enum vn_status count_characters(struct vn_tally *tally, struct vn_counts *page,
				       struct vn_err *err)
{
	struct vn_seq truth = vn_codes_seq(&tally->truth.text);
	size_t before = 0, after = 0;
	enum vn_status status =
		vn_distance(&tally->aligner, truth, vn_codes_seq(&tally->read.text), &before, err);
	if (!status)
		status = vn_distance(&tally->aligner, truth, vn_codes_seq(&tally->output.text),
				     &after, err);
	page->chars += truth.len;
	page->char_errors_before += before;
	page->char_errors_after += after;
	return status;
}

/* Scores the decoded lines of the tally. */
static enum vn_status score_line(struct vn_tally *tally, struct vn_counts *page, struct vn_err *err)
{
	enum vn_status status = prepare(tally, &tally->truth, err);
	if (!status)
		status = prepare(tally, &tally->read, err);
	if (!status)
		status = prepare(tally, &tally->output, err);
	if (!status)
		status = count_characters(tally, page, err);
	if (!status)
		status = count_lost_numbers(tally, page, err);
	if (!status)
		status = mark_right(tally, page, err);
	if (!status)
		status = mark_harmed(tally, page, err);
	page->words += tally->truth.tokens.len;
	return status;
}

static enum vn_status decode_line(struct vn_tally *tally, struct vn_str truth, struct vn_str read,
				  struct vn_str output, struct vn_err *err)
{
	enum vn_status status = vn_codes_decode(&tally->truth.text, truth, err);
	if (!status)
		status = vn_codes_decode(&tally->read.text, read, err);
	return status ? status : vn_codes_decode(&tally->output.text, output, err);
}

static enum vn_status add_page(struct vn_tally *tally, const struct vn_counts *page,
			       struct vn_err *err)
{
	if (tally->page_count == tally->page_cap) {
		size_t cap = tally->page_cap ? tally->page_cap * 2 : 64;
		struct vn_counts *pages = realloc(tally->pages, cap * sizeof *pages);
		if (!pages)
			return vn_err_nomem(err);
		tally->pages = pages;
		tally->page_cap = cap;
	}
	tally->pages[tally->page_count++] = *page;
	return VN_OK;
}

enum vn_status vn_tally_page(struct vn_tally *tally, struct vn_str truth, struct vn_str read,
			     struct vn_str output, struct vn_err *err)
{
	size_t t = vn_line_count(truth), r = vn_line_count(read), o = vn_line_count(output);
	struct vn_str truth_line, read_line, output_line;
	struct vn_counts page = {0};

	if (t != r || t != o)
		return vn_err_set(err, VN_EINPUT,
				  "line counts differ: truth %zu, read %zu, output %zu", t, r, o);
	truth = vn_lines_of(truth), read = vn_lines_of(read), output = vn_lines_of(output);
	while (vn_line_next(&truth, &truth_line) && vn_line_next(&read, &read_line) &&
	       vn_line_next(&output, &output_line)) {
		enum vn_status status = decode_line(tally, truth_line, read_line, output_line, err);
		if (!status && vn_line_is_scored(truth_line, vn_codes_seq(&tally->truth.text),
						 vn_codes_seq(&tally->read.text)))
			status = score_line(tally, &page, err);
		if (status)
			return status;
	}
	return add_page(tally, &page, err);
}

/* Keeps of the line the cores of its tokens with a letter, as tokens. */
static enum vn_status keep_cores(struct vn_tally *tally, struct vn_scored_line *line,
				 struct vn_err *err)
{
	struct vn_codes core = {0};
	struct vn_seq token;
	enum vn_status status = vn_canon(&line->text, tally->flags & VN_CANON_STRICT, err);

	line->tokens.len = 0;
	for (size_t at = 0; !status && vn_token_next(vn_codes_seq(&line->text), &at, &token);) {
		core.len = 0;
		status = vn_core(&core, token, err);
		if (!status && vn_has_letter(vn_codes_seq(&core)))
			status = vn_token_add(&tally->tokens, &line->tokens, vn_codes_seq(&core),
					      err);
	}
	vn_codes_fini(&core);
	return status;
}

static enum vn_status keep_tokens(struct vn_tally *tally, struct vn_scored_line *line,
				  struct vn_err *err)
{
	enum vn_status status = vn_codes_nfc(&line->text, err);
	return status ? status : tokenise(tally, line, err);
}

typedef enum vn_status (*keeper)(struct vn_tally *tally, struct vn_scored_line *line,
				 struct vn_err *err);

/* Compares line by line what KEEP makes of both texts. */
static enum vn_status compare(struct vn_tally *tally, struct vn_str text, struct vn_str output,
			      keeper keep, struct vn_err *err)
{
	size_t in = vn_line_count(text), out = vn_line_count(output);
	struct vn_scored_line *a = &tally->truth, *b = &tally->output;
	struct vn_str line, other;
	enum vn_status status = VN_OK;

	if (in != out)
		return vn_err_set(err, VN_EINPUT, "line counts differ: %zu in, %zu out", in, out);
	text = vn_lines_of(text), output = vn_lines_of(output);
	while (!status && vn_line_next(&text, &line) && vn_line_next(&output, &other)) {
		status = vn_codes_decode(&a->text, line, err);
		if (!status)
			status = vn_codes_decode(&b->text, other, err);
		if (!status)
			status = keep(tally, a, err);
		if (!status)
			status = keep(tally, b, err);
		if (!status)
			status = count_errors(tally, vn_codes_seq(&a->tokens),
					      vn_codes_seq(&b->tokens), &tally->tokens_wrong, err);
		tally->tokens_seen += a->tokens.len;
	}
	return status;
}

enum vn_status vn_tally_bare(struct vn_tally *tally, struct vn_str text, struct vn_str output,
			     struct vn_err *err)
{
	return compare(tally, text, output, keep_cores, err);
}

enum vn_status vn_tally_harm(struct vn_tally *tally, struct vn_str text, struct vn_str output,
			     struct vn_err *err)
{
	return compare(tally, text, output, keep_tokens, err);
}

static int by_count(const void *a, const void *b)
{
	const struct vn_error_count *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->seen > y->seen) - (x->seen < y->seen);
}

size_t vn_tally_sort_errors(struct vn_tally *tally)
{
	if (tally->pairs.count)
		qsort(tally->errors, tally->pairs.count, sizeof *tally->errors, by_count);
	return tally->pairs.count;
}
