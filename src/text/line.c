#include "text/line.h"

#include "text/chars.h"

/* With 6, pages lose words that were read right. */
#define FEW 4

bool vn_line_is_short(struct vn_str text, size_t at)
{
	size_t begin = at, end = at, words = 0;

	for (; begin > 0 && text.ptr[begin - 1] != '\n' && words <= FEW; begin--)
		words += vn_blank_byte(text.ptr[begin - 1]) && begin < text.len &&
			 !vn_blank_byte(text.ptr[begin]);
	for (words = 0, end = begin; end < text.len && text.ptr[end] != '\n' && words <= FEW; end++)
		words += !vn_blank_byte(text.ptr[end]) &&
			 (end == begin || vn_blank_byte(text.ptr[end - 1]));
	return words <= FEW;
}
