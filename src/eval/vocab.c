#include "eval/vocab.h"

#include "base/fnv.h"

#include <stdlib.h>

struct vn_vocab_entry {
	struct vn_seq seq;
	uint64_t hash;
};

void vn_vocab_fini(struct vn_vocab *vocab)
{
	vn_arena_fini(&vocab->arena);
	free(vocab->entries);
	free(vocab->slots);
	*vocab = (struct vn_vocab){0};
}

struct vn_seq vn_vocab_get(const struct vn_vocab *vocab, int32_t number)
{
	return vocab->entries[number].seq;
}

static uint64_t hash_of(struct vn_seq seq)
{
	uint64_t hash = VN_FNV_SEED;
	for (size_t i = 0; i < seq.len; i++)
		hash = vn_fnv_step(hash, (uint32_t)seq.ptr[i]);
	return vn_fnv_fold(hash);
}

static bool same(const struct vn_vocab_entry *entry, struct vn_seq seq, uint64_t hash)
{
	return entry->hash == hash && entry->seq.len == seq.len &&
	       (seq.len == 0 || memcmp(entry->seq.ptr, seq.ptr, seq.len * sizeof *seq.ptr) == 0);
}

static int32_t *slot_of(const struct vn_vocab *vocab, struct vn_seq seq, uint64_t hash)
{
	size_t at = hash & vocab->mask;
	while (vocab->slots[at] && !same(&vocab->entries[vocab->slots[at] - 1], seq, hash))
		at = (at + 1) & vocab->mask;
	return &vocab->slots[at];
}

/* Makes room for one more in both tables. The slots are kept at most half full. */
static enum vn_status grow(struct vn_vocab *vocab, struct vn_err *err)
{
	const struct vn_vocab_entry *entry;
	enum vn_status status;
	size_t size = vocab->slots ? 2 * (vocab->mask + 1) : 1024;
	int32_t *slots;

	if (vocab->count >= INT32_MAX / 2)
		return vn_err_set(err, VN_ELIMIT, "too many different tokens");
	status = vn_grow(&vocab->entries, vocab->count, &vocab->cap, sizeof *entry, err);
	if (status || (vocab->slots && 2 * vocab->count <= vocab->mask))
		return status;
	slots = calloc(size, sizeof *slots);
	if (!slots)
		return vn_err_nomem(err);
	free(vocab->slots);
	vocab->slots = slots;
	vocab->mask = size - 1;
	for (size_t i = 0; i < vocab->count; i++) {
		entry = &vocab->entries[i];
		*slot_of(vocab, entry->seq, entry->hash) = (int32_t)(i + 1);
	}
	return VN_OK;
}

enum vn_status vn_vocab_intern(struct vn_vocab *vocab, struct vn_seq seq, int32_t *number,
			       struct vn_err *err)
{
	uint64_t hash = hash_of(seq);
	enum vn_status status = grow(vocab, err);
	int32_t *slot, *copy;

	if (status)
		return status;
	slot = slot_of(vocab, seq, hash);
	if (!*slot) {
		copy = vn_arena_alloc(&vocab->arena, (seq.len + 1) * sizeof *copy);
		if (!copy)
			return vn_err_nomem(err);
		if (seq.len)
			memcpy(copy, seq.ptr, seq.len * sizeof *copy);
		vocab->entries[vocab->count] =
			(struct vn_vocab_entry){.seq = {copy, seq.len}, .hash = hash};
		*slot = (int32_t)++vocab->count;
	}
	*number = *slot - 1;
	return VN_OK;
}
