#include "eval/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK 65536

extern char **environ;

/* A running command: its process and our ends of the pipes, -1 when closed. */
struct filter {
	pid_t pid;
	int in, out;
};

static enum vn_status fail(struct vn_err *err, const char *what, int code)
{
	return vn_err_set(err, VN_EINPUT, "%s: %s", what, strerror(code));
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Starts COMMAND between the pipes; returns an errno. SIGPIPE gets its default back. */
static int spawn(const char *command, int in, int out, pid_t *pid)
{
	char *const argv[] = {(char *)"sh", (char *)"-c", (char *)command, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t signals;
	int code = posix_spawn_file_actions_init(&actions);

	if (code)
		return code;
	code = posix_spawnattr_init(&attributes);
	if (code)
		goto free_actions;
	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	code = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	if (!code)
		code = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (!code)
		code = posix_spawnattr_setsigdefault(&attributes, &signals);
	if (!code)
		code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	if (!code)
		code = posix_spawn(pid, "/bin/sh", &actions, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
free_actions:
	posix_spawn_file_actions_destroy(&actions);
	return code;
}

static enum vn_status start(const char *command, struct filter *filter, struct vn_err *err)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, code = 0;

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || fcntl(in[1], F_SETFL, O_NONBLOCK) < 0)
		code = errno;
	else
		code = spawn(command, in[0], out[1], &filter->pid);
	shut(&in[0]);
	shut(&out[1]);
	if (code) {
		shut(&in[1]);
		shut(&out[0]);
		return fail(err, command, code);
	}
	filter->in = in[1];
	filter->out = out[0];
	return VN_OK;
}

/* Writes what the pipe takes now; closes it when all is written or nobody reads any more. */
static void push(struct filter *filter, struct vn_str *input)
{
	ssize_t n = write(filter->in, input->ptr, input->len);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		input->ptr += n;
		input->len -= (size_t)n;
	}
	if (n < 0 || input->len == 0)
		shut(&filter->in);
}

/* Reads what is there; closes the pipe at its end. */
static enum vn_status pull(struct filter *filter, struct vn_buf *output, struct vn_err *err)
{
	enum vn_status status = vn_buf_reserve(output, CHUNK, err);
	ssize_t n;

	if (status)
		return status;
	n = read(filter->out, output->ptr + output->len, CHUNK);
	if (n < 0 && errno != EINTR)
		return fail(err, "reading from the command", errno);
	if (n > 0)
		output->len += (size_t)n;
	else if (n == 0)
		shut(&filter->out);
	return VN_OK;
}

static enum vn_status exchange(struct filter *filter, struct vn_str input, struct vn_buf *output,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (!input.len)
		shut(&filter->in);
	while (!status && filter->out >= 0) {
		struct pollfd fds[2] = {{.fd = filter->out, .events = POLLIN},
					{.fd = filter->in, .events = POLLOUT}};
		if (poll(fds, 2, -1) < 0) {
			if (errno != EINTR)
				return fail(err, "poll", errno);
			continue;
		}
		if (fds[1].revents)
			push(filter, &input);
		if (fds[0].revents)
			status = pull(filter, output, err);
	}
	return status;
}

/* Waits for the command and judges how it ended. */
static enum vn_status finish(struct filter *filter, const char *command, struct vn_err *err)
{
	int state;

	shut(&filter->in);
	shut(&filter->out);
	while (waitpid(filter->pid, &state, 0) < 0)
		if (errno != EINTR)
			return fail(err, command, errno);
	if (WIFSIGNALED(state))
		return vn_err_set(err, VN_EINPUT, "'%s' was killed by signal %d", command,
				  WTERMSIG(state));
	if (WEXITSTATUS(state))
		return vn_err_set(err, VN_EINPUT, "'%s' exited with %d", command,
				  WEXITSTATUS(state));
	return VN_OK;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum vn_status vn_run_filter(const char *command, struct vn_str input, struct vn_buf *output,
			     double *seconds, struct vn_err *err)
{
	struct filter filter;
	double begin = now();
	enum vn_status status = start(command, &filter, err), ended;

	output->len = 0;
	if (status)
		return status;
	status = exchange(&filter, input, output, err);
	ended = finish(&filter, command, status ? NULL : err);
	*seconds += now() - begin;
	return status ? status : ended;
}
