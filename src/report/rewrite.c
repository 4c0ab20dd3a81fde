#include "report/rewrite.h"

#include "report/inram.h"

#include <stdlib.h>
#include <unistd.h>

#define COPY_BYTES (64 * 1024)

/* What was decided about the changes of a document, in order of place: for what came with them. */
struct decision {
	uint64_t begin, end;
	enum vn_verdict verdict;
	struct vn_str instead; /* owned */
	size_t stay, go; /* of it and all before it, those that stay, and those that are rejected */
};

struct decisions {
	struct decision *items;
	size_t count, cap;
};

struct work {
	int fd;
	uint64_t offset, at, len; /* of the document in fd; next byte of it; bytes of it */
	vn_sink sink;
	void *self;
	const struct vn_rewrite_witness *witness;
	const struct vn_source *source; /* of the document; NULL: not known */
	struct vn_buf encoded;		/* a text that was given instead, as it writes it */
	struct decisions decisions;
	bool packed;	       /* fd holds an archive, not its text */
	bool reverse;	       /* fd holds what came out, and is taken back */
	uint64_t given;	       /* bytes to the sink */
	uint64_t line, column; /* of the next byte in fd */
	struct sha256_ctx sha;
	char bytes[COPY_BYTES];
};

enum vn_status vn_rewrite_digest(int fd, uint64_t offset, uint64_t len, uint8_t sha[VN_SHA256],
				 struct vn_err *err)
{
	struct sha256_ctx ctx;
	char bytes[COPY_BYTES];
	enum vn_status status = VN_OK;

	sha256_init(&ctx);
	while (!status && len > 0) {
		size_t part = len < sizeof bytes ? (size_t)len : sizeof bytes;
		status = vn_read_at(fd, offset, bytes, part, err);
		if (!status)
			sha256_update(&ctx, part, (const uint8_t *)bytes);
		offset += part;
		len -= part;
	}
	sha256_digest(&ctx, VN_SHA256, sha);
	return status;
}

static enum vn_status give(struct work *w, const char *bytes, size_t len, struct vn_err *err)
{
	sha256_update(&w->sha, len, (const uint8_t *)bytes);
	w->given += len;
	return w->sink(w->self, bytes, len, err);
}

/* Counts lines and columns over LEN bytes of the document. */
static void pass(struct work *w, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n') {
			w->line++;
			w->column = 1;
		} else {
			w->column += (bytes[i] & 0xc0) != 0x80;
		}
	}
	w->at += len;
}

/* Hands over what stands before byte STOP of the document. */
static enum vn_status copy_to(struct work *w, uint64_t stop, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && w->at < stop) {
		uint64_t left = stop - w->at;
		size_t part = left < sizeof w->bytes ? (size_t)left : sizeof w->bytes;
		status = vn_read_at(w->fd, w->offset + w->at, w->bytes, part, err);
		if (!status)
			status = give(w, w->bytes, part, err);
		pass(w, w->bytes, part);
	}
	return status;
}

/* Passes over TEXT, which must stand at the place that has been reached. */
static enum vn_status skip(struct work *w, struct vn_str text, struct vn_err *err)
{
	while (text.len > 0) {
		size_t part = text.len < sizeof w->bytes ? text.len : sizeof w->bytes;
		enum vn_status status = vn_read_at(w->fd, w->offset + w->at, w->bytes, part, err);
		if (status)
			return status;
		if (memcmp(w->bytes, text.ptr, part) != 0)
			return vn_err_set(err, VN_EINPUT, "byte %llu is not what was recorded",
					  (unsigned long long)w->at);
		pass(w, text.ptr, part);
		text.ptr += part;
		text.len -= part;
	}
	return VN_OK;
}

/* The first decision from number FIRST on that begins at byte AT or behind or, where ENDS, that
 * ends behind it. */
static size_t decision_at(const struct decisions *list, size_t first, uint64_t at, bool ends)
{
	size_t low = first, high = list->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (ends ? list->items[mid].end > at : list->items[mid].begin >= at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* What was decided of the changes in the place that RECORD came with: of the only one, its
 * decision; of several, YES if any of them stays, NO if all are rejected. Many records may have the
 * same changes: these are not gone through. */
static struct decision decided(const struct work *w, const struct vn_record *record)
{
	const struct decisions *list = &w->decisions;
	size_t first = decision_at(list, 0, record->of.begin, false);
	size_t end = decision_at(list, first, record->of.end, true);
	struct decision all = {.verdict = VN_VERDICT_NONE};
	struct decision before = {0};

	if (end - first == 1)
		return list->items[first];
	if (first == end)
		return all;
	before = first ? list->items[first - 1] : before;
	if (list->items[end - 1].stay > before.stay)
		all.verdict = VN_VERDICT_YES;
	else if (list->items[end - 1].go - before.go == end - first)
		all.verdict = VN_VERDICT_NO;
	return all;
}

/* Whether RECORD is to be carried out; gives one that came with a change its verdict. */
static bool concerns(const struct work *w, struct vn_record *record, enum vn_rewrite_way way)
{
	if (w->packed)
		return record->type == VN_RECORD_PACKED;
	if (record->type != VN_RECORD_CHANGE && record->type != VN_RECORD_BESIDE)
		return false;
	if (way == VN_REWRITE_BACK)
		return true;
	if (record->type == VN_RECORD_BESIDE) {
		const struct decision decision = decided(w, record);
		record->verdict = decision.verdict;
		record->instead = decision.instead;
		/* What does not say the text stands beside any. */
		if (record->verdict == VN_VERDICT_INSTEAD && !record->echo)
			record->verdict = VN_VERDICT_YES;
	}
	if (way == VN_REWRITE_KEEP)
		return record->verdict != VN_VERDICT_NO;
	return record->verdict == VN_VERDICT_INSTEAD ||
	       record->verdict == (way == VN_REWRITE_ACCEPT ? VN_VERDICT_YES : VN_VERDICT_NO);
}

static enum vn_status tell(struct work *w, const struct vn_record *record, struct vn_str before,
			   struct vn_str after, struct vn_err *err)
{
	static const char *const rules[] = {"undecided", "accepted", "rejected", "instead"};
	struct vn_change change = {.begin = w->at,
				   .end = w->at + before.len,
				   .out_begin = w->given,
				   .out_end = w->given + after.len,
				   .line = w->line,
				   .column = w->column,
				   .before = before,
				   .after = after,
				   .read = before,
				   .text = after,
				   .kind = vn_kind_of(before, after),
				   .confidence = VN_SURE,
				   .causes = {{"apply", rules[record->verdict]}},
				   .cause_count = 1};
	return w->witness ? w->witness->change(w->witness->self, &change, err) : VN_OK;
}

/* Goes on to the change that begins at byte BEGIN of what is being rewritten. */
static enum vn_status reach(struct work *w, uint64_t begin, struct vn_err *err)
{
	uint64_t reached = w->reverse ? w->given : w->at;

	if (begin < reached || begin - reached > w->len - w->at)
		return vn_err_set(err, VN_EINPUT, "the report does not fit the document");
	return copy_to(w, w->at + (begin - reached), err);
}

/* The bytes of the text that was given instead of the change of RECORD. */
static enum vn_status encode(struct work *w, const struct vn_record *record, struct vn_str *text,
			     struct vn_err *err)
{
	enum vn_status status;

	*text = record->instead;
	if (!w->source || record->inner)
		return vn_err_set(err, VN_EINPUT,
				  "a text given instead cannot be written among its mark-up");
	if (!w->source->encode)
		return VN_OK;
	w->encoded.len = 0;
	status = w->source->encode(record->style, record->instead, &w->encoded, err);
	*text = vn_buf_str(&w->encoded);
	return status;
}

static enum vn_status one(struct work *w, const struct vn_record *record, enum vn_rewrite_way way,
			  struct vn_err *err)
{
	bool on = way == VN_REWRITE_ACCEPT || way == VN_REWRITE_KEEP;
	const struct vn_record_side *from = on ? &record->in : &record->out;
	const struct vn_record_side *to = on ? &record->out : &record->in;
	struct vn_str text = to->text, there = from->text;
	enum vn_status status = VN_OK;

	if (way != VN_REWRITE_BACK && record->verdict == VN_VERDICT_INSTEAD)
		status = encode(w, record, &text, err);
	if (w->reverse) {
		there = text;
		text = from->text;
	}
	if (!status && !from->known)
		status = vn_err_set(err, VN_EINPUT, "the report does not fit the document");
	if (!status)
		status = reach(w, from->begin, err);
	if (!status && there.len > w->len - w->at)
		status = vn_err_set(err, VN_EINPUT, "the report does not fit the document");
	if (!status)
		status = tell(w, record, there, text, err);
	if (!status)
		status = skip(w, there, err);
	return status ? status : give(w, text.ptr, text.len, err);
}

/* Whether what stands in the file differs for RECORD, which HAPPENS when it is rewritten that WAY.
 */
static bool touches(const struct vn_record *record, enum vn_rewrite_way way, bool happens)
{
	if (record->type != VN_RECORD_CHANGE)
		return false;
	if (way == VN_REWRITE_KEEP)
		return record->verdict == VN_VERDICT_NO || record->verdict == VN_VERDICT_INSTEAD;
	return happens;
}

/* Goes through the records of ENTRY. */
static enum vn_status all(struct work *w, struct vn_reader *reader, struct vn_record *record,
			  enum vn_rewrite_way way, uint64_t *touched, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool more = true, begun = false, happens;

	while (!status) {
		status = vn_reader_next(reader, record, &more, err);
		if (status || (more && record->type == VN_RECORD_END))
			break;
		if (!more || (record->type == VN_RECORD_BROKEN && way != VN_REWRITE_BACK) ||
		    (record->type == VN_RECORD_BEGIN && begun))
			return vn_err_set(err, VN_EINPUT, "the report is damaged");
		begun = true;
		happens = concerns(w, record, way);
		if (happens)
			status = one(w, record, way, err);
		*touched += touches(record, way, happens);
	}
	return status;
}

static enum vn_status add_decision(struct work *w, const struct vn_record *record,
				   struct vn_err *err)
{
	struct decisions *list = &w->decisions;
	const struct decision *last = list->count ? &list->items[list->count - 1] : NULL;
	struct decision one = {.begin = record->in.begin,
			       .end = record->in.end,
			       .verdict = record->verdict,
			       .stay = last ? last->stay : 0,
			       .go = last ? last->go : 0};
	enum vn_status status =
		vn_grow(&list->items, list->count, &list->cap, sizeof *list->items, err);

	if (status)
		return status;
	one.stay += record->verdict == VN_VERDICT_YES || record->verdict == VN_VERDICT_INSTEAD;
	one.go += record->verdict == VN_VERDICT_NO;
	if (record->verdict == VN_VERDICT_INSTEAD) {
		one.instead.ptr = malloc(record->instead.len + 1);
		if (!one.instead.ptr)
			return vn_err_nomem(err);
		memcpy((char *)one.instead.ptr, record->instead.ptr, record->instead.len);
		one.instead.len = record->instead.len;
	}
	list->items[list->count++] = one;
	return VN_OK;
}

static void forget_decisions(struct work *w)
{
	for (size_t i = 0; i < w->decisions.count; i++)
		free((char *)w->decisions.items[i].instead.ptr);
	free(w->decisions.items);
	w->decisions = (struct decisions){0};
}

/* Reads the decisions about ENTRY, if any of its changes brought something with it. */
static enum vn_status read_decisions(struct work *w, struct vn_reader *reader,
				     const struct vn_entry *entry, struct vn_record *record,
				     struct vn_err *err)
{
	enum vn_status status = vn_reader_seek(reader, entry->at, err);
	bool more = true, beside = false;

	while (!status && more) {
		status = vn_reader_next(reader, record, &more, err);
		if (status || !more || record->type == VN_RECORD_END)
			break;
		beside |= record->type == VN_RECORD_BESIDE;
		if (record->type == VN_RECORD_CHANGE)
			status = add_decision(w, record, err);
	}
	if (!beside)
		forget_decisions(w);
	return status;
}

/* Goes through the document in W. */
static enum vn_status carry_out(struct work *w, struct vn_reader *reader,
				const struct vn_entry *entry, enum vn_rewrite_way way,
				uint64_t *touched, uint8_t sha[VN_SHA256], struct vn_err *err)
{
	struct vn_record record = {0};
	enum vn_status status = VN_OK;

	*touched = 0;
	sha256_init(&w->sha);
	if (way != VN_REWRITE_BACK)
		status = read_decisions(w, reader, entry, &record, err);
	if (!status)
		status = vn_reader_seek(reader, entry->at, err);
	if (!status)
		status = all(w, reader, &record, way, touched, err);
	if (!status)
		status = copy_to(w, w->len, err);
	vn_record_fini(&record);
	vn_buf_fini(&w->encoded);
	forget_decisions(w);
	sha256_digest(&w->sha, VN_SHA256, sha);
	return status;
}

/* What is rewritten of ENTRY that WAY: the document or, of an archive whose changes are decided one
 * by one, its text (package/package.h). */
static const struct vn_record_side *source_of(const struct vn_entry *entry, enum vn_rewrite_way way)
{
	if (way == VN_REWRITE_BACK || !entry->text_in.known)
		return way == VN_REWRITE_ACCEPT ? &entry->in : &entry->out;
	return way == VN_REWRITE_ACCEPT ? &entry->text_in : &entry->text_out;
}

/* What stands behind a PDF is cut off. */
static enum vn_status cut(struct work *w, struct vn_rewrite *rewrite, uint64_t len,
			  struct vn_err *err)
{
	enum vn_status status;

	if (len > w->len)
		return vn_err_set(err, VN_EINPUT, "the report does not fit the document");
	sha256_init(&w->sha);
	status = copy_to(w, len, err);
	sha256_digest(&w->sha, VN_SHA256, rewrite->sha);
	rewrite->touched = 1;
	return status;
}

enum vn_status vn_rewrite(struct vn_reader *reader, const struct vn_entry *entry,
			  struct vn_rewrite *rewrite, struct vn_err *err)
{
	struct work w = {.fd = rewrite->fd,
			 .offset = rewrite->offset,
			 .sink = rewrite->sink,
			 .self = rewrite->self,
			 .witness = rewrite->witness,
			 .source = entry->source,
			 .line = 1,
			 .column = 1};

	w.packed = rewrite->way == VN_REWRITE_BACK && entry->text_in.known;
	w.len = source_of(entry, rewrite->way)->end;
	if (entry->source == &vn_source_pdf && rewrite->way == VN_REWRITE_BACK)
		return cut(&w, rewrite, entry->in.end, err);
	if (entry->source == &vn_source_pdf)
		w.len = rewrite->len;
	return carry_out(&w, reader, entry, rewrite->way, &rewrite->touched, rewrite->sha, err);
}

bool vn_rewrite_was(struct vn_reader *reader, const struct vn_entry *entry, enum vn_rewrite_way way,
		    int fd, uint64_t len)
{
	const struct vn_record_side *from = source_of(entry, way);
	struct work w = {.fd = fd,
			 .len = len,
			 .sink = vn_sink_nowhere,
			 .source = entry->source,
			 .reverse = true,
			 .line = 1,
			 .column = 1};
	uint8_t sha[VN_SHA256];
	uint64_t touched = 0;
	enum vn_status status = carry_out(&w, reader, entry, way, &touched, sha, NULL);

	return !status && w.given == from->end && memcmp(sha, from->sha, VN_SHA256) == 0;
}
