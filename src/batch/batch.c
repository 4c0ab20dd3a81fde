#include "batch/batch.h"

#include "batch/aide.h"
#include "batch/job.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>

#define MOST_FILES 2048 /* outputs that wait for their turn */

/* Tells what jobs have put on their tickets: subject and text, each with its NUL. */
static void tell(const struct vn_says *says, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		const char *subject = bytes + at, *text = subject + strlen(subject) + 1;
		vn_tell(says, subject, text);
		at = (size_t)(text - bytes) + strlen(text) + 1;
	}
}

static void emit(void *self, enum vn_lane lane, const char *bytes, size_t len)
{
	struct vn_batch *batch = self;

	if (lane == VN_LANE_SAYS)
		tell(batch->says, bytes, len);
	else if (!batch->out.error && vn_save_write(&batch->out, bytes, len, NULL))
		vn_order_stop(&batch->order); /* run.c tells why */
}

static void settle(void *self, void *item)
{
	(void)self;
	vn_job_settle(item);
}

static void idle(void *self)
{
	struct vn_batch *batch = self;
	vn_save_group_flush(&batch->group);
}

/* The report must be on the disk before names change, or a change could not be undone. */
static int sync_report(void *self)
{
	struct vn_batch *batch = self;
	struct vn_err err;

	if (!vn_reports_sync(&batch->reports, &err))
		return 0;
	vn_tell(batch->says, batch->plan->reports.report, err.text);
	return EIO;
}

/* Notes that memory for the next input is out: the run ends. */
static void give_up(struct vn_batch *batch)
{
	pthread_mutex_lock(&batch->lock);
	batch->result->code = vn_exit_worse(batch->result->code, VN_EXIT_LIMIT);
	batch->torn = true;
	pthread_mutex_unlock(&batch->lock);
	vn_order_stop(&batch->order);
	vn_tell(batch->says, NULL, "out of memory");
}

static void *work(void *self)
{
	struct vn_worker *worker = self;
	struct vn_batch *batch = worker->batch;

	for (;;) {
		struct vn_job *job = vn_job_new(batch);
		if (!job) {
			give_up(batch);
			break;
		}
		if (!vn_order_take(&batch->order, &job->ticket)) {
			free(job);
			break;
		}
		vn_job_run(job, worker);
		if (batch->in_order)
			vn_order_ready(&batch->order, &job->ticket, job);
		else
			vn_job_settle(job);
	}
	vn_save_group_flush(&batch->group);
	return NULL;
}

static size_t cores(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	return count > 0 ? (size_t)count : 1;
}

/* How many threads are wanted. */
static size_t threads_wanted(const struct vn_batch *batch)
{
	return batch->plan->jobs ? batch->plan->jobs : cores();
}

/* How many of them have a document to read. */
static size_t worker_count(const struct vn_batch *batch)
{
	size_t count = threads_wanted(batch), standard = 0;

	for (size_t i = 0; i < batch->inputs.count; i++)
		standard += batch->inputs.item[i].standard;
	/* Two that read standard input must not share it. */
	if (standard > 1 || batch->inputs.count == 0)
		return 1;
	/* Where in the one output a document begins is only known when those before are written. */
	if (batch->reports.report && batch->out.open && !batch->out.direct)
		return 1;
	return count < batch->inputs.count ? count : batch->inputs.count;
}

static void close_worker(struct vn_worker *worker)
{
	if (worker) {
		vn_reporter_close(&worker->reporter);
		vn_pipeline_close(worker->pipeline);
		vn_aide_close(worker->aide);
	}
	free(worker);
}

static enum vn_status open_worker(struct vn_worker **out, struct vn_batch *batch,
				  struct vn_err *err)
{
	struct vn_worker *worker = calloc(1, sizeof *worker);
	enum vn_status status;

	if (!worker)
		return vn_err_nomem(err);
	worker->batch = batch;
	status = vn_pipeline_open(&worker->pipeline, &batch->plan->job.options,
				  batch->plan->job.model, err);
	if (status) {
		free(worker);
		return status;
	}
	if (batch->plan->job.timeout)
		vn_pipeline_watch(worker->pipeline, vn_document_late, worker);
	/* Where every worker can have a thread beside it. Without memory for one it works alone. */
	if (threads_wanted(batch) >= 2 * worker_count(batch) && !vn_aide_open(&worker->aide, NULL))
		vn_pipeline_aide(worker->pipeline, &worker->aide->aide);
	vn_pipeline_write(worker->pipeline, vn_format_writer(&batch->plan->job.format),
			  &batch->plan->job.format);
	vn_reporter_open(&worker->reporter, &batch->reports, worker->pipeline, vn_document_sink,
			 worker);
	*out = worker;
	return VN_OK;
}

/* A thread beside the first. Without memory for it the work is done by fewer. */
struct helper {
	struct vn_worker *worker;
	pthread_t thread;
};

static size_t start(struct helper *helpers, size_t count, struct vn_batch *batch)
{
	size_t started = 0;

	while (started < count) {
		struct helper *helper = &helpers[started];
		if (open_worker(&helper->worker, batch, NULL))
			break;
		if (pthread_create(&helper->thread, NULL, work, helper->worker) != 0) {
			close_worker(helper->worker);
			break;
		}
		started++;
	}
	return started;
}

/* The calling thread works too: with one thread there is no other. */
static enum vn_status work_all(struct vn_batch *batch, struct vn_err *err)
{
	size_t count = worker_count(batch) - 1, started;
	struct helper *helpers = calloc(count + 1, sizeof *helpers);
	struct vn_worker *first = NULL;
	enum vn_status status = helpers ? open_worker(&first, batch, err) : vn_err_nomem(err);

	if (!status) {
		started = start(helpers, count, batch);
		work(first);
		for (size_t i = 0; i < started; i++) {
			pthread_join(helpers[i].thread, NULL);
			close_worker(helpers[i].worker);
		}
		close_worker(first);
	}
	free(helpers);
	return status;
}

/* How many outputs, each with two descriptors, may wait for those before them. The limit of the
 * system for careless programs is raised as far as it goes and this needs. */
static size_t room_for_files(void)
{
	const rlim_t others = 4 * VN_GROUP_FILES, want = 2 * MOST_FILES + others;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 1;
	if (limit.rlim_cur < want) {
		limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0 && getrlimit(RLIMIT_NOFILE, &limit) < 0)
			return 1;
	}
	if (limit.rlim_cur >= want)
		return MOST_FILES;
	return limit.rlim_cur > others + 2 ? (size_t)(limit.rlim_cur - others) / 2 : 1;
}

enum vn_status vn_batch_work(struct vn_batch *batch, struct vn_err *err)
{
	const struct vn_order_calls calls = {emit, settle, idle};
	bool own = vn_plan_file_by_file(batch->plan);
	enum vn_status status =
		vn_order_open(&batch->order, batch->inputs.count, &calls, batch, err);

	if (status)
		return status;
	/* Files take their names as they come, unless somebody is told of them or may stop it. */
	batch->in_order =
		!own || batch->reports.wanted || batch->plan->job.on_error == VN_ON_ERROR_ABORT;
	if (own)
		batch->order.most = room_for_files();
	if (pthread_mutex_init(&batch->lock, NULL) != 0) {
		vn_order_close(&batch->order);
		return vn_err_nomem(err);
	}
	if (batch->says->begin)
		batch->says->begin(batch->says->self, batch->inputs.count, batch->inputs.bytes);
	vn_save_group_init(&batch->group, vn_job_saved, batch);
	batch->group.before = sync_report;
	status = work_all(batch, err);
	vn_save_group_fini(&batch->group);
	if (batch->says->end)
		batch->says->end(batch->says->self);
	pthread_mutex_destroy(&batch->lock);
	vn_order_close(&batch->order);
	return status;
}
