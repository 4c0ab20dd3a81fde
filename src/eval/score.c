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
	vn_aligner_fini(&tally->letters);
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

static enum vn_status add_error(struct vn_tally *tally, struct vn_pair pair, struct vn_err *err)
{
	int32_t both[2] = {pair.a, pair.b}, number;
	size_t known = tally->pairs.count;
	enum vn_status status =
		vn_grow(&tally->errors, known, &tally->error_cap, sizeof *tally->errors, err);

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

static void drop(struct vn_seq *seq, size_t count)
{
	seq->ptr += count;
	seq->len -= count;
}

/* Whether a text may be cut before a right token, the RIGHT-th in a row, when the longer side has
 * LENGTH code points before it: at the third, or at the first when that comes too late. */
static bool may_cut(size_t right, size_t length)
{
	return right && length > (right >= 3 ? 1 : 2) * VN_EXACT_MAX;
}

/* A line aligned with the truth. */
struct aligned {
	const struct vn_pair *pairs; /* of tokens; the aligner's */
	size_t count;
	size_t char_errors;
};

/* Adds the character errors of OTHER, whose tokens are aligned in LINE, to it. */
static enum vn_status count_characters(struct vn_tally *tally, struct vn_seq other,
				       struct aligned *line, struct vn_err *err)
{
	const struct vn_pair *pairs = line->pairs;
	struct vn_seq truth = vn_codes_seq(&tally->truth.text);
	size_t right = 0, a = 0, b = 0, distance = 0; /* a, b: where the next token begins */
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < line->count; i++) {
		right = pairs[i].a == pairs[i].b ? right + 1 : 0;
		if (may_cut(right, a > b ? a : b)) {
			status = vn_distance(&tally->letters, (struct vn_seq){truth.ptr, a},
					     (struct vn_seq){other.ptr, b}, &distance, err);
			line->char_errors += status ? 0 : distance;
			drop(&truth, a), drop(&other, b);
			a = b = 0;
		}
		if (pairs[i].a != VN_GAP)
			a += vn_vocab_get(&tally->tokens, pairs[i].a).len + 1;
		if (pairs[i].b != VN_GAP)
			b += vn_vocab_get(&tally->tokens, pairs[i].b).len + 1;
	}
	if (!status)
		status = vn_distance(&tally->letters, truth, other, &distance, err);
	line->char_errors += status ? 0 : distance;
	return status;
}

static enum vn_status align_line(struct vn_tally *tally, const struct vn_scored_line *other,
				 struct aligned *out, struct vn_err *err)
{
	enum vn_status status =
		vn_align(&tally->aligner, vn_codes_seq(&tally->truth.tokens),
			 vn_codes_seq(&other->tokens), &out->pairs, &out->count, err);
	out->char_errors = 0;
	if (!status)
		status = count_characters(tally, vn_codes_seq(&other->text), out, err);
	return status;
}

static enum vn_status count_kinds(struct vn_tally *tally, const struct aligned *line,
				  enum vn_side side, struct vn_err *err)
{
	if (!tally->kinds)
		return VN_OK;
	return vn_kinds_add(tally->kinds, &tally->tokens, line->pairs, line->count, side, err);
}

/* Notes in tally->had which truth tokens were read right and counts the errors of the reading. */
static enum vn_status mark_right(struct vn_tally *tally, const struct aligned *line,
				 struct vn_counts *page, struct vn_err *err)
{
	const struct vn_pair *pairs = line->pairs;
	enum vn_status status = count_kinds(tally, line, VN_BEFORE, err);

	tally->had.len = 0;
	page->char_errors_before += line->char_errors;
	for (size_t i = 0; !status && i < line->count; i++) {
		char right = pairs[i].a == pairs[i].b;
		page->right += (size_t)right;
		page->word_errors_before += !right;
		if (pairs[i].a != VN_GAP)
			status = vn_buf_add(&tally->had, &right, 1, err);
	}
	return status;
}

/* Counts the errors of the output and the tokens of tally->had that are among them. */
static enum vn_status mark_harmed(struct vn_tally *tally, const struct aligned *line,
				  struct vn_counts *page, struct vn_err *err)
{
	const struct vn_pair *pairs = line->pairs;
	size_t at = 0;
	enum vn_status status = count_kinds(tally, line, VN_AFTER, err);

	page->char_errors_after += line->char_errors;
	for (size_t i = 0; !status && i < line->count; i++) {
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

static bool same_text(struct vn_seq a, struct vn_seq b)
{
	return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len * sizeof *a.ptr) == 0);
}

/* Scores the decoded lines of the tally. */
static enum vn_status score_line(struct vn_tally *tally, struct vn_counts *page, struct vn_err *err)
{
	struct aligned line;
	enum vn_status status = prepare(tally, &tally->truth, err);

	if (!status)
		status = prepare(tally, &tally->read, err);
	if (!status)
		status = prepare(tally, &tally->output, err);
	if (!status)
		status = count_lost_numbers(tally, page, err);
	if (!status)
		status = align_line(tally, &tally->read, &line, err);
	if (!status)
		status = mark_right(tally, &line, page, err);
	if (!status &&
	    !same_text(vn_codes_seq(&tally->read.text), vn_codes_seq(&tally->output.text)))
		status = align_line(tally, &tally->output, &line, err);
	if (!status)
		status = mark_harmed(tally, &line, page, err);
	page->words += tally->truth.tokens.len;
	page->chars += tally->truth.text.len;
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
	enum vn_status status =
		vn_grow(&tally->pages, tally->page_count, &tally->page_cap, sizeof *page, err);
	if (!status)
		tally->pages[tally->page_count++] = *page;
	return status;
}

/* Scores line K of the one against line K of the others. */
static enum vn_status score_lines(struct vn_tally *tally, struct vn_str truth, struct vn_str read,
				  struct vn_str output, struct vn_counts *page, struct vn_err *err)
{
	struct vn_str t, r, o;
	enum vn_status status = VN_OK;

	truth = vn_lines_of(truth), read = vn_lines_of(read), output = vn_lines_of(output);
	while (!status && vn_line_next(&truth, &t) && vn_line_next(&read, &r) &&
	       vn_line_next(&output, &o)) {
		status = decode_line(tally, t, r, o, err);
		if (!status && vn_line_is_scored(t, vn_codes_seq(&tally->truth.text),
						 vn_codes_seq(&tally->read.text)))
			status = score_line(tally, page, err);
	}
	return status;
}

/* Scores whole texts as one line each, the truth without the lines where nothing is legible. */
static enum vn_status score_whole(struct vn_tally *tally, struct vn_str truth, struct vn_str read,
				  struct vn_str output, struct vn_counts *page, struct vn_err *err)
{
	struct vn_str line;
	struct vn_buf legible = {0};
	enum vn_status status = VN_OK;

	for (truth = vn_lines_of(truth); !status && vn_line_next(&truth, &line);) {
		if (!vn_line_is_legible(line))
			continue;
		status = vn_buf_add(&legible, line.ptr, line.len, err);
		if (!status)
			status = vn_buf_add(&legible, "\n", 1, err);
	}
	if (!status)
		status = decode_line(tally, vn_buf_str(&legible), read, output, err);
	vn_buf_fini(&legible);
	return status ? status : score_line(tally, page, err);
}

enum vn_status vn_tally_page(struct vn_tally *tally, struct vn_str truth, struct vn_str read,
			     struct vn_str output, struct vn_err *err)
{
	size_t t = vn_line_count(truth), r = vn_line_count(read), o = vn_line_count(output);
	bool same = t == r && t == o;
	struct vn_counts page = {0};
	enum vn_status status;

	if (!same && tally->alignment == VN_ALIGN_LINES)
		return vn_err_set(err, VN_EINPUT,
				  "line counts differ: truth %zu, read %zu, output %zu", t, r, o);
	page.whole = !same || tally->alignment == VN_ALIGN_TEXT;
	status = (page.whole ? score_whole : score_lines)(tally, truth, read, output, &page, err);
	return status ? status : add_page(tally, &page, err);
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
