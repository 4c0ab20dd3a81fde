/* The changes of a document, as people and programs are told of them. */
#ifndef VN_CHANGE_CHANGES_H
#define VN_CHANGE_CHANGES_H

#include "change/finished.h"
#include "change/kind.h"

#define VN_CAUSES_MAX 8

/* What took part in a change. */
struct vn_cause {
	const char *stage, *rule; /* as in struct vn_edit */
};

/* A change, or a doubt: a word left as it was read though it may be wrong. Views are of the unit
 * and of the list: valid until the next unit. Spans are half open, in bytes of the document. */
struct vn_change {
	uint64_t begin, end;	     /* in the input */
	uint64_t out_begin, out_end; /* in the output */
	uint64_t line, column;	     /* of begin in the input, from 1; columns are code points */
	struct vn_str before, after; /* the bytes there; equal for a doubt */
	/* The same as running text: other bytes only where a source writes them otherwise. */
	struct vn_str read, text;
	size_t at;  /* byte of the unit's running text where READ begins */
	bool inner; /* as in struct vn_splice */
	uint8_t style;
	bool doubt;
	bool doubtful; /* touches a word that is (readings.h), as all doubts do */
	bool name;     /* a name, by its capital */
	enum vn_kind kind;
	/* That AFTER is what was printed: of its least sure part, or of a doubtful word around it.
	 */
	vn_confidence confidence;
	struct vn_cause causes[VN_CAUSES_MAX];
	size_t cause_count; /* different ones; those beyond VN_CAUSES_MAX are left out */
	/* Other texts for AFTER, each differing in one word, likeliest first; the list's. */
	struct vn_alternative *alternatives;
	size_t alternative_count;
};

/* Where a unit begins in its document. */
struct vn_position {
	uint64_t in, out;      /* bytes */
	uint64_t line, column; /* of the next byte of the input, from 1 */
};

/* The changes and doubts of one unit, in order of position; they do not overlap. All zero is a
 * valid empty list. */
struct vn_changes {
	struct vn_change *items;
	size_t count, cap;
	uint64_t doubtful;	  /* words that are, changed or not */
	struct vn_splice *beside; /* vn_splices.beside, in order of position */
	size_t beside_count, beside_cap;
	struct vn_arena arena;
};

void vn_changes_fini(struct vn_changes *changes);

/*
 * Lists the changes of a finished unit at *POSITION, and as doubts the words that are doubtful
 * below DOUBT and no change touches. Where nobody has weighed the white-space tokens, words are
 * tokens: a flagged one is doubtful, and one with a confidence above 0 and below DOUBT. *POSITION
 * moves behind the unit.
 */
VN_CHECKED enum vn_status vn_changes_list(struct vn_changes *changes,
					  const struct vn_finished *finished, vn_confidence doubt,
					  struct vn_position *position, struct vn_err *err);

#endif
