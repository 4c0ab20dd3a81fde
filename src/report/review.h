/*
 * A review: what happens to one document, told to those who report it.
 *
 * A worker has one, begins it with each document, hangs vn_review_see() into its pipeline as the
 * observer, and ends it with the document. The parts of a report (vn_review_part) are told of the
 * begin, of each unit and of the end. Nothing here is shared between threads.
 */
#ifndef VN_REPORT_REVIEW_H
#define VN_REPORT_REVIEW_H

#include "change/changes.h"
#include "change/finished.h"
#include "package/package.h"

#include <nettle/sha2.h>

#define VN_SHA256 32

/* What a run does with the changes. */
enum vn_review_mode {
	VN_REVIEW_CHANGE,  /* writes them */
	VN_REVIEW_SUGGEST, /* writes the text as it was read */
	VN_REVIEW_LOOK,	   /* writes nothing: --dry-run, --check, --diff */
};

/* The document under review. Strings are borrowed until the end of the review. */
struct vn_review_document {
	const char *name;   /* of the input as the user gave it, any bytes; "-": standard input */
	const char *output; /* name of the output file; NULL: none that can be read again */
	uint64_t output_offset; /* bytes in that file before this document */
};

/* Counts of one document. */
struct vn_review_counts {
	uint64_t changes, doubts, names; /* names: changes and doubts that are names */
	uint64_t by_kind[VN_KIND_COUNT]; /* of changes */
};

/* So many lines that were taken for one kind of text. */
struct vn_review_lines {
	const char *kind; /* a static name */
	uint64_t count;
};

/* A document that is an archive: what is read is its text (package/package.h). At the end: */
struct vn_review_packed {
	const struct vn_package *package;
	struct vn_str out; /* the archive as it is written; as it would be in VN_REVIEW_LOOK */
	const struct vn_zip_splices *splices; /* what that makes other bytes of it */
};

/* How a document ended. */
struct vn_review_end {
	enum vn_status status;		     /* VN_OK: read and worked on to its end */
	const char *error;		     /* what went wrong, or NULL */
	const struct vn_review_lines *lines; /* by kind */
	size_t line_kinds;
	const struct vn_review_lines *coded; /* by charset, those that are not in UTF-8 */
	size_t codings;
};

/* A document whose text was taken out of it and put back: what reports are to tell of it as a
 * whole. The changes are bytes of the text. */
struct vn_review_whole {
	const struct vn_source *source;
	uint64_t bytes_in, bytes_out;
	uint8_t sha_in[VN_SHA256], sha_out[VN_SHA256];
};

struct vn_review;

/* One who is told. Members may be NULL. A failure ends the document and is passed on. */
struct vn_review_part {
	void *self;
	enum vn_status (*begin)(void *self, const struct vn_review *review, struct vn_err *err);
	/* After each unit: review->changes, ->input and ->output are of that unit. */
	enum vn_status (*unit)(void *self, const struct vn_review *review, struct vn_err *err);
	enum vn_status (*end)(void *self, const struct vn_review *review,
			      const struct vn_review_end *how, struct vn_err *err);
};
#define VN_REVIEW_PARTS 6

/* All zero is a valid one without parts, in VN_REVIEW_CHANGE. */
struct vn_review {
	enum vn_review_mode mode;
	vn_confidence doubt; /* words less sure than this are doubts */
	struct vn_review_part parts[VN_REVIEW_PARTS];
	size_t part_count;

	/* Of the document. */
	struct vn_review_document document;
	const struct vn_source *source;	     /* what the document is made of; NULL before a unit */
	const struct vn_review_whole *whole; /* the caller's, until the end; NULL: text is all */
	struct vn_place place;		     /* behind the last unit */
	struct vn_review_counts counts;
	struct sha256_ctx in, out;    /* running; out is of the corrected text */
	uint8_t sha_in[VN_SHA256];    /* whole from the end on: of the bytes read, */
	uint8_t sha_out[VN_SHA256];   /* and of the bytes written (those read, in */
	uint64_t bytes_in, bytes_out; /* VN_REVIEW_SUGGEST; corrected in VN_REVIEW_LOOK) */
	/* Set between begin and end of one that is an archive; those above are of the archive
	 * then, and these of its text. */
	const struct vn_review_packed *packed;
	uint8_t sha_text_in[VN_SHA256], sha_text_out[VN_SHA256];
	uint64_t text_in, text_out;

	/* Of the unit. */
	struct vn_str input, output; /* bytes of the source, and what they became */
	struct vn_str text;	     /* the running text as it was read */
	struct vn_place begin;	     /* where it begins */
	struct vn_changes changes;
};

void vn_review_fini(struct vn_review *review);

/* Adds a part, called after those before it. At most VN_REVIEW_PARTS. */
void vn_review_add(struct vn_review *review, struct vn_review_part part);

VN_CHECKED enum vn_status vn_review_begin(struct vn_review *review,
					  const struct vn_review_document *document,
					  struct vn_err *err);

/* The observer for vn_pipeline_observe(); SELF is the review. */
enum vn_status vn_review_see(void *self, const struct vn_finished *finished, struct vn_err *err);

/* The name of what the document is made of; NULL for plain text. */
const char *vn_review_format(const struct vn_review *review);

/* Of a review that is made by hand: the document is the archive of PACKED, whose text was IN and is
 * now OUT. */
void vn_review_pack(struct vn_review *review, const struct vn_review_packed *packed,
		    struct vn_str in, struct vn_str out);

/* What is to be written of the unit that was seen last: its corrected text or, in
 * VN_REVIEW_SUGGEST, the bytes that were read. */
struct vn_str vn_review_text(const struct vn_review *review);

/* Ends the document, done or failed: with VN_OK all of it has been seen. The counts and digests
 * stand until the next begin. */
VN_CHECKED enum vn_status vn_review_end(struct vn_review *review, const struct vn_review_end *how,
					struct vn_err *err);

#endif
