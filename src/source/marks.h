/*
 * What a source knows of its words beside where they stand: the elements that hold them, other
 * places that say the same text again, and what is put in beside a word that changes.
 *
 * Bytes [begin, end) are of the running text, [from, to) of the document.
 */
#ifndef VN_SOURCE_MARKS_H
#define VN_SOURCE_MARKS_H

#include "base/arena.h"
#include "text/map.h"

/* An element that holds one word: two of them may become one, and one two. */
struct vn_element {
	size_t begin, end;
	uint64_t from, to;
	uint8_t rating; /* how sure the engine was of it, in %, plus 1; 0: it did not say */
};

/* A place that says the text of RUN once more, and changes with it. Those of a GROUP say a text in
 * order. FLOWS: blanks alone stand between them, which may go where words become one. EVEN: each
 * has one letter, and stays as it is where there are more or fewer of them. */
struct vn_echo {
	struct vn_run run;
	uint32_t group;
	bool flows, even;
};

/* Bytes that become others as soon as anything of the text changes: BYTES, then those of
 * [copy_from, copy_to), then TAIL. */
struct vn_extra {
	size_t begin, end;
	uint64_t from, to;
	struct vn_str bytes, tail; /* the arena's */
	uint64_t copy_from, copy_to;
};

/* Text that stays in one unit. [FROM, TO): where its bytes lie, mark-up included. */
struct vn_hold {
	size_t begin, end; /* SIZE_MAX: not known yet, nor is TO */
	uint64_t from, to;
};

/* Each list but the extras in order of text. All zero is a valid empty one. */
struct vn_marks {
	struct vn_element *words;
	size_t word_count, word_cap;
	struct vn_echo *echoes;
	size_t echo_count, echo_cap;
	struct vn_extra *extras;
	size_t extra_count, extra_cap;
	struct vn_hold *holds;
	size_t hold_count, hold_cap;
	uint32_t group; /* of the last echo */
	struct vn_arena arena;
};

void vn_marks_fini(struct vn_marks *marks);

/* Empties it; keeps the memory. */
void vn_marks_reset(struct vn_marks *marks);

/* Drops what belongs to the first LEN bytes of the text, which are those before byte AT. */
void vn_marks_drop(struct vn_marks *marks, size_t len, uint64_t at);

VN_CHECKED enum vn_status vn_marks_word(struct vn_marks *marks, struct vn_element word,
					struct vn_err *err);
VN_CHECKED enum vn_status vn_marks_echo(struct vn_marks *marks, struct vn_echo echo,
					struct vn_err *err);
/* Takes back the echoes of GROUP, which are the last ones. */
void vn_marks_forget(struct vn_marks *marks, uint32_t group);

/* Copies the bytes and the tail. */
VN_CHECKED enum vn_status vn_marks_extra(struct vn_marks *marks, struct vn_extra extra,
					 struct vn_err *err);

/* The index of the first word that ends behind byte AT of the text, WORD_COUNT if none does. */
size_t vn_marks_find(const struct vn_marks *marks, size_t at);

/* The hold that byte AT of the text lies in, behind its begin; NULL if it lies in none. */
const struct vn_hold *vn_marks_held(const struct vn_marks *marks, size_t at);

/* The hold that ends at byte AT of the text; NULL: none does. */
const struct vn_hold *vn_marks_held_to(const struct vn_marks *marks, size_t at);

#endif
