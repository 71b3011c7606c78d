#!/usr/bin/env bash
# Everything that has to hold: formatting, lints, documentation, tests, and the
# pages in a browser.
set -euo pipefail
cd "$(dirname "$0")/.."

# The programs of docs/guide/re-acceptance.md run in them.
packages=()
command -v python3 >/dev/null || packages+=(python3)
command -v node >/dev/null || packages+=(nodejs)
if [ ${#packages[@]} -gt 0 ]; then bash tests/install.sh "${packages[@]}"; fi

cargo fmt --check
cargo clippy --locked --all-targets -- --deny warnings
RUSTDOCFLAGS='--deny warnings' cargo doc --locked --no-deps --quiet
# The benchmarks at their smallest, so that they keep working.
cargo bench --locked --profile dev --bench build -- --sizes 20 --runs 1 >/dev/null
cargo bench --locked --profile dev --bench serve -- --sizes 20 --runs 1 >/dev/null
cargo test --locked --doc
cargo test --locked --lib --bins --tests
# With the binary that the tests above were run with.
bash tests/power/cut.sh target/debug/policygen 0 1
bash packaging/test.sh target/debug/policygen
bash tests/browser/run.sh
