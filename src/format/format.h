/*
 * How the finished text is written. A format is a line in VN_FORMATS and a file with its writer, of
 * the type vn_writer (finished.h).
 */
#ifndef VN_FORMAT_FORMAT_H
#define VN_FORMAT_FORMAT_H

#include "change/finished.h"

/*
 * X(KIND, name, writer): the name is that of --format; a NULL writer writes the text as it is.
 *
 * mark: the text with the doubtful tokens marked: U+27E6 token ? reading | reading U+27E7. In a
 * mark the characters ? | \ and the two brackets have a backslash before them; elsewhere U+27E6 is
 * doubled.
 *
 * tokens: a line a white-space token: the token, its confidence (0.0000 to 1.0000), what was read
 * there (blanks as one space), other readings of the token as reading:probability parted by commas;
 * tabs between these. An empty line for each line end of the text. In readings : , and \ have a
 * backslash before them.
 */
#define VN_FORMATS(X)                                                                              \
	X(TEXT, "text", NULL)                                                                      \
	X(MARK, "mark", vn_format_mark)                                                            \
	X(TOKENS, "tokens", vn_format_tokens)

enum vn_format_kind {
#define VN_FORMAT_KIND(kind, name, writer) VN_FORMAT_##kind,
	VN_FORMATS(VN_FORMAT_KIND)
#undef VN_FORMAT_KIND
		VN_FORMAT_COUNT
};

/* Their names, in the order of the enum, and NULL. */
extern const char *const vn_format_names[VN_FORMAT_COUNT + 1];

/* How to write. All zero is plain text. Writers get it as SELF. */
struct vn_format {
	enum vn_format_kind kind;
	vn_confidence doubt; /* mark: vn_item_doubtful() below this */
};

/* The writer of a format, to be called with it as SELF; NULL for plain text. */
vn_writer vn_format_writer(const struct vn_format *format);

enum vn_status vn_format_mark(const void *self, const struct vn_finished *finished, vn_sink sink,
			      void *sink_self, struct vn_err *err);
enum vn_status vn_format_tokens(const void *self, const struct vn_finished *finished, vn_sink sink,
				void *sink_self, struct vn_err *err);

#endif
