#include "lang/vi/chat.h"

#include "text/chars.h"

#include <stdlib.h>

#define LONGEST 5 /* letters of a word in the list */

/* By byte. */
static const char *const words[] = {
	"ak", "bn",  "bt",  "bth",  "chs",  "ck",   "cmt", "cx",  "dc",	  "dk",	  "dz",
	"fb", "hc",  "hk",  "hnay", "hok",  "hqua", "ib",  "iu",  "klq",  "ko",	  "lm",
	"lq", "mik", "mk",  "mn",   "mng",  "ms",   "mìk", "nch", "ngta", "nhak", "ns",
	"nt", "ntn", "nv",  "nx",   "ny",   "nyc",  "oke", "qá",  "rep",  "rk",	  "sdt",
	"sp", "stk", "sđt", "thg",  "thik", "thx",  "tks", "trc", "vcl",  "vk",	  "vl",
	"vn", "vs",  "wa",  "wá",   "xog",  "zui",  "zậy", "zữ",  "đc",	  "đk",	  "đt",
};

static int by_bytes(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

bool vn_is_chat(const int32_t *c, int count)
{
	char spelt[LONGEST * VN_UTF8_MAX + 1];
	size_t len = 0;

	while (count > 0 && !vn_is_letter(c[count - 1]))
		count--;
	for (; count > 0 && !vn_is_letter(*c); count--)
		c++;
	if (!count || count > LONGEST)
		return false;
	for (int i = 0; i < count; i++) {
		if (!vn_is_letter(c[i]) || (i && vn_is_upper(c[i])))
			return false;
		len += vn_utf8_put(spelt + len, vn_lower(c[i]));
	}
	spelt[len] = 0;
	return bsearch(spelt, words, sizeof words / sizeof *words, sizeof *words, by_bytes);
}
