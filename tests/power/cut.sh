#!/usr/bin/env bash
# Power cuts: builds into an ext4 image, copies the image while it is mounted, and
# builds again into the copy. What is not synced by then is lost there, as after a cut.
#
#   bash tests/power/cut.sh PROGRAM [SECONDS…]
#
# Needs Linux, root and loop mounts; says so and ends without them. With the default
# waits it takes about five minutes.
set -euo pipefail
program=$(realpath "${1:?name the program}")
shift
waits=("${@:-}")
[ -n "${waits[0]}" ] || waits=(0 0 0 1 2 3 5 7 10 15 20 30)

skip() {
  echo "power cuts: not run: $1" >&2
  exit 0
}
[ "$(uname)" = Linux ] || skip "not Linux"
[ "$(id -u)" = 0 ] || skip "not root"
for tool in losetup mkfs.ext4 mount; do
  command -v "$tool" >/dev/null || skip "no $tool"
done

work=$(mktemp -d)
disk=$work/disk copy=$work/copy
cleanup() {
  umount "$copy" 2>/dev/null || true
  umount "$disk" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
mkdir "$disk" "$copy"
truncate -s 256M "$work/image"
mkfs.ext4 -q -F "$work/image"
mount -o loop "$work/image" "$disk" 2>/dev/null || skip "no loop mounts"

site=$work/site
export SOURCE_DATE_EPOCH=1780272000
write_site() {
  mkdir -p "$site/content/policies"
  for at in $(seq 1 200); do
    printf -- '---\ntitle: Page %s\n---\n## Part\n\nEdition %s of page %s.\n' "$at" "$1" "$at" \
      >"$site/content/policies/page$at.md"
  done
  # A page that comes and goes.
  if [ $(($1 % 2)) = 0 ]; then rm -f "$site/content/policies/extra.md"; else
    printf -- '---\ntitle: Extra\n---\nEdition %s.\n' "$1" >"$site/content/policies/extra.md"
  fi
}
build() { "$program" build --root "$site" "$@" >/dev/null 2>"$work/said"; }
# The image as it is on the disk now, mounted as after a restart.
cut() {
  cp --sparse=always "$work/image" "$work/image.copy"
  mount -o loop "$work/image.copy" "$copy"
}
restart() { umount "$copy"; }

edition=0
failed=0 torn=0 cuts=0
fail() {
  echo "FAILED: $1" >&2
  cat "$work/said" >&2
  failed=$((failed + 1))
}

write_site $edition
build --out "$disk/public"
sync -f "$disk"
for wait in "${waits[@]}"; do
  edition=$((edition + 1))
  write_site $edition
  build --out "$disk/public" || fail "a build"
  sleep "$wait"
  cut
  cuts=$((cuts + 1))
  if ! build --check --out "$copy/public"; then torn=$((torn + 1)); fi
  build --out "$copy/public" || fail "the build after a cut at $wait s"
  rm -rf "$work/clean"
  build --out "$work/clean"
  diff -r "$work/clean" "$copy/public" >"$work/said" || fail "the output after a cut at $wait s"
  restart
done
echo "without --sync: $cuts cuts after the build, $torn left something to do, all were completed but $failed"

before=$failed
for _ in 1 2 3 4 5; do
  edition=$((edition + 1))
  write_site $edition
  build --sync --out "$disk/public" || fail "a build with --sync"
  cut
  build --check --out "$copy/public" || fail "a cut right after build --sync"
  restart
done
echo "with --sync: 5 cuts right after the build, $((failed - before)) lost something"

before=$failed
own=$disk/own
mkdir -p "$own/content/policies"
sync -f "$disk"
for at in 1 2 3 4 5; do
  page=$own/content/policies/page.md
  printf -- '---\ntitle: Page\n---\nSee [the part](#prt).\n\n## Part\n\nText %s.\n' "$at" >"$page"
  sync -f "$disk"
  "$program" check --root "$own" --select REF --fix >/dev/null 2>"$work/said" || true
  "$program" check --root "$own" --write-baseline "$own/known$at.json" --coverage-page "$own/page$at.html" \
    >/dev/null 2>"$work/said" || true
  cut
  for file in content/policies/page.md "known$at.json" "page$at.html"; do
    cmp "$own/$file" "$copy/own/$file" 2>"$work/said" || fail "a cut right after $file was written"
  done
  grep -q '(#part)' "$page" || fail "nothing was fixed"
  restart
done
echo "check --fix, --write-baseline, --coverage-page: 5 cuts, $((failed - before)) lost something"
[ "$failed" = 0 ]
