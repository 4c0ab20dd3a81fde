/*
 * libvnfix: turns Vietnamese text damaged by OCR, or stripped of its marks, back into clean
 * Vietnamese. The library never prints, exits, aborts or reads the environment, and keeps no state
 * outside its handles. vnfix(3) says the same in prose; doc/examples has a program.
 *
 *	struct vnfix_error error;
 *	struct vnfix_model *model;
 *	struct vnfix *fix;
 *	char *out;
 *	size_t len;
 *
 *	if (vnfix_model_open(&model, NULL, NULL, &error) || vnfix_open(&fix, model, NULL, &error))
 *		fail(error.text);
 *	if (!vnfix_text(fix, in, in_len, &out, &len, &error)) {
 *		use(out, len);
 *		vnfix_free(out);
 *	}
 *	vnfix_close(fix);
 *	vnfix_model_close(model);
 *
 * Threads: a model is never written and serves any number of them at once. A handle is used by one
 * thread at a time; it costs little, so each thread has its own. A result is never written either.
 */
#ifndef VNFIX_H
#define VNFIX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define VNFIX_API __attribute__((visibility("default")))
#else
#define VNFIX_API
#endif

/* What a function returns. 0 is success; new codes may be added at the end. */
enum vnfix_status {
	VNFIX_OK = 0,
	VNFIX_EUSAGE = 1,  /* an argument or a setting is wrong */
	VNFIX_EINPUT = 2,  /* mark-up that is not well formed; any bytes are valid plain text */
	VNFIX_EOUTPUT = 3, /* the caller's sink wanted no more */
	VNFIX_ELIMIT = 4,  /* a limit was hit, or the caller's watch ended the work */
	VNFIX_EMODEL = 5,  /* a model or list is missing, damaged or of another version */
	VNFIX_ENOMEM = 6   /* out of memory */
};

/* What went wrong: filled on failure, untouched on success. The caller's. Wherever an error is an
 * argument it may be NULL. */
struct vnfix_error {
	int status; /* the enum vnfix_status that was returned */
	/* Byte of the document: the one that is wrong for VNFIX_EINPUT; else the one up to which
	 * all was finished. 0 where no document was read. */
	uint64_t offset;
	char text[240]; /* one line of UTF-8; may quote input, escape it before a terminal */
};

/*
 * The caller's memory, for handles, models, texts and results. All members must be there; SELF is
 * given to each. alloc() and resize() return memory aligned as malloc() does, or NULL when it is
 * out; sizes are never 0. They are called by the thread that calls the library, for a model in
 * whichever thread lets go of it last. What a model builds from its file, the buffers of a search
 * and what the libraries below (ICU, PCRE2, Expat, utf8proc) need come from malloc() all the same.
 */
struct vnfix_allocator {
	void *(*alloc)(void *self, size_t size);
	void *(*resize)(void *self, void *block, size_t size);
	void (*release)(void *self, void *block);
	void *self;
};

/* Models. */

/* What is known of the language and of OCR. Opening one takes some 10 ms and 4.4 MiB, and maps the
 * file. Handles share it and keep it: the caller may close it as soon as they are made. */
struct vnfix_model;

/* Opens the model file PATH; NULL: the installed one. ALLOCATOR, which is copied, may be NULL:
 * malloc(). On failure *OUT is untouched. */
VNFIX_API enum vnfix_status vnfix_model_open(struct vnfix_model **out, const char *path,
					     const struct vnfix_allocator *allocator,
					     struct vnfix_error *error);

/* Opens the model whose file is the LEN bytes at BYTES, which begin at a multiple of 16 and must
 * stay there, unchanged, until model and handles are closed. */
VNFIX_API enum vnfix_status vnfix_model_memory(struct vnfix_model **out, const void *bytes,
					       size_t len, const struct vnfix_allocator *allocator,
					       struct vnfix_error *error);

/* One line about the model, valid until it is closed. */
VNFIX_API const char *vnfix_model_info(const struct vnfix_model *model);

/* Lets go of a model; it is freed with its last handle. Takes NULL. */
VNFIX_API void vnfix_model_close(struct vnfix_model *model);

/* Handles. */

/* Settings, a model, and the buffers to work with. Making one costs microseconds and a few
 * kilobytes; with its first document it takes 6 MiB, which it keeps. */
struct vnfix;

/* Makes a handle with default settings. MODEL NULL: documents fail with VNFIX_EMODEL unless no
 * stage that runs needs one. On failure *OUT is untouched. */
VNFIX_API enum vnfix_status vnfix_open(struct vnfix **out, struct vnfix_model *model,
				       const struct vnfix_allocator *allocator,
				       struct vnfix_error *error);

/* Makes another handle like FIX, for another thread: with its settings (the lists it has read are
 * shared), model and allocator; without its watch and its document. */
VNFIX_API enum vnfix_status vnfix_clone(struct vnfix **out, const struct vnfix *fix,
					struct vnfix_error *error);

/*
 * Sets NAME to VALUE, between documents. Names and values are those of the command line:
 *
 *	from            auto none tcvn3 tcvn5712 vni viscii vps viqr windows-1258 utf-8
 *	                                            the charset that the text is in
 *	to              utf-8 utf-16 utf-16le utf-16be tcvn3 tcvn5712 vni viscii vps viqr
 *	                windows-1258                the charset to write; a letter that it lacks is
 *	                                            VNFIX_EINPUT
 *	assume          auto eng vie bare clean     what the text is taken for (vnfix(1) has
 *	                half drop hole torn cross   all kinds)
 *	                other data
 *	tone            keep old new                where tone marks stand on oa, oe, uy
 *	only, skip      names of stages, with commas
 *	min-confidence  0 to 1                      what is less sure is left as it was read;
 *	                                            default 0.08, 0 changes all
 *	dict, rules     the name of a file          vnfix-rules(5); each call adds one
 *	protect         a regular expression        what is left alone; each call adds one
 *	input-format    auto, or of --list-formats  what documents are made of; default text
 *	field           a name or number            the member or column that is text; 255 bytes
 *	line            yes no                      line by line, without waiting for more
 *
 * and one that only a result shows:
 *
 *	nbest           0 to 100, default 0         readings of each passage in a result
 *
 * VALUE NULL: the default again. Files are read during the call. VNFIX_EUSAGE for another name or
 * value, and the text of the error names those there are; then all is as it was.
 */
VNFIX_API enum vnfix_status vnfix_set(struct vnfix *fix, const char *name, const char *value,
				      struct vnfix_error *error);

/* Sets who may end work in the middle of a document: STOP is asked about every 10 ms, by the thread
 * that works; once it returns other than 0, what runs fails with VNFIX_ELIMIT. NULL: nobody. */
VNFIX_API void vnfix_watch(struct vnfix *fix, int (*stop)(void *self), void *self);

/* Frees a handle. Takes NULL. */
VNFIX_API void vnfix_close(struct vnfix *fix);

/* Whole documents: LEN bytes at IN, which may hold anything. A document that was being fed is
 * dropped. After a failure the handle is ready for the next one. */

/* *OUT becomes the new text, *OUT_LEN its length in bytes; a NUL that is not counted follows. Free
 * it with vnfix_free(). On failure both are untouched. */
VNFIX_API enum vnfix_status vnfix_text(struct vnfix *fix, const char *in, size_t len, char **out,
				       size_t *out_len, struct vnfix_error *error);

/* Frees a text, also when its handle is closed. Takes NULL. */
VNFIX_API void vnfix_free(char *text);

/* The new text, what became of what, and how sure each word is. It owns all that can be got from
 * it, needs neither handle nor model, and is freed with vnfix_result_free(). */
struct vnfix_result;

/* On failure *OUT is untouched. */
VNFIX_API enum vnfix_status vnfix_run(struct vnfix *fix, const char *in, size_t len,
				      struct vnfix_result **out, struct vnfix_error *error);

/* Frees a result. Takes NULL. */
VNFIX_API void vnfix_result_free(struct vnfix_result *result);

/* Documents in pieces, in bounded memory. */

/* Takes the next LEN bytes of the new text, in order. Other than 0: it wants no more, and what runs
 * fails with VNFIX_EOUTPUT. */
typedef int (*vnfix_sink)(void *self, const char *bytes, size_t len);

/* Adds LEN bytes to the document that is being fed, or begins one; SINK is given what is finished,
 * about a MiB at a time, or each line with the setting line. The result does not depend on how a
 * document is divided. A failure drops the document. */
VNFIX_API enum vnfix_status vnfix_feed(struct vnfix *fix, const char *bytes, size_t len,
				       vnfix_sink sink, void *self, struct vnfix_error *error);

/* Ends the document: SINK is given the rest. */
VNFIX_API enum vnfix_status vnfix_finish(struct vnfix *fix, vnfix_sink sink, void *self,
					 struct vnfix_error *error);

/* Drops the document that is being fed, if one is. */
VNFIX_API void vnfix_reset(struct vnfix *fix);

/* Results. The structs below may grow at the end: never copy one by its size. Spans are half open,
 * [begin, end), in bytes; confidences are probabilities in 1/10,000. */

/* LEN bytes; a NUL that is not counted follows. */
struct vnfix_bytes {
	const char *ptr;
	size_t len;
};

/* What took part in a change: a stage of --list-stages, and a rule of it. */
struct vnfix_cause {
	const char *stage, *rule;
};

/* Another reading of the same place. */
struct vnfix_alternative {
	struct vnfix_bytes text;
	uint32_t confidence;
};

/* A change. They come in order and do not overlap; all outside of them is as it was. */
struct vnfix_edit {
	uint64_t begin, end;	     /* of the document */
	uint64_t out_begin, out_end; /* of the new text */
	uint64_t line, column;	     /* of begin, from 1; columns are code points */
	struct vnfix_bytes before, after;
	/* form, number, case, signs, marks or letters: vnfix-report(5); beside: came with another
	 * edit, line and column are 0 */
	const char *kind;
	uint32_t confidence; /* that AFTER is what was printed */
	const struct vnfix_cause *causes;
	size_t cause_count;
	/* Others for AFTER, each differing in one word, likeliest first, as running text. */
	const struct vnfix_alternative *alternatives;
	size_t alternative_count;
};

/* A token between blanks. There are none if the stage trust does not run. */
struct vnfix_word {
	/* As above; the whole of a change that touches the word, and of mark-up within it. */
	uint64_t begin, end, out_begin, out_end;
	struct vnfix_bytes read, text; /* the running text there, without mark-up */
	uint32_t confidence;	       /* that it stands as it was printed; 10000: nothing to ask */
	int flagged;		       /* left as read because no reading was sure enough */
	const struct vnfix_alternative *alternatives; /* other readings, likeliest first */
	size_t alternative_count;
};

/* A way to read a passage, for a model of the caller's that scores sentences. */
struct vnfix_reading {
	struct vnfix_bytes text; /* as running text */
	/* In 1/256 nat, how much less likely than the likeliest one, by all that the search knows:
	 * p / p' = exp(-cost / 256). */
	uint32_t cost;
};

/* A piece of text, about a line or a sentence long, whose reading does not depend on the rest.
 * There are none without the setting nbest, nor where the stage restore does not run or leaves the
 * text alone. */
struct vnfix_passage {
	uint64_t begin, end, out_begin, out_end; /* as in struct vnfix_word */
	struct vnfix_bytes text;		 /* the running text there */
	/* The likeliest, likeliest first, no two the same: as many as nbest asks for, or as were
	 * found. Where a reading has the words of TEXT it has all else of TEXT, too: signs,
	 * capitals, and words that were left as read because nothing was sure enough
	 * (min-confidence). */
	const struct vnfix_reading *readings;
	size_t reading_count;
};

/* What the document was. */
struct vnfix_summary {
	uint64_t bytes_in, bytes_out, lines;
	uint64_t invalid_bytes; /* that belong to no UTF-8 sequence; they are left */
	uint64_t flagged;
	const char *input_format; /* as the setting has it, never auto */
	const char *assumed;	  /* the same of assume; "" if no stage had to know */
};

VNFIX_API struct vnfix_bytes vnfix_result_text(const struct vnfix_result *result);
VNFIX_API size_t vnfix_result_edits(const struct vnfix_result *result);
VNFIX_API size_t vnfix_result_words(const struct vnfix_result *result);
VNFIX_API size_t vnfix_result_passages(const struct vnfix_result *result);
VNFIX_API const struct vnfix_summary *vnfix_result_summary(const struct vnfix_result *result);

/* The I-th of them, from 0; NULL behind the last. */
VNFIX_API const struct vnfix_edit *vnfix_result_edit(const struct vnfix_result *result, size_t i);
VNFIX_API const struct vnfix_word *vnfix_result_word(const struct vnfix_result *result, size_t i);
VNFIX_API const struct vnfix_passage *vnfix_result_passage(const struct vnfix_result *result,
							   size_t i);

/* The version of the library at run time, such as "1.0.0-rc1". Never freed. */
VNFIX_API const char *vnfix_version(void);

/* What STATUS means, in a few words. Never NULL, never freed. */
VNFIX_API const char *vnfix_status_text(enum vnfix_status status);

#ifdef __cplusplus
}
#endif

#endif
