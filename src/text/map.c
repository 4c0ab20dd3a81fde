#include "text/map.h"

#include <stdlib.h>

void vn_text_map_fini(struct vn_text_map *map)
{
	free(map->runs);
	*map = (struct vn_text_map){0};
}

enum vn_status vn_text_map_add(struct vn_text_map *map, const struct vn_run *run,
			       struct vn_err *err)
{
	struct vn_run *last = map->count ? &map->runs[map->count - 1] : NULL;
	enum vn_status status;

	if (last && last->kind == VN_RUN_COPIED && run->kind == VN_RUN_COPIED &&
	    last->to == run->from && last->style == run->style) {
		last->end = run->end;
		last->to = run->to;
		return VN_OK;
	}
	status = vn_grow(&map->runs, map->count, &map->cap, sizeof *run, err);
	if (!status)
		map->runs[map->count++] = *run;
	return status;
}

size_t vn_text_map_find(const struct vn_text_map *map, size_t at)
{
	size_t low = 0, high = map->count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (map->runs[mid].end > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

void vn_text_map_drop(struct vn_text_map *map, size_t len)
{
	size_t kept = 0;

	for (size_t i = vn_text_map_find(map, len); i < map->count; i++) {
		struct vn_run run = map->runs[i];
		if (run.begin < len) {
			run.from += len - run.begin;
			run.begin = len;
		}
		run.begin -= len;
		run.end -= len;
		map->runs[kept++] = run;
	}
	map->count = kept;
}

size_t vn_text_map_boundary(const struct vn_text_map *map, size_t at)
{
	size_t i = vn_text_map_find(map, at);
	if (i < map->count && map->runs[i].kind != VN_RUN_COPIED && map->runs[i].begin < at)
		return map->runs[i].end;
	return at;
}

size_t vn_text_map_before(const struct vn_text_map *map, uint64_t source)
{
	size_t low = 1, high = map->count;
	if (high == 0)
		return 0;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (map->runs[mid].to > source)
			high = mid;
		else
			low = mid + 1;
	}
	return map->runs[low - 1].end;
}

uint64_t vn_text_map_source(const struct vn_text_map *map, size_t at)
{
	size_t i = vn_text_map_find(map, at);
	if (i == map->count)
		return i ? map->runs[i - 1].to : 0;
	if (map->runs[i].kind == VN_RUN_COPIED)
		return map->runs[i].from + (at - map->runs[i].begin);
	return map->runs[i].from;
}

void vn_text_map_span(const struct vn_text_map *map, size_t begin, size_t end, uint64_t *from,
		      uint64_t *to)
{
	size_t first = vn_text_map_find(map, begin),
	       last = end > begin ? vn_text_map_find(map, end - 1) : 0;

	if (end == begin) {
		/* Beside the word before, so that what is put at a word's end belongs to it. */
		if (first > 0 && (first == map->count || map->runs[first].begin == begin) &&
		    vn_run_is_text(map->runs[first - 1].kind))
			*from = map->runs[first - 1].to;
		else
			*from = vn_text_map_source(map, begin);
		*to = *from;
		return;
	}
	*from = vn_text_map_source(map, begin);
	*to = map->runs[last].to;
	if (map->runs[last].kind == VN_RUN_COPIED)
		*to -= map->runs[last].end - end;
}
