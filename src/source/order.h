/*
 * The order in which the parts of a page are read, where it is not that of the file: as the
 * document says (groups of references to regions), else as they stand on the page.
 */
#ifndef VN_SOURCE_ORDER_H
#define VN_SOURCE_ORDER_H

#include "source/columns.h"
#include "source/piece.h"

/* A reference of the document's reading order, or a group of them. */
struct vn_order_node {
	size_t parent; /* its group; 0: the whole */
	uint64_t id;   /* digest of the id that it refers to; 0: none */
	uint64_t index;
	size_t number; /* in the file */
	bool loose;    /* a group whose members have no order among each other */
};

/* The rank of the element whose id has the digest ID. */
struct vn_order_rank {
	uint64_t id;
	size_t rank;
};

/* What a region is: with TEXT of its own, a TABLE, whose cells are regions, or anything else. */
enum vn_region { VN_REGION_OTHER, VN_REGION_TEXT, VN_REGION_TABLE };

/* A region or block that is open. */
struct vn_order_region {
	uint64_t id;
	size_t table; /* its number, from 1; 0: it is none */
	bool part;    /* its text is a part */
};

/* All zero is a valid empty one. */
struct vn_order {
	struct vn_order_node *nodes; /* the first is the whole */
	size_t node_count, node_cap;
	size_t group;		     /* that is open */
	size_t beyond;		     /* groups within it that are open and have no node */
	struct vn_order_rank *ranks; /* by id, once the first region has come */
	size_t rank_count, rank_cap;
	bool ranked;
	struct vn_order_region *open;
	size_t open_count, open_cap;
	struct vn_column_box *parts; /* of the page, in the order of the file */
	size_t part_count, part_cap;
	struct vn_order_rank *links; /* id and part of those that another part may name as next */
	size_t link_count, link_cap;
	struct vn_order_rank *nexts; /* what part names which id */
	size_t next_count, next_cap;
	size_t table_count;
	bool in_part;
};

void vn_order_fini(struct vn_order *order);

/* The document says the order: a group begins and ends, or an element is referred to, which is
 * called ID; ptr NULL: a group without one. INDEX: its place in the group. Members of a LOOSE group
 * are in none. */
VN_CHECKED enum vn_status vn_order_group(struct vn_order *order, struct vn_str id, uint64_t index,
					 bool loose, struct vn_err *err);
void vn_order_group_end(struct vn_order *order);
VN_CHECKED enum vn_status vn_order_refer(struct vn_order *order, struct vn_str id, uint64_t index,
					 struct vn_err *err);

/* Whether it says any. */
static inline bool vn_order_said(const struct vn_order *order)
{
	return order->node_count > 0 || order->ranked;
}

/* A page begins. */
void vn_order_page(struct vn_order *order);

/* A region called ID begins, or ends, with the text of PIECE as it is now. One with text is a part,
 * unless it lies in one. */
VN_CHECKED enum vn_status vn_order_region(struct vn_order *order, struct vn_str id,
					  enum vn_region kind, const struct vn_piece *piece,
					  struct vn_err *err);
void vn_order_region_end(struct vn_order *order, const struct vn_piece *piece);

/* The part that is open says that the one called ID is read next. */
VN_CHECKED enum vn_status vn_order_next(struct vn_order *order, struct vn_str id,
					struct vn_err *err);

/* The part that is open, for its box and lines; NULL: none is. */
struct vn_column_box *vn_order_part(struct vn_order *order);

/* The page ends: puts its text, which lies in one unit, in order. PLACES: parts that the document
 * does not put in order are, by where they stand. */
VN_CHECKED enum vn_status vn_order_arrange(struct vn_order *order, struct vn_piece *piece,
					   bool places, struct vn_err *err);

#endif
