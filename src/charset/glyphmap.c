#include "charset/glyphmap.h"

#include "charset/coding.h"
#include "lang/vi/letters.h"
#include "model/open.h"
#include "model/words.h"
#include "text/chars.h"

#include <stdlib.h>

#define NAT	   256
#define ITEMS	   256 /* of a line, at most; then it is cut */
#define OPTIONS	   8   /* readings of a word */
#define PLACES	   3   /* letters of a word that may be swapped */
#define ROUNDS	   4
#define SPARED	   16 /* letters of a swap, to one that it spared */
#define ROOM	   (VN_WORD_LETTERS + PLACES)
#define WHOLE	   (12 * NAT)	 /* what a text must gain, */
#define EACH_SWAP  (3 * NAT)	 /* and for each swap that it takes, */
#define EACH_PLACE (5 * NAT)	 /* and on each word in the mean */
#define LEAST	   (3 * NAT)	 /* what words must gain by a swap in the mean for it to stay */
#define SPELLING   (NAT * 3 / 2) /* of a word that the model does not know, a letter */
#define SELDOM	   10		 /* places of a swap, to one that it changes: it is no swap */
/* Bytes that tell what speaks for no swap at all; then four times as many, as long as that is less
 * than half of the text. */
#define SAMPLE (16 * 1024)

/* A reading of a word, and the best way to it. */
struct option {
	uint32_t id; /* of the model */
	int32_t c[ROOM];
	int count;
	int8_t swaps[PLACES]; /* of the family; -1: none */
	struct vn_score_state state;
	vn_cost cost;
	int back; /* option of the item before */
};

struct vn_glyph_item {
	size_t begin, end;		/* bytes of the text */
	struct option options[OPTIONS]; /* the first is the word as it stands */
	int count;
};

/* A family that is tried on a text. */
struct trial {
	const struct vn_swaps *swaps;
	bool on[VN_SWAPS_MAX];
	int16_t first[VN_LETTER_SLOTS]; /* that sees a letter, by its slot; -1: none that is on */
	int16_t next[VN_SWAPS_MAX];	/* that sees the same one */
	struct vn_swap_count counts[VN_SWAPS_MAX];
	uint32_t changed[VN_SWAPS_MAX];
	int64_t by_swap[VN_SWAPS_MAX]; /* gains */
	int64_t gain;
};

void vn_glyph_map_fini(struct vn_glyph_map *map)
{
	free(map->changes);
	free(map->items);
	vn_buf_fini(&map->after);
	*map = (struct vn_glyph_map){0};
}

/* Adds to ITEM what each of its readings is with SWAP undone at letter AT of the word, counted from
 * its end, so that swaps before it do not move it. */
static void add_readings(struct vn_glyph_item *item, const struct vn_swap *swap, int8_t number,
			 int at)
{
	int count = item->count;

	for (int i = 0; i < count && item->count < OPTIONS; i++) {
		struct option *to = &item->options[item->count];
		int place = item->options[i].count - at, used = 0;
		*to = item->options[i];
		while (used < PLACES && to->swaps[used] >= 0)
			used++;
		if (used == PLACES || to->c[place] != swap->seen)
			continue;
		to->swaps[used] = number;
		to->c[place] = swap->meant[0];
		if (swap->meant[1]) {
			memmove(to->c + place + 2, to->c + place + 1,
				(size_t)(to->count - place - 1) * sizeof *to->c);
			to->c[place + 1] = swap->meant[1];
			to->count++;
		}
		item->count++;
	}
}

/* Lists the readings of the word that ITEM holds; those that the model does not know but as it
 * stands are dropped. */
static void list_readings(const struct vn_model *model, const struct trial *t,
			  struct vn_glyph_item *item)
{
	int kept = 1, letters = item->options[0].count;

	for (int k = 0; k < letters; k++) {
		int slot = vn_letter_slot(item->options[0].c[k]);
		for (int s = slot >= 0 ? t->first[slot] : -1; s >= 0; s = t->next[s])
			add_readings(item, &t->swaps->list[s], (int8_t)s, letters - k);
	}
	for (int i = 1; i < item->count; i++) {
		struct option *o = &item->options[i];
		o->id = vn_model_lookup(model, o->c, o->count);
		if (o->id != VN_WORD_UNKNOWN)
			item->options[kept++] = *o;
	}
	item->count = kept;
}

/* The next item; a sign or a number has one reading, ID. */
static struct vn_glyph_item *add_item(struct vn_glyph_map *map, size_t begin, size_t end,
				      uint32_t id)
{
	struct vn_glyph_item *item = &map->items[map->item_count++];

	item->begin = begin;
	item->end = end;
	item->count = 1;
	item->options[0].id = id;
	item->options[0].count = 0;
	memset(item->options[0].swaps, -1, PLACES);
	return item;
}

static vn_cost spelling(const struct option *o)
{
	return o->id == VN_WORD_UNKNOWN ? o->count * SPELLING : 0;
}

/* Looks up the words of the line as they stand. */
static void find_words(struct vn_glyph_map *map)
{
	for (size_t k = 0; k < map->item_count; k++) {
		struct option *o = &map->items[k].options[0];
		if (o->count)
			o->id = vn_model_lookup(map->model, o->c, o->count);
	}
}

/* Whether one of its words can be read in another way. */
static bool has_readings(const struct vn_glyph_map *map)
{
	for (size_t k = 0; k < map->item_count; k++)
		if (map->items[k].count > 1)
			return true;
	return false;
}

/* The best way to O so far costs COST, by option BACK of the item before, and ends in STATE. */
static void come(struct option *o, vn_cost cost, int back, const struct vn_score_state *state)
{
	o->cost = cost;
	o->back = back;
	o->state = *state;
}

/* Finds the best way through the line, and what it costs as it stands. */
static vn_cost walk(struct vn_glyph_map *map)
{
	const struct vn_scorer *scorer = &map->model->scorer;
	struct vn_score_state start = vn_score_start(scorer), plain = start, next;
	vn_cost cost = 0;

	for (size_t k = 0; k < map->item_count; k++) {
		struct vn_glyph_item *item = &map->items[k];
		const struct vn_glyph_item *before = k ? item - 1 : NULL;
		bool same = !before || (before->count == 1 &&
					vn_score_state_eq(&before->options[0].state, &plain));
		vn_cost one = vn_score(scorer, &plain, item->options[0].id, &next) +
			      spelling(&item->options[0]);
		cost += one;
		plain = next;
		if (same) /* one way leads here, and what it costs was just asked */
			come(&item->options[0], before ? before->options[0].cost + one : one, 0,
			     &next);
		for (int i = same; i < item->count; i++) {
			struct option *o = &item->options[i];
			o->cost = VN_COST_MAX;
			for (int p = 0; p < (before ? before->count : 1); p++) {
				const struct option *from = before ? &before->options[p] : NULL;
				vn_cost sum = (from ? from->cost : 0) +
					      vn_score(scorer, from ? &from->state : &start, o->id,
						       &next) +
					      spelling(o);
				if (sum < o->cost)
					come(o, sum, p, &next);
			}
		}
	}
	return cost;
}

static enum vn_status note(struct vn_glyph_map *map, const struct vn_glyph_item *item,
			   const struct option *o, struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&map->changes, map->count, &map->cap, sizeof *map->changes, err);
	struct vn_glyph_change change = {item->begin, item->end, map->after.len, 0};

	for (int i = 0; !status && i < o->count; i++) {
		char utf8[VN_UTF8_MAX];
		status = vn_buf_add(&map->after, utf8, vn_utf8_put(utf8, o->c[i]), err);
	}
	change.out_len = map->after.len - change.out_begin;
	if (!status)
		map->changes[map->count++] = change;
	return status;
}

/* Reads the line that was gathered, and empties it. */
static enum vn_status read_line(struct vn_glyph_map *map, struct trial *t, struct vn_err *err)
{
	size_t count = map->item_count, changed = 0;
	uint8_t way[ITEMS];
	const struct vn_glyph_item *last = map->items + count - 1;
	enum vn_status status = VN_OK;
	vn_cost gain;
	int best = 0;

	if (!has_readings(map)) {
		map->item_count = 0;
		return VN_OK;
	}
	find_words(map);
	gain = walk(map);
	map->item_count = 0;
	for (int i = 1; i < last->count; i++)
		if (last->options[i].cost < last->options[best].cost)
			best = i;
	gain -= last->options[best].cost;
	for (size_t k = count; k-- > 0; best = map->items[k].options[best].back) {
		way[k] = (uint8_t)best;
		changed += best > 0;
	}
	for (size_t k = 0; !status && changed && k < count; k++) {
		const struct option *o = &map->items[k].options[way[k]];
		for (int i = 0; way[k] && i < PLACES && o->swaps[i] >= 0; i++) {
			t->changed[o->swaps[i]]++;
			t->by_swap[o->swaps[i]] += gain / (vn_cost)changed;
		}
		if (way[k])
			status = note(map, &map->items[k], o, err);
	}
	t->gain += changed ? gain : 0;
	return status;
}

/* Adds the words and signs of a piece of TEXT between blanks. */
static enum vn_status add_piece(struct vn_glyph_map *map, struct trial *t, struct vn_str text,
				const struct vn_fragment *f, struct vn_err *err)
{
	struct vn_str piece = {text.ptr, f->end};
	struct vn_glyph_item *word = NULL;
	enum vn_status status = VN_OK;
	bool digits = false;

	for (size_t at = f->begin; at < f->end; at++)
		digits |= text.ptr[at] >= '0' && text.ptr[at] <= '9';
	if (digits) {
		add_item(map, f->begin, f->end, VN_WORD_NUMBER);
		return map->item_count == ITEMS ? read_line(map, t, err) : VN_OK;
	}
	for (size_t at = f->begin; !status && at <= f->end;) {
		size_t begin = at;
		int32_t c = at < f->end ? vn_utf8_next(piece, &at) : ' ';
		bool letter = c >= 0 && vn_is_letter(c);
		if (letter && !word)
			word = add_item(map, begin, at, VN_WORD_UNKNOWN);
		if (letter && word->options[0].count < VN_WORD_LETTERS) {
			word->options[0].c[word->options[0].count++] = c;
			word->end = at;
		}
		if (letter)
			continue;
		if (word)
			list_readings(map->model, t, word);
		word = NULL;
		if (begin == f->end)
			break;
		uint32_t sign = c < 0 ? 0 : vn_sign_word(c, f->end - f->begin == at - begin);
		if (map->item_count < ITEMS && (sign == VN_WORD_COMMA || (sign && at == f->end)))
			add_item(map, begin, at, sign);
		if (map->item_count == ITEMS)
			status = read_line(map, t, err);
	}
	return !status && map->item_count == ITEMS ? read_line(map, t, err) : status;
}

/* Chains the swaps that are on by the letter that they see, in their order. */
static void chain(struct trial *t)
{
	memset(t->first, -1, sizeof t->first);
	for (size_t s = t->swaps->count; s-- > 0;) {
		int slot = vn_letter_slot(t->swaps->list[s].seen);
		if (!t->on[s])
			continue;
		t->next[s] = t->first[slot];
		t->first[slot] = (int16_t)s;
	}
}

/* Whether TEXT, from byte BEGIN on, holds a letter that a swap sees; no swap sees one of ASCII. */
static bool sees_any(const struct trial *t, struct vn_str text, size_t begin)
{
	for (size_t at = begin; at < text.len;) {
		if ((unsigned char)text.ptr[at] < 0x80) {
			at++;
			continue;
		}
		int slot = vn_letter_slot(vn_utf8_next(text, &at));
		if (slot >= 0 && t->first[slot] >= 0)
			return true;
	}
	return false;
}

/* Where the line begins that is read behind the one in bytes [BEGIN, END) of TEXT. */
static size_t next_line(struct vn_str text, size_t begin, size_t end, size_t share)
{
	size_t left = text.len - end, skip = (end - begin) * (share - 1);
	const char *stop = skip < left ? memchr(text.ptr + end + skip, '\n', left - skip) : NULL;

	return share == 1 ? end + 1 : stop ? (size_t)(stop - text.ptr) + 1 : text.len;
}

/* Reads TEXT with the swaps that are on: one part in SHARE of it, lines from all over. */
static enum vn_status read_text(struct vn_glyph_map *map, struct trial *t, struct vn_str text,
				size_t share, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	memset(t->changed, 0, sizeof t->changed);
	memset(t->by_swap, 0, sizeof t->by_swap);
	t->gain = 0;
	map->count = map->after.len = map->item_count = 0;
	chain(t);
	for (size_t begin = 0; !status && begin < text.len;) {
		const char *stop = memchr(text.ptr + begin, '\n', text.len - begin);
		struct vn_str line = {text.ptr, stop ? (size_t)(stop - text.ptr) : text.len};
		struct vn_fragment f;
		/* On most lines nothing can change, so they are not cut into words. */
		for (size_t at = sees_any(t, line, begin) ? begin : line.len;
		     !status && vn_fragment_next(line, &at, &f);)
			status = add_piece(map, t, text, &f, err);
		if (!status && map->item_count)
			status = read_line(map, t, err);
		begin = next_line(text, begin, line.len, share);
	}
	return status;
}

/* Turns off what hardly helps in the part of the text that was read, one in SHARE. Whether
 * something was; *LEFT becomes whether any is on still. */
static bool weed(struct trial *t, size_t share, bool *left)
{
	bool any = false;

	*left = false;
	for (size_t s = 0; s < t->swaps->count; s++) {
		bool off = t->on[s] && (t->changed[s] * SELDOM < t->counts[s].seen / share ||
					t->by_swap[s] < (int64_t)t->changed[s] * LEAST);
		t->on[s] &= !off;
		*left |= t->on[s];
		any |= off;
	}
	return any;
}

static bool convinces(const struct vn_glyph_map *map, const struct trial *t)
{
	int64_t need = WHOLE;

	for (size_t s = 0; s < t->swaps->count; s++)
		need += t->changed[s] ? EACH_SWAP : 0;
	return map->count && t->gain >= need && t->gain >= (int64_t)map->count * EACH_PLACE;
}

/* Whether a swap that is on makes the letter C of another. */
static bool is_made(const struct trial *t, int32_t c)
{
	for (size_t s = 0; s < t->swaps->count; s++)
		if (t->on[s] && t->swaps->list[s].seen == c)
			return true;
	return false;
}

/* Turns on the swaps that spared hardly a letter; one that other swaps make is not spared. Whether
 * there is any. */
static bool find_swaps(struct trial *t)
{
	bool any = false, more = true;

	for (size_t s = 0; s < t->swaps->count; s++)
		t->on[s] = t->counts[s].seen > 0;
	while (more) {
		any = more = false;
		for (size_t s = 0; s < t->swaps->count; s++) {
			const struct vn_swap *swap = &t->swaps->list[s];
			if (t->on[s] && t->counts[s].spared * SPARED > t->counts[s].seen &&
			    (swap->meant[1] || !is_made(t, swap->meant[0]))) {
				t->on[s] = false;
				more = true;
			}
			any |= t->on[s];
		}
	}
	return any;
}

/* Finds out, in one part of TEXT in SHARE, which of the swaps that are on are such. *SETTLED
 * becomes whether the last round left them as they were. Whether any is on still. */
static bool settle(struct vn_glyph_map *map, struct trial *t, struct vn_str text, size_t share,
		   bool *settled, enum vn_status *status, struct vn_err *err)
{
	bool any = true, more = true;

	for (int round = 0; any && !*status && more && round < ROUNDS; round++) {
		*status = read_text(map, t, text, share, err);
		more = !*status && weed(t, share, &any);
	}
	*settled = !more;
	return any && !*status;
}

/* Tries a family. Whether the text was taken for it. */
static enum vn_status try_family(struct vn_glyph_map *map, const struct vn_swaps *swaps,
				 struct vn_str text, bool *taken, struct vn_err *err)
{
	struct trial t = {.swaps = swaps}, sample;
	enum vn_status status = VN_OK;
	bool any, settled = false;

	*taken = false;
	vn_swaps_count(swaps, &map->letters, t.counts);
	any = find_swaps(&t);
	for (size_t most = SAMPLE; any && text.len >= 2 * most; most *= 4) {
		sample = t;
		any = settle(map, &sample, text, text.len / most, &settled, &status, err);
	}
	any = any && settle(map, &t, text, 1, &settled, &status, err);
	if (!any)
		t.gain = 0;
	*taken = any && settled && convinces(map, &t);
	map->gain = t.gain < VN_COST_MAX ? (vn_cost)t.gain : VN_COST_MAX;
	return status;
}

/* Families are made once; those that hold no swap are left out. */
static void list_families(struct vn_glyph_map *map)
{
	for (size_t i = 0; i < vn_charset_count && map->family_count < VN_GLYPH_FAMILIES; i++) {
		struct vn_swaps *swaps = &map->families[map->family_count];
		if (!(vn_charsets[i].roles & VN_CHARSET_TEXT))
			continue;
		vn_swaps_init(swaps, &vn_charsets[i]);
		map->family_count += swaps->count > 0;
	}
}

enum vn_status vn_glyph_map_find(struct vn_glyph_map *map, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool taken = false;

	map->charset = NULL;
	if (map->family_count == 0)
		list_families(map);
	if (!map->items)
		map->items = calloc(ITEMS, sizeof *map->items);
	if (!map->items)
		return vn_err_nomem(err);
	vn_swap_letters_count(&map->letters, text);
	for (size_t i = 0; !status && !taken && i < map->family_count; i++) {
		status = try_family(map, &map->families[i], text, &taken, err);
		if (taken)
			map->charset = map->families[i].charset;
	}
	if (!taken)
		map->count = 0;
	return status;
}
