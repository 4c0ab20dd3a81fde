/* Stops, commas and quotes that specks made, changed or hid: judged by the words on both sides. */
#include "decode/evidence.h"
#include "signs/items.h"
#include "signs/words.h"
#include "model/words.h"
#include "stage.h"
#include "text/chars.h"

#include <stdlib.h>

#define NAT 256

/* What a change must gain, in 1/256 nat. Chosen on pages of training and of development with their
 * truth. On those of training 275 words were mended and 5 harmed; some 20 lines stood as wrong as
 * before. */
#define FULL_STOP_BEFORE_SMALL	 (7 * NAT / 2)	/* a full stop to a comma or to nothing */
#define FULL_STOP_BEFORE_CAPITAL (21 * NAT / 2) /* the same */
#define COLON_BEFORE_SMALL	 (14 * NAT)	/* a colon to nothing */
#define COMMA_AT_LINE_END	 (16 * NAT)	/* a comma to nothing */
#define COMMA_BEFORE_LINE	 (6 * NAT)	/* a comma to a full stop */
#define COMMA_OF_NUMBER		 (2 * NAT)	/* the same, behind the number of an item */

/* A speck within a line that looks like a full stop is rarer than a comma that does. */
#define SPECK_INSIDE (6 * NAT)

#define MEASURED 9700 /* about the share of changes that do no harm; set, not fitted */
#define QUOTED	 12   /* words behind an opening quote that may hold the closing one */
#define CITED	 120  /* the same of a double one, which may hold sentences */
#define ITEM	 12 /* words of an item whose stop shows that those of its neighbours were printed */
#define ITEMS	 3  /* such items in a row */

/* What is to become of the sign behind a word. */
struct verdict {
	const char *rule; /* NULL: it stays */
	const char *sign; /* the new one */
};

static int32_t code_at(const struct vn_gaps *gaps, size_t at)
{
	return vn_utf8_next(vn_buf_str(&gaps->unit->text), &at);
}

static bool is_small(int32_t c)
{
	return vn_upper(c) != c;
}

/* Whether WORD, one of the language, has more than one letter: no item of a list, no initial. */
static bool is_plain(const struct vn_gap_word *word)
{
	return word->known && word->core_end - word->core > 1;
}

/* Whether what stands behind WORD K may be judged: its engine makes signs of specks, and no one has
 * asked to leave it alone. */
static bool may_judge(const struct vn_gaps *gaps, const struct vn_gap_word *word)
{
	const struct vn_span *span = vn_unit_protected(gaps->unit, word->begin, word->end);

	return word->damaged && (!span || span->kind <= VN_PROTECT_CODE);
}

static bool ends_in_stop(const struct vn_gaps *gaps, size_t k)
{
	return gaps->unit->text.ptr[gaps->words[k].end - 1] == '.';
}

/* Whether word K ends one of some short lines that follow each other and all end in a full stop:
 * a list whose items begin small. No specks fall so. */
static bool ends_item(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *words = gaps->words;
	size_t lines = 0, len = 0;

	for (size_t i = k + 1; i < gaps->count && len < ITEM && lines + 1 < ITEMS; i++) {
		len = words[i].breaks ? 1 : len + 1;
		if (words[i].breaks > 1)
			break;
		if (i + 1 < gaps->count && !words[i + 1].breaks)
			continue;
		if (!ends_in_stop(gaps, i))
			break;
		lines++;
	}
	len = 0;
	for (size_t i = k; ends_in_stop(gaps, i) && len < ITEM && lines < ITEMS; i--) {
		for (len = 1; !words[i].breaks && i > 0 && len < ITEM; i--)
			len++;
		lines += len < ITEM;
		if (words[i].breaks != 1 || i == 0)
			break;
	}
	return lines >= ITEMS;
}

/* Where the words that a full stop is said to part go on in small letters, it is a comma or a
 * speck. */
static struct verdict judge_full_stop(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k], *next = word + 1;
	bool small = is_small(next->first);
	vn_cost stop, comma, none, least;

	if (!is_plain(next) || (!word->known && !(small && word->number)))
		return (struct verdict){0};
	if (!word->number && !is_plain(word))
		return (struct verdict){0};
	if (next->breaks && ends_item(gaps, k))
		return (struct verdict){0};
	stop = vn_gaps_cost(gaps, k, VN_WORD_BOUND);
	comma = vn_gaps_cost(gaps, k, VN_WORD_COMMA);
	none = vn_gaps_cost(gaps, k, 0) + (next->breaks ? 0 : SPECK_INSIDE);
	least = comma < none ? comma : none;
	if (stop - least < (small ? FULL_STOP_BEFORE_SMALL : FULL_STOP_BEFORE_CAPITAL))
		return (struct verdict){0};
	return (struct verdict){"stop", comma < none ? "," : ""};
}

static struct verdict judge_colon(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *next = &gaps->words[k + 1];
	vn_cost gain;

	if (!is_plain(next) || !is_small(next->first))
		return (struct verdict){0};
	gain = vn_gaps_cost(gaps, k, VN_WORD_BOUND) - vn_gaps_cost(gaps, k, 0);
	return gain < COLON_BEFORE_SMALL ? (struct verdict){0} : (struct verdict){"colon", ""};
}

/* Whether word K is the number of an item: the first of its line, or behind the one word that is
 * (Điều 5). */
static bool numbers_item(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];
	size_t digits = 0;

	for (size_t at = word->core; at < word->core_end; at++) {
		char c = gaps->unit->text.ptr[at];
		digits = vn_is_digit(c) ? digits + 1 : 0;
		if ((c != '.' && !vn_is_digit(c)) || digits > 3)
			return false;
	}
	return word->breaks || (k > 0 && word[-1].breaks && word[-1].known &&
				word[-1].end == word[-1].core_end && vn_is_upper(word[-1].first));
}

static struct verdict judge_comma(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k], *next = word + 1;
	bool small = is_small(next->first);
	vn_cost comma;

	if (!is_plain(next) || (!small && next->shape != VN_CASE_TITLE))
		return (struct verdict){0};
	comma = vn_gaps_cost(gaps, k, VN_WORD_COMMA);
	if (small)
		return word->known && next->breaks == 1 &&
				       comma - vn_gaps_cost(gaps, k, 0) >= COMMA_AT_LINE_END
			       ? (struct verdict){"comma", ""}
			       : (struct verdict){0};
	comma -= vn_gaps_cost(gaps, k, VN_WORD_BOUND);
	if (!next->breaks && numbers_item(gaps, k) && comma >= COMMA_OF_NUMBER)
		return (struct verdict){"item", "."};
	if (next->breaks == 1 && word->known && comma >= COMMA_BEFORE_LINE)
		return (struct verdict){"comma", "."};
	return (struct verdict){0};
}

/* Of two signs behind a word one is a speck: where a semicolon is among them it was printed (on
 * pages with their truth in 13 of 15), but for the full stop of an abbreviation before it. */
static struct verdict judge_pair(const struct vn_gaps *gaps, const struct vn_gap_word *word)
{
	const char *pair = gaps->unit->text.ptr + word->core_end;

	if (word->core_end - word->core < 2 || word->number || !may_judge(gaps, word))
		return (struct verdict){0};
	if ((pair[0] == ';' && memchr(":;,.", pair[1], 4)) ||
	    (pair[1] == ';' && memchr(":,", pair[0], 2)))
		return (struct verdict){"pair", ";"};
	return pair[0] == ',' && pair[1] == ',' ? (struct verdict){"pair", ","}
						: (struct verdict){0};
}

/* What becomes of the sign behind word K, which is not the last. */
static struct verdict judge(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k], *next = word + 1;

	if (word->end - word->core_end == 2)
		return judge_pair(gaps, word);

	if (word->end - word->core_end != 1 || !may_judge(gaps, word) || !next->first ||
	    next->core != next->begin || next->breaks > 1)
		return (struct verdict){0};
	switch (gaps->unit->text.ptr[word->core_end]) {
	case '.':
		return judge_full_stop(gaps, k);
	case ',':
		return judge_comma(gaps, k);
	case ':':
		return judge_colon(gaps, k);
	default:
		return (struct verdict){0};
	}
}

/* Whether a colon stands behind word K, the last of an item, where the next line begins another. */
static bool has_list_colon(const struct vn_gaps *gaps, const struct vn_items *items, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];

	return word->end - word->core_end == 1 && gaps->unit->text.ptr[word->core_end] == ':' &&
	       may_judge(gaps, word) && vn_items_end(items, gaps, k);
}

/* Signs that no word has within and that are specks or torn strokes between two. */
static bool is_glue(int32_t c)
{
	return c == '_' || c == '*' || c == '.' || c == '\'' || c == 0x2018 || c == 0x2019;
}

/* The sign that holds word K together, which is two words of the language in small letters at
 * least from the second on: where it begins and ends. Nothing else: an empty place. */
static struct vn_str find_glue(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];
	const struct vn_token *token = gaps->unit->tokens + word->token;
	struct vn_str text = vn_buf_str(&gaps->unit->text), none = {0};
	size_t at, first;

	if (word->token_count != 2 || word->id_count != 2 || !may_judge(gaps, word) ||
	    token->begin != word->core || token[1].end != word->core_end)
		return none;
	for (uint32_t i = 0; i < 2; i++) {
		uint32_t id = gaps->ids[word->ids + i];
		if (id < VN_WORD_FIRST || !(gaps->model->word_flags[id] & VN_WORD_SYLLABLE))
			return none;
	}
	at = first = token->end;
	if (!is_glue(vn_utf8_next(text, &at)) || at != token[1].begin ||
	    !is_small(code_at(gaps, at)))
		return none;
	return (struct vn_str){text.ptr + first, at - first};
}

static bool is_quote(int32_t c)
{
	return c == '\'' || c == 0x2018 || c == 0x2019;
}

/* Whether one of bytes [begin, end) begins a quote. */
static bool has_quote(const struct vn_gaps *gaps, size_t begin, size_t end)
{
	for (size_t at = begin; at < end; at++)
		if ((gaps->unit->text.ptr[at] & 0xc0) != 0x80 && is_quote(code_at(gaps, at)))
			return true;
	return false;
}

/* Whether an apostrophe stands before word K that nothing closes. */
static bool has_stray_quote(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];
	size_t at = word->begin;

	if (word->begin == word->core || vn_is_digit(word->first) ||
	    !is_quote(vn_utf8_next(vn_buf_str(&gaps->unit->text), &at)) || at != word->core ||
	    !may_judge(gaps, word))
		return false;
	for (size_t i = k; i < gaps->count && i < k + QUOTED; i++)
		if (has_quote(gaps, gaps->words[i].core_end, gaps->words[i].end))
			return false;
	return true;
}

static bool is_double_quote(int32_t c)
{
	return c == '"' || c == 0x201c || c == 0x201d;
}

/* Whether a double quote stands before word K, the first of its line, that nothing closes. What
 * laws put in by such a quote, whose end may be far, begins with a number or a label (Điều 5). */
static bool has_stray_citation(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];
	struct vn_str text = vn_buf_str(&gaps->unit->text);
	size_t at = word->begin, end = k + CITED < gaps->count ? k + CITED : gaps->count;

	if (!word->breaks || !word->known || word->begin == word->core ||
	    !is_double_quote(vn_utf8_next(text, &at)) || at != word->core || end - k < 2 ||
	    word[1].number || word->core_end - word->core < 2 || !may_judge(gaps, word))
		return false;
	for (end = gaps->words[end - 1].end; at < end;)
		if (is_double_quote(vn_utf8_next(text, &at)))
			return false;
	return true;
}

/* Whether an apostrophe stands behind word K that nothing opened: a piece of the horn of its
 * letter. */
static bool has_stray_close(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];
	size_t at = word->core_end, before = k < QUOTED ? 0 : k - QUOTED;

	if (!word->known || word->core_end == word->end ||
	    !is_quote(vn_utf8_next(vn_buf_str(&gaps->unit->text), &at)) || !may_judge(gaps, word))
		return false;
	for (size_t i = before; i <= k; i++)
		if (has_quote(gaps, gaps->words[i].begin, gaps->words[i].core))
			return false;
	return true;
}

static enum vn_status replace(struct vn_unit *unit, size_t begin, size_t end,
			      struct verdict verdict, struct vn_err *err)
{
	size_t edits = unit->edit_count;
	enum vn_status status = vn_unit_replace(unit, begin, end,
						(struct vn_str){verdict.sign, strlen(verdict.sign)},
						verdict.rule, err);

	for (; !status && edits < unit->edit_count; edits++)
		unit->edits[edits].confidence = MEASURED;
	return status;
}

/* Takes out the apostrophe that is the first sign behind word K. */
static enum vn_status drop_close(const struct vn_gaps *gaps, struct vn_unit *unit, size_t k,
				 struct vn_err *err)
{
	size_t begin = gaps->words[k].core_end, end = begin;

	vn_utf8_next(vn_buf_str(&unit->text), &end);
	return replace(unit, begin, end, (struct verdict){"quote", ""}, err);
}

/* Puts the sign of VERDICT behind word K, and tells the word behind it whether a sentence begins
 * there. */
static enum vn_status settle(const struct vn_gaps *gaps, struct vn_unit *unit, size_t k,
			     struct verdict verdict, struct vn_err *err)
{
	const struct vn_gap_word *word = &gaps->words[k], *next = word + 1;

	if (next->token_count)
		unit->tokens[next->token].evidence->start = verdict.sign[0] == '.';
	return replace(unit, word->core_end, word->end, verdict, err);
}

/* Mends what stands at word K; what is to be done about the sign behind it is left in *VERDICT. */
static enum vn_status mend(const struct vn_gaps *gaps, const struct vn_items *items,
			   struct vn_unit *unit, size_t k, struct verdict *verdict,
			   struct vn_err *err)
{
	const struct vn_gap_word *word = &gaps->words[k];
	struct vn_str glue = find_glue(gaps, k);
	enum vn_status status = VN_OK;

	if (glue.len) {
		size_t at = (size_t)(glue.ptr - unit->text.ptr);
		status = replace(unit, at, at + glue.len, (struct verdict){"glue", " "}, err);
	}
	if (!status && (has_stray_quote(gaps, k) || has_stray_citation(gaps, k)))
		status = replace(unit, word->begin, word->core, (struct verdict){"quote", ""}, err);
	if (status)
		return status;
	if (has_stray_close(gaps, k))
		return drop_close(gaps, unit, k, err);
	if (has_list_colon(gaps, items, k))
		*verdict = (struct verdict){"list", ";"};
	else if (k + 1 < gaps->count)
		*verdict = judge(gaps, k);
	return VN_OK;
}

static enum vn_status signs_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				struct vn_err *err)
{
	struct vn_gaps *gaps = data;
	struct vn_items items = {0};
	enum vn_status status;

	if (!vn_gaps_damaged(unit) || doc->options->min_confidence > MEASURED)
		return VN_OK;
	status = vn_gaps_read(gaps, doc->model, unit, err);
	for (size_t k = 0; !status && k < gaps->count; k++) {
		struct verdict verdict = {0};
		status = vn_watch_work(&doc->watch, 1, err);
		vn_items_take(&items, gaps, k);
		if (!status)
			status = mend(gaps, &items, unit, k, &verdict, err);
		if (!status && verdict.rule)
			status = settle(gaps, unit, k, verdict, err);
	}
	vn_gaps_drop(gaps);
	return status;
}

static enum vn_status signs_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct vn_gaps *gaps = calloc(1, sizeof *gaps);

	(void)model;
	if (!gaps)
		return vn_err_nomem(err);
	*data = gaps;
	return VN_OK;
}

static void signs_close(void *data)
{
	if (data)
		vn_gaps_fini(data);
	free(data);
}

/* Where no word was looked at there is nothing to judge: so it needs a model only where the search
 * has one. */
const struct vn_stage vn_stage_signs = {
	.name = "signs",
	.summary = "stops, commas and quotes that specks made or changed",
	.layer = VN_LAYER_SIGNS,
	.open = signs_open,
	.run = signs_run,
	.close = signs_close,
};
