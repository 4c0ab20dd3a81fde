#include "batch/damage.h"

#include "term/say.h"

#include <inttypes.h>

void vn_damage_tell(const char *path, const struct vn_index *index)
{
	for (size_t i = 0; i < VN_FAULTS && i < index->broken; i++)
		vn_say_at(path, index->faults[i].line, index->faults[i].file,
			  index->faults[i].text);
	if (index->broken > VN_FAULTS)
		vn_sayf(path, "more faults, not listed: %" PRIu64, index->broken - VN_FAULTS);
}
