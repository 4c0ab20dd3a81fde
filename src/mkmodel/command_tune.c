#include "damage/damage.h"
#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/trial.h"
#include "mkmodel/write.h"
#include "load/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROUNDS	  2 /* over all weights, unless told otherwise */
#define STEP_PART 5 /* the first step of a weight is this part of it */
#define STEP_MIN  4 /* steps stop at this part of the first one */
#define HARM	  20
#define RIDGE	  3

/* What is tuned. */
struct tuning {
	struct vn_trial trial;
	struct vn_model *model;
	int64_t best; /* cost of the weights as they are */
	struct vn_err *err;
};

/* Errors per million tokens, summed over the kinds of pages: each kind counts alike, but a right
 * word made wrong as much as HARM that stay wrong. */
static int64_t cost_of(const struct vn_trial_score *score)
{
	int64_t cost = 0;
	for (int d = 0; d <= VN_DAMAGE_COUNT; d++)
		if (score->words[0][d])
			cost += (int64_t)(score->errors[0][d] * 1000000 / score->words[0][d]) *
				(d == VN_DAMAGE_CLEAN ? HARM : 1);
	return cost;
}

static void print_score(const char *title, const struct vn_trial_score *score)
{
	for (int checked = 0; checked < 2; checked++)
		for (int d = 0; d <= VN_DAMAGE_COUNT; d++)
			if (score->words[checked][d])
				printf("%s %-7s %-5s %8llu tokens %7llu errors %6.3f %%\n", title,
				       checked ? "checked" : "tuned",
				       d < VN_DAMAGE_COUNT ? vn_damages[d].name : "none",
				       (unsigned long long)score->words[checked][d],
				       (unsigned long long)score->errors[checked][d],
				       100.0 * (double)score->errors[checked][d] /
					       (double)score->words[checked][d]);
	fflush(stdout);
}

/* Tries VALUE for weight K; keeps it if it is better. */
static enum vn_status try_value(struct tuning *t, size_t k, const struct vn_weight_info *info,
				int64_t value, bool *better)
{
	int32_t *weight = vn_weight_at(&t->model->weights, k), old = *weight;
	struct vn_trial_score score;
	enum vn_status status;
	int64_t cost;

	*better = false;
	if (value < info->least || value > info->most || value == old)
		return VN_OK;
	*weight = (int32_t)value;
	status = vn_trial_run(&t->trial, t->model, &score, t->err);
	cost = cost_of(&score);
	*better = !status && cost < t->best;
	if (*better) {
		printf("%-16s %6d -> %6d  cost %lld -> %lld\n", info->name, old, *weight,
		       (long long)t->best, (long long)cost);
		fflush(stdout);
		t->best = cost;
	} else {
		*weight = old;
	}
	return status;
}

/* Moves one weight up and down, by ever smaller steps, as long as that helps. */
static enum vn_status tune_one(struct tuning *t, size_t k, const struct vn_weight_info *info)
{
	int64_t first = *vn_weight_at(&t->model->weights, k) / STEP_PART;
	enum vn_status status = VN_OK;

	first = first ? first : 1;
	for (int64_t step = first; !status && step > 0 && step * STEP_MIN >= first; step /= 2)
		for (int sign = -1; !status && sign <= 1; sign += 2) {
			bool better = true;
			while (!status && better)
				status = try_value(t, k, info,
						   *vn_weight_at(&t->model->weights, k) +
							   sign * step,
						   &better);
		}
	return status;
}

/* Whether a weight is one of the search: the others belong to the confidence. */
static bool is_tuned(const struct vn_weight_info *info)
{
	return strncmp(info->name, "t_", 2) != 0 && strcmp(info->name, "temperature") != 0;
}

/* Coordinate descent: ROUNDS times over all weights, until none moves. */
static enum vn_status descend(struct tuning *t, int rounds)
{
	struct vn_trial_score score;
	size_t count;
	const struct vn_weight_info *table = vn_weight_table(&count);
	enum vn_status status = vn_trial_run(&t->trial, t->model, &score, t->err);

	if (status)
		return status;
	print_score("before", &score);
	t->best = cost_of(&score);
	for (int round = 0; !status && round < rounds; round++) {
		int64_t before = t->best;
		for (size_t k = 0; !status && k < count; k++)
			if (is_tuned(&table[k]))
				status = tune_one(t, k, &table[k]);
		if (t->best == before)
			break;
	}
	if (!status && rounds)
		status = vn_trial_run(&t->trial, t->model, &score, t->err);
	if (!status && rounds)
		print_score("after", &score);
	return status;
}

/* Says how good the confidences of the pages are. */
static enum vn_status judge(struct tuning *t, bool checked)
{
	struct vn_trial_evidence found = {0};
	struct vn_reliability r;
	enum vn_status status = vn_trial_gather(&t->trial, t->model, checked, &found, t->err);

	if (!status && found.sure.count) {
		vn_confidence_judge(&found.sure, &r);
		printf("confidence %-7s %zu letter tokens, %zu errors, calibration error %.4f, "
		       "%.1f %% of the errors in the 5 %% least sure\n",
		       checked ? "checked" : "tuned", r.tokens, r.errors, r.calibration_error,
		       100 * r.least_sure);
	}
	vn_trial_evidence_fini(&found);
	return status;
}

/* Fits the confidence to the pages that are tuned on. */
static enum vn_status fit(struct tuning *t)
{
	struct vn_trial_evidence found = {0};
	enum vn_status status = vn_trial_gather(&t->trial, t->model, false, &found, t->err);
	struct vn_rows rows = {.values = (const void *)found.values.ptr,
			       .right = (const void *)found.right.ptr,
			       .count = found.right.len / sizeof(bool),
			       .width = VN_TRUST_COUNT};
	struct vn_weights *weights = &t->model->weights;
	const int32_t engine = weights->trust[VN_TRUST_engine];
	size_t count;
	const struct vn_weight_info *table = vn_weight_table(&count);

	if (!status && !rows.count)
		status = vn_err_set(t->err, VN_EINPUT, "tune: the pages have no tokens");
	if (!status)
		status = vn_logistic_fit(&rows, RIDGE, weights->trust, t->err);
	/* Pages of plain text tell nothing of it. */
	weights->trust[VN_TRUST_engine] = engine;
	/* What the table says of a weight holds for those that are found as well. */
	for (size_t k = 0; k < count; k++) {
		int32_t *weight = vn_weight_at(weights, k);
		if (*weight < table[k].least)
			*weight = table[k].least;
		if (*weight > table[k].most)
			*weight = table[k].most;
	}
	vn_trial_evidence_fini(&found);
	if (!status)
		status = judge(t, false);
	return status ? status : judge(t, true);
}

static enum vn_status write_part(const struct vn_weights *weights, const char *path,
				 struct vn_err *err)
{
	struct vn_sections sections = {0};
	struct vn_buf *section = vn_sections_get(&sections, VN_SECTION_WGHT);
	enum vn_status status = vn_weights_write(section, weights, err);

	if (!status)
		status = vn_sections_write(&sections, path, err);
	vn_sections_fini(&sections);
	return status;
}

/* Reads the options; *OUT and *ROUNDS are set. */
static enum vn_status read_options(struct tuning *t, int argc, char **argv, const char **out,
				   long *rounds)
{
	enum vn_status status = VN_OK;
	int c;

	optind = 1;
	while (!status && (c = getopt(argc, argv, ":o:r:c:")) != -1) {
		if (c == 'o')
			*out = optarg;
		else if (c == 'r')
			status = vn_argument_number(rounds, "tune: -r", optarg, 0, 100, t->err);
		else if (c == 'c')
			status = vn_trial_add(&t->trial, optarg, true, t->err);
		else
			status = vn_argument_unknown("tune", c, t->err);
	}
	if (!status && (!*out || argc - optind < 2))
		status = vn_err_set(t->err, VN_EUSAGE, "tune: need -o PART, MODEL and pages");
	return status;
}

enum vn_status vn_command_tune(int argc, char **argv, struct vn_err *err)
{
	struct tuning t = {.err = err};
	const char *out = NULL;
	long rounds = ROUNDS;
	enum vn_status status = read_options(&t, argc, argv, &out, &rounds);

	if (!status)
		status = vn_err_name(err, vn_model_open(&t.model, argv[optind], err), argv[optind]);
	optind += !status;
	for (; !status && optind < argc; optind++)
		status = vn_trial_add(&t.trial, argv[optind], false, err);
	if (!status)
		status = descend(&t, (int)rounds);
	if (!status)
		status = fit(&t);
	if (!status)
		status = write_part(&t.model->weights, out, err);
	vn_trial_fini(&t.trial);
	vn_model_close(t.model);
	if (!status && (fflush(stdout) != 0 || ferror(stdout)))
		status = vn_err_set(err, VN_EOUTPUT, "tune: cannot write");
	return status;
}
