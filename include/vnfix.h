/*
 * libvnfix: turns Vietnamese text damaged by OCR, or stripped of its marks, back into clean
 * Vietnamese. The library never prints, exits, aborts or reads the environment, and keeps no state
 * outside its handles.
 *
 *	struct vnfix_error error;
 *	struct vnfix *fix;
 *	char *out;
 *	size_t len;
 *
 *	if (vnfix_open(&fix, NULL, NULL, &error))
 *		fail(error.text);
 *	if (!vnfix_text(fix, in, in_len, &out, &len, &error)) {
 *		use(out, len);
 *		vnfix_free(out);
 *	}
 *	vnfix_close(fix);
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
	VNFIX_EUSAGE = 1,  /* an argument or an option is wrong */
	VNFIX_EINPUT = 2,  /* not returned by these functions: any bytes are valid input */
	VNFIX_EOUTPUT = 3, /* likewise */
	VNFIX_ELIMIT = 4,  /* a limit was hit */
	VNFIX_EMODEL = 5,  /* the model is missing, damaged or of another version */
	VNFIX_ENOMEM = 6   /* out of memory */
};

/* What went wrong: filled on failure, untouched on success. The caller's. */
struct vnfix_error {
	int status;	 /* the enum vnfix_status that was returned */
	uint64_t offset; /* byte of the input, 0 if none applies */
	char text[240];	 /* one line of UTF-8; may quote input, escape it before a terminal */
};

/* Kinds of damage. */
enum vnfix_assume {
	VNFIX_ASSUME_AUTO = 0, /* found out from the text */
	VNFIX_ASSUME_ENG = 1,  /* read by an OCR engine that knows no Vietnamese */
	VNFIX_ASSUME_VIE = 2,  /* read by one that does */
	VNFIX_ASSUME_BARE = 3, /* marks stripped */
	VNFIX_ASSUME_CLEAN = 4 /* correct but for its encoding */
};

/* Where tone marks stand on oa, oe, uy. */
enum vnfix_tone {
	VNFIX_TONE_KEEP = 0, /* as found */
	VNFIX_TONE_OLD = 1,  /* old style, on the first vowel */
	VNFIX_TONE_NEW = 2   /* new style, on the second vowel */
};

/* Settings of a handle. Zero the struct and set size; zero is the default of every member. */
struct vnfix_options {
	size_t size; /* sizeof(struct vnfix_options): tells old callers from new ones */
	enum vnfix_assume assume;
	enum vnfix_tone tone;
	const char *only; /* run these stages alone, "normalise,protect"; NULL: all */
	const char *skip; /* leave these stages out; NULL: none */
	/* Leave words as read that would be right with a probability below this, in 1/10,000, 0 to
	 * 10000. A caller whose struct ends before this member has 0. */
	uint32_t min_confidence;
	/* A list of words, one a line, that are right; a table of replacements; a Perl-compatible
	 * expression for what is to be left alone: vnfix-rules(5). Names of files, but for the
	 * last. NULL: none. A caller whose struct ends before these members has none. */
	const char *dict, *rules, *protect;
};

/* A set of options with an open model. Used by one thread at a time; any number may exist, and
 * they share the memory of the model. */
struct vnfix;

/*
 * Makes a handle. MODEL_PATH NULL is the installed model; no model is opened when no stage needs
 * it. OPTIONS (NULL: defaults) and the strings in it are read during the call only. ERROR may be
 * NULL. On failure *OUT is untouched. Close with vnfix_close().
 */
VNFIX_API enum vnfix_status vnfix_open(struct vnfix **out, const char *model_path,
				       const struct vnfix_options *options,
				       struct vnfix_error *error);

/*
 * Repairs a document: LEN bytes at IN, which may hold anything. *OUT becomes the new text, *OUT_LEN
 * its length in bytes; a NUL that is not counted follows. Free it with vnfix_free(). On failure
 * *OUT and *OUT_LEN are untouched, and the handle is ready for the next document.
 */
VNFIX_API enum vnfix_status vnfix_text(struct vnfix *fix, const char *in, size_t len, char **out,
				       size_t *out_len, struct vnfix_error *error);

/* Frees a text. Takes NULL. */
VNFIX_API void vnfix_free(char *text);

/* Frees a handle. Takes NULL. */
VNFIX_API void vnfix_close(struct vnfix *fix);

/* The version of the library at run time, such as "0.1.0". Never freed. */
VNFIX_API const char *vnfix_version(void);

/* What STATUS means, in a few words. Never NULL, never freed. */
VNFIX_API const char *vnfix_status_text(enum vnfix_status status);

#ifdef __cplusplus
}
#endif

#endif
