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


OPTIONAL = re.compile(r"[?*]|\{0|\{,")
QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]")
ESCAPE = re.compile(r"\\(?:[pPxgk]\{[^}]*\}|.)")


def group_end(pattern, at):
    """Where the group that begins at AT ends, and where its parts do."""
    depth, bars = 0, []
    while at < len(pattern):
        skip = CLASS.match(pattern, at) or ESCAPE.match(pattern, at)
        if skip:
            at = skip.end()
            continue
        if pattern[at] == "|" and depth == 1:
            bars.append(at)
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at += 1
        if depth == 0:
            break
    return at, bars


def needs(pattern):
    """Whether whatever matches holds a digit, and the longest text that it holds. Looks at what must be
    there, one item behind the other, and passes over all else: what it misses costs time alone."""
    if re.search(r"\(\?[a-zA-Z^]|\(\*|\\Q", pattern) or group_end("(" + pattern + ")", 0)[1]:
        return False, ""
    digit, best, run, at = False, "", "", 0
    while at < len(pattern):
        begin, literal = at, ""
        if pattern[at] == "(":
            at, bars = group_end(pattern, at)
            inner = re.fullmatch(r"\((?:\?:|(?!\?))(.*)\)", pattern[begin:at], re.S)
            found = needs(inner[1]) if inner and not bars else (False, "")
        else:
            item = CLASS.match(pattern, at) or ESCAPE.match(pattern, at)
            at = item.end() if item else at + 1
            found = (pattern[begin:at] == "[0-9]", "")
            if not item and pattern[begin] not in ".^$":
                literal = pattern[begin]
            elif re.fullmatch(r"\\[^\w\s]", pattern[begin:at]):
                literal = pattern[begin + 1]
        often = QUANTIFIER.match(pattern, at)
        if often and OPTIONAL.match(often[0]):
            literal, found = "", (False, "")
        at = often.end() if often else at
        digit |= found[0]
        run = run + literal if literal else ""
        best = max(best, found[1], run, key=len)
        run = "" if often else run
    return digit, best


def needed(pattern, scope):
    # What is tried at one place alone needs no look at all of the line.
    digit, text = needs(pattern) if scope == "VN_SCOPE_TEXT" else (False, "")
    return str(digit).lower(), quote(text) if text else "NULL"


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
