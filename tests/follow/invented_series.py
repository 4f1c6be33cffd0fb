"""Invented series for tests: no person, account or telephone of these exists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from izdes.adapters.tables.links import Linked
from izdes.core.identifiers.complaint import (
    Complaint,
    ComplaintId,
    GivenIdentifier,
    Payment,
    Victim,
)
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.weak.received import Received
from izdes.follow.linking import link_all
from izdes.follow.passport import passport_of
from izdes.follow.passport.linked import passport_input
from izdes.twin.numbers import account_part, iban, phone

Json = dict[str, Any]
CREW_PHONE, CREW_SITE = phone(11), "https://oidan-bank.example/kirispe"
MULE = iban("101", account_part("T", 7))
START = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
REGIONS = ("75", "61", "75", "71", "35")
SUMS = (120_000_000, 450_000_000, 2_000_000_000, 35_000_000, 99_999_900)


def own_account(n: int) -> str:
    """Return the account of the n-th victim."""
    return iban("102", account_part("T", 500 + n))


def complaint(n: int, **changed: Any) -> Complaint:  # noqa: ANN401 - a field of any type
    """Return the n-th complaint of a crew: one telephone, one site, one mule."""
    at = START + timedelta(days=2 * n)
    made = Complaint(
        complaint_id=ComplaintId(f"A{n:06}"),
        reported_at=at + timedelta(hours=20),
        occurred_from=at,
        region=REGIONS[n % len(REGIONS)],
        language="kk" if n % 2 else "ru",
        narrative="Құпия баяндау: Үлгіқызы Әсел, Сынақов көшесі 5",
        scheme="SAFE_ACCOUNT",
        victim=Victim(f"P{n:06}", 1950 + 3 * n, "female"),
        payments=(
            Payment(
                at=at,
                amount_minor=SUMS[n % len(SUMS)],
                paid_from=own_account(n),
                paid_to=MULE,
                channel="bank_app",
            ),
        ),
        total_minor=SUMS[n % len(SUMS)],
        identifiers=(
            GivenIdentifier("phone", CREW_PHONE, "offender_contact"),
            GivenIdentifier("url", CREW_SITE, "offender_site"),
            GivenIdentifier("phone", phone(300 + n), "victim"),
        ),
    )
    return replace(made, **changed)


def crew(
    count: int = 5, changed: Mapping[int, Mapping[str, object]] | None = None
) -> list[Complaint]:
    """Return complaints of one crew, some of them changed."""
    told = changed or {}
    return [complaint(n, **told.get(n, {})) for n in range(count)]


def linked(
    complaints: Iterable[Complaint],
    *,
    judgements: Sequence[Judgement] = (),
    **found: Any,  # noqa: ANN401 - a field of any type
) -> Linked:
    """Link complaints; what else was found may be put in its place."""
    made = link_all(list(complaints), judgements=judgements)
    return replace(made, links=replace(made.links, **found))


def passport(
    complaints: Iterable[Complaint],
    *,
    found: Mapping[str, Any] | None = None,
    received: tuple[Received, ...] = (),
    **more: Any,  # noqa: ANN401 - whatever the input takes
) -> Json:
    """Return the passport of the series of the first complaint."""
    told = list(complaints)
    first = min(told, key=lambda c: c.sort_key).complaint_id
    given = replace(linked(told, **(found or {})), received=received)
    return passport_of(passport_input(first, told, given, **more))
