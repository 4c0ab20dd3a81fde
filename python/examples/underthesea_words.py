"""Repairs texts before underthesea parts them into words, which it does by their marks."""
import underthesea

import vnfix

fixer = vnfix.Fixer(assume="bare")
for text in fixer.fix_many(["uy ban nhan dan tinh", "ho tro nong dan"]):
    print(underthesea.word_tokenize(text, format="text"))
