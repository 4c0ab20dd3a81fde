/* The stage that finds out what each line is, and marks those that are to be left alone. */
#include "damage/look.h"
#include "model/open.h"
#include "stage.h"

#include <stdlib.h>

#define LINE_WORK 20 /* of a line, for the watch */

/* What the stage keeps from unit to unit. */
struct sorter {
	bool able; /* the model can tell lines apart */
	struct vn_looks looks;
	struct vn_line *lines; /* those that say something */
	size_t count, cap;
	uint8_t *kind; /* of all lines of the unit: enum vn_damage_kind */
	size_t kind_cap;
	vn_cost *forward;
	size_t forward_cap;
};

static void sorter_close(void *data)
{
	struct sorter *s = data;
	if (!s)
		return;
	free(s->looks.words);
	free(s->lines);
	free(s->kind);
	free(s->forward);
	free(s);
}

static enum vn_status sorter_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct sorter *s = calloc(1, sizeof *s);

	if (!s)
		return vn_err_nomem(err);
	s->able = model && vn_looks_init(&s->looks, model);
	if (s->able)
		s->looks.words = calloc(VN_LOOK_WORDS, sizeof *s->looks.words);
	if (s->able && !s->looks.words) {
		free(s);
		return vn_err_nomem(err);
	}
	*data = s;
	return VN_OK;
}

/* The line that begins at byte AT, its end too. */
static struct vn_str line_at(struct vn_str text, size_t at)
{
	const char *end = memchr(text.ptr + at, '\n', text.len - at);
	return (struct vn_str){text.ptr + at,
			       end ? (size_t)(end - text.ptr) + 1 - at : text.len - at};
}

/* Looks at all lines; kind[i] becomes whether line i says something. */
static enum vn_status look(struct sorter *s, struct vn_document *doc, struct vn_str text,
			   size_t *all, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct vn_str line;

	s->count = *all = 0;
	for (size_t at = 0; !status && at < text.len; at += line.len) {
		line = line_at(text, at);
		status = vn_grow(&s->lines, s->count, &s->cap, sizeof *s->lines, err);
		if (!status)
			status = vn_grow(&s->kind, *all, &s->kind_cap, sizeof *s->kind, err);
		if (!status)
			status = vn_watch_work(&doc->watch, LINE_WORK + line.len / 8, err);
		if (status)
			break;
		vn_look_at(&s->looks, line, &s->lines[s->count]);
		s->kind[*all] = s->lines[s->count].words > 0;
		s->count += s->kind[(*all)++];
	}
	return status;
}

/* Room for what the lines say up to each of them. */
static enum vn_status make_room(struct sorter *s, struct vn_err *err)
{
	return vn_room(&s->forward, s->count * VN_DAMAGE_COUNT, &s->forward_cap, sizeof *s->forward,
		       err);
}

/* A line that says nothing is what the one before it is, at the begin what the first one is. */
static void spread(struct sorter *s, size_t all, enum vn_damage_kind before)
{
	uint8_t kind = (uint8_t)(s->count && before == VN_DAMAGE_COUNT ? s->lines[0].kind : before);
	size_t next = 0;

	for (size_t i = 0; i < all; i++) {
		if (s->kind[i])
			kind = s->lines[next++].kind;
		s->kind[i] = kind < VN_DAMAGE_COUNT ? kind : VN_DAMAGE_CLEAN;
	}
}

/* Marks the lines that no stage may touch. */
static enum vn_status protect(const struct sorter *s, struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text), line;
	enum vn_status status = VN_OK;
	size_t i = 0;

	for (size_t at = 0; !status && at < text.len; at += line.len, i++) {
		line = line_at(text, at);
		if (s->kind[i] == VN_DAMAGE_OTHER || s->kind[i] == VN_DAMAGE_DATA)
			status = vn_unit_protect(unit, at, at + line.len, VN_PROTECT_KIND, err);
	}
	return status;
}

static enum vn_status sorter_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				 struct vn_err *err)
{
	struct sorter *s = data;
	enum vn_damage_kind before = doc->line_kind;
	size_t all;
	enum vn_status status;

	doc->kinds = NULL;
	if (!s->able || doc->options->assume)
		return VN_OK;
	status = look(s, doc, vn_buf_str(&unit->text), &all, err);
	if (!status)
		status = make_room(s, err);
	if (status)
		return status;
	vn_mixture_take(&doc->mixture, s->looks.allowed, s->lines, s->count, s->forward);
	spread(s, all, before);
	if (all)
		doc->line_kind = (enum vn_damage_kind)s->kind[all - 1];
	doc->kinds = s->kind;
	doc->kind_count = all;
	return protect(s, unit, err);
}

const struct vn_stage vn_stage_kinds = {
	.name = "kinds",
	.summary = "what each line is: damaged how, or to be left alone",
	.open = sorter_open,
	.run = sorter_run,
	.close = sorter_close,
};
