/* What the stage protect marks, and what it leaves open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "protect/tag.h"
#include "protect/abbrev.h"
#include "protect/code.h"
#include "protect/formula.h"
#include "protect/handle.h"
#include "protect/numbered.h"
#include "stages.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* The spans of TEXT as "N:30% C:57-NQ/TW ", one letter a kind. */
static void spans(const char *text, char *out, size_t size)
{
	struct stages s;
	size_t used = 0;

	stages_run(&s, text, strlen(text), false, 0);
	*out = 0;
	for (size_t i = 0; i < s.unit.span_count; i++) {
		const struct vn_span *span = &s.unit.spans[i];
		used += (size_t)snprintf(out + used, size - used, "%s%c:%.*s", i ? " " : "",
					 "NSCAFKIRUW"[span->kind], (int)(span->end - span->begin),
					 text + span->begin);
		assert_true(used < size);
	}
	stages_free(&s);
}

static const struct {
	const char *text, *spans;
} table[] = {
	/* numbers */
	{"tổng 1.234.567,89 đồng (30%), 05.2", "N:1.234.567,89 N:30% N:05.2"},
	{"ngày 12/5/2024 và 22/12/2024;", "N:12/5/2024 N:22/12/2024"},
	{"1. Mục 2.1.3) $6” - 16 §6", "N:1 N:2.1.3 S:6 N:16 S:6"},
	/* one digit beside a sign may be letters; amounts and the pound are numbers */
	{"¢6 1€, &4 (@6) $60 $6.5 £5 6 £", "S:6 S:1 S:4 S:6 N:60 N:6.5 N:5 N:6"},
	{"$5 triéu, $2 ty; $3 USD. ¢6 tri 1€\n$6", "N:5 N:2 N:3 S:6 S:1 S:6"},
	{"8h30, 14g15 và 14h", "N:8h30 N:14g15 N:14h"},
	{"5.000đ 500.000d 10km 3,5m 120m2", "N:5.000đ N:500.000d N:10km N:3,5m N:120m2"},
	{"28/5/2024cua 2024cia", "N:28/5/2024 N:2024"},
	/* numbers with letters that no word is read as */
	{"A4, (CT01) QL10: 12b, 5b 15a 100m 600m²",
	 "N:A4 N:CT01 N:QL10 N:12b N:5b N:15a N:100m N:600m"},
	{"D61 S60 I11. X111 16p A B6 C6 T0i 1an", ""},
	/* a digit among letters is OCR's, not the author's */
	{"d6i s6 S6: 16p 1ap S0 p6n 10ng 1a", ""},
	{"x4 hoi, d01 moi, 6ng, T5, X06a, 10m", ""},
	{"xin 168i, 109i 4m 6m", ""},
	{"may 1600i, 127i 260i 5m (9m) 5m.", "N:1600i N:127i N:260i N:5m N:9m N:5m"},
	{"Q1, xa F1, 16p 13T", "N:Q1 N:F1 N:13"},
	{"lop 10A1, don DH20250115A, 45trieu/m2, 3m3.", "N:10A1 N:DH20250115A N:45 N:m2 N:3m3"},
	/* digits beside what is counted, and in company */
	{"ngay12thang3nam2024 10thang6nam2025", "N:12 N:3 N:2024 N:10 N:6 N:2025"},
	{"500triéu 16ty 5nam thang6, 20dong", "N:500 N:16 N:5 N:6 N:20"},
	{"S6:4021/X 20K tren35ha nha12tang", "N:4021 N:20 N:35ha N:12"},
	/* codes */
	{"Nghị quyết 57-NQ/TW, 12/2024/TT-BTC.", "C:57-NQ/TW C:12/2024/TT-BTC"},
	{"số 853/OD-BTP; 32/KH-UBND", "C:853/OD-BTP C:32/KH-UBND"},
	{"s6 57 -NQ/TW va 538- KH/TU", "C:57 -NQ/TW C:538- KH/TU"},
	{"(193/2025/QH15) 1314/NQ-UBTVQH15", "C:193/2025/QH15 C:1314/NQ-UBTVQH15"},
	{"QĐ-UBND và NQ-CP, /KH-UBND", "C:QĐ-UBND C:NQ-CP C:KH-UBND"},
	{"“57/NQ-TW” 80/2020/NĐ-CPngày", "C:57/NQ-TW C:80/2020/NĐ-CP"},
	{"O2-KH/TW 12/2024/TTLT-BLDTBXH-BTC", "C:O2-KH/TW C:12/2024/TTLT-BLDTBXH-BTC"},
	/* words that look like codes */
	{"trên/dưới và/hoặc b/c KT-XH CT-XH", ""},
	{"Tu do - Hanh phiic kinh té-xa hoi", ""},
	{"XA/PHUONG, Bà Rịa-Vũng Tàu, COVID-19", "N:19"},
	{"TP. HCM - TU DO, Hà Nội-Huế", ""},
	/* addresses */
	{"https://a.gov.vn/x?y=1, www.b.com", "A:https://a.gov.vn/x?y=1 A:www.b.com"},
	{"(ubnd@abc.gov.vn) vneid.gov.vn", "A:ubnd@abc.gov.vn A:vneid.gov.vn"},
	{"bao_cao.docx, Tờ-trình.pdf", "A:bao_cao.docx A:Tờ-trình.pdf"},
	{"Tinh @y, Hanh.doc lap. Tp.HCM v.v", ""},
	{"Email:van.thu@tinh.gov.vn;DT", "A:van.thu@tinh.gov.vn"},
	{"E-mail: thu@x.vn. Zalo @ten_toi, nh@n: s@", "A:thu@x.vn A:@ten_toi"},
	{"1,https://a.gov.vn/van-ban,Nguyen", "N:1 A:https://a.gov.vn/van-ban"},
	{"(https://a.vn/x) web:www.b.vn; tai:b.com.vn/y",
	 "A:https://a.vn/x A:www.b.vn A:b.com.vn/y"},
	{"/home/lan/ho_so/ ~/x/y.txt ./chay xa/phuong/tt",
	 "A:/home/lan/ho_so/ A:~/x/y.txt A:./chay"},
	{"/2024/QD-UBND x&/phudng/dic", "C:2024/QD-UBND"},
	/* islands */
	{"Cho $f$ va $[0, \\infty)$, gia $5 hay $6", "I:$f$ I:$[0, \\infty)$ S:5 S:6"},
	{"ta co F(s)=n!/s^{n+1} voi s>0.", "I:F(s)=n!/s^{n+1} I:s>0"},
	{"xem [tin](tin-tuc/moi) va `lenh chay` ` x", "I:](tin-tuc/moi) I:`lenh chay`"},
	{"{\"id\":1,\"ten\":\"Nguyen\", \"con\":true}",
	 "I:{\"id\": N:1 I:,\"ten\": I:\"con\":true"},
	{"class=\"tieu-de\" A &amp; B&nbsp;C KH&CN;", "I:class=\"tieu-de I:&amp; I:&nbsp;"},
	{"ho_ten __init__ soTien tenNguoiDung OpenAI os.path.join",
	 "I:ho_ten I:__init__ I:tenNguoiDung I:OpenAI I:os.path.join"},
	{"cl100k_base --dau-ra=x #include a::b x->y",
	 "I:cl100k_base I:--dau-ra=x I:#include I:a::b I:x->y"},
	{"\\textbf{Dinh ly} \\begin{align} 9f86d081e", "I:\\textbf{ I:\\begin{align} I:9f86d081e"},
	/* names that accounts, pages and persons have, and what only looks like them */
	{"gui cho mai.lan, (bao.tri) anh.e", "I:mai.lan I:bao.tri"},
	{"Gửi mai.lan, sô liêu nam.nay à", "I:mai.lan I:nam.nay"},
	{"sô liêu nam.nay à", ""},
	{"kho.anh/cu/moi.tep; ten.may.chu.", "I:kho.anh/cu/moi.tep I:ten.may.chu"},
	{"gia-ca-thi-truong ki-lo-gam mua-ban-nha", "I:gia-ca-thi-truong I:mua-ban-nha"},
	{"k.t. N.V.A., Đ.H. a.b x.Y.z B.la.", "I:k.t. I:N.V.A. I:Đ.H."},
	{"nick: lanhuong\nuser = tam\nmat khau: doi moi\nmuser: tam", "I:lanhuong I:tam"},
	/* keys of settings, where one of them is such beyond doubt */
	{"may-chu: ha noi\n  cong: 80\n", "I:may-chu I:cong N:80"},
	{"mang:\n  ten: lan\n  khoa: bi-mat\n", "I:mang I:ten I:khoa I:bi-mat"},
	{"ten = lan huong\ncong = 80\nmuc=canh-bao", "I:ten I:cong N:80 I:muc=canh-bao"},
	{"tien = ba trieu", ""},
	{"[may-in]\n  dem = 0\n  dem += so", "I:[may-in] I:dem N:0 I:dem I:so"},
	{"hop = { cao = 3, ten = \"lan\" }\nmau = do",
	 "I:hop I:{ cao = 3, ten = \"lan\" } I:mau I:do"},
	{"[10:02] mai_anh: di an\nle.an88: uh\nHoa: uh", "N:10:02 I:mai_anh I:le.an88"},
	{"[-o TEP] -h, -n x- a -o-", "I:-o I:-h I:-n"},
	{"sang: an pho\ntrua: an com\nToi: bo", ""},
	/* formulas with blanks */
	{"y = sin x. Vay cos 2a > 0", "I:y = sin x I:cos 2a > 0"},
	{"tim max f(x), ln y va tan b.", "I:max f(x), ln y I:tan b"},
	{"S = a h / 2 thi a mod 5 = 3", "I:S = a h / 2 I:a mod 5 = 3"},
	{"tan a la s6, min 5 va sec o = ", "N:5"},
	{"mua x cai = 5 dong, Y te, a - b", "N:5"},
	/* words that a number beside them tells */
	{"b² - 4ac; 1AA : 2Aa : 1aa, 4an so 4n", "I:4ac I:1AA I:2Aa I:1aa"},
	{"Mt 5:3 va Lc 2,7 (Mt 5). Mat 5, Th 3", "I:Mt N:5:3 I:Lc N:2,7 N:5 N:5 N:3"},
	{"BC = 10 cm, BC = dai, GIA = 5, BH ⊥ AC (St 1,2)", "I:BC N:10 N:5 I:AC I:(St N:1,2"},
	{"- 4ac, so : 4n", ""},
	/* dates of English */
	{"Sat, 27 Mar 2021; Tue Sep 05 va May 02, 1998",
	 "I:Sat, 27 Mar N:2021 I:Tue Sep 05 I:May 02 N:1998"},
	{"(02 May 2021) Thursday, 5 August, Dec  9 10:00",
	 "I:(02 May N:2021 I:Thursday, 5 August I:Dec  9 N:10:00"},
	{"so 02 May, Sat va 27 Mar, May 10 cai, 5 Mayo 2021", "N:02 N:27 N:10 N:5 N:2021"},
	{"Cu(NO3)2, CH3-CO-CH3. S6 D6-S6, (T6i)2", "I:Cu(NO3)2 I:CH3-CO-CH3"},
	/* and damage that looks like them */
	{"chAm ThuOng NGHiAVIET dungNghi chtrng_ (hién) th(ong)", ""},
	{"\\dia bao(theo UBND(moi) xa(phuong) Th{ {an", ""},
};

static void test_table(void **state)
{
	char got[512];
	int bad = 0;
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		spans(table[i].text, got, sizeof got);
		if (strcmp(got, table[i].spans) == 0)
			continue;
		print_error("%s\n  gives %s\n  not   %s\n", table[i].text, got, table[i].spans);
		bad++;
	}
	assert_int_equal(bad, 0);
}

/* The generated tables are sorted, as the searches need. */
static void test_tables_sorted(void **state)
{
	(void)state;
	assert_true(vn_abbrev_count > 100 && vn_abbrev_pair_count > 100);
	for (size_t i = 1; i < vn_abbrev_count; i++)
		assert_true(strcmp(vn_abbrevs[i - 1].text, vn_abbrevs[i].text) < 0);
	for (size_t i = 1; i < vn_abbrev_pair_count; i++) {
		const struct vn_abbrev_pair *a = &vn_abbrev_pairs[i - 1], *b = a + 1;
		assert_true(a->first < b->first || (a->first == b->first && a->second < b->second));
		assert_true(b->second < vn_abbrev_count && b->count > 0);
		assert_int_equal(vn_abbrev_together(&vn_abbrevs[b->first], &vn_abbrevs[b->second]),
				 b->count);
	}
}

static void test_readings(void **state)
{
	struct vn_abbrev_reading r[VN_ABBREV_READINGS];
	size_t n;

	(void)state;
	n = vn_abbrev_readings(VN_STR("OD"), VN_ABBREV_DOCTYPE, r);
	assert_int_equal(n, 1);
	assert_string_equal(r[0].abbrev->text, "QĐ");
	assert_int_equal(r[0].marks, 1);
	assert_int_equal(r[0].shapes, 1);
	assert_int_equal(vn_abbrev_readings(VN_STR("QĐ"), VN_ABBREV_DOCTYPE, r), 0);
	assert_int_equal(vn_abbrev_readings(VN_STR(""), VN_ABBREV_ORGAN, r), 0);
	assert_null(vn_abbrev_find(VN_STR("QĐ\0")));
	assert_null(vn_abbrev_find(VN_STR("")));
}

/* Cut anywhere, any bytes: no read beyond the end (the sanitizers watch), no span beyond it. */
static void test_any_bytes(void **state)
{
	static const char text[] =
		"57 -NQ/TW\0 12/2024/TT-BTC\xff\xc4 8h30 a@b.vn \xe1\xba 5.000\xc4";
	(void)state;
	for (size_t from = 0; from < sizeof text; from++)
		for (size_t to = from; to <= sizeof text; to++) {
			char *copy = malloc(to - from + 1);
			struct stages s;
			assert_non_null(copy);
			memcpy(copy, text + from, to - from);
			stages_run(&s, copy, to - from, false, 0);
			for (size_t i = 0; i < s.unit.span_count; i++)
				assert_true(s.unit.spans[i].begin < s.unit.spans[i].end &&
					    s.unit.spans[i].end <= to - from);
			stages_free(&s);
			free(copy);
		}
}

/* Tags of mark-up that no source knows, with what scripts hold; not what only looks like one. */
static void tags_are_known(void **state)
{
	static const struct {
		const char *text;
		size_t end; /* 0: no tag */
	} cases[] = {
		{"<b>", 3},
		{"</p>x", 4},
		{"<br />", 6},
		{"<p class=\"a > b\">c", 17},
		{"<!-- a > b -->c", 14},
		{"<!DOCTYPE html>", 15},
		{"<?xml version='1'?>", 19},
		{"<script>a<b</script>c", 20},
		{"<Ho ten>", 0},
		{"< b>", 0},
		{"<3>", 0},
		{"<a <b>", 0},
		{"<a href=\"x", 0},
		{"<", 0},
		{"<tên>", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_str text = {cases[i].text, strlen(cases[i].text)};
		size_t end = 99;
		bool is_tag = vn_tag_at(text, 0, &end);
		if (is_tag != (cases[i].end > 0) || end != (is_tag ? cases[i].end : 99))
			fail_msg("%s: %d, %zu", cases[i].text, is_tag, end);
	}
}

/* Each letter of a line may begin a formula or a name. None of them is looked for through the whole
 * line, or a long one would cost its square: behind the first pages nothing can be read. */
static void lone_letters_are_not_looked_at_to_the_end(void **state)
{
	static const char *const letters[] = {"bcd", "xyz", "b", "x=", "ab", "1x+"};
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), there = 2 * page, all = 64 * page;

	(void)state;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		char *line =
			mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		const struct vn_str text = {line, all};
		assert_true(line != MAP_FAILED);
		for (size_t at = 0; at < there; at++)
			line[at] = at % 2 ? ' ' : letters[i][at / 2 % strlen(letters[i])];
		assert_int_equal(mprotect(line + there, all - there, PROT_NONE), 0);
		for (size_t at = 0, end; at < page; at += 2) {
			vn_formula_at(text, at, &end);
			vn_numbered_at(text, at, &end);
			vn_handle_labelled(text, at, &end);
			vn_handle_speaks(text, at, &end);
			vn_handle_at(text, at, at + 1, at, &end);
		}
		assert_int_equal(munmap(line, all), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_are_known),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_tables_sorted),
		cmocka_unit_test(test_readings),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(lone_letters_are_not_looked_at_to_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
