#!/bin/bash
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# Opus 1.5.2 with deep PLC, OSCE and DRED, as static library in $NIGHTJAR_DEPS/opus. Its internal headers and
# config.h go to opus/src: the DRED encoder is reached through them.
set -euo pipefail
. "$(dirname "$0")/common.sh"

tarball=opus_1.5.2.orig.tar.gz
sha256=65c1d2f78b9f2fb20082c38cbe47c951ad5839345876e46941612ee87f9a7ce1
upstream=https://downloads.xiph.org/releases/opus/opus-1.5.2.tar.gz

from_package_source() { later_release opus "$1"; }
from_upstream() { download "$1" "$upstream"; }

want=$(recipe "$0")
[ "$(cat "$NIGHTJAR_DEPS/opus/.recipe" 2>/dev/null)" != "$want" ] || exit 0

work=$(mktemp -d "$NIGHTJAR_DEPS/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

step "Opus 1.5.2: fetching the source"
fetch "$tarball" "$sha256" from_package_source from_upstream

step "Opus 1.5.2: compiling (half a minute)"
mkdir "$work/source"
tar xzf "$downloads/$tarball" -C "$work/source" --strip-components=1
cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$work/tree" \
    -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF \
    -DOPUS_DEEP_PLC=ON -DOPUS_OSCE=ON -DOPUS_DRED=ON -DOPUS_BUILD_PROGRAMS=OFF -DOPUS_BUILD_TESTING=OFF > "$work/configure.log"
cmake --build "$work/build" > "$work/build.log" || { tail -n 40 "$work/build.log"; die "Opus does not compile"; }
cmake --install "$work/build" > /dev/null
rm -r "$work/tree/lib/cmake" "$work/tree/lib/pkgconfig"  # they name the folder of the build

# The internal headers depend on what the library was compiled with: config.h says it to whoever includes them.
mkdir "$work/tree/src"
(cd "$work/source" && tar cf - COPYING include $(find src celt silk dnn -name '*.h')) | tar xf - -C "$work/tree/src"
sed -n '/src\/opus_encoder.c.o:/,/^$/ s/^ *DEFINES = //p' "$work/build/build.ninja" | tr ' ' '\n' |
    sed -n -e 's/^-D\([A-Za-z0-9_]*\)=\(.*\)$/#define \1 \2/p' -e 's/^-D\([A-Za-z0-9_]*\)$/#define \1 1/p' |
    grep -v -e PACKAGE_VERSION -e HAVE_CONFIG_H -e _FORTIFY_SOURCE | cat "$work/build/config.h" - > "$work/tree/src/config.h"
grep -q 'define ENABLE_DRED' "$work/tree/src/config.h" || die "Opus was configured without DRED"
install_tree "$work/tree" opus "$want"
