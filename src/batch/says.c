#include "batch/says.h"

#include "term/lang.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void vn_tell(const struct vn_says *says, const char *subject, const char *text)
{
	if (says->say)
		says->say(says->self, subject, text);
}

void vn_tellf(const struct vn_says *says, const char *subject, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, _(format), args) >= 0) {
		vn_tell(says, subject, text);
		free(text);
	} else {
		vn_tell_lost(says);
	}
	va_end(args);
}

void vn_tell_hint(const struct vn_says *says, const char *subject, const char *text,
		  const char *hint)
{
	char *both;

	if (!hint) {
		vn_tell(says, subject, text);
	} else if (asprintf(&both, "%s%s", _(text), _(hint)) >= 0) {
		vn_tell(says, subject, both);
		free(both);
	} else {
		vn_tell_lost(says);
	}
}

void vn_tell_at(const struct vn_says *says, const char *path, uint64_t line, const char *subject,
		const char *text)
{
	char *place;

	if (asprintf(&place, "%s:%" PRIu64 "%s%s", path, line, subject ? ": " : "",
		     subject ? subject : "") < 0) {
		vn_tell_lost(says);
		return;
	}
	vn_tell(says, place, text);
	free(place);
}

void vn_tell_lost(const struct vn_says *says)
{
	vn_tell(says, NULL, "a message was lost: out of memory");
}
