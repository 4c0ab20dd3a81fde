/*
 * Damage as data: one row a kind of damage, and one column for everything in which kinds differ. No
 * other file asks which kind it has before it: decoder, stages and tools read columns. So a new
 * kind is a line in kind.h and a row in damage.c, and pieces of one text may be of different kinds.
 */
#ifndef VN_DAMAGE_DAMAGE_H
#define VN_DAMAGE_DAMAGE_H

#include "damage/kind.h"
#include "model/open.h"

/* How many hypotheses a search follows. */
struct vn_beam {
	uint32_t kept; /* expanded at a position */
	uint32_t room; /* gathered at a position, up to VN_BEAM_ROOM */
	vn_cost width; /* costs further than this above the best at a position are dropped, up to
			  VN_BEAM_WIDTH */
};
#define VN_BEAM_ROOM  56
#define VN_BEAM_WIDTH (16 * 256)

/* A kind of damage. */
struct vn_damage {
	enum vn_damage_kind kind; /* what a text read so counts as */
	const char *name;
	const char *channel; /* of the model, that explains it; NULL: nothing is read anew */
	enum vn_damage_kind
		instead; /* the kind that it is read as if the model has no such channel */

	/* How a line of it is known: mixture.h. */
	const char *look; /* the model's kind of characters; NULL: no line is taken for it */
	uint16_t share;	  /* of the lines of all documents, 1/1000 */

	/* Numbers, by the model's weights that hold them; VN_WEIGHT_COUNT: 0. */
	enum vn_weight lm;	/* of the n-gram model against the channel */
	enum vn_weight spell;	/* fee for a letter of a word that no list knows */
	enum vn_weight foreign; /* fee for a word that is no syllable where a syllable would do */
	enum vn_weight change;	/* a change must beat the text as read by so much */
	struct vn_beam beam;
	enum vn_trust_kind evidence; /* for the confidence; VN_TRUST_bias: none of its own */

	/* What the engine does to text. */
	bool digits;  /* letters become digits, so that a digit inside a word may be one */
	bool signs;   /* pieces of letters become signs beside them, and marks full stops */
	bool specks;  /* specks of the scan become signs */
	bool dashes;  /* dashes of items become other signs: vn_noise_dash() */
	bool letters; /* letters become other letters; else all it does is to lose marks */
	bool unseen;  /* also in ways that no page of the channel showed, at a price */
	bool joins;   /* blanks are lost */
	bool torn;    /* blanks stand between the letters of words */
	bool holes;   /* ? - or . stand in the places of letters */
	bool hollow;  /* vowels are left out, which a word of a line has to show */
	bool odd;     /* of most lines a word is no syllable any more, which one has to show */
	int shortest; /* letters of the shortest word in several that lost their blanks */

	/* How it is read. */
	bool near;	/* what costs much more than the best reading of a word is not looked for */
	bool gated;	/* words that their neighbours bear out are not read anew */
	bool twice;	/* a first reading fills the memory of the document for a second one */
	bool learns;	/* and teaches the channel */
	bool own_words; /* the user's words stand where they stand: what is read is mostly right */
	bool capitals;	/* those of words that were not changed may be wrong too */
	const struct vn_damage *seldom; /* its row where hardly any word is damaged, which a sample
					   of the text has to show; NULL: there is none */
};

/* The rows, by kind. */
extern const struct vn_damage vn_damages[VN_DAMAGE_COUNT];

/* The kind called NAME, or NULL. */
const struct vn_damage *vn_damage_find(const char *name);

/* A kind of damage as some model reads it: its row in numbers. */
struct vn_damage_model {
	const struct vn_damage *damage;
	const struct vn_channel *channel; /* the model's */
	int32_t lm;			  /* 1/256 */
	vn_cost spell, foreign, change;
	vn_cost reluctance; /* added to every reading that differs from the text; 0, the caller's */
};

/*
 * Reads the row DAMAGE with the numbers of MODEL. Where the model lacks its channel that is the row
 * of the kind instead, and so on; a row without a channel, whose text is left alone, has all
 * numbers 0. Returns whether it is DAMAGE's own row.
 */
bool vn_damage_in(struct vn_damage_model *out, const struct vn_damage *damage,
		  const struct vn_model *model);

#endif
