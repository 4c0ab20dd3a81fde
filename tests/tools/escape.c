/*
 * Preloaded into the tool: what a text might do that had taken it over. When the tool has read the
 * word ESCAPE, everything that a confined run must not do is tried from inside, and ESCAPE_LOG says
 * of each try "refused" or "done". ESCAPE_NAMED is a file that the run may read.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int log_fd = -1;

__attribute__((constructor)) static void start(void)
{
	const char *name = getenv("ESCAPE_LOG");
	log_fd = name ? open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

static void tell(const char *what, long result)
{
	char line[200];
	int error = errno;
	int len = snprintf(line, sizeof line, "%s %s %s\n", result < 0 ? "refused" : "done", what,
			   result < 0 ? strerrorname_np(error) : "");
	if (write(log_fd, line, (size_t)len) != len)
		_exit(99);
}

static void try_all(void)
{
	char word[] = "true";
	char *const arguments[] = {word, NULL}, *const none[] = {NULL};
	const char *named = getenv("ESCAPE_NAMED");

	tell("socket", socket(AF_INET, SOCK_STREAM, 0));
	tell("unix socket", socket(AF_UNIX, SOCK_STREAM, 0));
	tell("socket pair", socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){0}));
	tell("exec", execve("/bin/true", arguments, none));
	tell("execveat", syscall(SYS_execveat, AT_FDCWD, "/bin/true", arguments, none, 0));
	tell("fork", syscall(SYS_clone, 17 /* SIGCHLD */, 0, 0, 0, 0));
	tell("ptrace", ptrace(PTRACE_TRACEME, 0, 0, 0));
	tell("open", open("/etc/passwd", O_RDONLY));
	tell("open by a link", open("/proc/self/root/etc/passwd", O_RDONLY));
	tell("open of what is not named", open("not-named", O_RDONLY));
	tell("folder",
	     open("/", O_RDONLY | O_DIRECTORY) < 0 ? -1 : open("/etc", O_RDONLY | O_DIRECTORY));
	tell("new file", open("new-file", O_WRONLY | O_CREAT, 0600));
	tell("new file for all", open("/tmp/vnfix-escape", O_WRONLY | O_CREAT | O_EXCL, 0600));
	tell("nameless file", open("/tmp", O_RDWR | O_TMPFILE, 0600));
	tell("folder for all", open("/tmp", O_RDONLY | O_DIRECTORY));
	tell("write to an input", open(named, O_WRONLY));
	tell("truncate", truncate(named, 0));
	tell("remove", unlink("not-named"));
	tell("rename", rename("not-named", "renamed"));
	tell("link", symlink("/etc/passwd", "a-link"));
	tell("mkdir", mkdir("a-folder", 0700));
	tell("open of an input", open(named, O_RDONLY));
}

__attribute__((visibility("default"))) ssize_t read(int fd, void *bytes, size_t size)
{
	static ssize_t (*real)(int, void *, size_t);
	static int tried;
	ssize_t got;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "read");
	got = real(fd, bytes, size);
	if (got > 0 && log_fd >= 0 && !tried && memmem(bytes, (size_t)got, "ESCAPE", 6)) {
		tried = 1;
		try_all();
	}
	return got;
}
