"""Lets Schemathesis ask the interface whatever its description allows, as two users and as nobody.

Usage: interface.py URL DEMO.JSON bounded|long

No answer is a fault of the server, every answer is as the description says, and nobody is told
anything of the other user."""

import json
import os
import subprocess
import sys
from pathlib import Path

CHECKS = ",".join([
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "no_foreign_data",
])
# Cases of each operation; a fixed seed finds the same ones again.
CASES = {"bounded": 25, "long": 2000}


def run(url, name, token, foreign, length):
    print(f"as {name}", flush=True)
    folder = Path(__file__).parent / "interface"
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{url}/api/openapi.json",
        "--checks", CHECKS, "--max-examples", str(CASES[length]),
        "--phases", "examples,coverage,fuzzing", "--seed", "1", "--no-color",
        "--suppress-health-check", "all", "--warnings", "off",
    ]
    if token:
        command += ["--header", f"Authorization:Bearer {token}"]
    environment = dict(
        os.environ,
        MOTCUA_FOREIGN="\n".join(foreign),
        SCHEMATHESIS_HOOKS="foreign",
        PYTHONPATH=str(folder),
    )
    return subprocess.run(command, env=environment, cwd=folder).returncode == 0


def main():
    url, demo, length = sys.argv[1:4]
    told = json.loads(Path(demo).read_text(encoding="utf-8"))
    told = told["accounts"] if isinstance(told, dict) else told
    citizens = [one for one in told if one["role"] == "citizen"]
    if len(citizens) < 2 or not all(one["token"] for one in citizens[:2]):
        sys.exit(f"{demo} does not tell of two citizens with tokens")
    first, second = citizens[:2]
    names = [first["name"], second["name"]]
    passed = [
        run(url, names[0], first["token"], [names[1]], length),
        run(url, names[1], second["token"], [names[0]], length),
        run(url, "nobody", None, names, length),
        # A token that nobody has is refused everywhere, and never taken for none.
        run(url, "somebody with a wrong token", "mct_wrong", names, length),
    ]
    sys.exit(0 if all(passed) else 1)


main()
