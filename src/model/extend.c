#include "model/extend.h"

#include "model/words.h"
#include "text/chars.h"
#include "lang/vi/syllable.h"

#include <stdlib.h>

#define WORDS_MAX  65536
#define EXTRA_COST (12 * 256) /* of a word that no training text had: that of a rare name */

/* What an extended model has of its own. */
struct vn_extension {
	uint32_t *offset;
	uint8_t *flags;
	char *bytes;
	struct vn_file_case *cases;
	struct vn_file_unigram *unigrams;
	uint32_t *pairs;
};

/* How words are written that have a capital, and those that have none: 1/16 nat, by neighbour. */
static const struct vn_file_case habits[2] = {
	{{{0, 48, 80}, {8, 32, 80}, {64, 64, 2}, {32, 2, 64}}},
	{{{96, 0, 64}, {96, 0, 48}, {112, 48, 2}, {112, 0, 48}}},
};

void vn_extension_free(struct vn_extension *x)
{
	if (!x)
		return;
	free(x->offset);
	free(x->flags);
	free(x->bytes);
	free(x->cases);
	free(x->unigrams);
	free(x->pairs);
	free(x);
}

/* Copies the words of BASE, with room for EXTRA more of BYTES bytes. */
static enum vn_status copy_words(struct vn_model *m, const struct vn_model *base, size_t extra,
				 size_t bytes, struct vn_err *err)
{
	struct vn_extension *x = m->extension;
	size_t n = base->lm.word_count, used = base->word_offset[n];

	x->offset = malloc((n + extra + 1) * sizeof *x->offset);
	x->flags = malloc(n + extra);
	x->bytes = malloc(used + bytes + 1);
	x->cases = malloc((n + extra) * sizeof *x->cases);
	x->unigrams = malloc((n + extra) * sizeof *x->unigrams);
	if (!x->offset || !x->flags || !x->bytes || !x->cases || !x->unigrams)
		return vn_err_nomem(err);
	memcpy(x->offset, base->word_offset, (n + 1) * sizeof *x->offset);
	memcpy(x->flags, base->word_flags, n);
	memcpy(x->bytes, base->word_bytes, used);
	memcpy(x->cases, base->cases, n * sizeof *x->cases);
	memcpy(x->unigrams, base->lm.unigrams, n * sizeof *x->unigrams);
	m->word_offset = x->offset;
	m->word_flags = x->flags;
	m->word_bytes = x->bytes;
	m->cases = x->cases;
	m->lm.unigrams = x->unigrams;
	return VN_OK;
}

/* A word as the model spells it, into OUT; 0: it cannot be in a model. */
static size_t spell(struct vn_str text, char out[VN_WORD_BYTES])
{
	int32_t c[VN_WORD_LETTERS];
	int count = vn_utf8_decode(text, c, VN_WORD_LETTERS);
	char old[VN_SYLLABLE_BYTES];
	size_t len;

	for (int i = 0; i < count; i++)
		if (!vn_letter_code(c[i]))
			return 0;
	if (count <= 0)
		return 0;
	len = vn_syllable_retone(text, VN_TONE_OLD, old);
	memcpy(out, len ? old : text.ptr, len ? len : text.len);
	return len ? len : text.len;
}

/* Adds a word that no other is like; its id, or 0 where there is no room for it. */
static uint32_t add_word(struct vn_model *m, struct vn_str text, bool capital)
{
	struct vn_extension *x = m->extension;
	uint32_t id = m->lm.word_count, at = x->offset[id];

	if (id == WORDS_MAX)
		return 0;
	memcpy(x->bytes + at, text.ptr, text.len);
	x->offset[id + 1] = at + (uint32_t)text.len;
	x->flags[id] = VN_WORD_SYLLABLE;
	x->cases[id] = habits[capital];
	x->unigrams[id] = (struct vn_file_unigram){EXTRA_COST, 0};
	m->lm.word_count++;
	return id;
}

/* Adds the words that BASE does not have, each once; ID receives that of each, 0: none. */
static void add_words(struct vn_model *m, const struct vn_model *base, const struct vn_extra *extra,
		      uint32_t *id)
{
	for (size_t i = 0; i < extra->word_count; i++) {
		char text[VN_WORD_BYTES];
		struct vn_str word = {text, spell(extra->words[i].text, text)};
		id[i] = word.len ? vn_model_find(base, word) : 0;
		if (id[i] == VN_WORD_UNKNOWN)
			id[i] = add_word(m, word, extra->words[i].capital);
	}
}

static enum vn_status add_pairs(struct vn_model *m, const struct vn_extra *extra,
				const uint32_t *id, struct vn_err *err)
{
	struct vn_extension *x = m->extension;
	uint32_t size = 64;

	while (size < extra->pair_count * 2)
		size *= 2;
	x->pairs = calloc(size, sizeof *x->pairs);
	if (!x->pairs)
		return vn_err_nomem(err);
	m->lm.pairs = x->pairs;
	m->lm.pair_size = size;
	for (size_t i = 0; i < extra->pair_count; i++) {
		uint32_t left = id[extra->pairs[i].left], right = id[extra->pairs[i].right];
		if (!left || !right)
			continue;
		x->pairs[vn_lm_pair_slot(&m->lm, left, right)] = left << 16 | right;
		/* Only words with a back-off are remembered as history. */
		if (!x->unigrams[left].backoff)
			x->unigrams[left].backoff = 1;
	}
	return VN_OK;
}

enum vn_status vn_model_extend(struct vn_model **out, const struct vn_model *base,
			       const struct vn_extra *extra, struct vn_err *err)
{
	struct vn_model *m = malloc(sizeof *m);
	uint32_t *id = malloc((extra->word_count + 1) * sizeof *id);
	size_t bytes = extra->word_count * (size_t)VN_WORD_BYTES;
	enum vn_status status = VN_ENOMEM;

	if (m) {
		*m = *base;
		m->scorer = vn_lm_scorer(&m->lm);
		m->by_text = NULL;
		m->trie = (struct vn_trie){0};
		m->extension = calloc(1, sizeof *m->extension);
	}
	if (!m || !m->extension || !id) {
		free(m ? m->extension : NULL);
		free(m);
		free(id);
		return vn_err_nomem(err);
	}
	status = copy_words(m, base, extra->word_count, bytes, err);
	if (!status) {
		add_words(m, base, extra, id);
		status = add_pairs(m, extra, id, err);
	}
	if (!status)
		status = vn_model_index(m, err);
	free(id);
	if (status)
		vn_model_close(m);
	else
		*out = m;
	return status;
}
