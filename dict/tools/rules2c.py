#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of repair rules from dict/rules/*.tsv.

    rules2c.py OUT.c RULES.tsv...

A rule is one line of seven columns; dict/rules/README.md says what they mean.
"""
import os
import sys

SCOPES = ("line-start", "text", "code", "phrase")


def quote(text):
    return '"' + "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}"
                         for b in text.encode()) + '"'


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
                                              quote(name), str(number)]) + "},")
                count += 1
    out += ["};", f"const size_t vn_rule_count = {count};"]
    with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(out) + "\n")


main()
