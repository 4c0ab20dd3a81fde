/* Capitals: a chain over the settled words, by letter shapes, the word's habits and its neighbour.
 */
#include "model/open.h"
#include "stage.h"
#include "text/chars.h"

#include <stdlib.h>

static vn_cost habit_of(const struct vn_model *model, const struct vn_token *token, int left,
			int own)
{
	return model->weights.case_chain *
	       model->cases[token->word].cost[token->start ? VN_CASE_START : left][own];
}

/* Cost of a token's own pattern; a token that is not open has one only. */
static vn_cost own_cost(const struct vn_token *token, int own)
{
	if (!token->open)
		return own == token->shape ? 0 : VN_COST_MAX;
	return token->by_case[own];
}

/* The cheapest chain of patterns (Viterbi); SHAPE receives one a token. */
static enum vn_status best_chain(const struct vn_model *model, const struct vn_token *tokens,
				 size_t count, uint8_t *shape, struct vn_err *err)
{
	uint8_t(*from)[3] = malloc((count + 1) * sizeof *from);
	int64_t cost[3] = {0, 1 << 20, 1 << 20}, next[3];
	int best = 0;

	if (!from)
		return vn_err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		for (int own = 0; own < 3; own++) {
			vn_cost here = own_cost(&tokens[i], own);
			next[own] = INT64_MAX / 2;
			from[i][own] = 0;
			if (here == VN_COST_MAX)
				continue;
			for (int left = 0; left < 3; left++) {
				int64_t sum =
					cost[left] + here + habit_of(model, &tokens[i], left, own);
				if (sum < next[own]) {
					next[own] = sum;
					from[i][own] = (uint8_t)left;
				}
			}
		}
		memcpy(cost, next, sizeof cost);
	}
	for (int own = 1; own < 3; own++)
		if (cost[own] < cost[best])
			best = own;
	for (size_t i = count; i-- > 0;) {
		shape[i] = (uint8_t)best;
		best = from[i][best];
	}
	free(from);
	return VN_OK;
}

/* Writes a token in its new pattern. */
static enum vn_status rewrite(struct vn_unit *unit, const struct vn_token *token, uint8_t shape,
			      struct vn_buf *out, struct vn_err *err)
{
	struct vn_str text = {unit->text.ptr + token->begin, token->end - token->begin};
	size_t at = 0;
	enum vn_status status = VN_OK;

	out->len = 0;
	while (!status && at < text.len) {
		char bytes[VN_UTF8_MAX];
		bool capital = shape == VN_CASE_UPPER || (shape == VN_CASE_TITLE && at == 0);
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0)
			return VN_OK;
		status = vn_buf_add(out, bytes,
				    vn_utf8_put(bytes, capital ? vn_upper(c) : vn_lower(c)), err);
	}
	if (status)
		return status;
	return vn_unit_replace(unit, token->begin, token->end, vn_buf_str(out), "case", 0, err);
}

static enum vn_status recase_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				 struct vn_err *err)
{
	struct vn_buf out = {0};
	uint8_t *shape;
	enum vn_status status;

	if (!unit->token_count)
		return VN_OK;
	shape = malloc(unit->token_count);
	if (!shape)
		return vn_err_nomem(err);
	status = best_chain(doc->model, unit->tokens, unit->token_count, shape, err);
	for (size_t i = 0; !status && i < unit->token_count; i++)
		if (unit->tokens[i].open && shape[i] != unit->tokens[i].shape)
			status = rewrite(unit, &unit->tokens[i], shape[i], &out, err);
	vn_buf_fini(&out);
	free(shape);
	return status;
}

const struct vn_stage vn_stage_recase = {
	.name = "recase",
	.summary = "capitals, from the letter shapes and the neighbours",
	.needs_model = 1,
	.run = recase_run,
};
