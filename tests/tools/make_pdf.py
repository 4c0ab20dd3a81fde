#!/usr/bin/env python3
"""Writes small PDF files with text layers as different producers make them: make_pdf.py KIND FILE.

The words are those of LINES, the boxes invented, the picture a grey square.
"""
import sys
import zlib

LINES = ["CONG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hanh phúc",
         "Căn cứ Luật tổ chức Hội đồng nhân dân"]
PLAIN = ["CONG HOA XA HOI CHU NGHIA VIET NAM", "Doc lap - Tu do - Hanh phuc"]


def stream(data, entries="", pack=True):
    if isinstance(data, str):
        data = data.encode("latin-1")
    if pack:
        data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


def number(obj):
    return b"%d 0 obj\n%s\nendobj\n" % obj


def with_table(objects, head=b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", trailer=""):
    out, places = head, []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += number((i, body if isinstance(body, bytes) else body.encode("latin-1")))
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    return out + (b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, trailer.encode(), at))


def with_stream(objects):
    """Dictionaries in an object stream, places in a cross-reference stream."""
    bodies = [b if isinstance(b, bytes) else b.encode("latin-1") for b in objects]
    packed = [i for i, b in enumerate(bodies, 1) if b"\nstream\n" not in b]
    holder, table = len(bodies) + 1, len(bodies) + 2
    heads, inner = "", b""
    for i in packed:
        heads += "%d %d " % (i, len(inner))
        inner += bodies[i - 1] + b" "
    out, rows = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n", {0: (0, 0, 65535)}
    for i, body in enumerate(bodies, 1):
        if i in packed:
            rows[i] = (2, holder, packed.index(i))
        else:
            rows[i] = (1, len(out), 0)
            out += number((i, body))
    rows[holder] = (1, len(out), 0)
    out += number((holder, stream(heads.encode() + inner, "/Type /ObjStm /N %d /First %d"
                                  % (len(packed), len(heads)))))
    rows[table] = (1, len(out), 0)
    at = len(out)
    data = b"".join(t.to_bytes(1, "big") + a.to_bytes(4, "big") + b.to_bytes(2, "big")
                    for _, (t, a, b) in sorted(rows.items()))
    out += number((table, stream(data, "/Type /XRef /W [ 1 4 2 ] /Size %d /Root 1 0 R"
                                 % (table + 1))))
    return out + b"startxref\n%d\n%%%%EOF" % at


CMAP = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n%s\n"
        "endcmap end end")
IDENTITY = "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange"
IMAGE = stream(b"\x80" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace "
               "/DeviceGray /BitsPerComponent 8")


def glyphless(cmap=IDENTITY, widths=""):
    """Type0 without a font program; three objects from number 10 on."""
    return ["<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H "
            "/DescendantFonts [ 11 0 R ] /ToUnicode 12 0 R >>",
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /CIDSystemInfo "
            "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 %s "
            "/FontDescriptor << /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /FontBBox "
            "[ 0 0 500 1000 ] /ItalicAngle 0 /Ascent 1000 /Descent 0 /CapHeight 1000 /StemV 80 "
            ">> >>" % widths,
            stream(CMAP % cmap)]


def utf16(text):
    return "<" + text.encode("utf-16-be").hex() + ">"


def pages(contents, resources="/Font << /F 10 0 R >> /XObject << /Im 9 0 R >>", more=None,
          page="/Resources << %s >>", tree="", catalog=""):
    """One page; CONTENTS is a list of streams; MORE objects from number 10 on."""
    refs = " ".join("%d 0 R" % (4 + i) for i in range(len(contents)))
    objects = ["<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
               "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 %s >>" % tree,
               "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 600 400 ] /Contents [ %s ] %s >>"
               % (refs, page % resources if "%s" in page else page)]
    objects += [c if isinstance(c, bytes) else stream(c) for c in contents]
    objects += ["null"] * (8 - len(objects)) + [IMAGE] + (more or glyphless())
    return objects


PICTURE = "q 600 0 0 400 0 0 cm /Im Do Q\n"


def by_word(lines=LINES, show="[ %s ] TJ"):
    """Tesseract: each word is set apart, its scale makes it fit, a blank is behind it."""
    out = PICTURE + "BT\n3 Tr"
    for row, line in enumerate(lines):
        out += " 1 0 0 1 50 %d Tm /F 10 Tf" % (350 - 20 * row)
        for word in line.split():
            width = 7 * len(word) + 4
            out += " %.3f Tz %s %.3f 0 Td" % (100 * width / (5 * (len(word) + 1)),
                                              show % utf16(word + " "), width)
        out += "\n"
    return out + "ET\n"


def by_line(lines=PLAIN, operator="Tj"):
    """ABBYY, hOCR tools: a line is a string, in a font of Latin letters, behind the picture."""
    out = "BT /F 10 Tf 3 Tr 14 TL 50 350 Td\n"
    for line in lines:
        text = "(" + line.replace("(", "\\(") + ")"
        if operator == "TJ":
            words = line.split(" ")
            text = "[ " + " -300 ".join("(%s)" % (w[:1] + ") 20 (" + w[1:]) for w in words) + " ]"
            out += text + " TJ T*\n"
        elif operator == '"':
            out += "1 0.5 " + text + ' "\n'
        elif operator == "'":
            out += text + " '\n"
        else:
            out += text + " Tj T*\n"
    return out + "ET\n" + PICTURE


def under(picture=PICTURE):
    return by_word().replace(PICTURE, "").replace("3 Tr", "0 Tr") + picture


LATIN = ["<< /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding /FirstChar "
         "32 /LastChar 126 /Widths [ %s ] >>" % " ".join("%d" % (400 + 3 * i) for i in range(95))]
DIFFERENCES = ["<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Type /Encoding "
               "/Differences [ 1 /uni1ED8 /Dcroat /ecircumflexacute ] >> >>"]
FORM = stream(by_word(), "/Type /XObject /Subtype /Form /BBox [ 0 0 600 400 ] /Matrix "
              "[ 1 0 0 1 0 0 ] /Resources << /Font << /F 10 0 R >> /XObject << /Im 9 0 R >> >>")
FORM_OF_PAGE = stream(by_word(), "/Type /XObject /Subtype /Form /BBox [ 0 0 600 400 ]")
SUBSET = "%d beginbfchar\n%s\nendbfchar"


def subset(lines=LINES):
    letters = sorted(set("".join(lines) + " "))
    return SUBSET % (len(letters), "\n".join("%s %s" % (utf16(c), utf16(c)) for c in letters))


def split_streams():
    text = by_word().split("\n")
    return ["\n".join(text[:3]) + "\n", "\n".join(text[3:])]


def two_pages():
    objects = pages([by_word(LINES[:1])])
    objects[1] = "<< /Type /Pages /Kids [ 3 0 R 14 0 R 3 0 R ] /Count 3 >>".replace(" 3 0 R ]", " ]") \
        .replace("/Count 3", "/Count 2")
    objects += ["null"] * (13 - len(objects))
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 600 400 ] /Contents 15 0 R /Resources "
                "<< /Font << /F 10 0 R >> /XObject << /Im 9 0 R >> >> >>", stream(by_word(LINES[1:]))]
    return objects


def loop_of_forms():
    form = stream("/A Do " + by_word(), "/Type /XObject /Subtype /Form /BBox [ 0 0 9 9 ] /Resources "
                  "<< /Font << /F 10 0 R >> /XObject << /A 13 0 R /Im 9 0 R >> >>")
    return pages(["/A Do\n"], "/XObject << /A 13 0 R >>", glyphless() + [form])


def object_bomb(size, keys="/Type /ObjStm /N 1 /First 4", filters="/FlateDecode", times=1):
    """An object stream, number 2 in it, that unpacks to SIZE bytes."""
    data = b"2 0 " + b" " * size
    for _ in range(times):
        data = zlib.compress(data, 9)
    pdf = with_stream(pages([by_word()]))
    body = b"<< %s /Filter %s /Length %d >>\nstream\n%s\nendstream" % (
        keys.encode(), filters.encode(), len(data), data)
    return pdf[:15] + b"99 0 obj\n" + body + b"\nendobj\n" + pdf[15:]


def bomb(size):
    return pages([stream(b"0 " * (size // 2))])


def is_white(x, y):
    """The picture of the kinds "shown-": squares of 50 by 40 pixels, a white one first."""
    return (x // 50 + y // 40) % 2 == 0


def rows(pixel, bits=8):
    """Rows of the picture, of what PIXEL makes of white and black, padded to whole bytes."""
    out = []
    for y in range(400):
        row = "".join(format(sample, "0%db" % bits) for x in range(600) for sample in pixel(is_white(x, y)))
        out.append(int(row.ljust(-len(row) // 8 * -8, "0"), 2).to_bytes((len(row) + 7) // 8, "big"))
    return out


def fax():
    """Group 4: a row is two runs after each other, or as the one above."""
    white, black, none = "01010011", "000001010010", ("00110101", "0000110111")
    out = ""
    for y in range(400):
        first_white = is_white(0, y)
        if y % 40:
            out += "1" * (12 if first_white else 13)
        elif first_white:
            out += ("001" + white + black) * 6
        else:
            out += "001" + none[0] + black + ("001" + white + black) * 5 + "001" + white + none[1]
    out += "000000000001" * 2
    return int(out.ljust(-len(out) // 8 * -8, "0"), 2).to_bytes((len(out) + 7) // 8, "big")


def picture(data, entries, pack=False):
    return stream(data, "/Type /XObject /Subtype /Image /Width 600 /Height 400 " + entries, pack)


GREY = "/ColorSpace /DeviceGray /BitsPerComponent %d "
JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
PICTURES = {
    "grey": lambda: picture(b"".join(rows(lambda w: [255 if w else 0])), GREY % 8, True),
    "predictor": lambda: picture(b"".join(b"\0" + row for row in rows(lambda w: [3 if w else 0], 2)),
                                 GREY % 2 + "/DecodeParms << /Predictor 15 /Columns 600 /Colors 1 "
                                 "/BitsPerComponent 2 >>", True),
    "plain": lambda: picture(b"".join(rows(lambda w: [w], 1)), GREY % 1),
    "inverse": lambda: picture(b"".join(rows(lambda w: [not w], 1)), GREY % 1 + "/Decode [ 1 0 ]", True),
    "stencil": lambda: picture(b"".join(rows(lambda w: [w], 1)), "/ImageMask true", True),
    "colour": lambda: picture(b"".join(rows(lambda w: [255, 254, 253] if w else [0, 1, 2])),
                              "/ColorSpace /DeviceRGB /BitsPerComponent 8", True),
    "palette": lambda: picture(b"".join(rows(lambda w: [1 if w else 2], 4)), "/ColorSpace [ /Indexed "
                               "/DeviceRGB 2 <0000FF FFFEFD 000102> ] /BitsPerComponent 4", True),
    "fax": lambda: picture(fax(), GREY % 1 + "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns "
                           "600 /Rows 400 >>"),
    "faxinverse": lambda: picture(fax(), GREY % 1 + "/Filter [ /CCITTFaxDecode ] /Decode [ 1 0 ] "
                                  "/DecodeParms [ << /K -1 /Columns 600 /BlackIs1 true >> ]"),
    "jpeg": lambda: picture(JPEG, GREY % 8 + "/Filter /DCTDecode"),
    "jpegdeflated": lambda: picture(zlib.compress(JPEG), GREY % 8 + "/Filter [ /FlateDecode /DCTDecode ]"),
    # Those that no browser shows, or that something else is seen through.
    "jbig": lambda: picture(b"\0" * 20, GREY % 1 + "/Filter /JBIG2Decode"),
    "masked": lambda: picture(JPEG, GREY % 8 + "/Filter /DCTDecode /SMask 9 0 R"),
    "group3": lambda: picture(fax(), GREY % 1 + "/Filter /CCITTFaxDecode /DecodeParms << /Columns 600 >>"),
    "short": lambda: picture(b"\0" * 99, GREY % 8, True),
    "torn": lambda: picture(b"\x78\x9c not deflated", GREY % 8 + "/Filter /FlateDecode"),
}


def shown(name, place=PICTURE):
    objects = pages([by_word().replace(PICTURE, place)])
    objects[8] = PICTURES[name]()
    return with_table(objects)


KINDS = {
    "tesseract": lambda: with_table(pages([by_word()])),
    "tj": lambda: with_table(pages([by_word(show="%s Tj")])),
    "crlf": lambda: with_table(pages([by_word().replace("\n", "\r\n")])).replace(
        b"%%EOF\n", b"%%EOF"),
    "xrefstream": lambda: with_stream(pages([by_word()])),
    "streams": lambda: with_table(pages(split_streams())),
    "raw": lambda: with_table(pages([stream(by_word(), pack=False)])),
    "form": lambda: with_table(pages(["q /A Do Q\n"], "/XObject << /A 13 0 R >>",
                                     glyphless() + [FORM])),
    "formofpage": lambda: with_table(pages(
        ["q /A Do Q\n"], "/Font << /F 10 0 R >> /XObject << /A 13 0 R /Im 9 0 R >>",
        glyphless() + [FORM_OF_PAGE])),
    "formofpagesubset": lambda: with_stream(pages(
        ["q /A Do Q\n"], "/Font << /F 10 0 R >> /XObject << /A 13 0 R /Im 9 0 R >>",
        glyphless(subset()) + [FORM_OF_PAGE])),
    "subset": lambda: with_table(pages([by_word()], more=glyphless(subset()))),
    "subsetstream": lambda: with_stream(pages([by_word()], more=glyphless(subset()))),
    "inherited": lambda: with_table(pages(
        [by_word()], page="", more=glyphless(subset()),
        tree="/Resources << /Font << /F 10 0 R >> /XObject << /Im 9 0 R >> >>")),
    "indirect": lambda: with_table(pages(
        [by_word()], page="/Resources 13 0 R",
        more=glyphless(subset()) + ["<< /Font 14 0 R /XObject << /Im 9 0 R >> >>",
                                    "<< /F 10 0 R >>"])),
    "latin": lambda: with_table(pages([by_line()], more=LATIN)),
    "latintj": lambda: with_table(pages([by_line(operator="TJ")], more=LATIN)),
    "latinquote": lambda: with_table(pages([by_line(operator="'")], more=LATIN)),
    "latindouble": lambda: with_table(pages([by_line(operator='"')], more=LATIN)),
    "standard": lambda: with_table(pages([by_line()], more=DIFFERENCES)),
    "pages": lambda: with_table(two_pages()),
    "visible": lambda: with_table(pages([by_word().replace("3 Tr", "0 Tr")])),
    "both": lambda: with_table(pages([by_word(), "BT 0 Tr /F 10 Tf 50 20 Td " + utf16("CONG HOÀ")
                                      + " Tj ET\n"])),
    # Visible, and a picture over it.
    "under": lambda: with_table(pages([under()])),
    "underlatin": lambda: with_table(pages([by_line().replace("3 Tr", "0 Tr")], more=LATIN)),
    "underclip": lambda: with_table(pages([under("q 0 0 600 400 re W n\n" + PICTURE + "Q\n")])),
    "underturned": lambda: with_table(pages([under("q 0 400 -600 0 600 0 cm /Im Do Q\n")])),
    "underform": lambda: with_table(pages(
        ["q /A Do Q\n"], "/XObject << /A 13 0 R >>", glyphless() + [stream(
            under(), "/Type /XObject /Subtype /Form /BBox [ 0 0 600 400 ] /Resources << /Font << "
            "/F 10 0 R >> /XObject << /Im 9 0 R >> >>")])),
    # A picture that covers a part, or through which the text is seen.
    "undersmall": lambda: with_table(pages([under("q 100 0 0 400 500 0 cm /Im Do Q\n")])),
    "undersmallclip": lambda: with_table(pages([under("q 500 0 100 400 re W n\n" + PICTURE + "Q\n")])),
    "underround": lambda: with_table(pages([under("q 0 0 m 600 400 l W n\n" + PICTURE + "Q\n")])),
    "underthin": lambda: with_table(pages([under("q /G gs " + PICTURE + "Q\n")],
                                          resources="/Font << /F 10 0 R >> /XObject << /Im 9 0 R >> "
                                          "/ExtGState << /G << /ca 0.5 >> >>")),
    "underlayer": lambda: with_table(pages([under("/OC /L BDC " + PICTURE + "EMC\n")])),
    "undermask": lambda: with_table(pages([under()])).replace(b"/BitsPerComponent 8",
                                                              b"/ImageMask true    "),
    # OCRmyPDF by hOCR: words, each with a blank, side by side in a font whose widths nobody tells.
    "helvetica": lambda: with_table(pages(
        ["BT 3 Tr /F 10 Tf 50 350 Td 115 Tz (quan ) Tj 28.8 0 Td (ly, ) Tj 16 0 Td (till ) Tj 17.6 0 Td "
         "(fiji ) Tj ET\n" + PICTURE],
        more=["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"])),
    # The picture is turned: what is up on the page is right on it.
    "shown-turned": lambda: shown("jpeg", "q 0 400 -600 0 600 0 cm /Im Do Q\n"),
    "shown-beside": lambda: shown("jpeg", "q 100 0 0 100 500 0 cm /Im Do Q\n"),
    "picture": lambda: with_table(pages([PICTURE])),
    "signed": lambda: with_table(pages([by_word()], catalog="/AcroForm << /SigFlags 3 /Fields "
                                       "[ 13 0 R ] >>", more=glyphless() + [
        "<< /FT /Sig /T (s) /V << /Type /Sig /ByteRange [ 0 1 2 3 ] /Contents <00> >> >>"])),
    "form-fields": lambda: with_table(pages([by_word()], catalog="/AcroForm << /Fields [ 13 0 R ] "
                                            ">>", more=glyphless() + ["<< /FT /Tx /T (t) >>"])),
    "xfa": lambda: with_table(pages([by_word()], catalog="/AcroForm << /Fields [ ] /XFA [ ] >>")),
    "loop": lambda: with_table(loop_of_forms()),
    "pageloop": lambda: with_table([o if i != 1 else "<< /Type /Pages /Kids [ 3 0 R 2 0 R ] /Count "
                                    "2 >>" for i, o in enumerate(pages([by_word()]))]),
    "truncated": lambda: with_table(pages([by_word()]))[:-400],
    "badlength": lambda: with_table(pages([by_word()])).replace(b"/Length ", b"/Length 9", 1),
    "badflate": lambda: with_table(pages([stream(by_word())[:-60] + b"x" * 49 + b"\nendstream"])),
    "prevloop": lambda: with_table(pages([by_word()]), trailer="/Prev 20 "),
    "deep": lambda: with_table(pages(["q " * 100000 + by_word()])),
    "nested": lambda: with_table(pages([by_word()] + [], catalog="/X " + "[" * 5000 + "]" * 5000)),
    "objectbomb": lambda: object_bomb(100 << 20),
    "objectbombescaped": lambda: object_bomb(100 << 20, "/Type /ObjStm /N 1 /F#69rst 4"),
    "objectbombtwice": lambda: object_bomb(100 << 20, filters="[ /FlateDecode /FlateDecode ]", times=2),
    "tablebomb": lambda: object_bomb(100 << 20, "/Type /XRef /W [ 1 4 2 ] /Size 9"),
    "bomb": lambda: with_table(bomb(200 << 20)),
}

for _name in PICTURES:
    KINDS["shown-" + _name] = lambda name=_name: shown(name)

if __name__ == "__main__":
    with open(sys.argv[2], "wb") as file:
        file.write(KINDS[sys.argv[1]]())
