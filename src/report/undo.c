#include "report/undo.h"

#include "files/io.h"
#include "files/tree.h"
#include "report/repack.h"
#include "report/reprint.h"
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

/* Opens what is at SITE, if it is a regular file. */
static struct found open_file(const struct vn_site *site)
{
	struct found found = {0};

	found.fd = vn_in_regular(site->folder, site->name, &found.st);
	if (found.fd < 0)
		found.error = errno;
	return found;
}

/* Looks at SITE, where the document should begin at OFFSET, and reach to the end if WHOLE. */
static struct found look(const struct vn_site *site, const struct vn_record_side *side,
			 uint64_t offset, bool whole)
{
	struct found found = open_file(site);
	uint8_t sha[VN_SHA256];
	uint64_t size;

	if (found.fd < 0)
		return found;
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

const char *vn_undo_inside(const char *name)
{
	size_t dots;

	for (;;) {
		name += strspn(name, "/");
		dots = strspn(name, ".");
		if (dots == 0 || dots > 2 || name[dots] != '/')
			return name;
		name += dots;
	}
}

static enum vn_status say_error(int error, struct vn_err *err)
{
	return vn_err_set(err, VN_EOUTPUT, "%s", vn_save_error_text(error));
}

/* What is to be written. */
struct target {
	const char *name;	 /* as the report has it */
	struct vn_site site;	 /* of that name; unused where all goes to a folder */
	const struct found *old; /* what is replaced there; NULL: nothing is there */
	mode_t mode;		 /* of a new file */
};

/* Opens it: in place, or as a new file of HOW's folder. */
static enum vn_status open_target(struct vn_save *save, const struct target *target,
				  const struct vn_undo_how *how, struct vn_err *err)
{
	const struct found *old = target->old;
	struct vn_save_how saving = {.watch = how->watch,
				     .sweep = how->sweep,
				     .replace = !how->to_folder && old,
				     .plain = how->to_folder,
				     .mode = target->mode};
	enum vn_status status;
	const char *last;
	int folder, error = 0;

	if (!how->to_folder) {
		saving.plain = !target->site.links;
		status = vn_save_open(save, target->site.folder, target->site.name, &saving, err);
		if (!status && old && !vn_save_unchanged(save, &old->st)) {
			vn_save_abort(save);
			status = vn_err_set(err, VN_EOUTPUT, "was changed meanwhile");
		}
		return status;
	}
	status = vn_tree_open(&folder, &last, how->folder, vn_undo_inside(target->name), 0777,
			      &error, err);
	if (status)
		return say_error(error, err);
	status = vn_save_open(save, folder, last, &saving, err);
	close(folder);
	return status ? say_error(save->error, err) : VN_OK;
}

/* What a rewrite does, as the report of a run has it: so it can be undone as well. The audit is
 * made by hand, one change at a time. */
struct account {
	struct vn_recorder recorder;
	struct vn_audit audit;
};

static enum vn_status note_change(void *self, const struct vn_change *change, struct vn_err *err)
{
	struct account *account = self;
	struct vn_audit_part part = vn_recorder_part(&account->recorder);
	struct vn_change one = *change;

	account->audit.changes.items = &one;
	account->audit.changes.count = 1;
	account->audit.counts.changes++;
	return part.unit(part.self, &account->audit, err);
}

static enum vn_status begin_account(struct account *account, const char *name, struct vn_err *err)
{
	struct vn_audit_part part = vn_recorder_part(&account->recorder);

	account->audit.document = (struct vn_audit_document){.name = name, .output = name};
	return part.begin(part.self, &account->audit, err);
}

/* Writes it, before the file takes its name. FROM is what was rewritten, OUT its new length. The
 * audit of an archive, REPACK, makes the digests of it itself. */
static enum vn_status end_account(struct account *account, struct vn_report *report,
				  const struct vn_record_side *from, uint64_t out,
				  const uint8_t sha[VN_SHA256], const struct vn_repack *repack,
				  struct vn_err *err)
{
	const struct vn_audit_end how = {VN_OK, NULL};
	struct vn_audit_part part = vn_recorder_part(&account->recorder);
	struct vn_audit *audit = &account->audit;
	enum vn_status status;

	audit->bytes_in = from->end;
	audit->bytes_out = out;
	memcpy(audit->sha_in, from->sha, VN_SHA256);
	memcpy(audit->sha_out, sha, VN_SHA256);
	if (repack)
		vn_audit_pack(audit, &repack->packed, vn_buf_str(&repack->package.text),
			      vn_buf_str(&repack->text));
	status = part.end(part.self, audit, &how, err);
	if (!status)
		status = vn_recorder_append(&account->recorder, report, err);
	return status ? status : vn_report_sync(report, err);
}

/* A document that is to be rewritten. */
struct task {
	struct vn_reader *reader;
	const struct vn_entry *entry;
	const struct vn_undo_how *how;
	struct target target;
};

/* The text of an archive or a PDF, which is rewritten in place of the file itself. */
struct inner {
	struct vn_repack pack;
	struct vn_reprint print;
	bool packed, printed;
};

/* Takes the text of ENTRY, if it is to be rewritten that WAY, out of SOURCE, and has JOB work on
 * it. */
static enum vn_status open_inner(struct inner *in, const struct vn_entry *entry,
				 const struct found *source, struct vn_rewrite *job,
				 struct vn_err *err)
{
	uint64_t len = (uint64_t)source->st.st_size;
	bool whole = job->way == VN_REWRITE_BACK;
	enum vn_status status = VN_OK;

	in->packed = entry->text_in.known && !whole;
	in->printed = entry->source == &vn_source_pdf && !whole;
	if (in->packed) {
		status = vn_repack_open(&in->pack, source->fd, len, err);
		job->fd = in->pack.fd;
		job->sink = vn_repack_take;
		job->self = &in->pack;
	} else if (in->printed) {
		/* What is written is always made of what was read. */
		if (job->way == VN_REWRITE_REJECT)
			job->way = VN_REWRITE_KEEP;
		status = vn_reprint_open(&in->print, source->fd, len, entry->in.end, err);
		job->fd = in->print.fd;
		job->len = in->print.len;
		job->sink = vn_reprint_take;
		job->self = &in->print;
		job->witness = NULL;
	}
	return status;
}

/* Gives the file with its text rewritten to SINK. */
static enum vn_status finish_inner(struct inner *in, vn_sink sink, void *self, uint8_t *sha,
				   struct vn_err *err)
{
	if (in->packed)
		return vn_repack_finish(&in->pack, sink, self, sha, err);
	return in->printed ? vn_reprint_finish(&in->print, sink, self, sha, err) : VN_OK;
}

static void close_inner(struct inner *in)
{
	vn_repack_close(&in->pack);
	vn_reprint_close(&in->print);
}

/* Rewrites from SOURCE to the target. WANT, if not NULL, is the digest that must come out. */
static enum vn_status rewrite(const struct task *task, enum vn_rewrite_way way,
			      const struct found *source, const struct vn_record_side *want,
			      uint64_t *touched, struct vn_err *err)
{
	const struct vn_entry *entry = task->entry;
	const struct vn_undo_how *how = task->how;
	bool accept = way == VN_REWRITE_ACCEPT;
	bool tell = how->report && !how->dry && !how->to_folder;
	struct account account = {0};
	struct vn_rewrite_witness witness = {&account, note_change};
	struct vn_save save = {0};
	struct inner inner = {.pack.fd = -1, .print.fd = -1};
	vn_sink sink = how->dry ? vn_sink_nowhere : to_save;
	struct vn_rewrite job = {.way = way,
				 .fd = source->fd,
				 .offset = accept ? 0 : entry->output_offset,
				 .sink = sink,
				 .self = &save,
				 .witness = tell ? &witness : NULL};
	enum vn_status status = how->dry ? VN_OK : open_target(&save, &task->target, how, err);

	if (!status)
		status = open_inner(&inner, entry, source, &job, err);
	if (!status && tell)
		status = begin_account(&account, task->target.name, err);
	account.audit.packed = tell && inner.packed ? &inner.pack.packed : NULL;
	account.audit.source = inner.printed ? &vn_source_pdf : NULL;
	if (!status)
		status = vn_rewrite(task->reader, entry, &job, err);
	if (!status)
		status = finish_inner(&inner, sink, &save, job.sha, err);
	*touched = job.touched;
	if (!status && want && memcmp(job.sha, want->sha, VN_SHA256) != 0)
		status = vn_err_set(err, VN_EINPUT, "the records do not lead back to the old text");
	/* Decisions that change nothing leave the file as it is. */
	if (!status && tell && job.touched)
		status = end_account(&account, how->report, accept ? &entry->in : &entry->out,
				     save.written, job.sha, inner.packed ? &inner.pack : NULL, err);
	if (status || how->dry || (!want && job.touched == 0 && !how->to_folder))
		vn_save_abort(&save);
	else
		status = vn_save_finish(&save, err);
	if (!status && tell && job.touched)
		status = vn_report_saved(how->report, task->target.name, job.sha, err);
	vn_recorder_fini(&account.recorder);
	close_inner(&inner);
	return status;
}

static enum vn_status to_count(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	(void)bytes;
	(void)err;
	*(uint64_t *)self += len;
	return VN_OK;
}

/* Whether the PDF in FOUND says already what deciding that WAY leads to. */
static bool was_printed(const struct task *task, enum vn_rewrite_way way, const struct found *found)
{
	const struct vn_entry *entry = task->entry;
	struct vn_rewrite job = {.way = way};
	uint64_t len = (uint64_t)found->st.st_size, count = 0;
	struct inner inner = {.pack.fd = -1, .print.fd = -1};
	uint8_t sha[VN_SHA256];
	enum vn_status status;

	if (entry->in.end > len || vn_rewrite_digest(found->fd, 0, entry->in.end, sha, NULL) ||
	    memcmp(sha, entry->in.sha, VN_SHA256) != 0)
		return false;
	status = open_inner(&inner, entry, found, &job, NULL);
	if (!status)
		status = vn_rewrite(task->reader, entry, &job, NULL);
	if (!status)
		status = finish_inner(&inner, to_count, &count, sha, NULL);
	close_inner(&inner);
	return !status && count == len;
}

/* Whether FOUND holds what deciding that WAY leads to. */
static bool was_done(const struct task *task, enum vn_rewrite_way way, const struct found *found)
{
	struct vn_repack repack = {.fd = -1};
	uint64_t len = (uint64_t)found->st.st_size;
	bool done;

	if (task->entry->source == &vn_source_pdf)
		return was_printed(task, way, found);
	if (!task->entry->text_in.known)
		return vn_rewrite_was(task->reader, task->entry, way, found->fd, len);
	done = !vn_repack_open(&repack, found->fd, len, NULL) &&
	       vn_rewrite_was(task->reader, task->entry, way, repack.fd, repack.package.text.len);
	vn_repack_close(&repack);
	return done;
}

/* Finds NAME for writing. */
static enum vn_status find(const char *name, const struct vn_undo_how *how, struct vn_site *site,
			   int *error, struct vn_err *err)
{
	static const struct vn_roots none = {0};

	return vn_roots_find(how->roots ? how->roots : &none, name, site, error, err);
}

/* Finds NAME for reading: it may lie anywhere. */
static enum vn_status find_source(const char *name, struct vn_site *site, struct vn_err *err)
{
	*site = (struct vn_site){AT_FDCWD, strdup(name), true};
	return site->name ? VN_OK : vn_err_nomem(err);
}

/* Whether the name of the input may be written: it is the output itself, or nothing stands there.
 */
static enum vn_status check_target(const struct found *input, bool in_place, struct vn_err *err)
{
	if (in_place || (input->fd < 0 && input->error == ENOENT))
		return VN_OK;
	if (input->fd < 0)
		return vn_err_set(err, VN_EOUTPUT, "%s", vn_io_error_text(input->error));
	return vn_err_set(err, VN_EOUTPUT,
			  "holds neither the old text nor the corrected one; left as it is");
}

/* Whether the output is what the report tells. */
static enum vn_status check_output(const struct vn_entry *entry, const struct found *output,
				   bool in_place, struct vn_err *err)
{
	if (!entry->output)
		return vn_err_set(err, VN_EINPUT,
				  "its output was no file; nothing to restore from");
	if (output->fd < 0)
		return vn_err_set(err, VN_EINPUT, "its output is gone: %s",
				  vn_io_error_text(output->error));
	if (!output->same || (in_place && (uint64_t)output->st.st_size != entry->out.end))
		return vn_err_set(err, VN_EINPUT,
				  "its output was changed since the report; left as it is");
	return VN_OK;
}

/* Looks at the output of ENTRY, which is only read: it may lie anywhere. */
static struct found look_at_output(const struct vn_entry *entry, const struct target *target)
{
	struct vn_site site = {AT_FDCWD, entry->output, true};

	if (!entry->output)
		return (struct found){.fd = -1};
	/* The input itself is the same file for reading and writing. */
	if (target->site.name && strcmp(entry->output, entry->file) == 0)
		site = target->site;
	return look(&site, &entry->out, entry->output_offset, false);
}

/* Restores the target, whose site has been found, or into the folder. */
static enum vn_status undo_to(struct task *task, enum vn_undo_result *result, struct vn_err *err)
{
	const struct vn_entry *entry = task->entry;
	struct target *target = &task->target;
	bool to_folder = task->how->to_folder;
	struct found input = {.fd = -1}, output;
	bool in_place = false;
	uint64_t touched = 0;
	enum vn_status status = VN_OK;

	*result = VN_UNDO_DONE;
	if (!to_folder)
		input = look(&target->site, &entry->in, 0, true);
	if (input.same) {
		*result = VN_UNDO_ALREADY;
		leave(&input);
		return VN_OK;
	}
	output = look_at_output(entry, target);
	if (!to_folder) {
		in_place = same_file(&input, &output);
		status = check_target(&input, in_place, err);
	}
	if (!status)
		status = check_output(entry, &output, in_place, err);
	target->old = in_place ? &output : NULL;
	target->mode = output.st.st_mode & 0777;
	if (!status)
		status = rewrite(task, VN_REWRITE_BACK, &output, &entry->in, &touched, err);
	leave(&input);
	leave(&output);
	return status;
}

enum vn_status vn_undo(struct vn_reader *reader, const struct vn_entry *entry,
		       const struct vn_undo_how *how, enum vn_undo_result *result,
		       struct vn_err *err)
{
	struct task task = {reader, entry, how, {.name = entry->file, .site.folder = -1}};
	enum vn_status status = VN_OK;
	int error;

	if (!entry->done || entry->mode != VN_AUDIT_CHANGE) {
		*result = entry->done ? VN_UNDO_NOTHING : VN_UNDO_UNFINISHED;
		return VN_OK;
	}
	if (!how->to_folder)
		status = find(entry->file, how, &task.target.site, &error, err);
	if (!status)
		status = undo_to(&task, result, err);
	vn_site_fini(&task.target.site);
	return status;
}

const char *vn_apply_target(const struct vn_entry *entry)
{
	return entry->output ? entry->output : entry->file;
}

static bool has_own_output(const struct vn_entry *entry)
{
	return entry->output && strcmp(entry->output, entry->file) != 0;
}

/* Whether the decisions of ENTRY can be carried out at all. */
static enum vn_status check_list(const struct vn_entry *entry, struct vn_err *err)
{
	if (entry->damaged)
		return vn_err_set(err, VN_EINPUT,
				  "not all that was decided can be read; left as it is");
	if (!entry->output && entry->mode == VN_AUDIT_CHANGE)
		return vn_err_set(err, VN_EINPUT,
				  "its corrected text went to no file; left as it is");
	if (entry->mode == VN_AUDIT_LOOK && has_own_output(entry))
		return vn_err_set(err, VN_EINPUT,
				  "its output is not what was reviewed; left as it is");
	if (entry->output_offset)
		return vn_err_set(err, VN_EINPUT,
				  "its output holds other documents too; left as it is");
	return VN_OK;
}

/* The text that was reviewed, as it stands in the target. */
struct reviewed {
	enum vn_rewrite_way way;
	const struct vn_record_side *side;
};

/* What the target may hold: the text the run wrote or, where it wrote none or the text as it was
 * read, that. Returns how many. */
static size_t list_reviewed(const struct vn_entry *entry, struct reviewed list[2])
{
	size_t count = 0;

	if (entry->output && entry->mode == VN_AUDIT_CHANGE)
		list[count++] = (struct reviewed){VN_REWRITE_REJECT, &entry->out};
	if (!has_own_output(entry) || entry->mode == VN_AUDIT_SUGGEST)
		list[count++] = (struct reviewed){VN_REWRITE_ACCEPT, &entry->in};
	return count;
}

/* Carries the decisions out in the target, if it is as one of LIST, or finds that this was done. */
static enum vn_status apply_to(struct task *task, const struct reviewed list[2], size_t count,
			       enum vn_undo_result *result, struct vn_err *err)
{
	struct target *target = &task->target;
	struct found found = {.fd = -1};
	uint64_t touched = 0;
	enum vn_status status = VN_OK;

	*result = VN_UNDO_NOTHING;
	for (size_t i = 0; i < count && !found.same; i++) {
		leave(&found);
		found = look(&target->site, list[i].side, 0, true);
		if (found.same) {
			target->old = &found;
			target->mode = found.st.st_mode & 0777;
			status = rewrite(task, list[i].way, &found, NULL, &touched, err);
		}
	}
	if (!status && (touched || (found.same && task->how->to_folder)))
		*result = VN_UNDO_DONE;
	if (found.fd < 0)
		status = vn_err_set(err, VN_EINPUT, "%s", vn_io_error_text(found.error));
	for (size_t i = 0; i < count && !found.same && found.fd >= 0; i++)
		found.same = was_done(task, list[i].way, &found);
	if (!status && !found.same)
		status = vn_err_set(err, VN_EINPUT,
				    "was changed since it was reviewed; left as it is");
	leave(&found);
	return status;
}

enum vn_status vn_apply(struct vn_reader *reader, const struct vn_entry *entry,
			const struct vn_undo_how *how, enum vn_undo_result *result,
			struct vn_err *err)
{
	struct task task = {
		reader, entry, how, {.name = vn_apply_target(entry), .site.folder = -1}};
	struct target *target = &task.target;
	struct reviewed list[2];
	size_t count = list_reviewed(entry, list);
	enum vn_status status = check_list(entry, err);
	int error = 0;

	if (!status && how->to_folder)
		status = find_source(target->name, &target->site, err);
	else if (!status)
		status = find(target->name, how, &target->site, &error, err);
	if (status && error == ENOENT)
		status = vn_err_set(err, VN_EINPUT, "%s", vn_io_error_text(error));
	if (!status)
		status = apply_to(&task, list, count, result, err);
	vn_site_fini(&target->site);
	return status;
}
