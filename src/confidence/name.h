/* Names without marks: how sure the last word of one in capitals, one behind a title and one beside
 * a word with marks can be. */
#ifndef VN_CONFIDENCE_NAME_H
#define VN_CONFIDENCE_NAME_H

#include "model/open.h"
#include "text/unit.h"

/*
 * What speaks against the ITEM-th item of UNIT, whose items are those of its current text, beyond
 * all other evidence (1/256 nat): more than 0 where it is the given name of a person in capitals,
 * to which an engine without Vietnamese or a typist gave no marks. Any of the names that its
 * letters fit may be meant, and what the n-gram model knows are those of the famous.
 */
vn_cost vn_name_doubt(const struct vn_unit *unit, size_t item);

/* How sure a change of that item has to be: less where the search knew no rival. Something is asked
 * of a name, too, behind what is short for a title or a kind of place (TS. Lan) in a short line
 * (text/line.h), where nothing makes it a word that is no name (Lần), and of a word of a name
 * beside another that was read with its marks (Nhan Phước). 0: it is none of these. */
vn_confidence vn_name_needs(const struct vn_model *model, const struct vn_unit *unit, size_t item);

#endif
