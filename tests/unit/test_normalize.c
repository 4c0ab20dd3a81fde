/* The stage that gives every letter one spelling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "normalize/scan.h"
#include "stage.h"
#include "text/chars.h"

#include <stdlib.h>
#include <time.h>
#include <utf8proc.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define GRAVE	   "\u0300"
#define ACUTE	   "\u0301"
#define CIRCUMFLEX "\u0302"
#define BREVE	   "\u0306"
#define HOOK	   "\u0309"
#define HORN	   "\u031b"
#define DOT	   "\u0323"
#define SHY	   "\u00ad"
#define ZWSP	   "\u200b"
#define ZWNJ	   "\u200c"
#define BOM	   "\ufeff"

/* The stage at work on one document. */
struct bench {
	struct vn_options options;
	struct vn_document doc;
	struct vn_unit unit;
	void *data;
};

static void bench_open(struct bench *b)
{
	*b = (struct bench){0};
	b->doc.options = &b->options;
	vn_unit_init(&b->unit);
	assert_int_equal(vn_stage_normalize.open(&b->data, NULL, NULL), VN_OK);
}

static void bench_close(struct bench *b)
{
	vn_stage_normalize.close(b->data);
	vn_unit_fini(&b->unit);
}

/* Runs the stage over TEXT and checks that undoing gives TEXT back. */
static struct vn_str run(struct bench *b, struct vn_str text)
{
	struct vn_buf back = {0};

	assert_int_equal(vn_unit_begin(&b->unit, text.ptr, text.len, NULL), VN_OK);
	b->unit.stage = vn_stage_normalize.name;
	assert_int_equal(vn_stage_normalize.run(b->data, &b->doc, &b->unit, NULL), VN_OK);
	assert_int_equal(vn_unit_commit(&b->unit, NULL), VN_OK);
	assert_int_equal(vn_unit_undo(&b->unit, &back, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&back), text));
	vn_buf_fini(&back);
	return vn_buf_str(&b->unit.text);
}

struct sample {
	const char *before, *after, *rule; /* rule of the first edit; NULL: nothing changes */
};

/* Each sample by itself, and again over its own result: nothing more may change. */
static void check_samples(const struct sample *samples, size_t count, enum vn_tone tone)
{
	for (size_t i = 0; i < count; i++) {
		const struct sample *s = &samples[i];
		const char *after = s->rule ? s->after : s->before;
		struct vn_str want = {after, strlen(after)}, got;
		struct bench b;

		bench_open(&b);
		b.options.tone = tone;
		got = run(&b, (struct vn_str){s->before, strlen(s->before)});
		if (!vn_str_eq(got, want))
			fail_msg("'%s' became '%.*s', not '%s'", s->before, (int)got.len, got.ptr,
				 after);
		if (s->rule) {
			assert_true(b.unit.edit_count > 0);
			assert_string_equal(b.unit.edits[0].rule, s->rule);
			assert_int_equal(b.unit.edits[0].confidence, VN_SURE);
		}
		got = run(&b, want);
		if (!vn_str_eq(got, want))
			fail_msg("'%s' became '%.*s' again", after, (int)got.len, got.ptr);
		assert_int_equal(b.unit.edit_count, 0);
		bench_close(&b);
	}
}

static void test_nfc(void **state)
{
	static const struct sample samples[] = {
		{"Vie" DOT CIRCUMFLEX "t", "Việt", "nfc"},
		{"Vie" CIRCUMFLEX DOT "t Nam", "Việt Nam", "nfc"},
		{"tie" ACUTE CIRCUMFLEX "ng", "tiếng", "nfc"}, /* tone before the hat */
		{"ti\u00e9" CIRCUMFLEX "ng", "tiếng", "nfc"},
		{"đu" HORN "o" HORN DOT "c", "được", "nfc"},
		{"đ\u01b0\u01a1" DOT "c", "được", "nfc"},
		{"ba" BREVE ACUTE "c", "bắc", "nfc"},
		{"thuế" ACUTE, "thuế", "nfc"}, /* the same mark twice */
		{"thue" ACUTE ACUTE CIRCUMFLEX CIRCUMFLEX, "thuế", "nfc"},
		{"ho" HORN HOOK, "hở", "nfc"},
		{"e\u0340 a\u0341", "è á", "nfc"}, /* the deprecated tone marks */
		{"d\u0336a", "đa", "nfc"},
		{"ế" GRAVE, NULL, NULL}, /* two tones: not for us to choose */
		{"Mu\u0308ller", "Müller", "nfc"},
		{"\u212bngstro\u0308m", "Ångström", "nfc"},
		{"=\u0338", "≠", "nfc"},
		{"\u1112\u1161\u11ab", "한", "nfc"},
		{"\u03b1\u0301", "ά", "nfc"},
		{"1" ACUTE, NULL, NULL},
		{"a´ e` o^", NULL, NULL},				/* spacing accents */
		{"\ufb01le ½ ① ＡＢＣ …", NULL, NULL},			/* compatibility forms */
		{"i" CIRCUMFLEX " e" BREVE " m" ACUTE, "î ĕ ḿ", "nfc"}, /* other languages' */
		{"U" HORN "NG D\u0336I d\u0335i", "ƯNG ĐI đi", "nfc"},
		{"a" HORN " t\u0336 d" GRAVE " d\u0336" ACUTE, NULL, NULL},
		{"中国 العربية ไทย 日本", NULL, NULL},
		{"Cộng hòa xã hội chủ nghĩa Việt Nam\r\n\tĐộc lập\f\v", NULL, NULL},
	};
	(void)state;
	check_samples(samples, COUNT(samples), VN_TONE_KEEP);
}

static void test_alike(void **state)
{
	static const struct sample samples[] = {
		{"853/Q\u00d0-BTP", "853/QĐ-BTP", "look-alike"},
		{"\u00d0i\u1ec1u 5", "Điều 5", "look-alike"},
		{"\u00f0\u01b0\u1ee3c", "được", "look-alike"},
		{"\u0189\u1ed1ng", "Đống", "look-alike"},
		{"\u0111\u01a3\u1ee3c", "được", "look-alike"},
		{"\u0111\u01a3\u1edd"
		 "ng",
		 "đường", "look-alike"},
		{"nh\u01a3", "như", "look-alike"},
		{"T\u01a2", "TƯ", "look-alike"},
		{"ba\u01a3lam", NULL, NULL}, /* another language */
		{"x\u00e2y\u00f0\u1ef1ng", "xâyđựng", "look-alike"},
		{"me\u00f0 vi\u00f0", NULL, NULL}, /* Icelandic */
		{"\u00dea\u00f0 \u00deA\u00d0", NULL, NULL},
		{"\u0441ông ngh\u0435\u0323\u0302", "công nghệ", "look-alike"},
		{"B\u0422\u0421", "BTC", "look-alike"},
		{"BH\u03a7\u0397", "BHXH", "look-alike"},
		{"Ki\uff45\u0302\u0309m", "Kiểm", "look-alike"},
		{"Ng\u1ecd\u1d04", "Ngọc", "look-alike"},
		{"\u041c\u043e\u0441\u043a\u0432\u0430 \u0420\u043e\u0441", NULL, NULL},
		{"\u0430 \u041d\u0410\u0422\u041e", NULL, NULL}, /* Cyrillic through and through */
		{"M\u043e\u0441\u043a\u0432a", NULL, NULL},	 /* к has no Latin shape */
		{"\u00b5m k\u03a9 \u0394T \u03bb", NULL, NULL},
		{"an@\u0441ong.vn http://\u0441ong.vn/x B\u0422.docx", NULL, NULL},
	};
	(void)state;
	check_samples(samples, COUNT(samples), VN_TONE_KEEP);
}

static void test_strokes(void **state)
{
	static const struct sample samples[] = {
		{"NGH! QUYẾT", "NGHI QUYẾT", "look-alike"},
		{"GIÁM Đ]NH, DI T|CH", "GIÁM ĐINH, DI TICH", "look-alike"},
		{"SlNH VlÊN", "SINH VIÊN", "look-alike"},
		{"PH|ẾU THU", "PHIẾU THU", "look-alike"},
		{"NGƯỜ| BÁN", "NGƯỜI BÁN", "look-alike"},
		{"B| CÁO", "BI CÁO", "look-alike"},
		{"CHÀO! CẢNH BÁO!!", NULL, NULL},     /* what cries out */
		{"NGƯỜ|", NULL, NULL},		      /* a speck at the edge */
		{"| TÊN | MÔ| GIÁ |", NULL, NULL},    /* columns */
		{"HÀNG A|B|C", NULL, NULL},	      /* no syllable */
		{"[TH] [MÔ] MỚI", NULL, NULL},	      /* brackets */
		{"SQl KREMLlN Al Vl", NULL, NULL},    /* no syllable, or too short */
		{"T|ch t!ch", NULL, NULL},	      /* small letters */
		{"B|1 X_|N", NULL, NULL},	      /* codes */
		{"CHƯƠNG TRÌNHHHHH|HHH", NULL, NULL}, /* longer than any syllable */
	};
	(void)state;
	check_samples(samples, COUNT(samples), VN_TONE_KEEP);
}

static void test_hidden(void **state)
{
	static const struct sample samples[] = {
		{"Vi" ZWSP "ệt Nam", "Việt Nam", "invisible"},
		{ZWSP "Việt" ZWNJ " Nam\u2060.", "Việt Nam.", "invisible"},
		{"e" ZWSP DOT CIRCUMFLEX "m", "ệm", "invisible"},
		{"Tổ 1\n" BOM "Điều", "Tổ 1\nĐiều", "invisible"},
		{"quy" SHY "ết", "quyết", "invisible"},
		{"tiếp" SHY "\ntục", "tiếp\ntục", "invisible"},
		{"quốc" ZWSP "gia", "quốc gia", "invisible"}, /* it parts two syllables */
		{"quốc" ZWSP ZWSP "gia" ZWSP, "quốc gia", "invisible"},
		{"UB" ZWSP "ND", "UBND", "invisible"},
		{"công" SHY "nghệ NQ" SHY "TW infor" SHY "mation", NULL, NULL}, /* PDF's hyphen */
		{"57" SHY "NQ Tổ" SHY "2 " SHY " x", NULL, NULL},
		{BOM "Điều 1", NULL, NULL}, /* starts the file */
		{"می" ZWNJ "خواهم ไทย" ZWSP "ไทย", NULL, NULL},
		{"👨\u200d👩 12" ZWSP "34", NULL, NULL},
		{"http://x.vn/a" ZWSP "b", NULL, NULL},
		{"Vi\u200dệt", "Việt", "invisible"},
		{"Vi\u200eệt Vi\u200aệt", NULL, NULL}, /* next to them, and none */
	};
	(void)state;
	check_samples(samples, COUNT(samples), VN_TONE_KEEP);
}

static void test_tone_place(void **state)
{
	static const struct sample samples[] = {
		{"tóan", "toán", "tone-place"},
		{"Lực lựơng", "Lực lượng", "tone-place"},
		{"NỨƠC", "NƯỚC", "tone-place"},
		{"qúy khách", "quý khách", "tone-place"},
		{"cuả", "của", "tone-place"},
		{"to" ACUTE "an", "toán", "tone-place"},
		{"chủ nghiã", "chủ nghĩa", "tone-place"},
		{"hòa hoà thủy thuỷ khỏe khoẻ", NULL, NULL}, /* either style is right */
		{"của quý giá gì toán vọoc voọc", NULL, NULL},
		{"bính âm: Xià, aí", NULL, NULL}, /* foreign, it seems */
		{"Juan tóan Smith", NULL, NULL},
		{"ThọAnh", NULL, NULL}, /* two words */
		{"TÓAN Tóan", "TOÁN Toán", "tone-place"},
		/* What the words beside it say: only blanks between, on one line, no acronym. */
		{"Smith  tóan", NULL, NULL},
		{"tóan  Smith", NULL, NULL},
		{"Smith, tóan", "Smith, toán", "tone-place"},
		{"tóan, Smith", "toán, Smith", "tone-place"},
		{"Smith\ntóan", "Smith\ntoán", "tone-place"},
		{"tóan\nSmith", "toán\nSmith", "tone-place"},
		{"SMTH tóan SMTH", "SMTH toán SMTH", "tone-place"},
		{"aí", NULL, NULL},
		{"được aí", "được ái", "tone-place"},
		{"aí  được", "ái  được", "tone-place"},
		{"aí, được", NULL, NULL},
		{"được aí Smith", NULL, NULL},
		{"aí đ\u01b0\u01a1" DOT "c", "ái được", "tone-place"},
		/* What is an address, a file or a code. */
		{"@\ttóan", "@\ttoán", "tone-place"},
		{"@\rtóan", "@\rtoán", "tone-place"},
		{"@\btóan", NULL, NULL},
		{"@\x0e"
		 "tóan",
		 NULL, NULL},
		{"tóan.c", "toán.c", "tone-place"},
		{"tóan.az tóan.abcde tóan.doc). tóan:.doc", NULL, NULL},
		{"tóan.abcdef", "toán.abcdef", "tone-place"},
		{"tóan.aBc", "toán.aBc", "tone-place"},
		{"tóan.a{c", "toán.a{c", "tone-place"},
		{"tóan.a`c", "toán.a`c", "tone-place"},
		{"C:\\tóan www.tóan http://tóan/", NULL, NULL},
		{":/tóan", ":/toán", "tone-place"},
		{"tóan6 x_tóan tóan@x.vn tóan.doc", NULL, NULL},
		{"tôíán d6í", NULL, NULL},
	};
	(void)state;
	check_samples(samples, COUNT(samples), VN_TONE_KEEP);
}

static void test_tone_style(void **state)
{
	static const struct sample old[] = {
		{"HOÀ thuỷ", "HÒA thủy", "tone-style"},
		{"ho"
		 "a" GRAVE,
		 "hòa", "tone-style"},
		{"tóan", "toán", "tone-place"},
		{"hòa quý toàn", NULL, NULL},
		{"hoà@x.vn 12/hoà hoà.doc", NULL, NULL},
	};
	static const struct sample new[] = {
		{"HÒA thủy", "HOÀ thuỷ", "tone-style"},
		{"khỏe, ủy", "khoẻ, uỷ", "tone-style"},
		{"hoà quý toàn", NULL, NULL},
	};
	(void)state;
	check_samples(old, COUNT(old), VN_TONE_OLD);
	check_samples(new, COUNT(new), VN_TONE_NEW);
}

static void test_tone_counts(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b);
	run(&b, VN_STR("hòa thủy hoà quý toán tóan hoa 12/hòa"));
	run(&b, VN_STR("Hòe uỷ"));
	assert_int_equal(b.doc.tone_old, 3);
	assert_int_equal(b.doc.tone_new, 2);
	bench_close(&b);
}

/* How far a word without blanks is looked at, to either side. */
static void test_reach(void **state)
{
	static const char word[] = "tóan";
	char text[2 * 300];
	(void)state;
	for (int side = 0; side < 2; side++)
		for (size_t far = 255; far <= 257; far++) {
			size_t len = far + sizeof word - 1;
			struct vn_str got;
			struct bench b;
			memset(text, '-', len);
			memcpy(text + (side ? 0 : far), word, sizeof word - 1);
			bench_open(&b);
			got = run(&b, (struct vn_str){text, len});
			assert_int_equal(!vn_str_eq(got, (struct vn_str){text, len}), far <= 256);
			bench_close(&b);
		}
}

/* A short piece is recorded whole, a long one without the ends that stay. */
static void test_long_pieces(void **state)
{
	(void)state;
	for (size_t before = 0; before <= 63; before++) {
		char text[70];
		struct bench b;
		/* 64 bytes, and one more. */
		for (size_t len = 64; len <= 65; len++) {
			size_t at = before < len - 3 ? before : len - 3;
			bool whole = len == 64;
			memset(text, 'b', len);
			memcpy(text + at, "e" ACUTE, 3);
			bench_open(&b);
			run(&b, (struct vn_str){text, len});
			assert_int_equal(b.unit.edit_count, 1);
			assert_int_equal(b.unit.edits[0].begin, whole ? 0 : at);
			assert_int_equal(b.unit.edits[0].end, whole ? len : at + 3);
			bench_close(&b);
		}
	}
}

/* The mark at the start of the file stays; in the next unit it is a stray one. */
static void test_bom(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b);
	assert_true(vn_str_eq(run(&b, VN_STR(BOM "Điều")), VN_STR(BOM "Điều")));
	b.doc.stats.bytes_in = 9;
	assert_true(vn_str_eq(run(&b, VN_STR(BOM "Điều")), VN_STR("Điều")));
	bench_close(&b);
}

static void test_any_bytes(void **state)
{
	static const struct {
		struct vn_str before, after;
	} table[] = {
		{VN_STR(""), VN_STR("")},
		{VN_STR("a\0b\r\n\xff\xfe\xc3"), VN_STR("a\0b\r\n\xff\xfe\xc3")},
		{VN_STR("\xe1\xbbVie\xcc\xa3\xcc\x82t\xe1\xbb"), VN_STR("\xe1\xbbViệt\xe1\xbb")},
		{VN_STR("\xff\xcc\x81t\xf3n"), VN_STR("\xff\xcc\x81t\xf3n")},
		{VN_STR("\xed\xa0\x80\xc0\xaf"), VN_STR("\xed\xa0\x80\xc0\xaf")},
		{VN_STR("\0\0tóan\0"), VN_STR("\0\0toán\0")},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct bench b;
		bench_open(&b);
		assert_true(vn_str_eq(run(&b, table[i].before), table[i].after));
		bench_close(&b);
	}
}

/* The reference: NFC by utf8proc over the whole text at once. */
static void test_nfc_reference(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b);
	for (int32_t c = 0xa0; c < 0x30000; c++) {
		char text[16] = "x ";
		size_t len = 2;
		utf8proc_uint8_t *want;
		struct vn_str got;
		if ((c >= 0xd800 && c <= 0xdfff) || c == 0xd0 || c == 0xf0)
			continue;
		len += vn_utf8_put(text + len, c);
		want = utf8proc_NFC((const utf8proc_uint8_t *)text);
		assert_non_null(want);
		got = run(&b, (struct vn_str){text, len});
		if (strlen((char *)want) != got.len || memcmp(want, got.ptr, got.len) != 0)
			assert_int_equal(c, 0x189); /* the one look-alike that stands alone */
		free(want);
	}
	bench_close(&b);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Random pieces of what the stage looks for: a second run must find nothing to do, every edit can
 * be undone (run() checks) and the lines stay. */
static void test_random(void **state)
{
	static const char *const parts[] = {
		"a",	"o",	  "e",	      "u",	"h",	    "t",      "n",	"g",
		"đ",	"Đ",	  "á",	      "ư",	"ợ",	    "ế",      "ò",	" ",
		"\n",	"\r\n",	  "\t",	      ".",	"/",	    "@",      "1",	ACUTE,
		DOT,	HORN,	  HOOK,	      BREVE,	CIRCUMFLEX, SHY,      ZWSP,	ZWNJ,
		BOM,	"\u00d0", "\u00f0",   "\u0430", "\u0441",   "\u0436", "\u03a7", "\u0308",
		"\xff", "\xc3",	  "\xe1\xba", "\x01",	"中",	    "tóan ",  "hoà ",	"lựơng ",
		"quốc", "\u0189", "\u212b",   "\uff41", "Smith ",
	};
	uint32_t seed = 1;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct vn_buf text = {0}, once = {0};
		struct bench b;
		struct vn_str got;
		int count = (int)(next_random(&seed) % 24);
		bench_open(&b);
		b.options.tone = (enum vn_tone)(next_random(&seed) % 3);
		b.doc.stats.bytes_in = next_random(&seed) % 2;
		for (int i = 0; i < count; i++) {
			const char *part = parts[next_random(&seed) % COUNT(parts)];
			size_t len = strlen(part);
			assert_int_equal(vn_buf_add(&text, part, len, NULL), VN_OK);
		}
		got = run(&b, vn_buf_str(&text));
		assert_int_equal(vn_buf_add(&once, got.ptr, got.len, NULL), VN_OK);
		got = run(&b, vn_buf_str(&once));
		if (!vn_str_eq(got, vn_buf_str(&once)))
			fail_msg("round %d: '%.*s' -> '%.*s' -> '%.*s'", round, (int)text.len,
				 text.ptr, (int)once.len, once.ptr, (int)got.len, got.ptr);
		for (size_t i = 0, lines = 0; i < text.len || i < once.len; i++) {
			lines += i < text.len && text.ptr[i] == '\n';
			lines -= i < once.len && once.ptr[i] == '\n';
			if (i + 1 >= text.len && i + 1 >= once.len)
				assert_int_equal(lines, 0);
		}
		vn_buf_fini(&text);
		vn_buf_fini(&once);
		bench_close(&b);
	}
}

/* Random bytes: nothing breaks, every edit can be undone. */
static void test_random_bytes(void **state)
{
	uint32_t seed = 7;
	(void)state;
	for (int round = 0; round < 3000; round++) {
		char bytes[200];
		size_t len = next_random(&seed) % sizeof bytes;
		struct bench b;
		bench_open(&b);
		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)(next_random(&seed) % (round % 2 ? 256 : 0xf0));
		run(&b, (struct vn_str){bytes, len});
		bench_close(&b);
	}
}

/* Seconds for a unit of LEN bytes made of PART again and again. */
static double seconds(const char *part, size_t len)
{
	struct vn_buf text = {0};
	struct bench b;
	clock_t start;

	bench_open(&b);
	while (text.len < len)
		assert_int_equal(vn_buf_add(&text, part, strlen(part), NULL), VN_OK);
	start = clock();
	run(&b, vn_buf_str(&text));
	start = clock() - start;
	vn_buf_fini(&text);
	bench_close(&b);
	return (double)start / CLOCKS_PER_SEC;
}

/* Hostile text takes time in proportion: quadratic work on a megabyte would take minutes. */
static void test_linear(void **state)
{
	static const char *const parts[] = {
		ACUTE DOT,	"a" ACUTE DOT ACUTE DOT,
		ZWSP,		"e" ACUTE ZWSP,
		DOT ZWSP ACUTE, "tóan",
		"tóan ",	"á" CIRCUMFLEX,
		"\u0441a",	"a\u0436",
		"hoà@",		"\xff",
		"tóan   ",	" ",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_true(seconds(parts[i], 1 << 20) < 10);
}

/* A heap of marks stays as it is, and so does its word. */
static void test_heap(void **state)
{
	struct vn_buf text = {0};
	struct bench b;
	(void)state;
	bench_open(&b);
	assert_int_equal(vn_buf_add(&text, "a", 1, NULL), VN_OK);
	for (int i = 0; i < VN_MAX_MARKS + 1; i++)
		assert_int_equal(vn_buf_add(&text, i % 2 ? ACUTE : DOT, 2, NULL), VN_OK);
	assert_true(vn_str_eq(run(&b, vn_buf_str(&text)), vn_buf_str(&text)));
	text.len -= 2;
	assert_false(vn_str_eq(run(&b, vn_buf_str(&text)), vn_buf_str(&text)));
	vn_buf_fini(&text);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nfc),	    cmocka_unit_test(test_alike),
		cmocka_unit_test(test_strokes),	    cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_tone_place),  cmocka_unit_test(test_tone_style),
		cmocka_unit_test(test_tone_counts), cmocka_unit_test(test_bom),
		cmocka_unit_test(test_any_bytes),   cmocka_unit_test(test_nfc_reference),
		cmocka_unit_test(test_random),	    cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_linear),	    cmocka_unit_test(test_heap),
		cmocka_unit_test(test_reach),	    cmocka_unit_test(test_long_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
