"""Documents: one complaint of the crowd as its victim hands it in, as a line of JSON.

The file contract is that of ``complaints.jsonl``. What a complaint names and whose it is was
decided before; here it is spelt, from a stream of the complaint's own. Lines are put together as
text: only what somebody wrote is given to the encoder, which is otherwise a fifth of the work.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from izdes.twin.chance import stream
from izdes.twin.country import material
from izdes.twin.crowd import values
from izdes.twin.crowd.blocks import Entry, Row
from izdes.twin.crowd.holders import holder, short_name
from izdes.twin.crowd.lots import below, happens, one_of
from izdes.twin.crowd.public import ROLES
from izdes.twin.crowd.shares import by_weight, moment, scripts, shares, timestamp
from izdes.twin.crowd.slots import NOTHING, Form, Whose
from izdes.twin.crowd.stories import story
from izdes.twin.crowd.written import Written, written
from izdes.twin.spoken import sum_as_written

_TENGE = 100
_BORN = (1948, 2007)
# A sum is in whole thousands, one in four is not.
_THOUSAND, _ODD_BELOW = 1_000, 4_000
_PAYEES = ("account", "second", "wallet")
_UNCLEAR = frozenset({"tail", "name"})
_LENDER = "Тезтиын"
_Named = Sequence[tuple[Entry, Written]]
_quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Handed:
    """A complaint as handed in, and how everything that it names is written.

    Attributes:
        line: The line of ``complaints.jsonl``, without its end.
        named: Every thing and its writing, in the order of the slots.
    """

    line: str
    named: _Named


@dataclass(frozen=True, slots=True)
class _Loss:
    """What was paid and borrowed, as declared: items of JSON lists, and their sum."""

    payments: str
    loans: str
    total_minor: int


def complaint_id(number: int) -> str:
    """Return the id of a complaint by its number from 1: ids rise with the time of report."""
    return f"A{number:07d}"


def handed_in(seed: int, row: Row) -> Handed:
    """Return one complaint."""
    rng = stream(seed, "complaint", row.number)
    named = [(entry, _as_written(rng, seed, entry)) for entry in row.entries]
    sex = one_of(rng, ("female", "male"))
    payees = [how.text for entry, how in named if entry.slot in _PAYEES]
    loss = _loss(rng, row, payees)
    facts = _facts(rng, row, named, loss=loss, sex=sex)
    told = story(rng, row.scheme, row.language, facts, script=(seed, row.script))
    is_classed = happens(rng, shares()["entered"]["scheme"])
    scheme = f'"{row.scheme}"' if is_classed else "null"
    born = _BORN[0] + below(rng, _BORN[1] - _BORN[0] + 1)
    line = (
        f'{{"complaint_id": "{complaint_id(row.number)}", '
        f'"reported_at": "{timestamp(row.reported_at)}", '
        f'"occurred_from": "{timestamp(row.at - row.at % 60)}", '
        f'"occurred_to": "{timestamp(row.at + row.payments * row.gap)}", '
        f'"region": "{_regions()[row.region]}", "language": "{_language(rng, row)}", '
        f'"narrative": {_quoted(told)}, "scheme": {scheme}, '
        f'"victim": {{"ref": "V{row.number:07d}", "birth_year": {born}, "sex": "{sex}"}}, '
        f'"payments": [{loss.payments}], "loans": [{loss.loans}], '
        f'"total_minor": {loss.total_minor}, "identifiers": [{_identifiers(rng, row, named)}]}}'
    )
    return Handed(line, named)


@cache
def _regions() -> tuple[str, ...]:
    """Return the regions' codes in the order of the shares."""
    return tuple(shares()["regions"])


def _language(rng: Random, row: Row) -> str:
    """Return the language that the desk notes; of a story in both, either."""
    return one_of(rng, ("kk", "ru")) if row.language == "mixed" else row.language


def _as_written(rng: Random, seed: int, entry: Entry) -> Written:
    """Return how one thing is written; of an account known by a name, the holder's."""
    if entry.form is Form.holder_name:
        return Written("name", "recipient", "", short_name(holder(seed, entry.holder)), "name")
    return written(rng, entry.form, entry.value, entry.slip)


def _loss(rng: Random, row: Row, payees: list[str]) -> _Loss:
    """Return what the victim paid and what was borrowed in her name.

    Args:
        payees: The accounts paid to, as written, in the order of the payments.
    """
    scheme, loan, borrowed = material("schemes.yaml")[row.scheme], "", 0
    own = _own_account(row)
    if scheme["loan"] != "none" and happens(rng, 10 * scheme["loan_percent"]):
        borrowed = (90 + below(rng, 810)) * _THOUSAND * _TENGE
        is_own = scheme["loan"] == "own"
        loan = _loan(rng, row, borrowed, own if is_own else next(iter(payees), ""))
        payees = payees if is_own else payees[1:]
    is_known = row.mule != NOTHING or happens(rng, shares()["entered"]["own_account"])
    payments, paid = _payments(rng, row, scheme, payees=payees, own=own if is_known else "")
    return _Loss(payments, loan, borrowed + paid)


def _payments(
    rng: Random, row: Row, scheme: Mapping[str, Any], *, payees: list[str], own: str
) -> tuple[str, int]:
    """Return the payments as declared, with their sum; the last payee takes what is over."""
    precision, channel = int(one_of(rng, by_weight("remembered"))), scheme["channel"]
    quoted = [_quoted(payee) for payee in payees] or ['""']
    found, total = [], 0
    for nth in range(max(row.payments, len(payees))):
        at = row.at + min(nth, row.payments) * row.gap
        amount = _amount(rng, scheme)
        total += amount
        found.append(
            f'{{"at": "{timestamp(at - at % precision)}", "amount_minor": {amount}, '
            f'"currency": "KZT", "from": "{own}", "to": {quoted[min(nth, len(quoted) - 1)]}, '
            f'"channel": "{channel}"}}'
        )
    return ", ".join(found), total


def _loan(rng: Random, row: Row, amount: int, paid_to: str) -> str:
    """Return a loan in the victim's name."""
    return (
        f'{{"lender": "{_LENDER}", "contract": "TT-{below(rng, 10**6):06d}", '
        f'"at": "{timestamp(row.at)}", "amount_minor": {amount}, "currency": "KZT", '
        f'"paid_to": {_quoted(paid_to)}}}'
    )


def _amount(rng: Random, scheme: Mapping[str, Any]) -> int:
    """Return what was asked for: mostly round, seldom above half of the most."""
    least, most = scheme["tenge"]
    thousands: int = least + min(below(rng, most - least + 1), below(rng, most - least + 1))
    odd = below(rng, _ODD_BELOW)
    return (thousands * _THOUSAND + (odd if odd < _THOUSAND else 0)) * _TENGE


def _own_account(row: Row) -> str:
    """Return the victim's own account: a mule's, where she is one."""
    if row.mule != NOTHING:
        return values.account(row.mule)
    return values.own_account(row.number)


def _facts(rng: Random, row: Row, named: _Named, *, loss: _Loss, sex: str) -> dict[str, str]:
    """Return what the story may tell; what is not known is empty."""
    texts = {entry.slot: how.text for entry, how in named}
    public = {entry.form.name: how.text for entry, how in named if entry.whose is Whose.public}
    people = material("names.yaml")["kk"]
    phone = texts.get("phone") or texts.get("messenger")
    site = texts.get("site") or texts.get("advert") or public.get("marketplace")
    return {
        "sex": sex,
        "goods": one_of(rng, material("narratives.yaml")["goods"][_language(rng, row)]),
        "name": f"{one_of(rng, people[sex])} {one_of(rng, people['surname_roots'])}",
        "phone": phone or "",
        "handle": texts.get("page", ""),
        "site": site or "",
        "sum": sum_as_written(rng, loss.total_minor, row.language) if loss.total_minor else "",
        "to": next((texts[slot] for slot in _PAYEES if slot in texts), ""),
        "day": _day(row),
        "caller": people["male"][row.script % len(people["male"])],
        "hotline": public.get("hotline") or public.get("state") or "",
        "lender": f"«{_LENDER}»" if loss.loans else "",
    }


def _day(row: Row) -> str:
    """Return the day of the crime in words."""
    at, months = moment(row.at), scripts()["months"]
    if row.language == "ru":
        return f"{at.day} {months['ru'][at.month - 1]}"
    return f"{at.day} {months['kk'][at.month - 1]} күні"


def _identifiers(rng: Random, row: Row, named: _Named) -> str:
    """Return what an officer at the desk typed: contacts, and most of the accounts again."""
    found, entered = [], shares()["entered"]["payee"]
    for entry, how in named:
        if how.kind in _UNCLEAR:
            continue
        if entry.slot in _PAYEES and not happens(rng, entered):
            continue
        is_offenders = entry.slot != "public" or row.public_role == ROLES[-1]
        role = how.role if is_offenders else row.public_role
        found.append(f'{{"kind": "{how.kind}", "raw": {_quoted(how.text)}, "role": "{role}"}}')
    return ", ".join(found)
