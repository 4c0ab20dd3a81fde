#!/usr/bin/env python3
"""How vnfix takes text of mixed kinds, as rows of a quality table (set,measure,value).

    kinds.py lines TABLE COMMAND          short texts, each a document of its own
    kinds.py foreign COMMAND FILE...      whole files that are no Vietnamese
    kinds.py mixed PAGES GLOB COMMAND POOL
                                          pages with a line of POOL, lines of other matter, after every third line

COMMAND is vnfix with options, for a shell, without files, by its whole name. TABLE holds kind, text as read and right text, with
tabs between; \\n is a line end. Tokens are compared in NFC.
"""
import difflib
import glob
import os
import subprocess
import sys
import tempfile
import unicodedata


def run_all(command, texts):
    """The outputs of TEXTS, each a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/in")
        for i, text in enumerate(texts):
            with open(f"{folder}/in/{i}.txt", "w", encoding="utf-8", newline="") as f:
                f.write(text)
        subprocess.run(f"{command} -q -r in --output-dir out", shell=True, check=True, cwd=folder,
                       stdin=subprocess.DEVNULL)
        outputs = []
        for i in range(len(texts)):
            with open(f"{folder}/out/in/{i}.txt", encoding="utf-8", newline="") as f:
                outputs.append(f.read())
        return outputs


def tokens(text):
    return unicodedata.normalize("NFC", text).split()


def standing(right, other):
    """Which tokens of RIGHT are in OTHER."""
    match = difflib.SequenceMatcher(None, right, other, autojunk=False)
    return {i + k for i, _, n in match.get_matching_blocks() for k in range(n)}


def changed(before, after):
    a, b = before.split(), after.split()
    match = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return sum(max(j - i, n - m) for tag, i, j, m, n in match.get_opcodes() if tag != "equal")


def lines(table, command):
    with open(table, encoding="utf-8") as f:
        cases = [line.rstrip("\n").replace("\\n", "\n").split("\t") for line in f if line.strip() and line[0] != "#"]
    outputs = run_all(command, [read + "\n" for _, read, _ in cases])
    counts = {}
    for (kind, read, right), out in zip(cases, outputs):
        wanted = tokens(right)
        was, now = standing(wanted, tokens(read)), standing(wanted, tokens(out))
        for name in (kind, "all"):
            count = counts.setdefault(name, [0, 0, 0, 0])
            count[0] += 1
            count[1] += len(wanted)
            count[2] += len(wanted) - len(now)
            count[3] += len(was - now)
        if os.environ.get("SHOW") and len(now) < len(wanted):
            print(f"{kind}\n  read  {read!r}\n  gives {out!r}\n  right {right!r}", file=sys.stderr)
    for name in sorted(counts):
        for measure, value in zip(("cases", "tokens", "wrong", "harmed"), counts[name]):
            print(f"lines/{name},{measure},{value}")


def read_file(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def foreign(command, *files):
    count = hurt = 0
    texts = [read_file(path) for path in files]
    for path, text, out in zip(files, texts, run_all(command, texts)):
        count += len(text.split())
        for was, now in zip(text.split("\n"), out.split("\n")):
            if was != now:
                hurt += changed(was, now)
                if os.environ.get("SHOW"):
                    print(f"{path}\n  - {was}\n  + {now}", file=sys.stderr)
    print(f"foreign,tokens,{count}\nforeign,changed,{hurt}")


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def mixed(folder, pattern, command, other):
    pool = read_file(other).splitlines()
    pages = sorted(glob.glob(f"{folder}/{pattern}.ocr.txt"))
    texts, ours = [], []
    for page in pages:
        text, own = [], []
        for k, line in enumerate(read_file(page).splitlines()):
            own.append(len(text))
            text.append(line)
            if k % 3 == 2:
                # No chance: each line of the pool is as likely, and the next run takes the same.
                text.append(pool[(len(texts) * 7919 + k * 104729) % len(pool)])
        texts.append("\n".join(text) + "\n")
        ours.append(own)
    put = hurt = words = wrong = 0
    for page, text, own, out in zip(pages, texts, ours, run_all(command, texts)):
        was, now = text.split("\n"), out.split("\n")
        for k in set(range(len(was))) - set(own):
            put += len(was[k].split())
            if was[k] != now[k]:
                hurt += changed(was[k], now[k])
                if os.environ.get("SHOW"):
                    print(f"{page}\n  - {was[k]}\n  + {now[k]}", file=sys.stderr)
        for right, k in zip(read_file(page[:-8] + ".truth.txt").splitlines(), own):
            if "\u27e6" not in right and was[k].strip():
                words += len(right.split())
                wrong += distance(tokens(right), tokens(now[k]))
    name = "mixed/" + pattern.strip("*_")
    print(f"{name},put,{put}\n{name},put_changed,{hurt}\n{name},words,{words}\n"
          f"{name},wer_after,{100 * wrong / max(words, 1):.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("lines", "foreign", "mixed"):
        sys.exit(__doc__)
    {"lines": lines, "foreign": foreign, "mixed": mixed}[sys.argv[1]](*sys.argv[2:])
