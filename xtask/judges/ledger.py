"""Checks a served log with aics-tlog: the checkpoint's signature, every tile, every entry.

Use: python ledger.py URL, where URL/ledger/key, URL/ledger/checkpoint and the tiles are.
"""

import sys
from urllib.request import urlopen

from aics_tlog import (
    HttpTileReader,
    VerifiedTileReader,
    audit_tiles,
    inclusion_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_checkpoint,
    verify_leaf_inclusion,
)

TIMEOUT_SECONDS = 15


def demand(holds, what):
    """Stops with a message unless it holds."""
    if not holds:
        sys.exit(f"aics-tlog: {what}")


def open_checkpoint(reader, base):
    """The served checkpoint, signed by one of the served keys."""
    with urlopen(base + "/key", timeout=TIMEOUT_SECONDS) as answer:
        keys = [parse_vkey(line) for line in answer.read().decode().split()]
    demand(keys, "/ledger/key holds no key")
    text = reader.read_checkpoint().decode()
    results = [verify_checkpoint(parse_note(text), key) for key in keys]
    demand(any(result.ok for result in results), f"no signature holds: {[r.error for r in results]}")
    changed = parse_note(text.replace("\n", "0\n", 1))
    accepted = [key for key in keys if verify_checkpoint(changed, key).ok]
    demand(not accepted, "a changed checkpoint was accepted")
    return parse_checkpoint(parse_note(text).text)


def main(url):
    """Runs every check."""
    base = url.rstrip("/") + "/ledger"
    reader = HttpTileReader(base, timeout=TIMEOUT_SECONDS, proxies={})
    head = open_checkpoint(reader, base)
    demand(head.size > 0, "the log is empty")
    report = audit_tiles(reader, head.size, head.root)
    demand(report.size == head.size, f"{report.size} of {head.size} entries were checked")
    verified = VerifiedTileReader(reader, head.size, head.root)
    for index in range(head.size):
        proof = inclusion_proof_from_tiles(verified, index, head.size)
        entry = verified.entry(index)
        holds = verify_leaf_inclusion(entry, index, head.size, proof, head.root)
        demand(holds, f"entry {index} is not in the tree")
    lie = verify_leaf_inclusion(entry + b"x", index, head.size, proof, head.root)
    demand(not lie, "a changed entry was accepted")
    print(f"aics-tlog: {head.size} entries in {report.tiles} tiles and {report.bundles} bundles, every one proved")


if __name__ == "__main__":
    demand(len(sys.argv) == 2, "use: ledger.py URL")
    main(sys.argv[1])
