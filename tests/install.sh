#!/usr/bin/env bash
# Installs packages of Debian: `install.sh PACKAGE…`. Prints what it does only if it fails.
set -euo pipefail
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
echo "installing $*" >&2
log=$(mktemp)
trap 'rm "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >>"$log" 2>&1; }
{ apt update && apt install --yes --no-install-recommends "$@"; } || {
    cat "$log" >&2
    exit 1
}
