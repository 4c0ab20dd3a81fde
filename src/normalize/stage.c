/* One spelling per letter: NFC, look-alikes, invisible characters, the place of tone marks. */
#include "base/fnv.h"
#include "normalize/around.h"
#include "normalize/scan.h"
#include "normalize/stroke.h"
#include "normalize/word.h"
#include "stage.h"
#include "text/chars.h"
#include "lang/vi/syllable.h"
#include "user/user.h"

#include <stdlib.h>

/* Longer pieces (text without blanks) are recorded without the ends that stay. */
#define LONG_PIECE 64

#define PLACED_BYTES 15
#define PLACED_WORDS 512

/* A word whose tone mark needs no look: it is no syllable, or there is one place for the mark in
 * any style, where it stands. */
struct placed {
	char text[PLACED_BYTES];
	uint8_t len; /* 0: none yet */
};

struct normalizer {
	struct vn_word word, peek;
	struct vn_buf parts;
	struct placed placed[PLACED_WORDS]; /* by hash */
};

/* What one run passes around. */
struct run {
	struct normalizer *own;
	struct vn_document *doc;
	struct vn_unit *unit;
	struct vn_str text;
	struct vn_piece before; /* the last word, empty at first */
};

static struct vn_str slice(struct vn_str text, struct vn_piece piece)
{
	return (struct vn_str){text.ptr + piece.begin, piece.end - piece.begin};
}

static bool continues(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Records that PIECE becomes AFTER. */
static enum vn_status record(struct run *run, struct vn_piece piece, struct vn_str after,
			     const char *rule, struct vn_err *err)
{
	struct vn_str old = slice(run->text, piece);
	size_t same = 0, end = 0, least = old.len < after.len ? old.len : after.len;

	if (old.len > LONG_PIECE) {
		while (same < least && old.ptr[same] == after.ptr[same])
			same++;
		while (same > 0 && same < old.len && continues(old.ptr[same]))
			same--;
		while (same > 0 && same < after.len && continues(after.ptr[same]))
			same--;
		while (end < least - same &&
		       old.ptr[old.len - 1 - end] == after.ptr[after.len - 1 - end])
			end++;
		while (end > 0 && continues(old.ptr[old.len - end]))
			end--;
	}
	after.ptr += same;
	after.len -= same + end;
	return vn_unit_replace(run->unit, piece.begin + same, piece.end - end, after, rule, err);
}

/* What the words around a piece say about it. */
struct company {
	bool foreign; /* one cannot be Vietnamese */
	bool ours;    /* one can be nothing else */
};

/* Adds the word PIECE. Words in capitals that are no syllable may be acronyms. */
static enum vn_status add_company(struct run *run, struct vn_piece piece, struct company *company,
				  struct vn_err *err)
{
	struct vn_str word = slice(run->text, piece);
	struct vn_syllable syllable;

	if (!(piece.flags & VN_PIECE_WORD) || piece.flags & VN_PIECE_HEAP)
		return VN_OK;
	if (piece.flags & VN_PIECE_MENDABLE) {
		const char *rule;
		enum vn_status status = vn_word_mend(&run->own->peek, word, 0, &rule, err);
		if (status)
			return status;
		word = vn_buf_str(&run->own->peek.out);
		/* A blank was put in: the parts are syllables. */
		if (memchr(word.ptr, ' ', word.len))
			return VN_OK;
	}
	if (!vn_syllable_parse(word, &syllable))
		company->foreign |= (piece.flags & VN_PIECE_LOWER) != 0;
	else
		company->ours |= vn_is_ours(word);
	return VN_OK;
}

/* Looks at the words before and after PIECE on its line, where only blanks are between. */
static enum vn_status find_company(struct run *run, struct vn_piece piece, struct company *company,
				   struct vn_err *err)
{
	struct vn_str text = run->text;
	size_t from = piece.begin, to = piece.end;
	enum vn_status status = VN_OK;

	*company = (struct company){0};
	while (from > 0 && text.ptr[from - 1] == ' ')
		from--;
	while (to < text.len && text.ptr[to] == ' ')
		to++;
	if (from > 0 && from == run->before.end)
		status = add_company(run, run->before, company, err);
	if (!status && to < text.len)
		status = add_company(run, vn_scan(text, to), company, err);
	return status;
}

/* Whether a tone mark on a wrong letter of WORD, which stands at PIECE, is a slip of someone who
 * wrote Vietnamese. Pinyin and Spanish have words such as "xià" and "aí". */
static enum vn_status is_slip(struct run *run, struct vn_piece piece, struct vn_str word,
			      bool *slip, struct vn_err *err)
{
	struct company company;
	enum vn_status status;

	*slip = !vn_is_run_together(word);
	if (!*slip || vn_is_ours(word))
		return VN_OK;
	status = find_company(run, piece, &company, err);
	*slip = !company.foreign && (company.ours || !vn_ends_marked(word));
	return status;
}

/* Whether the tone mark of WORD may be put elsewhere. *SEEN and *MISPLACED are set if so. */
static bool may_move(struct normalizer *own, struct vn_str word, enum vn_tone *seen,
		     bool *misplaced)
{
	struct placed *p = &own->placed[vn_fnv_fold(vn_fnv_add(VN_FNV_SEED, word)) % PLACED_WORDS];

	if (vn_str_eq((struct vn_str){p->text, p->len}, word))
		return false;
	if (vn_syllable_mark(word, seen, misplaced) && (*misplaced || *seen != VN_TONE_KEEP))
		return true;
	if (word.len <= PLACED_BYTES) {
		memcpy(p->text, word.ptr, word.len);
		p->len = (uint8_t)word.len;
	}
	return false;
}

/* Puts the tone mark of WORD, which stands at PIECE, where it belongs. *PLACED is WORD or bytes
 * in OUT; *RULE is set if they differ. */
static enum vn_status place_tone(struct run *run, struct vn_piece piece, struct vn_str word,
				 char out[VN_SYLLABLE_BYTES], struct vn_str *placed,
				 const char **rule, struct vn_err *err)
{
	enum vn_tone style = run->doc->options->tone, seen;
	struct vn_str kept = {out, 0};
	enum vn_status status = VN_OK;
	bool misplaced, known = false;

	*placed = word;
	if (!may_move(run->own, word, &seen, &misplaced) || vn_in_code(run->text, piece))
		return VN_OK;
	if (run->doc->options->user)
		status = vn_user_knows(run->doc->options->user, word, &known, err);
	if (status || known)
		return status;
	run->doc->tone_old += seen == VN_TONE_OLD;
	run->doc->tone_new += seen == VN_TONE_NEW;
	if (misplaced) {
		bool slip;
		status = is_slip(run, piece, word, &slip, err);
		if (status || !slip)
			return status;
	}
	kept.len = vn_syllable_retone(word, style, out);
	if (vn_str_eq(kept, word))
		return VN_OK;
	*placed = kept;
	*rule = misplaced ? "tone-place" : "tone-style";
	return VN_OK;
}

/* The same for each part of a word that blanks were put into. The marks of its parts stand where
 * they belong; only the style may differ. *WORD becomes bytes of a buffer. */
static enum vn_status place_parts(struct run *run, struct vn_piece piece, struct vn_str *word,
				  struct vn_err *err)
{
	struct vn_buf *out = &run->own->parts;
	enum vn_status status = VN_OK;

	out->len = 0;
	for (size_t at = 0; !status && at < word->len;) {
		char bytes[VN_SYLLABLE_BYTES];
		const char *rule, *blank = memchr(word->ptr + at, ' ', word->len - at);
		size_t end = blank ? (size_t)(blank - word->ptr) : word->len;
		struct vn_str part = {word->ptr + at, end - at};
		status = place_tone(run, piece, part, bytes, &part, &rule, err);
		if (!status)
			status = vn_buf_add(out, part.ptr, part.len, err);
		if (!status && blank)
			status = vn_buf_add(out, " ", 1, err);
		at = end + 1;
	}
	*word = vn_buf_str(out);
	return status;
}

static enum vn_status treat(struct run *run, struct vn_piece piece, struct vn_err *err)
{
	struct vn_str word = slice(run->text, piece);
	unsigned flags = piece.flags;
	char out[VN_SYLLABLE_BYTES];
	const char *rule = "nfc", *tone_rule = NULL;
	enum vn_status status = VN_OK;

	if (flags & VN_PIECE_MENDABLE) {
		unsigned place = vn_in_address(run->text, piece) ? VN_WORD_ADDRESS : 0;
		if (flags & VN_PIECE_HIDDEN && vn_in_code(run->text, piece))
			place |= VN_WORD_CODE;
		status = vn_word_mend(&run->own->word, word, place, &rule, err);
		word = vn_buf_str(&run->own->word.out);
		flags = flags & VN_PIECE_WORD ? VN_PIECE_TONE : 0;
	} else if (flags & VN_PIECE_FOREIGN) {
		flags = 0;
	}
	if (status)
		return status;
	if (flags & VN_PIECE_TONE && memchr(word.ptr, ' ', word.len))
		status = place_parts(run, piece, &word, err);
	else if (flags & VN_PIECE_TONE)
		status = place_tone(run, piece, word, out, &word, &tone_rule, err);
	if (tone_rule && strcmp(rule, "nfc") == 0)
		rule = tone_rule;
	return status ? status : record(run, piece, word, rule, err);
}

/* Makes the strokes in PIECE capitals where they are. *FOUND: one was. */
static enum vn_status mend_strokes(struct run *run, struct vn_piece piece, bool *found,
				   struct vn_err *err)
{
	enum vn_status status = VN_OK;

	*found = false;
	for (size_t at = piece.begin; !status && at < piece.end; at++) {
		if (!vn_like_stroke(run->text.ptr[at]) || !vn_is_stroke(run->text, at))
			continue;
		*found = true;
		status = vn_unit_replace(run->unit, at, at + 1, (struct vn_str){"I", 1},
					 "look-alike", err);
	}
	return status;
}

/* Whether PIECE may be or hold a stroke among capitals: a sign behind a letter, or small letters
 * behind a capital. */
static bool may_have_stroke(const struct run *run, struct vn_piece piece)
{
	char first = run->text.ptr[piece.begin];

	return piece.flags & VN_PIECE_WORD
		       ? piece.flags & VN_PIECE_LOWER && !(first >= 'a' && first <= 'z')
		       : vn_like_stroke(first) && run->before.end == piece.begin;
}

static enum vn_status run_normalize(void *data, struct vn_document *doc, struct vn_unit *unit,
				    struct vn_err *err)
{
	struct run run = {.own = data, .doc = doc, .unit = unit, .text = vn_buf_str(&unit->text)};
	struct vn_str text = run.text;
	enum vn_status status = VN_OK;
	size_t at = 0;

	/* The byte order mark of a file stays. */
	if (doc->stats.bytes_in == 0 && text.len >= 3 && memcmp(text.ptr, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (!status && at < text.len) {
		struct vn_piece piece = vn_scan(text, at);
		bool found = false;
		at = piece.end;
		if (may_have_stroke(&run, piece) &&
		    !(unit->span_count && vn_unit_protected(unit, piece.begin, piece.end)))
			status = mend_strokes(&run, piece, &found, err);
		if (!status && !found && piece.flags & (VN_PIECE_MENDABLE | VN_PIECE_TONE) &&
		    !(piece.flags & VN_PIECE_HEAP) &&
		    !(doc->kinds && piece.flags & VN_PIECE_STAYS) &&
		    !(unit->span_count && vn_unit_protected(unit, piece.begin, piece.end)))
			status = treat(&run, piece, err);
		if (piece.flags & VN_PIECE_WORD)
			run.before = piece;
	}
	return status;
}

static enum vn_status open_normalize(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct normalizer *own = calloc(1, sizeof *own);
	(void)model;
	if (!own)
		return vn_err_nomem(err);
	*data = own;
	return VN_OK;
}

static void close_normalize(void *data)
{
	struct normalizer *own = data;
	if (!own)
		return;
	vn_word_fini(&own->word);
	vn_word_fini(&own->peek);
	vn_buf_fini(&own->parts);
	free(own);
}

const struct vn_stage vn_stage_normalize = {
	.name = "normalise",
	.alias = "normalize",
	.summary = "one spelling per letter: NFC, look-alikes, misplaced tone marks",
	.open = open_normalize,
	.run = run_normalize,
	.close = close_normalize,
};
