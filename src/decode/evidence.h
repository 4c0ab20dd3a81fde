/* What the decoder found out about a token, for the stages behind it that judge it. */
#ifndef VN_DECODE_EVIDENCE_H
#define VN_DECODE_EVIDENCE_H

#include "decode/candidates.h"
#include "text/unit.h"

struct vn_evidence {
	uint16_t word;	/* id in the model */
	uint8_t damage; /* enum vn_damage_kind: what it was read as */
	/* Of the search. */
	uint8_t matched; /* words that context rests on, 255 at most: scorer.h */
	vn_cost sure;	 /* what speaks against all other readings: 0 is nothing */
	vn_cost channel; /* of reading it so */
	vn_cost context; /* of the word after those before it */
	/* Of its letters, for the stage that decides capitals. */
	uint16_t by_case[3]; /* channel cost of each case pattern, or VN_CANDIDATE_NEVER */
	uint8_t shape : 2;   /* enum vn_case as it stands in the text */
	bool start : 1;	     /* follows a sentence or paragraph boundary */
	bool opens : 1; /* or may do so: it stands behind a bracket, a quote or the dash of an item
			 */
	/* Of that stage. */
	vn_cost case_sure; /* what speaks against other case patterns */
	vn_cost case_odd;  /* cost of its case pattern beyond that of the usual one */
};

#endif
