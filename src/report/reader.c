#include "report/reader.h"

#include "files/io.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES (64 * 1024)

enum vn_status vn_reader_open(struct vn_reader *reader, const char *path, struct vn_err *err)
{
	struct stat st;
	int fd;
	enum vn_status status = vn_in_open(&fd, path, err);

	if (status)
		return status;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return vn_err_set(err, VN_EINPUT, "not a regular file");
	}
	*reader = (struct vn_reader){.open = true, .fd = fd};
	return VN_OK;
}

void vn_reader_close(struct vn_reader *reader)
{
	if (reader->open)
		close(reader->fd);
	vn_buf_fini(&reader->bytes);
	*reader = (struct vn_reader){0};
}

enum vn_status vn_reader_seek(struct vn_reader *reader, uint64_t at, struct vn_err *err)
{
	if (lseek(reader->fd, (off_t)at, SEEK_SET) < 0)
		return vn_err_set(err, VN_EINPUT, "%s", strerror(errno));
	reader->at = at;
	reader->line = 0;
	reader->bytes.len = reader->used = 0;
	reader->ended = false;
	return VN_OK;
}

/* Reads more behind the bytes that are not handed out. */
static enum vn_status fill(struct vn_reader *reader, struct vn_err *err)
{
	struct vn_buf *bytes = &reader->bytes;
	enum vn_status status;
	size_t got = 0;

	if (reader->used) {
		bytes->len -= reader->used;
		memmove(bytes->ptr, bytes->ptr + reader->used, bytes->len);
		reader->used = 0;
	}
	status = vn_buf_reserve(bytes, READ_BYTES, err);
	if (!status)
		status = vn_in_read(reader->fd, bytes->ptr + bytes->len, READ_BYTES, &got, err);
	if (status)
		return status;
	bytes->len += got;
	reader->ended = got == 0;
	return VN_OK;
}

/* Gathers a line behind the bytes handed out, *LEN bytes long. *END tells whether its line end is
 * there; *LONG_ONE that it is too long, and only its tail is there. */
static enum vn_status gather(struct vn_reader *reader, size_t *len, bool *end, bool *long_one,
			     struct vn_err *err)
{
	struct vn_buf *bytes = &reader->bytes;
	size_t looked = 0;

	*end = *long_one = false;
	for (;;) {
		size_t from = reader->used + looked;
		const char *feed = from < bytes->len
					   ? memchr(bytes->ptr + from, '\n', bytes->len - from)
					   : NULL;
		enum vn_status status;
		*end = feed != NULL;
		*len = feed ? (size_t)(feed - bytes->ptr) - reader->used
			    : bytes->len - reader->used;
		if (feed || reader->ended)
			return VN_OK;
		looked = *len;
		if (looked > VN_RECORD_BYTES) {
			*long_one = true;
			reader->at += looked;
			reader->used += looked;
			looked = 0;
		}
		status = fill(reader, err);
		if (status)
			return status;
	}
}

enum vn_status vn_reader_next(struct vn_reader *reader, struct vn_record *record, bool *more,
			      struct vn_err *err)
{
	uint64_t at = reader->at;
	size_t len = 0, from;
	bool end, long_one;
	enum vn_status status = gather(reader, &len, &end, &long_one, err);

	if (status)
		return status;
	*more = end || len > 0 || long_one;
	if (!*more)
		return VN_OK;
	record->at = at;
	record->line = ++reader->line;
	from = reader->used;
	reader->at += len + end;
	reader->used += len + end;
	if (long_one)
		from += len;
	status = vn_record_parse(record, reader->bytes.ptr + from, long_one ? 0 : len, err);
	if (!status && long_one)
		record->type = VN_RECORD_BROKEN;
	return status;
}

void vn_index_fini(struct vn_index *index)
{
	for (size_t i = 0; i < index->count; i++) {
		free(index->entries[i].file);
		free(index->entries[i].output);
	}
	free(index->entries);
	for (size_t i = 0; i < index->folder_count; i++)
		free(index->folders[i]);
	free(index->folders);
	for (size_t i = 0; i < VN_FAULTS; i++)
		free(index->faults[i].file);
	*index = (struct vn_index){0};
}

/* The reading of an index. */
struct reading {
	struct vn_index *index;
	struct vn_record record;
	enum vn_audit_mode mode; /* of the run */
	char *folder;		 /* the index's */
	bool torn;		 /* the record before was broken */
	bool headed;		 /* a header has been seen */
	bool open;		 /* the last entry has begun and not ended */
	bool strange;		 /* a record that belongs to no open document was told already */
	uint64_t changes;	 /* of the open one, */
	uint64_t decided;	 /* and those with a verdict */
};

/* Notes what is wrong; FILE may be {NULL, 0}. */
static enum vn_status fault(struct vn_index *index, uint64_t line, struct vn_str file,
			    const char *text, struct vn_err *err)
{
	uint64_t number = index->broken++;
	struct vn_fault *to;

	if (number >= VN_FAULTS)
		return VN_OK;
	to = &index->faults[number];
	*to = (struct vn_fault){.line = line, .text = text};
	to->file = file.ptr ? strndup(file.ptr, file.len) : NULL;
	return file.ptr && !to->file ? vn_err_nomem(err) : VN_OK;
}

/* The document that has begun and not ended; NULL: none. */
static struct vn_entry *open_entry(const struct reading *r)
{
	return r->open ? &r->index->entries[r->index->count - 1] : NULL;
}

static struct vn_str name_of(const struct vn_entry *entry)
{
	return entry ? (struct vn_str){entry->file, strlen(entry->file)} : (struct vn_str){NULL, 0};
}

/* Something else begins: the open document, if there is one, has lost its end. */
static enum vn_status shut(struct reading *r, struct vn_err *err)
{
	struct vn_entry *entry = open_entry(r);

	r->open = r->strange = false;
	if (!entry)
		return VN_OK;
	entry->damaged = true;
	return fault(r->index, entry->line, name_of(entry), "begins here, but has no end", err);
}

/* A run ends here, perhaps in the middle of something. */
static enum vn_status stop(struct reading *r, struct vn_err *err)
{
	r->index->stops += (uint64_t)r->torn + r->open;
	return shut(r, err);
}

static enum vn_status take_header(struct reading *r, struct vn_err *err)
{
	struct vn_index *index = r->index;
	enum vn_status status = stop(r, err);

	r->headed = true;
	r->mode = r->record.mode;
	r->folder = NULL;
	if (status || !r->record.folder.ptr)
		return status;
	status = vn_grow(&index->folders, index->folder_count, &index->folder_cap,
			 sizeof *index->folders, err);
	if (status)
		return status;
	r->folder = strndup(r->record.folder.ptr, r->record.folder.len);
	if (!r->folder)
		return vn_err_nomem(err);
	index->folders[index->folder_count++] = r->folder;
	return VN_OK;
}

static enum vn_status take_begin(struct reading *r, struct vn_err *err)
{
	const struct vn_record *record = &r->record;
	struct vn_index *index = r->index;
	struct vn_entry entry = {.at = record->at,
				 .line = record->line,
				 .folder = r->folder,
				 .output_offset = record->output_offset,
				 .mode = r->mode};
	enum vn_status status = shut(r, err);

	if (!status)
		status = vn_grow(&index->entries, index->count, &index->cap, sizeof entry, err);
	if (status)
		return status;
	entry.file = strndup(record->file.ptr, record->file.len);
	if (record->output.ptr)
		entry.output = strndup(record->output.ptr, record->output.len);
	if (!entry.file || (record->output.ptr && !entry.output)) {
		free(entry.file);
		free(entry.output);
		return vn_err_nomem(err);
	}
	index->entries[index->count++] = entry;
	r->open = true;
	r->changes = r->decided = 0;
	return VN_OK;
}

static bool is_of(const struct vn_entry *entry, const struct vn_record *record)
{
	return entry && strlen(entry->file) == record->file.len &&
	       memcmp(entry->file, record->file.ptr, record->file.len) == 0;
}

/* A record of a document that is not the open one: told once for all that follow each other. */
static enum vn_status stray(struct reading *r, struct vn_err *err)
{
	struct vn_entry *entry = open_entry(r);
	bool told = r->strange;

	r->strange = true;
	if (entry)
		entry->damaged = true;
	r->index->lost += !told && !entry;
	return told ? VN_OK
		    : fault(r->index, r->record.line, r->record.file,
			    "is told of here, but does not begin", err);
}

static enum vn_status take_change(struct reading *r, struct vn_err *err)
{
	if (!is_of(open_entry(r), &r->record))
		return stray(r, err);
	r->changes += r->record.type == VN_RECORD_CHANGE;
	r->decided += r->record.verdict != VN_VERDICT_NONE;
	r->index->decisions |= r->record.verdict != VN_VERDICT_NONE;
	return VN_OK;
}

static bool is_count(const struct vn_record_count *told, uint64_t count)
{
	return !told->known || told->value == count;
}

static enum vn_status take_end(struct reading *r, struct vn_err *err)
{
	const struct vn_record *record = &r->record;
	struct vn_entry *entry = open_entry(r);
	enum vn_status status = VN_OK;

	if (!is_of(entry, record)) {
		bool told = r->strange;
		/* What was taken for part of the open one was of a document that has lost its
		 * begin. */
		r->index->lost += told && entry;
		status = shut(r, err);
		r->strange = told;
		if (!status)
			status = stray(r, err);
		r->strange = false;
		return status;
	}
	r->index->decisions |= record->decided.known;
	entry->ended = true;
	entry->done = record->done;
	entry->in = record->in;
	entry->out = record->out;
	entry->text_in = record->text_in;
	entry->text_out = record->text_out;
	entry->source = record->format.ptr ? vn_source_find(record->format.ptr) : &vn_source_text;
	r->open = r->strange = false;
	if (!record->done ||
	    (is_count(&record->changes, r->changes) && is_count(&record->decided, r->decided)))
		return VN_OK;
	entry->damaged = true;
	return fault(r->index, record->line, record->file,
		     "ends here, but not with as many changes as are told", err);
}

/* Files are saved soon after they end: the search backwards is short, unless names are foreign. */
static void take_saved(struct vn_index *index, const struct vn_record *record)
{
	size_t low = index->count > 4096 ? index->count - 4096 : 0;

	for (size_t i = index->count; i > low; i--) {
		struct vn_entry *entry = &index->entries[i - 1];
		if (entry->ended && is_of(entry, record) &&
		    memcmp(entry->out.sha, record->out.sha, VN_SHA256) == 0) {
			entry->saved = true;
			return;
		}
	}
}

static enum vn_status take_broken(struct reading *r, struct vn_err *err)
{
	struct vn_entry *entry = open_entry(r);

	if (entry)
		entry->damaged = true;
	else
		r->mode = VN_AUDIT_CHANGE; /* it may have been a header */
	return fault(r->index, r->record.line, name_of(entry), "this line cannot be read", err);
}

static enum vn_status take(struct reading *r, struct vn_err *err)
{
	switch (r->record.type) {
	case VN_RECORD_HEADER:
		return take_header(r, err);
	case VN_RECORD_BEGIN:
		return take_begin(r, err);
	case VN_RECORD_CHANGE:
	case VN_RECORD_DOUBT:
		return take_change(r, err);
	case VN_RECORD_END:
		return take_end(r, err);
	case VN_RECORD_SAVED:
		take_saved(r->index, &r->record);
		return VN_OK;
	case VN_RECORD_BROKEN:
		return take_broken(r, err);
	case VN_RECORD_BESIDE:
	case VN_RECORD_PACKED:
	case VN_RECORD_OTHER:
		break;
	}
	return VN_OK;
}

static int by_name(const void *a, const void *b, void *self)
{
	const struct vn_entry *entries = self;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = strcmp(entries[x].file, entries[y].file);
	return order ? order : (x > y) - (x < y);
}

/* Finds out which documents are of the same file. */
static enum vn_status mark_last(struct vn_index *index, struct vn_err *err)
{
	size_t *order = calloc(index->count + 1, sizeof *order);
	struct vn_entry *entries = index->entries, *next = NULL;

	if (!order)
		return vn_err_nomem(err);
	for (size_t i = 0; i < index->count; i++)
		order[i] = i;
	if (index->count)
		qsort_r(order, index->count, sizeof *order, by_name, entries);
	for (size_t i = index->count; i-- > 0;) {
		struct vn_entry *entry = &entries[order[i]];
		bool same = next && strcmp(entry->file, next->file) == 0;
		entry->last = same ? next->last : order[i];
		next = entry;
	}
	free(order);
	return VN_OK;
}

enum vn_status vn_index_read(struct vn_index *index, struct vn_reader *reader, struct vn_err *err)
{
	struct reading r = {.index = index, .mode = VN_AUDIT_CHANGE};
	enum vn_status status;
	bool more = true;

	do {
		status = vn_reader_next(reader, &r.record, &more, err);
		if (!status && more)
			status = take(&r, err);
		if (more)
			r.torn = r.record.type == VN_RECORD_BROKEN;
	} while (!status && more);
	if (!status)
		status = stop(&r, err);
	index->foreign = !status && !r.headed && index->count == 0;
	if (index->foreign)
		status = vn_err_set(err, VN_EINPUT, "no report of vnfix");
	else if (!status && !r.headed)
		status = fault(index, 1, name_of(NULL), "no header of a report", err);
	if (!status)
		status = mark_last(index, err);
	vn_record_fini(&r.record);
	return status;
}

enum vn_status vn_report_done_open(struct vn_report_done *done, const char *path,
				   struct vn_err *err)
{
	struct vn_report_done d = {0};
	struct vn_reader reader = {0};
	enum vn_status status = vn_reader_open(&reader, path, err);

	if (!status)
		status = vn_index_read(&d.index, &reader, err);
	vn_reader_close(&reader);
	if (!status) {
		d.by_name = calloc(d.index.count + 1, sizeof *d.by_name);
		status = d.by_name ? VN_OK : vn_err_nomem(err);
	}
	if (status) {
		vn_report_done_close(&d);
		return status;
	}
	for (size_t i = 0; i < d.index.count; i++)
		if (d.index.entries[i].done && d.index.entries[i].mode != VN_AUDIT_LOOK)
			d.by_name[d.count++] = i;
	qsort_r(d.by_name, d.count, sizeof *d.by_name, by_name, d.index.entries);
	*done = d;
	return VN_OK;
}

const struct vn_entry *vn_report_done_find(const struct vn_report_done *done, const char *file)
{
	size_t low = 0, high = done->count;
	const struct vn_entry *entry;

	/* The first entry of a greater name; the one before it is the last of this name. */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (strcmp(done->index.entries[done->by_name[mid]].file, file) > 0)
			high = mid;
		else
			low = mid + 1;
	}
	if (low == 0)
		return NULL;
	entry = &done->index.entries[done->by_name[low - 1]];
	return strcmp(entry->file, file) == 0 ? entry : NULL;
}

void vn_report_done_close(struct vn_report_done *done)
{
	vn_index_fini(&done->index);
	free(done->by_name);
	*done = (struct vn_report_done){0};
}
