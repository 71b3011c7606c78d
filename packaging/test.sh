#!/usr/bin/env bash
# Tries all ways to install policygen that can be tried on this machine: packs the
# binary, installs each package, and runs the scripts for CI on the starter site.
#
#   bash packaging/test.sh BINARY
#
# Any binary will do, one with debug information too. Needs Linux, python3 with venv,
# node and npm. No script here asks another host, except for npm's YAML parser.
set -euo pipefail
binary=$(realpath "${1:?name the binary}")
cd "$(dirname "$0")"
here=$PWD root=$(dirname "$PWD")

packages=()
python3 -c 'import ensurepip, tomllib, venv' 2>/dev/null || packages+=(python3 python3-venv)
command -v npm >/dev/null || packages+=(nodejs npm)
command -v wget >/dev/null || packages+=(wget)
if [ ${#packages[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "installing ${packages[*]}" >&2
  "${as_root[@]}" apt-get -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${packages[@]}"
fi

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
passed=0 notes=()
ok() { passed=$((passed + 1)) && echo "ok: $1"; }
fail() { echo "packaging: $1" >&2 && exit 1; }
# Compares what a command prints with what it should print.
same() { [ "$2" = "$3" ] || fail "$1: expected \`$3\`, found \`$2\`"; ok "$1"; }
# Runs a command that has to fail.
fails() {
  local what=$1
  shift
  if "$@" >"$work/log" 2>&1; then cat "$work/log" >&2 && fail "$what"; fi
  ok "$what"
}

export SOURCE_DATE_EPOCH=1780272000 PYTHONDONTWRITEBYTECODE=1
target=$(uname -m)-unknown-linux-gnu
version=$(python3 -c 'import crate; print(crate.VERSION)')
name=policygen-$version-$target
# Without debug information, a package takes seconds and not minutes.
strip -o "$work/policygen" "$binary"

# --- The packages, twice: the same bytes.
(cd "$root" && cargo metadata --locked --format-version 1 --filter-platform "$target") >"$work/metadata.json"
pack() { python3 pack.py "$work/policygen" "$target" "$1" <"$work/metadata.json"; }
pack "$work/again" >/dev/null &
pack "$work/dist"
wait $!
diff -r "$work/dist" "$work/again" || fail "two runs made different packages"
ok "two runs make the same packages"
(cd "$work/dist" && sha256sum --quiet --check "$name.sha256")
ok "checksums"

mkdir "$work/archive"
tar -xzf "$work/dist/$name.tar.gz" -C "$work/archive"
same "contents of the archive" "$(cd "$work/archive" && find . -type f | LC_ALL=C sort | tr '\n' ' ')" \
  "./$name/CHANGELOG.md ./$name/LICENSE ./$name/README.md ./$name/policygen ./$name/policygen.cdx.json "
same "archive" "$("$work/archive/$name/policygen" --version)" "policygen $version"
python3 - "$work/archive/$name/policygen.cdx.json" "$work/metadata.json" <<'PYTHON'
import json, sys
bill, metadata = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
components = {one["bom-ref"]: one for one in bill["components"]}
# Each crate from a registry has a checksum and a licence, and no reference is dangling.
assert all(one["hashes"] and one["licenses"] for one in components.values())
assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} == set(components)
names = {one["name"] for one in components.values()}
direct = {one["name"] for one in next(p for p in metadata["packages"] if p["name"] == "policygen")["dependencies"]
          if one["kind"] is None and one["target"] is None}
assert direct <= names, direct - names
assert "proptest" not in names
print(f"{len(components)} components")
PYTHON
ok "bill of materials"

# --- Python.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$work/dist"/*.whl
same "wheel" "$("$work/venv/bin/policygen" --version)" "policygen $version"
"$work/venv/bin/pip" --disable-pip-version-check uninstall --quiet --yes policygen
[ ! -e "$work/venv/bin/policygen" ] || fail "pip left the program behind"
ok "pip removes the wheel"

# --- npm. On other processors than x86-64, the launcher's package is not in dist.
python3 npm.py "$work/policygen" "$target" "$work/dist" >/dev/null
system=$(node -p '`${process.platform}-${process.arch}`')
mkdir "$work/npm" && cd "$work/npm"
echo '{"private": true}' >package.json
npm install --offline --no-audit --no-fund --loglevel error \
  "$work/dist/policygen-$system-$version.tgz" "$work/dist/policygen-$version.tgz"
same "npm packages" "$(npx --offline policygen --version)" "policygen $version"
code=0 && npx --offline policygen build --root "$work/none" 2>/dev/null || code=$?
same "exit codes pass through npm's launcher" "$code" 2
rm -r "node_modules/@policygen/$system"
fails "the launcher fails without its binary" npx --offline policygen --version
grep -q "@policygen/$system is not installed" "$work/log" || fail "the launcher does not say what is missing"
ok "the launcher says what is missing"

# --- YAML of workflows, hooks and templates.
mkdir "$work/lint" && cd "$work/lint"
cp "$here"/lint/{package.json,package-lock.json,parse.mjs} .
npm ci --loglevel error --no-audit --no-fund >/dev/null
for file in "$root"/.github/workflows/*.yml "$root/.pre-commit-hooks.yaml" "$here/action.yml" "$here/gitlab-ci.yml"; do
  node parse.mjs "$file" >"$(basename "$file").json"
done
ok "YAML is well-formed"
printf 'a: 1\na: 2\n' >wrong.yml
fails "the parser finds a duplicate key" node parse.mjs wrong.yml
# Scripts in YAML and files are well-formed too.
for file in "$here"/*.sh; do bash -n "$file"; done
python3 - ./*.yml.json <<'PYTHON'
import json, subprocess, sys
for path in sys.argv[1:]:
    for job in json.load(open(path, encoding="utf-8")).get("jobs", {}).values():
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step
            subprocess.run(["bash", "-n", "-c", step.get("run", "")], check=True)
PYTHON
ok "shell scripts are well-formed"

# --- Releases as a server has them, and the starter with its built pages.
mkdir -p "$work/www/v$version" "$work/www/v0.0.0"
cp "$work/dist/$name.tar.gz" "$work/dist/$name.sha256" "$work/www/v$version"
# A release with another archive than the one that was signed for.
echo x | gzip >"$work/www/v0.0.0/policygen-0.0.0-$target.tar.gz"
echo "$(sha256sum </dev/null | cut -d ' ' -f 1)  policygen-0.0.0-$target.tar.gz" >"$work/www/v0.0.0/policygen-0.0.0-$target.sha256"
python3 -u -m http.server --bind 127.0.0.1 --directory "$work/www" 0 >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$work/server.log")
  [ -z "$port" ] || break
  sleep 0.1
done
export POLICYGEN_DOWNLOAD=http://127.0.0.1:${port:?the server did not start}

site=$work/site
mkdir "$site" "$work/bin"
cp -r "$root/policygen.yaml" "$root/content" "$site"
"$work/policygen" build --root "$site" --quiet

same "install.sh" "$(sh "$here/install.sh" "v$version" "$work/bin")" "policygen $version"
fails "install.sh refuses a wrong checksum" sh "$here/install.sh" 0.0.0 "$work/bin0"
grep -q "wrong checksum" "$work/log" || fail "install.sh failed for another reason"
fails "install.sh reports a version that does not exist" sh "$here/install.sh" 9.9.9 "$work/bin0"
[ ! -e "$work/bin0" ] || fail "install.sh installed what it refused"

# --- The GitHub action, with a stand-in for gh that writes down what it is called with.
cat >"$work/bin/gh" <<'GH'
#!/bin/sh
if [ "$2" = --method ]; then printf '%s\n' "$@" >"$GH_LOG"; else printf '%s' "$GH_ID"; fi
GH
chmod +x "$work/bin/gh"
action() {
  PATH=$work/bin:$PATH python3 "$here/lint/action.py" "$work/lint/action.yml.json" \
    "inputs.version=$version" "inputs.root=$site" "inputs.download=$POLICYGEN_DOWNLOAD" "runner.temp=$work/runner" \
    "github.action_path=$here" "github.server_url=https://github.example" "github.action_repository=o/policygen" \
    "github.repository=o/site" "github.token=t" "github.event.pull_request=1" "github.event.pull_request.number=7" "$@"
}
export GH_LOG=$work/gh GH_ID=
action >"$work/log" 2>&1 || { cat "$work/log" >&2 && fail "the action fails on the starter"; }
ok "the action passes on the starter"
[ ! -e "$GH_LOG" ] || fail "the action commented without being asked"

sed -i '1,/^---$/!{0,/^$/s/^$/\nSee [](#no-such-section) <b>@someone<\/b>.\n/}' "$site/content/policies/terms.md"
fails "the action fails on a dead link" action inputs.comment=true
grep -q '^::error file=.*terms.md,line=' "$work/log" || { cat "$work/log" >&2 && fail "no annotation"; }
ok "the action annotates the line"
grep -q 'repos/o/site/issues/7/comments' "$GH_LOG" && grep -q 'no-such-section' "$GH_LOG" || fail "no comment"
if grep -q '<b>' "$GH_LOG"; then fail "text of the site is not escaped in the comment"; fi
ok "the action comments on the pull request"
GH_ID=12 fails "the action fails again" action inputs.comment=true
grep -q 'repos/o/site/issues/comments/12' "$GH_LOG" || fail "the comment was not replaced"
ok "the action replaces its comment"

cp "$root/content/policies/terms.md" "$site/content/policies/terms.md"
echo "A new sentence." >>"$site/content/policies/terms.md"
fails "the action fails on pages that are out of date" action
grep -q 'stale     terms/index.html' "$work/log" || { cat "$work/log" >&2 && fail "no file is named"; }
action inputs.build-check=false >/dev/null 2>&1 || fail "build-check=false checks the build"
ok "the action checks the build only if it is asked to"
cp "$root/content/policies/terms.md" "$site/content/policies/terms.md"

# --- The GitLab template, in sh as the image has it.
python3 - "$work/lint/gitlab-ci.yml.json" >"$work/gitlab.sh" <<'PYTHON'
import json, shlex, sys
template = json.load(open(sys.argv[1], encoding="utf-8"))
for name, value in template["variables"].items():
    print(f"export {name}={shlex.quote(value)}")
print(*template["policygen"]["before_script"], *template["policygen"]["script"], sep="\n")
PYTHON
grep -q "POLICYGEN_VERSION=$version\$" "$work/gitlab.sh" || fail "the template's version is not $version"
sed -i "s|/tmp|$work/gitlab|g" "$work/gitlab.sh"
mkdir "$work/gitlab"
(cd "$site" && sh -e "$work/gitlab.sh") >"$work/log" 2>&1 || { cat "$work/log" >&2 && fail "the GitLab template fails on the starter"; }
grep -q '<testsuite' "$site/policygen.xml" || fail "no test report"
ok "the GitLab template passes on the starter"
echo "See [](#no-such-section)." >>"$site/content/policies/terms.md"
gitlab() { (cd "$site" && sh -e "$work/gitlab.sh"); }
fails "the GitLab template fails on a dead link" gitlab
cp "$root/content/policies/terms.md" "$site/content/policies/terms.md"
rm "$site/policygen.xml"

# --- The hooks of pre-commit: their commands, at the root of the site.
while read -r entry; do
  (cd "$site" && PATH=$work/archive/$name:$PATH && $entry) >"$work/log" 2>&1 || { cat "$work/log" >&2 && fail "the hook \`$entry\` fails"; }
  ok "hook: $entry"
done < <(python3 -c 'import json; [print(hook["entry"]) for hook in json.load(open("'"$work"'/lint/.pre-commit-hooks.yaml.json"))]')

# --- The container image, unpacked and run as its configuration says.
if [ ! -e "$work/dist/$name.oci.tar" ]; then
  notes+=("container: the binary is not static")
elif ! unshare --map-root-user --mount true 2>/dev/null; then
  notes+=("container: no user namespaces")
else
  python3 - "$work/dist/$name.oci.tar" "$work/image" <<'PYTHON'
import gzip, hashlib, io, json, sys, tarfile
archive = tarfile.open(sys.argv[1])
read = lambda path: archive.extractfile(path).read()
seen = {"oci-layout", "index.json"}
def blob(about):
    path = "blobs/" + about["digest"].replace(":", "/")
    data = read(path)
    seen.add(path)
    assert about["digest"] == "sha256:" + hashlib.sha256(data).hexdigest(), path
    assert about["size"] == len(data), path
    return data
assert json.loads(read("oci-layout")) == {"imageLayoutVersion": "1.0.0"}
(about,) = json.loads(read("index.json"))["manifests"]
manifest = json.loads(blob(about))
config = json.loads(blob(manifest["config"]))
(layer,) = (gzip.decompress(blob(one)) for one in manifest["layers"])
assert config["rootfs"]["diff_ids"] == ["sha256:" + hashlib.sha256(layer).hexdigest()]
assert set(archive.getnames()) == seen, "the image has parts that nothing names"
files = tarfile.open(fileobj=io.BytesIO(layer))
assert files.getnames() == ["policygen", "site"], files.getnames()
assert (config["config"]["Entrypoint"], config["config"]["WorkingDir"]) == (["/policygen"], "/site")
files.extractall(sys.argv[2], filter="tar")
PYTHON
  cp -r "$site/." "$work/image/site"
  mkdir "$work/image/dev"
  # These are in every container, whatever its image.
  devices='for one in null random urandom; do touch "$0/dev/$one" && mount --bind "/dev/$one" "$0/dev/$one"; done'
  inside() {
    unshare --map-root-user --mount sh -ec "$devices; exec unshare --root=\"\$0\" --wd=/site /policygen \"\$@\"" "$work/image" "$@"
  }
  inside check --quiet
  inside build --check --quiet
  ok "container image"
fi

for note in ${notes[@]+"${notes[@]}"}; do echo "not run: $note"; done
echo "packaging: $passed passed, 0 failed, ${#notes[@]} skipped"
