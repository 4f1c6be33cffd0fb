"""Invented books of an institution, and orders about them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from tests.core.orders.papers import MADE, an_order

from izdes.adapters.messages.making.books import Books, Holder, books_of
from izdes.adapters.messages.package import Package
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Party, Transfer, TransferId, TransferKind
from izdes.core.orders.order import Cap, Order, Period
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import iban, person_number

SINCE, UNTIL = MADE - timedelta(days=60), MADE
HOLDERS = tuple(person_number("900101", n, is_odd=True) for n in (31, 32))
OWN = tuple(AccountKey(f"iban:{iban('101', f'{n:013d}')}") for n in (1, 2, 3))
_FAR = AccountKey(f"iban:{iban('202', '0000000000009')}")
_OUTSIDE = (_FAR, AccountKey("@cash:?"), AccountKey("phone:+77010001234"))
_KINDS: tuple[TransferKind, ...] = ("transfer", "fee", "cash_out", "refund", "other")
_TEXT = st.text("абвқңө ,.()-=#+«»1234567890\n\t\u200b", max_size=12)
_STEP = timedelta(minutes=7)


def known(is_protected: bool = False) -> dict[AccountKey, Holder]:  # noqa: FBT001, FBT002
    """Return the holders: the first two accounts are of one person."""
    first = Holder(HOLDERS[0], "Болат Демо", "DEMOKZKA")
    second = replace(first, is_protected=is_protected)
    return {OWN[0]: first, OWN[1]: second, OWN[2]: Holder(HOLDERS[1], "Гүлнар Демо", "DEMOKZKA")}


@st.composite
def ledgers(draw: st.DrawFn) -> Books:
    """Return the books of three accounts with payments among them and to the world."""
    count = draw(st.integers(0, 12))
    transfers = [_transfer(draw, n) for n in range(count)]
    opening = draw(st.lists(st.integers(-(10**6), 10**17), min_size=3, max_size=3))
    coverages = [
        Coverage(account, "KZT", "bank", minor, SINCE, UNTIL, "printed")
        for account, minor in zip(OWN, opening, strict=True)
    ]
    return books_of(transfers, coverages, known())


def _transfer(draw: st.DrawFn, number: int) -> Transfer:
    """Return one payment that touches an account of ours."""
    inside = draw(st.sampled_from(OWN))
    outside = draw(st.sampled_from((*OWN, *_OUTSIDE)))
    payer, payee = (inside, outside) if draw(st.booleans()) else (outside, inside)
    moment = SINCE + _STEP * draw(st.integers(0, 60 * 24 * 60 // 7))
    return Transfer(
        transfer_id=TransferId(f"T{number:03d}"),
        booked_at=moment + timedelta(microseconds=draw(st.integers(0, 999_999))),
        amount_minor=draw(st.integers(1, 10**16)),
        currency="KZT",
        payer=Party(payer, draw(_TEXT), "", "DEMOKZKA"),
        payee=Party(payee, draw(_TEXT), "", draw(_TEXT)),
        seq=number,
        kind=draw(st.sampled_from(_KINDS)),
        purpose=draw(_TEXT),
    )


def asking(
    *subjects: Subject,
    since: datetime = SINCE,
    until: datetime = UNTIL,
    demanded: str = "movements",
) -> Package:
    """Return a request about subjects, signed by nobody."""
    order = replace(
        an_order(),
        subjects=subjects,
        demanded=tuple(demanded.split()),
        period=Period(since, until),
        cap=None,
    )
    return Package(order, None, ())


def holding(*subjects: Subject, cap: int, days: int | None = 10) -> Package:
    """Return an order to hold money, signed by nobody."""
    order: Order = replace(
        an_order(),
        measure="freeze.suspension",
        subjects=subjects,
        demanded=(),
        period=None,
        cap=Cap(cap, "KZT", "fifo", "ef" * 32),
        days=days,
    )
    return Package(order, None, ())


def number_of(account: AccountKey) -> str:
    """Return the number inside a key."""
    return account.removeprefix("iban:")


ANSWERED = UNTIL.astimezone(UTC) + timedelta(hours=1)
