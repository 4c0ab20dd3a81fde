/* libtiff unpacks what a TIFF file has; so one is laid around the data, in memory. */
#include "pdf/fax.h"

#include <tiffio.h>

#define FIELDS 8
#define HEAD   (8 + 2 + FIELDS * 12 + 4) /* bytes before the data */

/* The file: its head, and the data behind it. */
struct file {
	unsigned char head[HEAD];
	struct vn_str data;
	uint64_t at;
	bool nomem;
};

static tmsize_t on_read(thandle_t handle, void *to, tmsize_t size)
{
	struct file *file = handle;
	unsigned char *bytes = to;
	uint64_t end = HEAD + file->data.len;
	tmsize_t count = 0;

	for (; count < size && file->at < HEAD; count++)
		bytes[count] = file->head[file->at++];
	if (count < size && file->at < end) {
		uint64_t left = end - file->at;
		size_t len =
			left < (uint64_t)(size - count) ? (size_t)left : (size_t)(size - count);
		memcpy(bytes + count, file->data.ptr + (file->at - HEAD), len);
		file->at += len;
		count += (tmsize_t)len;
	}
	return count;
}

static tmsize_t on_write(thandle_t handle, void *from, tmsize_t size)
{
	(void)handle;
	(void)from;
	(void)size;
	return -1;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence)
{
	struct file *file = handle;
	uint64_t from = whence == SEEK_CUR   ? file->at
			: whence == SEEK_END ? HEAD + file->data.len
					     : 0;

	return file->at = from + offset;
}

static int on_close(thandle_t handle)
{
	(void)handle;
	return 0;
}

static toff_t on_size(thandle_t handle)
{
	struct file *file = handle;
	return HEAD + file->data.len;
}

/* A fault of the data is no news: what was read before it is shown. That memory is out libtiff
 * tells in the text alone. */
static int note_error(TIFF *tiff, void *user, const char *module, const char *format, va_list args)
{
	struct file *file = user;

	(void)tiff;
	(void)module;
	(void)args;
	file->nomem |= strstr(format, "No space") || strstr(format, "memory");
	return 1;
}

static int say_nothing(TIFF *tiff, void *user, const char *module, const char *format, va_list args)
{
	(void)tiff;
	(void)user;
	(void)module;
	(void)format;
	(void)args;
	return 1;
}

static void put_le(unsigned char *to, uint32_t n, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		to[i] = (unsigned char)(n >> 8 * i);
}

/* Writes the head of a file whose only strip is its data. */
static void describe(struct file *file, int32_t width, int32_t height)
{
	const struct {
		uint32_t tag, value;
	} fields[FIELDS] = {
		{TIFFTAG_IMAGEWIDTH, (uint32_t)width},
		{TIFFTAG_IMAGELENGTH, (uint32_t)height},
		{TIFFTAG_BITSPERSAMPLE, 1},
		{TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4},
		{TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE},
		{TIFFTAG_STRIPOFFSETS, HEAD},
		{TIFFTAG_ROWSPERSTRIP, (uint32_t)height},
		{TIFFTAG_STRIPBYTECOUNTS, (uint32_t)file->data.len},
	};
	unsigned char *at = file->head + 10;

	memcpy(file->head, "II*\0\x08\0\0", 8);
	put_le(file->head + 8, FIELDS, 2);
	for (size_t i = 0; i < FIELDS; i++, at += 12) {
		put_le(at, fields[i].tag, 2);
		put_le(at + 2, TIFF_LONG, 2);
		put_le(at + 4, 1, 4);
		put_le(at + 8, fields[i].value, 4);
	}
}

static TIFF *open_file(struct file *file)
{
	TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
	TIFF *tiff;

	if (!options)
		return NULL;
	TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, file);
	TIFFOpenOptionsSetWarningHandlerExtR(options, say_nothing, NULL);
	tiff = TIFFClientOpenExt("fax", "rm", file, on_read, on_write, on_seek, on_close, on_size,
				 NULL, NULL, options);
	TIFFOpenOptionsFree(options);
	return tiff;
}

enum vn_status vn_fax_unpack(struct vn_str data, int32_t width, int32_t height, struct vn_buf *out,
			     struct vn_err *err)
{
	size_t len = ((size_t)width + 7) / 8 * (size_t)height;
	struct file file = {.data = data};
	enum vn_status status = vn_buf_reserve(out, len, err);
	TIFF *tiff;

	if (status || data.len > UINT32_MAX - HEAD)
		return status;
	describe(&file, width, height);
	tiff = open_file(&file);
	if (!tiff)
		return vn_err_nomem(err);
	memset(out->ptr + out->len, 0, len);
	(void)TIFFReadEncodedStrip(tiff, 0, out->ptr + out->len, (tmsize_t)len);
	TIFFClose(tiff);
	if (file.nomem)
		return vn_err_nomem(err);
	for (size_t i = out->len; i < out->len + len; i++)
		out->ptr[i] = (char)~out->ptr[i];
	out->len += len;
	return VN_OK;
}
