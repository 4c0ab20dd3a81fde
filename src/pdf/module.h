/*
 * PDF as a module: libqpdf and what it stands on take longer to be linked than vnfix takes to open
 * its model, so a run opens them when it meets the first PDF. The module is an object file of its
 * own that holds all of src/pdf but find.c; its one symbol is the table of what it can do.
 */
#ifndef VN_PDF_MODULE_H
#define VN_PDF_MODULE_H

#include "pdf/pdf.h"

/* The functions of pdf.h, as it describes them, in a module of vnfix VERSION. */
struct vn_pdf_module {
	const char *version;
	enum vn_status (*open)(struct vn_pdf **out, struct vn_str bytes, bool sealed,
			       const struct vn_no_text **refused, struct vn_err *err);
	void (*close)(struct vn_pdf *pdf);
	struct vn_str (*text)(const struct vn_pdf *pdf);
	enum vn_status (*write)(struct vn_pdf *pdf, struct vn_str text, struct vn_buf *out,
				struct vn_err *err);
	struct vn_pictures (*pictures)(struct vn_pdf *pdf);
};

/* The table: of the module, and of a build that has the module linked. */
#define VN_PDF_MODULE "vn_pdf_module"
extern const struct vn_pdf_module vn_pdf_module;

/* Where the module is; PATH has room for VN_INSTALLED_CAP bytes (term/installed.h). False where
 * none is needed, or none found. */
bool vn_pdf_module_path(char *path);

/* Opens the module, for good; any thread may, and again. VN_EINPUT where it cannot be opened, or is
 * of another version. */
VN_CHECKED enum vn_status vn_pdf_module_open(const struct vn_pdf_module **out, struct vn_err *err);

#endif
