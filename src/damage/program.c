#include "damage/program.h"

#include "base/rows.h"

#include <string.h>

#define WORD_MOST 10 /* bytes of the words in the lists */

/* By byte: what statements begin with. None is a syllable. */
static const char *const openers[] = {
	"alter",   "class",  "const",  "create", "def",	   "delete", "drop",   "elif",	 "else",
	"enum",	   "float",  "for",    "from",	 "func",   "if",     "import", "insert", "int",
	"let",	   "print",  "printf", "public", "return", "select", "static", "struct", "switch",
	"typedef", "update", "using",  "var",	 "void",   "while",
};

/* By byte: what lines typed into a shell begin with, in small letters. */
static const char *const commands[] = {
	"apt",	  "awk",    "cat",    "cd",	   "chmod", "chown", "cp",	"curl",
	"docker", "echo",   "export", "find",	   "git",   "grep",  "kill",	"kubectl",
	"ln",	  "ls",	    "make",   "mkdir",	   "mount", "mv",    "npm",	"pip",
	"ps",	  "python", "rm",     "rsync",	   "scp",   "sed",   "service", "sh",
	"source", "ssh",    "sudo",   "systemctl", "tail",  "tar",   "touch",	"wget",
};

/* What follows in a query. */
static const char *const partners[] = {"from", "import", "into", "set", "table", "where"};

/* What programs alone have between names and numbers; they end in an = or &. */
static const char operators[][3] = {"+=", "-=", "*=", "==", "!=", ":=", "&&"};

/* What was seen in a line. */
struct signs {
	bool opener, operator, assigned, call, closed;
	bool partner, in; /* behind an opener */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool listed(struct vn_str word, const char *const *list, size_t count)
{
	char small[WORD_MOST];

	if (word.len > WORD_MOST)
		return false;
	for (size_t i = 0; i < word.len; i++)
		small[i] = (char)(word.ptr[i] | 0x20);
	return vn_row_find(list, count, sizeof *list, (struct vn_str){small, word.len});
}

static void take_word(struct vn_str word, bool first, struct signs *signs)
{
	if (first)
		signs->opener = listed(word, openers, sizeof openers / sizeof *openers);
	else if (signs->opener && listed(word, partners, sizeof partners / sizeof *partners))
		signs->partner = true;
	else if (signs->opener && word.len == 2 && memcmp(word.ptr, "in", 2) == 0)
		signs->in = true;
}

static void take_sign(struct vn_str line, size_t at, struct signs *signs)
{
	char before = at > 0 ? line.ptr[at - 1] : ' ';
	char behind = at + 1 < line.len ? line.ptr[at + 1] : ' ';

	for (size_t i = 0;
	     (behind == '=' || behind == '&') && i < sizeof operators / sizeof *operators; i++)
		if (line.ptr[at] == operators[i][0] && behind == operators[i][1])
			signs->operator= true;
	signs->closed |= line.ptr[at] == ')' && behind == ':';
	signs->assigned |= line.ptr[at] == '=' && is_blank(before) && is_blank(behind);
	signs->call |= line.ptr[at] == '(' && (is_letter(before) || signs->opener);
}

/* Whether LINE is one for a shell: a command, and something that only commands have: an option, a
 * path from the root, from home or from here, a name with a dash or _, a pipe. */
static bool is_command(struct vn_str line)
{
	size_t at = 0, begin;

	while (at < line.len && (is_blank(line.ptr[at]) || line.ptr[at] == '$'))
		at++;
	for (begin = at; at < line.len && !is_blank(line.ptr[at]); at++)
		if (line.ptr[at] < 'a' || line.ptr[at] > 'z')
			return false;
	if (at == begin || !listed((struct vn_str){line.ptr + begin, at - begin}, commands,
				   sizeof commands / sizeof *commands))
		return false;
	for (; at + 1 < line.len; at++) {
		const char *word = line.ptr + at + 1;
		size_t left = line.len - at - 1;
		if (is_name_byte(line.ptr[at]) && (*word == '-' || *word == '_') && left > 1 &&
		    is_name_byte(word[1]))
			return true;
		if (!is_blank(line.ptr[at]) || left < 2)
			continue;
		if ((*word == '-' && (is_letter(word[1]) || word[1] == '-')) ||
		    (*word == '/' && is_letter(word[1])) || memcmp(word, "~/", 2) == 0 ||
		    memcmp(word, "./", 2) == 0 || memcmp(word, "..", 2) == 0 ||
		    memcmp(word, "| ", 2) == 0 || memcmp(word, "&&", 2) == 0 ||
		    memcmp(word, "> ", 2) == 0)
			return true;
	}
	return false;
}

/* Whether LINE is one of a log: a date and a time of ISO 8601, and a level in capitals. */
static bool is_record(struct vn_str line)
{
	static const char shape[] = "0000-00-00 00:00:00";
	static const char *const levels[] = {"INFO",  "WARN",  "ERROR", "DEBUG",
					     "TRACE", "FATAL", "CRIT",	"NOTICE"};
	size_t at = line.len && *line.ptr == '[';

	if (line.len < at + sizeof shape)
		return false;
	for (size_t i = 0; i + 1 < sizeof shape; i++, at++) {
		char c = line.ptr[at];
		if (shape[i] == '0' ? c < '0' || c > '9'
				    : c != shape[i] && !(shape[i] == ' ' && c == 'T'))
			return false;
	}
	while (at < line.len && strchr("0123456789.,Z]+: \t[", line.ptr[at]))
		at++;
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (line.len - at >= strlen(levels[i]) &&
		    memcmp(line.ptr + at, levels[i], strlen(levels[i])) == 0)
			return true;
	return false;
}

/* Whether LINE is the first of a table: three names or more in small letters with tabs or bars
 * between, of which one has a _. */
static bool is_header(struct vn_str line)
{
	size_t cells = 1, name = 0;
	bool joint = false;

	for (size_t at = 0; at < line.len; at++) {
		char c = line.ptr[at];
		joint |= c == '_' && name;
		if (is_name_byte(c)) {
			name++;
			continue;
		}
		if (c == ' ')
			continue;
		if ((c != '\t' && c != '|') || (!name && cells > 1))
			return false;
		cells += name > 0;
		name = 0;
	}
	return joint && cells > 2;
}

/* LINE without a comment behind it. */
static struct vn_str statement_of(struct vn_str line)
{
	/* Few lines have a slash; memmem() would look at each byte. */
	bool slash = memchr(line.ptr, '/', line.len) != NULL;
	const char *comment = slash ? memmem(line.ptr, line.len, "/*", 2) : NULL;

	if (!comment && slash)
		comment = memmem(line.ptr, line.len, " //", 3);
	if (comment)
		line.len = (size_t)(comment - line.ptr);
	while (line.len > 0 && is_blank(line.ptr[line.len - 1]))
		line.len--;
	return line;
}

/* Whether LINE begins with one of the openers, or holds a sign that operators end in. No other line
 * is a statement. */
static bool may_be_statement(struct vn_str line)
{
	size_t begin = 0, end;

	while (begin < line.len && !is_letter(line.ptr[begin]))
		begin++;
	for (end = begin; end < line.len && is_letter(line.ptr[end]);)
		end++;
	return memchr(line.ptr, '=', line.len) || memchr(line.ptr, '&', line.len) ||
	       listed((struct vn_str){line.ptr + begin, end - begin}, openers,
		      sizeof openers / sizeof *openers);
}

bool vn_is_program(struct vn_str line)
{
	struct signs signs = {0};
	bool first = true;

	while (line.len > 0 && (is_blank(line.ptr[line.len - 1]) ||
				line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r'))
		line.len--;
	if (!line.len)
		return false;
	if (is_command(line) || is_record(line) || is_header(line))
		return true;
	line = statement_of(line);
	if (!line.len || !may_be_statement(line))
		return false;
	signs.closed = strchr(";{}", line.ptr[line.len - 1]) != NULL;
	for (size_t at = 0, end; at < line.len; at = end) {
		end = at + 1;
		if (!is_letter(line.ptr[at])) {
			take_sign(line, at, &signs);
			continue;
		}
		while (end < line.len && is_letter(line.ptr[end]))
			end++;
		take_word((struct vn_str){line.ptr + at, end - at}, first, &signs);
		first = false;
	}
	if (signs.in && line.ptr[line.len - 1] == ':')
		return true; /* for so in ds: */
	if (signs.opener)
		return signs.partner || signs.operator||(signs.assigned && signs.closed) ||
		       (signs.call &&
			(signs.closed || line.ptr[line.len - 1] == ':' || signs.assigned));
	return signs.operator&&(signs.assigned || signs.call || signs.closed);
}
