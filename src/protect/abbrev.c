#include "protect/abbrev.h"

#define MAX_SHAPES 2
#define MAX_STATES 64	/* open states of the search */
#define MAX_STEPS  1024 /* states looked at before the search gives up */

/* How TEXT (ended by NUL) compares with S. */
static int compare(const char *text, struct vn_str s)
{
	size_t len = strlen(text);
	int order = memcmp(text, s.ptr, len < s.len ? len : s.len);
	return order ? order : (len > s.len) - (len < s.len);
}

const struct vn_abbrev *vn_abbrev_find(struct vn_str s)
{
	size_t low = 0, high = vn_abbrev_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = compare(vn_abbrevs[mid].text, s);
		if (order == 0)
			return &vn_abbrevs[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* A state of the search: the table entries low..high-1 share their first DONE bytes, and those
 * may have been read as the first READ bytes. */
struct state {
	size_t low, high, done, read;
	unsigned marks, shapes;
};

/* Keeps of the entries of S those that go on with the LEN bytes at NEXT; false when none does.
 * No entry but the first can end at done, as the texts are sorted and distinct. */
static bool narrow(struct state *s, const char *next, size_t len)
{
	size_t low, high;
	for (low = s->low, high = s->high; low < high;) {
		size_t mid = low + (high - low) / 2;
		if (strncmp(vn_abbrevs[mid].text + s->done, next, len) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	s->low = low;
	for (high = s->high; low < high;) {
		size_t mid = low + (high - low) / 2;
		if (strncmp(vn_abbrevs[mid].text + s->done, next, len) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	s->high = low;
	s->done += len;
	return s->low < s->high;
}

/* Puts the states that follow from S on the stack. Returns the new top. */
static size_t expand(const struct state *s, struct vn_str text, struct state *stack, size_t top)
{
	struct vn_str rest = {text.ptr + s->read, text.len - s->read};
	struct state next = *s;

	next.read++;
	if (top < MAX_STATES && *rest.ptr && narrow(&next, rest.ptr, 1))
		stack[top++] = next;
	for (size_t i = 0; i < vn_abbrev_letter_count && top < MAX_STATES; i++) {
		const struct vn_abbrev_letter *letter = &vn_abbrev_letters[i];
		size_t len = strlen(letter->read);
		if (len > rest.len || memcmp(letter->read, rest.ptr, len) != 0)
			continue;
		next = *s;
		next.read += len;
		next.marks += letter->mark;
		next.shapes += !letter->mark;
		if (next.shapes <= MAX_SHAPES &&
		    narrow(&next, letter->printed, strlen(letter->printed)))
			stack[top++] = next;
	}
	return top;
}

/* Adds a reading, or betters the one of the same abbreviation. */
static size_t add(struct vn_abbrev_reading *out, size_t count, const struct state *s)
{
	struct vn_abbrev_reading new = {&vn_abbrevs[s->low], s->marks, s->shapes};
	for (size_t i = 0; i < count; i++)
		if (out[i].abbrev == new.abbrev) {
			if (new.shapes < out[i].shapes)
				out[i] = new;
			return count;
		}
	if (count < VN_ABBREV_READINGS)
		out[count++] = new;
	return count;
}

size_t vn_abbrev_readings(struct vn_str s, unsigned kinds,
			  struct vn_abbrev_reading out[VN_ABBREV_READINGS])
{
	struct state stack[MAX_STATES] = {{.high = vn_abbrev_count}};
	size_t top = 1, count = 0;

	for (int steps = 0; top > 0 && steps < MAX_STEPS; steps++) {
		struct state at = stack[--top];
		const struct vn_abbrev *first = &vn_abbrevs[at.low];
		if (at.read < s.len)
			top = expand(&at, s, stack, top);
		else if (at.low < at.high && !first->text[at.done] && (first->kinds & kinds) &&
			 at.marks + at.shapes > 0)
			count = add(out, count, &at);
	}
	return count;
}

uint32_t vn_abbrev_together(const struct vn_abbrev *first, const struct vn_abbrev *second)
{
	size_t low = 0, high = vn_abbrev_pair_count, a, b;
	if (!first || !second)
		return 0;
	a = (size_t)(first - vn_abbrevs);
	b = (size_t)(second - vn_abbrevs);
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct vn_abbrev_pair *pair = &vn_abbrev_pairs[mid];
		if (pair->first == a && pair->second == b)
			return pair->count;
		if (pair->first < a || (pair->first == a && pair->second < b))
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}
