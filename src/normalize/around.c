#include "normalize/around.h"

#include "lang/vi/letters.h"
#include "text/chars.h"

#define REACH 256 /* bytes looked at each way: keeps the time linear */

/* The bytes between the blanks around PIECE; too far off, ptr is NULL. */
static struct vn_str between_blanks(struct vn_str text, struct vn_piece piece)
{
	size_t begin = piece.begin, end = piece.end;

	while (begin > 0 && !vn_blank_byte(text.ptr[begin - 1]))
		if (piece.begin - --begin > REACH)
			return (struct vn_str){0};
	while (end < text.len && !vn_blank_byte(text.ptr[end]))
		if (++end - piece.end > REACH)
			return (struct vn_str){0};
	return (struct vn_str){text.ptr + begin, end - begin};
}

static bool holds(struct vn_str s, struct vn_str part)
{
	return s.len >= part.len && memmem(s.ptr, s.len, part.ptr, part.len);
}

/* Whether S ends like a file or host name: a dot, then 2 to 5 of a-z and 0-9. */
static bool ends_like_file(struct vn_str s)
{
	static const char closing[] = ".,;:!?)]}>\"'";
	size_t end = s.len, dot;

	while (end > 0 && memchr(closing, s.ptr[end - 1], sizeof closing - 1))
		end--;
	for (dot = end; dot > 0 && s.ptr[dot - 1] != '.'; dot--) {
		char c = s.ptr[dot - 1];
		if (!((c >= 'a' && c <= 'z') || vn_is_digit(c)) || end - dot >= 5)
			return false;
	}
	return dot > 1 && end - dot >= 2;
}

static bool is_address(struct vn_str s)
{
	return !s.ptr || memchr(s.ptr, '@', s.len) || memchr(s.ptr, '\\', s.len) ||
	       holds(s, VN_STR("://")) || holds(s, VN_STR("www.")) || ends_like_file(s);
}

bool vn_in_address(struct vn_str text, struct vn_piece piece)
{
	return is_address(between_blanks(text, piece));
}

bool vn_in_code(struct vn_str text, struct vn_piece piece)
{
	struct vn_str s = between_blanks(text, piece);

	if (is_address(s))
		return true;
	for (size_t i = 0; i < s.len; i++)
		if (vn_is_digit(s.ptr[i]) || s.ptr[i] == '_')
			return true;
	return false;
}

bool vn_is_ours(struct vn_str word)
{
	for (size_t at = 0; at < word.len;) {
		if (vn_letter_is_ours(vn_utf8_next(word, &at)))
			return true;
	}
	return false;
}

bool vn_ends_marked(struct vn_str word)
{
	int32_t last = 0;
	for (size_t at = 0; at < word.len;)
		last = vn_utf8_next(word, &at);
	return vn_grapheme_tone(vn_grapheme_of(last)) != VN_NGANG;
}

bool vn_is_run_together(struct vn_str word)
{
	bool small = false;
	for (size_t at = 0; at < word.len;) {
		bool capital = vn_is_upper(vn_utf8_next(word, &at));
		if (small && capital)
			return true;
		small = !capital;
	}
	return false;
}
