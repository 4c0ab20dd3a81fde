/* Words of the layout, made from dict/fields and dict/lexicon/places.tsv. "Letters" are small ones
 * without marks, as in struct vn_page. */
#ifndef VN_FIELDS_LISTS_H
#define VN_FIELDS_LISTS_H

#include <stddef.h>

struct vn_type_name {
	const char *letters, *name, *code; /* CODE: in symbols; NULL: none of its own */
};

/* Letters, and how they are spelt. */
struct vn_spelling {
	const char *letters, *name, *capitals; /* CAPITALS: the name; NULL: not needed */
};

/* Each ended by NULL. Places are in the order of their letters, abbreviations, as they are written,
 * in that of their bytes. Of places and families no other differs in marks alone, but of the places
 * alike. */
extern const struct vn_type_name vn_type_names[];
extern const struct vn_spelling vn_offices[], vn_titles[], vn_phrases[], vn_openings[], vn_places[],
	vn_places_alike[], vn_family_names[];
extern const size_t vn_place_count, vn_place_alike_count, vn_abbreviation_count;
extern const char *const vn_heads[], *const vn_families[], *const vn_degrees[],
								   *const vn_abbreviations[];

#endif
