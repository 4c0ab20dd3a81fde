#include "charset/memo.h"

#include "base/fnv.h"
#include "text/chars.h"

#include <stdlib.h>

#define ENTRIES	 1024
#define NAT	 256
#define FAILED	 (14 * NAT)    /* a fragment that a coding has no bytes for */
#define ALIEN	 (NAT * 5 / 2) /* a word of another language, in a coding of Vietnamese */
#define BARE	 (NAT * 3 / 2) /* a syllable that looks as if its marks were lost */
#define CAPITALS 2	       /* what speaks for a coding of Vietnamese capitals, divided */
#define ODD	 (5 * NAT)     /* the same, of other letters than as it stands; letters of none */

void vn_memo_fini(struct vn_memo *memo)
{
	free(memo->entries);
	vn_decoded_fini(&memo->decoded);
	*memo = (struct vn_memo){0};
}

/* Looks at a fragment as it stands. Bytes that are none of UTF-8 are taken for windows-1252, which
 * is what they are if they are no Vietnamese; so that text in 8 bits is as likely to be in a
 * charset as what became UTF-8 on its way. */
static enum vn_status judge_as_it_stands(struct vn_memo *memo, struct vn_str text,
					 struct vn_verdict *verdict, struct vn_err *err)
{
	struct vn_buf *out = &memo->decoded.text;
	const struct vn_charset *western;
	enum vn_status status = VN_OK;

	if (vn_utf8_valid(text)) {
		*verdict = vn_judge_fragment(text);
		return VN_OK;
	}
	western = vn_charset_find("windows-1252");
	out->len = 0;
	for (size_t at = 0; !status && at < text.len;) {
		char utf8[VN_UTF8_MAX];
		size_t begin = at;
		int32_t c = vn_utf8_next(text, &at);
		if (c >= 0) {
			status = vn_buf_add(out, text.ptr + begin, at - begin, err);
			continue;
		}
		c = western->alone[(uint8_t)text.ptr[begin]];
		c = c ? c : (uint8_t)text.ptr[begin];
		status = vn_buf_add(out, utf8, vn_utf8_put(utf8, c), err);
	}
	*verdict = vn_judge_fragment(vn_buf_str(out));
	return status;
}

enum vn_status vn_memo_find(struct vn_memo *memo, struct vn_str line, const struct vn_fragment *f,
			    struct vn_memo_entry **out, struct vn_err *err)
{
	struct vn_str text = {line.ptr + f->begin, f->end - f->begin};
	bool kept = text.len <= VN_MEMO_BYTES;
	struct vn_memo_entry *e;
	enum vn_status status;

	if (!memo->entries)
		memo->entries = calloc(ENTRIES + 1, sizeof *memo->entries);
	if (!memo->entries)
		return vn_err_nomem(err);
	e = memo->entries + (kept ? vn_fnv_fold(vn_fnv_add(VN_FNV_SEED, text)) % ENTRIES : ENTRIES);
	*out = e;
	if (kept && e->last == f->last && vn_str_eq((struct vn_str){e->text, e->len}, text))
		return VN_OK;
	e->len = 0;
	status = judge_as_it_stands(memo, text, &e->verdict, err);
	if (status)
		return status;
	e->len = kept ? (uint8_t)text.len : 0;
	memcpy(e->text, text.ptr, e->len);
	e->last = f->last;
	for (size_t i = 0; i < VN_CODING_MAX; i++)
		e->cost[i] = VN_MEMO_OPEN;
	return VN_OK;
}

int32_t vn_memo_same(const struct vn_verdict *verdict)
{
	return verdict->foreign ? ALIEN : verdict->seldom ? BARE : 0;
}

/* What other text than stood there costs more. That it looks less odd says nothing for a coding:
 * only Vietnamese syllables do. */
static int32_t more(const struct vn_verdict *before, const struct vn_verdict *after)
{
	int32_t cost = after->cost - before->cost;

	if (after->syllables)
		return cost;
	return (cost > 0 ? cost : 0) + (after->foreign || after->odd ? ODD : 0);
}

/* Whether TEXT, which is UTF-8 of Vietnamese syllables, has capitals alone. Capitals that lost
 * marks (BÔ Y TÊ) look like small letters of a charset between capitals (Bù Y Tổ). */
static bool is_capital(struct vn_str text)
{
	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || vn_upper(c) != c)
			return false;
	}
	return true;
}

/* Whether what CODING leaves as it is has letters that Vietnamese has no use for. */
static bool stays_foreign(const struct vn_coding *coding, const struct vn_verdict *verdict)
{
	return coding->charset && verdict->wide && !verdict->syllables;
}

enum vn_status vn_memo_cost(struct vn_memo *memo, struct vn_memo_entry *e, struct vn_str line,
			    const struct vn_fragment *fragment, const struct vn_coding *coding,
			    size_t i, struct vn_err *err)
{
	struct vn_str before = {line.ptr + fragment->begin, fragment->end - fragment->begin}, after;
	struct vn_fragment f = *fragment;
	enum vn_status status = VN_OK;

	if (e->cost[i] == VN_MEMO_OPEN) {
		memo->decoded.text.len = 0;
		status = vn_fragment_decode(coding, line, &f, &memo->decoded, err);
		if (status)
			return status;
		after = vn_buf_str(&memo->decoded.text);
		if (vn_str_eq(before, after)) {
			e->cost[i] = vn_memo_same(&e->verdict) +
				     (!f.whole				   ? FAILED
				      : stays_foreign(coding, &e->verdict) ? ODD
									   : 0);
		} else {
			struct vn_verdict verdict = vn_judge_fragment(after);
			e->cost[i] = more(&e->verdict, &verdict);
			if (e->cost[i] < 0 && e->verdict.syllables && is_capital(before))
				e->cost[i] /= CAPITALS;
		}
	}
	return status;
}
