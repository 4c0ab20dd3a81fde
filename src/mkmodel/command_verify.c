#include "load/load.h"
#include "mkmodel/commands.h"
#include "model/digest.h"
#include "model/open.h"
#include "model/words.h"
#include "text/chars.h"

#include <stdio.h>

/* Everything that doc/model-format.md says of a file and that opening it does not check. The model
 * is open, so offsets and sizes are sound. */

static enum vn_status damaged(struct vn_err *err, const char *what, uint64_t where)
{
	return vn_err_set(err, VN_EMODEL, "verify: %s (at %llu)", what, (unsigned long long)where);
}

static const struct vn_file_header *header_of(const struct vn_model *m)
{
	return (const void *)m->file.ptr;
}

/* Chunks lie in the order of the contents, zero bytes between them, nothing behind the last. */
static enum vn_status check_contents(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_chunk *chunk = (const void *)(header + 1);
	uint64_t end = sizeof *header + header->chunk_count * sizeof *chunk;
	uint8_t digest[32];

	vn_digest(header + 1, m->file.len - sizeof *header, digest);
	if (memcmp(digest, header->digest, sizeof digest) != 0)
		return vn_err_set(err, VN_EMODEL, "verify: the checksum does not match");
	for (size_t i = 0; i < sizeof header->reserved; i++)
		if (header->reserved[i])
			return damaged(err, "reserved field of the header is not 0", i);
	for (uint32_t i = 0; i < header->chunk_count; i++) {
		if (chunk[i].offset < end || chunk[i].offset - end >= VN_MODEL_ALIGN ||
		    chunk[i].offset > m->file.len || chunk[i].size > m->file.len - chunk[i].offset)
			return damaged(err, "chunk out of place", i);
		if (chunk[i].reserved || chunk[i].zero)
			return damaged(err, "reserved field of a chunk is not 0", i);
		for (; end < chunk[i].offset; end++)
			if (m->file.ptr[end])
				return damaged(err, "padding is not 0", end);
		end += chunk[i].size;
	}
	return end == m->file.len ? VN_OK : damaged(err, "bytes behind the last chunk", end);
}

/* Words are small letters in UTF-8, not too many; the others are empty. */
static enum vn_status check_words(const struct vn_model *m, struct vn_err *err)
{
	uint32_t n = m->lm.word_count;

	if (m->word_offset[0] || m->word_offset[VN_WORD_FIRST])
		return damaged(err, "a word that is none has letters", 0);
	for (uint32_t id = VN_WORD_FIRST; id < n; id++) {
		int32_t c[VN_WORD_LETTERS];
		int count = vn_utf8_decode(vn_model_word(m, id), c, VN_WORD_LETTERS);
		if (count <= 0)
			return damaged(err, "word empty, too long or no UTF-8", id);
		for (int i = 0; i < count; i++)
			if (!vn_is_letter(c[i]) || vn_lower(c[i]) != c[i])
				return damaged(err, "word with a capital or a sign", id);
		if (m->word_flags[id] != VN_WORD_SYLLABLE && m->word_flags[id] != VN_WORD_FOREIGN)
			return damaged(err, "word with unknown flags", id);
	}
	return VN_OK;
}

static bool ascends(const int32_t *codes, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (codes[i] < codes[i - 1])
			return false;
	return true;
}

static enum vn_status check_tables(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_ngrams *h = m->lm.header;

	for (uint32_t k = 0; k < VN_LM_ORDER - 1; k++) {
		if (k + 2 > h->order && h->ngram_count[k + 1])
			return damaged(err, "n-grams of an order too high", k + 2);
		if (!ascends(h->cost[k], 1 << VN_PROB_BITS) || h->backoff[k][0] ||
		    !ascends(h->backoff[k] + 1, (1 << VN_BACKOFF_BITS) - 1))
			return damaged(err, "codes do not ascend", k + 2);
	}
	return h->ngram_count[0] == m->lm.word_count
		       ? VN_OK
		       : damaged(err, "another count of 1-grams than of words", 0);
}

/* Every slot: a fingerprint, and empty ones only behind the full. */
static enum vn_status check_slots(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_ngrams *h = m->lm.header;
	uint64_t filled = 0, expected = 0;

	for (uint64_t b = 0; b < h->bucket_count; b++) {
		const uint32_t *slot = m->lm.buckets + b * VN_BUCKET_SLOTS;
		for (int i = 0; i < VN_BUCKET_SLOTS; i++) {
			if (slot[i] && !(slot[i] >> (VN_PROB_BITS + VN_BACKOFF_BITS)))
				return damaged(err, "slot without a fingerprint", b);
			if (slot[i] && i && !slot[i - 1])
				return damaged(err, "empty slot before a full one", b);
			filled += slot[i] != 0;
		}
	}
	for (uint32_t k = 1; k < VN_LM_ORDER; k++)
		expected += h->ngram_count[k];
	/* The maker leaves out an n-gram whose fingerprint its bucket already has: few, by chance.
	 */
	return filled <= expected && expected - filled <= expected / 10000
		       ? VN_OK
		       : damaged(err, "another count of slots than of n-grams", filled);
}

/* Below 0 when X comes first: by read side, cost, printed side. */
static int compare(const struct vn_file_segment *x, const struct vn_file_segment *y)
{
	for (int i = 0; i < 3; i++)
		if (x->read[i] != y->read[i])
			return x->read[i] < y->read[i] ? -1 : 1;
	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	for (int i = 0; i < 2; i++)
		if (x->printed[i] != y->printed[i])
			return x->printed[i] < y->printed[i] ? -1 : 1;
	return 0;
}

/* Code points without a gap. */
static bool packed(const uint32_t *c, int count)
{
	for (int i = 0; i < count; i++)
		if (c[i] > 0x10ffff || (c[i] & 0x1ff800) == 0xd800 || (i && c[i] && !c[i - 1]))
			return false;
	return true;
}

static enum vn_status check_channel(const struct vn_file_channel *header, struct vn_err *err)
{
	const struct vn_file_segment *s = (const void *)(header + 1);

	for (uint32_t i = 0; i < header->segment_count; i++) {
		if (!packed(s[i].read, 3) || !packed(s[i].printed, 2) ||
		    (!s[i].read[0] && !s[i].printed[0]))
			return damaged(err, "segment of a shape that cannot be", i);
		if (i && compare(&s[i - 1], &s[i]) >= 0)
			return damaged(err, "segments out of order", i);
	}
	printf("channel %-7.*s %u segments\n", VN_CHANNEL_NAME, header->name,
	       header->segment_count);
	return VN_OK;
}

static enum vn_status check_channels(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_chunk *chunk = (const void *)(header + 1);
	enum vn_status status = VN_OK;
	uint64_t at = 0;

	while (chunk->id != VN_CHUNK_CHAN)
		chunk++;
	while (!status && at < chunk->size) {
		const struct vn_file_channel *c = (const void *)(m->file.ptr + chunk->offset + at);
		status = check_channel(c, err);
		at += sizeof *c + (uint64_t)c->segment_count * sizeof(struct vn_file_segment);
	}
	return status;
}

/* Below 0 when X comes first: by read side, printed side, neighbour. */
static int compare_contexts(const struct vn_file_context *x, const struct vn_file_context *y)
{
	for (int i = 0; i < 3; i++)
		if (x->read[i] != y->read[i])
			return x->read[i] < y->read[i] ? -1 : 1;
	for (int i = 0; i < 2; i++)
		if (x->printed[i] != y->printed[i])
			return x->printed[i] < y->printed[i] ? -1 : 1;
	return x->before == y->before ? 0 : x->before < y->before ? -1 : 1;
}

static bool context_is_sound(const struct vn_file_context *c)
{
	bool others = c->read[0] == VN_CONTEXT_OTHER && !c->read[1] && !c->read[2];

	return (others || packed(c->read, 3)) && packed(c->printed, 2) &&
	       (c->read[0] || c->printed[0]) && c->before && packed(&c->before, 1) &&
	       vn_channel_before((int32_t)c->before) == (int32_t)c->before;
}

/* The chunk CTXT, where there is one. */
static enum vn_status check_contexts(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_chunk *chunk = (const void *)(header + 1);
	uint64_t at = 0;
	uint32_t k = 0;

	while (k < header->chunk_count && chunk[k].id != VN_CHUNK_CTXT)
		k++;
	while (k < header->chunk_count && at < chunk[k].size) {
		const struct vn_file_channel *h =
			(const void *)(m->file.ptr + chunk[k].offset + at);
		const struct vn_file_context *c = (const void *)(h + 1);
		for (uint32_t i = 0; i < h->segment_count; i++)
			if (!context_is_sound(&c[i]) ||
			    (i && compare_contexts(&c[i - 1], &c[i]) >= 0))
				return damaged(err, "context of a wrong shape or order", i);
		printf("channel %-7.*s %u contexts\n", VN_CHANNEL_NAME, h->name, h->segment_count);
		at += sizeof *h + (uint64_t)h->segment_count * sizeof *c;
	}
	return VN_OK;
}

/* Weights: names that are known, once each, padded with NUL. Their ranges were looked at when the
 * model was opened. */
static enum vn_status check_weights(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_chunk *chunk = (const void *)(header + 1), *end;
	const struct vn_file_weight *record;
	size_t count, known;
	const struct vn_weight_info *table = vn_weight_table(&known);

	for (end = chunk + header->chunk_count; chunk < end && chunk->id != VN_CHUNK_WGHT;)
		chunk++;
	if (chunk == end)
		return VN_OK;
	record = (const void *)(m->file.ptr + chunk->offset);
	count = chunk->size / sizeof *record;
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		while (k < known &&
		       strncmp(record[i].name, table[k].name, sizeof record[i].name) != 0)
			k++;
		if (k == known)
			return damaged(err, "weight of an unknown name", i);
		for (size_t j = strnlen(record[i].name, sizeof record[i].name);
		     j < sizeof record[i].name; j++)
			if (record[i].name[j])
				return damaged(err, "name of a weight is not padded with NUL", i);
		for (size_t j = 0; j < i; j++)
			if (strncmp(record[i].name, record[j].name, sizeof record[i].name) == 0)
				return damaged(err, "weight given twice", i);
	}
	printf("weights         %zu\n", count);
	return VN_OK;
}

static void print_counts(const struct vn_model *m)
{
	uint32_t syllables = 0;
	for (uint32_t id = VN_WORD_FIRST; id < m->lm.word_count; id++)
		syllables += m->word_flags[id] == VN_WORD_SYLLABLE;
	printf("info            %s\n", vn_model_info(m));
	printf("bytes           %zu\n", m->file.len);
	printf("words           %u (%u syllables)\n", m->lm.word_count - VN_WORD_FIRST, syllables);
	for (uint32_t k = 2; k <= m->lm.order; k++)
		printf("%u-grams         %llu\n", k,
		       (unsigned long long)m->lm.header->ngram_count[k - 1]);
}

static void print_digest(const struct vn_model *m)
{
	printf("sha256          ");
	for (size_t i = 0; i < sizeof header_of(m)->digest; i++)
		printf("%02x", header_of(m)->digest[i]);
	putchar('\n');
}

enum vn_status vn_command_verify(int argc, char **argv, struct vn_err *err)
{
	struct vn_model *m = NULL;
	enum vn_status status;

	if (argc != 2)
		return vn_err_set(err, VN_EUSAGE, "verify: need a MODEL");
	status = vn_err_name(err, vn_model_open(&m, argv[1], err), argv[1]);
	if (!status)
		status = check_contents(m, err);
	if (!status)
		status = check_words(m, err);
	if (!status)
		status = check_tables(m, err);
	if (!status)
		status = check_slots(m, err);
	if (!status) {
		print_counts(m);
		status = check_channels(m, err);
	}
	if (!status)
		status = check_contexts(m, err);
	if (!status)
		status = check_weights(m, err);
	if (!status)
		print_digest(m);
	vn_model_close(m);
	if (!status && (fflush(stdout) != 0 || ferror(stdout)))
		status = vn_err_set(err, VN_EOUTPUT, "verify: cannot write");
	return status;
}
