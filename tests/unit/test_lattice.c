/* The lattice: every byte is on some path, what is protected stays, and each kind of damage gets
 * the arcs of its row, in one lattice too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/lattice.h"
#include "model/words.h"
#include "with_model.h"

#include <stdlib.h>

/* A lattice of a text, with what it is made from. */
struct made {
	struct vn_unit unit;
	struct vn_candidate_cache *cache;
	struct vn_damage_model damages[2];
	struct vn_lattice_input input;
	struct vn_lattice lattice;
};

static void begin(struct made *m, const char *text, enum vn_damage_kind first,
		  enum vn_damage_kind second)
{
	*m = (struct made){.input = {.model = model, .damage_count = 2}};
	vn_unit_init(&m->unit);
	assert_int_equal(vn_unit_begin(&m->unit, text, strlen(text), NULL), VN_OK);
	assert_int_equal(vn_candidate_cache_open(&m->cache, model, NULL), VN_OK);
	assert_true(vn_damage_in(&m->damages[0], &vn_damages[first], model));
	assert_true(vn_damage_in(&m->damages[1], &vn_damages[second], model));
	m->input.unit = &m->unit;
	m->input.cache = m->cache;
	m->input.damages = m->damages;
}

static void build(struct made *m)
{
	bool start = true;
	m->lattice.clause = 0;
	assert_int_equal(vn_lattice_build(&m->lattice, &m->input, 0, &start, NULL), VN_OK);
	assert_int_equal(m->lattice.length, m->unit.text.len);
}

static void make(struct made *m, const char *text, enum vn_damage_kind kind)
{
	begin(m, text, kind, kind);
	build(m);
}

static void finish(struct made *m)
{
	vn_lattice_fini(&m->lattice);
	vn_candidate_cache_close(m->cache);
	vn_unit_fini(&m->unit);
}

/* Whether the bytes of SPAN may be read as WORD. */
static bool reads(const struct made *m, const char *span, const char *word)
{
	const char *at = strstr(m->unit.text.ptr, span);
	uint32_t from = (uint32_t)(at - m->unit.text.ptr), to = from + (uint32_t)strlen(span);
	uint32_t id = vn_model_find(model, (struct vn_str){word, strlen(word)});

	assert_non_null(at);
	assert_true(id >= VN_WORD_FIRST);
	for (size_t a = 0; a < m->lattice.arc_count; a++) {
		const struct vn_arc *arc = &m->lattice.arcs[a];
		for (uint32_t c = 0; arc->from == from && arc->to == to && c < arc->choice_count;
		     c++)
			if (arc->choices[c].word == id && arc->choices[c].candidate)
				return true;
	}
	return false;
}

/* Whether arcs that keep the text alone lead from its start to its end. */
static bool can_be_kept(const struct made *m)
{
	bool *reached = calloc(m->lattice.length + 1, sizeof *reached), end;

	assert_non_null(reached);
	reached[0] = true;
	for (size_t a = 0; a < m->lattice.arc_count; a++)
		if (m->lattice.arcs[a].identity && reached[m->lattice.arcs[a].from])
			reached[m->lattice.arcs[a].to] = true;
	end = reached[m->lattice.length];
	free(reached);
	return end;
}

static void every_text_can_stay_as_it_is(void **state)
{
	static const char *const texts[] = {
		"Uy ban nhan dan tinh\n\nban hanh ké hoach.",
		" \n a",
		"\xff\xfe x \xe1\xbb",
		"(a) b) c) 12a, S6: 57-NQ/TW; http://x.vn ...",
		"thuchienkehoachdoimoisangtao",
		"....,,,;;;'''u'",
		"x.* c ~/y th b-",
	};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (int kind = 0; kind < VN_DAMAGE_COUNT; kind++) {
			struct made m;
			make(&m, texts[i], (enum vn_damage_kind)kind);
			assert_true(can_be_kept(&m));
			for (size_t a = 0; a < m.lattice.arc_count; a++) {
				const struct vn_arc *arc = &m.lattice.arcs[a];
				assert_true(arc->from < arc->to && arc->to <= m.lattice.length);
				assert_true(!a || arc[-1].from <= arc->from);
				for (uint32_t c = 1; c < arc->choice_count; c++)
					assert_true(arc->choices[c - 1].cost <=
						    arc->choices[c].cost);
			}
			finish(&m);
		}
}

/* Digits are letters to an engine without Vietnamese alone; lost marks come back in all kinds. */
static void the_damage_decides_what_may_be_read(void **state)
{
	static const struct {
		enum vn_damage_kind kind;
		bool digit, mark;
	} cases[] = {{VN_DAMAGE_ENG, true, true},
		     {VN_DAMAGE_VIE, false, true},
		     {VN_DAMAGE_BARE, false, true}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made m;
		make(&m, "chuyen d6i so ke hoach", cases[i].kind);
		assert_int_equal(reads(&m, "d6i", "đổi"), cases[i].digit);
		assert_int_equal(reads(&m, "hoach", "hoạch"), cases[i].mark);
		finish(&m);
	}
}

/* What looks like other letters is read as them where it is nothing that anybody writes, by
 * engines and hands that know Vietnamese. */
static void letters_alike(void **state)
{
	static const struct {
		const char *read, *word;
		bool told;
	} cases[] = {{"h0ạch", "hoạch", true},	{"đ0i", "đổi", true},
		     {"hoạcb", "hoạch", true},	{"ehuyển", "chuyển", true},
		     {"h6ạch", "hoạch", false}, {"10", "do", false},
		     {"s0", "số", false}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made m;
		make(&m, cases[i].read, VN_DAMAGE_VIE);
		if (reads(&m, cases[i].read, cases[i].word) != cases[i].told)
			fail_msg("%s", cases[i].read);
		finish(&m);
	}
}

/* A bracket may be half a letter, but not one that has its partner in the same paragraph. */
static void brackets_in_pairs_stay(void **state)
{
	static const struct {
		const char *text;
		bool letter;
	} cases[] = {{"(ac kế hoạch", true},
		     {"(ac kế hoạch)", false},
		     {"(ac\nkế hoạch) xã", false},
		     {"(ac\n\nkế hoạch)", true},
		     {"(ac (kế hoạch)", true}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made m;
		make(&m, cases[i].text, VN_DAMAGE_ENG);
		assert_int_equal(reads(&m, "(ac", "các"), cases[i].letter);
		finish(&m);
	}
}

static void what_is_protected_stays(void **state)
{
	struct made m;
	size_t at = strlen("chuyen ");

	(void)state;
	begin(&m, "chuyen d6i so", VN_DAMAGE_ENG, VN_DAMAGE_ENG);
	assert_int_equal(vn_unit_protect(&m.unit, at, at + 3, VN_PROTECT_USER, NULL), VN_OK);
	build(&m);
	for (size_t a = 0; a < m.lattice.arc_count; a++)
		if (m.lattice.arcs[a].from < at + 3 && m.lattice.arcs[a].to > at)
			assert_true(m.lattice.arcs[a].identity);
	assert_true(can_be_kept(&m));
	finish(&m);
}

static void plain_chunks_have_one_reading(void **state)
{
	static struct vn_gate gate;
	struct vn_damage gated = vn_damages[VN_DAMAGE_VIE];
	struct made m;
	uint32_t word = vn_model_find(model, VN_STR("kế"));

	(void)state;
	begin(&m, "kế hoạch", VN_DAMAGE_VIE, VN_DAMAGE_VIE);
	gate.count = 2;
	gate.chunk[0] = (struct vn_plain){word, 0, 2};
	m.input.gate = &gate;
	for (int plain = 0; plain < 2; plain++) {
		size_t arcs = 0;
		gated.gated = plain;
		m.damages[0].damage = &gated;
		build(&m);
		for (size_t a = 0; a < m.lattice.arc_count; a++)
			arcs += m.lattice.arcs[a].from == 0;
		assert_int_equal(arcs == 1, plain);
	}
	finish(&m);
}

/* The letters of a list come in order: what was read for the c of "c)" is one. */
static void lists_go_on(void **state)
{
	struct made m;

	(void)state;
	make(&m, "a) kế hoạch\nb) dự toán\no) kinh phí", VN_DAMAGE_ENG);
	assert_int_equal(m.lattice.clause, 'c');
	finish(&m);
	make(&m, "a) kế hoạch\nb) dự toán\no) kinh phí", VN_DAMAGE_BARE);
	assert_int_equal(m.lattice.clause, 'o');
	finish(&m);
}

/* The arcs of LATTICE between bytes FROM and TO that have the damage WITH, and their choices. */
static size_t count_arcs(const struct vn_lattice *lattice, uint32_t from, uint32_t to, int with,
			 vn_cost *costs)
{
	size_t count = 0;
	for (size_t a = 0; a < lattice->arc_count; a++) {
		const struct vn_arc *arc = &lattice->arcs[a];
		if (arc->from < from || arc->to > to || arc->damage != with)
			continue;
		count++;
		*costs += arc->cost;
		for (uint32_t c = 0; c < arc->choice_count; c++)
			*costs += arc->choices[c].cost;
	}
	return count;
}

/* Each line of a text is read by its own kind as if all of the text were of that kind, and nothing
 * joins two kinds. */
static void one_lattice_holds_several_damages(void **state)
{
	static const char text[] = "chuyen d6i so\nke hoach d6i moi";
	const uint32_t line = sizeof "chuyen d6i so\n" - 1, end = sizeof text - 1;
	const struct vn_stretch stretches[] = {{line, 0}, {end, 1}};
	struct made both, eng, bare;
	vn_cost mixed[2] = {0}, alone[2] = {0};

	(void)state;
	begin(&both, text, VN_DAMAGE_ENG, VN_DAMAGE_BARE);
	both.input.stretches = stretches;
	both.input.stretch_count = 2;
	build(&both);
	make(&eng, text, VN_DAMAGE_ENG);
	make(&bare, text, VN_DAMAGE_BARE);
	assert_true(can_be_kept(&both));
	assert_int_equal(both.lattice.damage_count, 2);
	assert_int_equal(count_arcs(&both.lattice, 0, line, 0, &mixed[0]),
			 count_arcs(&eng.lattice, 0, line, 0, &alone[0]));
	assert_int_equal(count_arcs(&both.lattice, line, end, 1, &mixed[1]),
			 count_arcs(&bare.lattice, line, end, 0, &alone[1]));
	assert_int_equal(mixed[0], alone[0]);
	assert_int_equal(mixed[1], alone[1]);
	assert_int_equal(count_arcs(&both.lattice, 0, end, 0, &mixed[0]) +
				 count_arcs(&both.lattice, 0, end, 1, &mixed[0]),
			 both.lattice.arc_count);
	assert_true(reads(&both, "d6i so", "đổi") || reads(&both, "d6i", "đổi"));
	finish(&both);
	finish(&eng);
	finish(&bare);
}

/* Pieces of text by turns that are all alike on every machine, some bytes protected, in lines of a
 * gated damage, of one that is left alone, and now and then of one that is neither. */
static void scatter(struct made *m, struct vn_stretch *stretches, size_t lines, uint32_t seed)
{
	static const char *const pieces[] = {
		"kế",  "hoạch", "đổi",	"mới.", "xyz", "số:",	"(đ)",	  "12.", "1)",
		"a.b", ".",	"ai?”", "-",	"d6i", "\xff.", "w...w!", "&."};
	struct vn_buf text = {0};

	for (size_t i = 0; i < lines; i++) {
		uint32_t words = 40 + (seed = seed * 1664525 + 1013904223) / (UINT32_MAX / 160);
		while (words-- > 0) {
			const char *piece;
			seed = seed * 1664525 + 1013904223;
			piece = pieces[(seed >> 8) % (sizeof pieces / sizeof *pieces)];
			assert_int_equal(vn_buf_add(&text, piece, strlen(piece), NULL), VN_OK);
			assert_int_equal(vn_buf_add(&text, words ? " " : "\n\n",
						    seed >> 30 || !words ? 1 : 2, NULL),
					 VN_OK);
		}
		stretches[i] = (struct vn_stretch){text.len, seed >> 29 == 0  ? 2
							     : seed >> 26 & 1 ? 1
									      : 0};
	}
	assert_int_equal(vn_unit_begin(&m->unit, text.ptr, text.len, NULL), VN_OK);
	for (size_t at = 0; at + 5 < text.len;
	     at += 50 + seed % 200, seed = seed * 1664525 + 1013904223)
		assert_int_equal(vn_unit_protect(&m->unit, at, at + 5, VN_PROTECT_USER, NULL),
				 VN_OK);
	vn_buf_fini(&text);
}

/* Whether all arcs to the end of the lattice say a boundary. */
static bool ends_at_boundary(const struct vn_lattice *lattice)
{
	for (size_t a = 0; a < lattice->arc_count; a++) {
		const struct vn_arc *arc = &lattice->arcs[a];
		if (arc->to == lattice->length &&
		    (arc->choice_count != 1 || arc->choices[0].word != VN_WORD_BOUND))
			return false;
	}
	return true;
}

/* What is passed over is what would be built, and nothing before it matters behind it. */
static void what_is_passed_over_ends_where_it_would(void **state)
{
	enum { LINES = 60 };
	static struct vn_gate gate;
	struct vn_stretch stretches[LINES];
	struct vn_damage_model damages[3];
	int passed = 0, built = 0;
	struct made m;

	(void)state;
	begin(&m, "", VN_DAMAGE_ENG, VN_DAMAGE_VIE);
	vn_damage_in(&damages[0], vn_damages[VN_DAMAGE_VIE].seldom, model);
	vn_damage_in(&damages[1], &vn_damages[VN_DAMAGE_OTHER], model);
	vn_damage_in(&damages[2], &vn_damages[VN_DAMAGE_ENG], model);
	m.input.damages = damages;
	m.input.damage_count = 3;
	m.input.stretches = stretches;
	m.input.stretch_count = LINES;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		bool start = true;
		scatter(&m, stretches, LINES, seed);
		for (size_t at = 0; at < m.unit.text.len; at += m.lattice.length) {
			size_t end = at;
			bool after = start, can = vn_lattice_pass(&m.input, &end, &after);
			gate.state = vn_score_start(&model->scorer);
			vn_gate_mark(&gate, model, &m.unit, at);
			m.input.gate = &gate;
			assert_int_equal(vn_lattice_build(&m.lattice, &m.input, at, &start, NULL),
					 VN_OK);
			passed += can;
			built += !can;
			if (!can)
				continue;
			assert_int_equal(end, at + m.lattice.length);
			assert_int_equal(after, start);
			assert_true(end == m.unit.text.len || ends_at_boundary(&m.lattice));
			for (size_t a = 0; a < m.lattice.arc_count; a++)
				assert_int_not_equal(m.lattice.arcs[a].damage, 2);
		}
	}
	assert_true(passed > 20 && built > 20);
	finish(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_can_stay_as_it_is),
		cmocka_unit_test(the_damage_decides_what_may_be_read),
		cmocka_unit_test(letters_alike),
		cmocka_unit_test(brackets_in_pairs_stay),
		cmocka_unit_test(what_is_protected_stays),
		cmocka_unit_test(plain_chunks_have_one_reading),
		cmocka_unit_test(lists_go_on),
		cmocka_unit_test(one_lattice_holds_several_damages),
		cmocka_unit_test(what_is_passed_over_ends_where_it_would),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
