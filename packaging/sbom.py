"""Writes a bill of materials (CycloneDX 1.5, JSON) of what `cargo metadata` resolved.

    cargo metadata --locked --format-version 1 --filter-platform TARGET | python3 packaging/sbom.py

It lists what goes into the binary and what runs while it is built, with the
checksums of `Cargo.lock`. Dependencies of tests alone are left out.
"""

import json
import sys
import tomllib
import uuid
from datetime import datetime, timezone

from crate import ROOT, epoch


def reached(graph: dict, root: str, kinds: set) -> dict[str, list[str]]:
    """Each package that the root reaches by dependencies of these kinds, with its own."""
    edges: dict[str, list[str]] = {}
    waiting = [root]
    while waiting:
        package = waiting.pop()
        if package in edges:
            continue
        edges[package] = sorted(
            dependency["pkg"]
            for dependency in graph[package]["deps"]
            if any(kind["kind"] in kinds for kind in dependency["dep_kinds"])
        )
        waiting += edges[package]
    return edges


def sbom(metadata: dict) -> dict:
    graph = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    root = metadata["resolve"]["root"]
    edges = reached(graph, root, {None, "build"})
    in_binary = reached(graph, root, {None})

    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    checksums = {(one["name"], one["version"]): one.get("checksum") for one in lock}

    def reference(package: str) -> str:
        return f"pkg:cargo/{packages[package]['name']}@{packages[package]['version']}"

    def component(package: str) -> dict:
        found = packages[package]
        fields = {
            "type": "application" if package == root else "library",
            "bom-ref": reference(package),
            "name": found["name"],
            "version": found["version"],
            "purl": reference(package),
        }
        if found.get("description"):
            fields["description"] = " ".join(found["description"].split())
        if found.get("license"):
            # Older crates separate alternatives by a slash.
            expression = " OR ".join(part.strip() for part in found["license"].split("/"))
            fields["licenses"] = [{"expression": expression}]
        if package != root:
            # In CycloneDX, what is needed at build time alone is excluded.
            fields["scope"] = "required" if package in in_binary else "excluded"
        checksum = checksums.get((found["name"], found["version"]))
        if checksum:
            fields["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        return fields

    others = sorted(set(edges) - {root}, key=reference)
    content = {
        "components": [component(package) for package in others],
        "dependencies": [
            {"ref": reference(package), "dependsOn": sorted(map(reference, edges[package]))}
            for package in [root, *others]
        ],
    }
    time = datetime.fromtimestamp(epoch(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    # From the content, so that the same sources have the same number.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([reference(root), time, content]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"timestamp": time, "component": component(root)},
        **content,
    }


if __name__ == "__main__":
    json.dump(sbom(json.load(sys.stdin)), sys.stdout, indent=2)
    print()
