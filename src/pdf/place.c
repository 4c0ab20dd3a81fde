/* Where words of a layer stand on the pictures of its pages. */
#include "pdf/layer.h"

#include "pdf/layout.h"

#include <math.h>

#define LONGEST	 4096	  /* cells of a string whose words are looked for */
#define BELOW	 0.25	  /* of the size of letters: how far they reach below the line */
#define ABOVE	 0.9	  /* and above */
#define FARTHEST 10000000 /* pixels */

size_t vn_pdf_cell_behind(const struct vn_pdf_layer *layer, size_t at)
{
	size_t low = 0, high = layer->cell_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (layer->cells[mid].text + layer->cells[mid].len > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

size_t vn_pdf_run_of(const struct vn_pdf_layer *layer, size_t cell)
{
	size_t low = 0, high = layer->run_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (layer->runs[mid].cell + layer->runs[mid].count > cell)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* The page that byte AT of the text is of. */
static const struct vn_pdf_leaf *leaf_of(const struct vn_pdf_layer *layer, size_t at)
{
	size_t low = 0, high = layer->leaf_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (layer->leaves[mid].text > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low ? &layer->leaves[low - 1] : NULL;
}

struct point {
	double x, y;
};

/* The four corners of letters, from where they begin to where they end, on the page. */
struct letters {
	struct point low_begin, low_end, high_begin, high_end;
};

/* Where the letters end that end before cell END of RUN: a blank behind a word at the end of a
 * string is as much of the word as its letters, where Tesseract stretches both over it. */
static size_t end_of(const struct vn_pdf_layer *layer, const struct vn_pdf_run *run, size_t end)
{
	const struct vn_pdf_cell *cell;

	if (end + 1 != run->cell + run->count)
		return end;
	cell = &layer->cells[end];
	return !cell->len || (cell->len == 1 && layer->text.ptr[cell->text] == ' ') ? end + 1 : end;
}

/* Cells [BEGIN, END) of RUN. */
static struct letters letters_of(const struct vn_pdf_layer *layer, const struct vn_pdf_run *run,
				 size_t begin, size_t end)
{
	double from = 0, to, up_x = run->up_x, up_y = run->up_y;
	struct point a, b;

	for (size_t i = run->cell; i < begin; i++)
		from += layer->cells[i].advance;
	to = from;
	end = end_of(layer, run, end);
	for (size_t i = begin; i < end; i++)
		to += layer->cells[i].advance;
	a = (struct point){run->x + run->dx * from, run->y + run->dy * from};
	b = (struct point){run->x + run->dx * to, run->y + run->dy * to};
	return (struct letters){{a.x - BELOW * up_x, a.y - BELOW * up_y},
				{b.x - BELOW * up_x, b.y - BELOW * up_y},
				{a.x + ABOVE * up_x, a.y + ABOVE * up_y},
				{b.x + ABOVE * up_x, b.y + ABOVE * up_y}};
}

/* Where AT of the page is on PICTURE, in pixels from its upper left corner. */
static struct point on(const struct vn_pdf_image *picture, struct point at)
{
	const double *m = picture->at;
	double det = m[0] * m[3] - m[1] * m[2], x = at.x - m[4], y = at.y - m[5];

	return (struct point){(x * m[3] - y * m[2]) / det * picture->width,
			      (1 - (y * m[0] - x * m[1]) / det) * picture->height};
}

static bool holds(const struct vn_pdf_image *picture, const struct letters *letters)
{
	struct point low = on(picture, letters->low_begin), high = on(picture, letters->high_end);
	double x = (low.x + high.x) / 2, y = (low.y + high.y) / 2;

	return x >= 0 && y >= 0 && x <= picture->width && y <= picture->height;
}

static int32_t pixel(double x)
{
	return x > -FARTHEST && x < FARTHEST ? (int32_t)x : x < 0 ? -FARTHEST : FARTHEST;
}

/* What lies this near to the next pixel does not reach into it. */
#define NEAR 1e-3

static void include(struct vn_picture_place *place, struct point at)
{
	int32_t left = pixel(floor(at.x + NEAR)), right = pixel(ceil(at.x - NEAR));
	int32_t top = pixel(floor(at.y + NEAR)), bottom = pixel(ceil(at.y - NEAR));

	place->left = left < place->left ? left : place->left;
	place->top = top < place->top ? top : place->top;
	place->right = right > place->right ? right : place->right;
	place->bottom = bottom > place->bottom ? bottom : place->bottom;
}

static void include_all(struct vn_picture_place *place, const struct vn_pdf_image *picture,
			const struct letters *letters)
{
	include(place, on(picture, letters->low_begin));
	include(place, on(picture, letters->low_end));
	include(place, on(picture, letters->high_begin));
	include(place, on(picture, letters->high_end));
}

/* Where LETTERS go on PICTURE. */
static int runs_of(const struct vn_pdf_image *picture, const struct letters *letters)
{
	struct point begin = on(picture, letters->low_begin), end = on(picture, letters->low_end);
	double x = end.x - begin.x, y = end.y - begin.y;

	if (fabs(x) >= fabs(y))
		return x >= 0 ? 0 : 2;
	return y >= 0 ? 1 : 3;
}

/* The one that lies uppermost under LETTERS; COUNT: there is none. */
static size_t picture_under(const struct vn_pdf_layer *layer, const struct vn_pdf_leaf *leaf,
			    const struct letters *letters)
{
	for (size_t i = leaf->count; i > 0; i--)
		if (holds(&layer->images[leaf->image + i - 1], letters))
			return leaf->image + i - 1;
	return layer->image_count;
}

bool vn_pdf_place(const struct vn_pdf_layer *layer, size_t begin, size_t end,
		  struct vn_picture_place *out)
{
	const struct vn_pdf_leaf *leaf = leaf_of(layer, begin);
	size_t cell = vn_pdf_cell_behind(layer, begin), last, run;
	struct vn_str text = vn_buf_str(&layer->text);
	bool first = true;

	if (!leaf || cell == layer->cell_count)
		return false;
	last = end > begin ? vn_pdf_cell_behind(layer, end - 1) + 1 : cell + 1;
	last = last < layer->cell_count ? last : layer->cell_count;
	for (run = vn_pdf_run_of(layer, cell); cell < last; run++) {
		const struct vn_pdf_run *one = &layer->runs[run];
		size_t stop = one->cell + one->count < last ? one->cell + one->count : last;
		size_t at = layer->cells[cell].text;
		struct letters letters;
		if (one->count > LONGEST)
			return false;
		if (at > begin && memchr(text.ptr + begin, '\n', at - begin))
			break;
		letters = letters_of(layer, one, cell, stop);
		if (first) {
			out->picture = picture_under(layer, leaf, &letters);
			if (out->picture == layer->image_count)
				return false;
			out->left = out->top = FARTHEST;
			out->right = out->bottom = -FARTHEST;
			out->runs = runs_of(&layer->images[out->picture], &letters);
		}
		include_all(out, &layer->images[out->picture], &letters);
		first = false;
		cell = stop;
	}
	return !first && out->left < out->right && out->top < out->bottom;
}
