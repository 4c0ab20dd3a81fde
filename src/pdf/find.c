/* The module for PDF, found and opened. Not part of it. */
#include "pdf/module.h"

#include "term/installed.h"

#ifdef VN_PDF_LINKED

bool vn_pdf_module_path(char *path)
{
	(void)path;
	return false;
}

enum vn_status vn_pdf_module_open(const struct vn_pdf_module **out, struct vn_err *err)
{
	(void)err;
	*out = &vn_pdf_module;
	return VN_OK;
}

#else

#include <dlfcn.h>

bool vn_pdf_module_path(char *path)
{
	return vn_installed_beside(path, "../" PDF_MODULE, "../" LIBDIR "/vnfix/" PDF_MODULE) ||
	       vn_installed_in(path, VN_STR(PREFIX "/" LIBDIR), "vnfix/" PDF_MODULE);
}

enum vn_status vn_pdf_module_open(const struct vn_pdf_module **out, struct vn_err *err)
{
	char path[VN_INSTALLED_CAP];
	const struct vn_pdf_module *module;
	void *library;
	const char *why;

	if (!vn_pdf_module_path(path))
		return vn_err_set(err, VN_EINPUT,
				  "is a PDF, and vnfix has no module for it here: %s is missing",
				  PREFIX "/" LIBDIR "/vnfix/" PDF_MODULE);
	/* What has been opened before is only counted. It stays: a library in C++ that is closed
	 * and opened again is not what it is made for, and costs as much as the first time. */
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	module = library ? dlsym(library, VN_PDF_MODULE) : NULL;
	if (!module) {
		why = dlerror();
		/* As glibc says it, each time otherwise. */
		if (why && (strstr(why, "allocat") || strstr(why, "cannot create ") ||
			    strstr(why, "memory")))
			why = NULL;
		return why ? vn_err_set(err, VN_EINPUT,
					"is a PDF, and the module for it cannot be opened: %s", why)
			   : vn_err_nomem(err);
	}
	if (strcmp(module->version, VNFIX_VERSION) != 0)
		return vn_err_set(err, VN_EINPUT,
				  "is a PDF, and the module for it is of vnfix %s, not %s",
				  module->version, VNFIX_VERSION);
	*out = module;
	return VN_OK;
}

#endif
