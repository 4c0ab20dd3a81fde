#include "report/undo.h"

#include "base/io.h"
#include "files/tree.h"
#include "report/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A file as it is now, compared with one side of a document. */
struct found {
	int fd;	   /* -1: cannot be opened */
	int error; /* why */
	struct stat st;
	bool same; /* it has the bytes and the digest */
};

static void leave(struct found *found)
{
	if (found->fd >= 0)
		close(found->fd);
	found->fd = -1;
}

/* Looks at NAME, where the document should begin at OFFSET, and reach to the end if WHOLE. */
static struct found look(const char *name, const struct vn_record_side *side, uint64_t offset,
			 bool whole)
{
	struct found found = {0};
	uint8_t sha[VN_SHA256];
	uint64_t size;

	found.fd = vn_in_regular(AT_FDCWD, name, &found.st);
	if (found.fd < 0) {
		found.error = errno;
		return found;
	}
	size = (uint64_t)found.st.st_size;
	if (side->end > size || offset > size - side->end || (whole && size != side->end))
		return found;
	found.same = !vn_rewrite_digest(found.fd, offset, side->end, sha, NULL) &&
		     memcmp(sha, side->sha, VN_SHA256) == 0;
	return found;
}

static bool same_file(const struct found *a, const struct found *b)
{
	return a->fd >= 0 && b->fd >= 0 && a->st.st_dev == b->st.st_dev &&
	       a->st.st_ino == b->st.st_ino;
}

static enum vn_status to_save(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_save_write(self, bytes, len, err);
}

static enum vn_status to_nowhere(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	(void)self;
	(void)bytes;
	(void)len;
	(void)err;
	return VN_OK;
}

/* The name under HOW's folder: no slash at its begin. */
static const char *inside(const char *name)
{
	while (name[0] == '/' || (name[0] == '.' && name[1] == '/'))
		name++;
	return name;
}

static enum vn_status say_error(int error, struct vn_err *err)
{
	return vn_err_set(err, VN_EOUTPUT, "%s", vn_save_error_text(error));
}

/* Opens what is to be written: NAME in place, replacing what OLD (may be NULL) has seen there, or a
 * new file of HOW's folder. */
static enum vn_status open_target(struct vn_save *save, const char *name, const struct found *old,
				  const struct vn_undo_how *how, struct vn_err *err)
{
	struct vn_save_how saving = {.watch = how->watch, .replace = !how->to_folder && old};
	enum vn_status status;
	const char *last;
	int folder, error = 0;

	if (!how->to_folder) {
		status = vn_save_open(save, AT_FDCWD, name, &saving, err);
		if (!status && old && !vn_save_unchanged(save, &old->st)) {
			vn_save_abort(save);
			status = vn_err_set(err, VN_EOUTPUT, "was changed meanwhile");
		}
		return status;
	}
	status = vn_tree_open(&folder, &last, how->folder, inside(name), 0777, &error, err);
	if (status)
		return say_error(error, err);
	status = vn_save_open(save, folder, last, &saving, err);
	close(folder);
	return status ? say_error(save->error, err) : VN_OK;
}

/* What a rewrite does, as the report of a run has it: so it can be undone as well. The review is
 * made by hand, one change at a time. */
struct account {
	struct vn_recorder recorder;
	struct vn_review review;
};

static enum vn_status note_change(void *self, const struct vn_change *change, struct vn_err *err)
{
	struct account *account = self;
	struct vn_review_part part = vn_recorder_part(&account->recorder);
	struct vn_change one = *change;

	account->review.changes.items = &one;
	account->review.changes.count = 1;
	account->review.counts.changes++;
	return part.unit(part.self, &account->review, err);
}

static enum vn_status begin_account(struct account *account, const char *name, struct vn_err *err)
{
	struct vn_review_part part = vn_recorder_part(&account->recorder);

	account->review.paper = (struct vn_review_paper){.name = name, .output = name};
	return part.begin(part.self, &account->review, err);
}

/* Writes it, before the file takes its name. FROM is what was rewritten, OUT its new length. */
static enum vn_status end_account(struct account *account, struct vn_report *report,
				  const struct vn_record_side *from, uint64_t out,
				  const uint8_t sha[VN_SHA256], struct vn_err *err)
{
	const struct vn_review_end how = {VN_OK, NULL};
	struct vn_review_part part = vn_recorder_part(&account->recorder);
	struct vn_review *review = &account->review;
	enum vn_status status;

	review->bytes_in = from->end;
	review->bytes_out = out;
	memcpy(review->sha_in, from->sha, VN_SHA256);
	memcpy(review->sha_out, sha, VN_SHA256);
	status = part.end(part.self, review, &how, err);
	if (!status)
		status = vn_recorder_append(&account->recorder, report, err);
	return status ? status : vn_report_sync(report, err);
}

/* Rewrites from SOURCE to the file NAME. WANT, if not NULL, is the digest that must come out. */
static enum vn_status rewrite(struct vn_reader *reader, const struct vn_entry *entry,
			      enum vn_rewrite_way way, const struct found *source, const char *name,
			      const struct found *old, const struct vn_undo_how *how,
			      const struct vn_record_side *want, uint64_t *touched,
			      struct vn_err *err)
{
	uint64_t offset = way == VN_REWRITE_ACCEPT ? 0 : entry->output_offset;
	const struct vn_record_side *from = way == VN_REWRITE_ACCEPT ? &entry->in : &entry->out;
	struct account account = {0};
	struct vn_rewrite_witness witness = {&account, note_change};
	struct vn_save save = {0};
	uint8_t sha[VN_SHA256];
	bool tell = how->report && !how->dry && !how->to_folder;
	enum vn_status status = how->dry ? VN_OK : open_target(&save, name, old, how, err);

	if (!status && tell)
		status = begin_account(&account, name, err);
	if (!status)
		status = vn_rewrite(reader, entry, way, source->fd, offset,
				    how->dry ? to_nowhere : to_save, &save, tell ? &witness : NULL,
				    touched, sha, err);
	if (!status && want && memcmp(sha, want->sha, VN_SHA256) != 0)
		status = vn_err_set(err, VN_EINPUT, "the records do not lead back to the old text");
	/* Decisions that change nothing leave the file as it is. */
	if (!status && tell && *touched)
		status = end_account(&account, how->report, from, save.written, sha, err);
	if (status || how->dry || (!want && *touched == 0 && !how->to_folder))
		vn_save_abort(&save);
	else
		status = vn_save_finish(&save, err);
	if (!status && tell && *touched)
		status = vn_report_saved(how->report, name, sha, err);
	vn_recorder_fini(&account.recorder);
	return status;
}

/* Whether the name of the input may be written: it is the output itself, or nothing stands there.
 */
static enum vn_status check_target(const struct found *input, bool in_place,
				   const struct vn_undo_how *how, struct vn_err *err)
{
	if (how->to_folder || in_place || (input->fd < 0 && input->error == ENOENT))
		return VN_OK;
	if (input->fd < 0)
		return vn_err_set(err, VN_EOUTPUT, "%s", vn_io_error_text(input->error));
	return vn_err_set(err, VN_EOUTPUT,
			  "holds neither the old text nor the corrected one; left as it is");
}

static enum vn_status undo_found(struct vn_reader *reader, const struct vn_entry *entry,
				 const struct vn_undo_how *how, const struct found *input,
				 const struct found *output, struct vn_err *err)
{
	bool in_place = same_file(input, output);
	uint64_t touched = 0;
	enum vn_status status = check_target(input, in_place, how, err);

	if (status)
		return status;
	if (!entry->output)
		return vn_err_set(err, VN_EINPUT,
				  "its output was no file; nothing to restore from");
	if (output->fd < 0)
		return vn_err_set(err, VN_EINPUT, "its output is gone: %s",
				  vn_io_error_text(output->error));
	if (!output->same || (in_place && (uint64_t)output->st.st_size != entry->out.end))
		return vn_err_set(err, VN_EINPUT,
				  "its output was changed since the report; left as it is");
	return rewrite(reader, entry, VN_REWRITE_BACK, output, entry->file,
		       in_place ? output : NULL, how, &entry->in, &touched, err);
}

enum vn_status vn_undo(struct vn_reader *reader, const struct vn_entry *entry,
		       const struct vn_undo_how *how, enum vn_undo_result *result,
		       struct vn_err *err)
{
	struct found input, output = {.fd = -1};
	enum vn_status status = VN_OK;

	if (!entry->done || entry->mode != VN_REVIEW_CHANGE) {
		*result = entry->done ? VN_UNDO_NOTHING : VN_UNDO_UNFINISHED;
		return VN_OK;
	}
	input = look(entry->file, &entry->in, 0, true);
	if (entry->output)
		output = look(entry->output, &entry->out, entry->output_offset, false);
	if (input.same && !how->to_folder) {
		*result = VN_UNDO_ALREADY;
	} else {
		status = undo_found(reader, entry, how, &input, &output, err);
		if (!status)
			*result = VN_UNDO_DONE;
	}
	leave(&input);
	leave(&output);
	return status;
}

enum vn_status vn_apply(struct vn_reader *reader, const struct vn_entry *entry,
			const struct vn_undo_how *how, enum vn_undo_result *result,
			struct vn_err *err)
{
	struct found input = {.fd = -1}, output = {.fd = -1};
	enum vn_status status = VN_OK;
	uint64_t touched = 0;

	if (!entry->ended) {
		*result = VN_UNDO_UNFINISHED;
		return VN_OK;
	}
	if (entry->output && entry->output_offset == 0)
		output = look(entry->output, &entry->out, 0, true);
	if (!output.same)
		input = look(entry->file, &entry->in, 0, true);
	if (output.same)
		status = rewrite(reader, entry, VN_REWRITE_REJECT, &output, entry->output, &output,
				 how, NULL, &touched, err);
	else if (input.same)
		status = rewrite(reader, entry, VN_REWRITE_ACCEPT, &input, entry->file, &input, how,
				 NULL, &touched, err);
	else
		status = vn_err_set(err, VN_EINPUT,
				    "neither its text nor its output is as it was reviewed");
	if (!status)
		*result = touched || how->to_folder ? VN_UNDO_DONE : VN_UNDO_NOTHING;
	leave(&input);
	leave(&output);
	return status;
}
