#include "decode/gate.h"

#include "base/fnv.h"
#include "model/words.h"
#include "text/chars.h"

#define ENOUGH 3 /* order of the n-gram that bears a word out */

/* Fills in what CHUNK is, all but its bytes. */
static void look_at(const struct vn_model *model, const struct vn_chunk *chunk,
		    struct vn_gate_word *out)
{
	int begin, end;
	bool word = vn_chunk_letters(chunk, &begin, &end);

	out->id = word ? vn_model_lookup(model, chunk->c + begin, end - begin)
		       : vn_chunk_kept(model, chunk->c, chunk->count);
	out->lead = word ? (uint8_t)vn_chunk_signs(chunk, 0, begin, false) : 0;
	out->tail = (uint8_t)vn_chunk_signs(chunk, end, chunk->count, true);
	out->plain = (struct vn_plain){0};
	if (!word || out->id == VN_WORD_UNKNOWN || end >= 256)
		return;
	out->plain =
		(struct vn_plain){.word = out->id, .begin = (uint8_t)begin, .end = (uint8_t)end};
	if (begin == 0 && end == chunk->count && chunk->bytes <= UINT8_MAX) {
		out->plain.bytes = (uint8_t)chunk->bytes;
		out->plain.shape = (uint8_t)vn_case_of(chunk->c, end);
	}
}

/* What the chunk at byte *AT of TEXT is, which may have been looked at before; moves *AT behind it.
 * ROOM is for one that is not remembered. */
static const struct vn_gate_word *remember(struct vn_gate *gate, const struct vn_model *model,
					   struct vn_str text, size_t *at,
					   struct vn_gate_word *room)
{
	size_t end = *at, most = text.len - *at < VN_GATE_BYTES ? text.len : *at + VN_GATE_BYTES;
	uint64_t hash = VN_FNV_SEED;
	struct vn_gate_word *own;
	struct vn_chunk chunk;

	while (end < most && !vn_blank_at(text, end))
		hash = vn_fnv_step(hash, (unsigned char)text.ptr[end++]);
	if (end < text.len && !vn_blank_at(text, end)) {
		vn_chunk_take(&chunk, text, at);
		look_at(model, &chunk, room);
		return room;
	}
	own = &gate->words[vn_fnv_fold(hash) % VN_GATE_WORDS];
	if (vn_str_eq((struct vn_str){own->text, own->len},
		      (struct vn_str){text.ptr + *at, end - *at})) {
		*at = end;
		return own;
	}
	vn_chunk_take(&chunk, text, at);
	memcpy(own->text, text.ptr + chunk.begin, chunk.bytes);
	own->len = (uint8_t)chunk.bytes;
	look_at(model, &chunk, own);
	return own;
}

/* Moves the state over one chunk. *MATCHED becomes the order that bore its word out, *AVAILABLE the
 * most there could be after a boundary. */
static void read_chunk(struct vn_gate *gate, const struct vn_model *model,
		       const struct vn_gate_word *chunk, struct vn_plain *plain, int *matched,
		       int *available)
{
	if (chunk->lead)
		vn_score(&model->scorer, &gate->state, chunk->lead, &gate->state);
	*available = gate->state.length && gate->state.word[0] == VN_WORD_BOUND ? 2 : ENOUGH;
	*matched = 0;
	if (chunk->id) {
		vn_score(&model->scorer, &gate->state, chunk->id, &gate->state);
		*matched = gate->state.matched;
	}
	if (chunk->tail)
		vn_score(&model->scorer, &gate->state, chunk->tail, &gate->state);
	*plain = *matched >= *available ? chunk->plain : (struct vn_plain){0};
}

void vn_gate_mark(struct vn_gate *gate, const struct vn_model *model, const struct vn_unit *unit,
		  size_t at)
{
	struct vn_str text = vn_buf_str(&unit->text);
	struct vn_gate_word room;
	size_t span = vn_span_first(unit, at), begin;

	gate->count = 0;
	while (at < text.len && gate->count < VN_GATE_CHUNKS) {
		struct vn_plain *plain = &gate->chunk[gate->count];
		int breaks, matched, available;
		vn_chunk_blanks(text, &at, &breaks);
		if (breaks > 1)
			gate->state = vn_score_start(&model->scorer);
		if (at == text.len)
			break;
		begin = at;
		read_chunk(gate, model, remember(gate, model, text, &at, &room), plain, &matched,
			   &available);
		span = vn_span_from(unit, span, begin);
		if (vn_span_meets(unit, span, at))
			plain->word = 0;
		/* A word that its right neighbour does not expect is worth a look. */
		if (gate->count > 0 && available == ENOUGH && matched > 0 && matched < ENOUGH)
			plain[-1].word = 0;
		gate->count++;
	}
}
