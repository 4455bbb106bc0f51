"""Loaded by schemathesis: well-formed ids in a path are changed to some that exist, in examples
all, otherwise two of three; positions to one that has come. As often a list is asked for from its
beginning on, and of all times: a cursor and a period that fit come by chance hardly ever."""

import os
import random
import re

import schemathesis
from schemathesis.core import NOT_SET
from schemathesis.generation.meta import TestPhase

from ids import OF_PARAMETERS

THERE = {**OF_PARAMETERS, "delivery_id": [os.environ["NEMO_DELIVERY"]]}

# The gate refuses their content before anybody looks at the path, which may not have the method.
WITHOUT_CONTENT = {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"}
OF_PAGES = ["cursor", "from", "to"]
POSITION = re.compile(r"[0-9]+/[0-9]+")
ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


@schemathesis.hook
def before_call(_context, case, _kwargs):
    share = 1 if case.meta.phase.name == TestPhase.EXAMPLES else 2 / 3
    is_to_exist = random.random() < share
    for name, there in THERE.items():
        asked = (case.path_parameters or {}).get(name)
        is_an_id = isinstance(asked, str) and ID.fullmatch(asked)
        was_left_out = asked == "" and case.meta.phase.name == TestPhase.STATEFUL
        if was_left_out or (is_to_exist and is_an_id):
            case.path_parameters[name] = random.choice(there)
    if is_to_exist and case.query:
        for name in OF_PAGES:
            case.query.pop(name, None)
    asked = (case.query or {}).get("min_position")
    if isinstance(asked, str) and POSITION.fullmatch(asked):  # one that never comes is 503
        case.query["min_position"] = os.environ["NEMO_POSITION"]
    if case.method in WITHOUT_CONTENT:
        case.body = NOT_SET
