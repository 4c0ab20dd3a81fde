#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make one page that needs nothing else, from page.html and an npm package.

usage: page.py PACKAGE OUT.html
"""
import base64
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def main():
    package, out = sys.argv[1:]
    page = read(HERE, "page.html").decode()
    module = re.sub(r"^export ", "", read(package, "vnfix.mjs").decode(), flags=re.M)
    head, tail = page.split("/*MODULE*/")
    head, script = head.rsplit('<script type="module">', 1)
    data = "".join(f'<script type="application/octet-stream" id="{name}">'
                   f"{base64.b64encode(read(package, 'vnfix.' + name)).decode()}</script>\n"
                   for name in ("wasm", "model"))
    with open(out, "w", encoding="utf-8") as file:
        file.write(head + data + '<script type="module">' + script + module + tail)


if __name__ == "__main__":
    main()
