#!/usr/bin/env bash
# Builds a release of policygen and packs it in all forms: archive, wheel, npm
# packages, bill of materials and checksums.
#
#   bash packaging/release.sh TARGET OUT
#   bash packaging/release.sh x86_64-unknown-linux-gnu dist
#
# The target is the system's own, as rustc calls it. On Linux, the binary is static:
# the musl target is one more download, so this links glibc statically. Such a binary
# runs on every Linux, in an empty container too. It loads glibc's name services
# only if `serve --host` is given the name of a host in place of an address.
set -euo pipefail
target=${1:?name the target}
out=${2:?name the folder for the packages}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$(dirname "$0")/.."

# The binary names no folder of the machine that built it.
crates=${CARGO_HOME:-$HOME/.cargo}
flags=("--remap-path-prefix=$PWD=/policygen" "--remap-path-prefix=$crates=/cargo")
case $target in
*-linux-gnu)
  flags=(-C target-feature=+crt-static "${flags[@]}")
  export CFLAGS="-ffile-prefix-map=$crates=/cargo"
  ;;
*-windows-msvc) flags=(-C target-feature=+crt-static "${flags[@]}") ;;
esac
# Separated by the unit separator, because paths may have spaces.
CARGO_ENCODED_RUSTFLAGS=$(printf '%s\037' "${flags[@]}")
export CARGO_ENCODED_RUSTFLAGS=${CARGO_ENCODED_RUSTFLAGS%$'\037'}
export CARGO_PROFILE_RELEASE_STRIP=symbols CARGO_INCREMENTAL=0

cargo build --release --locked --target "$target"
binary=target/$target/release/policygen
case $target in *-windows-*) binary=$binary.exe ;; esac

cargo metadata --locked --format-version 1 --filter-platform "$target" |
  python3 packaging/pack.py "$binary" "$target" "$out"
