"""What is changed about a right delivery. Each takes the draft and the source of chance."""

from draft import BODIES, SECRETS, v1_of

ODD_BODIES = [b"", b"\xef\xbb\xbf{}", b"{}\xff", b"\xed\xa0\x80", b"\xc3", b"caf\xe9"]
EDGES_S = [-301, -300, -299, 299, 300, 301]
CHARACTERS = ["=", ",", " ", "t", "v", "1", "0", "a", "F", "+", "-", ";", "\t", "\0", "\u00e9"]


def age(draft, draw):
    """To the edge of what is near enough, or just beyond it."""
    edge_ms = draw.choice(EDGES_S) * 1_000
    draft.now_ms = draft.seconds * 1_000 + edge_ms + draw.choice([0, 0, 0, -1, 1, -999, 999, 500])


def any_age(draft, draw):
    age_ms = draw.choice([-1, 1]) * draw.randrange(10**draw.randrange(3, 9))
    draft.now_ms = draft.seconds * 1_000 + age_ms


def time_text(draft, draw):
    """Another way to write the time, and what is signed with it."""
    seconds = draft.seconds
    text = draw.choice([
        f"+{seconds}", f"0{seconds}", "0" * draw.randrange(40) + str(seconds), f"+00{seconds}",
        "0" * (4_300 - 10) + str(seconds), "0" * (4_301 - 10) + str(seconds), f"-{seconds}",
        f" {seconds}", f"{seconds} ", f"\t{seconds}", f"{seconds}.0", f"{seconds}.9",
        f"{seconds}e0",
        f"{seconds}s", f"{seconds:_}", hex(seconds), f"++{seconds}", f"+-{seconds}", "", "+", "-",
        "-1", "-0", "0", "NaN", "nan", "Infinity", str(2**63 - 1), str(2**63), str(-2**63),
        str(2**64 + seconds), str(2**53 + 1), "1" * 400, f"{seconds}\0", f"{seconds}\u00a0",
        "".join(chr(0x660 + int(digit)) for digit in str(seconds)), f"{seconds}000"])
    draft.one("t")[1:] = [text]
    signed = draw.choice([text, str(seconds), str(seconds), "NaN", text.strip()])
    if draw.random() < 0.7:
        draft.sign_again(signed)


def second_time(draft, draw):
    draft.put("t", str(draft.seconds + draw.choice([0, 0, 1, -1, -1_000, 1_000])))


def no_time(draft, draw):
    draft.items = [item for item in draft.items if item[0] != "t"]
    if draw.random() < 0.5:
        draft.sign_again(draw.choice(["-1", "0", "NaN", "", "-62135596800"]))


def other_key(draft, draw):
    item = draw.choice(draft.items)
    item[0] = draw.choice([
        item[0].upper(), " " + item[0], item[0] + " ", "v0", "v2", "v", "", "v1", "t", "\u00e9",
        "\0" + item[0], item[0] + "\t", "v01", "v1.0"])


def other_signature(draft, draw):
    item = draft.one("v1")
    text = item[-1]
    place = draw.randrange(len(text) + 1)
    item[1:] = [draw.choice([
        text.upper(), text.capitalize(), text[:place], text[:63], text + "0", text + "00", text * 2,
        " " + text, text + " ", "0x" + text, "", "0" * 64, "f" * 64, "x" * 64, "not hex",
        "\u00e9" * 64, "\u00e9" * 32, text[:62] + "\u00e9", "\U0001f600" * 32, text[:-1] + "\u0661",
        text[:place] + "0" + text[place + 1:], text[::-1], '"' + text + '"'])]


def more_signatures(draft, draw):
    for _ in range(draw.choice([1, 1, 2, 20])):
        draft.put("v1", draw.choice([
            "0" * 64, "x", "", "\u00e9", "A" * 64, "0" * 63, "ab", "\u00e9" * 64,
            v1_of(str(draft.seconds), draft.body, SECRETS[0])]))


def more_items(draft, draw):
    for _ in range(draw.choice([1, 1, 2, 5])):
        draft.put(*draw.choice([
            ["v0", "0" * 64], ["v2", "x"], ["", "x"], ["x", ""], ["", ""], ["x"], [""], ["t"],
            ["v1"], ["a", "b", "c"], ["v1", "a", "b"], [" "], ["\u00e9", "x"],
            ["x", "\u00e9"]]))


def order(draft, draw):
    draw.shuffle(draft.items)


def repeat(draft, draw):
    draft.put(*draw.choice(draft.items))


def leave_out(draft, draw):
    draft.items.pop(draw.randrange(len(draft.items)))


def separator(draft, draw):
    draft.separator = draw.choice([", ", " ,", ";", ",,", "&", "\n", ",\t", " "])


def ends(draft, draw):
    draft.items[-1][-1] += draw.choice([",", " ", "\n", "\r", ",,", "=", "\0"])


def begins(draft, draw):
    draft.items[0][0] = draw.choice([",", " ", "\ufeff", "=", "\t"]) + draft.items[0][0]


def tampered(draft, draw):
    """A body that was not signed."""
    body = bytearray(draft.body)
    if body:
        body[draw.randrange(len(body))] ^= 1 << draw.randrange(8)
    draft.body = draw.choice([
        bytes(body), draft.body + b"\n", draft.body[:-1], b" " + draft.body, draw.choice(BODIES)])


def odd_body(draft, draw):
    """One that some library cannot read, signed as it is or as one may take it."""
    draft.body = draw.choice(ODD_BODIES)
    read = draft.body.decode("utf-8", "replace").encode()
    signed = draw.choice([draft.body, draft.body, read, read.removeprefix(b"\xef\xbb\xbf")])
    draft.sign_again(str(draft.seconds), signed)


def other_secret(draft, draw):
    draft.secrets = draw.choice([
        [secret for secret in SECRETS if secret not in draft.secrets][:1],
        [secret.removeprefix("whsec_") for secret in draft.secrets],
        [secret + " " for secret in draft.secrets], list(reversed(draft.secrets))])


def signed_otherwise(draft, draw):
    draft.items = [item for item in draft.items if item[0] != "v1"]
    secret = draw.choice(draft.secrets)
    text = str(draft.seconds)
    draft.put("v1", draw.choice([
        v1_of(text + ".", draft.body, secret), v1_of("", draft.body, secret),
        v1_of(text, b"", secret), v1_of(str(draft.seconds + 1), draft.body, secret),
        v1_of(text, draft.body, secret.removeprefix("whsec_")), v1_of(text, draft.body, "")]))


def none_at_all(draft, draw):
    draft.items = [draw.choice([[""], [" "], ["x"], [","], ["t", ""], ["v1", ""]])]


def change_bytes(case, draw):
    """Of the finished header, anywhere."""
    text = case.header.decode()
    place = draw.randrange(len(text) + 1)
    character = draw.choice(CHARACTERS)
    text = draw.choice([
        text[:place] + character + text[place:], text[:place] + character + text[place + 1:],
        text[:place] + text[place + 1:], text[:place], text[place:]])
    case.header = text.encode() if draw.random() < 0.8 else text.encode("latin-1", "replace")


# Drawn alike; what leads to many kinds of header is there more than once.
CHANGES = [
    age, age, age, any_age, time_text, time_text, time_text, second_time, second_time, no_time,
    other_key, other_key, other_signature, other_signature, more_signatures, more_signatures,
    more_items, more_items, order, order, repeat, leave_out, separator, ends, begins, tampered,
    tampered, odd_body, other_secret, signed_otherwise, none_at_all]
