#!/usr/bin/env python3
"""Makes a wheel that carries library and model, so that nothing has to be compiled or installed:

    make-wheel.py [--model FILE] BUILD_FOLDER OUT_FOLDER

The model is FILE, or else the smallest that the build has (meson configure -Dsmall_models=9). Libraries that
vnfix needs (all but those of the C library) go into it too, and find each other there (patchelf). Equal input
gives equal bytes.
"""
import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEM = re.compile(r"(linux-vdso|ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+))\.so.*")


def needed(library):
    """What LIBRARY needs, as pairs of name and path."""
    out = subprocess.run(["ldd", library], stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    for line in out.splitlines():
        found = re.match(r"\s*(\S+) => (/\S+)", line)
        if found and not SYSTEM.fullmatch(found[1]):
            yield found[1], Path(found[2])


def smallest(folder):
    """The smallest model in FOLDER."""
    models = sorted(folder.glob("vnfix*.model"), key=lambda path: path.stat().st_size)
    if not models:
        sys.exit(f"make-wheel.py: no model in {folder}")
    return models[0]


def gather(build, model, folder):
    """Puts all that the wheel holds into FOLDER."""
    package = folder / "vnfix"
    shutil.copytree(HERE / "vnfix", package, ignore=shutil.ignore_patterns("__pycache__"))
    library = next((build / "src" / "lib").glob("libvnfix.so.0"), None)
    if not library:
        sys.exit(f"make-wheel.py: no libvnfix.so.0 in {build}")
    copies = [("libvnfix.so.0", library), *needed(library)]
    for name, path in copies:
        copy = package / name
        shutil.copyfile(path.resolve(), copy)
        copy.chmod(0o755)
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN", str(copy)], check=True)
    shutil.copyfile(model, package / "vnfix.model")


def describe(folder, version, tag):
    info = folder / f"vnfix-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: vnfix\nVersion: {version}\n"
        "Summary: Turns Vietnamese text damaged by OCR back into clean Vietnamese\n"
        "License: Apache-2.0\nRequires-Python: >=3.9\n")
    (info / "WHEEL").write_text(
        f"Wheel-Version: 1.0\nGenerator: make-wheel\nRoot-Is-Purelib: false\nTag: {tag}\n")
    return info


def record(folder, info):
    lines = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=")
        lines.append(f"{path.relative_to(folder)},sha256={digest.decode()},{path.stat().st_size}\n")
    lines.append(f"{info.name}/RECORD,,\n")
    (info / "RECORD").write_text("".join(lines))


def pack(folder, out):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)), (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if ".so" in path.name else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, wheel.open(entry, "w") as target:
                shutil.copyfileobj(source, target)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("out", type=Path)
    a = parser.parse_args()
    version = re.search(r'^version = "(.*)"', (HERE / "pyproject.toml").read_text(), re.M)[1]
    tag = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        gather(a.build, a.model or smallest(a.build / "dict"), folder)
        record(folder, describe(folder, version, tag))
        out = a.out / f"vnfix-{version}-{tag}.whl"
        pack(folder, out)
    print(out)


if __name__ == "__main__":
    main()
