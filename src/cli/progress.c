#include "cli/progress.h"

#include "cli/signals.h"
#include "term/lang.h"
#include "term/say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define LIVE_FIRST 500 /* milliseconds: a short run shows nothing */
#define CLEAR	   "\r\033[K"

/* Milliseconds between two signs of life. */
static const uint64_t pause_ms[] = {
	[VN_FORM_NONE] = 0,
	[VN_FORM_LIVE] = 100,
	[VN_FORM_LINES] = 10000,
	[VN_FORM_JSON] = 1000,
};

static uint64_t now(void)
{
	struct timespec t = {0};
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Whether standard error is a terminal that can take a line back. */
static bool can_live(void)
{
	const char *term = getenv("TERM");
	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

static enum vn_progress_form choose(const struct vn_cli *cli)
{
	switch (cli->progress) {
	case VN_PROGRESS_PLAIN:
		return VN_FORM_LINES;
	case VN_PROGRESS_JSON:
		return VN_FORM_JSON;
	case VN_PROGRESS_NONE:
		return VN_FORM_NONE;
	default:
		break;
	}
	if (cli->plan.loudness < 0 || !can_live())
		return VN_FORM_NONE;
	/* The text itself goes to the terminal: no line among its lines. */
	return vn_plan_file_by_file(&cli->plan) || !isatty(STDOUT_FILENO) ? VN_FORM_LIVE
									  : VN_FORM_NONE;
}

void vn_progress_init(struct vn_progress *p, const struct vn_cli *cli)
{
	*p = (struct vn_progress){.chosen = choose(cli)};
	pthread_mutex_init(&p->lock, NULL);
}

static void begin(void *self, uint64_t files, uint64_t bytes)
{
	struct vn_progress *p = self;

	pthread_mutex_lock(&p->lock);
	p->form = p->chosen;
	p->files = files;
	p->bytes = bytes;
	p->start = now();
	p->last = p->form == VN_FORM_LIVE ? p->start + LIVE_FIRST - pause_ms[p->form] : p->start;
	pthread_mutex_unlock(&p->lock);
}

/* Percent done, by bytes where they are known. */
static unsigned percent(const struct vn_progress *p)
{
	uint64_t done = p->bytes ? p->bytes_done : p->files_done;
	uint64_t all = p->bytes ? p->bytes : p->files;
	/* Files may grow while they are read, and be of unknown size. */
	return all == 0 || done >= all ? 100 : (unsigned)((double)done * 100 / (double)all);
}

static int plain(const struct vn_progress *p, char *line, size_t cap, uint64_t ms)
{
	double rate = ms ? (double)p->bytes_done / 1000 / (double)ms : 0; /* MB/s */
	double left = p->bytes > p->bytes_done && rate > 0
			      ? (double)(p->bytes - p->bytes_done) / 1e6 / rate
			      : 0;
	int len =
		snprintf(line, cap, _("vnfix: %" PRIu64 " of %" PRIu64 " files, %u %%, %.2f MB/s"),
			 p->files_done, p->files, percent(p), rate);
	if (left >= 1 && len > 0 && (size_t)len < cap)
		len += snprintf(line + len, cap - (size_t)len, _(", %.0f s left"), left);
	if (p->failed && len > 0 && (size_t)len < cap)
		len += snprintf(line + len, cap - (size_t)len, _(", %" PRIu64 " failed"),
				p->failed);
	return len;
}

static int json(const struct vn_progress *p, char *line, size_t cap, uint64_t ms)
{
	return snprintf(line, cap,
			"{\"files_done\":%" PRIu64 ",\"files\":%" PRIu64 ",\"failed\":%" PRIu64
			",\"bytes_done\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"seconds\":%" PRIu64
			".%03u}",
			p->files_done, p->files, p->failed, p->bytes_done, p->bytes, ms / 1000,
			(unsigned)(ms % 1000));
}

/* Shows how far the run is. Holds the lock. */
static void show(struct vn_progress *p, uint64_t time)
{
	char line[320] = CLEAR; /* the longest numbers need less */
	size_t from = p->form == VN_FORM_LIVE ? sizeof CLEAR - 1 : 0;
	uint64_t ms = time - p->start;
	int len = p->form == VN_FORM_JSON ? json(p, line, sizeof line - 1, ms)
					  : plain(p, line + from, sizeof line - from - 1, ms);

	if (len < 0)
		return;
	if (p->form != VN_FORM_LIVE)
		line[len++] = '\n';
	vn_say_bytes(line, from + (size_t)len);
	p->shown = p->form == VN_FORM_LIVE;
	p->last = time;
}

static void clear(struct vn_progress *p)
{
	if (p->shown)
		vn_say_bytes(CLEAR, sizeof CLEAR - 1);
	p->shown = false;
}

static void advance(void *self, uint64_t bytes, bool file, bool failed)
{
	struct vn_progress *p = self;
	uint64_t time = p->form != VN_FORM_NONE ? now() : 0;

	pthread_mutex_lock(&p->lock);
	p->bytes_done += bytes;
	p->files_done += file;
	p->failed += failed;
	if (p->form != VN_FORM_NONE && time > p->last && time - p->last >= pause_ms[p->form])
		show(p, time);
	pthread_mutex_unlock(&p->lock);
}

static void say(void *self, const char *subject, const char *text)
{
	struct vn_progress *p = self;

	pthread_mutex_lock(&p->lock);
	clear(p);
	vn_say(subject, text);
	pthread_mutex_unlock(&p->lock);
}

static void end(void *self)
{
	struct vn_progress *p = self;

	pthread_mutex_lock(&p->lock);
	clear(p);
	if (p->form == VN_FORM_JSON)
		show(p, now());
	p->form = VN_FORM_NONE;
	pthread_mutex_unlock(&p->lock);
}

static void unread(void *self)
{
	vn_signals_pipe();
}

struct vn_says vn_progress_says(struct vn_progress *progress)
{
	static const struct vn_hints hints = {
		.binary = N_(" (--text takes it all the same)"),
		.folder = N_("; -r goes into folders"),
		.replace = N_("; --force replaces it"),
		.each = N_("; --existing=overwrite replaces it"),
		.repeats = "--candidates",
	};

	return (struct vn_says){progress, say, begin, advance, end, unread, hints};
}

void vn_progress_fini(struct vn_progress *progress)
{
	pthread_mutex_destroy(&progress->lock);
}
