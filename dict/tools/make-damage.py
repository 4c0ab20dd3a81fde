#!/usr/bin/env python3
"""Damages right Vietnamese text by rule, line by line, as tools do of which there are no pages:

    make-damage.py KIND [LINES] < TEXT > DAMAGED

KIND: bare (marks stripped), drop (letters with marks left out), hole (one sign in place of each letter
with marks), torn (blanks beside letters with marks), cross (hats and umlauts in the place of tones),
half (some words stripped). LINES: at most so many. The same text gives the same damage: the numbers
drawn depend on the line alone.
"""
import random, sys, unicodedata


def bare(c):
    c = {'đ': 'd', 'Đ': 'D'}.get(c, c)
    return ''.join(x for x in unicodedata.normalize('NFD', c) if not unicodedata.combining(x))


def marked(c):
    return c in 'đĐ' or bare(c) != c


def hat_only(c):
    """The letter without its tone."""
    keep = {'\u0302', '\u0306', '\u031b'}
    parts = unicodedata.normalize('NFD', c)
    return unicodedata.normalize('NFC', parts[0] + ''.join(x for x in parts[1:] if x in keep))


def two_marks(c):
    """A letter that Latin-1 lacks: engines for the West drop these, and keep é, ô and their like."""
    return ord(unicodedata.normalize('NFC', c)) > 0xff


def drop(line, rng):
    some = rng.choice((0.0, 0.0, 0.15))
    return ''.join('' if marked(c) and c not in 'đĐ' and (two_marks(c) or rng.random() < some) and rng.random() < .93
                   else 'Đ' if c in 'Đ' else c for c in line)


def hole(line, rng):
    sign = rng.choice('??.-?')
    return ''.join(sign if marked(c) and (two_marks(c) or sign != '?' or rng.random() < .5) else c for c in line)


def torn(line, rng):
    often = rng.choice((.55, .8))
    out = []
    for k, c in enumerate(line):
        tear = marked(c) and two_marks(c) and rng.random() < often
        if tear and out and out[-1].isalpha() and rng.random() < .85:
            out.append(' ')
        out.append(c)
        if tear and k + 1 < len(line) and line[k + 1].isalpha() and rng.random() < .8:
            out.append(' ')
    return ''.join(out)


TONE = {'\u0300': ('\u0300', '\u0301', '\u0302', ''), '\u0301': ('\u0301', '\u0301', '\u0302', ''),
        '\u0309': ('\u0300', '\u0301', '\u0302', ''), '\u0303': ('\u0303', '\u0308', '\u0302', ''),
        '\u0323': ('', '', '', '')}


HATS = '\u0302\u0306\u031b'


def cross(line, rng):
    """Letters of the West only: one mark each, an umlaut or a hat where the engine has no better."""
    out = []
    for c in line:
        parts = unicodedata.normalize('NFD', c)
        if c in 'đĐ':
            out.append(rng.choice('dddđ') if c == 'đ' else rng.choice('DDĐ'))
        elif not marked(c):
            out.append(c)
        else:
            base, marks = parts[0], parts[1:]
            tone = next((m for m in marks if m in TONE), '')
            hat = next((m for m in marks if m in HATS), '')
            if hat and not (tone and rng.random() < .35):
                mark = {'\u0302': '\u0302', '\u0306': rng.choice(('\u0302', '\u0308', '\u0308', '')), '\u031b': rng.choice(('', '', '\u0301', '\u0300'))}[hat]
                if base in 'iyIY':
                    mark = ''
            else:
                mark = rng.choice(TONE[tone]) if tone else ''
            one = unicodedata.normalize('NFC', base + mark)
            out.append(one if ord(one[0]) <= 0x24f and len(one) == 1 else base)
    return ''.join(out)


def half(line, rng):
    often = rng.choice((.3, .5, .7))
    return ''.join(''.join(bare(c) for c in w) if rng.random() < often else w for w in line.split(' ') for w in (w + ' ',)).rstrip(' ')


KINDS = {'bare': lambda line, rng: ''.join(map(bare, line)), 'drop': drop, 'hole': hole, 'torn': torn, 'cross': cross, 'half': half}


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    most = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    for k, line in enumerate(sys.stdin):
        if k == most:
            break
        line = unicodedata.normalize('NFC', line.rstrip('\n'))
        print(KINDS[sys.argv[1]](line, random.Random(sys.argv[1] + line)))


if __name__ == '__main__':
    main()
