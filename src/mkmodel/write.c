#include "mkmodel/write.h"

#include "files/io.h"
#include "files/save.h"
#include "mkmodel/table.h"
#include "model/digest.h"
#include "model/hash.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>

void vn_sections_fini(struct vn_sections *sections)
{
	for (size_t i = 0; i < sections->count; i++)
		vn_buf_fini(&sections->bytes[i]);
	*sections = (struct vn_sections){0};
}

struct vn_buf *vn_sections_get(struct vn_sections *sections, uint32_t id)
{
	for (size_t i = 0; i < sections->count; i++)
		if (sections->id[i] == id) {
			sections->bytes[i].len = 0;
			return &sections->bytes[i];
		}
	if (sections->count == VN_SECTIONS_MAX)
		return NULL;
	sections->id[sections->count] = id;
	return &sections->bytes[sections->count++];
}

static enum vn_status pad(struct vn_buf *out, struct vn_err *err)
{
	static const char zero[VN_MODEL_ALIGN];
	return vn_buf_add(out, zero, -out->len & (VN_MODEL_ALIGN - 1), err);
}

/* Lays the whole file out in OUT. */
static enum vn_status lay_out(const struct vn_sections *sections, struct vn_buf *out,
			      struct vn_err *err)
{
	struct vn_file_header header = {.version = VN_MODEL_VERSION,
					.section_count = (uint32_t)sections->count};
	uint64_t offset = sizeof header + sections->count * sizeof(struct vn_file_section);
	enum vn_status status = vn_buf_add(out, &header, sizeof header, err);

	for (size_t i = 0; !status && i < sections->count; i++) {
		struct vn_file_section section = {.id = sections->id[i],
						  .size = sections->bytes[i].len};
		offset = (offset + VN_MODEL_ALIGN - 1) & ~(uint64_t)(VN_MODEL_ALIGN - 1);
		section.offset = offset;
		offset += section.size;
		status = vn_buf_add(out, &section, sizeof section, err);
	}
	for (size_t i = 0; !status && i < sections->count; i++) {
		status = pad(out, err);
		if (!status)
			status = vn_buf_add(out, sections->bytes[i].ptr, sections->bytes[i].len,
					    err);
	}
	if (status)
		return status;
	header.file_size = out->len;
	memcpy(header.magic, VN_MODEL_MAGIC, sizeof header.magic);
	vn_digest(out->ptr + sizeof header, out->len - sizeof header, header.digest);
	memcpy(out->ptr, &header, sizeof header);
	return VN_OK;
}

enum vn_status vn_sections_write(const struct vn_sections *sections, const char *path,
				 struct vn_err *err)
{
	/* A model that is in use is not written over: it keeps its bytes, the new one its name. */
	const struct vn_save_how how = {.replace = true};
	struct vn_save save = {0};
	struct vn_buf bytes = {0};
	enum vn_status status = lay_out(sections, &bytes, err);

	if (!status)
		status = vn_err_name(err, vn_save_open(&save, AT_FDCWD, path, &how, err), path);
	if (!status)
		status = vn_err_name(err, vn_save_write(&save, bytes.ptr, bytes.len, err), path);
	if (!status)
		status = vn_err_name(err, vn_save_finish(&save, err), path);
	vn_save_abort(&save);
	vn_buf_fini(&bytes);
	return status;
}

enum vn_status vn_sections_read(struct vn_sections *sections, const char *path, struct vn_err *err)
{
	struct vn_map map;
	const struct vn_file_header *header;
	const struct vn_file_section *section;
	enum vn_status status = vn_err_name(err, vn_map_open(&map, path, err), path);

	if (status)
		return status;
	header = (const void *)map.ptr;
	if (map.len < sizeof *header || memcmp(header->magic, VN_MODEL_MAGIC, 8) != 0 ||
	    header->version < VN_MODEL_OLDEST || header->version > VN_MODEL_VERSION ||
	    header->file_size != map.len ||
	    header->section_count > (map.len - sizeof *header) / sizeof *section)
		status = vn_err_set(err, VN_EMODEL, "%s: not a model part", path);
	section = (const void *)(map.ptr + sizeof *header);
	for (uint32_t i = 0; !status && i < header->section_count; i++, section++) {
		struct vn_buf *to = vn_sections_get(sections, section->id);
		if (!to || section->offset > map.len || section->size > map.len - section->offset)
			status = vn_err_set(err, VN_EMODEL, "%s: damaged", path);
		else
			status = vn_buf_add(to, map.ptr + section->offset, section->size, err);
	}
	vn_map_close(&map);
	return status;
}

/* P(own pattern | left pattern, word): the word's counts, smoothed by the counts of all words. */
static void case_costs(const struct vn_case_count *word, const struct vn_case_count *all,
		       struct vn_file_case *out)
{
	double total = 1e-9, own[3];
	for (int c = 0; c < 3; c++) {
		own[c] = 0;
		for (int left = 0; left < 3; left++)
			own[c] += word->seen[left][c];
		total += own[c];
	}
	for (int left = 0; left < 4; left++) {
		double n = 0, m = 0;
		for (int c = 0; c < 3; c++) {
			n += word->seen[left][c];
			m += all->seen[left][c];
		}
		for (int c = 0; c < 3; c++) {
			double base = (all->seen[left][c] + 0.5) / (m + 1.5);
			double mixed =
				left == VN_CASE_START ? base : (own[c] + 4 * base) / (total + 4);
			double p = (word->seen[left][c] + 6 * mixed) / (n + 6);
			out->cost[left][c] = (uint8_t)fmin(255, 16 * -log(p) + 0.5);
		}
	}
}

enum vn_status vn_sections_add_words(struct vn_sections *sections, const struct vn_stream *stream,
				     struct vn_err *err)
{
	struct vn_buf *words = vn_sections_get(sections, VN_SECTION_WORD);
	struct vn_buf *cases = vn_sections_get(sections, VN_SECTION_CASE);
	struct vn_file_words header = {.count = stream->word_count};
	struct vn_case_count all = {0};
	enum vn_status status;
	uint32_t offset = 0;

	for (uint32_t id = 0; id < stream->word_count; id++) {
		header.bytes += (uint32_t)stream->words[id].len;
		for (int left = 0; left < 4; left++)
			for (int own = 0; own < 3; own++)
				all.seen[left][own] += stream->cases[id].seen[left][own];
	}
	status = vn_buf_add(words, &header, sizeof header, err);
	for (uint32_t id = 0; !status && id <= stream->word_count; id++) {
		status = vn_buf_add(words, &offset, sizeof offset, err);
		if (id < stream->word_count)
			offset += (uint32_t)stream->words[id].len;
	}
	if (!status)
		status = vn_buf_add(words, stream->flags, stream->word_count, err);
	for (uint32_t id = 0; !status && id < stream->word_count; id++) {
		struct vn_file_case record;
		case_costs(&stream->cases[id], &all, &record);
		status = vn_buf_add(cases, &record, sizeof record, err);
		if (!status)
			status = vn_buf_add(words, stream->words[id].ptr, stream->words[id].len,
					    err);
	}
	return status;
}

/* A value to be coded and how much it matters. */
struct weighted {
	float value, weight;
};

static int by_value(const void *a, const void *b)
{
	const struct weighted *x = a, *y = b;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->weight > y->weight) - (x->weight < y->weight);
}

/* First codes: COUNT shares of equal weight, each by its middle. */
static void share_out(const struct weighted *v, size_t n, double *code, size_t count)
{
	double total = 0, sum = 0;
	size_t c = 0;

	for (size_t i = 0; i < n; i++)
		total += v[i].weight;
	for (size_t i = 0; i < n && c < count; i++) {
		sum += v[i].weight;
		while (c < count && sum >= total * ((double)c + 0.5) / (double)count)
			code[c++] = v[i].value;
	}
	while (c < count)
		code[c++] = n ? v[n - 1].value : 0;
}

/* One round of Lloyd's algorithm on sorted values: every code moves to the mean of those nearest.
 */
static void improve(const struct weighted *v, size_t n, double *code, size_t count)
{
	size_t i = 0;
	for (size_t c = 0; c < count; c++) {
		double edge = c + 1 < count ? (code[c] + code[c + 1]) / 2 : INFINITY;
		double sum = 0, weight = 0;
		for (; i < n && v[i].value <= edge; i++) {
			sum += (double)v[i].value * v[i].weight;
			weight += v[i].weight;
		}
		if (weight > 0)
			code[c] = sum / weight;
	}
}

/* Fills CODES, ascending, so that the values are near one, those that matter most the nearest
 * (Lloyd 1982). Sorts VALUES. COUNT is at most 128. */
static void make_codes(struct weighted *values, size_t n, int32_t *codes, size_t count)
{
	double code[1 << VN_PROB_BITS];

	qsort(values, n, sizeof *values, by_value);
	share_out(values, n, code, count);
	for (int round = 0; round < 20; round++)
		improve(values, n, code, count);
	for (size_t c = 0; c < count; c++)
		codes[c] = (int32_t)lround(256 * code[c]);
}

/* The code whose value is nearest. Codes ascend. */
static uint32_t nearest(const int32_t *codes, size_t count, float value)
{
	double want = 256 * (double)value;
	size_t low = 0, high = count - 1;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (codes[mid] < want)
			low = mid + 1;
		else
			high = mid;
	}
	if (low > 0 && want - codes[low - 1] < codes[low] - want)
		low--;
	return (uint32_t)low;
}

static enum vn_status make_tables(const struct vn_ngrams *m, struct vn_file_ngrams *header,
				  struct vn_err *err)
{
	for (int k = 1; k < m->order; k++) {
		struct weighted *values = malloc((m->count[k] + 1) * sizeof *values);
		size_t n = 0;
		if (!values)
			return vn_err_nomem(err);
		for (size_t i = 0; i < m->count[k]; i++)
			values[n++] = (struct weighted){m->gram[k][i].cost,
							sqrtf((float)m->gram[k][i].raw)};
		make_codes(values, n, header->cost[k - 1], 1 << VN_PROB_BITS);
		n = 0;
		for (size_t i = 0; i < m->count[k]; i++)
			if (m->gram[k][i].children)
				values[n++] = (struct weighted){m->gram[k][i].backoff,
								sqrtf((float)m->gram[k][i].raw)};
		make_codes(values, n, header->backoff[k - 1] + 1, (1 << VN_BACKOFF_BITS) - 1);
		free(values);
	}
	return VN_OK;
}

/* The n-gram as an entry of the table; K + 1 is its order. */
static struct vn_table_entry entry_of(const struct vn_file_ngrams *header,
				      const struct vn_ngram *gram, int k)
{
	struct vn_table_entry entry = {.hash = VN_HASH_SEED};

	for (int w = 0; w <= k; w++)
		entry.hash = vn_hash_step(
			entry.hash, w == 4 ? gram->word4 : (uint16_t)(gram->key >> (48 - 16 * w)));
	if (gram->children)
		entry.codes = 1 + nearest(header->backoff[k - 1] + 1, (1 << VN_BACKOFF_BITS) - 1,
					  gram->backoff);
	entry.codes = entry.codes << VN_PROB_BITS |
		      nearest(header->cost[k - 1], 1 << VN_PROB_BITS, gram->cost);
	return entry;
}

static enum vn_status place_all(const struct vn_ngrams *m, size_t total,
				const struct vn_file_ngrams *header, uint32_t *buckets,
				struct vn_err *err)
{
	struct vn_table_entry *entries = malloc((total + 1) * sizeof *entries);
	size_t count = 0, kept;
	enum vn_status status;

	if (!entries)
		return vn_err_nomem(err);
	for (int k = 1; k < m->order; k++)
		for (size_t i = 0; i < m->count[k]; i++)
			entries[count++] = entry_of(header, &m->gram[k][i], k);
	status = vn_table_fill(buckets, header->bucket_count, entries, count, &kept, err);
	free(entries);
	return status;
}

/* 94 slots in 100 filled: of fuller buckets too many send lookups to another one. */
#define FILLED 94

size_t vn_sections_ngrams_in(size_t bytes)
{
	size_t bucket = VN_BUCKET_SLOTS * sizeof(uint32_t), header = sizeof(struct vn_file_ngrams);

	return bytes < header + bucket
		       ? 0
		       : (bytes - header - bucket) / bucket * FILLED * VN_BUCKET_SLOTS / 100;
}

enum vn_status vn_sections_add_ngrams(struct vn_sections *sections, const struct vn_ngrams *m,
				      struct vn_err *err)
{
	struct vn_buf *unigrams = vn_sections_get(sections, VN_SECTION_UNIG);
	struct vn_buf *ngrams = vn_sections_get(sections, VN_SECTION_NGRM);
	struct vn_file_ngrams *header;
	size_t total = 0, table;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < m->count[0]; i++) {
		struct vn_file_unigram record = {
			(int32_t)lround(256 * (double)m->gram[0][i].cost),
			(int32_t)lround(256 * (double)m->gram[0][i].backoff)};
		/* 0 says "no context"; a weight that rounds to it must still say otherwise. */
		if (m->gram[0][i].children && !record.backoff)
			record.backoff = 1;
		status = vn_buf_add(unigrams, &record, sizeof record, err);
	}
	for (int k = 1; k < m->order; k++)
		total += m->count[k];
	table = (total * 100 / (FILLED * VN_BUCKET_SLOTS) + 1) * VN_BUCKET_SLOTS * sizeof(uint32_t);
	if (!status)
		status = vn_buf_reserve(ngrams, sizeof *header + table, err);
	if (status)
		return status;
	memset(ngrams->ptr, 0, sizeof *header + table);
	ngrams->len = sizeof *header + table;
	header = (void *)ngrams->ptr;
	header->order = (uint32_t)m->order;
	header->layout = VN_LAYOUT_OTHER;
	header->bucket_count = table / (VN_BUCKET_SLOTS * sizeof(uint32_t));
	for (int k = 0; k < m->order; k++)
		header->ngram_count[k] = m->count[k];
	status = make_tables(m, header, err);
	if (!status)
		status = place_all(m, total, header, (void *)(ngrams->ptr + sizeof *header), err);
	return status;
}
