"""Packs a binary for npm, so that `npx policygen` runs it.

    python3 packaging/npm.py BINARY TARGET OUT

Writes two packages: `@policygen/linux-x64`, or that of another target, with the
binary, and `policygen`, which starts it. `policygen` names the packages of all
targets as optional dependencies, and npm installs the one that fits the system.
"""

import json
import sys
from pathlib import Path

from crate import MANIFEST, ROOT, TARGETS, VERSION, File, target, write_tar_gz

HERE = Path(__file__).resolve().parent


def package(fields: dict) -> File:
    common = {"version": VERSION, "license": MANIFEST["license"]}
    if "repository" in MANIFEST:
        # npm compares it with the statement of provenance.
        common["repository"] = {"type": "git", "url": f"git+{MANIFEST['repository']}.git"}
    name = {"name": fields.pop("name")}
    return File("package/package.json", (json.dumps(name | common | fields, indent=2) + "\n").encode())


def licence() -> File:
    return File("package/LICENSE", (ROOT / "LICENSE").read_bytes())


def write_platform(binary: Path, name: str, out: Path) -> Path:
    system = target(name)
    fields = {
        "name": f"@policygen/{system.npm}",
        "description": f"The binary of policygen for {system.npm}; install `policygen` instead",
        "os": [system.npm_os],
        "cpu": [system.npm_cpu],
        "files": ["bin"],
    }
    path = out / f"policygen-{system.npm}-{VERSION}.tgz"
    program = File(f"package/bin/{system.program}", binary.read_bytes(), executable=True)
    write_tar_gz(path, [package(fields), licence(), program])
    return path


def write_launcher(out: Path) -> Path:
    fields = {
        "name": "policygen",
        "description": MANIFEST["description"],
        "keywords": MANIFEST["keywords"],
        "bin": {"policygen": "bin/policygen.js"},
        "files": ["bin"],
        "engines": {"node": ">=18"},
        "optionalDependencies": {f"@policygen/{one.npm}": VERSION for one in TARGETS.values()},
    }
    path = out / f"policygen-{VERSION}.tgz"
    launcher = File("package/bin/policygen.js", (HERE / "launcher.js").read_bytes(), executable=True)
    readme = File("package/README.md", (ROOT / "README.md").read_bytes())
    write_tar_gz(path, [package(fields), licence(), readme, launcher])
    return path


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    print(write_platform(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
    print(write_launcher(Path(sys.argv[3])))
