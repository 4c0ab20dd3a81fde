#include "source/step.h"

#include <stdio.h>

#define FAR (1024 * 1024) /* bytes of mark-up behind the step that are waited for words */

static size_t count_old(struct vn_str bytes)
{
	size_t count = 0;
	const char *at = bytes.ptr, *end = at + bytes.len;

	while ((at = memmem(at, (size_t)(end - at), "vnfix ", 6)) && at < end) {
		at++;
		count++;
	}
	return count;
}

static enum vn_status fill(const char *text, struct vn_str prefix, size_t old, struct vn_buf *out,
			   struct vn_err *err)
{
	enum vn_status status = VN_OK;
	char number[24];

	snprintf(number, sizeof number, "%zu", old + 1);
	while (!status && *text) {
		size_t len = strcspn(text, "@#");
		status = vn_buf_add(out, text, len, err);
		text += len;
		if (!status && *text == '@')
			status = vn_buf_add(out, prefix.ptr, prefix.len, err);
		else if (!status && *text == '#')
			status = vn_buf_add(out, number, strlen(number), err);
		text += *text != '\0';
	}
	return status;
}

void vn_step_note(struct vn_step *step, struct vn_xml *xml, uint64_t since, uint64_t from,
		  struct vn_str prefix, const char *text)
{
	struct vn_extra extra = {.end = SIZE_MAX, .from = from, .to = from};
	struct vn_piece *piece = xml->piece;
	struct vn_buf bytes = {0};
	enum vn_status status;

	if (step->noted || xml->how->no_provenance)
		return;
	step->noted = step->held = true;
	step->from = from;
	extra.begin = piece->text.len;
	extra.copy_from = extra.copy_to = from;
	since = since < piece->base ? piece->base : since;
	status = fill(text, prefix, count_old(vn_xml_bytes(xml, since, from)), &bytes, xml->err);
	extra.bytes = vn_buf_str(&bytes);
	if (!status)
		status = vn_marks_extra(&piece->marks, extra, xml->err);
	vn_buf_fini(&bytes);
	vn_piece_hold(piece, from);
	vn_xml_stop(xml, status);
}

void vn_step_start(struct vn_step *step, struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	if (!step->held || (!xml->piece->held_begun && tag->from - step->from < FAR))
		return;
	step->held = false;
	vn_piece_release(xml->piece, tag->from);
}
