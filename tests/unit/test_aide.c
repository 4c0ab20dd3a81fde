/* An aide changes nothing but the time it takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "batch/aide.h"
#include "pipeline.h"
#include "with_model.h"

/* One that does its work late or at once, in the same thread: whatever the other side does
 * meanwhile is done before or behind it as a whole. */
struct slow {
	bool at_once;
	void (*work)(void *task);
	void *task;
	size_t pieces;
};

static void begin(void *self, void (*work)(void *task), void *task)
{
	struct slow *s = self;
	assert_null(s->work);
	s->pieces++;
	if (s->at_once) {
		work(task);
		return;
	}
	s->work = work;
	s->task = task;
}

static void wait(void *self)
{
	struct slow *s = self;
	if (s->work)
		s->work(s->task);
	s->work = NULL;
}

struct seen {
	struct vn_buf out, tokens;
	enum vn_status status;
	struct vn_err err;
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct seen *)self)->out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct seen *seen = self;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < finished->unit->token_count; i++) {
		const struct vn_token *t = &finished->unit->tokens[i];
		const size_t what[] = {t->begin, t->end, t->confidence, t->changed,
				       t->alternative_count};
		status = vn_buf_add(&seen->tokens, what, sizeof what, err);
	}
	return status;
}

static struct seen run(struct vn_str text, const struct vn_damage *damage,
		       const struct vn_aide *aide, bool (*stop)(void *self))
{
	const struct vn_options options = {.assume = damage};
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {{0}, {0}, VN_OK, {0}};

	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, &seen);
	vn_pipeline_aide(pipeline, aide);
	vn_pipeline_watch(pipeline, stop, NULL);
	seen.status = vn_pipeline_feed(pipeline, text.ptr, text.len, sink, &seen, &seen.err);
	if (!seen.status)
		seen.status = vn_pipeline_finish(pipeline, sink, &seen, &seen.err);
	vn_pipeline_close(pipeline);
	return seen;
}

static void forget(struct seen *seen)
{
	vn_buf_fini(&seen->out);
	vn_buf_fini(&seen->tokens);
}

/* How a text is made of the words of the small one: a full stop behind one word in so many; some
 * words damaged and all by chance, or all right and in their order, which the gate lets pass. */
struct shape {
	unsigned stops;
	bool right;
};

static void add(struct vn_buf *out, const char *bytes, size_t len)
{
	assert_int_equal(vn_buf_add(out, bytes, len, NULL), VN_OK);
}

static struct vn_buf text_of(unsigned seed, size_t words, struct shape shape)
{
	struct vn_str from = small_model_text();
	struct vn_buf out = {0};
	size_t at = 0, end;

	while (words--) {
		seed = seed * 1103515245 + 12345;
		if (!shape.right || at + 100 > from.len)
			at = shape.right ? 0 : seed / 65536 % (from.len - 100);
		while (from.ptr[at] != ' ' && from.ptr[at] != '\n')
			at++;
		for (end = ++at; from.ptr[end] != ' ' && from.ptr[end] != '\n'; end++)
			;
		for (; at < end; at++)
			if (!shape.right && seed / 256 % 9 == 0 && !(from.ptr[at] & 0x80))
				add(&out, "6", 1);
			else if (!strchr(".;:", from.ptr[at]))
				add(&out, &from.ptr[at], 1);
		add(&out, seed / 1024 % shape.stops ? " " : ".\n",
		    seed / 1024 % shape.stops ? 1 : 2);
	}
	return out;
}

static void the_output_is_the_same(void **state)
{
	static const struct shape shapes[] = {{12, false}, {5000, false}, {5000, true}};
	struct vn_aide_thread *thread = NULL;

	(void)state;
	assert_int_equal(vn_aide_open(&thread, NULL), VN_OK);
	for (unsigned i = 0; i < 3 * (VN_DAMAGE_COUNT + 1); i++) {
		const struct vn_damage *damage = small_damage(i / 3);
		struct vn_buf text = text_of(i, 2500, shapes[i % 3]);
		struct slow late = {.at_once = false}, early = {.at_once = true};
		const struct vn_aide aides[] = {
			{begin, wait, &late}, {begin, wait, &early}, thread->aide};
		struct seen alone = run(vn_buf_str(&text), damage, NULL, NULL);
		assert_int_equal(alone.status, VN_OK);
		for (size_t k = 0; k < sizeof aides / sizeof *aides; k++) {
			struct seen seen = run(vn_buf_str(&text), damage, &aides[k], NULL);
			assert_int_equal(seen.status, VN_OK);
			assert_true(vn_str_eq(vn_buf_str(&seen.out), vn_buf_str(&alone.out)));
			assert_true(vn_str_eq(vn_buf_str(&seen.tokens), vn_buf_str(&alone.tokens)));
			forget(&seen);
		}
		if (damage && damage->twice)
			assert_true(late.pieces >= 4 && late.pieces == early.pieces);
		forget(&alone);
		vn_buf_fini(&text);
	}
	vn_aide_close(thread);
}

static size_t questions;

static bool stop_late(void *self)
{
	(void)self;
	return questions++ == 3;
}

static void what_is_stopped_ends(void **state)
{
	struct vn_buf text = text_of(7, 5000, (struct shape){12, false});
	struct slow late = {.at_once = false};
	const struct vn_aide aide = {begin, wait, &late};
	struct seen seen;

	(void)state;
	questions = 0;
	seen = run(vn_buf_str(&text), &vn_damages[VN_DAMAGE_ENG], &aide, stop_late);
	assert_int_equal(seen.status, VN_ELIMIT);
	assert_null(late.work);
	assert_non_null(strstr(seen.err.text, "stopped"));
	forget(&seen);
	vn_buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_output_is_the_same),
		cmocka_unit_test(what_is_stopped_ends),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
