/*
 * The shape of a document code (số, ký hiệu): 57-NQ/TW, 12/2024/TT-BTC, 853/QĐ-BTP, QĐ-UBND.
 * Form: Decree 30/2020/NĐ-CP, annex I, and party guideline 05-HD/VPTW.
 */
#ifndef VN_PROTECT_CODE_H
#define VN_PROTECT_CODE_H

#include "base/buf.h"

#define VN_CODE_PARTS 5
#define VN_CODE_BYTES 96 /* a longer run is no code */

/* Bytes of the text, half open. */
struct vn_code_part {
	size_t begin, end; /* the letters, with digits that end them (QH15) */
};

struct vn_code {
	size_t begin, end;
	size_t number_end; /* end of "57" or "12/2024"; equals begin where there is no number */
	bool year;	   /* the number has a year */
	unsigned parts;	   /* letter parts, at least 1 */
	struct vn_code_part part[VN_CODE_PARTS];
	bool blanks; /* a blank stands on one side of a separator: 57 -NQ/TW */
};

/*
 * Parses the code that begins at TEXT[at]. True when its shape and its parts (known
 * abbreviations, or what OCR could have made of them) leave no doubt that it is one; words such as
 * trên/dưới, KT-XH or "Tự do - Hạnh phúc" are not. A blank on both sides of a separator ends it,
 * and so does one before a slash. Works in bounded time.
 */
bool vn_code_parse(struct vn_str text, size_t at, struct vn_code *out);

/* A part without the digits at its end: UBTVQH15 -> UBTVQH. */
struct vn_str vn_code_letters(struct vn_str text, struct vn_code_part part);

#endif
