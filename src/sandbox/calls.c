/*
 * A list of what is refused, not of what is allowed: the C library makes calls that nobody here
 * asks for, others in each version, and a text must not fail to be repaired because of one. What
 * can open a file is Landlock's business.
 *
 * The filter is a table of the kernel's own form (linux/filter.h), for libseccomp 2.5 hangs,
 * crashes or makes another filter than it was asked for where memory lacks.
 */
#include "sandbox/calls.h"

#ifdef VN_WITH_SANDBOX

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined __x86_64__ && defined __LP64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__ && defined __AARCH64EL__ && defined __LP64__
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#endif
#endif

#ifdef MACHINE

#define LOAD(MEMBER) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, MEMBER))
#define RETURN(WHAT) BPF_STMT(BPF_RET | BPF_K, WHAT)
#define FAIL(ERROR)  RETURN(SECCOMP_RET_ERRNO | (ERROR))
/* Passes over the next COUNT lines unless what was loaded is VALUE. */
#define UNLESS(VALUE, COUNT) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, VALUE, 0, COUNT)
#define REFUSE(CALL)	     UNLESS(SYS_##CALL, 1), FAIL(EPERM)

#define X32	  0x40000000 /* bit of the calls of another machine in x86-64 */
#define TIOCSTI	  0x5412
#define TIOCLINUX 0x541C

/* Of arguments the lower half is looked at: the upper one is nothing to the kernel, or no bit of it
 * is asked for. All machines above have it first. */
static const struct sock_filter filter[] = {
	LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0), FAIL(EPERM), LOAD(nr),
#ifdef __x86_64__
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1), FAIL(EPERM),
#endif
	/* A thread is no process; clone3() hides its flags in memory, where no filter looks, and
	 * the C library can do without. */
	UNLESS(SYS_clone3, 1), FAIL(ENOSYS), UNLESS(SYS_clone, 4), LOAD(args[0]),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0), FAIL(EPERM),
	RETURN(SECCOMP_RET_ALLOW),
	/* What a terminal would take for typed. */
	UNLESS(SYS_ioctl, 5), LOAD(args[1]), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 1, 0),
	UNLESS(TIOCLINUX, 1), FAIL(EPERM), RETURN(SECCOMP_RET_ALLOW),
	/* other machines, and programs that listen on this one */
	REFUSE(socket), REFUSE(socketpair), REFUSE(connect), REFUSE(bind), REFUSE(listen),
	REFUSE(accept), REFUSE(accept4),
	/* other programs */
	REFUSE(execve), REFUSE(execveat),
	/* other processes, and what they do */
	REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev),
	REFUSE(process_madvise), REFUSE(pidfd_open), REFUSE(pidfd_getfd), REFUSE(pidfd_send_signal),
	REFUSE(kcmp), REFUSE(perf_event_open), REFUSE(userfaultfd),
	/* ways around: calls made by the kernel, files by handle, programs in the kernel */
	REFUSE(io_uring_setup), REFUSE(io_uring_enter), REFUSE(io_uring_register),
	REFUSE(open_by_handle_at), REFUSE(bpf), REFUSE(personality),
#ifdef SYS_memfd_secret
	REFUSE(memfd_secret),
#endif
	/* keys, and what is there for the administrator */
	REFUSE(add_key), REFUSE(request_key), REFUSE(keyctl), REFUSE(mount), REFUSE(umount2),
	REFUSE(move_mount), REFUSE(open_tree), REFUSE(fsopen), REFUSE(fsmount), REFUSE(fsconfig),
	REFUSE(fspick), REFUSE(mount_setattr), REFUSE(pivot_root), REFUSE(chroot), REFUSE(unshare),
	REFUSE(setns), REFUSE(swapon), REFUSE(swapoff), REFUSE(reboot), REFUSE(kexec_load),
	REFUSE(kexec_file_load), REFUSE(init_module), REFUSE(finit_module), REFUSE(delete_module),
	REFUSE(acct), REFUSE(quotactl), REFUSE(quotactl_fd), REFUSE(sethostname),
	REFUSE(setdomainname), REFUSE(settimeofday), REFUSE(clock_settime), REFUSE(adjtimex),
	REFUSE(clock_adjtime), REFUSE(syslog), REFUSE(mknodat), REFUSE(setuid), REFUSE(setgid),
	REFUSE(setreuid), REFUSE(setregid), REFUSE(setresuid), REFUSE(setresgid), REFUSE(setgroups),
	REFUSE(capset), REFUSE(vhangup),
#ifdef __x86_64__ /* newer machines have none of these */
	REFUSE(fork), REFUSE(vfork), REFUSE(iopl), REFUSE(ioperm), REFUSE(mknod), REFUSE(tuxcall),
#endif
	RETURN(SECCOMP_RET_ALLOW)};

bool vn_calls_able(void)
{
	return prctl(PR_GET_SECCOMP) >= 0;
}

bool vn_calls_refuse(void)
{
	/* The kernel writes to neither. */
	struct sock_fprog program = {sizeof filter / sizeof *filter, (struct sock_filter *)filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
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
