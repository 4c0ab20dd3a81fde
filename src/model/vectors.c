#include "model/vectors.h"

bool vn_vectors_read(struct vn_vectors *out, struct vn_str section, uint32_t words)
{
	const struct vn_file_vectors *header = (const void *)section.ptr;

	*out = (struct vn_vectors){0};
	if (!section.len)
		return true;
	if (section.len < sizeof *header || !header->count || header->count > words ||
	    header->dims != VN_VECTOR_DIMS || header->reach > VN_VECTOR_REACH ||
	    header->gap >= header->reach || !header->unit || header->unit > VN_VECTOR_UNIT ||
	    section.len - sizeof *header != 2 * (uint64_t)header->count * VN_VECTOR_DIMS)
		return false;
	*out = (struct vn_vectors){.count = header->count,
				   .reach = header->reach,
				   .gap = header->gap,
				   .unit = header->unit,
				   .neighbours = (const int8_t *)(header + 1)};
	out->readings = out->neighbours + (size_t)header->count * VN_VECTOR_DIMS;
	return true;
}

void vn_vectors_add(const struct vn_vectors *v, uint32_t word, int32_t weight,
		    struct vn_vector_sum *sum)
{
	const int8_t *one;

	if (word >= v->count)
		return;
	one = v->neighbours + (size_t)word * VN_VECTOR_DIMS;
	for (int d = 0; d < VN_VECTOR_DIMS; d++)
		sum->of[d] += weight * one[d];
}

struct vn_vector_whole vn_vectors_whole(const struct vn_vector_sum *sum)
{
	struct vn_vector_whole out;

	for (int d = 0; d < VN_VECTOR_DIMS; d++)
		out.of[d] = (int16_t)(sum->of[d] / VN_VECTOR_WHOLE);
	return out;
}

vn_cost vn_vectors_say(const struct vn_vectors *v, const struct vn_vector_whole *around,
		       uint32_t word)
{
	const int8_t *one;
	int32_t dot = 0;
	int64_t says;

	if (word >= v->count)
		return 0;
	one = v->readings + (size_t)word * VN_VECTOR_DIMS;
	for (int d = 0; d < VN_VECTOR_DIMS; d++)
		dot += around->of[d] * one[d];
	says = (int64_t)dot * v->unit / (INT64_C(1) << 28);
	return says > VN_VECTOR_MOST	? VN_VECTOR_MOST
	       : says < -VN_VECTOR_MOST ? -VN_VECTOR_MOST
					: (vn_cost)says;
}
