/* The processing step by which a document tells that it was worked on: put in if anything else of
 * the unit that begins there changes. */
#ifndef VN_SOURCE_STEP_H
#define VN_SOURCE_STEP_H

#include "source/xml.h"

/* All zero is a valid one that is not noted. */
struct vn_step {
	bool noted, held;
	uint64_t from;
};

/* Notes the step, for byte FROM of the document: TEXT, in which @ stands for PREFIX and # for how
 * many there are already in bytes [since, from), and one. Once a document. */
void vn_step_note(struct vn_step *step, struct vn_xml *xml, uint64_t since, uint64_t from,
		  struct vn_str prefix, const char *text);

/* To be told of each element that begins. */
void vn_step_start(struct vn_step *step, struct vn_xml *xml, const struct vn_xml_tag *tag);

#endif
