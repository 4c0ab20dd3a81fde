#include "source/points.h"

#include "source/tag.h"

#include <stdio.h>

bool vn_points_box(struct vn_str points, struct vn_box *box)
{
	size_t count = 0, len;

	for (size_t at = 0; at < points.len; at += len ? len : 1) {
		double n = vn_group_number((struct vn_str){points.ptr + at, points.len - at}, &len);
		double *least = count % 2 ? &box->top : &box->left;
		double *most = count % 2 ? &box->bottom : &box->right;
		if (!len)
			continue;
		*least = count < 2 || n < *least ? n : *least;
		*most = count < 2 || n > *most ? n : *most;
		count++;
	}
	return count >= 4;
}

/* The points of the outline of a word. */
static struct vn_str points_of(struct vn_str element)
{
	const char *at = memmem(element.ptr, element.len, "Coords points=", 14), *end;
	struct vn_str points = {0};

	if (!at || element.ptr + element.len - at < 16)
		return points;
	points.ptr = at + 15;
	end = memchr(points.ptr, at[14], (size_t)(element.ptr + element.len - points.ptr));
	points.len = end ? (size_t)(end - points.ptr) : 0;
	return points;
}

static bool box_of(struct vn_str element, struct vn_box *box)
{
	return vn_points_box(points_of(element), box);
}

/* Takes out the glyphs of ELEMENT, which tell of other letters. */
static size_t cut_glyphs(struct vn_str element, struct vn_patch *patch)
{
	const char *first = element.ptr, *last = NULL, *at = element.ptr, *stop;
	const char *end = element.ptr + element.len;

	while ((at = memmem(at, (size_t)(end - at), "Glyph", 5))) {
		const char *sign = memrchr(element.ptr, '<', (size_t)(at - element.ptr));
		if (!last)
			first = sign ? sign : at;
		stop = memchr(at, '>', (size_t)(end - at));
		last = stop ? stop + 1 : end;
		at += 5;
	}
	if (!last)
		return 0;
	*patch = (struct vn_patch){.from = (size_t)(first - element.ptr),
				   .to = (size_t)(last - element.ptr)};
	return 1;
}

/* A copy of a word has an id of its own. */
static size_t patch(struct vn_str element, const struct vn_box *box, size_t copy,
		    struct vn_patch *patches)
{
	struct vn_str points = points_of(element), id;
	struct vn_xml_attr attrs[32];
	struct vn_xml_tag tag;
	size_t count = 0;

	if (box) {
		struct vn_patch *to = &patches[count++];
		long long left = (long long)box->left, right = (long long)box->right;
		long long top = (long long)box->top, bottom = (long long)box->bottom;
		*to = (struct vn_patch){.from = (size_t)(points.ptr - element.ptr)};
		to->to = to->from + points.len;
		to->len = (size_t)snprintf(to->text, sizeof to->text,
					   "%lld,%lld %lld,%lld %lld,%lld %lld,%lld", left, top,
					   right, top, right, bottom, left, bottom);
	}
	count += cut_glyphs(element, &patches[count]);
	if (copy && vn_xml_parse(element, 0, &tag, attrs, 32) &&
	    (id = vn_xml_value(&tag, "id")).ptr) {
		struct vn_patch *to = &patches[count++];
		*to = (struct vn_patch){.from = (size_t)(id.ptr + id.len - element.ptr)};
		to->to = to->from;
		to->len = (size_t)snprintf(to->text, sizeof to->text, ".%zu", copy + 1);
	}
	return count;
}

const struct vn_group_how vn_points_group = {.box = box_of, .patch = patch, .apart = "\n"};
