/*
 * Documents that are ZIP archives (DOCX, ODT, EPUB): their text, which is spread over members, as
 * one stream, and the archive with that stream changed.
 *
 * The stream is, for each member that holds text: NUL, the name of the format, NUL, the name of the
 * member, NUL, and its content, in which there is no NUL. It goes through the pipeline as any other
 * document (source/flat.c takes it apart), and reports speak of its bytes.
 */
#ifndef VN_PACKAGE_PACKAGE_H
#define VN_PACKAGE_PACKAGE_H

#include "package/zip.h"

/* What is kept in memory at most: the archive, and the text in it. */
#define VN_PACKAGE_BYTES (512u * 1024 * 1024)
#define VN_PACKAGE_TEXT	 (128u * 1024 * 1024)

/* A member that holds text, and where its content stands in the stream. */
struct vn_package_part {
	const struct vn_zip_member *member;
	size_t begin, end;
};

/* All zero is a valid closed one. */
struct vn_package {
	const char *format; /* docx, odt or epub; NULL: an archive of something else */
	struct vn_zip zip;
	struct vn_package_part *parts;
	size_t count, cap;
	struct vn_buf text; /* the stream */
};

/* Whether FORMAT is the name of one that is known here. */
bool vn_package_knows(const char *format);

/* Whether a document that begins with HEAD may be one. */
bool vn_package_begins(struct vn_str head);

/* Opens the archive BYTES, which outlive PACKAGE. Of an archive of something else no more is known
 * than that. VN_EINPUT for what is damaged, encrypted or, unless SEALED, signed; VN_ELIMIT. Close
 * in any case. */
VN_CHECKED enum vn_status vn_package_open(struct vn_package *package, struct vn_str bytes,
					  bool sealed, struct vn_err *err);
void vn_package_close(struct vn_package *package);

/* The name of the member that byte AT of the stream belongs to. */
struct vn_str vn_package_member(const struct vn_package *package, uint64_t at);

/* Appends to OUT, which is empty, the archive whose stream is TEXT, of the same members, and to
 * SPLICES what that changes of it: nothing where the stream is the same. VN_EINPUT if TEXT is no
 * stream of theirs. */
VN_CHECKED enum vn_status vn_package_write(const struct vn_package *package, struct vn_str text,
					   struct vn_buf *out, struct vn_zip_splices *splices,
					   struct vn_err *err);

#endif
