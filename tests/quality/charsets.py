#!/usr/bin/env python3
"""How surely vnfix tells in which charset a short text is, as rows of a quality table (set,measure,value).

    charsets.py SET COMMAND [-n COUNT] TEXT...

Paragraphs of 200, 20 and 5 syllables of the TEXTs, COUNT of each (default: 100), are written in every charset, as bytes
and as what these look like when they are taken for windows-1252; and as UTF-8 that was taken for something else, once
and twice. Each is a document of its own. The rows: how many texts, and how many per cent of them are taken for another
charset (misnamed) or do not come out as they were (wrong). COMMAND is vnfix with options, for a shell, without files, by its whole name.
With SHOW set in the environment what went wrong is told.
"""
import json
import os
import subprocess
import sys
import tempfile
import unicodedata

SIZES = (200, 20, 5)
CHARSETS = ("tcvn3", "tcvn5712", "vni", "viscii", "vps", "viqr", "windows-1258")
VIEWS = ("cp1252", "cp1254", "cp1258", "latin-1", "mac_roman")
ALIKE = {"tcvn3", "tcvn5712"}  # the small letters are the same
NAMES = {"utf-8": "utf-8 misread"}  # as --detect has it
PLAIN = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "})
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
MARKED = {"đ"} | {unicodedata.normalize("NFC", c + t) for c in "aăâeêioôơuưy" for t in TONES} - set("aeiouy")


def marked(text):
    return any(c in MARKED for c in text.lower())


def paragraphs(texts, size, count):
    """COUNT runs of SIZE syllables, as far apart as they can be."""
    words = [w for text in texts for w in unicodedata.normalize("NFC", text).translate(PLAIN).split()
             if all(c < "\x7f" or marked(c) for c in w)]
    runs = [" ".join(words[i:i + size]) for i in range(0, len(words) - size + 1, size)]
    runs = [run for run in runs if marked(run)]
    step = max(1, len(runs) // count)
    return runs[::step][:count]


def run(command, options, texts):
    """The outputs of TEXTS, which are bytes, each a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/in")
        for i, text in enumerate(texts):
            with open(f"{folder}/in/{i:06}", "wb") as f:
                f.write(text)
        subprocess.run(f"{command} -q {options} -r in --output-dir out", shell=True, check=True, cwd=folder,
                       stdin=subprocess.DEVNULL)
        outputs = []
        for i in range(len(texts)):
            with open(f"{folder}/out/in/{i:06}", "rb") as f:
                outputs.append(f.read())
        told = subprocess.run(f"{command} -q --detect=json -r in", shell=True, check=True, cwd=folder,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    named = {int(row["input"][-6:]): row["charsets"] for row in map(json.loads, told.splitlines())}
    return outputs, [named[i] for i in range(len(texts))]


def taken_for(view, data):
    """What DATA looks like; a byte that the view does not have is a control, as browsers have it."""
    chars = []
    for byte in data:
        try:
            chars.append(bytes([byte]).decode(view))
        except UnicodeDecodeError:
            chars.append(chr(byte))
    return "".join(chars).encode()


def codings(command, texts):
    """Of each way to write TEXTS: its name, the texts that have to come out, and the bytes."""
    for name in CHARSETS:
        right = texts
        if name == "tcvn3":  # another font shows capitals with marks
            right = ["".join(c.lower() if marked(c) else c for c in text) for text in texts]
        data, _ = run(command, f"--only=recode --from=none --to={name}", [t.encode() for t in right])
        yield name, right, data
        if name != "viqr":
            yield name + "/cp1252", right, [taken_for("cp1252", d) for d in data]
    yield "unicode", texts, [t.encode() for t in texts]
    parts = [unicodedata.normalize("NFD", t).encode() for t in texts]
    yield "unicode/parts", texts, parts
    yield "utf-8/parts", texts, [taken_for("cp1252", d) for d in parts]
    for view in VIEWS:
        data = [t.encode() for t in texts]
        for times in ("once", "twice"):
            data = [taken_for(view, d) for d in data]
            yield f"utf-8/{view}/{times}", texts, data


def main(name, command, count, paths):
    texts = []
    for path in paths:
        with open(path, encoding="utf-8") as f:
            texts.append(f.read())
    for size in SIZES:
        total = named = right = 0
        for way, wanted, data in codings(command, paragraphs(texts, size, count)):
            known = ok = 0
            for text, given, out, told in zip(wanted, data, *run(command, "--only=recode", data)):
                said = set(told)
                known += said == {NAMES.get(way.split("/")[0], way.split("/")[0])} or (said < ALIKE and way[:4] == "tcvn")
                # Which capitals a font showed is not this question.
                fold = str.lower if way[:5] == "tcvn3" else str
                same = fold(unicodedata.normalize("NFC", out.decode(errors="replace"))) == fold(text)
                ok += same
                if os.environ.get("SHOW") and not same:
                    print(f"{way} {size} {told}\n  given {given!r}\n  gives {out.decode(errors='replace')!r}\n"
                          f"  right {text!r}", file=sys.stderr)
            if os.environ.get("SHOW") and (known < len(data) or ok < len(data)):
                print(f"{way} {size}: named {known}, right {ok} of {len(data)}", file=sys.stderr)
            total, named, right = total + len(data), named + known, right + ok
        print(f"{name}/{size},texts,{total}\n{name}/{size},misnamed,{100 - 100 * named / total:.2f}\n"
              f"{name}/{size},wrong,{100 - 100 * right / total:.2f}")


if __name__ == "__main__":
    args = sys.argv[1:]
    number = 100
    if len(args) > 3 and args[2] == "-n":
        number = int(args[3])
        del args[2:4]
    if len(args) < 3:
        sys.exit(__doc__)
    main(args[0], args[1], number, args[2:])
