/* Regular expressions of users: PCRE2, bounded in time and memory whatever they are and meet. */
#ifndef VN_TEXT_PATTERN_H
#define VN_TEXT_PATTERN_H

#include "base/buf.h"

/* Limits of one match (PCRE2's defaults are far too high for hostile text). */
#define VN_PATTERN_STEPS    100000
#define VN_PATTERN_HEAP_KIB 1024

/* What is matched at once, in bytes: without a match every start is tried, so that time grows with
 * the square of this. */
#define VN_PATTERN_SUBJECT 4096

/* A compiled pattern: read only, shared by threads. */
struct vn_pattern;

/* Compiles SOURCE (UTF-8). VN_EUSAGE, with the byte, for a bad one. On failure *OUT is untouched.
 * Free with vn_pattern_close(), which takes NULL. */
VN_CHECKED enum vn_status vn_pattern_open(struct vn_pattern **out, struct vn_str source,
					  struct vn_err *err);
void vn_pattern_close(struct vn_pattern *pattern);

/* What one thread needs to match. */
struct vn_matcher;

VN_CHECKED enum vn_status vn_matcher_open(struct vn_matcher **out, struct vn_err *err);
void vn_matcher_close(struct vn_matcher *matcher); /* takes NULL */

/* Finds the first match in SUBJECT, any bytes, from byte *BEGIN on. *FOUND tells whether there is
 * one; it is [*BEGIN, *END) then. VN_ELIMIT, with the pattern, when a limit is hit. */
VN_CHECKED enum vn_status vn_pattern_find(const struct vn_pattern *pattern,
					  struct vn_matcher *matcher, struct vn_str subject,
					  size_t *begin, size_t *end, bool *found,
					  struct vn_err *err);

/* The length of the piece of TEXT from byte AT < TEXT.len that is matched at once: a line without
 * its end, or VN_PATTERN_SUBJECT bytes of it, up to a blank or at least a code point. *NEXT becomes
 * where the next piece begins. */
size_t vn_pattern_piece(struct vn_str text, size_t at, size_t *next);

#endif
