/* Which kinds words and lines look like, by a character model made here, and the words of chats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/damage.h"
#include "damage/look.h"
#include "lang/vi/chat.h"
#include "mkmodel/chargrams.h"
#include "text/chars.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct {
	enum vn_damage_kind kind;
	const char *text;
} kinds[] = {
	{VN_DAMAGE_VIE, "trường học mở cửa buổi sáng các em vào lớp thầy cô giáo dạy chữ và làm "
			"toán gia đình ở nhà nấu cơm tưới cây nuôi gà bên sông có chợ bán rau"},
	{VN_DAMAGE_BARE, "truong hoc mo cua buoi sang cac em vao lop thay co giao day chu va lam "
			 "toan gia dinh o nha nau com tuoi cay nuoi ga ben song co cho ban rau"},
	{VN_DAMAGE_DROP, "trng hc m ca bui sáng các em vào lp thy cô giáo dy ch và làm toán gia "
			 "nh nhà nu cm ti cây nuôi gà bên sông có ch bán rau nm thng"},
	{VN_DAMAGE_OTHER, "the school opens early children walk through the garden while teachers "
			  "write words and numbers on boards their mothers cook rice"},
	{VN_DAMAGE_DATA, "if (x_size > 0) { list->next = new_item(x); } else return -1; "
			 "path/to/file.txt key=value drwxr-xr-x 0x1f"},
};

static struct vn_buf section;
static struct vn_charkinds model;
static struct vn_looks looks;

static int setup(void **state)
{
	struct vn_chargrams grams = {0};
	enum vn_status status = VN_OK;

	(void)state;
	for (size_t i = 0; !status && i < COUNT(kinds); i++) {
		struct vn_str text = {kinds[i].text, strlen(kinds[i].text)};
		uint32_t number;
		status = vn_chargrams_kind(&grams, vn_damages[kinds[i].kind].look, &number, NULL);
		if (!status)
			status = vn_chargrams_add(&grams, number, text, 1, NULL);
	}
	if (!status)
		status = vn_chargrams_write(&grams, 2000, &section, NULL);
	vn_chargrams_fini(&grams);
	if (status || !vn_charkinds_read(&model, vn_buf_str(&section)))
		return 1;
	looks.kinds = &model;
	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		looks.of[d] =
			vn_damages[d].look ? vn_charkinds_find(&model, vn_damages[d].look) : -1;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	vn_buf_fini(&section);
	return 0;
}

static int decode(const char *text, int32_t *c)
{
	return vn_utf8_decode((struct vn_str){text, strlen(text)}, c, VN_KINDS_READ);
}

/* The kind in which WORD costs least. */
static const char *cheapest(const char *word)
{
	int32_t c[VN_KINDS_READ], spelt[VN_KINDS_READ];
	vn_cost cost[VN_KINDS_MAX];
	uint32_t best = 0;
	int count = vn_charkinds_spell(c, decode(word, c), spelt);

	vn_charkinds_cost(&model, spelt, count, cost);
	for (uint32_t k = 1; k < model.count; k++)
		best = cost[k] < cost[best] ? k : best;
	return model.header->name[best];
}

static void words_cost_least_in_their_kind(void **state)
{
	static const char *const cases[][2] = {
		{"trường", "vie"}, {"buổi", "vie"},	  {"CHỢ", "vie"},   {"truong", "bare"},
		{"nuoi", "bare"},  {"children", "other"}, {"The", "other"}, {"new_item", "data"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (strcmp(cheapest(cases[i][0]), cases[i][1]) != 0)
			fail_msg("%s: %s", cases[i][0], cheapest(cases[i][0]));
	assert_int_equal(vn_charkinds_find(&model, "none"), -1);
}

/* Letters that the model never saw cost something in every kind, and nothing overflows. */
static void unknown_letters_have_a_cost(void **state)
{
	int32_t c[VN_KINDS_READ], spelt[VN_KINDS_READ];
	vn_cost known[VN_KINDS_MAX], unknown[VN_KINDS_MAX];

	(void)state;
	vn_charkinds_cost(&model, spelt, vn_charkinds_spell(c, decode("gia", c), spelt), known);
	for (int i = 0; i < VN_KINDS_READ; i++)
		c[i] = 0x4e00 + i;
	vn_charkinds_cost(&model, spelt, vn_charkinds_spell(c, VN_KINDS_READ, spelt), unknown);
	for (uint32_t k = 0; k < model.count; k++) {
		assert_true(known[k] > 0);
		assert_in_range(unknown[k], known[k], 1 << 22);
	}
}

static void words_are_spelt_as_the_model_counts_them(void **state)
{
	static const char *const cases[][2] = {
		{"Trường,", "trường,"}, {"(HỌC).", "(học)"}, {"\"\"(nhà)...", "(nhà)"},
		{"iPhone", "iPhone"},	{"F16", "f00"},	     {"a1b", "a1b"},
		{"12/2024", ""},	{"--", ""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int32_t c[VN_KINDS_READ], spelt[VN_KINDS_READ], want[VN_KINDS_READ];
		int count = vn_charkinds_spell(c, decode(cases[i][0], c), spelt);
		assert_int_equal(count, decode(cases[i][1], want));
		assert_memory_equal(spelt, want, (size_t)count * sizeof *want);
	}
}

/* Sections that are cut short or say what cannot be are refused; an empty one is no model. */
static void damaged_sections_are_refused(void **state)
{
	struct vn_charkinds out;
	struct vn_str bytes = vn_buf_str(&section);
	struct vn_file_kinds header;

	(void)state;
	assert_true(vn_charkinds_read(&out, (struct vn_str){NULL, 0}));
	assert_int_equal(out.count, 0);
	for (size_t less = 1; less < 200; less++)
		assert_false(vn_charkinds_read(&out, (struct vn_str){bytes.ptr, bytes.len - less}));
	memcpy(&header, bytes.ptr, sizeof header);
	memset(section.ptr + offsetof(struct vn_file_kinds, name), 'x', VN_KINDS_NAME);
	assert_false(vn_charkinds_read(&out, bytes));
	memcpy(section.ptr, &header, sizeof header);
	assert_true(vn_charkinds_read(&out, bytes));
}

/* The kind that LINE looks like most. */
static enum vn_damage_kind look(const char *line)
{
	struct vn_line out;
	enum vn_damage_kind best = VN_DAMAGE_COUNT;

	vn_look_at(&looks, (struct vn_str){line, strlen(line)}, &out);
	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		if (looks.of[d] >= 0 && (best == VN_DAMAGE_COUNT || out.cost[d] < out.cost[best]))
			best = (enum vn_damage_kind)d;
	return best;
}

static void lines_look_like_their_kind(void **state)
{
	static const struct {
		const char *line;
		enum vn_damage_kind kind;
	} cases[] = {
		{"các em học ở trường bên sông", VN_DAMAGE_VIE},
		{"cac em hoc o truong ben song", VN_DAMAGE_BARE},
		{"the teachers walk through the school", VN_DAMAGE_OTHER},
		/* one word of another language changes nothing */
		{"các em học early ở trường bên sông", VN_DAMAGE_VIE},
		{"else return new_item(x); }", VN_DAMAGE_DATA},
		/* the mode of a file decides, whatever words stand behind it */
		{"-rw-r--r-- 1 hoa hoa 12 truong ben song", VN_DAMAGE_DATA},
		{"drwxr-x--- 4 lan lan 40 cac em", VN_DAMAGE_DATA},
		{"-rw-r--r-z 1 cac em hoc o truong ben song", VN_DAMAGE_BARE},
		/* letters were left out where a word has an onset and a coda alone */
		{"trng hc m ca bui sáng", VN_DAMAGE_DROP},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (look(cases[i].line) != cases[i].kind)
			fail_msg("%s: %s", cases[i].line, vn_damages[look(cases[i].line)].name);
}

static int gain_of_drop(const char *line)
{
	struct vn_line out;

	vn_look_at(&looks, (struct vn_str){line, strlen(line)}, &out);
	return (int)out.cost[VN_DAMAGE_VIE] - (int)out.cost[VN_DAMAGE_DROP];
}

/* Odd letters alone do not say that some were left out, nor do words of chats. */
static void left_out_letters_must_be_shown(void **state)
{
	(void)state;
	assert_true(gain_of_drop("ca bui hi em vào nhà") < 0);
	assert_true(gain_of_drop("ca bui hi em vào nhà thng") >
		    gain_of_drop("ca bui hi em vào nhà"));
	assert_true(gain_of_drop("mk ns vs bn đi hc") < 0);
	assert_true(gain_of_drop("nh thng nm đi ch") > 0);
}

/* Words looked up are the words looked at. */
static void remembered_words_say_the_same(void **state)
{
	static struct vn_look_word words[VN_LOOK_WORDS];
	const struct vn_str text = VN_STR("trng hc 12 the school -rw-r--r-- mk nhà");
	struct vn_looks with = looks;
	struct vn_line first, again, plain;

	(void)state;
	with.words = words;
	vn_look_at(&looks, text, &plain);
	vn_look_at(&with, text, &first);
	vn_look_at(&with, text, &again);
	assert_memory_equal(plain.cost, first.cost, sizeof plain.cost);
	assert_memory_equal(plain.cost, again.cost, sizeof plain.cost);
	assert_int_equal(plain.words, again.words);
}

static void chat_is_told_from_syllables(void **state)
{
	static const struct {
		const char *word;
		bool chat;
	} cases[] = {
		{"mk", true},	{"Mk", true},	{"(đc),", true}, {"ngta", true},   {"zậy!", true},
		{"thik", true}, {"MK", false},	{"bạn", false},	 {"không", false}, {"nghng", false},
		{"", false},	{"...", false}, {"m1k", false},	 {"mk-ns", false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int32_t c[VN_KINDS_READ];
		if (vn_is_chat(c, decode(cases[i].word, c)) != cases[i].chat)
			fail_msg("%s", cases[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_cost_least_in_their_kind),
		cmocka_unit_test(unknown_letters_have_a_cost),
		cmocka_unit_test(words_are_spelt_as_the_model_counts_them),
		cmocka_unit_test(damaged_sections_are_refused),
		cmocka_unit_test(lines_look_like_their_kind),
		cmocka_unit_test(left_out_letters_must_be_shown),
		cmocka_unit_test(remembered_words_say_the_same),
		cmocka_unit_test(chat_is_told_from_syllables),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
