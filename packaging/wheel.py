"""Packs a binary as a wheel, so that `pip install policygen` installs it.

    python3 packaging/wheel.py BINARY TARGET OUT

The wheel has no Python code: pip puts the binary beside Python's own commands.
"""

import base64
import hashlib
import re
import sys
import time
import zipfile
from pathlib import Path

from crate import MANIFEST, ROOT, VERSION, File, epoch, glibc, is_static, target


def version() -> str:
    """The version as Python writes it: 0.2.0-rc.1 is 0.2.0rc1."""
    release, _, pre = VERSION.partition("-")
    if not pre:
        return release
    found = re.fullmatch(r"(alpha|beta|rc)\.?(\d+)", pre)
    if not found:
        raise SystemExit(f"no Python version for {VERSION}")
    return release + {"alpha": "a", "beta": "b", "rc": "rc"}[found[1]] + found[2]


def platform(name: str, binary: bytes) -> str:
    tag = target(name).wheel
    if tag:
        return tag
    cpu = name.split("-")[0]
    if is_static(binary):
        return f"manylinux_2_17_{cpu}.manylinux2014_{cpu}.musllinux_1_1_{cpu}"
    major, minor = glibc(binary)
    return f"manylinux_{major}_{minor}_{cpu}"


def files(name: str, binary: bytes) -> tuple[str, list[File]]:
    stem = f"policygen-{version()}"
    tag = platform(name, binary)
    metadata = [
        "Metadata-Version: 2.4",
        "Name: policygen",
        f"Version: {version()}",
        f"Summary: {MANIFEST['description']}",
        f"Keywords: {','.join(MANIFEST['keywords'])}",
        f"License-Expression: {MANIFEST['license']}",
        "License-File: LICENSE",
        "Requires-Python: >=3.7",
        *([f"Project-URL: Source, {MANIFEST['repository']}"] if "repository" in MANIFEST else []),
        "Description-Content-Type: text/markdown",
        "",
        (ROOT / "README.md").read_text(encoding="utf-8"),
    ]
    tags = [f"Tag: py3-none-{part}" for part in tag.split(".")]
    wheel = ["Wheel-Version: 1.0", "Generator: policygen packaging", "Root-Is-Purelib: false", *tags, ""]
    info = f"{stem}.dist-info"
    packed = [
        File(f"{stem}.data/scripts/{target(name).program}", binary, executable=True),
        File(f"{info}/METADATA", "\n".join(metadata).encode()),
        File(f"{info}/WHEEL", "\n".join(wheel).encode()),
        File(f"{info}/licenses/LICENSE", (ROOT / "LICENSE").read_bytes()),
    ]
    record = [f"{file.path},sha256={digest(file.data)},{len(file.data)}" for file in packed]
    record += [f"{info}/RECORD,,", ""]
    packed.append(File(f"{info}/RECORD", "\n".join(record).encode()))
    return f"{stem}-py3-none-{tag}.whl", packed


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def write(binary: Path, name: str, out: Path) -> Path:
    title, packed = files(name, binary.read_bytes())
    date = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(out / title, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in packed:
            entry = zipfile.ZipInfo(file.path, date)
            # As on Unix, wherever it is made: the upper half is the mode of a plain file.
            entry.create_system = 3
            entry.external_attr = (0o100000 | file.mode) << 16
            archive.writestr(entry, file.data, zipfile.ZIP_DEFLATED, compresslevel=6)
    return out / title


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    print(write(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
