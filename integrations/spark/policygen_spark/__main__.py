"""`policygen-spark --site DIR --tenants FILE --out DIR`, or with `spark-submit`."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, timezone

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from . import BuildError, build


def main() -> int:
    parser = argparse.ArgumentParser(prog="policygen-spark", description=__doc__)
    parser.add_argument("--site", required=True, help="folder of the site that all tenants share")
    parser.add_argument("--tenants", required=True, help="JSON lines with `id` and `facts`, or a Parquet table with `facts` as JSON text")
    parser.add_argument("--out", required=True, help="folder of the runs")
    parser.add_argument("--as-of", type=date.fromisoformat, default=datetime.now(timezone.utc).date(), help="build the pages as of this date")
    parser.add_argument("--policygen", default="policygen", help="the program")
    parser.add_argument("--partitions", type=int, help="maximum number of packs")
    parser.add_argument("--no-check", action="store_true", help="build the pages without checking them against rules")
    parser.add_argument("--max-gone", type=int, metavar="N", help="accept up to N missing tenants [default: half of those in the last run]")
    arguments = parser.parse_args()
    spark = SparkSession.builder.appName("policygen").getOrCreate()
    try:
        summary = build(
            spark,
            read(spark, arguments.tenants),
            arguments.site,
            arguments.out,
            as_of=arguments.as_of,
            policygen=arguments.policygen,
            partitions=arguments.partitions,
            check=not arguments.no_check,
            max_gone=arguments.max_gone,
        )
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(
        f"{summary.run}: {summary.tenants} tenants ({summary.made} built, {summary.kept} unchanged, "
        f"{summary.failed} failed), {summary.gone} gone"
    )
    return 1 if summary.failed else 0


def read(spark: SparkSession, path: str):
    """The tenants, with their facts as text."""
    if path.endswith(".parquet"):
        return spark.read.parquet(path)
    # Facts stay as written; otherwise, Spark would guess their types.
    rows = spark.read.text(path).where(F.trim("value") != "")
    field = lambda name: F.get_json_object("value", f"$.{name}")
    return rows.select(
        field("id").alias("id"),
        field("facts").alias("facts"),
        field("title").alias("title"),
        field("base_url").alias("base_url"),
        field("regimes").alias("regimes"),
    )


if __name__ == "__main__":
    sys.exit(main())
