"""Who follows the access log sees what was answered just now."""

import json
import os
import tempfile
import unittest

from service import Service, wait_until


class AccessLog(unittest.TestCase):
    def test_an_answer_is_in_the_file_a_second_later(self):
        folder = tempfile.TemporaryDirectory(prefix="nemo-api-")
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "access.log")
        service = Service("--access-log", path)
        self.addCleanup(service.remove)

        def paths():
            with open(path) as file:
                return [json.loads(line)["path"] for line in file]

        service.ask("GET", "/healthz")
        wait_until(lambda: paths() == ["/healthz"], 3)
        service.ask("GET", "/readyz")
        service.stop()
        self.assertEqual(["/healthz", "/readyz"], paths())


if __name__ == "__main__":
    unittest.main()
