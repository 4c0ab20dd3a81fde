/* A PDF of one page that shows a text: what tests and the fuzz target make of a content stream. */
#ifndef TEST_ONE_PAGE_H
#define TEST_ONE_PAGE_H

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

static inline void one_page_put(struct vn_buf *out, struct vn_str bytes)
{
	if (vn_buf_add(out, bytes.ptr, bytes.len, NULL))
		abort();
}

static inline void one_page_stream(struct vn_buf *out, struct vn_str data)
{
	char head[64];
	int len = snprintf(head, sizeof head, "<< /Length %zu >>\nstream\n", data.len);

	one_page_put(out, (struct vn_str){head, (size_t)len});
	one_page_put(out, data);
	one_page_put(out, VN_STR("\nendstream"));
}

/* Makes *OUT such a PDF. The font /F has Latin letters, 500 wide but for x, which is 1000; with a
 * CMAP its codes have two bytes, and mean what that says. */
static inline void one_page(struct vn_buf *out, struct vn_str content, struct vn_str cmap)
{
	static const char catalog[] = "<< /Type /Catalog /Pages 2 0 R >>";
	static const char pages[] = "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>";
	static const char page[] =
		"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 600 400 ] /Contents 5 0 R "
		"/Resources << /Font << /F 4 0 R >> >> >>";
	static const char narrow[] =
		"<< /Type /Font /Subtype /Type1 /BaseFont /F /Encoding /WinAnsiEncoding "
		"/FirstChar 120 /LastChar 120 /Widths [ 1000 ] /FontDescriptor "
		"<< /Type /FontDescriptor /FontName /F /Flags 32 /MissingWidth 500 >> >>";
	static const char wide[] =
		"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H "
		"/ToUnicode 6 0 R /DescendantFonts [ << /Type /Font /Subtype "
		"/CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering "
		"(Identity) /Supplement 0 >> /DW 500 >> ] >>";
	const char *const objects[] = {catalog, pages, page, cmap.ptr ? wide : narrow};
	const size_t count = cmap.ptr ? 6 : 5;
	size_t places[6], xref;
	char text[128];

	out->len = 0;
	one_page_put(out, VN_STR("%PDF-1.4\n"));
	for (size_t i = 0; i < count; i++) {
		places[i] = out->len;
		snprintf(text, sizeof text, "%zu 0 obj\n", i + 1);
		one_page_put(out, (struct vn_str){text, strlen(text)});
		if (i < 4)
			one_page_put(out, (struct vn_str){objects[i], strlen(objects[i])});
		else
			one_page_stream(out, i == 4 ? content : cmap);
		one_page_put(out, VN_STR("\nendobj\n"));
	}
	xref = out->len;
	snprintf(text, sizeof text, "xref\n0 %zu\n0000000000 65535 f \n", count + 1);
	one_page_put(out, (struct vn_str){text, strlen(text)});
	for (size_t i = 0; i < count; i++) {
		snprintf(text, sizeof text, "%010zu 00000 n \n", places[i]);
		one_page_put(out, (struct vn_str){text, strlen(text)});
	}
	snprintf(text, sizeof text,
		 "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", count + 1,
		 xref);
	one_page_put(out, (struct vn_str){text, strlen(text)});
}

#endif
