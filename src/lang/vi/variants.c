#include "lang/vi/variants.h"

#include <string.h>

const char *vn_variant_usual(struct vn_str text)
{
	size_t low = 0, high = vn_variant_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *entry = vn_variants[mid].text;
		int order = strncmp(entry, text.ptr, text.len);
		if (order == 0 && entry[text.len] == '\0')
			return vn_variants[mid].usual;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}
