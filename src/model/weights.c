#include "model/weights.h"

#include "model/format.h"

static const struct vn_weight_info table[] = {
#define VN_WEIGHT_ROW(name, initial, least, most) {#name, initial, least, most},
	VN_WEIGHTS(VN_WEIGHT_ROW)
#undef VN_WEIGHT_ROW
#define VN_TRUST_ROW(name, initial) {"t_" #name, initial, -65535, 65535},
		VN_TRUST(VN_TRUST_ROW)
#undef VN_TRUST_ROW
};

#define COUNT (sizeof table / sizeof *table)
_Static_assert(sizeof(struct vn_weights) == COUNT * sizeof(int32_t), "one int32 a weight");

const struct vn_weight_info *vn_weight_table(size_t *count)
{
	*count = COUNT;
	return table;
}

size_t vn_weight_find(const char *name)
{
	static const char *const renamed[][2] = {
		{"twin", "neighbour"},
		{"twin_prior", "neighbour_prior"},
		{"t_stop", "t_full_stop"},
		{"t_stop_lower", "t_full_stop_low"},
		{"t_stop_page", "t_full_stop_page"},
	};
	size_t k = 0;

	for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
		if (strncmp(name, renamed[i][0], VN_WEIGHT_NAME) == 0)
			name = renamed[i][1];
	while (k < COUNT && strncmp(name, table[k].name, VN_WEIGHT_NAME) != 0)
		k++;
	return k;
}

int32_t *vn_weight_at(struct vn_weights *weights, size_t k)
{
	return (int32_t *)(void *)weights + k;
}

bool vn_weights_read(struct vn_weights *out, struct vn_str section)
{
	const struct vn_file_weight *record = (const void *)section.ptr;

	for (size_t k = 0; k < COUNT; k++)
		*vn_weight_at(out, k) = table[k].initial;
	if (section.len % sizeof *record)
		return false;
	for (size_t i = 0; i < section.len / sizeof *record; i++) {
		size_t k = vn_weight_find(record[i].name);
		if (k == COUNT)
			continue;
		if (record[i].value < table[k].least || record[i].value > table[k].most)
			return false;
		*vn_weight_at(out, k) = record[i].value;
	}
	return true;
}

enum vn_status vn_weights_write(struct vn_buf *section, const struct vn_weights *weights,
				struct vn_err *err)
{
	struct vn_weights copy = *weights;
	enum vn_status status = VN_OK;

	for (size_t k = 0; !status && k < COUNT; k++) {
		struct vn_file_weight record = {.value = *vn_weight_at(&copy, k)};
		memcpy(record.name, table[k].name, strnlen(table[k].name, VN_WEIGHT_NAME));
		status = vn_buf_add(section, (const char *)&record, sizeof record, err);
	}
	return status;
}
