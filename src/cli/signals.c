#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* The one writable global of the tool: a handler can be told nothing in another way. It only
 * changes while the signals are held back. */
static const char *volatile doomed;

static const int deadly[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGALRM, SIGXCPU};

#define DEADLY_COUNT (sizeof deadly / sizeof *deadly)

/* Removes the file, then lets the signal do what it does by default. */
static void die(int number)
{
	if (doomed)
		unlink(doomed);
	raise(number); /* SA_RESETHAND has put the default back */
}

static void deadly_set(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < DEADLY_COUNT; i++)
		sigaddset(set, deadly[i]);
}

void vn_signals_init(void)
{
	struct sigaction action = {.sa_handler = die, .sa_flags = SA_RESETHAND}, old;

	deadly_set(&action.sa_mask);
	for (size_t i = 0; i < DEADLY_COUNT; i++)
		/* One that is ignored stays so: nohup, background jobs. */
		if (sigaction(deadly[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(deadly[i], &action, NULL);
	signal(SIGXFSZ, SIG_IGN);
}

void vn_signals_guard(const char *path)
{
	doomed = path;
}

void vn_signals_hold(void)
{
	sigset_t set;
	deadly_set(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void vn_signals_release(void)
{
	sigset_t set;
	deadly_set(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
