/*
 * Outputs when the system refuses: each call that src/files/ makes fails once, with several errors,
 * and some fail for ever, as on file systems that cannot. Whatever happens, a name holds its old
 * text or its new one, success means the new one, and nothing temporary is left. The linker puts
 * what is here in the place of the calls (--wrap, meson.build).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "folder.h"
#include "files/tree.h"
#include "files/walk.h"
#include "report/ndjson.h"

#include <sys/file.h>
#include <signal.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>

/* What fails. */
static struct {
	bool armed;
	long at, seen;	  /* the call numbered AT, from 1, of SEEN so far; 0: none */
	const char *ever; /* all calls of this name; NULL: none */
	const char *also; /* and of this one */
	int error;
	const char *failed; /* the name of the call that failed; NULL: none did */
} plan;

static bool fails(const char *name)
{
	if (!plan.armed || (plan.ever && strcmp(plan.ever, name) != 0 &&
			    !(plan.also && strcmp(plan.also, name) == 0)))
		return false;
	plan.seen++;
	if (!plan.ever && plan.seen != plan.at)
		return false;
	plan.failed = name;
	errno = plan.error;
	return true;
}

#define WRAP(type, name, parameters, arguments)                                                    \
	type __real_##name parameters;                                                             \
	type __wrap_##name parameters;                                                             \
	type __wrap_##name parameters                                                              \
	{                                                                                          \
		return fails(#name) ? (type)-1 : __real_##name arguments;                          \
	}

WRAP(ssize_t, write, (int fd, const void *bytes, size_t len), (fd, bytes, len))
WRAP(ssize_t, read, (int fd, void *bytes, size_t len), (fd, bytes, len))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, syncfs, (int fd), (fd))
WRAP(int, renameat, (int a, const char *b, int c, const char *d), (a, b, c, d))
WRAP(int, renameat2, (int a, const char *b, int c, const char *d, unsigned e), (a, b, c, d, e))
WRAP(int, linkat, (int a, const char *b, int c, const char *d, int e), (a, b, c, d, e))
WRAP(int, fstat64, (int fd, struct stat64 *st), (fd, st))
WRAP(int, fstatat64, (int a, const char *b, struct stat64 *c, int d), (a, b, c, d))
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
WRAP(int, futimens, (int fd, const struct timespec t[2]), (fd, t))
WRAP(int, flock, (int fd, int how), (fd, how))
WRAP(ssize_t, flistxattr, (int fd, char *list, size_t size), (fd, list, size))
WRAP(ssize_t, fgetxattr, (int a, const char *b, void *c, size_t d), (a, b, c, d))
WRAP(int, fsetxattr, (int a, const char *b, const void *c, size_t d, int e), (a, b, c, d, e))
WRAP(int, fremovexattr, (int fd, const char *name), (fd, name))

WRAP(int, mkdirat, (int a, const char *b, mode_t c), (a, b, c))

DIR *__real_fdopendir(int fd);
DIR *__wrap_fdopendir(int fd);
DIR *__wrap_fdopendir(int fd)
{
	return fails("fdopendir") ? NULL : __real_fdopendir(fd);
}

struct dirent64 *__real_readdir64(DIR *dir);
struct dirent64 *__wrap_readdir64(DIR *dir);
struct dirent64 *__wrap_readdir64(DIR *dir)
{
	return fails("readdir") ? NULL : __real_readdir64(dir);
}

/* A file without a name is a call of its own: not every file system has them. */
int __real_openat64(int at, const char *name, int flags, ...);
int __wrap_openat64(int at, const char *name, int flags, ...);
int __wrap_openat64(int at, const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (fails((flags & O_TMPFILE) == O_TMPFILE ? "tmpfile" : "openat"))
		return -1;
	return __real_openat64(at, name, flags, mode);
}

/* What fails here has closed all the same, as in Linux. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	int result;
	if (!plan.armed)
		return __real_close(fd);
	result = __real_close(fd);
	return fails("close") ? -1 : result;
}

static const char *release; /* of the kernel; NULL: that of this machine */

int __real_uname(struct utsname *names);
int __wrap_uname(struct utsname *names);
int __wrap_uname(struct utsname *names)
{
	int result = __real_uname(names);
	if (release)
		snprintf(names->release, sizeof names->release, "%s", release);
	return fails("uname") ? -1 : result;
}

/* One way to save. */
struct scenario {
	struct vn_save_how how;
	const char *backup; /* the name that the old file has then; NULL: none */
	const char *taken;  /* a name that is there before; NULL: none */
	bool grouped, attributes;
};

static const struct scenario scenarios[] = {
	{.how = {.replace = true}, .attributes = true},
	{.how = {.replace = true, .backup = VN_BACKUP_SIMPLE}, .backup = "a~"},
	{.how = {.replace = true, .backup = VN_BACKUP_NUMBERED}, .backup = "a.~1~"},
	{.how = {.replace = true}, .grouped = true},
	{.how = {.replace = true, .backup = VN_BACKUP_NUMBERED},
	 .backup = "a.~2~",
	 .taken = "a.~1~"},
};
#define SCENARIOS (sizeof scenarios / sizeof *scenarios)

static void note_end(void *self, void *tag, const struct vn_save *end)
{
	*(bool *)tag = end->error == 0;
}

/* Saves "new" as NAME. */
static bool save_one(const struct scenario *s, const char *name)
{
	struct vn_save save;

	if (vn_save_open(&save, AT_FDCWD, name, &s->how, NULL))
		return false;
	if (vn_save_write(&save, "new", 3, NULL)) {
		vn_save_abort(&save);
		return false;
	}
	return !vn_save_finish(&save, NULL);
}

/* The same for a and b by a group. */
static bool save_group(const struct scenario *s, bool done[2])
{
	static const char *const names[] = {"a", "b"};
	struct vn_save_group group;

	vn_save_group_init(&group, note_end, NULL);
	for (int i = 0; i < 2; i++) {
		struct vn_save save;
		done[i] = false;
		if (vn_save_open(&save, AT_FDCWD, names[i], &s->how, NULL))
			continue;
		if (vn_save_write(&save, "new", 3, NULL))
			vn_save_abort(&save);
		else
			vn_save_group_add(&group, &save, &done[i]);
	}
	vn_save_group_flush(&group);
	vn_save_group_fini(&group);
	return done[0] && done[1];
}

static bool holds(const char *name, const char *text)
{
	char bytes[16] = "";
	int fd = open(name, O_RDONLY);
	bool same = fd >= 0 && read(fd, bytes, sizeof bytes - 1) >= 0 && strcmp(bytes, text) == 0;

	if (fd >= 0)
		close(fd);
	return same;
}

static void check_name(const char *name, bool done)
{
	assert_true(holds(name, "new") || (!done && holds(name, "old")));
}

/* How many temporary names there are; removed if they are to GO. */
static int temporaries(bool go)
{
	struct dirent *entry;
	DIR *dir = opendir(".");
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (strncmp(entry->d_name, ".vnfix-", 7) == 0) {
			count++;
			if (go)
				unlink(entry->d_name);
		}
	closedir(dir);
	return count;
}

static void clear(void)
{
	static const char *const names[] = {"a", "b", "a~", "a.~1~", "a.~2~"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(names[i]);
	temporaries(true);
}

/* One run of S under the plan. Returns whether it said that all was well. */
static bool run(const struct scenario *s)
{
	bool done[2] = {false, true}, good;

	clear();
	put("a", "old", 0640);
	put("b", "old", 0600);
	if (s->taken)
		put(s->taken, "taken", 0600);
	if (s->attributes) /* where there are none, there are none to keep */
		setxattr("a", "user.test", "x", 1, 0);
	plan.seen = 0;
	plan.failed = NULL;
	plan.armed = true;
	good = s->grouped ? save_group(s, done) : (done[0] = save_one(s, "a"));
	plan.armed = false;
	check_name("a", done[0]);
	if (s->grouped)
		check_name("b", done[1]);
	if (good && s->backup)
		assert_true(holds(s->backup, "old"));
	if (s->taken)
		assert_true(holds(s->taken, "taken"));
	return good;
}

/* What cannot be removed stays; what is only closed or looked at does not matter. */
static bool may_leave(const char *call)
{
	return call && (strcmp(call, "renameat2") == 0 || strcmp(call, "fstatat64") == 0);
}

static void each_call_fails_once(void **state)
{
	static const int errors[] = {EIO, ENOSPC, EINTR, EPERM, EACCES, ENOSYS};

	for (size_t s = 0; s < SCENARIOS; s++) {
		plan.at = 0;
		plan.ever = NULL;
		assert_true(run(&scenarios[s]));
		for (long at = 1, calls = plan.seen; at <= calls; at++)
			for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
				plan.at = at;
				plan.error = errors[e];
				run(&scenarios[s]);
				if (!may_leave(plan.failed))
					assert_int_equal(temporaries(false), 0);
			}
	}
	clear();
}

/* File systems that cannot do something: the work is done in another way. */
static void what_is_never_possible_is_done_without(void **state)
{
	static const struct {
		const char *call;
		int error;
	} cannot[] = {
		{"tmpfile", EOPNOTSUPP}, {"tmpfile", EISDIR},	  {"renameat2", EINVAL},
		{"renameat2", ENOSYS},	 {"flistxattr", ENOTSUP}, {"fremovexattr", ENOTSUP},
		{"fchown", EPERM},	 {"flock", ENOLCK},
	};

	for (size_t s = 0; s < SCENARIOS; s++)
		for (size_t i = 0; i < sizeof cannot / sizeof *cannot; i++) {
			plan.ever = cannot[i].call;
			plan.error = cannot[i].error;
			assert_true(run(&scenarios[s]));
			assert_int_equal(temporaries(false), 0);
		}
	clear();
}

/* Without hard links the backup is a copy, with mode and times. */
static void backups_are_copies_where_links_are_refused(void **state)
{
	static const int errors[] = {EPERM, EMLINK, EOPNOTSUPP, ENOSYS, EXDEV};
	struct stat st;

	for (size_t e = 0; e < sizeof errors / sizeof *errors; e++)
		for (size_t s = 1; s <= 2; s++) {
			/* Nor is there a file without a name, which needs a link to get one. */
			plan.ever = "linkat";
			plan.also = "tmpfile";
			plan.error = errors[e];
			assert_true(run(&scenarios[s]));
			assert_int_equal(temporaries(false), 0);
			st = stat_of(scenarios[s].backup);
			assert_int_equal(st.st_mode & 07777, 0640);
			assert_int_equal(st.st_nlink, 1);
		}
	plan.error = EIO;
	assert_false(run(&scenarios[1]));
	plan.also = NULL;
	clear();
}

/* What must not be passed over is not: nothing is replaced. */
static void what_matters_ends_the_save(void **state)
{
	static const char *const calls[] = {"write", "fsync", "fchmod"};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		plan.ever = calls[i];
		plan.error = EIO;
		assert_false(run(&scenarios[0]));
		assert_true(holds("a", "old"));
		assert_int_equal(temporaries(false), 0);
	}
	/* Writing is tried again when a signal came in between. */
	plan.ever = NULL;
	plan.error = EINTR;
	for (long at = 1;; at++) {
		bool good;
		plan.at = at;
		good = run(&scenarios[0]);
		if (!plan.failed)
			break;
		if (strcmp(plan.failed, "write") == 0 || strcmp(plan.failed, "close") == 0)
			assert_true(good);
	}
	/* A group syncs each file where all at once cannot be. */
	plan.ever = "syncfs";
	plan.error = EIO;
	run(&scenarios[3]);
	assert_int_equal(temporaries(false), 0);
	clear();
}

/* What a killed process leaves is swept, or stays: the run itself goes on. */
static void sweeping_that_fails_does_no_harm(void **state)
{
	static const int errors[] = {EIO, EACCES, ENOENT};
	long calls = 1;

	plan.ever = NULL;
	for (long at = 0; at <= calls; at++)
		for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
			struct vn_sweep sweep;
			int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
			pid_t child = fork();
			if (child == 0) {
				struct vn_save save;
				if (!vn_save_open(&save, AT_FDCWD, "b", NULL, NULL) &&
				    vn_part_stage(&save) == 0)
					raise(SIGKILL);
				_exit(1);
			}
			assert_int_equal(waitpid(child, NULL, 0), child);
			assert_int_equal(temporaries(false), 1);
			plan.at = at;
			plan.error = errors[e];
			plan.seen = 0;
			plan.armed = true;
			vn_sweep_init(&sweep);
			vn_sweep_folder(&sweep, fd);
			plan.armed = false;
			assert_int_equal(sweep.removed + (uint64_t)temporaries(true), 1);
			vn_sweep_fini(&sweep);
			close(fd);
			if (!at)
				calls = plan.seen;
		}
}

static enum vn_status meet(void *self, const struct vn_walk_entry *entry, bool *enter_it,
			   struct vn_err *err)
{
	size_t *met = self;
	met[entry->error != 0]++;
	return VN_OK;
}

/* Folders are made or the error is told; a walk shows what it cannot see. */
static void trees_are_made_and_walked_or_it_is_told(void **state)
{
	long calls = 1;

	plan.ever = NULL;
	plan.error = EIO;
	for (long at = 0; at <= calls; at++) {
		int root = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), into = -1, error = 0;
		const char *name;
		size_t met[2] = {0};
		struct stat st;
		plan.at = at;
		plan.seen = 0;
		plan.failed = NULL;
		plan.armed = true;
		if (vn_tree_open(&into, &name, root, "t/u/x", 0777, &error, NULL))
			assert_true(error != 0);
		else
			close(into);
		plan.armed = false;
		if (!error)
			assert_int_equal(stat("t/u", &st), 0);
		assert_true(mkdir("t", 0700) == 0 || errno == EEXIST);
		assert_true(mkdir("t/u", 0700) == 0 || errno == EEXIST);
		plan.armed = true;
		assert_int_equal(vn_walk("t", meet, met, NULL), VN_OK);
		plan.armed = false;
		if (!plan.failed)
			assert_true(met[0] == 1 && met[1] == 0);
		if (!at)
			calls = plan.seen;
		assert_true(rmdir("t/u") == 0 && rmdir("t") == 0);
		close(root);
	}
}

/* Whether a group has to sync each file by itself. */
static bool each(const char *kernel)
{
	struct vn_save_group group;

	release = kernel;
	vn_save_group_init(&group, NULL, NULL);
	release = NULL;
	vn_save_group_fini(&group);
	return group.each;
}

static void syncfs_is_relied_on_from_linux_5_8_on(void **state)
{
	static const char *const old[] = {"4.19.0", "5.7.19", "5.0", "3.16-8", "2.6.32", "?", "5"},
				 *const new[] = {"5.8.0", "5.10.0-23-amd64", "6.1.0", "10.0"};

	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		assert_true(each(old[i]));
	for (size_t i = 0; i < sizeof new / sizeof *new; i++)
		assert_false(each(new[i]));
	plan.armed = true;
	plan.ever = "uname";
	plan.error = EFAULT;
	assert_true(each("6.1.0"));
	plan.armed = false;
}

/* A report with one record under the plan. */
static enum vn_status write_report(void)
{
	static const uint8_t sha[VN_SHA256];
	struct vn_report_about about = {.version = "1", .folder = "/x"};
	struct vn_report *report = NULL;
	enum vn_status status, closed;

	unlink("log");
	plan.seen = 0;
	plan.failed = NULL;
	plan.armed = true;
	status = vn_report_open(&report, "log", &about, NULL);
	if (!status)
		status = vn_report_saved(report, "a", sha, NULL);
	closed = vn_report_close(report, NULL);
	plan.armed = false;
	return status ? status : closed;
}

static void reports_are_written_whole_or_it_is_told(void **state)
{
	static const int errors[] = {EINTR, EIO, ENOSPC};
	struct stat whole;
	long calls;

	plan.ever = NULL;
	plan.at = 0;
	assert_int_equal(write_report(), VN_OK);
	calls = plan.seen;
	whole = stat_of("log");
	for (long at = 1; at <= calls; at++)
		for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
			enum vn_status status;
			plan.at = at;
			plan.error = errors[e];
			status = write_report();
			assert_non_null(plan.failed);
			if (strcmp(plan.failed, "write") == 0 || strcmp(plan.failed, "close") == 0)
				assert_int_equal(status, errors[e] == EINTR ? VN_OK : VN_EOUTPUT);
			if (!status)
				assert_int_equal(stat_of("log").st_size, whole.st_size);
		}
	unlink("log");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_fails_once),
		cmocka_unit_test(what_is_never_possible_is_done_without),
		cmocka_unit_test(backups_are_copies_where_links_are_refused),
		cmocka_unit_test(what_matters_ends_the_save),
		cmocka_unit_test(sweeping_that_fails_does_no_harm),
		cmocka_unit_test(trees_are_made_and_walked_or_it_is_told),
		cmocka_unit_test(syncfs_is_relied_on_from_linux_5_8_on),
		cmocka_unit_test(reports_are_written_whole_or_it_is_told),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
