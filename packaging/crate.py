"""What all packages state about the program, and how their archives are written."""

import gzip
import hashlib
import io
import os
import re
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]
VERSION = MANIFEST["version"]

# Zip files have no earlier date.
EARLIEST = 315532800


@dataclass(frozen=True)
class Target:
    """What other package managers call a target of rustc."""

    npm_os: str
    npm_cpu: str
    # The platform tag of a wheel; None for Linux, where it depends on the binary.
    wheel: str | None
    exe: str = ""

    @property
    def npm(self) -> str:
        return f"{self.npm_os}-{self.npm_cpu}"

    @property
    def program(self) -> str:
        return f"policygen{self.exe}"


TARGETS = {
    "x86_64-unknown-linux-gnu": Target("linux", "x64", None),
    "aarch64-unknown-linux-gnu": Target("linux", "arm64", None),
    "x86_64-apple-darwin": Target("darwin", "x64", "macosx_10_12_x86_64"),
    "aarch64-apple-darwin": Target("darwin", "arm64", "macosx_11_0_arm64"),
    "x86_64-pc-windows-msvc": Target("win32", "x64", "win_amd64", ".exe"),
}


def target(name: str) -> Target:
    if name not in TARGETS:
        raise SystemExit(f"unknown target `{name}`: use one of {', '.join(TARGETS)}")
    return TARGETS[name]


def epoch() -> int:
    """The time of all files: SOURCE_DATE_EPOCH, or that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        log = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        given = subprocess.run(log, capture_output=True, text=True, check=True).stdout
    return max(int(given), EARLIEST)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class File:
    """A file of an archive, or a folder if its path ends with a slash."""

    path: str
    data: bytes
    executable: bool = False

    @property
    def is_folder(self) -> bool:
        return self.path.endswith("/")

    @property
    def mode(self) -> int:
        return 0o755 if self.executable or self.is_folder else 0o644


def tar(files: list[File]) -> bytes:
    """An archive: the same bytes for the same files, whoever makes it and when."""
    time = epoch()
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for file in sorted(files, key=lambda file: file.path):
            entry = tarfile.TarInfo(file.path)
            entry.size, entry.mode, entry.mtime = len(file.data), file.mode, time
            if file.is_folder:
                entry.type = tarfile.DIRTYPE
            archive.addfile(entry, io.BytesIO(file.data))
    return raw.getvalue()


def write_tar_gz(path: Path, files: list[File]) -> None:
    path.write_bytes(gzip.compress(tar(files), compresslevel=6, mtime=epoch()))


def is_static(binary: bytes) -> bool:
    """Whether an ELF binary for a 64-bit machine needs no dynamic loader."""
    if binary[:5] != b"\x7fELF\x02":
        raise SystemExit("the binary is not a 64-bit ELF file")
    start = int.from_bytes(binary[32:40], "little")
    size = int.from_bytes(binary[54:56], "little")
    count = int.from_bytes(binary[56:58], "little")
    kinds = (binary[start + at * size : start + at * size + 4] for at in range(count))
    return all(int.from_bytes(kind, "little") != 3 for kind in kinds)


def glibc(binary: bytes) -> tuple[int, int]:
    """The oldest glibc that has every symbol that a dynamic binary uses."""
    found = re.findall(rb"GLIBC_(\d+)\.(\d+)", binary)
    return max((int(major), int(minor)) for major, minor in found)
