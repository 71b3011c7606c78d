"""One run: from a table of tenants to packs and a manifest."""

from __future__ import annotations

import json
import subprocess
import threading
import uuid
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Iterable, Iterator

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

from .store import Store, header

# The exit code of `policygen batch` when some tenants have errors; they are in the findings.
SOME_FAILED = 1

ENTRY = T.StructType(
    [
        T.StructField("id", T.StringType(), False),
        T.StructField("row", T.StringType()),
        T.StructField("pages", T.StringType()),
        T.StructField("files", T.LongType()),
        T.StructField("errors", T.LongType()),
        T.StructField("warnings", T.LongType()),
        T.StructField("good_from", T.StringType()),
        T.StructField("good_before", T.StringType()),
        T.StructField("clauses", T.ArrayType(T.LongType())),
        T.StructField("pack", T.StringType()),
    ]
)


class BuildError(Exception):
    """A run that could not be made. The run before still counts."""


@dataclass(frozen=True)
class Summary:
    """How a run went."""

    run: Path
    tenants: int
    made: int
    kept: int
    failed: int
    gone: int


def build(
    spark: SparkSession,
    tenants: DataFrame,
    site: str,
    out: str,
    *,
    as_of: date,
    policygen: str = "policygen",
    partitions: int | None = None,
    check: bool = True,
    max_gone: int | None = None,
) -> Summary:
    """Builds the pages of the tenants that have changed since the last run.

    `tenants` has the columns `id` and `facts` (JSON text), and optionally `title`, `base_url` and
    `regimes` (JSON text or an array). `site` is the folder of the site, `out` the folder of the
    runs. All workers must be able to access both, and the program `policygen`, under the same
    paths. Without `check`, pages are not checked against rules.

    The run fails if more than `max_gone` tenants of the last run are missing, by default more than
    half of them, because the rows are probably incomplete.
    """
    store = Store(out)
    rows = lines(tenants)
    refuse_twice(rows)
    flags = [] if check else ["--no-check"]
    now = site_header(policygen, site, flags)
    before = store.current()
    known = entries(spark, before, now)
    joined = rows.join(known, rows.tenant == known.id, "left").cache()
    # A tenant that failed is built again: what it needs may exist now.
    holds = F.coalesce(holds_on(as_of) & (F.col("row") == F.col("digest")), F.lit(False))
    todo = joined.where(~holds).select("tenant", "line")
    kept = joined.where(holds).select(*ENTRY.names)
    gone = known.join(rows, rows.tenant == known.id, "left_anti").count()
    if gone and gone > (known.count() // 2 if max_gone is None else max_gone):
        joined.unpersist()
        raise BuildError(
            f"{gone} tenants of the last run are not among the rows; pass the rows of all tenants, or `max_gone` {gone}"
        )

    run = store.begin()
    try:
        parts = partitions or max(spark.sparkContext.defaultParallelism, 1)
        # A tenant is always in the same partition, and in the same order there.
        spread = todo.repartition(parts, "tenant").sortWithinPartitions("tenant")
        options = ["--site", str(Path(site).absolute()), "--as-of", as_of.isoformat(), *flags]
        make = Make(policygen, options, str(run / "packs"))
        # Spark returns one result for each partition, however often it tried it.
        packs = spread.rdd.map(lambda row: row.line).mapPartitions(make).collect()
        made = spark.createDataFrame([], ENTRY)
        if packs:
            made = read_manifests(spark, run, packs)
        manifest = kept.unionByName(made)
        manifest.write.json(str(run / "manifest"))
        with open(run / "header.json", "w", encoding="utf-8") as file:
            json.dump(now, file)
        counts = made.select(
            F.count("*").alias("all"), F.count("pages").alias("sound")
        ).first()
        wanted, there = rows.count(), spark.read.schema(ENTRY).json(str(run / "manifest")).count()
        nameless = sum(pack["nameless"] for pack in packs)
        if there + nameless != wanted:
            raise BuildError(f"{wanted} tenants went in, and {there + nameless} came out")
        store.commit(run, {pack["name"] for pack in packs})
    except BaseException:
        store.abort(run)
        raise
    finally:
        joined.unpersist()
    return Summary(
        run=run,
        tenants=wanted,
        made=counts["sound"],
        kept=wanted - counts["all"] - nameless,
        failed=counts["all"] - counts["sound"] + nameless,
        gone=gone,
    )


def lines(tenants: DataFrame) -> DataFrame:
    """The rows as `policygen batch` reads them, with the digests by which it knows them again."""
    # JSON has line breaks only between its parts.
    facts = F.regexp_replace(F.coalesce(F.col("facts"), F.lit("{}")), r"[\r\n]+", " ")
    parts = [F.lit('{"id":'), text(F.col("id")), F.lit(',"facts":'), facts]
    types = dict(tenants.dtypes)
    for name in ("title", "base_url", "regimes"):
        if name in types:
            # Only laws are a list, which may be JSON already.
            is_json = name == "regimes" and types[name] == "string"
            value = F.col(name) if is_json else text(F.col(name))
            value = F.concat(F.lit(f',"{name}":'), value)
            parts.append(F.when(F.col(name).isNotNull(), value).otherwise(F.lit("")))
    line = F.concat(*parts, F.lit("}"))
    rows = tenants.select(F.col("id").alias("tenant"), line.alias("line"))
    return rows.withColumn("digest", F.concat(F.lit("sha256:"), F.sha2("line", 256)))


def text(column: Column) -> Column:
    """A text or an array as JSON."""
    # `to_json` doesn't accept plain texts: the field of a struct is cut out.
    return F.regexp_extract(F.to_json(F.struct(column.alias("v"))), r'(?s)^\{"v":(.*)\}$', 1)


def refuse_twice(rows: DataFrame) -> None:
    """Raises an error if IDs are missing, or are the same apart from case."""
    keys = rows.groupBy(F.lower("tenant").alias("key"))
    found = keys.agg(F.count("*").alias("count"), F.min("tenant").alias("tenant"))
    found = found.where("count > 1 or key is null").limit(3).collect()
    if found:
        names = ", ".join(str(row.tenant) for row in found)
        raise BuildError(f"these tenants have no ID, or several rows (upper and lower case count as the same): {names}")


def site_header(policygen: str, site: str, flags: list[str]) -> dict:
    """The digests of the current site, which don't depend on the day."""
    command = [policygen, "batch", "header", "--site", site, *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise BuildError(done.stderr.strip())
    return json.loads(done.stdout)


def entries(spark: SparkSession, before: Path | None, now: dict) -> DataFrame:
    """The entries of tenants from the last run, and whether something else than the row has changed."""
    empty = spark.createDataFrame([], ENTRY).withColumn("changed", F.lit(True))
    if before is None:
        return empty
    then = header(before)
    known = spark.read.schema(ENTRY).json(str(before / "manifest"))
    is_same = (then["generator"], then["site"]) == (now["generator"], now["site"])
    # Pages that were not checked don't replace pages that are.
    if not is_same or (now["checked"] and not then.get("checked")):
        return known.withColumn("changed", F.lit(True))
    names = sorted(then["clauses"], key=str.encode)
    changed = [at for at, name in enumerate(names) if now["clauses"].get(name) != then["clauses"][name]]
    overlap = F.arrays_overlap(F.col("clauses"), F.array(*[F.lit(at).cast("long") for at in changed]))
    known = known.withColumn("changed", F.coalesce(overlap, F.lit(False)) if changed else F.lit(False))
    # From here on, positions are those in this run's list of clauses.
    positions = {name: at for at, name in enumerate(sorted(now["clauses"], key=str.encode))}
    moved = [positions.get(name, -1) for name in names]
    if moved != list(range(len(names))):
        table = F.array(*[F.lit(at).cast("long") for at in moved])
        known = known.withColumn("clauses", F.transform("clauses", lambda at: table[at.cast("int")]))
    return known


def holds_on(as_of: date) -> Column:
    """Whether the pages of an entry are valid on a day. ISO dates sort as text."""
    day = F.lit(as_of.isoformat())
    begun = F.col("good_from").isNull() | (F.col("good_from") <= day)
    not_over = F.col("good_before").isNull() | (day < F.col("good_before"))
    return F.col("pages").isNotNull() & ~F.col("changed") & begun & not_over


class Make:
    """Pipes the tenants of a partition through `policygen batch`."""

    def __init__(self, policygen: str, options: list[str], packs: str) -> None:
        self.policygen = policygen
        self.options = options
        self.packs = packs

    def __call__(self, rows: Iterable[str]) -> Iterator[dict]:
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        # Each attempt has its own name, so that none overwrites another.
        pack = Path(self.packs) / f"{uuid.uuid4().hex}.tar"
        command = [self.policygen, "batch", *self.options]
        command += ["--tenants", "-", "--out", str(pack), "--jobs", "1", "--quiet"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        count = 0
        troubles: list[BaseException] = []

        def feed() -> None:
            nonlocal count
            try:
                with process.stdin as out:
                    for line in chain([first], rows):
                        out.write(line.encode() + b"\n")
                        count += 1
            except BrokenPipeError:
                # The exit code says why it ended.
                pass
            except BaseException as trouble:
                # policygen could not tell that rows are missing.
                troubles.append(trouble)
                process.kill()

        feeder = threading.Thread(target=feed)
        feeder.start()
        drain = threading.Thread(target=process.stdout.read)
        drain.start()
        said = process.stderr.read()
        feeder.join()
        drain.join()
        code = process.wait()
        if troubles:
            raise troubles[0]
        if code not in (0, SOME_FAILED):
            raise BuildError(f"policygen ended with {code}: {said.decode(errors='replace')[-2000:]}")
        with open(f"{pack}.manifest.jsonl", "rb") as manifest:
            named = sum(1 for _ in manifest) - 1
        yield {"name": pack.name, "nameless": count - named}


def read_manifests(spark: SparkSession, run: Path, packs: list[dict]) -> DataFrame:
    """The entries of the packs of a run, each with its pack."""
    paths = [str(run / "packs" / f"{pack['name']}.manifest.jsonl") for pack in packs]
    schema = T.StructType(ENTRY.fields[:-1])
    read = spark.read.schema(schema).json(paths)
    # The first line of each is about the site.
    read = read.where(F.col("id").isNotNull())
    name = F.regexp_extract(F.input_file_name(), r"([0-9a-f]+\.tar)\.manifest\.jsonl$", 1)
    return read.withColumn("pack", F.concat(F.lit(f"{run.name}/packs/"), name))
