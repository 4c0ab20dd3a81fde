#include "fields/value.h"

#include <string.h>

vn_confidence vn_value_both(vn_confidence a, vn_confidence b)
{
	return (vn_confidence)((uint32_t)a * b / VN_SURE);
}

void vn_value_count(struct vn_value *v, vn_confidence sure)
{
	v->sure = vn_value_both(v->sure, sure);
	v->least = sure < v->least ? sure : v->least;
}

struct vn_part vn_value_span(const struct vn_value *v, size_t i, size_t last)
{
	return (struct vn_part){v->words[i].piece.begin, v->words[last].piece.end};
}

size_t vn_value_words(const struct vn_value *v, size_t i, const char *letters)
{
	size_t end = v->words[i].piece.begin + strlen(letters);

	if (!vn_page_opens(&v->page, vn_value_span(v, i, v->count - 1), letters))
		return 0;
	for (size_t k = i; k < v->count; k++) {
		struct vn_part piece = v->words[k].piece;
		if (end <= piece.end)
			return end == piece.end || !vn_page_word(v->page.letters[end]) ? k + 1 - i
										       : 0;
	}
	return 0;
}

bool vn_value_misread(const struct vn_value *v, size_t i, size_t words)
{
	for (; words; words--, i++)
		if (v->words[i].sure < VN_SURE)
			return true;
	return false;
}

enum vn_status vn_value_add(struct vn_value *v, struct vn_part piece, struct vn_err *err)
{
	struct vn_str text = vn_page_text(&v->page, piece);
	return vn_buf_add(&v->out, text.ptr, text.len, err);
}
