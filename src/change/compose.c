#include "change/compose.h"

#include <stdlib.h>

void vn_composed_fini(struct vn_composed *c)
{
	free(c->nets);
	free(c->next);
	free(c->spare);
	*c = (struct vn_composed){0};
}

static enum vn_status make_room(struct vn_composed *c, size_t count, struct vn_err *err)
{
	size_t cap = c->cap ? c->cap : 64;

	c->count = 0;
	if (count <= c->cap)
		return VN_OK;
	while (cap < count)
		cap *= 2;
	vn_composed_fini(c);
	c->nets = calloc(cap, sizeof *c->nets);
	c->next = calloc(cap, sizeof *c->next);
	c->spare = calloc(cap, sizeof *c->spare);
	if (!c->nets || !c->next || !c->spare) {
		vn_composed_fini(c);
		return vn_err_nomem(err);
	}
	c->cap = cap;
	return VN_OK;
}

/* Two lists walked at once: the net changes so far, whose out_begin and out_end are bytes of the
 * text the stage was given, and the edits of the stage. The shifts lead from a byte between the
 * changes to the same byte of the input, and of the text the stage gave back. They wrap around. */
struct walk {
	struct vn_composed *c;
	const struct vn_unit *unit;
	size_t old, old_count; /* in c->spare */
	size_t edit, edit_end; /* in unit->edits */
	size_t to_input, to_output;
};

static void join(struct walk *w, struct vn_net *net, size_t first, size_t last)
{
	if (net->first == VN_NO_EDIT)
		net->first = first;
	else
		w->c->next[net->last] = first;
	net->last = last;
}

/* Takes the next change of either list into NET if it begins at *END or before. */
static bool take(struct walk *w, struct vn_net *net, size_t *end)
{
	if (w->old < w->old_count && w->c->spare[w->old].out_begin <= *end) {
		const struct vn_net *old = &w->c->spare[w->old++];
		join(w, net, old->first, old->last);
		if (old->out_end > *end)
			*end = old->out_end;
		w->to_input = old->end - old->out_end;
		return true;
	}
	if (w->edit < w->edit_end && w->unit->edits[w->edit].begin <= *end) {
		const struct vn_edit *edit = &w->unit->edits[w->edit];
		w->c->next[w->edit] = VN_NO_EDIT;
		join(w, net, w->edit, w->edit);
		w->edit++;
		if (edit->end > *end)
			*end = edit->end;
		w->to_output = (size_t)edit->out_end - edit->end;
		return true;
	}
	return false;
}

/* The edits [first, end) of one stage on top of the nets so far. */
static void add_stage(struct vn_composed *c, const struct vn_unit *unit, size_t first, size_t end)
{
	struct walk w = {.c = c, .unit = unit, .old_count = c->count, .edit = first};
	struct vn_net *swap = c->nets;

	w.edit_end = end;
	c->nets = c->spare;
	c->spare = swap;
	c->count = 0;
	while (w.old < w.old_count || w.edit < w.edit_end) {
		struct vn_net net = {.first = VN_NO_EDIT};
		size_t at = SIZE_MAX, stop;
		if (w.old < w.old_count)
			at = c->spare[w.old].out_begin;
		if (w.edit < w.edit_end && unit->edits[w.edit].begin < at)
			at = unit->edits[w.edit].begin;
		net.begin = at + w.to_input;
		net.out_begin = at + w.to_output;
		stop = at;
		while (take(&w, &net, &stop))
			;
		net.end = stop + w.to_input;
		net.out_end = stop + w.to_output;
		c->nets[c->count++] = net;
	}
}

enum vn_status vn_compose(struct vn_composed *c, const struct vn_unit *unit, struct vn_err *err)
{
	enum vn_status status = make_room(c, unit->edit_count, err);
	size_t first = 0;

	while (!status && first < unit->edit_count) {
		size_t end = first;
		while (end < unit->edit_count && unit->edits[end].stage == unit->edits[first].stage)
			end++;
		add_stage(c, unit, first, end);
		first = end;
	}
	return status;
}

/* Whether TOKEN and the net change share bytes; nothing cuts into a token at its edges only. */
static bool cuts(const struct vn_token *token, const struct vn_net *net)
{
	return token->begin < net->out_end && net->out_begin < token->end;
}

/* A deletion lies between two bytes: it cuts into a token that has both. */
static bool inside(const struct vn_token *token, const struct vn_net *net)
{
	return net->out_begin == net->out_end && token->begin < net->out_begin &&
	       net->out_begin < token->end;
}

static void widen(struct vn_net *net, const struct vn_token *token)
{
	if (token->begin < net->out_begin) {
		net->begin -= net->out_begin - token->begin;
		net->out_begin = token->begin;
	}
	if (token->end > net->out_end) {
		net->end += token->end - net->out_end;
		net->out_end = token->end;
	}
}

/* Appends the edits of NET to those of TO, which comes before it. */
static void unite(struct vn_composed *c, struct vn_net *to, const struct vn_net *net)
{
	c->next[to->last] = net->first;
	to->last = net->last;
	if (net->out_end > to->out_end) {
		to->end = net->end;
		to->out_end = net->out_end;
	} else {
		/* It lies within: what it put in or took out moves the end in the input. */
		to->end += (net->end - net->begin) - (net->out_end - net->out_begin);
	}
}

void vn_compose_gather(struct vn_composed *c,
		       bool (*one)(const void *self, const struct vn_net *a,
				   const struct vn_net *b),
		       const void *self)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->count; i++) {
		struct vn_net net = c->nets[i];
		if (kept > 0 && one(self, &c->nets[kept - 1], &net))
			unite(c, &c->nets[kept - 1], &net);
		else
			c->nets[kept++] = net;
	}
	c->count = kept;
}

void vn_compose_widen(struct vn_composed *c, const struct vn_unit *unit)
{
	size_t kept = 0, token = 0;

	for (size_t i = 0; i < c->count; i++) {
		struct vn_net net = c->nets[i];
		if (kept > 0 && net.out_begin < c->nets[kept - 1].out_end)
			unite(c, &c->nets[kept - 1], &net);
		else
			c->nets[kept++] = net;
		while (token < unit->token_count &&
		       unit->tokens[token].end <= c->nets[kept - 1].out_begin)
			token++;
		for (; token < unit->token_count &&
		       (cuts(&unit->tokens[token], &c->nets[kept - 1]) ||
			inside(&unit->tokens[token], &c->nets[kept - 1]));
		     token++)
			widen(&c->nets[kept - 1], &unit->tokens[token]);
		/* The last one may cut into the next change as well. */
		token -= token > 0;
	}
	c->count = kept;
}
