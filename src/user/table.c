#include "user/table.h"

#include "text/chars.h"
#include "user/lines.h"

#include <stdio.h>
#include <stdlib.h>

#define FIELDS_MAX 16

/* Which field of a line is what; FIELDS_MAX: the table has no such column. */
struct layout {
	size_t ok, before, after, context;
};

static const struct layout plain = {FIELDS_MAX, 0, 1, 2};

void vn_table_fini(struct vn_table *table)
{
	for (size_t i = 0; i < table->row_count; i++)
		vn_pattern_close(table->rows[i].context);
	free(table->rows);
	free(table->wanted);
	vn_arena_fini(&table->arena);
	*table = (struct vn_table){0};
}

/* Takes the quotes off a field that a spreadsheet put into some: "a ""b""" is a "b". Works in the
 * arena. */
static enum vn_status unquote(struct vn_arena *arena, struct vn_str *field, struct vn_err *err)
{
	struct vn_str copy;
	char *to;
	size_t len = 0;

	if (field->len < 2 || field->ptr[0] != '"' || field->ptr[field->len - 1] != '"')
		return VN_OK;
	copy = vn_arena_copy(arena, field->ptr + 1, field->len - 2);
	if (!copy.ptr)
		return vn_err_nomem(err);
	to = (char *)copy.ptr;
	for (size_t i = 0; i < copy.len; i++) {
		to[len++] = copy.ptr[i];
		if (copy.ptr[i] != '"')
			continue;
		if (i + 1 == copy.len || copy.ptr[i + 1] != '"')
			return VN_OK; /* a quotation mark of its own: the field is as it is */
		i++;
	}
	*field = (struct vn_str){copy.ptr, len};
	return VN_OK;
}

/* Parts LINE at its tabs. Those behind FIELDS_MAX are left out. */
static enum vn_status split(struct vn_arena *arena, struct vn_str line, struct vn_str *field,
			    size_t *count, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (*count = 0; !status && *count < FIELDS_MAX;) {
		const char *tab = memchr(line.ptr, '\t', line.len);
		size_t len = tab ? (size_t)(tab - line.ptr) : line.len;
		field[*count] = (struct vn_str){line.ptr, len};
		status = unquote(arena, &field[(*count)++], err);
		if (!tab)
			break;
		line.ptr += len + 1;
		line.len -= len + 1;
	}
	return status;
}

static size_t column(const struct vn_str *field, size_t count, struct vn_str name)
{
	for (size_t i = 0; i < count; i++)
		if (vn_str_eq(field[i], name))
			return i;
	return FIELDS_MAX;
}

/* Whether the fields are the heads of columns, as --candidates writes them; then fills LAYOUT. */
static bool is_head(const struct vn_str *field, size_t count, struct layout *layout)
{
	struct layout found = {
		column(field, count, VN_STR("ok")), column(field, count, VN_STR("before")),
		column(field, count, VN_STR("after")), column(field, count, VN_STR("context"))};
	if (found.before == FIELDS_MAX || found.after == FIELDS_MAX)
		return false;
	*layout = found;
	return true;
}

static struct vn_str get(const struct vn_str *field, size_t count, size_t k)
{
	return k < count ? field[k] : (struct vn_str){"", 0};
}

/* Whether a field ticks its line: x or X, with blanks around it. */
static bool is_ticked(struct vn_str field)
{
	bool x = false;
	for (size_t i = 0; i < field.len; i++) {
		if (field.ptr[i] == ' ')
			continue;
		if (x || (field.ptr[i] != 'x' && field.ptr[i] != 'X'))
			return false;
		x = true;
	}
	return x;
}

static enum vn_status want(struct vn_table *table, struct vn_str text, struct vn_err *err)
{
	size_t row = table->row_count - 1;
	struct vn_str copy;
	enum vn_status status = vn_grow(&table->wanted, table->wanted_count, &table->wanted_cap,
					sizeof *table->wanted, err);
	if (status)
		return status;
	for (size_t i = table->wanted_count; i > 0 && table->wanted[i - 1].row == row; i--)
		if (vn_str_eq(table->wanted[i - 1].text, text))
			return VN_OK;
	copy = vn_arena_copy(&table->arena, text.ptr, text.len);
	if (!copy.ptr)
		return vn_err_nomem(err);
	table->wanted[table->wanted_count++] = (struct vn_wanted){copy, row};
	return VN_OK;
}

/* BEFORE in all its forms. */
static enum vn_status want_all(struct vn_table *table, struct vn_str before, struct vn_err *err)
{
	struct vn_buf form = {0};
	enum vn_status status = want(table, before, err);

	for (int composed = 1; !status && composed >= 0; composed--) {
		status = vn_user_form(&form, before, composed, err);
		if (!status)
			status = want(table, vn_buf_str(&form), err);
	}
	vn_buf_fini(&form);
	return status;
}

static enum vn_status add_row(struct vn_table *table, struct vn_lines *lines, struct vn_str before,
			      struct vn_str after, struct vn_str context, struct vn_err *err)
{
	struct vn_row row = {0};
	struct vn_err why = {0};
	char rule[32];
	int len = snprintf(rule, sizeof rule, "table:%zu", lines->number);
	enum vn_status status =
		vn_grow(&table->rows, table->row_count, &table->row_cap, sizeof row, err);

	if (status)
		return status;
	row.after = vn_arena_copy(&table->arena, after.ptr, after.len);
	row.rule = vn_arena_copy(&table->arena, rule, (size_t)len + 1).ptr;
	if (!row.after.ptr || !row.rule)
		return vn_err_nomem(err);
	if (context.len) {
		status = vn_pattern_open(&row.context, context, &why);
		if (status == VN_ENOMEM)
			return vn_err_nomem(err);
		if (status)
			return vn_lines_fail(lines, why.text, err);
	}
	table->rows[table->row_count++] = row;
	return want_all(table, before, err);
}

static bool is_blank(struct vn_str text)
{
	for (size_t at = 0; at < text.len;)
		if (!vn_is_space(vn_utf8_next(text, &at)))
			return false;
	return true;
}

static enum vn_status take_fields(struct vn_table *table, struct vn_lines *lines,
				  const struct vn_str *field, size_t count,
				  const struct layout *layout, struct vn_err *err)
{
	struct vn_str before = get(field, count, layout->before);

	if (layout->ok < FIELDS_MAX && !is_ticked(get(field, count, layout->ok)))
		return VN_OK;
	if (layout->after >= count)
		return vn_lines_fail(lines, "needs a text before and one after, parted by a tab",
				     err);
	if (is_blank(before))
		return vn_lines_fail(lines, "the text before is empty", err);
	if (before.len > VN_TABLE_BEFORE)
		return vn_lines_fail(lines, "the text before is too long", err);
	return add_row(table, lines, before, get(field, count, layout->after),
		       get(field, count, layout->context), err);
}

enum vn_status vn_table_read(struct vn_table *table, const char *path, vn_user_load load,
			     struct vn_err *err)
{
	struct vn_lines lines;
	struct layout layout = plain;
	struct vn_str line;
	bool more = true, first = true;
	enum vn_status status = vn_lines_open(&lines, path, load, err);

	if (status)
		return status;
	while (!status) {
		struct vn_str field[FIELDS_MAX];
		size_t count;
		status = vn_lines_next(&lines, &line, &more, err);
		if (status || !more)
			break;
		if (!line.len || line.ptr[0] == '#')
			continue;
		status = split(&table->arena, line, field, &count, err);
		if (!status && !(first && is_head(field, count, &layout)))
			status = take_fields(table, &lines, field, count, &layout, err);
		first = false;
	}
	vn_lines_close(&lines);
	return status;
}

static int by_text(const void *left, const void *right)
{
	const struct vn_wanted *a = left, *b = right;
	int order = vn_str_order(a->text, b->text);

	return order ? order : (a->row > b->row) - (a->row < b->row);
}

void vn_table_sort(struct vn_table *table)
{
	size_t at = 0;

	size_t kept = 0;

	if (table->wanted_count)
		qsort(table->wanted, table->wanted_count, sizeof *table->wanted, by_text);
	/* Behind a row without a context, others with its text never have their turn. */
	for (size_t i = 0; i < table->wanted_count; i++)
		if (!kept || table->rows[table->wanted[kept - 1].row].context ||
		    !vn_str_eq(table->wanted[kept - 1].text, table->wanted[i].text))
			table->wanted[kept++] = table->wanted[i];
	table->wanted_count = kept;
	for (unsigned c = 0; c <= 256; c++) {
		while (at < table->wanted_count && (unsigned char)table->wanted[at].text.ptr[0] < c)
			at++;
		table->first[c] = at;
	}
}

/* The code point before byte AT of TEXT; ' ' at the start, -1 for what is no UTF-8. */
static int32_t before(struct vn_str text, size_t at)
{
	size_t from = at, back = 0;

	if (!at)
		return ' ';
	do
		from--;
	while (from > 0 && ++back < VN_UTF8_MAX && ((unsigned char)text.ptr[from] & 0xc0) == 0x80);
	return vn_utf8_next((struct vn_str){text.ptr, at}, &from);
}

static int32_t behind(struct vn_str text, size_t at)
{
	return at < text.len ? vn_utf8_next(text, &at) : ' ';
}

/* Letters, digits, and the marks that hang on a letter (U+0300 to U+036F). */
static bool is_core(int32_t c)
{
	return vn_is_letter(c) || vn_is_digit(c) || (c >= 0x300 && c < 0x370);
}

/* Signs that may stand beside a number without being part of it. */
static bool is_aside(int32_t c)
{
	static const int32_t signs[] = {'"',	'\'',	'(',  ')',  '[',   ']',	   ',',
					'.',	';',	':',  '!',  '?',   0x2018, 0x2019,
					0x201c, 0x201d, 0xab, 0xbb, 0x2026};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (signs[i] == c)
			return true;
	return false;
}

#define ASIDE_MAX 8 /* signs beside a number that are looked at */

/* Whether the white-space token ends at byte AT, but for some signs; FORWARD or backward. */
static bool is_edge(struct vn_str text, size_t at, bool forward)
{
	for (int i = 0; i <= ASIDE_MAX; i++) {
		int32_t c = forward ? behind(text, at) : before(text, at);
		char bytes[VN_UTF8_MAX];
		if (vn_is_space(c))
			return true;
		if (c < 0 || !is_aside(c))
			return false;
		at = forward ? at + vn_utf8_put(bytes, c) : at - vn_utf8_put(bytes, c);
	}
	return false;
}

/* Whether [begin, end) of TEXT may be replaced as whole words. */
static bool fits(struct vn_str text, size_t begin, size_t end)
{
	int32_t first = behind(text, begin), last = before(text, end);

	if (is_core(behind(text, end)) && is_core(last))
		return false;
	if (is_core(before(text, begin)) && is_core(first))
		return false;
	/* A mark on the last letter makes it another one. */
	if (behind(text, end) >= 0x300 && behind(text, end) < 0x370)
		return false;
	if (vn_is_digit(first) && !is_edge(text, begin, false))
		return false;
	return !vn_is_digit(last) || is_edge(text, end, true);
}

bool vn_table_find(const struct vn_table *table, struct vn_str text, size_t at, size_t most,
		   const struct vn_wanted **first, size_t *count)
{
	const struct vn_wanted *wanted = table->wanted;
	unsigned char lead = (unsigned char)text.ptr[at];
	size_t low = table->first[lead], high = table->first[lead + 1];
	bool found = false;

	if (most > text.len - at)
		most = text.len - at;
	/* The range of texts that begin with the LEN bytes at AT narrows byte by byte. */
	for (size_t len = 1; low < high && len <= most; len++) {
		size_t same = low, end;
		while (same < high && wanted[same].text.len == len)
			same++;
		if (same > low && fits(text, at, at + len)) {
			*first = &wanted[low];
			*count = same - low;
			found = true;
		}
		low = same;
		if (at + len == text.len)
			break;
		lead = (unsigned char)text.ptr[at + len];
		for (end = high; low < end;) {
			size_t mid = low + (end - low) / 2;
			if ((unsigned char)wanted[mid].text.ptr[len] < lead)
				low = mid + 1;
			else
				end = mid;
		}
		for (end = high, same = low; same < end;) {
			size_t mid = same + (end - same) / 2;
			if ((unsigned char)wanted[mid].text.ptr[len] <= lead)
				same = mid + 1;
			else
				end = mid;
		}
		high = same;
	}
	return found;
}
