/* Where text stands in its source: what the map says against a list of all bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/map.h"

#include <stdlib.h>

#define RUNS 12
#define MOST (RUNS * 8)

/* What each byte of a text stands for. */
struct plain {
	size_t len;
	struct {
		uint64_t from, to; /* source bytes; of a copied byte its own */
		enum vn_run_kind kind;
		size_t begin, end; /* of the decoded run or gap that it is in */
	} byte[MOST];
};

static unsigned seed;

static unsigned any(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

static void add(struct vn_text_map *map, struct plain *plain, struct vn_run run)
{
	for (size_t i = run.begin; i < run.end; i++) {
		plain->byte[i].kind = run.kind;
		plain->byte[i].begin = run.kind == VN_RUN_COPIED ? i : run.begin;
		plain->byte[i].end = run.kind == VN_RUN_COPIED ? i + 1 : run.end;
		plain->byte[i].from =
			run.kind == VN_RUN_COPIED ? run.from + i - run.begin : run.from;
		plain->byte[i].to =
			run.kind == VN_RUN_COPIED ? run.from + i - run.begin + 1 : run.to;
	}
	plain->len = run.end;
	assert_int_equal(vn_text_map_add(map, &run, NULL), VN_OK);
}

/* Runs with mark-up between some of them. */
static void make(struct vn_text_map *map, struct plain *plain)
{
	uint64_t source = any(3);

	*plain = (struct plain){0};
	map->count = 0;
	for (int i = 0; i < RUNS; i++) {
		struct vn_run run = {.begin = plain->len, .kind = (enum vn_run_kind)any(3)};
		size_t len = 1 + any(6);
		run.end = run.begin + (run.kind == VN_RUN_COPIED ? len : 1 + any(2));
		run.from = source + (any(2) ? any(5) : 0);
		run.to = run.from + (run.kind == VN_RUN_GAP ? any(4) : len);
		run.style = run.kind == VN_RUN_COPIED ? (uint8_t)any(2) : 0;
		source = run.to;
		add(map, plain, run);
	}
}

static void check(const struct vn_text_map *map, const struct plain *p)
{
	for (size_t at = 0; at < p->len; at++) {
		size_t run = vn_text_map_find(map, at);
		assert_true(map->runs[run].begin <= at && at < map->runs[run].end);
		assert_int_equal(vn_text_map_source(map, at), p->byte[at].from);
		assert_int_equal(vn_text_map_boundary(map, at),
				 p->byte[at].begin < at ? p->byte[at].end : at);
	}
	assert_int_equal(vn_text_map_source(map, p->len), map->runs[map->count - 1].to);
	assert_int_equal(vn_text_map_find(map, p->len), map->count);
	assert_int_equal(vn_text_map_boundary(map, p->len), p->len);
}

static void check_spans(const struct vn_text_map *map, const struct plain *p)
{
	uint64_t from, to;

	for (size_t begin = 0; begin < p->len; begin++)
		for (size_t end = begin + 1; end <= p->len; end++) {
			vn_text_map_span(map, begin, end, &from, &to);
			assert_int_equal(from, p->byte[begin].from);
			assert_int_equal(to, p->byte[end - 1].to);
		}
	for (size_t at = 0; at <= p->len; at++) {
		bool starts = at == p->len || map->runs[vn_text_map_find(map, at)].begin == at;
		bool after = at > 0 && starts && p->byte[at - 1].kind != VN_RUN_GAP;
		vn_text_map_span(map, at, at, &from, &to);
		assert_int_equal(from, to);
		assert_int_equal(from, after	      ? p->byte[at - 1].to
				       : at == p->len ? map->runs[map->count - 1].to
						      : p->byte[at].from);
	}
}

static void check_before(const struct vn_text_map *map)
{
	uint64_t end = map->runs[map->count - 1].to;

	for (uint64_t source = 0; source <= end + 1; source++) {
		size_t want = map->runs[0].end;
		for (size_t i = 1; i < map->count && map->runs[i].to <= source; i++)
			want = map->runs[i].end;
		assert_int_equal(vn_text_map_before(map, source), want);
	}
}

/* The map without the begin of its text is that of the rest. */
static void check_drop(struct vn_text_map *map, const struct plain *p)
{
	size_t len = vn_text_map_boundary(map, any((unsigned)p->len));

	vn_text_map_drop(map, len);
	for (size_t at = len; at < p->len; at++) {
		assert_int_equal(vn_text_map_source(map, at - len), p->byte[at].from);
		assert_int_equal(vn_text_map_boundary(map, at - len),
				 (p->byte[at].begin < at ? p->byte[at].end : at) - len);
	}
	vn_text_map_drop(map, p->len - len);
	assert_int_equal(map->count, 0);
}

static void the_map_is_that_of_all_bytes(void **state)
{
	struct vn_text_map map = {0};
	struct plain plain;

	for (seed = 1; seed < 300; seed++) {
		unsigned round = seed;
		make(&map, &plain);
		check(&map, &plain);
		check_spans(&map, &plain);
		check_before(&map);
		check_drop(&map, &plain);
		seed = round;
	}
	vn_text_map_fini(&map);
	assert_int_equal(vn_text_map_before(&map, 5), 0);
	assert_int_equal(vn_text_map_source(&map, 0), 0);
}

/* Copied runs that go on in text, source and style are one. */
static void runs_grow_together(void **state)
{
	struct vn_text_map map = {0};
	struct vn_run run = {0, 2, 5, 7, VN_RUN_COPIED, 1};

	assert_int_equal(vn_text_map_add(&map, &run, NULL), VN_OK);
	run = (struct vn_run){2, 4, 7, 9, VN_RUN_COPIED, 1};
	assert_int_equal(vn_text_map_add(&map, &run, NULL), VN_OK);
	assert_int_equal(map.count, 1);
	assert_true(map.runs[0].end == 4 && map.runs[0].to == 9);
	run = (struct vn_run){4, 5, 10, 11, VN_RUN_COPIED, 1}; /* mark-up between */
	assert_int_equal(vn_text_map_add(&map, &run, NULL), VN_OK);
	run = (struct vn_run){5, 6, 11, 12, VN_RUN_COPIED, 2}; /* another style */
	assert_int_equal(vn_text_map_add(&map, &run, NULL), VN_OK);
	run = (struct vn_run){6, 7, 12, 13, VN_RUN_DECODED, 2};
	assert_int_equal(vn_text_map_add(&map, &run, NULL), VN_OK);
	run = (struct vn_run){7, 8, 13, 14, VN_RUN_DECODED, 2};
	assert_int_equal(vn_text_map_add(&map, &run, NULL), VN_OK);
	assert_int_equal(map.count, 5);
	vn_text_map_fini(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_map_is_that_of_all_bytes),
		cmocka_unit_test(runs_grow_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
