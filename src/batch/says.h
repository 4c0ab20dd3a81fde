/* What a batch tells while it works, and to whom: nothing here prints. */
#ifndef VN_BATCH_SAYS_H
#define VN_BATCH_SAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a user of the caller's gets what a message refuses, each with the punctuation that parts it
 * from the message: "; --force replaces it". English; po/ has them. NULL: nothing is added. */
struct vn_hints {
	const char *binary;  /* take what is not text */
	const char *folder;  /* go into a folder */
	const char *replace; /* replace a file that is an output of the run */
	const char *each;    /* replace files that are outputs of single inputs */
	const char *repeats; /* alone, as a subject: what asks for the table of repeated changes */
};

/*
 * Who is told. Members may be NULL; all zero is nobody. What belongs to an input comes in the order
 * of the inputs. Any of the threads may call, several at once.
 */
struct vn_says {
	void *self;
	/* A message about SUBJECT, a name as the system has it, any bytes, or an option; NULL: the
	 * run. TEXT is English, or in the user's language where numbers and names are in it; po/
	 * has it whole, or what stands behind its last ": ". Both live during the call. */
	void (*say)(void *self, const char *subject, const char *text);
	/* Work begins: on FILES inputs, of BYTES as far as known. */
	void (*begin)(void *self, uint64_t files, uint64_t bytes);
	/* BYTES more were read; FILE: an input is finished, and has FAILED or not. */
	void (*advance)(void *self, uint64_t bytes, bool file, bool failed);
	/* Work has ended. */
	void (*end)(void *self);
	/* Nobody reads the output any more: called before that is said. */
	void (*unread)(void *self);
	struct vn_hints hints;
};

/* As says->advance(), which may be NULL. */
static inline void vn_advance(const struct vn_says *says, uint64_t bytes, bool file, bool failed)
{
	if (says->advance)
		says->advance(says->self, bytes, file, failed);
}

/* TEXT about SUBJECT. */
void vn_tell(const struct vn_says *says, const char *subject, const char *text);

/* The same with a text made by printf(), FORMAT being translated. */
void vn_tellf(const struct vn_says *says, const char *subject, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with HINT, which may be NULL, behind TEXT. */
void vn_tell_hint(const struct vn_says *says, const char *subject, const char *text,
		  const char *hint);

/* The same about line LINE of the file PATH; SUBJECT may be NULL. */
void vn_tell_at(const struct vn_says *says, const char *path, uint64_t line, const char *subject,
		const char *text);

/* A message could not be told for want of memory. */
void vn_tell_lost(const struct vn_says *says);

#endif
