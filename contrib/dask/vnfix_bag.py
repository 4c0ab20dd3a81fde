#!/usr/bin/env python3
"""vnfix_bag.py SCHEDULER FIELD IN.ndjson OUT: repairs one member of JSON objects, a line each, on the workers
of a Dask scheduler, in parts of 1 MB, to OUT/*.part. A worker that dies costs the parts it had in hand. Joined
in their order the parts are what `vnfix -f ndjson --field FIELD` makes of each object."""
import json
import sys

import dask.bag
from dask.distributed import Client

fixers = {}  # one for each process and setting


def repair(line, field, settings):
    """LINE with the member FIELD repaired; all its other bytes stay."""
    import vnfix

    key = json.dumps(settings, sort_keys=True)
    if key not in fixers:
        fixers[key] = vnfix.Fixer(input_format="ndjson", field=field, **settings)
    return fixers[key].fix(line)


def main(scheduler, field, source, target, **settings):
    with Client(scheduler, timeout=300):
        lines = dask.bag.read_text(source, blocksize="1MB")
        # Lines keep their ends, to_textfiles() puts one between two of them.
        fixed = lines.map(repair, field, settings).map(lambda line: line.rstrip("\n"))
        fixed.to_textfiles(target + "/*.part", name_function="{:06d}".format, last_endline=True)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
