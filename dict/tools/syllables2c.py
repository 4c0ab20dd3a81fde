#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of how often syllables are, for telling charsets apart.

    syllables2c.py OUT.c SYLLABLES.tsv

The cost of a syllable is -ln of its share, in 1/256 nat.
"""
import math
import sys

LEAST = 3  # times a syllable must have been seen


def main():
    counts = {}
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            text, count = line.rstrip("\n").split("\t")[:2]
            if int(count) >= LEAST:
                counts[text] = int(count)
    total = sum(counts.values())
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("/* Made by dict/tools/syllables2c.py. */\n"
                  '#include "charset/plausible.h"\n\n'
                  "const struct vn_syllable_cost vn_syllable_costs[] = {\n")
        for text in sorted(counts, key=lambda text: text.encode()):
            letters = "".join(f"\\{b:03o}" if b >= 128 else chr(b) for b in text.encode())
            cost = round(-math.log(counts[text] / total) * 256)
            out.write(f'\t{{"{letters}", {cost}}},\n')
        out.write("};\nconst size_t vn_syllable_cost_count = "
                  "sizeof vn_syllable_costs / sizeof *vn_syllable_costs;\n")


main()
