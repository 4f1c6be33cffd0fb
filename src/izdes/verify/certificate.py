"""A certificate as it stands in its folder: every field is of its kind, or it is refused."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .ledger import Claim
from .pieces import ENDINGS, MARKS, Resting, Slice
from .refusal import Refused
from .tables import Row, rows_of, text_of

FORMAT = "izdes.certificate/2"
_COMMON = (
    *("claim_front", "first_victim", "opening_least", "overdraft_lender", "refund_annihilates"),
    *("refund_pinned", "pin_apart", "exchange_in_order", "half_open"),
)
# Rule -> its two axes (own money against claimants', among claimants) and its conventions.
RULES = {
    "fifo": ("indifferent", "fifo", ("fifo_identity", *_COMMON)),
    "lifo": ("indifferent", "lifo", ("lifo_unit_by_unit", *_COMMON)),
    "pro-rata": ("indifferent", "rolling", ("pro_rata_prefix", *_COMMON)),
    "lowest-balance": ("own_first", "rolling", ("own_money_first", "claimants_prefix", *_COMMON)),
}

_TEXT = re.compile(r"(?s).*")
_NAME = re.compile(r"(?s).+")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,39}", re.ASCII)
_AMOUNT = re.compile(r"[1-9][0-9]{0,39}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class _Named(NamedTuple):
    """The shape of an object whose keys are names."""

    shape: object


# An object has exactly these keys, a list any number of such values, a text matches its pattern.
_SHAPE = {
    "format": re.compile(re.escape(FORMAT)),
    "rule": re.compile("|".join(RULES)),
    "axes": {"own": _NAME, "among": _NAME},
    "conventions": [_NAME],
    "versions": _Named(_NAME),
    "digests": {"ledger": _DIGEST, "claims": _DIGEST, "slices": _DIGEST, "resting": _DIGEST},
    "accounts_given": bool,
    "claims": _Named({"transfer_id": _NAME, "amount_minor": _AMOUNT}),
    "openings": [
        {"account": _NAME, "currency": _NAME, "covered_from": (_TIME,), "assumed_minor": _WHOLE}
    ],
    "annulled": [[_NAME]],
    "pins": [
        {
            "credit": _NAME,
            "debit": _NAME,
            "amount_minor": _AMOUNT,
            "evidence": _TEXT,
            "basis": re.compile("stated|refund"),
        }
    ],
    "transfers": _Named([_NAME]),
}


class Certificate(NamedTuple):
    """What a certificate states; ``head`` is certificate.json, every field of its kind."""

    rule: str
    head: Mapping[str, Any]
    claims: Mapping[str, Claim]
    slices: Sequence[Slice]
    resting: Sequence[Resting]


def read_certificate(folder: Path) -> Certificate:
    """Read a certificate."""
    head = _json(folder / "certificate.json")
    _require(head, _SHAPE, "certificate.json")
    own, among, conventions = RULES[head["rule"]]
    if head["axes"] != {"own": own, "among": among} or head["conventions"] != [*conventions]:
        raise Refused("rule_described", rule=head["rule"])
    claims = {
        name: Claim(name, c["transfer_id"], int(c["amount_minor"]))
        for name, c in head["claims"].items()
    }
    slices, resting = folder / "slices.csv.gz", folder / "resting.csv.gz"
    return Certificate(
        head["rule"],
        head,
        claims,
        [_slice(row) for row in rows_of(slices, Slice._fields, exactly=True)[1]],
        [_resting(row) for row in rows_of(resting, Resting._fields, exactly=True)[1]],
    )


def _json(path: Path) -> Any:  # noqa: ANN401  # its shape is checked next
    """Read JSON in which no key stands twice, and no number is a fraction."""
    try:
        value = json.loads(
            text_of(path),
            object_pairs_hook=_once,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        # A lone surrogate is no text: nobody could take a digest of it.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused("file_broken", file=path.name) from None
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object, refusing a key that stands twice: readers would see different things."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(_: str) -> object:
    """Refuse a fraction."""
    raise ValueError


def _require(value: object, shape: object, where: str) -> None:
    """Refuse a value that is not of its shape."""
    if isinstance(shape, re.Pattern):
        is_fit = isinstance(value, str) and shape.fullmatch(value) is not None
    elif isinstance(shape, dict):
        is_fit = isinstance(value, dict) and value.keys() == shape.keys()
    elif isinstance(shape, list):
        is_fit = isinstance(value, list)
    elif isinstance(shape, _Named):
        is_fit = isinstance(value, dict) and "" not in value
    elif isinstance(shape, tuple):
        is_fit = True
    else:
        is_fit = isinstance(value, bool)
    if not is_fit:
        raise Refused("field_wrong", field=where)
    _require_inside(value, shape, where)


def _require_inside(value: Any, shape: Any, where: str) -> None:  # noqa: ANN401
    """Refuse a value of which a part is not of its shape."""
    if isinstance(shape, _Named):
        for name, inner in value.items():
            _require(inner, shape.shape, f"{where} / {name[:40]}")
    elif isinstance(shape, dict):
        for name, inner in shape.items():
            _require(value[name], inner, f"{where} / {name}")
    elif isinstance(shape, list):
        for number, inner in enumerate(value, start=1):
            _require(inner, shape[0], f"{where} / {number}")
    elif isinstance(shape, tuple) and value is not None:
        _require(value, shape[0], where)


def _slice(row: Row) -> Slice:
    """Read one slice."""
    return Slice(
        slice_id=row.whole("slice_id"),
        transfer_id=row.text("transfer_id", needed=True),
        lo=row.whole("lo"),
        hi=row.whole("hi"),
        claim_id=row.text("claim_id", needed=True),
        origin_lo=row.whole("origin_lo"),
        origin_hi=row.whole("origin_hi"),
        reversed=int(row.word("reversed", ("0", "1"))),
        begins=int(row.word("begins", ("0", "1"))),
        parent=row.maybe_whole("parent"),
        behind=row.text("behind"),
    )


def _resting(row: Row) -> Resting:
    """Read one resting place."""
    marks = row.text("marks")
    if marks != " ".join(mark for mark in MARKS if mark in marks.split()):
        raise row.refused("marks")
    return Resting(
        claim_id=row.text("claim_id", needed=True),
        account=row.text("account"),
        ending=row.word("ending", ENDINGS),
        origin_lo=row.whole("origin_lo"),
        origin_hi=row.whole("origin_hi"),
        units=row.whole("units"),
        currency=row.text("currency"),
        slice_id=row.maybe_whole("slice_id"),
        arrived_at=row.moment("arrived_at"),
        arrived_last=row.moment("arrived_last"),
        as_of=row.moment("as_of"),
        behind=row.text("behind"),
        marks=marks,
    )
