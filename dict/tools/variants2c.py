#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of older and regional spellings.

    variants2c.py OUT.c VARIANTS.tsv
"""
import sys


def quoted(text):
    return '"' + "".join(f"\\{b:03o}" if b >= 128 else chr(b) for b in text.encode()) + '"'


def main():
    pairs = {}
    with open(sys.argv[2], encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#"):
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 2 or cells[0] in pairs or cells[0] == cells[1]:
                sys.exit(f"{sys.argv[2]}:{number}: a spelling and the usual one, once, expected")
            pairs[cells[0]] = cells[1]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("/* Made by dict/tools/variants2c.py. */\n"
                  '#include "lang/vi/variants.h"\n\n'
                  "const struct vn_variant vn_variants[] = {\n")
        for text in sorted(pairs, key=lambda text: text.encode()):
            out.write(f"\t{{{quoted(text)}, {quoted(pairs[text])}}},\n")
        out.write("};\nconst size_t vn_variant_count = "
                  "sizeof vn_variants / sizeof *vn_variants;\n")


main()
