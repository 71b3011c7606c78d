"""Packs a static binary as a container image: the binary, and nothing else.

    python3 packaging/image.py BINARY TARGET OUT

Writes an archive in the layout of the Open Container Initiative, which needs no
container engine to be made:

    docker load --input policygen-VERSION-TARGET.oci.tar
    docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/site" policygen:VERSION check

For the preview, add `-p 127.0.0.1:8000:8000` and `serve --host 0.0.0.0`.
"""

import gzip
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

from crate import MANIFEST, VERSION, File, epoch, is_static, sha256, tar, target

TYPE = "application/vnd.oci.image"
# What Go, and so every engine, calls the processors that npm names otherwise.
ARCHITECTURES = {"x64": "amd64", "arm64": "arm64"}


class Blobs:
    """The parts of an image, each by its digest."""

    def __init__(self) -> None:
        self.files: list[File] = []

    def add(self, media_type: str, data: bytes) -> dict:
        digest = sha256(data)
        self.files.append(File(f"blobs/sha256/{digest}", data))
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data)}


def to_json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


def write(binary: Path, name: str, out: Path) -> Path:
    program = binary.read_bytes()
    if not is_static(program):
        raise SystemExit("the binary is not static: it would find no loader in an empty image")
    layer = tar([File("policygen", program, executable=True), File("site/", b"")])
    made = datetime.fromtimestamp(epoch(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    config = {
        "architecture": ARCHITECTURES[target(name).npm_cpu],
        "os": "linux",
        "created": made,
        "config": {
            "Entrypoint": ["/policygen"],
            "Cmd": ["--help"],
            "WorkingDir": "/site",
            "Labels": {
                "org.opencontainers.image.title": MANIFEST["name"],
                "org.opencontainers.image.description": MANIFEST["description"],
                "org.opencontainers.image.licenses": MANIFEST["license"],
                "org.opencontainers.image.version": VERSION,
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{sha256(layer)}"]},
        "history": [{"created": made, "created_by": "packaging/image.py"}],
    }
    blobs = Blobs()
    manifest = {
        "schemaVersion": 2,
        "mediaType": f"{TYPE}.manifest.v1+json",
        "config": blobs.add(f"{TYPE}.config.v1+json", to_json(config)),
        "layers": [
            blobs.add(f"{TYPE}.layer.v1.tar+gzip", gzip.compress(layer, compresslevel=6, mtime=epoch())),
        ],
    }
    about = blobs.add(manifest["mediaType"], to_json(manifest))
    about["annotations"] = {
        # What `docker load`, and `podman load`, call the image.
        "io.containerd.image.name": f"docker.io/library/policygen:{VERSION}",
        "org.opencontainers.image.ref.name": VERSION,
    }
    index = {"schemaVersion": 2, "mediaType": f"{TYPE}.index.v1+json", "manifests": [about]}
    path = out / f"policygen-{VERSION}-{name}.oci.tar"
    layout = File("oci-layout", to_json({"imageLayoutVersion": "1.0.0"}))
    path.write_bytes(tar([layout, File("index.json", to_json(index)), *blobs.files]))
    return path


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    print(write(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
