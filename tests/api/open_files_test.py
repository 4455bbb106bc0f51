"""Few files may be open: callers take their share of them, and the ledger keeps its own."""

import os
import socket
import time
import unittest

from service import Service, wait_until
from world import Organization, fresh

MANY = 1_000
CHECKPOINT_SECONDS = 1.5  # one comes within a second while records come


class OpenFiles(unittest.TestCase):
    def serve(self, limit):
        self.service = Service(open_files=limit)
        self.addCleanup(self.service.remove)
        self.org = Organization(self.service, fresh("org"))

    def come(self, count, most=MANY):
        """So many, each ten of another address; those that are not shown the door: `most`, where
        that is said, and then it is waited for."""
        came = []
        for number in range(count):
            one = socket.create_connection(("127.0.0.1", self.service.port), 10,
                                           (f"127.0.1.{1 + number // 10}", 0))
            self.addCleanup(one.close)
            one.setblocking(False)
            came.append(one)
        wait_until(lambda: sum(map(self.is_open, came)) <= most, 30)
        time.sleep(0.3)  # who else is shown the door has been
        return [one for one in came if self.is_open(one)]

    @staticmethod
    def is_open(one):
        try:
            return one.recv(1) != b""
        except BlockingIOError:
            return True
        except ConnectionResetError:
            return False

    def processor_seconds(self):
        with open(f"/proc/{self.service.process.pid}/stat") as file:
            fields = file.read().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def reserve_over_a_checkpoint(self):
        end = time.monotonic() + CHECKPOINT_SECONDS
        while time.monotonic() < end:
            self.assertEqual(201, self.org.reserve("0.000000001").status)

    def test_a_low_limit_is_raised_as_far_as_it_goes(self):
        self.serve("64:2048")
        self.assertEqual(300, len(self.come(300)))
        self.reserve_over_a_checkpoint()

    def test_callers_never_take_the_last(self):
        self.serve("160:160")
        self.assertIn("few_files", self.service.errors())
        inside = self.come(300, most=79)
        self.assertEqual(80, len(inside) + 1)  # and who made the organization
        before = self.processor_seconds()
        time.sleep(1)
        self.assertLess(self.processor_seconds() - before, 0.2)
        self.reserve_over_a_checkpoint()
        for one in inside:
            one.close()
        wait_until(lambda: len(self.come(5)) == 5)
        self.assertEqual(0, self.service.stop())


if __name__ == "__main__":
    unittest.main()
