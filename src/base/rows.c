#include "base/rows.h"

const void *vn_row_find(const void *table, size_t count, size_t size, struct vn_str text)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *const *row = (const void *)((const char *)table + mid * size);
		int order = vn_str_order((struct vn_str){*row, strlen(*row)}, text);
		if (order == 0)
			return row;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}
