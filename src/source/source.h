/*
 * Sources: what a document is made of, and where its running text lies. One const descriptor a
 * source, each in a file of its own, listed once, in source.c.
 *
 * A source is fed the bytes of a document in order and gives words of running text with the places
 * they stand at; the pipeline repairs the text and writes each change back to its place. All other
 * bytes stay. Plain text is its own source and needs none of this.
 */
#ifndef VN_SOURCE_SOURCE_H
#define VN_SOURCE_SOURCE_H

#include "source/how.h"
#include "source/piece.h"

/* Bytes of a document's begin that are enough to know what it is. */
#define VN_PROBE_BYTES 4096

/* What probe() answers beside a certainty from 1 to 100. */
#define VN_PROBE_NO   0
#define VN_PROBE_SURE 90   /* no other source knows it better */
#define VN_PROBE_MORE (-1) /* cannot tell before more bytes, or the end, have come */

struct vn_reading;
struct vn_group_how;

struct vn_source {
	const char *name;	       /* for --input-format and reports */
	const char *summary;	       /* one line of help */
	const char *const *extensions; /* usual ones, without the dot, ended by NULL */
	bool plain;   /* text and nothing else: can be written in another charset whole */
	bool xml;     /* XML or HTML, which may be in UTF-16 */
	bool records; /* reads whole records only, wherever what is fed ends: rows.h */
	/* How sure it is that a document is of this kind that begins with HEAD, at most
	 * VN_PROBE_BYTES; ENDED when it has no more. */
	int (*probe)(struct vn_str head, bool ended);
	/* Begins a document; HOW outlives it. On failure *SELF is untouched and nothing is left
	 * allocated. NULL: the bytes are the text, and none of the functions below is there. */
	enum vn_status (*open)(void **self, const struct vn_source_how *how, struct vn_err *err);
	/* Goes through the next LEN bytes, which PIECE->bytes already ends with; LAST: they are the
	 * last. Adds text and sets PIECE->reach. How the bytes are divided among calls must not
	 * show in the text. VN_EINPUT, with the place in the message, for what is no such document.
	 */
	enum vn_status (*feed)(void *self, const char *bytes, size_t len, bool last,
			       struct vn_piece *piece, struct vn_err *err);
	/* Appends TEXT to OUT as the source writes it in a run of STYLE; 0 is the usual one. */
	enum vn_status (*encode)(uint8_t style, struct vn_str text, struct vn_buf *out,
				 struct vn_err *err);
	/* How words become one, and one becomes several (group.h); NULL: words stay apart. */
	const struct vn_group_how *group;
	/* Ends the document, whole or not. Takes NULL. */
	void (*close)(void *self);
};

extern const struct vn_source vn_source_text, vn_source_utf16, vn_source_hocr, vn_source_alto,
	vn_source_page, vn_source_tsv, vn_source_bbox, vn_source_html, vn_source_ndjson,
	vn_source_csv, vn_source_markdown, vn_source_rtf, vn_source_docx, vn_source_odt,
	vn_source_epub, vn_source_pdf;

/* All sources, ended by NULL; plain text first. */
const struct vn_source *const *vn_sources(void);

/* The source called NAME, or NULL. */
const struct vn_source *vn_source_find(const char *name);

/* The source that is surest of HEAD; plain text if none knows it; NULL if one needs more bytes. */
const struct vn_source *vn_source_probe(struct vn_str head, bool ended);

#endif
