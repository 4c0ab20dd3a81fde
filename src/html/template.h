/* The fixed parts of the page, made by page2c.py: what stands before and after the data. */
#ifndef VN_HTML_TEMPLATE_H
#define VN_HTML_TEMPLATE_H

#include <stddef.h>

extern const char vn_page_head[], vn_page_tail[];
extern const size_t vn_page_head_len, vn_page_tail_len;

#endif
