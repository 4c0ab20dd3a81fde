"""Repairs a column of a table, and says how sure the least sure word of each row is."""
import pandas

import vnfix

fixer = vnfix.Fixer(assume="bare")
table = pandas.DataFrame({"id": [1, 2], "text": ["uy ban nhan dan tinh", "hoi dong nhan dan"]})
results = table["text"].map(fixer.run)
table["text"] = results.map(lambda result: result.text)
table["sure"] = results.map(lambda result: min((w.confidence for w in result.words), default=1.0))
print(table.to_string())
