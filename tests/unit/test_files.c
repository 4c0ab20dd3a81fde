/* Lists of names, globs, walks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files/names.h"
#include "files/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "vnfix-test-files-XXXXXX";

static int enter(void **state)
{
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	return chdir("..") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

/* Collects names, each in brackets. */
static enum vn_status collect(void *self, const char *name, struct vn_err *err)
{
	struct vn_buf *all = self;
	if (strcmp(name, "stop") == 0)
		return vn_err_set(err, VN_ELIMIT, "stop");
	assert_int_equal(vn_buf_add(all, "[", 1, err), VN_OK);
	assert_int_equal(vn_buf_add(all, name, strlen(name), err), VN_OK);
	return vn_buf_add(all, "]", 1, err);
}

/* What the list of LEN bytes reads as, through a file. */
static enum vn_status list(const char *bytes, size_t len, char end, const char *expected)
{
	struct vn_buf all = {0};
	struct vn_err err;
	enum vn_status status;
	FILE *file = fopen("list", "w+");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	rewind(file);
	status = vn_names_read(fileno(file), end, collect, &all, &err);
	assert_int_equal(vn_buf_add(&all, "", 1, NULL), VN_OK);
	assert_string_equal(all.ptr, expected);
	vn_buf_fini(&all);
	fclose(file);
	assert_int_equal(unlink("list"), 0);
	return status;
}

#define LIST(text, end, expected) list(text, sizeof text - 1, end, expected)

static void lists_are_read_byte_by_byte(void **state)
{
	assert_int_equal(LIST("", '\n', ""), VN_OK);
	assert_int_equal(LIST("\n\n", '\n', ""), VN_OK);
	assert_int_equal(LIST("a\nb c\n", '\n', "[a][b c]"), VN_OK);
	assert_int_equal(LIST("\n a\r\n\n\xff\t", '\n', "[ a\r][\xff\t]"), VN_OK);
	assert_int_equal(LIST("a\nb\0\0c", '\0', "[a\nb][c]"), VN_OK);
}

static void bad_lists_are_refused(void **state)
{
	char *name = malloc(VN_NAME_MAX + 2);
	enum vn_status status;

	assert_int_equal(LIST("a\nb\0c\nd\n", '\n', "[a]"), VN_EINPUT);
	assert_int_equal(LIST("a\nstop\nb\n", '\n', "[a]"), VN_ELIMIT);
	assert_non_null(name);
	memset(name, 'x', VN_NAME_MAX + 1);
	name[VN_NAME_MAX + 1] = '\n';
	status = list(name, VN_NAME_MAX + 2, '\n', "");
	assert_int_equal(status, VN_EINPUT);
	free(name);
	assert_int_equal(vn_names_read(-1, '\n', collect, NULL, NULL), VN_EINPUT);
}

/* The longest name fits, also where it is read in several pieces. */
static void a_long_name_is_read(void **state)
{
	char *text = malloc(VN_NAME_MAX + 1), *expected = malloc(VN_NAME_MAX + 3);

	assert_non_null(text);
	assert_non_null(expected);
	memset(text, 'x', VN_NAME_MAX);
	text[VN_NAME_MAX] = '\n';
	expected[0] = '[';
	memset(expected + 1, 'x', VN_NAME_MAX);
	memcpy(expected + 1 + VN_NAME_MAX, "]", 2);
	assert_int_equal(list(text, VN_NAME_MAX + 1, '\n', expected), VN_OK);
	free(text);
	free(expected);
}

static bool take(const char *include, const char *exclude, const char *path, bool is_folder)
{
	struct vn_globs globs = {&include, &exclude, include != NULL, exclude != NULL};
	return vn_globs_take(&globs, path, is_folder);
}

static void globs_choose(void **state)
{
	static const struct {
		const char *include, *exclude, *path;
		bool is_folder, taken;
	} cases[] = {
		{NULL, NULL, "a/b.txt", false, true},
		{"*.txt", NULL, "a/b.txt", false, true},
		{"*.txt", NULL, "a/b.txt~", false, false},
		{"b.*", NULL, "a/b.txt", false, true},
		{"a/*", NULL, "a/c/b.txt", false, true},
		{"a/*", NULL, "x/a/b", false, false},
		{"*/a/*", NULL, "x/a/b", false, true},
		{"*.txt", "b*", "a/b.txt", false, false},
		{"*.txt", "b*", "b/a.txt", false, false}, /* the whole path fits b* */
		{NULL, "b", "b/a.txt", false, true},	  /* a walk does not enter b */
		{NULL, "b", "a/b", true, false},
		{"*.txt", NULL, "a", true, true},
		{"a/*", NULL, "./a/b", false, true},
		{"a/*", NULL, ".//./a/b", false, true},
		{"[ab]?", NULL, "x/b1", false, true},
		{"[", NULL, "[", false, true},
		{"\xff*", NULL, "d/\xff\xfe", false, true},
		{"*", NULL, ".hidden", false, true},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (take(cases[i].include, cases[i].exclude, cases[i].path, cases[i].is_folder) !=
		    cases[i].taken)
			fail_msg("case %zu: %s", i, cases[i].path);
}

static void any_of_several_globs_is_enough(void **state)
{
	const char *const include[] = {"*.a", "*.b"}, *const exclude[] = {"x*", "y*"};
	struct vn_globs globs = {include, exclude, 2, 2};

	assert_true(vn_globs_take(&globs, "1.a", false));
	assert_true(vn_globs_take(&globs, "1.b", false));
	assert_false(vn_globs_take(&globs, "1.c", false));
	assert_false(vn_globs_take(&globs, "y.b", false));
}

/* What a walk met: the sum of what was asked of it. */
struct seen {
	size_t files, folders, links, errors;
	const char *shun; /* a folder that is not entered */
	bool wrong;	  /* a path that is not made of its parts */
};

static enum vn_status see(void *self, const struct vn_walk_entry *entry, bool *enter_it,
			  struct vn_err *err)
{
	struct seen *seen = self;

	seen->wrong |=
		strstr(entry->path, entry->rest) == NULL || entry->name < entry->path ||
		(!entry->error && faccessat(AT_FDCWD, entry->path, F_OK, AT_SYMLINK_NOFOLLOW) != 0);
	if (entry->error)
		seen->errors++;
	else if (*enter_it)
		seen->folders++;
	else if (S_ISLNK(entry->st.st_mode))
		seen->links++;
	else
		seen->files++;
	if (seen->shun && strcmp(entry->name, seen->shun) == 0)
		*enter_it = false;
	return seen->files > 100000 ? VN_ELIMIT : VN_OK;
}

static void touch(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
}

static void a_walk_sees_everything_once(void **state)
{
	struct seen seen = {0};

	assert_int_equal(mkdir("t", 0700), 0);
	assert_int_equal(mkdir("t/a", 0700), 0);
	assert_int_equal(mkdir("t/a/b", 0700), 0);
	touch("t/1");
	touch("t/a/.2");
	touch("t/a/b/3");
	assert_int_equal(symlink("..", "t/a/up"), 0);
	assert_int_equal(symlink("1", "t/to1"), 0);
	assert_int_equal(symlink("nowhere", "t/lost"), 0);
	for (int i = 0; i < 3; i++) {
		seen = (struct seen){0};
		assert_int_equal(vn_walk(i == 0	  ? "t"
					 : i == 1 ? "t//"
						  : "./t/",
					 see, &seen, NULL),
				 VN_OK);
		assert_int_equal(seen.files, 3);
		assert_int_equal(seen.folders, 2);
		assert_int_equal(seen.links, 3);
		assert_int_equal(seen.errors, 0);
		assert_false(seen.wrong);
	}
	seen = (struct seen){.shun = "a"};
	assert_int_equal(vn_walk("t", see, &seen, NULL), VN_OK);
	assert_int_equal(seen.files, 1);
	assert_int_equal(system("rm -r t"), 0);
}

static void a_root_that_cannot_be_read_is_shown(void **state)
{
	struct seen seen = {0};

	assert_int_equal(vn_walk("absent", see, &seen, NULL), VN_OK);
	assert_int_equal(seen.errors, 1);
	assert_int_equal(seen.files + seen.folders, 0);
	seen = (struct seen){0};
	touch("f");
	assert_int_equal(vn_walk("f", see, &seen, NULL), VN_OK);
	assert_int_equal(seen.errors, 1);
	assert_int_equal(unlink("f"), 0);
}

/* Deeper than a path may be long: what can be named is walked, the rest is an error, not the end.
 */
static void a_deep_tree_ends(void **state)
{
	struct seen seen = {0};
	char name[201];
	size_t depth;

	memset(name, 'd', 200);
	name[200] = '\0';
	assert_int_equal(mkdir("t", 0700), 0);
	assert_int_equal(chdir("t"), 0);
	for (depth = 0; depth < 25; depth++)
		assert_true(mkdir(name, 0700) == 0 && chdir(name) == 0);
	while (depth-- > 0)
		assert_int_equal(chdir(".."), 0);
	assert_int_equal(chdir(".."), 0);
	assert_int_equal(vn_walk("t", see, &seen, NULL), VN_OK);
	assert_true(seen.folders >= 20);
	assert_int_equal(seen.errors, 1);
	assert_int_equal(system("rm -r t"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_read_byte_by_byte),
		cmocka_unit_test(bad_lists_are_refused),
		cmocka_unit_test(a_long_name_is_read),
		cmocka_unit_test(globs_choose),
		cmocka_unit_test(any_of_several_globs_is_enough),
		cmocka_unit_test(a_walk_sees_everything_once),
		cmocka_unit_test(a_root_that_cannot_be_read_is_shown),
		cmocka_unit_test(a_deep_tree_ends),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
