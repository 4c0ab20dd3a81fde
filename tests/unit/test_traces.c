/* What damage leaves behind in words, and what statements of programs look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/program.h"
#include "damage/traces.h"
#include "small_model.h"
#include "text/chars.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct vn_str str(const char *text)
{
	return (struct vn_str){text, strlen(text)};
}

static unsigned traces(const struct vn_model *model, const char *word)
{
	int32_t c[40];
	int count = vn_utf8_decode(str(word), c, 40);

	assert_true(count > 0);
	return vn_traces_of(model, c, count);
}

static void vowels_left_out(void **state)
{
	static const char *const hollow[] = {"nhn", "(nghn,", "THNG", "đn", "bt;"};
	static const char *const whole[] = {"nhan", "TT", "SL,", "nnn", "w", "nghnhg", "12"};

	(void)state;
	for (size_t i = 0; i < COUNT(hollow); i++)
		assert_true(traces(NULL, hollow[i]) & VN_TRACE_HOLLOW);
	for (size_t i = 0; i < COUNT(whole); i++)
		assert_false(traces(NULL, whole[i]) & VN_TRACE_HOLLOW);
}

static void initials_are_no_syllable_without_its_vowel(void **state)
{
	static const char *const initials[] = {"tsđb", "ls", "(mbkd,", "hđ"};
	static const char *const none[] = {"nhn", "ngh", "tr", "TSĐB", "ta", "l", "tsđbkh", "l2"};

	(void)state;
	for (size_t i = 0; i < COUNT(initials); i++)
		assert_true(traces(NULL, initials[i]) & VN_TRACE_INITIALS);
	for (size_t i = 0; i < COUNT(none); i++)
		assert_false(traces(NULL, none[i]) & VN_TRACE_INITIALS);
}

static void letters_no_syllable_has(void **state)
{
	static const char *const odd[] = {"PINH", "DPUNG", "(PANG)", "PUOC"};
	static const char *const right[] = {"PHINH", "DINH", "Pinh",  "PR",
					    "PA",    "PXY",  "PIZZA", "PÌNH"};

	(void)state;
	for (size_t i = 0; i < COUNT(odd); i++)
		assert_true(traces(NULL, odd[i]) & VN_TRACE_LETTER);
	for (size_t i = 0; i < COUNT(right); i++)
		assert_false(traces(NULL, right[i]) & VN_TRACE_LETTER);
}

static void signs_for_letters(void **state)
{
	static const char *const holes[] = {"c?a", "th?", "??ng", "ch??ng",
					    "m-c", "b.n", "(s-",  "qu?c,"};
	static const char *const none[] = {"không?",  "ai??",	  "T.N", "e-mail", "Wi-Fi",
					   "thu-chi", "COVID-19", "tr.", "TP.HCM", "-",
					   "???",     "K-L",	  "H-P"};

	(void)state;
	for (size_t i = 0; i < COUNT(holes); i++)
		if (!(traces(NULL, holes[i]) & VN_TRACE_HOLE))
			fail_msg("%s has no hole", holes[i]);
	for (size_t i = 0; i < COUNT(none); i++)
		if (traces(NULL, none[i]) & VN_TRACE_HOLE)
			fail_msg("%s has a hole", none[i]);
}

static void words_torn_apart(void **state)
{
	static const struct {
		const char *words[VN_TEAR_WORDS];
		enum vn_tear tear;
	} lines[] = {
		{{"phát", "tri", "ển,"}, VN_TEAR_SURE}, /* the last two */
		{{"tri", "ể", "n"}, VN_TEAR_SURE},
		{{"TRI", "ỂN", NULL}, VN_TEAR_SURE},
		{{"t", "ổ", NULL}, VN_TEAR_SURE},
		{{"B", "ổ", NULL}, VN_TEAR_NONE},     /* no word of this model */
		{{"tổ", "chức", NULL}, VN_TEAR_NONE}, /* words */
		{{"tri,", "ển", NULL}, VN_TEAR_NONE}, /* a comma between */
		{{"tri", "(ển", NULL}, VN_TEAR_NONE}, /* and a bracket */
		{{"TRI", "ển", NULL}, VN_TEAR_NONE},  /* capitals, then small letters */
		{{"t", "ri", NULL}, VN_TEAR_NONE},    /* no mark */
		{{"12", "ể", "n"}, VN_TEAR_NONE},
	};
	struct vn_model *model = small_model_open();

	(void)state;
	assert_non_null(model);
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct vn_traced words[VN_TEAR_WORDS];
		int count = 0;
		for (; count < VN_TEAR_WORDS && lines[i].words[count]; count++)
			words[count] = (struct vn_traced){str(lines[i].words[count]),
							  traces(model, lines[i].words[count])};
		if (vn_tear_of(model, words, count) != lines[i].tear)
			fail_msg("%s %s", lines[i].words[0], lines[i].words[1]);
	}
	vn_model_close(model);
}

static void statements(void **state)
{
	static const char *const programs[] = {
		"SELECT ten FROM khach",
		"  select gia from sach where loai = 2;\r\n",
		"delete from don_hang",
		"while (con > 0) {",
		"def cong(so): return so",
		"int tuoi = 3;",
		"tong += gia;",
		"if (a == b) chay(a)",
		"from kho import hang",
		"cd kho/moi && ls",
		"cd kho-moi",
		"for so in ds:",
		"ma\tten\tso_luong\n",
		"int dem = 0; /* so lan */",
		"$ tar -xf sao-luu ./kho",
		"cat ghi-chu | grep tien",
		"2023-05-06 07:08:09,123 ERROR mat ket noi",
		"[2023-05-06T07:08:09Z] WARN day o dia",
	};
	static const char *const prose[] = {
		"",
		"\n",
		";",
		"If you want, take the bus",
		"Class (lop) co 30 hoc sinh",
		"ham so f(x) va g(x);",
		"y = ax + b;",
		"Import hang hoa tu nuoc ngoai;",
		"a) don vi (neu co);",
		"cat toc - goi dau 50k",
		"cd hay va dia phim",
		"ma\tten\tso luong",
		"ma_so ten gia",
		"For in-house use only",
		"2023-05-06 07:08:09 hop giao ban",
		"2023-05-06 INFO",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(programs); i++)
		if (!vn_is_program(str(programs[i])))
			fail_msg("%s is no program", programs[i]);
	for (size_t i = 0; i < COUNT(prose); i++)
		if (vn_is_program(str(prose[i])))
			fail_msg("%s is a program", prose[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(initials_are_no_syllable_without_its_vowel),
		cmocka_unit_test(vowels_left_out),
		cmocka_unit_test(letters_no_syllable_has),
		cmocka_unit_test(signs_for_letters),
		cmocka_unit_test(words_torn_apart),
		cmocka_unit_test(statements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
