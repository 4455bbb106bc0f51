"""Prices of LiteLLM's table, by fractions: no binary floats, no rounding but the last."""

import gzip
import json
import pathlib
import re
from fractions import Fraction

NANO = 10**9
CLASSES = {
    "input": "input_cost_per_token",
    "cache_read": "cache_read_input_token_cost",
    "output": "output_cost_per_token",
}
TIER = re.compile(r"^(?P<base>[a-z_]+?)_above_(?P<thousands>[0-9]+)k_tokens$")


def read_text(path):
    data = pathlib.Path(path).read_bytes()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()


class Prices:
    def __init__(self, path):
        self.table = json.loads(read_text(path), parse_float=Fraction, parse_int=Fraction)

    def known(self, model):
        entry = self.table.get(model)
        return entry is not None and all(CLASSES[name] in entry for name in ("input", "output"))

    def rate(self, model, name, whole_input):
        """USD a token: of the highest threshold that the call's whole input is above."""
        entry = self.table[model]
        base = CLASSES[name]
        if name == "cache_read" and base not in entry:
            base = CLASSES["input"]
        best, found = entry[base], -1
        for key, price in entry.items():
            tier = TIER.match(key)
            if tier and tier["base"] == base:
                above = int(tier["thousands"]) * 1000
                if whole_input > above > found:
                    best, found = price, above
        return best

    def cost(self, model, tokens):
        """Nano-units of a call: the exact sum, rounded once, half to even. None: no price."""
        if not self.known(model):
            return None
        whole = tokens["input"] + tokens["cache_read"]
        exact = sum(self.rate(model, name, whole) * count
                    for name, count in tokens.items() if count)
        return round(exact * NANO)
