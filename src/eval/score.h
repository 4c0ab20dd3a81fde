/*
 * How good an output is: error rates before and after against a line-aligned truth, what was
 * harmed on the way, and what came back of a text whose marks were taken off.
 *
 * A line is what stands between newlines. Lines, or whole texts where line breaks differ, are
 * compared in the form of vn_canon(); error
 * rates are edit distances over the truth's length (CER in code points, WER in tokens), as in
 * Levenshtein 1966 and the NIST scorers. Lines whose truth holds the mark U+27E6 ? U+27E7 (nothing
 * legible was printed) and lines that the engine did not read at all are left out.
 */
#ifndef VN_EVAL_SCORE_H
#define VN_EVAL_SCORE_H

#include "eval/canon.h"
#include "eval/confidence.h"
#include "eval/kinds.h"
#include "eval/vocab.h"

/* What is counted, of a page or of all. */
struct vn_counts {
	size_t words, chars; /* tokens and code points of the truth */
	size_t char_errors_before, char_errors_after;
	size_t word_errors_before, word_errors_after;
	size_t right;	/* tokens that were read right */
	size_t harmed;	/* of these, wrong in the output */
	size_t numbers; /* digit runs of number tokens that the line of the output no longer has */
	size_t whole;	/* pages that were aligned as whole texts */
};

/* One measure of a report. */
struct vn_measure {
	const char *name; /* static; letters, digits and low lines */
	double value;
	int decimals; /* to round to; 0: a whole number */
};
#define VN_MEASURES_MAX 16

/* An error and how often it occurs; tokens are numbers in vn_tally.tokens, or VN_GAP. */
struct vn_error_count {
	struct vn_pair pair;
	size_t count;
	size_t seen; /* order of first sight */
};

/* What belongs together. */
enum vn_alignment {
	VN_ALIGN_LINES, /* line k of the truth and line k of the others */
	VN_ALIGN_AUTO,	/* the same, but the whole texts of a page whose line counts differ */
	VN_ALIGN_TEXT,	/* the whole texts */
};

/* Up to so many code points the character errors of a line or text are exact; a longer one is cut
 * between equal tokens every so many, which can only make them more, and hardly does. */
#define VN_EXACT_MAX 100000

/* Scratch of one line. */
struct vn_scored_line {
	struct vn_codes text, tokens;
};

/* The figures of a set of pages or texts. Make it with vn_tally_init(). */
struct vn_tally {
	unsigned flags; /* enum vn_canon_flags */
	enum vn_alignment alignment;
	struct vn_kinds *kinds; /* the caller's: counts the errors of pages by kind; or NULL */
	struct vn_counts *pages;
	size_t page_count, page_cap;
	size_t tokens_seen, tokens_wrong; /* of vn_tally_bare() and vn_tally_harm() */
	struct vn_vocab tokens;
	struct vn_vocab pairs;	       /* of tokens, as sequences of two numbers */
	struct vn_error_count *errors; /* by number of the pair */
	size_t error_cap;
	struct vn_aligner aligner; /* of tokens */
	struct vn_aligner letters; /* of characters */
	struct vn_scored_line truth, read, output;
	struct vn_codes lost, kept; /* scratch: digit runs */
	struct vn_buf had;	    /* scratch: one byte a truth token, 1 if read right */
};

void vn_tally_init(struct vn_tally *tally, unsigned flags);

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_tally_fini(struct vn_tally *tally);

/* Adds a page: its truth, what the engine read, what became of it. Any bytes. VN_EINPUT when the
 * numbers of lines differ and tally->alignment is VN_ALIGN_LINES. After a failure only
 * vn_tally_fini() may follow. */
VN_CHECKED enum vn_status vn_tally_page(struct vn_tally *tally, struct vn_str truth,
					struct vn_str read, struct vn_str output,
					struct vn_err *err);

/* Adds a text and what came back of it after vn_strip_marks(): compares the cores of tokens with
 * a letter. Failures as above. */
VN_CHECKED enum vn_status vn_tally_bare(struct vn_tally *tally, struct vn_str text,
					struct vn_str output, struct vn_err *err);

/* Adds a right text and what became of it: compares tokens in NFC and nothing else folded.
 * Failures as above. */
VN_CHECKED enum vn_status vn_tally_harm(struct vn_tally *tally, struct vn_str text,
					struct vn_str output, struct vn_err *err);

/* Adds the counts of PAGE to SUM. */
void vn_counts_add(struct vn_counts *sum, const struct vn_counts *page);

/* The sum over all pages. */
struct vn_counts vn_tally_total(const struct vn_tally *tally);

/* The measures of vn_tally_page(), in the order of the report; only those of the text as read
 * when not AFTER. Fails with VN_ENOMEM. */
VN_CHECKED enum vn_status vn_page_measures(const struct vn_tally *tally, bool after,
					   struct vn_measure out[VN_MEASURES_MAX], size_t *count,
					   struct vn_err *err);

/* The measures of vn_tally_bare(), or of vn_tally_harm(); returns how many. */
size_t vn_bare_measures(const struct vn_tally *tally, struct vn_measure out[VN_MEASURES_MAX]);
size_t vn_harm_measures(const struct vn_tally *tally, struct vn_measure out[VN_MEASURES_MAX]);

/* The measures of a reliability and of the MISSING tokens; returns how many. */
size_t vn_reliability_measures(const struct vn_reliability *reliability, size_t missing,
			       struct vn_measure out[VN_MEASURES_MAX]);

/* Sorts tally->errors, most frequent first, first seen first among equals, and returns how many
 * there are. Nothing may be added afterwards. */
size_t vn_tally_sort_errors(struct vn_tally *tally);

#endif
