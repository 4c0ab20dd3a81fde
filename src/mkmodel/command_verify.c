#include "load/load.h"
#include "mkmodel/commands.h"
#include "model/check.h"
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

static enum vn_status check_digest(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	uint8_t digest[32];

	vn_digest(header + 1, m->file.len - sizeof *header, digest);
	return memcmp(digest, header->digest, sizeof digest) == 0
		       ? VN_OK
		       : vn_err_set(err, VN_EMODEL, "verify: the checksum does not match");
}

/* Chunks lie in the order of the contents, zero bytes between them, nothing behind the last. */
static enum vn_status check_contents(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_section *section = (const void *)(header + 1);
	uint64_t end = sizeof *header + header->section_count * sizeof *section;

	for (size_t i = 0; i < sizeof header->reserved; i++)
		if (header->reserved[i])
			return damaged(err, "reserved field of the header is not 0", i);
	for (uint32_t i = 0; i < header->section_count; i++) {
		if (section[i].offset < end || section[i].offset - end >= VN_MODEL_ALIGN ||
		    section[i].offset > m->file.len ||
		    section[i].size > m->file.len - section[i].offset)
			return damaged(err, "section out of place", i);
		if (section[i].reserved || section[i].zero)
			return damaged(err, "reserved field of a section is not 0", i);
		for (; end < section[i].offset; end++)
			if (m->file.ptr[end])
				return damaged(err, "padding is not 0", end);
		end += section[i].size;
	}
	return end == m->file.len ? VN_OK : damaged(err, "bytes behind the last section", end);
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

/* Writes for each part of the section ID, channels or contexts, how many records of SIZE bytes it
 * has. */
static void print_parts(const struct vn_model *m, uint32_t id, size_t size, const char *records)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_section *section = (const void *)(header + 1);
	uint32_t k = 0;
	uint64_t at = 0;

	while (k < header->section_count && section[k].id != id)
		k++;
	while (k < header->section_count && at < section[k].size) {
		const struct vn_file_channel *c =
			(const void *)(m->file.ptr + section[k].offset + at);
		printf("channel %-7.*s %u %s\n", VN_CHANNEL_NAME, c->name, c->segment_count,
		       records);
		at += sizeof *c + (uint64_t)c->segment_count * size;
	}
}

/* Weights: names that are known, once each, padded with NUL. Their ranges were looked at when the
 * model was opened. */
static enum vn_status check_weights(const struct vn_model *m, struct vn_err *err)
{
	const struct vn_file_header *header = header_of(m);
	const struct vn_file_section *section = (const void *)(header + 1), *end;
	const struct vn_file_weight *record;
	size_t count, known;

	vn_weight_table(&known);
	for (end = section + header->section_count;
	     section < end && section->id != VN_SECTION_WGHT;)
		section++;
	if (section == end)
		return VN_OK;
	record = (const void *)(m->file.ptr + section->offset);
	count = section->size / sizeof *record;
	for (size_t i = 0; i < count; i++) {
		size_t k = vn_weight_find(record[i].name);
		if (k == known)
			return damaged(err, "weight of an unknown name", i);
		for (size_t j = strnlen(record[i].name, sizeof record[i].name);
		     j < sizeof record[i].name; j++)
			if (record[i].name[j])
				return damaged(err, "name of a weight is not padded with NUL", i);
		for (size_t j = 0; j < i; j++)
			if (vn_weight_find(record[j].name) == k)
				return damaged(err, "weight given twice", i);
	}
	printf("weights         %zu\n", count);
	return VN_OK;
}

/* The section VECT, where there is one: opening it has looked at all but this. */
static enum vn_status check_vectors(const struct vn_model *m, struct vn_err *err)
{
	struct vn_str section = vn_model_section(m->file, VN_SECTION_VECT);
	const struct vn_file_vectors *header = (const void *)section.ptr;

	for (int i = 0; m->vectors.count && i < 3; i++)
		if (header->reserved[i])
			return damaged(err, "reserved field of the vectors is not 0", (uint64_t)i);
	if (m->vectors.count)
		printf("vectors         %u, %u words on either side\n", m->vectors.count,
		       m->vectors.reach);
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
		status = check_digest(m, err);
	if (!status)
		status = check_contents(m, err);
	if (!status)
		status = check_words(m, err);
	if (!status)
		status = vn_model_check_slots(m, err);
	if (!status) {
		print_counts(m);
		print_parts(m, VN_SECTION_CHAN, sizeof(struct vn_file_segment), "segments");
		print_parts(m, VN_SECTION_CTXT, sizeof(struct vn_file_context), "contexts");
		status = check_vectors(m, err);
	}
	if (!status)
		status = check_weights(m, err);
	if (!status)
		print_digest(m);
	vn_model_close(m);
	if (!status && (fflush(stdout) != 0 || ferror(stdout)))
		status = vn_err_set(err, VN_EOUTPUT, "verify: cannot write");
	return status;
}
