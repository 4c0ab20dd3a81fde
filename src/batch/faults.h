/* What is damaged in a report that is read. */
#ifndef VN_BATCH_FAULTS_H
#define VN_BATCH_FAULTS_H

#include "batch/says.h"
#include "report/reader.h"

/* Tells the faults of INDEX, of the report PATH, one a message, and how many there are beyond. */
void vn_faults_tell(const struct vn_says *says, const char *path, const struct vn_index *index);

#endif
