#include "lang/vi/chat.h"

#include "base/rows.h"
#include "text/chars.h"

#define LONGEST 5 /* letters of a word in the list */

/* By byte. */
static const char *const words[] = {
	"ak",	"alo",	"bik",	"bn",	"bt",	"bth",	"bây", "bít",  "chs",  "ck",   "cmt",
	"cx",	"dc",	"dk",	"dz",	"fb",	"haha", "hc",  "hehe", "hihi", "hjhj", "hk",
	"hnay", "hok",	"hqua", "hén",	"hông", "hổng", "ib",  "iu",   "iêu",  "kkk",  "klq",
	"ko",	"lm",	"lq",	"lun",	"mik",	"mk",	"mn",  "mng",  "ms",   "mìk",  "nch",
	"ngta", "nhak", "nhá",	"nhìu", "ns",	"nt",	"ntn", "nv",   "nx",   "ny",   "nyc",
	"nè",	"ok",	"oke",	"oki",	"okie", "qá",	"rep", "rk",   "ròi",  "rùi",  "sdt",
	"sp",	"stk",	"sđt",	"thg",	"thik", "thx",	"tks", "trc",  "tui",  "tụi",  "uhm",
	"vcl",	"vk",	"vl",	"vn",	"vs",	"wa",	"wá",  "xog",  "zui",  "zô",   "zậy",
	"zẻ",	"zề",	"zữ",	"đc",	"đk",	"đt",	"ơi",  "ừm",
};

bool vn_is_chat(const int32_t *c, int count)
{
	char spelt[LONGEST * VN_UTF8_MAX];
	struct vn_str word = {spelt, 0};

	vn_letters_trim(&c, &count);
	if (!count || count > LONGEST)
		return false;
	for (int i = 0; i < count; i++)
		if (!vn_is_letter(c[i]) || (i && vn_is_upper(c[i])))
			return false;
	word.len = vn_utf8_put_lower(spelt, c, count);
	return vn_row_find(words, sizeof words / sizeof *words, sizeof *words, word);
}
