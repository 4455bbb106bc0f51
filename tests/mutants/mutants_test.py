"""Every planted bug can be planted in today's source, and there are enough of them."""

import unittest
from collections import Counter

from table import ROOT, TableFault, all_mutants, read_edits, read_entry, read_table

MUTANTS_MIN = 60
MONEY_MIN = 30
LOG_ROOMS = ("adapters/embedded_log/", "adapters/log_file/", "adapters/daemon/")


class Tables(unittest.TestCase):
    def setUp(self):
        self.mutants = all_mutants() + read_table("canary")

    def test_every_old_text_occurs_exactly_once(self):
        for mutant in self.mutants:
            with self.subTest(mutant.name):
                for path, text in mutant.edited(ROOT).items():
                    self.assertNotEqual(text, (ROOT / path).read_text(encoding="utf-8"))

    def test_there_are_enough_of_each_class(self):
        counts = Counter(mutant.kind for mutant in self.mutants if mutant.kind != "canary")
        self.assertGreaterEqual(sum(counts.values()), MUTANTS_MIN)
        self.assertGreaterEqual(counts["money"], MONEY_MIN)

    def test_names_are_unique_and_no_bug_is_told_twice(self):
        for told in ("name", "means", "edits"):
            counts = Counter(getattr(mutant, told) for mutant in self.mutants)
            self.assertEqual([], [one for one, count in counts.items() if count > 1])

    def test_bugs_are_in_the_engine_or_the_log(self):
        for mutant in self.mutants:
            for edit in mutant.edits:
                self.assertTrue(edit.path.startswith(("engine/", *LOG_ROOMS)), mutant.name)


class Form(unittest.TestCase):
    def test_an_entry_is_read_whole(self):
        text = "# why\nmutant a_name\nmeans it is wrong\nfile a/b.cc\n-one\n-  two\n+three"
        mutant = read_entry("money", text)
        self.assertEqual(("a_name", "money", "it is wrong"), mutant[:3])
        self.assertEqual((("a/b.cc", "one\n  two", "three"),), mutant.edits)

    def test_what_changes_nothing_is_refused(self):
        for lines in ("file a.cc", "file a.cc\n-one\n+one", "file a.cc\n+one"):
            with self.subTest(lines), self.assertRaises(TableFault):
                read_entry("money", "mutant a\nmeans b\n" + lines)

    def test_what_is_not_understood_is_refused(self):
        with self.assertRaises(TableFault):
            read_edits(["-before any file"])
        with self.assertRaises(TableFault):
            read_entry("money", "mutation a\nmeans b\nfile a.cc\n-one")


if __name__ == "__main__":
    unittest.main()
