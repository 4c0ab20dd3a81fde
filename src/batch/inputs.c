#include "batch/inputs.h"

#include "files/io.h"
#include "files/names.h"
#include "files/temp.h"
#include "files/walk.h"
#include "term/lang.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct collector {
	struct vn_inputs *inputs;
	const struct vn_plan *plan;
	const struct vn_says *says;
	const struct stat *avoid;
	size_t avoid_count;
	struct vn_globs globs;
};

static enum vn_status add(struct vn_inputs *inputs, const struct vn_input *input, const char *path,
			  struct vn_err *err)
{
	struct vn_str copy = vn_arena_copy(&inputs->arena, path, strlen(path) + 1);

	if (!copy.ptr)
		return vn_err_nomem(err);
	if (inputs->count == inputs->cap) {
		size_t cap = inputs->cap ? 2 * inputs->cap : 64;
		struct vn_input *item = reallocarray(inputs->item, cap, sizeof *item);
		if (!item)
			return vn_err_nomem(err);
		inputs->item = item;
		inputs->cap = cap;
	}
	inputs->item[inputs->count] = *input;
	inputs->item[inputs->count++].path = copy.ptr;
	return VN_OK;
}

static void describe(struct vn_input *input, const struct stat *st)
{
	input->device = st->st_dev;
	input->inode = st->st_ino;
	input->many_names = st->st_nlink > 1;
	input->size = S_ISREG(st->st_mode) ? (uint64_t)st->st_size : 0;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool to_avoid(const struct collector *c, const struct stat *st)
{
	for (size_t i = 0; i < c->avoid_count; i++)
		if (same_file(&c->avoid[i], st))
			return true;
	return false;
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name), tail = strlen(suffix);
	return len > tail && strcmp(name + len - tail, suffix) == 0;
}

/* Whether NAME is that of a copy that was kept: those are not to be written over in place. */
static bool is_own(const struct collector *c, const char *name)
{
	const struct vn_plan_target *target = &c->plan->target;

	return target->in_place &&
	       (ends_in(name, "~") || (target->backup && ends_in(name, target->backup)));
}

/* Why a thing found in a folder is no input. */
static enum vn_reason left_out(const struct collector *c, const struct vn_walk_entry *entry)
{
	if (to_avoid(c, &entry->st) || is_own(c, entry->name))
		return VN_REASON_OWN;
	if (S_ISLNK(entry->st.st_mode))
		return VN_REASON_LINK;
	return S_ISREG(entry->st.st_mode) ? VN_REASON_NONE : VN_REASON_SPECIAL;
}

static enum vn_status visit(void *self, const struct vn_walk_entry *entry, bool *enter,
			    struct vn_err *err)
{
	struct collector *c = self;
	struct vn_input input = {.found = true, .error = entry->error};

	/* The unfinished output of a run, perhaps of this one, is nobody's file. */
	if (vn_temp_is(entry->name))
		return VN_OK;
	if (*entry->rest && !vn_globs_take(&c->globs, entry->rest, *enter || entry->error)) {
		*enter = false;
		return VN_OK;
	}
	if (*enter) {
		*enter = !to_avoid(c, &entry->st);
		return VN_OK;
	}
	if (!entry->error) {
		describe(&input, &entry->st);
		input.reason = left_out(c, entry);
	}
	return add(c->inputs, &input, entry->path, err);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct vn_input *)a)->path, ((const struct vn_input *)b)->path);
}

static enum vn_status folder(struct collector *c, const char *path, struct vn_err *err)
{
	size_t first = c->inputs->count;
	enum vn_status status = vn_walk(path, visit, c, err);

	if (!status && c->inputs->count > first)
		qsort(c->inputs->item + first, c->inputs->count - first, sizeof *c->inputs->item,
		      by_path);
	return status;
}

/* A name from the command line or from a list. */
static enum vn_status named(struct collector *c, const char *path, struct vn_err *err)
{
	struct vn_input input = {0};
	struct stat st;

	if (stat(path, &st) < 0) {
		input.error = errno;
	} else if (!S_ISDIR(st.st_mode)) {
		describe(&input, &st);
		/* Where all goes to one output, that one is refused as an input, with a word. */
		if (vn_plan_file_by_file(c->plan) && to_avoid(c, &st))
			input.reason = VN_REASON_OWN;
	} else if (c->plan->inputs.recursive) {
		return folder(c, path, err);
	} else {
		input.error = EISDIR;
	}
	return add(c->inputs, &input, path, err);
}

static enum vn_status standard_input(struct collector *c, struct vn_err *err)
{
	struct vn_input input = {.standard = true};
	return add(c->inputs, &input, "-", err);
}

static enum vn_status listed(void *self, const char *name, struct vn_err *err)
{
	struct collector *c = self;
	struct stat st;
	bool is_folder;

	/* A folder in a list is entered: what is in it is chosen then. */
	is_folder = stat(name, &st) == 0 && S_ISDIR(st.st_mode) && c->plan->inputs.recursive;
	return vn_globs_take(&c->globs, name, is_folder) ? named(c, name, err) : VN_OK;
}

/* All names of the list PATH. Says what is wrong with it. */
static enum vn_exit list(struct collector *c, const char *path, char end)
{
	bool standard = strcmp(path, "-") == 0;
	struct vn_err err;
	int fd = STDIN_FILENO;
	enum vn_status status = standard ? VN_OK : vn_in_open(&fd, path, &err);

	if (!status) {
		status = vn_names_read(fd, end, listed, c, &err);
		if (!standard)
			close(fd);
	}
	if (status)
		vn_tell(c->says, standard ? _("list on standard input") : path, err.text);
	return vn_exit_code(status);
}

/* Keeps the shard: neighbours, so that the outputs of all shards, joined, are that of the whole. */
static void keep_shard(struct vn_inputs *inputs, const struct vn_plan_inputs *plan)
{
	size_t n = plan->shard_count, k = plan->shard, count = inputs->count;
	size_t each = n ? count / n : 0, more = n ? count % n : 0;
	size_t from = n ? (k - 1) * each + (k - 1 < more ? k - 1 : more) : 0;

	if (!n)
		return;
	inputs->count = each + (k - 1 < more);
	memmove(inputs->item, inputs->item + from, inputs->count * sizeof *inputs->item);
}

enum vn_exit vn_inputs_collect(struct vn_inputs *inputs, const struct vn_plan *plan,
			       const struct vn_says *says, const struct stat *avoid, size_t count)
{
	const struct vn_plan_inputs *from = &plan->inputs;
	struct collector c = {
		.inputs = inputs,
		.plan = plan,
		.says = says,
		.avoid = avoid,
		.avoid_count = count,
		.globs = {from->include.item, from->exclude.item, from->include.count,
			  from->exclude.count},
	};
	struct vn_err err;
	enum vn_status status = VN_OK;
	enum vn_exit code = VN_EXIT_DONE;

	*inputs = (struct vn_inputs){0};
	if (!vn_plan_has_inputs(plan))
		status = standard_input(&c, &err);
	else if (!vn_plan_names_inputs(plan))
		status = named(&c, ".", &err);
	for (size_t i = 0; !status && i < from->file_count; i++)
		status = strcmp(from->files[i], "-") == 0 ? standard_input(&c, &err)
							  : named(&c, from->files[i], &err);
	if (status)
		vn_tell(says, NULL, err.text);
	code = vn_exit_code(status);
	for (size_t i = 0; i < from->lists.count; i++)
		code = vn_exit_worse(code, list(&c, from->lists.item[i], from->null ? '\0' : '\n'));
	for (size_t i = 0; i < from->lists0.count; i++)
		code = vn_exit_worse(code, list(&c, from->lists0.item[i], '\0'));
	keep_shard(inputs, from);
	for (size_t i = 0; i < inputs->count; i++)
		inputs->bytes += inputs->item[i].reason ? 0 : inputs->item[i].size;
	return code;
}

/* Order of the index: by file, then as they came. */
static int by_file(const void *a, const void *b)
{
	const struct vn_input *x = *(const struct vn_input *const *)a;
	const struct vn_input *y = *(const struct vn_input *const *)b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	return x < y ? -1 : x > y;
}

enum vn_status vn_inputs_index(struct vn_inputs *inputs, struct vn_err *err)
{
	inputs->by_file = calloc(inputs->count + 1, sizeof *inputs->by_file);
	if (!inputs->by_file)
		return vn_err_nomem(err);
	for (size_t i = 0; i < inputs->count; i++)
		inputs->by_file[i] = &inputs->item[i];
	qsort(inputs->by_file, inputs->count, sizeof *inputs->by_file, by_file);
	return VN_OK;
}

/* A hard link, with links among its folders resolved. */
struct link {
	char *path; /* NULL: not known, like no other */
	struct vn_input *input;
};

static int by_link(const void *a, const void *b)
{
	const struct link *x = a, *y = b;
	int order = 0;

	if (x->path && y->path)
		order = strcmp(x->path, y->path);
	else if (x->path || y->path)
		order = x->path ? 1 : -1;
	return order ? order : (x->input < y->input ? -1 : x->input > y->input);
}

/* COUNT inputs that are one file with several names: each name is replaced on its own. */
static enum vn_status unite_links(struct vn_input **group, size_t count, struct vn_err *err)
{
	struct link *links = calloc(count, sizeof *links);

	if (!links)
		return vn_err_nomem(err);
	for (size_t i = 0; i < count; i++)
		links[i] = (struct link){realpath(group[i]->path, NULL), group[i]};
	qsort(links, count, sizeof *links, by_link);
	for (size_t i = 1; i < count; i++)
		if (links[i].path && links[i - 1].path &&
		    strcmp(links[i].path, links[i - 1].path) == 0)
			links[i].input->reason = VN_REASON_TWICE;
	for (size_t i = 0; i < count; i++)
		free(links[i].path);
	free(links);
	return VN_OK;
}

static enum vn_status unite(struct vn_input **group, size_t count, struct vn_err *err)
{
	if (count < 2 || !group[0]->inode)
		return VN_OK;
	if (group[0]->many_names)
		return unite_links(group, count, err);
	for (size_t i = 1; i < count; i++)
		group[i]->reason = VN_REASON_TWICE;
	return VN_OK;
}

enum vn_status vn_inputs_unite(struct vn_inputs *inputs, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t from = 0, to; !status && from < inputs->count; from = to) {
		struct vn_input **group = inputs->by_file + from;
		for (to = from + 1; to < inputs->count; to++)
			if (inputs->by_file[to]->device != group[0]->device ||
			    inputs->by_file[to]->inode != group[0]->inode)
				break;
		status = unite(group, to - from, err);
	}
	return status;
}

/* The part of PATH at its start up to the next slash, which is skipped. */
static struct vn_str part(const char **path)
{
	struct vn_str found = {*path, strcspn(*path, "/")};
	*path += found.len + ((*path)[found.len] == '/');
	return found;
}

/* Writes to BELOW, which has room for PATH, where PATH goes below --output-dir. */
static void mirror(char *below, const char *path)
{
	size_t len = 0;

	while (*path) {
		struct vn_str name = part(&path);
		if (name.len == 0 || vn_str_eq(name, VN_STR(".")) ||
		    (len == 0 && vn_str_eq(name, VN_STR(".."))))
			continue;
		if (len > 0)
			below[len++] = '/';
		memcpy(below + len, name.ptr, name.len);
		len += name.len;
	}
	below[len] = '\0';
}

/* Order of outputs: by place, then as they came. */
static int by_place(const void *a, const void *b)
{
	const struct vn_input *x = *(const struct vn_input *const *)a;
	const struct vn_input *y = *(const struct vn_input *const *)b;
	int order = strcmp(x->below, y->below);
	return order ? order : (x < y ? -1 : x > y);
}

/* Marks those that go to the place of another. What is left out goes nowhere. */
static enum vn_status mark_same(struct vn_inputs *inputs, struct vn_err *err)
{
	struct vn_input **list = calloc(inputs->count + 1, sizeof *list);
	size_t count = 0, first = 0;

	if (!list)
		return vn_err_nomem(err);
	for (size_t i = 0; i < inputs->count; i++)
		if (!inputs->item[i].reason && !inputs->item[i].error)
			list[count++] = &inputs->item[i];
	qsort(list, count, sizeof *list, by_place);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(list[first]->below, list[i]->below) != 0)
			first = i;
		else if (list[first]->device == list[i]->device &&
			 list[first]->inode == list[i]->inode)
			list[i]->reason = VN_REASON_TWICE;
		else
			list[i]->reason = VN_REASON_SAME;
	}
	free(list);
	return VN_OK;
}

enum vn_status vn_inputs_mirror(struct vn_inputs *inputs, struct vn_err *err)
{
	for (size_t i = 0; i < inputs->count; i++) {
		struct vn_input *input = &inputs->item[i];
		char *below = vn_arena_alloc(&inputs->arena, strlen(input->path) + 1);
		if (!below)
			return vn_err_nomem(err);
		mirror(below, input->path);
		input->below = below;
	}
	return mark_same(inputs, err);
}

bool vn_inputs_have(const struct vn_inputs *inputs, const struct stat *st)
{
	size_t low = 0, high = inputs->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct vn_input *at = inputs->by_file[mid];
		if (at->device == st->st_dev && at->inode == st->st_ino)
			return true;
		if (at->device < st->st_dev || (at->device == st->st_dev && at->inode < st->st_ino))
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

void vn_inputs_fini(struct vn_inputs *inputs)
{
	free(inputs->item);
	free(inputs->by_file);
	vn_arena_fini(&inputs->arena);
	*inputs = (struct vn_inputs){0};
}
