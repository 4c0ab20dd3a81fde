/* Fixed words of a document's head, found in a line even when badly damaged. */
#ifndef VN_REPAIR_PHRASE_H
#define VN_REPAIR_PHRASE_H

#include "repair/rules.h"
#include "stage.h"

#define VN_PHRASE_LETTERS 64
#define VN_PHRASE_LINE	  400 /* bytes; a longer line is no letterhead */

/* A phrase ready for the search. */
struct vn_phrase {
	const struct vn_rule *rule;
	size_t rank;
	char folded[VN_PHRASE_LETTERS]; /* letters without marks, in lower case */
	size_t len;
	bool upper;  /* written in capitals throughout: found only in text that is so too */
	bool dashed; /* has dashes between its words: found only where there are some */
};

/* Prepares RULE, whose pattern is the text. VN_EMODEL when it is too long or empty. */
VN_CHECKED enum vn_status vn_phrase_init(struct vn_phrase *phrase, const struct vn_rule *rule,
					 size_t rank, struct vn_err *err);

/* A line of a unit. */
struct vn_phrase_line {
	struct vn_str text;
	size_t base; /* byte of the unit's text at which it begins */
	bool head;   /* it is in the head of a document */
};

/*
 * Proposes for LINE to write the words of PHRASE that are wrong there, with the tone mark where
 * TONE puts it. Words that are right in another case or tone style stay, and are proposed as they
 * are.
 */
VN_CHECKED enum vn_status vn_phrase_apply(const struct vn_phrase *phrase,
					  const struct vn_phrase_line *line, enum vn_tone tone,
					  struct vn_proposals *list, struct vn_err *err);

#endif
