#include "protect/tag.h"

#include "text/chars.h"

#define TAG_MAX 4096 /* bytes of the longest tag that is looked for */

static bool is_name(char c)
{
	return (unsigned char)c < 0x80 &&
	       (vn_is_letter(c) || vn_is_digit(c) || c == '-' || c == ':' || c == '_');
}

/* Moves *AT behind TEXT from there on up to END, or to the end. */
static bool pass(struct vn_str text, size_t *at, struct vn_str end)
{
	const char *found = memmem(text.ptr + *at, text.len - *at, end.ptr, end.len);
	if (found)
		*at = (size_t)(found - text.ptr) + end.len;
	return found != NULL;
}

/* Moves *AT behind the attributes and the > of a tag. */
static bool attributes(struct vn_str text, size_t *at)
{
	bool value = false, blank = false;
	char quote = 0;

	for (; *at < text.len; ++*at) {
		char c = text.ptr[*at];
		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '>') {
			++*at;
			return value || !blank || text.ptr[*at - 2] == '/';
		} else if (c == '<') {
			return false;
		} else if (c == '"' || c == '\'') {
			quote = value ? c : 0;
		} else {
			value |= c == '=';
			blank |= c != '/';
		}
	}
	return false;
}

/* Whether the name [begin, end) is of an element whose content is no text. */
static bool is_raw(struct vn_str text, size_t begin, size_t end)
{
	struct vn_str name = {text.ptr + begin, end - begin};
	return vn_str_eq(name, VN_STR("script")) || vn_str_eq(name, VN_STR("style"));
}

bool vn_tag_at(struct vn_str text, size_t at, size_t *end)
{
	struct vn_str near = {text.ptr, text.len - at > TAG_MAX ? at + TAG_MAX : text.len};
	size_t name = at + 1, stop;
	bool closing = name < near.len && near.ptr[name] == '/';

	if (near.len - at < 3 || near.ptr[at] != '<')
		return false;
	stop = at;
	if (near.ptr[name] == '!' || near.ptr[name] == '?') {
		bool comment = near.len - at >= 4 && memcmp(near.ptr + at, "<!--", 4) == 0;
		bool sound =
			comment || vn_is_letter(near.ptr[name + 1]) || near.ptr[name + 1] == '[';
		if (!sound || !pass(near, &stop, comment ? VN_STR("-->") : VN_STR(">")))
			return false;
		*end = stop;
		return true;
	}
	name += closing;
	for (stop = name; stop < near.len && is_name(near.ptr[stop]);)
		stop++;
	if (stop == name || vn_is_digit(near.ptr[name]))
		return false;
	size_t behind = stop;
	if (!attributes(near, &behind))
		return false;
	if (!closing && is_raw(text, name, stop))
		pass(text, &behind, stop - name == 5 ? VN_STR("</style>") : VN_STR("</script>"));
	*end = behind;
	return true;
}
