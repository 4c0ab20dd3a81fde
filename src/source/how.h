/* What the user asks of sources. */
#ifndef VN_SOURCE_HOW_H
#define VN_SOURCE_HOW_H

#include <stdbool.h>

/* All zero is the default. */
struct vn_source_how {
	bool recover;	    /* reads on where the document is not what it should be */
	bool sealed;	    /* changes documents that are signed, and forms, too */
	bool no_provenance; /* does not note in the document that it was worked on */
	const char *field;  /* of a table or record: which one is text; NULL: all that may be */
};

#endif
