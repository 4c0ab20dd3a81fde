"""Repairs files and lists the words that somebody should look at, least sure first."""
import sys
from pathlib import Path

import vnfix

fixer = vnfix.Fixer()
for name in sys.argv[1:]:
    result = fixer.run(Path(name).read_text(encoding="utf-8"))
    doubtful = [word for word in result.words if word.confidence < 0.9]
    for word in sorted(doubtful, key=lambda word: word.confidence):
        others = ", ".join(other.text for other in word.alternatives)
        print(f"{name}\t{word.confidence:.2f}\t{word.read}\t{word.text}\t{others}")
