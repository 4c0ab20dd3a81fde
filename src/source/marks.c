#include "source/marks.h"

#include <stdlib.h>

void vn_marks_fini(struct vn_marks *marks)
{
	free(marks->words);
	free(marks->echoes);
	free(marks->extras);
	free(marks->holds);
	vn_arena_fini(&marks->arena);
	*marks = (struct vn_marks){0};
}

void vn_marks_reset(struct vn_marks *marks)
{
	marks->word_count = marks->echo_count = marks->extra_count = marks->hold_count = 0;
	marks->group = 0;
	vn_arena_reset(&marks->arena);
}

static void move(size_t *begin, size_t *end, size_t len)
{
	*begin = *begin > len ? *begin - len : 0;
	if (*end != SIZE_MAX)
		*end -= len;
}

void vn_marks_drop(struct vn_marks *m, size_t len, uint64_t at)
{
	size_t kept = 0;

	for (size_t i = vn_marks_find(m, len); i < m->word_count; i++) {
		m->words[kept] = m->words[i];
		move(&m->words[kept].begin, &m->words[kept].end, len);
		kept++;
	}
	m->word_count = kept;
	kept = 0;
	for (size_t i = 0; i < m->echo_count; i++)
		if (m->echoes[i].run.from >= at) {
			m->echoes[kept] = m->echoes[i];
			move(&m->echoes[kept].run.begin, &m->echoes[kept].run.end, len);
			kept++;
		}
	m->echo_count = kept;
	kept = 0;
	for (size_t i = 0; i < m->extra_count; i++)
		if (m->extras[i].from >= at) {
			m->extras[kept] = m->extras[i];
			move(&m->extras[kept].begin, &m->extras[kept].end, len);
			kept++;
		}
	m->extra_count = kept;
	if (!kept)
		vn_arena_reset(&m->arena);
	kept = 0;
	for (size_t i = 0; i < m->hold_count; i++)
		if (m->holds[i].end > len) {
			m->holds[kept] = m->holds[i];
			move(&m->holds[kept].begin, &m->holds[kept].end, len);
			kept++;
		}
	m->hold_count = kept;
}

enum vn_status vn_marks_word(struct vn_marks *m, struct vn_element word, struct vn_err *err)
{
	enum vn_status status = vn_grow(&m->words, m->word_count, &m->word_cap, sizeof word, err);
	if (!status)
		m->words[m->word_count++] = word;
	return status;
}

enum vn_status vn_marks_echo(struct vn_marks *m, struct vn_echo echo, struct vn_err *err)
{
	enum vn_status status = vn_grow(&m->echoes, m->echo_count, &m->echo_cap, sizeof echo, err);
	if (!status)
		m->echoes[m->echo_count++] = echo;
	return status;
}

void vn_marks_forget(struct vn_marks *m, uint32_t group)
{
	while (m->echo_count > 0 && m->echoes[m->echo_count - 1].group == group)
		m->echo_count--;
}

enum vn_status vn_marks_extra(struct vn_marks *m, struct vn_extra extra, struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&m->extras, m->extra_count, &m->extra_cap, sizeof extra, err);

	if (status)
		return status;
	extra.bytes =
		vn_arena_copy(&m->arena, extra.bytes.ptr ? extra.bytes.ptr : "", extra.bytes.len);
	extra.tail = vn_arena_copy(&m->arena, extra.tail.ptr ? extra.tail.ptr : "", extra.tail.len);
	if (!extra.bytes.ptr || !extra.tail.ptr)
		return vn_err_nomem(err);
	m->extras[m->extra_count++] = extra;
	return VN_OK;
}

size_t vn_marks_find(const struct vn_marks *m, size_t at)
{
	size_t low = 0, high = m->word_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->words[mid].end > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* The first hold that ends behind byte AT; hold_count: none does. */
static size_t hold_behind(const struct vn_marks *m, size_t at)
{
	size_t low = 0, high = m->hold_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->holds[mid].end > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

const struct vn_hold *vn_marks_held(const struct vn_marks *m, size_t at)
{
	size_t i = hold_behind(m, at);
	return i < m->hold_count && m->holds[i].begin < at ? &m->holds[i] : NULL;
}

const struct vn_hold *vn_marks_held_to(const struct vn_marks *m, size_t at)
{
	size_t i = hold_behind(m, at);
	return i > 0 && m->holds[i - 1].end == at ? &m->holds[i - 1] : NULL;
}
