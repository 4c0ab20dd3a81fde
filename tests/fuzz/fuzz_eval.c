/* Any bytes as truth, reading and output, parted by U+001E: the scorer neither crashes nor
 * contradicts itself, and what it shows cannot act. The first byte chooses how it compares. */
#include "eval/html.h"
#include "fuzz.h"

static void check_counts(const struct vn_tally *tally)
{
	struct vn_counts sum = vn_tally_total(tally);
	size_t kinds[VN_SIDES] = {0};

	for (int kind = 0; kind < VN_KINDS; kind++)
		for (int side = 0; side < VN_SIDES; side++)
			kinds[side] += tally->kinds->count[kind][side];
	fuzz_require(sum.harmed <= sum.right && sum.right <= sum.words);
	fuzz_require(sum.words - sum.right <= sum.word_errors_before);
	fuzz_require((kinds[VN_BEFORE] == 0) == (sum.word_errors_before == 0));
	fuzz_require((kinds[VN_AFTER] == 0) == (sum.word_errors_after == 0));
	fuzz_require((sum.word_errors_before == 0) == (sum.char_errors_before == 0));
	fuzz_require((sum.word_errors_after == 0) == (sum.char_errors_after == 0));
}

static void check_html(struct vn_tally *tally, struct vn_str name)
{
	struct vn_page_list pages = {0};
	struct vn_interval intervals[VN_RATES];
	struct vn_report report = {.tally = tally, .top = 5, .after = true, .kinds = tally->kinds};
	struct vn_show show = {0};
	struct vn_buf text = {0};

	fuzz_require(!vn_buf_add(&text, name.ptr, name.len, NULL) &&
		     !vn_buf_add(&text, "", 1, NULL));
	fuzz_require(!vn_page_list_add(&pages, text.ptr, NULL));
	fuzz_require(!vn_bootstrap(tally->pages, tally->page_count, intervals, NULL));
	fuzz_require(!vn_page_measures(tally, true, report.measures, &report.count, NULL));
	report.intervals = intervals;
	report.pages = &pages;
	vn_report_sort(&report);
	vn_html_page(&report, &show);
	fuzz_require(!show.status);
	for (size_t i = 0; i < show.text.len; i++)
		fuzz_require((unsigned char)show.text.ptr[i] >= 0x20 || show.text.ptr[i] == '\n');
	fuzz_require(!memmem(show.text.ptr, show.text.len, "<script", 7));
	vn_show_fini(&show);
	vn_page_list_fini(&pages);
	vn_buf_fini(&text);
}

static void check_confidence(unsigned flags, struct vn_str truth, struct vn_str read,
			     struct vn_str list)
{
	struct vn_confidence confidence;
	struct vn_reliability judged;
	enum vn_status status;

	vn_confidence_init(&confidence, flags);
	status = vn_confidence_page(&confidence, truth, read, list, NULL);
	fuzz_require(status == VN_OK || status == VN_EINPUT);
	vn_confidence_judge(&confidence, &judged);
	fuzz_require(judged.auroc >= 0 && judged.auroc <= 1);
	fuzz_require(judged.calibration_error >= 0 && judged.calibration_error <= 1);
	fuzz_require(judged.least_sure >= 0 && judged.least_sure <= 1);
	vn_confidence_fini(&confidence);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vn_tally tally;
	struct vn_kinds kinds = {0};
	struct vn_str truth, read, output;
	unsigned how;
	enum vn_status status;

	if (!size)
		return 0;
	how = *data++;
	size--;
	truth = fuzz_part(&data, &size);
	read = fuzz_part(&data, &size);
	output = fuzz_part(&data, &size);
	vn_tally_init(&tally, how & (VN_CANON_STRICT | VN_CANON_LOOSE));
	tally.alignment = (enum vn_alignment)((how >> 2) % 3);
	tally.kinds = &kinds;
	tally.aligner.trace_max = how & 0x20 ? 64 : 0;
	status = vn_tally_page(&tally, truth, read, output, NULL);
	fuzz_require(status == VN_OK || (status == VN_EINPUT && tally.alignment == VN_ALIGN_LINES));
	if (!status) {
		check_counts(&tally);
		check_html(&tally, read);
	}
	check_confidence(tally.flags, truth, read, output);
	vn_tally_fini(&tally);
	vn_kinds_fini(&kinds);
	return 0;
}
