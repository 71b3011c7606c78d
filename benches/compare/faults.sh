#!/usr/bin/env bash
# Makes the same mistakes in a site for Hugo and in one for policygen, and prints what
# each build does about them.
#
#   bash benches/compare/faults.sh hugo target/debug/policygen
#
# docs/guide/comparison.md has the results, with versions and the day.
set -euo pipefail
hugo=$(command -v "${1:?name the program of Hugo}")
policygen=$(realpath "$(command -v "${2:?name the program of policygen}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Both sites have the pages `privacy` and `terms`, and a company in their data.
sites() {
    rm -rf "$work/hugo" "$work/policygen"
    mkdir -p "$work/hugo/content" "$work/hugo/layouts/_default" "$work/hugo/data" "$work/policygen/content/policies" "$work/policygen/content/facts"
    printf 'title: Legal\nbaseURL: https://acme.example/\ndisableKinds: [taxonomy, term, rss, home]\n' >"$work/hugo/hugo.yaml"
    printf '{{ .Content }} {{ hugo.Data.company.legal_name }}\n' >"$work/hugo/layouts/_default/single.html"
    printf 'legal_name: Acme GmbH\n' >"$work/hugo/data/company.yaml"
    printf 'company: {legal_name: Acme GmbH}\n' >"$work/policygen/content/facts/company.yaml"
    for page in "$work/hugo/content" "$work/policygen/content/policies"; do
        printf -- '---\ntitle: Terms\n---\n## Liability\n\nLittle.\n' >"$page/terms.md"
    done
}

result() {
    local name=$1 code=0
    shift
    "$@" >"$work/log" 2>&1 || code=$?
    if [ "$code" -ne 0 ]; then
        echo "  $name: the build fails"
    elif grep -qi warn "$work/log"; then
        echo "  $name: a warning"
    else
        echo "  $name: the build succeeds without a warning"
    fi
}

# What is wrong, the front matter and the text of the page, and the layout for Hugo.
try() {
    sites
    printf -- '---\ntitle: Privacy\n%b---\n%b\n' "$2" "$3" >"$work/hugo/content/privacy.md"
    printf -- '---\ntitle: Privacy\n%b---\n%b\n' "$2" "${4:-$3}" >"$work/policygen/content/policies/privacy.md"
    [ -z "${5:-}" ] || printf '%s\n' "$5" >"$work/hugo/layouts/_default/single.html"
    echo "$1"
    result hugo "$hugo" --source "$work/hugo" --destination "$work/hugo/public"
    result policygen "$policygen" build --root "$work/policygen"
}

"$hugo" version 2>/dev/null | grep -o '^hugo v[0-9.]*'
"$policygen" --version
try 'a correct page' '' 'See [terms](terms.md#liability).'
try 'a link to a page that does not exist' '' 'See [terms](term.md).'
try 'a link to a page that does not exist, for Hugo with `ref`' '' 'See [terms]({{< ref "term.md" >}}).' 'See [terms](term.md).'
try 'a link to a section that does not exist' '' 'See [terms](terms.md#liabilty).'
try 'a misspelt variable' '' 'Text' '{{ company.legal_nam }}' '{{ .Content }} {{ hugo.Data.company.legal_nam }}'
try 'a misspelt key in front matter' 'upated: 2026-05-23\n' 'Text.'
try 'a date that does not exist' 'updated: 2026-02-30\n' 'Text.'
try 'two sections with the same ID' '' '## One {#a}\n\nText.\n\n## Two {#a}\n\nText.'
