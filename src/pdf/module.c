#include "pdf/module.h"

__attribute__((visibility("default"))) const struct vn_pdf_module vn_pdf_module = {
	.version = VNFIX_VERSION,
	.open = vn_pdf_open,
	.close = vn_pdf_close,
	.text = vn_pdf_text,
	.write = vn_pdf_write,
	.pictures = vn_pdf_pictures,
};
