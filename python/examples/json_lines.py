"""Repairs one field of JSON objects, a line each, from standard input to standard output."""
import json
import sys

import vnfix

field = sys.argv[1]
fixer = vnfix.Fixer(assume="bare")
for line in sys.stdin:
    record = json.loads(line)
    record[field] = fixer.fix(record[field])
    print(json.dumps(record, ensure_ascii=False), flush=True)
