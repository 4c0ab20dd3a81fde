#!/usr/bin/env bats
# OCRmyPDF with the plug-in, run for real where it, Tesseract's Vietnamese and a font are installed.

# shellcheck disable=SC2154 # stderr is set by run
load ../cli/helper

setup() {
	[ -x "$VNFIX" ] || { echo "VNFIX must name the tool under test" >&2; return 1; }
	cd "$BATS_TEST_TMPDIR" || return 1
	need_model
	need_plain_build
	command -v ocrmypdf >/dev/null || skip "no ocrmypdf"
	tesseract --list-langs 2>/dev/null | grep -qx vie || skip "no Vietnamese for tesseract"
	python=$(sed -n '1s/^#! *//p' "$(command -v ocrmypdf)")
	export VNFIX PYTHONPATH=$BATS_TEST_DIRNAME/../../contrib
	# Two pages with words that were printed without marks, and an empty one between them.
	"$python" - <<-'END' || skip "no font to print pages with"
		from PIL import Image, ImageDraw, ImageFont

		texts = ["Uy ban nhan dan tinh ban hanh quyet dinh\nve viec phe duyet ke hoach phat trien kinh te", "",
		         "Ho tro nong dan phat trien san xuat, xoa doi\ngiam ngheo o cac xa vung sau vung xa."]
		pages = []
		for text in texts:
		    page = Image.new("L", (1240, 600), 255)
		    font = ImageFont.truetype("DejaVuSans.ttf", 34)
		    ImageDraw.Draw(page).multiline_text((120, 120), text, 0, font, spacing=24)
		    pages.append(page)
		pages[0].save("in.pdf", save_all=True, append_images=pages[1:], resolution=150)
	END
}

with_plugin() {
	run --separate-stderr patiently ocrmypdf -q --plugin ocrmypdf_vnfix -l vie "$@"
}

# The words of standard input, one blank between them.
words() {
	tr -s ' \n\f' ' '
}

FIXED="Ủy ban nhân dân tỉnh ban hành quyết định về việc phê duyệt kế hoạch phát triển kinh tế \
Hỗ trợ nông dân phát triển sản xuất, xóa đói giảm nghèo ở các xã vùng sâu vùng xa. "

@test "the text layer and the sidecar hold what is right, pictures are those of a run without" {
	with_plugin --output-type pdf --sidecar new.txt in.pdf new.pdf
	[ "$status" -eq 0 ]
	[ "$(words <new.txt)" = "$FIXED" ]
	command -v pdftotext >/dev/null || return 0
	[ "$(pdftotext new.pdf - | words)" = "$FIXED" ]
	ocrmypdf -q -l vie --output-type pdf in.pdf plain.pdf
	[ "$(pdftotext plain.pdf - | words)" != "$FIXED" ]
	mkdir plain new
	pdfimages -all plain.pdf plain/picture
	pdfimages -all new.pdf new/picture
	[ "$(find plain -type f | wc -l)" -eq 3 ]
	diff -r plain new
}

@test "PDF/A, which is what OCRmyPDF writes by itself" {
	with_plugin in.pdf new.pdf
	[ "$status" -eq 0 ]
	command -v pdftotext >/dev/null || return 0
	[ "$(pdftotext new.pdf - | words)" = "$FIXED" ]
	! command -v qpdf >/dev/null || qpdf --check new.pdf >/dev/null
}

@test "the way over hOCR" {
	mkdir kept
	TMPDIR=$PWD/kept with_plugin --pdf-renderer hocr --keep-temporary-files --sidecar new.txt in.pdf new.pdf
	[ "$status" -eq 0 ]
	[ "$(words <new.txt)" = "$FIXED" ]
	grep -rh ocrx_word kept --include '*.hocr' | grep -q '>nhân<'
}

@test "options for vnfix; what cannot run is told before a page is read" {
	with_plugin --vnfix-option=--tone=new --vnfix-option=--only=normalise --sidecar new.txt in.pdf new.pdf
	[ "$status" -eq 0 ]
	grep -q 'Uy ban nhan dan' new.txt
	for fault in --vnfix-option=--no-such-option --vnfix-option=--model=none; do
		with_plugin "$fault" in.pdf other.pdf
		[ "$status" -eq 3 ]
		[[ $stderr == *vnfix:* ]]
		[ ! -e other.pdf ]
	done
	VNFIX=./none with_plugin in.pdf other.pdf
	[ "$status" -eq 3 ]
	[[ $stderr == *"vnfix cannot be run"* ]]
}
