/* Leftovers: what killed runs have left goes, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files/parts.h"
#include "files/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "vnfix-test-sweep-XXXXXX";

static int enter(void **state)
{
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	return chdir("..") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

/* The name of a temporary file here; "": there is none. */
static const char *found(char name[VN_TEMP_CAP])
{
	DIR *dir = opendir(".");
	const struct dirent *entry;

	assert_non_null(dir);
	*name = '\0';
	while ((entry = readdir(dir)) != NULL)
		if (vn_temp_is(entry->d_name))
			strcpy(name, entry->d_name);
	closedir(dir);
	return name;
}

/* Sweeps the current folder in a run of its own. Returns how many files went. */
static uint64_t swept(void)
{
	struct vn_sweep sweep;
	int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	uint64_t removed;

	assert_true(fd >= 0);
	vn_sweep_init(&sweep);
	vn_sweep_folder(&sweep, fd);
	removed = sweep.removed;
	vn_sweep_fini(&sweep);
	close(fd);
	return removed;
}

/* A process that is killed when its file has a name, but not yet its own. WAIT: it waits instead,
 * and is killed by the caller. */
static pid_t die_while_writing(bool wait)
{
	int ends[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct vn_save save;
		if (vn_save_open(&save, AT_FDCWD, "page", NULL, NULL) ||
		    vn_save_write(&save, "text", 4, NULL) || vn_part_stage(&save) < 0 ||
		    write(ends[1], "x", 1) != 1)
			_exit(1);
		while (wait)
			pause();
		raise(SIGKILL);
	}
	assert_true(child > 0);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	close(ends[0]);
	if (!wait)
		assert_int_equal(waitpid(child, NULL, 0), child);
	return child;
}

static void leave_one(char name[VN_TEMP_CAP])
{
	die_while_writing(false);
	assert_string_not_equal(found(name), "");
}

/* Where locks are seen by all, and files can be known again. */
static void need_local(void)
{
	struct statfs fs;
	assert_int_equal(statfs(".", &fs), 0);
	if (fs.f_type != EXT4_SUPER_MAGIC && fs.f_type != TMPFS_MAGIC &&
	    fs.f_type != XFS_SUPER_MAGIC && fs.f_type != BTRFS_SUPER_MAGIC &&
	    fs.f_type != OVERLAYFS_SUPER_MAGIC)
		skip();
}

static void what_the_dead_have_left_goes(void **state)
{
	char name[VN_TEMP_CAP];

	need_local();
	leave_one(name);
	leave_one(name);
	assert_int_equal(swept(), 2);
	assert_string_equal(found(name), "");
	assert_int_equal(swept(), 0);
}

static void what_the_living_write_stays(void **state)
{
	char name[VN_TEMP_CAP];
	struct vn_save save;
	pid_t child = die_while_writing(true);

	assert_int_equal(swept(), 0);
	kill(child, SIGSTOP);
	assert_int_equal(swept(), 0);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	need_local();
	assert_int_equal(swept(), 1);
	/* Of this process too. */
	assert_int_equal(vn_save_open(&save, AT_FDCWD, "page", NULL, NULL), VN_OK);
	assert_int_equal(vn_part_stage(&save), 0);
	assert_string_not_equal(found(name), "");
	assert_int_equal(swept(), 0);
	/* Also between the end of the writing and the rename. */
	vn_part_hold(&save);
	close(save.fd);
	save.fd = -1;
	assert_int_equal(swept(), 0);
	vn_part_release(&save);
	assert_int_equal(swept(), 1);
	vn_save_abort(&save);
}

static void what_is_locked_or_has_two_names_stays(void **state)
{
	char name[VN_TEMP_CAP];
	int fd;

	need_local();
	leave_one(name);
	fd = open(name, O_RDONLY);
	assert_int_equal(flock(fd, LOCK_SH), 0);
	assert_int_equal(swept(), 0);
	close(fd);
	assert_int_equal(link(name, "kept"), 0);
	assert_int_equal(swept(), 0);
	unlink("kept");
	assert_int_equal(swept(), 1);
}

static void what_is_somebody_elses_stays(void **state)
{
	char name[VN_TEMP_CAP];

	need_local();
	if (geteuid() != 0)
		skip();
	leave_one(name);
	assert_int_equal(chown(name, 1, 1), 0);
	assert_int_equal(swept(), 0);
	assert_int_equal(chown(name, 0, 0), 0);
	assert_int_equal(swept(), 1);
}

/* Makes a file of the user's own that looks like a leftover. */
static void put(const char *name)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	fputs("mine", file);
	assert_int_equal(fclose(file), 0);
}

/* Until the clock of files has moved: what is made now is made after what was there. */
static void next_tick(void)
{
	usleep(50000);
}

static void what_only_looks_like_it_stays(void **state)
{
	static const char *const names[] = {
		".vnfix-0123456789abcdef",	   /* a name of another shape */
		".vnfix-0123456789abcdef01234567", /* not the inode of what it names */
		".vnfix-012345670000000000000000", /* tells of no file, and is young */
		".vnfix-01234567ffffffffffffffff", /* could not be locked */
	};
	char name[VN_TEMP_CAP];
	struct stat st;

	/* A copy of a leftover is none. */
	leave_one(name);
	put("copy");
	assert_int_equal(rename("copy", name), 0);
	next_tick(); /* the inode of the leftover may be used again */
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		put(names[i]);
	assert_int_equal(swept(), 0);
	assert_int_equal(unlink(name), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_equal(unlink(names[i]), 0);
	/* Nor is what is no file, or leads to one. */
	assert_int_equal(mkdir(".vnfix-tmp", 0700), 0);
	assert_int_equal(stat(".vnfix-tmp", &st), 0);
	snprintf(name, sizeof name, ".vnfix-01234567%016llx", (unsigned long long)st.st_ino);
	assert_int_equal(rename(".vnfix-tmp", name), 0);
	assert_int_equal(swept(), 0);
	assert_int_equal(rmdir(name), 0);
	put("mine");
	assert_int_equal(stat("mine", &st), 0);
	snprintf(name, sizeof name, ".vnfix-01234567%016llx", (unsigned long long)st.st_ino);
	assert_int_equal(symlink("mine", name), 0);
	assert_int_equal(swept(), 0);
	assert_int_equal(unlink(name), 0);
	assert_int_equal(unlink("mine"), 0);
	assert_int_equal(mkfifo(".vnfix-012345670000000000000000", 0600), 0);
	assert_int_equal(swept(), 0);
	assert_int_equal(unlink(".vnfix-012345670000000000000000"), 0);
}

/* "page" is replaced by a process that is killed when the two files have changed places. */
static void die_while_replacing(char name[VN_TEMP_CAP])
{
	static const struct vn_save_how replace = {.replace = true};
	pid_t child;

	put("page");
	next_tick();
	child = fork();
	if (child == 0) {
		struct vn_save save;
		if (vn_save_open(&save, AT_FDCWD, "page", &replace, NULL) ||
		    vn_save_write(&save, "new", 3, NULL) || vn_part_stage(&save) < 0 ||
		    renameat2(save.folder, save.temp.name, save.folder, "page", RENAME_EXCHANGE) <
			    0)
			_exit(1);
		raise(SIGKILL);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_string_not_equal(found(name), "");
}

/* The old file stays; it and the new one are removed then. */
static void stays(const char *name)
{
	assert_int_equal(swept(), 0);
	assert_int_equal(unlink(name), 0);
	assert_int_equal(unlink("page"), 0);
}

static void the_old_file_goes_when_it_holds_nothing_new(void **state)
{
	char name[VN_TEMP_CAP];
	struct stat st;
	int fd;

	need_local();
	die_while_replacing(name);
	assert_int_equal(swept(), 1);
	assert_int_equal(stat("page", &st), 0);
	assert_int_equal(st.st_size, 3);
	assert_int_equal(unlink("page"), 0);

	/* Somebody has it open and may write. */
	die_while_replacing(name);
	fd = open(name, O_WRONLY | O_APPEND);
	assert_int_equal(swept(), 0);
	/* Somebody has written. */
	assert_int_equal(write(fd, "!", 1), 1);
	close(fd);
	stays(name);
	/* Somebody has done so and hidden it. */
	die_while_replacing(name);
	next_tick();
	fd = open(name, O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "!", 1), 1);
	assert_int_equal(futimens(fd, (struct timespec[2]){{0}, {0}}), 0);
	close(fd);
	stays(name);
	/* The run that replaces it is still alive. */
	die_while_replacing(name);
	fd = open("page", O_RDONLY);
	assert_int_equal(flock(fd, LOCK_SH), 0);
	stays(name);
	close(fd);
	/* The new file is gone. */
	die_while_replacing(name);
	assert_int_equal(rename("page", "elsewhere"), 0);
	assert_int_equal(unlink("elsewhere"), 0);
	next_tick(); /* its inode may be used again */
	put("page");
	stays(name);
}

static void a_folder_is_looked_at_once(void **state)
{
	char name[VN_TEMP_CAP];
	struct vn_sweep sweep;
	int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), below;

	need_local();
	assert_int_equal(mkdir("below", 0700), 0);
	below = open("below", O_PATH | O_DIRECTORY | O_CLOEXEC);
	vn_sweep_init(&sweep);
	vn_sweep_folder(&sweep, fd);
	leave_one(name);
	vn_sweep_folder(&sweep, below);
	vn_sweep_folder(&sweep, fd);
	assert_int_equal(sweep.removed, 0);
	vn_sweep_fini(&sweep);
	close(fd);
	close(below);
	rmdir("below");
	assert_int_equal(swept(), 1);
}

static void an_output_sweeps_its_folder_first(void **state)
{
	char name[VN_TEMP_CAP];
	struct vn_sweep sweep;
	const struct vn_save_how how = {.sweep = &sweep};
	struct vn_save save;

	need_local();
	leave_one(name);
	vn_sweep_init(&sweep);
	assert_int_equal(vn_save_open(&save, AT_FDCWD, "new", &how, NULL), VN_OK);
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(sweep.removed, 1);
	vn_sweep_fini(&sweep);
	assert_int_equal(unlink("new"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_dead_have_left_goes),
		cmocka_unit_test(what_the_living_write_stays),
		cmocka_unit_test(what_is_locked_or_has_two_names_stays),
		cmocka_unit_test(what_is_somebody_elses_stays),
		cmocka_unit_test(what_only_looks_like_it_stays),
		cmocka_unit_test(the_old_file_goes_when_it_holds_nothing_new),
		cmocka_unit_test(a_folder_is_looked_at_once),
		cmocka_unit_test(an_output_sweeps_its_folder_first),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
