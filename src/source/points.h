/* Outlines of PAGE, lists of points: regions and words in them. */
#ifndef VN_SOURCE_POINTS_H
#define VN_SOURCE_POINTS_H

#include "source/group.h"

/* The box around POINTS, pairs of numbers such as `10,20 30,40`; false if there are fewer than two.
 */
bool vn_points_box(struct vn_str points, struct vn_box *box);

/* How a Word of PAGE is written. */
extern const struct vn_group_how vn_points_group;

#endif
