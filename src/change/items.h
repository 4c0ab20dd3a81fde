/* The white-space tokens of a finished unit, with what they were read from and their places in the
 * document. */
#ifndef VN_CHANGE_ITEMS_H
#define VN_CHANGE_ITEMS_H

#include "change/splice.h"

/* Where an item stands: in bytes of the document, as in struct vn_splice, and as running text. A
 * splice that touches the item is in as a whole. Views are of the unit and its source. */
struct vn_item_span {
	const struct vn_item *item;
	uint64_t begin, end, out_begin, out_end;
	struct vn_str read, text;
};

/* A walk over the items; the caller's. */
struct vn_items {
	const struct vn_unit *unit;
	const struct vn_reading *reading;
	const struct vn_splices *splices;
	size_t item, splice; /* next item; first splice that ends behind the items so far */
};

/* Begins a walk over UNIT, which was read as READING says and became what SPLICES say. All are
 * borrowed. */
void vn_items_begin(struct vn_items *walk, const struct vn_unit *unit,
		    const struct vn_reading *reading, const struct vn_splices *splices);

/* Takes the next item; false behind the last one. Linear in items and splices. */
bool vn_items_next(struct vn_items *walk, struct vn_item_span *span);

/* Where bytes [from, to) of the finished text stand, which lie behind all that WALK was asked about
 * before; span->item is NULL. */
void vn_items_span(struct vn_items *walk, size_t from, size_t to, struct vn_item_span *span);

#endif
