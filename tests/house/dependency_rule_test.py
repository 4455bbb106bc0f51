"""Data runs one way: no file includes what dependencies.txt does not open to its room."""

import unittest

from rooms import ROOT, TABLE, Table, includes, project_files

CORE = ["events/values", "events/catalog", "events/outcomes", "events/log", "engine/state",
        "engine/pricing", "engine/transitions", "engine/invariants", "engine/core"]
ROOTS_OF_COMPOSITION = {"adapters/api", "adapters/daemon", "adapters/stripe_ledger", "adapters/cli",
                        "adapters/main.cc"}

# file, quoted include, angled include, whether the rule lets it pass
SITUATIONS = [
    ("engine/core/step.cc", "engine/state/digest.h", None, True),
    ("engine/core/step.cc", None, "vector", True),
    ("engine/core/step.cc", None, "rocksdb/db.h", False),
    ("engine/core/step.cc", None, "unistd.h", False),
    ("engine/core/step.cc", "events/wire/envelope_codec.h", None, False),
    ("engine/core/step.cc", "step.h", None, False),
    ("engine/store/checkpoint_db.cc", None, "rocksdb/db.h", True),
    ("engine/runner/runner.cc", "engine/store/checkpoint_db.h", None, False),
    ("events/values/money.h", "events/catalog/payload.h", None, False),
    ("events/wire/codec.cc", "events/wire/ledger.pb.h", None, True),
    ("adapters/cli/apply.cc", "events/wire/ledger.pb.h", None, False),
    ("projections/journal.cc", "engine/state/org_state.h", None, False),
    ("adapters/embedded_log/files.cc", "adapters/daemon/ledger.h", None, False),
    ("adapters/daemon/ledger.cc", "adapters/embedded_log/files.h", None, True),
    ("adapters/daemon/ledger.cc", "adapters/cli/output.h", None, False),
    ("adapters/http/loop.cc", None, "boost/asio/io_context.hpp", True),
    ("adapters/http/loop.cc", "events/catalog/payload.h", None, False),
    ("adapters/daemon/ledger.cc", None, "boost/asio/io_context.hpp", False),
    ("adapters/new_room/file.cc", "events/values/money.h", None, False),
    ("tests/engine/step_test.cc", None, "gtest/gtest.h", True),
    ("tests/engine/step_test.cc", None, "curl/curl.h", False),
]


class DependencyRule(unittest.TestCase):
    def setUp(self):
        self.table = Table(TABLE.read_text())

    def test_every_include_is_open_to_its_room(self):
        sources = [path for path in project_files() if path.endswith((".h", ".cc"))]
        self.assertGreater(len(sources), 100, "the sources are not where they are looked for")
        faults = [f"{path}:{number}: {fault}" for path in sources
                  for number, quoted, angled in includes(path)
                  if (fault := self.table.fault(path, quoted, angled))]
        faults += [f"{path}: lies in no room of the table" for path in sources
                   if self.table.room_of(path) is None]
        self.assertEqual([], faults, "\n" + "\n".join(faults))

    def test_every_room_of_the_table_exists_and_names_rooms_and_libraries(self):
        for room, allowed in self.table.rooms.items():
            self.assertTrue((ROOT / room).exists(), f"{room}: no such room")
            for name in allowed:
                known = name in self.table.libraries or any(
                    other == name or other.startswith(name + "/") for other in self.table.rooms)
                self.assertTrue(known, f"{room} names {name}: no room and no library")

    def test_the_rule_tells_right_from_wrong(self):
        for path, quoted, angled, passes in SITUATIONS:
            with self.subTest(path=path, include=quoted or angled):
                self.assertEqual(passes, self.table.fault(path, quoted, angled) is None)


class Layers(unittest.TestCase):
    """What the table itself may never be made to say."""

    def setUp(self):
        self.table = Table(TABLE.read_text())

    def test_the_core_is_open_to_the_core_alone(self):
        for room in CORE:
            self.assertEqual([], [name for name in self.table.rooms[room] if name not in CORE])

    def test_rooms_include_each_other_in_one_direction(self):
        def reached(room, seen=()):
            self.assertNotIn(room, seen, f"{room} reaches itself by {seen}")
            for name in self.table.rooms[room]:
                for other in self.table.rooms:
                    if other != room and (other == name or other.startswith(name + "/")):
                        reached(other, (*seen, room))
        for room in self.table.rooms:
            reached(room)

    def test_libraries_are_kept_where_they_belong(self):
        def rooms_with(library):
            return {room for room, allowed in self.table.rooms.items() if library in allowed}
        self.assertEqual({"events/wire", "tests"}, rooms_with("protobuf"))
        self.assertEqual({"engine/store", "adapters/embedded_log", "adapters/webhooks", "bench",
                          "tests"}, rooms_with("rocksdb"))
        self.assertEqual({"adapters/http", "tests"}, rooms_with("boost_asio"))

    def test_projections_never_see_the_engine(self):
        self.assertEqual([], [name for name in self.table.rooms["projections"]
                              if name.startswith(("engine", "adapters"))])

    def test_adapters_do_not_include_each_other_but_where_all_is_put_together(self):
        for room, allowed in self.table.rooms.items():
            if room.startswith("adapters/") and room not in ROOTS_OF_COMPOSITION:
                self.assertEqual([], [name for name in allowed if name.startswith("adapters")])


if __name__ == "__main__":
    unittest.main()
