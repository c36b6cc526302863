"""A check of every answer: nothing in it belongs to another person.

MOTCUA_FOREIGN holds what must never be answered, one text a line: names of the other user."""

import os

import schemathesis
from hypothesis import strategies

# A piece of an upload (tus 1.0) is bytes of any kind, a type that Schemathesis does not know.
schemathesis.openapi.media_type("application/offset+octet-stream", strategies.binary(max_size=64))

FOREIGN = [line for line in os.environ.get("MOTCUA_FOREIGN", "").splitlines() if line]


@schemathesis.check
def no_foreign_data(ctx, response, case):
    text = response.content.decode("utf-8", errors="replace")
    for foreign in FOREIGN:
        assert foreign not in text, f"{case.method} {case.path} tells of {foreign}"
