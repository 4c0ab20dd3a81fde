#include "protect/address.h"

#include "protect/ascii.h"

#include <string.h>
#include <strings.h>

#define MAIL_LONG                                                                                  \
	10	    /* bytes of an address without a dot; no syllable with an @ in it is as long   \
		     */
#define MAIL_OPEN 5 /* bytes before an @ whose host went to the next line or token */
#define NAME_LEAST                                                                                 \
	3 /* bytes of a name behind an @; of syllables two are left at most (@nh: ảnh)           \
	   */

/* The byte before AT, or a blank. */
static char before(struct vn_str s, size_t at)
{
	return at > 0 ? s.ptr[at - 1] : ' ';
}

/* The end of the letters and digits of ASCII, and bytes of ALSO, from AT on. */
static size_t run_end(struct vn_str s, size_t at, const char *also)
{
	while (at < s.len && (vn_ascii_alnum(s.ptr[at]) || vn_ascii_one_of(s.ptr[at], also)))
		at++;
	return at;
}

/* END without the punctuation before it. */
static size_t cut(struct vn_str s, size_t at, size_t end)
{
	while (end > at && vn_ascii_one_of(s.ptr[end - 1], "()[]{}<>\"'.,;:!?-*"))
		end--;
	return end;
}

static bool listed(struct vn_str s, const char *const *list)
{
	for (; *list; list++)
		if (vn_str_eq(s, (struct vn_str){*list, strlen(*list)}))
			return true;
	return false;
}

/* The end of a URL that begins at AT. In a row of values it ends at a comma, in brackets with them,
 * and before a quotation mark or tag always. */
static size_t url_end(struct vn_str s, size_t at, size_t from)
{
	bool comma = memchr(s.ptr, ',', at) != NULL;
	bool bracket = before(s, at) == '(';

	while (from < s.len && !vn_ascii_one_of(s.ptr[from], "\"<>`|") &&
	       !(comma && s.ptr[from] == ',') && !(bracket && s.ptr[from] == ')'))
		from++;
	return cut(s, at, from);
}

static bool starts(struct vn_str s, size_t at, const char *prefix)
{
	size_t len = strlen(prefix);
	return s.len - at > len && strncasecmp(s.ptr + at, prefix, len) == 0;
}

static bool url(struct vn_str s, size_t at, size_t *end)
{
	size_t scheme = at;

	if (vn_ascii_wordy(before(s, at)))
		return false;
	while (scheme < s.len && vn_ascii_alpha(s.ptr[scheme]))
		scheme++;
	if (!(scheme - at >= 2 && starts(s, scheme, "://")) && !starts(s, at, "www.") &&
	    !starts(s, at, "mailto:") && !starts(s, at, "http:/") && !starts(s, at, "https:/"))
		return false;
	*end = url_end(s, at, scheme);
	return *end > scheme;
}

static bool mail(struct vn_str s, size_t at, size_t *end)
{
	size_t sign, host, dot;

	if (vn_ascii_alnum(before(s, at)) || vn_ascii_one_of(before(s, at), "._%+-"))
		return false;
	sign = run_end(s, at, "._%+-");
	if (sign == at || sign == s.len || s.ptr[sign] != '@')
		return false;
	host = cut(s, sign + 1, run_end(s, sign + 1, ".-"));
	for (dot = host; dot > sign + 1 && s.ptr[dot - 1] != '.';)
		dot--;
	*end = host;
	if (dot > sign + 2)
		return host - dot >= 2;
	if (host == sign + 1)
		return sign - at >= MAIL_OPEN && host == s.len;
	return host - at >= MAIL_LONG && sign - at >= 2 &&
	       (host == s.len || !vn_ascii_wordy(s.ptr[host]));
}

/* A name behind an @: of a person, a package, a decorator. */
static bool name(struct vn_str s, size_t at, size_t *end)
{
	if (s.ptr[at] != '@' || vn_ascii_wordy(before(s, at)) || at + 1 == s.len ||
	    !vn_ascii_alpha(s.ptr[at + 1]))
		return false;
	*end = cut(s, at, run_end(s, at + 1, "_./-"));
	return *end - at > NAME_LEAST && (*end == s.len || !vn_ascii_wordy(s.ptr[*end]));
}

/* Whether HOST is label.label.tld. */
static bool is_domain(struct vn_str host)
{
	static const char *const tlds[] = {"vn",   "com", "org", "net",	 "edu", "gov",
					   "info", "io",  "dev", "asia", NULL};
	static const char *const capitals[] = {"VN", "COM", "ORG", "NET", "EDU", NULL};
	size_t dots = 0, label = 0, letters = 0;
	struct vn_str tld = {host.ptr, 0};

	for (size_t i = 0; i < host.len; i++) {
		char c = host.ptr[i];
		if (c == '.') {
			if (label < 2 && dots > 0)
				return false;
			dots++;
			label = 0;
			tld = (struct vn_str){host.ptr + i + 1, 0};
			continue;
		}
		label++;
		letters += vn_ascii_alpha(c);
		tld.len++;
	}
	return dots > 0 && label > 0 && letters > tld.len &&
	       (listed(tld, tlds) || (dots > 1 && listed(tld, capitals)));
}

/* Whether the host S[at..end) is one by what follows it: this machine and a port or path, or a
 * top-level domain that may be a syllable too, and a path in ASCII (bit.ly/tin-moi). */
static bool has_path(struct vn_str s, size_t at, size_t end)
{
	static const char *const tlds[] = {"ai", "app",	 "be", "cc",  "co",   "eu",
					   "gl", "link", "ly", "me",  "page", "to",
					   "tv", "uk",	 "us", "xyz", NULL};
	struct vn_str host = {s.ptr + at, end - at};
	size_t dot = end;

	if (end + 1 >= s.len || !vn_ascii_alnum(s.ptr[end + 1]))
		return false;
	if (vn_str_eq(host, (struct vn_str){"localhost", 9}))
		return s.ptr[end] == ':' || s.ptr[end] == '/';
	while (dot > at && s.ptr[dot - 1] != '.')
		dot--;
	if (s.ptr[end] != '/' || dot < at + 3 ||
	    !listed((struct vn_str){s.ptr + dot, end - dot}, tlds))
		return false;
	for (size_t i = end; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	return true;
}

static bool domain(struct vn_str s, size_t at, size_t *end)
{
	if (vn_ascii_wordy(before(s, at)) || vn_ascii_one_of(before(s, at), ".-@/_"))
		return false;
	*end = cut(s, at, run_end(s, at, ".-"));
	if ((!is_domain((struct vn_str){s.ptr + at, *end - at}) && !has_path(s, at, *end)) ||
	    (*end < s.len && (vn_ascii_wordy(s.ptr[*end]) || vn_ascii_one_of(s.ptr[*end], "_@"))))
		return false;
	if (*end < s.len && vn_ascii_one_of(s.ptr[*end], "/:?#"))
		*end = url_end(s, at, *end);
	return true;
}

static bool file_name(struct vn_str s, size_t at, size_t *end)
{
	static const char *const sure[] = {"pdf",  "docx", "xls",  "xlsx", "ppt",  "pptx", "odt",
					   "csv",  "xml",  "html", "htm",  "jpg",  "jpeg", "png",
					   "tiff", "zip",  "rar",  "json", "txt",  "mp4",  "exe",
					   "yaml", "yml",  "sql",  "toml", "conf", NULL};
	/* Could be a word after a full stop that lost its blank: hanh.doc lap. */
	static const char *const doubtful[] = {"doc", "gif", "tif", "md", "py", "js", "sh", NULL};
	static const char stops[] = ",:;=\"'<>()[]{}|*`";
	size_t stop = at, dot;
	struct vn_str ext;

	if (at > 0 && !vn_ascii_one_of(s.ptr[at - 1], stops))
		return false;
	while (stop < s.len && !vn_ascii_one_of(s.ptr[stop], stops))
		stop++;
	stop = cut(s, at, stop);
	for (dot = stop; dot > at && s.ptr[dot - 1] != '.';)
		dot--;
	ext = (struct vn_str){s.ptr + dot, stop - dot};
	*end = stop;
	if (dot < at + 2)
		return false;
	if (listed(ext, sure))
		return true;
	if (!listed(ext, doubtful))
		return false;
	for (size_t i = at; i + 1 < dot; i++)
		if (vn_ascii_digit(s.ptr[i]) || vn_ascii_one_of(s.ptr[i], "_-/"))
			return true;
	return false;
}

static bool path_byte(char c)
{
	return vn_ascii_wordy(c) || vn_ascii_one_of(c, "_.-/~+%@");
}

/* A path from the root, whose folders have names in small letters (/2024/QĐ-UBND is a code without
 * its number), from home, from a folder of dots, or from a drive. */
static bool path(struct vn_str s, size_t at, size_t *end)
{
	size_t first = at, stop = at;
	bool drive = starts(s, at, "C:\\") || starts(s, at, "D:\\");

	if (!vn_ascii_one_of(before(s, at), " \"'`([=:,;|"))
		return false;
	while (first < s.len && vn_ascii_one_of(s.ptr[first], ".~"))
		first++;
	if (!drive && (first - at > 2 || first + 1 >= s.len || s.ptr[first] != '/'))
		return false;
	for (stop = drive ? at + 3 : first + 1;
	     stop < s.len && (path_byte(s.ptr[stop]) || (drive && s.ptr[stop] == '\\'));)
		stop++;
	*end = stop;
	while (*end > at && vn_ascii_one_of(s.ptr[*end - 1], ".-"))
		--*end;
	if (drive || first > at)
		return *end > first + 1 && (vn_ascii_wordy(s.ptr[first + 1]) || drive);
	for (stop = first + 1; stop < *end && s.ptr[stop] != '/'; stop++)
		if (vn_ascii_upper(s.ptr[stop]) || (unsigned char)s.ptr[stop] >= 0x80)
			return false;
	return stop - first > 2 && stop < *end && vn_ascii_alpha(s.ptr[first + 1]);
}

bool vn_address_at(struct vn_str token, size_t at, size_t *end)
{
	return url(token, at, end) || mail(token, at, end) || name(token, at, end) ||
	       domain(token, at, end) || path(token, at, end) || file_name(token, at, end);
}
