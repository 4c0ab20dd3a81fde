/* Which kind of damage a text has, from its letters alone. */
#ifndef VN_DAMAGE_REGIME_H
#define VN_DAMAGE_REGIME_H

#include "model/open.h"

/*
 * Looks at up to 64 KiB of TEXT. ENG: letters of an engine without Vietnamese; BARE: unmarked
 * syllables; VIE: Vietnamese letters, right or wrong (whether it is CLEAN only the search can
 * tell); CLEAN: nothing that looks like Vietnamese. BEFORE is the belief so far, kept when the text
 * says too little.
 */
enum vn_regime vn_regime_of(struct vn_str text, enum vn_regime before);

#endif
