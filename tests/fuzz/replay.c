/* Runs a fuzz target over the files of a folder, or over single files. Each is run whole, cut at
 * every length up to 300 bytes, and with each of its first 300 bytes changed. */
#include "files/io.h"
#include "fuzz.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#define VARIANTS 300

/* The target gets a copy of its own size, so that reading past its end is noticed. */
static int run(const char *bytes, size_t len)
{
	uint8_t *copy = malloc(len + !len);
	if (!copy)
		return 1;
	if (len)
		memcpy(copy, bytes, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
	return 0;
}

static int run_variants(struct vn_buf *bytes)
{
	int bad = run(bytes->ptr, bytes->len);
	for (size_t i = 0; !bad && i < bytes->len && i < VARIANTS; i++) {
		char was = bytes->ptr[i];
		bad = run(bytes->ptr, i);
		bytes->ptr[i] = (char)(was ^ (1 << i % 8));
		bad = bad || run(bytes->ptr, bytes->len);
		bytes->ptr[i] = was;
	}
	return bad;
}

int main(int argc, char **argv)
{
	int bad = argc < 2;
	size_t count = 0;

	for (int i = 1; !bad && i < argc; i++) {
		char pattern[4096];
		glob_t found = {0};
		snprintf(pattern, sizeof pattern, "%s/*", argv[i]);
		if (glob(pattern, 0, NULL, &found) != 0)
			glob(argv[i], 0, NULL, &found);
		for (size_t k = 0; !bad && k < found.gl_pathc; k++, count++) {
			struct vn_buf bytes = {0};
			bad = vn_in_whole(&bytes, found.gl_pathv[k], NULL) || run_variants(&bytes);
			vn_buf_fini(&bytes);
		}
		globfree(&found);
	}
	return bad || !count;
}
