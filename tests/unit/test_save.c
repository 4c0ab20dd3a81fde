/* Saving: what a name holds after success and after every kind of failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/io.h"
#include "files/parts.h"
#include "files/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static char folder[] = "vnfix-test-save-XXXXXX";

static const struct vn_save_how replace = {.replace = true};

static int enter(void **state)
{
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	return chdir("..") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static void assert_holds(const char *name, const char *text)
{
	struct vn_buf buf = {0};
	assert_int_equal(vn_in_whole(&buf, name, NULL), VN_OK);
	assert_int_equal(buf.len, strlen(text));
	assert_memory_equal(vn_buf_str(&buf).ptr, text, buf.len);
	vn_buf_fini(&buf);
}

static int entries(void)
{
	DIR *dir = opendir(".");
	int count = -2;
	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static struct stat stat_of(const char *name)
{
	struct stat st;
	assert_int_equal(lstat(name, &st), 0);
	return st;
}

static mode_t mode_of(const char *name)
{
	return stat_of(name).st_mode & 07777;
}

static struct vn_save begin(const char *name, const struct vn_save_how *how, const char *text)
{
	struct vn_save save;
	assert_int_equal(vn_save_open(&save, AT_FDCWD, name, how, NULL), VN_OK);
	assert_int_equal(vn_save_write(&save, text, strlen(text), NULL), VN_OK);
	return save;
}

static void refused(const char *name, const struct vn_save_how *how, int error)
{
	struct vn_save save;
	struct vn_err err;
	assert_int_equal(vn_save_open(&save, AT_FDCWD, name, how, &err), VN_EOUTPUT);
	assert_int_equal(save.error, error);
	assert_string_equal(err.text, vn_save_error_text(error));
	assert_false(save.open);
	vn_save_abort(&save);
}

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

static void keeps_attributes_and_times(void **state)
{
	const struct timespec times[] = {{1000, 1}, {2000, 2}};
	struct vn_save_how how = {.replace = true, .keep_times = true};
	struct vn_save save;
	char value[16];

	put("there", "old", 0640);
	assert_int_equal(utimensat(AT_FDCWD, "there", times, 0), 0);
	if (setxattr("there", "user.origin", "box 7", 5, 0) < 0) {
		unlink("there");
		skip();
	}
	save = begin("there", &how, "new");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
	assert_int_equal(getxattr("there", "user.origin", value, sizeof value), 5);
	assert_memory_equal(value, "box 7", 5);
	assert_int_equal(stat_of("there").st_mtim.tv_sec, 2000);
	assert_int_equal(stat_of("there").st_mtim.tv_nsec, 2);
	how.keep_times = false;
	save = begin("there", &how, "newer");
	assert_int_equal(vn_save_finish(&save, NULL), VN_OK);
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

static void makes_folders_beneath_a_root_only(void **state)
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
	assert_int_equal(tree("up/x"), EXDEV);
	assert_int_equal(tree("up/new/x"), EXDEV);
	unlink("up");
	put("file", "", 0600);
	assert_int_equal(tree("file/x"), ENOTDIR);
	unlink("file");
	rmdir("a/b/c");
	rmdir("a/b");
	rmdir("a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_a_new_file_whole_or_not_at_all),
		cmocka_unit_test(refuses_what_exists),
		cmocka_unit_test(replaces_and_keeps_the_mode),
		cmocka_unit_test(does_not_replace_what_was_changed_meanwhile),
		cmocka_unit_test(follows_links),
		cmocka_unit_test(refuses_what_is_no_file),
		cmocka_unit_test(refuses_a_write_protected_file),
		cmocka_unit_test(a_moved_folder_is_the_same_folder),
		cmocka_unit_test(keeps_attributes_and_times),
		cmocka_unit_test(keeps_access_lists),
		cmocka_unit_test(keeps_the_owner_where_it_may),
		cmocka_unit_test(narrows_what_another_owner_gets),
		cmocka_unit_test(keeps_backups),
		cmocka_unit_test(writes_to_devices_directly),
		cmocka_unit_test(tries_another_name_and_tells_of_each),
		cmocka_unit_test(loses_nothing_that_is_written_at_the_last_moment),
		cmocka_unit_test(does_not_replace_what_somebody_writes_to),
		cmocka_unit_test(a_temporary_name_tells_its_file),
		cmocka_unit_test(the_old_file_does_not_pass_for_a_new_one),
		cmocka_unit_test(commits_a_group),
		cmocka_unit_test(makes_folders_beneath_a_root_only),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
