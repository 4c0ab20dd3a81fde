#include "fields/write.h"

#include "fields/ead.h"
#include "text/chars.h"

#include <jansson.h>
#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char tsv_head[] =
	"file\tfield\tvalue\tconfidence\tbegin\tend\tsource_begin\tsource_end\t"
	"evidence\n";

enum vn_status vn_fields_begin(struct vn_buf *out, enum vn_fields_format format, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (format == VN_FIELDS_TSV)
		return vn_buf_add(out, tsv_head, sizeof tsv_head - 1, err);
	if (format == VN_FIELDS_NDJSON || format == VN_FIELDS_EAD_DOC)
		return VN_OK;
	if (format == VN_FIELDS_EAD)
		return vn_ead_begin(out, err);
	status = vn_buf_add(out, "file", 4, err);
	for (int kind = 0; !status && kind < VN_FIELD_COUNT; kind++) {
		status = vn_buf_add(out, ",", 1, err);
		if (!status)
			status = vn_buf_add(out, vn_field_names[kind], strlen(vn_field_names[kind]),
					    err);
	}
	return status ? status : vn_buf_add(out, "\r\n", 2, err);
}

/* A confidence as programs write it: four digits behind the point. */
static double share(vn_confidence confidence)
{
	return (double)confidence / VN_SURE;
}

static size_t end_of(const struct vn_field *field)
{
	return field->pieces[field->piece_count - 1].end;
}

static struct vn_field_span span_of(const struct vn_field_reader *reader,
				    const struct vn_field *field)
{
	return vn_field_span(reader, field->pieces[0].begin, end_of(field));
}

static json_t *as_json(const struct vn_field *field, const struct vn_field_reader *reader)
{
	struct vn_field_span span = span_of(reader, field);

	return json_pack(
		"{s:s, s:s%, s:f, s:s, s:I, s:I, s:I, s:I}", "field", vn_field_names[field->kind],
		"value", field->value.ptr, field->value.len, "confidence", share(field->sure),
		"evidence", vn_field_evidence_names[field->evidence], "begin",
		(json_int_t)field->pieces[0].begin, "end", (json_int_t)end_of(field),
		"source_begin", (json_int_t)span.begin, "source_end", (json_int_t)span.end);
}

/* {"file": NAME}, or {"file_base64": ...} for bytes that are no UTF-8, as reports have it; NULL if
 * memory is out. */
static json_t *named(struct vn_str name)
{
	size_t len = BASE64_ENCODE_RAW_LENGTH(name.len);
	json_t *all;
	char *text;

	if (vn_utf8_valid(name))
		return json_pack("{s:s%}", "file", name.ptr, name.len);
	text = malloc(len);
	if (!text)
		return NULL;
	base64_encode_raw(text, name.len, (const uint8_t *)name.ptr);
	all = json_pack("{s:s%}", "file_base64", text, len);
	free(text);
	return all;
}

static enum vn_status write_json(struct vn_buf *out, struct vn_str name,
				 const struct vn_fields *fields,
				 const struct vn_field_reader *reader, struct vn_err *err)
{
	json_t *list = json_array(), *all = named(name);
	enum vn_status status = VN_OK;
	char *line;

	for (size_t i = 0; list && !status && i < fields->count; i++)
		if (json_array_append_new(list, as_json(&fields->items[i], reader)))
			status = vn_err_nomem(err);
	/* Takes the list, whatever happens. */
	if (json_object_set_new(all, "fields", list) && !status)
		status = vn_err_nomem(err);
	line = all && !status ? json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
	if (!status)
		status = line ? vn_buf_add(out, line, strlen(line), err) : vn_err_nomem(err);
	free(line);
	json_decref(all);
	return status ? status : vn_buf_add(out, "\n", 1, err);
}

/* TEXT as a cell: quoted where RFC 4180 asks for it, or without what parts cells. */
static enum vn_status add_cell(struct vn_buf *out, bool quoted, struct vn_str text,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < text.len; i++) {
		char c = text.ptr[i];
		if (!quoted && strchr("\t\r\n", c))
			c = ' ';
		if (quoted && c == '"')
			status = vn_buf_add(out, "\"", 1, err);
		if (!status)
			status = vn_buf_add(out, &c, 1, err);
	}
	return status;
}

static enum vn_status write_tsv(struct vn_buf *out, struct vn_str name,
				const struct vn_fields *fields,
				const struct vn_field_reader *reader, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < fields->count; i++) {
		const struct vn_field *field = &fields->items[i];
		struct vn_field_span span = span_of(reader, field);
		char cells[160];
		int len = snprintf(cells, sizeof cells, "\t%u.%04u\t%zu\t%zu\t%llu\t%llu\t%s\n",
				   field->sure / VN_SURE, field->sure % VN_SURE,
				   field->pieces[0].begin, end_of(field),
				   (unsigned long long)span.begin, (unsigned long long)span.end,
				   vn_field_evidence_names[field->evidence]);
		status = add_cell(out, false, name, err);
		if (!status)
			status = vn_buf_add(out, "\t", 1, err);
		if (!status)
			status = vn_buf_add(out, vn_field_names[field->kind],
					    strlen(vn_field_names[field->kind]), err);
		if (!status)
			status = vn_buf_add(out, "\t", 1, err);
		if (!status)
			status = add_cell(out, false, field->value, err);
		if (!status)
			status = vn_buf_add(out, cells, (size_t)len, err);
	}
	return status;
}

/* All values of KIND as one cell, one a line. */
static enum vn_status add_kind(struct vn_buf *out, const struct vn_fields *fields,
			       enum vn_field_kind kind, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(out, ",\"", 2, err);
	bool more = false;

	for (size_t i = 0; !status && i < fields->count; i++) {
		if (fields->items[i].kind != kind)
			continue;
		if (more)
			status = vn_buf_add(out, "\n", 1, err);
		more = true;
		if (!status)
			status = add_cell(out, true, fields->items[i].value, err);
	}
	return status ? status : vn_buf_add(out, "\"", 1, err);
}

static enum vn_status write_csv(struct vn_buf *out, struct vn_str name,
				const struct vn_fields *fields, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(out, "\"", 1, err);

	if (!status)
		status = add_cell(out, true, name, err);
	if (!status)
		status = vn_buf_add(out, "\"", 1, err);
	for (int kind = 0; !status && kind < VN_FIELD_COUNT; kind++)
		status = add_kind(out, fields, (enum vn_field_kind)kind, err);
	return status ? status : vn_buf_add(out, "\r\n", 2, err);
}

/* Appends NAME as it can stand in a table or in XML, which are UTF-8: other bytes as \xNN, as
 * messages have them. */
static enum vn_status show_name(struct vn_buf *out, struct vn_str name, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < name.len;) {
		size_t begin = at;
		char shown[8];
		if (vn_utf8_next(name, &at) >= 0) {
			status = vn_buf_add(out, name.ptr + begin, at - begin, err);
			continue;
		}
		snprintf(shown, sizeof shown, "\\x%02x", (unsigned)(unsigned char)name.ptr[begin]);
		status = vn_buf_add(out, shown, strlen(shown), err);
	}
	return status;
}

enum vn_status vn_fields_write(struct vn_buf *out, enum vn_fields_format format, const char *name,
			       const struct vn_fields *fields, const struct vn_field_reader *reader,
			       struct vn_err *err)
{
	struct vn_buf shown = {0};
	enum vn_status status = show_name(&shown, (struct vn_str){name, strlen(name)}, err);
	struct vn_str cell = vn_buf_str(&shown);

	if (status)
		; /* nothing is written */
	else if (format == VN_FIELDS_NDJSON)
		status = write_json(out, (struct vn_str){name, strlen(name)}, fields, reader, err);
	else if (format == VN_FIELDS_EAD)
		status = vn_ead_write(out, cell, fields, err);
	else if (format == VN_FIELDS_EAD_DOC)
		status = vn_ead_doc_write(out, fields, err);
	else if (format == VN_FIELDS_TSV)
		status = write_tsv(out, cell, fields, reader, err);
	else
		status = write_csv(out, cell, fields, err);
	vn_buf_fini(&shown);
	return status;
}

enum vn_status vn_fields_end(struct vn_buf *out, enum vn_fields_format format, struct vn_err *err)
{
	return format == VN_FIELDS_EAD ? vn_ead_end(out, err) : VN_OK;
}
