"""Tables of a store, in plain SQL.

Numbers are given by the store and are nobody's else; moments are microseconds since 1970 in UTC.
Texts of nodes are found by a number made of them, for numbers are compared faster than texts; the
text decides. Namings are kept twice, in the order of complaints and in that of nodes: what is asked
for together then lies together, and the rest need not be read.
"""

import hashlib

VERSION = 2
# The number of a text: the lower half of its MD5 sum. Whoever has an index of texts needs none.
KEY = "md5_number_lower(value)"

_NAMING = "node BIGINT, complaint BIGINT, moment BIGINT, how BIGINT"
TABLES = {
    "complaint": (
        "number BIGINT, complaint_id TEXT, reported BIGINT, series BIGINT, above BIGINT, "
        "evidence BIGINT, height BIGINT, level BIGINT, turn BIGINT, bar BIGINT"
    ),
    "kind": "number BIGINT, name TEXT",
    "node": (
        "key UBIGINT, number BIGINT, kind BIGINT, value TEXT, certainty BIGINT, agreement BIGINT, "
        "weight BIGINT, meant BIGINT"
    ),
    "slip": "kind TEXT, value TEXT, node BIGINT",
    "naming": _NAMING,
    "naming_by_node": _NAMING,
    "handover": "kind TEXT, value TEXT, moment BIGINT",
    "judgement": (
        "judgement_id TEXT, complaint_a TEXT, complaint_b TEXT, a BIGINT, b BIGINT, verdict TEXT, "
        "moment BIGINT, by_whom TEXT, reason TEXT"
    ),
    "degree": "key UBIGINT, kind BIGINT, value TEXT, degree BIGINT",
    "hub": "kind TEXT, value TEXT, reason TEXT, source TEXT",
    "verdict": "kind TEXT, value TEXT, verdict TEXT, reason TEXT, moment BIGINT, by_whom TEXT",
    "setting": "name TEXT, value TEXT",
}

INDEXES = {"node_by_key": "node (key)", "degree_by_key": "degree (key)"}


def key_of(value: str) -> int:
    """Return the number of a text.

    >>> key_of("+77010000001")
    13847709568449444631
    """
    digest = hashlib.md5(value.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little")
