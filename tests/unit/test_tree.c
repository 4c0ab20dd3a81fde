/* Outputs beneath a root: no link is followed, with openat2() and without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "folder.h"
#include "files/tree.h"

#include <dlfcn.h>
#include <sys/syscall.h>

/* Stands before the C library's, which is the way to openat2(). */
static int openat2_error; /* 0: none */

long syscall(long number, ...)
{
	long (*real)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	long a[4]; /* as many as openat2() has: no other call comes here */
	va_list args;

	va_start(args, number);
	for (int i = 0; i < 4; i++)
		a[i] = va_arg(args, long);
	va_end(args);
	assert_int_equal(number, SYS_openat2);
	if (openat2_error) {
		errno = openat2_error;
		return -1;
	}
	return real(number, a[0], a[1], a[2], a[3]);
}

static void refuses_all_but_plain_files(void **state)
{
	const struct vn_save_how plain = {.plain = true}, over = {.plain = true, .replace = true};
	static const char *const targets[] = {"file", "nothing", ".", "/dev/null", "link"};
	struct vn_save save;

	put("file", "old", 0600);
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		assert_int_equal(symlink(targets[i], "link"), 0);
		refused("link", &plain, ELOOP);
		refused("link", &over, ELOOP);
		unlink("link");
	}
	assert_int_equal(mkfifo("pipe", 0600), 0);
	refused("pipe", &plain, VN_IO_FIFO);
	refused("pipe", &over, VN_IO_FIFO);
	unlink("pipe");
	refused(".", &over, EISDIR);
	refused("/dev/null", &over, VN_IO_DEVICE);
	save = begin("file", &over, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("file", "new");
	unlink("file");
	assert_int_equal(entries(), 0);
}

static int tree(const char *path)
{
	const char *name;
	int root = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), into, error = 0;

	if (vn_tree_open(&into, &name, root, path, 0777, &error, NULL) == VN_OK) {
		assert_ptr_equal(name, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
		close(into);
	}
	close(root);
	return error;
}

static void beneath_a_root_only(void)
{
	assert_int_equal(tree("x"), 0);
	assert_int_equal(tree("a/b/c/x"), 0);
	assert_int_equal(tree("a//./b/y"), 0);
	assert_true(S_ISDIR(stat_of("a/b/c").st_mode));
	assert_int_equal(entries(), 1);
	assert_int_equal(tree("../x"), EXDEV);
	assert_int_equal(tree("a/../../x"), EXDEV);
	assert_int_equal(tree("a/.."), EXDEV);
	assert_int_equal(tree("/tmp/x"), EXDEV);
	assert_int_equal(tree("a/"), EXDEV);
	assert_int_equal(tree(""), EXDEV);
	assert_int_equal(symlink("..", "up"), 0);
	assert_int_equal(tree("up/x"), ELOOP);
	assert_int_equal(tree("up/new/x"), ELOOP);
	assert_int_equal(symlink("..", "a/up"), 0);
	assert_int_equal(tree("a/up/x"), ELOOP);
	assert_int_equal(tree("a/up/new/x"), ELOOP);
	unlink("a/up");
	unlink("up");
	/* Nor does it matter where a link leads. */
	assert_int_equal(symlink("a", "down"), 0);
	assert_int_equal(tree("down/x"), ELOOP);
	assert_int_equal(tree("down/new/x"), ELOOP);
	unlink("down");
	assert_int_equal(symlink("nothing", "down"), 0);
	assert_int_equal(tree("down/x"), ELOOP);
	unlink("down");
	assert_int_equal(entries(), 1);
	put("file", "", 0600);
	assert_int_equal(tree("file/x"), ENOTDIR);
	unlink("file");
	rmdir("a/b/c");
	rmdir("a/b");
	rmdir("a");
}

static const int without_openat2[] = {0, ENOSYS, EPERM};

#define WAYS (sizeof without_openat2 / sizeof *without_openat2)

static void makes_folders_beneath_a_root_only(void **state)
{
	for (size_t i = 0; i < WAYS; i++) {
		openat2_error = without_openat2[i];
		beneath_a_root_only();
	}
	openat2_error = 0;
}

static int found(const char *path)
{
	int root = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), into = -1, error = 0;
	char *name = NULL;

	if (vn_tree_find(&into, &name, root, path, &error, NULL) == VN_OK) {
		free(name);
		close(into);
	}
	close(root);
	return error;
}

static void finds_beneath_a_root_only(void **state)
{
	static const struct {
		const char *target, *path;
		int error;
	} links[] = {
		{"file", "a/link", 0},	       {"../file", "a/link", ENOENT},
		{"../a/file", "a/link", 0},    {"/etc/passwd", "a/link", EXDEV},
		{"link", "a/link", ELOOP},     {"../../x/y", "a/link", EXDEV},
		{"nothing", "a/link", ENOENT}, {"../a/.", "a/link", EISDIR},
	};

	assert_int_equal(mkdir("a", 0700), 0);
	put("a/file", "text", 0600);
	assert_int_equal(found("a/file"), 0);
	assert_int_equal(found("a/new"), 0);
	assert_int_equal(found("../x"), EXDEV);
	assert_int_equal(found("/x"), EXDEV);
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		assert_int_equal(symlink(links[i].target, "a/link"), 0);
		if (found(links[i].path) != links[i].error)
			fail_msg("%s: %s", links[i].target, strerror(found(links[i].path)));
		unlink("a/link");
	}
	unlink("a/file");
	assert_int_equal(rmdir("a"), 0);
}

static int look(const char *path)
{
	int root = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat st, read;
	int error = vn_tree_stat(root, path, &st) < 0 ? errno : 0, code;
	int fd = vn_tree_read(root, path, &read);

	code = fd < 0 ? errno : 0;
	if (fd >= 0) {
		assert_int_equal(st.st_ino, read.st_ino);
		close(fd);
	}
	close(root);
	return error ? error : code;
}

static void looks_beneath_a_root_only(void **state)
{
	assert_int_equal(mkdir("a", 0700), 0);
	put("a/file", "text", 0600);
	assert_int_equal(symlink("a", "down"), 0);
	assert_int_equal(symlink("file", "a/link"), 0);
	assert_int_equal(mkfifo("a/pipe", 0600), 0);
	for (size_t i = 0; i < WAYS; i++) {
		openat2_error = without_openat2[i];
		assert_int_equal(look("a/file"), 0);
		assert_int_equal(look("./a//file"), 0);
		assert_int_equal(look("a/none"), ENOENT);
		assert_int_equal(look("none/file"), ENOENT);
		assert_int_equal(look("down/file"), ELOOP);
		assert_int_equal(look("a/link"), ELOOP);
		assert_int_equal(look("a/pipe"), EINVAL);
		assert_int_equal(look("a/../a/file"), EXDEV);
	}
	openat2_error = 0;
	unlink("a/file");
	unlink("a/link");
	unlink("a/pipe");
	unlink("down");
	rmdir("a");
	assert_int_equal(entries(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_folders_beneath_a_root_only),
		cmocka_unit_test(finds_beneath_a_root_only),
		cmocka_unit_test(looks_beneath_a_root_only),
		cmocka_unit_test(refuses_all_but_plain_files),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
