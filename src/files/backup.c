#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NUMBERS 1000000 /* of numbered backups that are tried */
#define CHUNK	65536	/* bytes copied at a time */

static int make_link(const struct vn_save *save, const char *name, int source)
{
	return linkat(save->folder, save->name, save->folder, name, 0);
}

static int make_private(const struct vn_save *save, const char *name, int source)
{
	return openat(save->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		      0600);
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno != EINTR)
			return -1;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int copy_bytes(int to, int from)
{
	char *bytes = malloc(CHUNK);
	ssize_t got = 1;
	int result = bytes ? 0 : -1;

	while (!result && got > 0) {
		got = read(from, bytes, CHUNK);
		if (got < 0 && errno == EINTR)
			got = 1;
		else
			result = got < 0 ? -1 : write_all(to, bytes, (size_t)got);
	}
	free(bytes);
	return result;
}

/* Closes after a failure, and keeps its errno. */
static void shut(int fd)
{
	int code = errno;
	close(fd);
	errno = code;
}

/* A synced copy of the old file under TEMP, for file systems without hard links. */
static int copy(struct vn_save_temp *temp, const struct vn_save *save)
{
	int from = openat(save->folder, save->name,
			  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int to = from < 0 ? -1 : vn_part_temp(temp, save, make_private, -1);
	int result = to < 0 ? -1 : copy_bytes(to, from);

	if (!result)
		result = vn_part_metadata(to, from, &save->old, true);
	if (!result)
		result = fsync(to);
	if (!result)
		result = close(to) < 0 && errno != EINTR ? -1 : 0;
	else if (to >= 0)
		shut(to);
	if (from >= 0)
		shut(from);
	return result;
}

/* The old file under a second name that is temporary. */
static int duplicate(struct vn_save_temp *temp, const struct vn_save *save)
{
	if (vn_part_temp(temp, save, make_link, -1) >= 0)
		return 0;
	/* Refused by the file system, by its limit of links, or for a file of somebody else. */
	if (errno != EPERM && errno != EMLINK && errno != EOPNOTSUPP && errno != ENOSYS &&
	    errno != EXDEV)
		return -1;
	return copy(temp, save);
}

/* save->name with a suffix made by FORMAT from SUFFIX or NUMBER; the caller frees it. */
static char *backup_name(const struct vn_save *save, const char *suffix, int number)
{
	char *name = NULL;
	int len = number ? asprintf(&name, "%s.~%d~", save->name, number)
			 : asprintf(&name, "%s%s", save->name, suffix ? suffix : "~");
	return len < 0 ? NULL : name;
}

/* Renames TEMP to NAME, which is replaced or (ERROR EEXIST) not. */
static int settle(struct vn_save_temp *temp, const struct vn_save *save, const char *name,
		  bool replace)
{
	int result = replace ? renameat(save->folder, temp->name, save->folder, name)
			     : linkat(save->folder, temp->name, save->folder, name, 0);

	if (!replace && result < 0 && errno != EEXIST)
		result = renameat2(save->folder, temp->name, save->folder, name, RENAME_NOREPLACE);
	return result;
}

int vn_part_keep(struct vn_save_temp *temp, const struct vn_save *save)
{
	int result = -1;

	errno = EEXIST;
	for (int i = 1; i <= NUMBERS && result < 0 && errno == EEXIST; i++) {
		char *name = backup_name(save, NULL, i);
		int code;
		if (!name) {
			errno = ENOMEM;
			return -1;
		}
		result = settle(temp, save, name, false);
		code = errno;
		free(name);
		errno = code;
	}
	return result;
}

int vn_part_backup(struct vn_save *save)
{
	struct vn_save_temp temp = {.slot = -1};
	int result = duplicate(&temp, save);

	if (!result && save->how.backup == VN_BACKUP_NUMBERED) {
		result = vn_part_keep(&temp, save);
	} else if (!result) {
		char *name = backup_name(save, save->how.suffix, 0);
		int code = ENOMEM;
		result = -1;
		if (name) {
			result = settle(&temp, save, name, true);
			code = errno;
		}
		free(name);
		errno = code;
	}
	/* Also after success: a rename between two names of one file does nothing, and a link
	 * leaves the first name. */
	vn_part_temp_drop(&temp, save);
	return result;
}
