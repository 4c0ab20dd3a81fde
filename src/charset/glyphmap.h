/*
 * Glyph maps: text layers of PDF where one font says other letters than it shows, the same all
 * through (swaps.h). Several letters fall together, so the words around tell which is meant. A text
 * is taken for one as a whole, where hardly any letter was spared that the map would have changed,
 * and where the model of the language gains on nearly every place.
 */
#ifndef VN_CHARSET_GLYPHMAP_H
#define VN_CHARSET_GLYPHMAP_H

#include "base/cost.h"
#include "charset/swaps.h"

#define VN_GLYPH_FAMILIES 8

struct vn_model;
struct vn_glyph_item;

/* A word that is another one. */
struct vn_glyph_change {
	size_t begin, end;	   /* bytes of the text */
	size_t out_begin, out_len; /* of vn_glyph_map.after */
};

/* All zero, but for the model, is a valid one. */
struct vn_glyph_map {
	const struct vn_model *model;
	struct vn_swaps families[VN_GLYPH_FAMILIES];
	size_t family_count;
	struct vn_swap_letters letters; /* of the text */
	/* What was found: the charset that letters were taken for, NULL where the text is as it
	 * stands, and the words that change, in order. */
	const struct vn_charset *charset;
	struct vn_glyph_change *changes;
	size_t count, cap;
	struct vn_buf after;
	vn_cost gain;		     /* what they cost less */
	struct vn_glyph_item *items; /* of the line that is looked at */
	size_t item_count;
};

void vn_glyph_map_fini(struct vn_glyph_map *map);

/* Looks at TEXT, a unit. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_glyph_map_find(struct vn_glyph_map *map, struct vn_str text,
					    struct vn_err *err);

#endif
