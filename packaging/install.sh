#!/bin/sh
# Downloads a release of policygen for this system, compares its checksum, and puts
# the program into a folder.
#
#   sh packaging/install.sh VERSION DIR
#
# POLICYGEN_DOWNLOAD is the address that has a folder for each version, such as
# https://github.com/OWNER/policygen/releases/download
set -eu
version=${1:?name the version}
version=${version#v}
dir=${2:?name the folder for the program}
: "${POLICYGEN_DOWNLOAD:?set it to the address of the releases}"

case $(uname -s) in
Linux) system=unknown-linux-gnu ;;
Darwin) system=apple-darwin ;;
MINGW* | MSYS* | CYGWIN*) system=pc-windows-msvc ;;
*) echo "policygen: no build for $(uname -s)" >&2 && exit 2 ;;
esac
case $(uname -m) in
x86_64 | amd64) cpu=x86_64 ;;
aarch64 | arm64) cpu=aarch64 ;;
*) echo "policygen: no build for $(uname -m)" >&2 && exit 2 ;;
esac
stem=policygen-$version-$cpu-$system

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "$POLICYGEN_DOWNLOAD/v$version/$1"
  else
    wget -q -O "$work/$1" "$POLICYGEN_DOWNLOAD/v$version/$1"
  fi
}
download "$stem.tar.gz"
download "$stem.sha256"

# macOS has no sha256sum.
sum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi; }
expected=$(grep "  $stem.tar.gz\$" "$work/$stem.sha256" | cut -d ' ' -f 1)
actual=$(sum "$work/$stem.tar.gz" | cut -d ' ' -f 1)
if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
  echo "policygen: wrong checksum of $stem.tar.gz: expected ${expected:-one}, found $actual" >&2
  exit 2
fi

tar -xzf "$work/$stem.tar.gz" -C "$work"
mkdir -p "$dir"
for program in policygen policygen.exe; do
  [ ! -f "$work/$stem/$program" ] || mv "$work/$stem/$program" "$dir/$program"
done
"$dir/policygen" --version
