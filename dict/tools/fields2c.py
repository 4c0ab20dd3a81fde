#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C tables of the words of documents' layout (src/fields/lists.h) from dict/fields.

    fields2c.py OUT.c PLACES.tsv FAMILIES.tsv ABBREVIATIONS.tsv FIELDS/*.tsv
"""
import os
import sys
import unicodedata


RARE = 5  # how often a family that no text names counts as seen
MIN_COUNT = 10  # times an abbreviation must occur to be known


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = unicodedata.normalize("NFC", line.rstrip("\n"))
            if line and not line.startswith("#"):
                yield line.split("\t")


def letters(text):
    """TEXT in small letters without marks."""
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("_", " "))
    return "".join(c for c in text if not unicodedata.combining(c))


def quote(text):
    return '"' + "".join(chr(b) if b < 128 else f"\\{b:03o}\"\"" for b in text.encode()) + '"'


def write_names(out, name, entries, capitals=False):
    """Letters, spelling, and that in capitals."""
    out.write(f"const struct vn_spelling {name}[] = {{\n")
    for entry in entries:
        entry = entry.replace("_", " ")
        shouted = quote(entry.upper()) if capitals else "NULL"
        out.write(f"\t{{{quote(letters(entry))}, {quote(entry)}, {shouted}}},\n")
    out.write("\t{NULL, NULL, NULL}};\n\n")


def write_list(out, name, entries):
    out.write(f"const char *const {name}[] = {{\n")
    for entry in entries:
        out.write(f"\t{quote(letters(entry))},\n")
    out.write("\tNULL};\n\n")


def alone(names):
    """Those of NAMES, with how often each was seen, of which no other differs in marks alone but a rare one."""
    like = {}
    for name, count in names.items():
        like.setdefault(letters(name), []).append(count)
    return [name for name, count in names.items()
            if 100 * (sum(like[letters(name)]) - count) < count]


def places(path):
    """Names of which no other differs in marks alone, and those of which others do, in the order of their letters."""
    names = {}
    for level, name, *_ in rows(path):
        if level != "level" and not name.isdigit():
            names.setdefault(letters(name), set()).add(name)
    keys = [key for key in sorted(names) if len(key) > 2]
    return ([min(names[key]) for key in keys if len(names[key]) == 1],
            [name for key in keys if len(names[key]) > 1 for name in sorted(names[key])])


def abbreviations(path):
    """Those seen often, as they are written, in the order of their bytes."""
    return sorted({row[0] for row in rows(path) if row[1].isdigit() and int(row[1]) >= MIN_COUNT
                   and 2 <= len(row[0]) <= 8}, key=lambda text: text.encode())


def main():
    path = {os.path.basename(p)[:-4]: p for p in sys.argv[5:]}
    words = {name: [row[0] for row in rows(p)] for name, p in path.items()}
    found, alike = places(sys.argv[2])
    families = {row[0]: int(row[1]) for row in rows(sys.argv[3])}
    for name in words["families"]:
        families.setdefault(name, RARE)
    words["families"] = list(families)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("/* Made by fields2c.py from dict/fields; do not edit. */\n"
                  '#include "fields/lists.h"\n\n')
        out.write("const struct vn_type_name vn_type_names[] = {\n")
        for name, code in rows(path["types"]):
            code = "NULL" if code == "-" else quote(code)
            out.write(f"\t{{{quote(letters(name))}, {quote(name)}, {code}}},\n")
        out.write("\t{NULL, NULL, NULL}};\n\n")
        for name in ("offices", "titles", "phrases", "openings"):
            write_names(out, f"vn_{name}", words[name], name == "titles")
        known = abbreviations(sys.argv[4])
        out.write("const char *const vn_abbreviations[] = {\n")
        out.writelines(f"\t{quote(text)},\n" for text in known)
        out.write(f"\tNULL}};\nconst size_t vn_abbreviation_count = {len(known)};\n\n")
        write_list(out, "vn_families", words["families"])
        write_names(out, "vn_family_names", alone(families))
        write_list(out, "vn_heads", words["heads"])
        write_list(out, "vn_degrees", sorted(words["degrees"], key=len, reverse=True))
        write_names(out, "vn_places", found)
        out.write(f"const size_t vn_place_count = {len(found)};\n\n")
        write_names(out, "vn_places_alike", alike)
        out.write(f"const size_t vn_place_alike_count = {len(alike)};\n")


if __name__ == "__main__":
    main()
