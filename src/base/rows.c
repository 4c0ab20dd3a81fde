#include "base/rows.h"

/* As vn_str_order(), of ROW, which NUL ends, and TEXT: most differ in their first bytes, so that
 * calls cost more than they compare. */
static int order(const char *row, struct vn_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (row[i] != text.ptr[i] || !row[i])
			return row[i] && (unsigned char)row[i] > (unsigned char)text.ptr[i] ? 1
											    : -1;
	return row[text.len] != 0;
}

const void *vn_row_find(const void *table, size_t count, size_t size, struct vn_str text)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *const *row = (const void *)((const char *)table + mid * size);
		int comes = order(*row, text);
		if (comes == 0)
			return row;
		if (comes < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}
