#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/ngrams.h"
#include "mkmodel/vectors.h"
#include "mkmodel/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SOURCES_MAX 64

struct settings {
	const char *out;
	long limit, order, min_syllable, min_foreign, reach;
	struct vn_text_source sources[SOURCES_MAX];
	size_t source_count;
};

/* Takes the option C with getopt()'s optarg. */
static enum vn_status take(struct settings *s, int c, struct vn_err *err)
{
	switch (c) {
	case 'o':
		s->out = optarg;
		return VN_OK;
	case 'n':
		return vn_argument_number(&s->limit, "lm: -n", optarg, 1, UINT32_MAX, err);
	case 'k':
		return vn_argument_number(&s->order, "lm: -k", optarg, 2, VN_LM_ORDER, err);
	case 's':
		return vn_argument_number(&s->min_syllable, "lm: -s", optarg, 1, UINT32_MAX, err);
	case 'f':
		return vn_argument_number(&s->min_foreign, "lm: -f", optarg, 1, UINT32_MAX, err);
	case 'a':
		return vn_argument_number(&s->reach, "lm: -a", optarg, 4, VN_VECTOR_REACH, err);
	}
	return vn_argument_unknown("lm", c, err);
}

static enum vn_status parse(struct settings *s, int argc, char **argv, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	int c;

	*s = (struct settings){.limit = 13500000, .order = 5, .min_syllable = 3, .min_foreign = 30};
	optind = 1;
	while (!status && (c = getopt(argc, argv, ":o:n:k:s:f:a:")) != -1)
		status = take(s, c, err);
	for (; !status && optind < argc && s->source_count < SOURCES_MAX; optind++) {
		struct vn_text_source *source = &s->sources[s->source_count++];
		source->path = argv[optind];
		status = vn_argument_weight(argv[optind], 255, &source->weight, err);
	}
	if (!status && (!s->out || !s->source_count))
		status = vn_err_set(err, VN_EUSAGE, "lm: need -o PART and texts");
	return status;
}

static enum vn_status write_part(const struct settings *s, const struct vn_stream *stream,
				 const struct vn_ngrams *ngrams, struct vn_err *err)
{
	struct vn_sections sections = {0};
	enum vn_status status = vn_sections_add_words(&sections, stream, err);
	if (!status)
		status = vn_sections_add_ngrams(&sections, ngrams, err);
	if (!status && s->reach)
		status = vn_vectors_learn(vn_sections_get(&sections, VN_SECTION_VECT), stream,
					  (uint32_t)s->reach, err);
	if (!status)
		status = vn_sections_write(&sections, s->out, err);
	vn_sections_fini(&sections);
	return status;
}

static void report(const char *what, const struct vn_ngrams *ngrams)
{
	fprintf(stderr, "%s:", what);
	for (int k = 0; k < ngrams->order; k++)
		fprintf(stderr, " %d: %zu", k + 1, ngrams->count[k]);
	fputc('\n', stderr);
}

enum vn_status vn_command_lm(int argc, char **argv, struct vn_err *err)
{
	/* Order 2 keeps pairs seen once only where they earn their place in pruning. */
	static const uint32_t min_raw[VN_LM_ORDER] = {0, 2, 2, 2, 2};
	struct settings s;
	struct vn_stream stream = {0};
	struct vn_ngrams ngrams = {0};
	enum vn_status status = parse(&s, argc, argv, err);

	if (!status)
		status = vn_stream_read(&stream, s.sources, s.source_count,
					(uint32_t)s.min_syllable, (uint32_t)s.min_foreign, err);
	if (!status) {
		fprintf(stderr, "tokens: %zu, words: %u\n", stream.length, stream.word_count);
		status = vn_ngrams_count(&ngrams, &stream, (int)s.order, min_raw, err);
	}
	if (!status) {
		report("n-grams counted", &ngrams);
		status = vn_ngrams_prune(&ngrams, (size_t)s.limit, err);
	}
	if (!status) {
		report("n-grams kept", &ngrams);
		status = write_part(&s, &stream, &ngrams, err);
	}
	vn_ngrams_fini(&ngrams);
	vn_stream_fini(&stream);
	return status;
}
