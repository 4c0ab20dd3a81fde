#!/usr/bin/env python3
"""Fails every allocation and every file system call of the tool, one after the other.

    faults.py VNFIX FAULT.SO [--kind memory|file|kill|term|race ...] [--saver SAVE_USER]
        [--scenario NAME ...] [--all] [--model]

For each scenario the tool runs once undisturbed; that gives the number of calls, the files as
they have to be afterwards, and the exit code. Then it runs with call k failing, k = 1, 2, ... to
the last, once and (where that makes sense) with all later ones failing too. After each run

- every file holds what it held before, or all of what it has to hold afterwards;
- no other file is there: nothing temporary is left (a run that was killed may leave .vnfix-*);
- the exit code is 0 only if all files are as in the undisturbed run, and the right one if not;
- a failure has been told on standard error;
- no more memory is left allocated than in the undisturbed run.

In a race nothing fails, but before call k somebody else does something to the same files: it must
not be lost, and nothing may be written where it leads to.

Without --all each call fails with one error of the list, in turn; with it, with each of them.
--model adds the scenarios that need the trained model (minutes).
"""
import argparse
import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import make_pdf  # noqa: E402

TEXT = b"C\xe1\xbb\x99ng ho\xc3\xa0 x\xc3\xa3 h\xe1\xbb\x99i\r\nth\x75\xcc\x89y l\xc6\xa1\xcc\xa3i\n"
OLD = b"what stood here before\n"
LEFT = b"what a killed run has left\n"
BIG = TEXT * 9000  # more than one unit
HANGS = 1800  # seconds: a slow machine never needs them, a run that hangs does


class Scenario:
    """NAME: the tool is run with ARGS in a folder that holds FILES (a name that ends in / is a
    folder, a value that is a str is where a link leads, LEFT becomes a leftover). GROWS: logs: what they held stays,
    and whole lines of JSON are added, of which the last may be cut off. JOINED: the output of several
    equal inputs, some of which may be missing in it when they could not be read. SAVER: of
    save_user, not of the tool. PAGE: a review page, which may tell of the failure, but is whole.
    RACE: what somebody else does, a command of the shell; without it there is no race. SAFE: what
    must be as it is in an undisturbed run before and after, or holds the text GAIN when the race is over.
    READS: a report; jansson 2.14 does not always tell a failed allocation from bad JSON, and may
    crash, and so may libqpdf: files are looked at, codes are not. STEP: only each such allocation fails."""

    def __init__(self, name, args, files, stdin=b"", grows=(), joined="", model=False,
                 saver=False, page="", reads=False, race="", safe="", gain=b"", step=1):
        self.name, self.args, self.files, self.stdin = name, args.split(), files, stdin
        self.grows, self.joined, self.model, self.saver = grows, joined, model, saver
        self.page, self.reads, self.step = page, reads, step
        self.race, self.safe, self.gain = race, safe, gain
        self.threads = "-j2" in self.args
        self.counts = "--stats" in self.args or b"\nstats\n" in files.get("conf", b"")


def report(name, output):
    """A report of READ becoming DONE, its one change accepted."""
    def side(text):
        return {"bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}
    records = [
        {"type": "header", "schema": "vnfix-report/1", "mode": "change"},
        {"type": "begin", "file": name, "output": output},
        {"type": "change", "file": name, "in": [2, 4], "out": [2, 5], "before": "cd",
         "after": "XYZ", "verdict": "yes"},
        {"type": "end", "file": name, "status": "done", "in": side(READ), "out": side(DONE)}]
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


READ, DONE = b"ab" b"cd" + TEXT, b"ab" b"XYZ" + TEXT
SCANNED = ('<html><body><div class="ocr_page" title="image &quot;a.png&quot;; bbox 0 0 9 9">'
           '<p class="ocr_par"><span class="ocrx_word" title="bbox 1 2 3 4">x\u00d0i</span></p></div></body></html>'
           ).encode()
ONLY = "--only=normalise"
SAME = "--no-provenance"
SCENARIOS = [
    Scenario("filter", f"{ONLY}", {}, stdin=BIG),
    Scenario("files", f"{ONLY} a b", {"a": TEXT, "b": BIG}),
    Scenario("given", f"{ONLY} /dev/stdin -o out", {}, stdin=TEXT),
    Scenario("device", f"{ONLY} /dev/zero a -o /dev/null", {"a": TEXT}),
    Scenario("absent", f"{ONLY} a none b", {"a": TEXT, "b": TEXT}),
    Scenario("stats", f"{ONLY} --stats a", {"a": TEXT}),
    Scenario("new", f"{ONLY} a b -o out", {"a": TEXT, "b": TEXT}, joined="out"),
    Scenario("force", f"{ONLY} a -o out --force", {"a": BIG, "out": OLD}),
    Scenario("link", f"{ONLY} a -o link --force", {"a": TEXT, "far/out": OLD, "link": "far/out"}),
    Scenario("place", f"{ONLY} -j1 -r t -i.old", {"t/a": TEXT, "t/b": BIG, "t/c": OLD, "t/c.old": TEXT,
                                                  "t/d/e": TEXT, "t/l": "d/e"}),
    Scenario("tree", f"{ONLY} -j1 -r t none --output-dir out --existing=overwrite",
             {"t/a": TEXT, "t/b": BIG, "t/d/e": TEXT, "t/n": b"\0", "out/t/a": OLD}),
    # Links below the output folder are not followed, nor what is put there meanwhile.
    Scenario("inside", f"{ONLY} -j1 -r t --output-dir out --existing=overwrite",
             {"t/a": TEXT, "t/b": TEXT, "t/d/e": TEXT, "out/t/a": "../../safe/a", "out/t/d": "../../safe",
              "safe/a": OLD, "safe/e": OLD}),
    Scenario("race-folder", f"{ONLY} -j1 -r t --output-dir out --existing=overwrite",
             {"t/a": TEXT, "t/b/c": TEXT, "out/t/a": OLD, "out/t/b/c": OLD, "safe/a": OLD, "safe/b/c": OLD},
             race="mv out/t out/u && ln -s ../safe out/t", safe="safe"),
    Scenario("race-link", f"{ONLY} -j1 -r t --output-dir out --existing=overwrite",
             {"t/a": TEXT, "t/b": TEXT, "out/t/a": OLD, "safe/a": OLD, "safe/b": OLD},
             race="mkdir -p out/t; ln -sf ../../safe/a out/t/a; ln -sf ../../safe/b out/t/b", safe="safe"),
    Scenario("race-pipe", f"{ONLY} -j1 -r t --output-dir out --existing=overwrite",
             {"t/a": TEXT, "out/t/a": OLD}, race="rm -f out/t/a; mkfifo out/t/a", safe="none"),
    Scenario("race-append", f"{ONLY} -j1 -i a", {"a": TEXT}, race="echo more >>a", safe="a", gain=b"more\n"),
    Scenario("race-group", f"{ONLY} -j1 -i.old a b c d e", {name: TEXT for name in "abcde"},
             race="echo more >>c", safe="c", gain=b"more\n"),
    Scenario("race-save", f"{ONLY} -j1 -i a", {"a": TEXT}, race="echo more >b && mv b a", safe="a",
             gain=b"more\n"),
    Scenario("root", f"{ONLY} -j1 a --output-dir out", {"a": TEXT}),
    Scenario("lists", f"{ONLY} -j1 --files-from list --files0-from list0 --include=* -v",
             {"list": b"a\nb\n", "list0": b"a\0b", "a": TEXT, "b": TEXT}),
    Scenario("left", f"{ONLY} -j1 -i t/a t/b", {"t/a": TEXT, "t/b": TEXT, "t/.vnfix-1": LEFT,
                                                "t/.vnfix-2": LEFT}),
    Scenario("threads", f"{ONLY} -j2 -i a b c d", {name: TEXT for name in "abcd"}),
    Scenario("log", f"{ONLY} -j1 --no-provenance --report log -i a b", {"a": TEXT, "b": TEXT},
             grows=["log"]),
    Scenario("suggest", f"{ONLY} {SAME} --suggest-only --report log a", {"a": TEXT},
             grows=["log"]),
    Scenario("config", "--config=conf a -o out --force",
             {"conf": b"# \nonly = normalise\ntone=new\nexclude = x\nstats\n", "a": TEXT, "out": OLD}),
    Scenario("look", f"{ONLY} --diff --check a", {"a": TEXT}),
    Scenario("page", f"{ONLY} {SAME} --dry-run --html page a --force", {"a": TEXT, "page": OLD},
             page="page"),
    Scenario("pictures", f"{ONLY} {SAME} -j1 --dry-run --html page a --force", {"a": SCANNED, "page": OLD},
             page="page"),
    Scenario("user", "--only user,normalise,replace -j1 --dict d --rules r --protect x+ --tone old a "
             "-o out", {"a": TEXT, "d": "Đắk Lắk\nthuỷ\n".encode(), "r": b"a\tb\tx\n"},
             joined="out"),
    Scenario("candidates", f"{ONLY} -j1 a b --candidates", {"a": TEXT, "b": TEXT}),
    Scenario("pdf", "--only user,replace --rules r -j1 -i a.pdf b.pdf",
             {"a.pdf": make_pdf.KINDS["subset"](), "b.pdf": make_pdf.KINDS["latin"](),
              "r": "Hanh\tHạnh\nCONG\tCỘNG\n".encode()}, reads=True, step=13),
    Scenario("undo", "--undo log", {"log": report("a", "a"), "a": DONE}, reads=True),
    Scenario("undo-new", "--undo log", {"log": report("a", "b"), "b": DONE}, reads=True),
    Scenario("undo-named", "--undo log f", {"log": report("f/a", "f/a"), "f/a": DONE}, reads=True),
    Scenario("apply", "--apply log", {"log": report("a", "a"), "a": READ}, reads=True),
    Scenario("apply-output", "--apply log",
             {"log": report("a", "b").replace(b'"yes"', b'"no"'), "a": READ, "b": DONE}, reads=True),
    Scenario("save-place", "a b c d e f/g", {name: OLD for name in ("a", "b", "c", "d", "e", "f/g")},
             saver=True),
    Scenario("save-backup", "-b a", {"a": OLD, "a~": TEXT}, saver=True),
    Scenario("save-numbered", "-n a b", {"a": OLD, "a.~1~": TEXT, "b": OLD}, saver=True),
    Scenario("save-threads", "-j2 a b c d e", {name: OLD for name in "abcde"}, saver=True),
    Scenario("save-tree", "-r root a/b/c d/e f", {"root/": b"", "root/d/e": OLD}, saver=True),
    Scenario("model", "-j1 a -o out --force", {"a": TEXT, "out": OLD}, model=True),
]

# What can go wrong with a call, by its name.
DISK = [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EPERM]
LOOK = [errno.EIO, errno.EACCES, errno.ENOMEM, errno.EMFILE, errno.ELOOP]
TRANSFER = ["short", errno.EINTR]
LOOKING = {
    "open", "openat", "openat2", "stat", "lstat", "fstat", "fstatat", "access", "faccessat",
    "readlink", "readlinkat", "read", "pread", "mmap", "opendir", "fdopendir", "readdir", "lseek",
    "realpath", "fopen", "fdopen", "fcntl", "statfs", "fstatfs", "flistxattr", "fgetxattr", "getrandom", "close", "fclose",
}
# What makes the tool go another way.
OTHER_WAY = {
    "openat2": [errno.ENOSYS], "openat": [errno.EOPNOTSUPP], "linkat": [errno.EPERM],
    "renameat2": [errno.EINVAL], "syncfs": [errno.ENOSYS], "fsync": [errno.EINTR],
    "close": [errno.EINTR], "unlinkat": [errno.EINTR], "read": TRANSFER, "pread": TRANSFER,
    "write": TRANSFER,
}
MAY_HARM = {"openat", "linkat"}  # where it depends on what was to be opened or linked
REMOVING = {"unlink", "unlinkat"}

MODE = 0o640  # of all files, old and new
KINDS = ["memory", "file", "kill", "term", "race"]

# Exit codes: what a failure of either kind may lead to. 0: it did no harm.
MEMORY_CODES = {0, 5}
LOOKING_CODES = {0, 3, 4, 5, 6}
WRITING_CODES = {0, 4, 5}


def put(folder, files):
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(content, str):
            os.symlink(content, path)
        elif not name.endswith("/"):
            with open(path, "wb") as file:
                file.write(content)
            os.chmod(path, MODE)
            if content == LEFT:
                # Its name tells its inode.
                left = f"{path}{os.stat(path).st_ino:023x}"
                os.rename(path, left)
                path = left
            try:
                os.setxattr(path, "user.origin", b"box 7")
            except OSError:
                pass  # not on this file system


def traits(path):
    return os.stat(path).st_mode & 0o7777, [(name, os.getxattr(path, name))
                                            for name in os.listxattr(path)]


def snapshot(folder):
    """What a folder holds: name to (mode and attributes, content). Not leftovers, which may stay
    when something fails."""
    found = {}
    for where, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(where, name)
            key = os.path.relpath(path, folder)
            if os.path.islink(path):
                found[key] = ("link", os.readlink(path))
            elif os.path.isdir(path):
                found[key] = ("folder", "")
            elif not os.path.isfile(path):
                found[key] = ("special", "")
            else:
                with open(path, "rb") as file:
                    found[key] = (traits(path), file.read())
                if found[key][1] == LEFT:
                    del found[key]
    return found


class Runner:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.log = os.path.join(work, "log")
        self.input = os.path.join(work, "input")
        self.base = os.path.join(work, "run")
        self.runs = 0

    def prepare(self, scenario):
        """Makes the folder as it is before."""
        shutil.rmtree(self.base, ignore_errors=True)
        os.mkdir(self.base)
        put(self.base, scenario.files)

    def run(self, scenario, kind, at=0, how="", ever=False):
        """Runs the tool once. Returns exit code, stdout, stderr, log as a dict, files."""
        self.prepare(scenario)
        if os.path.exists(self.log):
            os.unlink(self.log)
        with open(self.input, "wb") as file:
            file.write(scenario.stdin)
        env = dict(os.environ, LD_PRELOAD=self.options.library, FAULT_LOG=self.log,
                   FAULT_KIND=kind, FAULT_AT=str(at), FAULT_HOW=str(how),
                   FAULT_TRACE="1" if kind == "file" else "", LC_ALL="C",
                   XDG_CONFIG_HOME="/nonexistent", XDG_CONFIG_DIRS="/nonexistent")
        if ever:
            env["FAULT_EVER"] = "1"
        if how == "run":
            env["FAULT_RUN"] = scenario.race
        with open(self.input, "rb") as file:
            command = [self.options.saver if scenario.saver else self.options.vnfix]
            if scenario.race and not scenario.saver:
                # Who is faster is started from within the tool, which the sandbox would not let happen.
                command.append("--no-sandbox")
            done = subprocess.run(command + scenario.args, cwd=self.base, env=env,
                                  stdin=file, capture_output=True, timeout=HANGS, check=False)
        self.runs += 1
        with open(self.log, encoding="ascii") as file:
            lines = [line.split() for line in file]
        log = {word: value for word, value in lines if word != "call"}
        log["names"] = [value for word, value in lines if word == "call"]
        return done.returncode, done.stdout, done.stderr, log, snapshot(self.base)


def has_grown(old, new):
    """Whether a log goes on from what it was with lines of JSON."""
    content = new[1]
    if not content.startswith(old[1] if old else b""):
        return False
    try:
        for line in content.split(b"\n")[:-1]:
            if line:
                json.loads(line)
    except ValueError:
        return False
    return True


def complaints(scenario, clean, run, killed, memory, how, ever):
    """What is wrong with a disturbed run, as a list of sentences."""
    code, out, err, log, files = run
    good_code, good_out, _, good_log, after = clean
    before = scenario.before
    wrong = []
    name = log.get("fired", "")
    for key in files:
        allowed = [side[key] for side in (before, after) if key in side]
        temporary = os.path.basename(key).startswith(".vnfix-")
        grown = key in scenario.grows and code and has_grown(before.get(key), files[key])
        part = key == scenario.joined and code and \
            files[key][1] == after[key][1][:len(after[key][1]) // 2]
        if temporary and files[key][0][0] & ~MODE:
            wrong.append(f"{key} may be read by more than {MODE:o} allows")
        litter = temporary and (killed == "kill" or name in REMOVING or (ever and not memory))
        page = key == scenario.page and code and files[key][1].endswith(b"</html>\n")
        if files[key] not in allowed and not (litter or grown or part or page):
            wrong.append(f"{key} is neither old nor new")
    for key in before:
        if key not in files:
            wrong.append(f"{key} is lost")
    if not good_out.startswith(out):
        wrong.append("standard output holds something else")
    if not memory and not scenario.threads:
        # A folder that cannot be read, or has no sync, is left alone.
        unread = name in ("openat", "fsync") or (ever and how == errno.EACCES)
        wrong += order(log["names"], code == 0 and not unread)
    if killed:
        number = signal.SIGKILL if killed == "kill" else signal.SIGTERM
        if code not in (-number, good_code):
            wrong.append(f"ended by {code}")
        return wrong
    if memory and scenario.reads:
        return wrong
    if memory:
        codes = MEMORY_CODES
    elif name == "write-stderr" and not ever:
        codes = {0, 4} if scenario.counts else {0}  # counts are an output
    else:
        codes = LOOKING_CODES if name in LOOKING or ever else WRITING_CODES
    codes = {max(good_code, c) for c in codes}
    if good_code == 4:
        codes.add(3)  # an input that cannot be read has no output that can be refused
    if name in LOOKING:
        codes.add(2)  # a config that cannot be looked at
    if code not in codes:
        wrong.append(f"exit code {code}")
    if code == good_code and good_code == 0 and (files != after or out != good_out):
        wrong.append("exit code 0, but not all is written")
    if code != good_code and not err and name != "write-stderr" and not ever:
        wrong.append(f"exit code {code} without a word")
    detour = how in OTHER_WAY.get(name, []) and name not in MAY_HARM and not ever
    if detour and (code != good_code or files != after or out != good_out):
        wrong.append("did not find the other way")
    if int(log.get("live", 0)) > int(good_log["live"]):
        wrong.append(f"leak of {int(log['live']) - int(good_log['live'])} allocations")
    return wrong


def errors_for(name, k, memory, everything, threads):
    """The ways in which call k, known by NAME, is to fail. With THREADS it may be another call
    the next time."""
    if memory:
        return [errno.ENOMEM]
    ways = LOOK if name in LOOKING else DISK
    other = [] if threads else OTHER_WAY.get(name, [])
    return ways + other if everything else [ways[k % len(ways)]] + other


def race(runner, scenario):
    """Lets somebody else come before each call. Returns the number of bad runs."""
    if not scenario.race:
        return 0
    calls = int(runner.run(scenario, "file")[3]["calls"])
    runner.prepare(scenario)
    before = snapshot(runner.base)
    bad = 0
    for k in range(1, calls + 1):
        code, _, err, log, files = runner.run(scenario, "file", k, "run")
        wrong = []
        if scenario.gain:
            if not files[scenario.safe][1].endswith(scenario.gain):
                wrong.append(f"{scenario.safe} has lost what was added")
        else:
            wrong += [f"{key} is written" for key in before.keys() | files.keys()
                      if key.startswith(scenario.safe + "/") and files.get(key) != before.get(key)]
        wrong += [f"{key} is left" for key in files if os.path.basename(key).startswith(".vnfix-")]
        if code not in (0, 3, 4) or (code and not err):
            wrong.append(f"exit code {code}")
        if "failed" in log:
            wrong.append("the race did not take place")
        for sentence in wrong:
            bad += 1
            print(f"{scenario.name}: race, call {k} ({log.get('fired')}): {sentence}\n    {err[:200]!r}")
    print(f"{scenario.name}: race: {calls} calls, {bad} bad", flush=True)
    return bad + (calls == 0)


def disturb(runner, scenario, kind):
    """All runs of a scenario with faults of one kind. Returns the number of bad ones."""
    if kind == "race":
        return race(runner, scenario)
    memory = kind == "memory"
    killed = kind if kind in ("kill", "term") else None
    counted = "memory" if memory else "file"
    clean = runner.run(scenario, counted)
    runner.prepare(scenario)
    scenario.before = snapshot(runner.base)
    calls = int(clean[3]["calls"])
    names = clean[3]["names"]
    threads = scenario.threads
    bad = fired = 0
    if LEFT in scenario.files.values() and \
            b"removed 2 unfinished files" not in clean[2]:
        bad += 1
        print(f"{scenario.name}: leftovers stay")
    if counted == "file" and not threads and order(names, True):
        bad += 1
        print(f"{scenario.name}: {order(names, True)}")
    stop = runner.options.most
    last = calls if not stop or calls <= stop else stop
    for k in range(1, last + 1, scenario.step if memory else 1):
        if killed:
            ways = [(killed, False)]
        else:
            name = "" if memory else names[k - 1]
            ways = [(way, ever)
                    for way in errors_for(name, k, memory, runner.options.all, threads)
                    for ever in (False, True) if not (ever and way == errno.EINTR)]
        for how, ever in ways:
            run = runner.run(scenario, counted, k, how, ever)
            fired += "fired" in run[3]
            for sentence in complaints(scenario, clean, run, killed, memory, how, ever):
                bad += 1
                print(f"{scenario.name}: {kind} call {k} ({run[3].get('fired')}, {how}"
                      f"{', ever' if ever else ''}): {sentence}\n    {run[2][:200]!r}")
    print(f"{scenario.name}: {kind}: {calls} calls, {fired} faults, {bad} bad", flush=True)
    return bad + (fired == 0 and calls > 0)


def order(names, whole):
    """What is wrong with the order of the successful calls; WHOLE: no sync of a folder may be
    missing. A crash of the machine is not to be had in a test."""
    wrong = []
    dirty = renamed = made = False
    for name in names:
        if name in ("write", "renameat", "renameat2", "rename") and made and whole:
            wrong.append("a new folder is used before it is synced")
        if name == "write":
            dirty = True
        elif name in ("fsync", "syncfs"):
            dirty = renamed = made = False
        elif name in ("mkdir", "mkdirat"):
            made = True
        elif name in ("renameat", "renameat2", "rename"):
            renamed = True
            if dirty:
                wrong.append("renamed before it was synced")
    return wrong + (["a folder is not synced"] if renamed and whole else [])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vnfix")
    parser.add_argument("library")
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--saver", help="save_user, for the scenarios of it")
    parser.add_argument("--folder", help="where to work")
    parser.add_argument("--scenario", action="append")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--part", default="1/1", help="K/N: every Nth scenario, from the Kth on")
    parser.add_argument("--most", type=int, default=0, help="calls to try, at most")
    options = parser.parse_args()
    os.umask(0o666 & ~MODE)
    options.vnfix, options.library = map(os.path.abspath, (options.vnfix, options.library))
    options.saver = options.saver and os.path.abspath(options.saver)
    bad = 0
    # Where a sync costs nothing, if there is such a place.
    place = options.folder or ("/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    with tempfile.TemporaryDirectory(prefix="vnfix-faults-", dir=place) as work:
        runner = Runner(options, work)
        first, step = map(int, options.part.split("/"))
        for scenario in SCENARIOS[first - 1::step]:
            if options.scenario and scenario.name not in options.scenario:
                continue
            if (scenario.model and not options.model) or (scenario.saver and not options.saver):
                continue
            for kind in options.kind or KINDS:
                bad += disturb(runner, scenario, kind)
        print(f"{runner.runs} runs, {bad} bad")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
