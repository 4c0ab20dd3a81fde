#include "batch/faults.h"

#include <inttypes.h>

void vn_faults_tell(const struct vn_says *says, const char *path, const struct vn_index *index)
{
	for (size_t i = 0; i < VN_FAULTS && i < index->broken; i++)
		vn_tell_at(says, path, index->faults[i].line, index->faults[i].file,
			   index->faults[i].text);
	if (index->broken > VN_FAULTS)
		vn_tellf(says, path, "more faults, not listed: %" PRIu64,
			 index->broken - VN_FAULTS);
}
