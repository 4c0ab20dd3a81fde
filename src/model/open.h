/* What the search sees of an open model. */
#ifndef VN_MODEL_OPEN_H
#define VN_MODEL_OPEN_H

#include "model/channel.h"
#include "model/charkinds.h"
#include "model/lm.h"
#include "model/model.h"
#include "model/trie.h"
#include "model/vectors.h"
#include "model/weights.h"

#define VN_MODEL_CHANNELS 16 /* a model with more is refused */

struct vn_model {
	struct vn_str file;	  /* whole */
	vn_model_release release; /* of these bytes; NULL: nobody's */
	struct vn_lm lm;
	struct vn_scorer scorer;     /* what the decoder asks: lm, unless another was put here */
	const uint32_t *word_offset; /* count + 1 of them */
	const uint8_t *word_flags;
	const char *word_bytes;
	const struct vn_file_case *cases; /* by word id */
	uint32_t *by_text;		  /* open addressing: word id by spelling, 0 = empty */
	uint32_t by_text_size;
	struct vn_trie trie;
	struct vn_channel channel[VN_MODEL_CHANNELS]; /* in the order of the file */
	uint32_t channel_count;			      /* at least one */
	struct vn_weights weights;
	struct vn_charkinds kinds; /* characters of kinds of text; may be none */
	struct vn_vectors vectors; /* what words around tell; may be none */
	char info[256];
	struct vn_extension *extension; /* what vn_model_extend() made; the rest is another's */
};

/* The spelling of a word: lower case, old tone placement; the model's. */
struct vn_str vn_model_word(const struct vn_model *model, uint32_t id);

/* The channel called NAME; NULL: the model has none. */
const struct vn_channel *vn_model_channel(const struct vn_model *model, const char *name);

/* The id of a lower-case word in the old tone placement, or VN_WORD_UNKNOWN. */
uint32_t vn_model_find(const struct vn_model *model, struct vn_str word);

/* The same of the COUNT letters C (NFC) of a word, whatever its case and tone placement. */
uint32_t vn_model_lookup(const struct vn_model *model, const int32_t *c, int count);

/* The bytes of a section of the file; empty when it has none or its place is not inside the file.
 */
struct vn_str vn_model_section(struct vn_str file, uint32_t id);

/* Builds the indexes of the words, by_text and trie. */
VN_CHECKED enum vn_status vn_model_index(struct vn_model *model, struct vn_err *err);

/* Frees those. */
void vn_model_unindex(struct vn_model *model);

#endif
