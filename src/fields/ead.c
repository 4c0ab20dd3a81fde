#include "fields/ead.h"

#include "text/chars.h"

#include <stdio.h>
#include <string.h>

static const char head[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<ead xmlns=\"urn:isbn:1-931666-22-9\">\n"
	"<eadheader><eadid/><filedesc><titlestmt><titleproper/></titlestmt></filedesc></"
	"eadheader>\n"
	"<archdesc level=\"file\"><did><unittitle/></did>\n<dsc type=\"in-depth\">\n";

static const char foot[] = "</dsc>\n</archdesc>\n</ead>\n";

/* Where a field stands in the description of its document. */
static const struct element {
	enum vn_field_kind kind;
	const char *before, *after;
	bool outside; /* of <did> */
} elements[] = {
	{VN_FIELD_NUMBER, "<unitid type=\"number\">", "</unitid>", false},
	{VN_FIELD_SYMBOL, "<unitid type=\"symbol\">", "</unitid>", false},
	{VN_FIELD_SUBJECT, "<unittitle>", "</unittitle>", false},
	{VN_FIELD_DATE, "<unitdate type=\"inclusive\" normal=\"", "\"/>", false},
	{VN_FIELD_SUPERIOR, "<origination label=\"superior\"><corpname>",
	 "</corpname></origination>", false},
	{VN_FIELD_ISSUER, "<origination label=\"issuer\"><corpname>", "</corpname></origination>",
	 false},
	{VN_FIELD_SIGNER, "<origination label=\"signer\"><persname>", "</persname></origination>",
	 false},
	{VN_FIELD_TITLE, "<note label=\"title\"><p>", "</p></note>", false},
	{VN_FIELD_BASIS, "<note label=\"basis\"><p>", "</p></note>", false},
	{VN_FIELD_RECIPIENT, "<note label=\"recipient\"><p>", "</p></note>", false},
	{VN_FIELD_TYPE, "<controlaccess><genreform>", "</genreform></controlaccess>", true},
	{VN_FIELD_PLACE, "<controlaccess><geogname>", "</geogname></controlaccess>", true},
};

static enum vn_status add(struct vn_buf *out, const char *text, struct vn_err *err)
{
	return vn_buf_add(out, text, strlen(text), err);
}

/* Whether XML 1.0 may hold code point C. */
static bool may_hold(int32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && !(c >= 0xd800 && c < 0xe000) && c != 0xfffe && c != 0xffff);
}

/* TEXT as character data; what XML cannot hold becomes U+FFFD. */
static enum vn_status add_text(struct vn_buf *out, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < text.len;) {
		size_t begin = at;
		int32_t c = vn_utf8_next(text, &at);
		if (c == '<')
			status = add(out, "&lt;", err);
		else if (c == '&')
			status = add(out, "&amp;", err);
		else if (c == '>')
			status = add(out, "&gt;", err);
		else if (c == '"')
			status = add(out, "&quot;", err);
		else if (!may_hold(c))
			status = add(out, "\xef\xbf\xbd", err);
		else
			status = vn_buf_add(out, text.ptr + begin, at - begin, err);
	}
	return status;
}

/* The fields that stand OUTSIDE of <did>, or within. */
static enum vn_status add_fields(struct vn_buf *out, const struct vn_fields *fields, bool outside,
				 struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t e = 0; e < sizeof elements / sizeof *elements; e++)
		for (size_t i = 0; !status && i < fields->count; i++) {
			if (fields->items[i].kind != elements[e].kind ||
			    elements[e].outside != outside)
				continue;
			status = add(out, elements[e].before, err);
			if (!status)
				status = add_text(out, fields->items[i].value, err);
			if (!status)
				status = add(out, elements[e].after, err);
			if (!status)
				status = add(out, "\n", err);
		}
	return status;
}

enum vn_status vn_ead_begin(struct vn_buf *out, struct vn_err *err)
{
	return add(out, head, err);
}

enum vn_status vn_ead_write(struct vn_buf *out, struct vn_str name, const struct vn_fields *fields,
			    struct vn_err *err)
{
	enum vn_status status = add(out, "<c level=\"item\"><did>\n<unitid type=\"file\">", err);

	if (!status)
		status = add_text(out, name, err);
	if (!status)
		status = add(out, "</unitid>\n", err);
	if (!status)
		status = add_fields(out, fields, false, err);
	if (!status)
		status = add(out, "</did>\n", err);
	if (!status)
		status = add_fields(out, fields, true, err);
	return status ? status : add(out, "</c>\n", err);
}

enum vn_status vn_ead_end(struct vn_buf *out, struct vn_err *err)
{
	return add(out, foot, err);
}

/* Elements of a document in a package of Circular 05/2025/TT-BNV, annex III, section on
 * EAD_doc.xml, with the most characters they hold. */
static const struct part {
	const char *name;
	int kind; /* VN_FIELD_COUNT: nothing on the page */
	size_t most;
} parts[] = {
	{"docId", VN_FIELD_COUNT, 0},
	{"docCode", VN_FIELD_COUNT, 0},
	{"maintenance", VN_FIELD_COUNT, 0},
	{"typeName", VN_FIELD_TYPE, 10},
	{"codeNumber", VN_FIELD_NUMBER, 11},
	{"codeNotation", VN_FIELD_SYMBOL, 30},
	{"issuedDate", VN_FIELD_DATE, 10},
	{"organName", VN_FIELD_ISSUER, 200},
	{"subject", VN_FIELD_SUBJECT, 500},
	{"language", VN_FIELD_COUNT, 0},
	{"numberOfPage", VN_FIELD_COUNT, 0},
	{"inforSign", VN_FIELD_COUNT, 0},
	{"keyword", VN_FIELD_COUNT, 0},
	{"mode", VN_FIELD_COUNT, 0},
	{"confidenceLevel", VN_FIELD_COUNT, 0},
	{"autograph", VN_FIELD_COUNT, 0},
	{"format", VN_FIELD_COUNT, 0},
	{"riskRecovery", VN_FIELD_COUNT, 0},
	{"riskRecoveryStatus", VN_FIELD_COUNT, 0},
	{"process", VN_FIELD_COUNT, 0},
	{"description", VN_FIELD_COUNT, 0},
};

/* The Circular's types, numbered from 01 on; the last is any other. */
static const char *const types[] = {
	"Nghị quyết",	  "Quyết định",	     "Chỉ thị",	       "Quy chế",      "Quy định",
	"Thông cáo",	  "Thông báo",	     "Hướng dẫn",      "Chương trình", "Kế hoạch",
	"Phương án",	  "Đề án",	     "Dự án",	       "Báo cáo",      "Tờ trình",
	"Giấy ủy quyền",  "Phiếu gửi",	     "Phiếu chuyển",   "Phiếu báo",    "Biên bản",
	"Hợp đồng",	  "Công văn",	     "Công điện",      "Bản ghi nhớ",  "Bản thỏa thuận",
	"Giấy mời",	  "Giấy giới thiệu", "Giấy nghỉ phép", "Thư công",     "Bản đồ",
	"Bản vẽ kỹ thuật"};

/* VALUE of KIND as the Circular writes it: the number of a type, a date from its day on. */
static enum vn_status add_value(struct vn_buf *out, int kind, struct vn_str value,
				struct vn_err *err)
{
	char text[16];
	size_t type = 0, types_count = sizeof types / sizeof *types;

	if (kind == VN_FIELD_DATE) {
		int len = snprintf(text, sizeof text, "%.2s/%.2s/%.4s", value.ptr + 8,
				   value.ptr + 5, value.ptr);
		return vn_buf_add(out, text, (size_t)len, err);
	}
	if (kind != VN_FIELD_TYPE)
		return add_text(out, value, err);
	while (type < types_count &&
	       !vn_str_eq(value, (struct vn_str){types[type], strlen(types[type])}))
		type++;
	return vn_buf_add(out, text, (size_t)snprintf(text, sizeof text, "%02zu", type + 1), err);
}

/* The first field of KIND; NULL: there is none, or it is longer than MOST characters. */
static const struct vn_field *fitting(const struct vn_fields *fields, int kind, size_t most)
{
	for (size_t i = 0; i < fields->count; i++) {
		struct vn_str value = fields->items[i].value;
		size_t characters = 0;
		if ((int)fields->items[i].kind != kind)
			continue;
		for (size_t at = 0; at < value.len; characters++)
			vn_utf8_next(value, &at);
		/* The number stands for the type's name. */
		return kind == VN_FIELD_TYPE || characters <= most ? &fields->items[i] : NULL;
	}
	return NULL;
}

enum vn_status vn_ead_doc_write(struct vn_buf *out, const struct vn_fields *fields,
				struct vn_err *err)
{
	enum vn_status status =
		add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<simpledc>\n", err);

	for (size_t i = 0; !status && i < sizeof parts / sizeof *parts; i++) {
		const struct vn_field *field = fitting(fields, parts[i].kind, parts[i].most);
		status = add(out, "<", err);
		if (!status)
			status = add(out, parts[i].name, err);
		if (!status)
			status = add(out, field ? ">" : "/>\n", err);
		if (status || !field)
			continue;
		status = add_value(out, parts[i].kind, field->value, err);
		if (!status)
			status = add(out, "</", err);
		if (!status)
			status = add(out, parts[i].name, err);
		if (!status)
			status = add(out, ">\n", err);
	}
	return status ? status : add(out, "</simpledc>\n", err);
}
