#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of repair rules from dict/rules/*.tsv.

    rules2c.py OUT.c RULES.tsv...

A rule is one line of seven columns; dict/rules/README.md says what they mean.
"""
import os
import re
import sys

SCOPES = ("line-start", "text", "code", "phrase")


def quote(text):
    return '"' + "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}"
                         for b in text.encode()) + '"'


CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]")
ESCAPE = re.compile(r"\\(?:[pPxgk]\{[^}]*\}|.)")
QUANTIFIER = re.compile(r"(?:[?*+]|\{(\d*),?\d*\})[?+]?")
AROUND = re.compile(r"\((?:\?(?:[:=!]|<[=!]))?")

ALL = frozenset(range(256))
BEYOND = frozenset(range(0x80, 256))  # bytes of letters beyond ASCII
SMALL, LARGE, DIGITS = (frozenset(text) for text in (
    b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"))
SETS = {"\\p{L}": SMALL | LARGE | BEYOND, "\\p{Lu}": LARGE | BEYOND, "\\p{Ll}": SMALL | BEYOND,
        "\\d": DIGITS | BEYOND, "\\s": frozenset(b" \t\n\v\f\r") | BEYOND,
        "\\w": SMALL | LARGE | DIGITS | BEYOND | frozenset(b"_"), "\\t": frozenset(b"\t")}


class Part:
    """What all that a part of a pattern matches begins and ends with, sets of bytes, and what it holds:
    pairs of sets of bytes that follow each other, and a text. Of a part that may be empty nothing is
    known that others could rest on."""

    text = ""

    def __init__(self, first=frozenset(), last=frozenset(), empty=True, holds=()):
        self.first, self.last, self.empty, self.holds = first, last, empty, list(holds)

    def meets(self, other):
        return [] if self.empty or other.empty else [(self.last, other.first)]

    def then(self, other):
        return Part(self.first | (other.first if self.empty else frozenset()),
                    other.last | (self.last if other.empty else frozenset()),
                    self.empty and other.empty, self.holds + other.holds + self.meets(other))


def of_class(text):
    """The bytes that a letter or a class of letters begins and ends with."""
    if text == "." or text.startswith("[^") or text.startswith("\\P"):
        return Part(ALL, ALL, False)
    first, last, at = set(), set(), 0
    inner = text[1:-1] if len(text) > 1 and text[0] == "[" else text
    while at < len(inner):
        escape = ESCAPE.match(inner, at)
        item = escape[0] if escape else inner[at]
        at += len(item)
        if inner != text and inner[at:at + 1] == "-" and at + 1 < len(inner):
            both = range(ord(item), ord(inner[at + 1]) + 1)
            if both[-1] >= 0x80:
                return Part(ALL, ALL, False)
            first |= set(both)
            last |= set(both)
            at += 2
        elif escape and (item in SETS or item[1].isalnum()):
            first |= SETS.get(item, ALL)
            last |= SETS.get(item, ALL)
        else:
            first.add(item[-1].encode()[0])
            last.add(item[-1].encode()[-1])
    return Part(frozenset(first), frozenset(last), False, [(ALL, frozenset(first))])


def sequence(pattern, at):
    """Of PATTERN from AT on, to a bar or a bracket that closes: its part, and where it ends."""
    whole, run, longest = Part(), "", ""
    while at < len(pattern) and pattern[at] not in "|)":
        begin, opening = at, AROUND.match(pattern, at)
        item = CLASS.match(pattern, at) or ESCAPE.match(pattern, at)
        if opening:
            part, at = alternatives(pattern, opening.end())
            at += 1
        elif item and item[0] in ("\\K", "\\b", "\\B") or pattern[at] in "^$":
            part, at = Part(), item.end() if item else at + 1
        else:
            part, at = of_class(item[0] if item else pattern[at]), item.end() if item else at + 1
        often = QUANTIFIER.match(pattern, at)
        at = often.end() if often else at
        if often and (often[0][0] in "?*" or often[1] in ("", "0")):
            part.empty, part.holds = True, []
        if opening and opening[0] in ("(?!", "(?<!"):
            continue
        run = "" if opening or item or often or pattern[begin] in ".^$" else run + pattern[begin]
        longest = max(longest, run, key=len)
        if opening and opening[0] == "(?=":
            whole.holds += part.holds + whole.meets(part)
        elif opening and opening[0] == "(?<=" and whole.first:
            whole.holds += part.holds
        else:
            whole = whole.then(part)
    whole.text = longest
    return whole, at


def alternatives(pattern, at):
    """The same to a bracket that closes, or the end, over bars."""
    whole, at = sequence(pattern, at)
    while at < len(pattern) and pattern[at] == "|":
        part, at = sequence(pattern, at + 1)
        whole = Part(whole.first | part.first, whole.last | part.last, whole.empty or part.empty,
                     [] if whole.empty or part.empty else [(ALL, whole.first | part.first)])
    return whole, at


def share(letters):
    """About how much of a text is one of LETTERS, bytes, in per mille: to choose what is looked for, no more."""
    return sum(160 if b == 32 else 8 if b in (0xe2, 0xc2) else 40 if b in b"nhtcigaumo" else 80 if b == 0xe1
               else 20 if b in SMALL or b in BEYOND else 10 if b in b".," else 2 for b in letters) * 1000 / 4200


def frequency(pair):
    """About how often PAIR stands in a text. Neighbours depend on each other, so that it is no product."""
    one, other = share(pair[0]), share(pair[1])
    return max(one * other / 1000, min(one, other) / 4), one * other


def needed(pattern, scope):
    """What all holds that PATTERN matches: the rarest of its pairs of bytes, by sets, and a text."""
    # What is tried at one place alone needs no look at all of the line.
    unknown = r"\(\?[a-zA-Z^(>|#*+]|\(\*|\(\?<[a-zA-Z]|\\[QRX]"
    if scope != "VN_SCOPE_TEXT" or re.search(unknown, pattern):
        return ["NULL"] * 3
    whole = alternatives(pattern, 0)[0]
    pair = min(whole.holds or [(ALL, ALL)], key=frequency)
    return [*("NULL" if one == ALL else '"' + "".join(f"\\{b:03o}" for b in sorted(one)) + '"' for one in pair),
            quote(whole.text) if whole.text else "NULL"]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    out = ['/* Made by dict/tools/rules2c.py from dict/rules. Do not edit. */',
           '#include "repair/rules.h"', "", "const struct vn_rule vn_rules[] = {"]
    count = 0
    for path in sys.argv[2:]:
        name = os.path.basename(path)
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if not line or line.startswith("#"):
                    continue
                cells = line.split("\t")
                if len(cells) != 7:
                    sys.exit(f"{path}:{number}: seven columns expected, not {len(cells)}")
                if cells[3] not in SCOPES:
                    sys.exit(f"{path}:{number}: scope {cells[3]} is none of {', '.join(SCOPES)}")
                rid, pattern, replacement, scope, bad, good, harmless = cells
                scope = "VN_SCOPE_" + scope.upper().replace("-", "_")
                out.append("\t{" + ", ".join([quote(rid), quote(pattern), quote(replacement),
                                              scope, quote(bad), quote(good), quote(harmless),
                                              quote(name), str(number),
                                              *needed(pattern, scope)]) + "},")
                count += 1
    out += ["};", f"const size_t vn_rule_count = {count};"]
    with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(out) + "\n")


main()
