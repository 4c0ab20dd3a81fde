#include "pdf/png.h"

#include <zlib.h>

#define LEVEL 3 /* of packing: tighter ones cost several times the time, for a tenth */

static void put_be(unsigned char *to, uint32_t n)
{
	to[0] = (unsigned char)(n >> 24);
	to[1] = (unsigned char)(n >> 16);
	to[2] = (unsigned char)(n >> 8);
	to[3] = (unsigned char)n;
}

static enum vn_status chunk(struct vn_buf *out, const char kind[4], struct vn_str data,
			    struct vn_err *err)
{
	unsigned char number[4];
	size_t begin = out->len + 4;
	enum vn_status status;

	put_be(number, (uint32_t)data.len);
	status = vn_buf_add(out, number, 4, err);
	if (!status)
		status = vn_buf_add(out, kind, 4, err);
	if (!status)
		status = vn_buf_add(out, data.ptr, data.len, err);
	if (status)
		return status;
	put_be(number, (uint32_t)crc32_z(0, (unsigned char *)out->ptr + begin, out->len - begin));
	return vn_buf_add(out, number, 4, err);
}

enum vn_status vn_png_wrap(const struct vn_png *png, struct vn_str data, struct vn_buf *out,
			   struct vn_err *err)
{
	static const char head[8] = "\x89PNG\r\n\x1a\n";
	unsigned char about[13] = {0};
	enum vn_status status;

	if (data.len > INT32_MAX)
		return VN_OK;
	put_be(about, (uint32_t)png->width);
	put_be(about + 4, (uint32_t)png->height);
	about[8] = (unsigned char)png->bits;
	about[9] = png->palette_len ? 3 : png->channels == 3 ? 2 : 0;
	status = vn_buf_add(out, head, sizeof head, err);
	if (!status)
		status = chunk(out, "IHDR", (struct vn_str){(char *)about, sizeof about}, err);
	if (!status && png->palette_len)
		status = chunk(out, "PLTE",
			       (struct vn_str){(const char *)png->palette, png->palette_len}, err);
	if (!status)
		status = chunk(out, "IDAT", data, err);
	return status ? status : chunk(out, "IEND", VN_STR(""), err);
}

/* Deflates ROWS, of LEN bytes each, behind the filter that each begins with: none. */
static enum vn_status pack(z_stream *z, struct vn_str rows, size_t len, int32_t count,
			   struct vn_buf *out, struct vn_err *err)
{
	unsigned char no_filter = 0;
	uLong most = deflateBound(z, (uLong)((len + 1) * (size_t)count));
	enum vn_status status = vn_buf_reserve(out, most, err);

	if (status)
		return status;
	z->next_out = (unsigned char *)out->ptr + out->len;
	z->avail_out = (unsigned)most;
	for (int32_t i = 0; i < count; i++) {
		bool last = i + 1 == count;
		z->next_in = &no_filter;
		z->avail_in = 1;
		deflate(z, Z_NO_FLUSH);
		z->next_in = (unsigned char *)rows.ptr + (size_t)i * len;
		z->avail_in = (unsigned)len;
		deflate(z, last ? Z_FINISH : Z_NO_FLUSH);
	}
	out->len += most - z->avail_out;
	return VN_OK;
}

enum vn_status vn_png_pack(const struct vn_png *png, struct vn_str rows, struct vn_buf *out,
			   struct vn_err *err)
{
	size_t len = ((size_t)png->width * png->bits * png->channels + 7) / 8;
	struct vn_buf packed = {0};
	z_stream z = {0};
	enum vn_status status;

	if (rows.len < len * (size_t)png->height || rows.len > INT32_MAX)
		return VN_OK;
	if (deflateInit(&z, LEVEL) != Z_OK)
		return vn_err_nomem(err);
	status = pack(&z, rows, len, png->height, &packed, err);
	deflateEnd(&z);
	if (!status)
		status = vn_png_wrap(png, vn_buf_str(&packed), out, err);
	vn_buf_fini(&packed);
	return status;
}
