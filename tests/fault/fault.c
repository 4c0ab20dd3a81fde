/*
 * Preloaded into the tool: fails its k-th allocation or its k-th file system call, or sends it a
 * signal just before. Works for root as well, and needs nothing but the dynamic linker.
 *
 *   FAULT_KIND  memory | file     what is counted; any other: nothing fails
 *   FAULT_AT    k                 from 1 on
 *   FAULT_EVER  1                 every later one as well
 *   FAULT_HOW   an errno value, or: short (half is read or written), kill, term, run
 *   FAULT_RUN   a command of the shell, run before the call, which does not fail: somebody else
 *   FAULT_TRACE 1                 every call that does not fail is logged: "call NAME"
 *   FAULT_LOG   a file to which lines are added: "fired NAME", and at exit "calls N" and
 *               "live N", the allocations that nobody has freed
 *
 * The calls that the C library makes by itself, behind fopen() and the like, are not seen;
 * those functions are counted as calls of their own.
 */
/* Each function once under its plain name; those of large files are the same ones here. */
#undef _FILE_OFFSET_BITS
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum kind { MEMORY, FILES, NEITHER };
enum how { ERROR, SHORT, KILL, TERM, RUN };

static struct {
	atomic_bool armed;
	enum kind kind;
	enum how how;
	int error;
	long at;
	bool ever, trace;
	int log;
	atomic_long calls, live;
} fault = {.kind = NEITHER, .log = -1};

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);
extern void *__libc_memalign(size_t align, size_t size);
extern void __libc_free(void *ptr);

/* The next definition of NAME, which must be the name of the function asked from. */
#define REAL(name) real_##name
#define NEXT(type, name, ...)                                                                      \
	static type (*REAL(name))(__VA_ARGS__);                                                    \
	if (!REAL(name))                                                                           \
	*(void **)&REAL(name) = dlsym(RTLD_NEXT, #name)

static void log_line(const char *word, const char *name, long number)
{
	char line[128];
	int len = name ? snprintf(line, sizeof line, "%s %s\n", word, name)
		       : snprintf(line, sizeof line, "%s %ld\n", word, number);
	if (fault.log >= 0)
		syscall(SYS_write, fault.log, line, (size_t)len);
}

/* Lets somebody else do something. */
static void meddle(void)
{
	const char *command = getenv("FAULT_RUN");

	atomic_store(&fault.armed, false);
	unsetenv("LD_PRELOAD");
	if (!command || system(command) != 0)
		log_line("failed", "run", 0);
	atomic_store(&fault.armed, true);
}

/* Counts a call. True: it has to fail, with errno set; SHORT is left to the caller. */
static bool strike(enum kind kind, const char *name)
{
	long n;

	if (kind != fault.kind || !atomic_load(&fault.armed))
		return false;
	n = atomic_fetch_add(&fault.calls, 1) + 1;
	if (n < fault.at || (n > fault.at && !fault.ever) || fault.at == 0) {
		if (fault.trace)
			log_line("call", name, 0);
		return false;
	}
	if (n == fault.at)
		log_line("fired", name, 0);
	if (fault.how == KILL || fault.how == TERM) {
		if (n == fault.at)
			kill(getpid(), fault.how == KILL ? SIGKILL : SIGTERM);
		return false;
	}
	if (fault.how == RUN && n == fault.at)
		meddle();
	if (fault.how == SHORT || fault.how == RUN)
		return false;
	errno = fault.error;
	return true;
}

/* How much of LEN bytes a read or write that is number calls may do. */
static size_t shortened(size_t len)
{
	long n = atomic_load(&fault.calls);
	bool now = fault.armed && fault.kind == FILES && fault.how == SHORT && fault.at &&
		   (n == fault.at || (n > fault.at && fault.ever));
	return now && len > 1 ? len / 2 : len;
}

__attribute__((constructor)) static void arm(void)
{
	const char *kind = getenv("FAULT_KIND"), *how = getenv("FAULT_HOW");
	const char *at = getenv("FAULT_AT"), *path = getenv("FAULT_LOG");
	int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;

	if (fd >= 0) {
		/* Out of the way, so that the numbers of the tool's own are as ever. */
		fault.log = fcntl(fd, F_DUPFD_CLOEXEC, 400);
		close(fd);
	}
	if (kind)
		fault.kind = strcmp(kind, "memory") == 0 ? MEMORY
			     : strcmp(kind, "file") == 0 ? FILES
							 : NEITHER;
	if (how && strcmp(how, "short") == 0)
		fault.how = SHORT;
	else if (how && strcmp(how, "kill") == 0)
		fault.how = KILL;
	else if (how && strcmp(how, "term") == 0)
		fault.how = TERM;
	else if (how && strcmp(how, "run") == 0)
		fault.how = RUN;
	else
		fault.error = how ? atoi(how) : ENOMEM;
	fault.at = at ? atol(at) : 0;
	fault.ever = getenv("FAULT_EVER") != NULL;
	fault.trace = getenv("FAULT_TRACE") && *getenv("FAULT_TRACE");
	atomic_store(&fault.live, 0);
	atomic_store(&fault.armed, true);
}

__attribute__((destructor)) static void report(void)
{
	atomic_store(&fault.armed, false);
	log_line("calls", NULL, atomic_load(&fault.calls));
	log_line("live", NULL, atomic_load(&fault.live));
}

/* Allocation. */

EXPORT void *malloc(size_t size)
{
	void *ptr = strike(MEMORY, "malloc") ? NULL : __libc_malloc(size);
	if (ptr)
		atomic_fetch_add(&fault.live, 1);
	return ptr;
}

EXPORT void *calloc(size_t count, size_t size)
{
	void *ptr = strike(MEMORY, "calloc") ? NULL : __libc_calloc(count, size);
	if (ptr)
		atomic_fetch_add(&fault.live, 1);
	return ptr;
}

EXPORT void *realloc(void *old, size_t size)
{
	void *ptr = strike(MEMORY, "realloc") ? NULL : __libc_realloc(old, size);
	if (ptr && !old)
		atomic_fetch_add(&fault.live, 1);
	else if (!ptr && old && size == 0)
		atomic_fetch_sub(&fault.live, 1);
	return ptr;
}

EXPORT void *aligned_alloc(size_t align, size_t size)
{
	void *ptr = strike(MEMORY, "aligned_alloc") ? NULL : __libc_memalign(align, size);
	if (ptr)
		atomic_fetch_add(&fault.live, 1);
	return ptr;
}

EXPORT int posix_memalign(void **out, size_t align, size_t size)
{
	void *ptr = aligned_alloc(align, size);
	if (!ptr)
		return ENOMEM;
	*out = ptr;
	return 0;
}

EXPORT void free(void *ptr)
{
	if (ptr)
		atomic_fetch_sub(&fault.live, 1);
	__libc_free(ptr);
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *),
			  void *arg)
{
	NEXT(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	return strike(MEMORY, "pthread_create") ? EAGAIN
						: REAL(pthread_create)(thread, attr, start, arg);
}

/* File system calls. ARGS in brackets twice: with types, and for the call. */

#define CALL(type, name, types, args)                                                              \
	EXPORT type name types                                                                     \
	{                                                                                          \
		static type(*REAL(name)) types;                                                    \
		if (!REAL(name))                                                                   \
			*(void **)&REAL(name) = dlsym(RTLD_NEXT, #name);                           \
		return strike(FILES, #name) ? (type)-1 : REAL(name) args;                          \
	}

CALL(int, fsync, (int fd), (fd))
CALL(int, fdatasync, (int fd), (fd))
CALL(int, syncfs, (int fd), (fd))
CALL(int, chmod, (const char *path, mode_t mode), (path, mode))
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode))
CALL(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
CALL(int, fsetxattr, (int fd, const char *name, const void *value, size_t size, int flags),
     (fd, name, value, size, flags))
CALL(ssize_t, fgetxattr, (int fd, const char *name, void *value, size_t size),
     (fd, name, value, size))
CALL(ssize_t, flistxattr, (int fd, char *list, size_t size), (fd, list, size))
CALL(int, fremovexattr, (int fd, const char *name), (fd, name))
CALL(int, rename, (const char *from, const char *to), (from, to))
CALL(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags),
     (a, from, b, to, flags))
CALL(int, link, (const char *from, const char *to), (from, to))
CALL(int, linkat, (int a, const char *from, int b, const char *to, int flags),
     (a, from, b, to, flags))
CALL(int, symlink, (const char *target, const char *path), (target, path))
CALL(int, unlink, (const char *path), (path))
CALL(int, unlinkat, (int fd, const char *path, int flags), (fd, path, flags))
CALL(int, mkdir, (const char *path, mode_t mode), (path, mode))
CALL(int, mkdirat, (int fd, const char *path, mode_t mode), (fd, path, mode))
CALL(int, rmdir, (const char *path), (path))
CALL(int, truncate, (const char *path, off_t size), (path, size))
CALL(int, ftruncate, (int fd, off_t size), (fd, size))
CALL(int, posix_fallocate, (int fd, off_t at, off_t size), (fd, at, size))
CALL(off_t, lseek, (int fd, off_t at, int whence), (fd, at, whence))
CALL(int, futimens, (int fd, const struct timespec times[2]), (fd, times))
CALL(int, utimensat, (int fd, const char *path, const struct timespec times[2], int flags),
     (fd, path, times, flags))
CALL(int, stat, (const char *restrict path, struct stat *restrict st), (path, st))
CALL(int, lstat, (const char *restrict path, struct stat *restrict st), (path, st))
CALL(int, fstat, (int fd, struct stat *st), (fd, st))
CALL(int, fstatat, (int fd, const char *restrict path, struct stat *restrict st, int flags),
     (fd, path, st, flags))
CALL(int, access, (const char *path, int mode), (path, mode))
CALL(int, faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags))
CALL(ssize_t, readlink, (const char *restrict path, char *restrict to, size_t cap), (path, to, cap))
CALL(ssize_t, readlinkat, (int fd, const char *restrict path, char *restrict to, size_t cap),
     (fd, path, to, cap))
CALL(ssize_t, getrandom, (void *to, size_t len, unsigned flags), (to, len, flags))
CALL(int, flock, (int fd, int what), (fd, what))
CALL(int, statfs, (const char *path, struct statfs *fs), (path, fs))
CALL(int, fstatfs, (int fd, struct statfs *fs), (fd, fs))

#define POINTER_CALL(type, name, types, args)                                                      \
	EXPORT type *name types                                                                    \
	{                                                                                          \
		static type *(*REAL(name))types;                                                   \
		if (!REAL(name))                                                                   \
			*(void **)&REAL(name) = dlsym(RTLD_NEXT, #name);                           \
		return strike(FILES, #name) ? NULL : REAL(name) args;                              \
	}

POINTER_CALL(FILE, fopen, (const char *restrict path, const char *restrict mode), (path, mode))
POINTER_CALL(FILE, fdopen, (int fd, const char *mode), (fd, mode))
POINTER_CALL(DIR, opendir, (const char *path), (path))
POINTER_CALL(DIR, fdopendir, (int fd), (fd))
POINTER_CALL(struct dirent, readdir, (DIR * dir), (dir))
POINTER_CALL(char, realpath, (const char *restrict path, char *restrict to), (path, to))

/* A file that gets another temporary name has not come to its place. */
EXPORT int renameat(int a, const char *from, int b, const char *to)
{
	bool temporary = strncmp(to, ".vnfix-", 7) == 0;
	NEXT(int, renameat, int, const char *, int, const char *);
	return strike(FILES, temporary ? "renameat-temporary" : "renameat")
		       ? -1
		       : REAL(renameat)(a, from, b, to);
}

static mode_t mode_argument(int flags, va_list args)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

EXPORT int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	NEXT(int, open, const char *, int, ...);
	va_start(args, flags);
	mode = mode_argument(flags, args);
	va_end(args);
	return strike(FILES, "open") ? -1 : REAL(open)(path, flags, mode);
}

EXPORT int openat(int fd, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	NEXT(int, openat, int, const char *, int, ...);
	va_start(args, flags);
	mode = mode_argument(flags, args);
	va_end(args);
	return strike(FILES, "openat") ? -1 : REAL(openat)(fd, path, flags, mode);
}

EXPORT int fcntl(int fd, int what, ...)
{
	va_list args;
	long value;
	NEXT(int, fcntl, int, int, long);
	va_start(args, what);
	value = va_arg(args, long);
	va_end(args);
	/* To ask for a number is not to touch a file. */
	return what != F_GETFD && strike(FILES, "fcntl") ? -1 : REAL(fcntl)(fd, what, value);
}

/* openat2() has no function of its own. */
EXPORT long syscall(long number, ...)
{
	long a[6];
	va_list args;
	NEXT(long, syscall, long, ...);
	va_start(args, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(args, long);
	va_end(args);
	if (number == SYS_openat2 && strike(FILES, "openat2"))
		return -1;
	return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

EXPORT ssize_t read(int fd, void *to, size_t len)
{
	NEXT(ssize_t, read, int, void *, size_t);
	return strike(FILES, "read") ? -1 : REAL(read)(fd, to, shortened(len));
}

EXPORT ssize_t write(int fd, const void *from, size_t len)
{
	NEXT(ssize_t, write, int, const void *, size_t);
	return strike(FILES, fd == 2 ? "write-stderr" : "write")
		       ? -1
		       : REAL(write)(fd, from, shortened(len));
}

EXPORT ssize_t pread(int fd, void *to, size_t len, off_t at)
{
	NEXT(ssize_t, pread, int, void *, size_t, off_t);
	return strike(FILES, "pread") ? -1 : REAL(pread)(fd, to, shortened(len), at);
}

/* A file is closed in any case, as on Linux. */
EXPORT int close(int fd)
{
	bool failed = strike(FILES, "close");
	int code = errno, result;
	NEXT(int, close, int);
	result = REAL(close)(fd);
	if (!failed)
		return result;
	errno = code;
	return -1;
}

EXPORT int fclose(FILE *file)
{
	bool failed = strike(FILES, "fclose");
	int code = errno, result;
	NEXT(int, fclose, FILE *);
	result = REAL(fclose)(file);
	if (!failed)
		return result;
	errno = code;
	return EOF;
}

EXPORT int fflush(FILE *file)
{
	NEXT(int, fflush, FILE *);
	return strike(FILES, "fflush") ? EOF : REAL(fflush)(file);
}

/* Only what maps a file. */
EXPORT void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
	NEXT(void *, mmap, void *, size_t, int, int, int, off_t);
	return fd >= 0 && strike(FILES, "mmap")
		       ? MAP_FAILED
		       : REAL(mmap)(at, len, protection, flags, fd, offset);
}

#define ALSO(name64, name) __asm__(".globl " #name64 "\n\t.set " #name64 ", " #name)

ALSO(open64, open);
ALSO(fcntl64, fcntl);
ALSO(statfs64, statfs);
ALSO(fstatfs64, fstatfs);
ALSO(openat64, openat);
ALSO(stat64, stat);
ALSO(lstat64, lstat);
ALSO(fstat64, fstat);
ALSO(fstatat64, fstatat);
ALSO(mmap64, mmap);
ALSO(lseek64, lseek);
ALSO(ftruncate64, ftruncate);
ALSO(truncate64, truncate);
ALSO(pread64, pread);
ALSO(readdir64, readdir);
ALSO(fopen64, fopen);
ALSO(posix_fallocate64, posix_fallocate);
