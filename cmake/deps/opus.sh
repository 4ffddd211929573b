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

# The distribution's own mirror, as the system's package client is configured: the newer one-paragraph format
# ("URIs: …"), else one-line entries ("deb [options] URI suite …").
mirror() {
    {
        sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' /etc/apt/sources.list.d/*.sources
        sed -n 's/^deb[[:space:]]\+\(\[[^]]*\][[:space:]]*\)\?\([^[:space:]]*\).*/\2/p' /etc/apt/sources.list \
            /etc/apt/sources.list.d/*.list
    } 2>/dev/null | grep '/debian/*$' | head -n 1
}

# Debian's next release carries this version as a source package. It is asked for with a sources list and a state
# of our own, so that nothing of the system changes.
from_package_source() {
    local uri keyring=/usr/share/keyrings/debian-archive-keyring.gpg apt="$work/apt"
    uri=$(mirror)
    [ -n "$uri" ] && [ -f "$keyring" ] || return 1
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    echo "deb-src [signed-by=$keyring] $uri trixie main" > "$apt/sources.list"
    cat > "$apt/apt.conf" <<END
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
APT::Sandbox::User "root";
END
    apt-get -q -c "$apt/apt.conf" update >/dev/null &&
        (cd "$apt" && apt-get -q -c "$apt/apt.conf" source --download-only opus >/dev/null) &&
        mv "$apt/$1" .
}

from_upstream() {
    need curl curl
    curl --fail --silent --show-error --location --retry 2 --output "$1" "$upstream"
}

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
