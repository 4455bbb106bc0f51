"""The core needs the standard library alone: all of its objects link with nothing else."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from rooms import ROOT

BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build" / "release"))
CORE = ["libnemo_events.a", "libnemo_state.a", "libnemo_engine.a"]
STANDARD_LIBRARY = re.compile(r"(libstdc\+\+|libm|libgcc_s|libc|ld-linux.*)\.so")


def link(folder, libraries, body="int main() { return 0; }\n"):
    """g++ of a program with every object of the libraries, whether it is called or not."""
    source, program = folder / "main.cc", folder / "program"
    source.write_text(body)
    return program, subprocess.run(
        ["g++", source, "-o", program, "-Wl,--whole-archive", *libraries, "-Wl,--no-whole-archive"],
        capture_output=True, text=True)


class CoreLinksAlone(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="nemo-house-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.libraries = [BUILD / name for name in CORE]
        for library in self.libraries:
            self.assertTrue(library.exists(), f"{library}: not built")

    def test_the_core_links_with_the_standard_library_alone(self):
        program, linked = link(self.folder, self.libraries)
        self.assertEqual(0, linked.returncode, linked.stderr[-4000:])
        dynamic = subprocess.run(["readelf", "-d", program], capture_output=True, text=True,
                                 check=True).stdout
        needed = re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic)
        self.assertIn("libc.so.6", needed)
        self.assertEqual([], [name for name in needed if not STANDARD_LIBRARY.match(name)])
        subprocess.run([program], check=True)

    def test_a_core_without_one_of_its_parts_does_not_link(self):
        """So the test above would see what is missing."""
        _, linked = link(self.folder, self.libraries[1:])
        self.assertNotEqual(0, linked.returncode)
        self.assertIn("undefined reference", linked.stderr)


if __name__ == "__main__":
    unittest.main()
