/* What a confined process can still do, and what it cannot: each try in a child of its own. */
#include "sandbox/sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder with in/text, out/ and out/old, other/secret, and link, which leads to other/secret. */
static char home[64];

static void write_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static int make_home(void **state)
{
	snprintf(home, sizeof home, "/tmp/vnfix-sandbox-XXXXXX");
	assert_non_null(mkdtemp(home));
	assert_int_equal(chdir(home), 0);
	assert_int_equal(mkdir("in", 0700) + mkdir("out", 0700) + mkdir("other", 0700), 0);
	write_file("in/text");
	write_file("out/old");
	write_file("other/secret");
	assert_int_equal(symlink("other/secret", "link"), 0);
	return 0;
}

static int remove_home(void **state)
{
	static const char *const files[] = {"in/text",	    "out/old",	 "out/new",
					    "other/secret", "other/new", "link"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(files[i]);
	rmdir("out/sub");
	rmdir("in");
	rmdir("out");
	rmdir("other");
	return chdir("/") || rmdir(home);
}

/* What is tried: 0 when it works, else an errno value. */
typedef int deed(void);

static int opened(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int result(long value)
{
	return value < 0 ? errno : 0;
}

static int read_input(void)
{
	return opened("in/text", O_RDONLY);
}
static int write_input(void)
{
	return opened("in/text", O_WRONLY);
}
static int make_beside_input(void)
{
	return opened("in/new", O_WRONLY | O_CREAT);
}
static int read_secret(void)
{
	return opened("other/secret", O_RDONLY);
}
static int read_by_link(void)
{
	return opened("link", O_RDONLY);
}
static int read_around(void)
{
	return opened("out/../other/secret", O_RDONLY);
}
static int read_password(void)
{
	return opened("/etc/passwd", O_RDONLY);
}
static int list_root(void)
{
	return opened("/", O_RDONLY | O_DIRECTORY);
}
static int make_elsewhere(void)
{
	return opened("other/new", O_WRONLY | O_CREAT);
}
static int remove_elsewhere(void)
{
	return result(unlink("other/secret"));
}
static int move_out(void)
{
	return result(rename("out/old", "other/new"));
}
static int link_in(void)
{
	return result(link("other/secret", "out/new"));
}
static int truncate_elsewhere(void)
{
	return result(truncate("other/secret", 0));
}
static int make_output(void)
{
	return opened("out/new", O_WRONLY | O_CREAT | O_TRUNC);
}
static int make_folder(void)
{
	return result(mkdir("out/sub", 0700));
}
static int replace_output(void)
{
	return make_output() ? errno : result(rename("out/new", "out/old"));
}

/* As the tool does it: a file without a name gets one. */
static int name_nameless(void)
{
	char self[32];
	int fd = open("out", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EOPNOTSUPP ? 0 : errno;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	return result(linkat(AT_FDCWD, self, AT_FDCWD, "out/new", AT_SYMLINK_FOLLOW));
}

static int use_network(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}
static int use_local_socket(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM, 0));
}
static int make_socketpair(void)
{
	int fds[2];
	return result(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
}

static int start_program(void)
{
	char word[] = "true", *const words[] = {word, NULL};
	execv("/bin/true", words);
	return errno;
}

static int make_process(void)
{
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return result(child);
}

static int run_command(void)
{
	FILE *pipe = popen("true", "r");
	return pipe ? pclose(pipe), 0 : errno;
}

static int look_into_parent(void)
{
	return result(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}
static int change_root(void)
{
	return result(chroot("."));
}
static int become(void)
{
	return result(setuid(65534));
}

/* SIGURG does nothing to who gets it. */
static int signal_parent(void)
{
	return result(kill(getppid(), SIGURG));
}
static int signal_itself(void)
{
	return result(kill(getpid(), SIGURG));
}

static void *nothing(void *self)
{
	return self;
}

static int make_thread(void)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, nothing, NULL);
	return error ? error : pthread_join(thread, NULL);
}

static void *open_secret(void *error)
{
	*(int *)error = read_secret();
	return NULL;
}

static int thread_reads_secret(void)
{
	pthread_t thread;
	int error = 0;
	if (pthread_create(&thread, NULL, open_secret, &error) == 0)
		pthread_join(thread, NULL);
	return error;
}

/* Does it in a confined child; returns what comes of it. */
static int confined(deed *what)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct vn_sandbox sandbox;
		vn_sandbox_open(&sandbox);
		vn_sandbox_allow(&sandbox, "in/text", VN_RIGHT_READ);
		vn_sandbox_allow(&sandbox, "missing", VN_RIGHT_READ);
		vn_sandbox_allow_beside(&sandbox, "out/old", VN_RIGHT_CHANGE);
		if (vn_sandbox_enter(&sandbox))
			_exit(255);
		vn_sandbox_close(&sandbox);
		_exit(what());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void need(bool there, const char *what)
{
	if (there)
		return;
	print_message("skipped: no %s here\n", what);
	skip();
}

static void nothing_outside_is_opened(void **state)
{
	need(vn_sandbox_able().landlock > 0 && vn_sandbox_able().seccomp, "Landlock and seccomp");
	assert_int_equal(confined(write_input), EACCES);
	assert_int_equal(confined(make_beside_input), EACCES);
	assert_int_equal(confined(read_secret), EACCES);
	assert_int_equal(confined(read_by_link), EACCES);
	assert_int_equal(confined(read_around), EACCES);
	assert_int_equal(confined(read_password), EACCES);
	assert_int_equal(confined(list_root), EACCES);
	assert_int_equal(confined(make_elsewhere), EACCES);
	assert_int_equal(confined(remove_elsewhere), EACCES);
	assert_int_not_equal(confined(move_out), 0);
	assert_int_not_equal(confined(link_in), 0);
	assert_int_equal(confined(thread_reads_secret), EACCES);
	if (vn_sandbox_able().landlock >= 3)
		assert_int_equal(confined(truncate_elsewhere), EACCES);
}

static void what_was_named_is(void **state)
{
	need(vn_sandbox_able().landlock > 0 && vn_sandbox_able().seccomp, "Landlock and seccomp");
	assert_int_equal(confined(read_input), 0);
	assert_int_equal(confined(name_nameless), 0);
	assert_int_equal(confined(make_output), 0);
	assert_int_equal(confined(replace_output), 0);
	assert_int_equal(confined(make_folder), 0);
	assert_int_equal(confined(make_thread), 0);
	assert_int_equal(confined(signal_itself), 0);
}

static void nobody_else_is_reached(void **state)
{
	need(vn_sandbox_able().seccomp, "seccomp");
	need(vn_sandbox_able().landlock > 0, "Landlock");
	assert_int_equal(confined(use_network), EPERM);
	assert_int_equal(confined(use_local_socket), EPERM);
	assert_int_equal(confined(make_socketpair), EPERM);
	assert_int_equal(confined(start_program), EPERM);
	assert_int_equal(confined(make_process), EPERM);
	assert_int_not_equal(confined(run_command), 0);
	assert_int_equal(confined(look_into_parent), EPERM);
	assert_int_equal(confined(change_root), EPERM);
	assert_int_equal(confined(become), EPERM);
	if (vn_sandbox_able().landlock >= 6)
		assert_int_equal(confined(signal_parent), EPERM);
}

/* All that is refused above works without: the tests would notice. */
static void without_it_all_of_that_works(void **state)
{
	assert_int_equal(read_secret(), 0);
	assert_int_equal(read_by_link(), 0);
	assert_int_equal(read_password(), 0);
	assert_int_equal(list_root(), 0);
	assert_int_equal(make_socketpair(), 0);
	assert_int_equal(run_command(), 0);
	assert_int_equal(signal_parent(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_it_all_of_that_works),
		cmocka_unit_test(nothing_outside_is_opened),
		cmocka_unit_test(what_was_named_is),
		cmocka_unit_test(nobody_else_is_reached),
	};
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
