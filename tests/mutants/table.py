"""The planted bugs: the tables beside this file, read and put into a copy of the source.

A table is money.txt, state.txt, log.txt or canary.txt, whose name is its mutants' class. Entries
are parted by an empty line; a line that begins with # is a comment:

    mutant NAME
    means WHAT THE BUG DOES
    file PATH
    -OLD TEXT
    +NEW TEXT

Old lines together must occur once in the file, and the new ones, if any, come in their place. The
first old and the first new line may begin in the middle of a line of the file; the others are whole
but for the last one's end. `file` and what follows it may come again, for a bug of several places.
"""

import pathlib
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLASSES = ("money", "state", "log")


class TableFault(Exception):
    """An entry that cannot be used."""


class Edit(NamedTuple):
    path: str
    old: str
    new: str


class Mutant(NamedTuple):
    name: str
    kind: str  # its table's name
    means: str
    edits: tuple

    def edited(self, root):
        """{path: the file's text with the bug in it}."""
        texts = {}
        for path, old, new in self.edits:
            if path not in texts:
                if not (root / path).is_file():
                    raise TableFault(f"{self.name}: {path}: there is no such file")
                texts[path] = (root / path).read_text(encoding="utf-8")
            found = texts[path].count(old)
            if found != 1:
                raise TableFault(f"{self.name}: {path}: the old text occurs {found} times: {old}")
            texts[path] = texts[path].replace(old, new)
        return texts


def read_edits(lines):
    edits = []
    for line in lines:
        if line.startswith("file "):
            edits.append((line.removeprefix("file "), [], []))
        elif line[0] in "-+" and edits:
            edits[-1][1 if line[0] == "-" else 2].append(line[1:])
        else:
            raise TableFault(f"not understood: {line}")
    return tuple(Edit(path, "\n".join(old), "\n".join(new)) for path, old, new in edits)


def read_entry(kind, text):
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not lines:
        return None
    words = [line.partition(" ")[0] for line in lines[:2]]
    if words != ["mutant", "means"]:
        raise TableFault(f"{kind}.txt: an entry begins with mutant and means, not: {lines[:2]}")
    name, means = (line.partition(" ")[2] for line in lines[:2])
    edits = read_edits(lines[2:])
    if not edits or not all(edit.old and edit.old != edit.new for edit in edits):
        raise TableFault(f"{name}: changes nothing")
    return Mutant(name, kind, means, edits)


def read_table(kind):
    """The mutants of a class, in their order."""
    text = (HERE / f"{kind}.txt").read_text(encoding="utf-8")
    entries = (read_entry(kind, part) for part in text.split("\n\n"))
    return [mutant for mutant in entries if mutant]


def all_mutants():
    return [mutant for kind in CLASSES for mutant in read_table(kind)]
