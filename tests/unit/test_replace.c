/* Replacing a file that somebody else writes to at the same time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "folder.h"

#include <sys/syscall.h>

/* Stands before the C library's: somebody else comes after the exchange of two files. */
static void (*after_exchange)(void);

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
	long result = syscall(SYS_renameat2, from, old, to, new, flags);
	void (*act)(void) = after_exchange;

	if (result == 0 && flags == RENAME_EXCHANGE && act) {
		after_exchange = NULL;
		act();
	}
	return (int)result;
}

/* Somebody else, who comes between the last look at a file and its replacement: hold() is called
 * there. */
struct rival {
	void (*act)(void);
	int acts, open; /* a descriptor */
};

static struct rival rival;

static int rival_born(void *self, int at, const char *name)
{
	return 1;
}

static void rival_made(void *self, int slot, bool made)
{
}

static void rival_hold(void *self, int slot)
{
	rival.acts++;
	rival.act();
}

static void rival_gone(void *self, int slot)
{
}

static void append_to_old(void)
{
	int fd = open("there", O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, " and more", 9), 9);
	close(fd);
}

static void open_old(void)
{
	rival.open = open("there", O_WRONLY | O_APPEND);
	assert_true(rival.open >= 0);
}

static void put_another(void)
{
	put("another", "another", 0600);
	assert_int_equal(rename("another", "there"), 0);
}

static void put_a_link(void)
{
	put("far", "far", 0600);
	assert_int_equal(unlink("there"), 0);
	assert_int_equal(symlink("far", "there"), 0);
}

static void put_a_folder(void)
{
	assert_int_equal(unlink("there"), 0);
	assert_int_equal(mkdir("there", 0700), 0);
}

static void remove_old(void)
{
	assert_int_equal(unlink("there"), 0);
}

static int error_of_end;

static void keep_error(void *self, void *tag, const struct vn_save *end)
{
	error_of_end = end->error;
}

/* Replaces "there", holding "old", while ACT happens; by way of a group, or alone. */
static int replace_beside(void (*act)(void), bool group)
{
	static const struct vn_save_watch watch = {NULL, rival_born, rival_made, rival_hold,
						   rival_gone};
	const struct vn_save_how how = {.replace = true, .watch = &watch};
	struct vn_save save;
	struct vn_save_group all;

	rival = (struct rival){act, 0, -1};
	put("there", "old", 0600);
	save = begin("there", &how, "new");
	if (group) {
		vn_save_group_init(&all, keep_error, NULL);
		vn_save_group_add(&all, &save, NULL);
		vn_save_group_flush(&all);
		vn_save_group_fini(&all);
	} else {
		error_of_end = vn_save_finish(&save, NULL) ? save.error : 0;
	}
	assert_int_equal(rival.acts, 1);
	return error_of_end;
}

/* Whether files can change places here. */
static bool can_exchange(void)
{
	bool can;
	put("a", "a", 0600);
	put("b", "b", 0600);
	can = renameat2(AT_FDCWD, "a", AT_FDCWD, "b", RENAME_EXCHANGE) == 0;
	unlink("a");
	unlink("b");
	return can;
}

static void loses_nothing_that_is_written_at_the_last_moment(void **state)
{
	if (!can_exchange())
		skip();
	for (int group = 0; group < 2; group++) {
		assert_int_equal(replace_beside(append_to_old, group), ESTALE);
		assert_holds("there", "old and more");
		assert_int_equal(replace_beside(put_another, group), ESTALE);
		assert_holds("there", "another");
		assert_int_equal(replace_beside(put_a_link, group), ESTALE);
		assert_true(S_ISLNK(stat_of("there").st_mode));
		assert_holds("far", "far");
		unlink("far");
		unlink("there");
		assert_int_equal(replace_beside(put_a_folder, group), ESTALE);
		assert_true(S_ISDIR(stat_of("there").st_mode));
		rmdir("there");
		assert_int_equal(replace_beside(remove_old, group), 0);
		assert_holds("there", "new");
		unlink("there");
		assert_int_equal(entries(), 0);
	}
}

static void append_to_new(void)
{
	int fd = open("there", O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, " one too", 8), 8);
	close(fd);
}

static void keeps_both_texts_if_both_were_written_to(void **state)
{
	if (!can_exchange())
		skip();
	after_exchange = append_to_new;
	assert_int_equal(replace_beside(append_to_old, false), ENOTUNIQ);
	assert_null(after_exchange);
	assert_holds("there", "old and more");
	assert_holds("there.~1~", "new one too");
	assert_int_equal(entries(), 2);
	unlink("there");
	unlink("there.~1~");
	/* The way back is barred: the name is gone. */
	after_exchange = remove_old;
	assert_int_equal(replace_beside(append_to_old, false), ENOTUNIQ);
	assert_holds("there.~1~", "old and more");
	assert_int_equal(entries(), 1);
	unlink("there.~1~");
}

/* Whether the system tells here who has a file open. */
static bool has_leases(void)
{
	int fd, writer;
	bool has;

	put("leased", "", 0600);
	fd = open("leased", O_RDONLY);
	writer = open("leased", O_WRONLY);
	has = fcntl(fd, F_SETLEASE, F_RDLCK) < 0 && errno == EAGAIN;
	close(writer);
	close(fd);
	unlink("leased");
	return has;
}

static void does_not_replace_what_somebody_writes_to(void **state)
{
	struct vn_save save;
	int writer;

	if (!has_leases() || !can_exchange())
		skip();
	put("there", "old", 0600);
	save = begin("there", &replace, "new");
	writer = open("there", O_WRONLY | O_APPEND);
	assert_int_equal(vn_save_finish(&save, NULL), VN_EOUTPUT);
	assert_int_equal(save.error, ETXTBSY);
	close(writer);
	assert_holds("there", "old");

	assert_int_equal(replace_beside(open_old, false), ETXTBSY);
	assert_int_equal(write(rival.open, " and more", 9), 9);
	close(rival.open);
	assert_holds("there", "old and more");
	assert_int_equal(entries(), 1);
	unlink("there");
}

static void a_temporary_name_tells_its_file(void **state)
{
	struct stat st = {.st_ino = 0xfeed};

	assert_true(vn_temp_is(".vnfix-00000001000000000000feed"));
	assert_false(vn_temp_is(".vnfix-00000001000000000000feed0"));
	assert_false(vn_temp_is(".vnfix-00000001000000000000fee"));
	assert_false(vn_temp_is(".vnfix-00000001000000000000feeX"));
	assert_false(vn_temp_is("xvnfix-00000001000000000000feed"));
	assert_true(vn_temp_fits(".vnfix-00000001000000000000feed", &st));
	assert_true(vn_temp_fits(".vnfix-000000010000000000000000", &st));
	assert_false(vn_temp_fits(".vnfix-00000001000000000000feee", &st));
	assert_false(vn_temp_fits("feed", &st));
}

/* One thing that differs is enough to leave a file alone. */
static void a_file_is_known_by_all_of_its_state(void **state)
{
	static const struct stat old = {.st_dev = 1, .st_ino = 1};
	struct vn_save save = {.replaces = true, .old = old};
	struct stat others[] = {old, old, old, old, old, old, old, old};
	struct stat same = old;

	others[0].st_dev++;
	others[1].st_ino++;
	others[2].st_size++;
	others[3].st_mode++;
	others[4].st_uid++;
	others[5].st_gid++;
	others[6].st_mtim.tv_sec++;
	others[7].st_mtim.tv_nsec++;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		assert_int_equal(vn_save_is(&save, &others[i]), i > 1);
		assert_false(vn_save_unchanged(&save, &others[i]));
	}
	assert_true(vn_save_unchanged(&save, &same));
	save.replaces = false;
	assert_false(vn_save_is(&save, &same));
	assert_false(vn_save_unchanged(&save, &same));
}

/* What a crash while files change places leaves is the old one, under a name that says so. */
static void the_old_file_does_not_pass_for_a_new_one(void **state)
{
	struct vn_save_temp temp = {.slot = -1};
	struct vn_save save;
	struct stat before;

	put("there", "old", 0600);
	before = stat_of("there");
	save = begin("there", &replace, "new");
	assert_int_equal(vn_part_stage(&save), 0);
	temp = save.temp;
	assert_true(vn_temp_fits(temp.name, &(struct stat){.st_ino = stat_of(temp.name).st_ino}));
	assert_false(vn_temp_fits(temp.name, &before));
	vn_save_abort(&save);
	unlink("there");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loses_nothing_that_is_written_at_the_last_moment),
		cmocka_unit_test(keeps_both_texts_if_both_were_written_to),
		cmocka_unit_test(does_not_replace_what_somebody_writes_to),
		cmocka_unit_test(a_temporary_name_tells_its_file),
		cmocka_unit_test(a_file_is_known_by_all_of_its_state),
		cmocka_unit_test(the_old_file_does_not_pass_for_a_new_one),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
