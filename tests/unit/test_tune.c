/* vnfix-mkmodel tune: the regression finds what made its data, and a part comes out that joins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files/io.h"
#include "mkmodel/commands.h"
#include "mkmodel/logistic.h"
#include "load/load.h"
#include "small_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROWS 4000

/* Answers with probability 1 / (1 + exp(-(1.5 - 2 x + 0.5 y))), spread evenly, not drawn. */
static void factors_are_found(void **state)
{
	static int32_t values[ROWS * 4];
	static bool right[ROWS];
	struct vn_rows rows = {values, right, ROWS, 4};
	int32_t factors[4], flat[4];
	double owed = 0;

	(void)state;
	for (int i = 0; i < ROWS; i++) {
		int x = i % 5 - 2, y = i / 5 % 4;
		int32_t *row = values + 4 * i;
		row[0] = 256;
		row[1] = 256 * x;
		row[2] = 256 * y;
		row[3] = 0; /* never seen */
	}
	/* Equal rows take turns, so that each kind has its share of right answers. */
	for (int kind = 0; kind < 20; kind++) {
		owed = 0.5;
		for (int i = kind; i < ROWS; i += 20) {
			int x = kind % 5 - 2, y = kind / 5 % 4;
			owed += 1 / (1 + exp(-(1.5 - 2 * x + 0.5 * y)));
			right[i] = owed >= 1;
			owed -= right[i];
		}
	}
	assert_int_equal(vn_logistic_fit(&rows, 0.001, factors, NULL), VN_OK);
	assert_true(fabs(factors[0] / 256.0 - 1.5) < 0.05);
	assert_true(fabs(factors[1] / 256.0 + 2) < 0.05);
	assert_true(fabs(factors[2] / 256.0 - 0.5) < 0.05);
	assert_int_equal(factors[3], 0);
	/* A heavy fee holds them near 0. */
	assert_int_equal(vn_logistic_fit(&rows, 1e6, flat, NULL), VN_OK);
	for (int k = 0; k < 4; k++)
		assert_in_range(flat[k] + 8, 0, 16);
}

/* Answers that a value tells without fail: the factors stay finite. */
static void certainty_is_no_harm(void **state)
{
	static const int32_t values[] = {256, 256, 256, -256, 256, 256, 256, -256};
	static const bool right[] = {true, false, true, false};
	struct vn_rows rows = {values, right, 4, 2}, none = {values, right, 0, 2};
	int32_t factors[2];

	(void)state;
	assert_int_equal(vn_logistic_fit(&rows, 0.1, factors, NULL), VN_OK);
	assert_in_range(factors[1], 256, 256 * 20);
	assert_int_equal(vn_logistic_fit(&none, 0.1, factors, NULL), VN_OK);
	assert_int_equal(factors[0], 0);
}

/* A folder with a model and a page. */
struct folder {
	char path[SMALL_MODEL_PATH], model[SMALL_MODEL_PATH];
	char part[SMALL_MODEL_PATH + 16], joined[SMALL_MODEL_PATH + 16];
	char source[SMALL_MODEL_PATH + 16], bare[SMALL_MODEL_PATH + 32];
};

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[SMALL_MODEL_PATH + 32];
	FILE *file;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void make_folder(struct folder *f)
{
	const char *tmp = getenv("TMPDIR");
	snprintf(f->path, sizeof f->path, "%s/vnfix-tune-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->path));
	assert_true(small_model_write(f->model));
	snprintf(f->part, sizeof f->part, "%s/part", f->path);
	snprintf(f->joined, sizeof f->joined, "%s/joined", f->path);
	snprintf(f->source, sizeof f->source, "%s=*", f->path);
	snprintf(f->bare, sizeof f->bare, "bare:%s/a.truth.txt", f->path);
	write_file(f->path, "a.truth.txt",
		   "Ủy ban nhân dân tỉnh ban hành kế hoạch\nđổi mới sáng tạo\nxyz và số\n");
	write_file(f->path, "a.ocr.txt",
		   "Uy ban nhan dan tinh ban hanh ké hoach\nd6i m6i sang ta0\nxy va s6\n");
}

static void remove_folder(struct folder *f)
{
	static const char *const names[] = {"a.truth.txt", "a.ocr.txt", "part", "joined"};
	for (size_t i = 0; i < 4; i++) {
		char path[SMALL_MODEL_PATH + 32];
		snprintf(path, sizeof path, "%s/%s", f->path, names[i]);
		unlink(path);
	}
	rmdir(f->path);
	unlink(f->model);
}

static void tuned_weights_join_a_model(void **state)
{
	struct folder f;
	char tune[] = "tune", r[] = "-r", one[] = "1", c[] = "-c", o[] = "-o", join[] = "join";
	struct vn_model *model = NULL;
	struct vn_weights weights;

	(void)state;
	make_folder(&f);
	{
		char *argv[] = {tune,	r,	 one,	   c,	   f.source, o,
				f.part, f.model, f.source, f.bare, NULL};
		assert_int_equal(vn_command_tune(10, argv, NULL), VN_OK);
	}
	{
		char *argv[] = {join, o, f.joined, f.model, f.part, NULL};
		assert_int_equal(vn_command_join(5, argv, NULL), VN_OK);
	}
	assert_int_equal(vn_model_open(&model, f.joined, NULL), VN_OK);
	assert_true(vn_weights_read(&weights, (struct vn_str){"", 0}));
	/* So few tokens, so heavily fined, do not give the factors of the defaults. */
	assert_memory_not_equal(&weights.trust, &model->weights.trust, sizeof weights.trust);
	vn_model_close(model);
	remove_folder(&f);
}

static void wrong_use_is_told(void **state)
{
	struct folder f;
	char tune[] = "tune", o[] = "-o", r[] = "-r", bad[] = "-1", none[] = "/nowhere=*",
	     text[] = "text";
	char *const wrong[][8] = {
		{tune, f.model, f.source},  /* no part */
		{tune, o, f.part, f.model}, /* no pages */
		{tune, o, f.part, r, bad, f.model, f.source},
		{tune, o, f.part, f.model, text}, /* no such source */
	};

	(void)state;
	make_folder(&f);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char *argv[9] = {0};
		int argc = 0;
		while (argc < 8 && wrong[i][argc]) {
			argv[argc] = wrong[i][argc];
			argc++;
		}
		assert_int_equal(vn_command_tune(argc, argv, NULL), VN_EUSAGE);
	}
	{
		char *argv[] = {tune, o, f.part, f.model, none, NULL};
		assert_int_equal(vn_command_tune(5, argv, NULL), VN_EINPUT);
	}
	assert_int_equal(access(f.part, F_OK), -1);
	remove_folder(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(factors_are_found),
		cmocka_unit_test(certainty_is_no_harm),
		cmocka_unit_test(tuned_weights_join_a_model),
		cmocka_unit_test(wrong_use_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
