#!/usr/bin/env python3
"""Turns every page of ../shared into every format, repairs all of them in place, and undoes that.

    undo.py VNFIX VERIFY_REPORT [FORMAT...]

After each repair VERIFY_REPORT, which has no code of vnfix, checks that no byte is another one outside of
what the report tells; after the undo each file has to be the old one, bit for bit. VNFIX_SHARED names the
folder, by default ../shared beside the project. Skipped (77) where there is none. No test of the suite: it
takes minutes.
"""
import glob
import hashlib
import html
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import as_format  # noqa: E402
import make_pdf  # noqa: E402
import packages  # noqa: E402

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def hocr(lines):
    out = [XML + '<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page" title="image '
           'p.png; bbox 0 0 1654 99999"><div class="ocr_carea" title="bbox 0 0 1654 99999">']
    for row, line in enumerate(lines):
        top, left = 40 * row, 100
        out.append('<span class="ocr_line" title="bbox 100 %d 1600 %d">' % (top, top + 30))
        for word in line.split():
            right = left + 10 * len(word)
            out.append('<span class="ocrx_word" title="bbox %d %d %d %d; x_wconf 80">%s</span> '
                       % (left, top, right, top + 30, html.escape(word)))
            left = right + 10
        out.append("</span>")
    return "\n".join(out) + "\n</div></div></body></html>\n"


def tsv(lines):
    out = ["level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\t")]
    for row, line in enumerate(lines, 1):
        for col, word in enumerate(line.split(), 1):
            out.append("5\t1\t1\t1\t%d\t%d\t%d\t%d\t90\t30\t80\t%s" % (row, col, 100 * col, 40 * row, word))
    return "\n".join(out) + "\n"


def rtf(lines):
    def letter(c):
        if c in "\\{}":
            return "\\" + c
        return c if ord(c) < 128 else "".join("\\u%d?" % int.from_bytes(u, "little", signed=True) for u in
                                              (c.encode("utf-16-le")[i:i + 2] for i in (0, 2)) if u)
    return "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times New Roman;}}\n" + "".join(
        "\\pard\\f0\\b0 %s\\par\n" % "".join(map(letter, line)) for line in lines) + "}\n"


def page_html(lines):
    return "<!DOCTYPE html>\n<html><head><title>A page</title></head><body>\n" + "".join(
        '<p class="l">%s</p>\n' % html.escape(line) for line in lines) + "</body></html>\n"


def csv(lines):
    return "number,text\r\n" + "".join('%d,"%s"\r\n' % (i, line.replace('"', '""'))
                                       for i, line in enumerate(lines))


def ndjson(lines):
    return "".join(json.dumps({"id": i, "text": line}, ensure_ascii=i % 2 == 0) + "\n"
                   for i, line in enumerate(lines))


def markdown(lines):
    return "---\ntitle: page\n---\n# Page\n\n" + "".join(line + "\n\n" for line in lines)


def pdf(lines):
    # What the fonts of the maker have: letters of the basic plane.
    kept = ["".join(c for c in line if ord(c) < 0x10000) for line in lines]
    return make_pdf.with_table(make_pdf.pages([make_pdf.by_word(kept)]))


def by_hocr(form):
    return lambda lines, page: as_format.write(form, page)


def package(form):
    def write(_, page):
        packages.make(form, "package", page)
        with open("package", "rb") as file:
            return file.read()
    return write


# What makes a page of lines, or of the hOCR that was made of them.
FORMATS = {"text": lambda lines, _: "\n".join(lines) + "\n"}
for _name, _make in (("hocr", hocr), ("tsv", tsv), ("rtf", rtf), ("html", page_html), ("csv", csv),
                     ("ndjson", ndjson), ("markdown", markdown), ("pdf", pdf)):
    FORMATS[_name] = lambda lines, page, make=_make: make(lines)
for _name in ("alto2", "alto4", "page2013", "page2019", "page-lines", "bbox", "bbox-layout"):
    FORMATS[_name] = by_hocr(_name)
for _name in ("docx", "odt", "epub"):
    FORMATS[_name] = package(_name)
# By its own name: these do not say what they are.
FORCED = {"csv": ["-f", "csv"], "markdown": ["-f", "markdown"]}


def lines_of(name):
    with open(name, encoding="utf-8", errors="surrogateescape") as file:
        text = file.read()
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return []
    # No format of these holds controls.
    return ["".join(c for c in line if c >= " ") for line in text.split("\n")]


def digests():
    found = {}
    for name in sorted(os.listdir("pages")):
        with open(os.path.join("pages", name), "rb") as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def run(*command):
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ended.returncode:
        sys.exit("undo.py: %s: %s" % (" ".join(command[:6]), ended.stdout[-2000:]))


def try_format(form, pages, vnfix, verify):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("pages")
        for i, lines in enumerate(pages):
            with open("page.hocr", "w", encoding="utf-8") as file:
                file.write(hocr(lines))
            made = FORMATS[form](lines, "page.hocr")
            made = made if isinstance(made, (str, bytes)) else "".join(made)
            with open("pages/%04d.%s" % (i, form.split("-")[0]), "wb") as file:
                file.write(made if isinstance(made, bytes) else made.encode("utf-8"))
        os.mkdir("old")
        subprocess.run(["cp", "-r", "pages", "old"], check=True)
        before = digests()
        names = sorted("pages/" + name for name in before)
        run(vnfix, "-q", "-i", *FORCED.get(form, []), "--report", "log", *names)
        after = digests()
        run(verify, "--originals", "old", "log")
        with open("log", encoding="utf-8") as log:
            changes = sum('"type":"change"' in line for line in log)
        run(vnfix, "-q", "--undo", "log")
        other = [name for name, digest in digests().items() if digest != before[name]]
        print("%s: %d files, %d repaired, %d changes, %d not restored" % (
            form, len(before), sum(before[name] != after[name] for name in before), changes, len(other)),
            flush=True)
        os.chdir(HERE)
        return not other


def main():
    shared = os.path.abspath(os.environ.get("VNFIX_SHARED", os.path.join(HERE, "..", "..", "..", "shared")))
    found = sorted(name for part in ("ocr/**", "legacy") for name in
                   glob.glob(os.path.join(shared, part, "*.ocr.txt"), recursive=True))
    vnfix, verify = map(os.path.abspath, sys.argv[1:3])
    if not found:
        print("skipped: no pages in " + shared)
        sys.exit(77)
    # A page of any format is kept together, up to 96 MiB with its mark-up.
    pages = [lines[i:i + 2000] for lines in map(lines_of, found) for i in range(0, len(lines), 2000)]
    pages = [lines for lines in pages if any(line.strip() for line in lines)]
    good = [try_format(form, pages, vnfix, verify) for form in sys.argv[3:] or FORMATS]
    sys.exit(0 if all(good) else 1)


main()
