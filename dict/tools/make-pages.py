#!/usr/bin/python3
"""More OCR pages with their truth, for make-model.sh:

	make-pages.py MAKE_PAIRS CORPUS MODELS OUT [FIRST [LAST]]

MAKE_PAIRS is the program that prints a text as a page, damages it like a scan and reads it with
Tesseract; CORPUS holds {admin,legal}.txt.xz (training text only); MODELS holds 4.0.0/ and
4.0.0_best_int/ with {eng,vie}.traineddata beside the installed ("fast") ones. Writes OUT/<id>.truth.txt
and .ocr.txt. FIRST and LAST choose from the plan below, so that several can work at once: all of it
takes 25 minutes on one core. Equal input and equal versions give equal bytes.
"""
import argparse
import glob
import importlib.machinery
import importlib.util
import lzma
import os
import random
import sys

# Seeds and what reads the pages: the kinds that the first set of pages was short of.
PLAN = [
    (100000, 531, ["eng:4.0.0", "vie:4.0.0", "eng:4.0.0_best_int", "eng:fast",
                   "vie:4.0.0_best_int", "eng:4.0.0", "vie:fast"]),
    (200000, 85, ["eng:fast", "vie:fast", "eng:fast", "vie:4.0.0_best_int", "eng:4.0.0"]),
]
PIECES = (("admin", 90), ("legal", 40))
PIECE = 60000  # bytes


def write_pieces(corpus, out):
    """Texts short enough to be loaded for each page."""
    rng = random.Random(20261121)
    for domain, count in PIECES:
        with lzma.open(os.path.join(corpus, domain + ".txt.xz")) as f:
            data = f.read()
        for k in range(count):
            start = rng.randrange(0, len(data) - 80000)
            piece = data[start:start + PIECE]
            piece = piece[piece.index(b"\n") + 1:piece.rindex(b"\n") + 1]
            with open(os.path.join(out, "t_%s%03d.txt" % (domain, k)), "wb") as f:
                f.write(piece)


def load(path):
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("make_pairs", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_pairs", loader))
    loader.exec_module(module)
    return module


def make(pairs, texts, models, out, seed, reader):
    """One page. Mostly from the middle: letterheads come from a short list and must not prevail."""
    lang, model = reader.split(":")
    rng = random.Random(seed)
    if model == "fast":
        os.environ.pop("TESSDATA_PREFIX", None)
    else:
        os.environ["TESSDATA_PREFIX"] = os.path.join(models, model)
    page = argparse.Namespace(
        text=rng.choice(texts), seed=seed, lang=lang, id="g%06d_%s" % (seed, lang), out=out,
        chars=2600, kind="middle" if rng.random() < .85 else "auto", profile="auto", psm=None,
        oem=None, keep_image=False, set=None, start=None, img_only=False)
    pairs.make(page)
    for end in ("flags.txt", "raw.txt", "words.tsv", "meta.json"):
        path = os.path.join(out, "%s.%s" % (page.id, end))
        if os.path.exists(path):
            os.remove(path)


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    program, corpus, models, out = sys.argv[1:5]
    pages = [(first + k, readers[k % len(readers)])
             for first, count, readers in PLAN for k in range(count)]
    first = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    last = int(sys.argv[6]) if len(sys.argv) > 6 else len(pages)
    os.makedirs(out, exist_ok=True)
    write_pieces(corpus, out)
    texts = sorted(glob.glob(os.path.join(out, "t_*.txt")))
    pairs = load(program)
    for seed, reader in pages[first:last]:
        make(pairs, texts, models, out, seed, reader)


main()
