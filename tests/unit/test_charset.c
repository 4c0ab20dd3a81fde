/* Charsets: their tables, both ways; codings; and which one a line is in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "charset/capitals.h"
#include "charset/detect.h"
#include "charset/output.h"
#include "lang/vi/letters.h"
#include "text/chars.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* What iconv makes of one byte of the charset NAME; -1: nothing. */
static int32_t by_iconv(iconv_t cd, int byte)
{
	char in = (char)byte, out[8], *from = &in, *to = out;
	size_t in_left = 1, out_left = sizeof out;
	struct vn_str text = {out, 0};
	size_t at = 0;

	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &from, &in_left, &to, &out_left) == (size_t)-1)
		return -1;
	iconv(cd, NULL, NULL, &to, &out_left);
	text.len = (size_t)(to - out);
	return text.len ? vn_utf8_next(text, &at) : -1;
}

/* Each byte by itself is what iconv says, where that knows it. */
static void bytes_are_those_of_iconv(void **state)
{
	static const struct {
		const char *ours, *theirs;
	} pairs[] = {{"viscii", "VISCII"},
		     {"tcvn5712", "TCVN5712-1"},
		     {"windows-1258", "CP1258"},
		     {"windows-1252", "CP1252"},
		     {"windows-1254", "CP1254"}};

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const struct vn_charset *charset = vn_charset_find(pairs[i].ours);
		iconv_t cd = iconv_open("UTF-8", pairs[i].theirs);
		assert_non_null(charset);
		if (cd == (iconv_t)-1) /* another C library */
			continue;
		for (int byte = 1; byte < 256; byte++) {
			char one = (char)byte;
			size_t at = 0;
			int32_t c = vn_charset_next(charset, (struct vn_str){&one, 1}, &at);
			assert_int_equal(at, 1);
			assert_int_equal(c, by_iconv(cd, byte));
		}
		iconv_close(cd);
	}
}

/* TCVN3 is the small letters of TCVN 5712, and seven capitals. */
static void tcvn3_agrees_with_tcvn5712(void **state)
{
	const struct vn_charset *font = vn_charset_find("tcvn3"),
				*full = vn_charset_find("tcvn5712");

	(void)state;
	for (int byte = 0xa1; byte < 0xff; byte++)
		if (font->alone[byte] >= 0x100)
			assert_int_equal(font->alone[byte], full->alone[byte]);
}

/* Decodes all of BYTES to TEXT. */
static void decode(const struct vn_charset *charset, struct vn_str bytes, struct vn_buf *text)
{
	text->len = 0;
	for (size_t at = 0; at < bytes.len;) {
		char utf8[VN_UTF8_MAX];
		int32_t c = vn_charset_next(charset, bytes, &at);
		assert_true(c >= 0);
		assert_int_equal(vn_buf_add(text, utf8, vn_utf8_put(utf8, c), NULL), VN_OK);
	}
}

/* Whatever can be written in a charset is read as it was, alone and beside any other. */
static void what_is_written_is_read(void **state)
{
	struct vn_buf bytes = {0}, back = {0};

	(void)state;
	for (size_t i = 0; i < vn_charset_count; i++) {
		const struct vn_charset *charset = &vn_charsets[i];
		size_t written = 0;
		for (int32_t c = 1; c < 0x2200; c++)
			for (const char *beside = "a^.\\d(eEo+u'y5"; *beside; beside++) {
				char text[2 * VN_UTF8_MAX + 1];
				struct vn_str in = {text, 0};
				size_t done;
				text[in.len++] = *beside;
				in.len += vn_utf8_put(text + in.len, c);
				text[in.len++] = *beside;
				bytes.len = 0;
				assert_int_equal(
					vn_charset_encode(charset, in, &bytes, &done, NULL), VN_OK);
				if (done < in.len)
					continue;
				written++;
				decode(charset, vn_buf_str(&bytes), &back);
				assert_int_equal(back.len, in.len);
				assert_memory_equal(back.ptr, text, in.len);
			}
		assert_true(written > 100);
	}
	vn_buf_fini(&bytes);
	vn_buf_fini(&back);
}

/* The whole alphabet but what a font has in place of bytes. */
static void every_letter_can_be_written(void **state)
{
	static const char *const small[] = {
		"ă", "ắ", "ằ", "ẳ", "ẵ", "ặ", "â", "ấ", "ầ", "ẩ", "ẫ", "ậ", "đ", "ê", "ế", "ề", "ể",
		"ễ", "ệ", "ô", "ố", "ồ", "ổ", "ỗ", "ộ", "ơ", "ớ", "ờ", "ở", "ỡ", "ợ", "ư", "ứ", "ừ",
		"ử", "ữ", "ự", "á", "à", "ả", "ã", "ạ", "é", "è", "ẻ", "ẽ", "ẹ", "í", "ì", "ỉ", "ĩ",
		"ị", "ó", "ò", "ỏ", "õ", "ọ", "ú", "ù", "ủ", "ũ", "ụ", "ý", "ỳ", "ỷ", "ỹ", "ỵ"};
	struct vn_buf bytes = {0};

	(void)state;
	for (size_t i = 0; i < vn_charset_count; i++) {
		const struct vn_charset *charset = &vn_charsets[i];
		if (!(charset->roles & VN_CHARSET_TEXT))
			continue;
		for (size_t k = 0; k < COUNT(small); k++) {
			char capital[VN_UTF8_MAX];
			struct vn_str text = {small[k], strlen(small[k])};
			size_t at = 0, done;
			int32_t c = vn_utf8_next(text, &at);
			bytes.len = 0;
			assert_int_equal(vn_charset_encode(charset, text, &bytes, &done, NULL),
					 VN_OK);
			assert_int_equal(done, text.len);
			text = (struct vn_str){capital, vn_utf8_put(capital, vn_upper(c))};
			assert_int_equal(vn_charset_encode(charset, text, &bytes, &done, NULL),
					 VN_OK);
			if (!charset->small_only)
				assert_int_equal(done, text.len);
		}
	}
	vn_buf_fini(&bytes);
}

/* Capitals of .VnTimeH, by the words beside them. */
static void capitals_are_told_by_neighbours(void **state)
{
	static const struct {
		const char *line, *right;
		bool guessed;
	} rows[] = {
		{"CỤM CáC PHầN áN ĐồNG", "CỤM CÁC PHẦN ÁN ĐỒNG", false},
		{"KINH TẾ Và Xã HộI", "KINH TẾ VÀ XÃ HỘI", true},
		{"ở VIệT NAM", "Ở VIỆT NAM", true},
		{"ủy ban nhân dân Và UBND tỉnh", "ủy ban nhân dân Và UBND tỉnh", false},
		{"TỉNH Hà Nam", "TỈNH Hà Nam", false},
		{"Số UBND", "Số UBND", false},
		{"Bà PHạM nói Về", "BÀ PHẠM nói Về", true},
	};
	const struct vn_coding coding = {.charset = vn_charset_find("tcvn3")};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_decoded line = {0};
		static const struct vn_coding as_it_stands = {0};
		bool guessed = false;
		assert_int_equal(
			vn_coding_decode(&as_it_stands,
					 (struct vn_str){rows[i].line, strlen(rows[i].line)}, &line,
					 NULL),
			VN_OK);
		vn_capitals(&coding, &line);
		assert_int_equal(line.text.len, strlen(rows[i].right));
		assert_memory_equal(line.text.ptr, rows[i].right, line.text.len);
		for (size_t k = 0; k < line.count; k++)
			guessed |= line.fragments[k].guessed;
		assert_int_equal(guessed, rows[i].guessed);
		vn_decoded_fini(&line);
	}
}

/* What iconv writes of the letter C, to BYTES: how many. */
static size_t written_by_iconv(iconv_t cd, int32_t c, char bytes[8])
{
	char utf8[VN_UTF8_MAX], *from = utf8, *to = bytes;
	size_t in_left = vn_utf8_put(utf8, c), out_left = 8;

	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &from, &in_left, &to, &out_left) == (size_t)-1)
		return 0;
	iconv(cd, NULL, NULL, &to, &out_left);
	return (size_t)(to - bytes);
}

/* What it makes of letters, this makes of them too. */
static void letters_are_written_as_iconv_does(void **state)
{
	static const char *const pairs[][2] = {
		{"viscii", "VISCII"},	  {"tcvn5712", "TCVN5712-1"}, {"windows-1258", "CP1258"},
		{"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"},   {"utf-8", "UTF-8"}};
	struct vn_buf out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		iconv_t cd = iconv_open(pairs[i][1], "UTF-8");
		struct vn_output to;
		size_t letters = 0;
		assert_true(vn_output_find(pairs[i][0], &to));
		if (cd == (iconv_t)-1)
			continue;
		for (int32_t c = ' '; c < 0x1f00; c++) {
			char theirs[8], utf8[VN_UTF8_MAX];
			size_t len = written_by_iconv(cd, c, theirs), done;
			struct vn_str text = {utf8, vn_utf8_put(utf8, c)};
			if (!len || !vn_letter_is_ours(c))
				continue;
			letters++;
			out.len = 0;
			assert_int_equal(vn_output_encode(&to, text, &out, &done, NULL), VN_OK);
			assert_int_equal(done, text.len);
			assert_int_equal(out.len, len);
			assert_memory_equal(out.ptr, theirs, len);
		}
		assert_true(letters >= 80);
		iconv_close(cd);
	}
	vn_buf_fini(&out);
}

/* Lines, what they become, and the slot of their charset; NULL: they stay. */
static const struct {
	const char *line, *right, *name;
} lines[] = {
	{"§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc", "tcvn3"},
	{"céng hoµ x· héi chñ nghÜa viÖt nam", "cộng hoà xã hội chủ nghĩa việt nam", "tcvn3"},
	{"ban hµnh kÌm theo Th«ng t\xc2\xad sè 04/2004/TT-BXD",
	 "ban hành kèm theo Thông tư số 04/2004/TT-BXD", "tcvn3"},
	{"Ñoäc laäp – Töï do – Haïnh phuùc", "Độc lập – Tự do – Hạnh phúc", "vni"},
	{"UÛy ban nhaân daân tænh Caø Mau", "Ủy ban nhân dân tỉnh Cà Mau", "vni"},
	{"Ðµc l§p - Tñ do - HÕnh phúc", "Độc lập - Tự do - Hạnh phúc", "viscii"},
	{"C\xe9ng ho\xb5 x\xb7 h\xe9i ch\xf1 ngh\xdc"
	 "a Vi\xd6t Nam",
	 "Cộng hoà xã hội chủ nghĩa Việt Nam", "tcvn3"},
	{"C\xb5ng h\xf2"
	 "a x\xe3 h\xb5i ch\xfc ngh\xee"
	 "a Vi\xaet Nam",
	 "Cộng hòa xã hội chủ nghĩa Việt Nam", "viscii"},
	{"C\xb6ng h\xf2"
	 "a x\xe3 h\xb6i ch\xfb ngh\xef"
	 "a Vi\x8ct Nam",
	 "Cộng hòa xã hội chủ nghĩa Việt Nam", "vps"},
	{"C\xf4\xf2ng ho\xcc"
	 "a xa\xde h\xf4\xf2i chu\xd2 nghi\xde"
	 "a Vi\xea\xf2t Nam",
	 "Cộng hòa xã hội chủ nghĩa Việt Nam", "windows-1258"},
	{"Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam",
	 "viqr"},
	{"xa~ ho^.i. Co^.ng ho`a, quo^'c gia. Me. toa'n", "xã hội. Cộng hòa, quốc gia. Mẹ toán",
	 "viqr"},
	/* Before a number, and where few sentences are questions, signs are tones. */
	{"so^' ba. 12, ai gia? Nam, co' kho^ng? Co'", "số bạ 12, ai giả Nam, có không? Có", "viqr"},
	{"ho^.p nu+o+'c ta\\. DDi ddo^i gia\\.", "hộp nước ta. Đi đôi gia.", "viqr"},
	/* Two of its bytes are UTF-8 by chance. */
	{"m\xe1i nh\xe0 n\xdf\xbe"
	 "c, tr\xdf\xbe"
	 "c c\xd8"
	 "a, h\xfep l\xfd",
	 "mái nhà nước, trước cửa, hợp lý", "viscii"},
	/* Bytes were lost, or became blanks. */
	{"nhÃ  trÆ°á»ng ngÃ y há»p lÃ\xc2\xa0 12 thÃ¡ng", "nhà trường ngày họp là 12 tháng",
	 "utf-8"},
	{"hÃ¬nh thÃ nh khu phá»‘, há»c sinh", "hình thành khu phố, học sinh", "utf-8"},
	/* Letters and marks were apart. */
	{"giaÌ\xc2\x81m saÌ\xc2\x81t, baÌ\xc2\x81o caÌ\xc2\x81o luÌƒ",
	 "gia\xcc\x81m sa\xcc\x81t, ba\xcc\x81o ca\xcc\x81o lu\xcc\x83", "utf-8"},
	{"Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam",
	 "utf-8"},
	{"C√°c c∆° quan, ƒë∆°n v·ªã", "Các cơ quan, đơn vị", "utf-8"},
	{"CÃ¡Â»â„¢ng hÃƒÂ²a xÃƒÂ£ hÃ¡Â»â„¢i", "Cộng hòa xã hội", "utf-8"},
	/* Nothing of the kind. */
	{"Cộng hòa xã hội chủ nghĩa Việt Nam", NULL, NULL},
	{"Hà Nam, Hòa Bình, Hà Tĩnh: là quê nhà", NULL, NULL},
	{"Les élèves étaient très fâchés. Ça va? Où est-il allé?", NULL, NULL},
	{"Über größere Flächen können wir später reden", NULL, NULL},
	{"Cöng trïnh cäp nuöc xä Viët Lön", NULL, NULL},
	{"El niño soñó con una montaña; ¿qué más?", NULL, NULL},
	{"if (a->b ^ (c + d)) { x = ~y; return e(u+1)*d; }", NULL, NULL},
	{"don't do it (see a.b(c) or e^x)", NULL, NULL},
	{"despuÃ©s de la reuniÃ³n, el niÃ±o volviÃ³", NULL, NULL},
	{"S6 dinh danh cá nhan: 020184009716, cép ngay 11/8", NULL, NULL},
	{"6 xa héi do. Hap déng mua nha 6 xa héi phai cé day du cdc", NULL, NULL},
};

/* Whether LINE is taken for what row I says. */
static void look(struct vn_detector *d, size_t i)
{
	struct vn_str line = {lines[i].line, strlen(lines[i].line)};
	struct vn_coding_belief belief = {0};
	const struct vn_line_coding *found;
	const struct vn_coding *coding;

	assert_int_equal(vn_detect(d, line, &belief, NULL), VN_OK);
	found = d->count ? &d->lines[0] : NULL;
	coding = found ? &d->codings->list[found->coding] : NULL;
	if (!lines[i].name) {
		assert_true(!found || !found->coding || !found->sure || lines[i].right);
		return;
	}
	assert_non_null(found);
	assert_true(found->coding > 0 && found->sure);
	assert_string_equal(vn_coding_name(coding), lines[i].name);
	assert_int_equal(vn_coding_decode(coding, line, &d->decoded, NULL), VN_OK);
	assert_int_equal(d->decoded.text.len, strlen(lines[i].right));
	assert_memory_equal(d->decoded.text.ptr, lines[i].right, d->decoded.text.len);
}

static void lines_are_known_by_what_comes_out(void **state)
{
	struct vn_codings codings;
	struct vn_detector detector = {.codings = &codings};

	(void)state;
	vn_codings_init(&codings, NULL);
	for (size_t i = 0; i < COUNT(lines); i++)
		look(&detector, i);
	vn_detector_fini(&detector);
}

/* What was remembered, what is known of plain words and of letters that no view shows saves work
 * and changes no cost. */
static void short_cuts_change_nothing(void **state)
{
	struct vn_codings codings, plodding;
	struct vn_detector used = {.codings = &codings};

	(void)state;
	vn_codings_init(&codings, NULL);
	plodding = codings;
	assert_true(codings.lacking);
	plodding.lacking = false;
	for (size_t i = 1; i < codings.count; i++) {
		const struct vn_charset *charset = codings.list[i].charset;
		assert_int_equal(codings.list[i].ascii, !charset || !charset->escape);
		plodding.list[i].ascii = false;
	}
	for (size_t i = 0; i < 2 * COUNT(lines); i++) {
		const char *text = lines[i % COUNT(lines)].line;
		struct vn_str line = {text, strlen(text)};
		struct vn_detector fresh = {.codings = &plodding};
		struct vn_coding_belief belief = {0}, other = {0};
		assert_int_equal(vn_detect(&used, line, &belief, NULL), VN_OK);
		assert_int_equal(vn_detect(&fresh, line, &other, NULL), VN_OK);
		assert_int_equal(used.count, fresh.count);
		if (used.count)
			assert_memory_equal(used.costs, fresh.costs,
					    2 * codings.count * sizeof *used.costs);
		vn_detector_fini(&fresh);
	}
	vn_detector_fini(&used);
}

/* Where the charset is named lines are decoded at once as they would be word by word: bytes of it
 * from the first line on, what became of them once the lines before have shown that. */
static void named_charsets_are_decoded_at_once(void **state)
{
	struct vn_coding_belief belief;
	size_t swift = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(lines) && lines[i].right; i++) {
		struct vn_str line = {lines[i].line, strlen(lines[i].line)};
		struct vn_codings codings;
		struct vn_detector d = {.codings = &codings, .named = true};
		struct vn_decoded slowly = {0};
		vn_codings_init(&codings, lines[i].name);
		belief = (struct vn_coding_belief){0};
		for (int times = 0; times < 60; times++)
			assert_int_equal(vn_detect(&d, line, &belief, NULL), VN_OK);
		assert_true(d.count == 1 && d.lines[0].sure && d.lines[0].coding);
		assert_int_equal(
			vn_coding_decode(&codings.list[d.lines[0].coding], line, &slowly, NULL),
			VN_OK);
		assert_true(vn_str_eq(vn_buf_str(&slowly.text),
				      (struct vn_str){lines[i].right, strlen(lines[i].right)}));
		if (d.lines[0].swift)
			assert_true(vn_str_eq(vn_buf_str(&slowly.text), vn_buf_str(&d.text)));
		swift += d.lines[0].swift;
		vn_decoded_fini(&slowly);
		vn_detector_fini(&d);
	}
	/* All but those of VIQR, of lost bytes and of what may have been read once more. */
	assert_int_equal(swift, 15);
}

/* Whatever is named, lines of Unicode are none of it, however many there are. */
static void unicode_stays_where_a_charset_is_named(void **state)
{
	static const char *const texts[] = {
		"Thửa đất số bảy đã được đăng ký quyền sử dụng từ năm ngoái",
		"Tho\u031b\u0309a \u0111a\u0302\u0301t so\u0302\u0301 ba\u0309y",
	};

	(void)state;
	for (size_t slot = 0; slot <= vn_charset_count; slot++) {
		struct vn_codings codings;
		const char *name = vn_slot_name(slot);
		if (!name || strcmp(name, "viqr") == 0) /* of which all lines are that are told */
			continue;
		vn_codings_init(&codings, name);
		for (size_t i = 0; i < COUNT(texts); i++) {
			struct vn_detector d = {.codings = &codings, .named = true};
			struct vn_coding_belief belief = {0};
			for (int times = 0; times < 60; times++) {
				struct vn_str line = {texts[i], strlen(texts[i])};
				assert_int_equal(vn_detect(&d, line, &belief, NULL), VN_OK);
				assert_false(d.any);
			}
			vn_detector_fini(&d);
		}
	}
}

/* A text in windows-1258 that was read as such is Unicode; what was read so twice is undone. */
static void its_own_reading_is_undone_where_it_is_named(void **state)
{
	struct vn_codings codings;
	struct vn_detector d = {.codings = &codings, .named = true};
	struct vn_coding_belief belief = {0};
	struct vn_str line = VN_STR("H\u0102\u00b4\u0300\u00a3i \u00c4\u2018\u0102\u00b4\u0300"
				    "\u20acng nh\u0102\u00a2n d\u0102\u00a2n");

	(void)state;
	vn_codings_init(&codings, "windows-1258");
	assert_int_equal(vn_detect(&d, line, &belief, NULL), VN_OK);
	assert_true(d.count == 1 && d.lines[0].sure && d.lines[0].coding);
	assert_int_equal(vn_coding_decode(&codings.list[d.lines[0].coding], line, &d.decoded, NULL),
			 VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&d.decoded.text), VN_STR("Hội đồng nhân dân")));
	vn_detector_fini(&d);
}

/* Controls are letters of some charsets, in lines without other letters too. */
static void controls_are_letters(void **state)
{
	struct vn_codings codings;
	struct vn_detector d = {.codings = &codings, .named = true};
	struct vn_coding_belief belief = {0};

	(void)state;
	vn_codings_init(&codings, "viscii");
	assert_int_equal(vn_detect(&d, VN_STR("M\x19"), &belief, NULL), VN_OK);
	assert_true(d.any && vn_str_eq(vn_buf_str(&d.text), VN_STR("MỸ")));
	vn_detector_fini(&d);
}

/* In a long line most letters come again: it is undone twice all the same, and not once. */
static void long_lines_are_undone_twice(void **state)
{
	static const char sentence[] = "ViÂ®c sÃ˜ dÃ¸ng Ã°Â¤t nÃ´ng nghiÂ®p vÃ  "
				       "mÂµt sÂ¯ trÃŸÂ¶ng hÃ¾p khÃ¡c Ã°Ã£ Ã°ÃŸÃ¾c giÂ¾i hÃ•n. ";
	struct vn_codings codings;
	struct vn_detector d = {.codings = &codings};
	struct vn_coding_belief belief = {0};
	struct vn_buf line = {0};

	(void)state;
	vn_codings_init(&codings, NULL);
	for (int i = 0; i < 120; i++)
		assert_int_equal(vn_buf_add(&line, sentence, sizeof sentence - 1, NULL), VN_OK);
	assert_int_equal(vn_detect(&d, vn_buf_str(&line), &belief, NULL), VN_OK);
	assert_true(d.count == 1 && d.lines[0].sure);
	assert_string_equal(vn_coding_name(&codings.list[d.lines[0].coding]), "viscii");
	assert_int_equal(codings.list[d.lines[0].coding].times, 2);
	vn_buf_fini(&line);
	vn_detector_fini(&d);
}

/* A short line follows those around it; a line of another charset among them is its own. */
static void lines_stand_by_their_neighbours(void **state)
{
	static const char text[] = "C¨n cø LuËt Tæ chøc ChÝnh phñ ngµy 25 th¸ng 12 n¨m 2001;\n"
				   "Sè: 04\n"
				   "Céng hoµ x· héi chñ nghÜa ViÖt Nam\n"
				   "Ñoäc laäp – Töï do – Haïnh phuùc\n"
				   "Cộng hòa xã hội chủ nghĩa Việt Nam\n";
	static const char *const names[] = {"tcvn3", "tcvn3", "tcvn3", "vni", NULL};
	struct vn_codings codings;
	struct vn_detector d = {.codings = &codings};
	struct vn_coding_belief belief = {0};

	(void)state;
	vn_codings_init(&codings, NULL);
	assert_int_equal(vn_detect(&d, (struct vn_str){text, sizeof text - 1}, &belief, NULL),
			 VN_OK);
	assert_int_equal(d.count, COUNT(names));
	for (size_t i = 0; i < COUNT(names); i++) {
		assert_int_equal(d.lines[i].coding > 0, names[i] != NULL);
		if (names[i])
			assert_string_equal(vn_coding_name(&codings.list[d.lines[i].coding]),
					    names[i]);
	}
	vn_detector_fini(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_those_of_iconv),
		cmocka_unit_test(tcvn3_agrees_with_tcvn5712),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(every_letter_can_be_written),
		cmocka_unit_test(capitals_are_told_by_neighbours),
		cmocka_unit_test(letters_are_written_as_iconv_does),
		cmocka_unit_test(lines_are_known_by_what_comes_out),
		cmocka_unit_test(short_cuts_change_nothing),
		cmocka_unit_test(named_charsets_are_decoded_at_once),
		cmocka_unit_test(unicode_stays_where_a_charset_is_named),
		cmocka_unit_test(its_own_reading_is_undone_where_it_is_named),
		cmocka_unit_test(controls_are_letters),
		cmocka_unit_test(long_lines_are_undone_twice),
		cmocka_unit_test(lines_stand_by_their_neighbours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
