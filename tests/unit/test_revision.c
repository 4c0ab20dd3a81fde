/* Changes as a reader sees them: what edits of words and of capitals belong together, and what
 * stood there before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "confidence/revision.h"
#include "text/chars.h"

struct edit {
	const char *what, *by; /* the first WHAT of the text becomes BY; NULL ends a list */
};

/* Runs a stage that makes EDITS, which are in order. */
static void stage(struct vn_unit *unit, enum vn_layer layer, const struct edit *edits)
{
	size_t from = 0;

	vn_unit_stage(unit, "any", layer);
	for (; edits->what; edits++) {
		struct vn_str by = {edits->by, strlen(edits->by)};
		const char *at = memmem(unit->text.ptr + from, unit->text.len - from, edits->what,
					strlen(edits->what));
		assert_non_null(at);
		from = (size_t)(at - unit->text.ptr);
		assert_int_equal(
			vn_unit_replace(unit, from, from + strlen(edits->what), by, "r", NULL),
			VN_OK);
		from += strlen(edits->what);
	}
	assert_int_equal(vn_unit_commit(unit, NULL), VN_OK);
}

/* The white-space tokens of the text as it is. */
static void find_items(struct vn_unit *unit)
{
	struct vn_str text = vn_buf_str(&unit->text);

	for (size_t at = 0; at < text.len;) {
		struct vn_item item = {.begin = at};
		while (at < text.len && text.ptr[at] != ' ')
			at++;
		item.end = at;
		if (item.end > item.begin)
			assert_int_equal(vn_unit_item(unit, &item, NULL), VN_OK);
		else
			at++;
	}
}

/* Of TEXT the WORDS, then the SIGNS, then the CAPITALS are edited: COUNT changes come of it, each
 * of which reads AFTER and was BEFORE. */
static void expect_with(const char *text, const struct edit *words, const struct edit *signs,
			const struct edit *capitals, size_t count, const struct edit *changes)
{
	struct vn_revisions found;
	struct vn_revision r;
	size_t at = 0, n = 0;
	struct vn_buf before = {0};
	struct vn_unit unit;

	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, text, strlen(text), NULL), VN_OK);
	stage(&unit, VN_LAYER_OTHER, (struct edit[]){{"x", "y"}, {0}});
	stage(&unit, VN_LAYER_WORDS, words);
	stage(&unit, VN_LAYER_SIGNS, signs);
	stage(&unit, VN_LAYER_CASE, capitals);
	find_items(&unit);
	for (vn_revisions_begin(&found, &unit); vn_revisions_next(&found, &r); n++) {
		struct vn_str now = {unit.text.ptr + r.begin, r.end - r.begin};
		assert_true(n < count);
		assert_true(vn_str_eq(now, (struct vn_str){changes[n].by, strlen(changes[n].by)}));
		assert_int_equal(vn_revision_before(&unit, &r, &before, NULL), VN_OK);
		assert_true(vn_str_eq(vn_buf_str(&before),
				      (struct vn_str){changes[n].what, strlen(changes[n].what)}));
		assert_true(r.begin >= at);
		at = r.end;
	}
	assert_int_equal(n, count);
	assert_false(vn_revisions_next(&found, &r)); /* and so it stays */
	vn_buf_fini(&before);
	vn_unit_fini(&unit);
}

static void expect(const char *text, const struct edit *words, const struct edit *capitals,
		   size_t count, const struct edit *changes)
{
	expect_with(text, words, (struct edit[]){{0}}, capitals, count, changes);
}

static void words_and_their_capitals_are_one_change(void **state)
{
	(void)state;
	expect("x ty ban nhan dan", (struct edit[]){{"ty", "ủy"}, {"nhan", "nhân"}, {0}},
	       (struct edit[]){{"ủy", "Ủy"}, {"dan", "Dan"}, {0}}, 3,
	       (struct edit[]){{"ty", "Ủy"}, {"nhan", "nhân"}, {"dan", "Dan"}});
}

static void edits_of_one_token_are_one_change(void **state)
{
	(void)state;
	expect("x kinh-t€ a", (struct edit[]){{"kinh", "kính"}, {"t€", "tế"}, {0}},
	       (struct edit[]){{"kính", "Kính"}, {0}}, 1, (struct edit[]){{"kinh-t€", "Kính-tế"}});
}

/* A word cut in two that was put together, and one that fell apart. */
static void blanks_may_come_and_go(void **state)
{
	(void)state;
	expect("x ng hi", (struct edit[]){{"ng hi", "nghị"}, {0}}, (struct edit[]){{0}}, 1,
	       (struct edit[]){{"ng hi", "nghị"}});
	expect("x nghidinh so", (struct edit[]){{"nghi", "nghị "}, {"dinh", "định"}, {0}},
	       (struct edit[]){{"nghị", "Nghị"}, {0}}, 1,
	       (struct edit[]){{"nghidinh", "Nghị định"}});
}

/* Signs are no part of a change, wherever they stand. */
static void signs_come_between(void **state)
{
	(void)state;
	expect_with("x 'ty ban. nhan, dan", (struct edit[]){{"ty", "ủy"}, {"nhan", "nhân"}, {0}},
		    (struct edit[]){{"'", ""}, {".", ""}, {",", "..."}, {0}},
		    (struct edit[]){{"ủy", "Ủy"}, {"dan", "Dan"}, {0}}, 3,
		    (struct edit[]){{"ty", "Ủy"}, {"nhan", "nhân"}, {"dan", "Dan"}});
	expect_with("x ty. ban nhan", (struct edit[]){{"nhan", "nhân"}, {0}},
		    (struct edit[]){{".", ""}, {0}}, (struct edit[]){{0}}, 1,
		    (struct edit[]){{"nhan", "nhân"}});
	expect_with("x ty. ban", (struct edit[]){{0}}, (struct edit[]){{".", ""}, {0}},
		    (struct edit[]){{"ban", "Ban"}, {0}}, 1, (struct edit[]){{"ban", "Ban"}});
	expect_with("x ty. ban", (struct edit[]){{0}}, (struct edit[]){{".", ""}, {0}},
		    (struct edit[]){{0}}, 0, NULL);
	expect_with("x k'a b", (struct edit[]){{"k", "K"}, {"a", "á"}, {0}},
		    (struct edit[]){{"'", ""}, {0}}, (struct edit[]){{0}}, 1,
		    (struct edit[]){{"k'a", "Ká"}});
	expect_with("x . 'o", (struct edit[]){{". ", ""}, {"o", "ở"}, {0}},
		    (struct edit[]){{"'", ""}, {0}}, (struct edit[]){{0}}, 1,
		    (struct edit[]){{". 'o", "ở"}});
}

/* A stage that did nothing, or did not run, leaves nothing to find; edits of others are not ours.
 */
static void layers_may_be_empty(void **state)
{
	static const struct edit none[] = {{0}};

	(void)state;
	expect("x ab", none, none, 0, NULL);
	expect("x ab", none, (struct edit[]){{"ab", "Ab"}, {0}}, 1, (struct edit[]){{"ab", "Ab"}});
	expect("x ab", (struct edit[]){{"ab", "ác"}, {0}}, none, 1, (struct edit[]){{"ab", "ác"}});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_their_capitals_are_one_change),
		cmocka_unit_test(edits_of_one_token_are_one_change),
		cmocka_unit_test(blanks_may_come_and_go),
		cmocka_unit_test(signs_come_between),
		cmocka_unit_test(layers_may_be_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
