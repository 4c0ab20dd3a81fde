/* Formulas that are written with blanks: y = sin x, lim f(x), a mod 7. */
#ifndef VN_PROTECT_FORMULA_H
#define VN_PROTECT_FORMULA_H

#include "base/buf.h"

/*
 * Whether a formula of names of functions, letters, numbers and operators parted by blanks begins
 * at byte AT of TEXT, where a word begins; *END is the byte behind its last word. A name that may
 * be a syllable (sin, tan, min) and a letter that is a word (a, o) need an operator beside them.
 * It looks no farther than the line, in time linear in what it takes.
 */
bool vn_formula_at(struct vn_str text, size_t at, size_t *end);

#endif
