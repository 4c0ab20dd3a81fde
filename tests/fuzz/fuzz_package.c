/* Any bytes as an archive: refused or, with its text changed, an archive that has the new text, and
 * is the old one again with the splices put back. */
#include "fuzz.h"

#include "package/package.h"

#include <stdlib.h>

static void need(bool truth)
{
	if (!truth)
		abort();
}

static void add(struct vn_buf *out, const char *bytes, size_t len)
{
	need(vn_buf_add(out, bytes, len, NULL) == VN_OK);
}

/* NEW with the bytes of OLD in place of what SPLICES tell. */
static void put_back(struct vn_buf *out, struct vn_str old, struct vn_str new,
		     const struct vn_zip_splices *splices)
{
	uint64_t at = 0;

	for (size_t i = 0; i < splices->count; i++) {
		const struct vn_zip_splice *s = &splices->items[i];
		need(at <= s->out_begin && s->out_begin <= s->out_end && s->out_end <= new.len);
		need(s->begin <= s->end && s->end <= old.len);
		add(out, new.ptr + at, s->out_begin - at);
		add(out, old.ptr + s->begin, s->end - s->begin);
		at = s->out_end;
	}
	add(out, new.ptr + at, new.len - at);
}

static void rewrite(const struct vn_package *package, struct vn_str text, bool same)
{
	struct vn_buf out = {0}, back = {0};
	struct vn_zip_splices splices = {0};
	struct vn_package again;
	enum vn_status status = vn_package_write(package, text, &out, &splices, NULL);

	/* A descriptor that lies is found when its member is written. */
	if (!status) {
		put_back(&back, package->zip.bytes, vn_buf_str(&out), &splices);
		need(vn_str_eq(vn_buf_str(&back), package->zip.bytes));
		need(same == (splices.count == 0));
		need(vn_package_open(&again, vn_buf_str(&out), false, NULL) == VN_OK);
		need(vn_str_eq(vn_buf_str(&again.text), text));
		vn_package_close(&again);
	}
	need(status == VN_OK || !same);
	vn_buf_fini(&out);
	vn_buf_fini(&back);
	free(splices.items);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vn_package package;
	struct vn_buf text = {0};

	if (!vn_package_open(&package, (struct vn_str){(const char *)data, size}, false, NULL) &&
	    package.format) {
		size_t at = 0;
		rewrite(&package, vn_buf_str(&package.text), true);
		for (size_t i = 0; i < package.count; i++) {
			add(&text, package.text.ptr + at, package.parts[i].end - at);
			add(&text, "more", 4);
			at = package.parts[i].end;
		}
		rewrite(&package, vn_buf_str(&text), package.count == 0);
		for (uint64_t i = 0; i < package.text.len; i += 7)
			need(vn_package_member(&package, i).len > 0);
	}
	vn_buf_fini(&text);
	vn_package_close(&package);
	return 0;
}
