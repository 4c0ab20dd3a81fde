#include "pdf/layout.h"

#include "pdf/pdf.h"

#include <math.h>

/* In heights of a letter: what is no gap, what is a line of its own, and what an empty line. */
#define GAP   0.15
#define LINE  0.45
#define BLANK 1.8

struct vn_pdf_matrix vn_pdf_then(const struct vn_pdf_matrix *m, const struct vn_pdf_matrix *n)
{
	return (struct vn_pdf_matrix){
		m->a * n->a + m->b * n->c,	  m->a * n->b + m->b * n->d,
		m->c * n->a + m->d * n->c,	  m->c * n->b + m->d * n->d,
		m->e * n->a + m->f * n->c + n->e, m->e * n->b + m->f * n->d + n->f};
}

/* Blanks at the end of a line are no text. */
static void drop_blanks(struct vn_pdf_layer *layer)
{
	for (size_t i = layer->cell_count; i > layer->ended; i--) {
		struct vn_pdf_cell *cell = &layer->cells[i - 1];
		if (!cell->len)
			continue;
		if (cell->len > 1 || cell->text + 1 != layer->text.len ||
		    layer->text.ptr[cell->text] != ' ')
			break;
		layer->text.len--;
		cell->len = 0;
	}
	layer->ended = layer->cell_count;
}

enum vn_status vn_pdf_end_line(struct vn_pdf_layer *layer, struct vn_err *err)
{
	struct vn_buf *text = &layer->text;

	drop_blanks(layer);
	if (!text->len || text->ptr[text->len - 1] == '\n' || text->ptr[text->len - 1] == '\f')
		return VN_OK;
	return vn_buf_add(text, "\n", 1, err);
}

/* What stands between the last string and RUN, whose letters are HIGH. */
static enum vn_status part(struct vn_pdf_layer *layer, const struct vn_pdf_pen *pen,
			   const struct vn_pdf_run *run, double high, struct vn_err *err)
{
	struct vn_buf *text = &layer->text;
	double length = hypot(run->dx, run->dy);
	double x = run->x - pen->x, y = run->y - pen->y, along, across;
	enum vn_status status;

	if (!pen->begun || !text->len)
		return VN_OK;
	along = length > 0 ? (x * run->dx + y * run->dy) / length : x;
	across = length > 0 ? fabs(x * run->dy - y * run->dx) / length : fabs(y);
	if (across <= LINE * high && along >= -LINE * high) {
		char last = text->ptr[text->len - 1];
		bool parted = last == ' ' || last == '\n' || last == '\f';
		return along > GAP * high && !parted ? vn_buf_add(text, " ", 1, err) : VN_OK;
	}
	status = vn_pdf_end_line(layer, err);
	if (!status && across > BLANK * high && text->len && text->ptr[text->len - 1] == '\n' &&
	    (text->len < 2 || text->ptr[text->len - 2] != '\n'))
		status = vn_buf_add(text, "\n", 1, err);
	return status;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\f';
}

/* Adds a cell with its text. A blank behind a blank is none. */
static enum vn_status add_cell(struct vn_pdf_layer *layer, struct vn_pdf_cell cell,
			       const char *words, struct vn_err *err)
{
	struct vn_buf *text = &layer->text;
	size_t len = strlen(words);
	enum vn_status status =
		vn_grow(&layer->cells, layer->cell_count, &layer->cell_cap, sizeof cell, err);

	if (strcmp(words, "\302\240") == 0)
		words = " ", len = 1;
	if (len == 1 && *words == ' ' && (!text->len || is_blank(text->ptr[text->len - 1])))
		len = 0;
	if (!status && text->len + len > VN_PDF_TEXT)
		status = vn_err_set(err, VN_ELIMIT, "a PDF with more than %u MiB of text",
				    VN_PDF_TEXT >> 20);
	if (!status)
		status = vn_buf_add(text, words, len, err);
	if (status)
		return status;
	cell.len = (uint16_t)len;
	cell.text = text->len - len;
	layer->cells[layer->cell_count++] = cell;
	return VN_OK;
}

double vn_pdf_code_advance(const struct vn_pdf_show *show, const struct vn_pdf_font *font,
			   uint32_t code, size_t bytes)
{
	double advance = vn_pdf_font_width(font, code) / 1000 * show->size + show->spacing;
	return bytes == 1 && code == ' ' ? advance + show->word_spacing : advance;
}

enum vn_status vn_pdf_lay(struct vn_pdf_layer *layer, struct vn_pdf_pen *pen,
			  const struct vn_pdf_show *show, struct vn_pdf_run run,
			  struct vn_str string, const struct vn_pdf_matrix *at, double *advance,
			  struct vn_err *err)
{
	const struct vn_pdf_font *font = &layer->fonts[show->font];
	size_t step = font->wide ? 2 : 1;
	enum vn_status status =
		vn_grow(&layer->runs, layer->run_count, &layer->run_cap, sizeof run, err);

	run.x = at->e;
	run.y = at->f;
	run.dx = at->a * show->scale;
	run.dy = at->b * show->scale;
	run.up_x = at->c * fabs(show->size);
	run.up_y = at->d * fabs(show->size);
	run.cell = layer->cell_count;
	*advance = 0;
	if (!status && string.len)
		status = part(layer, pen, &run, fabs(show->size) * hypot(at->c, at->d), err);
	for (size_t i = 0; !status && i + step <= string.len; i += step) {
		const unsigned char *byte = (const unsigned char *)string.ptr + i;
		uint32_t code = step == 2 ? (uint32_t)byte[0] << 8 | byte[1] : byte[0];
		struct vn_pdf_cell cell = {.at = (uint32_t)i, .bytes = (uint16_t)step};
		char space[5];
		cell.advance = vn_pdf_code_advance(show, font, code, step);
		*advance += cell.advance;
		status = add_cell(layer, cell, vn_pdf_font_text(font, code, space), err);
	}
	if (status)
		return status;
	run.count = layer->cell_count - run.cell;
	layer->runs[layer->run_count++] = run;
	if (string.len)
		*pen = (struct vn_pdf_pen){true, run.x + run.dx * *advance,
					   run.y + run.dy * *advance};
	return VN_OK;
}
