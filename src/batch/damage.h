/* What of a report cannot be read, told to the user. */
#ifndef VN_BATCH_DAMAGE_H
#define VN_BATCH_DAMAGE_H

#include "report/reader.h"

/* Says what is wrong with the report PATH, of which INDEX was read: a line for each of the first
 * faults, with its number. */
void vn_damage_tell(const char *path, const struct vn_index *index);

#endif
