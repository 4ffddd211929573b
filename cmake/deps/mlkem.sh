#!/bin/bash
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# ML-KEM-768 of libcrux (generated from verified Rust, MIT), as static library in $NIGHTJAR_DEPS/mlkem. It is one
# header of OpenSSH 10.0p1; nothing else of that archive is used. mlkem/mlkem768.c makes a library of it.
set -euo pipefail
. "$(dirname "$0")/common.sh"
seam="$(cd "$(dirname "$0")" && pwd)/mlkem"

tarball=openssh_10.0p1.orig.tar.gz
sha256=021a2e709a0edf4250b1256bd5a9e500411a90dddabea830ed59cef90eb9d85c
header=libcrux_mlkem768_sha3.h
header_sha256=c567fa102ccf59ddda657b2bb328b73ff98d0071fcea382b3a997ae430ed7bf9
upstream=https://cdn.openbsd.org/pub/OpenBSD/OpenSSH/portable/openssh-10.0p1.tar.gz

from_package_source() { later_release openssh "$1"; }
from_upstream() { download "$1" "$upstream"; }

want=$(recipe "$0" "$seam"/*)
[ "$(cat "$NIGHTJAR_DEPS/mlkem/.recipe" 2>/dev/null)" != "$want" ] || exit 0

work=$(mktemp -d "$NIGHTJAR_DEPS/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

step "ML-KEM-768 of libcrux: fetching the source"
fetch "$tarball" "$sha256" from_package_source from_upstream

step "ML-KEM-768 of libcrux: compiling (seconds)"
tar xzf "$downloads/$tarball" -C "$work" --strip-components=1 --wildcards "*/$header"
verified "$work/$header" "$header_sha256" || die "the archive holds another $header than the one that is pinned"
mkdir -p "$work/tree/include/mlkem" "$work/tree/lib"
cc -std=c11 -O2 -fPIC -w -I "$work" -c "$seam/mlkem768.c" -o "$work/mlkem768.o"
ar rcs "$work/tree/lib/libmlkem.a" "$work/mlkem768.o"
cp "$seam/mlkem768.h" "$work/tree/include/mlkem/"
install_tree "$work/tree" mlkem "$want"
