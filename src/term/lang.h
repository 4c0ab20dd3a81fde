/* The language of messages and help: English, or what po/ has. Only the tools use this; texts of
 * the library are English, and are translated where they are said. */
#ifndef VN_TERM_LANG_H
#define VN_TERM_LANG_H

#include <libintl.h>

#define _(text)	 gettext(text)
#define N_(text) text /* of a table, which _() meets when it is shown */

/* Chooses the language by LC_ALL, LC_MESSAGES or LANG, the first that is set, and LANGUAGE. No
 * locale has to be installed for it. Nothing else follows the locale: letters, numbers and order
 * are the same everywhere. Called once, before threads. */
void vn_lang_init(void);

#endif
