#include "sandbox/sandbox.h"

#include "sandbox/calls.h"
#include "term/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RULES_MAX 65536 /* each keeps an inode in memory as long as the run lasts */

#define NO_KERNEL N_("this kernel has no Landlock: files are not confined")
#define NO_MEMORY N_("files are not confined: out of memory")
#define TOO_MANY  N_("files are not confined: they lie in too many folders")
#define NO_ENTRY  N_("files are not confined: Landlock refused")
#define NO_FILTER N_("system calls are not confined: no seccomp")
#define NOTHING	  N_("this build has no sandbox")

#ifdef VN_WITH_SANDBOX

/* The interface of the kernel, which is newer than the headers of many systems: what is said of
 * linux/landlock.h there holds here. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule	    445
#define SYS_landlock_restrict_self  446
#endif

#define ASK_VERSION  1u
#define PATH_BENEATH 1

/* Rights of files. */
#define F_WRITE	   (1ull << 1)
#define F_READ	   (1ull << 2)
#define F_TRUNCATE (1ull << 14)
#define F_IOCTL	   (1ull << 15)
/* Rights in folders. */
#define D_READ	      (1ull << 3)
#define D_REMOVE_FILE (1ull << 5)
#define D_MAKE_DIR    (1ull << 7)
#define D_MAKE_REG    (1ull << 8)

#define OF_FILES  (F_WRITE | F_READ | F_TRUNCATE | F_IOCTL)
#define TO_READ	  (F_READ | D_READ)
#define TO_CHANGE (TO_READ | F_WRITE | F_TRUNCATE | D_REMOVE_FILE | D_MAKE_REG | D_MAKE_DIR)

/* All that the versions from 1 on know. */
static const uint64_t handled[] = {0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff};
#define NET_VERSION   4 /* bind and connect of TCP */
#define SCOPE_VERSION 6 /* abstract sockets, signals */

struct ruleset {
	uint64_t files, net, scoped;
};

/* Packed, as the kernel has it. */
struct rule {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

static int version(void)
{
	long known = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);
	return known > 0 ? (int)known : 0;
}

static uint64_t rights(int known)
{
	int last = (int)(sizeof handled / sizeof *handled);
	return handled[(known < last ? known : last) - 1];
}

static int make_ruleset(int known)
{
	struct ruleset all = {.files = rights(known)};

	if (known >= NET_VERSION)
		all.net = 3;
	if (known >= SCOPE_VERSION)
		all.scoped = 3;
	return (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0u);
}

struct vn_sandbox_able vn_sandbox_able(void)
{
	return (struct vn_sandbox_able){version(), vn_calls_able()};
}

void vn_sandbox_open(struct vn_sandbox *sandbox)
{
	int known = version();

	*sandbox = (struct vn_sandbox){.open = true, .ruleset = known ? make_ruleset(known) : -1};
	if (sandbox->ruleset < 0)
		sandbox->lacking = NO_KERNEL;
}

/* Goes on without Landlock, for the reason TEXT. */
static void give_up(struct vn_sandbox *sandbox, const char *text)
{
	close(sandbox->ruleset);
	sandbox->ruleset = -1;
	sandbox->lacking = text;
}

static void allow(struct vn_sandbox *sandbox, int fd, enum vn_right right)
{
	struct rule rule = {.allowed = right == VN_RIGHT_READ ? TO_READ : TO_CHANGE, .folder = fd};
	struct stat st;

	if (fstat(fd, &st) < 0)
		return;
	if (S_ISCHR(st.st_mode))
		rule.allowed |= F_IOCTL;
	if (!S_ISDIR(st.st_mode))
		rule.allowed &= OF_FILES;
	rule.allowed &= rights(version());
	/* A pipe or a socket has no place among the files, and needs no leave. */
	if (syscall(SYS_landlock_add_rule, sandbox->ruleset, PATH_BENEATH, &rule, 0u) < 0 &&
	    errno != EBADFD)
		give_up(sandbox, errno == ENOMEM ? NO_MEMORY : NO_ENTRY);
	else if (++sandbox->rules > RULES_MAX)
		give_up(sandbox, TOO_MANY);
}

void vn_sandbox_allow(struct vn_sandbox *sandbox, const char *path, enum vn_right right)
{
	int fd = sandbox->ruleset < 0 ? -1 : open(path, O_PATH | O_CLOEXEC);

	if (fd < 0)
		return;
	allow(sandbox, fd, right);
	close(fd);
}

/* Allows FOLDER, which becomes the sandbox's, unless it was the last one: files of a list mostly
 * stand together. */
static void allow_folder(struct vn_sandbox *sandbox, char *folder, enum vn_right right)
{
	if (sandbox->last && sandbox->last_right == (int)right &&
	    strcmp(sandbox->last, folder) == 0) {
		free(folder);
		return;
	}
	vn_sandbox_allow(sandbox, folder, right);
	free(sandbox->last);
	sandbox->last = folder;
	sandbox->last_right = (int)right;
}

void vn_sandbox_allow_beside(struct vn_sandbox *sandbox, const char *path, enum vn_right right)
{
	struct stat st;
	bool there = sandbox->ruleset >= 0 && lstat(path, &st) == 0, link;
	char *name, *slash;

	if (sandbox->ruleset < 0)
		return;
	link = there && S_ISLNK(st.st_mode);
	there = there && (!link || stat(path, &st) == 0);
	if (there && !S_ISREG(st.st_mode)) {
		vn_sandbox_allow(sandbox, path, right);
		return;
	}
	name = there && link ? realpath(path, NULL) : strdup(path);
	if (!name) {
		give_up(sandbox, NO_MEMORY);
		return;
	}
	slash = strrchr(name, '/');
	if (slash)
		slash[slash == name] = '\0';
	else if (*name)
		memcpy(name, ".", sizeof "."); /* a name has a byte at least */
	allow_folder(sandbox, name, right);
}

const char *vn_sandbox_enter(struct vn_sandbox *sandbox)
{
	bool calls;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return NOTHING;
	if (sandbox->ruleset >= 0 && syscall(SYS_landlock_restrict_self, sandbox->ruleset, 0u) < 0)
		give_up(sandbox, NO_ENTRY);
	calls = vn_calls_refuse();
	return sandbox->lacking ? sandbox->lacking : calls ? NULL : NO_FILTER;
}

void vn_sandbox_close(struct vn_sandbox *sandbox)
{
	if (sandbox->open && sandbox->ruleset >= 0)
		close(sandbox->ruleset);
	free(sandbox->last);
	*sandbox = (struct vn_sandbox){0};
}

#else

struct vn_sandbox_able vn_sandbox_able(void)
{
	return (struct vn_sandbox_able){0};
}

void vn_sandbox_open(struct vn_sandbox *sandbox)
{
	*sandbox = (struct vn_sandbox){.open = true, .ruleset = -1};
}

void vn_sandbox_allow(struct vn_sandbox *sandbox, const char *path, enum vn_right right)
{
}

void vn_sandbox_allow_beside(struct vn_sandbox *sandbox, const char *path, enum vn_right right)
{
}

const char *vn_sandbox_enter(struct vn_sandbox *sandbox)
{
	return NOTHING;
}

void vn_sandbox_close(struct vn_sandbox *sandbox)
{
	*sandbox = (struct vn_sandbox){0};
}

#endif
