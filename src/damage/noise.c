#include "damage/noise.h"

#include "text/chars.h"

/* Signs that never stand alone in print, and those that do so inside a line only. */
static const int32_t nowhere[] = {'|', '~', '`', '^', '\\', '\'', 0x2018, 0x2019, 0xac, 0xa6};
static const int32_t inside[] = {'.', '_'};

static bool listed(int32_t c, const int32_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == c)
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_line(struct vn_str text, size_t at)
{
	return at == text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

/* Whether the line that holds byte AT has another bar between blanks. */
static bool in_table(struct vn_str text, size_t at)
{
	size_t low = at, high = at + 1;

	while (low > 0 && text.ptr[low - 1] != '\n')
		if (text.ptr[--low] == '|')
			return true;
	for (; high < text.len && text.ptr[high] != '\n'; high++)
		if (text.ptr[high] == '|')
			return true;
	return false;
}

bool vn_noise(struct vn_str text, size_t taken, size_t *begin, size_t *end)
{
	size_t low = *begin, high = *end, at = low;
	int32_t c = vn_utf8_next(text, &at);
	bool first, last;

	if (at != high || (low > 0 && text.ptr[low - 1] != '\n' && !is_blank(text.ptr[low - 1])) ||
	    (!ends_line(text, high) && !is_blank(text.ptr[high])))
		return false;
	while (low > taken && is_blank(text.ptr[low - 1]))
		low--;
	while (high < text.len && is_blank(text.ptr[high]))
		high++;
	first = low == 0 || text.ptr[low - 1] == '\n' ||
		(low == taken && is_blank(text.ptr[low - 1]));
	last = ends_line(text, high);
	if (!listed(c, nowhere, sizeof nowhere / sizeof *nowhere) &&
	    !((first || last) && listed(c, inside, sizeof inside / sizeof *inside)))
		return false;
	if (c == '|' && in_table(text, *begin))
		return false;
	if (first)
		*end = high;
	else
		*begin = low;
	return true;
}
