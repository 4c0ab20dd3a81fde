#include "model/channel.h"

#include "model/letters.h"
#include "text/chars.h"

#include <stdlib.h>

static uint64_t pack(const int32_t *c, int count)
{
	uint64_t packed = 0;
	for (int i = 0; i < count; i++)
		packed |= (uint64_t)(uint32_t)c[i] << (21 * i);
	return packed;
}

static struct vn_read *look_up(const struct vn_channel *channel, uint64_t read)
{
	uint64_t h = read * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t at = (uint32_t)(h >> 40) & (channel->size - 1);
	while ((channel->reads[at].count || channel->reads[at].literal != VN_COST_MAX) &&
	       channel->reads[at].read != read)
		at = (at + 1) & (channel->size - 1);
	return &channel->reads[at];
}

/* The letters of a printed side; false when it holds anything else. */
static bool origin_of(const struct vn_file_segment *s, struct vn_origin *out)
{
	*out = (struct vn_origin){.cost = s->cost};
	for (int i = 0; i < 2 && s->printed[i]; i++) {
		int32_t c = (int32_t)s->printed[i];
		out->code[i] = vn_letter_code(c);
		if (out->code[i])
			continue;
		/* Small letters alone have codes. */
		out->code[i] = vn_letter_code(vn_lower(c));
		out->upper |= (uint8_t)(1 << i);
		if (!out->code[i])
			return false;
	}
	return true;
}

/* Notes the signs of a read side that came from letters often enough to matter. */
static void note_signs(struct vn_channel *channel, const struct vn_file_segment *s)
{
	for (int i = 0; i < 3 && s->read[i]; i++) {
		int32_t c = (int32_t)s->read[i];
		if (s->cost > 8 * 256 || !s->printed[0] || c == ' ' || vn_is_letter(c) ||
		    vn_is_digit(c) || vn_channel_sign(channel, c) ||
		    channel->sign_count == sizeof channel->signs / sizeof *channel->signs)
			continue;
		channel->signs[channel->sign_count++] = c;
	}
}

/* Enters record S, whose origins follow those of the same read side directly. */
static void enter(struct vn_channel *channel, const struct vn_file_segment *s, uint32_t *used)
{
	int32_t read[3] = {(int32_t)s->read[0], (int32_t)s->read[1], (int32_t)s->read[2]};
	uint64_t key = pack(read, 3);
	struct vn_read *entry = look_up(channel, key);
	struct vn_origin origin;

	entry->read = key;
	if (read[0] && !read[1] && !s->printed[1] && s->printed[0] == s->read[0])
		entry->literal = s->cost;
	if (!origin_of(s, &origin))
		return;
	note_signs(channel, s);
	if (!entry->count)
		entry->first = *used;
	entry->count++;
	channel->origins[(*used)++] = origin;
}

enum vn_status vn_channel_init(struct vn_channel *out, const char *name,
			       const struct vn_file_segment *segments, uint32_t count,
			       struct vn_err *err)
{
	struct vn_channel channel = {.size = 64};
	uint32_t used = 0;

	memcpy(channel.name, name, VN_CHANNEL_NAME);
	while (channel.size < count * 2)
		channel.size *= 2;
	channel.reads = calloc(channel.size, sizeof *channel.reads);
	channel.origins = calloc(count + 1, sizeof *channel.origins);
	if (!channel.reads || !channel.origins) {
		vn_channel_fini(&channel);
		return vn_err_nomem(err);
	}
	for (uint32_t i = 0; i < channel.size; i++)
		channel.reads[i].literal = VN_COST_MAX;
	for (uint32_t i = 0; i < count; i++)
		enter(&channel, &segments[i], &used);
	channel.origin_count = used;
	*out = channel;
	return VN_OK;
}

enum vn_status vn_channel_copy(struct vn_channel *out, const struct vn_channel *from,
			       struct vn_err *err)
{
	struct vn_channel channel = *from;

	channel.reads = malloc(from->size * sizeof *channel.reads);
	channel.origins = malloc(((size_t)from->origin_count + 1) * sizeof *channel.origins);
	channel.contexts = malloc((from->context_size + 1) * sizeof *channel.contexts);
	if (!channel.reads || !channel.origins || !channel.contexts) {
		vn_channel_fini(&channel);
		return vn_err_nomem(err);
	}
	memcpy(channel.reads, from->reads, from->size * sizeof *channel.reads);
	memcpy(channel.origins, from->origins, from->origin_count * sizeof *channel.origins);
	if (from->context_size)
		memcpy(channel.contexts, from->contexts,
		       from->context_size * sizeof *channel.contexts);
	*out = channel;
	return VN_OK;
}

int32_t vn_channel_before(int32_t c)
{
	bool quote = c == 0x201c || c == 0x201d || c == 0x2013 || c == 0x2014;
	if (vn_is_letter(c))
		return vn_lower(c);
	return vn_is_digit(c) || c == '$' || c == '&' || c == '@' || c == '#' || (c > 127 && !quote)
		       ? c
		       : ' ';
}

/* The key of a context, never 0. */
static uint64_t context_key(uint64_t read, const struct vn_origin *o, int32_t before)
{
	uint64_t printed = o->code[0] | (uint64_t)o->code[1] << 8 | (uint64_t)o->upper << 16;
	uint64_t h = read * UINT64_C(0x9e3779b97f4a7c15);
	h = (h ^ h >> 29 ^ printed << 32 ^ (uint64_t)(uint32_t)before) *
	    UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 32;
	return h ? h : 1;
}

static struct vn_context *context_of(const struct vn_channel *channel, uint64_t key)
{
	uint32_t at = (uint32_t)key & (channel->context_size - 1);
	while (channel->contexts[at].key && channel->contexts[at].key != key)
		at = (at + 1) & (channel->context_size - 1);
	return &channel->contexts[at];
}

enum vn_status vn_channel_contexts(struct vn_channel *channel,
				   const struct vn_file_context *records, uint32_t count,
				   struct vn_err *err)
{
	struct vn_context *contexts;
	uint32_t size = 64;

	while (size < count * 2)
		size *= 2;
	contexts = calloc(size, sizeof *contexts);
	if (!contexts)
		return vn_err_nomem(err);
	free(channel->contexts);
	channel->contexts = contexts;
	channel->context_size = size;
	for (uint32_t i = 0; i < count; i++) {
		const struct vn_file_context *r = &records[i];
		struct vn_file_segment s = {.printed = {r->printed[0], r->printed[1]}};
		int32_t read[3] = {(int32_t)r->read[0], (int32_t)r->read[1], (int32_t)r->read[2]};
		struct vn_origin origin;
		uint64_t key;
		if (!origin_of(&s, &origin))
			continue;
		key = context_key(pack(read, 3), &origin, (int32_t)r->before);
		*context_of(channel, key) = (struct vn_context){key, r->difference};
	}
	return VN_OK;
}

vn_cost vn_channel_difference(const struct vn_channel *channel, const int32_t *read, int count,
			      const struct vn_origin *origin, int32_t before)
{
	const struct vn_context *found;

	if (!channel->context_size)
		return 0;
	found = context_of(channel, context_key(pack(read, count), origin, before));
	if (!found->key)
		found = context_of(channel, context_key(VN_CONTEXT_OTHER, origin, before));
	return found->difference;
}

void vn_channel_fini(struct vn_channel *channel)
{
	free(channel->contexts);
	free(channel->reads);
	free(channel->origins);
	*channel = (struct vn_channel){0};
}

struct vn_origins vn_channel_origins(const struct vn_channel *channel, const int32_t *read,
				     int count)
{
	const struct vn_read *entry = look_up(channel, pack(read, count));
	return (struct vn_origins){channel->origins + entry->first, entry->count};
}

vn_cost vn_channel_literal(const struct vn_channel *channel, int32_t c)
{
	return look_up(channel, pack(&c, 1))->literal;
}

bool vn_channel_sign(const struct vn_channel *channel, int32_t c)
{
	for (uint32_t i = 0; i < channel->sign_count; i++)
		if (channel->signs[i] == c)
			return true;
	return false;
}
