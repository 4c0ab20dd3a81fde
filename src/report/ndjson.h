/*
 * The report of a run: NDJSON, one record a line, described in doc/report-format.md. It is a log as
 * well: several runs may go on with it, and what stands in it is never rewritten.
 */
#ifndef VN_REPORT_NDJSON_H
#define VN_REPORT_NDJSON_H

#include "report/audit.h"
#include "report/spool.h"

#define VN_REPORT_SCHEMA "vnfix-report/2"

/* A setting of the run, for the header. */
struct vn_report_setting {
	const char *name, *value; /* UTF-8 */
};

/* What the header tells. Strings are UTF-8, but for the folder; NULL leaves a member out. */
struct vn_report_about {
	const char *version; /* of vnfix */
	const char *model;   /* its digest */
	const char *time;    /* RFC 3339 */
	const char *folder;  /* in which the run is: relative names begin there */
	enum vn_audit_mode mode;
	const struct vn_report_setting *settings;
	size_t setting_count;
};

/* An open report, shared by all workers. */
struct vn_report;

/*
 * Opens PATH, made if it is not there, and writes the header. An existing regular file that is not
 * empty must begin as a report: VN_EOUTPUT if not, and it is untouched. What a killed run left
 * as half a line is ended. On failure *OUT is untouched.
 */
VN_CHECKED enum vn_status vn_report_open(struct vn_report **out, const char *path,
					 const struct vn_report_about *about, struct vn_err *err);

/* Gives records, whole lines, to SINK. */
typedef enum vn_status (*vn_report_source)(void *self, vn_sink sink, void *to, struct vn_err *err);

/* Appends what SOURCE gives, in one piece: other threads wait, and other processes where the file
 * system has locks. */
VN_CHECKED enum vn_status vn_report_append(struct vn_report *report, vn_report_source source,
					   void *self, struct vn_err *err);

/* Puts what was written on the disk, as far as the file allows: call it before names change, so
 * that every change can be undone. Any thread. */
VN_CHECKED enum vn_status vn_report_sync(struct vn_report *report, struct vn_err *err);

/* Records that the output of NAME, with that digest, stands under its own name now. Any thread. */
VN_CHECKED enum vn_status vn_report_saved(struct vn_report *report, const char *name,
					  const uint8_t sha_out[VN_SHA256], struct vn_err *err);

/* Closes. Takes NULL. VN_EOUTPUT when the system tells only now that writing failed. */
VN_CHECKED enum vn_status vn_report_close(struct vn_report *report, struct vn_err *err);

/* The part of an audit that makes the records; one a worker. All zero is a valid one. */
struct vn_recorder {
	struct vn_spool spool; /* of the document; from its end to the next begin all of them */
};

/* Appends the records of the document that has ended. */
VN_CHECKED enum vn_status vn_recorder_append(struct vn_recorder *recorder, struct vn_report *report,
					     struct vn_err *err);

void vn_recorder_fini(struct vn_recorder *recorder);

/* What to give to vn_audit_add(); RECORDER must outlive the audit. */
struct vn_audit_part vn_recorder_part(struct vn_recorder *recorder);

#endif
