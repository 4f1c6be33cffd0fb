"""The ledger, what is known of its accounts, and the claims: values, files and digests."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from .refusal import Refused
from .tables import Field, Row, digest, rows_of

_TRANSFER_COLUMNS = (
    *("transfer_id", "booked_at", "seq", "amount_minor", "currency", "payer_account"),
    *("payee_account", "time_precision", "kind", "payer_name", "payer_iin", "payer_bank"),
    *("payee_name", "payee_iin", "payee_bank", "purpose", "purpose_code", "row_ids"),
    *("credited_at", "order_proven"),
)
_ACCOUNT_COLUMNS = (
    *("account", "currency", "kind", "opening_minor", "covered_from", "covered_to", "coverage"),
)
_CLAIM_COLUMNS = ("claim_id", "transfer_id", "amount_minor")
_PRECISIONS = ("second", "minute", "day")
_KINDS = (
    *("transfer", "card_payment", "cash_out", "cash_in", "fee", "crypto_exchange", "conversion"),
    *("refund", "interest", "claimed", "other"),
)
_PROOFS = ("", "payer", "payee", "both")
_ACCOUNT_KINDS = ("bank", "wallet", "crypto_exchange", "merchant", "cash", "abroad", "unknown")


class Transfer(NamedTuple):
    """One movement of money; ``place`` is its number in the ledger's order, from 0."""

    place: int
    id: str
    booked: datetime
    seq: int
    arrives: datetime
    amount: int
    currency: str
    payer: str
    payee: str
    kind: str
    is_proven: bool
    rows: Sequence[str]

    @property
    def is_late(self) -> bool:
        """Say whether the money reaches the payee's account only later."""
        return self.arrives > self.booked


class Account(NamedTuple):
    """What a row of accounts.csv says of one account in one currency."""

    account: str
    currency: str
    kind: str
    opening: int | None
    start: datetime | None
    end: datetime | None


class Claim(NamedTuple):
    """A victim's payment; ``currency`` counts only where the ledger lacks the transfer."""

    id: str
    transfer: str
    amount: int
    currency: str = ""


class Ledger(NamedTuple):
    """Transfers in their order, and the table of accounts where one is given."""

    transfers: Sequence[Transfer]
    accounts: Sequence[Account] | None
    digest: str


def read_ledger(transfers: Path, accounts: Path | None) -> Ledger:
    """Read a ledger and take its digest."""
    columns, rows = rows_of(transfers, ("transfer_id", "booked_at", *_TRANSFER_COLUMNS[3:7]))
    found = [_transfer(row, has_seq="seq" in columns) for row in rows]
    _refuse_twice(transfers, [t.id for t, _ in found])
    known = rows_of(accounts, ("account", "currency"))[1] if accounts else []
    told = [_account(row) for row in known]
    parts = (
        digest(_TRANSFER_COLUMNS, [line for _, line in found]),
        digest(_ACCOUNT_COLUMNS, [line for _, line in told]),
    )
    in_order = sorted((t for t, _ in found), key=lambda t: (t.booked, t.seq, t.id))
    return Ledger(
        [t._replace(place=place) for place, t in enumerate(in_order)],
        [account for account, _ in told] if accounts else None,
        digest(("transfers", "accounts"), [parts]),
    )


def _transfer(row: Row, *, has_seq: bool) -> tuple[Transfer, list[Field]]:
    """Return a transfer, and its fields in the order of the digest.

    A ledger without ``seq`` takes the order of its rows.
    """
    booked, credited = row.instant("booked_at"), row.moment("credited_at")
    seq = row.maybe_whole("seq") if has_seq else row.number
    proof = row.word("order_proven", _PROOFS, "")
    t = Transfer(
        place=0,
        id=row.text("transfer_id", needed=True),
        booked=booked,
        seq=seq or 0,
        arrives=booked if credited is None else max(booked, credited),
        amount=row.amount("amount_minor"),
        currency=row.text("currency", needed=True),
        payer=row.text("payer_account", needed=True),
        payee=row.text("payee_account", needed=True),
        kind=row.word("kind", _KINDS, "transfer"),
        is_proven=bool(proof),
        rows=row.text("row_ids").split(),
    )
    printed = [row.text(column) for column in _TRANSFER_COLUMNS[9:17]]
    precision = row.word("time_precision", _PRECISIONS, "second")
    return t, [
        *(t.id, booked, seq, t.amount, t.currency, t.payer, t.payee, precision, t.kind),
        *(*printed, " ".join(t.rows), credited, proof),
    ]


def _account(row: Row) -> tuple[Account, list[Field]]:
    """Return what a row says of an account, and its fields in the order of the digest."""
    account = Account(
        row.text("account", needed=True),
        row.text("currency", needed=True),
        row.word("kind", _ACCOUNT_KINDS, "bank"),
        row.maybe_whole("opening_minor"),
        row.moment("covered_from"),
        row.moment("covered_to"),
    )
    if (account.start is None) != (account.end is None):
        raise row.refused("covered_to")
    if account.start and account.end and account.start > account.end:
        raise row.refused("covered_to")
    return account, [*account, row.word("coverage", ("printed", "inferred", ""), "")]


def read_claims(path: Path) -> list[Claim]:
    """Read the claims."""
    claims = [
        Claim(
            row.text("claim_id", needed=True),
            row.text("transfer_id", needed=True),
            row.amount("amount_minor"),
            row.text("currency"),
        )
        for row in rows_of(path, _CLAIM_COLUMNS)[1]
    ]
    _refuse_twice(path, [c.id for c in claims])
    return claims


def claims_digest(claims: Sequence[Claim]) -> str:
    """Return the digest of the claims."""
    return digest(_CLAIM_COLUMNS, [claim[:3] for claim in claims])


def _refuse_twice(path: Path, ids: Sequence[str]) -> None:
    """Refuse a table in which an id stands twice."""
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise Refused("id_twice", file=path.name, value=name)
        seen.add(name)
