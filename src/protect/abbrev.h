/*
 * The known abbreviations of document kinds (QĐ, NĐ) and issuing bodies (CP, UBND), and which
 * ones OCR could have turned into a given reading.
 *
 * Source: dict/lexicon/abbreviations.tsv and codes.tsv (counts from the corpus) and
 * code-letters.tsv (how letters are misread), made into a table by dict/tools/codes2c.py.
 */
#ifndef VN_PROTECT_ABBREV_H
#define VN_PROTECT_ABBREV_H

#include "base/buf.h"

enum {
	VN_ABBREV_DOCTYPE = 1, /* stands after the number: QĐ, TTLT */
	VN_ABBREV_ORGAN = 2,   /* stands after a document kind: CP, BTC */
	VN_ABBREV_GENERAL = 4, /* any other: KT-XH, CNTT */
};

/* One abbreviation. Static. */
struct vn_abbrev {
	const char *text;	 /* UTF-8, NFC, without trailing digits */
	uint32_t doctype, organ; /* how often the corpus has it in either place of a code */
	unsigned kinds;		 /* VN_ABBREV_* */
};

/* How often a document kind and a body occur in one code. */
struct vn_abbrev_pair {
	uint16_t first, second; /* indices into vn_abbrevs */
	uint32_t count;
};

/* One way to misread: PRINTED comes out of OCR as READ. */
struct vn_abbrev_letter {
	const char *printed, *read;
	bool mark; /* only a mark was lost: Đ as D */
};

/* Generated; sorted by text (bytes), by (first, second). */
extern const struct vn_abbrev vn_abbrevs[];
extern const size_t vn_abbrev_count;
extern const struct vn_abbrev_pair vn_abbrev_pairs[];
extern const size_t vn_abbrev_pair_count;
extern const struct vn_abbrev_letter vn_abbrev_letters[];
extern const size_t vn_abbrev_letter_count;

/* A known abbreviation that could have been read as the text asked about. */
struct vn_abbrev_reading {
	const struct vn_abbrev *abbrev;
	unsigned marks, shapes; /* letters that lost a mark; letters taken for others */
};

#define VN_ABBREV_READINGS 8

/* S as a known abbreviation, or NULL. O(log n). */
const struct vn_abbrev *vn_abbrev_find(struct vn_str s);

/*
 * The abbreviations of one of KINDS that could have been read as S, S itself left out, with at
 * most two letters taken for others. Returns how many were put into OUT; VN_ABBREV_READINGS also
 * means that there may be more. The work is bounded whatever S is.
 */
size_t vn_abbrev_readings(struct vn_str s, unsigned kinds,
			  struct vn_abbrev_reading out[VN_ABBREV_READINGS]);

/* How often FIRST and SECOND occur together in a code; 0 when either is NULL. */
uint32_t vn_abbrev_together(const struct vn_abbrev *first, const struct vn_abbrev *second);

#endif
