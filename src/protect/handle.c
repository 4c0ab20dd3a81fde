#include "protect/handle.h"

#include "lang/vi/letters.h"
#include "protect/ascii.h"
#include "text/chars.h"

#include <string.h>
#include <strings.h>

#define NEAR	   256 /* bytes to each side that tell how a name was written */
#define SLUG_PARTS 3
#define SLUG_LEAST 11 /* bytes: ki-lo-gam is a word */

/* The end of the small letters and digits of ASCII, and bytes of ALSO, from AT on. */
static size_t run_end(struct vn_str s, size_t at, const char *also)
{
	while (at < s.len && (vn_ascii_lower(s.ptr[at]) || vn_ascii_digit(s.ptr[at]) ||
			      vn_ascii_one_of(s.ptr[at], also)))
		at++;
	return at;
}

/* Whether a name may end before AT. */
static bool ends(struct vn_str s, size_t at)
{
	return at == s.len || !(vn_ascii_wordy(s.ptr[at]) || vn_ascii_one_of(s.ptr[at], "_@&"));
}

/* le.hoa: parts of two letters or more. In 135,000 words of pages 6 such were two words whose blank
 * was lost; in right text none was. */
static bool dotted(struct vn_str s, size_t at, size_t *end)
{
	size_t parts = 0;

	for (;;) {
		size_t stop = run_end(s, at, "_-");
		if (stop < at + 2 || !vn_ascii_lower(s.ptr[at]))
			break;
		parts++;
		*end = stop;
		if (stop + 1 >= s.len || s.ptr[stop] != '.' || !vn_ascii_lower(s.ptr[stop + 1]))
			break;
		at = stop + 1;
	}
	if (parts < 2)
		return false;
	while (*end + 1 < s.len && s.ptr[*end] == '/' && vn_ascii_alnum(s.ptr[*end + 1]))
		*end = run_end(s, *end + 1, "._-");
	while (s.ptr[*end - 1] == '.' || s.ptr[*end - 1] == '-')
		--*end;
	return ends(s, *end);
}

/* tin-tuc-hom-nay */
static bool slug(struct vn_str s, size_t at, size_t *end)
{
	size_t parts = 1;

	*end = run_end(s, at, "-");
	if (*end - at < SLUG_LEAST || s.ptr[*end - 1] == '-')
		return false;
	for (size_t i = at; i < *end; i++) {
		if (s.ptr[i] != '-')
			continue;
		if (s.ptr[i + 1] == '-')
			return false;
		parts++;
	}
	return parts >= SLUG_PARTS && ends(s, *end);
}

/* k.t., N.V.A. */
static bool initials(struct vn_str s, size_t at, size_t *end)
{
	size_t letters = 0;

	while (at < s.len) {
		size_t next = at;
		if (!vn_is_letter(vn_utf8_next(s, &next)) || next >= s.len || s.ptr[next] != '.')
			break;
		at = next + 1;
		letters++;
	}
	*end = at;
	return letters > 1 && ends(s, at);
}

/* Whether the words near byte AT have letters as an engine without Vietnamese writes them: beyond
 * ASCII, and none of those that hardly any other language has. To vn_letter_is_ours() ĩ and ũ are
 * not among these; here they are. */
static bool may_be_damaged(struct vn_str text, size_t at)
{
	size_t begin = at, end = at;
	bool wide = false;

	while (begin > 0 && at - begin < NEAR && text.ptr[begin - 1] != '\n')
		begin--;
	while (end < text.len && end - at < NEAR && text.ptr[end] != '\n')
		end++;
	text.len = end;
	while (begin < text.len) {
		int32_t c = vn_utf8_next(text, &begin);
		if (vn_letter_is_ours(c) || c == 0x129 /* ĩ */ || c == 0x169 /* ũ */)
			return false;
		wide |= c >= 0x80 && vn_is_letter(c);
	}
	return wide;
}

bool vn_handle_at(struct vn_str text, size_t begin, size_t stop, size_t at, size_t *end)
{
	struct vn_str token = {text.ptr, stop};

	if (at > begin &&
	    (vn_ascii_wordy(token.ptr[at - 1]) || vn_ascii_one_of(token.ptr[at - 1], ".-@/_&")))
		return false;
	if (vn_ascii_lower(token.ptr[at]) && slug(token, at, end))
		return true;
	if (vn_ascii_lower(token.ptr[at]) && dotted(token, at, end))
		return !may_be_damaged(text, at);
	return vn_ascii_wordy(token.ptr[at]) && initials(token, at, end);
}

/* --- values of labels --- */

static const char *const labels[] = {
	"user",		 "username",	  "login",    "account",  "password",  "pass",
	"host",		 "hostname",	  "nick",     "nickname", "id",	       "uid",
	"skype",	 "zalo",	  "facebook", "telegram", "tài khoản", "tai khoan",
	"tên đăng nhập", "ten dang nhap", "mật khẩu", "mat khau", NULL};

/* Whether what stands on the line of byte AT before it is a time in brackets, or nothing. */
static bool opens_speech(struct vn_str text, size_t at)
{
	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	if (at > 0 && text.ptr[at - 1] == ']')
		for (at--; at > 0 && (vn_ascii_digit(text.ptr[at - 1]) ||
				      vn_ascii_one_of(text.ptr[at - 1], "[: /-."));)
			at--;
	return at == 0 || text.ptr[at - 1] == '\n';
}

bool vn_handle_speaks(struct vn_str text, size_t at, size_t *end)
{
	bool sign = false;

	*end = run_end(text, at, "._");
	if (*end < at + 3 || !vn_ascii_lower(text.ptr[at]) || *end + 1 >= text.len ||
	    text.ptr[*end] != ':' || text.ptr[*end + 1] != ' ')
		return false;
	for (size_t i = at; i < *end; i++)
		sign |= !vn_ascii_lower(text.ptr[i]);
	return sign && opens_speech(text, at);
}

bool vn_handle_labelled(struct vn_str text, size_t at, size_t *end)
{
	size_t colon = at;

	while (colon > 0 && text.ptr[colon - 1] == ' ')
		colon--;
	if (colon == at || colon == 0 || !vn_ascii_one_of(text.ptr[--colon], ":="))
		return false;
	for (*end = at; *end < text.len &&
			(vn_ascii_alnum(text.ptr[*end]) || vn_ascii_one_of(text.ptr[*end], "._-"));)
		++*end;
	if (*end < text.len && !vn_ascii_one_of(text.ptr[*end], "\r\n"))
		return false;
	while (colon > 0 && text.ptr[colon - 1] == ' ')
		colon--;
	for (const char *const *label = labels; *label; label++) {
		size_t len = strlen(*label);
		if (colon >= len && strncasecmp(text.ptr + colon - len, *label, len) == 0 &&
		    (colon == len || !vn_ascii_wordy(text.ptr[colon - len - 1])))
			return *end > at;
	}
	return false;
}
