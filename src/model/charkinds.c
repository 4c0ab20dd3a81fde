#include "model/charkinds.h"

#include "model/hash.h"
#include "text/chars.h"

#define STEP 16 /* of a cost in the file, 1/256 nat */

bool vn_charkinds_read(struct vn_charkinds *out, struct vn_str section)
{
	const struct vn_file_kinds *header = (const void *)section.ptr;

	*out = (struct vn_charkinds){0};
	if (!section.len)
		return true;
	if (section.len < sizeof *header || !header->count || header->count > VN_KINDS_MAX ||
	    header->order < 1 || header->order > VN_KINDS_ORDER || !header->slots ||
	    (section.len - sizeof *header) / (4 + header->count) != header->slots ||
	    (section.len - sizeof *header) % (4 + header->count))
		return false;
	for (uint32_t k = 0; k < header->count; k++)
		if (!memchr(header->name[k], 0, VN_KINDS_NAME))
			return false;
	*out = (struct vn_charkinds){.count = header->count,
				     .slots = header->slots,
				     .header = header,
				     .prints = (const void *)(header + 1)};
	out->costs = (const uint8_t *)(out->prints + header->slots);
	return true;
}

int vn_charkinds_find(const struct vn_charkinds *kinds, const char *name)
{
	for (uint32_t k = 0; k < kinds->count; k++)
		if (strcmp(kinds->header->name[k], name) == 0)
			return (int)k;
	return -1;
}

/* A script that is not Latin by one of its letters. */
static int32_t script_of(int32_t c)
{
	return c < 0x300		   ? c
	       : c < 0x370		   ? 0x300
	       : c < 0x400		   ? 0x3b1
	       : c < 0x530		   ? 0x430
	       : c >= 0x1e00 && c < 0x2000 ? c
	       : c >= 0x2000 && c < 0x2c00 ? c
	       : c < 0 /* no UTF-8 */	   ? 0xfffd
					   : 0x4e00;
}

static bool is_core(int32_t c)
{
	return vn_is_letter(c) || vn_is_digit(c);
}

int vn_charkinds_spell(const int32_t *c, int count, int32_t *out)
{
	int letters = 0, upper = 0, n = count < VN_KINDS_READ ? count : VN_KINDS_READ;
	bool first = false, fold;

	/* Of the signs around a word one each says enough. */
	while (n > 1 && !is_core(c[n - 1]) && !is_core(c[n - 2]))
		n--;
	for (; n > 1 && !is_core(c[0]) && !is_core(c[1]); n--)
		c++;
	for (int i = 0; i < n; i++) {
		bool capital = vn_is_upper(c[i]);
		if (!vn_is_letter(c[i]))
			continue;
		first |= capital && !letters;
		letters++;
		upper += capital;
	}
	if (!letters)
		return 0;
	fold = upper == letters || upper == 0 || (upper == 1 && first);
	for (int i = 0; i < n; i++) {
		bool digit = vn_is_digit(c[i]);
		bool number = digit && ((i && vn_is_digit(c[i - 1])) ||
					(i + 1 < n && vn_is_digit(c[i + 1])));
		out[i] = number ? '0' : script_of(fold ? vn_lower(c[i]) : c[i]);
	}
	return n;
}

/* The costs of the n-gram of that hash, or NULL. */
static const uint8_t *find(const struct vn_charkinds *kinds, uint64_t hash)
{
	uint32_t print = vn_kinds_print(hash);
	uint64_t at = vn_hash_bucket(hash, kinds->slots);

	for (int step = 0; step < VN_KINDS_PROBES && kinds->prints[at]; step++) {
		if (kinds->prints[at] == print)
			return kinds->costs + at * kinds->count;
		if (++at == kinds->slots)
			at = 0;
	}
	return NULL;
}

/* The costs of the longest n-gram that ends in *LAST, up to ORDER long; NULL: not even the
 * character is known. */
static const uint8_t *longest(const struct vn_charkinds *kinds, const int32_t *last, int order)
{
	uint64_t hash[VN_KINDS_ORDER], one = VN_HASH_SEED;
	const uint8_t *found = NULL;

	for (int n = 0; n < order; n++)
		hash[n] = one = vn_hash_step(one, (uint32_t)last[-n]);
	while (!found && order > 0)
		found = find(kinds, hash[--order]);
	return found;
}

void vn_charkinds_cost(const struct vn_charkinds *kinds, const int32_t *spelt, int count,
		       vn_cost *cost)
{
	int32_t c[VN_KINDS_READ + 2];
	int n = 0;

	memset(cost, 0, kinds->count * sizeof *cost);
	c[n++] = VN_KINDS_BLANK;
	for (int i = 0; i < count && i < VN_KINDS_READ; i++)
		c[n++] = spelt[i];
	c[n++] = VN_KINDS_BLANK;
	for (int i = 1; i < n; i++) {
		int order = i + 1 < (int)kinds->header->order ? i + 1 : (int)kinds->header->order;
		const uint8_t *costs = longest(kinds, c + i, order);
		for (uint32_t k = 0; k < kinds->count; k++)
			cost[k] += STEP * (costs ? costs[k] : UINT8_MAX);
	}
}
