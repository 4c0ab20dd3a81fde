#include "cli/signals.h"

#include "term/exit.h"
#include "term/lang.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SLOTS 4096
#define WAITS 1000 /* milliseconds that the handler waits for a name in the making */

enum { FREE, MAKING, MADE, HELD };

/*
 * The one writable global of the tool: a handler can be told nothing in another way. A slot is
 * written by the thread that has taken it from FREE to MAKING, with the signals held back, so
 * that a handler never waits for its own thread.
 */
static struct {
	atomic_bool dying;
	struct slot {
		atomic_int state;
		int folder;
		char name[VN_TEMP_CAP];
		sigset_t mask; /* of the thread, before it was changed */
	} slots[SLOTS];
	char lost[256]; /* what is said when the model is cut off, set once */
} names;

/* SIGABRT and SIGSEGV: libqpdf, which is C++, may end so where memory lacks. */
static const int deadly[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGPIPE, SIGTERM,
			     SIGALRM, SIGXCPU, SIGABRT, SIGSEGV};

#define DEADLY_COUNT (sizeof deadly / sizeof *deadly)

static void deadly_set(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < DEADLY_COUNT; i++)
		sigaddset(set, deadly[i]);
}

/* Until the end, which another thread is about to bring. */
static void wait_for_death(void)
{
	for (;;)
		pause();
}

/* Removes the files. No new name appears: born() stops where it sees dying, and a name in the
 * making is waited for. A name that is renamed in the same moment is found no more, which is right.
 */
static void remove_unfinished(void)
{
	int waits = 0;

	if (atomic_exchange(&names.dying, true))
		wait_for_death();
	for (int i = 0; i < SLOTS; i++) {
		struct slot *slot = &names.slots[i];
		int state;
		while (state = atomic_load(&slot->state),
		       (state == MAKING || state == HELD) && waits++ < WAITS)
			poll(NULL, 0, 1);
		if (state == MAKING || state == MADE)
			unlinkat(slot->folder, slot->name, 0);
	}
}

/* Removes the files, then lets the signal do what it does by default. */
static void die(int number)
{
	remove_unfinished();
	raise(number); /* SA_RESETHAND has put the default back */
}

/* The model is the one file that is mapped for long: where it ends sooner than it did, or its disk
 * fails, reading it is a SIGBUS. One that somebody has sent is a signal like others. */
static void lose_model(int number, siginfo_t *info, void *context)
{
	if (info->si_code <= 0) {
		die(number);
		return;
	}
	remove_unfinished();
	if (write(STDERR_FILENO, names.lost, strlen(names.lost)) < 0) {
		/* Nobody is left to be told. */
	}
	_exit(VN_EXIT_MODEL);
}

/* Sees to it that a lost model is said to be one. */
static void watch_model(const sigset_t *others)
{
	struct sigaction action = {.sa_sigaction = lose_model,
				   .sa_mask = *others,
				   .sa_flags = SA_RESETHAND | SA_SIGINFO};

	snprintf(names.lost, sizeof names.lost, "vnfix: %s\n",
		 _("the model can no longer be read: it was cut off while in use, or its disk "
		   "failed"));
	sigaction(SIGBUS, &action, NULL);
}

void vn_signals_init(void)
{
	struct sigaction action = {.sa_handler = die, .sa_flags = SA_RESETHAND}, old;

	deadly_set(&action.sa_mask);
	for (size_t i = 0; i < DEADLY_COUNT; i++)
		/* One that is ignored stays so: nohup, background jobs. A sanitizer has its own. */
		if (sigaction(deadly[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(deadly[i], &action, NULL);
	watch_model(&action.sa_mask);
	signal(SIGXFSZ, SIG_IGN);
}

void vn_signals_pipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

/* Takes a free slot; -1: there is none. */
static int take_slot(void)
{
	for (int i = 0; i < SLOTS; i++) {
		int expected = FREE;
		if (atomic_compare_exchange_strong(&names.slots[i].state, &expected, MAKING))
			return i;
	}
	return -1;
}

static int born(void *self, int folder, const char *name)
{
	sigset_t set, old;
	int i;

	deadly_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	i = take_slot();
	if (i < 0) {
		pthread_sigmask(SIG_SETMASK, &old, NULL);
	} else {
		struct slot *slot = &names.slots[i];
		slot->folder = folder;
		slot->mask = old;
		strncpy(slot->name, name, VN_TEMP_CAP - 1);
	}
	if (atomic_load(&names.dying)) {
		if (i >= 0)
			atomic_store(&names.slots[i].state, FREE);
		wait_for_death();
	}
	return i;
}

static void made(void *self, int slot, bool made)
{
	if (slot >= 0) {
		sigset_t mask = names.slots[slot].mask;
		atomic_store(&names.slots[slot].state, made ? MADE : FREE);
		pthread_sigmask(SIG_SETMASK, &mask, NULL);
	}
}

/* The handler waits until the name is made again, and rather leaves it than removing it. */
static void hold(void *self, int slot)
{
	sigset_t set, old;

	if (slot < 0)
		return;
	deadly_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	names.slots[slot].mask = old;
	atomic_store(&names.slots[slot].state, HELD);
	if (atomic_load(&names.dying)) {
		atomic_store(&names.slots[slot].state, MADE);
		wait_for_death();
	}
}

static void gone(void *self, int slot)
{
	if (slot >= 0)
		atomic_store(&names.slots[slot].state, FREE);
	/* A rename that failed because the file has just been removed is nothing to speak of. */
	if (atomic_load(&names.dying))
		wait_for_death();
}

const struct vn_save_watch vn_signals_watch = {NULL, born, made, hold, gone};
