#include "model/check.h"

#include "model/open.h"

#define SAMPLES	       32 /* places of the n-grams that are looked at */
#define SAMPLE_BUCKETS 64 /* buckets at each: a page */

static enum vn_status damaged(struct vn_err *err, const char *what, uint64_t where)
{
	return vn_err_set(err, VN_EMODEL,
			  "damaged model (%s, at %llu); install it anew or rebuild it with "
			  "vnfix-mkmodel",
			  what, (unsigned long long)where);
}

/* Words by their bytes: of ASCII small letters alone, of the rest what UTF-8 may hold. */
static enum vn_status check_words(const struct vn_model *m, struct vn_err *err)
{
	uint32_t n = m->lm.word_count;

	if (m->word_offset[0] || m->word_offset[VN_WORD_FIRST])
		return damaged(err, "a word that is none has letters", 0);
	for (uint32_t id = VN_WORD_FIRST; id < n; id++) {
		struct vn_str word = vn_model_word(m, id);
		if (m->word_flags[id] != VN_WORD_SYLLABLE && m->word_flags[id] != VN_WORD_FOREIGN)
			return damaged(err, "word with unknown flags", id);
		for (size_t at = 0; at < word.len; at++) {
			unsigned char byte = (unsigned char)word.ptr[at];
			if (byte >= 'a' && byte <= 'z')
				continue;
			if (byte < 0x80)
				return damaged(err, "word with a capital or a sign", id);
			if (byte < 0xc2 && (at == 0 || (word.ptr[at - 1] & 0x80) == 0))
				return damaged(err, "word that is no UTF-8", id);
		}
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

/* Of COUNT buckets from FROM on: every slot has a fingerprint, and empty ones are only behind the
 * full. Adds the full ones to *FILLED. */
static enum vn_status check_buckets(const struct vn_model *m, uint64_t from, uint64_t count,
				    uint64_t *filled, struct vn_err *err)
{
	for (uint64_t b = from; b < from + count; b++) {
		const uint32_t *slot = m->lm.buckets + b * VN_BUCKET_SLOTS;
		for (int i = 0; i < VN_BUCKET_SLOTS; i++) {
			if (slot[i] && !(slot[i] >> (VN_PROB_BITS + VN_BACKOFF_BITS)))
				return damaged(err, "slot without a fingerprint", b);
			if (slot[i] && i && !slot[i - 1])
				return damaged(err, "empty slot before a full one", b);
			*filled += slot[i] != 0;
		}
	}
	return VN_OK;
}

/* N-grams that the header speaks of. */
static uint64_t expected_ngrams(const struct vn_model *m)
{
	uint64_t expected = 0;

	for (uint32_t k = 1; k < VN_LM_ORDER; k++)
		expected += m->lm.header->ngram_count[k];
	return expected;
}

/* Looks at some pages of the n-grams. What a hole in a file or a lost block leaves is empty, which
 * no page is when most slots are full. */
static enum vn_status check_samples(const struct vn_model *m, struct vn_err *err)
{
	uint64_t buckets = m->lm.header->bucket_count;
	bool full = expected_ngrams(m) / (VN_BUCKET_SLOTS / 2) >= buckets;
	enum vn_status status = VN_OK;

	for (uint64_t k = 0; !status && k < SAMPLES; k++) {
		uint64_t from = buckets / SAMPLES * k, left = buckets - from, filled = 0;
		uint64_t count = left < SAMPLE_BUCKETS ? left : SAMPLE_BUCKETS;
		status = check_buckets(m, from, count, &filled, err);
		if (!status && full && count == SAMPLE_BUCKETS && !filled)
			status = damaged(err, "n-grams are missing", from);
	}
	return status;
}

enum vn_status vn_model_check_slots(const struct vn_model *m, struct vn_err *err)
{
	uint64_t filled = 0, expected = expected_ngrams(m);
	enum vn_status status = check_buckets(m, 0, m->lm.header->bucket_count, &filled, err);

	if (status)
		return status;
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
	return VN_OK;
}

static enum vn_status check_channels(const struct vn_model *m, struct vn_err *err)
{
	struct vn_str rest = vn_model_section(m->file, VN_SECTION_CHAN);
	enum vn_status status = VN_OK;

	while (!status && rest.len) {
		const struct vn_file_channel *c = (const void *)rest.ptr;
		size_t size = sizeof *c + (size_t)c->segment_count * sizeof(struct vn_file_segment);
		status = check_channel(c, err);
		rest = (struct vn_str){rest.ptr + size, rest.len - size};
	}
	return status;
}

int vn_context_order(const struct vn_file_context *x, const struct vn_file_context *y)
{
	for (int i = 0; i < 3; i++)
		if (x->read[i] != y->read[i])
			return x->read[i] < y->read[i] ? -1 : 1;
	for (int i = 0; i < 2; i++)
		if (x->printed[i] != y->printed[i])
			return x->printed[i] < y->printed[i] ? -1 : 1;
	return (x->before > y->before) - (x->before < y->before);
}

static bool context_is_sound(const struct vn_file_context *c)
{
	bool others = c->read[0] == VN_CONTEXT_OTHER && !c->read[1] && !c->read[2];

	return (others || packed(c->read, 3)) && packed(c->printed, 2) &&
	       (c->read[0] || c->printed[0]) && c->before && packed(&c->before, 1) &&
	       vn_channel_before((int32_t)c->before) == (int32_t)c->before;
}

/* The section CTXT, where there is one. */
static enum vn_status check_contexts(const struct vn_model *m, struct vn_err *err)
{
	struct vn_str rest = vn_model_section(m->file, VN_SECTION_CTXT);

	while (rest.len) {
		const struct vn_file_channel *h = (const void *)rest.ptr;
		const struct vn_file_context *c = (const void *)(h + 1);
		size_t size = sizeof *h + (size_t)h->segment_count * sizeof *c;
		for (uint32_t i = 0; i < h->segment_count; i++)
			if (!context_is_sound(&c[i]) ||
			    (i && vn_context_order(&c[i - 1], &c[i]) >= 0))
				return damaged(err, "context of a wrong shape or order", i);
		rest = (struct vn_str){rest.ptr + size, rest.len - size};
	}
	return VN_OK;
}

enum vn_status vn_model_check(const struct vn_model *m, struct vn_err *err)
{
	enum vn_status status = check_words(m, err);

	if (!status)
		status = check_tables(m, err);
	if (!status)
		status = check_samples(m, err);
	if (!status)
		status = check_channels(m, err);
	return status ? status : check_contexts(m, err);
}
