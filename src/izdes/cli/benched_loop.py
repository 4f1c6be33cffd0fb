"""Complaints followed to their end by an office, a worker, the institutions' site and a sandbox."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from izdes.adapters.complaints.reader import read_complaints
from izdes.adapters.exchange.books import institutions_of
from izdes.cli.benched_endings import FOUND, STATES, STOPS, compared
from izdes.cli.office import office

if TYPE_CHECKING:
    from izdes.web.cases.models import Case
    from izdes.web.correspondence.models import Request
    from izdes.web.officers.models import Officer

# The office is set up before its tables are imported.
# ruff: noqa: PLC0415

Json = dict[str, Any]
_COMMAND = [sys.executable, "-c", "from izdes.cli.main import run; run()"]
_POLL_SECONDS = 0.5
_QUIET_POLLS = 8
_PATIENCE_SECONDS = 120.0
# So long after one another the processes of a worker are ready.
_SETTLED_SECONDS = 5.0
_UNDECIDED = """
    SELECT count(*) FROM correspondence_request r
    WHERE r.sent_at IS NOT NULL AND r.consent <> 'none'
        AND NOT EXISTS (SELECT FROM correspondence_decision d WHERE d.request_id = r.id
            AND d.order_digest = r.digest AND d.outcome IN ('given', 'given_in_part'))"""
_BUSY = """
    SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))
        + (SELECT count(*) FROM loop_turn WHERE asked > done AND case_id IS NOT NULL)
        + (SELECT count(*) FROM funds_tracing WHERE asked > done AND code = '')
        + (SELECT count(*) FROM correspondence_request
            WHERE state IN ('sent', 'delivered', 'accepted', 'answered'))"""
_FIRST = """
    SELECT extract(epoch FROM min(r.drafted_at) - o.decided_at)
    FROM correspondence_request r JOIN (
        SELECT case_id, max(decided_at) AS decided_at FROM cases_outcome GROUP BY case_id) o
        ON o.case_id = r.case_id
    WHERE r.drafted_by_id IS NULL GROUP BY r.case_id, o.decided_at"""
_NEXT = """
    SELECT extract(epoch FROM (
        SELECT min(p.made_at) FROM loop_plan p JOIN funds_trace t ON t.id = p.trace_id
        WHERE p.case_id = r.case_id AND t.current_since > a.at) - a.at)
    FROM correspondence_answer a JOIN correspondence_request r ON r.id = a.request_id
    WHERE EXISTS (SELECT FROM correspondence_answer_file f WHERE f.answer_id = a.id)"""


class People:
    """Who works in the office that is measured."""

    def __init__(self) -> None:
        """Make them, with the banks of the invented country."""
        from izdes.cli.demo_banks import enter_banks
        from izdes.web.acting import acting
        from izdes.web.officers.roles import Role
        from izdes.web.signing_in.demo import demo_logins

        self.logins = demo_logins()
        keepers = [one.login for one in self.logins if one.role is Role.ADMINISTRATOR]
        self.first, self.second = map(_officer, keepers)
        self.duty, self.lead = _officer("duty_officer"), _officer("investigator")
        self.head, self.prosecutor = _officer("head_of_investigation"), _officer("prosecutor")
        with acting(self.first.pk):
            enter_banks(self.first, since=date(2020, 1, 1))

    def client_of(self, code: str, serial: int) -> tuple[str, str]:
        """Enter somebody who answers at a bank, and its program; return its name and secret."""
        from izdes.cli.demo_banks import enter_program

        return enter_program(code, serial, first=self.first, second=self.second)


def measure(folder: str, a_case: int, minutes: int, pace: float) -> Json:
    """Return how long the machine took, how far the money was followed, and what was refused.

    Args:
        minutes: After so many it is measured how far it came, whatever is still to be done.
        pace: Seconds that officers take for each paper.
    """
    from izdes.web.database.migrating import migrate
    from izdes.web.law.services.packs import install_packaged
    from izdes.web.operation.warming import warm

    # As in an office that is open for some minutes: kernels are compiled once for a version.
    warm()
    migrate()
    install_packaged()
    people, country = People(), Path(folder)
    named = [
        (one.institution_id, *people.client_of(one.institution_id, number))
        for number, one in enumerate(institutions_of(country))
    ]
    begun = time.perf_counter()
    with _beside(country, named):
        cases = _cases(country, people, a_case)
        rounds, is_whole = _followed(people, until=time.monotonic() + minutes * 60, pace=pace)
    return {
        "is_whole": is_whole,
        "way": _way(cases, rounds, seconds=time.perf_counter() - begun),
        "first_draft": _spread(_column(_FIRST)),
        "next_drafts": _spread(_column(_NEXT)),
        "endings": compared(country, _rows(FOUND), _rows(STATES), _rows(STOPS)),
        "unsanctioned": {"sent": int(_column(_UNDECIDED)[0]), "refused": _tried()},
    }


@contextmanager
def _beside(country: Path, banks: Sequence[tuple[str, str, str]]) -> Iterator[None]:
    """Run a worker, the site and the banks beside."""
    from izdes.web.config import configuration

    address = configuration().institutions_address
    words = ["--ledger", str(country), "--url", f"http://{address}", "--every", "0.5"]
    words += ["--state", str(country.with_name("sandbox"))]
    for institution, name, secret in banks:
        place = country.with_name(f"{name}.secret")
        place.write_text(secret, encoding="utf-8")
        words += ["--institution", institution, "--client", f"{name}:{place}"]
    running = [_started("worker"), _started("exchange", "serve")]
    try:
        _wait_for(f"http://{address}/v1/openapi.json")
        _wait_for_worker()
        running.append(_started("sandbox", *words))
        yield
    finally:
        for process in running:
            process.terminate()
            process.wait()


def _started(*words: str) -> "subprocess.Popen[bytes]":
    """Start another command."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*_COMMAND, *words], stdout=quiet, stderr=quiet)


def _wait_for(url: str) -> None:
    """Wait until the site answers."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - of this machine
                return
        except (URLError, OSError):
            time.sleep(_POLL_SECONDS)
    raise TimeoutError(url)


def _wait_for_worker() -> None:
    """Wait until a worker takes jobs, with every process that it starts."""
    until, count = time.monotonic() + _PATIENCE_SECONDS, 0
    while time.monotonic() < until:
        before, count = count, int(_column("SELECT count(*) FROM procrastinate_workers")[0])
        if count and count == before:
            return
        time.sleep(_SETTLED_SECONDS)
    raise TimeoutError


def _cases(country: Path, people: People, a_case: int) -> "list[Case]":
    """Take the complaints, some of them to a case, each case with a lead and a qualification."""
    from django.utils.timezone import now

    from izdes.cli.demo_month import qualify
    from izdes.web.acting import acting
    from izdes.web.cases.reports import report_of
    from izdes.web.cases.services.desk import sign_complaint
    from izdes.web.cases.services.receiving import receive_complaints
    from izdes.web.cases.services.triage import join_complaint, register_complaint
    from izdes.web.investigation.services.leading import assign_lead

    told, _ = read_complaints(country / "complaints.jsonl")
    found = []
    for at in range(0, len(told), a_case):
        with acting(people.duty.pk):
            unit = people.duty.posts.get().body
            taken = receive_complaints(
                reports=[report_of(c) for c in told[at : at + a_case]],
                unit=unit,
                officer=people.duty,
                source="desk",
            )
            first, *others = [one.complaint for one in taken if one]
            for one in (first, *others):
                sign_complaint(complaint=one, how="protocol", is_warned=True, officer=people.duty)
            case = register_complaint(
                complaint=first,
                number=f"bench-{at:05}",
                registered_at=now() - timedelta(hours=1),
                officer=people.duty,
            )
            for one in others:
                join_complaint(complaint=one, case=case, officer=people.duty, reason="bench")
        with acting(people.head.pk):
            assign_lead(case=case, person=people.lead, ground="bench", officer=people.head)
        with acting(people.lead.pk):
            qualify(case, people.lead)
        found.append(case)
    return found


def _followed(people: People, *, until: float, pace: float) -> tuple[int, bool]:
    """Send what the machine drafts until nothing is drafted and nothing goes on.

    Returns:
        Rounds, and whether it came to the end before its time was over.
    """
    rounds, quiet = 0, 0
    while quiet < _QUIET_POLLS:
        if time.monotonic() > until:
            return rounds, False
        sent = _send_all(people, pace=pace)
        rounds += bool(sent)
        quiet = 0 if sent or _column(_BUSY)[0] else quiet + 1
        time.sleep(_POLL_SECONDS)
    return rounds, True


def _send_all(people: People, *, pace: float) -> int:
    """Sign, have sanctioned and send every draft; return how many."""
    from izdes.web.acting import acting
    from izdes.web.correspondence.models import Request

    with acting(people.lead.pk):
        drafts = list(Request.objects.filter(state="draft", drafted_by__isnull=True).order_by("pk"))
    for request in drafts:
        _send(request, people)
        time.sleep(pace)
    return len(drafts)


def _send(request: "Request", people: People) -> None:
    """Let one draft go its way; what may not be held any more is withdrawn."""
    from izdes.core.errors import IzdesError
    from izdes.web.acting import acting
    from izdes.web.correspondence.orders.drafts import draft_of
    from izdes.web.correspondence.services import (
        change_draft,
        decide,
        send,
        sign_request,
        submit,
        withdraw,
    )

    try:
        with acting(people.lead.pk):
            if request.kind == "order":
                told = draft_of(request.draft).saying(protected_answer="asked")
                change_draft(request=request, draft=told, officer=people.lead)
            request = sign_request(request=request, officer=people.lead)
            if request.consent != "none":
                submit(request=request, officer=people.lead)
        if request.consent != "none":
            with acting(people.prosecutor.pk):
                decide(request=request, outcome="given", officer=people.prosecutor)
        with acting(people.lead.pk):
            send(request=request, officer=people.lead)
    except IzdesError as refused:
        # The machine may have taken it back itself meanwhile.
        with acting(people.lead.pk), suppress(IzdesError):
            withdraw(request=request, reason=str(refused), officer=people.lead)


def _tried() -> int:
    """Try to mark unsanctioned requests as sent by SQL of the office's login; return refusals."""
    from django.db import DatabaseError, connection, transaction

    count = 0
    for state in ("draft", "signed", "on_decision"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE correspondence_request SET state = 'sent', sent_at = now()"
                    " WHERE state = %s",
                    [state],
                )
                cursor.execute(
                    "INSERT INTO correspondence_request (number, measure, state, addressee_id,"
                    " sent_at) SELECT 'x', 'request.bank_secrecy', 'sent', 1, now()"
                )
        except DatabaseError:
            count += 1
    return count


def _way(cases: "Sequence[Case]", rounds: int, *, seconds: float) -> Json:
    """Return how far it went."""
    counts = Counter(
        {str(kind): int(number) for kind, number in _rows(
            "SELECT kind, count(*) FROM correspondence_request WHERE sent_at IS NOT NULL GROUP BY 1"
        )}
    )  # fmt: skip
    return {
        "cases": len(cases),
        "rounds": rounds,
        "layers": int(_column("SELECT coalesce(max(layer), 0) FROM correspondence_request")[0]),
        "institutions": int(
            _column("SELECT count(DISTINCT addressee_id) FROM correspondence_request")[0]
        ),
        "requests": counts["request"],
        "orders": counts["order"],
        "answers": int(_column("SELECT count(*) FROM correspondence_answer")[0]),
        "seconds": round(seconds, 1),
    }


def _spread(seconds: Sequence[float]) -> Json:
    """Return the middle, the ninety-fifth of a hundred and the longest."""
    given = sorted(float(one) for one in seconds)
    if not given:
        return {"count": 0, "p50": 0.0, "p95": 0.0, "most": 0.0}
    at = {"p50": len(given) // 2, "p95": min(len(given) - 1, len(given) * 95 // 100)}
    spread = {name: round(given[place], 2) for name, place in at.items()}
    return {"count": len(given), **spread, "most": round(given[-1], 2)}


def _column(question: str) -> list[Any]:
    """Return the first column of a question that is not empty."""
    return [row[0] for row in _rows(question) if row[0] is not None]


def _rows(question: str) -> list[tuple[Any, ...]]:
    """Ask the database as the owner, who sees all."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _officer(login: str) -> "Officer":
    """Return somebody by his login."""
    from izdes.web.signing_in.selectors import officer_with_login

    found = officer_with_login(login)
    if found is None:
        raise LookupError(login)
    return found


if __name__ == "__main__":
    office()
    sys.stdout.write(json.dumps(measure(**json.loads(sys.argv[1]))) + "\n")
