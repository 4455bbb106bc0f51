#!/usr/bin/env python3
"""Applies random records in pieces, and after each asks the ledger for all proofs of itself.

verify passes, the digest is the rebuilt one, and an export imported anew has the same digest and
gives the same outcomes; at last the demo's own checks. Exit status: 0 all hold, 1 one does not.

    tests/mutants/proofs.py build/release/nemo-ledger
"""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RECORDS, PIECES = 3000, 3


class Broken(Exception):
    pass


def run(*command, given=None):
    done = subprocess.run([str(word) for word in command], input=given, capture_output=True)
    if done.returncode != 0:
        told = (done.stderr + done.stdout).decode(errors="replace").strip()
        raise Broken(f"{command[1]} ended with {done.returncode}: {told[-400:]}")
    return done.stdout


def records():
    made = run(sys.executable, ROOT / "tests/model/generate.py", "--seed", "21", "--records",
               str(RECORDS), "--profile", "all")
    return made.splitlines(keepends=True)


def expect_same(what, one, other):
    if one != other:
        raise Broken(f"{what} differ")


def check(binary, data):
    run(binary, "verify", "--data", data)
    digest = run(binary, "digest", "--data", data)
    expect_same("digest and rebuilt digest", digest,
                run(binary, "digest", "--rebuild", "--data", data))
    return digest


def check_export(binary, data, folder, digest):
    export, copy = folder / "export.ndjson", folder / "copy"
    export.write_bytes(run(binary, "log", "export", "--data", data))
    run(binary, "log", "import", "--data", copy, export)
    run(binary, "apply", "--data", copy, given=b"")
    expect_same("digest and the import's digest", digest, check(binary, copy))
    inspect = ("log", "inspect", "--outcomes", "--data")
    expect_same("outcomes and the import's outcomes", run(binary, *inspect, data),
                run(binary, *inspect, copy))


def prove(binary, folder):
    lines, data = records(), folder / "data"
    size = len(lines) // PIECES
    for start in range(0, len(lines), size):
        run(binary, "apply", "--data", data, given=b"".join(lines[start : start + size]))
        digest = check(binary, data)
    check_export(binary, data, folder, digest)
    run(binary, "demo", "--orgs", "5", "--calls", "600")


def main():
    with tempfile.TemporaryDirectory(prefix="nemo-proofs-") as folder:
        try:
            prove(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder))
        except Broken as broken:
            print(f"proofs: {broken}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
