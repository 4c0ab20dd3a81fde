/* How sure the tokens are: all of them have a confidence, and what is not sure enough goes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "confidence/demand.h"
#include "confidence/trust.h"
#include "model/open.h"
#include "pipeline.h"
#include "text/line.h"
#include "with_model.h"

#include <math.h>
#include <stdlib.h>

static const char damaged[] =
	"Uy ban nhan dan tinh ban hanh ké hoach d6i m6i sang tao va chuyén d6i s6.\n"
	"Can cu Luat To chuc chinh quyen dia phuong, xyzzy; 30/2020/ND-CP (van thu)\n"
	"SO NOI VU huong dan thuchien quyet dinh nay. vanban va/hoac s6\n";

/* What was seen of a document of one unit. */
struct seen {
	struct vn_buf out, back;
	size_t items, flagged, changed, unsure; /* unsure: changed by the lattice or recase, less
						   sure than LEAST */
	vn_confidence least;
};

static bool is_change(const struct vn_edit *edit)
{
	return strcmp(edit->stage, "restore") == 0 || strcmp(edit->stage, "recase") == 0;
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	struct seen *seen = self;
	size_t end = 0;

	for (size_t i = 0; i < unit->item_count; i++) {
		const struct vn_item *item = &unit->items[i];
		for (; end < item->begin; end++)
			assert_non_null(strchr(" \n", unit->text.ptr[end]));
		assert_true(item->begin < item->end);
		for (; end < item->end; end++)
			assert_null(strchr(" \n", unit->text.ptr[end]));
		assert_in_range(item->confidence, 0, VN_SURE);
		assert_true(item->token + item->token_count <= unit->token_count);
		seen->flagged += item->flagged;
	}
	seen->items += unit->item_count;
	for (size_t i = 0; i < unit->edit_count; i++) {
		seen->changed += is_change(&unit->edits[i]);
		seen->unsure +=
			is_change(&unit->edits[i]) && unit->edits[i].confidence < seen->least;
	}
	return vn_unit_undo(unit, &seen->back, err);
}

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct seen *)self)->out, bytes, len, err);
}

static struct seen run(const char *text, const struct vn_options *options)
{
	struct seen seen = {.least = options->min_confidence};
	struct vn_pipeline *pipeline = NULL;
	size_t len = strlen(text);

	assert_int_equal(vn_pipeline_open(&pipeline, options, model, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, &seen);
	assert_int_equal(vn_pipeline_feed(pipeline, text, len, sink, &seen, NULL), VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
	assert_int_equal(vn_pipeline_stats(pipeline)->flagged, seen.flagged);
	vn_pipeline_close(pipeline);
	assert_int_equal(seen.back.len, len);
	assert_memory_equal(seen.back.ptr, text, len);
	return seen;
}

static void forget(struct seen *seen)
{
	vn_buf_fini(&seen->out);
	vn_buf_fini(&seen->back);
}

static void every_token_has_a_confidence(void **state)
{
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct seen seen = run(damaged, &options);

	(void)state;
	assert_true(seen.items >= 36);
	assert_true(seen.changed > 20);
	assert_int_equal(seen.flagged, 0);
	forget(&seen);
}

/* Nothing is as sure as that: the text is what it was before the rules and the lattice. */
static void all_changes_go_back_together(void **state)
{
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG],
				     .min_confidence = UINT16_MAX},
			  none = {0};
	struct seen seen = run(damaged, &options), plain;

	(void)state;
	assert_int_equal(vn_stages_mask(&none.skip, "repair,restore,recase,trust", NULL), VN_OK);
	plain = run(damaged, &none);
	assert_int_equal(seen.out.len, plain.out.len);
	assert_memory_equal(seen.out.ptr, plain.out.ptr, plain.out.len);
	assert_true(seen.flagged > 20);
	forget(&seen);
	forget(&plain);
}

/* The higher the bar, the fewer changes stand. */
static void a_bar_takes_the_unsure_back(void **state)
{
	size_t flagged = 0, last = 0;

	(void)state;
	for (unsigned bar = 0; bar <= VN_SURE; bar += 2500) {
		struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG],
					     .min_confidence = (vn_confidence)bar};
		struct seen seen = run(damaged, &options);
		assert_int_equal(seen.flagged > 0, seen.unsure > 0);
		assert_true(seen.flagged >= flagged);
		flagged = last = seen.flagged;
		forget(&seen);
	}
	assert_true(last > 0);
}

/* What may be an abbreviation that no list has is changed only where that is sure: it goes back
 * though the bar is lower than any confidence. Without a bar it is changed like any word. */
static void abbreviations_need_more(void **state)
{
	static const char text[] = "Quyét dinh cua SD va NHG thuc hien CAK, BGN, TOH, LUX\n",
			  word[] = "Quyét dinh cua SD va NHG thuc hien CAK, BGN, toh, LUX\n";
	struct vn_options none = {.assume = &vn_damages[VN_DAMAGE_ENG]}, low = none;
	struct seen seen = run(text, &none);
	size_t flagged = seen.flagged;

	(void)state;
	low.min_confidence = 1;
	assert_null(memmem(seen.out.ptr, seen.out.len, "TOH", 3));
	forget(&seen);
	seen = run(text, &low);
	assert_true(seen.flagged > flagged);
	assert_non_null(memmem(seen.out.ptr, seen.out.len, "TOH", 3));
	forget(&seen);
	seen = run(word, &low);
	assert_null(memmem(seen.out.ptr, seen.out.len, "toh", 3));
	forget(&seen);
}

/* What changes of some shapes demand, and others do not. */
static void shapes_demand_more(void **state)
{
	static const struct {
		const char *before, *after;
		bool short_line, demands;
	} cases[] = {
		{"PỐ", "ĐÔ", false, true},
		{"(PAU)", "(ĐẦU)", false, true},
		{"P.TK", "P.TH", false, true},
		{"TPX", "TPH", true, true},
		{"TRUGNG", "TRƯỜNG", false, false},
		{"HI.", "II.", true, false},
		{"DAU", "ĐẦU", true, false},
		{"Pao", "Đao", true, false},
		{"Tr.", "Tr", false, true},
		{"nay.", "nay,", true, false},
		{"Trg.", "Trợ.", false, true},
		{"tng.", "ứng.", true, false},
		{"LÊ", "LỄ", true, true},
		{"LÊ", "LỄ", false, false},
		{"miên", "miền", true, true},
		{"mién", "miền", true, false},
		{"le", "lễ", true, false},
		{"Vinamit", "Vì na mít", false, true},
		{"Vinamit,", "Vi Namít,", true, true},
		{"Vinamit", "Vinamít", false, false},
		{"vinamit", "vì na mít", false, false},
		{"VinaMit", "Vì na Mít", false, false},
		{"Vìnamit", "Vì na mít", false, false},
		{"", "a", true, false},
		{".", "", true, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_str before = {cases[i].before, strlen(cases[i].before)},
			      after = {cases[i].after, strlen(cases[i].after)};
		vn_confidence least = vn_demand(before, after, cases[i].short_line);
		if ((least > VN_SURE / 2) != cases[i].demands || least > VN_DEMAND_MOST)
			fail_msg("%s: %u", before.ptr, least);
	}
}

static void lines_of_few_words_are_short(void **state)
{
	static const char text[] = "mot hai ba bon\n\nmot  hai ba bon nam\nmot hai";

	(void)state;
	for (size_t at = 0; at <= strlen(text); at++)
		assert_int_equal(vn_line_is_short((struct vn_str){text, strlen(text)}, at),
				 at < 16 || at > 35);
	assert_true(vn_line_is_short((struct vn_str){text, 0}, 0));
}

static void texts_without_words_are_taken(void **state)
{
	static const char *const texts[] = {"",	 " ",	     "\n\n", "1",
					    ".", "\xff\xfe", "a",    "...\n- - -"};
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG], .min_confidence = 9000};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct seen seen = run(texts[i], &options);
		forget(&seen);
	}
}

struct witness {
	size_t count, letters;
};

static enum vn_status witness(void *self, const struct vn_unit *unit, const struct vn_item *item,
			      const int32_t *evidence, struct vn_err *err)
{
	struct witness *w = self;
	w->count++;
	assert_int_equal(evidence[VN_TRUST_bias], 256);
	for (int i = 0; i < VN_TRUST_COUNT; i++)
		assert_in_range(evidence[i] + (1 << 20), 0, 1 << 21);
	w->letters += item->end - item->begin;
	return VN_OK;
}

static enum vn_status show(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct vn_document doc = {.model = model, .damage = &vn_damages[VN_DAMAGE_ENG]};
	return vn_trust_show(&doc, finished->unit, witness, self, err);
}

static void evidence_is_shown_for_words(void **state)
{
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct witness w = {0};
	struct vn_pipeline *pipeline = NULL;

	(void)state;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	vn_pipeline_observe(pipeline, show, &w);
	assert_int_equal(vn_pipeline_feed(pipeline, "an 12 b.\n", 9, vn_sink_nowhere, NULL, NULL),
			 VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, vn_sink_nowhere, NULL, NULL), VN_OK);
	vn_pipeline_close(pipeline);
	assert_int_equal(w.count, 3);
}

/* The words that were judged twice, and whose judgement is what their evidence says. */
struct second {
	size_t words;
};

static enum vn_status compare(void *self, const struct vn_unit *unit, const struct vn_item *item,
			      const int32_t *evidence, struct vn_err *err)
{
	struct second *second = self;
	double z = 0, sure;

	if (item->flagged)
		return VN_OK;
	for (int i = 0; i < VN_TRUST_COUNT; i++)
		z += (double)model->weights.trust[i] * evidence[i] / 256;
	sure = VN_SURE / (1 + exp(-z / 256));
	assert_true(fabs(sure - item->confidence) < 30);
	second->words++;
	return VN_OK;
}

static enum vn_status look_again(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct vn_document doc = {.model = model, .damage = &vn_damages[VN_DAMAGE_ENG]};
	return vn_trust_show(&doc, finished->unit, compare, self, err);
}

/* Where words were taken back the unit is judged anew, as if for the first time: the counts of the
 * first judgement are not added to. */
static void a_second_judgement_starts_afresh(void **state)
{
	static const char text[] = "Uy ban nhan dan. tinh ban. hanh ké hoach. d6i m6i. sang tao. "
				   "va chuyén d6i. s6. va\n";
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG], .min_confidence = 9500};
	struct second second = {0};
	struct vn_pipeline *pipeline = NULL;

	(void)state;
	assert_int_not_equal(model->weights.trust[VN_TRUST_full_stop_page], 0);
	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	vn_pipeline_observe(pipeline, look_again, &second);
	assert_int_equal(
		vn_pipeline_feed(pipeline, text, strlen(text), vn_sink_nowhere, NULL, NULL), VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, vn_sink_nowhere, NULL, NULL), VN_OK);
	assert_true(vn_pipeline_stats(pipeline)->flagged > 0);
	assert_true(second.words > 0);
	vn_pipeline_close(pipeline);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_token_has_a_confidence),
		cmocka_unit_test(all_changes_go_back_together),
		cmocka_unit_test(a_bar_takes_the_unsure_back),
		cmocka_unit_test(abbreviations_need_more),
		cmocka_unit_test(shapes_demand_more),
		cmocka_unit_test(lines_of_few_words_are_short),
		cmocka_unit_test(texts_without_words_are_taken),
		cmocka_unit_test(evidence_is_shown_for_words),
		cmocka_unit_test(a_second_judgement_starts_afresh),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
