/* What a first reading leaves for the second: words for the memory, and what the channel learns. */
#include "model/words.h"
#include "restore/pass.h"
#include "text/chars.h"

#define SETTLED 2048 /* a reading with rivals below one in so many needs no other */

/* Tells the channel what a word was read as. */
static void adapt(struct vn_pass *p, const struct vn_step *step, const int32_t *read, int count,
		  vn_prob prob)
{
	char out[2 * VN_WORD_BYTES];
	int32_t printed[VN_ADAPT_PRINTED];
	enum vn_case shape;
	size_t len = vn_pass_spell(p, step, step->choice->candidate, &shape, out);
	int letters = vn_utf8_decode((struct vn_str){out, len}, printed, VN_ADAPT_PRINTED);

	if (letters > 0)
		vn_adapt_note(p->adapt[step->arc->damage], read, count, printed, letters,
			      (uint32_t)(prob * VN_ADAPT_WHOLE / VN_PROB_ONE));
}

/* Whether most of the text was read by an engine to which marks are pieces of letters, so that
 * those of a word say little. */
static bool reads_plain(const struct vn_damage *damage)
{
	return damage->letters && !damage->own_words;
}

/* The letters of WORD without their marks and case. */
static uint64_t plain_of(const struct vn_model *model, uint32_t word)
{
	int32_t c[VN_WORD_LETTERS];
	int count = vn_utf8_decode(vn_model_word(model, word), c, VN_WORD_LETTERS);

	return vn_memory_plain(c, count < 0 ? 0 : count);
}

/* Notes one word of a path for the next reading. */
static enum vn_status note(struct vn_pass *p, const struct vn_step *step)
{
	const struct vn_arc *arc = step->arc;
	size_t begin = p->lattice->begin + arc->from;
	struct vn_memory_token token = {.begin = (uint32_t)begin,
					.length = (uint8_t)(arc->to - arc->from)};
	uint32_t word = step->choice->word;
	int32_t c[VN_READ_LETTERS];
	int count = vn_utf8_decode((struct vn_str){p->unit->text.ptr + begin, arc->to - arc->from},
				   c, VN_READ_LETTERS);
	struct vn_step_posterior posterior;

	/* What an older spelling stands for is not what was printed. */
	if (count > 0 && !step->choice->candidate)
		word = vn_model_lookup(p->r->model, c, count);
	if (count <= 0 || word < VN_WORD_FIRST)
		return VN_OK;
	token.word = (uint16_t)word;
	vn_search_posterior(p->r->search, p->lattice, step, &posterior);
	token.read = vn_memory_read(c, count);
	token.beside = reads_plain(p->doc->damage) ? plain_of(p->r->model, word) : token.read;
	token.weight = 0x7f & (uint8_t)(posterior.own * VN_MEMORY_SURE / VN_PROB_ONE);
	if (p->adapt[arc->damage] && step->choice->candidate)
		adapt(p, step, c, count, posterior.own);
	token.settled = posterior.rivals < VN_PROB_ONE / SETTLED;
	return vn_memory_note(&p->r->memory, &token, p->err);
}

enum vn_status vn_window_note(struct vn_pass *p, const struct vn_score_state *before,
			      const struct vn_path *path)
{
	enum vn_status status = VN_OK;

	(void)before;
	for (size_t k = 0; !status && k < path->count; k++) {
		status = vn_watch_work(p->watch, VN_STEP_WORK, p->err);
		if (!status && path->steps[k].choice &&
		    path->steps[k].choice->word >= VN_WORD_FIRST &&
		    p->with[path->steps[k].arc->damage].damage->twice)
			status = note(p, &path->steps[k]);
	}
	return status;
}
