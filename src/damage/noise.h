/* Specks, borders and stains of a scan that an engine took for signs. */
#ifndef VN_DAMAGE_NOISE_H
#define VN_DAMAGE_NOISE_H

#include "base/buf.h"

/*
 * Whether bytes [*BEGIN, *END) of TEXT are a sign that stands alone between blanks and that print
 * never sets so, or only inside a line, or not behind the sign that ends a sentence or an item; or
 * a heap of such signs at an edge of a line. *BEGIN and *END then grow by the blanks that go with
 * it: those before it, at the start of a line those behind it. The bytes before TAKEN, where a
 * speck and its blanks went already, do not go again: one that stands next to those is the first of
 * its line. A line with two bars or more is a table, and its bars are meant. What counts as noise
 * was counted on OCR pages with their truth: doc/accuracy.md.
 */
bool vn_noise(struct vn_str text, size_t taken, size_t *begin, size_t *end);

/*
 * Whether bytes [BEGIN, END) of TEXT are a tilde or a not sign that stands where the dash of an
 * item does: first in its line, with a blank and a capital behind it, and with another item (a
 * dash, or such a sign) at the start of a line within 600 bytes. Engines that know Vietnamese read
 * some dashes so: a dash was printed in all 23 such lines of OCR pages with their truth.
 */
bool vn_noise_dash(struct vn_str text, size_t begin, size_t end);

#endif
