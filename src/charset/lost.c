#include "charset/lost.h"

#include "charset/plausible.h"
#include "text/chars.h"

#define NAT   256
#define HOLES 2
#define CLEAR (NAT * 3 / 2) /* by which the best text must beat the next */
#define JOINS (6 * NAT)	    /* that a blank was a byte where no other follows it, or was not */

static const uint8_t lost[] = {0x9d, 0x81, 0x8d, 0x8f, 0x90, 0xad, 0xa0};
#define LOST	(sizeof lost)
#define CHOICES (LOST + 1) /* the last: the blank that follows became one of U+00A0 */

/* Where the last byte of a sequence is missing, as offsets. Their count; -1 where it is something
 * else that BYTES lack. */
static int find_holes(struct vn_str bytes, size_t holes[HOLES])
{
	int count = 0;

	for (size_t at = 0; at < bytes.len;) {
		size_t begin = at, need;
		uint8_t first = (uint8_t)bytes.ptr[at];
		if (vn_utf8_next(bytes, &at) >= 0)
			continue;
		need = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : 0;
		if (!need || count == HOLES || begin + need > bytes.len)
			return -1;
		for (size_t k = 1; k < need; k++)
			if (((uint8_t)bytes.ptr[begin + k] & 0xc0) != 0x80)
				return -1;
		at = begin + need;
		holes[count++] = at;
	}
	return count;
}

/* BYTES with the holes filled by CHOICE, in base CHOICES. 0: it cannot be. *COST is that of the
 * choice. */
static size_t fill(struct vn_str bytes, const size_t holes[HOLES], int count, size_t choice,
		   char out[VN_LOST_BYTES], int32_t *cost)
{
	size_t len = 0, at = 0;

	*cost = 0;

	for (int i = 0; i < count; i++, choice /= CHOICES) {
		bool blank = choice % CHOICES == LOST;
		memcpy(out + len, bytes.ptr + at, holes[i] - at);
		len += holes[i] - at;
		at = holes[i];
		if (blank && (at == bytes.len || bytes.ptr[at] != ' '))
			return 0;
		/* Of two blanks, where a fragment ends, the first was a byte. */
		if (at < bytes.len && bytes.ptr[at] == ' ' && blank != (at + 1 == bytes.len))
			*cost += JOINS;
		at += blank;
		out[len++] = (char)(blank ? 0xa0 : lost[choice % CHOICES]);
	}
	memcpy(out + len, bytes.ptr + at, bytes.len - at);
	return len + bytes.len - at;
}

bool vn_lost_complete(struct vn_str bytes, char out[VN_LOST_BYTES], size_t *len)
{
	size_t holes[HOLES] = {0}, choices = 1, best = 0;
	int32_t least = INT32_MAX, next = INT32_MAX, ignored;
	int count = bytes.len + HOLES <= VN_LOST_BYTES ? find_holes(bytes, holes) : -1;

	if (count <= 0)
		return false;
	for (int i = 0; i < count; i++)
		choices *= CHOICES;
	for (size_t choice = 0; choice < choices; choice++) {
		int32_t cost;
		size_t filled = fill(bytes, holes, count, choice, out, &cost);
		struct vn_verdict verdict = vn_judge_fragment((struct vn_str){out, filled});
		cost += verdict.cost;
		if (!filled || !verdict.syllables)
			continue;
		if (cost < least) {
			next = least;
			least = cost;
			best = choice;
		} else if (cost < next) {
			next = cost;
		}
	}
	*len = fill(bytes, holes, count, best, out, &ignored);
	return least < INT32_MAX && next - least >= CLEAR;
}
