/* Any bytes as a PDF, or as the content stream of a page and, behind a byte 255, the ToUnicode of
 * its font: refused, or read, and written so that it says the text it was to say. */
#include "fuzz.h"

#include "one_page.h"
#include "pdf/pdf.h"

static void need(bool truth)
{
	if (!truth)
		abort();
}

static void add(struct vn_buf *out, const char *bytes, size_t len)
{
	need(vn_buf_add(out, bytes, len, NULL) == VN_OK);
}

/* TEXT with some of its words longer, others, or joined. */
static void change(struct vn_buf *out, struct vn_str text)
{
	size_t word = 0;

	for (size_t at = 0; at < text.len; at++) {
		bool blank = text.ptr[at] == ' ' || text.ptr[at] == '\n' || text.ptr[at] == '\f';
		bool ends = !blank && (at + 1 == text.len || text.ptr[at + 1] == ' ' ||
				       text.ptr[at + 1] == '\n');
		if (text.ptr[at] != ' ' || word % 4 != 3)
			add(out, text.ptr + at, 1);
		if (ends && ++word % 4 == 1)
			add(out, "\341\273\207", 3);
		else if (ends && word % 4 == 2)
			add(out, "x y", 3);
	}
}

/* Asks for its pictures, and where words stand on them. */
static void look(struct vn_pdf *pdf)
{
	struct vn_pictures pictures = vn_pdf_pictures(pdf);
	size_t len = vn_pdf_text(pdf).len, step = len / 16 + 1;
	struct vn_picture_place place;
	struct vn_buf file = {0};

	for (size_t at = 0; at <= len; at += step)
		if (pictures.place(pictures.self, at, at + step < len ? at + step : len, &place))
			need(place.left < place.right && place.top < place.bottom &&
			     place.runs >= 0 && place.runs < 4);
	for (size_t i = 0; i < 2; i++) {
		size_t begin = file.len;
		need(pictures.file(pictures.self, i, 1 << 11, &file, NULL) == VN_OK);
		need(file.len - begin <= 1 << 11);
	}
	vn_buf_fini(&file);
}

static void rewrite(struct vn_str bytes, struct vn_pdf *pdf, bool same)
{
	struct vn_buf text = {0}, update = {0};
	enum vn_status status;

	if (same)
		add(&text, vn_pdf_text(pdf).ptr, vn_pdf_text(pdf).len);
	else
		change(&text, vn_pdf_text(pdf));
	status = vn_pdf_write(pdf, vn_buf_str(&text), &update, NULL);
	need(!same || (status == VN_OK && update.len == 0));
	if (!status && update.len) {
		const struct vn_no_text *refused = NULL;
		struct vn_pdf *again = NULL;
		struct vn_buf all = {0};
		add(&all, bytes.ptr, bytes.len);
		add(&all, update.ptr, update.len);
		need(vn_pdf_open(&again, vn_buf_str(&all), false, &refused, NULL) == VN_OK);
		need(again != NULL);
		vn_pdf_close(again);
		vn_buf_fini(&all);
	}
	vn_buf_fini(&text);
	vn_buf_fini(&update);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vn_buf page;
	struct vn_str bytes = {(const char *)data, size}, cmap = {0};

	if (!vn_pdf_begins(bytes)) {
		const char *end = size ? memchr(data, 255, size) : NULL;
		if (end) {
			bytes.len = (size_t)(end - bytes.ptr);
			cmap = (struct vn_str){end + 1, size - bytes.len - 1};
		}
		one_page(&page, bytes, cmap);
		bytes = vn_buf_str(&page);
	}
	for (int same = 0; same < 2; same++) {
		const struct vn_no_text *refused = NULL;
		struct vn_pdf *pdf = NULL;
		if (vn_pdf_open(&pdf, bytes, false, &refused, NULL) || !pdf)
			return 0;
		look(pdf);
		rewrite(bytes, pdf, same);
		vn_pdf_close(pdf);
	}
	return 0;
}
