/* The scorer: edit distance and alignment against the plain matrix, and counts worked out by
 * hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "eval/score.h"

#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct vn_str str(const char *text)
{
	return (struct vn_str){text, strlen(text)};
}

/* The whole matrix of Wagner and Fischer 1974, (a.len + 1) x (b.len + 1). */
static size_t *plain_matrix(struct vn_seq a, struct vn_seq b)
{
	size_t wide = b.len + 1, *d = malloc((a.len + 1) * wide * sizeof *d);
	assert_non_null(d);
	for (size_t i = 0; i <= a.len; i++)
		for (size_t j = 0; j <= b.len; j++) {
			size_t *cell = &d[i * wide + j], up, left;
			*cell = i + j;
			if (!i || !j)
				continue;
			*cell = cell[-(ptrdiff_t)wide - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
			up = cell[-(ptrdiff_t)wide] + 1;
			left = cell[-1] + 1;
			*cell = up < *cell ? up : *cell;
			*cell = left < *cell ? left : *cell;
		}
	return d;
}

static size_t plain_distance(struct vn_seq a, struct vn_seq b)
{
	size_t *d = plain_matrix(a, b), distance = d[(a.len + 1) * (b.len + 1) - 1];
	free(d);
	return distance;
}

/* Whether PAIRS is the walk from the end of the matrix that vn_align() promises. */
static void check_alignment(struct vn_seq a, struct vn_seq b, const struct vn_pair *pairs,
			    size_t count)
{
	size_t *d = plain_matrix(a, b), wide = b.len + 1, i = a.len, j = b.len;
	while (i || j) {
		const size_t *cell = &d[i * wide + j];
		struct vn_pair pair;
		assert_true(count > 0);
		pair = pairs[--count];
		if (i && j &&
		    *cell == cell[-(ptrdiff_t)wide - 1] + (a.ptr[i - 1] != b.ptr[j - 1])) {
			assert_int_equal(pair.a, a.ptr[--i]);
			assert_int_equal(pair.b, b.ptr[--j]);
		} else if (i && *cell == cell[-(ptrdiff_t)wide] + 1) {
			assert_int_equal(pair.a, a.ptr[--i]);
			assert_int_equal(pair.b, VN_GAP);
		} else {
			assert_int_equal(pair.a, VN_GAP);
			assert_int_equal(pair.b, b.ptr[--j]);
		}
	}
	assert_int_equal(count, 0);
	free(d);
}

/* Numbers that look random and are the same on every machine (xorshift32, Marsaglia 2003). */
static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void fill(int32_t *out, size_t len, uint32_t letters, uint32_t *state)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (int32_t)(next_random(state) % letters);
}

/* A copy of SEQ with about one symbol in RARE dropped, doubled or replaced. */
static size_t damage(struct vn_seq seq, int32_t *out, uint32_t rare, uint32_t *state)
{
	size_t len = 0;
	for (size_t i = 0; i < seq.len; i++) {
		uint32_t what = next_random(state) % (3 * rare);
		if (what == 0)
			continue;
		out[len++] = what == 1 ? 7777 : seq.ptr[i];
		if (what == 2)
			out[len++] = seq.ptr[i];
	}
	return len;
}

static size_t distance_of(struct vn_aligner *work, struct vn_seq a, struct vn_seq b)
{
	size_t distance = SIZE_MAX;
	assert_int_equal(vn_distance(work, a, b, &distance, NULL), VN_OK);
	return distance;
}

static void check_pair(struct vn_aligner *work, struct vn_seq a, struct vn_seq b)
{
	const struct vn_pair *pairs;
	size_t count, wrong = 0, distance = distance_of(work, a, b);

	assert_int_equal(distance, plain_distance(a, b));
	assert_int_equal(distance, distance_of(work, b, a));
	assert_int_equal(vn_align(work, a, b, &pairs, &count, NULL), VN_OK);
	check_alignment(a, b, pairs, count);
	for (size_t i = 0; i < count; i++)
		wrong += pairs[i].a != pairs[i].b;
	assert_int_equal(wrong, distance);
}

/* Random sequences, unrelated and related, of lengths on both sides of the words of 64 bits and
 * of the first band: equal to the plain matrix, and a metric. */
static void test_distance_random(void **test)
{
	static const uint32_t letters[] = {1, 2, 4, 30, 5000};
	struct vn_aligner work = {0};
	uint32_t state = 20261121;
	int32_t x[400], y[400], z[900];

	(void)test;
	for (int round = 0; round < 1500; round++) {
		size_t most = round % 10 ? 70 : 400;
		uint32_t kind = letters[round % (int)COUNT(letters)];
		struct vn_seq a = {x, next_random(&state) % (most + 1)};
		struct vn_seq b = {y, next_random(&state) % (most + 1)}, c = {z, 0};
		fill(x, a.len, kind, &state);
		fill(y, b.len, kind, &state);
		c.len = damage(a, z, 1 + next_random(&state) % 40, &state);
		check_pair(&work, a, b);
		check_pair(&work, a, c);
		assert_int_equal(distance_of(&work, a, a), 0);
		assert_true(distance_of(&work, a, b) <=
			    distance_of(&work, a, c) + distance_of(&work, c, b));
	}
	vn_aligner_fini(&work);
}

/* A line of 300,000 symbols with 1,000 changes far apart: the answer is known without a matrix,
 * and without a band the matrix would have 90 thousand million cells. */
static void test_distance_long(void **test)
{
	enum { LEN = 300000, STEP = 300 };
	int32_t *x = malloc(LEN * sizeof *x), *y = malloc(LEN * sizeof *y);
	struct vn_aligner work = {0};
	const struct vn_pair *pairs;
	uint32_t state = 7;
	size_t count;

	(void)test;
	assert_non_null(x);
	assert_non_null(y);
	fill(x, LEN, 1000, &state);
	memcpy(y, x, LEN * sizeof *x);
	for (size_t i = 0; i < LEN; i += STEP)
		y[i] = 5000;
	assert_int_equal(distance_of(&work, (struct vn_seq){x, LEN}, (struct vn_seq){y, LEN}),
			 LEN / STEP);
	assert_int_equal(vn_align(&work, (struct vn_seq){x, LEN}, (struct vn_seq){y, LEN}, &pairs,
				  &count, NULL),
			 VN_OK);
	assert_int_equal(count, LEN);
	vn_aligner_fini(&work);
	free(x);
	free(y);
}

/* Cut into pieces, an alignment costs the same and still holds both sequences. */
static void test_align_pieces(void **test)
{
	static const size_t limits[] = {16, 64, 500, 4000};
	struct vn_aligner work = {0};
	uint32_t state = 4711;
	int32_t x[900], y[900 * 2];

	(void)test;
	for (int round = 0; round < 400; round++) {
		struct vn_seq a = {x, next_random(&state) % 900}, b = {y, 0};
		const struct vn_pair *pairs;
		size_t count, wrong = 0, i = 0, j = 0;
		fill(x, a.len, 2 + next_random(&state) % 50, &state);
		b.len = damage(a, y, 1 + next_random(&state) % 20, &state);
		work.trace_max = limits[round % (int)COUNT(limits)];
		assert_int_equal(vn_align(&work, a, b, &pairs, &count, NULL), VN_OK);
		for (size_t k = 0; k < count; k++) {
			wrong += pairs[k].a != pairs[k].b;
			if (pairs[k].a != VN_GAP)
				assert_int_equal(pairs[k].a, x[i++]);
			if (pairs[k].b != VN_GAP)
				assert_int_equal(pairs[k].b, y[j++]);
		}
		assert_int_equal(i, a.len);
		assert_int_equal(j, b.len);
		assert_int_equal(wrong, distance_of(&work, a, b));
	}
	vn_aligner_fini(&work);
}

struct canon_case {
	unsigned flags;
	const char *in, *out;
};

static const struct canon_case canon_cases[] = {
	{0, "", ""},
	{0, " \t\f ", ""},
	{0, "\fa \t b\r", "a b"},
	{0, "a\f b", "a b"}, /* a form feed parts no tokens, it is dropped */
	{0, "a\fb", "ab"},
	{0,
	 "a\xc2\xa0\xe3\x80\x80"
	 "b\x1f",
	 "a b"},		   /* U+00A0 U+3000 U+001F */
	{0, "hoa\xcc\x80", "hòa"}, /* U+0300 composed, then the tone moved */
	{0, "“a” ‘b’ – —", "\"a\" 'b' - -"},
	{VN_CANON_STRICT, "“a” hoà —", "“a” hoà —"},
	{0, "hoà hoè thuỷ", "hòa hòe thủy"},
	{0, "HOÀ Oà oÀ", "HÒA Òa oÀ"},
	{0, "hoàn ngoèo thuỳa", "hoàn ngoèo thuỳa"}, /* the syllable goes on */
	{0, "hoà, hoà-thuỷ_ toạ1", "hòa, hòa-thuỷ_ toạ1"},
	{0, "quý QUỲ quà quẻ", "quý QUỲ quà quẻ"}, /* u belongs to the onset */
	{0, "qoà", "qoà"},
	{0, "a\xe1\xba", "a\xef\xbf\xbd"}, /* a cut sequence is one U+FFFD */
	{0,
	 "\xff\xfe"
	 "b\xe0\x80",
	 "\xef\xbf\xbd\xef\xbf\xbd"
	 "b\xef\xbf\xbd\xef\xbf\xbd"},
	{VN_CANON_LOOSE, "“Điều 1:” — HOÀ.", "điều 1 hòa"},
	{VN_CANON_LOOSE, "a/b (c)_ ²", "a/b c)_ ²"},
	{VN_CANON_LOOSE, "İΣα ΑΣ Σ", "i̇σα ας σ"}, /* the full case mapping */
	{VN_CANON_LOOSE, "... --", ""},
};

static void test_canon(void **test)
{
	struct vn_codes line = {0};
	struct vn_buf out = {0};

	(void)test;
	for (size_t i = 0; i < COUNT(canon_cases); i++) {
		const struct canon_case *c = &canon_cases[i];
		out.len = 0;
		assert_int_equal(vn_codes_decode(&line, str(c->in), NULL), VN_OK);
		assert_int_equal(vn_canon(&line, c->flags, NULL), VN_OK);
		assert_int_equal(vn_codes_encode(&out, vn_codes_seq(&line), NULL), VN_OK);
		assert_int_equal(vn_buf_add(&out, "", 1, NULL), VN_OK);
		assert_string_equal(out.ptr, c->out);
	}
	vn_codes_fini(&line);
	vn_buf_fini(&out);
}

struct page_case {
	const char *what, *truth, *read, *output;
	unsigned flags;
	struct vn_counts counts; /* words chars, char errors, word errors, right harmed numbers */
};

static const struct page_case page_cases[] = {
	{"mended", "a b c", "a x c", "a b c", 0, {3, 5, 1, 0, 1, 0, 2, 0, 0}},
	{"harmed and left", "xin chào", "xin chao", "xjn chao", 0, {2, 8, 1, 2, 1, 2, 1, 1, 0}},
	/* The harm is counted token by token, also behind an error that has gone. */
	{"harm behind a mend", "a b c d", "a x c d", "a b c y", 0, {4, 7, 1, 1, 1, 1, 3, 1, 0}},
	{"empty page", "", "", "", 0, {0}},
	{"empty lines", "a\n\n", "a\n\n", "a\n\n", 0, {1, 1, 0, 0, 0, 0, 1, 0, 0}},
	{"read where nothing is", "", "x y", "", 0, {0, 0, 3, 0, 2, 0, 0, 0, 0}},
	{"nothing legible", "⟦?⟧ a\nb", "12 q\nb", "\nb", 0, {1, 1, 0, 0, 0, 0, 1, 0, 0}},
	{"not read at all", "a b\nc", " \t\nc", "a b\nc", 0, {1, 1, 0, 0, 0, 0, 1, 0, 0}},
	{"number changed", "ngày 12/5", "ngày 12/5", "ngày 12/6", 0, {2, 9, 0, 1, 0, 1, 2, 1, 1}},
	/* ¢6 is a misread word, £5 and $60 are numbers. */
	{"sign and digit",
	 "có 1€ £5 $60",
	 "¢6 1€ £5 $60",
	 "có lệ £ $",
	 0,
	 {4, 12, 2, 5, 1, 3, 3, 3, 2}},
	{"one of three lost", "5 5 5", "5 5 5", "5 5", 0, {3, 5, 0, 2, 0, 1, 3, 1, 1}},
	{"two at once", "1.000,5", "1.000,5", "2.000,6", 0, {1, 7, 0, 2, 0, 1, 1, 1, 2}},
	/* Digits count, not tokens: 12 is still there. */
	{"number moved", "12 tháng", "12 tháng", "tháng12", 0, {2, 8, 0, 5, 0, 2, 2, 2, 0}},
	{"digit among letters", "lớp", "16p", "lớp", 0, {1, 3, 2, 0, 1, 0, 0, 0, 0}},
	{"merge mended", "Trạm y tế", "Tramy tế", "Trạm y tế", 0, {3, 9, 2, 0, 2, 0, 1, 0, 0}},
	{"split mended", "phường", "ph ường", "phường", 0, {1, 6, 1, 0, 2, 0, 0, 0, 0}},
	{"split made", "phường", "phường", "ph ường", 0, {1, 6, 0, 1, 0, 2, 1, 1, 0}},
	{"tone styles", "hòa thủy", "hoà thuỷ", "hòa thuỷ", 0, {2, 8, 0, 0, 0, 0, 2, 0, 0}},
	{"tone styles", "hòa", "hoà", "hòa", VN_CANON_STRICT, {1, 3, 2, 0, 1, 0, 0, 0, 0}},
	{"not after q", "quý", "qúy", "quý", 0, {1, 3, 2, 0, 1, 0, 0, 0, 0}},
	{"loose", "“Bộ” A.", "bộ a", "Bộ, B", VN_CANON_LOOSE, {2, 4, 0, 1, 0, 1, 2, 1, 0}},
	{"bytes", "a\xef\xbf\xbd", "a\xff", "a\xe1\xba", 0, {1, 2, 0, 0, 0, 0, 1, 0, 0}},
};

static void check_counts(const struct page_case *c, const struct vn_counts *got)
{
	const struct vn_counts *want = &c->counts;
	if (memcmp(want, got, sizeof *want) == 0)
		return;
	fail_msg("%s: got words %zu chars %zu cer %zu %zu wer %zu %zu right %zu %zu numbers %zu",
		 c->what, got->words, got->chars, got->char_errors_before, got->char_errors_after,
		 got->word_errors_before, got->word_errors_after, got->right, got->harmed,
		 got->numbers);
}

static void test_pages(void **test)
{
	(void)test;
	for (size_t i = 0; i < COUNT(page_cases); i++) {
		const struct page_case *c = &page_cases[i];
		struct vn_tally tally;
		struct vn_counts total;
		vn_tally_init(&tally, c->flags);
		assert_int_equal(
			vn_tally_page(&tally, str(c->truth), str(c->read), str(c->output), NULL),
			VN_OK);
		total = vn_tally_total(&tally);
		check_counts(c, &total);
		vn_tally_fini(&tally);
	}
}

static void test_line_counts(void **test)
{
	struct vn_tally tally;
	struct vn_err err;

	(void)test;
	vn_tally_init(&tally, 0);
	assert_int_equal(vn_tally_page(&tally, str("a\nb"), str("a\nb\n"), str("a\nb"), &err),
			 VN_EINPUT);
	assert_string_equal(err.text, "line counts differ: truth 2, read 3, output 2");
	assert_int_equal(vn_tally_harm(&tally, str("a\n"), str("a"), &err), VN_EINPUT);
	assert_int_equal(vn_tally_total(&tally).words, 0);
	vn_tally_fini(&tally);
}

static double measure(const struct vn_measure *measures, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(measures[i].name, name) == 0)
			return measures[i].value;
	fail_msg("no measure %s", name);
	return 0;
}

/* Three pages of 4, 4 and 2 tokens: errors 4 -> 2, 2 -> 3, 0 -> 1. */
static void test_measures(void **test)
{
	static const char *const pages[3][3] = {
		{"a b c d", "w x y z", "a b y z"},
		{"a b c d", "a b y z", "v w x d"},
		{"a b", "a b", "a q"},
	};
	struct vn_measure got[VN_MEASURES_MAX];
	struct vn_tally tally;
	size_t count;

	(void)test;
	vn_tally_init(&tally, 0);
	for (size_t i = 0; i < COUNT(pages); i++)
		assert_int_equal(vn_tally_page(&tally, str(pages[i][0]), str(pages[i][1]),
					       str(pages[i][2]), NULL),
				 VN_OK);
	assert_int_equal(vn_page_measures(&tally, true, got, &count, NULL), VN_OK);
	assert_float_equal(measure(got, count, "pages"), 3, 0);
	assert_float_equal(measure(got, count, "words"), 10, 0);
	assert_float_equal(measure(got, count, "chars"), 17, 0);
	assert_float_equal(measure(got, count, "cer_before"), 600.0 / 17, 1e-9);
	assert_float_equal(measure(got, count, "cer_after"), 600.0 / 17, 1e-9);
	assert_float_equal(measure(got, count, "wer_before"), 60, 1e-9);
	assert_float_equal(measure(got, count, "wer_after"), 60, 1e-9);
	assert_float_equal(measure(got, count, "wer_cut_by"), 0, 1e-9);
	assert_float_equal(measure(got, count, "median_page_cut"), 50, 1e-9); /* of -50 and 50 */
	assert_float_equal(measure(got, count, "pages_made_worse"), 2, 0);
	/* right before: 0, a and b, a and b; of these a, b and b are wrong in the output */
	assert_float_equal(measure(got, count, "harmed_per_10000"), 7500, 1e-9);
	assert_float_equal(measure(got, count, "numbers_changed"), 0, 0);
	assert_int_equal(vn_page_measures(&tally, false, got, &count, NULL), VN_OK);
	assert_int_equal(count, 5);
	vn_tally_fini(&tally);
}

/* Most frequent first; among equals the one seen first. */
static void test_errors(void **test)
{
	static const char *const want[][2] = {{"b", "x"}, {"c", ""}, {"", "y"}};
	struct vn_tally tally;

	(void)test;
	vn_tally_init(&tally, 0);
	assert_int_equal(vn_tally_page(&tally, str("a c\nb d\nd\nb"), str("r\nr\nr\nr"),
				       str("a\nx d\nd y\nx"), NULL),
			 VN_OK);
	assert_int_equal(vn_tally_sort_errors(&tally), COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		struct vn_pair pair = tally.errors[i].pair;
		const int32_t sides[2] = {pair.a, pair.b};
		assert_int_equal(tally.errors[i].count, i == 0 ? 2 : 1);
		for (int side = 0; side < 2; side++) {
			struct vn_seq token;
			if (!*want[i][side]) {
				assert_int_equal(sides[side], VN_GAP);
				continue;
			}
			token = vn_vocab_get(&tally.tokens, sides[side]);
			assert_int_equal(token.len, 1);
			assert_int_equal(*token.ptr, *want[i][side]);
		}
	}
	vn_tally_fini(&tally);
}

static void test_strip(void **test)
{
	struct vn_buf out = {0};

	(void)test;
	assert_int_equal(vn_strip_marks(&out, str("Đổi mới, đa\xcc\x81\n12 ỷ ư Ơ é ç"), NULL),
			 VN_OK);
	assert_int_equal(vn_buf_add(&out, "", 1, NULL), VN_OK);
	assert_string_equal(out.ptr, "Doi moi, da\n12 y u O e c");
	assert_int_equal(vn_strip_marks(&out, str("a\xff"), NULL), VN_EINPUT);
	vn_buf_fini(&out);
}

/* Bare: "12" and "-" have no letter, the case and the outer signs do not count. Harm: they do. */
static void test_bare_and_harm(void **test)
{
	const char *text = "Đổi mới 12 - (quý).\n\nHoà", *output = "ĐỔI moi 13 – quy\n\nhòa";
	struct vn_measure got[VN_MEASURES_MAX];
	struct vn_tally tally;
	size_t count;

	(void)test;
	vn_tally_init(&tally, 0);
	assert_int_equal(vn_tally_bare(&tally, str(text), str(output), NULL), VN_OK);
	count = vn_bare_measures(&tally, got);
	assert_float_equal(measure(got, count, "tokens"), 4, 0);
	assert_float_equal(measure(got, count, "accuracy"), 50, 1e-9);
	vn_tally_fini(&tally);
	vn_tally_init(&tally, 0);
	assert_int_equal(vn_tally_harm(&tally, str(text), str(output), NULL), VN_OK);
	count = vn_harm_measures(&tally, got);
	assert_float_equal(measure(got, count, "tokens"), 6, 0);
	assert_float_equal(measure(got, count, "changed"), 6, 0);
	assert_float_equal(measure(got, count, "changed_per_10000"), 10000, 1e-9);
	vn_tally_fini(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_distance_random), cmocka_unit_test(test_distance_long),
		cmocka_unit_test(test_align_pieces),	cmocka_unit_test(test_canon),
		cmocka_unit_test(test_pages),		cmocka_unit_test(test_line_counts),
		cmocka_unit_test(test_measures),	cmocka_unit_test(test_errors),
		cmocka_unit_test(test_strip),		cmocka_unit_test(test_bare_and_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
