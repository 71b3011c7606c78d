#!/usr/bin/env bash
# The pages in a real browser and before the standard checkers. Installs what
# is missing (from Debian's packages and the lock file), builds the sites and
# runs the tests; arguments are test files, all of them by default. The preview
# is tested in Firefox too by `BROWSER=firefox tests/browser/run.sh serve.test.mjs`.
set -euo pipefail
cd "$(dirname "$0")"

packages=()
[ -x /usr/bin/chromium ] || packages+=(chromium)
[ "${BROWSER:-}" != firefox ] || [ -x /usr/bin/firefox-esr ] || packages+=(firefox-esr)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
command -v java >/dev/null || packages+=(default-jre-headless)
# Text that no font has would be measured and printed as empty boxes.
command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ar)" ] || packages+=(fontconfig fonts-dejavu-core)
if [ ${#packages[@]} -gt 0 ]; then bash ../install.sh "${packages[@]}"; fi

# npm writes this file last, so packages that are older than the list of them are not those it lists.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --loglevel error --no-audit --no-fund >&2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node build.mjs "$work"
if [ $# -eq 0 ]; then set -- *.test.mjs; fi
SITES="$work" node --test "$@"
