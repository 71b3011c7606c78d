# Shortcuts for the commands in CONTRIBUTING.md. `just` lists them.

_default:
    @just --list

# Build the site in content/ into public/
build:
    cargo run --release -- build

# Preview the site in content/
serve:
    cargo run --release -- serve --open --check

# Format, lint, document and test everything, as CI does
test:
    bash tests/run.sh

# Run the fast tests, or those whose names contain FILTER
quick FILTER='':
    cargo test --lib --test architecture --test site -- {{ FILTER }}

# Rewrite the golden sites and snapshots that differ: read the difference
bless FILTER='':
    UPDATE=1 cargo test --test site -- {{ FILTER }}
    git diff --stat -- tests/site

# Measure builds beside the floor: reading, parsing and writing alone
bench *ARGS='--sizes 1000,10000':
    cargo bench --bench build -- {{ ARGS }}

# Measure the time from a save to the page in `policygen serve`
bench-serve *ARGS:
    cargo bench --bench serve -- {{ ARGS }}

# Check the pages in Chromium and with the HTML checker
browser *FILES:
    bash tests/browser/run.sh {{ FILES }}

# Regenerate the README's screenshots
screenshots:
    node tests/browser/screenshots.mjs

# Build a release for Linux x86-64 and pack it into dist/
release:
    bash packaging/release.sh x86_64-unknown-linux-gnu dist

# Try the packages and the scripts for CI with the dev binary
packaging:
    bash packaging/test.sh target/debug/policygen

# Check licences, bans and sources of dependencies
deny:
    cargo deny check licenses bans sources
