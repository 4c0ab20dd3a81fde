#!/usr/bin/python3
# SPDX-License-Identifier: CC0-1.0
"""Print the documents of texts/, scan them badly, read them with Tesseract, pair the lines.

usage: make-pages.py [--only NN[,NN...]] [--engine eng|vie] [--images DIR] [--table]
                     [--texts DIR] [--out DIR] [--printed]

Every texts/NN-kind.txt is set as an official A4 paper of as many pages as it needs, each page is
damaged as one of the PROFILES says and read by each engine.  For engine E that gives
ocr/NN-kind_E.ocr.txt, the lines as read, and ocr/NN-kind_E.truth.txt, the words that were
printed there.  Line k of one belongs to line k of the other; an empty line of the first means
that nothing was read, an empty line of the second that nothing was printed.

All chance comes from the document's number, so that the same texts, fonts and engine give the
same bytes again.  --images keeps the page images, --printed the rows as printed, both columns in
one line; --table prints one line of facts per file.
"""
import argparse
import collections
import glob
import io
import math
import os
import random
import re
import subprocess

import cairo
import gi
import numpy as np
from PIL import Image
from scipy import ndimage

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402  (the versions must be set first)

HERE = os.path.dirname(os.path.abspath(__file__))
ENGINES = ("eng", "vie")
PAGE_W, PAGE_H = 595.3, 841.9  # A4; every length is in points unless its name says pixels
LEFT, RIGHT, TOP, BOTTOM = 85.0, 48.0, 57.0, 57.0
TEXT_W = PAGE_W - LEFT - RIGHT
INDENT = 32.0

FONTS = ["Liberation Serif", "Liberation Serif", "TeX Gyre Termes", "FreeSerif",
         "Liberation Serif", "Noto Serif", "Linux Libertine O", "Liberation Sans"]

# What the scanner does.  dpi: of the scan; read_dpi: to which it is enlarged before reading;
# blur: sigma in pixels; ink: >0 spreads strokes, <0 thins them (share of one pixel); fade: share
# of blackness lost; light: grey levels between the brightest and the darkest corner; noise:
# sigma in grey levels; specks: per page; jpeg: quality, 0 = none; bilevel: black and white only;
# copies: generations before the scan; tilt: largest angle in degrees.
Profile = collections.namedtuple(
    "Profile", "dpi read_dpi blur ink fade light noise specks jpeg bilevel copies tilt")
PROFILES = {
    "office":  Profile(120, 300, 0.6, 0.1, 0.15, 15, 7, 20, 45, False, 0, 0.4),
    "archive": Profile(170, 200, 0.6, 0.3, 0.10, 20, 10, 150, 0, True, 0, 0.5),
    "copy":    Profile(200, 300, 0.7, -0.25, 0.12, 10, 13, 220, 0, True, 1, 0.7),
    "phone":   Profile(120, 300, 0.7, 0.0, 0.25, 35, 7, 0, 38, False, 0, 0.8),
    "mail":    Profile(110, 300, 0.5, 0.0, 0.10, 10, 5, 10, 32, False, 0, 0.3),
}

Font = collections.namedtuple("Font", "family size bold italic", defaults=(False, False))
Word = collections.namedtuple("Word", "text x0 x1")
Line = collections.namedtuple("Line", "page base size words")  # base: baseline from the top


# --- setting the type ---------------------------------------------------------------------

class Sheet:
    """Pages being set: what to draw, and where every word of every line stands."""

    def __init__(self):
        scratch = cairo.ImageSurface(cairo.FORMAT_A8, 1, 1)
        self.context = PangoCairo.create_context(cairo.Context(scratch))
        options = cairo.FontOptions()
        options.set_hint_style(cairo.HINT_STYLE_NONE)
        options.set_hint_metrics(cairo.HINT_METRICS_OFF)
        PangoCairo.context_set_font_options(self.context, options)
        PangoCairo.context_set_resolution(self.context, 72)
        self.context.set_round_glyph_positions(False)
        self.cache = {}
        self.lines, self.glyphs, self.rules, self.seals = [], [], [], []
        self.page, self.y = 0, TOP
        self.lonely_foot = False  # the last page holds nothing but receivers and signature

    def shape(self, text, font):
        """The Pango layout of one word and its width."""
        key = (text, font)
        if key not in self.cache:
            layout = Pango.Layout.new(self.context)
            face = Pango.FontDescription()
            face.set_family(font.family)
            face.set_absolute_size(font.size * Pango.SCALE)
            face.set_weight(Pango.Weight.BOLD if font.bold else Pango.Weight.NORMAL)
            face.set_style(Pango.Style.ITALIC if font.italic else Pango.Style.NORMAL)
            layout.set_font_description(face)
            layout.set_text(text, -1)
            self.cache[key] = layout, layout.get_size()[0] / Pango.SCALE
        return self.cache[key]

    def wrap(self, runs, width, indent):
        """Break [(word, font)] greedily into lines no wider than width."""
        rows, row, used = [], [], indent
        for text, font in runs:
            w = self.shape(text, font)[1]
            space = self.shape(" ", font)[1] if row else 0
            if row and used + space + w > width:
                rows.append(row)
                row, used, space = [], 0, 0
            row.append((text, font, w))
            used += space + w
        return rows + [row]

    def set_row(self, row, x, width, align, page, base):
        """Place one line of words; align is left, centre or full."""
        size = row[0][1].size
        space = self.shape(" ", row[0][1])[1]
        natural = sum(w for _, _, w in row) + space * (len(row) - 1)
        if align == "full" and len(row) > 1:
            space += (width - natural) / (len(row) - 1)
        if align == "centre":
            x += (width - natural) / 2
        words = []
        for text, font, w in row:
            self.glyphs.append((page, self.shape(text, font)[0], x, base))
            words.append(Word(text, x, x + w))
            x += w + space
        self.lines.append(Line(page, base, size, words))

    def column(self, runs, x, width, y, lead, align="centre"):
        """Set a paragraph at a fixed place without page breaks; returns the y below it."""
        for row in self.wrap(runs, width, 0):
            self.set_row(row, x, width, align, self.page, y + 0.8 * lead)
            y += lead
        return y

    def flow(self, runs, lead, align="full", indent=INDENT, after=4):
        """Set a paragraph in the running text, going to new pages as needed."""
        rows = self.wrap(runs, TEXT_W, indent)
        for k, row in enumerate(rows):
            if self.y + lead > PAGE_H - BOTTOM:
                self.new_page(row[0][1])
            first = indent if k == 0 and align != "centre" else 0
            how = "left" if align == "full" and k == len(rows) - 1 else align
            self.set_row(row, LEFT + first, TEXT_W - first, how, self.page, self.y + 0.8 * lead)
            self.y += lead
        self.y += after

    def new_page(self, font):
        self.page, self.y = self.page + 1, TOP
        number = font._replace(bold=False, italic=False)
        self.column([(str(self.page + 1), number)], LEFT, TEXT_W, 30, number.size * 1.3)

    def rule(self, middle, y, length):
        self.rules.append((self.page, middle - length / 2, middle + length / 2, y))


def runs_of(text, font):
    return [(word, font) for word in text.split()]


def shouted(text):
    return text.upper() == text and any(c.isalpha() for c in text)


def dress(text, font):
    """The words of a body paragraph with the fonts that official style gives them."""
    bold = font._replace(bold=True)
    if re.match(r"[IVX]+\. ", text) or (re.match(r"\d+\. ", text) and len(text) < 80
                                         and text[-1] not in ".;:"):
        return runs_of(text, bold)
    article = re.match(r"Điều \d+\.", text)
    if article:
        cut = article.end() if len(text) > 90 else len(text)
        return runs_of(text[:cut], bold) + runs_of(text[cut:], font)
    if re.match(r"(Căn cứ|Xét|Theo đề nghị) ", text):
        return runs_of(text, font._replace(italic=True))
    return runs_of(text, font)


def set_letterhead(sheet, left, right, font):
    """The two columns on top: who writes (may be missing), and the name of the state."""
    small = font._replace(size=font.size - 1)
    bold, lead = small._replace(bold=True), small.size * 1.3
    lx, lw, rx, rw = LEFT - 25, 205, LEFT + 178, TEXT_W - 170
    if not left:
        rx, rw = LEFT, TEXT_W
    y = yl = sheet.y
    office = [t for t in left if shouted(t)]
    for text in left:
        style = bold if text == office[-1] else small
        if text.startswith("Số:"):
            sheet.rule(lx + lw / 2, yl + 2, 60)
            yl += 7
        yl = sheet.column(runs_of(text, style), lx, lw, yl, lead)
    last = 1 if right[0].startswith("CỘNG") else 0  # the Party has no motto
    for k, text in enumerate(right):
        style = bold if k <= last else small._replace(italic=True)
        if k == 1:
            style = style._replace(size=font.size)
        if k == last + 1:
            y += 7
        y = sheet.column(runs_of(text, style), rx, rw, y, lead)
        if k == last:
            sheet.rule(rx + rw / 2, y + 2, 150)
    sheet.y = max(y, yl) + 14


def set_foot(sheet, left, right, font):
    """Receivers or a second signer at the left, the signer at the right, kept on one page."""
    need = max(len(left) * 14 + 10, len(right) * 18 + 90)
    if sheet.y + need > PAGE_H - BOTTOM:
        sheet.new_page(font)
        sheet.lonely_foot = True
    sheet.y += 8
    half = TEXT_W / 2
    if left[0] == "Nơi nhận:":
        small, y = font._replace(size=11), sheet.y
        for k, text in enumerate(left):
            style = small._replace(size=12, bold=True, italic=True) if k == 0 else small
            y = sheet.column(runs_of(text, style), LEFT, half, y, style.size * 1.25, "left")
    else:
        set_signer(sheet, left, LEFT, half - 10, font, seal=False)
    set_signer(sheet, right, LEFT + half, half, font, seal="NGƯỜI LÀM ĐƠN" not in right)


def set_signer(sheet, block, x, width, font, seal):
    bold, y, lead = font._replace(bold=True), sheet.y, font.size * 1.3
    for text in block[:-1]:
        style = bold if shouted(text) else font._replace(italic=True)
        y = sheet.column(runs_of(text, style), x, width, y, lead)
    sheet.seals.append((sheet.page, x + width / 2, y + 36, seal))
    sheet.column(runs_of(block[-1], bold), x, width, y + 72, lead)


def set_document(text, font, lead):
    """Set a whole document; blank lines part letterhead, title, body and foot."""
    blocks = [b.split("\n") for b in text.strip("\n").split("\n\n")]
    sheet = Sheet()
    state = 0 if blocks[0][0].startswith("CỘNG") else 1
    set_letterhead(sheet, blocks[0] if state else [], blocks[state], font)
    bold = font._replace(bold=True)
    for n, block in enumerate(blocks[state + 1:-2]):
        title = n == 0 and shouted(block[0])
        for k, par in enumerate(block):
            if title or shouted(par) and not re.match(r"[IVX]+\. ", par):
                sheet.flow(runs_of(par, bold), font.size * 1.3, "centre", 0, 1)
            elif par.startswith("Kính gửi: "):
                sheet.flow(runs_of(par, font), lead, "centre", 0)
            else:
                sheet.flow(dress(par, font), lead, after=2 if par.startswith("-") else 4)
        if title:
            sheet.rule(LEFT + TEXT_W / 2, sheet.y + 3, 90)
        sheet.y += 9
    set_foot(sheet, blocks[-2], blocks[-1], font)
    return sheet


# --- printing and scanning ----------------------------------------------------------------

def draw_seal(cr, x, y, with_seal, chance):
    """A scrawl in place of the signature and, over its left side, an office's round seal."""
    cr.set_source_rgb(0.15, 0.2, 0.6)
    cr.set_line_width(1.0)
    cr.move_to(x - 30, y + chance.uniform(-6, 6))
    for k in range(5):
        cr.curve_to(*(c for j in range(3) for c in (x - 30 + 13 * k + chance.uniform(-12, 16),
                                                    y + chance.uniform(-12, 12))))
    cr.stroke()
    if not with_seal:
        return
    cr.set_source_rgba(0.85, 0.1, 0.15, 0.5)
    for radius, width in ((38, 1.6), (35, 0.7), (24, 0.7)):
        cr.set_line_width(width)
        cr.arc(x - 60, y, radius, 0, 2 * math.pi)
        cr.stroke()
    for k in range(10):
        radius, angle = (13, 5)[k % 2], k * math.pi / 5
        cr.line_to(x - 60 + radius * math.sin(angle), y - radius * math.cos(angle))
    cr.fill()


def print_page(sheet, page, dpi, angle, chance):
    """One page as an array of grey levels, turned by angle (radians) about its middle."""
    scale = dpi / 72
    w, h = round(PAGE_W * scale), round(PAGE_H * scale)
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, w, h)
    cr = cairo.Context(surface)
    cr.set_source_rgb(1, 1, 1)
    cr.paint()
    cr.scale(scale, scale)
    cr.translate(PAGE_W / 2, PAGE_H / 2)
    cr.rotate(angle)
    cr.translate(-PAGE_W / 2, -PAGE_H / 2)
    cr.set_source_rgb(0, 0, 0)
    for p, layout, x, base in sheet.glyphs:
        if p == page:
            cr.move_to(x, base - layout.get_baseline() / Pango.SCALE)
            PangoCairo.show_layout(cr, layout)
    cr.set_line_width(0.7)
    for p, x0, x1, y in sheet.rules:
        if p == page:
            cr.move_to(x0, y)
            cr.line_to(x1, y)
            cr.stroke()
    cr.set_operator(cairo.OPERATOR_MULTIPLY)
    for p, x, y, seal in sheet.seals:
        if p == page:
            draw_seal(cr, x, y, seal, chance)
    surface.flush()
    pixels = np.ndarray((h, surface.get_stride() // 4, 4), np.uint8, surface.get_data())
    return pixels[:, :w, :3].astype(np.float32) @ np.float32([0.114, 0.587, 0.299])


def spread_ink(grey, amount):
    """Widen (amount > 0) or thin (< 0) the strokes by a share of one pixel."""
    if amount == 0:
        return grey
    reach = ndimage.minimum_filter if amount > 0 else ndimage.maximum_filter
    share = abs(amount)
    return grey * (1 - share) + reach(grey, size=3) * share


def black_and_white(grey, level):
    """Cut at the given share of the way from ink to the paper around each pixel."""
    paper = ndimage.uniform_filter(grey, 61)
    return np.where(grey > np.minimum(paper, 255) * level, 255, 0).astype(np.float32)


def scan(grey, profile, chance, dice):
    """Damage a printed page as the profile says; returns it at profile.read_dpi."""
    h, w = grey.shape
    for _ in range(profile.copies):
        grey = ndimage.gaussian_filter(grey, 0.6) + dice.normal(0, profile.noise, (h, w))
        grey = black_and_white(grey, chance.uniform(0.55, 0.7))
    grey = spread_ink(grey, profile.ink + chance.uniform(-0.1, 0.1))
    grey = 255 - (255 - grey) * (1 - profile.fade)
    grey = ndimage.gaussian_filter(grey, profile.blur * chance.uniform(0.85, 1.15))
    down, across = np.mgrid[0:1:h * 1j, 0:1:w * 1j]
    turn = chance.uniform(0, 2 * math.pi)
    grey -= profile.light * (0.5 + (down - 0.5) * math.sin(turn) + (across - 0.5) * math.cos(turn))
    grey += dice.normal(0, profile.noise, (h, w))
    for _ in range(profile.specks):
        y, x, r = dice.randint(0, h), dice.randint(0, w), 1 + dice.randint(0, 2)
        grey[y:y + r, x:x + r] = 0 if dice.rand() < 0.7 else 255
    if profile.bilevel:
        grey = black_and_white(grey, chance.uniform(0.6, 0.72))
    image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if profile.jpeg:
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=profile.jpeg)
        image = Image.open(packed).convert("L")
    if profile.read_dpi != profile.dpi:
        factor = profile.read_dpi / profile.dpi
        image = image.resize((round(w * factor), round(h * factor)), Image.BICUBIC)
    return image


# --- reading and pairing ------------------------------------------------------------------

def read_page(image, engine, dpi, angle):
    """What Tesseract reads: lines of (text, x0, x1, middle height), turned back to the page."""
    packed = io.BytesIO()
    image.save(packed, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "-l", engine, "--psm", "3", "--dpi", str(dpi), "tsv"]
    answer = subprocess.run(command, input=packed.getvalue(), check=True, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    lines = collections.OrderedDict()
    cos, sin = math.cos(angle), math.sin(angle)
    for row in answer.stdout.decode("utf-8").split("\n")[1:]:
        cell = row.split("\t")
        if len(cell) < 12 or cell[0] != "5" or not cell[11].strip():
            continue
        x, y, w, h = (int(c) * 72 / dpi for c in cell[6:10])
        dx, dy = x + w / 2 - PAGE_W / 2, y + h / 2 - PAGE_H / 2
        mx, my = dx * cos + dy * sin + PAGE_W / 2, dy * cos - dx * sin + PAGE_H / 2
        lines.setdefault(tuple(cell[1:5]), []).append((cell[11], mx - w / 2, mx + w / 2, my))
    return list(lines.values())


def overlap(word, seen):
    return min(word.x1, seen[2]) - max(word.x0, seen[1])


def claim(printed, read):
    """For each printed line, the number of the read line that holds each of its words.

    A word belongs to the read line whose boxes cover most of it at its own height; words that
    nothing covers go with their nearest neighbour.  None: no word of the line was read."""
    owners = []
    for line in printed:
        middle, reach = line.base - 0.3 * line.size, 0.62 * line.size
        near = [(k, seen) for k, row in enumerate(read) for seen in row
                if abs(seen[3] - middle) < reach]
        found = []
        for word in line.words:
            score = collections.Counter()
            for k, seen in near:
                score[k] += max(0, overlap(word, seen))
            best = max(score, key=score.get, default=None)
            found.append(best if best is not None and score[best] > 0 else None)
        known = [i for i, k in enumerate(found) if k is not None]
        owners.append([found[min(known, key=lambda j: abs(i - j))] if known else None
                       for i in range(len(found))])
    return owners


def pair_lines(printed, read):
    """[(truth, read)] in reading order; printed lines not read stand after their forerunner."""
    owners = claim(printed, read)
    rows = [[[], " ".join(seen[0] for seen in row)] for row in read]
    anchor, unread = {}, collections.defaultdict(list)
    for n, (line, owner) in enumerate(zip(printed, owners)):
        for word, k in zip(line.words, owner):
            if k is not None:
                rows[k][0].append(word.text)
                anchor[n] = k
        if owner[0] is None:
            before = anchor.get(n - 1, -1)
            anchor[n] = before
            unread[before].append(" ".join(word.text for word in line.words))
    pairs = [(lost, "") for lost in unread[-1]]
    for k, (truth, seen) in enumerate(rows):
        pairs.append((" ".join(truth), seen))
        pairs += [(lost, "") for lost in unread[k]]
    return pairs


def printed_rows(lines):
    """The printed lines, those of both columns that stand beside each other as one."""
    rows = []
    for line in sorted(lines, key=lambda line: (line.page, line.base)):
        if rows and rows[-1][0].page == line.page and line.base - rows[-1][0].base < line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [" ".join(word.text for line in sorted(row, key=lambda line: line.words[0].x0)
                     for word in line.words) for row in rows]


def write_lines(path, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in lines)


def number_of(path):
    """The digits that the name of a document begins with."""
    return int(re.match("[0-9]+", os.path.basename(path)).group())


def make(path, engines, images):
    """Print, scan, read and pair one document; yields (name, profile, font, sheet, pairs)."""
    name = os.path.basename(path)[:-len(".txt")]
    number = number_of(path)
    chance, dice = random.Random(number), np.random.RandomState(number)
    kind = list(PROFILES)[number % len(PROFILES)]
    profile = PROFILES[kind]
    font = Font(FONTS[number % len(FONTS)], chance.choice([13, 13.5, 14]))
    spacing = chance.choice([1.3, 1.4, 1.5])
    with open(path, encoding="utf-8") as f:
        text = f.read()
    sheet = set_document(text, font, font.size * spacing)
    while sheet.lonely_foot and spacing > 1.15:  # as a typist would avoid it
        spacing -= 0.05
        sheet = set_document(text, font, font.size * spacing)
    pairs = {engine: [] for engine in engines}
    for page in range(sheet.page + 1):
        angle = math.radians(chance.uniform(-profile.tilt, profile.tilt))
        image = scan(print_page(sheet, page, profile.dpi, angle, chance), profile, chance, dice)
        if images:
            image.save(os.path.join(images, "%s-%d.png" % (name, page + 1)))
        printed = [line for line in sheet.lines if line.page == page]
        printed.sort(key=lambda line: (round(line.base / 4), line.words[0].x0))
        for engine in engines:
            read = read_page(image, engine, profile.read_dpi, angle)
            pairs[engine] += pair_lines(printed, read)
    for engine in engines:
        yield "%s_%s" % (name, engine), kind, font, sheet, pairs[engine]


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", help="numbers of documents, with commas")
    options.add_argument("--engine", choices=ENGINES, help="one engine instead of both")
    options.add_argument("--images", help="a directory for the page images")
    options.add_argument("--texts", default=os.path.join(HERE, "texts"), help="default: texts/")
    options.add_argument("--out", default=os.path.join(HERE, "ocr"), help="default: ocr/")
    options.add_argument("--printed", action="store_true", help="write NN-kind.printed.txt too")
    options.add_argument("--table", action="store_true", help="print one line per file")
    o = options.parse_args()
    for folder in filter(None, (o.images, o.out)):
        os.makedirs(folder, exist_ok=True)
    only = [int(n) for n in o.only.split(",") if n]
    for path in sorted(glob.glob(os.path.join(o.texts, "*.txt"))):
        if only and number_of(path) not in only:
            continue
        for name, kind, font, sheet, pairs in make(path, [o.engine] if o.engine else ENGINES,
                                                   o.images):
            if o.printed:
                write_lines(os.path.join(o.out, name[:-4] + ".printed.txt"), printed_rows(sheet.lines))
            write_lines(os.path.join(o.out, name + ".truth.txt"), [t for t, _ in pairs])
            write_lines(os.path.join(o.out, name + ".ocr.txt"), [r for _, r in pairs])
            if o.table:
                print("%-24s %-8s %-18s %4.1f pt %d pages %4d lines" % (
                    name, kind, font.family, font.size, sheet.page + 1, len(pairs)), flush=True)


if __name__ == "__main__":
    main()
