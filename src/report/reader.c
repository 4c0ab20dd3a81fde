#include "report/reader.h"

#include "base/io.h"

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
	if (bytes->len > VN_RECORD_BYTES)
		return vn_err_set(err, VN_EINPUT, "a line of the report is too long");
	status = vn_buf_reserve(bytes, READ_BYTES, err);
	if (!status)
		status = vn_in_read(reader->fd, bytes->ptr + bytes->len, READ_BYTES, &got, err);
	if (status)
		return status;
	bytes->len += got;
	reader->ended = got == 0;
	return VN_OK;
}

enum vn_status vn_reader_next(struct vn_reader *reader, struct vn_record *record, bool *more,
			      struct vn_err *err)
{
	struct vn_buf *bytes = &reader->bytes;
	const char *end = NULL;
	size_t looked = 0, len;

	for (;;) {
		size_t from = reader->used + looked;
		if (from < bytes->len)
			end = memchr(bytes->ptr + from, '\n', bytes->len - from);
		if (end || reader->ended)
			break;
		looked = bytes->len - reader->used;
		enum vn_status status = fill(reader, err);
		if (status)
			return status;
	}
	*more = end || reader->used < bytes->len;
	if (!*more)
		return VN_OK;
	record->at = reader->at;
	len = end ? (size_t)(end - (bytes->ptr + reader->used)) : bytes->len - reader->used;
	reader->at += len + 1;
	reader->used += len + (end != NULL);
	return vn_record_parse(record, bytes->ptr + reader->used - len - (end != NULL),
			       end ? len : 0, err);
}

void vn_index_fini(struct vn_index *index)
{
	for (size_t i = 0; i < index->count; i++) {
		free(index->entries[i].file);
		free(index->entries[i].output);
	}
	free(index->entries);
	*index = (struct vn_index){0};
}

static enum vn_status add_entry(struct vn_index *index, const struct vn_record *record,
				enum vn_review_mode mode, struct vn_err *err)
{
	struct vn_entry *entry;

	if (index->count == index->cap) {
		size_t cap = index->cap ? index->cap * 2 : 64;
		struct vn_entry *entries = realloc(index->entries, cap * sizeof *entries);
		if (!entries)
			return vn_err_nomem(err);
		index->entries = entries;
		index->cap = cap;
	}
	entry = &index->entries[index->count];
	*entry = (struct vn_entry){
		.at = record->at, .output_offset = record->output_offset, .mode = mode};
	entry->file = strndup(record->file.ptr, record->file.len);
	if (record->output.ptr)
		entry->output = strndup(record->output.ptr, record->output.len);
	if (!entry->file || (record->output.ptr && !entry->output)) {
		free(entry->file);
		free(entry->output);
		return vn_err_nomem(err);
	}
	index->count++;
	return VN_OK;
}

static bool is_of(const struct vn_entry *entry, const struct vn_record *record)
{
	return strlen(entry->file) == record->file.len &&
	       memcmp(entry->file, record->file.ptr, record->file.len) == 0;
}

/* The end of the entry that began last, if it is of that file. */
static void end_entry(struct vn_index *index, const struct vn_record *record)
{
	struct vn_entry *entry = index->count ? &index->entries[index->count - 1] : NULL;

	if (!entry || entry->ended || !is_of(entry, record))
		return;
	entry->ended = true;
	entry->done = record->done;
	entry->in = record->in;
	entry->out = record->out;
}

/* Files are saved soon after they end: the search backwards is short, unless names are foreign. */
static void save_entry(struct vn_index *index, const struct vn_record *record)
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

enum vn_status vn_index_read(struct vn_index *index, struct vn_reader *reader, struct vn_err *err)
{
	struct vn_record record = {0};
	enum vn_review_mode mode = VN_REVIEW_LOOK;
	enum vn_status status;
	bool more = true, headed = false;

	for (;;) {
		status = vn_reader_next(reader, &record, &more, err);
		if (status || !more)
			break;
		if (record.type == VN_RECORD_HEADER)
			mode = record.mode;
		headed |= record.type == VN_RECORD_HEADER;
		if (record.type == VN_RECORD_BEGIN)
			status = add_entry(index, &record, mode, err);
		if (record.type == VN_RECORD_END)
			end_entry(index, &record);
		if (record.type == VN_RECORD_SAVED)
			save_entry(index, &record);
		index->broken += record.type == VN_RECORD_BROKEN;
		if (status)
			break;
	}
	vn_record_fini(&record);
	if (!status && !headed)
		status = vn_err_set(err, VN_EINPUT, "no report of vnfix");
	return status;
}

static int by_name(const void *a, const void *b, void *self)
{
	const struct vn_entry *entries = self;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = strcmp(entries[x].file, entries[y].file);
	return order ? order : (x > y) - (x < y);
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
		if (d.index.entries[i].done && d.index.entries[i].mode != VN_REVIEW_LOOK)
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
