"""Complaints: what each victim hands in, complete or not, right or not.

The file contract is that of ``complaints.jsonl``. What a victim forgets, mistakes or never knew is
decided here; what was truly stolen stays in the episode.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from izdes.twin.bank import LOCAL, Transfer
from izdes.twin.chance import chosen, happens, stream
from izdes.twin.country import country, material
from izdes.twin.episodes import Episode, Paid
from izdes.twin.narratives import narrative
from izdes.twin.spoken import (
    Spoken,
    account_as_given,
    amount_as_remembered,
    day_as_written,
    handle_as_written,
    phone_as_written,
    printed_for_victim,
    site_as_written,
    sum_as_written,
    time_as_remembered,
)
from izdes.twin.truth import Stolen

_FROM_WEIGHTS = {"iban": 62, "card": 15, "tail": 8, "phone": 5, "none": 10}
_TO_WEIGHTS = {"iban": 42, "card": 24, "tail": 12, "phone": 16, "name": 6}
_LOAN_WEIGHTS = {"iban": 75, "card": 25}
_USUAL_FEE_MINOR = 50_000
_FORGOTTEN_PERCENT = 4
_TOLD_PERCENT = 78


@dataclass(frozen=True, slots=True)
class Declared:
    """One claim as declared, beside the transfer that it is truly about.

    Attributes:
        payee_key: The key that the declared payee can be read as; empty where it is none.
    """

    claim_id: str
    transfer: Transfer
    declared_minor: int
    payee_key: str

    @property
    def stolen(self) -> Stolen:
        """The part of the transfer that is claimed: never more than was paid."""
        amount = min(self.declared_minor, self.transfer.amount_minor)
        return Stolen(self.claim_id, self.transfer.transfer_id, amount)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as handed in, and its claims."""

    complaint_id: str
    document: Mapping[str, object]
    claims: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A payment or a loan as the victim puts it."""

    entry: dict[str, object]
    claim: Declared | None
    to: Spoken


def complaint_of(
    seed: int, complaint_id: str, reported_at: datetime, episode: Episode
) -> Complaint:
    """Return the complaint of one episode."""
    rng = stream(seed, "complaint", complaint_id)
    payments = [
        _payment(rng, f"{complaint_id}/{n}", episode, paid)
        for n, paid in enumerate(_remembered(rng, episode.payments), start=1)
    ]
    loans = [
        _loan(rng, f"{complaint_id}/L{n}", episode, paid)
        for n, paid in enumerate(_known_loans(episode), start=1)
    ]
    claims = tuple(said.claim for said in (*payments, *loans) if said.claim)
    language = episode.victim.language
    document: dict[str, object] = {
        "complaint_id": complaint_id,
        "reported_at": _local(reported_at),
        **_when(episode),
        "region": episode.victim.region,
        "language": language,
        "narrative": _story(rng, episode, claims, [*payments, *loans]),
        "scheme": episode.crew.scheme if happens(rng, 80) else None,
        "victim": {
            "ref": episode.victim.ref,
            "birth_year": episode.victim.born.year,
            "sex": episode.victim.sex,
        },
        "payments": [said.entry for said in payments],
        "loans": [said.entry for said in loans],
        "total_minor": _total(rng, claims),
        "identifiers": _identifiers(rng, episode, [*payments, *loans]),
    }
    return Complaint(complaint_id, document, claims)


def _remembered(rng: Random, payments: list[Paid]) -> list[Paid]:
    """Return the payments that the victim still knows of; the first always."""
    return [p for n, p in enumerate(payments) if n == 0 or not happens(rng, _FORGOTTEN_PERCENT)]


def _known_loans(episode: Episode) -> list[Paid]:
    """Return the loans that are part of the loss: one that stayed with her is none."""
    return [loan for loan in episode.loans if episode.payments or not loan.is_own]


def _payment(rng: Random, claim_id: str, episode: Episode, paid: Paid) -> _Said:
    """Return one payment as declared."""
    transfer = paid.transfer
    if paid.mule is None:
        raise ValueError(claim_id)
    to = account_as_given(rng, paid.mule.account, _TO_WEIGHTS)
    payer = Spoken("", "", "none")
    if transfer.payer.is_account:
        # Who took a loan first knows the number of the account it came to.
        weights = {"iban": 1} if _known_loans(episode) else _FROM_WEIGHTS
        payer = account_as_given(rng, episode.account, weights)
    minor = amount_as_remembered(rng, transfer.amount_minor, _USUAL_FEE_MINOR)
    entry: dict[str, object] = {
        "at": _local(time_as_remembered(rng, transfer.debited_at)),
        "amount_minor": minor,
        "currency": "KZT",
        "from": payer.raw,
        "to": to.raw,
        "channel": material("schemes.yaml")[episode.crew.scheme]["channel"],
    }
    return _Said(entry, Declared(claim_id, transfer, minor, to.key), to)


def _loan(rng: Random, claim_id: str, episode: Episode, paid: Paid) -> _Said:
    """Return a loan in the victim's name; a claim only if the money went to somebody else."""
    transfer = paid.transfer
    account = episode.account if paid.mule is None else paid.mule.account
    to = account_as_given(rng, account, {"iban": 1} if paid.is_own else _LOAN_WEIGHTS)
    entry: dict[str, object] = {
        "lender": printed_for_victim(transfer.payer),
        "contract": paid.contract,
        "at": _local(transfer.debited_at),
        "amount_minor": transfer.amount_minor,
        "currency": "KZT",
        "paid_to": to.raw,
    }
    claim = None if paid.is_own else Declared(claim_id, transfer, transfer.amount_minor, to.key)
    return _Said(entry, claim, to)


def _when(episode: Episode) -> dict[str, object]:
    """Return the interval of the crime, by whole minutes."""
    begins = min([episode.begins_at, *(p.transfer.debited_at for p in episode.paid)])
    return {
        "occurred_from": _local(begins.replace(second=0)),
        "occurred_to": _local(episode.ends_at),
    }


def _total(rng: Random, claims: tuple[Declared, ...]) -> int:
    """Return the declared loss: mostly the sum of the payments."""
    total = sum(claim.declared_minor for claim in claims)
    if claims and happens(rng, 7):
        return total + rng.choice((5_000_000, 10_000_000, 2_500_000))
    return total


def _story(rng: Random, episode: Episode, claims: tuple[Declared, ...], said: list[_Said]) -> str:
    """Return the victim's own words."""
    crew, victim = episode.crew, episode.victim
    language = victim.language
    tongue = chosen(rng, {language: 80, "mixed": 20})
    handle = rng.choice(crew.handles)
    facts = {
        "name": victim.name,
        "phone": phone_as_written(rng, rng.choice(crew.phones)),
        "handle": handle_as_written(rng, *handle),
        "site": site_as_written(rng, rng.choice(crew.sites or (country().marketplace,))),
        "sum": sum_as_written(rng, sum(c.declared_minor for c in claims), language) * bool(claims),
        "to": next((s.to.raw for s in said if s.claim), ""),
        "day": day_as_written(episode.begins_at, language),
        "caller": rng.choice(crew.callers),
        "hotline": phone_as_written(rng, country().hotline),
        "lender": "«Тезтиын»" if episode.loans else "",
    }
    return narrative(rng, crew.scheme, tongue, facts, is_woman=victim.sex == "female")


def _identifiers(rng: Random, episode: Episode, said: list[_Said]) -> list[dict[str, str]]:
    """Return what an officer at the desk typed out of the story and the victim's phone."""
    crew = episode.crew
    told = [
        ("phone", phone_as_written(rng, rng.choice(crew.phones)), "offender_contact"),
        *(
            (kind, handle_as_written(rng, kind, handle), "offender_contact")
            for kind, handle in crew.handles[:1]
        ),
        *(("domain", site, "offender_site") for site in crew.sites),
        *((s.to.kind, s.to.raw, "recipient") for s in said if s.claim and s.to.key),
    ]
    kept = [entry for entry in told if happens(rng, _TOLD_PERCENT)] + _hub(rng, episode)
    unique = dict.fromkeys(kept)
    return [{"kind": kind, "raw": raw, "role": role} for kind, raw, role in unique]


def _hub(rng: Random, episode: Episode) -> list[tuple[str, str, str]]:
    """Return a number or site that many honest people share with the crime.

    Some desks enter it as the offender's: a displayed number is forged, an advert stood there.
    """
    hub = material("schemes.yaml")[episode.crew.scheme]["hub"]
    weights = {"institution": 80, "unknown": 10, "offender": 10}
    role = chosen(rng, weights)
    if hub == "hotline" and happens(rng, 35):
        raw = phone_as_written(rng, country().hotline)
        return [("phone", raw, role.replace("offender", "offender_contact"))]
    if hub == "marketplace" and happens(rng, 55):
        return [("domain", country().marketplace, role.replace("offender", "offender_site"))]
    return []


def _local(moment: datetime) -> str:
    """Return the moment as RFC 3339 in the country's time."""
    return moment.astimezone(LOCAL).isoformat()
