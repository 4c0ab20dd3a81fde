#include "files/io.h"
#include "mkmodel/align.h"
#include "text/chars.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

void vn_pairs_fini(struct vn_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		free(pairs->pair[i].printed);
		free(pairs->pair[i].read);
	}
	free(pairs->pair);
	*pairs = (struct vn_pairs){0};
}

/* The next line of TEXT from *at, without its end. */
static bool next_line(struct vn_str text, size_t *at, struct vn_str *line)
{
	const char *end;
	if (*at >= text.len)
		return false;
	end = memchr(text.ptr + *at, '\n', text.len - *at);
	line->ptr = text.ptr + *at;
	line->len = end ? (size_t)(end - line->ptr) : text.len - *at;
	*at += line->len + 1;
	return true;
}

/* Decodes a line, blanks folded, none at the ends. NULL: out of memory. */
static int32_t *decode(struct vn_str line, uint32_t *count)
{
	int32_t *out = malloc((line.len + 1) * sizeof *out);
	size_t at = 0;
	*count = 0;
	while (out && at < line.len) {
		int32_t c = vn_utf8_next(line, &at);
		if (c == '\f' || vn_is_space(c)) {
			if (*count && out[*count - 1] != ' ')
				out[(*count)++] = ' ';
		} else if (c > 0) {
			out[(*count)++] = c;
		}
	}
	if (out && *count && out[*count - 1] == ' ')
		--*count;
	return out;
}

/* A token of a line: its letters and digits are [core, core_end). */
struct piece {
	uint32_t begin, core, core_end, end;
};

/* The token of LINE at *at, behind any blank; false at the end. */
static bool next_piece(const int32_t *line, uint32_t len, uint32_t *at, struct piece *out)
{
	while (*at < len && line[*at] == ' ')
		++*at;
	out->begin = *at;
	while (*at < len && line[*at] != ' ')
		++*at;
	out->end = *at;
	out->core = out->begin;
	out->core_end = out->end;
	while (out->core < out->core_end && !vn_is_letter(line[out->core]))
		out->core++;
	while (out->core_end > out->core && !vn_is_letter(line[out->core_end - 1]))
		out->core_end--;
	return out->begin < out->end;
}

/* Writes the printed letters [a.core, a.core_end) as READ would case and surround them. */
static uint32_t put_loose(int32_t *out, const int32_t *printed, struct piece a, const int32_t *read,
			  struct piece b)
{
	bool title = b.core < b.core_end && vn_is_upper(read[b.core]);
	bool upper = title && b.core + 1 < b.core_end && vn_is_upper(read[b.core + 1]);
	uint32_t n = 0;

	for (uint32_t i = b.begin; i < b.core; i++)
		out[n++] = read[i];
	for (uint32_t i = a.core; i < a.core_end; i++)
		out[n++] = upper || (title && i == a.core) ? vn_upper(printed[i])
							   : vn_lower(printed[i]);
	for (uint32_t i = b.core_end; i < b.end; i++)
		out[n++] = read[i];
	return n;
}

/* A truth from another edition: only its letters count. Gives PAIR the printed side that the
 * letters of the truth and the case and signs of what was read make; false when the tokens do not
 * match. */
static bool loosen(struct vn_pair *pair)
{
	size_t room = (size_t)pair->printed_len + 2 * (size_t)pair->read_len + 1;
	int32_t *out = malloc(room * sizeof *out);
	uint32_t at_a = 0, at_b = 0, n = 0;
	struct piece a, b;
	bool more_a, more_b;

	if (!out)
		return false;
	for (;;) {
		more_a = next_piece(pair->printed, pair->printed_len, &at_a, &a);
		more_b = next_piece(pair->read, pair->read_len, &at_b, &b);
		if (!more_a || !more_b)
			break;
		if (n)
			out[n++] = ' ';
		n += put_loose(out + n, pair->printed, a, pair->read, b);
	}
	free(pair->printed);
	pair->printed = out;
	pair->printed_len = n;
	return !more_a && !more_b && n;
}

static enum vn_status add_line(struct vn_pairs *pairs, struct vn_str truth, struct vn_str read,
			       uint32_t weight, bool loose, struct vn_err *err)
{
	struct vn_pair pair = {.weight = weight};
	enum vn_status status;

	status = vn_grow(&pairs->pair, pairs->count, &pairs->cap, sizeof pair, err);
	if (status)
		return status;
	pair.printed = decode(truth, &pair.printed_len);
	pair.read = decode(read, &pair.read_len);
	if (!pair.printed || !pair.read) {
		free(pair.printed);
		free(pair.read);
		return vn_err_nomem(err);
	}
	if (!pair.printed_len || !pair.read_len || (loose && !loosen(&pair)) ||
	    memmem(truth.ptr, truth.len, "⟦", 3)) {
		free(pair.printed);
		free(pair.read);
		return VN_OK;
	}
	pairs->pair[pairs->count++] = pair;
	return VN_OK;
}

enum vn_status vn_pairs_add(struct vn_pairs *pairs, const char *truth, const char *read,
			    uint32_t weight, bool loose, struct vn_err *err)
{
	struct vn_buf a = {0}, b = {0};
	struct vn_str line_a = {0}, line_b = {0};
	size_t at_a = 0, at_b = 0;
	enum vn_status status = vn_err_name(err, vn_in_whole(&a, truth, err), truth);

	if (!status)
		status = vn_err_name(err, vn_in_whole(&b, read, err), read);
	while (!status) {
		bool more_a = next_line(vn_buf_str(&a), &at_a, &line_a);
		bool more_b = next_line(vn_buf_str(&b), &at_b, &line_b);
		if (more_a != more_b)
			status = vn_err_set(err, VN_EINPUT, "%s: other line count than %s", read,
					    truth);
		if (!more_a || !more_b)
			break;
		status = add_line(pairs, line_a, line_b, weight, loose, err);
	}
	vn_buf_fini(&a);
	vn_buf_fini(&b);
	return status;
}

enum vn_status vn_pairs_add_dir(struct vn_pairs *pairs, const char *dir, const char *pattern,
				uint32_t weight, bool loose, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	char path[4096];
	glob_t found;

	if (snprintf(path, sizeof path, "%s/%s.truth.txt", dir, pattern) >= (int)sizeof path)
		return vn_err_set(err, VN_EUSAGE, "%.80s...: path too long", dir);
	if (glob(path, 0, NULL, &found) != 0)
		return vn_err_set(err, VN_EINPUT, "%s: no such pages", path);
	for (size_t i = 0; !status && i < found.gl_pathc; i++) {
		size_t stem = strlen(found.gl_pathv[i]) - strlen(".truth.txt");
		snprintf(path, sizeof path, "%.*s.ocr.txt", (int)stem, found.gl_pathv[i]);
		status = vn_pairs_add(pairs, found.gl_pathv[i], path, weight, loose, err);
	}
	globfree(&found);
	return status;
}
