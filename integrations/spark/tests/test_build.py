"""Runs on Spark, with the real program: `POLICYGEN=… python -m unittest discover -s tests`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import unittest
from datetime import date
from pathlib import Path

from pyspark.sql import SparkSession

from policygen_spark import BuildError, build
from policygen_spark.__main__ import read

POLICYGEN = os.environ.get("POLICYGEN", "policygen")
DAY = date(2026, 6, 1)
TENANTS = 60

FILES = {
    "policygen.yaml": "base_url: https://policies.example/\ntwins: [markdown]\n",
    "content/clauses/delivery.md": "---\nsummary: Delivery\n---\n## Delivery\n\nWe deliver.\n",
    "content/policies/privacy.md": "---\ntitle: Privacy\n---\n{{ company.legal_name }} keeps little.\n",
    "content/policies/terms.md": "---\ntitle: Terms\n---\nText.\n\n"
    "{% if service.hosts_user_content %}{{ <delivery /> }}{% endif %}\n",
}


def facts(number: int) -> dict:
    service = {"name": "Shop", "hosts_user_content": number % 3 == 0}
    return {"company": {"legal_name": f"Shop {number} \U0001f980 \"Ä\""}, "service": service}


class Fleet(unittest.TestCase):
    spark: SparkSession

    @classmethod
    def setUpClass(cls) -> None:
        # Workers need the interpreter that has this package.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # Tasks are tried up to four times, as on a cluster.
        session = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
        session = session.config("spark.sql.shuffle.partitions", "4")
        cls.spark = session.config("spark.driver.host", "127.0.0.1").getOrCreate()
        cls.spark.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.spark.stop()

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for path, text in FILES.items():
            self.write(path, text)
        self.rows = {f"shop-{number}": facts(number) for number in range(TENANTS)}

    def write(self, path: str, text: str) -> None:
        file = self.folder / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def tenants(self) -> Path:
        path = self.folder / "tenants.jsonl"
        with open(path, "w", encoding="utf-8") as out:
            for name, value in self.rows.items():
                out.write(json.dumps({"id": name, "facts": value}) + "\n")
        return path

    def run_once(self, policygen: str = POLICYGEN, **options):
        rows = read(self.spark, str(self.tenants()))
        site, out = str(self.folder / "site"), str(self.folder / "out")
        return build(self.spark, rows, site, out, as_of=DAY, policygen=policygen, partitions=4, **options)

    def packed(self, run: Path) -> dict[str, bytes]:
        """The files of the packs of a run; none may be there twice."""
        files: dict[str, bytes] = {}
        for pack in sorted((run / "packs").glob("*.tar")):
            with tarfile.open(pack) as archive:
                for member in archive:
                    self.assertNotIn(member.name, files)
                    files[member.name] = archive.extractfile(member).read()
        return files

    def alone(self) -> dict[str, bytes]:
        """The same, made by one process."""
        pack = self.folder / "alone.tar"
        command = [POLICYGEN, "batch", "--site", str(self.folder / "site"), "--as-of", DAY.isoformat()]
        command += ["--tenants", str(self.tenants()), "--out", str(pack), "-q"]
        subprocess.run(command, check=False, capture_output=True)
        with tarfile.open(pack) as archive:
            return {member.name: archive.extractfile(member).read() for member in archive}

    def made(self, run: Path) -> set[str]:
        return {path.split("/")[0] for path in self.packed(run)}

    def manifest(self, run: Path) -> dict[str, dict]:
        entries = [json.loads(line) for part in (run / "manifest").glob("part-*") for line in open(part)]
        named = {entry["id"]: entry for entry in entries}
        self.assertEqual(len(named), len(entries))
        return named

    def test_bytes_are_those_of_one_process(self) -> None:
        summary = self.run_once()
        self.assertEqual((summary.made, summary.kept, summary.failed, summary.gone), (TENANTS, 0, 0, 0))
        self.assertEqual(self.packed(summary.run), self.alone())
        for entry in self.manifest(summary.run).values():
            self.assertTrue((self.folder / "out/runs" / entry["pack"]).is_file())

    def test_only_what_has_changed_is_made(self) -> None:
        first = self.run_once()
        again = self.run_once()
        self.assertEqual((again.made, again.kept), (0, TENANTS))
        self.assertEqual(self.manifest(again.run), self.manifest(first.run))
        self.rows["shop-7"]["company"]["legal_name"] = "Other Ltd"
        del self.rows["shop-9"]
        self.rows["shop-new"] = facts(1)
        third = self.run_once()
        self.assertEqual(self.made(third.run), {"shop-7", "shop-new"})
        self.assertEqual((third.kept, third.gone), (TENANTS - 2, 1))
        # A clause rebuilds the tenants that print it, also when there are other clauses by now.
        self.write("content/clauses/a-new-one.md", "---\nsummary: New\n---\nNew.\n")
        self.assertEqual(self.run_once().made, 0)
        self.write("content/clauses/delivery.md", "---\nsummary: Delivery\n---\n## Delivery\n\nWe send.\n")
        fourth = self.run_once()
        prints = {name for name, value in self.rows.items() if value["service"]["hosts_user_content"]}
        self.assertEqual(self.made(fourth.run), prints)

    def test_a_bad_tenant_fails_alone(self) -> None:
        self.rows["shop-5"]["company"] = {"legl_name": "x"}
        self.rows["../up"] = facts(1)
        summary = self.run_once()
        self.assertEqual((summary.made, summary.failed), (TENANTS - 1, 2))
        self.assertIsNone(self.manifest(summary.run)["shop-5"].get("pages"))
        # It is tried again, and mended by then.
        self.rows["shop-5"] = facts(5)
        del self.rows["../up"]
        self.assertEqual(self.made(self.run_once().run), {"shop-5"})

    def test_a_killed_process_loses_and_doubles_nothing(self) -> None:
        # Slow enough to be met while it works.
        slow = self.folder / "slow"
        slow.write_text(f'#!/bin/sh\ncase "$*" in *" --tenants "*) sleep 1;; esac\nexec {POLICYGEN} "$@"\n')
        slow.chmod(0o755)
        killed = threading.Event()

        def kill() -> None:
            while not killed.is_set():
                for process in Path("/proc").glob("[0-9]*"):
                    try:
                        command = (process / "cmdline").read_bytes()
                    except OSError:
                        continue
                    if str(slow).encode() in command and b"--tenants" in command:
                        os.kill(int(process.name), signal.SIGKILL)
                        killed.set()
                        return
                time.sleep(0.02)

        killer = threading.Thread(target=kill)
        killer.start()
        summary = self.run_once(str(slow))
        was_killed = killed.is_set()
        killed.set()
        killer.join()
        self.assertTrue(was_killed)
        self.assertEqual(summary.made, TENANTS)
        self.assertEqual(self.packed(summary.run), self.alone())

    def test_a_run_that_fails_leaves_the_one_before(self) -> None:
        first = self.run_once()
        self.write("content/policies/terms.md", "---\ntitle: Terms\n---\nOther.\n")
        broken = self.folder / "broken"
        broken.write_text(f'#!/bin/sh\ncase "$*" in *" --tenants "*) exit 2;; esac\nexec {POLICYGEN} "$@"\n')
        broken.chmod(0o755)
        with self.assertRaises(Exception):
            self.run_once(str(broken))
        self.assertEqual((self.folder / "out/CURRENT").read_text().strip(), first.run.name)
        self.assertEqual([run.name for run in (self.folder / "out/runs").iterdir()], [first.run.name])

    def test_duplicate_tenants(self) -> None:
        for twin in ("shop-1", "Shop-1"):
            path = self.tenants()
            path.write_text(path.read_text() + json.dumps({"id": twin, "facts": {}}) + "\n")
            rows = read(self.spark, str(path))
            with self.assertRaisesRegex(BuildError, "[sS]hop-1"):
                build(self.spark, rows, str(self.folder / "site"), str(self.folder / "out"), as_of=DAY, policygen=POLICYGEN)

    def test_rows_without_most_tenants(self) -> None:
        before = self.run_once()
        self.rows = {"shop-1": facts(1)}
        with self.assertRaisesRegex(BuildError, f"{TENANTS - 1} tenants of the last run"):
            self.run_once()
        self.assertEqual((self.folder / "out" / "CURRENT").read_text().strip(), before.run.name)
        self.assertEqual(self.run_once(max_gone=TENANTS - 1).gone, TENANTS - 1)

    def test_pages_without_checks_are_checked_later(self) -> None:
        self.assertEqual(self.run_once(check=False).made, TENANTS)
        self.assertEqual(self.run_once(check=False).kept, TENANTS)
        self.assertEqual(self.run_once().made, TENANTS)
        self.assertEqual(self.run_once(check=False).kept, TENANTS)

    def test_laws_of_a_tenant(self) -> None:
        path = self.tenants()
        row = {"id": "shop-eu", "facts": facts(1), "regimes": ["gdpr"]}
        path.write_text(path.read_text() + json.dumps(row) + "\n")
        rows = read(self.spark, str(path))
        site, out = str(self.folder / "site"), str(self.folder / "out")
        run = build(self.spark, rows, site, out, as_of=DAY, policygen=POLICYGEN).run
        found = [json.loads(line) for pack in (run / "packs").glob("*.findings.jsonl") for line in open(pack)]
        by_law = {finding["tenant"] for finding in found if finding["rule"].startswith("GDPR")}
        self.assertEqual(by_law, {"shop-eu"})


if __name__ == "__main__":
    unittest.main()
