"""Work of an office on a twin's case: complaints taken, answers given, jobs run."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.test import Client
from procrastinate.contrib.django import app
from tests.web.cast import Cast

from izdes.adapters.complaints.reader import read_complaints
from izdes.follow.case import COMPLAINTS
from izdes.web.cases.models import Case
from izdes.web.cases.reports import report_of
from izdes.web.cases.services.cases import register_case, take_case
from izdes.web.cases.services.receiving import receive_complaints
from izdes.web.cases.services.triage import join_complaint
from izdes.web.files.services import store
from izdes.web.funds.case_folder import MANIFEST, Said, manifest_text
from izdes.web.funds.models import CaseAnswer
from izdes.web.funds.services.statements import take_statement
from izdes.web.officers.models import Officer

_REGISTERED = datetime(2026, 5, 20, 5, 0, tzinfo=UTC)


def run_jobs() -> None:
    """Run what waits, as the worker does, and come back when nothing waits."""

    async def until_done() -> None:
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker.open_async():
            await worker.run_worker_async(
                wait=False, install_signal_handlers=False, listen_notify=False
            )

    asyncio.run(until_done())


def open_case(cast: Cast, login: str, number: str) -> Case:
    """Register a case in the unit of whoever is called ``…_<unit>``, and take it as its lead."""
    with cast.acts(login) as officer:
        case = register_case(
            number=number,
            unit=cast.body(login.rpartition("_")[2]),
            registered_at=_REGISTERED,
            form="investigation",
            category="ordinary",
            officer=officer,
        )
        take_case(case=case, ground="decree", officer=officer)
    return case


def take_all(cast: Cast, login: str, number: str, folder: Path) -> Case:
    """Take a twin's complaints and answers into a new case, and run what follows."""
    open_case(cast, login, number)
    take_complaints(cast, login, number, folder)
    case = give_answers(cast, login, number, answers_of(folder))
    run_jobs()
    return case


def take_complaints(cast: Cast, login: str, number: str, folder: Path) -> None:
    """Take a twin's complaints, and join them to a case."""
    complaints, _ = read_complaints(folder / "complaints.jsonl")
    case = cast.case(number)
    with cast.acts(login) as officer:
        taken = receive_complaints(
            reports=[report_of(c) for c in complaints],
            unit=case.unit,
            officer=officer,
            source="import",
        )
        for one in filter(None, taken):
            join_complaint(complaint=one.complaint, case=case, officer=officer)


def answers_of(folder: Path) -> list[Path]:
    """Return the bank answers of a twin's case."""
    return sorted(p for p in (folder / "statements").iterdir() if p.name != "manifest.csv")


def give_answers(cast: Cast, login: str, number: str, paths: Iterable[Path]) -> Case:
    """Give files to a case."""
    case = cast.case(number)
    with cast.acts(login) as officer:
        for path in paths:
            give(case, officer, path.name, path.read_bytes())
    return case


def give(case: Case, officer: Officer, name: str, data: bytes) -> CaseAnswer:
    """Give one answer to a case."""
    file = store([data], name=name, officer=officer.pk)
    return take_statement(case=case, file=file, name=name, officer=officer)


def write_folder(
    folder: Path, complaints: bytes, said: Sequence[Said], answers: Iterable[tuple[str, bytes]]
) -> None:
    """Write the folder into an existing empty one.

    Args:
        answers: Name in the folder (`file_name`) and bytes of every answer.
    """
    (folder / COMPLAINTS).write_bytes(complaints)
    (folder / "statements").mkdir()
    for name, data in answers:
        (folder / "statements" / name).write_bytes(data)
    if text := manifest_text(said):
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def client_of(office: Cast, login: str) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(office.officer(login))
    return client
