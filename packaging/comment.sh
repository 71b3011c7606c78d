#!/usr/bin/env bash
# Writes what `policygen check` finds as a comment on a pull request. There is one
# comment: the next run replaces its text.
#
#   bash packaging/comment.sh REPOSITORY NUMBER ROOT
#
# Needs `gh` with a token that may write to pull requests, and policygen in PATH.
set -euo pipefail
repository=${1:?name the repository}
number=${2:?name the pull request}
root=${3:?name the site}
marker='<!-- policygen -->'

# The comment is written whatever check finds; the action's own check sets its result.
report=$(policygen check --root "$root" 2>&1) || true
# GitHub takes 65,536 characters. Escaped, no text of the site becomes a mention or a link.
shown=$(printf '%s' "${report:0:20000}" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g')
[ ${#report} -le 20000 ] || shown+=$'\n… The rest is in the log.'
body=$(printf '%s\n### policygen check\n\n<pre>\n%s\n</pre>\n' "$marker" "${shown:-Nothing found.}")

find_own="[.[] | select(.body | startswith(\"$marker\"))][0].id // empty"
id=$(gh api "repos/$repository/issues/$number/comments?per_page=100" --jq "$find_own")
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$repository/issues/comments/$id" --raw-field "body=$body" --silent
else
  gh api --method POST "repos/$repository/issues/$number/comments" --raw-field "body=$body" --silent
fi
