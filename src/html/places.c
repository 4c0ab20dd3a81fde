#include "html/places.h"

#include "html/add.h"
#include "source/chars.h"
#include "source/points.h"
#include "source/tag.h"

#define TAG_MAX	 (1u << 20) /* bytes of a tag at most */
#define ATTRS	 32	    /* of an element, that are looked at */
#define FARTHEST 10000000   /* units, that a rectangle reaches */

void vn_places_fini(struct vn_places *places)
{
	vn_buf_fini(&places->window);
	vn_buf_fini(&places->file);
	json_decref(places->pages);
	*places = (struct vn_places){0};
}

enum vn_status vn_places_begin(struct vn_places *places, struct vn_err *err)
{
	places->window.len = places->file.len = 0;
	places->from = 0;
	places->at = places->deep = 0;
	places->lost = false;
	places->own = (struct vn_place){0};
	json_decref(places->pages);
	places->pages = json_array();
	return places->pages ? VN_OK : vn_err_nomem(err);
}

/* A number at *TEXT, which moves behind it, without its fraction; 0 where there is none. */
static int32_t number(struct vn_str *text)
{
	int32_t value = 0;

	while (text->len && (vn_tag_blank(*text->ptr) || *text->ptr == ','))
		text->ptr++, text->len--;
	for (; text->len && *text->ptr >= '0' && *text->ptr <= '9'; text->ptr++, text->len--)
		if (value < FARTHEST)
			value = value * 10 + (*text->ptr - '0');
	while (text->len && !vn_tag_blank(*text->ptr) && *text->ptr != ',' && *text->ptr != ';')
		text->ptr++, text->len--;
	return value < FARTHEST ? value : FARTHEST;
}

static struct vn_place box_of(int32_t left, int32_t top, int32_t right, int32_t bottom)
{
	return (struct vn_place){left < right && top < bottom, left, top, right, bottom};
}

/* VALUE without references. */
static enum vn_status plain(struct vn_str value, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	out->len = 0;
	for (size_t at = 0; !status && at < value.len; at++) {
		char utf8[VN_CHARS_MAX];
		const char *end =
			value.ptr[at] == '&' ? memchr(value.ptr + at, ';', value.len - at) : NULL;
		struct vn_str name = {value.ptr + at + 1,
				      end ? (size_t)(end - value.ptr) - at - 1 : 0};
		size_t len = end ? vn_chars_decode(name, utf8) : 0;
		status = len ? vn_buf_add(out, utf8, len, err)
			     : vn_buf_add(out, value.ptr + at, 1, err);
		if (len)
			at += name.len + 1;
	}
	return status;
}

/* A page begins, whose picture is called NAME. */
static enum vn_status add_page(struct vn_places *places, struct vn_str name, int32_t width,
			       struct vn_err *err)
{
	json_t *shown = name.len ? vn_page_bytes(name) : json_null();
	json_t *page = shown ? json_pack("[o,i]", shown, (int)width) : NULL;

	return json_array_append_new(places->pages, page) ? vn_err_nomem(err) : VN_OK;
}

/* The text behind the property NAME in TITLE, the way hOCR writes them: NAME VALUE; ... */
static struct vn_str property(struct vn_str title, const char *name)
{
	size_t len = strlen(name);

	for (size_t at = 0; at + len < title.len; at++) {
		bool begins =
			at == 0 || vn_tag_blank(title.ptr[at - 1]) || title.ptr[at - 1] == ';';
		if (begins && memcmp(title.ptr + at, name, len) == 0 &&
		    vn_tag_blank(title.ptr[at + len]))
			return (struct vn_str){title.ptr + at + len + 1, title.len - at - len - 1};
	}
	return (struct vn_str){title.ptr, 0};
}

/* The name that an image property begins with, with or without quotes. */
static struct vn_str name_of(struct vn_str text)
{
	char end = ';';
	const char *stop;

	if (text.len && (*text.ptr == '"' || *text.ptr == '\'')) {
		end = *text.ptr;
		text.ptr++;
		text.len--;
	}
	stop = memchr(text.ptr, end, text.len);
	return (struct vn_str){text.ptr, stop ? (size_t)(stop - text.ptr) : text.len};
}

static enum vn_status hocr(struct vn_places *places, const struct vn_xml_tag *tag,
			   struct vn_place *box, struct vn_err *err)
{
	struct vn_buf title = {0};
	enum vn_status status = plain(vn_xml_value(tag, "title"), &title, err);
	struct vn_str four = property(vn_buf_str(&title), "bbox");

	if (!status && four.len) {
		int32_t left = number(&four), top = number(&four);
		int32_t right = number(&four), bottom = number(&four);
		*box = box_of(left, top, right, bottom);
	}
	if (!status && vn_str_eq(vn_xml_value(tag, "class"), VN_STR("ocr_page")))
		status = add_page(places, name_of(property(vn_buf_str(&title), "image")),
				  box->right, err);
	vn_buf_fini(&title);
	return status;
}

static int32_t whole(double x)
{
	return x <= 0 ? 0 : x < FARTHEST ? (int32_t)x : FARTHEST;
}

/* The rectangle around POINTS: x,y x,y ... */
static struct vn_place around(struct vn_str points)
{
	struct vn_box box;

	if (!vn_points_box(points, &box))
		return (struct vn_place){0};
	return box_of(whole(box.left), whole(box.top), whole(box.right), whole(box.bottom));
}

static int32_t value(const struct vn_xml_tag *tag, const char *name)
{
	struct vn_str text = vn_xml_value(tag, name);
	return text.ptr ? number(&text) : 0;
}

/* What an element of ALTO or PAGE says; BEHIND is what stands behind its tag. */
static enum vn_status xml(struct vn_places *places, const struct vn_xml_tag *tag,
			  struct vn_str behind, struct vn_place *box, struct vn_err *err)
{
	struct vn_str points = vn_xml_value(tag, "points");
	struct vn_str image = vn_xml_value(tag, "imageFilename");
	struct vn_buf name = {0};
	enum vn_status status = VN_OK;

	if (vn_xml_is(tag, "fileName"))
		return plain((struct vn_str){behind.ptr, vn_tag_find(behind, 0, "<") - 1},
			     &places->file, err);
	if (vn_xml_is(tag, "Page") && image.ptr) {
		status = plain(image, &name, err);
		if (!status)
			status = add_page(places, vn_buf_str(&name), value(tag, "imageWidth"), err);
		vn_buf_fini(&name);
		return status;
	}
	if (vn_xml_is(tag, "Page"))
		return add_page(places, vn_buf_str(&places->file), value(tag, "WIDTH"), err);
	if (vn_xml_is(tag, "Coords") && points.ptr && places->deep &&
	    places->deep <= VN_PLACES_DEPTH) {
		places->open[places->deep - 1] = around(points);
	} else if (vn_xml_value(tag, "HPOS").ptr) {
		int32_t left = value(tag, "HPOS"), top = value(tag, "VPOS");
		*box = box_of(left, top, left + value(tag, "WIDTH"), top + value(tag, "HEIGHT"));
	}
	return VN_OK;
}

/* Takes the tag at the begin of TEXT, behind which BEHIND stands. */
static enum vn_status take(struct vn_places *places, struct vn_str text, struct vn_str behind,
			   struct vn_err *err)
{
	struct vn_xml_attr attrs[ATTRS];
	struct vn_xml_tag tag;
	struct vn_place box = {0};
	enum vn_status status;

	places->own = box;
	if (text.ptr[1] == '/') {
		places->deep -= places->deep > 0;
		return VN_OK;
	}
	if (!vn_xml_parse(text, 0, &tag, attrs, ATTRS))
		return VN_OK;
	status = vn_xml_value(&tag, "title").ptr ? hocr(places, &tag, &box, err)
						 : xml(places, &tag, behind, &box, err);
	if (tag.empty) {
		places->own = box;
		return status;
	}
	if (places->deep < VN_PLACES_DEPTH)
		places->open[places->deep] = box;
	places->deep++;
	return status;
}

/* The length of what begins with a < at the begin of TEXT; 0: it does not end yet. */
static size_t length(struct vn_str text)
{
	size_t len;

	if (vn_tag_begins(text, "<!--"))
		return vn_tag_find(text, 4, "-->");
	if (vn_tag_begins(text, "<![CDATA["))
		return vn_tag_find(text, 9, "]]>");
	if (vn_tag_begins(text, "<?"))
		return vn_tag_find(text, 2, "?>");
	if (vn_tag_begins(text, "<!"))
		return vn_tag_doctype(text);
	len = vn_tag_length(text);
	/* The text behind the tag of a name is looked at, too. */
	if (len && text.ptr[1] != '/' && memmem(text.ptr, len, "fileName", 8))
		return vn_tag_find(text, len, "<") ? len : 0;
	return len;
}

static enum vn_status go_to(struct vn_places *places, uint64_t to, struct vn_err *err)
{
	struct vn_str window = vn_buf_str(&places->window);
	enum vn_status status = VN_OK;

	while (!status && !places->lost) {
		struct vn_str rest = {window.ptr + places->at, window.len - places->at};
		const char *begin = rest.len ? memchr(rest.ptr, '<', rest.len) : NULL;
		size_t skip = begin ? (size_t)(begin - rest.ptr) : rest.len, len;
		if (!begin)
			places->at += skip;
		if (!begin || places->from + places->at + skip >= to)
			return VN_OK;
		rest.ptr += skip;
		rest.len -= skip;
		len = length(rest);
		if (!len) {
			places->own = (struct vn_place){0};
			places->lost = rest.len > TAG_MAX;
			return VN_OK;
		}
		if (rest.ptr[1] != '!' && rest.ptr[1] != '?')
			status = take(places, (struct vn_str){rest.ptr, len},
				      (struct vn_str){rest.ptr + len, rest.len - len}, err);
		places->at += skip + len;
	}
	return status;
}

enum vn_status vn_places_add(struct vn_places *places, struct vn_str bytes, struct vn_err *err)
{
	struct vn_buf *window = &places->window;
	enum vn_status status = go_to(places, UINT64_MAX, err);

	if (status || places->lost)
		return status;
	if (places->at)
		memmove(window->ptr, window->ptr + places->at, window->len - places->at);
	window->len -= places->at;
	places->from += places->at;
	places->at = 0;
	return vn_buf_add(window, bytes.ptr, bytes.len, err);
}

enum vn_status vn_places_find(struct vn_places *places, uint64_t at, struct vn_place *box,
			      size_t *page, struct vn_err *err)
{
	enum vn_status status = go_to(places, at, err);
	size_t count = json_array_size(places->pages), deep;

	*box = (struct vn_place){0};
	if (status || places->lost || !count ||
	    json_is_null(json_array_get(json_array_get(places->pages, count - 1), 0)))
		return status;
	*page = count - 1;
	*box = places->own;
	deep = places->deep < VN_PLACES_DEPTH ? places->deep : VN_PLACES_DEPTH;
	while (!box->known && deep)
		*box = places->open[--deep];
	return VN_OK;
}
