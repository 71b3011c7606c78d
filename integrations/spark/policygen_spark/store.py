"""The folder that runs are in.

    CURRENT                     the name of the run that counts
    runs/<run>/header.json      the digests of the site and its clauses
    runs/<run>/manifest/        a line of JSON for each tenant, with the pack that its pages are in
    runs/<run>/packs/           packs, with their indexes, manifests and findings

A run counts from the moment in which `CURRENT` names it. Whatever ends before that leaves the
run before as it was.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from pathlib import Path

CURRENT = "CURRENT"


class Store:
    """The folder that runs are in. All workers have to reach it by the same path."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).absolute()

    def current(self) -> Path | None:
        """The run that counts, if there is one."""
        try:
            name = (self.path / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return self.path / "runs" / name

    def begin(self) -> Path:
        """A new run, which does not count yet."""
        run = self.path / "runs" / uuid.uuid4().hex
        (run / "packs").mkdir(parents=True)
        return run

    def commit(self, run: Path, packs: set[str]) -> None:
        """Makes a run count. Files of attempts that are not among its packs are removed before."""
        for file in (run / "packs").iterdir():
            if not any(file.name.startswith(pack) for pack in packs):
                file.unlink()
        name = self.path / f".{CURRENT}-{uuid.uuid4().hex}"
        with open(name, "w", encoding="utf-8") as out:
            out.write(run.name + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, self.path / CURRENT)

    def abort(self, run: Path) -> None:
        """Removes a run that does not count."""
        shutil.rmtree(run, ignore_errors=True)


def header(run: Path) -> dict:
    """The digests of the site that a run was made of."""
    return json.loads((run / "header.json").read_text(encoding="utf-8"))
