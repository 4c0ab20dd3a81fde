#include "model/trie.h"

#include <stdlib.h>

void vn_trie_fini(struct vn_trie *trie)
{
	free(trie->nodes);
	*trie = (struct vn_trie){0};
}

/* Words [begin, end) share their first DEPTH letters and hang below NODE. */
struct range {
	size_t begin, end;
	uint32_t node;
	uint8_t depth;
};

/* A trie on its way. */
struct build {
	struct vn_trie trie;
	const struct vn_trie_word **words, **moved; /* in the order of their ranges; scratch */
	struct range *queue;
	size_t head, tail;
	size_t count[VN_LETTER_CODES]; /* of words by their next letter; 0 between ranges */
};

static uint8_t next_letter(const struct vn_trie_word *word, uint8_t depth)
{
	return depth < word->length ? word->code[depth] : 0;
}

/* Makes the child of NODE for letter CODE, and a range of its words from BEGIN on. Returns their
 * end. */
static size_t add_child(struct build *b, const struct range *range, uint8_t code, size_t begin)
{
	size_t end = begin + b->count[code];

	b->queue[b->tail++] =
		(struct range){begin, end, b->trie.count++, (uint8_t)(range->depth + 1)};
	b->count[code] = begin; /* from now on the place of the next of them */
	return end;
}

/* Sorts the words of a range by their next letters, and makes the children of its node. */
static void spread(struct build *b, const struct range *range)
{
	struct vn_trie_node *node = &b->trie.nodes[range->node];
	size_t at = range->begin;

	for (size_t i = range->begin; i < range->end; i++) {
		uint8_t code = next_letter(b->words[i], range->depth);
		b->count[code]++;
		node->has[code >> 6] |= UINT64_C(1) << (code & 63);
		if (!code)
			node->word = b->words[i]->id;
	}
	at += b->count[0];
	b->count[0] = range->begin;
	node->has[0] &= ~UINT64_C(1);
	node->first[0] = b->trie.count;
	node->first[1] = node->first[0] + vn_bit_count(node->has[0]);
	for (int w = 0; w < 2; w++)
		for (uint64_t bits = node->has[w]; bits; bits &= bits - 1)
			at = add_child(b, range, (uint8_t)(64 * w + vn_bit_first(bits)), at);
	for (size_t i = range->begin; i < range->end; i++)
		b->moved[b->count[next_letter(b->words[i], range->depth)]++] = b->words[i];
	for (size_t i = range->begin; i < range->end; i++) {
		b->words[i] = b->moved[i];
		b->count[next_letter(b->words[i], range->depth)] = 0;
	}
	b->count[0] = 0;
}

/* The same of the only word below a node, as most are: down to its end. */
static void spread_one(struct build *b, const struct range *range)
{
	const struct vn_trie_word *word = b->words[range->begin];
	struct vn_trie_node *node = &b->trie.nodes[range->node];

	for (uint8_t depth = range->depth; depth < word->length; depth++) {
		uint8_t code = word->code[depth];
		node->has[code >> 6] = UINT64_C(1) << (code & 63);
		node->first[0] = node->first[1] = b->trie.count;
		node = &b->trie.nodes[b->trie.count++];
	}
	node->word = word->id;
}

enum vn_status vn_trie_build(struct vn_trie *out, const struct vn_trie_word *words, size_t count,
			     struct vn_err *err)
{
	struct build b = {.trie.count = 1};
	size_t total = 1;
	enum vn_status status = VN_OK;

	for (size_t i = 0; i < count; i++)
		total += words[i].length;
	b.trie.nodes = calloc(total, sizeof *b.trie.nodes);
	b.queue = malloc(total * sizeof *b.queue);
	b.words = malloc((count + 1) * sizeof(struct vn_trie_word *));
	b.moved = malloc((count + 1) * sizeof(struct vn_trie_word *));
	if (b.trie.nodes && b.queue && b.words && b.moved) {
		for (size_t i = 0; i < count; i++)
			b.words[i] = &words[i];
		if (count)
			b.queue[b.tail++] = (struct range){0, count, VN_TRIE_ROOT, 0};
		while (b.head < b.tail) {
			const struct range *range = &b.queue[b.head++];
			if (range->end - range->begin == 1)
				spread_one(&b, range);
			else
				spread(&b, range);
		}
		*out = b.trie;
	} else {
		free(b.trie.nodes);
		status = vn_err_nomem(err);
	}
	free(b.queue);
	free(b.words);
	free(b.moved);
	return status;
}
