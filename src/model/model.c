#include "model/model.h"

#include "base/fnv.h"
#include "model/check.h"
#include "model/digest.h"
#include "model/extend.h"
#include "lang/vi/syllable.h"
#include "model/open.h"
#include "model/words.h"
#include "text/chars.h"

#include <stdlib.h>

/* Messages name the cause, never the file: the caller knows which one it is. */
static enum vn_status damaged(const char *what, struct vn_err *err)
{
	return vn_err_set(err, VN_EMODEL,
			  "damaged model (%s); install it anew or rebuild it with vnfix-mkmodel",
			  what);
}

static enum vn_status check_header(struct vn_str file, struct vn_err *err)
{
	const struct vn_file_header *header = (const void *)file.ptr;

	if (file.len < sizeof *header || (memcmp(header->magic, VN_MODEL_MAGIC, 8) != 0 &&
					  memcmp(header->magic, VN_MODEL_PARTIAL, 8) != 0))
		return vn_err_set(err, VN_EMODEL, "not a vnfix model");
	if (memcmp(header->magic, VN_MODEL_PARTIAL, 8) == 0)
		return damaged("its writing was cut off", err);
	if (header->version < VN_MODEL_OLDEST || header->version > VN_MODEL_VERSION)
		return vn_err_set(err, VN_EMODEL,
				  "model version %u, need %d; rebuild it with vnfix-mkmodel",
				  header->version, VN_MODEL_VERSION);
	if (header->file_size != file.len)
		return damaged("wrong length", err);
	if (header->section_count > (file.len - sizeof *header) / sizeof(struct vn_file_section))
		return damaged("contents", err);
	return VN_OK;
}

struct vn_str vn_model_section(struct vn_str file, uint32_t id)
{
	const struct vn_file_header *header = (const void *)file.ptr;
	const struct vn_file_section *c = (const void *)(file.ptr + sizeof *header);

	for (uint32_t i = 0; i < header->section_count; i++, c++)
		if (c->id == id && c->offset % VN_MODEL_ALIGN == 0 && c->offset <= file.len &&
		    c->size <= file.len - c->offset)
			return (struct vn_str){(const char *)file.ptr + c->offset, c->size};
	return (struct vn_str){"", 0};
}

/* Whether COUNT costs are of a size that the search can add up. */
static bool costs_fit(const int32_t *costs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (costs[i] < -VN_MODEL_COST || costs[i] > VN_MODEL_COST)
			return false;
	return true;
}

static enum vn_status open_words(struct vn_model *m, struct vn_err *err)
{
	struct vn_str words = vn_model_section(m->file, VN_SECTION_WORD),
		      cases = vn_model_section(m->file, VN_SECTION_CASE),
		      unigrams = vn_model_section(m->file, VN_SECTION_UNIG);
	const struct vn_file_words *header = (const void *)words.ptr;
	uint64_t n;

	if (words.len < sizeof *header)
		return damaged("WORD", err);
	n = header->count;
	if (n <= VN_WORD_FIRST || n > UINT16_MAX + 1 ||
	    words.len != sizeof *header + 4 * (n + 1) + n + header->bytes ||
	    cases.len != n * sizeof(struct vn_file_case) ||
	    unigrams.len != n * sizeof(struct vn_file_unigram))
		return damaged("WORD, CASE or UNIG", err);
	m->word_offset = (const void *)(words.ptr + sizeof *header);
	m->word_flags = (const uint8_t *)(m->word_offset + n + 1);
	m->word_bytes = (const char *)(m->word_flags + n);
	for (uint64_t i = 0; i < n; i++)
		if (m->word_offset[i] > m->word_offset[i + 1] ||
		    m->word_offset[i + 1] > header->bytes)
			return damaged("WORD offsets", err);
	m->cases = (const void *)cases.ptr;
	m->lm.unigrams = (const void *)unigrams.ptr;
	if (!costs_fit(&m->lm.unigrams->cost, 2 * n))
		return damaged("UNIG costs", err);
	m->lm.word_count = (uint32_t)n;
	return VN_OK;
}

static enum vn_status open_ngrams(struct vn_model *m, struct vn_err *err)
{
	struct vn_str ngrams = vn_model_section(m->file, VN_SECTION_NGRM);
	const struct vn_file_ngrams *header = (const void *)ngrams.ptr;

	if (ngrams.len < sizeof *header || header->order < 2 || header->order > VN_LM_ORDER ||
	    header->layout > VN_LAYOUT_OTHER || !header->bucket_count ||
	    header->bucket_count != (ngrams.len - sizeof *header) / (4 * VN_BUCKET_SLOTS))
		return damaged("NGRM", err);
	if (!costs_fit(header->cost[0], sizeof header->cost / sizeof(int32_t)) ||
	    !costs_fit(header->backoff[0], sizeof header->backoff / sizeof(int32_t)))
		return damaged("NGRM costs", err);
	m->lm.order = header->order;
	m->lm.header = header;
	m->lm.buckets = (const void *)(header + 1);
	return VN_OK;
}

/* Costs of segments: none is a gain. */
static bool segments_fit(const struct vn_file_segment *segments, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (segments[i].cost < 0 || segments[i].cost > VN_MODEL_COST)
			return false;
	return true;
}

/* The channel of a name of up to VN_CHANNEL_NAME bytes, or NULL. */
static struct vn_channel *channel_of(struct vn_model *m, const char *name)
{
	for (uint32_t i = 0; i < m->channel_count; i++)
		if (strncmp(m->channel[i].name, name, VN_CHANNEL_NAME) == 0)
			return &m->channel[i];
	return NULL;
}

/* The channels of the file; of two of one name the first. */
static enum vn_status open_channels(struct vn_model *m, struct vn_err *err)
{
	struct vn_str rest = vn_model_section(m->file, VN_SECTION_CHAN);
	enum vn_status status = VN_OK;

	while (!status && rest.len) {
		const struct vn_file_channel *header = (const void *)rest.ptr;
		uint64_t size;
		if (rest.len < sizeof *header)
			return damaged("CHAN", err);
		size = sizeof *header +
		       (uint64_t)header->segment_count * sizeof(struct vn_file_segment);
		if (size > rest.len ||
		    !segments_fit((const void *)(header + 1), header->segment_count))
			return damaged("CHAN", err);
		if (!channel_of(m, header->name)) {
			if (m->channel_count == VN_MODEL_CHANNELS)
				return damaged("too many channels", err);
			status = vn_channel_init(&m->channel[m->channel_count], header->name,
						 (const void *)(header + 1), header->segment_count,
						 err);
			m->channel_count += !status;
		}
		rest.ptr += size;
		rest.len -= size;
	}
	if (!status && !m->channel_count)
		status = damaged("no channel", err);
	return status;
}

/* Differences of a size that the search can add up, for neighbours that are code points. */
static bool contexts_fit(const struct vn_file_context *records, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (records[i].difference < -VN_MODEL_COST || records[i].difference > VN_MODEL_COST)
			return false;
	return true;
}

/* The section CTXT, which may be missing: the first part of a name is the channel's. */
static enum vn_status open_contexts(struct vn_model *m, struct vn_err *err)
{
	struct vn_str rest = vn_model_section(m->file, VN_SECTION_CTXT);
	enum vn_status status = VN_OK;

	while (!status && rest.len) {
		const struct vn_file_channel *header = (const void *)rest.ptr;
		const struct vn_file_context *records = (const void *)(header + 1);
		struct vn_channel *channel;
		uint64_t size;
		if (rest.len < sizeof *header)
			return damaged("CTXT", err);
		size = sizeof *header + (uint64_t)header->segment_count * sizeof *records;
		if (size > rest.len || !contexts_fit(records, header->segment_count))
			return damaged("CTXT", err);
		channel = channel_of(m, header->name);
		if (channel && !channel->contexts)
			status = vn_channel_contexts(channel, records, header->segment_count, err);
		rest.ptr += size;
		rest.len -= size;
	}
	return status;
}

static uint32_t slot_of(const struct vn_model *m, struct vn_str word)
{
	uint32_t at = (uint32_t)vn_fnv_fold(vn_fnv_add(VN_FNV_SEED, word)) & (m->by_text_size - 1);

	while (m->by_text[at] && !vn_str_eq(vn_model_word(m, m->by_text[at]), word))
		at = (at + 1) & (m->by_text_size - 1);
	return at;
}

/* The letter codes of a word; false when it has other letters or too many. */
static bool code_word(const struct vn_model *m, uint32_t id, struct vn_trie_word *out)
{
	int32_t c[sizeof out->code];
	int n = vn_utf8_decode(vn_model_word(m, id), c, (int)sizeof out->code);

	if (n <= 0)
		return false;
	for (int i = 0; i < n; i++)
		if (!(out->code[i] = vn_letter_code(c[i])))
			return false;
	out->length = (uint8_t)n;
	out->id = id;
	return true;
}

/* The two indexes that are built at open: spelling to id, and the trie of all words. */
enum vn_status vn_model_index(struct vn_model *m, struct vn_err *err)
{
	struct vn_trie_word *words = malloc(m->lm.word_count * sizeof *words);
	enum vn_status status = VN_OK;
	size_t count = 0;

	for (m->by_text_size = 1024; m->by_text_size < m->lm.word_count * 2;)
		m->by_text_size *= 2;
	m->by_text = calloc(m->by_text_size, sizeof *m->by_text);
	if (!words || !m->by_text) {
		free(words);
		return vn_err_nomem(err);
	}
	for (uint32_t id = VN_WORD_FIRST; !status && id < m->lm.word_count; id++) {
		uint32_t *slot = &m->by_text[slot_of(m, vn_model_word(m, id))];
		if (*slot) /* the trie could not tell them apart */
			status = damaged("WORD has one word twice", err);
		*slot = id;
		count += code_word(m, id, &words[count]);
	}
	if (!status)
		status = vn_trie_build(&m->trie, words, count, err);
	free(words);
	return status;
}

void vn_model_unindex(struct vn_model *m)
{
	vn_trie_fini(&m->trie);
	free(m->by_text);
	m->by_text = NULL;
}

enum vn_status vn_model_read(struct vn_model **out, struct vn_str file, vn_model_release release,
			     struct vn_err *err)
{
	struct vn_model *m;
	struct vn_str info;
	enum vn_status status;

	if (file.len && (uintptr_t)file.ptr % VN_MODEL_MEMORY)
		return vn_err_set(err, VN_EUSAGE, "a model has to lie at a multiple of %d bytes",
				  VN_MODEL_MEMORY);
	m = calloc(1, sizeof *m);
	if (!m)
		return vn_err_nomem(err);
	m->file = file;
	status = check_header(m->file, err);
	if (!status)
		status = open_words(m, err);
	if (!status)
		status = open_ngrams(m, err);
	if (!status)
		status = open_channels(m, err);
	if (!status)
		status = open_contexts(m, err);
	if (!status && !vn_weights_read(&m->weights, vn_model_section(m->file, VN_SECTION_WGHT)))
		status = damaged("WGHT", err);
	if (!status && !vn_charkinds_read(&m->kinds, vn_model_section(m->file, VN_SECTION_KIND)))
		status = damaged("KIND", err);
	if (!status && !vn_vectors_read(&m->vectors, vn_model_section(m->file, VN_SECTION_VECT),
					m->lm.word_count))
		status = damaged("VECT", err);
	if (!status)
		status = vn_model_check(m, err);
	if (!status)
		status = vn_model_index(m, err);
	if (status) {
		vn_model_close(m);
		return status;
	}
	m->scorer = vn_lm_scorer(&m->lm);
	info = vn_model_section(m->file, VN_SECTION_INFO);
	if (info.len >= sizeof m->info)
		info.len = sizeof m->info - 1;
	memcpy(m->info, info.ptr, info.len);
	m->release = release;
	*out = m;
	return VN_OK;
}

void vn_model_close(struct vn_model *m)
{
	if (!m)
		return;
	vn_model_unindex(m);
	if (m->extension) {
		vn_extension_free(m->extension);
		free(m);
		return;
	}
	if (m->release)
		m->release(m->file);
	for (uint32_t i = 0; i < m->channel_count; i++)
		vn_channel_fini(&m->channel[i]);
	free(m);
}

const char *vn_model_info(const struct vn_model *m)
{
	return m->info;
}

const struct vn_channel *vn_model_channel(const struct vn_model *m, const char *name)
{
	for (uint32_t i = 0; i < m->channel_count; i++)
		if (strcmp(m->channel[i].name, name) == 0)
			return &m->channel[i];
	return NULL;
}

struct vn_str vn_model_word(const struct vn_model *m, uint32_t id)
{
	return (struct vn_str){m->word_bytes + m->word_offset[id],
			       m->word_offset[id + 1] - m->word_offset[id]};
}

uint32_t vn_model_find(const struct vn_model *m, struct vn_str word)
{
	uint32_t id = m->by_text[slot_of(m, word)];
	return id ? id : VN_WORD_UNKNOWN;
}

uint32_t vn_model_lookup(const struct vn_model *m, const int32_t *c, int count)
{
	char text[VN_WORD_BYTES], old[VN_SYLLABLE_BYTES];
	struct vn_str word = {text, 0};
	uint32_t id;

	if (count > VN_WORD_LETTERS)
		return VN_WORD_UNKNOWN;
	word.len = vn_utf8_put_lower(text, c, count);
	id = vn_model_find(m, word);
	if (id != VN_WORD_UNKNOWN)
		return id;
	word = (struct vn_str){old, vn_syllable_retone(word, VN_TONE_OLD, old)};
	return word.len ? vn_model_find(m, word) : VN_WORD_UNKNOWN;
}

void vn_model_digest(const struct vn_model *m, char out[17], bool *whole)
{
	const struct vn_file_header *header = (const void *)m->file.ptr;
	uint8_t digest[32];

	vn_digest(m->file.ptr + sizeof *header, m->file.len - sizeof *header, digest);
	*whole = memcmp(digest, header->digest, sizeof digest) == 0;
	vn_digest_short(header->digest, out);
}
