/* Runs single stages on a text, for the tests of protect and repair. */
#ifndef VN_TEST_STAGES_H
#define VN_TEST_STAGES_H

#include "stage.h"

#include <stdlib.h>

/* What a run left behind; free with stages_free(). */
struct stages {
	struct vn_unit unit;
	struct vn_options options;
	struct vn_document doc;
};

static void stages_one(struct stages *s, const struct vn_stage *stage)
{
	void *data = NULL;
	vn_unit_stage(&s->unit, stage->name, stage->layer);
	if (stage->open)
		assert_int_equal(stage->open(&data, NULL, NULL), VN_OK);
	assert_int_equal(stage->run(data, &s->doc, &s->unit, NULL), VN_OK);
	assert_int_equal(vn_unit_commit(&s->unit, NULL), VN_OK);
	if (stage->close)
		stage->close(data);
}

/* protect, and repair if REPAIR, over LEN bytes of TEXT as the unit number UNITS of a document. */
static void stages_run(struct stages *s, const char *text, size_t len, bool repair, uint64_t units)
{
	*s = (struct stages){.doc = {.stats = {.units = units}}};
	s->doc.options = &s->options;
	vn_unit_init(&s->unit);
	assert_int_equal(vn_unit_begin(&s->unit, text, len, NULL), VN_OK);
	stages_one(s, &vn_stage_protect);
	if (repair)
		stages_one(s, &vn_stage_repair);
}

static void stages_free(struct stages *s)
{
	vn_unit_fini(&s->unit);
}

#endif
