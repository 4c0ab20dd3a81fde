/*
 * The edits of all stages of a unit as one list: what of the input became what of the output.
 *
 * Each stage's edits are in bytes of the text that stage was given. Composed, they are spans of the
 * unit's input and of its output; edits of several stages that touch the same bytes become one.
 */
#ifndef VN_CHANGE_COMPOSE_H
#define VN_CHANGE_COMPOSE_H

#include "text/unit.h"

#define VN_NO_EDIT SIZE_MAX

/* One net change. Spans are half open, in bytes of the unit. Outside of all of them input and
 * output are the same bytes in the same order. */
struct vn_net {
	size_t begin, end;	   /* in the input of the unit */
	size_t out_begin, out_end; /* in its output */
	size_t first, last; /* its edits: first of a list that next[] goes on with, and last */
};

/* All of a unit, in order of position. All zero is a valid empty one. */
struct vn_composed {
	struct vn_net *nets;
	size_t count;
	size_t *next;	      /* per edit of the unit: the next of the same net, or VN_NO_EDIT */
	struct vn_net *spare; /* the list of the stage before */
	size_t cap;	      /* edits that the arrays have room for */
};

void vn_composed_fini(struct vn_composed *composed);

/* Composes the edits of UNIT, in time linear in their number times that of the stages. On failure
 * (VN_ENOMEM) the list is empty. */
VN_CHECKED enum vn_status vn_compose(struct vn_composed *composed, const struct vn_unit *unit,
				     struct vn_err *err);

/* Makes one change of those that ONE calls so, of two behind each other, with all between them. */
void vn_compose_gather(struct vn_composed *composed,
		       bool (*one)(const void *self, const struct vn_net *a,
				   const struct vn_net *b),
		       const void *self);

/* Grows each net change that cuts into a token of UNIT so that it holds that token whole; those
 * that meet in one token become one. */
void vn_compose_widen(struct vn_composed *composed, const struct vn_unit *unit);

#endif
