/* What JavaScript asks of results, as numbers, so that it has to know no struct of vnfix.h. */
#include "vnfix.h"

/* Fills OUT with begin, end, out_begin, out_end, confidence, before, its length, after, its length,
 * and the kind of edit I. Returns 0 behind the last. */
VNFIX_API int vnfix_js_edit(const struct vnfix_result *result, size_t i, uint32_t out[10]);

/* Fills OUT likewise with word I: what was read, its text, and whether it is flagged in the last.
 */
VNFIX_API int vnfix_js_word(const struct vnfix_result *result, size_t i, uint32_t out[10]);

/* Fills OUT with the address and the length of the new text, and with what it was taken for. */
VNFIX_API void vnfix_js_text(const struct vnfix_result *result, uint32_t out[3]);

static uint32_t address(const void *at)
{
	return (uint32_t)(uintptr_t)at;
}

static void put_texts(uint32_t out[4], struct vnfix_bytes before, struct vnfix_bytes after)
{
	out[0] = address(before.ptr);
	out[1] = (uint32_t)before.len;
	out[2] = address(after.ptr);
	out[3] = (uint32_t)after.len;
}

int vnfix_js_edit(const struct vnfix_result *result, size_t i, uint32_t out[10])
{
	const struct vnfix_edit *edit = vnfix_result_edit(result, i);

	if (!edit)
		return 0;
	out[0] = (uint32_t)edit->begin;
	out[1] = (uint32_t)edit->end;
	out[2] = (uint32_t)edit->out_begin;
	out[3] = (uint32_t)edit->out_end;
	out[4] = edit->confidence;
	put_texts(out + 5, edit->before, edit->after);
	out[9] = address(edit->kind);
	return 1;
}

int vnfix_js_word(const struct vnfix_result *result, size_t i, uint32_t out[10])
{
	const struct vnfix_word *word = vnfix_result_word(result, i);

	if (!word)
		return 0;
	out[0] = (uint32_t)word->begin;
	out[1] = (uint32_t)word->end;
	out[2] = (uint32_t)word->out_begin;
	out[3] = (uint32_t)word->out_end;
	out[4] = word->confidence;
	put_texts(out + 5, word->read, word->text);
	out[9] = (uint32_t)word->flagged;
	return 1;
}

void vnfix_js_text(const struct vnfix_result *result, uint32_t out[3])
{
	struct vnfix_bytes text = vnfix_result_text(result);

	out[0] = address(text.ptr);
	out[1] = (uint32_t)text.len;
	out[2] = address(vnfix_result_summary(result)->assumed);
}
