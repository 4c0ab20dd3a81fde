/*
 * A walk over a document in XML, or in tags that look like it, for sources that say which elements
 * and attributes hold words. It knows at which byte everything stands, so that nothing else is ever
 * written. Expat, which is given the same bytes, judges whether they are well-formed.
 *
 * A source has a reader of its own that begins with a struct vn_xml.
 */
#ifndef VN_SOURCE_XML_H
#define VN_SOURCE_XML_H

#include "source/source.h"
#include "source/tag.h"

struct vn_xml;

/* What a source does with the elements. */
struct vn_xml_kind {
	/* One begins. Returns what is to be told at its end. */
	uint8_t (*start)(struct vn_xml *xml, const struct vn_xml_tag *tag);
	/* It ends; its end tag is [from, to), or empty. */
	void (*end)(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to);
	bool soup; /* HTML: nothing is refused, and names are those of HTML */
};

/* The text that a walk adds goes to the piece; ends of words, lines and so on are told by
 * vn_xml_edge(). */
struct vn_xml {
	const struct vn_xml_kind *kind;
	const struct vn_source_how *how;
	struct vn_piece *piece;
	struct vn_err *err;
	enum vn_status status; /* why the walk was stopped */

	/* Set by the source. */
	bool text;		/* what stands between tags is text */
	enum vn_edge line_feed; /* what a line feed in it is */

	/* The walk's own. */
	void *judge;	/* an XML_Parser; NULL: not begun yet, or not asked */
	uint64_t from;	/* where the document begins in the piece, */
	uint64_t limit; /* and ends; UINT64_MAX: where that does */
	bool part;	/* another one follows in the same piece */
	bool begun, judged;
	uint64_t pos, fed;    /* the next bytes for the walk and for Expat */
	uint8_t style;	      /* of the text */
	struct vn_buf blanks; /* blanks that are text if a word goes on behind them */
	uint64_t blank_from, blank_to;
	struct vn_xml_attr *attrs;
	size_t attr_cap;
	struct vn_xml_open {
		uint32_t name; /* its digest */
		uint8_t role;
	} * open;
	size_t depth, open_cap;
	struct vn_piece said; /* of vn_xml_said(); its bytes are borrowed */
	uint32_t raw;	      /* soup: digest of the element whose content is no mark-up; 0: none */
};

/* For vn_source: SIZE bytes of a reader, zeroed, with its walk begun. */
VN_CHECKED enum vn_status vn_xml_open(void **self, size_t size, const struct vn_xml_kind *kind,
				      const struct vn_source_how *how, struct vn_err *err);
enum vn_status vn_xml_feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err);
enum vn_status vn_xml_encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err);
void vn_xml_close(void *self);

/* Ends the walk with STATUS, unless that is VN_OK or it has ended. */
void vn_xml_stop(struct vn_xml *xml, enum vn_status status);

/* An edge, at which blanks are no text. */
void vn_xml_edge(struct vn_xml *xml, enum vn_edge edge);

/* Adds what is written in VALUE, of an attribute, or as character data, as text. */
void vn_xml_add_value(struct vn_xml *xml, struct vn_str value);
void vn_xml_add_data(struct vn_xml *xml, struct vn_str data);

/* Adds TEXT, which bytes [from, to) of the document stand for, in STYLE. */
void vn_xml_add_as(struct vn_xml *xml, struct vn_str text, uint64_t from, uint64_t to,
		   uint8_t style);

/* What is written in DATA, the value of an attribute if QUOTED, as text and map of a piece of its
 * own, which is valid until the next call. */
const struct vn_piece *vn_xml_said(struct vn_xml *xml, struct vn_str data, bool quoted);

/* Where BYTES, of the piece, stand in the document. */
uint64_t vn_xml_offset(const struct vn_xml *xml, const char *bytes);

/* The bytes [from, to) of the document. */
struct vn_str vn_xml_bytes(const struct vn_xml *xml, uint64_t from, uint64_t to);

/* The walk's own: adds DATA, in which references are looked for if REFERENCES, or what a CDATA
 * section holds. The first returns how much was used: what ends in the middle of something waits,
 * unless nothing follows. */
size_t vn_xml_data(struct vn_xml *xml, struct vn_str data, bool references, bool last);
void vn_xml_cdata(struct vn_xml *xml, struct vn_str section);

#endif
