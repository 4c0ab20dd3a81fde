#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

struct vn_pattern {
	pcre2_code *code;
	char shown[64]; /* the start of its source, for messages */
};

struct vn_matcher {
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

/* Copies as much of SOURCE as fits, in whole code points. */
static void show(char *out, size_t size, struct vn_str source)
{
	size_t len = source.len < size ? source.len : size - 1;

	while (len < source.len && len > 0 && ((unsigned char)source.ptr[len] & 0xc0) == 0x80)
		len--;
	memcpy(out, source.ptr, len);
	out[len] = 0;
}

enum vn_status vn_pattern_open(struct vn_pattern **out, struct vn_str source, struct vn_err *err)
{
	struct vn_pattern *pattern = calloc(1, sizeof *pattern);
	PCRE2_UCHAR why[100] = "";
	PCRE2_SIZE at = 0;
	int code = 0;

	if (!pattern)
		return vn_err_nomem(err);
	show(pattern->shown, sizeof pattern->shown, source);
	pattern->code = pcre2_compile((PCRE2_SPTR)source.ptr, source.len,
				      PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
					      PCRE2_NEVER_BACKSLASH_C,
				      &code, &at, NULL);
	if (!pattern->code) {
		free(pattern);
		if (code == PCRE2_ERROR_HEAP_FAILED)
			return vn_err_nomem(err);
		pcre2_get_error_message(code, why, sizeof why);
		return vn_err_set(err, VN_EUSAGE, "bad pattern at byte %zu: %s", (size_t)at,
				  (const char *)why);
	}
	/* Without JIT it runs slower, nothing else. */
	pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
	*out = pattern;
	return VN_OK;
}

void vn_pattern_close(struct vn_pattern *pattern)
{
	if (pattern)
		pcre2_code_free(pattern->code);
	free(pattern);
}

enum vn_status vn_matcher_open(struct vn_matcher **out, struct vn_err *err)
{
	struct vn_matcher *matcher = calloc(1, sizeof *matcher);

	if (!matcher)
		return vn_err_nomem(err);
	matcher->match = pcre2_match_data_create(1, NULL);
	matcher->limits = pcre2_match_context_create(NULL);
	if (!matcher->match || !matcher->limits) {
		vn_matcher_close(matcher);
		return vn_err_nomem(err);
	}
	pcre2_set_match_limit(matcher->limits, VN_PATTERN_STEPS);
	pcre2_set_heap_limit(matcher->limits, VN_PATTERN_HEAP_KIB);
	*out = matcher;
	return VN_OK;
}

void vn_matcher_close(struct vn_matcher *matcher)
{
	if (!matcher)
		return;
	pcre2_match_data_free(matcher->match);
	pcre2_match_context_free(matcher->limits);
	free(matcher);
}

enum vn_status vn_pattern_find(const struct vn_pattern *pattern, struct vn_matcher *matcher,
			       struct vn_str subject, size_t *begin, size_t *end, bool *found,
			       struct vn_err *err)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(matcher->match);
	PCRE2_SPTR text = (PCRE2_SPTR)subject.ptr;
	int code = pcre2_match(pattern->code, text, subject.len, *begin, 0, matcher->match,
			       matcher->limits);

	/* The stack of compiled code is small; the interpreter's heap is bounded, but larger. */
	if (code == PCRE2_ERROR_JIT_STACKLIMIT)
		code = pcre2_match(pattern->code, text, subject.len, *begin, PCRE2_NO_JIT,
				   matcher->match, matcher->limits);
	*found = code >= 0 && at[0] <= at[1];
	if (*found) {
		*begin = at[0];
		*end = at[1];
	}
	if (code >= 0 || code == PCRE2_ERROR_NOMATCH)
		return VN_OK;
	if (code == PCRE2_ERROR_NOMEMORY)
		return vn_err_nomem(err);
	return vn_err_set(err, VN_ELIMIT, "pattern '%s' takes too long", pattern->shown);
}

size_t vn_pattern_piece(struct vn_str text, size_t at, size_t *next)
{
	const char *from = text.ptr + at, *end = memchr(from, '\n', text.len - at);
	size_t len = end ? (size_t)(end - from) : text.len - at, cut = VN_PATTERN_SUBJECT;

	*next = at + len + (end != NULL);
	if (len <= VN_PATTERN_SUBJECT)
		return len > 0 && from[len - 1] == '\r' ? len - 1 : len;
	while (cut > 0 && from[cut - 1] != ' ' && from[cut - 1] != '\t')
		cut--;
	if (!cut)
		for (cut = VN_PATTERN_SUBJECT; cut > VN_PATTERN_SUBJECT - 4; cut--)
			if (((unsigned char)from[cut] & 0xc0) != 0x80)
				break;
	*next = at + cut;
	return cut;
}
