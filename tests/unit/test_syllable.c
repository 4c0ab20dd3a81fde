/* The syllable grammar and the place of the tone mark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/chars.h"
#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"

#include <stdio.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct vn_str str(const char *s)
{
	return (struct vn_str){s, strlen(s)};
}

/* Code points, 0-terminated, as UTF-8 with a NUL. */
static void text_of(const int32_t *c, char out[VN_SYLLABLE_BYTES])
{
	size_t len = 0;
	for (; *c; c++)
		len += vn_utf8_put(out + len, *c);
	out[len] = '\0';
}

static void test_parse(void **state)
{
	static const struct {
		const char *text, *onset, *rime;
		enum vn_tone_mark tone;
	} table[] = {
		{"a", "", "a", VN_NGANG},
		{"Đổi", "đ", "ôi", VN_HOI},
		{"NGHIÊNG", "ngh", "iêng", VN_NGANG},
		{"quyền", "qu", "yên", VN_HUYEN},
		{"quốc", "qu", "ôc", VN_SAC},
		{"gì", "g", "i", VN_HUYEN},
		{"giá", "gi", "a", VN_SAC},
		{"giếng", "g", "iêng", VN_SAC},
		{"gìn", "g", "in", VN_HUYEN},
		{"giữ", "gi", "ư", VN_NGA},
		{"yêu", "", "yêu", VN_NGANG},
		{"nguyễn", "ng", "uyên", VN_NGA},
		{"khuỷu", "kh", "uyu", VN_HOI},
		{"hòa", "h", "oa", VN_HUYEN},
		{"hoà", "h", "oa", VN_HUYEN},
		{"lựơng", "l", "ương", VN_NANG},
		{"sách", "s", "ach", VN_SAC},
		{"uỷ", "", "uy", VN_HOI},
		{"ngoằn", "ng", "oăn", VN_HUYEN},
		{"pin", "p", "in", VN_NGANG},
		{"quạ", "qu", "a", VN_NANG},
		{"qùa", "qu", "a", VN_HUYEN},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct vn_syllable s;
		char onset[VN_SYLLABLE_BYTES], rime[VN_SYLLABLE_BYTES];
		assert_true(vn_syllable_parse(str(table[i].text), &s));
		text_of(s.onset, onset);
		text_of(s.rime, rime);
		assert_string_equal(onset, table[i].onset);
		assert_string_equal(rime, table[i].rime);
		assert_int_equal(s.tone, table[i].tone);
	}
}

static void test_refused(void **state)
{
	static const char *const table[] = {
		"",	     "b",     "ng",   "đ",     "cat",	     "cach",	  "các1",  "kách",
		"cí",	     "ghà",   "gế",   "ngê",   "nghà",	     "qa",	  "qu",	   "quô",
		"wà",	     "fò",    "jà",   "za",    "tóán",	     "thúý",	  "hòach", "cấpp",
		"iêng",	     "tyên",  "ơng",  "bla",   "strà",	     "nghiêngg",  "gii",   "giy",
		"x\xcc\x81", "a\xff", "\xc3", "to an", "ha\xcc\x81", "nghiênghi", "sắch",  "ươ",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct vn_syllable s;
		char out[VN_SYLLABLE_BYTES];
		enum vn_tone style;
		bool misplaced;
		if (vn_syllable_parse(str(table[i]), &s))
			fail_msg("'%s' parsed", table[i]);
		assert_int_equal(vn_syllable_retone(str(table[i]), VN_TONE_NEW, out), 0);
		assert_false(vn_syllable_mark(str(table[i]), &style, &misplaced));
	}
}

static enum vn_tone style_of(struct vn_str s)
{
	enum vn_tone style;
	bool misplaced;

	assert_true(vn_syllable_mark(s, &style, &misplaced));
	return style;
}

static void test_style(void **state)
{
	static const struct {
		const char *text;
		enum vn_tone style;
	} table[] = {
		{"hòa", VN_TONE_OLD},	{"hoà", VN_TONE_NEW},	{"HOÀ", VN_TONE_NEW},
		{"khỏe", VN_TONE_OLD},	{"khoẻ", VN_TONE_NEW},	{"Thúy", VN_TONE_OLD},
		{"thuý", VN_TONE_NEW},	{"uỷ", VN_TONE_NEW},	{"ủy", VN_TONE_OLD},
		{"hoa", VN_TONE_KEEP},	{"quý", VN_TONE_KEEP},	{"qúy", VN_TONE_KEEP},
		{"toán", VN_TONE_KEEP}, {"tóan", VN_TONE_KEEP}, {"của", VN_TONE_KEEP},
		{"quà", VN_TONE_KEEP},	{"hoài", VN_TONE_KEEP}, {"huỳnh", VN_TONE_KEEP},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		assert_int_equal(style_of(str(table[i].text)), table[i].style);
}

static void test_retone(void **state)
{
	static const struct {
		const char *text, *keep, *old, *new;
	} table[] = {
		{"hòa", "hòa", "hòa", "hoà"},
		{"hoà", "hoà", "hòa", "hoà"},
		{"HÒA", "HÒA", "HÒA", "HOÀ"},
		{"HòA", "HòA", "HòA", "HoÀ"},
		{"Hoè", "Hoè", "Hòe", "Hoè"},
		{"ủy", "ủy", "ủy", "uỷ"},
		{"Tóan", "Toán", "Toán", "Toán"},
		{"lựơng", "lượng", "lượng", "lượng"},
		{"nứơc", "nước", "nước", "nước"},
		{"NGỪƠI", "NGƯỜI", "NGƯỜI", "NGƯỜI"},
		{"qùa", "quà", "quà", "quà"},
		{"quý", "quý", "quý", "quý"},
		{"qúy", "quý", "quý", "quý"},
		{"QÚY", "QUÝ", "QUÝ", "QUÝ"},
		{"giá", "giá", "giá", "giá"},
		{"gía", "giá", "giá", "giá"},
		{"gì", "gì", "gì", "gì"},
		{"gíơi", "giới", "giới", "giới"},
		{"cuả", "của", "của", "của"},
		{"giưã", "giữa", "giữa", "giữa"},
		{"hòan", "hoàn", "hoàn", "hoàn"},
		{"ngòai", "ngoài", "ngoài", "ngoài"},
		{"khúyu", "khuýu", "khuýu", "khuýu"},
		{"thuở", "thuở", "thuở", "thuở"},
		{"thủơ", "thuở", "thuở", "thuở"},
		{"húynh", "huýnh", "huýnh", "huýnh"},
		{"tiêú", "tiếu", "tiếu", "tiếu"},
		{"muà", "mùa", "mùa", "mùa"},
		{"aó", "áo", "áo", "áo"},
		{"xòong", "xòong", "xoòng", "xoòng"},
		{"moóc", "moóc", "moóc", "moóc"},
		{"an", "an", "an", "an"},
		{"quốc", "quốc", "quốc", "quốc"},
		{"qúôc", "quốc", "quốc", "quốc"},
		{"bìêt", NULL, NULL, NULL},
	};
	static const enum vn_tone styles[] = {VN_TONE_KEEP, VN_TONE_OLD, VN_TONE_NEW};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		const char *const want[] = {table[i].keep, table[i].old, table[i].new};
		for (size_t k = 0; k < COUNT(styles); k++) {
			char out[VN_SYLLABLE_BYTES + 1];
			size_t len = vn_syllable_retone(str(table[i].text), styles[k], out);
			out[len] = '\0';
			assert_string_equal(out, want[k] ? want[k] : "");
		}
	}
}

/* Calls SEE on every string of one onset, one rime and one tone mark that the grammar takes, with
 * the mark on each vowel in turn. Returns how often SEE said yes. */
static size_t each_syllable(bool (*see)(struct vn_str s))
{
	static const char *const onsets[] = {
		"",  "b",  "c",	  "ch", "d", "đ",  "g",	 "gh", "gi", "h", "k",	"kh", "l", "m",
		"n", "ng", "ngh", "nh", "p", "ph", "qu", "r",  "s",  "t", "th", "tr", "v", "x",
	};
	static const char vowels[][3] = {"a", "ă", "â", "e", "ê", "i",
					 "o", "ô", "ơ", "u", "ư", "y"};
	static const char *const finals[] = {"", "c", "ch", "m", "n", "ng", "nh", "p", "t"};
	size_t count = 0;
	/* All strings of one to three vowels, in base 13 with 12 for none. */
	for (int v = 0; v < 13 * 13 * 12; v++) {
		int nucleus[] = {v % 12, v / 12 % 13, v / 12 / 13};
		if (nucleus[1] == 12 && nucleus[2] != 12)
			continue;
		for (size_t o = 0; o < COUNT(onsets); o++)
			for (size_t f = 0; f < COUNT(finals) * 6; f++)
				for (int mark = 0; mark < (f % 6 ? 3 : 1); mark++) {
					char s[64];
					size_t len = (size_t)sprintf(s, "%s", onsets[o]);
					for (int i = 0; i < 3 && nucleus[i] < 12; i++) {
						size_t at = 0;
						vn_grapheme g = vn_grapheme_of(
							vn_utf8_next(str(vowels[nucleus[i]]), &at));
						if (i == mark)
							g = vn_grapheme_with_tone(
								g, (enum vn_tone_mark)(f % 6));
						len += vn_utf8_put(s + len, vn_grapheme_char(g));
					}
					len += (size_t)sprintf(s + len, "%s", finals[f / 6]);
					struct vn_syllable parsed;
					if (!vn_syllable_parse((struct vn_str){s, len}, &parsed) ||
					    (f % 6 && parsed.tone == VN_NGANG))
						continue;
					count += see((struct vn_str){s, len});
				}
	}
	return count;
}

static struct vn_str retone(struct vn_str s, enum vn_tone style, char out[VN_SYLLABLE_BYTES])
{
	struct vn_str r = {out, vn_syllable_retone(s, style, out)};
	assert_true(r.len > 0);
	return r;
}

/* True if S is written as the old style has it. */
static bool check_placement(struct vn_str s)
{
	char a[VN_SYLLABLE_BYTES], b[VN_SYLLABLE_BYTES], c[VN_SYLLABLE_BYTES];
	struct vn_str keep = retone(s, VN_TONE_KEEP, a), old = retone(s, VN_TONE_OLD, b);
	struct vn_str new = retone(s, VN_TONE_NEW, c);
	struct vn_syllable x, y;
	enum vn_tone style;
	bool misplaced;
	char d[VN_SYLLABLE_BYTES];

	assert_true(vn_str_eq(keep, old) || vn_str_eq(keep, new) || vn_str_eq(keep, s));
	if (vn_str_eq(s, old) || vn_str_eq(s, new))
		assert_true(vn_str_eq(keep, s));
	assert_true(vn_str_eq(retone(keep, VN_TONE_KEEP, d), keep));
	assert_true(vn_str_eq(retone(old, VN_TONE_OLD, d), old));
	assert_true(vn_str_eq(retone(new, VN_TONE_NEW, d), new));
	assert_true(vn_str_eq(retone(old, VN_TONE_NEW, d), new));
	assert_true(vn_str_eq(retone(new, VN_TONE_OLD, d), old));
	assert_int_equal(style_of(old), vn_str_eq(old, new) ? VN_TONE_KEEP : VN_TONE_OLD);
	assert_int_equal(style_of(new), vn_str_eq(old, new) ? VN_TONE_KEEP : VN_TONE_NEW);
	assert_true(vn_syllable_mark(s, &style, &misplaced));
	assert_int_equal(misplaced, !vn_str_eq(keep, s));
	assert_true(vn_syllable_parse(s, &x) && vn_syllable_parse(new, &y));
	assert_memory_equal(&x, &y, sizeof x);
	return vn_str_eq(s, old);
}

static void test_every_syllable(void **state)
{
	size_t count;
	(void)state;
	count = each_syllable(check_placement);
	/* About 18,000 syllables are possible. */
	assert_in_range(count, 17000, 19000);
}

static void test_shape(void **state)
{
	static const char *const shapes[] = {"a", "Oa", "nghien", "khuyu", "THANH", "tot", "xuat"};
	static const char *const none[] = {"",	    "ng",   "nghhe",	 "tooooi", "made",
					   "times", "tanr", "t\xc3\xa0", "a1",	   "end"};

	(void)state;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		assert_true(vn_syllable_shape(str(shapes[i])));
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(vn_syllable_shape(str(none[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),	       cmocka_unit_test(test_refused),
		cmocka_unit_test(test_style),	       cmocka_unit_test(test_retone),
		cmocka_unit_test(test_every_syllable), cmocka_unit_test(test_shape),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
