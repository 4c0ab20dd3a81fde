#include "fields/reader.h"

#include "change/items.h"

#include <stdlib.h>

void vn_field_reader_reset(struct vn_field_reader *reader)
{
	reader->text.len = reader->count = 0;
}

void vn_field_reader_fini(struct vn_field_reader *reader)
{
	vn_buf_fini(&reader->text);
	free(reader->words);
	*reader = (struct vn_field_reader){0};
}

enum vn_status vn_field_reader_take(void *self, const struct vn_finished *finished,
				    struct vn_err *err)
{
	struct vn_field_reader *reader = self;
	struct vn_str text = vn_buf_str(&finished->unit->text);
	size_t base = reader->text.len;
	enum vn_status status = vn_buf_add(&reader->text, text.ptr, text.len, err);
	struct vn_item_span span;
	struct vn_items items;

	vn_items_begin(&items, finished->unit, &finished->reading, finished->splices);
	while (!status && vn_items_next(&items, &span)) {
		status = vn_grow(&reader->words, reader->count, &reader->cap, sizeof *reader->words,
				 err);
		if (!status)
			reader->words[reader->count++] = (struct vn_field_word){
				base + span.item->begin, base + span.item->end, span.begin,
				span.end, span.item->confidence};
	}
	return status;
}

struct vn_field_span vn_field_span(const struct vn_field_reader *reader, size_t begin, size_t end)
{
	struct vn_field_span span = {0, 0, VN_SURE};
	size_t low = 0, high = reader->count;
	bool first = true;

	while (low < high) { /* the first word that ends behind its begin */
		size_t mid = low + (high - low) / 2;
		if (reader->words[mid].end > begin)
			high = mid;
		else
			low = mid + 1;
	}
	for (; low < reader->count && reader->words[low].begin < end; low++) {
		const struct vn_field_word *word = &reader->words[low];
		if (first)
			span.begin = word->source;
		first = false;
		span.end = word->source_end;
		span.confidence =
			(vn_confidence)((uint32_t)span.confidence * word->confidence / VN_SURE);
	}
	return span;
}
