/*
 * Saves files by files/save.h alone, for the fault tests:
 *
 *   save_user [-b|-n] [-t] [-j THREADS] [-r ROOT] FILE...
 *
 * gives the k-th FILE three lines "new k", all in one group, from THREADS threads. -b, -n: with
 * a simple, a numbered backup. -t: times are kept. -r: FILE is made beneath ROOT. Exit code 4
 * when a file could not be saved, 5 when there is no memory.
 */
#include "cli/signals.h"
#include "files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct job {
	struct vn_save_how how;
	struct vn_save_group group;
	int root;
	char **files;
	int count;
	atomic_int next, code;
};

static void failed(struct job *job, const char *name, int error)
{
	fprintf(stderr, "%s: %s\n", name, vn_save_error_text(error));
	atomic_store(&job->code, error == ENOMEM ? 5 : 4);
}

static void done(void *self, void *tag, const struct vn_save *end)
{
	if (end->error)
		failed(self, tag, end->error);
}

/* Opens the output for PATH. Returns an errno value. */
static int begin(struct job *job, struct vn_save *save, const char *path)
{
	int folder = AT_FDCWD, error = 0;
	const char *name = path;
	enum vn_status status = VN_OK;

	*save = (struct vn_save){0};
	if (job->root >= 0)
		status = vn_tree_open(&folder, &name, job->root, path, 0777, &error, NULL);
	if (!status) {
		status = vn_save_open(save, folder, name, &job->how, NULL);
		error = save->error;
	}
	if (folder >= 0)
		close(folder);
	return status ? error : 0;
}

static void one(struct job *job, int i)
{
	struct vn_save save;
	char line[32];
	int error = begin(job, &save, job->files[i]);

	snprintf(line, sizeof line, "new %d\n", i);
	for (int n = 0; !error && n < 3; n++)
		if (vn_save_write(&save, line, strlen(line), NULL))
			error = save.error;
	if (error) {
		failed(job, job->files[i], error);
		vn_save_abort(&save);
	} else {
		vn_save_group_add(&job->group, &save, job->files[i]);
	}
}

static void *work(void *self)
{
	struct job *job = self;
	int i;

	while ((i = atomic_fetch_add(&job->next, 1)) < job->count)
		one(job, i);
	return NULL;
}

static void all(struct job *job, int threads)
{
	pthread_t ids[16];
	int started = 0;

	while (started < threads - 1 && started < 16 &&
	       pthread_create(&ids[started], NULL, work, job) == 0)
		started++;
	work(job);
	for (int i = 0; i < started; i++)
		pthread_join(ids[i], NULL);
	vn_save_group_flush(&job->group);
	vn_save_group_fini(&job->group);
}

int main(int argc, char **argv)
{
	static struct job job;
	int option, threads = 1;

	job.root = -1;
	job.how.replace = true;
	job.how.watch = &vn_signals_watch;
	vn_signals_init();
	while ((option = getopt(argc, argv, "bnj:r:")) != -1) {
		if (option == 'b')
			job.how.backup = VN_BACKUP_SIMPLE;
		else if (option == 'n')
			job.how.backup = VN_BACKUP_NUMBERED;
		else if (option == 'j')
			threads = atoi(optarg);
		else if (option == 'r')
			job.root = open(optarg, O_PATH | O_DIRECTORY | O_CLOEXEC);
		else
			return 2;
		if (option == 'r' && job.root < 0) {
			failed(&job, optarg, errno);
			return 4;
		}
	}
	job.files = argv + optind;
	job.count = argc - optind;
	vn_save_group_init(&job.group, done, &job);
	all(&job, threads);
	if (job.root >= 0)
		close(job.root);
	return atomic_load(&job.code);
}
