#include "fields/write.h"

#include "fields/ead.h"
#include "text/chars.h"

#include <jansson.h>
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

static enum vn_status write_json(struct vn_buf *out, const char *name,
				 const struct vn_fields *fields,
				 const struct vn_field_reader *reader, struct vn_err *err)
{
	json_t *list = json_array(), *all;
	/* A name may have any bytes. */
	json_t *file = json_string(name);
	enum vn_status status = VN_OK;
	char *line;

	if (!file)
		file = json_null();
	for (size_t i = 0; list && !status && i < fields->count; i++)
		if (json_array_append_new(list, as_json(&fields->items[i], reader)))
			status = vn_err_nomem(err);
	all = json_pack("{s:o, s:o}", "file", file, "fields", list);
	line = all ? json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
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

enum vn_status vn_fields_write(struct vn_buf *out, enum vn_fields_format format, const char *name,
			       const struct vn_fields *fields, const struct vn_field_reader *reader,
			       struct vn_err *err)
{
	struct vn_str cell = {name, strlen(name)};

	/* A table in UTF-8 holds no other bytes: a name that has some is left out, as it is null in
	 * JSON. */
	if (!vn_utf8_valid(cell))
		cell.len = 0;
	if (format == VN_FIELDS_NDJSON)
		return write_json(out, name, fields, reader, err);
	if (format == VN_FIELDS_EAD)
		return vn_ead_write(out, name, fields, err);
	if (format == VN_FIELDS_EAD_DOC)
		return vn_ead_doc_write(out, fields, err);
	if (format == VN_FIELDS_TSV)
		return write_tsv(out, cell, fields, reader, err);
	return write_csv(out, cell, fields, err);
}

enum vn_status vn_fields_end(struct vn_buf *out, enum vn_fields_format format, struct vn_err *err)
{
	return format == VN_FIELDS_EAD ? vn_ead_end(out, err) : VN_OK;
}
