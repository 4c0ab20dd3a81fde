/*
 * An audit: what happens to one document, passed on to the parts that report it.
 *
 * A worker has one, begins it with each document, hangs vn_audit_see() into its pipeline as the
 * observer, and ends it with the document. The parts of a report (vn_audit_part) are told of the
 * begin, of each unit and of the end. Nothing here is shared between threads.
 */
#ifndef VN_REPORT_AUDIT_H
#define VN_REPORT_AUDIT_H

#include "change/changes.h"
#include "change/finished.h"
#include "package/package.h"
#include "source/picture.h"

#include <nettle/sha2.h>

#define VN_SHA256 32

/* What a run does with the changes. */
enum vn_audit_mode {
	VN_AUDIT_CHANGE,  /* writes them */
	VN_AUDIT_SUGGEST, /* writes the text as it was read */
	VN_AUDIT_LOOK,	  /* writes nothing: --dry-run, --check, --diff */
};

/* The document at hand. Strings are borrowed until the end of the audit. */
struct vn_audit_document {
	const char *name;   /* of the input as the user gave it, any bytes; "-": standard input */
	const char *output; /* name of the output file; NULL: none that can be read again */
	uint64_t output_offset; /* bytes in that file before this document */
};

/* Counts of one document. */
struct vn_audit_counts {
	uint64_t changes, doubts, names; /* names: changes and doubts that are names */
	uint64_t doubtful;		 /* words that are, changed or not */
	uint64_t by_kind[VN_KIND_COUNT]; /* of changes */
};

/* So many lines that were taken for one kind of text. */
struct vn_audit_lines {
	const char *kind; /* a static name */
	uint64_t count;
};

/* A document that is an archive: what is read is its text (package/package.h). At the end: */
struct vn_audit_packed {
	const struct vn_package *package;
	struct vn_str out; /* the archive as it is written; as it would be in VN_AUDIT_LOOK */
	const struct vn_zip_splices *splices; /* what that makes other bytes of it */
};

/* How a document ended. */
struct vn_audit_end {
	enum vn_status status;		    /* VN_OK: read and worked on to its end */
	const char *error;		    /* what went wrong, or NULL */
	const struct vn_audit_lines *lines; /* by kind */
	size_t line_kinds;
	const struct vn_audit_lines *coded; /* by charset, those that are not in UTF-8 */
	size_t codings;
};

/* A document whose text was taken out of it and put back: what reports are to tell of it as a
 * whole. The changes are bytes of the text. */
struct vn_audit_whole {
	const struct vn_source *source;
	uint64_t bytes_in, bytes_out;
	uint8_t sha_in[VN_SHA256], sha_out[VN_SHA256];
};

struct vn_audit;

/* One who is told. Members may be NULL. A failure ends the document and is passed on. */
struct vn_audit_part {
	void *self;
	enum vn_status (*begin)(void *self, const struct vn_audit *audit, struct vn_err *err);
	/* After each unit: audit->changes, ->input and ->output are of that unit. */
	enum vn_status (*unit)(void *self, const struct vn_audit *audit, struct vn_err *err);
	enum vn_status (*end)(void *self, const struct vn_audit *audit,
			      const struct vn_audit_end *how, struct vn_err *err);
};
#define VN_AUDIT_PARTS 6

/* All zero is a valid one without parts, in VN_AUDIT_CHANGE. */
struct vn_audit {
	enum vn_audit_mode mode;
	vn_confidence doubt; /* words less sure than this are doubts */
	struct vn_audit_part parts[VN_AUDIT_PARTS];
	size_t part_count;

	/* Of the document. */
	struct vn_audit_document document;
	const struct vn_source *source;	    /* what the document is made of; NULL before a unit */
	const struct vn_audit_whole *whole; /* the caller's, until the end; NULL: text is all */
	const struct vn_pictures *pictures; /* the caller's, likewise; NULL: it holds none */
	struct vn_position position;	    /* behind the last unit */
	struct vn_audit_counts counts;
	struct sha256_ctx in, out;    /* running; out is of the corrected text */
	uint8_t sha_in[VN_SHA256];    /* whole from the end on: of the bytes read, */
	uint8_t sha_out[VN_SHA256];   /* and of the bytes written (those read, in */
	uint64_t bytes_in, bytes_out; /* VN_AUDIT_SUGGEST; corrected in VN_AUDIT_LOOK) */
	/* Set between begin and end of one that is an archive; those above are of the archive
	 * then, and these of its text. */
	const struct vn_audit_packed *packed;
	uint8_t sha_text_in[VN_SHA256], sha_text_out[VN_SHA256];
	uint64_t text_in, text_out;

	/* Of the unit. */
	struct vn_str input, output; /* bytes of the source, and what they became */
	struct vn_str text;	     /* the running text as it was read */
	struct vn_position begin;    /* where it begins */
	struct vn_changes changes;
};

void vn_audit_fini(struct vn_audit *audit);

/* Adds a part, called after those before it. At most VN_AUDIT_PARTS. */
void vn_audit_add(struct vn_audit *audit, struct vn_audit_part part);

VN_CHECKED enum vn_status vn_audit_begin(struct vn_audit *audit,
					 const struct vn_audit_document *document,
					 struct vn_err *err);

/* The observer for vn_pipeline_observe(); SELF is the audit. */
enum vn_status vn_audit_see(void *self, const struct vn_finished *finished, struct vn_err *err);

/* The name of what the document is made of; NULL for plain text. */
const char *vn_audit_format(const struct vn_audit *audit);

/* Of an audit that is made by hand: the document is the archive of PACKED, whose text was IN and is
 * now OUT. */
void vn_audit_pack(struct vn_audit *audit, const struct vn_audit_packed *packed, struct vn_str in,
		   struct vn_str out);

/* What is to be written of the unit that was seen last: its corrected text or, in
 * VN_AUDIT_SUGGEST, the bytes that were read. */
struct vn_str vn_audit_text(const struct vn_audit *audit);

/* Ends the document, done or failed: with VN_OK all of it has been seen. The counts and digests
 * stand until the next begin. */
VN_CHECKED enum vn_status vn_audit_end(struct vn_audit *audit, const struct vn_audit_end *how,
				       struct vn_err *err);

#endif
