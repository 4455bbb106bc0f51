"""The habits of the house that a machine can hold, over every file of the project."""

import os
import re
import unittest

from rooms import ROOT, project_files, text_lines

SOURCES = (".h", ".cc", ".proto", ".py", ".sh", ".txt", ".cmake", ".md")
LINE_MAX = 100
FILE_BYTES_MAX = 1_000_000

# Written in pieces, so that this file keeps its own rules.
LATER = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
FLOATING = "dou" + "ble|fl" + "oat"
MACHINE_PATHS = "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]"])
REGISTRIES = "|".join([r"deb\.deb" + r"ian\.org", r"pypi\.o" + "rg", r"registry\.np" + "mjs",
                       r"crates\.i" + "o", r"proxy\.gol" + "ang", r"repo\d?\.ma" + "ven"])


def core(path):
    return path.startswith(("engine/", "events/")) and path.endswith((".h", ".cc"))


def source(path):
    return path.endswith(SOURCES) or path.startswith(("ops/", ".ci/"))


# what is held, where, and the words that break it
FORBIDDEN = [
    ("nothing is left for later", source, rf"\b({LATER})\b"),
    ("no floating point between the wire and the ledger", core, rf"\b({FLOATING})\b"),
    ("no path of one machine", source, rf"(^|[\s\"'=(`])({MACHINE_PATHS})"),
    ("no package registry's host", source, REGISTRIES),
    ("no tab before the text and no space after it", source, r"^ *\t|[ \t]+$"),
]

# a line, and the rule (its words) that it breaks, or None
SITUATIONS = [
    ("engine/core/a.cc", "dou" + "ble rate = 0;",
     "no floating point between the wire and the ledger"),
    ("engine/core/a.cc", "a doubled name", None),
    ("bench/a.cc", "dou" + "ble rate = 0;", None),
    ("bench/a.cc", "// TO" + "DO: rest", "nothing is left for later"),
    ("ops/run", "cd /wo" + "rk/main", "no path of one machine"),
    ("ops/run", "cd build/wo" + "rk/main", None),
    ("README.md", "from https://py" + "pi.org", "no package registry's host"),
    ("README.md", "ends badly ", "no tab before the text and no space after it"),
]


# The one signature of a library that names the type: a JSON number's value, which is not looked at.
DICTATED = "on_dou" + "ble(dou" + "ble, "


def code_part(line):
    """The line without its comment and without what a library dictates."""
    return re.sub(r"//.*", "", line).replace(DICTATED, "")


def broken(path, line):
    """The rules of FORBIDDEN that the line breaks."""
    return [rule for rule, where, words in FORBIDDEN if where(path)
            and re.search(words, code_part(line) if where is core else line)]


class HouseRules(unittest.TestCase):
    def setUp(self):
        self.files = project_files()
        self.assertGreater(len(self.files), 100, "the files are not where they are looked for")

    def expect_none(self, faults):
        self.assertEqual([], faults, "\n" + "\n".join(faults))

    def test_no_line_breaks_a_rule(self):
        self.expect_none([f"{path}:{number}: {rule}" for path in self.files if source(path)
                          for number, line in text_lines(path) for rule in broken(path, line)])

    def test_lines_of_code_fit_the_page(self):
        # Grafana writes a dashboard's queries each in one line.
        code = [path for path in self.files if not path.endswith(".json")
                and (path.endswith((".h", ".cc", ".py", ".proto")) or path.startswith("ops/"))]
        self.expect_none([f"{path}:{number}: {len(line)} characters" for path in code
                          for number, line in text_lines(path) if len(line) > LINE_MAX])

    def test_headers_are_guarded_by_pragma_once(self):
        self.expect_none([path for path in self.files if path.endswith(".h")
                          and "#pragma once" not in (ROOT / path).read_text()])

    def test_scripts_can_be_executed_as_they_are(self):
        scripts = [path for path in self.files if path.startswith(("ops/", ".ci/"))
                   and (ROOT / path).read_bytes().startswith(b"#!")]
        self.assertIn("ops/run", scripts)
        self.expect_none([path for path in scripts if not os.access(ROOT / path, os.X_OK)])

    def test_no_file_is_large(self):
        self.expect_none([path for path in self.files
                          if (ROOT / path).stat().st_size > FILE_BYTES_MAX])

    def test_the_rules_tell_right_from_wrong(self):
        for path, line, rule in SITUATIONS:
            with self.subTest(line=line):
                self.assertEqual([rule] if rule else [], broken(path, line))


if __name__ == "__main__":
    unittest.main()
