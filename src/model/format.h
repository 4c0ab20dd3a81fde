/*
 * The model file, byte by byte: doc/model-format.md. Little-endian, fixed width, sections aligned
 * to 64 bytes. This header is the only place that knows section ids and record layouts.
 */
#ifndef VN_MODEL_FORMAT_H
#define VN_MODEL_FORMAT_H

#include <stdint.h>

#define VN_MODEL_MAGIC	 "VNFIXMDL"
#define VN_MODEL_PARTIAL "VNFIX..." /* while the file is being written */
#define VN_MODEL_VERSION 2
#define VN_MODEL_OLDEST	 1 /* that is still read: it has VN_LAYOUT_NEXT only */
#define VN_MODEL_ALIGN	 64
#define VN_MODEL_COST                                                                              \
	65535 /* no cost in a file is further from 0: sums of them stay in 32 bits                 \
	       */

#define VN_SECTION(a, b, c, d)                                                                     \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

enum vn_section_id {
	VN_SECTION_INFO = VN_SECTION('I', 'N', 'F', 'O'), /* UTF-8 line: how the model was made */
	VN_SECTION_WORD = VN_SECTION('W', 'O', 'R', 'D'), /* vocabulary: strings and flags */
	VN_SECTION_UNIG = VN_SECTION('U', 'N', 'I', 'G'), /* unigram costs and back-offs */
	VN_SECTION_NGRM = VN_SECTION('N', 'G', 'R', 'M'), /* orders 2 and up: hashed buckets */
	VN_SECTION_CASE = VN_SECTION('C', 'A', 'S', 'E'), /* case pattern costs per word */
	VN_SECTION_CHAN = VN_SECTION('C', 'H', 'A', 'N'), /* channels, one after the other */
	VN_SECTION_CTXT =
		VN_SECTION('C', 'T', 'X', 'T'), /* what read neighbours tell; may be missing */
	VN_SECTION_WGHT =
		VN_SECTION('W', 'G', 'H', 'T'), /* weights of the search; may be missing */
	VN_SECTION_KIND =
		VN_SECTION('K', 'I', 'N', 'D'), /* characters of kinds of text; may be missing */
	VN_SECTION_VECT =
		VN_SECTION('V', 'E', 'C', 'T'), /* what words around tell; may be missing */
};

struct vn_file_header {
	char magic[8];
	uint32_t version;
	uint32_t section_count;
	uint64_t file_size;  /* bytes of the whole file */
	uint8_t digest[32];  /* SHA-256 of everything after this header */
	uint8_t reserved[8]; /* zero */
};

struct vn_file_section {
	uint32_t id;
	uint32_t reserved; /* zero */
	uint64_t offset;   /* from the start of the file, multiple of VN_MODEL_ALIGN */
	uint64_t size;	   /* bytes */
	uint64_t zero;
};

_Static_assert(sizeof(struct vn_file_header) == 64, "header layout");
_Static_assert(sizeof(struct vn_file_section) == 32, "section layout");

/* WORD: this header, then count+1 uint32 string offsets, then count uint8 flags, then the strings.
 */
struct vn_file_words {
	uint32_t count; /* words, id 0 to count-1 */
	uint32_t bytes; /* bytes of all strings */
};

/* Ids of words that are not words. */
enum vn_word_id {
	VN_WORD_NONE = 0,  /* padding of short histories; never a token */
	VN_WORD_BOUND = 1, /* sentence or paragraph boundary */
	VN_WORD_COMMA = 2,
	VN_WORD_NUMBER = 3, /* digits and punctuation only */
	VN_WORD_CODE = 4,   /* digits and letters mixed: so/ky hieu and the like */
	VN_WORD_UNKNOWN = 5,
	VN_WORD_FIRST = 6, /* the first real word */
};

/* Flags of a word. */
enum {
	VN_WORD_SYLLABLE = 1, /* a possible Vietnamese syllable: in the candidate trie */
	VN_WORD_FOREIGN = 2,  /* letters that are no syllable: known, never changed */
};

/* UNIG: count records. */
struct vn_file_unigram {
	int32_t cost;	 /* 1/256 nat */
	int32_t backoff; /* 1/256 nat, added where no longer n-gram is found; 0: never a context */
};

#define VN_LM_ORDER	5  /* highest order a file may hold */
#define VN_BUCKET_SLOTS 16 /* 64 bytes, one cache line */
#define VN_PROB_BITS	7
#define VN_BACKOFF_BITS 5

/* Where an n-gram lies. */
enum vn_ngram_layout {
	VN_LAYOUT_NEXT = 0, /* in its bucket or the next one that had room: files of version 1 */
	VN_LAYOUT_OTHER = 1 /* in its bucket or in another that its hash tells */
};

/* NGRM: this header, then the buckets (each VN_BUCKET_SLOTS uint32), aligned to 64 bytes.
 * A slot: fingerprint (20 bits, never 0) << 12 | backoff code << 7 | cost code; 0 = empty. */
struct vn_file_ngrams {
	uint32_t order;	 /* highest order present, 2 to VN_LM_ORDER */
	uint32_t layout; /* enum vn_ngram_layout */
	uint64_t bucket_count;
	uint64_t ngram_count[VN_LM_ORDER];		  /* [k]: n-grams of order k + 1 */
	int32_t cost[VN_LM_ORDER - 1][1 << VN_PROB_BITS]; /* [order - 2][code] */
	/* [order - 2][code]; code 0: the n-gram is no context of a longer one, back-off 0 */
	int32_t backoff[VN_LM_ORDER - 1][1 << VN_BACKOFF_BITS];
	uint8_t reserved2[8];
};
_Static_assert(sizeof(struct vn_file_ngrams) % 64 == 0, "n-gram header layout");

/* CASE: 3 patterns given 4 kinds of neighbour to the left, in 1/16 nat, one record a word. */
enum vn_case { VN_CASE_LOWER, VN_CASE_TITLE, VN_CASE_UPPER, VN_CASE_START };
struct vn_file_case {
	uint8_t cost[4][3]; /* [left neighbour's pattern or START][own pattern] */
};

/* CHAN: channel count, then per channel this header and its records sorted by read segment. */
#define VN_CHANNEL_NAME 8
struct vn_file_channel {
	char name[VN_CHANNEL_NAME]; /* "eng", NUL padded */
	uint32_t segment_count;
	uint32_t reserved;
};

/* WGHT: records of this. Weights that are not named keep their defaults (weights.h). */
#define VN_WEIGHT_NAME 16
struct vn_file_weight {
	char name[VN_WEIGHT_NAME]; /* NUL padded */
	int32_t value;
};

/* One segment: 0-2 printed code points became 0-3 read ones. Unused places are 0. */
struct vn_file_segment {
	uint32_t read[3];
	uint32_t printed[2];
	int32_t cost; /* -ln P(read | printed), 1/256 nat */
};

/* CTXT: per channel a struct vn_file_channel (segment_count counts these records), then: the cost
 * of a segment of that channel changes by DIFFERENCE where code point BEFORE was read just before
 * it. */
#define VN_CONTEXT_OTHER                                                                           \
	0x1fffff /* read[0]: all read sides of PRINTED that have no record here                    \
		  */
struct vn_file_context {
	uint32_t read[3];
	uint32_t printed[2];
	uint32_t before;
	int32_t difference; /* 1/256 nat */
};

/* KIND: this header, then SLOTS fingerprints (uint32, never 0; 0 is an empty slot), then COUNT
 * costs a slot (uint8, 1/16 nat). An n-gram lies at the slot of its hash or at most VN_KINDS_PROBES
 * - 1 behind it, with no empty slot between. */
#define VN_KINDS_NAME	8
#define VN_KINDS_ORDER	5 /* characters of the longest n-gram */
#define VN_KINDS_PROBES 1024
struct vn_file_kinds {
	uint32_t count; /* kinds, at most 16 */
	uint32_t order; /* of the longest n-gram */
	uint32_t slots;
	uint32_t reserved;	      /* zero */
	char name[16][VN_KINDS_NAME]; /* of the kinds, NUL padded */
};
_Static_assert(sizeof(struct vn_file_kinds) == 144, "kinds header layout");

/* The fingerprint of an n-gram of characters by its hash. */
static inline uint32_t vn_kinds_print(uint64_t hash)
{
	uint32_t print = (uint32_t)(hash >> 8);
	return print ? print : 1;
}

/* VECT: this header, then DIMS int8 for each word as a neighbour, then DIMS for each as a reading.
 * What neighbours say of a reading, in 1/256 nat, is the dot product of the sum of theirs and
 * its own, times UNIT / 2^28. */
#define VN_VECTOR_DIMS	64
#define VN_VECTOR_REACH 127 /* most words on either side */
#define VN_VECTOR_UNIT                                                                             \
	(UINT32_C(1) << 24) /* largest: no product of a dot product and it overflows */
struct vn_file_vectors {
	uint32_t count;	      /* words, from id 0 on */
	uint32_t dims;	      /* VN_VECTOR_DIMS */
	uint32_t reach;	      /* words on either side that are looked at */
	uint32_t gap;	      /* of them, those next to the place are not */
	uint32_t unit;	      /* 1 to VN_VECTOR_UNIT */
	uint32_t reserved[3]; /* zero */
};
_Static_assert(sizeof(struct vn_file_vectors) == 32, "vectors header layout");

#endif
