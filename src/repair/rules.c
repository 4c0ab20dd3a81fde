#define PCRE2_CODE_UNIT_WIDTH 8
#include "repair/rules.h"

#include <pcre2.h>
#include <stdlib.h>

/* A set of bytes. */
struct bytes {
	uint32_t bits[8];
};

struct compiled {
	const struct vn_rule *rule;
	pcre2_code *code;   /* NULL for a phrase */
	struct bytes first; /* what a match may begin with; of no use for VN_SCOPE_TEXT */
	uint64_t pair;	    /* of VN_SCOPE_TEXT: its bit in the sets of pairs, or one of several */
	bool tried;	    /* it was, and so has machine code if there is any */
	bool off;	    /* hit a limit in this unit */
};

/* By byte, the rules of VN_SCOPE_TEXT: those where it may be the first of the two bytes that follow
 * each other where they match, and those where it may be the second. */
struct pairs {
	uint64_t before[256], behind[256];
	uint64_t any; /* those that may have anything as the first, and nothing too */
	int bits;     /* that stand for a rule; the last one for all that are left */
};

struct vn_ruleset {
	struct compiled *items;
	size_t count;
	struct pairs pairs;
	pcre2_match_data *match;
	pcre2_match_context *limits;
	size_t groups;	    /* set by the last match, the whole match counted */
	struct vn_buf text; /* the replacement being built */
};

enum vn_status vn_propose(struct vn_proposals *list, struct vn_proposal proposal,
			  struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&list->items, list->count, &list->cap, sizeof proposal, err);
	if (status)
		return status;
	proposal.after = vn_arena_copy(&list->unit->arena, proposal.after.ptr, proposal.after.len);
	if (!proposal.after.ptr)
		return vn_err_nomem(err);
	list->items[list->count++] = proposal;
	return VN_OK;
}

static bool holds(const struct bytes *set, char byte)
{
	unsigned char b = (unsigned char)byte;
	return set->bits[b >> 5] >> (b & 31) & 1;
}

static void add(struct bytes *set, char byte)
{
	unsigned char b = (unsigned char)byte;
	set->bits[b >> 5] |= UINT32_C(1) << (b & 31);
}

/* The bytes that a match of CODE, which is not anchored, may begin with; all where it does not
 * tell. */
static struct bytes first_of(const pcre2_code *code)
{
	struct bytes set = {{0}};
	const uint8_t *bitmap = NULL;
	uint32_t type = 0, unit = 0;

	if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &bitmap) == 0 && bitmap) {
		for (int c = 0; c < 256; c++)
			if (bitmap[c / 8] >> c % 8 & 1)
				add(&set, (char)c);
	} else if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type) == 0 && type == 1 &&
		   pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit) == 0) {
		add(&set, (char)unit);
	} else {
		memset(&set, 0xff, sizeof set);
	}
	return set;
}

/* Adds BIT to the SETS of BYTES; NULL: of all. */
static void add_bit(uint64_t sets[256], const char *bytes, uint64_t bit)
{
	for (int b = 0; !bytes && b < 256; b++)
		sets[b] |= bit;
	for (; bytes && *bytes; bytes++)
		sets[(unsigned char)*bytes] |= bit;
}

static void note_pair(struct pairs *pairs, struct compiled *item)
{
	const struct vn_rule *rule = item->rule;

	item->pair = UINT64_C(1) << pairs->bits;
	pairs->bits += pairs->bits < 63;
	add_bit(pairs->before, rule->before, item->pair);
	add_bit(pairs->behind, rule->behind, item->pair);
	if (!rule->before)
		pairs->any |= item->pair;
}

/* The rules that SUBJECT has the two bytes of. */
static uint64_t paired(const struct pairs *pairs, struct vn_str subject)
{
	uint64_t found = 0, before = pairs->any;

	for (size_t at = 0; at < subject.len; at++) {
		unsigned char byte = (unsigned char)subject.ptr[at];
		found |= before & pairs->behind[byte];
		before = pairs->before[byte];
	}
	return found;
}

static enum vn_status compile(struct compiled *item, const struct vn_rule *rule, struct vn_err *err)
{
	uint32_t options =
		PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	PCRE2_SIZE offset;
	int code;

	item->rule = rule;
	if (rule->scope == VN_SCOPE_PHRASE)
		return VN_OK;
	item->code = pcre2_compile((PCRE2_SPTR)rule->pattern, PCRE2_ZERO_TERMINATED, options, &code,
				   &offset, NULL);
	/* Of an anchored pattern PCRE2 does not find out what it begins with. */
	if (item->code && rule->scope != VN_SCOPE_TEXT) {
		item->first = first_of(item->code);
		pcre2_code_free(item->code);
		item->code = pcre2_compile((PCRE2_SPTR)rule->pattern, PCRE2_ZERO_TERMINATED,
					   options | PCRE2_ANCHORED, &code, &offset, NULL);
	}
	if (!item->code && code == PCRE2_ERROR_HEAP_FAILED)
		return vn_err_nomem(err);
	if (!item->code)
		return vn_err_set(err, VN_EMODEL, "%s:%u: bad pattern at byte %zu (PCRE2 error %d)",
				  rule->file, rule->line, (size_t)offset, code);
	return VN_OK;
}

enum vn_status vn_ruleset_open(struct vn_ruleset **out, const struct vn_rule *rules, size_t count,
			       struct vn_err *err)
{
	struct vn_ruleset *set = calloc(1, sizeof *set);
	enum vn_status status = VN_OK;

	if (!set)
		return vn_err_nomem(err);
	set->items = calloc(count ? count : 1, sizeof *set->items);
	set->match = pcre2_match_data_create(10, NULL);
	set->limits = pcre2_match_context_create(NULL);
	if (!set->items || !set->match || !set->limits)
		status = vn_err_nomem(err);
	for (; !status && set->count < count; set->count++) {
		status = compile(&set->items[set->count], &rules[set->count], err);
		if (rules[set->count].scope == VN_SCOPE_TEXT)
			note_pair(&set->pairs, &set->items[set->count]);
	}
	if (status) {
		vn_ruleset_close(set);
		return status;
	}
	pcre2_set_match_limit(set->limits, VN_RULE_MATCH_LIMIT);
	pcre2_set_heap_limit(set->limits, VN_RULE_HEAP_KIB);
	*out = set;
	return VN_OK;
}

void vn_ruleset_close(struct vn_ruleset *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->count; i++)
		pcre2_code_free(set->items[i].code);
	free(set->items);
	pcre2_match_data_free(set->match);
	pcre2_match_context_free(set->limits);
	vn_buf_fini(&set->text);
	free(set);
}

void vn_ruleset_reset(struct vn_ruleset *set)
{
	for (size_t i = 0; i < set->count; i++)
		set->items[i].off = false;
}

/* Builds the replacement of the match at hand into set->text. */
static enum vn_status expand(struct vn_ruleset *set, const char *format, struct vn_str subject,
			     struct vn_err *err)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(set->match);
	enum vn_status status = VN_OK;

	set->text.len = 0;
	for (; !status && *format; format++) {
		size_t group = (size_t)(format[1] - '0');
		if (*format != '$' || (format[1] != '$' && group > 9)) {
			status = vn_buf_add(&set->text, format, 1, err);
			continue;
		}
		format++;
		if (*format == '$')
			status = vn_buf_add(&set->text, "$", 1, err);
		else if (group < set->groups && at[2 * group] != PCRE2_UNSET)
			status = vn_buf_add(&set->text, subject.ptr + at[2 * group],
					    at[2 * group + 1] - at[2 * group], err);
	}
	return status;
}

static enum vn_status propose_match(struct vn_ruleset *set, size_t rank, struct vn_str subject,
				    size_t base, struct vn_proposals *list, struct vn_err *err)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(set->match);
	const struct vn_rule *rule = set->items[rank].rule;
	struct vn_proposal p = {base + at[0], base + at[1], {NULL, 0}, rule->id, rank};
	enum vn_status status = expand(set, rule->replacement, subject, err);

	p.after = vn_buf_str(&set->text);
	return status ? status : vn_propose(list, p, err);
}

/* Whether SUBJECT, which has the pairs FOUND, holds what all holds that ITEM's rule matches. */
static bool may_match(const struct compiled *item, struct vn_str subject, uint64_t found)
{
	const struct vn_rule *rule = item->rule;

	if (rule->scope != VN_SCOPE_TEXT)
		return subject.len && holds(&item->first, subject.ptr[0]);
	if (!(item->pair & found))
		return false;
	return !rule->text ||
	       memmem(subject.ptr, subject.len, rule->text, strlen(rule->text)) != NULL;
}

enum vn_status vn_ruleset_apply(struct vn_ruleset *set, enum vn_scope scope, struct vn_str subject,
				size_t base, struct vn_proposals *list, struct vn_err *err)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(set->match);
	enum vn_status status = VN_OK;
	uint64_t found = scope == VN_SCOPE_TEXT ? paired(&set->pairs, subject) : 0;

	for (size_t i = 0; !status && i < set->count; i++) {
		struct compiled *item = &set->items[i];
		if (item->rule->scope != scope || !may_match(item, subject, found))
			continue;
		/* Most rules never get so far, and machine code costs four times what compiling
		 * does. Without it the rule runs slower, nothing else. */
		if (item->code && !item->tried)
			pcre2_jit_compile(item->code, PCRE2_JIT_COMPLETE);
		item->tried = true;
		for (size_t from = 0; !status && item->code && !item->off; from = at[1]) {
			int groups;
			groups = pcre2_match(item->code, (PCRE2_SPTR)subject.ptr, subject.len, from,
					     0, set->match, set->limits);
			if (groups < 0 && groups != PCRE2_ERROR_NOMATCH)
				item->off = true;
			if (groups <= 0 || at[1] <= from || at[0] >= at[1])
				break;
			set->groups = (size_t)groups;
			status = propose_match(set, i, subject, base, list, err);
			if (scope != VN_SCOPE_TEXT)
				break;
		}
	}
	return status;
}
