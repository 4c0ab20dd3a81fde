#include "mkmodel/stream.h"

#include "files/io.h"
#include "model/words.h"
#include "lang/vi/syllable.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The text in ids of first sight. */
struct reader {
	struct vn_intern table;
	struct vn_case_count *cases; /* [first-sight id] */
	size_t case_cap;
	uint32_t *ids; /* kinds below VN_WORD_FIRST as they are, words as id + VN_WORD_FIRST */
	uint8_t *weights;
	size_t length, cap;
	uint8_t weight;
	uint32_t left; /* case pattern of the token to the left, or VN_CASE_START */
};

static enum vn_status push(struct reader *r, uint32_t id, struct vn_err *err)
{
	enum vn_status status;
	size_t cap = r->cap;

	if (id == VN_WORD_BOUND && r->length && r->ids[r->length - 1] == VN_WORD_BOUND)
		return VN_OK;
	status = vn_grow(&r->ids, r->length, &cap, sizeof *r->ids, err);
	if (!status)
		status = vn_grow(&r->weights, r->length, &r->cap, sizeof *r->weights, err);
	if (status)
		return status;
	r->ids[r->length] = id;
	r->weights[r->length++] = r->weight;
	return VN_OK;
}

static enum vn_status count_case(struct reader *r, uint32_t word, enum vn_case shape,
				 struct vn_err *err)
{
	size_t known = r->case_cap;
	enum vn_status status =
		vn_room(&r->cases, (size_t)word + 1, &r->case_cap, sizeof *r->cases, err);
	if (status)
		return status;
	if (r->case_cap > known)
		memset(r->cases + known, 0, (r->case_cap - known) * sizeof *r->cases);
	r->cases[word].seen[r->left][shape]++;
	r->left = shape;
	return VN_OK;
}

static enum vn_status on_token(void *self, const struct vn_lm_token *token, struct vn_err *err)
{
	struct reader *r = self;
	uint32_t word;
	enum vn_status status;

	if (token->id != VN_WORD_FIRST || !token->len) {
		r->left = token->id == VN_WORD_BOUND ? VN_CASE_START : VN_CASE_LOWER;
		return push(r, token->id != VN_WORD_FIRST ? token->id : VN_WORD_UNKNOWN, err);
	}
	status = vn_intern_add(&r->table, (struct vn_str){token->text, token->len}, &word, err);
	if (!status)
		status = count_case(r, word, token->shape, err);
	return status ? status : push(r, VN_WORD_FIRST + word, err);
}

static enum vn_status read_text(struct reader *r, const char *path, struct vn_err *err)
{
	struct vn_err why;
	int fd = -1;
	enum vn_status status = vn_in_open(&fd, path, &why);
	FILE *file = status ? NULL : fdopen(fd, "rb");
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	if (status)
		return vn_err_set(err, status, "%s: %s", path, why.text);
	if (!file) {
		close(fd);
		return vn_err_nomem(err);
	}
	status = push(r, VN_WORD_BOUND, err);
	while (!status && (len = getline(&line, &cap, file)) > 0) {
		r->left = VN_CASE_START;
		status = vn_lm_tokens((struct vn_str){line, (size_t)len}, on_token, r, err);
		if (!status)
			status = push(r, VN_WORD_BOUND, err);
	}
	if (!status && ferror(file))
		status = vn_err_set(err, VN_EINPUT, "%s: %s", path, strerror(errno));
	free(line);
	fclose(file);
	return status;
}

/* One spelling of a word and how often it was seen. */
struct entry {
	struct vn_str word;
	uint32_t first; /* id of first sight of the spelling that stands for it */
	uint64_t count;
	uint8_t flags;
};

static int by_count(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t len = x->word.len < y->word.len ? x->word.len : y->word.len;
	int order;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	order = memcmp(x->word.ptr, y->word.ptr, len);
	return order ? order : (x->word.len > y->word.len) - (x->word.len < y->word.len);
}

/* TO[id of first sight] = id of first sight of the same word in the old tone placement. */
static enum vn_status fold_tones(struct vn_intern *table, uint32_t **out, struct vn_err *err)
{
	size_t count = table->count;
	uint32_t *to = malloc((count + 1) * sizeof *to);
	enum vn_status status = VN_OK;
	char old[VN_SYLLABLE_BYTES];

	if (!to)
		return vn_err_nomem(err);
	for (size_t i = 0; !status && i < count; i++) {
		size_t len = vn_syllable_retone(table->strings[i], VN_TONE_OLD, old);
		to[i] = (uint32_t)i;
		if (len)
			status = vn_intern_add(table, (struct vn_str){old, len}, &to[i], err);
	}
	if (status)
		free(to);
	else
		*out = to;
	return status;
}

static uint64_t total_of(const struct vn_case_count *c)
{
	uint64_t sum = 0;
	for (int left = 0; left < 4; left++)
		for (int own = 0; own < 3; own++)
			sum += c->seen[left][own];
	return sum;
}

/* How words of first sight become words of the model. */
struct choice {
	size_t seen;	   /* words of first sight */
	uint32_t *to;	   /* [id of first sight]: as fold_tones() makes it */
	struct entry *all; /* of the words, the frequent ones in front */
	size_t kept;	   /* of those */
	uint32_t *id_of;   /* [id of first sight]: id in the model */
};

static void choice_fini(struct choice *c)
{
	free(c->to);
	free(c->all);
	free(c->id_of);
}

/* Makes room for the words of R. */
static enum vn_status choice_init(struct choice *c, struct reader *r, struct vn_err *err)
{
	enum vn_status status;

	c->seen = r->table.count;
	status = fold_tones(&r->table, &c->to, err);
	if (status)
		return status;
	c->all = calloc(r->table.count + 1, sizeof *c->all);
	c->id_of = malloc((r->table.count + 1) * sizeof *c->id_of);
	return c->all && c->id_of ? VN_OK : vn_err_nomem(err);
}

/* Sorts the words by count and keeps the frequent ones. */
static enum vn_status choose(struct choice *c, const struct reader *r, uint32_t min_syllable,
			     uint32_t min_foreign, struct vn_err *err)
{
	struct entry *all = c->all;
	struct vn_syllable parts;

	for (size_t i = 0; i < r->table.count; i++) {
		all[i].word = r->table.strings[i];
		all[i].first = (uint32_t)i;
	}
	for (size_t i = 0; i < c->seen; i++)
		all[c->to[i]].count += total_of(&r->cases[i]);
	for (size_t i = 0; i < r->table.count; i++) {
		bool syllable = vn_syllable_parse(all[i].word, &parts);
		all[i].flags = syllable ? VN_WORD_SYLLABLE : VN_WORD_FOREIGN;
		if (all[i].count < (syllable ? min_syllable : min_foreign))
			all[i].count = 0;
	}
	qsort(all, r->table.count, sizeof *all, by_count);
	while (c->kept < r->table.count && all[c->kept].count)
		c->kept++;
	if (c->kept + VN_WORD_FIRST > UINT16_MAX)
		return vn_err_set(err, VN_ELIMIT,
				  "%zu words are too many for the model; raise the "
				  "minimal counts",
				  c->kept);
	return VN_OK;
}

/* Moves words, flags and case counts to their places and translates the stream. */
static void assign(struct vn_stream *out, const struct reader *r, const struct choice *c)
{
	for (size_t i = 0; i < r->table.count; i++)
		c->id_of[i] = VN_WORD_UNKNOWN;
	for (size_t k = 0; k < c->kept; k++) {
		uint32_t id = (uint32_t)(VN_WORD_FIRST + k);
		out->words[id] = c->all[k].word;
		out->flags[id] = c->all[k].flags;
		c->id_of[c->all[k].first] = id;
	}
	for (size_t i = 0; i < c->seen; i++)
		for (int left = 0; left < 4; left++)
			for (int own = 0; own < 3; own++)
				out->cases[c->id_of[c->to[i]]].seen[left][own] +=
					r->cases[i].seen[left][own];
	for (size_t i = 0; i < r->length; i++) {
		uint32_t id = r->ids[i];
		out->ids[i] =
			(uint16_t)(id < VN_WORD_FIRST ? id : c->id_of[c->to[id - VN_WORD_FIRST]]);
	}
}

static enum vn_status build(struct vn_stream *out, struct reader *r, uint32_t min_syllable,
			    uint32_t min_foreign, struct vn_err *err)
{
	struct choice choice = {0};
	enum vn_status status = choice_init(&choice, r, err);

	if (!status)
		status = choose(&choice, r, min_syllable, min_foreign, err);
	if (!status) {
		out->word_count = (uint32_t)(VN_WORD_FIRST + choice.kept);
		out->words = calloc(out->word_count, sizeof *out->words);
		out->flags = calloc(out->word_count, 1);
		out->cases = calloc(out->word_count, sizeof *out->cases);
		out->ids = malloc(r->length * sizeof *out->ids + 1);
		if (!out->words || !out->flags || !out->cases || !out->ids)
			status = vn_err_nomem(err);
	}
	if (!status)
		assign(out, r, &choice);
	choice_fini(&choice);
	return status;
}

enum vn_status vn_stream_read(struct vn_stream *out, const struct vn_text_source *sources,
			      size_t source_count, uint32_t min_syllable, uint32_t min_foreign,
			      struct vn_err *err)
{
	struct vn_stream stream = {0};
	struct reader r = {0};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < source_count; i++) {
		r.weight = (uint8_t)sources[i].weight;
		status = read_text(&r, sources[i].path, err);
	}
	if (!status)
		status = build(&stream, &r, min_syllable, min_foreign, err);
	stream.weights = r.weights;
	stream.length = r.length;
	stream.table = r.table;
	free(r.ids);
	free(r.cases);
	if (status)
		vn_stream_fini(&stream);
	else
		*out = stream;
	return status;
}

void vn_stream_fini(struct vn_stream *stream)
{
	free(stream->words);
	free(stream->flags);
	free(stream->cases);
	free(stream->ids);
	free(stream->weights);
	vn_intern_fini(&stream->table);
	*stream = (struct vn_stream){0};
}
