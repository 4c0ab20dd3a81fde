#include "lang/vi/families.h"

#include "base/rows.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"

bool vn_is_family(struct vn_str text)
{
	int32_t c[VN_SYLLABLE_LETTERS];
	char small[VN_SYLLABLE_LETTERS * VN_UTF8_MAX];
	int count = vn_utf8_decode(text, c, VN_SYLLABLE_LETTERS);
	struct vn_str name = {small, 0};

	if (count <= 0)
		return false;
	name.len = vn_utf8_put_lower(small, c, count);
	return vn_row_find(vn_surnames, vn_surname_count, sizeof *vn_surnames, name);
}
