/* Any text as a document: fields lie within it in order, have values of UTF-8, and are written
 * whole in all formats. */
#include "fields/write.h"
#include "fuzz.h"

#include <string.h>

static struct vn_fields fields;
static struct vn_field_reader reader;
static struct vn_buf out;

/* Words as an observer would have noted them, every other one misread. */
static void note_words(struct vn_str text)
{
	size_t begin = 0;

	for (size_t i = 0; i <= text.len; i++) {
		struct vn_field_word word = {begin, i, begin, i,
					     (vn_confidence)(i & 1 ? VN_SURE : VN_SURE / 3 * 2)};
		if (i < text.len && text.ptr[i] != ' ' && text.ptr[i] != '\n')
			continue;
		begin = i + 1;
		if (word.begin == word.end)
			continue;
		fuzz_require(!vn_grow(&reader.words, reader.count, &reader.cap,
				      sizeof *reader.words, NULL));
		reader.words[reader.count++] = word;
	}
}

static void check(struct vn_str text)
{
	for (size_t i = 0; i < fields.count; i++) {
		const struct vn_field *field = &fields.items[i];
		fuzz_require(field->piece_count > 0 && field->value.len > 0);
		fuzz_require(field->sure <= VN_SURE && field->kind < VN_FIELD_COUNT);
		for (size_t k = 0; k < field->piece_count; k++)
			fuzz_require(field->pieces[k].begin < field->pieces[k].end &&
				     field->pieces[k].end <= text.len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vn_str text = {(const char *)data, size};

	vn_field_reader_reset(&reader);
	fuzz_require(!vn_buf_add(&reader.text, text.ptr, text.len, NULL));
	text = vn_buf_str(&reader.text);
	note_words(text);
	fuzz_require(!vn_fields_find(&fields, text, NULL));
	check(text);
	fuzz_require(!vn_fields_settle(&fields, &reader, 0, NULL));
	check(text);
	for (int format = VN_FIELDS_NDJSON; format <= VN_FIELDS_EAD; format++) {
		enum vn_fields_format how = (enum vn_fields_format)format;
		out.len = 0;
		fuzz_require(!vn_fields_begin(&out, how, NULL));
		fuzz_require(!vn_fields_write(&out, how, "a", &fields, &reader, NULL));
		fuzz_require(!vn_fields_end(&out, how, NULL) && out.len > 0);
	}
	return 0;
}
