#!/bin/bash
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# SQLCipher 4.14.0 on SQLite 3.51.3, as static library in $NIGHTJAR_DEPS/sqlcipher. The amalgamation is taken from
# the source package of a Node.js binding, which carries it unchanged; nothing of that package is installed or run.
set -euo pipefail
. "$(dirname "$0")/common.sh"

package=@journeyapps/sqlcipher@6.0.0
tarball=journeyapps-sqlcipher-6.0.0.tgz
sha256=ad3ee0e551de315b230db78e2294d41868b5c166d44c0c87da35fb6b87bde54c

flags=(
    -O2 -fPIC -w
    # SQLCipher over OpenSSL.
    -DSQLITE_HAS_CODEC -DSQLCIPHER_CRYPTO_OPENSSL -DHAVE_STDINT_H=1
    -DSQLITE_EXTRA_INIT=sqlcipher_extra_init -DSQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown
    # Nothing unencrypted on disk, nothing deleted that stays readable.
    -DSQLITE_TEMP_STORE=3 -DSQLITE_SECURE_DELETE
    # Full-text search for messages.
    -DSQLITE_ENABLE_FTS5
    # Less to go wrong: "text" in double quotes is a name, no code is loaded from disk.
    -DSQLITE_DQS=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_THREADSAFE=1
)

from_npm() {
    need npm npm
    npm pack "$package" --silent >/dev/null
}

want=$(recipe "$0")
[ "$(cat "$NIGHTJAR_DEPS/sqlcipher/.recipe" 2>/dev/null)" != "$want" ] || exit 0

step "SQLCipher 4.14.0: fetching the source"
fetch "$tarball" "$sha256" from_npm

step "SQLCipher 4.14.0: compiling (half a minute)"
work=$(mktemp -d "$NIGHTJAR_DEPS/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
tar xzf "$downloads/$tarball" -C "$work" --strip-components=3 package/deps/sqlcipher-amalgamation
mkdir -p "$work/tree/include/sqlcipher" "$work/tree/lib"
cc "${flags[@]}" -c "$work/sqlite3.c" -o "$work/sqlite3.o"
ar rcs "$work/tree/lib/libsqlcipher.a" "$work/sqlite3.o"
cp "$work/sqlite3.h" "$work/tree/include/sqlcipher/"
install_tree "$work/tree" sqlcipher "$want"
