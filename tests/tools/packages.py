#!/usr/bin/env python3
"""Documents that are ZIP archives, for tests: made, shown, and compared with none of vnfix's code.

    packages.py make FORMAT OUT [PAGE.hocr]   docx, odt or epub with the text of the page, or a few words
    packages.py text FILE                     its words, as a reader sees them, a line each
    packages.py same BEFORE AFTER             exits with 1, saying why, unless the two differ in the words
                                              of members that hold text and what tells of these alone
"""
import os
import re
import struct
import sys
import zipfile
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import as_format  # noqa: E402

TIME = (2026, 1, 2, 3, 4, 6)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
       'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
TEXT = {"docx": r"word/(document|footnotes|endnotes|comments|header|footer)\d*\.xml",
        "odt": r"(content|styles)\.xml", "epub": r".*\.(xhtml|html|htm|ncx)"}


def blocks_of(name):
    """[[[word]]]: blocks of lines of words."""
    if not name:
        return [[["Nghị", "quyêt", "so\u0302", "12/2024"], ["cu\u0309a", "A&B"]], [["Điều", "1."]]]
    return [[[w for _, w in words] for _, words in lines] for _, lines in as_format.read(name)[1]]


def docx(blocks):
    out = []
    for block in blocks:
        runs = []
        for line in block:
            # Runs that part words in the middle, as Word makes them.
            text = " ".join(line)
            half = len(text) // 2
            runs.append('<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>'
                        '<w:r w:rsidR="00A1"><w:t xml:space="preserve">%s</w:t></w:r>'
                        % (escape(text[:half]), escape(text[half:])))
        out.append("<w:p><w:pPr/>" + "<w:r><w:br/></w:r>".join(runs) + "</w:p>")
    yield "[Content_Types].xml", HEAD + "<Types/>"
    yield "word/media/image1.png", b"\x89PNG\r\n" + bytes(range(256)) * 40
    yield "word/document.xml", HEAD + f"<w:document {W}><w:body>{''.join(out)}</w:body></w:document>"
    yield "docProps/core.xml", HEAD + "<core>so\u0302</core>"


def odt(blocks):
    lines = [["<text:span>%s</text:span>" % escape(" ".join(line)) for line in block] for block in blocks]
    text = "".join("<text:p>%s</text:p>" % "<text:line-break/>".join(block) for block in lines)
    yield "mimetype", "application/vnd.oasis.opendocument.text"
    yield "Pictures/a.png", bytes(range(256)) * 40
    yield "content.xml", (HEAD + f"<office:document-content {ODF}><office:body><office:text>{text}</office:text>"
                          "</office:body></office:document-content>")


def epub(blocks):
    text = "".join("<p>%s</p>\n" % "<br/>\n".join(escape(" ".join(line)) for line in block) for block in blocks)
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", HEAD + "<container/>"
    yield "OEBPS/c1.xhtml", (HEAD + '<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title></head>'
                             f"<body>{text}</body></html>")
    yield "OEBPS/style.css", "p { margin: 0 }"


def make(form, out, page=None):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for k, (name, data) in enumerate({"docx": docx, "odt": odt, "epub": epub}[form](blocks_of(page))):
            info = zipfile.ZipInfo(name, TIME)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=1 + k % 9)


def kind(archive):
    names = archive.namelist()
    if "mimetype" not in names:
        return "docx"
    return "odt" if b"opendocument" in archive.read("mimetype") else "epub"


def words(data, form):
    """What is written in the XML of DATA: a line for each paragraph or line."""
    out = []
    for event, e in ET.iterparse(__import__("io").BytesIO(data), ("start", "end")):
        name = e.tag.split("}")[-1]
        if event == "start" and name in ("br", "line-break", "p", "h"):
            out.append("\n")
        if form == "docx":
            if event == "end" and name == "t":
                out.append(e.text or "")
        elif event == "end" and name in ("p", "h"):
            out.append("\n" + "".join("\n" if x.tag.split("}")[-1] in ("br", "line-break") else "" for x in ()))
            out.append(re.sub(r"\s*\n\s*", "\n", "".join(flat(e))))
    return [w for w in "".join(out).split()]


def flat(e):
    yield e.text or ""
    for child in e:
        if child.tag.split("}")[-1] in ("br", "line-break"):
            yield "\n"
        yield from flat(child)
        yield child.tail or ""


def text(name):
    with zipfile.ZipFile(name) as archive:
        form = kind(archive)
        for member in archive.namelist():
            if re.fullmatch(TEXT[form], member):
                print("\n".join(words(archive.read(member), form)))


def raw(name, info):
    """The local header of a member with its extra field, and its packed bytes."""
    with open(name, "rb") as file:
        file.seek(info.header_offset)
        header = file.read(30)
        size = sum(struct.unpack("<HH", header[26:30]))
        return header + file.read(size), file.read(info.compress_size)


def same(before, after):
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        form, bad = kind(old), new.testzip()
        if bad:
            sys.exit(f"{after}: {bad} has another checksum")
        if old.namelist() != new.namelist() or old.comment != new.comment:
            sys.exit(f"{after}: other members")
        for a, b in zip(old.infolist(), new.infolist()):
            for what in ("date_time", "compress_type", "comment", "extra", "create_system", "create_version",
                         "extract_version", "flag_bits", "volume", "internal_attr", "external_attr"):
                if getattr(a, what) != getattr(b, what):
                    sys.exit(f"{after}: {a.filename}: another {what}")
            if not re.fullmatch(TEXT[form], a.filename):
                if raw(before, a) != raw(after, b):
                    sys.exit(f"{after}: {a.filename}: other bytes")
                continue
            # Tags and what stands in them are the same; texts alone differ.
            x, y = (re.findall(rb"<[^>]*>", archive.read(a.filename)) for archive in (old, new))
            if x != y:
                sys.exit(f"{after}: {a.filename}: other mark-up")
            head, other = raw(before, a)[0], raw(after, b)[0]
            if head[:14] + head[26:] != other[:14] + other[26:]:
                sys.exit(f"{after}: {a.filename}: another header")


if __name__ == "__main__":
    {"make": make, "text": text, "same": same}[sys.argv[1]](*sys.argv[2:])
