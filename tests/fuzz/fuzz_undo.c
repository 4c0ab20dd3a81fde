/*
 * --undo and --apply on real files: any bytes as a report and as the files it speaks of. Nothing
 * outside the current folder is touched, and a dry run touches nothing at all.
 *
 * The first byte chooses what is asked for. Then come, parted by FUZZ_PART, the report, what the
 * files a and b hold (where it is not empty), and an old text that no file holds. @a, @b and @c in
 * the report stand for the length and digest of these three: no chance would find a digest.
 *
 * All of it is done in a folder of its own, in memory, that the process cannot leave meanwhile: it
 * changes its root, for which it has to be root itself or may become so in a namespace. What
 * crashes within is left there, as in/crash-*.
 */
#include "cli/options.h"
#include "cli/undo.h"
#include "fuzz.h"
#include "model/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <sched.h>
#include <sys/stat.h>

#define SKIPPED 77 /* exit code */

enum { APPLY = 1, DRY = 2, FOLDER = 4, NAMED = 8, LOG = 16 }; /* bits of the first byte */

/* A name that leads out of the folder, and what stands there. */
#define OUTSIDE "outside/file"
static const char secret[] = "somebody else's\n";

static int real_root, real_folder; /* where we come from */
static char jail[64];

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	return at->level == 0 ? 0 : remove(path);
}

static void empty_folder(const char *path)
{
	fuzz_require(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

static void remove_jail(void)
{
	empty_folder(jail);
	rmdir(jail);
}

static void put(const char *path, struct vn_str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	fuzz_require(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
	close(fd);
}

static void enter(void)
{
	fuzz_require(chdir(jail) == 0 && chroot(".") == 0);
}

static void leave(void)
{
	fuzz_require(fchdir(real_root) == 0 && chroot(".") == 0 && fchdir(real_folder) == 0);
}

static void make_jail(void)
{
	real_root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	real_folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	snprintf(jail, sizeof jail, "/dev/shm/vnfix-fuzz-XXXXXX");
	if (!mkdtemp(jail)) {
		snprintf(jail, sizeof jail, "/tmp/vnfix-fuzz-XXXXXX");
		fuzz_require(mkdtemp(jail) != NULL);
	}
	atexit(remove_jail);
	if (geteuid() != 0 && unshare(CLONE_NEWUSER) != 0)
		_exit(SKIPPED);
	enter();
	fuzz_require(mkdir("in", 0755) == 0 && mkdir("outside", 0755) == 0);
	put(OUTSIDE, (struct vn_str){secret, sizeof secret - 1});
	leave();
}

/* What was found wrong is told from where we came from, where libFuzzer writes its files. */
static void demand(bool truth)
{
	if (!truth)
		leave();
	fuzz_require(truth);
}

static size_t count_entries(const char *path)
{
	DIR *folder = opendir(path);
	size_t count = 0;

	fuzz_require(folder != NULL);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static bool holds(const char *path, struct vn_str text)
{
	char bytes[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd >= 0 ? read(fd, bytes, sizeof bytes) : -1;
	bool same = len >= 0 &&
		    (len == sizeof bytes || vn_str_eq((struct vn_str){bytes, (size_t)len}, text));

	if (fd >= 0)
		close(fd);
	return same;
}

/* "." and ".." count too. */
static void check_outside(void)
{
	demand(count_entries("/") == 4 && count_entries("/outside") == 3);
	demand(holds("/" OUTSIDE, (struct vn_str){secret, sizeof secret - 1}));
}

static void check_dry(size_t entries, const struct vn_str texts[2])
{
	demand(count_entries(".") == entries);
	demand(!texts[0].len || holds("a", texts[0]));
	demand(!texts[1].len || holds("b", texts[1]));
}

static void add_side(struct vn_buf *report, struct vn_str text)
{
	uint8_t sha[32];
	char side[128];
	int len;

	vn_digest(text.ptr, text.len, sha);
	len = snprintf(side, sizeof side, "{\"bytes\":%zu,\"sha256\":\"", text.len);
	for (size_t i = 0; i < sizeof sha; i++)
		len += snprintf(side + len, sizeof side - (size_t)len, "%02x", sha[i]);
	len += snprintf(side + len, sizeof side - (size_t)len, "\"}");
	fuzz_require(!vn_buf_add(report, side, (size_t)len, NULL));
}

/* Puts the three digests into the report. */
static void fill_in(struct vn_buf *report, struct vn_str raw, const struct vn_str texts[3])
{
	report->len = 0;
	for (size_t i = 0; i < raw.len; i++)
		if (raw.ptr[i] == '@' && i + 1 < raw.len && raw.ptr[i + 1] >= 'a' &&
		    raw.ptr[i + 1] <= 'c')
			add_side(report, texts[raw.ptr[++i] - 'a']);
		else
			fuzz_require(!vn_buf_add(report, raw.ptr + i, 1, NULL));
}

static void run(unsigned how)
{
	char program[] = "vnfix", undo[] = "--undo=report", apply[] = "--apply=report",
	     dry[] = "--dry-run", folder[] = "--output-dir=out", log[] = "--report=log",
	     name[] = "a", open[] = "--no-sandbox"; /* it would stay for all inputs */
	char *argv[9] = {program, how & APPLY ? apply : undo, open};
	int argc = 3;
	struct vn_cli cli;

	if (how & DRY)
		argv[argc++] = dry;
	if (how & FOLDER)
		argv[argc++] = folder;
	if (how & LOG && how & APPLY && !(how & DRY))
		argv[argc++] = log;
	if (how & NAMED)
		argv[argc++] = name;
	optind = 0;
	demand(vn_cli_parse(&cli, argc, argv) == VN_EXIT_DONE);
	demand(vn_undo_run(&cli) < VN_EXIT_INTERNAL);
	vn_cli_fini(&cli);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vn_buf report;
	unsigned how = fuzz_byte(&data, &size);
	struct vn_str raw = fuzz_part(&data, &size);
	struct vn_str texts[3] = {
		fuzz_part(&data, &size), fuzz_part(&data, &size), {(const char *)data, size}};
	size_t count;

	if (!jail[0])
		make_jail();
	fill_in(&report, raw, texts);
	enter();
	fuzz_require(chdir("/in") == 0);
	put("report", vn_buf_str(&report));
	for (int i = 0; i < 2; i++)
		if (texts[i].len)
			put(i ? "b" : "a", texts[i]);
	count = count_entries(".");
	run(how);
	check_outside();
	if (how & DRY)
		check_dry(count, texts);
	fuzz_require(chdir("/") == 0);
	empty_folder("in");
	leave();
	return 0;
}
