#include "batch/charsets.h"

#include "charset/coding.h"
#include "report/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define UNICODE	 "unicode"
#define NAME_CAP 64

/* A charset, and how many lines are in it. */
struct share {
	const char *name;
	uint64_t lines;
};

static int by_lines(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	if (x->lines != y->lines)
		return x->lines < y->lines ? 1 : -1;
	return strcmp(x->name, y->name);
}

/* Lists the shares, the largest first. What is in no other charset counts as Unicode. */
static size_t list(struct share shares[VN_CODING_MAX + 1], const struct vn_stats *stats)
{
	size_t count = 0;
	uint64_t rest = stats->lines;

	for (size_t i = 0; i < VN_CODING_MAX; i++) {
		uint64_t lines = stats->coded_lines[i];
		if (!lines)
			continue;
		shares[count++] = (struct share){i ? vn_slot_name(i) : "utf-8 misread", lines};
		rest -= lines < rest ? lines : rest;
	}
	if (rest > 0 || count == 0)
		shares[count++] = (struct share){UNICODE, rest};
	qsort(shares, count, sizeof *shares, by_lines);
	return count;
}

static enum vn_status add(struct vn_buf *out, const char *text, struct vn_err *err)
{
	return vn_buf_add(out, text, strlen(text), err);
}

static enum vn_status tell_text(struct vn_buf *out, const char *name, const struct share *shares,
				size_t count, const struct vn_stats *stats, struct vn_err *err)
{
	enum vn_status status = add(out, name, err);

	for (size_t i = 0; !status && i < count; i++) {
		char text[NAME_CAP];
		snprintf(text, sizeof text, "%s %s %" PRIu64 "/%" PRIu64, i ? "," : ":",
			 shares[i].name, shares[i].lines, stats->lines);
		status = add(out, text, err);
	}
	if (!status && stats->unsure_lines)
		status = add(out, " (not sure of all)", err);
	return status ? status : add(out, "\n", err);
}

static enum vn_status tell_json(struct vn_buf *out, const char *name, const struct share *shares,
				size_t count, const struct vn_stats *stats, struct vn_err *err)
{
	json_t *root = json_object(), *charsets = json_object();
	enum vn_status status = root && charsets ? VN_OK : vn_err_nomem(err);
	char *text = NULL;

	if (!status)
		status = vn_json_set_bytes(root, "input", (struct vn_str){name, strlen(name)}, err);
	if (!status)
		status = vn_json_set(root, "lines", json_integer((json_int_t)stats->lines), err);
	for (size_t i = 0; !status && i < count; i++)
		status = vn_json_set(charsets, shares[i].name,
				     json_integer((json_int_t)shares[i].lines), err);
	if (!status)
		status = vn_json_set(root, "charsets", json_incref(charsets), err);
	if (!status)
		status = vn_json_set(root, "unsure", json_integer((json_int_t)stats->unsure_lines),
				     err);
	if (!status && !(text = json_dumps(root, JSON_COMPACT)))
		status = vn_err_nomem(err);
	if (!status)
		status = add(out, text, err);
	if (!status)
		status = add(out, "\n", err);
	free(text);
	json_decref(charsets);
	json_decref(root);
	return status;
}

enum vn_status vn_charsets_tell(struct vn_buf *out, enum vn_detect how, const char *name,
				const struct vn_stats *stats, struct vn_err *err)
{
	struct share shares[VN_CODING_MAX + 1];
	size_t count = list(shares, stats);

	return how == VN_DETECT_JSON ? tell_json(out, name, shares, count, stats, err)
				     : tell_text(out, name, shares, count, stats, err);
}
