/* Numbers in a value: what engines read for their digits. */
#ifndef VN_FIELDS_FIGURES_H
#define VN_FIELDS_FIGURES_H

#include "fields/value.h"

/* Numbers that make a date or a span of years confirm each other: makes them surer. */
void vn_figures_confirm(struct vn_value *v);

/* Whether word I is the number of a day, month or year in which digits were read as letters. */
bool vn_figures_misread(const struct vn_value *v, size_t i);

/* Whether word I is the begin of a document's number that a blank tore: "số 1 18/2025/NĐ-CP". */
bool vn_figures_torn(const struct vn_value *v, size_t i);

/* Whether word I is the number of a document of which the stroke before the year was read as a
 * digit: "số 11872025/NĐ-CP" has too many of them; or digits are parted from it by a blank. */
bool vn_figures_odd(const struct vn_value *v, size_t i);

/* Whether word I is "số" before the number of a document with its year, read as digits: "Nghị định
 * 56 45/2023/NĐ-CP". */
bool vn_figures_word(const struct vn_value *v, size_t i);

/* Whether word I, the last one, is a number in Roman figures, whatever small letters or marks they
 * were read with: "khu vực VỊ". */
bool vn_figures_roman(const struct vn_value *v, size_t i);

/* Whether LEN letters are a number in Roman figures below 40. */
bool vn_figures_are_roman(const char *letters, size_t len);

/* Adds word I with the digits that its letters were; the same of Roman figures. */
VN_CHECKED enum vn_status vn_figures_put(struct vn_value *v, size_t i, struct vn_err *err);
VN_CHECKED enum vn_status vn_figures_put_roman(struct vn_value *v, size_t i, struct vn_err *err);

#endif
