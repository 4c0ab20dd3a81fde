#include "user/dict.h"

#include "model/hash.h"
#include "text/chars.h"
#include "lang/vi/syllable.h"
#include "user/lines.h"

#include <stdlib.h>

#define FIRST_SIZE 1024
#define VARIANTS   16 /* entries kept that differ in case or tone placement alone */

void vn_dict_fini(struct vn_dict *dict)
{
	free(dict->words);
	free(dict->nodes);
	free(dict->entries);
	free(dict->by_text);
	free(dict->by_step);
	vn_arena_fini(&dict->arena);
	*dict = (struct vn_dict){0};
}

/* The slot of a word: its own, or the empty one where it belongs. */
static uint32_t *text_slot(const struct vn_dict *dict, struct vn_str text)
{
	uint64_t hash = VN_HASH_SEED;
	size_t at;

	for (size_t i = 0; i < text.len; i++)
		hash = vn_hash_step(hash, (unsigned char)text.ptr[i]);
	for (at = (size_t)(hash >> 20) & (dict->text_size - 1); dict->by_text[at];
	     at = (at + 1) & (dict->text_size - 1))
		if (vn_str_eq(dict->words[dict->by_text[at] - 1].text, text))
			break;
	return &dict->by_text[at];
}

/* The same for the node that WORD leads to from node PARENT. */
static uint32_t *step_slot(const struct vn_dict *dict, uint32_t parent, uint32_t word)
{
	uint64_t hash = vn_hash_step(vn_hash_step(VN_HASH_SEED, parent), word);
	size_t at;

	for (at = (size_t)(hash >> 20) & (dict->step_size - 1); dict->by_step[at];
	     at = (at + 1) & (dict->step_size - 1)) {
		const struct vn_dict_node *node = &dict->nodes[dict->by_step[at] - 1];
		if (node->parent == parent && node->word == word)
			break;
	}
	return &dict->by_step[at];
}

/* Room for one more in an index that holds COUNT. *SIZE is 0 or a power of two. */
static enum vn_status widen(uint32_t **index, size_t *size, size_t count, bool *moved,
			    struct vn_err *err)
{
	size_t wider = *size ? *size * 2 : FIRST_SIZE;
	uint32_t *slots;

	*moved = false;
	if (*size && count * 2 < *size)
		return VN_OK;
	slots = calloc(wider, sizeof *slots);
	if (!slots)
		return vn_err_nomem(err);
	free(*index);
	*index = slots;
	*size = wider;
	*moved = true;
	return VN_OK;
}

/* Room for a word and a node; the root is made with the first. */
static enum vn_status reserve(struct vn_dict *dict, struct vn_err *err)
{
	bool moved;
	enum vn_status status =
		vn_grow(&dict->words, dict->word_count, &dict->word_cap, sizeof *dict->words, err);
	if (!status)
		status = vn_grow(&dict->nodes, dict->node_count, &dict->node_cap,
				 sizeof *dict->nodes, err);
	if (!status && !dict->node_count)
		dict->nodes[dict->node_count++] = (struct vn_dict_node){.entry = VN_DICT_NO_ENTRY};
	if (!status)
		status = widen(&dict->by_text, &dict->text_size, dict->word_count, &moved, err);
	for (size_t i = 0; !status && moved && i < dict->word_count; i++)
		*text_slot(dict, dict->words[i].text) = (uint32_t)i + 1;
	if (!status)
		status = widen(&dict->by_step, &dict->step_size, dict->node_count, &moved, err);
	for (size_t i = 1; !status && moved && i < dict->node_count; i++)
		*step_slot(dict, dict->nodes[i].parent, dict->nodes[i].word) = (uint32_t)i + 1;
	return status;
}

/* PART (NFC) as parts are compared, into OUT; 0: it is too long. */
static size_t fold(struct vn_str part, char out[VN_DICT_PART])
{
	char old[VN_SYLLABLE_BYTES];
	size_t len = 0, placed;

	for (size_t at = 0; at < part.len;) {
		int32_t c = vn_utf8_next(part, &at);
		if (c < 0 || len + VN_UTF8_MAX > VN_DICT_PART)
			return 0;
		len += vn_utf8_put(out + len, vn_lower(c));
	}
	if (len > VN_SYLLABLE_BYTES)
		return len;
	placed = vn_syllable_retone((struct vn_str){out, len}, VN_TONE_OLD, old);
	if (placed)
		memcpy(out, old, placed);
	return placed ? placed : len;
}

static bool has_capital(struct vn_str text)
{
	for (size_t at = 0; at < text.len;)
		if (vn_is_upper(vn_utf8_next(text, &at)))
			return true;
	return false;
}

/* One part of an entry; *NODE moves on. */
static enum vn_status add_part(struct vn_dict *dict, struct vn_str part, uint32_t *node,
			       struct vn_err *err)
{
	char bytes[VN_DICT_PART];
	struct vn_str folded = {bytes, fold(part, bytes)};
	enum vn_status status = reserve(dict, err);
	uint32_t *slot, word;

	if (status)
		return status;
	slot = text_slot(dict, folded);
	if (!*slot) {
		folded = vn_arena_copy(&dict->arena, folded.ptr, folded.len);
		if (!folded.ptr)
			return vn_err_nomem(err);
		dict->words[dict->word_count++] = (struct vn_dict_word){.text = folded};
		*slot = (uint32_t)dict->word_count;
	}
	word = *slot - 1;
	dict->words[word].small |= !has_capital(part);
	slot = step_slot(dict, *node, word);
	if (!*slot) {
		dict->nodes[dict->node_count++] =
			(struct vn_dict_node){*node, word, VN_DICT_NO_ENTRY};
		*slot = (uint32_t)dict->node_count;
	}
	*node = *slot - 1;
	return VN_OK;
}

/* The next part of TEXT behind *AT, at a blank or the end. */
static bool next_part(struct vn_str text, size_t *at, struct vn_str *part)
{
	size_t next, from;

	for (next = *at; next < text.len && vn_is_space(vn_utf8_next(text, &next));)
		*at = next;
	from = *at;
	for (next = *at; next < text.len && !vn_is_space(vn_utf8_next(text, &next));)
		*at = next;
	*part = (struct vn_str){text.ptr + from, *at - from};
	return part->len > 0;
}

/* Adds the entry TEXT, NFC with one blank between its parts. */
static enum vn_status add_entry(struct vn_dict *dict, struct vn_str text, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct vn_str part;
	uint32_t node = 0, variants = 0, *first;

	for (size_t at = 0; !status && next_part(text, &at, &part);)
		status = add_part(dict, part, &node, err);
	if (!status)
		status = vn_grow(&dict->entries, dict->entry_count, &dict->entry_cap,
				 sizeof *dict->entries, err);
	if (status)
		return status;
	first = &dict->nodes[node].entry;
	for (uint32_t e = *first; e != VN_DICT_NO_ENTRY; e = dict->entries[e].next)
		if (vn_str_eq(dict->entries[e].text, text) || ++variants == VARIANTS)
			return VN_OK;
	text = vn_arena_copy(&dict->arena, text.ptr, text.len);
	if (!text.ptr)
		return vn_err_nomem(err);
	dict->entries[dict->entry_count] = (struct vn_dict_entry){text, *first, !has_capital(text)};
	*first = (uint32_t)dict->entry_count++;
	return VN_OK;
}

/* The word of a line of a word list, of hunspell's or of aspell's: without flags and fields. Empty
 * for a line that has none. */
static struct vn_str word_of(struct vn_str line, size_t number)
{
	struct vn_str word = line;
	bool digits = true;

	for (size_t i = 0; i < line.len; i++)
		digits &= vn_is_digit(line.ptr[i]);
	if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == '*' || (digits && number == 1))
		return (struct vn_str){"", 0};
	if (number == 1 && line.len > 12 && memcmp(line.ptr, "personal_ws-", 12) == 0)
		return (struct vn_str){"", 0};
	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] == '/' || line.ptr[i] == '\t') {
			word.len = i;
			break;
		}
	return word;
}

/* The parts of WORD with one blank between them, NFC, into OUT; too many or too long: VN_EMODEL. */
static enum vn_status tidy(struct vn_buf *out, struct vn_buf *form, struct vn_str word,
			   const struct vn_lines *lines, struct vn_err *err)
{
	enum vn_status status = vn_user_form(form, word, true, err);
	struct vn_str part;
	size_t count = 0;

	out->len = 0;
	for (size_t at = 0; !status && next_part(vn_buf_str(form), &at, &part); count++) {
		char bytes[VN_DICT_PART];
		if (count == VN_DICT_PARTS || !fold(part, bytes))
			return vn_lines_fail(lines, "the entry is too long", err);
		if (count)
			status = vn_buf_add(out, " ", 1, err);
		if (!status)
			status = vn_buf_add(out, part.ptr, part.len, err);
	}
	return status;
}

enum vn_status vn_dict_read(struct vn_dict *dict, const char *path, vn_user_load load,
			    struct vn_err *err)
{
	struct vn_buf text = {0}, form = {0};
	struct vn_lines lines;
	struct vn_str line;
	bool more = true;
	enum vn_status status = vn_lines_open(&lines, path, load, err);

	if (status)
		return status;
	while (!status) {
		status = vn_lines_next(&lines, &line, &more, err);
		if (status || !more)
			break;
		status = tidy(&text, &form, word_of(line, lines.number), &lines, err);
		if (!status && dict->entry_count == VN_DICT_WORDS)
			status = vn_lines_fail(&lines, "too many words", err);
		if (!status && text.len)
			status = add_entry(dict, vn_buf_str(&text), err);
	}
	vn_buf_fini(&text);
	vn_buf_fini(&form);
	vn_lines_close(&lines);
	return status;
}

enum vn_status vn_dict_knows(const struct vn_dict *dict, struct vn_str word, bool *knows,
			     struct vn_err *err)
{
	struct vn_buf form = {0};
	char bytes[VN_DICT_PART];
	enum vn_status status;
	size_t len = 0;

	*knows = false;
	if (!dict->word_count || word.len > VN_DICT_PART)
		return VN_OK;
	status = vn_user_form(&form, word, true, err);
	if (!status)
		len = fold(vn_buf_str(&form), bytes);
	vn_buf_fini(&form);
	*knows = len && *text_slot(dict, (struct vn_str){bytes, len});
	return status;
}

static bool is_core(int32_t c)
{
	return vn_is_letter(c) || vn_is_digit(c);
}

size_t vn_dict_next(struct vn_str text, size_t at)
{
	bool inside = true;

	while (at < text.len) {
		size_t next = at;
		bool core = is_core(vn_utf8_next(text, &next));
		if (core && !inside)
			return at;
		inside = core;
		at = next;
	}
	return text.len;
}

/* Where the word that begins at AT may end: *RUN behind its letters, *CORE behind the last letter
 * or digit before a blank, and *BLANK at that blank. */
static void ends(struct vn_str text, size_t at, size_t *run, size_t *core, size_t *blank)
{
	bool letters = true;
	size_t limit = at + 2 * VN_DICT_PART;

	*run = *core = at;
	while (at < text.len && at < limit) {
		size_t next = at;
		int32_t c = vn_utf8_next(text, &next);
		if (vn_is_space(c))
			break;
		letters &= is_core(c);
		if (letters)
			*run = next;
		if (is_core(c))
			*core = next;
		at = next;
	}
	*blank = at;
}

/* The node that the word [begin, end) of TEXT leads to from NODE; 0: none. */
static uint32_t step(const struct vn_dict *dict, uint32_t node, struct vn_str text, size_t begin,
		     size_t end)
{
	char bytes[VN_DICT_PART];
	size_t len;
	uint32_t word;

	if (end - begin > VN_DICT_PART)
		return 0;
	len = fold((struct vn_str){text.ptr + begin, end - begin}, bytes);
	word = len ? *text_slot(dict, (struct vn_str){bytes, len}) : 0;
	if (!word)
		return 0;
	word = *step_slot(dict, node, word - 1);
	return word ? word - 1 : 0;
}

/* Whether PART of a text is written as the part WANTED of an entry, or all in capitals. Tone marks
 * may stand in the other place. */
static bool same_case(struct vn_str part, struct vn_str wanted)
{
	size_t i = 0, k = 0;
	bool same = true, upper = true;

	while (i < part.len && k < wanted.len) {
		int32_t a = vn_utf8_next(part, &i), b = vn_utf8_next(wanted, &k);
		same &= vn_is_upper(a) == vn_is_upper(b);
		upper &= vn_upper(a) == a;
	}
	return same || upper;
}

/* Whether MATCH stands in the case of its entry. */
static bool is_right(const struct vn_dict *dict, struct vn_str text,
		     const struct vn_dict_match *match)
{
	const struct vn_dict_entry *entry = &dict->entries[match->entry];
	struct vn_str wanted;
	size_t at = 0;

	for (size_t k = 0; k < match->count && next_part(entry->text, &at, &wanted); k++) {
		const struct vn_span *p = &match->part[k];
		if (!entry->small &&
		    !same_case((struct vn_str){text.ptr + p->begin, p->end - p->begin}, wanted))
			return false;
	}
	return true;
}

/* Chooses among the entries of NODE. */
static void choose(const struct vn_dict *dict, uint32_t node, struct vn_str text,
		   struct vn_dict_match *match)
{
	for (uint32_t e = dict->nodes[node].entry; e != VN_DICT_NO_ENTRY;
	     e = dict->entries[e].next) {
		match->entry = e;
		match->right = is_right(dict, text, match);
		if (match->right)
			return;
	}
}

/* A blank between two parts: one line end in it at most. Moves *AT behind it. */
static bool between(struct vn_str text, size_t *at)
{
	size_t begin = *at, next = *at;
	int breaks = 0;

	while (next < text.len && next - begin < VN_DICT_PART) {
		int32_t c = vn_utf8_next(text, &next);
		if (!vn_is_space(c))
			break;
		breaks += c == '\n' ? 1 : c == '\f' ? 2 : 0;
		*at = next;
	}
	return *at > begin && breaks < 2;
}

bool vn_dict_find(const struct vn_dict *dict, struct vn_str text, size_t at,
		  struct vn_dict_match *match)
{
	struct vn_dict_match way = {0};
	uint32_t node = 0;

	match->count = 0;
	while (dict->word_count && way.count < VN_DICT_PARTS && at < text.len) {
		size_t run, core, blank, end[2];
		uint32_t next = 0;
		ends(text, at, &run, &core, &blank);
		end[0] = run;
		end[1] = core;
		for (int k = 0; k < 2 && end[k] > at; k++) {
			uint32_t there = k && core == run ? 0 : step(dict, node, text, at, end[k]);
			if (!there)
				continue;
			way.part[way.count] = (struct vn_span){at, end[k], VN_PROTECT_USER};
			if (dict->nodes[there].entry != VN_DICT_NO_ENTRY) {
				*match = way;
				match->count = way.count + 1;
				choose(dict, there, text, match);
			}
			if (end[k] == blank)
				next = there;
		}
		if (!next)
			break;
		way.part[way.count++].end = blank;
		node = next;
		at = blank;
		if (!between(text, &at))
			break;
	}
	return match->count > 0;
}
