#include "user/user.h"

#include "model/extend.h"
#include "model/words.h"
#include "text/chars.h"

#include <stdlib.h>

void vn_user_close(struct vn_user *user)
{
	if (!user)
		return;
	for (size_t i = 0; i < user->pattern_count; i++)
		vn_pattern_close(user->patterns[i]);
	free(user->patterns);
	vn_table_fini(&user->table);
	vn_dict_fini(&user->dict);
	free(user);
}

static enum vn_status add_patterns(struct vn_user *user, const struct vn_user_config *config,
				   struct vn_err *err)
{
	enum vn_status status = VN_OK;

	user->patterns = calloc(config->pattern_count + 1, sizeof *user->patterns);
	if (!user->patterns)
		return vn_err_nomem(err);
	for (size_t i = 0; !status && i < config->pattern_count; i++) {
		const char *source = config->patterns[i];
		status = vn_pattern_open(&user->patterns[i],
					 (struct vn_str){source, strlen(source)}, err);
		user->pattern_count += !status;
	}
	return status;
}

enum vn_status vn_user_open(struct vn_user **out, const struct vn_user_config *config,
			    struct vn_err *err)
{
	struct vn_user *user = calloc(1, sizeof *user);
	enum vn_status status = user ? add_patterns(user, config, err) : vn_err_nomem(err);

	for (size_t i = 0; !status && i < config->dict_count; i++)
		status = vn_dict_read(&user->dict, config->dicts[i], config->load, err);
	for (size_t i = 0; !status && i < config->table_count; i++)
		status = vn_table_read(&user->table, config->tables[i], config->load, err);
	if (status) {
		vn_user_close(user);
		return status;
	}
	vn_table_sort(&user->table);
	*out = user;
	return VN_OK;
}

/* The words of the lists for a model, and which of them stand together. */
struct vocabulary {
	struct vn_extra_word *words;
	struct vn_extra_pair *pairs;
	size_t word_count, pair_count;
	uint32_t *first, *last; /* by word of the list: its runs of letters, among the words */
};

/* The runs of letters of one word of the list, each a word of the model. */
static void add_runs(struct vocabulary *v, const struct vn_dict_word *word, uint32_t *first,
		     uint32_t *last)
{
	struct vn_str text = word->text;
	size_t at = 0, before = v->word_count;

	while (at < text.len) {
		size_t next = at, from;
		if (!vn_is_letter(vn_utf8_next(text, &next))) {
			at = next;
			continue;
		}
		for (from = at; at < text.len; at = next) {
			next = at;
			if (!vn_is_letter(vn_utf8_next(text, &next)))
				break;
		}
		if (v->word_count > before)
			v->pairs[v->pair_count++] = (struct vn_extra_pair){
				(uint32_t)v->word_count - 1, (uint32_t)v->word_count};
		v->words[v->word_count++] =
			(struct vn_extra_word){{text.ptr + from, at - from}, !word->small};
	}
	*first = v->word_count > before ? (uint32_t)before : UINT32_MAX;
	*last = (uint32_t)v->word_count - 1;
}

/* Each step from node to node, but those from the root, is a pair. */
static void add_steps(struct vocabulary *v, const struct vn_dict *dict)
{
	for (size_t i = 1; i < dict->node_count; i++) {
		const struct vn_dict_node *node = &dict->nodes[i];
		uint32_t left;
		if (!node->parent)
			continue;
		left = dict->nodes[node->parent].word;
		if (v->first[left] == UINT32_MAX || v->first[node->word] == UINT32_MAX)
			continue;
		v->pairs[v->pair_count++] =
			(struct vn_extra_pair){v->last[left], v->first[node->word]};
	}
}

static int by_text(const void *left, const void *right)
{
	const struct vn_extra_word *a = *(const struct vn_extra_word *const *)left,
				   *b = *(const struct vn_extra_word *const *)right;
	int order = vn_str_order(a->text, b->text);

	return order ? order : (a > b) - (a < b);
}

/* Leaves each word once; the pairs follow. */
static enum vn_status unite(struct vocabulary *v, struct vn_err *err)
{
	const struct vn_extra_word **order = malloc((v->word_count + 1) * sizeof *order);
	uint32_t *place = malloc((v->word_count + 1) * sizeof *place);
	struct vn_extra_word *words = malloc((v->word_count + 1) * sizeof *words);
	size_t kept = 0;

	if (!order || !place || !words) {
		free(order);
		free(place);
		free(words);
		return vn_err_nomem(err);
	}
	for (size_t i = 0; i < v->word_count; i++)
		order[i] = &v->words[i];
	if (v->word_count)
		qsort(order, v->word_count, sizeof *order, by_text);
	for (size_t i = 0; i < v->word_count; i++) {
		if (!kept || !vn_str_eq(words[kept - 1].text, order[i]->text))
			words[kept++] = *order[i];
		words[kept - 1].capital &= order[i]->capital;
		place[order[i] - v->words] = (uint32_t)kept - 1;
	}
	for (size_t i = 0; i < v->pair_count; i++)
		v->pairs[i] =
			(struct vn_extra_pair){place[v->pairs[i].left], place[v->pairs[i].right]};
	free(order);
	free(place);
	free(v->words);
	v->words = words;
	v->word_count = kept;
	return VN_OK;
}

enum vn_status vn_user_model(struct vn_model **out, const struct vn_user *user,
			     const struct vn_model *base, struct vn_err *err)
{
	const struct vn_dict *dict = &user->dict;
	/* A word of the list has at most half as many runs of letters as bytes. */
	size_t n = dict->word_count, most = n * (VN_DICT_PART / 2), runs = 0;
	struct vocabulary v = {0};
	enum vn_status status = VN_ENOMEM;

	if (!n)
		return VN_OK;
	for (size_t i = 0; i < n; i++)
		runs += dict->words[i].text.len / 2 + 1;
	if (runs < most)
		most = runs;
	v.words = malloc(most * sizeof *v.words);
	v.pairs = malloc((most + dict->node_count) * sizeof *v.pairs);
	v.first = malloc(n * sizeof *v.first);
	v.last = malloc(n * sizeof *v.last);
	if (v.words && v.pairs && v.first && v.last) {
		for (size_t i = 0; i < n; i++)
			add_runs(&v, &dict->words[i], &v.first[i], &v.last[i]);
		add_steps(&v, dict);
		status = unite(&v, err);
	} else {
		status = vn_err_nomem(err);
	}
	if (!status) {
		struct vn_extra extra = {v.words, v.word_count, v.pairs, v.pair_count};
		status = vn_model_extend(out, base, &extra, err);
	}
	free(v.words);
	free(v.pairs);
	free(v.first);
	free(v.last);
	return status;
}

/* What the patterns match in one piece of the text, which begins at BASE. */
static enum vn_status protect_piece(const struct vn_user *user, struct vn_matcher *matcher,
				    struct vn_unit *unit, size_t base, size_t len,
				    struct vn_err *err)
{
	struct vn_str piece = {unit->text.ptr + base, len};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < user->pattern_count; i++)
		for (size_t at = 0, end; !status && at <= len; at = end) {
			bool found;
			status = vn_pattern_find(user->patterns[i], matcher, piece, &at, &end,
						 &found, err);
			if (status || !found)
				break;
			status = vn_unit_protect(unit, base + at, base + end, VN_PROTECT_USER, err);
			if (end > at)
				continue;
			/* An empty match is none. */
			for (end++; end < len && ((unsigned char)piece.ptr[end] & 0xc0) == 0x80;)
				end++;
		}
	return status;
}

enum vn_status vn_user_protect(const struct vn_user *user, struct vn_unit *unit, struct vn_err *err)
{
	struct vn_matcher *matcher = NULL;
	enum vn_status status = VN_OK;

	if (!user->pattern_count)
		return VN_OK;
	status = vn_matcher_open(&matcher, err);
	for (size_t at = 0, next; !status && at < unit->text.len; at = next) {
		size_t len = vn_pattern_piece(vn_buf_str(&unit->text), at, &next);
		status = protect_piece(user, matcher, unit, at, len, err);
	}
	vn_matcher_close(matcher);
	return status;
}

/* The tables at work on a unit. */
struct replacing {
	const struct vn_user *user;
	struct vn_unit *unit;
	struct vn_matcher *matcher;
	bool mark; /* what is wanted is marked only; else replaced, where it is marked */
	struct memo {
		size_t piece; /* whose answer is known; SIZE_MAX: none */
		bool yes;
	} * memos; /* by row: whether its context is there */
	struct vn_err *err;
};

/* Whether the context of ROW is in PIECE, which begins at BASE: asked once a piece. */
static enum vn_status has_context(struct replacing *r, size_t row, struct vn_str piece, size_t base,
				  bool *yes)
{
	const struct vn_pattern *context = r->user->table.rows[row].context;
	struct memo *memo = &r->memos[row];
	enum vn_status status = VN_OK;
	size_t begin = 0, end;

	*yes = true;
	if (!context)
		return VN_OK;
	if (memo->piece != base) {
		status = vn_pattern_find(context, r->matcher, piece, &begin, &end, &memo->yes,
					 r->err);
		memo->piece = base;
	}
	*yes = memo->yes;
	return status;
}

/* Whether [begin, end) is free to be marked or, if it is marked, replaced. */
static bool is_open(const struct replacing *r, size_t begin, size_t end)
{
	const struct vn_span *span = vn_unit_protected(r->unit, begin, end);

	if (r->mark)
		return !span;
	return span && span->kind == VN_PROTECT_WANTED && span->begin <= begin && end <= span->end;
}

/* Finds the row to be carried out at byte AT of PIECE; *LEN becomes 0 if there is none. */
static enum vn_status find_row(struct replacing *r, struct vn_str piece, size_t base, size_t at,
			       size_t *row, size_t *len)
{
	const struct vn_wanted *wanted;
	enum vn_status status = VN_OK;
	size_t most = VN_TABLE_BEFORE * 4, count;

	*len = 0;
	while (!status && most > 0 &&
	       vn_table_find(&r->user->table, piece, at, most, &wanted, &count)) {
		size_t end = at + wanted->text.len;
		for (size_t i = 0; !status && i < count; i++) {
			bool yes = is_open(r, base + at, base + end);
			if (yes)
				status = has_context(r, wanted[i].row, piece, base, &yes);
			if (status || !yes)
				continue;
			*row = wanted[i].row;
			*len = wanted->text.len;
			return VN_OK;
		}
		most = wanted->text.len - 1;
	}
	return status;
}

static enum vn_status replace_piece(struct replacing *r, size_t base, size_t len)
{
	struct vn_str piece = {r->unit->text.ptr + base, len};
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < len;) {
		const struct vn_row *found;
		size_t row, size;
		status = find_row(r, piece, base, at, &row, &size);
		if (status || !size) {
			at++;
			continue;
		}
		found = &r->user->table.rows[row];
		if (r->mark)
			status = vn_unit_protect(r->unit, base + at, base + at + size,
						 VN_PROTECT_WANTED, r->err);
		else
			status = vn_unit_replace(r->unit, base + at, base + at + size, found->after,
						 found->rule, r->err);
		at += size;
	}
	return status;
}

/* The tables over a whole unit. */
static enum vn_status replace(const struct vn_user *user, struct vn_unit *unit, bool mark,
			      struct vn_err *err)
{
	struct replacing r = {.user = user, .unit = unit, .mark = mark, .err = err};
	size_t rows = user->table.row_count;
	enum vn_status status;

	if (!user->table.wanted_count)
		return VN_OK;
	r.memos = malloc(rows * sizeof *r.memos);
	if (!r.memos)
		return vn_err_nomem(err);
	for (size_t i = 0; i < rows; i++)
		r.memos[i] = (struct memo){SIZE_MAX, false};
	status = vn_matcher_open(&r.matcher, err);
	for (size_t at = 0, next; !status && at < unit->text.len; at = next) {
		size_t len = vn_pattern_piece(vn_buf_str(&unit->text), at, &next);
		status = replace_piece(&r, at, len);
	}
	vn_matcher_close(r.matcher);
	free(r.memos);
	return status;
}

enum vn_status vn_user_want(const struct vn_user *user, struct vn_unit *unit, struct vn_err *err)
{
	return replace(user, unit, true, err);
}

enum vn_status vn_user_replace(const struct vn_user *user, struct vn_unit *unit, struct vn_err *err)
{
	return unit->span_count ? replace(user, unit, false, err) : VN_OK;
}

enum vn_status vn_user_keep(const struct vn_user *user, struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	enum vn_status status = VN_OK;
	struct vn_dict_match match;
	size_t at = 0, next = 0;
	int32_t first;

	if (!user->dict.entry_count || !text.len)
		return VN_OK;
	first = vn_utf8_next(text, &next);
	if (!vn_is_letter(first) && !vn_is_digit(first))
		at = vn_dict_next(text, 0);
	for (; !status && at < text.len; at = vn_dict_next(text, next)) {
		next = at;
		if (!vn_dict_find(&user->dict, text, at, &match) || !match.right)
			continue;
		for (size_t k = 0; !status && k < match.count; k++)
			status = vn_unit_protect(unit, match.part[k].begin, match.part[k].end,
						 VN_PROTECT_USER, err);
		next = match.part[match.count - 1].begin;
	}
	return status;
}

enum vn_status vn_user_knows(const struct vn_user *user, struct vn_str word, bool *knows,
			     struct vn_err *err)
{
	return vn_dict_knows(&user->dict, word, knows, err);
}

/* The case of a part of an entry: SHAPE where its letters show none of the three. */
static uint8_t shape_of(struct vn_str part, uint8_t shape)
{
	int32_t c[VN_DICT_PART];
	int count = vn_utf8_decode(part, c, VN_DICT_PART);

	if (shape == VN_CASE_UPPER || count <= 0)
		return shape;
	return (uint8_t)vn_case_of(c, count);
}

/* Gives the tokens from K on that are parts of MATCH the case of its entry. */
static void shape_match(const struct vn_user *user, const struct vn_unit *unit, size_t k,
			const struct vn_dict_match *match, uint8_t *shape)
{
	struct vn_str text = user->dict.entries[match->entry].text;

	for (size_t i = 0; i < match->count; i++) {
		const char *blank = memchr(text.ptr, ' ', text.len);
		struct vn_str part = {text.ptr, blank ? (size_t)(blank - text.ptr) : text.len};
		while (k < unit->token_count && unit->tokens[k].begin < match->part[i].begin)
			k++;
		if (k == unit->token_count)
			return;
		if (unit->tokens[k].open && unit->tokens[k].begin == match->part[i].begin &&
		    unit->tokens[k].end == match->part[i].end)
			shape[k] = shape_of(part, shape[k]);
		text.ptr += part.len + (blank != NULL);
		text.len -= part.len + (blank != NULL);
	}
}

void vn_user_shapes(const struct vn_user *user, const struct vn_unit *unit, uint8_t *shape)
{
	struct vn_str text = vn_buf_str(&unit->text);
	struct vn_dict_match match;
	size_t done = 0;

	for (size_t k = 0; user->dict.entry_count && k < unit->token_count; k++) {
		if (unit->tokens[k].begin < done || unit->tokens[k].begin >= text.len ||
		    !vn_dict_find(&user->dict, text, unit->tokens[k].begin, &match) ||
		    match.count < 2 || user->dict.entries[match.entry].small)
			continue;
		shape_match(user, unit, k, &match, shape);
		done = match.part[match.count - 1].end;
	}
}
