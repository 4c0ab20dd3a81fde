#!/usr/bin/env python3
"""Proves that two documents with mark-up differ in words alone, with none of vnfix's code.

    verify_words.py BEFORE AFTER [TEXT]

Tags, comments and all else between < and > must be the same bytes in the same order, and so must the
text outside of elements of the class ocrx_word. Prints how many words differ. With TEXT, the words of
AFTER must be those of that plain text. Exit code 0 when all of it holds, else 1, saying why.
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


def main(before, after, text=None):
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
