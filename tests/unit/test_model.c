/* Opening a model: a whole one tells all it holds, a damaged one is refused and never crashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "load/load.h"
#include "files/io.h"
#include "model/digest.h"
#include "small_model.h"

#include <stdlib.h>
#include <unistd.h>

static struct vn_buf whole; /* the bytes of a sound model */

static int setup(void **state)
{
	char path[SMALL_MODEL_PATH];
	enum vn_status status;

	(void)state;
	if (!small_model_write(path))
		return 1;
	status = vn_in_whole(&whole, path, NULL);
	unlink(path);
	return status;
}

static int teardown(void **state)
{
	(void)state;
	vn_buf_fini(&whole);
	return 0;
}

/* A copy of the sound model, to be damaged. */
static char *copy(void)
{
	char *bytes = malloc(whole.len);
	assert_non_null(bytes);
	memcpy(bytes, whole.ptr, whole.len);
	return bytes;
}

/* What opening LEN bytes as a model gives; the message must leave the file to the caller. */
static enum vn_status open_bytes(const char *bytes, size_t len)
{
	char path[SMALL_MODEL_PATH];
	struct vn_model *model = NULL;
	struct vn_err err = {.text = ""};
	enum vn_status status;

	assert_true(small_file(path, bytes, len));
	status = vn_model_open(&model, path, &err);
	unlink(path);
	if (status) {
		assert_null(model);
		assert_int_equal(err.status, status);
		assert_true(*err.text);
		assert_null(strstr(err.text, "vnfix-test-"));
	}
	vn_model_close(model);
	return status;
}

static struct vn_file_header *header_of(char *bytes)
{
	return (void *)bytes;
}

static struct vn_file_section *entry_of(char *bytes, uint32_t id)
{
	struct vn_file_section *section = (void *)(bytes + sizeof(struct vn_file_header));
	while (section->id != id)
		section++;
	return section;
}

static void *section_of(char *bytes, uint32_t id)
{
	return bytes + entry_of(bytes, id)->offset;
}

static void a_whole_model_opens(void **state)
{
	struct vn_model *model = small_model_open();

	(void)state;
	assert_non_null(model);
	assert_string_equal(vn_model_info(model), "small");
	assert_true(model->lm.word_count > 200);
	assert_int_equal(model->lm.order, VN_LM_ORDER);
	assert_true(model->trie.count > model->lm.word_count);
	assert_true(model->channel_count > 0 && model->channel_count < VN_DAMAGE_COUNT);
	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		assert_true(!vn_damages[d].channel ||
			    vn_model_channel(model, vn_damages[d].channel));
	assert_null(vn_model_channel(model, "none"));
	vn_model_close(model);
	vn_model_close(NULL);
	assert_int_equal(open_bytes(whole.ptr, whole.len), VN_OK);
}

/* The layout that doc/model-format.md promises. */
static void the_file_is_laid_out_as_written(void **state)
{
	char *bytes = copy();
	const struct vn_file_header *header = header_of(bytes);
	const struct vn_file_section *section = (void *)(bytes + sizeof *header);
	uint8_t digest[32];
	uint64_t end = sizeof *header + header->section_count * sizeof *section;

	(void)state;
	assert_memory_equal(header->magic, "VNFIXMDL", 8);
	assert_int_equal(header->version, 2);
	assert_int_equal(header->file_size, whole.len);
	vn_digest(bytes + sizeof *header, whole.len - sizeof *header, digest);
	assert_memory_equal(header->digest, digest, sizeof digest);
	for (uint32_t i = 0; i < header->section_count; i++) {
		assert_int_equal(section[i].offset % 64, 0);
		assert_true(section[i].offset >= end && section[i].offset - end < 64);
		for (; end < section[i].offset; end++)
			assert_int_equal(bytes[end], 0);
		end += section[i].size;
		assert_int_equal(section[i].reserved, 0);
		assert_int_equal(section[i].zero, 0);
	}
	assert_int_equal(end, whole.len);
	free(bytes);
}

static void a_file_cut_short(void **state)
{
	(void)state;
	for (size_t len = 0; len < whole.len; len += 64)
		assert_int_equal(open_bytes(whole.ptr, len), VN_EMODEL);
	assert_int_equal(open_bytes(whole.ptr, whole.len - 1), VN_EMODEL);
}

/* Cut short, and the header says so: a section reaches over the end. */
static void a_file_cut_short_and_patched(void **state)
{
	char *bytes = copy();

	(void)state;
	for (size_t len = sizeof(struct vn_file_header); len < whole.len; len += 64) {
		header_of(bytes)->file_size = len;
		assert_int_equal(open_bytes(bytes, len), VN_EMODEL);
	}
	free(bytes);
}

static void a_file_that_grew(void **state)
{
	struct vn_buf bytes = {0};

	(void)state;
	assert_int_equal(vn_buf_add(&bytes, whole.ptr, whole.len, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&bytes, "", 1, NULL), VN_OK);
	assert_int_equal(open_bytes(bytes.ptr, bytes.len), VN_EMODEL);
	vn_buf_fini(&bytes);
}

static void not_a_model(void **state)
{
	struct vn_model *model = NULL;

	(void)state;
	assert_int_equal(open_bytes("", 0), VN_EMODEL);
	assert_int_equal(open_bytes("Cộng hòa\n", 12), VN_EMODEL);
	assert_int_equal(vn_model_open(&model, "/dev/null/model", NULL), VN_EMODEL);
	assert_int_equal(vn_model_open(&model, "/", NULL), VN_EMODEL);
	assert_null(model);
}

/* Each header field by itself. */
static void a_wrong_header(void **state)
{
	char *bytes = copy();

	(void)state;
	bytes[0] = 'v';
	assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
	memcpy(bytes, VN_MODEL_PARTIAL, 8);
	assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
	memcpy(bytes, whole.ptr, 8);
	header_of(bytes)->version++;
	assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
	header_of(bytes)->version--;
	header_of(bytes)->section_count = UINT32_MAX;
	assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
	header_of(bytes)->section_count = 0;
	assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
	free(bytes);
}

/* Every section but INFO is needed, in its place and of its size. */
static void a_wrong_table_of_contents(void **state)
{
	static const uint32_t ids[] = {VN_SECTION_WORD, VN_SECTION_UNIG, VN_SECTION_NGRM,
				       VN_SECTION_CASE, VN_SECTION_CHAN};
	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		char *bytes = copy();
		struct vn_file_section *entry = entry_of(bytes, ids[i]), good = *entry;
		struct vn_file_section bad[] = {good, good, good, good, good, good, good};
		bad[0].id = 0;
		bad[1].offset += 1;
		bad[2].offset = whole.len + (64 - whole.len % 64);
		bad[3].offset = UINT64_MAX - 63;
		bad[4].size = UINT64_MAX;
		bad[5].size = good.size + whole.len;
		bad[6].size = good.size - 1;
		for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
			*entry = bad[k];
			if (k == 6 && ids[i] == VN_SECTION_NGRM)
				continue; /* the last bucket is rounded away */
			assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
		}
		free(bytes);
	}
}

static void expect_damaged(char *bytes)
{
	assert_int_equal(open_bytes(bytes, whole.len), VN_EMODEL);
	memcpy(bytes, whole.ptr, whole.len);
}

static void wrong_words(void **state)
{
	char *bytes = copy();
	struct vn_file_words *words = section_of(bytes, VN_SECTION_WORD);
	uint32_t *offset = (uint32_t *)(words + 1);
	char *text = (char *)(offset + words->count + 1) + words->count;

	(void)state;
	words->count = VN_WORD_FIRST;
	expect_damaged(bytes);
	words->count = UINT32_MAX;
	expect_damaged(bytes);
	words->bytes++;
	expect_damaged(bytes);
	offset[10] = offset[9] - 1;
	expect_damaged(bytes);
	offset[words->count] = UINT32_MAX;
	expect_damaged(bytes);
	/* Two words spelt alike: the second takes the letters of the first. */
	for (uint32_t a = VN_WORD_FIRST; a < words->count; a++)
		for (uint32_t b = a + 1; b < words->count && b < a + 20; b++) {
			size_t len = offset[a + 1] - offset[a];
			if (len != offset[b + 1] - offset[b])
				continue;
			memcpy(text + offset[b], text + offset[a], len);
			expect_damaged(bytes);
			a = words->count;
			break;
		}
	free(bytes);
}

/* Costs so large that their sums would leave 32 bits. */
static void wrong_costs(void **state)
{
	static const int32_t bad[] = {INT32_MAX, INT32_MIN, VN_MODEL_COST + 1};
	char *bytes = copy();
	struct vn_file_unigram *unigram = section_of(bytes, VN_SECTION_UNIG);
	struct vn_file_ngrams *ngrams = section_of(bytes, VN_SECTION_NGRM);
	char *channel = section_of(bytes, VN_SECTION_CHAN);
	struct vn_file_segment *segment = (void *)(channel + sizeof(struct vn_file_channel));

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		unigram[9].cost = bad[i];
		expect_damaged(bytes);
		unigram[9].backoff = bad[i];
		expect_damaged(bytes);
		ngrams->cost[1][100] = bad[i];
		expect_damaged(bytes);
		ngrams->backoff[2][30] = bad[i];
		expect_damaged(bytes);
		segment[3].cost = bad[i];
		expect_damaged(bytes);
	}
	segment[3].cost = -1;
	expect_damaged(bytes);
	free(bytes);
}

static void wrong_ngrams_and_channels(void **state)
{
	char *bytes = copy();
	struct vn_file_ngrams *ngrams = section_of(bytes, VN_SECTION_NGRM);
	struct vn_file_channel *channel = section_of(bytes, VN_SECTION_CHAN);

	(void)state;
	ngrams->order = 1;
	expect_damaged(bytes);
	ngrams->order = VN_LM_ORDER + 1;
	expect_damaged(bytes);
	ngrams->bucket_count = 0;
	expect_damaged(bytes);
	ngrams->bucket_count++;
	expect_damaged(bytes);
	channel->segment_count++;
	expect_damaged(bytes);
	channel->segment_count = UINT32_MAX;
	expect_damaged(bytes);
	free(bytes);
}

/* A model need not have all channels that vnfix knows, and may have others; but it has some. */
static void channels_are_optional(void **state)
{
	char *bytes = copy();
	struct vn_file_section *entry = entry_of(bytes, VN_SECTION_CHAN);
	struct vn_file_channel *channel = section_of(bytes, VN_SECTION_CHAN);

	(void)state;
	channel->name[0] = 'x';
	assert_int_equal(open_bytes(bytes, whole.len), VN_OK);
	for (int count = 1; count <= VN_MODEL_CHANNELS + 1; count++) {
		entry->size = (uint64_t)count * sizeof *channel;
		channel[count - 1] = (struct vn_file_channel){.name = {(char)('a' + count)}};
		if (count <= VN_MODEL_CHANNELS)
			assert_int_equal(open_bytes(bytes, whole.len), VN_OK);
		else
			expect_damaged(bytes);
	}
	/* Of several of one name only the first counts. */
	for (int count = 0; count <= VN_MODEL_CHANNELS; count++)
		channel[count] = (struct vn_file_channel){.name = "a"};
	entry->size = (VN_MODEL_CHANNELS + 1) * sizeof *channel;
	assert_int_equal(open_bytes(bytes, whole.len), VN_OK);
	entry->size = 0;
	expect_damaged(bytes);
	free(bytes);
}

/* What neighbours tell may be missing, but not be broken. */
static void contexts_are_optional(void **state)
{
	static const int32_t bad[] = {INT32_MAX, INT32_MIN, VN_MODEL_COST + 1, -VN_MODEL_COST - 1};
	char *bytes = copy();
	struct vn_file_section *entry = entry_of(bytes, VN_SECTION_CTXT), good = *entry;
	struct vn_file_channel *header = section_of(bytes, VN_SECTION_CTXT);
	struct vn_file_context *records = (void *)(header + 1);

	(void)state;
	entry->id = 0;
	assert_int_equal(open_bytes(bytes, whole.len), VN_OK);
	*entry = good;
	header->name[0] = 'x'; /* of a channel that is not known */
	assert_int_equal(open_bytes(bytes, whole.len), VN_OK);
	memcpy(bytes, whole.ptr, whole.len);
	entry->size = sizeof *header - 1;
	expect_damaged(bytes);
	entry->size--;
	expect_damaged(bytes);
	header->segment_count = UINT32_MAX;
	expect_damaged(bytes);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		records[2].difference = bad[i];
		expect_damaged(bytes);
	}
	free(bytes);
}

/* Any single byte may be wrong: the model opens or is refused, and words can be asked for. */
static void single_bytes_do_no_harm(void **state)
{
	char *bytes = copy();

	(void)state;
	for (size_t at = 0; at < whole.len; at += at < 4096 ? 7 : 509) {
		enum vn_status status;
		bytes[at] = (char)(bytes[at] ^ 0x91);
		status = open_bytes(bytes, whole.len);
		assert_true(status == VN_OK || status == VN_EMODEL);
		bytes[at] = whole.ptr[at];
	}
	free(bytes);
}

/* What vnfix-mkmodel join does with its parts. */
static void parts_are_read_back(void **state)
{
	struct vn_sections made = {0}, read = {0};
	char path[SMALL_MODEL_PATH];

	(void)state;
	assert_true(small_sections(&made));
	assert_true(small_model_write(path));
	assert_int_equal(vn_sections_read(&read, path, NULL), VN_OK);
	assert_int_equal(read.count, made.count);
	for (size_t i = 0; i < made.count; i++) {
		assert_int_equal(read.id[i], made.id[i]);
		assert_true(vn_str_eq(vn_buf_str(&read.bytes[i]), vn_buf_str(&made.bytes[i])));
	}
	unlink(path);
	assert_int_equal(vn_sections_write(&made, "/dev/null/model", NULL), VN_EOUTPUT);
	vn_sections_fini(&made);
	vn_sections_fini(&read);
}

static void digests(void **state)
{
	uint8_t digest[32];
	char text[17];

	(void)state;
	vn_digest("abc", 3, digest); /* FIPS 180-4, example of appendix B */
	vn_digest_short(digest, text);
	assert_string_equal(text, "ba7816bf8f01cfea");
	vn_digest("", 0, digest);
	vn_digest_short(digest, text);
	assert_string_equal(text, "e3b0c44298fc1c14");
}

/* What a run looks at when it opens a model, though it could read it without harm. */
static void damage_is_found_at_open(void **state)
{
	char *bytes = copy();
	struct vn_file_words *words = section_of(bytes, VN_SECTION_WORD);
	uint32_t *offset = (uint32_t *)(words + 1);
	uint8_t *flags = (uint8_t *)(offset + words->count + 1);
	char *text = (char *)flags + words->count;
	struct vn_file_ngrams *ngrams = section_of(bytes, VN_SECTION_NGRM);
	struct vn_file_channel *channel = section_of(bytes, VN_SECTION_CHAN);
	struct vn_file_segment *segment = (void *)(channel + 1), other;

	(void)state;
	flags[VN_WORD_FIRST] ^= 4;
	expect_damaged(bytes);
	text[0] ^= 0x20;
	expect_damaged(bytes);
	text[0] = '\x81';
	expect_damaged(bytes);
	offset[VN_WORD_FIRST] = 1;
	expect_damaged(bytes);
	ngrams->cost[0][127] = 0;
	expect_damaged(bytes);
	ngrams->ngram_count[0]++;
	expect_damaged(bytes);
	other = segment[0];
	segment[0] = segment[1];
	segment[1] = other;
	expect_damaged(bytes);
	segment[1].printed[0] = 0x110000;
	expect_damaged(bytes);
	free(bytes);
}

/* A block of the n-grams that the disk has lost. */
static void a_hole_in_the_ngrams_is_found_at_open(void **state)
{
	char *bytes = copy();
	struct vn_file_ngrams *ngrams = section_of(bytes, VN_SECTION_NGRM);

	(void)state;
	((uint32_t *)(ngrams + 1))[0] = 1; /* no fingerprint */
	expect_damaged(bytes);
	memset(ngrams + 1, 0, ngrams->bucket_count * 64);
	ngrams->ngram_count[1] = ngrams->bucket_count * 16;
	expect_damaged(bytes);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_model_opens),
		cmocka_unit_test(the_file_is_laid_out_as_written),
		cmocka_unit_test(a_file_cut_short),
		cmocka_unit_test(a_file_cut_short_and_patched),
		cmocka_unit_test(a_file_that_grew),
		cmocka_unit_test(not_a_model),
		cmocka_unit_test(a_wrong_header),
		cmocka_unit_test(a_wrong_table_of_contents),
		cmocka_unit_test(wrong_words),
		cmocka_unit_test(wrong_costs),
		cmocka_unit_test(wrong_ngrams_and_channels),
		cmocka_unit_test(channels_are_optional),
		cmocka_unit_test(damage_is_found_at_open),
		cmocka_unit_test(a_hole_in_the_ngrams_is_found_at_open),
		cmocka_unit_test(contexts_are_optional),
		cmocka_unit_test(single_bytes_do_no_harm),
		cmocka_unit_test(parts_are_read_back),
		cmocka_unit_test(digests),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
