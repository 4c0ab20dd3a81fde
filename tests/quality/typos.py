#!/usr/bin/env python3
"""Development texts without the typos of their own that were judged to be such.

    typos.py TABLE DATA OUT

TABLE lists them (typos.tsv explains its columns); DATA is the folder of the development data. Each file that it
names is written into the same place under OUT, put right; what else is in a folder of pages is linked there. A
file or line that is not the one that was judged is an error, because then the table says nothing of it.
"""
import hashlib
import os
import re
import sys

LEFT_OUT = "\u27e6?\u27e7"  # vnfix-eval does not score a line with this in its truth


def read_table(path):
    """The rows of each line of each file."""
    files = {}
    with open(path, encoding="utf-8") as f:
        for number, row in enumerate(f, 1):
            if row.strip() and not row.startswith("#"):
                fields = row.rstrip("\n").split("\t")
                if len(fields) != 6:
                    sys.exit(f"{path}:{number}: not six columns")
                name, line, digest, word, wrong, right = fields
                files.setdefault(name, {}).setdefault(int(line), []).append((int(word), digest, wrong, right))
    return files


def put_right(where, line, rows):
    # From the end, so that a correction that makes two words of one moves none that is still to come.
    for word, digest, wrong, right in sorted(rows, reverse=True):
        if wrong == "*":
            return LEFT_OUT
        place = list(re.finditer(r"\S+", line))[word - 1]
        at = line.find(wrong, place.start())
        if not place.start() <= at < place.end():
            sys.exit(f"{where}: {wrong} is not its word {word}")
        line = line[:at] + right + line[at + len(wrong):]
    return line


def correct(name, text, rows):
    lines = text.split("\n")
    for number, judged in rows.items():
        line = lines[number - 1] if number <= len(lines) else ""
        digest = hashlib.sha256(line.encode()).hexdigest()
        if not all(digest.startswith(row[1]) for row in judged):
            sys.exit(f"{name}:{number}: not the line that was judged")
        lines[number - 1] = put_right(f"{name}:{number}", line, judged)
    return "\n".join(lines)


def main(table, data, out):
    for name, rows in read_table(table).items():
        source, target = os.path.join(data, name), os.path.join(out, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(source, encoding="utf-8", newline="") as f:
            text = correct(name, f.read(), rows)
        if os.path.lexists(target):  # linked for another file of the folder
            os.unlink(target)
        with open(target, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        if name.endswith(".truth.txt"):
            folder = os.path.dirname(source)
            for other in os.listdir(folder):
                link = os.path.join(os.path.dirname(target), other)
                if not os.path.lexists(link):
                    os.symlink(os.path.abspath(os.path.join(folder, other)), link)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
