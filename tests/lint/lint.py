#!/usr/bin/env python3
"""Holds the sources against the rules of the house (HACKING.md): lint.py CHECK SOURCE [BUILD]

    layers   who includes whom: tests/lint/layers.txt; each folder is on the map of HACKING.md
    headers  each header compiles alone
    lengths  functions up to 80 lines, files up to 600
    globals  nothing of the library and the tools can be written, but for what is listed here
    format   as clang-format 14 has it; skipped (77) where that is not installed
    text     no invisible characters, no blanks at line ends

Exit code 0: all is well; 1: what is not is told, a line each.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

MAX_FUNCTION, MAX_FILE = 80, 600
# The only thing that may be written: names that a signal handler has to find.
WRITABLE = {"names"}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def sources(*patterns):
    return sorted(f for p in patterns for f in glob.glob(p, recursive=True))


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def layers():
    allowed = {}
    for line in read("tests/lint/layers.txt").splitlines():
        if line and not line.startswith("#"):
            who, whom = line.split(":")
            allowed[who] = set(whom.split())
    for folder in sources("src/[a-z]*/", "tests/[a-z]*/"):
        if f"`{folder}`" not in read("HACKING.md"):
            yield f"HACKING.md: {folder} is not on the map"
    for name in sources("src/**/*.[ch]"):
        room = name.split("/")[1]
        if room not in allowed:
            yield f"{name}: {room} is not in tests/lint/layers.txt"
            continue
        for number, line in enumerate(read(name).splitlines(), 1):
            found = re.match(r'#include "([^"]+)"', line)
            if not found:
                continue
            to = found[1].split("/")[0]
            if to != room and not {to, found[1], "all"} & allowed[room]:
                yield f"{name}:{number}: {room} may not include {found[1]}"


def headers():
    compiler = os.environ.get("CC", "cc").split()
    for name in sources("src/**/*.h", "include/*.h"):
        run = subprocess.run(compiler + ["-std=c11", "-D_GNU_SOURCE", "-Isrc", "-Iinclude", "-fsyntax-only",
                                         "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror",
                                         "-Wno-unused-function", "-Wno-unused-const-variable",
                                         "-x", "c", "-"],
                             input=f'#include "{os.path.relpath(name, "src")}"\n' if name.startswith("src/")
                             else f'#include "{os.path.basename(name)}"\n',
                             capture_output=True, text=True, check=False)
        if run.returncode:
            yield f"{name} does not compile alone: {run.stderr.strip().splitlines()[0]}"


def lengths():
    for name in sources("src/**/*.[ch]"):
        lines = read(name).splitlines()
        if len(lines) > MAX_FILE:
            yield f"{name}: {len(lines)} lines, more than {MAX_FILE}"
        begin = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                begin = number
            elif line == "}" and begin:
                if number - begin - 1 > MAX_FUNCTION:
                    yield f"{name}:{begin}: a function of {number - begin - 1} lines, more than {MAX_FUNCTION}"
                begin = None


def globals_(build):
    for name in sources(build + "/src/**/*.o"):
        table = subprocess.run(["objdump", "-t", name], capture_output=True, text=True, check=True).stdout
        for line in table.splitlines():
            parts = line.split()
            if len(parts) < 5 or " O " not in line:
                continue
            section, symbol = parts[-3], parts[-1]
            # Tables of pointers are constant once they are loaded.
            if re.match(r"\.(data|bss|tdata|tbss)(?!\.rel\.ro)", section) and \
                    symbol.split(".")[0] not in WRITABLE:
                yield f"{os.path.relpath(name, build)}: {symbol} can be written"


def format_():
    if not shutil.which("clang-format"):
        print("lint: clang-format is not installed")
        sys.exit(77)
    version = subprocess.run(["clang-format", "--version"], capture_output=True, text=True, check=True).stdout
    if " 14." not in version:
        print("lint: another version:", version.strip())
        sys.exit(77)
    files = sources("src/**/*.[ch]", "include/*.h", "tests/**/*.[ch]", "doc/**/*.c")
    run = subprocess.run(["clang-format", "--dry-run"] + files, capture_output=True, text=True, check=True)
    for name in sorted({line.split(":")[0] for line in run.stderr.splitlines() if "warning:" in line}):
        yield f"{name}: clang-format would change it"


def text():
    for name in sources("src/**/*.[ch]", "include/*.h", "tests/**/*.[ch]", "tests/**/*.py", "tests/**/*.bats",
                        "doc/*", "*.md", "po/*.po", "**/meson.build"):
        if os.path.isdir(name) or name.startswith("build"):
            continue
        for number, line in enumerate(read(name).split("\n"), 1):
            if INVISIBLE.search(line):
                yield f"{name}:{number}: an invisible character"
            if line != line.rstrip() and not name.endswith((".md", ".po")):
                yield f"{name}:{number}: blanks at the end of the line"


CHECKS = {"layers": layers, "headers": headers, "lengths": lengths, "format": format_, "text": text}


def main(check, source, build=None):
    os.chdir(source)
    faults = 0
    for fault in globals_(build) if check == "globals" else CHECKS[check]():
        print("lint:", fault)
        faults += 1
    return faults > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
