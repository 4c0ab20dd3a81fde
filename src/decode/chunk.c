#include "decode/chunk.h"

#include "model/words.h"
#include "text/chars.h"
#include "lang/vi/syllable.h"
#include "lang/vi/variants.h"

bool vn_chunk_core(int32_t c)
{
	return vn_is_letter(c) || vn_is_digit(c);
}

void vn_chunk_take(struct vn_chunk *chunk, struct vn_str text, size_t *at)
{
	bool whole = true;

	chunk->begin = *at;
	chunk->count = 0;
	while (*at < text.len && *at - chunk->begin < VN_CHUNK_BYTES) {
		size_t next = *at;
		int32_t c = vn_utf8_next(text, &next);
		if (vn_is_space(c))
			break;
		if (c < 0 || chunk->count == VN_CHUNK_MAX)
			whole = false;
		if (whole) {
			chunk->c[chunk->count] = c;
			chunk->at[chunk->count++] = (uint32_t)(*at - chunk->begin);
		}
		*at = next;
	}
	chunk->bytes = (uint32_t)(*at - chunk->begin);
	if (!whole)
		chunk->count = 0;
	chunk->at[chunk->count] = chunk->bytes;
}

bool vn_chunk_blanks(struct vn_str text, size_t *at, int *breaks)
{
	size_t begin = *at, blank;
	*breaks = 0;
	while (*at < text.len && (blank = vn_blank_at(text, *at)) > 0) {
		*breaks += text.ptr[*at] == '\n' ? 1 : text.ptr[*at] == '\f' ? 2 : 0;
		*at += blank;
	}
	return *at - begin == 1 && text.ptr[begin] == ' ';
}

enum vn_case vn_chunk_shape(const struct vn_chunk *chunk)
{
	int i = 0, j = chunk->count;
	bool bound = false;

	while (j > 0 && !vn_chunk_core(chunk->c[j - 1]))
		bound |= vn_sign_word(chunk->c[--j], false) == VN_WORD_BOUND;
	while (i < j && !vn_is_letter(chunk->c[i]))
		i++;
	return bound ? VN_CASE_START : vn_case_of(chunk->c + i, j - i);
}

bool vn_chunk_letters(const struct vn_chunk *chunk, int *begin, int *end)
{
	*begin = 0;
	*end = chunk->count;
	while (*begin < *end && !vn_chunk_core(chunk->c[*begin]))
		++*begin;
	while (*end > *begin && !vn_chunk_core(chunk->c[*end - 1]))
		--*end;
	for (int i = *begin; i < *end; i++)
		if (!vn_is_letter(chunk->c[i]))
			return false;
	return *begin < *end;
}

uint32_t vn_chunk_usual(const struct vn_model *model, const int32_t *c, int count)
{
	char text[VN_SYLLABLE_LETTERS * VN_UTF8_MAX];
	const char *usual = NULL;

	if (count <= VN_SYLLABLE_LETTERS)
		usual = vn_variant_usual((struct vn_str){text, vn_utf8_put_lower(text, c, count)});
	return usual ? vn_model_find(model, (struct vn_str){usual, strlen(usual)})
		     : VN_WORD_UNKNOWN;
}

uint32_t vn_chunk_kept(const struct vn_model *model, const int32_t *c, int count)
{
	bool digit = false, letter = false;
	for (int k = 0; k < count; k++) {
		digit |= vn_is_digit(c[k]);
		letter |= vn_is_letter(c[k]);
	}
	if (digit)
		return letter ? VN_WORD_CODE : VN_WORD_NUMBER;
	return letter ? vn_model_lookup(model, c, count) : 0;
}

uint32_t vn_chunk_signs(const struct vn_chunk *chunk, int i, int j, bool behind)
{
	uint32_t word = 0;
	for (int k = i; k < j; k++) {
		uint32_t says = vn_sign_word(chunk->c[k], behind && i == 0 && k < 3);
		if (says == VN_WORD_BOUND && !behind)
			says = 0;
		if (says && word != VN_WORD_BOUND)
			word = says;
	}
	return word;
}
