/* Texts as lines of tokens: what the scorer, its kinds of errors and its look at confidences have
 * in common. A line is what stands between newlines. */
#ifndef VN_EVAL_LINES_H
#define VN_EVAL_LINES_H

#include "eval/canon.h"
#include "eval/vocab.h"

/* Takes the next line off *REST, whose pointer is NULL once the text is used up. False then. A text
 * always has a line more than newlines, so begin with vn_lines_of(). */
bool vn_line_next(struct vn_str *rest, struct vn_str *line);

/* TEXT with a pointer, as vn_line_next() wants it. */
struct vn_str vn_lines_of(struct vn_str text);

/* Newlines + 1. */
size_t vn_line_count(struct vn_str text);

/* False where nothing legible was printed: the truth, in bytes, holds the mark U+27E6 ? U+27E7. */
bool vn_line_is_legible(struct vn_str bytes);

/* Whether a line is scored: not when its truth is not legible, nor when the engine did not read it
 * at all. The latter two are decoded. */
bool vn_line_is_scored(struct vn_str bytes, struct vn_seq truth, struct vn_seq read);

/* Appends to OUT the number in VOCAB of TOKEN. */
VN_CHECKED enum vn_status vn_token_add(struct vn_vocab *vocab, struct vn_codes *out,
				       struct vn_seq token, struct vn_err *err);

/* Appends to OUT the numbers in VOCAB of the tokens of TEXT. */
VN_CHECKED enum vn_status vn_tokens_add(struct vn_vocab *vocab, struct vn_codes *out,
					struct vn_seq text, struct vn_err *err);

#endif
