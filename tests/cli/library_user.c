/* A program of somebody who has only vnfix.h: every promise of the header is tried. The argument is
 * a model; without one, what needs a model is left out. */
#include <vnfix.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define check(right, what) check_at((right), (what), __LINE__)

static void check_at(int right, const char *what, int line)
{
	if (!right) {
		fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, line, what);
		failures++;
	}
}

/* Memory that is counted, and runs out after LEFT blocks (negative: never). */
struct purse {
	long left, live;
};

static int spend(struct purse *purse)
{
	if (purse->left == 0)
		return 0;
	purse->left -= purse->left > 0;
	return 1;
}

static void *purse_alloc(void *self, size_t size)
{
	struct purse *purse = self;
	void *block = size && spend(purse) ? malloc(size) : NULL;
	purse->live += block != NULL;
	return block;
}

static void *purse_resize(void *self, void *block, size_t size)
{
	return block && size && spend(self) ? realloc(block, size) : NULL;
}

static void purse_release(void *self, void *block)
{
	((struct purse *)self)->live -= block != NULL;
	free(block);
}

/* A handle without a model in which only the stages ONLY run. */
static struct vnfix *without_model(const char *only)
{
	struct vnfix_error error;
	struct vnfix *fix = NULL;

	if (vnfix_open(&fix, NULL, NULL, &error) || vnfix_set(fix, "only", only, &error)) {
		check(0, error.text);
		exit(1);
	}
	return fix;
}

/* Whether FIX turns IN into WANT, both texts without NUL. */
static int turns(struct vnfix *fix, const char *in, const char *want)
{
	char *out = NULL;
	size_t len = 0;
	int same;

	if (vnfix_text(fix, in, strlen(in), &out, &len, NULL))
		return 0;
	same = len == strlen(want) && memcmp(out, want, len + 1) == 0;
	vnfix_free(out);
	return same;
}

/* Eth for D with stroke is mended, NUL and bytes that are no UTF-8 stay; a handle serves many. */
static void texts(void)
{
	static const char in[] = "\303\220i\0\377\r\n", want[] = "\304\220i\0\377\r\n";
	struct vnfix *fix = without_model("normalise");
	struct vnfix_error error;
	char *out = NULL;
	size_t len = 99;

	for (int i = 0; i < 3; i++) {
		check(vnfix_text(fix, in, sizeof in - 1, &out, &len, &error) == VNFIX_OK, "text");
		check(len == sizeof want - 1 && memcmp(out, want, sizeof want) == 0, "result");
		vnfix_free(out);
	}
	check(vnfix_text(fix, "", 0, &out, &len, NULL) == VNFIX_OK, "empty text");
	check(len == 0 && out[0] == '\0', "empty result");
	vnfix_close(fix);
	vnfix_free(out);
	vnfix_free(NULL);
	vnfix_close(NULL);
	vnfix_model_close(NULL);
	vnfix_result_free(NULL);
}

/* Whether NAME and VALUE are refused with a text that holds SAYS. */
static int refuses(struct vnfix *fix, const char *name, const char *value, const char *says)
{
	struct vnfix_error error = {0, 0, ""};
	return vnfix_set(fix, name, value, &error) == VNFIX_EUSAGE &&
	       error.status == VNFIX_EUSAGE && strstr(error.text, says);
}

static void settings(void)
{
	static const char *const good[][2] = {{"assume", "auto"},
					      {"assume", "eng"},
					      {"assume", "clean"},
					      {"tone", "keep"},
					      {"tone", "new"},
					      {"skip", "trust,recase"},
					      {"min-confidence", "0"},
					      {"min-confidence", "1"},
					      {"min-confidence", "0.95"},
					      {"min-confidence", ".5"},
					      {"min-confidence", "1.0"},
					      {"input-format", "hocr"},
					      {"line", "yes"},
					      {"input-format", "auto"},
					      {"input-format", "text"},
					      {"line", "no"},
					      {"protect", "[0-9]+/[A-Z]"}};
	static const char *const bad[] = {"1.1", "2", "-0", "1e-1", "", ".", "0.5x", "1.00001"};
	struct vnfix *fix = without_model("normalise");
	struct vnfix_error error;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		check(!vnfix_set(fix, good[i][0], good[i][1], &error), good[i][1]);
		check(!vnfix_set(fix, good[i][0], NULL, &error), "default");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check(refuses(fix, "min-confidence", bad[i], "from 0 to 1"), bad[i]);
	check(refuses(fix, "colour", "red", "min-confidence"), "unknown name");
	check(refuses(fix, "assume", "french", "auto, eng, vie, bare, clean"), "unknown kind");
	check(refuses(fix, "tone", "", "keep, old, new"), "unknown tone");
	check(refuses(fix, "only", "sing", "'sing'"), "unknown stage");
	check(refuses(fix, "input-format", "xlsx", "hocr"), "unknown format");
	check(refuses(fix, "line", "maybe", "yes"), "neither yes nor no");
	check(refuses(fix, "protect", "(", "protect"), "bad expression");
	check(vnfix_set(fix, "rules", "/nowhere/table", &error) == VNFIX_EMODEL, "no table");
	check(strstr(error.text, "/nowhere/table") != NULL, "its name");
	check(vnfix_set(fix, "dict", "/", NULL) == VNFIX_EMODEL, "no list");
	check(!vnfix_set(fix, "only", "normalise", &error), "only");
	check(turns(fix, "\303\220a", "\304\220a"), "as it was after refusals");
	vnfix_close(fix);
}

/* What charset is written. */
static void charsets(void)
{
	static const char lacking[] = "n\304\203m\n\344\270\255";
	struct vnfix *fix = without_model("recode");
	struct vnfix_error error;
	char *out = NULL;
	size_t len = 0;

	check(!vnfix_set(fix, "to", "viscii", &error), "to");
	check(turns(fix, "\304\220\341\273\231c l\341\272\255p", "\320\265c l\247p"), "viscii");
	check(vnfix_text(fix, lacking, sizeof lacking - 1, &out, &len, &error) == VNFIX_EINPUT &&
		      !out && strstr(error.text, "line 2: viscii has no") &&
		      strstr(error.text, "U+4E2D"),
	      "a letter that it lacks");
	check(refuses(fix, "to", "latin-9", "utf-16le"), "unknown charset");
	check(!vnfix_set(fix, "to", "tcvn3", NULL) && !vnfix_set(fix, "from", "vni", NULL), "both");
	check(turns(fix, "nhaân daân", "nh\251n d\251n"), "from one to another");
	check(!vnfix_set(fix, "to", NULL, NULL), "default");
	check(turns(fix, "nhaân daân", "nh\303\242n d\303\242n"), "UTF-8 again");
	vnfix_close(fix);
}

/* What the caller knows better, and a clone of who knows it. */
static void knowledge(void)
{
	static const char in[] = "\303\220a \303\220i \303\220o";
	struct vnfix *fix = without_model("user,normalise"), *copy = NULL;
	struct vnfix_error error;

	check(!vnfix_set(fix, "protect", "\\Ba", &error), "protect");
	check(turns(fix, in, "\303\220a \304\220i \304\220o"), "protected");
	check(!vnfix_set(fix, "protect", "i", &error), "another");
	check(turns(fix, in, "\303\220a \303\220i \304\220o"), "both");
	check(!vnfix_clone(&copy, fix, &error), "clone");
	check(!vnfix_set(fix, "protect", NULL, &error), "forgotten");
	check(turns(fix, in, "\304\220a \304\220i \304\220o"), "forgotten");
	vnfix_close(fix);
	check(turns(copy, in, "\303\220a \303\220i \304\220o"), "clone knows both");
	vnfix_close(copy);
}

static void errors(void)
{
	struct vnfix_model *none = NULL;
	struct vnfix_error error;
	struct vnfix *fix = NULL;
	char *out = NULL, bytes[256] = {0};
	size_t len = 0, odd = 16 - (size_t)bytes % 16 + 1;

	check(vnfix_model_open(&none, "/nowhere/vnfix.model", NULL, &error) == VNFIX_EMODEL,
	      "no model");
	check(strstr(error.text, "/nowhere/vnfix.model") != NULL, "its name");
	check(vnfix_model_open(&none, "/dev/null", NULL, NULL) == VNFIX_EMODEL, "a device");
	check(vnfix_model_memory(&none, bytes + odd, 99, NULL, &error) == VNFIX_EUSAGE,
	      "misplaced");
	check(vnfix_model_memory(&none, bytes + odd - 1, 99, NULL, &error) == VNFIX_EMODEL,
	      "damaged");
	check(vnfix_model_memory(&none, "", 0, NULL, &error) == VNFIX_EMODEL, "empty");
	check(none == NULL, "untouched model");
	check(vnfix_open(&fix, NULL, NULL, &error) == VNFIX_OK, "no model yet");
	check(vnfix_text(fix, "a", 1, &out, &len, &error) == VNFIX_EMODEL, "a stage needs one");
	check(out == NULL && len == 0, "untouched text");
	vnfix_close(fix);
	check(strlen(vnfix_status_text(VNFIX_EMODEL)) > 0, "status text");
	check(vnfix_status_text((enum vnfix_status)99) != NULL, "unknown status text");
	check(strchr(vnfix_version(), '.') != NULL, "version");
}

/* What a sink was given. */
struct bucket {
	char bytes[4096];
	size_t len, most; /* MOST: refuses what would make it more; 0: takes all */
};

static int pour(void *self, const char *bytes, size_t len)
{
	struct bucket *bucket = self;

	if ((bucket->most && bucket->len + len > bucket->most) ||
	    bucket->len + len > sizeof bucket->bytes)
		return 1;
	memcpy(bucket->bytes + bucket->len, bytes, len);
	bucket->len += len;
	return 0;
}

static int now(void *self)
{
	return *(int *)self;
}

static void streams(void)
{
	static const char in[] = "\303\220a\n\303\220i\n\303\220o";
	struct vnfix *fix = without_model("normalise");
	struct bucket bucket = {"", 0, 0};
	struct vnfix_error error;
	int stop = 1;

	for (size_t i = 0; i < sizeof in - 1; i++)
		check(!vnfix_feed(fix, in + i, 1, pour, &bucket, &error), "a byte");
	check(vnfix_set(fix, "tone", "new", &error) == VNFIX_EUSAGE, "in the middle");
	check(!vnfix_finish(fix, pour, &bucket, &error), "end");
	check(bucket.len == 11 && !memcmp(bucket.bytes, "\304\220a\n\304\220i\n\304\220o", 11),
	      "result");

	check(!vnfix_feed(fix, "x", 1, pour, &bucket, &error), "a document");
	vnfix_reset(fix);
	bucket.len = 0;
	check(!vnfix_finish(fix, pour, &bucket, &error) && bucket.len == 0, "dropped, and empty");

	check(!vnfix_set(fix, "line", "yes", &error), "line");
	check(!vnfix_feed(fix, in, sizeof in - 1, pour, &bucket, &error), "lines");
	check(bucket.len == 8, "two of them at once");
	bucket.len = 0;
	bucket.most = 5;
	vnfix_reset(fix);
	check(vnfix_feed(fix, in, sizeof in - 1, pour, &bucket, &error) == VNFIX_EOUTPUT, "full");
	check(error.offset == 4 && bucket.len == 4, "after the first line");

	vnfix_watch(fix, now, &stop);
	check(vnfix_feed(fix, in, sizeof in - 1, pour, &bucket, &error) == VNFIX_ELIMIT, "stopped");
	check(error.offset == 0, "before anything");
	stop = 0;
	check(turns(fix, "\303\220", "\304\220"), "ready again");
	vnfix_close(fix);
}

/* Whether what RESULT tells of its changes makes its text of IN. */
static int edits_fit(const struct vnfix_result *result, const char *in, size_t len)
{
	struct vnfix_bytes text = vnfix_result_text(result);
	uint64_t at = 0, out = 0;

	for (size_t i = 0; i <= vnfix_result_edits(result); i++) {
		const struct vnfix_edit *e = vnfix_result_edit(result, i);
		uint64_t begin = e ? e->begin : len, out_begin = e ? e->out_begin : text.len;
		if (begin < at || begin - at != out_begin - out ||
		    memcmp(in + at, text.ptr + out, (size_t)(begin - at)) != 0)
			return 0;
		if (!e)
			return 1;
		if (e->before.len != e->end - e->begin ||
		    memcmp(e->before.ptr, in + e->begin, e->before.len) != 0 ||
		    e->after.len != e->out_end - e->out_begin ||
		    memcmp(e->after.ptr, text.ptr + e->out_begin, e->after.len) != 0 ||
		    e->confidence > 10000 || !e->cause_count || !*e->causes[0].stage || !*e->kind)
			return 0;
		at = e->end;
		out = e->out_end;
	}
	return 0;
}

/* Whether the words of RESULT, of plain text IN, stand where they say. */
static int words_fit(const struct vnfix_result *result, const char *in)
{
	struct vnfix_bytes text = vnfix_result_text(result);
	uint64_t at = 0, out = 0;

	for (size_t i = 0; i < vnfix_result_words(result); i++) {
		const struct vnfix_word *w = vnfix_result_word(result, i);
		if (w->begin < at || w->out_begin < out || w->read.len != w->end - w->begin ||
		    memcmp(w->read.ptr, in + w->begin, w->read.len) != 0 ||
		    w->out_end - w->out_begin < w->text.len || w->out_end > text.len ||
		    w->confidence > 10000 || strlen(w->text.ptr) != w->text.len)
			return 0;
		for (size_t k = 0; k < w->alternative_count; k++)
			if (!w->alternatives[k].text.len || w->alternatives[k].confidence > 10000 ||
			    strcmp(w->alternatives[k].text.ptr, w->text.ptr) == 0)
				return 0;
		at = w->begin;
		out = w->out_begin;
	}
	return 1;
}

static const char page[] = "Uy ban nhan d\303\242n t\341\273\211nh ban hanh k\303\251 hoach d6i "
			   "m\341\273\233i.\nS\341\273\237 N6i vu b\303\241o c\303\241o.\n";

static void results(struct vnfix *fix)
{
	const struct vnfix_summary *summary;
	struct vnfix_result *result = NULL;
	struct vnfix_error error;
	char *out = NULL;
	size_t len = 0;

	if (vnfix_run(fix, page, sizeof page - 1, &result, &error)) {
		check(0, error.text);
		return;
	}
	check(!vnfix_text(fix, page, sizeof page - 1, &out, &len, &error), "the same as text");
	check(len == vnfix_result_text(result).len &&
		      !memcmp(out, vnfix_result_text(result).ptr, len + 1),
	      "same bytes");
	vnfix_free(out);
	check(vnfix_result_edits(result) > 3 && edits_fit(result, page, sizeof page - 1), "edits");
	check(vnfix_result_words(result) == 16 && words_fit(result, page), "words");
	check(!vnfix_result_edit(result, 999) && !vnfix_result_word(result, 999), "no more");
	summary = vnfix_result_summary(result);
	check(summary->bytes_in == sizeof page - 1 && summary->bytes_out == len &&
		      summary->lines == 2 && strcmp(summary->input_format, "text") == 0 &&
		      strcmp(summary->assumed, "eng") == 0,
	      "summary");
	vnfix_result_free(result);
}

/* What else a word may be. */
static void alternatives(struct vnfix *fix)
{
	static const char in[] = "(Hai ban, so lieu)";
	struct vnfix_result *result = NULL;
	size_t count = 0, others = 0;

	check(!vnfix_set(fix, "assume", "bare", NULL), "stripped");
	check(!vnfix_run(fix, in, sizeof in - 1, &result, NULL), "run");
	count = result ? vnfix_result_words(result) : 0;
	check(count == 4 && words_fit(result, in), "words");
	for (size_t i = 0; i < count; i++) {
		const struct vnfix_word *word = vnfix_result_word(result, i);
		others += word->alternative_count;
		/* All of the word: its signs, too. */
		for (size_t k = 0; i == 1 && k < word->alternative_count; k++)
			check(strchr(word->alternatives[k].text.ptr, ',') != NULL, "its comma");
	}
	check(others > 0, "alternatives");
	vnfix_result_free(result);
	check(!vnfix_set(fix, "assume", NULL, NULL), "as found");
}

/* Whether passage P of IN, of which RESULT tells, has up to MOST readings as the header has them.
 */
static int passage_fits(const struct vnfix_passage *p, const struct vnfix_result *result,
			const char *in, size_t most)
{
	struct vnfix_bytes text = vnfix_result_text(result);

	if (p->begin >= p->end || p->out_end > text.len ||
	    p->out_end - p->out_begin != p->text.len ||
	    memcmp(text.ptr + p->out_begin, p->text.ptr, p->text.len) != 0 || in[p->begin] == ' ' ||
	    in[p->end - 1] == '\n' || !p->reading_count || p->reading_count > most ||
	    p->readings[0].cost != 0)
		return 0;
	for (size_t i = 0; i < p->reading_count; i++) {
		const struct vnfix_reading *r = &p->readings[i];
		if (strlen(r->text.ptr) != r->text.len || (i && r->cost < r[-1].cost))
			return 0;
		for (size_t k = 0; k < i; k++)
			if (strcmp(p->readings[k].text.ptr, r->text.ptr) == 0)
				return 0;
	}
	return 1;
}

/* The likeliest readings of passages: the text itself, and others. */
static void passages(struct vnfix *fix)
{
	static const char in[] = "  Hai ban so lieu.\nCha me noi doi.\n";
	static const size_t most[] = {1, 3, 100};
	struct vnfix_result *result = NULL;

	check(!vnfix_set(fix, "assume", "bare", NULL), "stripped");
	check(refuses(fix, "nbest", "101", "from 0 to 100") && refuses(fix, "nbest", "", "0") &&
		      refuses(fix, "nbest", "-1", "0") && refuses(fix, "nbest", "5x", "0"),
	      "nbest out of range");
	check(!vnfix_run(fix, in, sizeof in - 1, &result, NULL), "run");
	check(result && !vnfix_result_passages(result) && !vnfix_result_passage(result, 0), "none");
	vnfix_result_free(result);
	for (size_t i = 0; i < 3; i++) {
		static const char *const value[] = {"1", "3", "100"};
		const struct vnfix_passage *p;
		result = NULL;
		check(!vnfix_set(fix, "nbest", value[i], NULL), "nbest");
		check(!vnfix_run(fix, in, sizeof in - 1, &result, NULL), "run");
		p = result ? vnfix_result_passage(result, 0) : NULL;
		check(p && passage_fits(p, result, in, most[i]), "a passage");
		check(p && p->begin == 2 && strcmp(p->readings[0].text.ptr, p->text.ptr) == 0,
		      "what stands is the likeliest");
		check(p && (p->reading_count > 1) == (most[i] > 1), "more if more are asked for");
		vnfix_result_free(result);
	}
	/* What is not sure enough is left in all that do not differ there. */
	result = NULL;
	check(!vnfix_set(fix, "min-confidence", "1", NULL), "only what is certain");
	check(!vnfix_run(fix, in, sizeof in - 1, &result, NULL), "run");
	for (size_t i = 0; result && i < vnfix_result_passages(result); i++)
		check(passage_fits(vnfix_result_passage(result, i), result, in, 100), "left");
	check(result && vnfix_result_passages(result) &&
		      strncmp(vnfix_result_passage(result, 0)->readings[0].text.ptr, "Hai ban",
			      7) == 0,
	      "left as read");
	vnfix_result_free(result);
	check(!vnfix_set(fix, "nbest", NULL, NULL) &&
		      !vnfix_set(fix, "min-confidence", NULL, NULL) &&
		      !vnfix_set(fix, "assume", NULL, NULL),
	      "as it was");
}

/* Places are of the document, mark-up and all; so is that of an error. */
static void mark_up(struct vnfix *fix)
{
	static const char in[] =
		"<html><body><div class='ocr_page'><span class='ocr_line'>"
		"<span class='ocrx_word'>nhan</span> <span class='ocrx_word'>d6i &amp;</span>"
		"</span></div></body></html>\n";
	static const char bad[] = "<html><body><p>a</b></body></html>";
	struct vnfix_result *result = NULL;
	struct vnfix_error error;

	check(!vnfix_set(fix, "input-format", "hocr", &error), "hOCR");
	check(!vnfix_run(fix, in, sizeof in - 1, &result, &error), "a page");
	if (result) {
		const struct vnfix_word *word = vnfix_result_word(result, 0);
		check(vnfix_result_edits(result) > 0 && edits_fit(result, in, sizeof in - 1),
		      "edits of the source");
		check(word && !strncmp(in + word->begin, "nhan<", 5) &&
			      word->end - word->begin == 4,
		      "a word of the source");
		check(!strcmp(vnfix_result_summary(result)->input_format, "hocr"), "its format");
	}
	vnfix_result_free(result);
	check(vnfix_run(fix, bad, sizeof bad - 1, &result, &error) == VNFIX_EINPUT,
	      "not well formed");
	check(bad[error.offset] == '<' || bad[error.offset] == '/' || bad[error.offset] == 'b',
	      "where");
	check(error.offset >= 16 && error.offset <= 18, "the wrong tag");
	check(!vnfix_set(fix, "input-format", NULL, &error), "text");
}

/* All that one may do, with memory from PURSE; the first failure, or success. */
static enum vnfix_status everything(struct purse *purse, const char *model)
{
	struct vnfix_allocator by = {purse_alloc, purse_resize, purse_release, NULL};
	struct vnfix_model *opened = NULL;
	struct vnfix *fix = NULL, *copy = NULL;
	struct vnfix_result *result = NULL;
	struct vnfix_error error = {0, 0, ""};
	enum vnfix_status status;
	char *out = NULL;
	size_t len;

	by.self = purse;
	status = vnfix_model_open(&opened, model, &by, &error);
	if (!status)
		status = vnfix_open(&fix, opened, &by, &error);
	vnfix_model_close(opened); /* the handle has it */
	if (!status)
		status = vnfix_set(fix, "assume", "eng", &error);
	if (!status)
		status = vnfix_set(fix, "nbest", "2", &error);
	if (!status)
		status = vnfix_clone(&copy, fix, &error);
	if (!status)
		status = vnfix_text(fix, page, sizeof page - 1, &out, &len, &error);
	if (!status)
		status = vnfix_run(copy, page, sizeof page - 1, &result, &error);
	if (status)
		check(status == VNFIX_ENOMEM && error.text[0], error.text);
	vnfix_close(fix);
	vnfix_close(copy);
	vnfix_free(out);
	vnfix_result_free(result);
	check(purse->live == 0, "all given back");
	return status;
}

static void memory_runs_out(const char *model)
{
	struct purse purse = {0, 0};
	long most = 0;

	while (failures == 0 && most < 3000) {
		purse.left = most++;
		if (everything(&purse, model) == VNFIX_OK)
			break;
	}
	check(most > 8 && most < 3000, "each block failed once");
}

/* One of several threads with a model in common. */
struct worker {
	pthread_t thread;
	struct vnfix *fix;
	char *out;
	size_t len;
};

static void *work(void *self)
{
	struct worker *worker = self;

	for (int i = 0; i < 5; i++) {
		vnfix_free(worker->out);
		worker->out = NULL;
		if (vnfix_text(worker->fix, page, sizeof page - 1, &worker->out, &worker->len,
			       NULL))
			return NULL;
	}
	vnfix_close(worker->fix);
	return NULL;
}

static void threads(struct vnfix_model *model)
{
	struct worker workers[3] = {{0}};
	struct vnfix_error error;

	check(!vnfix_open(&workers[0].fix, model, NULL, &error), "first");
	for (int i = 1; i < 3; i++)
		check(!vnfix_clone(&workers[i].fix, workers[0].fix, &error), "clone");
	vnfix_model_close(model); /* the last thread frees it */
	for (int i = 0; i < 3; i++)
		check(!pthread_create(&workers[i].thread, NULL, work, &workers[i]), "thread");
	for (int i = 0; i < 3; i++) {
		pthread_join(workers[i].thread, NULL);
		check(workers[i].out && workers[i].len == workers[0].len &&
			      !memcmp(workers[i].out, workers[0].out, workers[0].len),
		      "same text");
	}
	for (int i = 0; i < 3; i++)
		vnfix_free(workers[i].out);
}

/* The file PATH; *LEN becomes its length. */
static void *read_file(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	void *bytes = NULL;
	long size;

	if (!file)
		return NULL;
	if (!fseek(file, 0, SEEK_END) && (size = ftell(file)) > 0 && !fseek(file, 0, SEEK_SET) &&
	    (bytes = malloc((size_t)size)))
		*len = fread(bytes, 1, (size_t)size, file);
	fclose(file);
	return bytes;
}

static void with_model(const char *path)
{
	struct vnfix_model *model = NULL, *from_memory = NULL;
	struct vnfix_error error = {0, 0, ""};
	struct vnfix *fix = NULL;
	size_t len = 0;
	void *bytes = read_file(path, &len);

	if (!bytes || vnfix_model_open(&model, path, NULL, &error) ||
	    vnfix_model_memory(&from_memory, bytes, len, NULL, &error)) {
		check(0, error.text);
		exit(1);
	}
	check(vnfix_model_info(model) != NULL, "info");
	check(!vnfix_open(&fix, from_memory, NULL, &error), "from memory");
	vnfix_model_close(from_memory);
	results(fix);
	alternatives(fix);
	passages(fix);
	mark_up(fix);
	vnfix_close(fix);
	free(bytes);
	threads(model);
	memory_runs_out(path);
}

int main(int argc, char **argv)
{
	texts();
	settings();
	charsets();
	knowledge();
	errors();
	streams();
	if (argc > 1)
		with_model(argv[1]);
	return failures != 0;
}
