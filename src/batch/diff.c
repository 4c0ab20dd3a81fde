#include "batch/diff.h"

#include "term/visible.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* How one side of a line is shown. */
struct look {
	const char *lead;
	const char *line, *word, *off, *end; /* escapes for terminals */
	const char *open, *close;	     /* marks without them */
};

static const struct look old_plain = {"- ", "", "", "", "", "[-", "-]"};
static const struct look new_plain = {"+ ", "", "", "", "", "{+", "+}"};
static const struct look old_colour = {"- ", "\033[31m", "\033[7m", "\033[27m", "\033[0m", "", ""};
static const struct look new_colour = {"+ ", "\033[32m", "\033[7m", "\033[27m", "\033[0m", "", ""};

void vn_diff_fini(struct vn_diff *diff)
{
	vn_buf_fini(&diff->text);
	vn_buf_fini(&diff->after);
	free(diff->spots);
}

static enum vn_status put(struct vn_buf *out, const char *text, struct vn_err *err)
{
	return vn_buf_add(out, text, strlen(text), err);
}

/* Text of a document: nothing in it reaches the terminal but letters, signs and tabs. */
static enum vn_status put_text(struct vn_buf *out, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	const char *end = text.ptr + text.len;

	while (!status && text.ptr < end) {
		const char *tab = memchr(text.ptr, '\t', (size_t)(end - text.ptr));
		text.len = (size_t)((tab ? tab : end) - text.ptr);
		status = vn_visible(out, text);
		if (!status && tab)
			status = vn_buf_add(out, "\t", 1, err);
		text.ptr += text.len + (tab != NULL);
	}
	return status;
}

/* Where a change stands in what is shown: bytes of the unit as it was and as it becomes. */
struct vn_diff_spot {
	uint64_t begin, end, out_begin, out_end;
};

static struct vn_str part(struct vn_str text, uint64_t begin, uint64_t end)
{
	return (struct vn_str){text.ptr + begin, (size_t)(end - begin)};
}

/* A group of changes that share their lines: [first, end) of the list, in [from, to) of what is
 * shown of the unit as it was and [out_from, out_to) as it becomes. */
struct group {
	size_t first, end;
	uint64_t from, to, out_from, out_to;
};

/* What is shown of a unit and where: the bytes of the document or, of an archive, whose files are
 * long lines of XML, its running text. */
static enum vn_status show(struct vn_diff *diff, const struct vn_audit *audit, struct vn_err *err)
{
	const struct vn_changes *changes = &audit->changes;
	struct vn_str old = audit->text;
	enum vn_status status =
		vn_room(&diff->spots, changes->count, &diff->spot_cap, sizeof *diff->spots, err);
	uint64_t at = 0;

	diff->old = audit->packed ? old : audit->input;
	diff->new = audit->output;
	diff->after.len = 0;
	for (size_t i = 0; !status && i < changes->count; i++) {
		const struct vn_change *change = &changes->items[i];
		struct vn_diff_spot *spot = &diff->spots[i];
		struct vn_str after = change->doubt ? change->read : change->text;
		*spot = (struct vn_diff_spot){
			change->begin - audit->begin.in, change->end - audit->begin.in,
			change->out_begin - audit->begin.out, change->out_end - audit->begin.out};
		if (!audit->packed)
			continue;
		spot->begin = change->at;
		spot->end = change->at + change->read.len;
		status = vn_buf_add(&diff->after, old.ptr + at, spot->begin - at, err);
		spot->out_begin = diff->after.len;
		if (!status)
			status = vn_buf_add(&diff->after, after.ptr, after.len, err);
		spot->out_end = diff->after.len;
		at = spot->end;
	}
	if (!status && audit->packed)
		status = vn_buf_add(&diff->after, old.ptr + at, old.len - at, err);
	if (audit->packed)
		diff->new = vn_buf_str(&diff->after);
	return status;
}

static enum vn_status put_word(struct vn_buf *out, const struct look *look, struct vn_str word,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (word.len == 0)
		return VN_OK;
	status = put(out, look->word, err);
	if (!status)
		status = put(out, look->open, err);
	if (!status)
		status = put_text(out, word, err);
	if (!status)
		status = put(out, look->close, err);
	return status ? status : put(out, look->off, err);
}

/* One side of a group as a line. */
static enum vn_status put_side(struct vn_diff *diff, const struct vn_changes *changes,
			       const struct group *group, bool is_old, const struct look *look,
			       struct vn_err *err)
{
	struct vn_buf *out = &diff->text;
	struct vn_str text = is_old ? diff->old : diff->new;
	uint64_t at = is_old ? group->from : group->out_from;
	uint64_t to = is_old ? group->to : group->out_to;
	enum vn_status status = put(out, look->line, err);

	if (!status)
		status = put(out, look->lead, err);
	for (size_t i = group->first; !status && i < group->end; i++) {
		const struct vn_diff_spot *spot = &diff->spots[i];
		uint64_t begin = is_old ? spot->begin : spot->out_begin;
		uint64_t end = is_old ? spot->end : spot->out_end;
		if (changes->items[i].doubt)
			continue;
		status = put_text(out, part(text, at, begin), err);
		if (!status)
			status = put_word(out, look, part(text, begin, end), err);
		at = end;
	}
	if (!status)
		status = put_text(out, part(text, at, to), err);
	if (!status)
		status = put(out, look->end, err);
	return status ? status : put(out, "\n", err);
}

/* Lines whose ends both have a CR are shown without. */
static void trim(const struct vn_diff *diff, struct group *group, uint64_t last, uint64_t out_last)
{
	if (group->to > last && group->out_to > out_last && diff->old.ptr[group->to - 1] == '\r' &&
	    diff->new.ptr[group->out_to - 1] == '\r') {
		group->to--;
		group->out_to--;
	}
}

/* The line of TEXT around byte AT. Each side is looked at by itself: beside the changes there may
 * be more that was put in. */
static uint64_t line_begin(struct vn_str text, uint64_t at)
{
	const char *feed = at ? memrchr(text.ptr, '\n', at) : NULL;
	return feed ? (uint64_t)(feed + 1 - text.ptr) : 0;
}

static uint64_t line_end(struct vn_str text, uint64_t at)
{
	const char *feed = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
	return feed ? (uint64_t)(feed - text.ptr) : text.len;
}

/* The changes from FIRST on of COUNT that lie in the same line as it, or in lines that such a
 * change ties together. */
static struct group find_group(const struct vn_diff *diff, size_t count, size_t first)
{
	struct vn_str input = diff->old;
	const struct vn_diff_spot *spot = &diff->spots[first];
	struct group group = {.first = first};
	uint64_t last, out_last;

	group.from = line_begin(input, spot->begin);
	group.out_from = line_begin(diff->new, spot->out_begin);
	for (group.end = first;; group.end++) {
		spot = &diff->spots[group.end];
		last = spot->end;
		out_last = spot->out_end;
		/* Looked for once in a line, however many changes it has. */
		if (group.end == first || last > group.to)
			group.to = line_end(input, last);
		if (group.end + 1 == count || diff->spots[group.end + 1].begin >= group.to)
			break;
	}
	group.end++;
	group.out_to = line_end(diff->new, out_last);
	trim(diff, &group, last, out_last);
	return group;
}

static enum vn_status put_position(struct vn_diff *diff, const struct vn_audit *audit,
				   const struct vn_change *change, struct vn_err *err)
{
	struct vn_str name = {audit->document.name, strlen(audit->document.name)};
	char line[32];
	enum vn_status status = put(&diff->text, diff->colour ? "\033[1m" : "", err);

	snprintf(line, sizeof line, ":%" PRIu64 "%s\n", change->line,
		 diff->colour ? "\033[0m" : "");
	if (!status)
		status = put_text(&diff->text, name, err);
	return status ? status : put(&diff->text, line, err);
}

/* Whether any of the group is a change; doubts alone are not shown. */
static bool has_change(const struct vn_changes *changes, const struct group *group)
{
	for (size_t i = group->first; i < group->end; i++)
		if (!changes->items[i].doubt)
			return true;
	return false;
}

static enum vn_status unit(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_diff *diff = self;
	enum vn_status status = show(diff, audit, err);

	diff->text.len = 0;
	for (size_t i = 0; !status && i < audit->changes.count;) {
		struct group group = find_group(diff, audit->changes.count, i);
		i = group.end;
		if (!has_change(&audit->changes, &group))
			continue;
		status = put_position(diff, audit, &audit->changes.items[group.first], err);
		if (!status)
			status = put_side(diff, &audit->changes, &group, true,
					  diff->colour ? &old_colour : &old_plain, err);
		if (!status)
			status = put_side(diff, &audit->changes, &group, false,
					  diff->colour ? &new_colour : &new_plain, err);
	}
	return status ? status : diff->sink(diff->self, diff->text.ptr, diff->text.len, err);
}

struct vn_audit_part vn_diff_part(struct vn_diff *diff)
{
	return (struct vn_audit_part){.self = diff, .unit = unit};
}
