/*
 * Codings: what the bytes of a text may be instead of the text that they are taken for. A charset,
 * and how often its bytes were read as something else on their way:
 *
 *	bytes in TCVN3					tcvn3, raw
 *	the same, taken for windows-1252		tcvn3, windows-1252, once
 *	UTF-8, taken for windows-1252, twice over	utf-8, windows-1252, twice
 */
#ifndef VN_CHARSET_CODING_H
#define VN_CHARSET_CODING_H

#include "charset/belief.h"
#include "charset/charset.h"

struct vn_coding {
	const struct vn_charset *charset; /* NULL: UTF-8 */
	const struct vn_charset *view;	  /* what its bytes were taken for; NULL: nothing */
	int times;			  /* 0 without a view */
	bool ascii;			  /* what ASCII has signs for stands for itself */
};

/* Code 0 is the text as it stands. The list is made once for every pipeline. */
struct vn_codings {
	struct vn_coding list[VN_CODING_MAX];
	size_t count;
	bool lacking; /* no view shows one of the letters VN_OURS_FIRST to VN_OURS_LAST */
};

/* Letters of Vietnamese alone, with two marks or with a dot below or a hook above. */
#define VN_OURS_FIRST 0x1ea0
#define VN_OURS_LAST  0x1ef9

/* Lists all codings; of the charset called FROM alone, unless that is NULL. */
void vn_codings_init(struct vn_codings *codings, const char *from);

/* The coding that is nothing but its charset, if they are of one charset; 0: none. */
size_t vn_codings_raw(const struct vn_codings *codings);

/* The name of its charset, for scripts. */
const char *vn_coding_name(const struct vn_coding *coding);

/* Counts by charset: the slot of CODING, below VN_CODING_MAX. Names of slots: that of a charset;
 * "utf-8" for UTF-8 that was taken for something else; NULL where there is none. */
size_t vn_coding_slot(const struct vn_coding *coding);
const char *vn_slot_name(size_t slot);
const char *vn_slot_title(size_t slot);

/* What --from takes: NAME itself, static, if it is "auto", "none" or the name of a slot; else NULL.
 */
const char *vn_coding_from(const char *name);

/* The byte that VIEW shows as C; controls beyond ASCII are the bytes that a view does not have, as
 * in Latin-1. -1: none. */
int vn_view_byte(const struct vn_charset *view, int32_t c);

/* What a line looks like through a view. */
struct vn_glimpse {
	size_t wide;	  /* bytes beyond ASCII */
	size_t lacking;	  /* letters that the view has no byte for */
	size_t sequences; /* of UTF-8 among the bytes, of more than one */
	size_t stray;	  /* bytes beyond ASCII in none of these */
};

struct vn_glimpse vn_view_glimpse(const struct vn_charset *view, struct vn_str line);

/* Text between blanks, or with a blank that may be half of a letter: bytes of the line, and of what
 * it was decoded to. */
struct vn_fragment {
	size_t begin, end;
	bool last; /* a sentence may end behind it */
	size_t out_begin, out_end;
	bool whole;   /* all of it is decoded; else it was copied */
	bool guessed; /* capitals.h */
};

/* Finds the first fragment of LINE that begins at *at or behind it, and moves *at to its end. False
 * when there is none. */
bool vn_fragment_next(struct vn_str line, size_t *at, struct vn_fragment *out);

/* Whether FRAGMENT of LINE, decoded in CODING, was not, though it shows bytes of Vietnamese in
 * UTF-8.
 */
bool vn_fragment_torn(const struct vn_coding *coding, struct vn_str line,
		      const struct vn_fragment *fragment);

/* A decoded line. All zero is a valid empty one. */
struct vn_decoded {
	struct vn_buf text;
	struct vn_fragment *fragments; /* all but the blanks between them */
	size_t count, cap;
	struct vn_buf bytes, more; /* of the fragment, while it is decoded */
};

void vn_decoded_fini(struct vn_decoded *decoded);

/* Appends to OUT->text what FRAGMENT of LINE is in CODING, and fills the rest of FRAGMENT. What has
 * no bytes for that is copied; signs that CODING does not know are kept. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_fragment_decode(const struct vn_coding *coding, struct vn_str line,
					     struct vn_fragment *fragment, struct vn_decoded *out,
					     struct vn_err *err);

/* Decodes LINE, all its fragments. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_coding_decode(const struct vn_coding *coding, struct vn_str line,
					   struct vn_decoded *out, struct vn_err *err);

#endif
