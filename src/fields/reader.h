/* A document that goes through the pipeline, with the words its fields stand on. */
#ifndef VN_FIELDS_READER_H
#define VN_FIELDS_READER_H

#include "change/finished.h"
#include "fields/fields.h"

/* A word of the running text, and where it was read. */
struct vn_field_word {
	size_t begin, end;	     /* bytes of the running text */
	uint64_t source, source_end; /* of the document */
	vn_confidence confidence;
};

/* All zero is a valid empty one. */
struct vn_field_reader {
	struct vn_buf text; /* the running text so far */
	struct vn_field_word *words;
	size_t count, cap;
};

/* What bytes of the running text stand on. */
struct vn_field_span {
	uint64_t begin, end;	  /* bytes of the document, whole words */
	vn_confidence confidence; /* that all words are right */
};

void vn_field_reader_reset(struct vn_field_reader *reader);
void vn_field_reader_fini(struct vn_field_reader *reader);

/* A vn_observer: takes a finished unit. */
VN_CHECKED enum vn_status vn_field_reader_take(void *self, const struct vn_finished *finished,
					       struct vn_err *err);

struct vn_field_span vn_field_span(const struct vn_field_reader *reader, size_t begin, size_t end);

/*
 * Settles values that were found in READER's text: words that offices, places and posts are spelt
 * with are spelt so where they were misread, SURE becomes how sure a value is with all its words,
 * and what is less sure than LEAST is dropped.
 */
VN_CHECKED enum vn_status vn_fields_settle(struct vn_fields *fields,
					   const struct vn_field_reader *reader,
					   vn_confidence least, struct vn_err *err);

#endif
