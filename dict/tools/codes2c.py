#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of abbreviations that the code repair uses.

    codes2c.py ABBREVIATIONS.tsv CODES.tsv LETTERS.tsv OUT.c

Abbreviations and pairs seen too seldom are left out. Forms that are only another form typed
without its marks (QD beside QĐ) are not expected in the lists.
"""
import re
import sys

MIN_COUNT = 5  # times an abbreviation must occur in codes to serve as a repair
MIN_PAIR = 3  # times a pair must occur


def rows(path, columns):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) < columns:
                sys.exit(f"{path}:{number}: {columns} columns expected")
            yield cells


def is_abbreviation(text):
    """Capitals, perhaps with a last small g or r inside: TTg, TTr, CTr, XD&CN."""
    return bool(re.fullmatch(r"[^\W\d_](?:[^\W\d_]|&){0,11}", text)) and \
        sum(c.isupper() for c in text) * 2 > len(text)


def bare(text):
    return re.sub(r"\d+$", "", text)


def read_abbreviations(path):
    counts = {}  # text -> [doctype, organ, general]
    for text, count, kind, *_ in rows(path, 3):
        text = bare(text)
        if count.isdigit() and is_abbreviation(text):
            place = {"doctype": 0, "organ": 1}.get(kind, 2)
            counts.setdefault(text, [0, 0, 0])[place] += int(count)
    return counts


def read_pairs(path, known):
    pairs = {}
    for first, _, second, count, *_ in rows(path, 4):
        first, second = bare(first), bare(re.split("[-/]", second)[0])
        if count.isdigit() and first in known and second in known:
            pairs[first, second] = pairs.get((first, second), 0) + int(count)
    return {pair: count for pair, count in pairs.items() if count >= MIN_PAIR}


def quote(text):
    return '"' + "".join(chr(b) if b < 128 else f"\\{b:03o}" for b in text.encode()) + '"'


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    counts = read_abbreviations(sys.argv[1])
    counts = {text: c for text, c in counts.items() if sum(c) >= MIN_COUNT}
    texts = sorted(counts, key=str.encode)
    index = {text: i for i, text in enumerate(texts)}
    pairs = read_pairs(sys.argv[2], index)
    out = ['/* Made by dict/tools/codes2c.py from dict/lexicon. Do not edit. */',
           '#include "protect/abbrev.h"', "", "const struct vn_abbrev vn_abbrevs[] = {"]
    for text in texts:
        kinds = sum(1 << k for k in range(3) if counts[text][k])
        out.append(f"\t{{{quote(text)}, {counts[text][0]}, {counts[text][1]}, {kinds}}},")
    out += ["};", f"const size_t vn_abbrev_count = {len(texts)};", "",
            "const struct vn_abbrev_pair vn_abbrev_pairs[] = {"]
    for (a, b), count in sorted(pairs.items(), key=lambda x: (index[x[0][0]], index[x[0][1]])):
        out.append(f"\t{{{index[a]}, {index[b]}, {count}}},")
    out += ["\t{0, 0, 0},", "};", f"const size_t vn_abbrev_pair_count = {len(pairs)};", "",
            "const struct vn_abbrev_letter vn_abbrev_letters[] = {"]
    letters = list(rows(sys.argv[3], 3))
    for printed, read, kind in letters:
        out.append(f"\t{{{quote(printed)}, {quote(read)}, {int(kind == 'mark')}}},")
    out += ["};", f"const size_t vn_abbrev_letter_count = {len(letters)};"]
    with open(sys.argv[4], "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(out) + "\n")


main()
