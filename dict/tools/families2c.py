#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of family names.

    families2c.py OUT.c FAMILY-NAMES.tsv
"""
import sys


def quoted(text):
    return '"' + "".join(f"\\{b:03o}" if b >= 128 else chr(b) for b in text.encode()) + '"'


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        names = [line.split("\t")[0].lower() for line in file if line[0] != "#"]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("/* Made by dict/tools/families2c.py. */\n"
                  '#include "lang/vi/families.h"\n\n'
                  "const char *const vn_surnames[] = {\n")
        for name in sorted(names, key=lambda name: name.encode()):
            out.write(f"\t{quoted(name)},\n")
        out.write("};\nconst size_t vn_surname_count = sizeof vn_surnames / sizeof *vn_surnames;\n")


main()
