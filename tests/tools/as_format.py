#!/usr/bin/env python3
"""Writes a page of hOCR as Tesseract makes it in another format: as_format.py FORMAT PAGE.hocr >OUT

FORMAT: alto2, alto3, alto4 (words with glyphs, as the schemas have them), altox (a prefix), page2013,
page2019, page2024 (region, line, word and glyph all say the text), page-lines, page-regions (these
alone do), bbox, bbox-layout (pdftotext), text (an empty line behind each block), lines (none).
"""
import re
import sys
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

NS = "{http://www.w3.org/1999/xhtml}"


def box(element):
    return [int(x) for x in re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", element.get("title")).groups()]


def having(element, name):
    return [e for e in element.iter() if name in (e.get("class") or "").split()]


def read(name):
    """[(box of block, [(box of line, [(box, word)])])]"""
    root = ET.parse(name).getroot()
    lines = "ocr_line ocr_header ocr_caption ocr_textfloat".split()
    blocks = []
    for block in having(root, "ocr_carea"):
        found = []
        for line in [e for e in block.iter() if (e.get("class") or "") in lines]:
            words = [(box(w), "".join(w.itertext()).strip()) for w in having(line, "ocrx_word")]
            words = [w for w in words if w[1]]
            if words:
                found.append((box(line), words))
        if found:
            blocks.append((box(block), found))
    return box(having(root, "ocr_page")[0]), blocks


def alto(version, page, blocks):
    p = "a:" if version == "x" else ""
    number = "3" if version == "x" else version
    ns = f"http://www.loc.gov/standards/alto/ns-v{number}#"
    where = lambda b: f'HPOS="{b[0]}" VPOS="{b[1]}" WIDTH="{b[2] - b[0]}" HEIGHT="{b[3] - b[1]}"'
    step = f"<{p}processingSoftware><{p}softwareName>engine</{p}softwareName></{p}processingSoftware>"
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}alto xmlns{":a" if p else ""}="{ns}">\n'
    yield f"<{p}Description><{p}MeasurementUnit>pixel</{p}MeasurementUnit>"
    if number == "4":
        yield f'<Processing ID="P1">{step}</Processing></Description>\n'
    else:
        yield (f'<{p}OCRProcessing ID="P1"><{p}ocrProcessingStep>{step}</{p}ocrProcessingStep>'
               f"</{p}OCRProcessing></{p}Description>\n")
    yield f'<{p}Layout><{p}Page ID="page1" PHYSICAL_IMG_NR="1"><{p}PrintSpace {where(page)}>\n'
    for b, (bb, lines) in enumerate(blocks):
        yield f'<{p}TextBlock ID="b{b}" {where(bb)}>\n'
        for k, (lb, words) in enumerate(lines):
            yield f'<{p}TextLine ID="l{b}_{k}" {where(lb)}>\n'
            for w, (wb, word) in enumerate(words):
                if w:
                    yield f"<{p}SP/>\n"
                yield f'<{p}String ID="w{b}_{k}_{w}" {where(wb)} CONTENT={quoteattr(word)} WC="0.9"'
                if number == "4":
                    yield ">" + "".join(f"<Glyph CONTENT={quoteattr(c)}/>" for c in word) + "</String>"
                else:
                    yield "/>"
            yield f"\n</{p}TextLine>\n"
        yield f"</{p}TextBlock>\n"
    yield f"</{p}PrintSpace></{p}Page></{p}Layout>\n</{p}alto>\n"


def page_xml(year, page, blocks, levels="rlwg"):
    points = lambda b: f'<Coords points="{b[0]},{b[1]} {b[2]},{b[1]} {b[2]},{b[3]} {b[0]},{b[3]}"/>'
    says = lambda level, text: f'<TextEquiv conf="0.9"><Unicode>{escape(text)}</Unicode></TextEquiv>' * (level in levels)
    ns = f"http://schema.primaresearch.org/PAGE/gts/pagecontent/{year}-07-15"
    yield f'<?xml version="1.0" encoding="UTF-8"?>\r\n<PcGts xmlns="{ns}">\r\n<Metadata><Creator>engine</Creator>'
    yield "<Created>2026-01-01T00:00:00</Created><LastChange>2026-01-01T00:00:00</LastChange></Metadata>\r\n"
    yield f'<Page imageFilename="p.png" imageWidth="{page[2]}" imageHeight="{page[3]}">\r\n'
    for b, (bb, lines) in enumerate(blocks):
        yield f'<TextRegion id="r{b}">{points(bb)}\r\n'
        for k, (lb, words) in enumerate(lines):
            if not set(levels) & set("lwg"):
                break
            yield f'<TextLine id="l{b}_{k}">{points(lb)}\r\n'
            for w, (wb, word) in enumerate(words):
                if not set(levels) & set("wg"):
                    break
                yield f'<Word id="w{b}_{k}_{w}">{points(wb)}'
                if "g" in levels:
                    yield "".join(f'<Glyph id="g{b}_{k}_{w}_{g}">{points(wb)}{says("g", c)}</Glyph>'
                                  for g, c in enumerate(word))
                yield says("w", word) + "</Word>\r\n"
            yield says("l", " ".join(w for _, w in words)) + "</TextLine>\r\n"
        yield says("r", "\n".join(" ".join(w for _, w in words) for _, words in lines))
        yield "</TextRegion>\r\n"
    yield "</Page>\r\n</PcGts>\r\n"


def bbox(layout, page, blocks):
    where = lambda b: "xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\"" % tuple(x * 0.24 for x in b)
    yield ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
           '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
           '<html xmlns="http://www.w3.org/1999/xhtml">\n<head>\n<title></title>\n</head>\n<body>\n<doc>\n')
    yield '  <page width="%f" height="%f">\n' % (page[2] * 0.24, page[3] * 0.24)
    for bb, lines in blocks:
        if layout:
            yield f"    <flow>\n      <block {where(bb)}>\n"
        for lb, words in lines:
            if layout:
                yield f"        <line {where(lb)}>\n"
            # As pdftotext has it: all boxes of a line are of the height of its font.
            for wb, word in words:
                high = [wb[0], lb[1], wb[2], lb[3]]
                yield f"    {'      ' if layout else ''}<word {where(high)}>{escape(word)}</word>\n"
            if layout:
                yield "        </line>\n"
        if layout:
            yield "      </block>\n    </flow>\n"
    yield "  </page>\n</doc>\n</body>\n</html>\n"


def write(form, name):
    page, blocks = read(name)
    if form.startswith("alto"):
        return alto(form[4:], page, blocks)
    if form in ("page-lines", "page-regions"):
        return page_xml("2019", page, blocks, form[5])
    if form.startswith("page"):
        return page_xml(form[4:], page, blocks)
    if form in ("text", "lines"):
        end = "\n" if form == "text" else ""
        return ("".join(" ".join(w for _, w in words) + "\n" for _, words in lines) + end for _, lines in blocks)
    return bbox(form == "bbox-layout", page, blocks)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    sys.stdout.writelines(write(sys.argv[1], sys.argv[2]))
