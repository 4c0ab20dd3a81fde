#include "decode/gate.h"

#include "model/words.h"

#define ENOUGH 3 /* order of the n-gram that bears a word out */

/* Moves the state over one chunk. *MATCHED becomes the order that bore its word out, *AVAILABLE the
 * most there could be after a boundary. */
static void read_chunk(struct vn_gate *gate, const struct vn_model *model,
		       const struct vn_chunk *chunk, struct vn_plain *plain, int *matched,
		       int *available)
{
	int begin, end;
	bool word = vn_chunk_letters(chunk, &begin, &end);
	uint32_t id = word ? vn_model_lookup(model, chunk->c + begin, end - begin)
			   : vn_chunk_kept(model, chunk->c, chunk->count);
	uint32_t lead = word ? vn_chunk_signs(chunk, 0, begin, false) : 0;
	uint32_t tail = vn_chunk_signs(chunk, end, chunk->count, true);

	if (lead)
		vn_score(&model->scorer, &gate->state, lead, &gate->state);
	*available = gate->state.length && gate->state.word[0] == VN_WORD_BOUND ? 2 : ENOUGH;
	*matched = 0;
	if (id) {
		vn_score(&model->scorer, &gate->state, id, &gate->state);
		*matched = gate->state.matched;
	}
	if (tail)
		vn_score(&model->scorer, &gate->state, tail, &gate->state);
	*plain = (struct vn_plain){0};
	if (word && id != VN_WORD_UNKNOWN && end < 256 && *matched >= *available)
		*plain =
			(struct vn_plain){.word = id, .begin = (uint8_t)begin, .end = (uint8_t)end};
	if (plain->word && begin == 0 && end == chunk->count && chunk->bytes <= UINT8_MAX) {
		plain->bytes = (uint8_t)chunk->bytes;
		plain->shape = (uint8_t)vn_case_of(chunk->c, end);
	}
}

void vn_gate_mark(struct vn_gate *gate, const struct vn_model *model, const struct vn_unit *unit,
		  size_t at)
{
	struct vn_str text = vn_buf_str(&unit->text);
	struct vn_chunk chunk;
	size_t span = vn_span_first(unit, at);

	gate->count = 0;
	while (at < text.len && gate->count < VN_GATE_CHUNKS) {
		struct vn_plain *plain = &gate->chunk[gate->count];
		int breaks, matched, available;
		vn_chunk_blanks(text, &at, &breaks);
		if (breaks > 1)
			gate->state = vn_score_start(&model->scorer);
		if (at == text.len)
			break;
		vn_chunk_take(&chunk, text, &at);
		read_chunk(gate, model, &chunk, plain, &matched, &available);
		span = vn_span_from(unit, span, chunk.begin);
		if (vn_span_meets(unit, span, chunk.begin + chunk.bytes))
			plain->word = 0;
		/* A word that its right neighbour does not expect is worth a look. */
		if (gate->count > 0 && available == ENOUGH && matched > 0 && matched < ENOUGH)
			plain[-1].word = 0;
		gate->count++;
	}
}
