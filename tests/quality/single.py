#!/usr/bin/env python3
"""How vnfix takes single lines, each a document of its own, as rows of a quality table (set,measure,value).

    single.py pages SET COMMAND COUNT PAGES GLOB    lines of pages that an engine read
    single.py text SET COMMAND COUNT FILE...        pieces of right texts, as they are and damaged in several ways

COMMAND is vnfix with options, for a shell, without files, by its whole name. Lines have 1 to 20 words and something
that a letter is in. COUNT of them are taken, as far apart as they can be; no chance is in it. The rows: lines, their
words, how many per cent of the words are right before and after (without the signs around them, case counts), how
many words were right and are not any more, and how many per cent of the lines are right. With SHOW set in the
environment the lines that are not are told.
"""
import glob
import hashlib
import os
import re
import sys
import unicodedata

from kinds import read_file, run_all, standing

MOST = 20
TONES = "\u0300\u0301\u0303\u0309\u0323"
# What engines and hands put for another letter, one for one or two for one.
ALIKE = {"ư": "u", "ơ": "o", "â": "a", "ê": "e", "ô": "o", "ă": "a", "đ": "d", "l": "1", "i": "l", "o": "0", "u": "ii",
         "m": "rn", "c": "e", "h": "b"}


def pick(n, *what):
    """A number below N that depends on WHAT alone."""
    return int.from_bytes(hashlib.sha256(repr(what).encode()).digest()[:6], "big") % n


def core(word):
    return re.sub(r"^[\W_]+|[\W_]+$", "", word)


def words(line):
    return [core(w) for w in unicodedata.normalize("NFC", line).split() if core(w)]


def stripped(word):
    letters = unicodedata.normalize("NFD", word)
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def other_tone(word, *seed):
    """WORD with another tone, or without its own; as it is, where it has none."""
    letters = unicodedata.normalize("NFD", word)
    marks = [i for i, c in enumerate(letters) if c in TONES]
    if marks:
        i = marks[0]
        others = ["", *TONES.replace(letters[i], "")]
        letters = letters[:i] + others[pick(len(others), *seed)] + letters[i + 1:]
    return unicodedata.normalize("NFC", letters)


def misread(word, *seed):
    places = [i for i, c in enumerate(word) if c in ALIKE]
    if not places:
        return word
    i = places[pick(len(places), *seed)]
    return word[:i] + ALIKE[word[i]] + word[i + 1:]


def some(change, share):
    """Damage: CHANGE done to one word in SHARE, to one at least."""
    def damage(line, seed):
        parts = line.split(" ")
        able = [i for i, w in enumerate(parts) if change(w, seed, i) != w]
        hit = {i for i in able if pick(share, "hit", seed, i) == 0} or \
            set(able[pick(len(able), "one", seed):][:1] if able else [])
        return " ".join(change(w, seed, i) if i in hit else w for i, w in enumerate(parts))
    return damage


DAMAGES = {
    "clean": lambda line, seed: line,
    "capitals": lambda line, seed: line.upper(),
    "bare": lambda line, seed: stripped(line),
    "bare-capitals": lambda line, seed: stripped(line.upper()),
    "half": some(lambda w, *_: stripped(w), 2),
    "few-bare": some(lambda w, *_: stripped(w), 12),
    "few-tones": some(other_tone, 12),
    "few-letters": some(misread, 12),
    "letters": some(misread, 3),
}


def spread(items, count):
    """COUNT of ITEMS, evenly."""
    count = min(count, len(items))
    return [items[i * len(items) // count] for i in range(count)]


def wanted(right):
    return 1 <= len(right.split()) <= MOST and any(c.isalpha() for c in right) and "\u27e6" not in right


def page_lines(folder, pattern):
    """Pairs of a line as read and as printed."""
    for page in sorted(glob.glob(f"{folder}/{pattern}.ocr.txt")):
        read = read_file(page).split("\n")
        right = read_file(page[:-8] + ".truth.txt").split("\n")
        yield from ((a, b) for a, b in zip(read, right) if wanted(b) and a.strip())


def pieces(files):
    """Stretches of all lengths, from the beginning of a paragraph or from its middle."""
    number = 0
    for file in files:
        for paragraph in read_file(file).split("\n"):
            parts = unicodedata.normalize("NFC", paragraph).split()
            length = 1 + pick(MOST, number)
            start = 0 if number % 2 == 0 else pick(max(1, len(parts) - length), "start", number)
            line = " ".join(parts[start:start + length])
            number += 1
            if wanted(line) and line != line.upper():
                yield line


def score(name, command, pairs):
    count = before = after = harmed = whole = 0
    for (read, right), out in zip(pairs, run_all(command, [read + "\n" for read, _ in pairs])):
        truth = words(right)
        was, now = standing(truth, words(read)), standing(truth, words(out))
        count += len(truth)
        before += len(was)
        after += len(now)
        harmed += len(was - now)
        good = truth == words(out)
        whole += good
        if os.environ.get("SHOW") and not good:
            print(f"{name}{' HARM' if was - now else ''}\n  read  {read}\n  gives {out.rstrip()}\n  right {right}",
                  file=sys.stderr)
    for measure, value in (("lines", len(pairs)), ("words", count), ("before", f"{100 * before / max(count, 1):.2f}"),
                           ("accuracy", f"{100 * after / max(count, 1):.2f}"), ("harmed", harmed),
                           ("lines_right", f"{100 * whole / max(len(pairs), 1):.1f}")):
        print(f"{name},{measure},{value}")


def main(what, name, command, count, *where):
    if what == "pages":
        score(name, command, spread(list(page_lines(*where)), int(count)))
        return
    lines = spread(list(pieces(where)), int(count))
    for damage, change in DAMAGES.items():
        pairs = [(change(line, i), line.upper() if "capitals" in damage else line) for i, line in enumerate(lines)]
        if damage not in ("clean", "capitals"):
            pairs = [pair for pair in pairs if pair[0] != pair[1]]
        score(f"{name}/{damage}", command, pairs)


if __name__ == "__main__":
    if len(sys.argv) < 6 or sys.argv[1] not in ("pages", "text"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
