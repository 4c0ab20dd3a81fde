/* Word lists of the user (--dict): words and names, some of several syllables. The format:
 * vnfix-rules(5). */
#ifndef VN_USER_DICT_H
#define VN_USER_DICT_H

#include "base/arena.h"
#include "text/unit.h"
#include "user/lines.h"

#define VN_DICT_WORDS	 1000000 /* of all lists together */
#define VN_DICT_PARTS	 16	 /* of one entry, parted by blanks */
#define VN_DICT_PART	 96	 /* bytes of one of them */
#define VN_DICT_NO_ENTRY UINT32_MAX

/* One part of entries, as it is compared: NFC, small letters, old tone placement. */
struct vn_dict_word {
	struct vn_str text; /* the arena's */
	bool small;	    /* some entry has it without a capital */
};

/* Where entries with the same beginning part. Node 0 is the root. */
struct vn_dict_node {
	uint32_t parent, word; /* reached from there by this word */
	uint32_t entry;	       /* first of the entries that end here, VN_DICT_NO_ENTRY: none */
};

/* A line of a list. */
struct vn_dict_entry {
	struct vn_str text; /* NFC, one blank between parts; the arena's */
	uint32_t next;	    /* another one that differs in case or tone placement alone */
	bool small;	    /* no capitals: right in any case */
};

/* All lists of a run, read only once they are read. All zero is a valid empty one. */
struct vn_dict {
	struct vn_arena arena;
	struct vn_dict_word *words;
	size_t word_count, word_cap;
	struct vn_dict_node *nodes;
	size_t node_count, node_cap;
	struct vn_dict_entry *entries;
	size_t entry_count, entry_cap;
	uint32_t *by_text, *by_step; /* open addressing: index + 1 of a word, of a node */
	size_t text_size, step_size; /* powers of two */
};

void vn_dict_fini(struct vn_dict *dict);

/* Adds the list at PATH. VN_EMODEL, naming file and line, for what is none. */
VN_CHECKED enum vn_status vn_dict_read(struct vn_dict *dict, const char *path, vn_user_load load,
				       struct vn_err *err);

/* Sets *KNOWS to whether WORD, in any form, is a part of an entry, whatever its case. */
VN_CHECKED enum vn_status vn_dict_knows(const struct vn_dict *dict, struct vn_str word, bool *knows,
					struct vn_err *err);

/* An entry that stands in a text. */
struct vn_dict_match {
	uint32_t entry;
	size_t count;
	struct vn_span part[VN_DICT_PARTS]; /* bytes of the text; no kind */
	bool right;			    /* it stands in a case that is right */
};

/* Finds the longest entry that stands in TEXT (NFC) from byte AT on, where a word begins, in any
 * case; of entries of one spelling one that is right. False if there is none. */
bool vn_dict_find(const struct vn_dict *dict, struct vn_str text, size_t at,
		  struct vn_dict_match *match);

/* Where the next word of TEXT begins behind byte AT, text.len at the end. A word begins with a
 * letter or digit that has none before it. */
size_t vn_dict_next(struct vn_str text, size_t at);

#endif
