/* Which kind of damage a text has, from its letters alone. */
#ifndef VN_DAMAGE_GUESS_H
#define VN_DAMAGE_GUESS_H

#include "base/buf.h"
#include "damage/kind.h"

/*
 * Looks at up to 64 KiB of TEXT. ENG: letters of an engine without Vietnamese; BARE: unmarked
 * syllables; VIE: Vietnamese letters, right or wrong (whether hardly any are wrong only the search
 * can tell); CLEAN: nothing that looks like Vietnamese. BEFORE is the belief so far, kept when the
 * text says too little; VN_DAMAGE_COUNT: there is none.
 */
enum vn_damage_kind vn_damage_guess(struct vn_str text, enum vn_damage_kind before);

#endif
