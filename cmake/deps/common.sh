# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run.

NIGHTJAR_DEPS="${NIGHTJAR_DEPS:-$HOME/.cache/nightjar/deps}"
downloads="$NIGHTJAR_DEPS/downloads"

step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND — runs a shell command with the rights of root, or names it for the user to type.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        sh -c "$1"
    elif command -v sudo >/dev/null; then
        sudo sh -c "$1"
    else
        die "this needs the rights of root. Type as root:

  $1
"
    fi
}

# apt_install PACKAGE… — installs those that are missing; asks nothing of the network when none is.
apt_install() {
    command -v dpkg-query >/dev/null || return 0  # not Debian's family: CMake names what it misses
    local missing
    missing=$(comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u))
    [ -n "$missing" ] || return 0
    missing=$(echo $missing)  # on one line
    step "installing packages: $missing"
    as_root "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing"
}

# need TOOL PACKAGE — a program that may have come from elsewhere than the distribution.
need() {
    command -v "$1" >/dev/null || apt_install "$2"
    command -v "$1" >/dev/null || die "$1 is missing. Type:  apt-get install $2"
}

# recipe FILE… — fingerprint of everything that decides what the build puts out: the script and what it compiles.
recipe() {
    { cat "$@"; cc --version; } | sha256sum | cut -d' ' -f1
}

# verified FILE SHA256 — true if FILE is there with this content; a file with another content is removed.
verified() {
    [ -f "$1" ] || return 1
    echo "$2  $1" | sha256sum --check --status && return 0
    echo "  $1 has another SHA-256 than $2: removed" >&2
    rm -f "$1"
    return 1
}

# fetch FILE SHA256 SOURCE… — puts FILE into $downloads from the first SOURCE that delivers the pinned content.
# A SOURCE is a function that leaves FILE in the current folder.
fetch() {
    local file=$1 sha256=$2 source
    shift 2
    mkdir -p "$downloads"
    verified "$downloads/$file" "$sha256" && return 0
    for source in from_local_folder "$@"; do
        if (cd "$downloads" && "$source" "$file") && verified "$downloads/$file" "$sha256"; then
            echo "  $file: $source, SHA-256 as pinned"
            return 0
        fi
    done
    die "could not get $file (SHA-256 $sha256). Put it into a folder and name that folder in NIGHTJAR_SOURCES."
}

from_local_folder() {
    [ -n "${NIGHTJAR_SOURCES:-}" ] && [ -f "$NIGHTJAR_SOURCES/$1" ] && cp "$NIGHTJAR_SOURCES/$1" .
}

# download FILE URL
download() {
    need curl curl
    curl --fail --silent --show-error --location --retry 2 --output "$1" "$2"
}

# mirror DISTRIBUTION — its mirror as the system's package client is configured: the newer one-paragraph format
# ("URIs: …"), else one-line entries ("deb [options] URI suite …").
mirror() {
    {
        sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' /etc/apt/sources.list.d/*.sources
        sed -n 's/^deb[[:space:]]\+\(\[[^]]*\][[:space:]]*\)\?\([^[:space:]]*\).*/\2/p' /etc/apt/sources.list \
            /etc/apt/sources.list.d/*.list
    } 2>/dev/null | grep "/$1/*\$" | head -n 1
}

# later_release PACKAGE FILE — FILE, the upstream tarball in the source package of a later release of this distribution,
# left in the current folder. It is asked for with a sources list and a state of our own below $work, so that nothing of
# the system changes.
later_release() {
    local distribution suite uri keyring apt="$work/apt"
    distribution=$(. /etc/os-release && echo "$ID")
    case "$distribution" in
        debian) suite=trixie ;;
        ubuntu) suite=questing ;;
        *) return 1 ;;
    esac
    uri=$(mirror "$distribution")
    keyring=/usr/share/keyrings/$distribution-archive-keyring.gpg
    [ -n "$uri" ] && [ -f "$keyring" ] || return 1
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    echo "deb-src [signed-by=$keyring] $uri $suite main" > "$apt/sources.list"
    cat > "$apt/apt.conf" <<END
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
APT::Sandbox::User "root";
END
    apt-get -q -c "$apt/apt.conf" update >/dev/null &&
        (cd "$apt" && apt-get -q -c "$apt/apt.conf" source --download-only --tar-only "$1" >/dev/null) &&
        mv "$apt/$2" .
}

# install_tree FROM NAME RECIPE — puts a finished tree in place of the old one.
install_tree() {
    echo "$3" > "$1/.recipe"
    rm -rf "${NIGHTJAR_DEPS:?}/$2"
    mv "$1" "$NIGHTJAR_DEPS/$2"
}
