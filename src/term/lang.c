#include "term/lang.h"

#include "term/installed.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Causes that the system tells, in its words; here for po/, so that they are translated also where
 * the system's own catalogue is not installed. */
static const char *const causes[] __attribute__((unused)) = {
	N_("No such file or directory"),
	N_("Permission denied"),
	N_("Operation not permitted"),
	N_("Is a directory"),
	N_("Not a directory"),
	N_("No space left on device"),
	N_("Disk quota exceeded"),
	N_("Read-only file system"),
	N_("Input/output error"),
	N_("File name too long"),
	N_("File too large"),
	N_("Too many open files"),
	N_("Too many levels of symbolic links"),
	N_("Text file busy"),
	N_("Cannot allocate memory"),
	N_("Bad file descriptor"),
	N_("Stale file handle"),
	N_("No such device or address"),
	N_("Invalid cross-device link"),
};

/* The locale that messages should be in; NULL for that of C. */
static const char *wanted(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strcmp(value, "C") && strcmp(value, "POSIX") ? value : NULL;
	}
	return NULL;
}

void vn_lang_init(void)
{
	const char *locale = wanted(), *list = getenv("LANGUAGE");
	char path[VN_INSTALLED_CAP];

	if (!locale)
		return;
	/* gettext speaks English in the locale C, whatever LANGUAGE is. C.UTF-8 is always there. */
	if (!setlocale(LC_MESSAGES, "")) {
		if (!setlocale(LC_MESSAGES, "C.UTF-8"))
			return;
		if ((!list || !*list) && setenv("LANGUAGE", locale, 1) < 0)
			return;
	}
	if (!vn_installed_beside(path, "../../po", "../share/locale"))
		snprintf(path, sizeof path, "%s", LOCALEDIR);
	bindtextdomain("vnfix", path);
	bind_textdomain_codeset("vnfix", "UTF-8");
	/* The system's own messages stay in the words of causes[], and out of the charset of C. */
	bindtextdomain("libc", path);
	textdomain("vnfix");
}
