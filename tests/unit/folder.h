/* A folder of its own for each test program of src/files/, and short ways to make and look at
 * files. Included after cmocka. */
#ifndef VN_TEST_FOLDER_H
#define VN_TEST_FOLDER_H

#include "files/io.h"
#include "files/parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "vnfix-test-XXXXXX";

static const struct vn_save_how replace __attribute__((unused)) = {.replace = true};

static inline int enter(void **state)
{
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static inline int leave(void **state)
{
	return chdir("..") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static inline void put(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static inline void assert_holds(const char *name, const char *text)
{
	struct vn_buf buf = {0};
	assert_int_equal(vn_in_whole(&buf, name, NULL), VN_OK);
	assert_int_equal(buf.len, strlen(text));
	assert_memory_equal(vn_buf_str(&buf).ptr, text, buf.len);
	vn_buf_fini(&buf);
}

static inline int entries(void)
{
	DIR *dir = opendir(".");
	int count = -2;
	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static inline struct stat stat_of(const char *name)
{
	struct stat st;
	assert_int_equal(lstat(name, &st), 0);
	return st;
}

static inline mode_t mode_of(const char *name)
{
	return stat_of(name).st_mode & 07777;
}

static inline struct vn_save begin(const char *name, const struct vn_save_how *how,
				   const char *text)
{
	struct vn_save save;
	assert_int_equal(vn_save_open(&save, AT_FDCWD, name, how, NULL), VN_OK);
	assert_int_equal(vn_save_write(&save, text, strlen(text), NULL), VN_OK);
	return save;
}

static inline void refused(const char *name, const struct vn_save_how *how, int error)
{
	struct vn_save save;
	struct vn_err err;
	assert_int_equal(vn_save_open(&save, AT_FDCWD, name, how, &err), VN_EOUTPUT);
	assert_int_equal(save.error, error);
	assert_string_equal(err.text, vn_save_error_text(error));
	assert_false(save.open);
	vn_save_abort(&save);
}

#endif
