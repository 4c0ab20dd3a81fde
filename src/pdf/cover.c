#include "pdf/cover.h"

#include <math.h>
#include <stdlib.h>

#define PICTURES 1024 /* of a page that are remembered: each visible text looks at all of them */
#define EDGE	 1.0  /* that text may stand out, in units of the page */

void vn_pdf_covers_fini(struct vn_pdf_covers *covers)
{
	free(covers->pictures);
	*covers = (struct vn_pdf_covers){0};
}

void vn_pdf_covers_begin(struct vn_pdf_covers *covers, bool again)
{
	struct vn_pdf_covers next = {.pictures = covers->pictures, .cap = covers->cap};

	if (again) {
		next.count = covers->count;
		next.known = true;
	}
	*covers = next;
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

static double most(double a, double b)
{
	return a > b ? a : b;
}

bool vn_pdf_area_of(const struct vn_pdf_matrix *m, double x, double y, double width, double height,
		    struct vn_pdf_area *out)
{
	double left = m->a * x + m->c * y + m->e, bottom = m->b * x + m->d * y + m->f;
	double right = left + m->a * width + m->c * height;
	double top = bottom + m->b * width + m->d * height;
	double skew = least(fabs(m->a) + fabs(m->d), fabs(m->b) + fabs(m->c));

	*out = (struct vn_pdf_area){least(left, right), least(bottom, top), most(left, right),
				    most(bottom, top)};
	return skew <= 1e-3 * (fabs(m->a) + fabs(m->b) + fabs(m->c) + fabs(m->d));
}

void vn_pdf_path_add(struct vn_pdf_covers *covers, const struct vn_pdf_area *box)
{
	bool first = covers->path == VN_PDF_PATH_NONE;

	covers->path = box && first ? VN_PDF_PATH_BOX : VN_PDF_PATH_OTHER;
	if (box)
		covers->box = *box;
}

static struct vn_pdf_area both(const struct vn_pdf_area *a, const struct vn_pdf_area *b)
{
	return (struct vn_pdf_area){most(a->left, b->left), most(a->bottom, b->bottom),
				    least(a->right, b->right), least(a->top, b->top)};
}

void vn_pdf_path_end(struct vn_pdf_covers *covers, struct vn_pdf_sight *sight)
{
	if (covers->clips && covers->path == VN_PDF_PATH_BOX) {
		sight->clip = sight->clipped ? both(&sight->clip, &covers->box) : covers->box;
		sight->clipped = true;
	} else if (covers->clips) {
		sight->unknown = true;
	}
	covers->clips = false;
	covers->path = VN_PDF_PATH_NONE;
}

enum vn_status vn_pdf_covers_add(struct vn_pdf_covers *covers, const struct vn_pdf_sight *sight,
				 const struct vn_pdf_matrix *ctm, struct vn_err *err)
{
	struct vn_pdf_picture picture = {.when = covers->when};
	enum vn_status status;

	/* What is painted before any text lies over none. */
	if (covers->known || !covers->visible || sight->unknown || sight->thin ||
	    covers->optional || covers->count == PICTURES ||
	    !vn_pdf_area_of(ctm, 0, 0, 1, 1, &picture.area))
		return VN_OK;
	if (sight->clipped)
		picture.area = both(&picture.area, &sight->clip);
	status = vn_grow(&covers->pictures, covers->count, &covers->cap, sizeof picture, err);
	if (!status)
		covers->pictures[covers->count++] = picture;
	return status;
}

static bool holds(const struct vn_pdf_area *area, double x, double y)
{
	return x >= area->left - EDGE && x <= area->right + EDGE && y >= area->bottom - EDGE &&
	       y <= area->top + EDGE;
}

bool vn_pdf_is_covered(const struct vn_pdf_covers *covers, const struct vn_pdf_matrix *at,
		       double advance, double high)
{
	double x = at->e + at->a * advance, y = at->f + at->b * advance;

	for (size_t i = covers->count; covers->known && i > 0; i--) {
		const struct vn_pdf_picture *picture = &covers->pictures[i - 1];
		if (picture->when < covers->when)
			return false;
		if (holds(&picture->area, at->e, at->f) && holds(&picture->area, x, y) &&
		    holds(&picture->area, at->e + at->c * high / 2, at->f + at->d * high / 2) &&
		    holds(&picture->area, x + at->c * high / 2, y + at->d * high / 2))
			return true;
	}
	return false;
}

bool vn_pdf_covers_any(const struct vn_pdf_covers *covers)
{
	return !covers->known && covers->count;
}
