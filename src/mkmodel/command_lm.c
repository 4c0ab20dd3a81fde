#include "mkmodel/commands.h"
#include "mkmodel/ngrams.h"
#include "mkmodel/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SOURCES_MAX 64

struct settings {
	const char *out;
	long limit, order, min_syllable, min_foreign;
	struct vn_text_source sources[SOURCES_MAX];
	size_t source_count;
};

static enum vn_status parse(struct settings *s, int argc, char **argv, struct vn_err *err)
{
	int c;
	*s = (struct settings){.limit = 13500000, .order = 5, .min_syllable = 3, .min_foreign = 30};
	optind = 1;
	while ((c = getopt(argc, argv, "o:n:k:s:f:")) != -1) {
		if (c == 'o')
			s->out = optarg;
		else if (c == 'n')
			s->limit = strtol(optarg, NULL, 10);
		else if (c == 'k')
			s->order = strtol(optarg, NULL, 10);
		else if (c == 's')
			s->min_syllable = strtol(optarg, NULL, 10);
		else if (c == 'f')
			s->min_foreign = strtol(optarg, NULL, 10);
		else
			return vn_err_set(err, VN_EUSAGE, "lm: unknown option");
	}
	for (; optind < argc && s->source_count < SOURCES_MAX; optind++) {
		char *colon = strrchr(argv[optind], ':');
		long weight = colon ? strtol(colon + 1, NULL, 10) : 1;
		if (weight < 1 || weight > 255)
			return vn_err_set(err, VN_EUSAGE, "lm: weight of %s is not 1 to 255",
					  argv[optind]);
		if (colon)
			*colon = 0;
		s->sources[s->source_count++] =
			(struct vn_text_source){argv[optind], (uint32_t)weight};
	}
	if (!s->out || !s->source_count || s->order < 2 || s->order > VN_LM_ORDER)
		return vn_err_set(err, VN_EUSAGE,
				  "lm: need -o PART, texts, and an order of 2 to %d", VN_LM_ORDER);
	return VN_OK;
}

static enum vn_status write_part(const struct settings *s, const struct vn_stream *stream,
				 const struct vn_ngrams *ngrams, struct vn_err *err)
{
	struct vn_chunks chunks = {0};
	enum vn_status status = vn_chunks_add_words(&chunks, stream, err);
	if (!status)
		status = vn_chunks_add_ngrams(&chunks, ngrams, err);
	if (!status)
		status = vn_chunks_write(&chunks, s->out, err);
	vn_chunks_fini(&chunks);
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
