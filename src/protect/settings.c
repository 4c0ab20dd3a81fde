#include "protect/settings.h"

#include "protect/ascii.h"

#include <string.h>

/* A line of settings, in bytes of the line. Behind = one word is a name, behind a colon one with a
 * dash or _. */
struct setting {
	size_t begin, end, indent; /* of the key */
	size_t value, value_end;   /* of a value that is a name; else of equal ends */
	bool equals;		   /* = and not a colon */
	bool open;		   /* it has no value: what is indented behind it is */
	bool sure;		   /* no sentence has such a key or value */
};

static size_t name_end(struct vn_str s, size_t at)
{
	while (at < s.len && (vn_ascii_lower(s.ptr[at]) || vn_ascii_digit(s.ptr[at]) ||
			      vn_ascii_one_of(s.ptr[at], "_-.")))
		at++;
	return at;
}

static size_t blank_end(struct vn_str s, size_t at)
{
	while (at < s.len && vn_ascii_one_of(s.ptr[at], " \t"))
		at++;
	return at;
}

static bool has_joint(struct vn_str s, size_t begin, size_t end)
{
	for (; begin < end; begin++)
		if (vn_ascii_one_of(s.ptr[begin], "-_"))
			return true;
	return false;
}

/* Reads LINE, which has no end of a line, as one of settings. */
static bool parse(struct vn_str line, struct setting *out)
{
	struct setting s = {.indent = blank_end(line, 0)};
	size_t sign;
	bool updates; /* += */

	if (line.len - s.indent > 2 && memcmp(line.ptr + s.indent, "- ", 2) == 0)
		s.indent += 2;
	s.begin = s.indent;
	s.end = name_end(line, s.begin);
	sign = blank_end(line, s.end);
	if (s.end < s.begin + 2 || !vn_ascii_lower(line.ptr[s.begin]) || sign == line.len)
		return false;
	updates = sign > s.end && sign + 1 < line.len && vn_ascii_one_of(line.ptr[sign], "+-*/") &&
		  line.ptr[sign + 1] == '=';
	sign += updates;
	s.equals = line.ptr[sign] == '=';
	if (!s.equals && (line.ptr[sign] != ':' || sign > s.end))
		return false;
	for (size_t i = s.begin; i < s.end; i++)
		s.sure |= !vn_ascii_lower(line.ptr[i]);
	s.value = blank_end(line, sign + 1);
	s.open = s.value == line.len && !s.equals;
	if (!s.open && !s.equals && s.value == sign + 1)
		return false;
	s.value_end = s.equals && !s.open && s.value < line.len && line.ptr[s.value] == '{'
			      ? line.len
			      : name_end(line, s.value);
	if (blank_end(line, s.value_end) < line.len ||
	    (!s.equals && !has_joint(line, s.value, s.value_end)))
		s.value_end = s.value;
	s.sure |= updates || (s.equals && s.value_end > s.value &&
			      (vn_ascii_digit(line.ptr[s.value]) || line.ptr[s.value] == '{'));
	*out = s;
	return true;
}

/* The line of TEXT that begins at AT, without its end. */
static struct vn_str line_at(struct vn_str text, size_t at)
{
	const char *stop = memchr(text.ptr + at, '\n', text.len - at);
	size_t end = stop ? (size_t)(stop - text.ptr) : text.len;

	if (end > at && text.ptr[end - 1] == '\r')
		end--;
	return (struct vn_str){text.ptr + at, end - at};
}

static size_t line_behind(struct vn_str text, size_t at)
{
	const char *stop = memchr(text.ptr + at, '\n', text.len - at);
	return stop ? (size_t)(stop - text.ptr) + 1 : text.len;
}

/* Whether LINE is the head of a section: [ten]. */
static bool is_section(struct vn_str line)
{
	return line.len > 3 && *line.ptr == '[' && vn_ascii_lower(line.ptr[1]) &&
	       name_end(line, 1) == line.len - 1 && line.ptr[line.len - 1] == ']';
}

/* Finds where the settings end whose first line begins at AT, and whether they are sure. */
static void find_block(struct vn_settings *walk, struct vn_str text, size_t at)
{
	struct setting last = {0}, next;

	walk->sure = false;
	for (; at < text.len && parse(line_at(text, at), &next); at = line_behind(text, at)) {
		walk->sure |= next.sure || (last.open && next.indent > last.indent) ||
			      (last.equals && next.equals);
		last = next;
	}
	walk->block_end = at;
}

/* Looks at the line of TEXT whose first word begins at AT. */
static void enter_line(struct vn_settings *walk, struct vn_str text, size_t at)
{
	size_t begin = at;
	struct setting s;
	struct vn_str line;

	while (begin > 0 && text.ptr[begin - 1] != '\n')
		begin--;
	line = line_at(text, begin);
	walk->line_end = line_behind(text, begin);
	walk->key = walk->value = (struct vn_settings_span){0, 0};
	if (is_section(line))
		walk->key = (struct vn_settings_span){begin, begin + line.len};
	if (!parse(line, &s))
		return;
	if (begin >= walk->block_end)
		find_block(walk, text, begin);
	if (!walk->sure)
		return;
	walk->key = (struct vn_settings_span){begin + s.begin, begin + s.end};
	walk->value = (struct vn_settings_span){begin + s.value, begin + s.value_end};
	if (s.value == s.end + 1 && s.value_end > s.value) /* key=value */
		walk->key.end = walk->value.end;
}

bool vn_settings_at(struct vn_settings *walk, struct vn_str text, size_t at, size_t *end)
{
	if (at >= walk->line_end)
		enter_line(walk, text, at);
	*end = at == walk->key.begin	 ? walk->key.end
	       : at == walk->value.begin ? walk->value.end
					 : 0;
	return *end > at;
}
