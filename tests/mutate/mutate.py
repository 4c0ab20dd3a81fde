#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Changes one operator of the source at a time and sees whether a test notices.

    mutate.py [--count N] [--seed N] [--build FOLDER] [--jobs N] [--near] [--cli NAME,...] [SOURCE...]

SOURCE: folders or files below src/; by default those that files and corrections go through. N of
all the places where an operator stands are drawn, the same ones for the same seed and source. Each is
changed (== to !=, < to <=, && to ||, + to -, a ! left out, and the way back) in a copy of its file,
which alone is compiled and linked before the libraries of a finished build (FOLDER, by default build,
which stays as it is). The unit tests that are about its folder (NEAR) are tried first, then all unit
and fuzz tests and, where these are content, the named suites of the command line; --near stops after
the first. A change that no test notices has survived: a test is missing there, or the change is none
at all, which equivalent.txt then says, with the reason. Changes that do not compile are not counted;
one that runs for ever has been noticed.

Prints each change as it is tried, then the share that was noticed, and the survivors. Exit code 1
when less than 90 in 100 of those that are not equivalent were noticed. One that is noticed near by
costs some seconds, a survivor all tests: no part of the tests that everybody runs.
"""
import argparse
import concurrent.futures
import json
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
SOURCES = ["files", "report", "change", "normalize", "damage", "decode", "confidence", "recase",
           "restore"]
CLI = "files,batch,report"
# The unit tests that are about a folder; the one with the name of the file goes first.
NEAR = {
    "files": ["save", "files", "io", "replace", "sweep", "tree", "report", "calls"],
    "report": ["rewrite", "reader", "repeats", "report", "nomem", "calls"],
    "change": ["changes", "items", "unit", "map", "source", "report"],
    "normalize": ["normalize"],
    "restore": ["noise", "restore", "nomem"],
    "damage": ["damage", "adapt", "noise", "restore"],
    "decode": ["candidates", "chunk", "gate", "lattice", "search", "posterior", "memory", "weights",
               "revision", "restore"],
    "confidence": ["trust", "restore"],
    "recase": ["recase"],
}
CPU_SECONDS = 120    # no test needs as many
MEMORY = 4 << 30

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


def limit():
    """What a change that runs for ever, or asks for memory without end, is ended by."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Bench:
    """A finished build, whose programs are linked anew with one object changed."""

    def __init__(self, build, suites, near_only):
        self.build = os.path.abspath(build)
        if subprocess.run(["ninja", "-C", self.build], stdout=subprocess.DEVNULL,
                          check=False).returncode:
            sys.exit("mutate.py: the tree does not build")
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as stream:
            self.compilers = {os.path.relpath(os.path.join(self.build, entry["file"]), TOP):
                              entry["command"] for entry in json.load(stream)
                              if entry["output"].startswith("src/lib")}
        self.tests = self.list_tests(suites)
        self.near_only = near_only
        self.linkers = {}

    def list_tests(self, suites):
        """The unit and fuzz tests, then those of the command line."""
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

    def tests_for(self, file):
        """The tests to be tried with a change of FILE, in order."""
        folder, name = file.split("/")
        first = os.path.splitext(name)[0]
        names = sorted(NEAR.get(folder, [folder]), key=lambda name: name != first)
        near = [test for name in names for test in self.tests if test["name"] == name]
        return near if self.near_only else \
            near + [test for test in self.tests if test not in near]

    def compile(self, mutant, folder):
        """Compiles MUTANT to the object "o" in FOLDER; False if that fails."""
        with open(os.path.join(TOP, "src", mutant.file), encoding="utf-8") as stream:
            text = stream.read()
        source = os.path.join(folder, os.path.basename(mutant.file))
        with open(source, "w", encoding="utf-8") as stream:
            stream.write(text[:mutant.at] + mutant.after + text[mutant.at + len(mutant.before):])
        command = shlex.split(self.compilers[os.path.join("src", mutant.file)])
        command = command[:command.index("-MD")] + ["-o", os.path.join(folder, "o"), "-c", source]
        return self.quietly(command)

    def quietly(self, command):
        return subprocess.run(command, cwd=self.build, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0

    def link(self, program, folder):
        """Links PROGRAM, a path in the build, with the object in FOLDER, under its name there."""
        if program not in self.linkers:
            commands = subprocess.run(["ninja", "-C", self.build, "-t", "commands", program],
                                      check=True, capture_output=True, text=True).stdout
            self.linkers[program] = shlex.split(commands.strip().splitlines()[-1])
        command = list(self.linkers[program])
        at = command.index("-o") + 1
        path = os.path.join(folder, program)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        command[at:at + 1] = [path, os.path.join(folder, "o")]
        if not self.quietly(command):
            sys.exit(f"mutate.py: {program} cannot be linked")
        return path

    def passes(self, test, folder):
        """Whether TEST passes with the object in FOLDER."""
        command, env = list(test["cmd"]), dict(os.environ, **test["env"])
        if "vnfix:cli" in test["suite"]:
            env["VNFIX"] = self.link("src/cli/vnfix", folder)
        else:
            command[0] = self.link(os.path.relpath(command[0], self.build), folder)
        try:
            return subprocess.run(command, env=env, cwd=test["workdir"] or self.build,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False, preexec_fn=limit,
                                  timeout=3600).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def noticed_by(self, mutant):
        """The first test that notices MUTANT; "" if none does, None if it does not compile."""
        with tempfile.TemporaryDirectory() as folder:
            # The tool looks for the model beside itself.
            os.symlink(os.path.join(self.build, "dict"), os.path.join(folder, "dict"))
            if not self.compile(mutant, folder):
                return None
            for test in self.tests_for(mutant.file):
                if not self.passes(test, folder):
                    return test["name"]
        return ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--near", action="store_true")
    parser.add_argument("--cli", default=CLI)
    parser.add_argument("source", nargs="*")
    options = parser.parse_args()

    mutants = find(options.source or SOURCES)
    random.Random(options.seed).shuffle(mutants)
    known = equivalents()
    bench = Bench(options.build, [name for name in options.cli.split(",") if name], options.near)

    def judge(mutant):
        by = "equivalent" if mutant.key() in known else bench.noticed_by(mutant)
        print(f"{mutant}\n    {'survived' if by == '' else by or 'does not compile'}", flush=True)
        return mutant, by

    results = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        while mutants and len(results) < options.count:
            some = mutants[:options.count - len(results)]
            del mutants[:len(some)]
            results += [result for result in pool.map(judge, some) if result[1] is not None]
    survivors = [mutant for mutant, by in results if by == ""]
    same = sum(by == "equivalent" for _, by in results)
    tried = len(results) - same
    noticed = tried - len(survivors)
    print(f"\n{noticed} of {tried} noticed ({100 * noticed / max(tried, 1):.0f} in 100), "
          f"{same} equivalent")
    for mutant in survivors:
        print("survived:", mutant.key())
    sys.exit(noticed < ENOUGH * tried)


main()
