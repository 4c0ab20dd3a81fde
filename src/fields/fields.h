/*
 * The fields of an official document: what the layout of Decree 30/2020/NĐ-CP (and Guideline 36 of
 * the Party's Central Office) says of its number, date, issuer, subject, signer, .... They are
 * found in running text, where an engine may have put two columns in one line. What is in doubt is
 * not found.
 */
#ifndef VN_FIELDS_FIELDS_H
#define VN_FIELDS_FIELDS_H

#include "base/arena.h"
#include "base/err.h"
#include "text/unit.h"

enum vn_field_kind {
	VN_FIELD_TYPE,	    /* tên loại, by its usual name */
	VN_FIELD_NUMBER,    /* số */
	VN_FIELD_SYMBOL,    /* ký hiệu: all behind the number */
	VN_FIELD_DATE,	    /* ngày ban hành, YYYY-MM-DD */
	VN_FIELD_PLACE,	    /* nơi ban hành */
	VN_FIELD_SUPERIOR,  /* cơ quan chủ quản */
	VN_FIELD_ISSUER,    /* cơ quan ban hành */
	VN_FIELD_SUBJECT,   /* trích yếu */
	VN_FIELD_BASIS,	    /* căn cứ, one each */
	VN_FIELD_TITLE,	    /* chức vụ of the signer */
	VN_FIELD_SIGNER,    /* người ký */
	VN_FIELD_RECIPIENT, /* nơi nhận, one each */
	VN_FIELD_COUNT
};

/* Names in all outputs, by kind. */
extern const char *const vn_field_names[VN_FIELD_COUNT];

/* What says that a value is what it is. */
enum vn_field_evidence {
	VN_FIELD_BY_READ,   /* the words, as they stand in the repaired text */
	VN_FIELD_BY_LAYOUT, /* what they mean where they stand: a date, a type */
	VN_FIELD_BY_LIST,   /* a list of how they are spelt */
	VN_FIELD_BY_FIELD,  /* another field */
	VN_FIELD_BY_COUNT
};

/* Names in all outputs. */
extern const char *const vn_field_evidence_names[VN_FIELD_BY_COUNT];

/* Bytes of the text. */
struct vn_field_piece {
	size_t begin, end;
};

struct vn_field {
	enum vn_field_kind kind;
	bool stated; /* VALUE is not what the pieces say, but what they mean */
	enum vn_field_evidence evidence;
	struct vn_field_piece *pieces; /* where it stands, one at least; the list's */
	size_t piece_count;
	struct vn_str value; /* normalised; the list's. Unless STATED: the pieces, joined by blanks,
			      * no other blank is longer than one, and ⁄ is / */
	vn_confidence sure;  /* that the layout means this, if the words are right; once settled,
			      * that the value is right */
};

/* All zero is a valid empty list. */
struct vn_fields {
	struct vn_field *items; /* in no order */
	size_t count, cap;
	struct vn_arena arena;
};

/* Finds the fields of the document TEXT, any bytes. What FIELDS had is forgotten. */
VN_CHECKED enum vn_status vn_fields_find(struct vn_fields *fields, struct vn_str text,
					 struct vn_err *err);
void vn_fields_fini(struct vn_fields *fields);

#endif
