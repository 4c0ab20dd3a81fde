/* The kinds of damage that a text may have, by name. What each is like says damage.h. */
#ifndef VN_DAMAGE_KIND_H
#define VN_DAMAGE_KIND_H

/* X(KIND, name): the name is that of --assume, --stats, reports and the library. */
#define VN_DAMAGE_KINDS(X)                                                                         \
	X(ENG, "eng")	  /* read by an OCR engine that knows no Vietnamese */                     \
	X(VIE, "vie")	  /* read by one that does */                                              \
	X(BARE, "bare")	  /* marks stripped */                                                     \
	X(CLEAN, "clean") /* right as it is, or no Vietnamese */                                   \
	X(HALF, "half")	  /* some words stripped or damaged, others right */                       \
	X(DROP, "drop")	  /* letters with marks left out */                                        \
	X(HOLE, "hole")	  /* one sign in the place of each */                                      \
	X(TORN, "torn")	  /* words torn apart at them */                                           \
	X(CROSS, "cross") /* one mark taken for another, by an engine for the West */              \
	X(OTHER, "other") /* another language: left alone, every byte */                           \
	X(DATA, "data")	  /* no prose: mark-up, code, paths, data; left alone, every byte */

enum vn_damage_kind {
#define VN_DAMAGE_KIND(kind, name) VN_DAMAGE_##kind,
	VN_DAMAGE_KINDS(VN_DAMAGE_KIND)
#undef VN_DAMAGE_KIND
		VN_DAMAGE_COUNT
};

#endif
