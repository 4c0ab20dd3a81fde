#include "files/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define ACL	   "system.posix_acl_access"
#define VALUE_CAP  65536 /* bytes: what Linux allows for a list of names, and for a value */
#define GROUP_BITS 0070

/* Attributes that speak of the old content, which the kernel drops or checks on a change. */
static bool about_content(const char *name)
{
	return strcmp(name, "security.capability") == 0 || strcmp(name, "security.ima") == 0 ||
	       strcmp(name, "security.evm") == 0;
}

/* Failures that say that an attribute is not for this user or not for this file system. */
static bool not_ours(int code)
{
	return code == EPERM || code == EACCES || code == ENOTSUP || code == ENODATA ||
	       code == ENOSYS;
}

/* Copies the attribute NAME by way of VALUE. *ACL_KEPT tells of the access list. */
static int copy_one(int fd, int old, const char *name, char *value, bool may_list, bool *acl_kept)
{
	bool acl = strcmp(name, ACL) == 0;
	ssize_t len;

	if (about_content(name) || (acl && !may_list))
		return 0;
	len = fgetxattr(old, name, value, VALUE_CAP);
	if (len >= 0 && fsetxattr(fd, name, value, (size_t)len, 0) == 0) {
		*acl_kept |= acl;
		return 0;
	}
	/* Those of the user are to be kept; those of the system may not be ours to give. */
	if (strncmp(name, "user.", 5) == 0)
		return errno == ENODATA ? 0 : -1;
	return not_ours(errno) ? 0 : -1;
}

/* Copies all extended attributes. *HAS_ACL: the old file has an access list. */
static int copy_all(int fd, int old, bool may_list, bool *has_acl, bool *acl_kept)
{
	char *names = malloc(2 * VALUE_CAP), *value;
	ssize_t len;
	int result = 0;

	if (!names)
		return -1;
	value = names + VALUE_CAP;
	len = flistxattr(old, names, VALUE_CAP);
	if (len < 0) {
		result = errno == ENOTSUP || errno == ENOSYS ? 0 : -1;
		len = 0;
	}
	for (const char *name = names; !result && name < names + len; name += strlen(name) + 1) {
		*has_acl |= strcmp(name, ACL) == 0;
		result = copy_one(fd, old, name, value, may_list, acl_kept);
	}
	free(names);
	return result;
}

/* Gives FD the owner of ST, and tells what could be given. Only root may give files away, and
 * a group may be foreign. */
static void copy_owner(int fd, const struct stat *st, bool *user, bool *group)
{
	struct stat now;

	*user = *group = fchown(fd, st->st_uid, st->st_gid) == 0;
	if (*user || fstat(fd, &now) < 0)
		return;
	*user = now.st_uid == st->st_uid;
	*group = now.st_gid == st->st_gid || fchown(fd, (uid_t)-1, st->st_gid) == 0;
}

int vn_part_metadata(int fd, int old, const struct stat *st, bool keep_times)
{
	const struct timespec times[] = {st->st_atim, st->st_mtim};
	bool user, group, has_acl = old < 0, acl_kept = false;
	mode_t mode = st->st_mode & 07777;

	copy_owner(fd, st, &user, &group);
	if (old >= 0 && copy_all(fd, old, group, &has_acl, &acl_kept) < 0)
		return -1;
	/* A list inherited from the folder would let in whom the old file kept out. */
	if (!acl_kept && fremovexattr(fd, ACL) < 0 && !not_ours(errno))
		return -1;
	if (!user || !group)
		mode &= 0777;
	/* The bits of the group are the mask of a list; without it, and for another group, it
	 * may do no more than everybody. */
	if (!group || (has_acl && !acl_kept))
		mode &= ~(mode_t)GROUP_BITS | ((mode & 07) << 3);
	if (fchmod(fd, mode) < 0)
		return -1;
	return keep_times ? futimens(fd, times) : 0;
}
