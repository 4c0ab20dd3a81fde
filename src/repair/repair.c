/* Applies the rules of dict/rules and the grammar of document codes. */
#include "repair/codes.h"
#include "repair/phrase.h"
#include "repair/rules.h"
#include "stage.h"
#include "text/chars.h"

#include <stdlib.h>

#define MAX_PHRASES 16
#define HEAD_LINES  15 /* lines with text at the top of a page that may be letterhead */
#define BYTES_WORK  2  /* bytes of a line that are one unit of work for the watch */

/* The share of what the rules do that is right: 466 of 472 changes on the development pages, and 4
 * of the others differ in tone placement alone. */
#define MEASURED 9850

/* A unit counts as marked when one byte in this many begins a letter that only Vietnamese has. */
#define MARKED_SHARE 100

struct repair {
	struct vn_ruleset *rules;
	struct vn_phrase phrases[MAX_PHRASES];
	size_t phrase_count;
	struct vn_proposals list; /* of the unit at hand */
};

static void repair_close(void *data)
{
	struct repair *repair = data;
	if (!repair)
		return;
	vn_ruleset_close(repair->rules);
	free(repair->list.items);
	free(repair);
}

static enum vn_status repair_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct repair *repair = calloc(1, sizeof *repair);
	enum vn_status status;

	if (!repair)
		return vn_err_nomem(err);
	status = vn_ruleset_open(&repair->rules, vn_rules, vn_rule_count, err);
	for (size_t i = 0; !status && i < vn_rule_count; i++) {
		if (vn_rules[i].scope != VN_SCOPE_PHRASE)
			continue;
		if (repair->phrase_count == MAX_PHRASES)
			status = vn_err_set(err, VN_EMODEL, "%s:%u: too many phrases",
					    vn_rules[i].file, vn_rules[i].line);
		else
			status = vn_phrase_init(&repair->phrases[repair->phrase_count++],
						&vn_rules[i], i, err);
	}
	if (status) {
		repair_close(repair);
		return status;
	}
	*data = repair;
	return VN_OK;
}

/* Whether the text has letters such as ơ, đ, ế, which no English engine writes. */
static bool is_marked(struct vn_str s)
{
	size_t marked = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		marked += c == 0xc4 || c == 0xc6 || c == 0xe1;
	}
	return marked * MARKED_SHARE > s.len;
}

static bool is_blank(struct vn_str line)
{
	for (size_t at = 0; at < line.len;)
		if (!vn_is_space(vn_utf8_next(line, &at)))
			return false;
	return true;
}

static size_t indent(struct vn_str line)
{
	size_t at = 0;
	for (size_t next = 0; next < line.len; at = next)
		if (!vn_is_space(vn_utf8_next(line, &next)))
			return at;
	return at;
}

/* Rules of one line. */
static enum vn_status run_line(struct repair *repair, const struct vn_document *doc,
			       const struct vn_phrase_line *line, struct vn_err *err)
{
	enum vn_tone tone = doc->options->tone;
	size_t in = indent(line->text);
	enum vn_status status;

	if (tone == VN_TONE_KEEP && doc->tone_new > doc->tone_old)
		tone = VN_TONE_NEW;
	status = vn_ruleset_apply(repair->rules, VN_SCOPE_LINE_START,
				  (struct vn_str){line->text.ptr + in, line->text.len - in},
				  line->base + in, &repair->list, err);
	if (!status)
		status = vn_ruleset_apply(repair->rules, VN_SCOPE_TEXT, line->text, line->base,
					  &repair->list, err);
	for (size_t i = 0; !status && i < repair->phrase_count; i++)
		status = vn_phrase_apply(&repair->phrases[i], line, tone, &repair->list, err);
	return status;
}

static enum vn_status run_lines(struct repair *repair, struct vn_document *doc,
				struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	size_t head = doc->stats.units == 0 ? HEAD_LINES : 0;
	enum vn_status status = VN_OK;

	for (size_t at = 0, next; !status && at < text.len; at = next) {
		const char *newline = memchr(text.ptr + at, '\n', text.len - at);
		struct vn_phrase_line line = {{text.ptr + at, text.len - at}, at, false};
		next = text.len;
		if (newline) {
			line.text.len = (size_t)(newline - line.text.ptr);
			next = at + line.text.len + 1;
		}
		if (line.text.len > 0 && line.text.ptr[line.text.len - 1] == '\r')
			line.text.len--;
		if (memchr(line.text.ptr, '\f', line.text.len))
			head = HEAD_LINES;
		if (is_blank(line.text))
			continue;
		line.head = head > 0;
		status = vn_watch_work(&doc->watch, line.text.len / BYTES_WORK + 1, err);
		if (!status)
			status = run_line(repair, doc, &line, err);
		head -= line.head;
	}
	return status;
}

static enum vn_status run_codes(struct repair *repair, struct vn_unit *unit, struct vn_err *err)
{
	bool marked = is_marked(vn_buf_str(&unit->text));
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < unit->span_count; i++) {
		const struct vn_span *span = &unit->spans[i];
		struct vn_str code = {unit->text.ptr + span->begin, span->end - span->begin};
		if (span->kind != VN_PROTECT_CODE)
			continue;
		status = vn_ruleset_apply(repair->rules, VN_SCOPE_CODE, code, span->begin,
					  &repair->list, err);
		if (!status)
			status = vn_code_repair(&repair->list, span->begin, marked, vn_rule_count,
						err);
	}
	return status;
}

static int by_position(const void *left, const void *right)
{
	const struct vn_proposal *a = left, *b = right;
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

/* Whether BEFORE and AFTER have the same digits, in order. */
static bool same_digits(struct vn_str before, struct vn_str after)
{
	size_t k = 0;

	for (size_t i = 0; i < before.len; i++) {
		if (!vn_is_digit(before.ptr[i]))
			continue;
		while (k < after.len && !vn_is_digit(after.ptr[k]))
			k++;
		if (k == after.len || after.ptr[k++] != before.ptr[i])
			return false;
	}
	while (k < after.len && !vn_is_digit(after.ptr[k]))
		k++;
	return k == after.len;
}

/* Whether a protected span forbids P. Codes are open to the rules for codes alone, a number to
 * those that keep its digits; a digit beside a sign may be letters. */
static bool forbidden(const struct vn_unit *unit, const struct vn_proposal *p)
{
	const struct vn_span *span = vn_unit_protected(unit, p->begin, p->end), *last;
	bool for_codes = p->rank == vn_rule_count || vn_rules[p->rank].scope == VN_SCOPE_CODE;
	struct vn_str before;

	if (!span)
		return false;
	last = unit->spans + unit->span_count;
	before = (struct vn_str){unit->text.ptr + p->begin, p->end - p->begin};
	for (; span < last && span->begin < p->end; span++)
		if (span->kind != VN_PROTECT_SIGNED &&
		    (span->kind != VN_PROTECT_NUMBER || !same_digits(before, p->after)) &&
		    (span->kind != VN_PROTECT_CODE || !for_codes))
			return true;
	return false;
}

/* Records what was proposed; of two that touch the same text only the one of lower rank. */
static enum vn_status settle(struct repair *repair, struct vn_unit *unit, struct vn_err *err)
{
	struct vn_proposals *list = &repair->list;
	enum vn_status status = VN_OK;
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof *list->items, by_position);
	for (size_t i = 0; i < list->count; i++) {
		struct vn_proposal p = list->items[i];
		if (forbidden(unit, &p))
			continue;
		if (kept > 0 && p.begin < list->items[kept - 1].end) {
			if (p.rank >= list->items[kept - 1].rank)
				continue;
			kept--;
		}
		list->items[kept++] = p;
	}
	for (size_t i = 0; !status && i < kept; i++) {
		const struct vn_proposal *p = &list->items[i];
		const struct vn_span *span;
		size_t edits = unit->edit_count;
		status = vn_unit_replace(unit, p->begin, p->end, p->after, p->rule, err);
		for (; !status && edits < unit->edit_count; edits++)
			unit->edits[edits].confidence = MEASURED;
		/* A code is protected already. */
		span = vn_unit_protected(unit, p->begin, p->end);
		if (!status && (!span || span->kind != VN_PROTECT_CODE))
			status = vn_unit_protect(unit, p->begin, p->end, VN_PROTECT_RULE, err);
	}
	return status;
}

static enum vn_status repair_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				 struct vn_err *err)
{
	struct repair *repair = data;
	enum vn_status status;

	if (doc->options->min_confidence > MEASURED)
		return VN_OK;
	repair->list.unit = unit;
	repair->list.count = 0;
	vn_ruleset_reset(repair->rules);
	status = run_lines(repair, doc, unit, err);
	if (!status)
		status = run_codes(repair, unit, err);
	return status ? status : settle(repair, unit, err);
}

const struct vn_stage vn_stage_repair = {
	.name = "repair",
	.summary = "apply the rules of dict/rules: codes, numerals, the letterhead",
	.open = repair_open,
	.run = repair_run,
	.close = repair_close,
};
