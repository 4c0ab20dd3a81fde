/* Lines of programs and queries, whose names may be words of the language without marks. */
#ifndef VN_DAMAGE_PROGRAM_H
#define VN_DAMAGE_PROGRAM_H

#include "base/buf.h"

/*
 * Whether LINE reads as a statement: its first word is one that statements begin with and another
 * sign of one follows (a partner of it as in SELECT ... FROM, an assignment, a call, braces), or it
 * has an operator that only programs have, beside such a sign. A formula alone is none. So does a
 * command of a shell with an option, a path or a pipe, and a record of a log: a time and a level.
 */
bool vn_is_program(struct vn_str line);

#endif
