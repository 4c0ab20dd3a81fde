#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Changes one operator of the source at a time and sees whether a test notices.

    mutate.py [--count N] [--seed N] [--work FOLDER] [--cli NAME,...] [SOURCE...]

SOURCE: folders or files below src/; by default those that files and corrections go through. N of
all the places where an operator stands are drawn, the same ones for the same seed and source. Each is
changed (== to !=, < to <=, && to ||, + to -, a ! left out, and the way back) in a copy of the tree in
FOLDER (kept, so that the next run builds little; by default build-mutate, which git ignores). First
only the unit tests that are about its folder (NEAR) are built and run, then all unit and fuzz tests
and, where these are content, the named suites of the command line. A change that no test notices has
survived: a test is missing there, or the change is none at all, which equivalent.txt then says, with
the reason. Changes that do not compile are not counted; one that runs for ever has been noticed.

Prints each change as it is tried, then the share that was noticed, and the survivors. Exit code 1
when less than 90 in 100 of those that are not equivalent were noticed. One that is noticed near by
costs some seconds, a survivor all tests: no part of the tests that everybody runs.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
SOURCES = ["files", "report", "change", "normalize", "damage", "decode", "confidence", "recase",
           "restore"]
CLI = "files,batch,report"
# The unit tests that are about a folder; the one with the name of the file goes first.
NEAR = {
    "files": ["files", "io", "save", "replace", "sweep", "tree", "calls", "nomem"],
    "report": ["report", "repeats", "rewrite", "reader", "nomem", "calls", "batch"],
    "change": ["changes", "kinds", "unit", "map", "source", "report"],
    "normalize": ["normalize", "pipeline"],
    "restore": ["restore", "kinds", "pipeline", "noise", "confidence"],
    "damage": ["damage", "adapt", "noise", "kinds", "restore"],
    "decode": ["candidates", "chunk", "gate", "lattice", "search", "posterior", "memory", "weights",
               "revision", "restore"],
    "confidence": ["confidence", "trust", "pipeline"],
    "recase": ["recase", "pipeline"],
}
ENOUGH = 0.9

# What an operator becomes. Blanks are part of them: the house's layout tells a + b from +a.
SWAPS = [(" == ", " != "), (" != ", " == "), (" < ", " <= "), (" <= ", " < "), (" > ", " >= "),
         (" >= ", " > "), (" && ", " || "), (" || ", " && "), (" + ", " - "), (" - ", " + "),
         ("++", "--"), (" += ", " -= "), (" -= ", " += "), (" & ", " | "), (" | ", " & ")]
NOT = re.compile(r"!(?=[\w(*])")


def blank_out(text):
    """TEXT with comments, literals and preprocessor lines as blanks, of the same length."""
    def blanks(match):
        return re.sub(r"[^\n]", " ", match.group())
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#[^\n]*', blanks,
                  text, flags=re.S | re.M)


class Mutant:
    """FILE (below src/) with BEFORE at byte AT become AFTER."""

    def __init__(self, file, text, at, before, after):
        self.file, self.at, self.before, self.after = file, at, before, after
        begin = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        self.number = text.count("\n", 0, at) + 1
        self.line = text[begin:end].strip()
        # The how manieth on the line, where there are more of them.
        self.nth = text.count(before, begin, at) + 1

    def key(self):
        return f"{self.file} | {self.line} | {self.before.strip()} #{self.nth}"

    def __str__(self):
        return f"{self.file}:{self.number}: '{self.before.strip()}' #{self.nth} -> " \
               f"'{self.after.strip()}' in: {self.line}"


def find(sources):
    """All mutants of the SOURCES, in order."""
    files = []
    for source in sources:
        path = os.path.join(TOP, "src", source)
        if os.path.isfile(path):
            files.append(source)
        else:
            files += [os.path.join(source, name) for name in sorted(os.listdir(path))
                      if name.endswith(".c")]
    mutants = []
    for file in files:
        with open(os.path.join(TOP, "src", file), encoding="utf-8") as stream:
            text = stream.read()
        code = blank_out(text)
        for before, after in SWAPS:
            mutants += [Mutant(file, text, match.start(), before, after)
                        for match in re.finditer(re.escape(before), code)]
        mutants += [Mutant(file, text, match.start(), "!", "") for match in NOT.finditer(code)]
    return sorted(mutants, key=lambda mutant: (mutant.file, mutant.at))


def equivalents():
    """The keys of what cannot be noticed."""
    with open(os.path.join(HERE, "equivalent.txt"), encoding="utf-8") as stream:
        lines = [line.rstrip("\n") for line in stream if line.strip() and line[0] != "#"]
    return {" | ".join(part.strip() for part in line.split(" | ")[:-1]) for line in lines}


class Bench:
    """A copy of the tree where mutants are built and tried."""

    def __init__(self, folder, suites):
        self.tree = os.path.join(folder, "tree")
        self.build = os.path.join(folder, "build")
        os.makedirs(self.tree, exist_ok=True)
        names = subprocess.run(["git", "-C", TOP, "ls-files", "-co", "--exclude-standard", "-z"],
                               check=True, capture_output=True).stdout.decode().split("\0")
        for name in filter(None, names):
            self.copy(name)
        if not os.path.exists(os.path.join(self.build, "build.ninja")):
            subprocess.run(["meson", "setup", self.build, self.tree, "-Doptimization=1"],
                           check=True, stdout=subprocess.DEVNULL)
        self.tests = self.list_tests(suites)
        self.usual = {}

    def copy(self, name):
        source, target = os.path.join(TOP, name), os.path.join(self.tree, name)
        if not os.path.isfile(source):
            return
        with open(source, "rb") as stream:
            wanted = stream.read()
        if os.path.exists(target):
            with open(target, "rb") as stream:
                if stream.read() == wanted:
                    return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(source, target)

    def make(self, tests=()):
        """Builds the programs of TESTS; everything, if there are none."""
        targets = [os.path.relpath(test["cmd"][0], self.build) for test in tests]
        return subprocess.run(["ninja", "-C", self.build, *targets], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0

    def near(self, file):
        """The unit tests about FILE."""
        folder, name = file.split("/")
        first = os.path.splitext(name)[0]
        names = sorted(NEAR.get(folder, [folder]), key=lambda name: name != first)
        return [test for name in names for test in self.tests if test["name"] == name]

    def measure(self, tests, programs):
        """Builds PROGRAMS and runs TESTS without any change, those that have not been yet, for the
        time they take."""
        tests = [test for test in tests if test["name"] not in self.usual]
        if tests and not self.make(programs):
            sys.exit("mutate.py: the tree does not build")
        for test in tests:
            begin = time.monotonic()
            if not self.run(test, 3600):
                sys.exit(f"mutate.py: test {test['name']} fails without any change")
            self.usual[test["name"]] = time.monotonic() - begin

    def list_tests(self, suites):
        """The unit and fuzz tests, quick ones first, then those of the command line."""
        tests = json.loads(subprocess.run(["meson", "introspect", self.build, "--tests"],
                                          check=True, capture_output=True).stdout)
        wanted = [[], [], []]
        for test in tests:
            if "vnfix:unit" in test["suite"]:
                wanted[0].append(test)
            elif "vnfix:fuzz" in test["suite"]:
                wanted[1].append(test)
            elif test["name"] in ["cli-" + suite for suite in suites]:
                wanted[2].append(test)
        return sum(wanted, [])

    def run(self, test, limit):
        process = subprocess.Popen(test["cmd"], env=dict(os.environ, **test["env"]),
                                   cwd=test["workdir"] or self.build, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        try:
            return process.wait(limit) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            return False

    def noticed_by(self, mutant):
        """The first test that notices MUTANT; "" if none does, None if it does not compile."""
        near = self.near(mutant.file)
        rest = [test for test in self.tests if test not in near]
        self.measure(near, near)
        by = self.try_with(mutant, [(near[:1], near[:1]), (near[1:], near)])
        if by == "":
            self.measure(rest, ())
            by = self.try_with(mutant, [(rest, ())])
        return by

    def try_with(self, mutant, rounds):
        """The same for ROUNDS alone: tests, and what is built before."""
        path = os.path.join(self.tree, "src", mutant.file)
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        changed = text[:mutant.at] + mutant.after + text[mutant.at + len(mutant.before):]
        try:
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(changed)
            for tests, programs in rounds:
                if not self.make(programs):
                    return None
                for test in tests:
                    if not self.run(test, 60 + 20 * self.usual[test["name"]]):
                        return test["name"]
            return ""
        finally:
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", default=os.path.join(TOP, "build-mutate"))
    parser.add_argument("--cli", default=CLI)
    parser.add_argument("source", nargs="*")
    options = parser.parse_args()

    mutants = find(options.source or SOURCES)
    random.Random(options.seed).shuffle(mutants)
    known = equivalents()
    bench = Bench(options.work, [name for name in options.cli.split(",") if name])
    noticed, survivors, same = 0, [], 0
    for mutant in mutants:
        if noticed + len(survivors) + same == options.count:
            break
        by = "equivalent" if mutant.key() in known else bench.noticed_by(mutant)
        print(f"{mutant}\n    {'survived' if by == '' else by or 'does not compile'}", flush=True)
        if by == "equivalent":
            same += 1
        elif by:
            noticed += 1
        elif by == "":
            survivors.append(mutant)
    tried = noticed + len(survivors)
    print(f"\n{noticed} of {tried} noticed ({100 * noticed / max(tried, 1):.0f} in 100), "
          f"{same} equivalent")
    for mutant in survivors:
        print("survived:", mutant.key())
    sys.exit(noticed < ENOUGH * tried)


main()
