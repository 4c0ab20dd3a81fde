/* Bytes in JSON, by jansson. JSON holds Unicode only, so bytes that are no UTF-8 go as base64
 * (RFC 4648) in a member of their own, NAME_base64 in place of NAME. */
#ifndef VN_REPORT_JSON_H
#define VN_REPORT_JSON_H

#include "report/spool.h"

#include <jansson.h>

/* Sets OBJECT's member NAME to BYTES. */
VN_CHECKED enum vn_status vn_json_set_bytes(json_t *object, const char *name, struct vn_str bytes,
					    struct vn_err *err);

/* Takes VALUE, new, into OBJECT. VN_ENOMEM if either is NULL or memory is out. */
VN_CHECKED enum vn_status vn_json_set(json_t *object, const char *name, json_t *value,
				      struct vn_err *err);

/* Member NAME of OBJECT, or the bytes of NAME_base64, decoded into SPACE. False when there is
 * neither, or the base64 is malformed. The view lives as long as OBJECT and SPACE. */
bool vn_json_get_bytes(const json_t *object, const char *name, struct vn_str *out,
		       struct vn_buf *space);

/* Appends VALUE as one line. With HTML, so that it may stand in a script element. On failure OUT is
 * as it was. */
VN_CHECKED enum vn_status vn_json_line(const json_t *value, bool html, struct vn_spool *out,
				       struct vn_err *err);

/* 64 hexadecimal digits of a SHA-256, with a NUL, and back; false for anything else. */
void vn_json_hex(const uint8_t digest[32], char out[65]);
bool vn_json_unhex(const char *text, uint8_t out[32]);

#endif
