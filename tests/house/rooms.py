"""The files of the project, their rooms, and the table of what a room may include."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "house" / "dependencies.txt"
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def project_files():
    """Paths from the root of all files of the project: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return sorted(path for path in listed.split("\0") if path and (ROOT / path).is_file())


def text_lines(path):
    """(number, line) of each line of a text file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return list(enumerate(text.splitlines(), 1))


def under(path, room):
    return path == room or path.startswith(room + "/")


class Table:
    """dependencies.txt, read."""

    def __init__(self, text):
        self.libraries, self.rooms = {}, {}
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            name, allowed = line.split(":", 1)
            if name.startswith("library "):
                self.libraries[name.removeprefix("library ")] = allowed.split()
            else:
                self.rooms[name] = allowed.split()

    def room_of(self, path):
        """The room with the longest name that begins the path, or None."""
        return max((room for room in self.rooms if under(path, room)), key=len, default=None)

    def library_of(self, header):
        """"std", a library of the table, or None."""
        for name, prefixes in self.libraries.items():
            if any(header.startswith(prefix) for prefix in prefixes):
                return name
        return "std" if re.fullmatch(r"[a-z_0-9]+", header) else None

    def fault(self, path, quoted, angled):
        """Why the file may not include this; None if it may."""
        room = self.room_of(path)
        if room is None:
            return "lies in no room of the table"
        if angled:
            library = self.library_of(angled)
            if library == "std" or library in self.rooms[room]:
                return None
            return f"<{angled}>: {library or 'no library of the table'}, not open to {room}"
        if quoted.endswith(".pb.h"):
            return None if room in ("events/wire", "tests") else f"{quoted}: Protobuf's classes"
        target = self.room_of(quoted)
        if target is None:
            return f'"{quoted}" lies in no room of the table: includes go from the root'
        if target == room or any(under(target, allowed) for allowed in self.rooms[room]):
            return None
        return f'"{quoted}" is of {target}, not open to {room}'


def includes(path):
    """(line number, quoted, angled) of each include of a source file."""
    for number, line in text_lines(path):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1), match.group(2)
