/* A report read back, record by record; lists of decisions (--apply) have the same records. */
#ifndef VN_REPORT_READER_H
#define VN_REPORT_READER_H

#include "report/audit.h"

#include <jansson.h>

#define VN_RECORD_BYTES (64 * 1024 * 1024) /* of the longest line that is read */
#define VN_FAULTS	20		   /* of a report that are told one by one */

enum vn_record_type {
	VN_RECORD_OTHER,  /* one of a later version, or a blank line: to be skipped */
	VN_RECORD_BROKEN, /* no record: damaged, or the end of a killed run */
	VN_RECORD_HEADER,
	VN_RECORD_BEGIN,
	VN_RECORD_CHANGE,
	VN_RECORD_DOUBT,
	VN_RECORD_END,
	VN_RECORD_SAVED,
	VN_RECORD_BESIDE, /* what a change brought with it */
	VN_RECORD_PACKED, /* what the changes of its text make other bytes of an archive */
};

enum vn_verdict { VN_VERDICT_NONE, VN_VERDICT_YES, VN_VERDICT_NO, VN_VERDICT_INSTEAD };

/* One side of a document or change. */
struct vn_record_side {
	bool known; /* the record has it */
	uint64_t begin, end;
	struct vn_str text;	/* of a change */
	uint8_t sha[VN_SHA256]; /* of a whole document, end - begin bytes long */
};

/* A record. Views are valid until the next one is read. What a type does not have is zero. */
struct vn_record {
	enum vn_record_type type;
	uint64_t at;		 /* where its line begins in the report */
	uint64_t line;		 /* its number, from 1 where reading began */
	enum vn_audit_mode mode; /* header */
	struct vn_str folder;	 /* header: of the run; ptr is NULL if it does not tell */
	struct vn_str file;	 /* all but the header; without NUL */
	struct vn_str output;	 /* begin: without NUL; ptr is NULL if there is none */
	uint64_t output_offset;	 /* begin */
	bool done;		 /* end */
	/* end: how many changes there are, and how many of them are decided, where it tells that */
	struct vn_record_count {
		bool known;
		uint64_t value;
	} changes, decided;
	struct vn_record_side in, out;		 /* change; beside; packed; end; saved: out */
	struct vn_record_side text_in, text_out; /* end: of the text of an archive */
	struct vn_record_side of; /* beside: the place of the changes that brought it */
	bool echo;		  /* beside: it says the text of that change again */
	uint8_t style;		  /* change, echo: in which the source writes text there */
	bool inner;		  /* change: no text can be put instead */
	struct vn_str format;	  /* end: what the document is made of; ptr NULL: plain text */
	enum vn_verdict verdict;  /* change, in a list of decisions */
	json_t *root;		  /* owns the views */
	struct vn_str instead;	  /* of VN_VERDICT_INSTEAD: the text that is right */
	struct vn_buf space[5];
};

void vn_record_fini(struct vn_record *record);

/* Takes a line of LEN bytes apart. What is malformed is VN_RECORD_BROKEN; the only failures are
 * VN_ENOMEM, and VN_EINPUT for a header with a schema of another major version. */
VN_CHECKED enum vn_status vn_record_parse(struct vn_record *record, const char *line, size_t len,
					  struct vn_err *err);

/* An open report. All zero is a valid closed one. */
struct vn_reader {
	bool open;
	int fd;
	uint64_t at;   /* where the next line begins */
	uint64_t line; /* lines handed out since it was opened or sought */
	struct vn_buf bytes;
	size_t used; /* of bytes: already handed out */
	bool ended;
};

/* Opens PATH, a regular file. VN_EINPUT. */
VN_CHECKED enum vn_status vn_reader_open(struct vn_reader *reader, const char *path,
					 struct vn_err *err);
void vn_reader_close(struct vn_reader *reader);

/* Goes to byte AT, where a line begins. */
VN_CHECKED enum vn_status vn_reader_seek(struct vn_reader *reader, uint64_t at, struct vn_err *err);

/* Reads the next record; *MORE is false at the end. A line that is longer than VN_RECORD_BYTES is
 * VN_RECORD_BROKEN. */
VN_CHECKED enum vn_status vn_reader_next(struct vn_reader *reader, struct vn_record *record,
					 bool *more, struct vn_err *err);

/* A document of a report: from its begin to its end record. */
struct vn_entry {
	uint64_t at, line;   /* of its begin record in the report */
	char *file, *output; /* as in struct vn_audit_document; the index's */
	const char *folder;  /* in which the run was; NULL: not told; the index's */
	uint64_t output_offset;
	enum vn_audit_mode mode;
	bool ended;   /* has an end record */
	bool done;    /* and was done to its end */
	bool saved;   /* its output is known to stand under its name */
	bool damaged; /* not all of its records can be read */
	size_t last;  /* number of the last one of the same file, perhaps this one */
	/* What the document is made of; NULL: something that is not known here. */
	const struct vn_source *source;
	struct vn_record_side in, out; /* whole documents */
	/* Of an archive: its text, which the changes are bytes of. Not known: it is none. */
	struct vn_record_side text_in, text_out;
};

/* Something in a report that cannot be read, or does not fit to what stands around it. */
struct vn_fault {
	uint64_t line;
	char *file;	  /* the document that it is about, or NULL; the index's */
	const char *text; /* what is wrong; static */
};

/* All documents of a report, in its order. All zero is a valid empty one. */
struct vn_index {
	struct vn_entry *entries;
	size_t count, cap;
	uint64_t stops;	 /* faults that a killed run leaves where it stopped: there the next one
			  * begins, or nothing */
	uint64_t broken; /* faults, those too; the first ones are: */
	struct vn_fault faults[VN_FAULTS];
	bool foreign;	/* it is no report and no list, but some other file */
	bool decisions; /* it tells what was decided, if only that nothing was: a list for --apply
			 */
	uint64_t lost;	/* documents that are told of, but whose begin cannot be read: no entries */
	char **folders; /* of the runs */
	size_t folder_count, folder_cap;
};

void vn_index_fini(struct vn_index *index);

/*
 * Reads the whole of READER from its begin. What is damaged is noted and the rest is read: a
 * document is only done where its begin and its end can be read. Where it cannot be known what a
 * run did with the changes, VN_AUDIT_CHANGE is assumed; digests decide. VN_EINPUT for what is no
 * report, and one of another major version.
 */
VN_CHECKED enum vn_status vn_index_read(struct vn_index *index, struct vn_reader *reader,
					struct vn_err *err);

/*
 * What a log tells to be done, for --resume. vn_report_done_find() gives the last entry of FILE (a
 * name as it was given to the run) whose document was done in VN_AUDIT_CHANGE or _SUGGEST, or
 * NULL. Compare its in.sha with the input as it is now, and where the output was not saved
 * (entry->saved; a run can be killed between record and rename) its out.sha with the output.
 */
struct vn_report_done {
	struct vn_index index;
	size_t *by_name; /* entries that are done, by name, then by position */
	size_t count;
};

VN_CHECKED enum vn_status vn_report_done_open(struct vn_report_done *done, const char *path,
					      struct vn_err *err);
const struct vn_entry *vn_report_done_find(const struct vn_report_done *done, const char *file);
void vn_report_done_close(struct vn_report_done *done);

#endif
