"""confluent_kafka for tests that another Python than ops/python's runs; the example's gateway."""

import importlib.util
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


def import_gateway():
    """examples/any_client/gateway.py, which makes envelopes."""
    spec = importlib.util.spec_from_file_location(
        "gateway", ROOT / "examples" / "any_client" / "gateway.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


__all__ = ["ROOT", "admin", "import_gateway", "kafka"]
