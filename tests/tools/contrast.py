#!/usr/bin/env python3
"""Measures the contrast of the review page: contrast.py STYLE

By WCAG 2.1, AA: text has 4.5 times the luminance of what it stands on, or the other way round, and what
else tells something 3 times. The colours of each scheme are those that its :root names.
"""
import re
import sys

# What stands on what. A colour that is in neither list fails: who adds one says what it is for.
TEXT = [("ink", ground) for ground in "paper soft here s0 s1 s2 s3 doubt".split()]
TEXT += [("pale", ground) for ground in "paper soft here doubt".split()]
TEXT += [("red", ground) for ground in "paper here s0 s1 s2 s3 doubt".split()]
TEXT += [("on-blue", "blue")]
SIGNS = [("blue", ground) for ground in "paper soft s0 s1 s2 s3 doubt".split()]  # focus, the entry at hand
SIGNS += [(line, ground) for line, shade in (("l0", "s0"), ("l1", "s1"), ("l2", "s2"), ("l3", "s3"),
                                             ("l2", "doubt")) for ground in (shade, "paper")]
SIGNS += [("pale", "paper")]  # the edges of fields
BARE = ["line"]  # parts what is apart without it


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        style = file.read()
    usual, faults, schemes = {}, 0, 0
    for scheme in re.findall(r":root\s*{(.*?)}", style, re.S):
        colours = {**usual, **dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]+)", scheme))}
        usual = usual or colours
        schemes += 1
        known = {name for pair in TEXT + SIGNS for name in pair} | set(BARE)
        for name in sorted(set(colours) ^ known):
            print("scheme %d: --%s is in one place only" % (schemes, name))
            faults += 1
        for pairs, least in ((TEXT, 4.5), (SIGNS, 3)):
            for front, ground in pairs:
                found = ratio(colours[front], colours[ground])
                if found < least:
                    print("scheme %d: --%s on --%s: %.2f, not %.1f" % (schemes, front, ground, found, least))
                    faults += 1
    # What is no variable has no contrast that is measured.
    loose = re.findall(r"[^-\w](#[0-9a-fA-F]{3,8})\b", re.sub(r":root\s*{.*?}", "", style, flags=re.S))
    if loose:
        print("colours without a name: " + " ".join(loose))
    if schemes < 3 or faults or loose:
        sys.exit("contrast.py: %d schemes, %d faults" % (schemes, faults))


main()
