"""Repairs texts on their way into spaCy; each document keeps the text that was read."""
import spacy
from spacy.tokens import Doc

import vnfix

fixer = vnfix.Fixer(assume="bare")
nlp = spacy.blank("xx")
nlp.add_pipe("sentencizer")
Doc.set_extension("read", default=None)

texts = ["uy ban nhan dan tinh. hoi dong nhan dan xa.", "ho tro nong dan"]
for doc, read in nlp.pipe(zip(fixer.fix_many(texts), texts), as_tuples=True):
    doc._.read = read
    for sentence in doc.sents:
        print(doc._.read, sentence.text, sep="\t")
