#include "batch/resume.h"

#include "files/io.h"
#include "batch/faults.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum vn_exit vn_resume_open(struct vn_resume *resume, const char *path, const struct vn_says *says)
{
	struct vn_err err;
	struct stat st = {0};
	enum vn_status status;

	*resume = (struct vn_resume){0};
	/* The first run of a batch has the same command line as those that go on with it. */
	if (!path || (stat(path, &st) < 0 && errno == ENOENT) ||
	    (S_ISREG(st.st_mode) && !st.st_size))
		return VN_EXIT_DONE;
	status = vn_report_done_open(&resume->done, path, &err);
	if (status)
		vn_tell(says, path, err.text);
	/* Half a line where a run was killed is what this is for. More is lost than that: told, and
	 * what the log does not tell to be done is done again. */
	else if (resume->done.index.broken > resume->done.index.stops)
		vn_faults_tell(says, path, &resume->done.index);
	return vn_exit_code(status);
}

void vn_resume_close(struct vn_resume *resume)
{
	vn_report_done_close(&resume->done);
}

const struct vn_entry *vn_resume_find(const struct vn_resume *resume, const char *input,
				      const char *output)
{
	const struct vn_entry *entry =
		resume->done.count ? vn_report_done_find(&resume->done, input) : NULL;
	bool fits = entry && entry->output && strcmp(entry->output, output) == 0;
	return fits && entry->in.known && entry->out.known ? entry : NULL;
}

bool vn_resume_same(int fd, off_t size, const struct vn_record_side *side, char *bytes, size_t cap)
{
	struct sha256_ctx context;
	uint8_t sha[VN_SHA256];
	size_t got = 0;
	enum vn_status status = VN_OK;

	if (fd < 0)
		return false;
	/* A size is faster to compare than a text. */
	if ((uint64_t)size != side->end - side->begin) {
		close(fd);
		return false;
	}
	sha256_init(&context);
	do {
		status = vn_in_read(fd, bytes, cap, &got, NULL);
		if (!status)
			sha256_update(&context, got, (const uint8_t *)bytes);
	} while (!status && got > 0);
	close(fd);
	sha256_digest(&context, sizeof sha, sha);
	return !status && memcmp(sha, side->sha, sizeof sha) == 0;
}
