/* The words of PDF syntax: of content streams and CMaps. */
#ifndef VN_PDF_LEX_H
#define VN_PDF_LEX_H

#include "base/buf.h"

enum vn_pdf_kind {
	VN_PDF_END,
	VN_PDF_NUMBER,
	VN_PDF_NAME,
	VN_PDF_STRING, /* (...) or <...> */
	VN_PDF_OPEN,   /* [ */
	VN_PDF_SHUT,   /* ] */
	VN_PDF_MARK,   /* what else stands for itself: << >> { } */
	VN_PDF_WORD,   /* an operator, or true, false, null */
};

/* A token: bytes [begin, end) of its text. */
struct vn_pdf_token {
	enum vn_pdf_kind kind;
	size_t begin, end;
	double number;
};

struct vn_pdf_lex {
	struct vn_str text;
	size_t at; /* of the next token */
};

/* The next token. What is malformed is a token too: strings may lack their end. */
struct vn_pdf_token vn_pdf_next(struct vn_pdf_lex *lex);

/* The bytes of TOKEN. */
static inline struct vn_str vn_pdf_bytes(struct vn_str text, const struct vn_pdf_token *token)
{
	return (struct vn_str){text.ptr + token->begin, token->end - token->begin};
}

/* Appends what the string RAW, a token, says. */
VN_CHECKED enum vn_status vn_pdf_string(struct vn_str raw, struct vn_buf *out, struct vn_err *err);

/* Appends what the name RAW says, with its slash. */
VN_CHECKED enum vn_status vn_pdf_name(struct vn_str raw, struct vn_buf *out, struct vn_err *err);

/* Goes behind the inline image whose data begins at LEX. */
void vn_pdf_skip_image(struct vn_pdf_lex *lex);

/* Appends NUMBER with at most five digits behind the point, whatever the locale. */
VN_CHECKED enum vn_status vn_pdf_number(struct vn_buf *out, double number, struct vn_err *err);

#endif
