/* The readings that the search found likeliest, passage by passage, as respellings of tokens. */
#include "model/words.h"
#include "restore/pass.h"
#include "text/chars.h"

#define PATHS_EACH 4   /* paths per reading asked for: several may say the same */
#define LONG	   256 /* bytes behind which a passage ends at the next neck */

/* What a window's readings are made of. */
struct finder {
	struct vn_pass *p;
	const struct vn_path *best; /* the tokens are its own */
	size_t first;		    /* of the unit's tokens: the first of the window */
	size_t *token;		    /* by step of the best path: tokens of the window before it */
	struct vn_arena scratch;
	struct vn_buf text;
};

static bool same(const struct vn_step *a, const struct vn_step *b)
{
	return a->arc == b->arc && a->choice == b->choice;
}

/* Whether a step that all paths share stands otherwise: its change was refused as too dear. */
static bool refused(const struct finder *f, size_t k)
{
	const struct vn_step *step = &f->best->steps[k];
	return vn_pass_reads_anew(f->p, step) &&
	       !f->p->unit->tokens[f->first + f->token[k]].changed;
}

/* Steps [i, i_end) of the best path and [j, j_end) of another that cover the same bytes. */
struct run {
	size_t i, i_end, j, j_end;
};

/* Takes both paths on to where their next steps begin at the same byte. */
static void meet(const struct finder *f, const struct vn_path *path, struct run *run)
{
	const struct vn_step *a = f->best->steps, *b = path->steps;

	run->i_end = run->i + 1;
	run->j_end = run->j + 1;
	while (a[run->i_end - 1].arc->to != b[run->j_end - 1].arc->to)
		if (a[run->i_end - 1].arc->to < b[run->j_end - 1].arc->to)
			run->i_end++;
		else
			run->j_end++;
}

/* Widens RUN by steps that both paths share until a token of the unit stands at either end; false
 * if there is none. */
static bool widen(const struct finder *f, const struct vn_path *path, size_t least, struct run *run)
{
	const struct vn_step *a = f->best->steps, *b = path->steps;

	while (!vn_pass_is_token(&a[run->i])) {
		if (run->i == least)
			return false;
		run->i--;
		run->j--;
	}
	while (!vn_pass_is_token(&a[run->i_end - 1])) {
		if (run->i_end == f->best->count)
			return false;
		if (same(&a[run->i_end], &b[run->j_end])) {
			run->i_end++;
			run->j_end++;
		} else {
			struct run next = {run->i_end, 0, run->j_end, 0};
			meet(f, path, &next);
			run->i_end = next.i_end;
			run->j_end = next.j_end;
		}
	}
	return true;
}

/* What stands between the words of STEP and NEXT: as it was read, or a blank where one became two.
 */
static struct vn_str between(const struct finder *f, const struct vn_step *step,
			     const struct vn_step *next)
{
	size_t from = step->arc->to, to = next->arc->from;

	if (from == to && step->choice && step->choice->candidate && next->choice &&
	    next->choice->candidate)
		return VN_STR(" ");
	return (struct vn_str){f->p->unit->text.ptr + f->p->lattice->begin + from, to - from};
}

/* What steps [from, to) of PATH say. */
static enum vn_status say(struct finder *f, const struct vn_path *path, size_t from, size_t to)
{
	enum vn_status status = VN_OK;

	f->text.len = 0;
	for (size_t k = from; !status && k < to; k++) {
		char out[2 * VN_WORD_BYTES];
		struct vn_str text = vn_pass_text(f->p, &path->steps[k], out);
		status = vn_buf_add(&f->text, text.ptr, text.len, f->p->err);
		if (!status && k + 1 < to) {
			text = between(f, &path->steps[k], &path->steps[k + 1]);
			status = vn_buf_add(&f->text, text.ptr, text.len, f->p->err);
		}
	}
	return status;
}

/* Adds what PATH says of RUN to READING, if it is something else than what stands there. */
static enum vn_status respell(struct finder *f, const struct vn_path *path, const struct run *run,
			      struct vn_rendering *reading)
{
	struct vn_respelling *to = &reading->respellings[reading->count];
	struct vn_str stands = {0};
	enum vn_status status = VN_OK;

	*to = (struct vn_respelling){.first = f->first + f->token[run->i],
				     .count = f->token[run->i_end] - f->token[run->i]};
	if (!refused(f, run->i) || run->i_end - run->i > 1) {
		status = say(f, f->best, run->i, run->i_end);
		stands = vn_arena_copy(&f->scratch, f->text.ptr, f->text.len);
		if (!status && !stands.ptr)
			return vn_err_nomem(f->p->err);
	}
	if (!status)
		status = say(f, path, run->j, run->j_end);
	if (status || (stands.ptr && vn_str_eq(stands, vn_buf_str(&f->text))))
		return status;
	to->text = vn_arena_copy(&f->p->unit->arena, f->text.ptr, f->text.len);
	if (!to->text.ptr)
		return vn_err_nomem(f->p->err);
	reading->count++;
	return VN_OK;
}

/* READING becomes what PATH says; *WHOLE: all of it could be said. */
static enum vn_status render(struct finder *f, const struct vn_path *path,
			     struct vn_rendering *reading, bool *whole)
{
	struct run run = {0};
	size_t least = 0;
	enum vn_status status = VN_OK;

	*whole = true;
	reading->count = 0;
	reading->respellings = vn_arena_alloc(
		&f->p->unit->arena, (f->token[f->best->count] + 1) * sizeof *reading->respellings);
	if (!reading->respellings)
		return vn_err_nomem(f->p->err);
	while (!status && *whole && run.i < f->best->count) {
		bool alike = same(&f->best->steps[run.i], &path->steps[run.j]);
		meet(f, path, &run);
		if (!alike || refused(f, run.i)) {
			*whole = widen(f, path, least, &run);
			if (*whole)
				status = respell(f, path, &run, reading);
			least = run.i_end;
		}
		run.i = run.i_end;
		run.j = run.j_end;
	}
	return status;
}

static bool equal(const struct vn_rendering *a, const struct vn_rendering *b)
{
	bool equal = a->count == b->count;

	for (size_t i = 0; equal && i < a->count; i++)
		equal = a->respellings[i].first == b->respellings[i].first &&
			a->respellings[i].count == b->respellings[i].count &&
			vn_str_eq(a->respellings[i].text, b->respellings[i].text);
	return equal;
}

/* Counts the tokens before each step of the best path. */
static enum vn_status count_tokens(struct finder *f)
{
	size_t count = 0;

	f->token = vn_arena_alloc(&f->scratch, (f->best->count + 1) * sizeof *f->token);
	if (!f->token)
		return vn_err_nomem(f->p->err);
	for (size_t k = 0; k < f->best->count; k++) {
		f->token[k] = count;
		count += vn_pass_is_token(&f->best->steps[k]);
	}
	f->token[f->best->count] = count;
	return VN_OK;
}

/* Bytes [begin, end) of the text as a passage, without its readings. */
static struct vn_passage passage_of(const char *text, size_t begin, size_t end)
{
	while (begin < end && vn_blank_byte(text[begin]))
		begin++;
	while (begin < end && vn_blank_byte(text[end - 1]))
		end--;
	return (struct vn_passage){.begin = begin, .end = end};
}

/* The readings that PATHS are, each once, as many as are asked for. */
static enum vn_status list(struct finder *f, const struct vn_path_list *paths,
			   struct vn_passage passage)
{
	size_t most = f->p->doc->options->nbest;
	enum vn_status status = VN_OK;

	passage.renderings =
		vn_arena_alloc(&f->p->unit->arena, (most + 1) * sizeof *passage.renderings);
	if (!passage.renderings)
		return vn_err_nomem(f->p->err);
	for (size_t i = 0; !status && i < paths->found && passage.count < most; i++) {
		struct vn_rendering *reading = &passage.renderings[passage.count];
		int64_t worse = paths->costs[i] - paths->costs[0];
		bool fresh = true;
		status = render(f, &paths->paths[i], reading, &fresh);
		reading->cost = worse < VN_COST_MAX ? (vn_cost)worse : VN_COST_MAX;
		for (size_t k = 0; fresh && k < passage.count; k++)
			fresh = !equal(&passage.renderings[k], reading);
		passage.count += !status && fresh;
	}
	return status ? status : vn_unit_passage(f->p->unit, &passage, f->p->err);
}

/* Adds the passage of the best path's steps [k, end), which lies between two necks; FIRST is the
 * first of its tokens. */
static enum vn_status add_passage(struct vn_pass *p, const struct vn_path *best, size_t first,
				  const struct vn_neck *from, const struct vn_neck *to)
{
	struct finder f = {.p = p, .best = best, .first = first};
	struct vn_path_list paths = {.most = PATHS_EACH * (size_t)p->doc->options->nbest};
	size_t begin = p->lattice->begin;
	enum vn_status status = VN_OK;

	paths.paths = vn_arena_alloc(&f.scratch, paths.most * sizeof *paths.paths);
	paths.costs = vn_arena_alloc(&f.scratch, paths.most * sizeof *paths.costs);
	if (!paths.paths || !paths.costs)
		status = vn_err_nomem(p->err);
	if (!status)
		status = count_tokens(&f);
	if (!status && f.token[best->count])
		status = vn_search_nbest(p->r->search, p->lattice, from, to, &f.scratch, &paths,
					 p->err);
	if (!status && paths.found)
		status = list(&f, &paths,
			      passage_of(p->unit->text.ptr, begin + best->steps[0].arc->from,
					 begin + best->steps[best->count - 1].arc->to));
	vn_buf_fini(&f.text);
	vn_arena_fini(&f.scratch);
	return status;
}

/* Whether a passage may end at byte AT of the text, LEN bytes behind its begin: with a line, with a
 * sentence, or because it is long enough. */
static bool ends_well(struct vn_str text, size_t at, size_t len)
{
	size_t before = at;

	if (len >= LONG || at >= text.len)
		return true;
	while (before > 0 && vn_blank_byte(text.ptr[before - 1]))
		before--;
	for (size_t i = before; i < text.len && vn_blank_byte(text.ptr[i]); i++)
		if (text.ptr[i] == '\n')
			return true;
	return before > 0 && vn_blank_byte(text.ptr[before]) &&
	       strchr(".!?;", text.ptr[before - 1]);
}

enum vn_status vn_pass_nbest(struct vn_pass *p, const struct vn_path *best, size_t first)
{
	struct vn_str text = vn_buf_str(&p->unit->text);
	const struct vn_neck *from = NULL, *to;
	struct vn_arena scratch = {0};
	struct vn_necks necks;
	size_t begin = 0, tokens = 0;
	enum vn_status status = vn_search_necks(p->r->search, p->lattice, &scratch, &necks, p->err);

	for (size_t k = 0, n = 0; !status && k < best->count; k++) {
		size_t at = best->steps[k].arc->to;
		struct vn_path piece = {best->steps + begin, k + 1 - begin};
		tokens += vn_pass_is_token(&best->steps[k]);
		while (n < necks.count && necks.list[n].position < at)
			n++;
		if (k + 1 < best->count &&
		    (n == necks.count || necks.list[n].position != at ||
		     !ends_well(text, p->lattice->begin + at, at - piece.steps[0].arc->from)))
			continue;
		to = k + 1 < best->count ? &necks.list[n] : NULL;
		status = add_passage(p, &piece, first, from, to);
		from = to;
		first += tokens;
		tokens = 0;
		begin = k + 1;
	}
	vn_arena_fini(&scratch);
	return status;
}
