#include "damage/damage.h"
#include "damage/guess.h"
#include "mkmodel/scanner.h"
#include "mkmodel/arguments.h"
#include "mkmodel/commands.h"
#include "mkmodel/write.h"
#include "text/chars.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct settings {
	const char *model, *out, *name;
	double prior;
	long rounds;
};

static enum vn_status read_prior(double *prior, const char *text, struct vn_err *err)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value > 0 && value <= 10000))
		return vn_err_set(err, VN_EUSAGE,
				  "adapt: -k takes a number above 0, 10000 at most, not '%.40s'",
				  text);
	*prior = value;
	return VN_OK;
}

static enum vn_status parse(struct settings *s, int argc, char **argv, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	int c;

	*s = (struct settings){.prior = VN_SCANNER_PRIOR, .rounds = 4};
	optind = 1;
	while (!status && (c = getopt(argc, argv, ":c:k:m:o:r:")) != -1) {
		if (c == 'c')
			s->name = optarg;
		else if (c == 'k')
			status = read_prior(&s->prior, optarg, err);
		else if (c == 'm')
			s->model = optarg;
		else if (c == 'o')
			s->out = optarg;
		else if (c == 'r')
			status = vn_argument_number(&s->rounds, "adapt: -r", optarg, 1, 1000, err);
		else
			status = vn_argument_unknown("adapt", c, err);
	}
	if (!status && (!s->model || !s->out || optind == argc))
		status = vn_err_set(err, VN_EUSAGE, "adapt: need -m MODEL, -o NEW and pages");
	return status;
}

/* Which channel the pages are of, from what was read. NULL: none that can be learned. */
static const char *channel_of(const struct vn_pairs *pairs, struct vn_err *err)
{
	const struct vn_damage *damage = NULL;
	struct vn_buf text = {0};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < pairs->count && text.len < 65536; i++) {
		for (uint32_t k = 0; !status && k < pairs->pair[i].read_len; k++) {
			char bytes[VN_UTF8_MAX];
			status = vn_buf_add(&text, bytes,
					    vn_utf8_put(bytes, pairs->pair[i].read[k]), err);
		}
		if (!status)
			status = vn_buf_add(&text, "\n", 1, err);
	}
	if (!status)
		damage = &vn_damages[vn_damage_guess(vn_buf_str(&text), VN_DAMAGE_COUNT)];
	vn_buf_fini(&text);
	if (status)
		return NULL;
	if (damage->learns)
		return damage->channel;
	vn_err_set(err, VN_EINPUT, "adapt: cannot tell the channel of the pages; name it with -c");
	return NULL;
}

/* Says what the pages bring: learned from one half of the lines, judged by the other. */
static enum vn_status tell(const struct settings *s, const struct vn_pairs *pairs,
			   const struct vn_buf *base, struct vn_err *err)
{
	struct vn_pairs half[2] = {{0}};
	double before = 0, after = 0;
	enum vn_status status = VN_OK;

	for (int k = 0; k < 2; k++) {
		half[k].pair = calloc(pairs->count, sizeof *half[k].pair);
		if (!half[k].pair)
			status = vn_err_nomem(err);
	}
	for (size_t i = 0; !status && i < pairs->count; i++)
		half[i % 2].pair[half[i % 2].count++] = pairs->pair[i];
	for (int k = 0; !status && k < 2; k++) {
		struct vn_buf learned = {0};
		double loss;
		status = vn_scanner_learn(&half[k], (int)s->rounds, s->prior, base, &learned, err);
		if (!status)
			status = vn_scanner_loss(&half[1 - k], &learned, &loss, err);
		after += status ? 0 : loss;
		if (!status)
			status = vn_scanner_loss(&half[1 - k], base, &loss, err);
		before += status ? 0 : loss;
		vn_buf_fini(&learned);
	}
	if (!status)
		fprintf(stderr, "lines: %zu; nats a line gained on lines not learned from: %.2f\n",
			pairs->count, (before - after) / (double)pairs->count);
	free(half[0].pair);
	free(half[1].pair);
	return status;
}

/* The section CHAN with the channel NAME adapted, into OUT. */
static enum vn_status adapt(const struct settings *s, const char *name,
			    const struct vn_pairs *pairs, struct vn_str rest, struct vn_buf *out,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool found = false;

	while (!status && rest.len >= sizeof(struct vn_file_channel)) {
		struct vn_file_channel header;
		struct vn_buf base = {0}, records = {0};
		uint64_t size;
		memcpy(&header, rest.ptr, sizeof header);
		size = (uint64_t)header.segment_count * sizeof(struct vn_file_segment);
		if (size > rest.len - sizeof header)
			return vn_err_set(err, VN_EMODEL, "%s: damaged channels", s->model);
		status = vn_buf_add(&base, rest.ptr + sizeof header, size, err);
		if (!status && strncmp(header.name, name, VN_CHANNEL_NAME) == 0) {
			if (!found)
				status = tell(s, pairs, &base, err);
			found = true;
			if (!status)
				status = vn_scanner_learn(pairs, (int)s->rounds, s->prior, &base,
							  &records, err);
			header.segment_count =
				(uint32_t)(records.len / sizeof(struct vn_file_segment));
		} else if (!status) {
			status = vn_buf_add(&records, base.ptr, base.len, err);
		}
		if (!status)
			status = vn_buf_add(out, &header, sizeof header, err);
		if (!status)
			status = vn_buf_add(out, records.ptr, records.len, err);
		vn_buf_fini(&base);
		vn_buf_fini(&records);
		rest.ptr += sizeof header + size;
		rest.len -= sizeof header + size;
	}
	if (!status && !found)
		status = vn_err_set(err, VN_EUSAGE, "adapt: %s has no channel '%.20s'", s->model,
				    name);
	return status;
}

/* Puts the adapted channel in its place, and notes it. */
static enum vn_status adapt_model(const struct settings *s, const char *name,
				  const struct vn_pairs *pairs, struct vn_sections *sections,
				  struct vn_err *err)
{
	struct vn_buf channels = {0};
	char note[80];
	int len = snprintf(note, sizeof note, "; %.8s adapted to %zu lines", name, pairs->count);
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < sections->count; i++) {
		struct vn_buf *bytes = &sections->bytes[i];
		if (sections->id[i] == VN_SECTION_INFO)
			status = vn_buf_add(bytes, note, (size_t)len, err);
		if (sections->id[i] != VN_SECTION_CHAN)
			continue;
		status = adapt(s, name, pairs, vn_buf_str(bytes), &channels, err);
		bytes->len = 0;
		if (!status)
			status = vn_buf_add(bytes, channels.ptr, channels.len, err);
	}
	vn_buf_fini(&channels);
	return status;
}

enum vn_status vn_command_adapt(int argc, char **argv, struct vn_err *err)
{
	struct vn_sections sections = {0};
	struct vn_pairs pairs = {0};
	struct settings s;
	enum vn_status status = parse(&s, argc, argv, err);

	for (; !status && optind < argc; optind++)
		status = vn_pages_add(&pairs, argv[optind], err);
	if (!status && !pairs.count)
		status = vn_err_set(err, VN_EINPUT, "adapt: the pages hold no lines");
	if (!status && !s.name && !(s.name = channel_of(&pairs, err)))
		status = err->status;
	if (!status)
		status = vn_sections_read(&sections, s.model, err);
	if (!status)
		status = adapt_model(&s, s.name, &pairs, &sections, err);
	if (!status)
		status = vn_sections_write(&sections, s.out, err);
	vn_sections_fini(&sections);
	vn_pairs_fini(&pairs);
	return status;
}
