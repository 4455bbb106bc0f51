"""Ids that look like Stripe's, made from a seed."""

import collections
import hashlib

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# prefix: what follows it always, and how many characters of chance
FORMS = {
    "ch": ("3", 23), "pi": ("3", 23), "re": ("3", 23), "txn": ("3", 23), "evt": ("1", 23),
    "du": ("1", 23), "po": ("1", 23), "pm": ("1", 23), "in": ("1", 23), "il": ("1", 23),
    "sub": ("1", 23), "price": ("1", 23), "inpay": ("1", 23), "issfr": ("1", 23),
    "cus": ("", 14), "prod": ("", 14), "si": ("", 14), "req": ("", 14),
    "cs_test": ("a1", 56),
}


class Ids:
    def __init__(self, seed):
        self.seed = seed
        self.made = collections.Counter()

    def new(self, prefix):
        self.made[prefix] += 1
        start, length = FORMS[prefix]
        return f"{prefix}_{start}{self.chance(prefix, self.made[prefix], length)}"

    def chance(self, *what_and_length):
        *what, length = what_and_length
        said = "/".join(map(str, [self.seed, *what])).encode()
        number = int.from_bytes(hashlib.sha512(said).digest(), "big")
        text = ""
        while len(text) < length:
            number, digit = divmod(number, len(ALPHABET))
            text += ALPHABET[digit]
        return text
