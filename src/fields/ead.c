#include "fields/ead.h"

#include "text/chars.h"

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

enum vn_status vn_ead_write(struct vn_buf *out, const char *name, const struct vn_fields *fields,
			    struct vn_err *err)
{
	enum vn_status status = add(out, "<c level=\"item\"><did>\n<unitid type=\"file\">", err);

	if (!status)
		status = add_text(out, (struct vn_str){name, strlen(name)}, err);
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
