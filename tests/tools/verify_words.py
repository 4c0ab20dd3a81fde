#!/usr/bin/env python3
"""Proves that two documents with mark-up differ in words alone, with none of vnfix's code.

    verify_words.py BEFORE AFTER [TEXT]

For hOCR: tags, comments and all else between < and > must be the same bytes in the same order, and so must the
text outside of elements of the class ocrx_word. Prints how many words differ. With TEXT, the words of
AFTER must be those of that plain text. Other formats (ALTO, PAGE, Tesseract's TSV, pdftotext -bbox) are
the same bytes once the texts of words, the note of the work and what PAGE keeps of the old reading, which
must be that, are taken out. Exit code 0 when all of it holds, else 1, saying why.
"""
import html
import re
import sys

PIECES = re.compile(rb"(<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[^>]*>)", re.S)


def pieces(name):
    """(is mark-up, bytes, stands in a word) of the file, in order."""
    with open(name, "rb") as file:
        parts = PIECES.split(file.read())
    open_tags = []
    for k, part in enumerate(parts):
        in_word = any(open_tags)
        yield bool(k % 2), part, in_word
        if k % 2 and re.match(rb"<[A-Za-z]", part) and not part.endswith(b"/>"):
            open_tags.append(re.search(rb"""class\s*=\s*["'][^"']*\bocrx_word\b""", part) is not None)
        elif k % 2 and part.startswith(b"</"):
            open_tags.pop()


STEPS = (rb"<([\w:]*)postProcessingStep>(?:(?!</\1postProcessingStep).)*>vnfix<.*?</\1postProcessingStep>",
         rb'<([\w:]*)Processing ID="vnfix-\d+">.*?</\1Processing>', rb'<[\w:]*MetadataItem [^>]*"vnfix [^>]*/>')


def keeps(data):
    """PAGE: what was read again where it stands as the next reading."""
    new = re.compile(rb'<((?:\w+:)?)TextEquiv index="0">(?:(?!</\1TextEquiv>).)*</\1TextEquiv>'
                     rb'<\1TextEquiv index="1"([^>]*)>(.*?)</\1TextEquiv>', re.S)
    return new.sub(rb"<\1TextEquiv\2>\3</\1TextEquiv>", data)


def texts(data):
    """The spans of the texts of words in DATA, and the words of the running text."""
    if data.startswith(b"level\tpage_num"):
        spans = [m.span(1) for m in re.finditer(rb"(?m)^5(?:\t[^\t\r\n]*){10}\t([^\t\r\n]*)", data)]
    elif b"<doc>" in data:
        spans = [m.span(1) for m in re.finditer(rb"<word [^>]*>([^<]*)</word>", data)]
    elif b"PcGts" in data:
        # A level is the running text where the one below says nothing.
        words = re.findall(rb"<(?:\w+:)?Word\b", data)
        lines = re.findall(rb"<(?:\w+:)?TextLine\b", data)
        level = b"Word" if words else b"TextLine" if lines else b"TextRegion"
        spans = [m.span(1) for m in re.finditer(rb"<(?:\w+:)?Unicode>([^<]*)</", data)]
        out = []
        for element in re.findall(rb"<(?:\w+:)?" + level + rb"\b.*?</(?:\w+:)?" + level + rb">", data, re.S):
            out += html.unescape(re.findall(rb"<(?:\w+:)?Unicode>([^<]*)</", element)[
                -1 if b'index="1"' not in element else -2].decode()).split()
        return spans, out
    else:
        spans = [m.span(2) for m in re.finditer(rb"""\b(?:SUBS_)?CONTENT=(["'])(.*?)\1""", data)]
        words = [m.group(2) for m in re.finditer(rb"""<(?:\w+:)?String\b[^>]*?\bCONTENT=(["'])(.*?)\1""", data)]
        return spans, [w for x in words for w in html.unescape(x.decode()).split()]
    return spans, [w for a, b in spans for w in html.unescape(data[a:b].decode()).split()]


def without(data, spans):
    at, out = 0, []
    for a, b in spans:
        out.append(data[at:a])
        at = b
    return b"".join(out) + data[at:]


def compare(before, after, text):
    with open(before, "rb") as file:
        old = file.read()
    with open(after, "rb") as file:
        new = file.read()
    for step in STEPS:
        old, new = re.sub(step, b"", old, flags=re.S), re.sub(step, b"", new, flags=re.S)
    words = texts(new)[1]
    if text is not None:
        with open(text, encoding="utf-8") as file:
            if words != file.read().split():
                sys.exit(f"{after}: other words than {text}")
    kept = keeps(new)
    if kept != new and texts(kept)[1] != texts(old)[1]:
        sys.exit(f"{after}: what was read is not kept")
    if without(kept, texts(kept)[0]) != without(old, texts(old)[0]):
        sys.exit(f"{after}: more than words differs")
    print(sum(a != b for a, b in zip(words, texts(old)[1])))


def main(before, after, text=None):
    with open(before, "rb") as file:
        if not re.search(rb"ocrx_word", file.read()):
            return compare(before, after, text)
    changed, words = 0, []
    old, new = list(pieces(before)), list(pieces(after))
    if len(old) != len(new):
        sys.exit(f"{after}: other mark-up")
    for (is_tag, a, in_word), (_, b, _) in zip(old, new):
        if a != b and (is_tag or not in_word):
            sys.exit(f"{after}: {b!r} was {a!r}, which is no word")
        changed += a != b
        if not is_tag and in_word:
            words += html.unescape(b.decode()).split()
    if text is not None:
        with open(text, encoding="utf-8") as file:
            wanted = file.read().split()
        if words != wanted:
            first = next((k for k, (a, b) in enumerate(zip(words, wanted)) if a != b), min(len(words), len(wanted)))
            sys.exit(f"{after}: word {first} is {words[first:first + 3]}, not {wanted[first:first + 3]}")
    print(changed)


if __name__ == "__main__":
    main(*sys.argv[1:])
