#include "model/trie.h"

#include <stdlib.h>

void vn_trie_fini(struct vn_trie *trie)
{
	free(trie->nodes);
	*trie = (struct vn_trie){0};
}

static int by_letters(const void *a, const void *b)
{
	const struct vn_trie_word *x = a, *y = b;
	uint8_t shorter = x->length < y->length ? x->length : y->length;
	int order = memcmp(x->code, y->code, shorter);
	return order ? order : (int)x->length - (int)y->length;
}

/* Words [begin, end) share their first DEPTH letters and hang below NODE. */
struct range {
	size_t begin, end;
	uint32_t node;
	uint8_t depth;
};

/* Makes the children of a range's node and appends their ranges to QUEUE. */
static size_t spread(struct vn_trie *trie, const struct vn_trie_word *words, struct range range,
		     struct range *queue)
{
	struct vn_trie_node *node = &trie->nodes[range.node];
	size_t at = range.begin, made = 0;

	if (words[at].length == range.depth)
		node->word = words[at++].id;
	node->first[0] = trie->count;
	while (at < range.end) {
		uint8_t code = words[at].code[range.depth];
		size_t end = at;
		while (end < range.end && words[end].code[range.depth] == code)
			end++;
		node->has[code >> 6] |= UINT64_C(1) << (code & 63);
		queue[made++] = (struct range){at, end, trie->count++, (uint8_t)(range.depth + 1)};
		at = end;
	}
	node->first[1] = node->first[0] + vn_bit_count(node->has[0]);
	return made;
}

enum vn_status vn_trie_build(struct vn_trie *out, struct vn_trie_word *words, size_t count,
			     struct vn_err *err)
{
	struct vn_trie trie = {.count = 1};
	struct range *queue;
	size_t total = 1, head = 0, tail = 0;

	if (count)
		qsort(words, count, sizeof *words, by_letters);
	for (size_t i = 0; i < count; i++)
		total += words[i].length;
	trie.nodes = calloc(total, sizeof *trie.nodes);
	queue = malloc(total * sizeof *queue);
	if (!trie.nodes || !queue) {
		free(trie.nodes);
		free(queue);
		return vn_err_nomem(err);
	}
	if (count)
		queue[tail++] = (struct range){0, count, VN_TRIE_ROOT, 0};
	while (head < tail)
		tail += spread(&trie, words, queue[head], queue + tail), head++;
	free(queue);
	*out = trie;
	return VN_OK;
}
