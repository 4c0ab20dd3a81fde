/* What the fields of a document say of each other. */
#ifndef VN_FIELDS_AGREE_H
#define VN_FIELDS_AGREE_H

#include "fields/fields.h"

/* Most offices have the place of issue in their name. Where both readings of it differ by marks or
 * by a letter, the place becomes what the surer office says. FIELDS are settled, none of them
 * dropped yet. */
VN_CHECKED enum vn_status vn_fields_agree(struct vn_fields *fields, struct vn_err *err);

#endif
