/* What the decoder found out about a token, for the stages behind it that judge it. */
#ifndef VN_DECODE_EVIDENCE_H
#define VN_DECODE_EVIDENCE_H

#include "damage/kind.h"
#include "text/unit.h"

struct vn_evidence {
	uint32_t word;		    /* id in the model */
	enum vn_damage_kind damage; /* what it was read as */
	/* Of the search. */
	vn_cost sure;	  /* what speaks against all other readings: 0 is nothing */
	vn_cost channel;  /* of reading it so */
	vn_cost context;  /* of the word after those before it */
	uint16_t matched; /* words that context rests on: scorer.h */
	/* Of its letters, for the stage that decides capitals. */
	uint8_t shape; /* enum vn_case as it stands in the text */
	bool opens; /* or may do so: it stands behind a bracket, a quote or the dash of an item */
	bool start; /* follows a sentence or paragraph boundary */
	vn_cost by_case[3]; /* channel cost of each case pattern; VN_COST_MAX: cannot be */
	/* Of that stage. */
	vn_cost case_sure; /* what speaks against other case patterns */
	vn_cost case_odd;  /* cost of its case pattern beyond that of the usual one */
};

#endif
