#!/bin/sh
# The Debian packages, from the tree: built twice (other folder, time, locale and umask), compared byte by
# byte, looked at by lintian, then installed, tried, upgraded and removed on this machine, which should be a
# root that nobody needs (a container, a chroot): run.sh FOLDER, as root, on Debian 12.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "$0: has to be run as root, where nothing can be lost" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
export DEBIAN_FRONTEND=noninteractive

# sources FOLDER: a source tree and its tarball, from what is committed.
sources() {
	mkdir -p "$1"
	git -C "$root" archive --prefix="vnfix-$upstream/" HEAD | tar -x -C "$1"
	mv "$1/vnfix-$upstream/debian" "$1/debian"
	tar -C "$1" --sort=name --mtime=@0 --owner=0 --group=0 -cf - "vnfix-$upstream" |
		xz -1 -T1 >"$1/vnfix_$upstream.orig.tar.xz"
	mv "$1/debian" "$1/vnfix-$upstream/debian"
}

# build FOLDER [VARIABLE=VALUE...]
build() {
	folder=$1
	shift
	sources "$folder"
	(cd "$folder/vnfix-$upstream" && env "$@" dpkg-buildpackage -us -uc) >"$folder.log" 2>&1 ||
		{ tail -40 "$folder.log"; exit 1; }
}

apt-get update -q
apt-get install -q -y --no-install-recommends dpkg-dev devscripts lintian git xz-utils
(cd "$root" && apt-get build-dep -q -y --no-install-recommends ./)
version=$(dpkg-parsechangelog -l"$root/debian/changelog" -SVersion)
upstream=${version%-*}

build "$work/one" LC_ALL=C TZ=UTC
(umask 002 && build "$work/another/deeper" LC_ALL=C.UTF-8 TZ=Asia/Ho_Chi_Minh DEB_BUILD_OPTIONS=nocheck)
for package in "$work"/one/*.deb; do
	cmp "$package" "$work/another/deeper/$(basename "$package")"
done
echo "built twice: equal"

lintian --fail-on error,warning "$work"/one/*.changes
echo "lintian: nothing"

debs=$(find "$work/one" -name '*.deb' ! -name '*dbgsym*' | sort)
# shellcheck disable=SC2086 # several files are meant
apt-get install -q -y --no-install-recommends $debs gcc libc6-dev pkg-config python3
cd "$root"
for test in pages library python; do
	AUTOPKGTEST_TMP=$work sh "debian/tests/$test" || { echo "autopkgtest $test: failed"; exit 1; }
	echo "autopkgtest $test: passed"
done

# An upgrade: the same packages as those of a later revision.
for package in $debs; do
	new=$work/new/$(basename "$package" .deb)
	mkdir -p "$work/new"
	dpkg-deb -R "$package" "$new"
	sed -i "s/$version/$version+1/g" "$new/DEBIAN/control"
	dpkg-deb -b "$new" "$new.deb" >/dev/null
done
apt-get install -q -y --no-install-recommends "$work"/new/*.deb
dpkg-query -W -f '${Version}\n' vnfix | grep -qxF "$version+1"
echo 'd6i méi' | vnfix -q >/dev/null
echo "upgraded"

apt-get purge -q -y vnfix libvnfix0 libvnfix-dev vnfix-data python3-vnfix vnfix-doc
left=$(find / -xdev \( -path /proc -o -path "$work" -o -path "$root" -o -path /tmp -o -path /var/tmp \) -prune -o \
	-name '*vnfix*' -print | grep -v '^/var/\(log\|cache\|lib/apt\)' || true)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
echo "removed without a trace"
