#include "term/say.h"

#include "term/lang.h"
#include "term/visible.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Says that there was no memory for a message. */
static void say_lost(void)
{
	char text[100];
	int len =
		snprintf(text, sizeof text, "%s: a message was lost: out of memory\n", vn_program);
	vn_say_bytes(text, (size_t)len);
}

void vn_say_visible(FILE *out, const char *text)
{
	struct vn_buf visible = {0};

	if (!vn_visible(&visible, (struct vn_str){text, strlen(text)}))
		fwrite(vn_buf_str(&visible).ptr, 1, visible.len, out); /* checked when OUT closes */
	else
		say_lost();
	vn_buf_fini(&visible);
}

/* Where the last part of TEXT begins, after a name or number that nobody can have translated. */
static size_t last_part(const char *text)
{
	size_t from = 0;

	for (size_t i = 0; text[i]; i++)
		if (text[i] == ':' && text[i + 1] == ' ')
			from = i + 2;
	return from;
}

/* Appends TEXT in the language of the user: all of it is known, or its last part may be. */
static enum vn_status add_words(struct vn_buf *out, const char *text)
{
	/* The empty text is the catalogue's header. */
	const char *words = *text ? _(text) : text;
	size_t from = words == text ? last_part(text) : 0;
	enum vn_status status = vn_visible(out, (struct vn_str){text, from});

	if (from && text[from])
		words = _(text + from);
	else if (from)
		words = "";
	return status ? status : vn_visible(out, (struct vn_str){words, strlen(words)});
}

/* Appends the line "vnfix: SUBJECT: TEXT", or nothing when it fails. */
static enum vn_status add_line(struct vn_buf *out, const char *subject, const char *text)
{
	size_t before = out->len;
	enum vn_status status = vn_buf_add(out, vn_program, strlen(vn_program), NULL);

	if (!status)
		status = vn_buf_add(out, ": ", 2, NULL);
	if (!status && subject)
		status = vn_visible(out, (struct vn_str){subject, strlen(subject)});
	if (!status && subject)
		status = vn_buf_add(out, ": ", 2, NULL);
	if (!status)
		status = add_words(out, text);
	if (!status)
		status = vn_buf_add(out, "\n", 1, NULL);
	if (status)
		out->len = before;
	return status;
}

void vn_say(const char *subject, const char *text)
{
	struct vn_buf line = {0};

	if (add_line(&line, subject, text))
		say_lost();
	else
		vn_say_bytes(line.ptr, line.len);
	vn_buf_fini(&line);
}

void vn_say_at(const char *file, size_t line, const char *subject, const char *text)
{
	char *place;

	if (asprintf(&place, "%s:%zu%s%s", file, line, subject ? ": " : "",
		     subject ? subject : "") < 0) {
		say_lost();
		return;
	}
	vn_say(place, text);
	free(place);
}

bool vn_say_bytes(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

void vn_sayf(const char *subject, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, _(format), args) >= 0) {
		vn_say(subject, text);
		free(text);
	} else {
		say_lost();
	}
	va_end(args);
}
