"""Lets Schemathesis ask the interface whatever its description allows, as two users and as nobody.

Usage: interface.py URL DEMO.JSON bounded|long

No answer is a fault of the server, every answer is as the description says, and nobody is told
anything of the other user."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
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
# Who asks does so in a process of one thread, which waits for the server and the server for it.
AT_ONCE = 2


# Forms show how they are filled in with names of made-up people, who have accounts too.
EXAMPLES = {"Nguyễn Thị Mẫu", "Y Mẫu Niê"}


def run(url, document, workplace, name, token, foreign, length):
    """Asks as somebody: whether all is well, and what was reported."""
    folder = Path(__file__).parent / "interface"
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", document, "--url", url,
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
        HYPOTHESIS_STORAGE_DIRECTORY=str(Path(workplace) / name),
        PYTHONPATH=str(folder),
    )
    done = subprocess.run(
        command, env=environment, cwd=workplace,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    return done.returncode == 0, f"as {name}\n{done.stdout}"


def main():
    url, demo, length = sys.argv[1:4]
    told = json.loads(Path(demo).read_text(encoding="utf-8"))
    told = told["accounts"] if isinstance(told, dict) else told
    users = [one for one in told if one["role"] in ("citizen", "organisation")]
    if len(users) < 2 or not all(one["token"] for one in users):
        sys.exit(f"{demo} does not tell of two users with tokens")

    def foreign(own):
        """What tells of others: their logins as JSON has them, and names that no form shows."""
        others = [one for one in users if one["username"] != own]
        names = [one["name"] for one in others if one["name"] not in EXAMPLES]
        return names + [json.dumps(one["username"]) for one in others]

    with tempfile.TemporaryDirectory() as workplace:
        document = str(Path(workplace) / "openapi.json")
        urllib.request.urlretrieve(f"{url}/api/openapi.json", document)
        asked = [(one["username"], one["token"]) for one in users[:2]]
        # A token that nobody has is refused everywhere, and never taken for none.
        asked += [("nobody", None), ("somebody with a wrong token", "mct_wrong")]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            runs = [
                pool.submit(run, url, document, workplace, name, token, foreign(name), length)
                for name, token in asked
            ]
            passed = []
            for done in runs:
                well, report = done.result()
                print(report, flush=True)
                passed.append(well)
    sys.exit(0 if all(passed) else 1)


main()
