/* A unit of a document as it was read. */
#ifndef VN_SOURCE_READING_H
#define VN_SOURCE_READING_H

#include "source/source.h"

/* Views are valid until the unit is done. */
struct vn_reading {
	const struct vn_source *source;
	struct vn_str bytes; /* of the source */
	uint64_t offset;     /* of these in the document */
	struct vn_str text;  /* the running text; the same as BYTES where the map is empty */
	const struct vn_text_map *map;
	const struct vn_marks *marks; /* what the source marks in the text and behind it */
	/* Of a document in UTF-16 that was read in UTF-8: the same in bytes of that; else NULL. */
	const struct vn_reading *narrow;
	bool big; /* such UTF-16 has the high byte first */
};

/* The source span [*FROM, *TO), in bytes of the document, of bytes [begin, end) of the text. */
static inline void vn_reading_span(const struct vn_reading *reading, size_t begin, size_t end,
				   uint64_t *from, uint64_t *to)
{
	if (reading->map->count) {
		vn_text_map_span(reading->map, begin, end, from, to);
		return;
	}
	*from = reading->offset + begin;
	*to = reading->offset + end;
}

#endif
