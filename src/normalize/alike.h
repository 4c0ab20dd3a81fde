/* Letters of other scripts that have the shape of a Latin one. */
#ifndef VN_NORMALIZE_ALIKE_H
#define VN_NORMALIZE_ALIKE_H

#include <stdint.h>

/* The Latin letter that C looks like in any roman font: capital and small Cyrillic and Greek
 * letters of the same shape, small capitals shaped like small letters, fullwidth A-Z and a-z. 0 if
 * there is none. Shapes after Unicode's confusables.txt (UTS #39), single letters only and without
 * those that merely resemble. C is decomposed: marks come after it. */
int32_t vn_alike_latin(int32_t c);

#endif
