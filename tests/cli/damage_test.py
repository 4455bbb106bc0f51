"""Damage of every kind: `verify` finds it, names the place that comes first, and ends with 1."""

import os
import re
import shutil
import unittest

from ledger_case import LedgerCase, at, ndjson, opening, record, reserve, run, settle

PRICE = 2_500_000_000_000  # of an input token, in 1e-18 dollars


def book(price):
    rates = [{"token_class": "input_tokens", "price_e18": str(price)}]
    return record("_ledger", "price_book_published", at(0), version="v1", effective_from=at(0),
                  models=[{"model": "gpt-4o", "rates": rates}])


def priced(reservation, second):
    return record("acme", "reservation_settled", at(second), reservation_id=reservation,
                  usage={"input_tokens": 1000})


def files_in(folder):
    return sorted(path for path in (os.path.join(folder, name) for name in os.listdir(folder))
                  if path.endswith((".sst", ".log")) and os.path.getsize(path) > 0)


class Damage(LedgerCase):
    """A ledger that was closed, and copies of it in which a folder is that of another ledger."""

    def setUp(self):
        super().setUp()
        self.records = [book(PRICE), *opening(), reserve("r1", 60), reserve("r2", 61),
                        priced("r1", 62), reserve("r3", 63), settle("r2", 64), settle("r3", 65)]
        self.position = {}
        for line in self.apply(self.records):
            self.position.setdefault(line["event_id"], line["position"])
        self.expect(0, run("verify", "--data", self.data))

    def place_of(self, index):
        """Where record `index` lies; a book also lies before all others in their partition."""
        return self.position[self.records[index]["event_id"]]

    def verify(self, data):
        """Where and what the first break is; there must be one."""
        process = self.expect(1, run("verify", "--data", data))
        return re.search(r"^FAILED at (.*)$", process.stdout.decode(), re.M)[1]

    def with_folder_of(self, folder, records):
        """A copy whose `folder` is what other records leave behind."""
        other, copy = os.path.join(self.folder, "other"), os.path.join(self.folder, "copy")
        self.expect(0, run("apply", "--data", other, stdin=ndjson(records)))
        self.expect(0, run("verify", "--data", other))
        shutil.copytree(self.data, copy)
        shutil.rmtree(os.path.join(copy, folder))
        shutil.move(os.path.join(other, folder), os.path.join(copy, folder))
        return copy

    def break_at(self, index, data, words):
        """The first break is at record `index`."""
        found = self.verify(data)
        self.assertTrue(found.startswith(self.place_of(index) + ": "), found)
        self.assertIn(words, found)

    def changed(self, index, line):
        return self.records[:index] + [line] + self.records[index + 1:]

    def test_a_last_record_that_is_missing_after_a_clean_close(self):
        copy = self.with_folder_of("log", self.records[:-1])
        self.break_at(-1, copy, "the record is missing from the log")

    def test_two_records_that_changed_places(self):
        swapped = list(self.records)
        swapped[6] = {**self.records[8], "at": at(61)}
        swapped[8] = {**self.records[6], "at": at(63)}
        self.break_at(6, self.with_folder_of("log", swapped), "the stored outcome differs")

    def test_a_price_that_was_changed_by_the_smallest_unit(self):
        dearer = {**book(PRICE + 1), "event_id": self.records[0]["event_id"]}
        found = self.verify(self.with_folder_of("log", self.changed(0, dearer)))
        self.assertTrue(found.startswith("0/1: the digest of the stored state differs"), found)

    def test_a_price_that_was_changed_where_the_state_is_lost(self):
        dearer = {**book(2 * PRICE), "event_id": self.records[0]["event_id"]}
        copy = self.with_folder_of("log", self.changed(0, dearer))
        shutil.rmtree(os.path.join(copy, "state"))
        self.break_at(7, copy, "the stored outcome differs")

    def test_an_outcome_that_differs(self):
        cheaper = {**settle("r2", 64, 1), "event_id": self.records[9]["event_id"]}
        copy = self.with_folder_of("outcomes", self.changed(9, cheaper))
        self.break_at(9, copy, "the stored outcome differs")

    def test_a_state_that_differs(self):
        cheaper = {**settle("r2", 64, 1), "event_id": self.records[9]["event_id"]}
        found = self.verify(self.with_folder_of("state", self.changed(9, cheaper)))
        partition, last = self.place_of(-1).split("/")
        self.assertTrue(found.startswith(f"{partition}/{int(last) + 1}: the digest"), found)

    def flip_and_verify(self, path, place):
        with open(path, "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 0x10]))
            file.flush()
            found = self.verify(self.data)
            file.seek(place)
            file.write(bytes([byte]))
        return found

    def test_a_flipped_byte_in_any_file(self):
        for folder in ("log", "state", "outcomes"):
            flips = 0
            for path in files_in(os.path.join(self.data, folder)):
                size = os.path.getsize(path)
                for place in {size * eighth // 8 for eighth in range(8)}:
                    with self.subTest(file=os.path.relpath(path, self.data), place=place):
                        found = self.flip_and_verify(path, place)
                        self.assertRegex(found, rf"(^| at )\d+/\d+: |{os.path.basename(path)}")
                        self.assertIn(os.path.join(self.data, folder), found)
                        flips += 1
            self.assertGreater(flips, 0, folder)
        self.expect(0, run("verify", "--data", self.data))


if __name__ == "__main__":
    unittest.main()
