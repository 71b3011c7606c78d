"""Builds legal pages for many tenants with policygen on Apache Spark.

`build` joins the tenants with the manifest of the run before, pipes those that have
changed through `policygen batch`, and puts a new manifest in place when all packs are there.
"""

from .build import BuildError, Summary, build

__all__ = ["BuildError", "Summary", "build"]
