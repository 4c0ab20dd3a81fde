/* Any bytes in every coding: decoding goes through all of them, copies what it cannot read, and
 * finds a line's coding; what a charset can write it reads. */
#include "charset/detect.h"
#include "fuzz.h"

static struct vn_codings codings;
static struct vn_detector detector = {.codings = &codings};
static struct vn_buf bytes;

/* All but the blanks between the fragments of LINE is in one, in order. */
static void decode(const struct vn_coding *coding, struct vn_str line)
{
	struct vn_decoded *d = &detector.decoded;
	size_t at = 0, out = 0;

	fuzz_require(!vn_coding_decode(coding, line, d, NULL));
	for (size_t i = 0; i < d->count; i++) {
		const struct vn_fragment *f = &d->fragments[i];
		fuzz_require(f->begin >= at && f->end > f->begin && f->end <= line.len);
		fuzz_require(f->out_begin - out == f->begin - at && f->out_end <= d->text.len);
		fuzz_require(f->whole || f->out_end - f->out_begin == f->end - f->begin);
		at = f->end;
		out = f->out_end;
	}
	fuzz_require(line.len - at == d->text.len - out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned how = fuzz_byte(&data, &size);
	struct vn_str text = {(const char *)data, size};
	struct vn_coding_belief belief = {0};
	size_t done;

	if (!codings.count)
		vn_codings_init(&codings, NULL);
	for (size_t i = 0; i < codings.count; i++)
		decode(&codings.list[i], text);
	fuzz_require(!vn_detect(&detector, text, &belief, NULL));
	for (size_t i = 0; i < detector.count; i++)
		fuzz_require(detector.lines[i].end <= size &&
			     detector.lines[i].coding < codings.count);
	bytes.len = 0;
	fuzz_require(!vn_charset_encode(&vn_charsets[how % vn_charset_count], text, &bytes, &done,
					NULL));
	fuzz_require(done <= size);
	return 0;
}
