#include "package/zip.h"

#include "package/number.h"

#include <stdlib.h>
#include <zlib.h>

#define LOCAL_BYTES	30
#define RECORD_BYTES	46
#define END_BYTES	22
#define COMMENT_BYTES	0xffff
#define FLAG_ENCRYPTED	0x0001
#define FLAG_DESCRIPTOR 0x0008
#define STORED		0
#define DEFLATED	8

void vn_zip_fini(struct vn_zip *zip)
{
	free(zip->members);
	*zip = (struct vn_zip){0};
}

static enum vn_status unsound(const char *why, struct vn_err *err)
{
	return vn_err_set(err, VN_EINPUT, "is no sound ZIP archive: %s", why);
}

static bool is_signed(struct vn_str bytes, size_t at, const char *mark, size_t len)
{
	return at <= bytes.len && bytes.len - at >= len && memcmp(bytes.ptr + at, mark, 4) == 0;
}

/* The record at the end: the one whose comment ends with the archive. */
static bool find_end(struct vn_zip *zip)
{
	size_t least = zip->bytes.len > COMMENT_BYTES + END_BYTES
			       ? zip->bytes.len - COMMENT_BYTES - END_BYTES
			       : 0;

	if (zip->bytes.len < END_BYTES)
		return false;
	for (size_t at = zip->bytes.len - END_BYTES + 1; at-- > least;)
		if (is_signed(zip->bytes, at, "PK\5\6", END_BYTES) &&
		    vn_number_16(zip->bytes, at + 20) == zip->bytes.len - at - END_BYTES) {
			zip->end = at;
			return true;
		}
	return false;
}

/* Where the packed bytes of MEMBER begin, whose local header must say the same as its record. */
static enum vn_status find_data(const struct vn_zip *zip, struct vn_zip_member *member,
				struct vn_err *err)
{
	struct vn_str bytes = zip->bytes, name;
	size_t at = member->header;

	if (!is_signed(bytes, at, "PK\3\4", LOCAL_BYTES))
		return unsound("a header is missing", err);
	name.len = vn_number_16(bytes, at + 26);
	name.ptr = bytes.ptr + at + LOCAL_BYTES;
	member->data = at + LOCAL_BYTES + name.len + vn_number_16(bytes, at + 28);
	if (member->data > zip->directory || zip->directory - member->data < member->packed)
		return unsound("a member reaches into its directory", err);
	if (!vn_str_eq(name, member->name) || vn_number_16(bytes, at + 6) != member->flags ||
	    vn_number_16(bytes, at + 8) != member->method)
		return unsound("a header says something else than the directory", err);
	return VN_OK;
}

/* Takes the record at *AT, which moves behind it. */
static enum vn_status take_record(struct vn_zip *zip, size_t *at, struct vn_err *err)
{
	struct vn_str bytes = {zip->bytes.ptr, zip->end};
	struct vn_zip_member member = {.record = *at};
	size_t left;
	enum vn_status status;

	if (!is_signed(bytes, *at, "PK\1\2", RECORD_BYTES))
		return unsound("its directory is damaged", err);
	member.flags = vn_number_16(bytes, *at + 8);
	member.method = vn_number_16(bytes, *at + 10);
	member.crc = vn_number_32(bytes, *at + 16);
	member.packed = vn_number_32(bytes, *at + 20);
	member.len = vn_number_32(bytes, *at + 24);
	member.header = vn_number_32(bytes, *at + 42);
	member.name =
		(struct vn_str){bytes.ptr + *at + RECORD_BYTES, vn_number_16(bytes, *at + 28)};
	left = bytes.len - *at - RECORD_BYTES;
	*at += RECORD_BYTES + member.name.len + vn_number_16(bytes, *at + 30) +
	       vn_number_16(bytes, *at + 32);
	if (left < member.name.len || *at > bytes.len)
		return unsound("its directory is damaged", err);
	if (member.packed == UINT32_MAX || member.len == UINT32_MAX || member.header == UINT32_MAX)
		return vn_err_set(err, VN_EINPUT, "is a ZIP64 archive, which vnfix does not read");
	status = find_data(zip, &member, err);
	if (!status)
		status = vn_grow(&zip->members, zip->count, &zip->cap, sizeof member, err);
	if (!status)
		zip->members[zip->count++] = member;
	return status;
}

static int by_header(const void *a, const void *b)
{
	const struct vn_zip_member *x = *(const struct vn_zip_member *const *)a,
				   *y = *(const struct vn_zip_member *const *)b;
	return (x->header > y->header) - (x->header < y->header);
}

static int by_name(const void *a, const void *b)
{
	const struct vn_zip_member *x = *(const struct vn_zip_member *const *)a,
				   *y = *(const struct vn_zip_member *const *)b;
	size_t len = x->name.len < y->name.len ? x->name.len : y->name.len;
	int order = memcmp(x->name.ptr, y->name.ptr, len);
	return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

/* The members in the order of THEIRS; NULL when memory is out. */
static const struct vn_zip_member **in_order(const struct vn_zip *zip,
					     int (*theirs)(const void *, const void *))
{
	const struct vn_zip_member **order = calloc(zip->count + 1, sizeof *order);

	for (size_t i = 0; order && i < zip->count; i++)
		order[i] = &zip->members[i];
	if (order && zip->count)
		qsort(order, zip->count, sizeof *order, theirs);
	return order;
}

/* No two members share bytes or a name. */
static enum vn_status check_apart(const struct vn_zip *zip, struct vn_err *err)
{
	const struct vn_zip_member **order = in_order(zip, by_header);
	enum vn_status status = order ? VN_OK : vn_err_nomem(err);

	for (size_t i = 1; !status && i < zip->count; i++)
		if (order[i]->header < order[i - 1]->data + order[i - 1]->packed)
			status = unsound("its members overlap", err);
	if (!status && zip->count)
		qsort(order, zip->count, sizeof *order, by_name);
	for (size_t i = 1; !status && i < zip->count; i++)
		if (vn_str_eq(order[i]->name, order[i - 1]->name))
			status = unsound("two members have one name", err);
	free(order);
	return status;
}

enum vn_status vn_zip_open(struct vn_zip *zip, struct vn_str bytes, struct vn_err *err)
{
	size_t at, count;
	enum vn_status status = VN_OK;

	*zip = (struct vn_zip){.bytes = bytes};
	if (!find_end(zip))
		return unsound("its end is missing", err);
	at = zip->directory = vn_number_32(bytes, zip->end + 16);
	count = vn_number_16(bytes, zip->end + 10);
	if (vn_number_32(bytes, zip->end + 4) || vn_number_16(bytes, zip->end + 8) != count)
		return vn_err_set(err, VN_EINPUT, "is part of a ZIP archive in several files");
	if (at > zip->end || zip->end - at != vn_number_32(bytes, zip->end + 12))
		return unsound("its directory is not where it should be", err);
	while (!status && at < zip->end)
		status = take_record(zip, &at, err);
	if (!status && zip->count != count)
		status = unsound("its directory is damaged", err);
	return status ? status : check_apart(zip, err);
}

const struct vn_zip_member *vn_zip_find(const struct vn_zip *zip, struct vn_str name)
{
	for (size_t i = 0; i < zip->count; i++)
		if (vn_str_eq(zip->members[i].name, name))
			return &zip->members[i];
	return NULL;
}

/* Unpacks FROM to exactly LEN bytes at TO. */
static enum vn_status inflate_to(char *to, size_t len, struct vn_str from, struct vn_err *err)
{
	z_stream z = {.next_in = (z_const Bytef *)from.ptr,
		      .avail_in = (uInt)from.len,
		      .next_out = (Bytef *)to,
		      .avail_out = (uInt)len};
	int result = inflateInit2(&z, -MAX_WBITS);
	bool whole;

	if (result != Z_OK)
		return vn_err_nomem(err);
	result = inflate(&z, Z_FINISH);
	whole = result == Z_STREAM_END && z.avail_out == 0 && z.avail_in == 0;
	inflateEnd(&z);
	if (result == Z_MEM_ERROR)
		return vn_err_nomem(err);
	return whole ? VN_OK : unsound("a member cannot be unpacked", err);
}

enum vn_status vn_zip_read(const struct vn_zip *zip, const struct vn_zip_member *member,
			   size_t most, struct vn_buf *out, struct vn_err *err)
{
	struct vn_str packed = {zip->bytes.ptr + member->data, member->packed};
	enum vn_status status;
	char *to;

	if (member->flags & FLAG_ENCRYPTED)
		return vn_err_set(err, VN_EINPUT, "is encrypted");
	if (member->method != STORED && member->method != DEFLATED)
		return vn_err_set(err, VN_EINPUT, "is packed in a way that vnfix does not know: %u",
				  member->method);
	if (member->len > most)
		return vn_err_set(err, VN_ELIMIT, "holds more text than vnfix keeps in memory");
	/* One byte more, so that there is room even for nothing. */
	status = vn_buf_reserve(out, (size_t)member->len + 1, err);
	if (status)
		return status;
	to = out->ptr + out->len;
	if (member->method == DEFLATED)
		status = inflate_to(to, member->len, packed, err);
	else if (packed.len != member->len)
		status = unsound("a member has two sizes", err);
	else
		memcpy(to, packed.ptr, packed.len);
	if (!status && crc32(0, (const Bytef *)to, member->len) != member->crc)
		status = unsound("a member has another checksum", err);
	out->len += status ? 0 : member->len;
	return status;
}

/* The archive on its way out. */
struct writing {
	const struct vn_zip *zip;
	struct vn_buf *out;
	struct vn_zip_splices *splices;
	size_t at; /* bytes of the old one that are dealt with */
	struct vn_err *err;
	enum vn_status status;
};

/* Copies up to byte BEGIN; bytes to END are TEXT instead. */
static void splice(struct writing *w, size_t begin, size_t end, struct vn_str text)
{
	struct vn_zip_splices *list = w->splices;
	struct vn_str old = {w->zip->bytes.ptr + begin, end - begin};
	size_t from;

	if (!w->status)
		w->status = vn_buf_add(w->out, w->zip->bytes.ptr + w->at, begin - w->at, w->err);
	from = w->out->len;
	if (!w->status)
		w->status = vn_buf_add(w->out, text.ptr, text.len, w->err);
	w->at = end;
	if (!w->status && !vn_str_eq(old, text))
		w->status =
			vn_grow(&list->items, list->count, &list->cap, sizeof *list->items, w->err);
	if (!w->status && !vn_str_eq(old, text))
		list->items[list->count++] =
			(struct vn_zip_splice){begin, end, from, from + text.len};
}

/* Packs CONTENT as MEMBER was. */
static enum vn_status pack(const struct vn_zip_member *member, struct vn_str content,
			   struct vn_buf *out, struct vn_err *err)
{
	z_stream z = {.next_in = (z_const Bytef *)content.ptr, .avail_in = (uInt)content.len};
	enum vn_status status;
	int result;

	out->len = 0;
	if (member->method == STORED)
		return vn_buf_add(out, content.ptr, content.len, err);
	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return vn_err_nomem(err);
	status = vn_buf_reserve(out, deflateBound(&z, content.len), err);
	if (!status) {
		z.next_out = (Bytef *)out->ptr;
		z.avail_out = (uInt)out->cap;
		result = deflate(&z, Z_FINISH);
		out->len = out->cap - z.avail_out;
		if (result != Z_STREAM_END)
			status = vn_err_nomem(err);
	}
	deflateEnd(&z);
	return status;
}

/* Checksum and sizes that stand at byte AT for MEMBER become NEW. Where a header leaves them to a
 * descriptor behind the data they are 0, and stay. */
static void put_sizes(struct writing *w, size_t at, const char new[12])
{
	static const char none[12];
	const char *old = w->zip->bytes.ptr + at;

	splice(w, at, at + 12, (struct vn_str){memcmp(old, none, 12) ? new : none, 12});
}

/* The descriptor behind the data of MEMBER: with a mark or without. */
static void put_descriptor(struct writing *w, const struct vn_zip_member *member,
			   const char new[12])
{
	size_t at = member->data + member->packed, end = w->zip->directory;
	char old[12];

	vn_number_put(old, member->crc);
	vn_number_put(old + 4, member->packed);
	vn_number_put(old + 8, member->len);
	at += is_signed(w->zip->bytes, at, "PK\7\10", 16) ? 4 : 0;
	if (w->status)
		return;
	if (at > end || end - at < 12 || memcmp(w->zip->bytes.ptr + at, old, 12) != 0)
		w->status = unsound("a descriptor says something else than the directory", w->err);
	else
		splice(w, at, at + 12, (struct vn_str){new, 12});
}

static void sizes_of(char out[12], struct vn_str content, size_t packed)
{
	vn_number_put(out, (uint32_t)crc32(0, (const Bytef *)content.ptr, (uInt)content.len));
	vn_number_put(out + 4, (uint32_t)packed);
	vn_number_put(out + 8, (uint32_t)content.len);
}

static const struct vn_zip_change *change_of(const struct vn_zip_member *member,
					     const struct vn_zip_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (changes[i].member == member)
			return &changes[i];
	return NULL;
}

/* Where the members are in the new archive, and what they have become; by their number. */
struct fate {
	uint32_t header;
	bool changed;
	char sizes[12];
};

/* All members, in the order in which they lie. */
static void put_members(struct writing *w, const struct vn_zip_change *changes, size_t count,
			struct fate *fates)
{
	const struct vn_zip_member **order = in_order(w->zip, by_header);
	struct vn_buf packed = {0};

	if (!order)
		w->status = vn_err_nomem(w->err);
	for (size_t i = 0; !w->status && i < w->zip->count; i++) {
		const struct vn_zip_member *member = order[i];
		const struct vn_zip_change *change = change_of(member, changes, count);
		struct fate *fate = &fates[member - w->zip->members];
		fate->header = (uint32_t)(member->header - w->at + w->out->len);
		if (!change)
			continue;
		fate->changed = true;
		w->status = pack(member, change->content, &packed, w->err);
		if (w->status)
			break;
		sizes_of(fate->sizes, change->content, packed.len);
		put_sizes(w, member->header + 14, fate->sizes);
		splice(w, member->data, member->data + member->packed, vn_buf_str(&packed));
		if (member->flags & FLAG_DESCRIPTOR)
			put_descriptor(w, member, fate->sizes);
	}
	vn_buf_fini(&packed);
	free(order);
}

/* The directory, and the record behind it. */
static void put_directory(struct writing *w, const struct fate *fates)
{
	const struct vn_zip *zip = w->zip;
	size_t moved = zip->directory - w->at + w->out->len;
	char place[4];

	for (size_t i = 0; i < zip->count; i++) {
		size_t at = zip->members[i].record;
		if (fates[i].changed)
			splice(w, at + 16, at + 28, (struct vn_str){fates[i].sizes, 12});
		vn_number_put(place, fates[i].header);
		splice(w, at + 42, at + 46, (struct vn_str){place, 4});
	}
	vn_number_put(place, (uint32_t)moved);
	splice(w, zip->end + 16, zip->end + 20, (struct vn_str){place, 4});
	splice(w, zip->bytes.len, zip->bytes.len, VN_STR(""));
}

enum vn_status vn_zip_write(const struct vn_zip *zip, const struct vn_zip_change *changes,
			    size_t count, struct vn_buf *out, struct vn_zip_splices *splices,
			    struct vn_err *err)
{
	struct fate *fates = calloc(zip->count + 1, sizeof *fates);
	struct writing w = {.zip = zip, .out = out, .splices = splices, .err = err};

	if (!fates)
		return vn_err_nomem(err);
	put_members(&w, changes, count, fates);
	if (!w.status)
		put_directory(&w, fates);
	free(fates);
	if (!w.status && out->len > UINT32_MAX)
		w.status = vn_err_set(err, VN_ELIMIT, "would become longer than 4 GiB");
	return w.status;
}
