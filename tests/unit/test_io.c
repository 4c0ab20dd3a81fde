/* Inputs: what is read, and what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "folder.h"

static void maps_a_file(void **state)
{
	struct vn_map map = {0};
	put("m", "abc", 0600);
	assert_int_equal(vn_map_open(&map, "m", NULL), VN_OK);
	assert_int_equal(map.len, 3);
	assert_memory_equal(map.ptr, "abc", 3);
	vn_map_close(&map);
	assert_null(map.ptr);
	vn_map_close(&map);
	put("m", "", 0600);
	assert_int_equal(vn_map_open(&map, "m", NULL), VN_OK);
	assert_int_equal(map.len, 0);
	assert_non_null(map.ptr);
	vn_map_close(&map);
	unlink("m");
}

static void does_not_map_what_is_no_file(void **state)
{
	static const unsigned char mark[1];
	struct vn_map map = {mark, 1};
	struct vn_err err;

	assert_int_equal(vn_map_open(&map, "absent", &err), VN_EINPUT);
	assert_string_equal(err.text, strerror(ENOENT));
	assert_int_equal(vn_map_open(&map, ".", &err), VN_EINPUT);
	assert_string_equal(err.text, strerror(EISDIR));
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(vn_map_open(&map, "fifo", &err), VN_EINPUT);
	assert_string_equal(err.text, vn_io_error_text(VN_IO_FIFO));
	assert_int_equal(vn_map_open(&map, "/dev/null", &err), VN_EINPUT);
	assert_string_equal(err.text, vn_io_error_text(VN_IO_DEVICE));
	assert_ptr_equal(map.ptr, mark);
	unlink("fifo");
}

static void reads_what_was_opened_for_it(void **state)
{
	struct vn_err err;
	char path[40];
	int ends[2], fd = -1;

	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(vn_in_open(&fd, "fifo", &err), VN_EINPUT);
	assert_string_equal(err.text, vn_io_error_text(VN_IO_FIFO));
	assert_int_equal(vn_in_open(&fd, "/dev/zero", &err), VN_EINPUT);
	assert_string_equal(err.text, vn_io_error_text(VN_IO_DEVICE));
	assert_int_equal(fd, -1);
	assert_holds("/dev/null", "");
	/* Not what only looks like a descriptor. */
	assert_int_equal(symlink("/dev/fd", "fd"), 0);
	assert_int_equal(vn_in_open(&fd, "/dev/fd/../zero", &err), VN_EINPUT);
	unlink("fd");
	ends[0] = open("fifo", O_RDWR);
	snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
	assert_int_equal(vn_in_open(&fd, path, NULL), VN_OK);
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	close(fd);
	close(ends[0]);
	unlink("fifo");
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
	assert_int_equal(symlink(path, "link"), 0);
	assert_int_equal(write(ends[1], "text", 4), 4);
	close(ends[1]);
	assert_holds("link", "text");
	close(ends[0]);
	unlink("link");
}

/* A terminal that is not that of the program may be silent for ever. */
static void waits_for_no_other_terminal(void **state)
{
	static const char *const name = "/dev/ptmx";
	struct vn_err err;
	char far[64];
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave, fd = -1, kept = dup(STDIN_FILENO);

	(void)state;
	if (master < 0 || grantpt(master))
		skip(); /* a bare root has no terminals */
	assert_int_equal(unlockpt(master), 0);
	assert_int_equal(ptsname_r(master, far, sizeof far), 0);
	for (int i = 0; i < 2; i++) {
		const char *path = i ? far : name;
		assert_int_equal(vn_in_open(&fd, path, &err), VN_EINPUT);
		assert_string_equal(err.text, vn_io_error_text(VN_IO_DEVICE));
		assert_int_equal(vn_out_open(AT_FDCWD, path, O_WRONLY, 0), -1);
		assert_int_equal(errno, VN_IO_DEVICE);
	}
	/* The own one is read and written. */
	slave = open(far, O_RDWR | O_NOCTTY);
	assert_int_equal(dup2(slave, STDIN_FILENO), STDIN_FILENO);
	assert_int_equal(vn_in_open(&fd, far, &err), VN_OK);
	close(fd);
	fd = vn_out_open(AT_FDCWD, far, O_WRONLY, 0);
	assert_true(fd >= 0);
	close(fd);
	if (kept >= 0)
		dup2(kept, STDIN_FILENO);
	close(kept);
	close(slave);
	close(master);
}

static void follows_no_link_that_was_found(void **state)
{
	struct vn_err err;
	int fd = -1;

	(void)state;
	fd = open("real", O_WRONLY | O_CREAT, 0600);
	close(fd);
	assert_int_equal(symlink("real", "link"), 0);
	assert_int_equal(vn_in_found(&fd, "real", &err), VN_OK);
	close(fd);
	fd = -1;
	assert_int_equal(vn_in_found(&fd, "link", &err), VN_EINPUT);
	assert_non_null(strstr(err.text, "symbolic link"));
	assert_int_equal(vn_in_found(&fd, "absent", &err), VN_EINPUT);
	assert_int_equal(fd, -1);
	assert_int_equal(vn_in_found(&fd, "real/below", &err), VN_EINPUT);
	assert_string_equal(err.text, "A part of the path is a file, not a folder");
	unlink("link");
	unlink("real");
}

static void writes_to_a_fifo_that_is_read(void **state)
{
	int reader, fd;

	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(vn_out_open(AT_FDCWD, "fifo", O_WRONLY, 0), -1);
	assert_int_equal(errno, VN_IO_UNREAD);
	reader = open("fifo", O_RDONLY | O_NONBLOCK);
	fd = vn_out_open(AT_FDCWD, "fifo", O_WRONLY, 0);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	close(fd);
	close(reader);
	unlink("fifo");
}

static void reads_what_is_there(void **state)
{
	struct vn_buf buf = {0};
	struct vn_err err;
	char *big = calloc(1, 300001);

	assert_non_null(big);
	memset(big, 'x', 300000);
	put("big", big, 0600);
	assert_holds("big", big);
	assert_int_equal(vn_in_whole(&buf, ".", &err), VN_EINPUT);
	assert_string_equal(err.text, strerror(EISDIR));
	assert_int_equal(vn_in_whole(&buf, "absent", &err), VN_EINPUT);
	vn_buf_fini(&buf);
	free(big);
	unlink("big");
}

static void waits_on_a_non_blocking_pipe(void **state)
{
	int ends[2];
	char byte;
	size_t got = 0;

	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	if (fork() == 0) {
		usleep(50000);
		_exit(write(ends[1], "z", 1) != 1);
	}
	close(ends[1]);
	assert_int_equal(vn_in_read(ends[0], &byte, 1, &got, NULL), VN_OK);
	assert_int_equal(got, 1);
	assert_int_equal(byte, 'z');
	assert_int_equal(vn_in_read(ends[0], &byte, 1, &got, NULL), VN_OK);
	assert_int_equal(got, 0);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps_a_file),
		cmocka_unit_test(does_not_map_what_is_no_file),
		cmocka_unit_test(reads_what_is_there),
		cmocka_unit_test(reads_what_was_opened_for_it),
		cmocka_unit_test(waits_for_no_other_terminal),
		cmocka_unit_test(follows_no_link_that_was_found),
		cmocka_unit_test(writes_to_a_fifo_that_is_read),
		cmocka_unit_test(waits_on_a_non_blocking_pipe),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
