#!/bin/bash
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# install.sh GROUP… — the system packages of these groups of packages.txt, then the libraries built from source.
# A second run finds everything in place and takes a moment.
set -euo pipefail
here=$(dirname "$0")
. "$here/common.sh"

packages_of() {
    awk -v wanted=" $* " '/^\[/ { group = substr($0, 2, length($0) - 2); next }
        NF && !/^#/ && index(wanted, " " group " ")' "$here/packages.txt"
}

mapfile -t packages < <(packages_of "$@")
apt_install "${packages[@]}"

mkdir -p "$NIGHTJAR_DEPS"
exec 9> "$NIGHTJAR_DEPS/.lock"
flock 9  # two checkouts may share the folder
export NIGHTJAR_DEPS
[ "${NIGHTJAR_SYSTEM_SQLCIPHER:-OFF}" = ON ] || "$here/sqlcipher.sh"
"$here/opus.sh"
"$here/mlkem.sh"
