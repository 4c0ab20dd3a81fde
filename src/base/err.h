/* Errors are values the caller owns. The library never prints, exits or aborts. */
#ifndef VN_BASE_ERR_H
#define VN_BASE_ERR_H

#include <stddef.h>
#include <stdint.h>

/* Status of a fallible function. 0 is success; the tool maps the others to exit codes in
 * term/exit.c. */
enum vn_status {
	VN_OK = 0,
	VN_EUSAGE,  /* the caller asked for something impossible */
	VN_EINPUT,  /* an input could not be read or is not valid */
	VN_EOUTPUT, /* an output could not be written whole */
	VN_ELIMIT,  /* a limit was hit: time, memory bound, regular expression */
	VN_EMODEL,  /* model or dictionary missing, damaged or of another version */
	VN_ENOMEM,  /* allocation failed */
};

#define VN_ERR_TEXT 240 /* bytes of a message, with its NUL */

/* What went wrong. Lives in the caller; nothing in it is allocated. */
struct vn_err {
	enum vn_status status;
	/* Byte of the document: the wrong one for VN_EINPUT, else the one up to which all was
	 * finished; 0 where no document was read. */
	uint64_t offset;
	char text[VN_ERR_TEXT]; /* one line of UTF-8 without a newline */
};

#define VN_CHECKED __attribute__((warn_unused_result))

/* Fills ERR (may be NULL) and returns STATUS, so that `return vn_err_set(...)` is one line. */
enum vn_status vn_err_set(struct vn_err *err, enum vn_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for a failed allocation: fixed text, no formatting. */
enum vn_status vn_err_nomem(struct vn_err *err);

/* Notes the byte OFFSET of the input in ERR, which may be NULL, if STATUS is no success; returns
 * STATUS. */
enum vn_status vn_err_at(struct vn_err *err, enum vn_status status, uint64_t offset);

/* Puts NAME, of a file as a rule, before the text of ERR (may be NULL): "NAME: text". Of a name
 * that leaves no room for the text its end is kept. Returns STATUS; nothing happens when that is
 * VN_OK. */
enum vn_status vn_err_name(struct vn_err *err, enum vn_status status, const char *name);

#endif
