"""From a request for log-ins to a link: what a sandbox answers tells why two cases meet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.institutions.conftest import Program
from tests.web.institutions.test_sandbox import DAY, answers_to, books, files_of, sandbox_of

from izdes.adapters.exchange.sandbox import Sandbox
from izdes.adapters.messages.making.clients import Client, Login
from izdes.core.money.account import AccountKey
from izdes.twin.numbers import person_number, phone
from izdes.web.cases.models import Complaint
from izdes.web.cases.reports import Payment, Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import (
    decide,
    draft_request,
    ingest_answer,
    send,
)
from izdes.web.institutions.taking import take_waiting
from izdes.web.subjects.linking import selectors
from izdes.web.subjects.linking.follow import follow
from izdes.web.subjects.models import Stated

LOGINS = "request.bank_logins"
_AT = datetime(2026, 5, 8, 6, 0, tzinfo=UTC)
_ONE, _OTHER = desk.LEAD, "investigator_c1"
_PROSECUTORS = {_ONE: desk.PROSECUTOR, _OTHER: "acting_prosecutor_c1"}
_IBANS = {_ONE: desk.IBAN, _OTHER: desk.OTHER_IBAN}
_DEVICE = "b2f0c7d1-0000-4000-8000-000000000001"


def complained(cast: Cast, login: str) -> tuple[Complaint, Request]:
    """Let somebody complain of a payment to an account, and the bank be asked who opened it."""
    case = desk.running_case(cast, f"logins-{login}", login=login)
    report = Report(
        reported_at=_AT,
        occurred_from=_AT,
        payments=(Payment(_AT, amount_minor=100_000_00, to_raw=_IBANS[login]),),
    )
    draft = replace(desk.draft(LOGINS), demanded=("client_file", "logins"))
    with cast.acts(login) as officer:
        taken = receive_complaint(report=report, unit=case.unit, officer=officer, source="desk")
        join_complaint(complaint=taken.complaint, case=case, officer=officer)
        request = draft_request(
            case=case,
            addressee=cast.body("bank-one"),
            measure=LOGINS,
            draft=draft,
            subjects=desk.asked(_IBANS[login]),
            officer=officer,
        )
    desk.submitted(cast, request, login)
    with cast.acts(_PROSECUTORS[login]) as officer:
        decide(request=request, outcome="given", officer=officer)
    with cast.acts(login) as officer:
        return taken.complaint, send(request=request, officer=officer)


def knowing(sandbox: Sandbox) -> Sandbox:
    """Return the sandbox as that of a bank that knows both accounts to be opened by one handset."""
    keys = [AccountKey(f"iban:{iban}") for iban in _IBANS.values()]
    holders = {
        key: person_number("900101", serial, is_odd=True) for serial, key in enumerate(keys, 50)
    }
    sandbox.books = replace(
        books(),
        clients={
            key: (Client(key, number, "", phone(700 + n), ""),)
            for n, (key, number) in enumerate(holders.items())
        },
        logins={
            key: (
                Login(key, _AT - 60 * DAY, "198.51.100.7", "c0000000-own-device", ""),
                Login(key, _AT + timedelta(minutes=n), "203.0.113.9", _DEVICE, ""),
            )
            for n, key in enumerate(keys)
        },
    )
    return sandbox


def reasons(cast: Cast, login: str, complaint: Complaint) -> set[str]:
    with cast.acts(login) as officer:
        return {one.reason for one in selectors.reasons_of(officer, complaint.pk)}


def test_what_a_sandbox_answers_of_log_ins_links_two_cases(
    site: Cast, bank: Program, tmp_path: Path
) -> None:
    asked = {login: complained(site, login) for login in (_ONE, _OTHER)}
    follow()
    before = [reasons(site, login, complaint) for login, (complaint, _) in asked.items()]

    knowing(sandbox_of(bank, tmp_path / "bank")).step()
    take_waiting()
    for login, (_, request) in asked.items():
        with site.acts(login) as officer:
            ingest_answer(request=request, officer=officer)
    follow()

    assert before == [set(), set()]
    for login, (complaint, request) in asked.items():
        assert reasons(site, login, complaint) == {"same_login_device"}
        with site.acts(login):
            stated = Stated.objects.filter(case=request.case_id)
            assert sorted({(one.role, one.kind) for one in stated}) == [
                ("contact", "phone"),
                ("holder", "iin"),
                ("login", "device"),
                ("login", "ip"),
            ]
            # Log-ins before the period were not asked for, and are not told.
            assert {one.value for one in stated if one.kind == "device"} == {_DEVICE}


@pytest.mark.parametrize("contours", [2], indirect=True)
def test_tables_of_a_sandbox_arrive_from_a_site_apart_too(
    site: Cast, bank: Program, tmp_path: Path
) -> None:
    _, request = complained(site, _ONE)

    knowing(sandbox_of(bank, tmp_path / "bank")).step()
    take_waiting()

    (answer,) = answers_to(request)
    assert answer.completeness == "full"
    assert set(files_of(answer)) == {"client_file.csv", "logins.csv"}
