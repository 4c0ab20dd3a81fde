/*
 * ZIP archives in memory: their members, and the same archive with the contents of some of them
 * replaced. Nothing but those contents and what tells of them (sizes, checksums, places) becomes
 * other bytes: names, order, times, flags and the packed bytes of all other members stay.
 *
 * What two readers could take for two different archives is refused: overlaps, a name twice, local
 * headers that do not say what the directory says. So is what this does not know: ZIP64, archives
 * in several parts. Names are only ever compared: no file is made of them.
 */
#ifndef VN_PACKAGE_ZIP_H
#define VN_PACKAGE_ZIP_H

#include "base/buf.h"

#include <stdint.h>

/* A member. Places are bytes of the archive. */
struct vn_zip_member {
	struct vn_str name;	   /* the archive's */
	uint16_t flags, method;	   /* as the format has them */
	uint32_t crc, packed, len; /* of its content; bytes as they are packed, and unpacked */
	size_t header, data;	   /* its local header, and its packed bytes */
	size_t record;		   /* in the directory */
};

/* An archive. All zero is a valid empty one. */
struct vn_zip {
	struct vn_str bytes;	       /* borrowed */
	struct vn_zip_member *members; /* in the order of the directory */
	size_t count, cap;
	size_t directory, end; /* where it begins, and the record behind it */
};

void vn_zip_fini(struct vn_zip *zip);

/* Reads the directory of BYTES, which outlive ZIP. VN_EINPUT for what is no sound archive; fini in
 * any case. */
VN_CHECKED enum vn_status vn_zip_open(struct vn_zip *zip, struct vn_str bytes, struct vn_err *err);

/* The member called NAME, or NULL. */
const struct vn_zip_member *vn_zip_find(const struct vn_zip *zip, struct vn_str name);

/* Appends the content of MEMBER to OUT. VN_EINPUT if it cannot be unpacked, or is not as the
 * archive tells; VN_ELIMIT if it is longer than MOST bytes. */
VN_CHECKED enum vn_status vn_zip_read(const struct vn_zip *zip, const struct vn_zip_member *member,
				      size_t most, struct vn_buf *out, struct vn_err *err);

/* New content for a member. */
struct vn_zip_change {
	const struct vn_zip_member *member;
	struct vn_str content;
};

/* Bytes [begin, end) of the archive that became [out_begin, out_end) of the new one. */
struct vn_zip_splice {
	uint64_t begin, end, out_begin, out_end;
};

/* The splices of an archive, in order; they do not overlap. All zero is a valid empty list. */
struct vn_zip_splices {
	struct vn_zip_splice *items;
	size_t count, cap;
};

/* Appends to OUT, which is empty, the archive with COUNT members changed, each once and in any
 * order, and to SPLICES what that makes other bytes of it. Equal input gives equal bytes. */
VN_CHECKED enum vn_status vn_zip_write(const struct vn_zip *zip,
				       const struct vn_zip_change *changes, size_t count,
				       struct vn_buf *out, struct vn_zip_splices *splices,
				       struct vn_err *err);

#endif
