#include "change/deal.h"

#include "lang/vi/letters.h"
#include "text/chars.h"

static size_t letters(struct vn_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* Moves *AT over COUNT code points. */
static void pass(struct vn_str text, size_t *at, size_t count)
{
	while (count > 0 && *at < text.len) {
		++*at;
		if (*at == text.len || ((unsigned char)text.ptr[*at] & 0xc0) != 0x80)
			count--;
	}
}

/* The code point of TEXT behind *AT or, FROM_END, before it, which goes on over it. */
static int32_t take(struct vn_str text, size_t *at, bool from_end)
{
	size_t begin = *at;
	int32_t c;

	if (!from_end)
		return vn_utf8_next(text, at);
	do
		begin--;
	while (begin > 0 && ((unsigned char)text.ptr[begin] & 0xc0) == 0x80);
	*at = begin;
	c = vn_utf8_next(text, &begin);
	return c;
}

/* Whether a mark of its own (U+0300 to U+036F) stands at byte AT of TEXT. */
static bool has_mark(struct vn_str text, size_t at)
{
	int32_t c = at < text.len ? vn_utf8_next(text, &at) : 0;
	return c >= 0x300 && c <= 0x36f;
}

/* Letters that are the same at the begin of both texts; or, FROM_END, at the end. Marks and case do
 * not count: they are what mostly changes. */
static size_t in_common(struct vn_str a, struct vn_str b, bool from_end)
{
	size_t i = from_end ? a.len : 0, k = from_end ? b.len : 0, count = 0;

	while (from_end ? i > 0 && k > 0 : i < a.len && k < b.len) {
		int32_t c = take(a, &i, from_end), d = take(b, &k, from_end);
		if (c < 0 || vn_letter_without_marks(c) != vn_letter_without_marks(d))
			break;
		/* One whose mark stands behind it is not here whole. */
		if (c != d && !from_end && has_mark(a, i) != has_mark(b, k))
			break;
		count++;
	}
	return count;
}

/* How the letters of an old text and a new one go together: all of either, and those that stand at
 * the begin and the end of both. */
struct likeness {
	size_t before, now, head, tail;
};

/* How many letters of the new text stand before the place that has SEEN of the old ones before it:
 * what stays, stays where it is. */
static size_t share(const struct likeness *like, size_t seen)
{
	size_t behind = like->before - seen;

	if (seen <= like->head)
		return seen;
	if (behind <= like->tail && behind <= like->now)
		return like->now - behind;
	return seen * like->now / like->before;
}

/* Within one word, from run *R on, which becomes the last that has some of it. */
static enum vn_status deal_word(const struct vn_reading *reading, const struct vn_run **r,
				size_t begin, size_t end, struct vn_str after, struct vn_buf *out,
				struct vn_err *err)
{
	struct vn_str text = vn_part(reading->text, begin, end);
	const struct likeness like = {letters(text), letters(after), in_common(text, after, false),
				      in_common(text, after, true)};
	size_t at = 0, seen = 0, given = 0, upto;
	enum vn_status status = VN_OK;

	for (;; ++*r) {
		size_t from = (*r)->begin > begin ? (*r)->begin : begin, stop = at;
		size_t to = (*r)->end < end ? (*r)->end : end;
		bool last = (*r)->end >= end;
		if (!last)
			seen += letters(vn_part(reading->text, from, to));
		upto = last ? like.now : share(&like, seen);
		pass(after, &stop, upto > given ? upto - given : 0);
		given += letters(vn_part(after, at, stop));
		status = reading->source->encode((*r)->style, vn_part(after, at, stop), out, err);
		at = stop;
		if (!status && !last)
			status = vn_buf_add(out, reading->bytes.ptr + ((*r)->to - reading->offset),
					    (size_t)((*r)[1].from - (*r)->to), err);
		if (status || last)
			return status;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t count_blanks(struct vn_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += is_blank(text.ptr[i]);
	return count;
}

/* How many joints lie in bytes [begin, end) of the text, from run R on. */
static size_t count_joints(const struct vn_run *r, size_t end)
{
	size_t count = 0;
	for (;; r++) {
		count += r->kind == VN_RUN_JOINT;
		if (r->end >= end)
			return count;
	}
}

enum vn_status vn_deal(const struct vn_reading *reading, const struct vn_run *r, size_t begin,
		       size_t end, struct vn_str after, struct vn_buf *out, struct vn_err *err)
{
	size_t joints = begin < end ? count_joints(r, end) : 0;
	enum vn_status status = VN_OK;

	if (joints == 0 || joints != count_blanks(after))
		return deal_word(reading, &r, begin, end, after, out, err);
	while (!status) {
		const struct vn_run *joint = r;
		size_t len = 0, stop = end;
		while (joint->kind != VN_RUN_JOINT && joint->end < end)
			joint++;
		if (joint->kind == VN_RUN_JOINT)
			stop = joint->begin;
		while (len < after.len && !is_blank(after.ptr[len]))
			len++;
		status = deal_word(reading, &r, begin, stop, vn_part(after, 0, len), out, err);
		if (status || stop == end)
			break;
		status = vn_buf_add(out, reading->bytes.ptr + (joint->from - reading->offset),
				    (size_t)(joint->to - joint->from), err);
		begin = joint->end;
		r = joint + 1;
		after = vn_part(after, len + 1, after.len);
	}
	return status;
}

/* Whether a joint, and nothing else, stands between word K and the one before it. */
static bool is_joined(const struct vn_reading *reading, size_t k)
{
	const struct vn_element *words = reading->marks->words;
	const struct vn_run *run =
		&reading->map->runs[vn_text_map_find(reading->map, words[k - 1].end)];

	return run->kind == VN_RUN_JOINT && run->begin == words[k - 1].end &&
	       run->end == words[k].begin;
}

bool vn_deal_regroups(const struct vn_reading *reading, size_t from, size_t to, struct vn_str after,
		      size_t *first, size_t *end)
{
	const struct vn_marks *marks = reading->marks;
	size_t k;

	if (!reading->source->group)
		return false;
	*first = k = vn_marks_find(marks, from ? from - 1 : 0);
	if (k < marks->word_count && marks->words[k].end == from && from < to)
		*first = ++k;
	if (k == marks->word_count || marks->words[k].begin > from)
		return false;
	while (marks->words[k].end < to) {
		if (++k == marks->word_count || !is_joined(reading, k))
			return false;
	}
	*end = k + 1;
	/* A word that holds blanks is a line, where blanks come and go freely. */
	for (size_t i = *first; i < *end; i++)
		if (count_blanks(
			    vn_part(reading->text, marks->words[i].begin, marks->words[i].end)))
			return false;
	return count_blanks(after) != *end - *first - 1;
}
