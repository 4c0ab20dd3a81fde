/*
 * Proves a report of vnfix, with none of its code: for every document that was done in the mode
 * change it reads input and output and makes sure that sizes and digests are those recorded, that
 * the changes ascend without overlap, that "before" and "after" are the bytes at their spans,
 * that not one byte differs outside of them, and that undoing them gives the input. Changes in the
 * text of an archive, which have a "member", are counted; what they make other bytes of it is
 * proved. So are those in the text of a PDF, whose output has to begin with all of the input.
 *
 *     verify_report [--originals FOLDER] REPORT
 *
 * Inputs are read under the names in the report, or below FOLDER where they were overwritten.
 * Exit code 0 when all of it holds, for one document at least; else 1, saying why.
 */
#include <jansson.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
	char *at;
	size_t len;
};

/* The document that is being followed. */
struct paper {
	bool open;
	bool grows; /* a PDF: what is new stands behind it */
	char *name;
	struct bytes input, output, undone;
	size_t in, out; /* behind the last change */
	size_t changes;
};

static _Noreturn void fail(const char *name, const char *why)
{
	fprintf(stderr, "verify_report: %s: %s\n", name, why);
	exit(1);
}

static void *need(void *memory)
{
	if (!memory)
		fail("memory", "out of it");
	return memory;
}

static struct bytes whole(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct bytes bytes = {need(malloc(1)), 0};
	size_t got, cap = 1;

	if (!file)
		fail(path, "cannot be opened");
	while ((got = fread(bytes.at + bytes.len, 1, cap - bytes.len, file)) > 0) {
		bytes.len += got;
		if (bytes.len == cap)
			bytes.at = need(realloc(bytes.at, cap *= 2));
	}
	if (ferror(file))
		fail(path, "cannot be read");
	fclose(file);
	return bytes;
}

/* Member NAME, or NAME_base64 decoded; at is NULL when there is neither. */
static struct bytes text_of(const json_t *record, const char *name)
{
	struct bytes out = {NULL, 0};
	const json_t *value = json_object_get(record, name);
	struct base64_decode_ctx ctx;
	char longer[64];

	if (json_is_string(value)) {
		out.len = json_string_length(value);
		out.at = need(malloc(out.len + 1));
		memcpy(out.at, json_string_value(value), out.len + 1);
		return out;
	}
	snprintf(longer, sizeof longer, "%s_base64", name);
	value = json_object_get(record, longer);
	if (!json_is_string(value))
		return out;
	out.len = BASE64_DECODE_LENGTH(json_string_length(value));
	out.at = need(calloc(1, out.len + 1));
	base64_decode_init(&ctx);
	if (!base64_decode_update(&ctx, &out.len, (uint8_t *)out.at, json_string_length(value),
				  json_string_value(value)) ||
	    !base64_decode_final(&ctx))
		fail(name, "bad base64");
	out.at[out.len] = 0;
	return out;
}

static void check_side(const struct paper *paper, const json_t *end, const char *side,
		       struct bytes bytes)
{
	const json_t *about = json_object_get(end, side);
	const char *want = json_string_value(json_object_get(about, "sha256"));
	struct sha256_ctx ctx;
	uint8_t sha[SHA256_DIGEST_SIZE];
	char hex[2 * SHA256_DIGEST_SIZE + 1];

	sha256_init(&ctx);
	sha256_update(&ctx, bytes.len, (const uint8_t *)bytes.at);
	sha256_digest(&ctx, sizeof sha, sha);
	for (size_t i = 0; i < sizeof sha; i++)
		snprintf(hex + 2 * i, 3, "%02x", sha[i]);
	if (json_integer_value(json_object_get(about, "bytes")) != (json_int_t)bytes.len)
		fail(paper->name, "another size than recorded");
	if (!want || strcmp(want, hex) != 0)
		fail(paper->name, "another digest than recorded");
}

static size_t number(const struct paper *paper, const json_t *record, const char *span, size_t i)
{
	const json_t *value = json_array_get(json_object_get(record, span), i);
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		fail(paper->name, "a span is missing");
	return (size_t)json_integer_value(value);
}

static void undo(struct paper *paper, const char *bytes, size_t len)
{
	paper->undone.at = need(realloc(paper->undone.at, paper->undone.len + len + 1));
	memcpy(paper->undone.at + paper->undone.len, bytes, len);
	paper->undone.len += len;
}

/* The bytes from the last change up to these places must be the same. */
static void check_gap(struct paper *paper, size_t in, size_t out)
{
	size_t len = in - paper->in;

	if (in < paper->in || out < paper->out)
		fail(paper->name, "changes out of order");
	if (in > paper->input.len || out > paper->output.len)
		fail(paper->name, "a change beyond the end");
	if (len != out - paper->out ||
	    memcmp(paper->input.at + paper->in, paper->output.at + paper->out, len) != 0)
		fail(paper->name, "a byte changed outside of the reported spans");
	undo(paper, paper->output.at + paper->out, len);
}

static void check_change(struct paper *paper, const json_t *record)
{
	size_t begin = number(paper, record, "in", 0), end = number(paper, record, "in", 1);
	size_t to = number(paper, record, "out", 0), to_end = number(paper, record, "out", 1);
	struct bytes before = text_of(record, "before"), after = text_of(record, "after");

	if (!before.at || !after.at)
		fail(paper->name, "a change without its text");
	check_gap(paper, begin, to);
	if (end < begin || to_end < to || end > paper->input.len || to_end > paper->output.len)
		fail(paper->name, "a change beyond the end");
	if (before.len != end - begin ||
	    memcmp(before.at, paper->input.at + begin, before.len) != 0)
		fail(paper->name, "'before' is not what was read");
	if (after.len != to_end - to || memcmp(after.at, paper->output.at + to, after.len) != 0)
		fail(paper->name, "'after' is not what was written");
	undo(paper, before.at, before.len);
	paper->in = end;
	paper->out = to_end;
	free(before.at);
	free(after.at);
}

static void close_paper(struct paper *paper)
{
	free(paper->name);
	free(paper->input.at);
	free(paper->output.at);
	free(paper->undone.at);
	*paper = (struct paper){0};
}

static void begin(struct paper *paper, const json_t *record, const char *folder)
{
	struct bytes name = text_of(record, "file"), output = text_of(record, "output");
	json_int_t offset = json_integer_value(json_object_get(record, "output_offset"));
	char *path = NULL;

	close_paper(paper);
	if (!name.at || !output.at || asprintf(&path, "%s%s", folder, name.at) < 0)
		fail("report", "a document without a name or an output");
	paper->open = true;
	paper->name = name.at;
	paper->input = whole(path);
	paper->output = whole(output.at);
	paper->grows = paper->input.len >= 5 && memcmp(paper->input.at, "%PDF-", 5) == 0;
	if ((size_t)offset > paper->output.len)
		fail(paper->name, "begins beyond the end of the output");
	paper->output.len -= (size_t)offset;
	memmove(paper->output.at, paper->output.at + offset, paper->output.len);
	free(output.at);
	free(path);
}

static void end(struct paper *paper, const json_t *record)
{
	const char *status = json_string_value(json_object_get(record, "status"));
	json_int_t size =
		json_integer_value(json_object_get(json_object_get(record, "out"), "bytes"));

	if (!status || strcmp(status, "done") != 0)
		fail(paper->name, "was not done");
	/* What follows it in an output of several documents is not its own. */
	if (size >= 0 && (size_t)size < paper->output.len)
		paper->output.len = (size_t)size;
	if (!paper->grows)
		check_gap(paper, paper->input.len, paper->output.len);
	else if (paper->output.len < paper->input.len ||
		 memcmp(paper->input.at, paper->output.at, paper->input.len) != 0)
		fail(paper->name, "a byte changed in what was there before");
	else
		undo(paper, paper->output.at, paper->input.len);
	check_side(paper, record, "in", paper->input);
	check_side(paper, record, "out", paper->output);
	if (json_integer_value(json_object_get(record, "changes")) != (json_int_t)paper->changes)
		fail(paper->name, "another number of changes than recorded");
	if (paper->undone.len != paper->input.len ||
	    memcmp(paper->undone.at, paper->input.at, paper->input.len) != 0)
		fail(paper->name, "undone, it is not the input");
}

int main(int argc, char **argv)
{
	bool moved = argc == 4 && strcmp(argv[1], "--originals") == 0;
	FILE *report = moved || argc == 2 ? fopen(argv[argc - 1], "rb") : NULL;
	struct paper paper = {0};
	size_t papers = 0, changes = 0, cap = 0;
	char *line = NULL, folder[4096] = "";
	ssize_t len;

	if (!report)
		fail("usage", "verify_report [--originals FOLDER] REPORT");
	if (moved)
		snprintf(folder, sizeof folder, "%s/", argv[2]);
	while ((len = getline(&line, &cap, report)) >= 0) {
		json_t *record = json_loadb(line, (size_t)len, JSON_ALLOW_NUL, NULL);
		const char *type = json_string_value(json_object_get(record, "type"));
		if (!type)
			fail(argv[argc - 1], "a line that is no record");
		if (strcmp(type, "begin") == 0)
			begin(&paper, record, folder);
		if ((strcmp(type, "change") == 0 || strcmp(type, "beside") == 0 ||
		     strcmp(type, "packed") == 0) &&
		    paper.open) {
			if (!json_object_get(record, "member") && !paper.grows)
				check_change(&paper, record);
			paper.changes += *type == 'c';
		}
		if (strcmp(type, "end") == 0 && paper.open) {
			end(&paper, record);
			papers++;
			changes += paper.changes;
			close_paper(&paper);
		}
		json_decref(record);
	}
	if (paper.open || !papers)
		fail(argv[argc - 1], "a document without its end, or none at all");
	printf("%zu documents, %zu changes: as reported\n", papers, changes);
	free(line);
	fclose(report);
	return 0;
}
