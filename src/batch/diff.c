#include "batch/diff.h"

#include "term/visible.h"

#include <inttypes.h>
#include <stdio.h>

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

static struct vn_str part(struct vn_str text, uint64_t begin, uint64_t end)
{
	return (struct vn_str){text.ptr + begin, (size_t)(end - begin)};
}

/* A group of changes that share their lines: [first, end) of the list, in [from, to) of the input
 * of the unit and [out_from, out_to) of its output. */
struct group {
	size_t first, end;
	uint64_t from, to, out_from, out_to;
};

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
static enum vn_status put_side(struct vn_buf *out, const struct vn_review *review,
			       const struct group *group, bool is_old, const struct look *look,
			       struct vn_err *err)
{
	struct vn_str text = is_old ? review->input : review->output;
	uint64_t base = is_old ? review->begin.in : review->begin.out;
	uint64_t at = is_old ? group->from : group->out_from;
	uint64_t to = is_old ? group->to : group->out_to;
	enum vn_status status = put(out, look->line, err);

	if (!status)
		status = put(out, look->lead, err);
	for (size_t i = group->first; !status && i < group->end; i++) {
		const struct vn_change *change = &review->changes.items[i];
		uint64_t begin = (is_old ? change->begin : change->out_begin) - base;
		if (change->doubt)
			continue;
		status = put_text(out, part(text, at, begin), err);
		if (!status)
			status = put_word(out, look, is_old ? change->before : change->after, err);
		at = (is_old ? change->end : change->out_end) - base;
	}
	if (!status)
		status = put_text(out, part(text, at, to), err);
	if (!status)
		status = put(out, look->end, err);
	return status ? status : put(out, "\n", err);
}

/* Lines whose ends both have a CR are shown without. */
static void trim(const struct vn_review *review, struct group *group, uint64_t last,
		 uint64_t out_last)
{
	if (group->to > last && group->out_to > out_last &&
	    review->input.ptr[group->to - 1] == '\r' &&
	    review->output.ptr[group->out_to - 1] == '\r') {
		group->to--;
		group->out_to--;
	}
}

/* The changes from FIRST on that lie in the same line as it, or in lines that such a change ties
 * together. */
static struct group find_group(const struct vn_review *review, size_t first)
{
	const struct vn_changes *changes = &review->changes;
	const struct vn_change *change = &changes->items[first];
	struct vn_str input = review->input;
	struct group group = {.first = first, .from = change->begin - review->begin.in};
	uint64_t last, out_last;

	group.out_from = change->out_begin - review->begin.out;
	while (group.from > 0 && input.ptr[group.from - 1] != '\n') {
		group.from--;
		group.out_from--;
	}
	for (group.end = first;; group.end++) {
		change = &changes->items[group.end];
		last = change->end - review->begin.in;
		out_last = change->out_end - review->begin.out;
		/* Looked for once in a line, however many changes it has. */
		if (group.end == first || last > group.to) {
			const char *stop = memchr(input.ptr + last, '\n', input.len - last);
			group.to = stop ? (uint64_t)(stop - input.ptr) : input.len;
		}
		group.out_to = out_last + (group.to - last);
		if (group.end + 1 == changes->count ||
		    changes->items[group.end + 1].begin - review->begin.in >= group.to)
			break;
	}
	group.end++;
	trim(review, &group, last, out_last);
	return group;
}

static enum vn_status put_place(struct vn_diff *diff, const struct vn_review *review,
				const struct vn_change *change, struct vn_err *err)
{
	struct vn_str name = {review->document.name, strlen(review->document.name)};
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

static enum vn_status unit(void *self, const struct vn_review *review, struct vn_err *err)
{
	struct vn_diff *diff = self;
	enum vn_status status = VN_OK;

	diff->text.len = 0;
	for (size_t i = 0; !status && i < review->changes.count;) {
		struct group group = find_group(review, i);
		i = group.end;
		if (!has_change(&review->changes, &group))
			continue;
		status = put_place(diff, review, &review->changes.items[group.first], err);
		if (!status)
			status = put_side(&diff->text, review, &group, true,
					  diff->colour ? &old_colour : &old_plain, err);
		if (!status)
			status = put_side(&diff->text, review, &group, false,
					  diff->colour ? &new_colour : &new_plain, err);
	}
	return status ? status : diff->sink(diff->self, diff->text.ptr, diff->text.len, err);
}

struct vn_review_part vn_diff_part(struct vn_diff *diff)
{
	return (struct vn_review_part){.self = diff, .unit = unit};
}
