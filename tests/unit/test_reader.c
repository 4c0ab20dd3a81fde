/* Lines of a report taken apart, and what an index makes of reports that are not whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/json.h"
#include "report/ndjson.h"
#include "report/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SIDE  "{\"bytes\":0,\"sha256\":\"" HEX64 "\"}"

/* Members of a record of TYPE for the file f. */
#define RECORD(type, more) "{\"type\":\"" type "\",\"file\":\"f\"" more "}"
#define CHANGE(more)	   RECORD("change", ",\"in\":[2,4]" more)
#define TEXTS		   ",\"before\":\"ab\",\"after\":\"xyz\""
#define END(more)	   RECORD("end", ",\"in\":" SIDE ",\"out\":" SIDE more)

static void lines(void **state)
{
	static const struct {
		const char *line;
		enum vn_record_type type;
	} cases[] = {
		{"", VN_RECORD_OTHER},
		{" \t\r", VN_RECORD_OTHER},
		{"\f", VN_RECORD_BROKEN},
		{"{\"type\":\"later\"}", VN_RECORD_OTHER},
		{"{\"type\":1}", VN_RECORD_BROKEN},
		{"{}", VN_RECORD_BROKEN},
		{"[]", VN_RECORD_BROKEN},
		{"{", VN_RECORD_BROKEN},
		/* Names. */
		{"{\"type\":\"begin\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"begin\",\"file\":\"\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"begin\",\"file\":\"a\\u0000\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"begin\",\"file\":1}", VN_RECORD_BROKEN},
		{"{\"type\":\"begin\",\"file_base64\":\"/w==\"}", VN_RECORD_BEGIN},
		{"{\"type\":\"begin\",\"file_base64\":\"/w=\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"begin\",\"file_base64\":\"/*==\"}", VN_RECORD_BROKEN},
		{RECORD("begin", ""), VN_RECORD_BEGIN},
		{RECORD("begin", ",\"output\":\"o\""), VN_RECORD_BEGIN},
		{RECORD("begin", ",\"output\":\"\""), VN_RECORD_BROKEN},
		{RECORD("begin", ",\"output\":1"), VN_RECORD_BROKEN},
		{RECORD("begin", ",\"output_base64\":1"), VN_RECORD_BROKEN},
		{RECORD("begin", ",\"output_offset\":0"), VN_RECORD_BEGIN},
		{RECORD("begin", ",\"output_offset\":-1"), VN_RECORD_BROKEN},
		{RECORD("begin", ",\"output_offset\":1.5"), VN_RECORD_BROKEN},
		/* Changes: spans that fit their texts, and what was decided. */
		{CHANGE(TEXTS), VN_RECORD_CHANGE},
		{CHANGE(TEXTS ",\"out\":[2,5]"), VN_RECORD_CHANGE},
		{CHANGE(TEXTS ",\"out\":[2,4]"), VN_RECORD_BROKEN},
		{CHANGE(TEXTS ",\"out\":[2]"), VN_RECORD_BROKEN},
		{CHANGE(TEXTS ",\"out\":[2,5,6]"), VN_RECORD_BROKEN},
		{CHANGE(",\"before\":\"ab\""), VN_RECORD_BROKEN},
		{CHANGE(",\"after\":\"ab\""), VN_RECORD_BROKEN},
		{CHANGE(",\"before\":\"a\",\"after\":\"\""), VN_RECORD_BROKEN},
		{RECORD("change", TEXTS), VN_RECORD_BROKEN},
		{RECORD("change", ",\"in\":[4,2]" TEXTS), VN_RECORD_BROKEN},
		{RECORD("change", ",\"in\":[2,2],\"before\":\"\",\"after\":\"a\""),
		 VN_RECORD_CHANGE},
		{CHANGE(TEXTS ",\"verdict\":\"\""), VN_RECORD_CHANGE},
		{CHANGE(TEXTS ",\"verdict\":\"yes\""), VN_RECORD_CHANGE},
		{CHANGE(TEXTS ",\"verdict\":\"no\""), VN_RECORD_CHANGE},
		{CHANGE(TEXTS ",\"verdict\":\"maybe\""), VN_RECORD_BROKEN},
		{CHANGE(TEXTS ",\"verdict\":1"), VN_RECORD_BROKEN},
		{CHANGE(TEXTS ",\"verdict\":\"instead\""), VN_RECORD_BROKEN},
		{CHANGE(TEXTS ",\"verdict\":\"instead\",\"instead\":\"\""), VN_RECORD_CHANGE},
		{RECORD("doubt", ",\"in\":[1,2]"), VN_RECORD_DOUBT},
		{RECORD("doubt", ""), VN_RECORD_BROKEN},
		/* Ends. */
		{END(",\"status\":\"done\""), VN_RECORD_END},
		{END(",\"status\":\"failed\""), VN_RECORD_END},
		{END(",\"status\":\"other\""), VN_RECORD_BROKEN},
		{END(""), VN_RECORD_BROKEN},
		{END(",\"status\":\"done\",\"changes\":3,\"decided\":1"), VN_RECORD_END},
		{END(",\"status\":\"done\",\"changes\":\"3\""), VN_RECORD_BROKEN},
		{END(",\"status\":\"done\",\"decided\":-1"), VN_RECORD_BROKEN},
		{END(",\"status\":\"done\",\"format\":\"hocr\""), VN_RECORD_END},
		{END(",\"status\":\"done\",\"format\":1"), VN_RECORD_BROKEN},
		{RECORD("end", ",\"status\":\"done\",\"in\":" SIDE), VN_RECORD_BROKEN},
		{RECORD("end", ",\"status\":\"done\",\"out\":" SIDE), VN_RECORD_BROKEN},
		{RECORD("saved", ",\"sha256\":\"" HEX64 "\""), VN_RECORD_SAVED},
		{RECORD("saved", ",\"sha256\":\"" HEX64 "0\""), VN_RECORD_BROKEN},
		{RECORD("saved", ""), VN_RECORD_BROKEN},
		/* Headers. */
		{"{\"type\":\"header\",\"schema\":\"vnfix-report/1\",\"mode\":\"look\"}",
		 VN_RECORD_HEADER},
		{"{\"type\":\"header\",\"schema\":\"vnfix-report/1\",\"mode\":\"loot\"}",
		 VN_RECORD_BROKEN},
		{"{\"type\":\"header\",\"schema\":\"vnfix-report/1\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"header\",\"schema\":\"other\",\"mode\":\"look\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"header\",\"mode\":\"look\"}", VN_RECORD_BROKEN},
		{"{\"type\":\"header\",\"schema\":\"" VN_REPORT_SCHEMA
		 "\",\"mode\":\"change\",\"folder\":\"\"}",
		 VN_RECORD_BROKEN},
	};
	struct vn_record record = {0};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
			vn_record_parse(&record, cases[i].line, strlen(cases[i].line), NULL),
			VN_OK);
		if (record.type != cases[i].type)
			fail_msg("%s: %d", cases[i].line, record.type);
	}
	vn_record_fini(&record);
}

/* All that records hold comes out of them. */
static void members(void **state)
{
	static const char change[] =
		CHANGE(",\"before_base64\":\"/w4=\",\"after\":\"a\",\"out\":[1,2],\"inner\":true,"
		       "\"verdict\":\"instead\",\"instead\":\"b\"");
	static const char end[] = END(",\"status\":\"done\",\"changes\":3,\"format\":\"hocr\"");
	struct vn_record r = {0};
	(void)state;
	assert_int_equal(vn_record_parse(&r, change, sizeof change - 1, NULL), VN_OK);
	assert_true(r.type == VN_RECORD_CHANGE && r.in.known && r.out.known && r.inner);
	assert_true(r.in.begin == 2 && r.in.end == 4 && r.out.begin == 1 && r.out.end == 2);
	assert_true(vn_str_eq(r.in.text, VN_STR("\xff\x0e")) && vn_str_eq(r.file, VN_STR("f")));
	assert_true(r.verdict == VN_VERDICT_INSTEAD && vn_str_eq(r.instead, VN_STR("b")));
	assert_int_equal(vn_record_parse(&r, end, sizeof end - 1, NULL), VN_OK);
	assert_true(r.type == VN_RECORD_END && r.done && r.verdict == VN_VERDICT_NONE);
	assert_true(r.changes.known && r.changes.value == 3 && !r.decided.known);
	assert_true(vn_str_eq(r.format, VN_STR("hocr")));
	assert_int_equal(r.in.sha[0], 0);
	assert_int_equal(r.in.sha[10], 0xaa);
	assert_int_equal(r.in.sha[31], 0xff);
	vn_record_fini(&r);
}

/* Digests are 64 small hexadecimal digits. */
static void digits(void **state)
{
	static const char valid[] = "0123456789abcdef";
	uint8_t sha[32];
	char hex[66], back[66];
	(void)state;
	assert_false(vn_json_unhex(NULL, sha));
	for (int c = 1; c < 256; c++)
		for (int at = 0; at < 2; at++) {
			memset(hex, '7', 64);
			hex[64] = 0;
			hex[62 + at] = (char)c;
			assert_int_equal(vn_json_unhex(hex, sha), strchr(valid, c) != NULL);
			if (!strchr(valid, c))
				continue;
			back[65] = '!';
			vn_json_hex(sha, back);
			assert_string_equal(back, hex);
			assert_int_equal(back[65], '!');
		}
	memset(hex, 'a', 65);
	hex[65] = 0;
	assert_false(vn_json_unhex(hex, sha));
	hex[63] = 0;
	assert_false(vn_json_unhex(hex, sha));
}

/* The records of the logs below, a letter each. */
static const char *line_of(char letter)
{
	switch (letter) {
	case 'H':
		return "{\"type\":\"header\",\"schema\":\"vnfix-report/1\",\"mode\":\"suggest\"}";
	case 'B':
		return RECORD("begin", "");
	case 'b': /* another file */
		return "{\"type\":\"begin\",\"file\":\"ff\"}";
	case 'C':
		return CHANGE(TEXTS);
	case 'Y':
		return CHANGE(TEXTS ",\"verdict\":\"yes\"");
	case 'E':
		return END(",\"status\":\"done\",\"changes\":1");
	case 'e':
		return END(",\"status\":\"done\"");
	case 'D':
		return END(",\"status\":\"done\",\"changes\":1,\"decided\":1");
	case 'F':
		return END(",\"status\":\"failed\",\"changes\":1");
	case 'S':
		return RECORD("saved", ",\"sha256\":\"" HEX64 "\"");
	case 'o':
		return "{\"type\":\"later\"}";
	default:
		return "?";
	}
}

/* Opens a report that has these BYTES. */
static void open_bytes(struct vn_reader *reader, struct vn_str bytes)
{
	char name[] = "/tmp/vnfix-test-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
	close(fd);
	*reader = (struct vn_reader){0};
	assert_int_equal(vn_reader_open(reader, name, NULL), VN_OK);
	unlink(name);
}

/* Opens a log of LETTERS, the last line without its end if CUT. */
static void open_log(struct vn_reader *reader, const char *letters, bool cut)
{
	struct vn_buf log = {0};
	for (size_t i = 0; letters[i]; i++) {
		const char *line = line_of(letters[i]);
		assert_int_equal(vn_buf_add(&log, line, strlen(line), NULL), VN_OK);
		assert_int_equal(vn_buf_add(&log, "\n", 1, NULL), VN_OK);
	}
	open_bytes(reader, (struct vn_str){log.ptr, log.len - cut});
	vn_buf_fini(&log);
}

/* The faults of INDEX as "LINE:FILE:first word of the text", parted by blanks. */
static void list_faults(const struct vn_index *index, char *out)
{
	*out = 0;
	for (size_t i = 0; i < index->broken && i < VN_FAULTS; i++) {
		const struct vn_fault *f = &index->faults[i];
		out += sprintf(out, "%s%d:%s:%.*s", i ? " " : "", (int)f->line,
			       f->file ? f->file : "", (int)strcspn(f->text, " "), f->text);
	}
}

static void logs(void **state)
{
	static const struct {
		const char *letters;
		size_t count, done, damaged, saved, again;
		uint64_t stops, lost;
		bool decisions;
		const char *faults;
	} cases[] = {
		{"H", 0, 0, 0, 0, 0, 0, 0, false, ""},
		{"HBCES", 1, 1, 0, 1, 0, 0, 0, false, ""},
		{"HBCESBCE", 2, 2, 0, 1, 1, 0, 0, false, ""},
		{"HBCEBCESb", 3, 2, 1, 1, 1, 1, 0, false, "9:ff:begins"},
		{"HBCeoHBe", 2, 2, 0, 0, 1, 0, 0, false, ""},
		{"HBCF", 1, 0, 0, 0, 0, 0, 0, false, ""},
		{"HBF", 1, 0, 0, 0, 0, 0, 0, false, ""},
		{"HBYD", 1, 1, 0, 0, 0, 0, 0, true, ""},
		{"HBYC", 1, 0, 1, 0, 0, 1, 0, true, "2:f:begins"},
		{"HBCD", 1, 1, 1, 0, 0, 0, 0, true, "4:f:ends"},
		{"HBE", 1, 1, 1, 0, 0, 0, 0, false, "3:f:ends"},
		{"HBCCE", 1, 1, 1, 0, 0, 0, 0, false, "5:f:ends"},
		/* No header; no begin; no end. */
		{"BCE", 1, 1, 0, 0, 0, 0, 0, false, "1::no"},
		{"HCCE", 0, 0, 0, 0, 0, 0, 1, false, "2:f:is"},
		{"HE", 0, 0, 0, 0, 0, 0, 1, false, "2:f:is"},
		{"HCECE", 0, 0, 0, 0, 0, 0, 2, false, "2:f:is 4:f:is"},
		{"HBCBCE", 2, 1, 1, 0, 1, 0, 0, false, "2:f:begins"},
		{"HBHBCE", 2, 1, 1, 0, 1, 1, 0, false, "2:f:begins"},
		{"HbCE", 1, 0, 1, 0, 0, 0, 1, false, "3:f:is 2:ff:begins"},
		{"HbCCBCE", 2, 1, 1, 0, 0, 0, 0, false, "3:f:is 2:ff:begins"},
		/* Damaged lines, within a document and outside. */
		{"H?BCE", 1, 1, 0, 0, 0, 0, 0, false, "2::this"},
		{"HB?CE", 1, 1, 1, 0, 0, 0, 0, false, "3:f:this"},
		{"HBC?", 1, 0, 1, 0, 0, 2, 0, false, "4:f:this 2:f:begins"},
		{"HBCE?H", 1, 1, 0, 0, 0, 1, 0, false, "5::this"},
		{"HS", 0, 0, 0, 0, 0, 0, 0, false, ""},
		{"HBSCE", 1, 1, 0, 0, 0, 0, 0, false, ""}, /* not ended: not saved */
	};
	(void)state;
	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		struct vn_reader reader;
		struct vn_index index = {0};
		size_t done = 0, damaged = 0, saved = 0, again = 0, c = i / 2;
		char faults[2000];
		open_log(&reader, cases[c].letters, i % 2);
		assert_int_equal(vn_index_read(&index, &reader, NULL), VN_OK);
		for (size_t k = 0; k < index.count; k++) {
			done += index.entries[k].done;
			damaged += index.entries[k].damaged;
			saved += index.entries[k].saved;
			again += index.entries[k].last != k;
			assert_int_equal(index.entries[k].mode,
					 cases[c].letters[0] == 'H' && cases[c].letters[1] != '?'
						 ? VN_AUDIT_SUGGEST
						 : VN_AUDIT_CHANGE);
		}
		list_faults(&index, faults);
		if (index.count != cases[c].count || done != cases[c].done ||
		    damaged != cases[c].damaged || saved != cases[c].saved ||
		    again != cases[c].again || index.stops != cases[c].stops ||
		    index.lost != cases[c].lost || index.decisions != cases[c].decisions)
			fail_msg("%s: %zu %zu %zu %zu %zu, %d %d", cases[c].letters, index.count,
				 done, damaged, saved, again, (int)index.stops, (int)index.lost);
		assert_string_equal(faults, cases[c].faults);
		vn_index_fini(&index);
		vn_reader_close(&reader);
	}
}

/* More faults than are told one by one. */
static void many_faults(void **state)
{
	char letters[VN_FAULTS + 4] = "H";
	(void)state;
	for (size_t count = VN_FAULTS - 1; count <= VN_FAULTS + 1; count++) {
		struct vn_reader reader;
		struct vn_index index = {0};
		memset(letters + 1, '?', count);
		letters[1 + count] = 0;
		open_log(&reader, letters, false);
		assert_int_equal(vn_index_read(&index, &reader, NULL), VN_OK);
		assert_int_equal(index.broken, count);
		assert_int_equal(index.faults[VN_FAULTS - 2].line, VN_FAULTS);
		assert_int_equal(index.faults[VN_FAULTS - 1].line,
				 count < VN_FAULTS ? 0 : VN_FAULTS + 1);
		vn_index_fini(&index);
		vn_reader_close(&reader);
	}
}

/* Lines around the size of a read, and the longest one: all others are read, each where it is. */
static void long_lines(void **state)
{
	static const size_t lens[] = {65535, 65536, 65537, 131072, VN_RECORD_BYTES + 200000};
	(void)state;
	for (size_t i = 0; i < COUNT(lens); i++) {
		struct vn_reader reader;
		struct vn_record record = {0};
		const char *begin = line_of('B');
		bool more, kept = lens[i] <= VN_RECORD_BYTES;
		char *log = malloc(lens[i] + strlen(begin));
		assert_non_null(log);
		memset(log, ' ', lens[i]);
		memcpy(log, begin, strlen(begin));
		log[lens[i] - 1] = '\n';
		memcpy(log + lens[i], begin, strlen(begin));
		open_bytes(&reader, (struct vn_str){log, lens[i] + strlen(begin)});
		free(log);
		assert_int_equal(vn_reader_next(&reader, &record, &more, NULL), VN_OK);
		assert_true(more);
		assert_int_equal(record.type, kept ? VN_RECORD_BEGIN : VN_RECORD_BROKEN);
		assert_int_equal(vn_reader_next(&reader, &record, &more, NULL), VN_OK);
		assert_true(more);
		assert_int_equal(record.type, VN_RECORD_BEGIN);
		assert_int_equal(record.at, lens[i]);
		assert_int_equal(record.line, 2);
		assert_int_equal(vn_reader_next(&reader, &record, &more, NULL), VN_OK);
		assert_false(more);
		assert_int_equal(vn_reader_seek(&reader, lens[i], NULL), VN_OK);
		assert_int_equal(vn_reader_next(&reader, &record, &more, NULL), VN_OK);
		assert_true(more && record.type == VN_RECORD_BEGIN && record.line == 1);
		vn_record_fini(&record);
		vn_reader_close(&reader);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),       cmocka_unit_test(members),
		cmocka_unit_test(digits),      cmocka_unit_test(logs),
		cmocka_unit_test(many_faults), cmocka_unit_test(long_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
