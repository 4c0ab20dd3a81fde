/* Words to the user: on stderr, in one write a message, safe for any terminal, in the user's
 * language where po/ knows the text or format (not the subject). For vnfix-eval and vnfix-mkmodel
 * too, whose names stand in place of vnfix. */
#ifndef VN_TERM_SAY_H
#define VN_TERM_SAY_H

#include "base/buf.h"

#include <stdio.h>

/* The name of the tool, before each message. Each tool defines it, beside main(). */
extern const char vn_program[];

/* Writes TEXT to OUT, where it is no message but an answer, as vn_visible() makes it. */
void vn_say_visible(FILE *out, const char *text);

/* Writes lines that are messages already. False: not all of them could be written; then nobody is
 * left to be told. */
bool vn_say_bytes(const char *bytes, size_t len);

/* Writes "vnfix: FILE:LINE: SUBJECT: TEXT"; SUBJECT may be NULL. */
void vn_say_at(const char *file, size_t line, const char *subject, const char *text);

/* Writes "vnfix: SUBJECT: TEXT". SUBJECT (a file name, an option) may be NULL. */
void vn_say(const char *subject, const char *text);

/* The same with a text made by printf(). */
void vn_sayf(const char *subject, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
