"""Packs a binary in all forms in which it is released.

    cargo metadata --locked --format-version 1 --filter-platform TARGET |
        python3 packaging/pack.py BINARY TARGET OUT

Writes an archive with the licence, the README and the bill of materials, a wheel,
the packages for npm, a container image of a static binary for Linux, and a file with
the SHA-256 sums of all of them.
"""

import json
import sys
from pathlib import Path

import image
import npm
import wheel
from crate import ROOT, TARGETS, VERSION, File, is_static, sha256, target, write_tar_gz
from sbom import sbom


def pack(binary: Path, name: str, out: Path, metadata: dict) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    stem = f"policygen-{VERSION}-{name}"
    bill = json.dumps(sbom(metadata), indent=2) + "\n"
    bill_path = out / f"{stem}.cdx.json"
    bill_path.write_text(bill, encoding="utf-8", newline="\n")

    archive = out / f"{stem}.tar.gz"
    contents = [
        File(f"{stem}/{target(name).program}", binary.read_bytes(), executable=True),
        File(f"{stem}/policygen.cdx.json", bill.encode()),
        *(File(f"{stem}/{one}", (ROOT / one).read_bytes()) for one in ("LICENSE", "README.md", "CHANGELOG.md")),
    ]
    write_tar_gz(archive, contents)
    made = [archive, bill_path, wheel.write(binary, name, out)]
    made.append(npm.write_platform(binary, name, out))
    if target(name).npm_os == "linux" and is_static(binary.read_bytes()):
        made.append(image.write(binary, name, out))
    # One package for all targets, so one of them writes it.
    if name == next(iter(TARGETS)):
        made.append(npm.write_launcher(out))

    sums = "".join(f"{sha256(path.read_bytes())}  {path.name}\n" for path in made)
    sums_path = out / f"{stem}.sha256"
    sums_path.write_text(sums, encoding="utf-8", newline="\n")
    return [*made, sums_path]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    for path in pack(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), json.load(sys.stdin)):
        print(f"{path.stat().st_size:>12,}  {path}")
