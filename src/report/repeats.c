#include "report/repeats.h"

#include "base/arena.h"
#include "base/fnv.h"
#include "text/chars.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define FILES_TOLD 3
#define AROUND	   60 /* bytes told on each side of the example */
#define FIRST_SIZE 256

/* One change, wherever it occurs. */
struct repeat {
	struct vn_str before, after, example; /* the arena's */
	uint64_t count, sure, files;	      /* SURE: the sum of the confidences */
	struct vn_str name[FILES_TOLD];	      /* of the first documents */
};

/* Changes by what stands before and after. All zero is a valid empty one. */
struct vn_repeats_counts {
	struct vn_arena arena;
	struct repeat *list;
	size_t count, cap;
	uint32_t *index; /* open addressing: index + 1 */
	size_t size;
	uint64_t left_out;
};

struct vn_repeats {
	struct vn_repeats_counts counts;
};

/* Begins what is told of a change in the piece of a document; its three texts follow. */
struct told {
	uint64_t count, sure;
	size_t before, after, example; /* bytes */
};

static void counts_fini(struct vn_repeats_counts *c)
{
	vn_arena_fini(&c->arena);
	free(c->list);
	free(c->index);
	*c = (struct vn_repeats_counts){0};
}

static void counts_reset(struct vn_repeats_counts *c)
{
	vn_arena_reset(&c->arena);
	c->count = 0;
	c->left_out = 0;
	if (c->size)
		memset(c->index, 0, c->size * sizeof *c->index);
}

static uint32_t *slot_of(const struct vn_repeats_counts *c, struct vn_str before,
			 struct vn_str after)
{
	/* The byte between them is none of UTF-8. */
	uint64_t hash = vn_fnv_step(vn_fnv_add(VN_FNV_SEED, before), 0xff);
	size_t at = (size_t)vn_fnv_fold(vn_fnv_add(hash, after)) & (c->size - 1);

	for (; c->index[at]; at = (at + 1) & (c->size - 1)) {
		const struct repeat *r = &c->list[c->index[at] - 1];
		if (vn_str_eq(r->before, before) && vn_str_eq(r->after, after))
			break;
	}
	return &c->index[at];
}

static enum vn_status reserve(struct vn_repeats_counts *c, struct vn_err *err)
{
	enum vn_status status = vn_grow(&c->list, c->count, &c->cap, sizeof *c->list, err);
	size_t size = c->size ? 2 * c->size : FIRST_SIZE;
	uint32_t *index;

	if (status || 2 * c->count < c->size)
		return status;
	index = calloc(size, sizeof *index);
	if (!index)
		return vn_err_nomem(err);
	free(c->index);
	c->index = index;
	c->size = size;
	for (size_t i = 0; i < c->count; i++)
		*slot_of(c, c->list[i].before, c->list[i].after) = (uint32_t)i + 1;
	return VN_OK;
}

/* The repeat of a change, made if it is new; *OUT is NULL where there are too many. */
static enum vn_status find(struct vn_repeats_counts *c, struct vn_str before, struct vn_str after,
			   struct repeat **out, struct vn_err *err)
{
	enum vn_status status = reserve(c, err);
	uint32_t *slot;
	struct repeat r = {0};

	*out = NULL;
	if (status)
		return status;
	slot = slot_of(c, before, after);
	if (*slot) {
		*out = &c->list[*slot - 1];
		return VN_OK;
	}
	if (c->count == VN_REPEATS_MOST) {
		c->left_out++;
		return VN_OK;
	}
	r.before = vn_arena_copy(&c->arena, before.ptr, before.len);
	r.after = vn_arena_copy(&c->arena, after.ptr, after.len);
	if (!r.before.ptr || !r.after.ptr)
		return vn_err_nomem(err);
	c->list[c->count] = r;
	*out = &c->list[c->count++];
	*slot = (uint32_t)c->count;
	return VN_OK;
}

/* Whether TEXT can stand in a field of a table. */
static bool is_plain(struct vn_str text)
{
	if (text.len > VN_REPEATS_BYTES)
		return false;
	for (size_t at = 0; at < text.len;)
		if (vn_utf8_next(text, &at) < ' ')
			return false;
	return true;
}

/* Signs and blanks alone are no error that is the same everywhere. */
static bool has_core(struct vn_str text)
{
	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (vn_is_letter(c) || vn_is_digit(c))
			return true;
	}
	return false;
}

/* Adds TEXT to OUT; what is no character of a line becomes a blank, or U+FFFD. */
static enum vn_status add_line(struct vn_buf *out, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < text.len;) {
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0)
			status = vn_buf_add(out, "\xef\xbf\xbd", 3, err);
		else if (c < ' ' || c == 0x7f)
			status = vn_buf_add(out, " ", 1, err);
		else
			status = vn_buf_add(out, text.ptr + from, at - from, err);
	}
	return status;
}

/* The line around [begin, end) of INPUT, at most AROUND bytes on each side, in whole characters. */
static enum vn_status example(struct vn_repeats_counts *c, struct vn_str input, size_t begin,
			      size_t end, struct vn_str *out, struct vn_err *err)
{
	size_t low = begin, high = end;
	struct vn_buf line = {0};
	enum vn_status status;

	while (low > 0 && begin - low < AROUND && input.ptr[low - 1] != '\n')
		low--;
	while (low < begin && ((unsigned char)input.ptr[low] & 0xc0) == 0x80)
		low++;
	while (high < input.len && high - end < AROUND && input.ptr[high] != '\n')
		high++;
	while (high > end && high < input.len && ((unsigned char)input.ptr[high] & 0xc0) == 0x80)
		high--;
	status = add_line(&line, (struct vn_str){input.ptr + low, begin - low}, err);
	if (!status)
		status = vn_buf_add(&line, "[", 1, err);
	if (!status)
		status = add_line(&line, (struct vn_str){input.ptr + begin, end - begin}, err);
	if (!status)
		status = vn_buf_add(&line, "]", 1, err);
	if (!status)
		status = add_line(&line, (struct vn_str){input.ptr + end, high - end}, err);
	*out = vn_arena_copy(&c->arena, line.ptr ? line.ptr : "", line.len);
	vn_buf_fini(&line);
	return status ? status : out->ptr ? VN_OK : vn_err_nomem(err);
}

/* Counts one change of the unit of REVIEW. */
static enum vn_status add_change(struct vn_repeats_counts *c, const struct vn_audit *audit,
				 const struct vn_change *change, struct vn_err *err)
{
	struct repeat *r;
	enum vn_status status;

	if (change->doubt || !has_core(change->read) || !is_plain(change->read) ||
	    !is_plain(change->text))
		return VN_OK;
	status = find(c, change->read, change->text, &r, err);
	if (status || !r)
		return status;
	r->sure += change->confidence;
	if (r->count++)
		return VN_OK;
	return example(c, audit->text, change->at, change->at + change->read.len, &r->example, err);
}

static enum vn_status begin(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_repeats_part *part = self;

	if (!part->counts)
		part->counts = calloc(1, sizeof *part->counts);
	if (!part->counts)
		return vn_err_nomem(err);
	counts_reset(part->counts);
	vn_spool_reset(&part->piece);
	return VN_OK;
}

static enum vn_status unit(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_repeats_part *part = self;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < audit->changes.count; i++)
		status = add_change(part->counts, audit, &audit->changes.items[i], err);
	return status;
}

/* Counts a document, which come in order: NAME is told if it is among the first, and the example is
 * that of the very first. */
static enum vn_status tell_file(struct vn_repeats_counts *c, struct repeat *r, struct vn_str name,
				struct vn_str where, struct vn_err *err)
{
	size_t at = (size_t)r->files++;

	if (at >= FILES_TOLD)
		return VN_OK;
	r->name[at] = vn_arena_copy(&c->arena, name.ptr, name.len);
	if (at == 0)
		r->example = vn_arena_copy(&c->arena, where.ptr, where.len);
	return r->name[at].ptr && r->example.ptr ? VN_OK : vn_err_nomem(err);
}

static enum vn_status tell(struct vn_spool *out, const struct repeat *r, struct vn_err *err)
{
	const struct told told = {r->count, r->sure, r->before.len, r->after.len, r->example.len};
	enum vn_status status = vn_spool_add(out, &told, sizeof told, err);

	if (!status)
		status = vn_spool_add(out, r->before.ptr, r->before.len, err);
	if (!status)
		status = vn_spool_add(out, r->after.ptr, r->after.len, err);
	return status ? status : vn_spool_add(out, r->example.ptr, r->example.len, err);
}

/* A document that failed has an empty piece. */
static enum vn_status end(void *self, const struct vn_audit *audit, const struct vn_audit_end *how,
			  struct vn_err *err)
{
	struct vn_repeats_part *part = self;
	const struct vn_repeats_counts *c = part->counts;
	enum vn_status status = VN_OK;

	(void)audit;
	if (how->status)
		return VN_OK;
	status = vn_spool_add(&part->piece, &c->left_out, sizeof c->left_out, err);
	for (size_t i = 0; !status && i < c->count; i++)
		status = tell(&part->piece, &c->list[i], err);
	return status;
}

/* The next LEN bytes of PIECE; false when it has not so many. */
static bool cut(struct vn_str *piece, size_t len, struct vn_str *out)
{
	if (len > piece->len)
		return false;
	*out = (struct vn_str){piece->ptr, len};
	piece->ptr += len;
	piece->len -= len;
	return true;
}

static bool cut_told(struct vn_str *piece, struct told *told, struct vn_str text[3])
{
	struct vn_str head;

	if (!cut(piece, sizeof *told, &head))
		return false;
	memcpy(told, head.ptr, sizeof *told);
	return cut(piece, told->before, &text[0]) && cut(piece, told->after, &text[1]) &&
	       cut(piece, told->example, &text[2]);
}

enum vn_status vn_repeats_take(struct vn_repeats *repeats, struct vn_str piece, const char *name,
			       struct vn_err *err)
{
	struct vn_repeats_counts *to = &repeats->counts;
	enum vn_status status = VN_OK;
	struct vn_str left_out, text[3];
	uint64_t count;
	struct told told;

	if (!cut(&piece, sizeof count, &left_out))
		return VN_OK;
	memcpy(&count, left_out.ptr, sizeof count);
	to->left_out += count;
	while (!status && cut_told(&piece, &told, text)) {
		struct repeat *r;
		status = find(to, text[0], text[1], &r, err);
		if (status || !r)
			continue;
		r->count += told.count;
		r->sure += told.sure;
		status = tell_file(to, r, (struct vn_str){name, strlen(name)}, text[2], err);
	}
	return status;
}

struct vn_audit_part vn_repeats_part(struct vn_repeats_part *part)
{
	return (struct vn_audit_part){.self = part, .begin = begin, .unit = unit, .end = end};
}

void vn_repeats_part_fini(struct vn_repeats_part *part)
{
	if (part->counts)
		counts_fini(part->counts);
	free(part->counts);
	vn_spool_fini(&part->piece);
	*part = (struct vn_repeats_part){0};
}

enum vn_status vn_repeats_open(struct vn_repeats **out, struct vn_err *err)
{
	struct vn_repeats *repeats = calloc(1, sizeof *repeats);

	if (!repeats)
		return vn_err_nomem(err);
	*out = repeats;
	return VN_OK;
}

void vn_repeats_close(struct vn_repeats *repeats)
{
	if (!repeats)
		return;
	counts_fini(&repeats->counts);
	free(repeats);
}

static int by_count(const void *left, const void *right)
{
	const struct repeat *a = left, *b = right;
	int order;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	order = vn_str_order(a->before, b->before);
	return order ? order : vn_str_order(a->after, b->after);
}

/* A field in quotation marks, so that no spreadsheet takes it for a number, a date or a formula. */
static enum vn_status add_field(struct vn_buf *out, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(out, "\t\"", 2, err);

	for (size_t i = 0; !status && i < text.len; i++) {
		if (text.ptr[i] == '"')
			status = vn_buf_add(out, "\"", 1, err);
		if (!status)
			status = vn_buf_add(out, text.ptr + i, 1, err);
	}
	return status ? status : vn_buf_add(out, "\"", 1, err);
}

/* The names of the first documents, parted by blanks, and whether there are more. */
static enum vn_status add_files(struct vn_buf *out, const struct repeat *r, struct vn_err *err)
{
	struct vn_buf names = {0};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < FILES_TOLD && i < r->files; i++) {
		if (i)
			status = vn_buf_add(&names, " ", 1, err);
		if (!status)
			status = add_line(&names, r->name[i], err);
	}
	if (!status && r->files > FILES_TOLD)
		status = vn_buf_add(&names, " …", 4, err);
	if (!status)
		status = add_field(out, vn_buf_str(&names), err);
	vn_buf_fini(&names);
	return status;
}

static enum vn_status add_row(struct vn_buf *out, const struct repeat *r, struct vn_err *err)
{
	char number[64];
	uint64_t sure = r->sure / r->count;
	int len = snprintf(number, sizeof number, "\t%" PRIu64, r->count);
	enum vn_status status = vn_buf_add(out, number, (size_t)len, err);

	if (!status)
		status = add_field(out, r->before, err);
	if (!status)
		status = add_field(out, r->after, err);
	len = snprintf(number, sizeof number, "\t%" PRIu64 ".%03" PRIu64, sure / VN_SURE,
		       sure % VN_SURE / 10);
	if (!status)
		status = vn_buf_add(out, number, (size_t)len, err);
	if (!status)
		status = add_field(out, r->example, err);
	len = snprintf(number, sizeof number, "\t%" PRIu64, r->files);
	if (!status)
		status = vn_buf_add(out, number, (size_t)len, err);
	if (!status)
		status = add_files(out, r, err);
	return status ? status : vn_buf_add(out, "\n", 1, err);
}

enum vn_status vn_repeats_write(struct vn_repeats *repeats, vn_sink sink, void *self,
				uint64_t *left_out, struct vn_err *err)
{
	static const char head[] = "ok\tcount\tbefore\tafter\tconfidence\texample\tfiles\tnames\n";
	struct vn_repeats_counts *c = &repeats->counts;
	struct vn_buf row = {0};
	enum vn_status status = sink(self, head, sizeof head - 1, err);

	if (c->count)
		qsort(c->list, c->count, sizeof *c->list, by_count);
	for (size_t i = 0; !status && i < c->count && c->list[i].count >= VN_REPEATS_LEAST; i++) {
		row.len = 0;
		status = add_row(&row, &c->list[i], err);
		if (!status)
			status = sink(self, row.ptr, row.len, err);
	}
	*left_out = c->left_out;
	/* The index does not fit the order any more: nothing can be added. */
	counts_fini(c);
	vn_buf_fini(&row);
	return status;
}
