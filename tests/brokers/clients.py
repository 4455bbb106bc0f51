"""confluent_kafka for tests that another Python than ops/python's runs."""

import pathlib
import site
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def make_ready():
    """Makes the packages of ops/python importable here."""
    said = subprocess.run([ROOT / "ops" / "python"], check=True, stdout=subprocess.PIPE)
    folder = said.stdout.decode().strip()
    if folder not in sys.path:
        site.addsitedir(folder)


make_ready()

import confluent_kafka as kafka  # noqa: E402  (after it was made ready)
from confluent_kafka import admin  # noqa: E402

__all__ = ["ROOT", "admin", "kafka"]
