#include "source/probe.h"

#include "source/source.h"
#include "text/chars.h"

/* A text for people, which the tools translate. */
#define TEXT(text) text

const struct vn_no_text vn_no_text_binary = {TEXT("binary data"),
					     TEXT("only text can be repaired")};
const struct vn_no_text vn_no_text_wide = {TEXT("text in UTF-16, not UTF-8"),
					   TEXT("convert it: iconv -f UTF-16 -t UTF-8")};

#define BY_OFFICE    TEXT("save it as text (UTF-8) in the program that wrote it")
#define BY_OCR	     TEXT("OCR makes text of it")
#define BY_UNPACKING TEXT("unpack it first")

/* Marks by which a format is known: the first that fits counts. */
static const struct {
	struct vn_no_text what;
	size_t offset, len;
	const char *bytes;
} marks[] = {
	{{TEXT("a PDF file"), TEXT("pdftotext makes text of it")}, 0, 5, "%PDF-"},
	{{TEXT("a Word, Excel or PowerPoint file (DOCX, XLSX, PPTX)"), BY_OFFICE},
	 30,
	 19,
	 "[Content_Types].xml"},
	{{TEXT("an EPUB book"), TEXT("pandoc makes text of it")},
	 30,
	 28,
	 "mimetypeapplication/epub+zip"},
	{{TEXT("an OpenDocument file (ODT, ODS, ODP)"), BY_OFFICE},
	 30,
	 28,
	 "mimetypeapplication/vnd.oasis"},
	{{TEXT("a ZIP archive (or DOCX, XLSX, ODT, EPUB)"), TEXT("unpack it, or save it as text")},
	 0,
	 4,
	 "PK\003\004"},
	{{TEXT("an empty ZIP archive"), BY_UNPACKING}, 0, 4, "PK\005\006"},
	{{TEXT("an old Office file (DOC, XLS, PPT)"), BY_OFFICE},
	 0,
	 8,
	 "\320\317\021\340\241\261\032\341"},
	{{TEXT("a PostScript file"), TEXT("ps2ascii makes text of it")}, 0, 4, "%!PS"},
	{{TEXT("a job for a printer (PJL)"), TEXT("only text can be repaired")},
	 0,
	 9,
	 "\033%-12345X"},
	{{TEXT("a DjVu file"), TEXT("djvutxt makes text of it")}, 0, 8, "AT&TFORM"},
	{{TEXT("a PNG image"), BY_OCR}, 0, 8, "\211PNG\r\n\032\n"},
	{{TEXT("a JPEG image"), BY_OCR}, 0, 3, "\377\330\377"},
	{{TEXT("a TIFF image"), BY_OCR}, 0, 4, "II*\0"},
	{{TEXT("a TIFF image"), BY_OCR}, 0, 4, "MM\0*"},
	{{TEXT("a GIF image"), BY_OCR}, 0, 5, "GIF87"},
	{{TEXT("a GIF image"), BY_OCR}, 0, 5, "GIF89"},
	{{TEXT("a WebP image"), BY_OCR}, 8, 4, "WEBP"},
	{{TEXT("a gzip file"), BY_UNPACKING}, 0, 3, "\037\213\010"},
	{{TEXT("an xz file"), BY_UNPACKING}, 0, 6, "\3757zXZ\0"},
	{{TEXT("a zstd file"), BY_UNPACKING}, 0, 4, "\050\265\057\375"},
	{{TEXT("a bzip2 file"), BY_UNPACKING}, 4, 6, "\061\101\131\046\123\131"},
	{{TEXT("a 7z archive"), BY_UNPACKING}, 0, 6, "7z\274\257\047\034"},
	{{TEXT("a RAR archive"), BY_UNPACKING}, 0, 6, "Rar!\032\007"},
	{{TEXT("a tar archive"), BY_UNPACKING}, 257, 6, "ustar\0"},
	{{TEXT("a tar archive"), BY_UNPACKING}, 257, 6, "ustar "},
	{{TEXT("a program (ELF)"), TEXT("only text can be repaired")}, 0, 4, "\177ELF"},
	{{TEXT("a database (SQLite)"), TEXT("only text can be repaired")},
	 0,
	 16,
	 "SQLite format 3\0"},
};

static const struct vn_no_text utf32 = {TEXT("text in UTF-32, not UTF-8"),
					TEXT("convert it: iconv -f UTF-32 -t UTF-8")};
static bool begins(struct vn_str text, size_t at, const char *bytes, size_t len)
{
	return text.len >= at + len && memcmp(text.ptr + at, bytes, len) == 0;
}

/* Bytes at the begin that readers of those formats pass over: blanks, NUL, a byte order mark, the
 * end of a job for a printer. */
static size_t lead_of(struct vn_str start)
{
	size_t at = 0;

	for (;;) {
		if (begins(start, at, "\357\273\277", 3))
			at += 3;
		else if (at < start.len && memchr(" \t\n\v\f\r\0\004", start.ptr[at], 8))
			at++;
		else
			return at;
	}
}

static const struct vn_no_text *mark_at(struct vn_str start)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (begins(start, marks[i].offset, marks[i].bytes, marks[i].len))
			return &marks[i].what;
	return NULL;
}

#define JUNK_BYTES 1024 /* before a PDF, as its readers allow */

/* Whether there is a PDF behind something else, a header of mail perhaps. A text may speak of such
 * files, so the object that comes first must be there too: "1 0 obj". */
static bool has_pdf(struct vn_str start)
{
	const char *at =
		memmem(start.ptr, start.len < JUNK_BYTES ? start.len : JUNK_BYTES, "%PDF-", 5);
	const char *end = start.ptr + start.len;

	if (!at || (at > start.ptr && at[-1] != '\n' && at[-1] != '\r'))
		return false;
	while ((at = memmem(at, (size_t)(end - at), " 0 obj", 6))) {
		const char *number = at;
		while (number > start.ptr && number[-1] >= '0' && number[-1] <= '9')
			number--;
		if (number < at && number > start.ptr && (number[-1] == '\n' || number[-1] == '\r'))
			return true;
		at += 6;
	}
	return false;
}

static const struct vn_no_text *by_mark(struct vn_str start)
{
	const struct vn_no_text *what = mark_at(start);
	size_t lead = lead_of(start);

	if (!what && lead > 0)
		what = mark_at((struct vn_str){start.ptr + lead, start.len - lead});
	if (!what && has_pdf(start))
		what = &marks[0].what;
	if (what)
		return what;
	if (begins(start, 0, "\377\376\0\0", 4) || begins(start, 0, "\0\0\376\377", 4))
		return &utf32;
	return NULL;
}

/* What the units of a text say for UTF-16. */
struct units {
	size_t ascii;	/* letters, digits, signs and blanks of ASCII */
	size_t latin;	/* other letters that Vietnamese and its neighbours have, and marks */
	size_t others;	/* of other scripts, and signs */
	size_t control; /* no text has these */
};

static struct units count_units(struct vn_str start, bool big)
{
	struct units seen = {0};

	for (size_t i = 0; i + 1 < start.len; i += 2) {
		unsigned char a = (unsigned char)start.ptr[i], b = (unsigned char)start.ptr[i + 1];
		unsigned c = big ? (unsigned)a << 8 | b : (unsigned)b << 8 | a;
		if (i == 0 && c == 0xfeff)
			continue;
		seen.ascii += (c >= ' ' && c < 0x7f) || (c >= '\t' && c <= '\r');
		seen.latin += (c >= 0xa0 && c < 0x370) || (c >= 0x1e00 && c < 0x1f00);
		seen.others += c >= 0x370 && c < 0xfffe && !(c >= 0x1e00 && c < 0x1f00);
		seen.control += (c < ' ' && !(c >= '\t' && c <= '\r')) || (c >= 0x7f && c < 0xa0) ||
				c >= 0xfffe;
	}
	return seen;
}

/* Without a mark, nearly all has to be letters: sound and pictures have units of two bytes too. */
static bool is_wide(struct vn_str start, bool big)
{
	struct units seen = count_units(start, big);

	return seen.control == 0 && seen.ascii >= 4 && seen.ascii >= seen.latin &&
	       seen.others * 16 <= seen.ascii + seen.latin;
}

#define LEAD_BYTES 4 /* of UTF-16, among which there nearly always is a NUL */

enum vn_wide vn_probe_wide(struct vn_str start, bool ended)
{
	bool little = begins(start, 0, "\377\376", 2), big = begins(start, 0, "\376\377", 2);
	bool nul;

	start.len = start.len < VN_PROBE_BYTES ? start.len : VN_PROBE_BYTES;
	ended |= start.len == VN_PROBE_BYTES;
	nul = start.len > 0 && memchr(start.ptr, '\0', start.len);
	if (begins(start, 0, "\377\376\0\0", 4))
		return VN_WIDE_NO; /* UTF-32 */
	/* Two stray bytes may stand at the start of any text; blanks and line ends of UTF-16 hold
	 * NUL. */
	if (nul && (little || big))
		return little ? VN_WIDE_LITTLE : VN_WIDE_BIG;
	if (!ended && (nul || little || big || start.len < LEAD_BYTES))
		return VN_WIDE_MORE;
	if (!nul)
		return VN_WIDE_NO;
	if (is_wide(start, false))
		return VN_WIDE_LITTLE;
	return is_wide(start, true) ? VN_WIDE_BIG : VN_WIDE_NO;
}

/* Some NUL and other controls are no reason: they go through as they are. */
static const struct vn_no_text *by_control(struct vn_str start)
{
	size_t control = 0;

	for (size_t i = 0; i < start.len; i++) {
		unsigned char c = (unsigned char)start.ptr[i];
		control += c < ' ' && !(c >= '\b' && c <= '\r') && c != 0x1b;
	}
	return control >= 32 && control > start.len / 16 ? &vn_no_text_binary : NULL;
}

static bool is_ascii_letter(struct vn_str text, size_t at)
{
	char c = at < text.len ? text.ptr[at] : 0;
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct vn_letters_seen vn_probe_letters(struct vn_str text)
{
	struct vn_letters_seen seen = {0};

	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		seen.invalid += c < 0;
		seen.in_words += c < 0 && ((from > 0 && is_ascii_letter(text, from - 1)) ||
					   is_ascii_letter(text, at));
		seen.wide += c >= 0x80;
		seen.ascii += is_ascii_letter(text, from);
	}
	return seen;
}

/* How many different bytes beyond ASCII there are. */
static size_t variety(struct vn_str text)
{
	bool seen[256] = {false};
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		count += c >= 0x80 && !seen[c];
		seen[c] = true;
	}
	return count;
}

#define LEAST_BYTES   6	 /* of another charset, beside letters */
#define LEAST_PERCENT 18 /* of all letters */

/*
 * Of the letters of Vietnamese in an 8-bit charset 19 to 42 in 100 are beyond ASCII, in any piece
 * of 32 documents of ministries and provinces; in French 6 in longer pieces, in German 4. A short
 * piece of French may have more, but of few kinds.
 */
bool vn_probe_eight_bits(struct vn_str text)
{
	struct vn_letters_seen seen = vn_probe_letters(text);
	size_t all = seen.in_words + seen.wide + seen.ascii;
	size_t kinds = seen.in_words < 12 ? 5 : 8;

	if (seen.in_words < LEAST_BYTES || seen.in_words <= seen.wide ||
	    seen.in_words * 100 < all * LEAST_PERCENT)
		return false;
	return variety(text) >= kinds;
}

const struct vn_no_text *vn_probe(struct vn_str start)
{
	const struct vn_no_text *what = by_mark(start);

	return what || vn_probe_wide(start, true) ? what : by_control(start);
}
