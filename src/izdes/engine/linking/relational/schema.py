"""Tables of a store, in plain SQL.

Numbers are given by the store and are nobody's else; moments are microseconds since 1970 in UTC.
Texts of nodes are found by a number made of them, for numbers are compared faster than texts; the
text decides.
"""

VERSION = 1
# The number of a text: the lower half of its MD5 sum. Whoever has an index of texts needs none.
KEY = "md5_number_lower(value)"

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
    "naming": "node BIGINT, complaint BIGINT, moment BIGINT, how BIGINT",
    "judgement": (
        "judgement_id TEXT, complaint_a TEXT, complaint_b TEXT, a BIGINT, b BIGINT, verdict TEXT, "
        "moment BIGINT, by_whom TEXT, reason TEXT"
    ),
    "degree": "key UBIGINT, kind TEXT, value TEXT, degree BIGINT",
    "hub": "kind TEXT, value TEXT, reason TEXT, source TEXT",
    "verdict": "kind TEXT, value TEXT, verdict TEXT, reason TEXT, moment BIGINT, by_whom TEXT",
    "setting": "name TEXT, value TEXT",
}
