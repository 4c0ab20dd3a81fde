/* What lines look like, by a table of letters made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/look.h"
#include "model/hash.h"

#include <stdlib.h>

#define KINDS	 3
#define SLOTS	 16
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Kind 0 writes a, kind 1 writes b, kind 2 neither; in the table are letters alone. */
static struct vn_file_kinds header = {.count = KINDS, .order = 1, .slots = SLOTS};
static uint32_t prints[SLOTS];
static uint8_t costs[KINDS * SLOTS];
static struct vn_charkinds kinds = {
	.count = KINDS, .slots = SLOTS, .header = &header, .prints = prints, .costs = costs};

static void enter(int32_t c, uint8_t first, uint8_t second)
{
	uint64_t hash = vn_hash_step(VN_HASH_SEED, (uint32_t)c);
	uint64_t at = vn_hash_bucket(hash, SLOTS);

	while (prints[at])
		at = (at + 1) % SLOTS;
	prints[at] = vn_kinds_print(hash);
	costs[KINDS * at] = first;
	costs[KINDS * at + 1] = second;
	costs[KINDS * at + 2] = 70;
}

static struct vn_looks looks_of(struct vn_look_word *words)
{
	struct vn_looks looks = {.kinds = &kinds, .words = words};

	for (int d = 0; d < VN_DAMAGE_COUNT; d++)
		looks.of[d] = d == VN_DAMAGE_VIE     ? 0
			      : d == VN_DAMAGE_OTHER ? 1
			      : d == VN_DAMAGE_DATA  ? 2
						     : -1;
	return looks;
}

static int setup(void **state)
{
	(void)state;
	enter('a', 10, 60);
	enter('b', 60, 10);
	enter(VN_KINDS_BLANK, 5, 5);
	return 0;
}

static struct vn_line look(const struct vn_looks *looks, const char *text)
{
	struct vn_line line;

	vn_look_at(looks, (struct vn_str){text, strlen(text)}, &line);
	return line;
}

static void a_line_costs_less_in_its_kind(void **state)
{
	struct vn_looks looks = looks_of(NULL);
	struct vn_line a = look(&looks, "aa aaa aa\n"), b = look(&looks, "bb bbb bb\n");

	(void)state;
	assert_int_equal(a.cost[VN_DAMAGE_VIE], 0);
	assert_true(a.cost[VN_DAMAGE_OTHER] > 0);
	assert_int_equal(b.cost[VN_DAMAGE_OTHER], 0);
	assert_true(b.cost[VN_DAMAGE_VIE] > 0);
	assert_int_equal(a.words, 3);
}

/* A letter of other languages speaks for one of these, whatever those beside it say. */
static void alien_letters_speak(void **state)
{
	static const char *const words[] = {"aaß aa aa\n", "aaÆ aa aa\n", "aaſ aa aa\n"};
	struct vn_looks looks = looks_of(NULL);
	struct vn_line plain = look(&looks, "aaÂ aa aa\n");

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct vn_line line = look(&looks, words[i]);
		assert_true(line.cost[VN_DAMAGE_OTHER] + 256 < plain.cost[VN_DAMAGE_OTHER]);
	}
}

/* A name with such a letter may stand in any text, another word with one speaks against damage even
 * where the others of the line are taken for names. */
static void strange_words_speak_more_than_names(void **state)
{
	static const struct {
		const char *word, *name;
	} lines[] = {
		{"aa aa aa aaș\n", "aa aa aa Aaș\n"},
		{"aa aa aa aaı\n", "aa aa aa Aaı\n"},
		{"aa aa aa îaa\n", "aa aa aa Îaa\n"},
		{"aa aa aa ťaa\n", "aa aa aa Ťaa\n"},
	};
	struct vn_looks looks = looks_of(NULL);

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct vn_line word = look(&looks, lines[i].word),
			       name = look(&looks, lines[i].name);
		int worse = (int)word.cost[VN_DAMAGE_VIE] - (int)word.cost[VN_DAMAGE_OTHER],
		    before = (int)name.cost[VN_DAMAGE_VIE] - (int)name.cost[VN_DAMAGE_OTHER];
		assert_true(worse > before + 256);
	}
}

static void blanks_part_words(void **state)
{
	struct vn_looks looks = looks_of(NULL);
	static const struct {
		const char *text;
		int words;
	} lines[] = {
		{"", 0},
		{" \t\r\n", 0},
		{"aa", 1},
		{"aa\xc2\xa0"
		 "bb",
		 2}, /* U+00A0 */
		{"aa\xc2\xa1"
		 "bb",
		 1},		    /* another sign */
		{"aa\xc2", 1},	    /* a sequence that is cut */
		{"a b 1 22 --", 0}, /* nothing with two letters */
		{"\taa  bb\f aa \n", 3},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_int_equal(look(&looks, lines[i].text).words, lines[i].words);
}

static void what_is_remembered_is_the_same(void **state)
{
	static const char *const lines[] = {
		"aa aa, (aa) bb abab ba\n",
		"aa 12 b 49/udp a->b bb bb\n",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb aa\n",
		"a\xcc\x81 a\xcc\x81"
		"a \xff\xff \xc3\xa1\xc3\xa1 AA Aa aA\n",
	};
	struct vn_look_word *words = calloc(VN_LOOK_WORDS, sizeof *words);
	struct vn_looks plain = looks_of(NULL), remembering = looks_of(words);

	(void)state;
	assert_non_null(words);
	for (int again = 0; again < 3; again++)
		for (size_t i = 0; i < COUNT(lines); i++) {
			struct vn_line a = look(&plain, lines[i]);
			struct vn_line b = look(&remembering, lines[i]);
			assert_int_equal(a.words, b.words);
			assert_memory_equal(a.cost, b.cost, sizeof a.cost);
		}
	free(words);
}

/* By how much less LINE costs in KIND, which writes a, than in another language. */
static int margin(enum vn_damage_kind kind, const char *line)
{
	struct vn_looks looks = looks_of(NULL);

	looks.of[VN_DAMAGE_VIE] = -1;
	looks.of[kind] = 0;
	return look(&looks, line).cost[VN_DAMAGE_OTHER];
}

static void what_no_syllable_is_was_misread(void **state)
{
	static const struct {
		const char *line;
		bool misspelt;
	} cases[] = {
		{"aaa aaa aaa", false},
		{"aan, aanh. aac", false},
		{"NAA THAA NGAA", false},
		{"aal aal aal", true},
		{"PAA PAA PAA", true},
		{"DPAA DPAA DPAA", true},
		{"aaaa aaaa aaaa", true},
		{"a4aa a4aa a4aa", true},
		{"\xc3\xa1"
		 "aaa aaa aaa",
		 true},
		{"bbb bbb bbb", false},
		{"aa/aaaa aa-aaaa", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int bare = margin(VN_DAMAGE_BARE, cases[i].line);
		int engine = margin(VN_DAMAGE_ENG, cases[i].line);
		if (cases[i].misspelt ? bare >= engine : bare != engine)
			fail_msg("%s: %d and %d", cases[i].line, bare, engine);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_no_syllable_is_was_misread),
		cmocka_unit_test(a_line_costs_less_in_its_kind),
		cmocka_unit_test(alien_letters_speak),
		cmocka_unit_test(strange_words_speak_more_than_names),
		cmocka_unit_test(blanks_part_words),
		cmocka_unit_test(what_is_remembered_is_the_same),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
