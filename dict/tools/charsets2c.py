#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C table of charsets out of dict/charsets.

    charsets2c.py OUT.c CHARSET.tsv...

The files and their columns: dict/charsets/README.md.
"""
import os
import sys

ROLES = {"text": "VN_CHARSET_TEXT", "view": "VN_CHARSET_VIEW"}
SEQUENCE = 3  # bytes of the longest sequence
SLOT_BITS = 11  # of the number of slots of a hash table


def fail(path, number, what):
    sys.exit(f"{path}:{number}: {what}")


def read(path):
    """The head of a file, and its rows: bytes, code point, whether it is for reading alone."""
    head, rows = {}, []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line.startswith("#"):
                name, colon, value = line[1:].partition(":")
                if colon:
                    head.setdefault(name.strip(), value.strip())
                continue
            cells = line.split("\t")
            if len(cells) < 2 or not cells[1].startswith("U+"):
                fail(path, number, "bytes and code point expected")
            sequence = bytes.fromhex(cells[0])
            if not 1 <= len(sequence) <= SEQUENCE:
                fail(path, number, f"1 to {SEQUENCE} bytes expected")
            rows.append((sequence, int(cells[1][2:], 16), cells[2:3] == ["read"]))
    if head.get("name") != os.path.basename(path)[:-4]:
        fail(path, 1, "the name of the charset is not that of its file")
    return head, rows


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def literal(sequence):
    padded = list(sequence) + [0] * (SEQUENCE - len(sequence))
    return "{" + ", ".join(f"0x{b:02x}" for b in padded) + "}"


def alone(rows, base):
    """What each byte means by itself: what is listed first, in the file, then in its base."""
    table = [0] * 256
    for sequence, point, _ in rows + base:
        if len(sequence) == 1 and not table[sequence[0]]:
            table[sequence[0]] = point
    for byte in range(128):
        table[byte] = table[byte] or byte
    return table


def codes(rows, base):
    """How each code point is written, those for reading alone with 0 bytes to write: by code
    point, of several spellings the first that may be written."""
    best = {}
    taken = {sequence for sequence, _, _ in rows}
    for sequence, point, reading in rows + [row for row in base if row[0] not in taken]:
        if point not in best or (best[point][1] and not reading):
            best[point] = (sequence, reading)
    return sorted(best.items())


def numbered(keys):
    """A number for each of KEYS, from 1 on."""
    return {key: i for i, key in enumerate(sorted(keys), 1)}


def cells(many):
    """The walk through sequences: rows by what has been read, columns by the byte that comes; what it is so far, and
    the row that it goes on in."""
    rows = numbered({s[:k] for s, _ in many for k in range(1, len(s))})
    columns = numbered({byte for s, _ in many for byte in s[1:]})
    table = [[(0, 0)] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for s, point in many:
        for k in range(2, len(s)):
            row, column = rows[s[:k - 1]], columns[s[k - 1]]
            table[row][column] = (table[row][column][0], rows[s[:k]])
        row, column = rows[s[:-1]], columns[s[-1]]
        table[row][column] = (point, table[row][column][1])
    return [rows.get(bytes([b]), 0) for b in range(256)], [columns.get(b, 0) for b in range(256)], table


def slots(points):
    """A multiplier that gives each of POINTS a slot of its own, and the slots: the number of the point, from 1 on."""
    multiplier = 1
    while True:
        multiplier = (multiplier * 1664525 + 1013904223) % 2**32 | 1
        taken = {(point * multiplier % 2**32) >> (32 - SLOT_BITS): i for i, point in enumerate(points, 1)}
        if len(taken) == len(points):
            return multiplier, [taken.get(slot, 0) for slot in range(2**SLOT_BITS)]


def utf8(point, byte):
    text = chr(point).encode() if point or byte == 0 else b""
    return "{{" + ", ".join(f"(char)0x{b:02x}" for b in text or b"\0") + f"}}, {len(text)}}}"


def write_tables(out, ident, many, listed, points):
    """What makes reading and writing quick. The members of struct vn_charset."""
    row, column, table = cells(many)
    width = len(table[0])
    out.append(f"static const struct vn_charset_cell {ident}_cells[] = {{")
    out += ["\t" + " ".join(f"{{0x{point:x}, {next_row}}}," for point, next_row in line) for line in table]
    out.append("};")
    out.append(f"static const struct vn_charset_utf8 {ident}_utf8[] = {{"
               + ", ".join(utf8(point, byte) for byte, point in enumerate(points)) + "};")
    multiplier, numbers = slots([point for point, _ in listed])
    out.append(f"static const uint16_t {ident}_slots[] = {{{', '.join(map(str, numbers))}}};")
    return (f"\t .row = {{{', '.join(map(str, row))}}},\n"
            f"\t .column = {{{', '.join(map(str, column))}}},\n"
            f"\t .columns = {width}, .cells = {ident}_cells,\n"
            f"\t .utf8 = {ident}_utf8,\n"
            f"\t .multiplier = {multiplier}u, .slots = {ident}_slots,\n")


def write_charset(out, name, rows, base):
    ident = name.replace("-", "_")
    many = sorted({s: p for s, p, _ in reversed(rows) if len(s) > 1}.items())
    out.append(f"static const struct vn_charset_sequence {ident}_sequences[] = {{")
    out += [f"\t{{{literal(s)}, {len(s)}, false, 0x{p:04x}}}," for s, p in many]
    out.append("\t{{0}, 0, false, 0}\n};")
    listed = codes(rows, base)
    out.append(f"static const struct vn_charset_sequence {ident}_codes[] = {{")
    out += [f"\t{{{literal(s)}, {len(s)}, {str(r).lower()}, 0x{p:04x}}}," for p, (s, r) in listed]
    out.append("};")
    return len(many), write_tables(out, ident, many, listed, alone(rows, base))


def main():
    files = {path: read(path) for path in sys.argv[2:]}
    by_name = {head["name"]: rows for head, rows in files.values()}
    out = ["/* Made by dict/tools/charsets2c.py. */", '#include "charset/charset.h"', ""]
    table = ["const struct vn_charset vn_charsets[] = {"]
    for head, rows in files.values():
        name, ident = head["name"], head["name"].replace("-", "_")
        base = by_name[head["base"]] if "base" in head else []
        many, tables = write_charset(out, name, rows, base)
        roles = " | ".join(ROLES[role] for role in head["role"].split())
        bytes_alone = ", ".join(f"0x{point:x}" for point in alone(rows, base))
        table.append(f"\t{{.name = {quote(name)}, .title = {quote(head['title'])}, "
                     f".roles = {roles}, .escape = 0x{head.get('escape', '0')}, "
                     f".small_only = {str(head.get('capitals') == 'font').lower()},\n"
                     f"\t .alone = {{{bytes_alone}}},\n{tables}"
                     f"\t .sequences = {ident}_sequences, .sequence_count = {many},\n"
                     f"\t .codes = {ident}_codes}},")
    table.append("};")
    table.append("const size_t vn_charset_count = sizeof vn_charsets / sizeof *vn_charsets;")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("\n".join(out + table) + "\n")


main()
