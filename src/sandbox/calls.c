/*
 * A list of what is refused, not of what is allowed: the C library makes calls that nobody here
 * asks for, others in each version, and a text must not fail to be repaired because of one. What
 * can open a file is Landlock's business.
 */
#include "sandbox/calls.h"

#ifdef VN_WITH_SANDBOX

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

static const char *const refused[] = {
	/* other machines, and programs that listen on this one */
	"socket", "socketpair", "socketcall", "connect", "bind", "listen", "accept", "accept4",
	/* other programs */
	"execve", "execveat", "fork", "vfork",
	/* other processes, and what they do */
	"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open",
	"pidfd_getfd", "pidfd_send_signal", "kcmp", "perf_event_open", "userfaultfd",
	/* ways around: calls made by the kernel, files by handle, programs in the kernel */
	"io_uring_setup", "io_uring_enter", "io_uring_register", "open_by_handle_at", "bpf",
	"personality", "memfd_secret",
	/* keys, and what is there for the administrator */
	"add_key", "request_key", "keyctl", "mount", "umount", "umount2", "move_mount", "open_tree",
	"fsopen", "fsmount", "fsconfig", "fspick", "mount_setattr", "pivot_root", "chroot",
	"unshare", "setns", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load",
	"init_module", "finit_module", "delete_module", "acct", "quotactl", "quotactl_fd",
	"sethostname", "setdomainname", "settimeofday", "clock_settime", "clock_settime64",
	"adjtimex", "clock_adjtime", "clock_adjtime64", "iopl", "ioperm", "syslog", "mknod",
	"mknodat", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
	"setgroups", "capset", "tuxcall", "vhangup"};

bool vn_calls_able(void)
{
	return prctl(PR_GET_SECCOMP) >= 0;
}

/* A thread is no process; clone3() hides its flags in memory, where no filter looks, and the C
 * library can do without. */
static int refuse_processes(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp no_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
	int error = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
					   &no_thread);

	return error ? error
		     : seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

/* What a terminal would take for typed. The upper half of the request is nothing to the kernel. */
static int refuse_typing(scmp_filter_ctx filter)
{
	const scmp_datum_t tiocsti = 0x5412, tioclinux = 0x541C;
	struct scmp_arg_cmp typing = SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, tiocsti);
	struct scmp_arg_cmp pasting = SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, tioclinux);
	int error =
		seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, &typing);

	return error ? error
		     : seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
					      &pasting);
}

static int fill(scmp_filter_ctx filter)
{
	int error = refuse_processes(filter);

	if (!error)
		error = refuse_typing(filter);
	for (size_t i = 0; !error && i < sizeof refused / sizeof *refused; i++) {
		int number = seccomp_syscall_resolve_name(refused[i]);
		/* Negative: of another kind of machine. */
		if (number >= 0)
			error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
	}
	return error;
}

bool vn_calls_refuse(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool done;

	if (!filter)
		return false;
	/* Looked up in a tree: it is asked at every call. Older ones of libseccomp have none. */
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	done = fill(filter) == 0 && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

#else

bool vn_calls_able(void)
{
	return false;
}

bool vn_calls_refuse(void)
{
	return false;
}

#endif
