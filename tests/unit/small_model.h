/* A model small enough to be made anew in every test: some forty lines of administrative text and
 * the channels that kinds of damage ask for, made by hand, all written for this purpose. Knows no
 * test framework, so that the fuzz targets can use it too. */
#ifndef SMALL_MODEL_H
#define SMALL_MODEL_H

#include "damage/damage.h"
#include "mkmodel/write.h"
#include "model/open.h"

#define SMALL_MODEL_PATH 4096 /* bytes of a file name */

/* The training text, a paragraph a line. */
struct vn_str small_model_text(void);

/* Writes LEN bytes to a new file in the temporary folder and its name to PATH. */
bool small_file(char path[SMALL_MODEL_PATH], const void *bytes, size_t len);

/* The stream of TEXT, read TIMES over; every word enters the vocabulary. */
bool small_stream(struct vn_stream *out, struct vn_str text, int times);

/* The records of a channel in the order of the file: marks lost, and o with a mark read as 6, e
 * with a mark as U+00E9 ("eng"); all marks lost ("bare"); a question mark for half of the letters
 * with marks ("hole"); now and then another mark (all others). */
bool small_channel(struct vn_buf *out, const char *name);

/* All sections of the model; INFO and CTXT, which are not needed, come before others that are, so
 * that a file cut short always lacks more than that. Free with vn_sections_fini(). */
bool small_sections(struct vn_sections *out);

/* The model as a file; its name to PATH. The caller removes it. */
bool small_model_write(char path[SMALL_MODEL_PATH]);

/* The kind of damage that CHOICE (modulo VN_DAMAGE_COUNT + 1) stands for; 0: to be found out. */
const struct vn_damage *small_damage(unsigned choice);

/* The same model without one of its channels. */
struct vn_model *small_model_lacking(const char *channel);

/* The model, open; the file is gone already. NULL on failure. */
struct vn_model *small_model_open(void);

#endif
