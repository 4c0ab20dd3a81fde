/* What n-grams say by the definition of a back-off model, without the file: a yardstick. */
#ifndef NGRAM_COST_H
#define NGRAM_COST_H

#include "mkmodel/ngrams.h"

#include <stdlib.h>
#include <string.h>

/* The n-gram of LEN words, WORDS[0] the last one and the others to its left; NULL if not kept. */
static inline const struct vn_ngram *ngram_find(const struct vn_ngrams *m, const uint16_t *words,
						int len)
{
	uint16_t word[VN_LM_ORDER] = {0}, word4;
	uint64_t key = 0;
	size_t low = 0, high;

	if (len == 1)
		return &m->gram[0][words[0]];
	if (len > m->order)
		return NULL;
	memcpy(word, words, (size_t)len * sizeof *words);
	for (int i = 0; i < 4; i++)
		key |= (uint64_t)word[i] << (48 - 16 * i);
	word4 = word[4];
	high = m->count[len - 1];
	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct vn_ngram *gram = &m->gram[len - 1][mid];
		if (gram->key < key || (gram->key == key && gram->word4 < word4))
			low = mid + 1;
		else
			high = mid;
	}
	return low < m->count[len - 1] && m->gram[len - 1][low].key == key &&
			       m->gram[len - 1][low].word4 == word4
		       ? &m->gram[len - 1][low]
		       : NULL;
}

/* -ln p(WORDS[0] | the LEN - 1 words to its left), in nat. */
static inline double ngram_cost(const struct vn_ngrams *m, const uint16_t *words, int len)
{
	double backoff = 0;
	for (; len > 1; len--) {
		const struct vn_ngram *gram = ngram_find(m, words, len), *context;
		if (gram)
			return backoff + (double)gram->cost;
		context = ngram_find(m, words + 1, len - 1);
		if (context)
			backoff += (double)context->backoff;
	}
	return backoff + (double)m->gram[0][words[0]].cost;
}

#endif
