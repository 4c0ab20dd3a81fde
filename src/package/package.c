#include "package/package.h"

#include <stdlib.h>

#define NOTE_BYTES (4 * 1024 * 1024) /* of a member that is only looked into */

static bool begins(struct vn_str text, const char *with)
{
	size_t len = strlen(with);
	return text.len >= len && memcmp(text.ptr, with, len) == 0;
}

static bool ends(struct vn_str text, const char *with)
{
	size_t len = strlen(with);
	return text.len >= len && memcmp(text.ptr + text.len - len, with, len) == 0;
}

bool vn_package_begins(struct vn_str head)
{
	return begins(head, "PK\3\4");
}

/* DOCX: the running text before what stands beside it, as it is read. Some programs number all
 * members. */
static int rank_docx(struct vn_str name)
{
	static const char *const stems[] = {"document", "footnotes", "endnotes",
					    "comments", "header",    "footer"};

	if (!begins(name, "word/") || !ends(name, ".xml"))
		return -1;
	name = (struct vn_str){name.ptr + 5, name.len - 9};
	while (name.len && name.ptr[name.len - 1] >= '0' && name.ptr[name.len - 1] <= '9')
		name.len--;
	for (int i = 0; i < (int)(sizeof stems / sizeof *stems); i++)
		if (name.len == strlen(stems[i]) && begins(name, stems[i]))
			return i;
	return -1;
}

static int rank_odt(struct vn_str name)
{
	if (vn_str_eq(name, VN_STR("content.xml")))
		return 0;
	return vn_str_eq(name, VN_STR("styles.xml")) ? 1 : -1; /* headers and footers */
}

static int rank_epub(struct vn_str name)
{
	static const char *const kinds[] = {".xhtml", ".html", ".htm", ".XHTML", ".HTML", ".HTM"};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (ends(name, kinds[i]))
			return 0;
	return ends(name, ".ncx") ? 1 : -1;
}

#define RANKS 6

/* How a format is recognised, and which of its members hold text. */
static const struct kind {
	const char *name;
	const char *member, *says;	 /* a member of it, and what that begins with, or NULL */
	int (*rank)(struct vn_str name); /* in the stream, below RANKS; -1: holds no text */
	const char *sealed; /* what the names of members begin with that sign the others */
} kinds[] = {
	{"docx", "[Content_Types].xml", NULL, rank_docx, "_xmlsignatures/"},
	{"odt", "mimetype", "application/vnd.oasis.opendocument.text", rank_odt,
	 "META-INF/documentsignatures.xml"},
	{"epub", "mimetype", "application/epub+zip", rank_epub, "META-INF/signatures.xml"},
};

bool vn_package_knows(const char *format)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, format) == 0)
			return true;
	return false;
}

/* Whether the content of the member NAME has MARK in it, or begins with it. */
static enum vn_status look(const struct vn_package *package, const char *name, struct vn_str mark,
			   bool at_begin, bool *has, struct vn_err *err)
{
	const struct vn_zip_member *member =
		vn_zip_find(&package->zip, (struct vn_str){name, strlen(name)});
	struct vn_buf bytes = {0};
	enum vn_status status = VN_OK;
	const char *at;

	*has = false;
	if (!member || member->len > NOTE_BYTES)
		return VN_OK;
	status = vn_zip_read(&package->zip, member, NOTE_BYTES, &bytes, err);
	at = status ? NULL : memmem(vn_buf_str(&bytes).ptr, bytes.len, mark.ptr, mark.len);
	*has = at && (!at_begin || at == bytes.ptr);
	vn_buf_fini(&bytes);
	return status;
}

static bool has_text(const struct vn_zip *zip, const struct kind *kind)
{
	for (size_t i = 0; i < zip->count; i++)
		if (kind->rank(zip->members[i].name) == 0)
			return true;
	return false;
}

/* What the archive is; NULL: something else. */
static enum vn_status find_kind(const struct vn_package *package, const struct kind **out,
				struct vn_err *err)
{
	enum vn_status status = VN_OK;

	*out = NULL;
	for (size_t i = 0; !status && !*out && i < sizeof kinds / sizeof *kinds; i++) {
		const struct kind *kind = &kinds[i];
		bool fits = vn_zip_find(&package->zip,
					(struct vn_str){kind->member, strlen(kind->member)});
		if (fits && kind->says)
			status = look(package, kind->member,
				      (struct vn_str){kind->says, strlen(kind->says)}, true, &fits,
				      err);
		if (!status && fits && has_text(&package->zip, kind))
			*out = kind;
	}
	return status;
}

static enum vn_status add(struct vn_buf *out, struct vn_str text, struct vn_err *err)
{
	return vn_buf_add(out, text.ptr, text.len, err);
}

/* What stands before the content of a member in the stream. */
static enum vn_status add_head(struct vn_buf *out, const char *format, struct vn_str name,
			       struct vn_err *err)
{
	enum vn_status status = vn_buf_add(out, "", 1, err);

	if (!status)
		status = vn_buf_add(out, format, strlen(format) + 1, err);
	if (!status)
		status = add(out, name, err);
	return status ? status : vn_buf_add(out, "", 1, err);
}

static enum vn_status add_part(struct vn_package *package, const struct vn_zip_member *member,
			       struct vn_err *err)
{
	struct vn_package_part part = {.member = member};
	struct vn_buf *text = &package->text;
	enum vn_status status =
		vn_grow(&package->parts, package->count, &package->cap, sizeof part, err);

	if (!status && memchr(member->name.ptr, '\0', member->name.len))
		status = vn_err_set(err, VN_EINPUT, "has a member whose name holds NUL");
	if (!status)
		status = add_head(text, package->format, member->name, err);
	part.begin = text->len;
	if (!status)
		status = vn_zip_read(&package->zip, member,
				     VN_PACKAGE_TEXT > text->len ? VN_PACKAGE_TEXT - text->len : 0,
				     text, err);
	if (status)
		return status;
	part.end = text->len;
	if (part.end > part.begin && memchr(text->ptr + part.begin, '\0', part.end - part.begin))
		return vn_err_set(
			err, VN_EINPUT, "has a member that is no XML in UTF-8, but holds NUL: %.*s",
			(int)(member->name.len < 80 ? member->name.len : 80), member->name.ptr);
	package->parts[package->count++] = part;
	return VN_OK;
}

/* Whether members sign the others. In DOCX they may have any name: relations lead to them. */
static enum vn_status find_seal(const struct vn_package *package, const struct kind *kind,
				bool *found, struct vn_err *err)
{
	for (size_t i = 0; i < package->zip.count; i++)
		if (begins(package->zip.members[i].name, kind->sealed)) {
			*found = true;
			return VN_OK;
		}
	return look(package, "_rels/.rels", VN_STR("/digital-signature/origin"), false, found, err);
}

/* Whether changes may be made at all. */
static enum vn_status check(const struct vn_package *package, const struct kind *kind, bool sealed,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool locked = false, found = false;

	if (!sealed)
		status = find_seal(package, kind, &found, err);
	if (status)
		return status;
	if (found)
		return vn_err_set(err, VN_EINPUT,
				  "is signed; a change would make the signature void "
				  "(--signed: all the same)");
	status = look(package, "META-INF/manifest.xml", VN_STR("encryption-data"), false, &locked,
		      err);
	/* Books may have fonts that are: what counts is whether their texts are. */
	for (size_t i = 0; !status && !locked && i < package->count; i++)
		status = look(package, "META-INF/encryption.xml", package->parts[i].member->name,
			      false, &locked, err);
	return !status && locked ? vn_err_set(err, VN_EINPUT, "is encrypted") : status;
}

enum vn_status vn_package_open(struct vn_package *package, struct vn_str bytes, bool sealed,
			       struct vn_err *err)
{
	const struct kind *kind = NULL;
	enum vn_status status;

	*package = (struct vn_package){0};
	status = vn_zip_open(&package->zip, bytes, err);
	if (!status)
		status = find_kind(package, &kind, err);
	if (status || !kind)
		return status;
	package->format = kind->name;
	for (int rank = 0; rank < RANKS; rank++)
		for (size_t i = 0; !status && i < package->zip.count; i++)
			if (kind->rank(package->zip.members[i].name) == rank)
				status = add_part(package, &package->zip.members[i], err);
	return status ? status : check(package, kind, sealed, err);
}

void vn_package_close(struct vn_package *package)
{
	vn_zip_fini(&package->zip);
	vn_buf_fini(&package->text);
	free(package->parts);
	*package = (struct vn_package){0};
}

struct vn_str vn_package_member(const struct vn_package *package, uint64_t at)
{
	size_t low = 0, high = package->count;

	/* The last part that begins at it or before. */
	while (low + 1 < high) {
		size_t mid = low + (high - low) / 2;
		if (package->parts[mid].begin <= at)
			low = mid;
		else
			high = mid;
	}
	return package->count ? package->parts[low].member->name : VN_STR("");
}

/* The content of PART in the stream TEXT at *AT, which moves behind it; ptr NULL: it is not there.
 */
static enum vn_status take(const struct vn_package *package, const struct vn_package_part *part,
			   struct vn_str text, size_t *at, struct vn_str *content,
			   struct vn_err *err)
{
	struct vn_buf head = {0};
	enum vn_status status = add_head(&head, package->format, part->member->name, err);
	const char *end;

	if (!status &&
	    (text.len - *at < head.len || memcmp(text.ptr + *at, head.ptr, head.len) != 0))
		status = vn_err_set(err, VN_EINPUT, "has other members than its text");
	*at += status ? 0 : head.len;
	vn_buf_fini(&head);
	if (status)
		return status;
	end = memchr(text.ptr + *at, '\0', text.len - *at);
	*content = (struct vn_str){text.ptr + *at,
				   end ? (size_t)(end - text.ptr) - *at : text.len - *at};
	*at += content->len;
	return VN_OK;
}

enum vn_status vn_package_write(const struct vn_package *package, struct vn_str text,
				struct vn_buf *out, struct vn_zip_splices *splices,
				struct vn_err *err)
{
	struct vn_zip_change *changes = calloc(package->count + 1, sizeof *changes);
	enum vn_status status = changes ? VN_OK : vn_err_nomem(err);
	size_t count = 0, at = 0;

	for (size_t i = 0; !status && i < package->count; i++) {
		const struct vn_package_part *part = &package->parts[i];
		struct vn_str old = {package->text.ptr + part->begin, part->end - part->begin};
		changes[count].member = part->member;
		status = take(package, part, text, &at, &changes[count].content, err);
		count += !status && !vn_str_eq(changes[count].content, old);
	}
	if (!status && at != text.len)
		status = vn_err_set(err, VN_EINPUT, "has other members than its text");
	if (!status)
		status = vn_zip_write(&package->zip, changes, count, out, splices, err);
	free(changes);
	return status;
}
