/* Saving: what a name holds after success and after every kind of failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "folder.h"

#include <grp.h>
#include <poll.h>
#include <sys/wait.h>
#include <sys/xattr.h>

static void makes_a_new_file_whole_or_not_at_all(void **state)
{
	struct vn_save save;
	mode_t old = umask(027);

	save = begin("new", NULL, "text");
	assert_int_equal(access("new", F_OK), -1);
	vn_save_abort(&save);
	vn_save_abort(&save);
	assert_int_equal(entries(), 0);

	save = begin("new", NULL, "text");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_true(save.placed);
	assert_int_equal(save.written, 4);
	assert_holds("new", "text");
	assert_int_equal(mode_of("new"), 0640);
	assert_int_equal(entries(), 1);
	unlink("new");

	save = begin("new", &(struct vn_save_how){.mode = 0600}, "text");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(mode_of("new"), 0600);
	umask(old);
	unlink("new");
}

static void refuses_what_exists(void **state)
{
	struct vn_save save;

	put("there", "old", 0600);
	refused("there", NULL, EEXIST);
	/* One that appears while the output is made is not lost either. */
	unlink("there");
	save = begin("there", NULL, "new");
	put("there", "other", 0600);
	assert_int_equal(vn_save_finish(&save, NULL), VN_EOUTPUT);
	assert_int_equal(save.error, EEXIST);
	assert_false(save.placed);
	assert_holds("there", "other");
	assert_int_equal(entries(), 1);
	unlink("there");
}

static void replaces_and_keeps_the_mode(void **state)
{
	struct vn_save save;
	struct stat st;

	put("there", "old", 0604);
	save = begin("there", &replace, "newer");
	assert_holds("there", "old");
	assert_int_equal(fstat(save.fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("there", "newer");
	assert_int_equal(mode_of("there"), 0604);
	assert_int_equal(entries(), 1);
	unlink("there");
}

static void does_not_replace_what_was_changed_meanwhile(void **state)
{
	struct vn_save save;
	struct stat before;

	put("there", "old", 0600);
	before = stat_of("there");
	save = begin("there", &replace, "new");
	assert_true(vn_save_is(&save, &before));
	assert_true(vn_save_unchanged(&save, &before));
	put("there", "somebody's", 0600);
	assert_int_equal(vn_save_finish(&save, NULL), VN_EOUTPUT);
	assert_int_equal(save.error, ESTALE);
	assert_holds("there", "somebody's");

	save = begin("there", &replace, "new");
	assert_false(vn_save_unchanged(&save, &before));
	unlink("there");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("there", "new");
	unlink("there");
}

/* One difference is enough, and nothing else counts: an inode number alone is no file. */
static void knows_the_file_it_replaces(void **state)
{
	struct vn_save save;
	struct stat same, other;

	put("there", "old", 0600);
	same = stat_of("there");
	save = begin("there", &replace, "new");
	same.st_atim.tv_sec++;
	same.st_nlink++;
	assert_true(vn_save_is(&save, &same) && vn_save_unchanged(&save, &same));
	other = same;
	other.st_dev++;
	assert_false(vn_save_is(&save, &other) || vn_save_unchanged(&save, &other));
	other = same;
	other.st_ino++;
	assert_false(vn_save_is(&save, &other) || vn_save_unchanged(&save, &other));
	for (int i = 0; i < 6; i++) {
		other = same;
		other.st_size += i == 0;
		other.st_mode ^= i == 1 ? 0100 : 0;
		other.st_uid += i == 2;
		other.st_gid += i == 3;
		other.st_mtim.tv_sec += i == 4;
		other.st_mtim.tv_nsec += i == 5;
		assert_true(vn_save_is(&save, &other));
		assert_false(vn_save_unchanged(&save, &other));
	}
	vn_save_abort(&save);
	/* A new file replaces none. */
	save = begin("new", NULL, "x");
	assert_false(vn_save_is(&save, &same));
	vn_save_abort(&save);
	unlink("there");
}

/* A pipe that is full, and does not wait, is waited for. */
static void waits_for_a_slow_reader(void **state)
{
	static char much[300000];
	struct vn_save save;
	int ends[2];
	pid_t reader;

	assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
	reader = fork();
	assert_true(reader >= 0);
	if (reader == 0) {
		size_t left = sizeof much;
		while (left > 0) {
			struct pollfd wait = {.fd = ends[0], .events = POLLIN};
			ssize_t n;
			poll(&wait, 1, -1);
			n = read(ends[0], much, sizeof much);
			left -= n > 0 ? (size_t)n : 0;
		}
		_exit(0);
	}
	vn_save_from_fd(&save, ends[1]);
	assert_int_equal(vn_save_write(&save, much, sizeof much, NULL), VN_OK);
	assert_int_equal(save.written, sizeof much);
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(waitpid(reader, NULL, 0), reader);
	close(ends[0]);
}

static void follows_links(void **state)
{
	struct vn_save save;

	assert_int_equal(mkdir("far", 0700), 0);
	put("far/target", "old", 0600);
	assert_int_equal(symlink("target", "far/second"), 0);
	assert_int_equal(symlink("far/second", "link"), 0);
	save = begin("link", &replace, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("far/target", "new");
	assert_true(S_ISLNK(stat_of("link").st_mode));
	assert_true(S_ISLNK(stat_of("far/second").st_mode));
	refused("link", &(struct vn_save_how){.replace = true, .plain = true}, ELOOP);
	unlink("far/target");
	refused("link", &replace, ENOENT);
	refused("link", NULL, ENOENT);
	assert_int_equal(symlink("loop", "loop"), 0);
	refused("loop", &replace, ELOOP);
	unlink("loop");
	unlink("link");
	unlink("far/second");
	assert_int_equal(rmdir("far"), 0);
}

static void refuses_what_is_no_file(void **state)
{
	refused(".", &replace, EISDIR);
	refused("..", &replace, EISDIR);
	refused("a/", &replace, ENOENT);
	assert_int_equal(mkdir("a", 0700), 0);
	refused("a/", &replace, EISDIR);
	refused("a/.", &replace, EISDIR);
	refused("a/..", &replace, EISDIR);
	assert_int_equal(rmdir("a"), 0);
	refused("no/such/folder", &replace, ENOENT);
	assert_int_equal(entries(), 0);
}

static void refuses_a_write_protected_file(void **state)
{
	if (geteuid() == 0)
		skip();
	put("there", "old", 0400);
	refused("there", &replace, EACCES);
	unlink("there");
}

static void a_moved_folder_is_the_same_folder(void **state)
{
	struct vn_save save;

	assert_int_equal(mkdir("one", 0700), 0);
	put("one/file", "old", 0600);
	save = begin("one/file", &replace, "new");
	assert_int_equal(rename("one", "two"), 0);
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("two/file", "new");
	unlink("two/file");
	assert_int_equal(rmdir("two"), 0);
}

static void keeps_attributes_but_no_times(void **state)
{
	const struct timespec times[] = {{1000, 1}, {2000, 2}};
	struct vn_save save;
	char value[16];

	put("there", "old", 0640);
	assert_int_equal(utimensat(AT_FDCWD, "there", times, 0), 0);
	if (setxattr("there", "user.origin", "box 7", 5, 0) < 0) {
		unlink("there");
		skip();
	}
	save = begin("there", &replace, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(getxattr("there", "user.origin", value, sizeof value), 5);
	assert_memory_equal(value, "box 7", 5);
	assert_true(stat_of("there").st_mtim.tv_sec > 2000);
	unlink("there");
}

/* An access list as the kernel stores it: owner rw, user 1234 r, group r, mask MASK, others none.
 */
static bool set_list(const char *name, const char *attribute, uint16_t mask)
{
	static const uint16_t parts[][2] = {{1, 6}, {2, 4}, {4, 4}, {16, 0}, {32, 0}};
	unsigned char list[4 + 5 * 8] = {2};

	for (size_t i = 0; i < 5; i++) {
		unsigned char *entry = list + 4 + 8 * i;
		memset(entry, 0xff, 8);
		entry[0] = (unsigned char)parts[i][0];
		entry[2] = (unsigned char)(parts[i][0] == 16 ? mask : parts[i][1]);
		entry[1] = entry[3] = 0;
		if (parts[i][0] == 2)
			memcpy(entry + 4, "\xd2\x04\0\0", 4);
	}
	return setxattr(name, attribute, list, sizeof list, 0) == 0;
}

static void keeps_access_lists(void **state)
{
	char before[100], after[100];
	struct vn_save save;
	ssize_t len;

	assert_int_equal(mkdir("listed", 0700), 0);
	put("listed/a", "old", 0600);
	if (!set_list("listed/a", "system.posix_acl_access", 4)) {
		unlink("listed/a");
		rmdir("listed");
		skip();
	}
	len = getxattr("listed/a", "system.posix_acl_access", before, sizeof before);
	save = begin("listed/a", &replace, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(getxattr("listed/a", "system.posix_acl_access", after, sizeof after), len);
	assert_memory_equal(before, after, (size_t)len);
	assert_int_equal(mode_of("listed/a"), 0640);

	/* A list that new files inherit does not let in whom the old file kept out. */
	put("listed/b", "old", 0640);
	assert_true(set_list("listed", "system.posix_acl_default", 6));
	save = begin("listed/b", &replace, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(getxattr("listed/b", "system.posix_acl_access", after, sizeof after), -1);
	assert_int_equal(mode_of("listed/b"), 0640);
	unlink("listed/a");
	unlink("listed/b");
	rmdir("listed");
}

static void keeps_the_owner_where_it_may(void **state)
{
	struct vn_save save;

	if (geteuid() != 0)
		skip();
	put("there", "old", 0640);
	assert_int_equal(chown("there", 1234, 4321), 0);
	assert_int_equal(chmod("there", 06750), 0);
	save = begin("there", &replace, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(stat_of("there").st_uid, 1234);
	assert_int_equal(stat_of("there").st_gid, 4321);
	assert_int_equal(mode_of("there"), 06750);
	unlink("there");
}

/* In a child without privileges: saves and says by its exit code whether that worked. */
static int save_as_nobody(const char *name)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		struct vn_save save;
		if (setgroups(0, NULL) < 0 || setgid(65534) < 0 || setuid(65534) < 0)
			_exit(2);
		_exit(vn_save_open(&save, AT_FDCWD, name, &replace, NULL) ||
		      vn_save_finish(&save, NULL));
	}
	waitpid(child, &status, 0);
	return status;
}

static void narrows_what_another_owner_gets(void **state)
{
	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(".", 0777), 0);
	put("there", "old", 0600);
	assert_int_equal(chmod("there", 06676), 0);
	assert_int_equal(save_as_nobody("there"), 0);
	assert_int_equal(stat_of("there").st_uid, 65534);
	assert_int_equal(mode_of("there"), 0666);
	unlink("there");
	put("there", "old", 0644);
	assert_int_not_equal(save_as_nobody("there"), 0);
	assert_holds("there", "old");
	assert_int_equal(stat_of("there").st_uid, 0);
	unlink("there");
}

static void keeps_backups(void **state)
{
	struct vn_save_how how = {.replace = true, .backup = VN_BACKUP_SIMPLE, .suffix = ".old"};
	struct vn_save save;

	put("a", "one", 0600);
	/* Left by a run that was killed between backup and rename. */
	assert_int_equal(link("a", "a.old"), 0);
	save = begin("a", &how, "two");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("a.old", "one");
	save = begin("a", &how, "three");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_holds("a", "three");
	assert_holds("a.old", "two");
	assert_int_equal(entries(), 2);
	how.backup = VN_BACKUP_NUMBERED;
	for (int i = 0; i < 2; i++) {
		save = begin("a", &how, "later");
		assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	}
	assert_holds("a.~1~", "three");
	assert_holds("a.~2~", "later");
	assert_int_equal(entries(), 4);
	unlink("a");
	unlink("a.old");
	unlink("a.~1~");
	unlink("a.~2~");
}

static void writes_to_devices_directly(void **state)
{
	struct vn_save save;
	struct vn_err err;
	int fd = dup(1);

	vn_save_from_fd(&save, fd);
	close(fd);
	assert_int_equal(vn_save_finish(&save, NULL), VN_EOUTPUT);
	assert_int_equal(save.error, EBADF);
	if (access("/dev/full", W_OK) != 0)
		return;
	assert_int_equal(vn_save_open(&save, AT_FDCWD, "/dev/full", NULL, &err), VN_OK);
	assert_int_equal(vn_save_write(&save, "x", 1, &err), VN_EOUTPUT);
	assert_int_equal(save.error, ENOSPC);
	vn_save_abort(&save);
}

/* Takes the first name it hears of, and counts what there is. */
struct thief {
	int heard, there;
};

static int thief_born(void *self, int at, const char *name)
{
	struct thief *thief = self;
	if (thief->heard++ == 0)
		close(openat(at, name, O_WRONLY | O_CREAT, 0600));
	return thief->heard;
}

static void thief_made(void *self, int slot, bool made)
{
	struct thief *thief = self;
	assert_int_equal(slot, thief->heard);
	assert_int_equal(made, slot > 1);
	thief->there += made;
}

static void thief_hold(void *self, int slot)
{
}

static void thief_gone(void *self, int slot)
{
	struct thief *thief = self;
	assert_int_equal(slot, 2);
	thief->there--;
}

static void tries_another_name_and_tells_of_each(void **state)
{
	struct thief thief = {0};
	const struct vn_save_watch watch = {&thief, thief_born, thief_made, thief_hold, thief_gone};
	struct vn_save save = begin("new", &(struct vn_save_how){.watch = &watch}, "text");

	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(thief.heard, 2);
	assert_int_equal(thief.there, 0);
	assert_holds("new", "text");
	assert_int_equal(entries(), 2);
	assert_int_equal(system("rm .vnfix-*"), 0);
	unlink("new");
}

struct tally {
	int done, failed;
	char order[200];
};

static void count(void *self, void *tag, const struct vn_save *end)
{
	struct tally *tally = self;
	tally->order[tally->done++] = *(const char *)tag;
	tally->failed += end->error != 0;
	assert_int_equal(end->placed, end->error == 0);
}

static void commits_a_group(void **state)
{
	static const char names[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+=";
	struct vn_save_group group;
	struct tally tally = {0};
	struct vn_save save;

	put("b", "old", 0600);
	vn_save_group_init(&group, count, &tally);
	for (size_t i = 0; i < sizeof names - 1; i++) {
		char name[2] = {names[i], '\0'};
		assert_int_equal(tally.done, i < VN_GROUP_FILES ? 0 : VN_GROUP_FILES);
		save = begin(name, &replace, "text");
		if (i == 2)
			put("c", "another's", 0600);
		vn_save_group_add(&group, &save, (void *)&names[i]);
		assert_false(save.open);
	}
	vn_save_group_flush(&group);
	assert_int_equal(tally.done, sizeof names - 1);
	assert_string_equal(tally.order, names);
	assert_int_equal(tally.failed, 1);
	assert_holds("b", "text");
	assert_holds("c", "another's");
	assert_int_equal(entries(), sizeof names - 1);
	save = begin("new", &replace, "text");
	vn_save_group_add(&group, &save, NULL);
	vn_save_group_fini(&group);
	assert_int_equal(entries(), sizeof names - 1);
	for (size_t i = 0; i < sizeof names - 1; i++)
		unlink((char[2]){names[i], '\0'});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_a_new_file_whole_or_not_at_all),
		cmocka_unit_test(refuses_what_exists),
		cmocka_unit_test(replaces_and_keeps_the_mode),
		cmocka_unit_test(does_not_replace_what_was_changed_meanwhile),
		cmocka_unit_test(knows_the_file_it_replaces),
		cmocka_unit_test(waits_for_a_slow_reader),
		cmocka_unit_test(follows_links),
		cmocka_unit_test(refuses_what_is_no_file),
		cmocka_unit_test(refuses_a_write_protected_file),
		cmocka_unit_test(a_moved_folder_is_the_same_folder),
		cmocka_unit_test(keeps_attributes_but_no_times),
		cmocka_unit_test(keeps_access_lists),
		cmocka_unit_test(keeps_the_owner_where_it_may),
		cmocka_unit_test(narrows_what_another_owner_gets),
		cmocka_unit_test(keeps_backups),
		cmocka_unit_test(writes_to_devices_directly),
		cmocka_unit_test(tries_another_name_and_tells_of_each),
		cmocka_unit_test(commits_a_group),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
