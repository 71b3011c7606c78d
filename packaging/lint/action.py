"""Runs the steps of a composite GitHub action, as GitHub does, without GitHub.

    python3 action.py ACTION_JSON NAME=VALUE…

A name is that of an expression, such as `inputs.root`; one that is neither given
nor has a default fails. Ends with the exit code of the first step that fails.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def main(path: str, given: list[str]) -> int:
    action = json.loads(Path(path).read_text(encoding="utf-8"))
    values = dict(one.split("=", 1) for one in given)

    def fill(text: str) -> str:
        return re.sub(r"\$\{\{\s*(.+?)\s*\}\}", lambda found: values[found[1]], text)

    for name, field in action["inputs"].items():
        if field.get("required") and f"inputs.{name}" not in values:
            raise SystemExit(f"the input {name} is missing")
        if f"inputs.{name}" not in values:
            values[f"inputs.{name}"] = fill(field["default"])

    def holds(condition: str) -> bool:
        """Comparisons with a text, and names, joined by `&&`."""
        for part in condition.split("&&"):
            name, _, text = (one.strip() for one in part.partition("=="))
            if (values[name] != text.strip("'")) if text else not values[name]:
                return False
        return True

    with tempfile.TemporaryDirectory() as folder:
        added = Path(folder) / "path"
        added.touch()
        for step in action["runs"]["steps"]:
            if "if" in step and not holds(step["if"]):
                print(f"-- {step['name']}: not run", flush=True)
                continue
            print(f"-- {step['name']}", flush=True)
            paths = added.read_text(encoding="utf-8").split()
            environment = os.environ | {name: fill(text) for name, text in step.get("env", {}).items()}
            environment["GITHUB_PATH"] = str(added)
            environment["PATH"] = os.pathsep.join([*reversed(paths), environment["PATH"]])
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            assert step["shell"] == "bash"
            code = subprocess.run(shell, env=environment).returncode
            if code:
                return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
