#!/bin/sh
# A wheel is made twice, with equal bytes, and works where nothing else of vnfix is: wheel.sh BUILD
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v patchelf >/dev/null || { echo "skipped: no patchelf"; exit 77; }
python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "skipped: no venv"; exit 77; }
[ -e "$1/dict/vnfix.model" ] || { echo "skipped: no model"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/a" "$work/b"
wheel=$(python3 "$root/python/make-wheel.py" "$1" "$work/a")
cmp "$wheel" "$(python3 "$root/python/make-wheel.py" "$1" "$work/b")"
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --no-index --disable-pip-version-check "$wheel"
cd /
out=$(env -u PYTHONPATH -u VNFIX_LIBRARY -u VNFIX_MODEL PYTHONIOENCODING=utf-8 "$work/env/bin/python" -c '
import vnfix
print(vnfix.fix("d6i méi sang tao va chuyén d6i sé qudc gia"))')
[ "$out" = "đổi mới sáng tạo và chuyển đổi số quốc gia" ]
