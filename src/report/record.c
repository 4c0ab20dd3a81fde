/* Lines of a report taken apart. Reports are data of somebody: nothing in them is believed. */
#include "report/json.h"
#include "report/ndjson.h"
#include "report/reader.h"

#include <stdio.h>
#include <stdlib.h>

void vn_record_fini(struct vn_record *record)
{
	json_decref(record->root);
	for (size_t i = 0; i < sizeof record->space / sizeof *record->space; i++)
		vn_buf_fini(&record->space[i]);
	*record = (struct vn_record){0};
}

/* A name that can be given to the system. */
static bool get_name(struct vn_record *record, const char *member, struct vn_str *out,
		     struct vn_buf *space)
{
	return vn_json_get_bytes(record->root, member, out, space) && out->len > 0 &&
	       !memchr(out->ptr, 0, out->len);
}

static bool get_count(const json_t *value, uint64_t *out)
{
	json_int_t number = json_integer_value(value);
	if (!json_is_integer(value) || number < 0)
		return false;
	*out = (uint64_t)number;
	return true;
}

/* "in": [begin, end]. */
static bool get_span(const json_t *root, const char *member, struct vn_record_side *side)
{
	const json_t *span = json_object_get(root, member);
	return json_array_size(span) == 2 && get_count(json_array_get(span, 0), &side->begin) &&
	       get_count(json_array_get(span, 1), &side->end) && side->begin <= side->end;
}

/* "in": {"bytes": N, "sha256": HEX}. */
static bool get_whole(const json_t *root, const char *member, struct vn_record_side *side)
{
	const json_t *whole = json_object_get(root, member);
	side->known = get_count(json_object_get(whole, "bytes"), &side->end) &&
		      vn_json_unhex(json_string_value(json_object_get(whole, "sha256")), side->sha);
	return side->known;
}

static bool member_is(const json_t *root, const char *member, const char *text)
{
	const char *value = json_string_value(json_object_get(root, member));
	return value && strcmp(value, text) == 0;
}

/* A member that may be missing, as may its other form with _base64, but is a name if it is there.
 */
static bool get_optional_name(struct vn_record *r, const char *member, struct vn_str *out,
			      struct vn_buf *space)
{
	char other[32];

	if (get_name(r, member, out, space))
		return true;
	*out = (struct vn_str){0};
	snprintf(other, sizeof other, "%s_base64", member);
	return !json_object_get(r->root, member) && !json_object_get(r->root, other);
}

static bool parse_header(struct vn_record *r)
{
	static const char *const modes[] = {[VN_AUDIT_CHANGE] = "change",
					    [VN_AUDIT_SUGGEST] = "suggest",
					    [VN_AUDIT_LOOK] = "look"};
	unsigned mode = 0;

	while (mode < sizeof modes / sizeof *modes && !member_is(r->root, "mode", modes[mode]))
		mode++;
	r->mode = (enum vn_audit_mode)mode;
	return mode < sizeof modes / sizeof *modes &&
	       get_optional_name(r, "folder", &r->folder, &r->space[0]);
}

static bool parse_begin(struct vn_record *r)
{
	const json_t *offset = json_object_get(r->root, "output_offset");
	return get_optional_name(r, "output", &r->output, &r->space[1]) &&
	       (!offset || get_count(offset, &r->output_offset));
}

/* What was decided, if anything was. */
static bool parse_verdict(struct vn_record *r)
{
	const json_t *verdict = json_object_get(r->root, "verdict");

	if (!verdict || member_is(r->root, "verdict", ""))
		return true;
	if (member_is(r->root, "verdict", "yes"))
		r->verdict = VN_VERDICT_YES;
	else if (member_is(r->root, "verdict", "no"))
		r->verdict = VN_VERDICT_NO;
	else if (member_is(r->root, "verdict", "instead") &&
		 vn_json_get_bytes(r->root, "instead", &r->instead, &r->space[4]))
		r->verdict = VN_VERDICT_INSTEAD;
	return r->verdict != VN_VERDICT_NONE;
}

/* The old and the new bytes, and their places. */
static bool parse_splice(struct vn_record *r)
{
	uint64_t style = 0;

	r->in.known = get_span(r->root, "in", &r->in) &&
		      vn_json_get_bytes(r->root, "before", &r->in.text, &r->space[2]) &&
		      r->in.text.len == r->in.end - r->in.begin;
	/* What was only suggested has no place in the output. */
	r->out.known = get_span(r->root, "out", &r->out);
	if (!r->out.known && json_object_get(r->root, "out"))
		return false;
	if (!vn_json_get_bytes(r->root, "after", &r->out.text, &r->space[3]))
		return false;
	if (json_object_get(r->root, "style") &&
	    (!get_count(json_object_get(r->root, "style"), &style) || style > UINT8_MAX))
		return false;
	r->style = (uint8_t)style;
	return r->in.known && (!r->out.known || r->out.text.len == r->out.end - r->out.begin);
}

static bool parse_change(struct vn_record *r)
{
	r->inner = json_is_true(json_object_get(r->root, "inner"));
	return parse_splice(r) && parse_verdict(r);
}

static bool parse_beside(struct vn_record *r)
{
	r->echo = json_is_true(json_object_get(r->root, "echo"));
	r->of.known = get_span(r->root, "of", &r->of);
	return parse_splice(r) && r->of.known;
}

static bool parse_packed(struct vn_record *r)
{
	return parse_splice(r) && r->out.known;
}

static bool parse_doubt(struct vn_record *r)
{
	r->in.known = get_span(r->root, "in", &r->in);
	return r->in.known;
}

static bool get_optional_count(const json_t *root, const char *member,
			       struct vn_record_count *count)
{
	const json_t *value = json_object_get(root, member);
	count->known = value != NULL;
	return !value || get_count(value, &count->value);
}

/* The text of an archive: both sides or none. */
static bool get_texts(struct vn_record *r)
{
	if (!json_object_get(r->root, "text_in") && !json_object_get(r->root, "text_out"))
		return true;
	return get_whole(r->root, "text_in", &r->text_in) &&
	       get_whole(r->root, "text_out", &r->text_out);
}

static bool parse_end(struct vn_record *r)
{
	r->done = member_is(r->root, "status", "done");
	if (!r->done && !member_is(r->root, "status", "failed"))
		return false;
	return get_optional_name(r, "format", &r->format, &r->space[1]) &&
	       get_optional_count(r->root, "changes", &r->changes) &&
	       get_optional_count(r->root, "decided", &r->decided) &&
	       get_whole(r->root, "in", &r->in) && get_whole(r->root, "out", &r->out) &&
	       get_texts(r);
}

static bool parse_saved(struct vn_record *r)
{
	const char *hex = json_string_value(json_object_get(r->root, "sha256"));
	r->out.known = vn_json_unhex(hex, r->out.sha);
	return r->out.known;
}

static const struct {
	const char *name;
	enum vn_record_type type;
	bool (*parse)(struct vn_record *record);
} types[] = {
	{"header", VN_RECORD_HEADER, parse_header}, {"begin", VN_RECORD_BEGIN, parse_begin},
	{"change", VN_RECORD_CHANGE, parse_change}, {"doubt", VN_RECORD_DOUBT, parse_doubt},
	{"beside", VN_RECORD_BESIDE, parse_beside}, {"end", VN_RECORD_END, parse_end},
	{"saved", VN_RECORD_SAVED, parse_saved},    {"packed", VN_RECORD_PACKED, parse_packed},
};

/* A header is of use only when its schema is known; the minor things may grow. *KNOWN is false for
 * what is no schema of a report at all. */
static enum vn_status check_schema(const struct vn_record *r, bool *known, struct vn_err *err)
{
	static const char name[] = "vnfix-report/";
	const char *schema = json_string_value(json_object_get(r->root, "schema"));

	/* The first one has the same records, but for what came with sources with mark-up. */
	*known = schema &&
		 (strcmp(schema, VN_REPORT_SCHEMA) == 0 || strcmp(schema, "vnfix-report/1") == 0);
	if (*known || !schema || strncmp(schema, name, sizeof name - 1) != 0)
		return VN_OK;
	return vn_err_set(err, VN_EINPUT, "line %llu: schema '%.40s' is not " VN_REPORT_SCHEMA,
			  (unsigned long long)r->line, schema);
}

static bool is_blank(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
			return false;
	return true;
}

/* Parses a line; *ROOT is NULL for what is no JSON. jansson does not always tell that from memory
 * that is out: so a line that fails has a second try, after a look whether there is memory. */
static enum vn_status parse_json(json_t **root, const char *line, size_t len, struct vn_err *err)
{
	const size_t flags = JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES;
	void *probe;

	*root = json_loadb(line, len, flags, NULL);
	if (*root)
		return VN_OK;
	probe = malloc(4096 + 2 * len);
	free(probe);
	if (!probe)
		return vn_err_nomem(err);
	*root = json_loadb(line, len, flags, NULL);
	return VN_OK;
}

/* Room for all that LINE may hold as base64, so that memory that is out is no malformed record. */
static enum vn_status make_room(struct vn_record *r, const char *line, size_t len,
				struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (!memmem(line, len, "_base64", 7))
		return VN_OK;
	for (size_t i = 0; !status && i < sizeof r->space / sizeof *r->space; i++) {
		r->space[i].len = 0;
		status = vn_buf_reserve(&r->space[i], len, err);
	}
	return status;
}

enum vn_status vn_record_parse(struct vn_record *r, const char *line, size_t len,
			       struct vn_err *err)
{
	uint64_t at = r->at, number = r->line;
	bool known = true;
	struct vn_buf space[sizeof r->space / sizeof *r->space];

	json_decref(r->root);
	memcpy(space, r->space, sizeof space);
	*r = (struct vn_record){.at = at, .line = number, .type = VN_RECORD_BROKEN};
	memcpy(r->space, space, sizeof space);
	if (is_blank(line, len)) {
		r->type = VN_RECORD_OTHER;
		return VN_OK;
	}
	if (parse_json(&r->root, line, len, err) || make_room(r, line, len, err))
		return VN_ENOMEM;
	if (!json_is_object(r->root))
		return VN_OK;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (!member_is(r->root, "type", types[i].name))
			continue;
		if (types[i].type == VN_RECORD_HEADER && check_schema(r, &known, err))
			return VN_EINPUT;
		if (types[i].type != VN_RECORD_HEADER &&
		    !get_name(r, "file", &r->file, &r->space[0]))
			return VN_OK;
		if (known && types[i].parse(r))
			r->type = types[i].type;
		return VN_OK;
	}
	if (json_is_string(json_object_get(r->root, "type")))
		r->type = VN_RECORD_OTHER;
	return VN_OK;
}
