"""What the demo is told: complaints of an invented country up to this hour, and its banks' answers.

Everybody in it is invented. The story ends in the hour in which the demo is made, so that clocks
of the law run and money is still on its way.
"""

import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from izdes.adapters.complaints.reader import read_complaint_stream
from izdes.core.identifiers.complaint import Complaint
from izdes.twin.dialects import statement_file
from izdes.twin.facts import Facts, facts_of
from izdes.twin.people import Person
from izdes.twin.world import story_before
from izdes.twin.write import write_books
from izdes.web.cases.reports import Applicant, Payment, Report, report_of

# Of these, some have not complained yet in the hour in which the story ends.
COMPLAINTS = 400
_SEED = 7
# So long after her last payment money may still be on its way.
_IN_PROGRESS = timedelta(hours=24)
# Who has just come has not signed anything yet.
_SIGNED_AFTER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint of the demo.

    Attributes:
        crew: Who was behind it, which the office does not know: by it the demo's officers join.
    """

    report: Report
    region: str
    crew: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One bank's answer: the file as it came."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DemoStory:
    """What happened, as far as anybody has reported it by now."""

    told: tuple[Told, ...]
    _facts: Facts

    def by_region(self) -> Mapping[str, list[Told]]:
        """Return the complaints of each region, in the order in which they came."""
        found = defaultdict[str, list[Told]](list)
        for one in self.told:
            found[one.region].append(one)
        return found

    def answers_about(self, complaints: Iterable[str], *, most: int) -> list[Answer]:
        """Return what banks answer about the accounts through which the money of some went.

        Args:
            most: How many have answered so far, those nearest to the victims first.
        """
        wanted = set(complaints)
        claims = [c.claim_id for one in self._facts.complaints for c in one.claims]
        paths = self._facts.full.paths
        keys = {key for c in claims if c.split("/")[0] in wanted for key in paths.get(c, ())}
        touched = self._facts.full.touched
        pages = [page for page in self._facts.pages if page.account.side.key in keys]
        pages.sort(key=lambda page: (touched[page.account.side.key], page.file))
        return [Answer(page.file, statement_file(page).data) for page in pages[:most]]

    def statements_of(self, accounts: Iterable[str]) -> list[Answer]:
        """Return what the bank of some accounts sends about them."""
        wanted = set(accounts)
        pages = [page for page in self._facts.pages if page.account.side.key in wanted]
        return [Answer(page.file, statement_file(page).data) for page in pages]

    def write_books(self, out: Path) -> None:
        """Write what banks know into an existing empty folder, as a sandbox reads it."""
        write_books(out, self._facts)


# Calls of the last hour: minutes since the payment, thousands of tenge.
_CALLS = ((12, 1_450), (25, 380), (41, 2_200))


def calls(story: DemoStory, now: datetime) -> list[Report]:
    """Return what is known of calls of this hour: bank, sum, minute and payee, as read aloud.

    The payees are those of the largest series: the country knows them already.
    """
    crews = Counter(one.crew for one in story.told)
    (largest, _), *_ = crews.most_common(1)
    payees = [
        payment.to_raw
        for one in story.told
        if one.crew == largest
        for payment in one.report.payments
        if payment.to_raw.upper().startswith("KZ")
    ]
    return [
        Report(
            reported_at=now - timedelta(minutes=minutes - 5),
            region="75",
            payments=(
                Payment(
                    at=now - timedelta(minutes=minutes),
                    amount_minor=thousands * 100_000,
                    to_raw=payee,
                ),
            ),
            total_minor=thousands * 100_000,
            is_in_progress=True,
        )
        for (minutes, thousands), payee in zip(_CALLS, reversed(payees), strict=False)
    ]


def demo_story(now: datetime, *, complaints: int = COMPLAINTS) -> DemoStory:
    """Tell the story up to a moment.

    Args:
        complaints: How many victims there are in the end.
    """
    facts = facts_of(_SEED, complaints, story_before(now))
    victims = {number: episode.victim for number, _, episode in facts.world.complaints}
    crews = {number: episode.crew.crew_id for number, _, episode in facts.world.complaints}
    lines = "\n".join(json.dumps(c.document, ensure_ascii=False) for c in facts.complaints)
    read, _ = read_complaint_stream(io.BytesIO(lines.encode()), file="demo")
    told = (
        Told(
            _report(one, victims[one.complaint_id], now),
            one.region,
            crews[one.complaint_id],
        )
        for one in sorted(read, key=lambda c: c.reported_at)
        if one.reported_at <= now
    )
    return DemoStory(tuple(told), facts)


def _report(complaint: Complaint, victim: Person, now: datetime) -> Report:
    """Return a complaint with who complains."""
    is_signed = now - complaint.reported_at > _SIGNED_AFTER
    paid = [one.at for one in complaint.payments if one.at is not None]
    return replace(
        report_of(complaint),
        applicant=Applicant(
            full_name=victim.name,
            iin=victim.number,
            phone=victim.phone,
            birth_year=victim.born.year,
            sex=victim.sex,
        ),
        is_in_progress=bool(paid) and now - max(paid) < _IN_PROGRESS,
        signed_how="protocol" if is_signed else "",
        signed_at=complaint.reported_at if is_signed else None,
    )
