#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the C arrays of the review page from its parts.

    page2c.py OUT.c page.html page.css page.js

The style and the script take the places of {{STYLE}} and {{SCRIPT}} in the page, and their SHA-256
that of {{STYLE_HASH}} and {{SCRIPT_HASH}} in its content security policy, so that a browser runs
nothing else. The data of a run stands where {{DATA}} is.
"""
import base64
import hashlib
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def array(name, text):
    values = [str(b if b < 128 else b - 256) for b in text.encode()]
    lines = [",".join(values[i:i + 24]) for i in range(0, len(values), 24)]
    return [f"const char {name}[] = {{", *(line + "," for line in lines), "};",
            f"const size_t {name}_len = sizeof {name};"]


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    page, style, script = (read(path) for path in sys.argv[2:])
    # The browser hashes what stands between the tags.
    style, script = "\n" + style, "\n" + script
    if "</" in script or "<!--" in script or "</" in style:
        sys.exit("page2c.py: '</' or '<!--' would end the element in script or style")
    for mark, text in (("{{STYLE_HASH}}", digest(style)), ("{{SCRIPT_HASH}}", digest(script)),
                       ("{{STYLE}}", style), ("{{SCRIPT}}", script)):
        if page.count(mark) != 1:
            sys.exit(f"page2c.py: {mark} must stand in the page once")
        page = page.replace(mark, text)
    head, tail = page.split("{{DATA}}")
    out = ["/* Made by src/html/page2c.py. Do not edit. */", '#include "html/template.h"', "",
           *array("vn_page_head", head), *array("vn_page_tail", tail)]
    with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(out) + "\n")


main()
