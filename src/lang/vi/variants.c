#include "lang/vi/variants.h"

#include "base/rows.h"

const char *vn_variant_usual(struct vn_str text)
{
	const struct vn_variant *row =
		vn_row_find(vn_variants, vn_variant_count, sizeof *vn_variants, text);

	return row ? row->usual : NULL;
}
