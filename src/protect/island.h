/*
 * Islands in running text that are no prose: mark-up, formulas, names of programs. What OCR makes
 * of a syllable is short and stands alone (d6i, chAm, {an), so each shape here is one that 136,000
 * words of training pages did not have, or hardly ever; a new one is held against them first.
 */
#ifndef VN_PROTECT_ISLAND_H
#define VN_PROTECT_ISLAND_H

#include "base/buf.h"

/*
 * Whether an island that may hold blanks begins at TEXT[at]: a tag (tag.h), a code span or fence of
 * Markdown (`x y`), a formula of LaTeX ($a + b$, \[ \]; $6 is none, nor is a price). *END is the
 * byte behind it. Looks at no more than 4 KiB, or at what is within a script, style or fence.
 */
bool vn_island_at(struct vn_str text, size_t at, size_t *end);

/* Whether TEXT[at] is a byte that such an island can begin with. */
static inline bool vn_island_byte(char c)
{
	return c == '<' || c == '`' || c == '$' || c == '\\';
}

/*
 * Whether one without blanks begins at byte AT of TOKEN (text between blanks): a_b, aName, a.b.c,
 * f(x), s>0, \cmd{, --option, "key":, name="value, &amp;, ](target), a hash. *END is the byte
 * behind it. What is for readers is left open: the text of a link, the value of a key. All of a
 * token takes linear time.
 */
bool vn_island_in(struct vn_str token, size_t at, size_t *end);

#endif
