/* vnfix-mkmodel verify: finds what opening a model does not look for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files/io.h"
#include "mkmodel/commands.h"
#include "model/digest.h"
#include "small_model.h"

#include <stdlib.h>
#include <unistd.h>

static struct vn_buf whole; /* the bytes of a sound model */
static struct vn_buf bytes; /* a copy to damage */

static int setup(void **state)
{
	char path[SMALL_MODEL_PATH];
	enum vn_status status;

	(void)state;
	if (!small_model_write(path))
		return 1;
	status = vn_in_whole(&whole, path, NULL);
	unlink(path);
	return status || vn_buf_add(&bytes, whole.ptr, whole.len, NULL);
}

static int teardown(void **state)
{
	(void)state;
	vn_buf_fini(&whole);
	vn_buf_fini(&bytes);
	return 0;
}

static enum vn_status verify(void)
{
	char path[SMALL_MODEL_PATH], name[] = "verify";
	char *argv[] = {name, path, NULL};
	enum vn_status status;

	assert_true(small_file(path, bytes.ptr, bytes.len));
	status = vn_command_verify(2, argv, NULL);
	unlink(path);
	return status;
}

/* The checksum made right again, damage is still found. */
static void expect_found(void)
{
	struct vn_file_header *header = (void *)bytes.ptr;
	vn_digest(header + 1, bytes.len - sizeof *header, header->digest);
	assert_int_equal(verify(), VN_EMODEL);
	memcpy(bytes.ptr, whole.ptr, whole.len);
}

static struct vn_file_section *entry_of(uint32_t id)
{
	struct vn_file_section *section = (void *)(bytes.ptr + sizeof(struct vn_file_header));
	while (section->id != id)
		section++;
	return section;
}

static void *section_of(uint32_t id)
{
	return bytes.ptr + entry_of(id)->offset;
}

static void a_sound_model_passes(void **state)
{
	(void)state;
	assert_int_equal(verify(), VN_OK);
}

static void any_wrong_byte_is_found(void **state)
{
	(void)state;
	for (size_t at = 0; at < whole.len; at += at < 512 ? 5 : 1021) {
		bytes.ptr[at] ^= 1;
		assert_int_equal(verify(), VN_EMODEL);
		bytes.ptr[at] ^= 1;
	}
}

static void wrong_words_are_found(void **state)
{
	struct vn_file_words *words = section_of(VN_SECTION_WORD);
	uint32_t *offset = (uint32_t *)(words + 1);
	uint8_t *flags = (uint8_t *)(offset + words->count + 1);
	char *text = (char *)flags + words->count;

	(void)state;
	offset[VN_WORD_FIRST] = 1;
	expect_found();
	flags[20] = 4;
	expect_found();
	text[0] = '\x80';
	expect_found();
	text[offset[words->count] - 1] = 'Z';
	expect_found();
}

static void wrong_ngrams_are_found(void **state)
{
	struct vn_file_ngrams *header = section_of(VN_SECTION_NGRM);
	uint32_t *slot = (uint32_t *)(header + 1);

	(void)state;
	header->ngram_count[2]++;
	expect_found();
	header->cost[0][127] = 0;
	expect_found();
	header->backoff[1][0] = 1;
	expect_found();
	while (!slot[0] || !slot[1])
		slot += VN_BUCKET_SLOTS;
	slot[0] = 0;
	expect_found();
	slot[0] = 5;
	expect_found();
}

static void wrong_channels_are_found(void **state)
{
	char *section = section_of(VN_SECTION_CHAN);
	struct vn_file_segment *s = (void *)(section + sizeof(struct vn_file_channel)), swap;

	(void)state;
	swap = s[4];
	s[4] = s[5];
	s[5] = swap;
	expect_found();
	s[5] = s[4];
	expect_found();
	s[0].printed[0] = 0x110000;
	expect_found();
	s[0].read[2] = 'a';
	expect_found();
}

static void wrong_contexts_are_found(void **state)
{
	char *section = section_of(VN_SECTION_CTXT);
	struct vn_file_context *c = (void *)(section + sizeof(struct vn_file_channel)), swap;

	(void)state;
	swap = c[0];
	c[0] = c[1];
	c[1] = swap;
	expect_found();
	c[1] = c[2];
	expect_found();
	c[0].before = 0;
	expect_found();
	c[0].before = 'S'; /* a capital is no neighbour: they have no case */
	expect_found();
	c[1].read[1] = 'a'; /* all others, and a letter */
	expect_found();
	c[0].printed[0] = 0xd800;
	expect_found();
}

static void reserved_fields_of_vectors_are_looked_at(void **state)
{
	struct vn_file_vectors *header = section_of(VN_SECTION_VECT);

	(void)state;
	header->reserved[2] = 1;
	expect_found();
}

static void sections_out_of_place_are_found(void **state)
{
	(void)state;
	entry_of(VN_SECTION_INFO)->reserved = 1;
	expect_found();
	entry_of(VN_SECTION_INFO)->zero = 1;
	expect_found();
	entry_of(VN_SECTION_INFO)->offset += 64;
	expect_found();
}

static void wrong_use(void **state)
{
	char name[] = "verify";
	char *argv[] = {name, NULL};

	(void)state;
	assert_int_equal(vn_command_verify(1, argv, NULL), VN_EUSAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_model_passes),
		cmocka_unit_test(any_wrong_byte_is_found),
		cmocka_unit_test(wrong_words_are_found),
		cmocka_unit_test(wrong_ngrams_are_found),
		cmocka_unit_test(wrong_channels_are_found),
		cmocka_unit_test(wrong_contexts_are_found),
		cmocka_unit_test(reserved_fields_of_vectors_are_looked_at),
		cmocka_unit_test(sections_out_of_place_are_found),
		cmocka_unit_test(wrong_use),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
