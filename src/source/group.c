#include "source/group.h"

#include "source/reading.h"
#include "source/xml.h"

#include <stdio.h>
#include <stdlib.h>

#define DIGITS 12 /* of a number, at most: with six behind its point it fits 64 bits */

double vn_group_number(struct vn_str text, size_t *len)
{
	size_t at = 0, begin;
	double value = 0, unit = 1;
	bool negative = text.len && *text.ptr == '-';

	at += negative;
	begin = at;
	while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9' && at <= begin + DIGITS)
		value = value * 10 + (text.ptr[at++] - '0');
	*len = 0;
	if (at == begin || at > begin + DIGITS)
		return 0;
	if (at + 1 < text.len && text.ptr[at] == '.') {
		at++;
		while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') {
			unit /= 10;
			value += unit * (text.ptr[at++] - '0');
		}
	}
	*len = at;
	return negative ? -value : value;
}

void vn_group_put(struct vn_patch *patch, struct vn_str element, size_t from, size_t len,
		  double value)
{
	bool whole = !memchr(element.ptr + from, '.', len);
	long long scaled = (long long)(value * (whole ? 1 : 1000000) + (value < 0 ? -0.5 : 0.5));
	long long rest = llabs(scaled % 1000000);

	patch->from = from;
	patch->to = from + len;
	patch->len =
		(size_t)(whole ? snprintf(patch->text, sizeof patch->text, "%lld", scaled)
			       : snprintf(patch->text, sizeof patch->text, "%s%lld.%06lld",
					  scaled < 0 ? "-" : "", llabs(scaled / 1000000), rest));
}

#define ATTRS 32 /* of the element of a word that are looked at */

size_t vn_group_attr(struct vn_str element, const char *name, double *old, struct vn_patch *patch,
		     double new)
{
	struct vn_xml_attr attrs[ATTRS];
	struct vn_xml_tag tag;
	struct vn_str value;
	double number;
	size_t len;

	if (!vn_xml_parse(element, 0, &tag, attrs, ATTRS))
		return 0;
	value = vn_xml_value(&tag, name);
	number = vn_group_number(value, &len);
	if (!len)
		return 0;
	if (old)
		*old = number;
	if (patch)
		vn_group_put(patch, element, (size_t)(value.ptr - element.ptr), len, new);
	return 1;
}

size_t vn_group_unname(struct vn_str element, const char *name, struct vn_patch *patch)
{
	struct vn_xml_attr attrs[ATTRS];
	struct vn_xml_tag tag;

	if (!vn_xml_parse(element, 0, &tag, attrs, ATTRS))
		return 0;
	for (size_t i = 0; i < tag.attr_count; i++)
		if (attrs[i].name.len == strlen(name) &&
		    memcmp(attrs[i].name.ptr, name, attrs[i].name.len) == 0) {
			const char *end = attrs[i].value.ptr + attrs[i].value.len;
			*patch = (struct vn_patch){
				.from = (size_t)(attrs[i].name.ptr - element.ptr) - 1,
				.to = (size_t)(end - element.ptr) + 1};
			return 1;
		}
	return 0;
}

size_t vn_group_cut(struct vn_str element, const char *name, struct vn_patch *patch)
{
	const char *start = memchr(element.ptr, '>', element.len);
	const char *stop = memrchr(element.ptr, '<', element.len);

	if (!start || !stop || stop <= start ||
	    !memmem(start, (size_t)(stop - start), name, strlen(name)))
		return 0;
	*patch = (struct vn_patch){.from = (size_t)(start + 1 - element.ptr),
				   .to = (size_t)(stop - element.ptr)};
	return 1;
}

static size_t letters(struct vn_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* The next word of TEXT from *AT on. */
static struct vn_str next(struct vn_str text, size_t *at)
{
	size_t from;

	while (*at < text.len && text.ptr[*at] == ' ')
		++*at;
	from = *at;
	while (*at < text.len && text.ptr[*at] != ' ')
		++*at;
	return (struct vn_str){text.ptr + from, *at - from};
}

/* One regrouping. */
struct work {
	const struct vn_group_how *how;
	const struct vn_reading *reading;
	struct vn_buf *out;
	struct vn_err *err;
	struct vn_box all; /* of all old words together */
	bool boxed;
};

struct vn_str vn_group_element(const struct vn_reading *reading, const struct vn_element *word)
{
	return (struct vn_str){reading->bytes.ptr + (word->from - reading->offset),
			       (size_t)(word->to - word->from)};
}

static void find_box(struct work *w, const struct vn_element *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct vn_box box;
		if (!w->how->box(vn_group_element(w->reading, &words[i]), &box)) {
			w->boxed = false;
			return;
		}
		if (i == 0)
			w->all = box;
		w->boxed = true;
		w->all.left = box.left < w->all.left ? box.left : w->all.left;
		w->all.top = box.top < w->all.top ? box.top : w->all.top;
		w->all.right = box.right > w->all.right ? box.right : w->all.right;
		w->all.bottom = box.bottom > w->all.bottom ? box.bottom : w->all.bottom;
	}
}

/* Writes bytes [from, to) of an element, patched. */
static enum vn_status write_part(struct work *w, const struct vn_element *word, size_t from,
				 size_t to, const struct vn_patch *patches, size_t count)
{
	struct vn_str element = vn_group_element(w->reading, word);
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < count; i++) {
		if (patches[i].from < from || patches[i].to > to)
			continue;
		status = vn_buf_add(w->out, element.ptr + from, patches[i].from - from, w->err);
		if (!status)
			status = vn_buf_add(w->out, patches[i].text, patches[i].len, w->err);
		from = patches[i].to;
	}
	return status ? status : vn_buf_add(w->out, element.ptr + from, to - from, w->err);
}

static int by_position(const void *a, const void *b)
{
	const struct vn_patch *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

/* Writes the element of WORD with TEXT and BOX; COPY: as in patch(). */
static enum vn_status write_word(struct work *w, const struct vn_element *word,
				 const struct vn_box *box, size_t copy, struct vn_str text)
{
	const struct vn_text_map *map = w->reading->map;
	const struct vn_run *first = &map->runs[vn_text_map_find(map, word->begin)];
	const struct vn_run *last = &map->runs[vn_text_map_find(map, word->end - 1)];
	size_t from = (size_t)(first->from - word->from), to = (size_t)(last->to - word->from);
	struct vn_patch patches[VN_PATCHES];
	size_t count = w->how->patch(vn_group_element(w->reading, word), box, copy, patches);
	enum vn_status status;

	qsort(patches, count, sizeof *patches, by_position);
	status = write_part(w, word, 0, from, patches, count);

	if (!status)
		status = w->reading->source->encode(first->style, text, w->out, w->err);
	return status ? status
		      : write_part(w, word, to, (size_t)(word->to - word->from), patches, count);
}

/* What stands between new word K, made of WORD, and the one before it. */
static enum vn_status write_between(struct work *w, const struct vn_element *word, size_t k,
				    size_t old)
{
	uint64_t from, to;

	if (k >= old && w->how->between)
		return w->how->between(w->reading, word, w->out, w->err);
	if (k >= old)
		return vn_buf_add(w->out, w->how->apart, strlen(w->how->apart), w->err);
	from = word[-1].to;
	to = word->from;
	return vn_buf_add(w->out, w->reading->bytes.ptr + (from - w->reading->offset),
			  (size_t)(to - from), w->err);
}

enum vn_status vn_group(const struct vn_reading *reading, const struct vn_element *words,
			size_t count, struct vn_str text, struct vn_buf *out, struct vn_err *err)
{
	struct work w = {.how = reading->source->group, .reading = reading, .out = out, .err = err};
	double wide, length = (double)letters(text), done = 0;
	enum vn_status status = VN_OK;
	size_t at = 0, k = 0;

	find_box(&w, words, count);
	wide = w.all.right - w.all.left;
	do {
		struct vn_str one = next(text, &at);
		const struct vn_element *word = &words[k < count ? k : count - 1];
		struct vn_box box = w.all;
		if (k > 0 && !one.len)
			break;
		done = (double)letters((struct vn_str){text.ptr, at - one.len});
		if (length > 0) {
			box.left += wide * done / length;
			box.right = w.all.left + wide * (done + (double)letters(one)) / length;
		}
		if (k > 0)
			status = write_between(&w, word, k, count);
		if (!status)
			status = write_word(&w, word, w.boxed ? &box : NULL,
					    k >= count ? k - count + 1 : 0, one);
		k++;
	} while (!status && at < text.len);
	return status;
}
