#include "report/ndjson.h"

#include "files/io.h"
#include "report/json.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct vn_report {
	int fd;
	pthread_mutex_t lock; /* the records of a document stay together */
	bool torn;	      /* the last write failed, perhaps within a line */
};

static const char *const mode_names[] = {
	[VN_AUDIT_CHANGE] = "change",
	[VN_AUDIT_SUGGEST] = "suggest",
	[VN_AUDIT_LOOK] = "look",
};

static enum vn_status to_file(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	const int *fd = self;
	while (len > 0) {
		ssize_t n = write(*fd, bytes, len);
		if (n < 0 && errno != EINTR)
			return vn_err_set(err, VN_EOUTPUT, "report: %s", strerror(errno));
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	return VN_OK;
}

enum vn_status vn_report_append(struct vn_report *report, vn_report_source source, void *self,
				struct vn_err *err)
{
	enum vn_status status;
	bool locked;

	/* A file system without locks appends large pieces of two processes between each other's,
	 * still whole lines where they fit in one write. */
	pthread_mutex_lock(&report->lock);
	locked = flock(report->fd, LOCK_EX) == 0;
	status = report->torn ? to_file(&report->fd, "\n", 1, err) : VN_OK;
	if (!status)
		status = source(self, to_file, &report->fd, err);
	report->torn = status != VN_OK;
	if (locked)
		flock(report->fd, LOCK_UN);
	pthread_mutex_unlock(&report->lock);
	return status;
}

static enum vn_status from_spool(void *self, vn_sink sink, void *to, struct vn_err *err)
{
	return vn_spool_give(self, sink, to, err);
}

static enum vn_status append(struct vn_report *report, struct vn_spool *spool, struct vn_err *err)
{
	return vn_report_append(report, from_spool, spool, err);
}

/* A record of TYPE, to be given back with json_decref(); NULL when memory is out. */
static json_t *record(const char *type)
{
	return json_pack("{s:s}", "type", type);
}

/* Writes RECORD, unless STATUS tells of a failure already, and frees it. */
static enum vn_status finish(json_t *record, enum vn_status status, struct vn_spool *spool,
			     struct vn_err *err)
{
	if (!record)
		return vn_err_nomem(err);
	if (!status)
		status = vn_json_line(record, false, spool, err);
	json_decref(record);
	return status;
}

static enum vn_status set_text(json_t *record, const char *name, const char *text,
			       struct vn_err *err)
{
	return text ? vn_json_set_bytes(record, name, (struct vn_str){text, strlen(text)}, err)
		    : VN_OK;
}

static enum vn_status header(struct vn_spool *spool, const struct vn_report_about *about,
			     struct vn_err *err)
{
	json_t *line = record("header"), *settings = json_object();
	enum vn_status status = vn_json_set(line, "schema", json_string(VN_REPORT_SCHEMA), err);

	if (!status)
		status = set_text(line, "vnfix", about->version, err);
	if (!status)
		status = set_text(line, "model", about->model, err);
	if (!status)
		status = set_text(line, "time", about->time, err);
	if (!status)
		status = set_text(line, "folder", about->folder, err);
	if (!status)
		status = set_text(line, "mode", mode_names[about->mode], err);
	for (size_t i = 0; !status && i < about->setting_count; i++)
		status = set_text(settings, about->settings[i].name, about->settings[i].value, err);
	if (!status)
		status = vn_json_set(line, "settings", json_incref(settings), err);
	json_decref(settings);
	return finish(line, status, spool, err);
}

/* Makes sure that what is open may be gone on with: empty, or no regular file, or a report. *TORN
 * tells that it ends in the middle of a line. */
static enum vn_status check_old(int fd, bool *torn, struct vn_err *err)
{
	static const char start[] = "{\"type\":\"header\",\"schema\":\"vnfix-report/";
	char bytes[sizeof start];
	struct stat st;

	*torn = false;
	if (fstat(fd, &st) < 0)
		return vn_err_set(err, VN_EOUTPUT, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size == 0)
		return VN_OK;
	if (pread(fd, bytes, sizeof start - 1, 0) != (ssize_t)(sizeof start - 1) ||
	    memcmp(bytes, start, sizeof start - 1) != 0)
		return vn_err_set(err, VN_EOUTPUT, "exists already and is no report of vnfix");
	*torn = pread(fd, bytes, 1, st.st_size - 1) == 1 && bytes[0] != '\n';
	return VN_OK;
}

/* Pipes and devices cannot be read back. */
static int open_log(const char *path)
{
	int flags = O_APPEND | O_CREAT;
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return vn_out_open(AT_FDCWD, path, flags | O_WRONLY, 0666);
	return vn_out_open(AT_FDCWD, path, flags | O_RDWR, 0666);
}

enum vn_status vn_report_open(struct vn_report **out, const char *path,
			      const struct vn_report_about *about, struct vn_err *err)
{
	struct vn_report *report = calloc(1, sizeof *report);
	struct vn_spool spool = {0};
	enum vn_status status = VN_OK;

	if (!report)
		return vn_err_nomem(err);
	pthread_mutex_init(&report->lock, NULL);
	report->fd = open_log(path);
	if (report->fd < 0)
		status = vn_err_set(err, VN_EOUTPUT, "%s", vn_io_error_text(errno));
	if (!status)
		status = check_old(report->fd, &report->torn, err);
	if (!status)
		status = header(&spool, about, err);
	if (!status)
		status = append(report, &spool, err);
	vn_spool_fini(&spool);
	if (status) {
		enum vn_status closed = vn_report_close(report, NULL);
		return status ? status : closed;
	}
	*out = report;
	return VN_OK;
}

enum vn_status vn_report_sync(struct vn_report *report, struct vn_err *err)
{
	if (fdatasync(report->fd) < 0 && errno != EINVAL && errno != EROFS)
		return vn_err_set(err, VN_EOUTPUT, "report: %s", strerror(errno));
	return VN_OK;
}

enum vn_status vn_report_close(struct vn_report *report, struct vn_err *err)
{
	int failed;

	if (!report)
		return VN_OK;
	/* Linux closes in any case; an interruption is no failure. */
	failed = report->fd >= 0 && close(report->fd) < 0 && errno != EINTR ? errno : 0;
	pthread_mutex_destroy(&report->lock);
	free(report);
	return failed ? vn_err_set(err, VN_EOUTPUT, "report: %s", strerror(failed)) : VN_OK;
}

enum vn_status vn_report_saved(struct vn_report *report, const char *name,
			       const uint8_t sha_out[VN_SHA256], struct vn_err *err)
{
	struct vn_spool spool = {0};
	json_t *line = record("saved");
	enum vn_status status = set_text(line, "file", name, err);
	char hex[65];

	vn_json_hex(sha_out, hex);
	if (!status)
		status = vn_json_set(line, "sha256", json_string(hex), err);
	status = finish(line, status, &spool, err);
	if (!status)
		status = append(report, &spool, err);
	vn_spool_fini(&spool);
	return status;
}

static enum vn_status begin(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_recorder *recorder = self;
	const struct vn_audit_document *document = &audit->document;
	json_t *line = record("begin");
	enum vn_status status = set_text(line, "file", document->name, err);

	vn_spool_reset(&recorder->spool);
	if (!status)
		status = set_text(line, "output", document->output, err);
	if (!status && document->output && document->output_offset)
		status = vn_json_set(line, "output_offset",
				     json_integer((json_int_t)document->output_offset), err);
	return finish(line, status, &recorder->spool, err);
}

static json_t *span(uint64_t begin, uint64_t end)
{
	return json_pack("[I,I]", (json_int_t)begin, (json_int_t)end);
}

static json_t *confidence(vn_confidence value)
{
	return json_real(value / (double)VN_SURE);
}

static enum vn_status add_alternatives(json_t *line, const struct vn_change *change,
				       struct vn_err *err)
{
	json_t *list = json_array();
	enum vn_status status = list ? VN_OK : vn_err_nomem(err);

	for (size_t i = 0; !status && i < change->alternative_count; i++) {
		json_t *one = json_object();
		status = vn_json_set_bytes(one, "text", change->alternatives[i].text, err);
		if (!status)
			status = vn_json_set(one, "confidence",
					     confidence(change->alternatives[i].confidence), err);
		if (!status && json_array_append(list, one))
			status = vn_err_nomem(err);
		json_decref(one);
	}
	if (!status && change->alternative_count)
		status = vn_json_set(line, "alternatives", json_incref(list), err);
	json_decref(list);
	return status;
}

static enum vn_status add_causes(json_t *line, const struct vn_change *change, struct vn_err *err)
{
	json_t *list = json_array();
	enum vn_status status = list ? VN_OK : vn_err_nomem(err);

	for (size_t i = 0; !status && i < change->cause_count; i++)
		if (json_array_append_new(list,
					  json_pack("{s:s,s:s}", "stage", change->causes[i].stage,
						    "rule", change->causes[i].rule)))
			status = vn_err_nomem(err);
	if (!status && change->cause_count)
		status = vn_json_set(line, "causes", json_incref(list), err);
	json_decref(list);
	return status;
}

/* The file of an archive that byte AT of its text belongs to. */
static enum vn_status add_member(json_t *line, const struct vn_audit *audit, uint64_t at,
				 struct vn_err *err)
{
	return audit->packed ? vn_json_set_bytes(line, "member",
						 vn_package_member(audit->packed->package, at), err)
			     : VN_OK;
}

/* A change or a doubt. */
static enum vn_status add_change(struct vn_spool *spool, const struct vn_audit *audit,
				 const struct vn_change *change, struct vn_err *err)
{
	json_t *line = record(change->doubt ? "doubt" : "change");
	enum vn_status status = set_text(line, "file", audit->document.name, err);

	if (!status)
		status = vn_json_set(line, "line", json_integer((json_int_t)change->line), err);
	if (!status)
		status = vn_json_set(line, "column", json_integer((json_int_t)change->column), err);
	if (!status)
		status = add_member(line, audit, change->begin, err);
	if (!status)
		status = vn_json_set(line, "in", span(change->begin, change->end), err);
	if (!status && audit->mode != VN_AUDIT_SUGGEST)
		status = vn_json_set(line, "out", span(change->out_begin, change->out_end), err);
	if (!status)
		status = vn_json_set_bytes(line, "before", change->before, err);
	if (!status && !change->doubt)
		status = vn_json_set_bytes(line, "after", change->after, err);
	if (!status && !vn_str_eq(change->read, change->before))
		status = vn_json_set_bytes(line, "read", change->read, err);
	if (!status && !change->doubt && !vn_str_eq(change->text, change->after))
		status = vn_json_set_bytes(line, "text", change->text, err);
	if (!status && change->inner)
		status = vn_json_set(line, "inner", json_true(), err);
	if (!status && change->style)
		status = vn_json_set(line, "style", json_integer(change->style), err);
	if (!status && !change->doubt)
		status = set_text(line, "kind", vn_kind_names[change->kind], err);
	if (!status && change->name)
		status = vn_json_set(line, "name", json_true(), err);
	if (!status)
		status = vn_json_set(line, "confidence", confidence(change->confidence), err);
	if (!status)
		status = add_causes(line, change, err);
	if (!status)
		status = add_alternatives(line, change, err);
	return finish(line, status, spool, err);
}

/* What was done beside the changes. */
static enum vn_status add_beside(struct vn_spool *spool, const struct vn_audit *audit,
				 const struct vn_splice *beside, struct vn_err *err)
{
	json_t *line = record("beside");
	enum vn_status status = set_text(line, "file", audit->document.name, err);

	if (!status)
		status = vn_json_set(line, "of", span(beside->of_begin, beside->of_end), err);
	if (!status)
		status = vn_json_set(line, "in", span(beside->begin, beside->end), err);
	if (!status && audit->mode != VN_AUDIT_SUGGEST)
		status = vn_json_set(line, "out", span(beside->out_begin, beside->out_end), err);
	if (!status)
		status = vn_json_set_bytes(line, "before", beside->before, err);
	if (!status)
		status = vn_json_set_bytes(line, "after", beside->after, err);
	if (!status && beside->echo)
		status = vn_json_set(line, "echo", json_true(), err);
	if (!status && beside->style)
		status = vn_json_set(line, "style", json_integer(beside->style), err);
	return finish(line, status, spool, err);
}

static enum vn_status unit(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_recorder *recorder = self;
	const struct vn_changes *changes = &audit->changes;
	enum vn_status status = VN_OK;
	size_t k = 0;

	/* In order of position, for those who put them back. */
	for (size_t i = 0; !status && i < changes->count; i++) {
		while (!status && k < changes->beside_count &&
		       changes->beside[k].begin < changes->items[i].begin)
			status = add_beside(&recorder->spool, audit, &changes->beside[k++], err);
		if (!status)
			status = add_change(&recorder->spool, audit, &changes->items[i], err);
	}
	while (!status && k < changes->beside_count)
		status = add_beside(&recorder->spool, audit, &changes->beside[k++], err);
	return status;
}

#define PACKED_BYTES (1024 * 1024) /* of an archive in one record */

/* Part PIECE of what SPLICE makes other bytes of an archive; false behind the last. */
static bool part_of(const struct vn_zip_splice *splice, uint64_t piece, struct vn_zip_splice *part)
{
	uint64_t at = piece * PACKED_BYTES, in = splice->end - splice->begin;
	uint64_t out = splice->out_end - splice->out_begin;

	if (piece && at >= in && at >= out)
		return false;
	part->begin = splice->begin + (at < in ? at : in);
	part->out_begin = splice->out_begin + (at < out ? at : out);
	at += PACKED_BYTES;
	part->end = splice->begin + (at < in ? at : in);
	part->out_end = splice->out_begin + (at < out ? at : out);
	return true;
}

static enum vn_status add_part(struct vn_spool *spool, const struct vn_audit *audit,
			       const struct vn_zip_splice *part, struct vn_err *err)
{
	struct vn_str in = audit->packed->package->zip.bytes, out = audit->packed->out;
	json_t *line = record("packed");
	enum vn_status status = set_text(line, "file", audit->document.name, err);

	in = (struct vn_str){in.ptr + part->begin, (size_t)(part->end - part->begin)};
	out = (struct vn_str){out.ptr + part->out_begin, (size_t)(part->out_end - part->out_begin)};
	if (!status)
		status = vn_json_set(line, "in", span(part->begin, part->end), err);
	if (!status)
		status = vn_json_set(line, "out", span(part->out_begin, part->out_end), err);
	if (!status)
		status = vn_json_set_bytes(line, "before", in, err);
	if (!status)
		status = vn_json_set_bytes(line, "after", out, err);
	return finish(line, status, spool, err);
}

/* What the changes of its text make other bytes of an archive. */
static enum vn_status add_packed(struct vn_spool *spool, const struct vn_audit *audit,
				 struct vn_err *err)
{
	const struct vn_zip_splices *splices = audit->packed ? audit->packed->splices : NULL;
	struct vn_zip_splice part;
	enum vn_status status = VN_OK;

	for (size_t i = 0; splices && !status && i < splices->count; i++)
		for (uint64_t k = 0; !status && part_of(&splices->items[i], k, &part); k++)
			status = add_part(spool, audit, &part, err);
	return status;
}

static json_t *side(uint64_t bytes, const uint8_t sha[VN_SHA256])
{
	char hex[65];
	vn_json_hex(sha, hex);
	return json_pack("{s:I,s:s}", "bytes", (json_int_t)bytes, "sha256", hex);
}

/* Sets the member NAME to an object of the counts above 0; where all are 0 it is left out. */
static enum vn_status set_lines(json_t *line, const char *name, const struct vn_audit_lines *list,
				size_t count, struct vn_err *err)
{
	json_t *object = json_object();
	enum vn_status status = object ? VN_OK : vn_err_nomem(err);

	for (size_t i = 0; !status && i < count; i++)
		if (list[i].count)
			status = vn_json_set(object, list[i].kind,
					     json_integer((json_int_t)list[i].count), err);
	if (!status && json_object_size(object))
		status = vn_json_set(line, name, json_incref(object), err);
	json_decref(object);
	return status;
}

static enum vn_status end(void *self, const struct vn_audit *audit, const struct vn_audit_end *how,
			  struct vn_err *err)
{
	struct vn_recorder *recorder = self;
	const struct vn_audit_counts *counts = &audit->counts;
	enum vn_status status = add_packed(&recorder->spool, audit, err);
	json_t *line = record("end");

	if (!status)
		status = set_text(line, "file", audit->document.name, err);
	if (!status)
		status = set_text(line, "status", how->status ? "failed" : "done", err);
	if (!status)
		status = set_text(line, "error", how->error, err);
	if (!status)
		status = set_text(line, "format", vn_audit_format(audit), err);
	if (!status)
		status = vn_json_set(line, "changes", json_integer((json_int_t)counts->changes),
				     err);
	if (!status)
		status = vn_json_set(line, "doubts", json_integer((json_int_t)counts->doubts), err);
	if (!status)
		status = set_lines(line, "lines", how->lines, how->line_kinds, err);
	if (!status)
		status = set_lines(line, "charsets", how->coded, how->codings, err);
	if (!status)
		status = vn_json_set(line, "in", side(audit->bytes_in, audit->sha_in), err);
	if (!status)
		status = vn_json_set(line, "out", side(audit->bytes_out, audit->sha_out), err);
	if (!status && audit->packed)
		status =
			vn_json_set(line, "text_in", side(audit->text_in, audit->sha_text_in), err);
	if (!status && audit->packed)
		status = vn_json_set(line, "text_out", side(audit->text_out, audit->sha_text_out),
				     err);
	return finish(line, status, &recorder->spool, err);
}

enum vn_status vn_recorder_append(struct vn_recorder *recorder, struct vn_report *report,
				  struct vn_err *err)
{
	return append(report, &recorder->spool, err);
}

void vn_recorder_fini(struct vn_recorder *recorder)
{
	vn_spool_fini(&recorder->spool);
}

struct vn_audit_part vn_recorder_part(struct vn_recorder *recorder)
{
	return (struct vn_audit_part){.self = recorder, .begin = begin, .unit = unit, .end = end};
}
