"""What answers state goes to linking: two cases of two regions whose money came to one holder."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from tests.adapters.statements.workbooks import book_of
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.funds.conftest import home, office, twin
from tests.web.funds.worked import take_all
from tests.web.subjects.linking.test_pages import browser, shown

from izdes.adapters.words import say
from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.core.orders.answers import AnswerFile, FileKind
from izdes.twin.numbers import account_part, iban, person_number, phone
from izdes.web.cases.models import Case
from izdes.web.cases.reports import Payment, Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import decide, ingest_answer, send, state_answer
from izdes.web.journal.models import Entry
from izdes.web.subjects.linking import identifiers, selectors
from izdes.web.subjects.linking.follow import follow
from izdes.web.subjects.linking.rebuilding import rebuild
from izdes.web.subjects.linking.services import say_of_hub
from izdes.web.subjects.linking.stating import stated_in
from izdes.web.subjects.models import Stated

__all__ = ["home", "office", "twin"]

_ONE, _OTHER = desk.LEAD, "investigator_c1"
_PROSECUTORS = {_ONE: desk.PROSECUTOR, _OTHER: "acting_prosecutor_c1"}
_IBANS = {_ONE: iban("601", account_part("000", 71)), _OTHER: iban("601", account_part("000", 72))}
_HOLDER = person_number("900101", 5, is_odd=True)
_ANOTHER = person_number("910101", 6, is_odd=True)
_AT = datetime(2026, 5, 18, 6, 0, tzinfo=UTC)
_DEVICE = "b2f0c7d1-000000000001"


class Told:
    """A case of one region with a complaint whose money went to an account of its own."""

    def __init__(self, cast: Cast, login: str) -> None:
        self.cast, self.login, self.iban = cast, login, _IBANS[login]
        self.case: Case = desk.running_case(cast, f"stated-{login}", login=login)
        with cast.acts(login) as officer:
            report = Report(
                reported_at=_AT,
                occurred_from=_AT,
                payments=(Payment(_AT, amount_minor=100_000_00, to_raw=self.iban),),
                identifiers=(GivenIdentifier("phone", phone(900 + len(login)), "victim"),),
            )
            taken = receive_complaint(
                report=report, unit=self.case.unit, officer=officer, source="desk"
            )
            join_complaint(complaint=taken.complaint, case=self.case, officer=officer)
        self.complaint = taken.complaint.pk
        self.request = self._asked()

    def _asked(self) -> Request:
        request = desk.drafted(
            self.cast, self.case, subjects=desk.asked(self.iban), login=self.login
        )
        desk.submitted(self.cast, request, self.login)
        with self.cast.acts(_PROSECUTORS[self.login]) as officer:
            decide(request=request, outcome="given", officer=officer)
        with self.cast.acts(self.login) as officer:
            request = send(request=request, officer=officer)
        return desk.accepted(self.cast, request)

    def answered(
        self,
        tables: Mapping[str, tuple[FileKind, str | bytes]],
        *,
        answer_id: str = "a-1",
        corrects: str = "",
    ) -> None:
        """Let the bank answer with tables, and the lead take the answer into the case."""
        files = {n: t.encode() if isinstance(t, str) else t for n, (_, t) in tables.items()}
        paper = replace(
            desk.answer_to(self.request, answer_id=answer_id, corrects=corrects),
            files=tuple(
                AnswerFile(n, hashlib.sha256(files[n]).hexdigest(), len(files[n]), kind, (), None)
                for n, (kind, _) in tables.items()
            ),
        )
        desk.answered(self.cast, self.request, paper, files=files)
        with self.cast.acts(self.login) as officer:
            ingest_answer(request=self.request, officer=officer)
        follow()

    def accounts(self, holder: str, **more: str) -> tuple[FileKind, str]:
        """Return a table of accounts with one holder."""
        columns = {"account": f"iban:{self.iban}", "holder_iin": holder, **more}
        return "accounts", f"{','.join(columns)}\n{','.join(columns.values())}\n"

    def logins(self, *, ip: str = "", device: str = "", days: int = 0) -> tuple[FileKind, str]:
        """Return a table of one log-in, some days after the complaint's moment."""
        at = (_AT + timedelta(days=days)).isoformat()
        return "logins", f"account,at,ip,device\niban:{self.iban},{at},{ip},{device}\n"

    def possible(self) -> list[tuple[int | None, tuple[str, ...]]]:
        """Return what may join the complaint's series, as its lead is told."""
        with self.cast.acts(self.login) as officer:
            found = selectors.possible_of(officer, self.complaint)
            return [(one.complaint, one.kinds) for one in found]

    def reasons(self) -> set[str]:
        """Return why the complaint's series holds together, as its lead is told."""
        with self.cast.acts(self.login) as officer:
            return {one.reason for one in selectors.reasons_of(officer, self.complaint)}


@pytest.fixture
def both(linked: Cast) -> tuple[Told, Told]:
    """Return two cases of two regions that have nothing in common yet."""
    return Told(linked, _ONE), Told(linked, _OTHER)


def test_one_holder_of_two_receiving_accounts_is_proposed(both: tuple[Told, Told]) -> None:
    one, other = both
    assert (one.possible(), other.possible()) == ([], [])

    for case in both:
        case.answered({"accounts.csv": case.accounts(_HOLDER)})

    # Of a complaint elsewhere only its unit is told.
    assert one.possible() == [(None, ("holder",))]
    assert other.possible() == [(None, ("holder",))]


def test_accounts_opened_from_one_device_are_linked_and_it_is_said_why(
    both: tuple[Told, Told],
) -> None:
    one, _ = both

    for case in both:
        case.answered({"logins.csv": case.logins(device=_DEVICE)})

    assert one.reasons() == {"same_login_device"}
    with one.cast.acts(_ONE) as officer:
        found = selectors.series_of(officer, one.complaint)
        assert found is not None
        assert [m.complaint for m in found.seen] == [one.complaint]
        assert [(e.unit, e.members) for e in found.elsewhere] == [(one.cast.body("c1").pk, 1)]


def test_a_workbook_of_log_ins_links_as_the_same_csv_does(both: tuple[Told, Told]) -> None:
    one, other = both
    kind, text = other.logins(device=_DEVICE)

    one.answered({"logins.csv": one.logins(device=_DEVICE)})
    other.answered({"Кіру.xlsx": (kind, book_of([line.split(",") for line in text.splitlines()]))})

    assert (one.reasons(), other.reasons()) == ({"same_login_device"}, {"same_login_device"})


def test_one_address_of_logins_proposes_and_links_nobody(both: tuple[Told, Told]) -> None:
    one, _ = both

    for case in both:
        case.answered({"logins.csv": case.logins(ip="203.0.113.9")})

    assert one.possible() == [(None, ("login_ip",))]
    assert one.reasons() == set()


def test_holder_device_and_address_of_one_login_count_once(both: tuple[Told, Told]) -> None:
    one, _ = both

    for case in both:
        tables = {
            "accounts.csv": case.accounts(_HOLDER, phone=phone(555)),
            "logins.csv": case.logins(ip="203.0.113.9", device=_DEVICE),
        }
        case.answered(tables)

    with one.cast.acts(_ONE) as officer:
        (link,) = selectors.reasons_of(officer, one.complaint)
    assert (link.reason, link.evidence) == ("same_phone", link.milli)


def test_a_log_in_long_before_the_money_came_says_nothing(both: tuple[Told, Told]) -> None:
    one, other = both
    one.answered({"logins.csv": one.logins(device=_DEVICE)})
    other.answered({"logins.csv": other.logins(device=_DEVICE, days=-40)})

    assert (one.reasons(), one.possible()) == (set(), [])


def test_a_corrected_answer_takes_back_what_it_stated(both: tuple[Told, Told]) -> None:
    one, other = both
    for case in both:
        case.answered({"logins.csv": case.logins(device=_DEVICE)})
    assert other.reasons()

    one.answered(
        {"logins.csv": one.logins(device="d5000000-1234")}, answer_id="a-2", corrects="a-1"
    )

    assert (one.reasons(), other.reasons()) == (set(), set())
    with one.cast.acts(_ONE):
        stated = Stated.objects.filter(case=one.case)
        assert stated.get(retracted_at__isnull=True).value == "d5000000-1234"
        assert stated.get(retracted_at__isnull=False).value == _DEVICE


def test_an_answer_read_twice_states_once(both: tuple[Told, Told]) -> None:
    one, _ = both
    one.answered({"accounts.csv": one.accounts(_HOLDER)})

    with one.cast.acts(_ONE) as officer:
        assert state_answer(request=one.request, officer=officer) == 0
        assert Stated.objects.filter(case=one.case).count() == 1
        assert Entry.objects.filter(event="request.stated").count() == 1


def test_what_is_stated_is_seen_with_the_case_alone(both: tuple[Told, Told]) -> None:
    one, _ = both
    one.answered({"accounts.csv": one.accounts(_HOLDER)})

    with one.cast.acts(_ONE) as officer:
        (view,) = stated_in(officer, one.case.pk)
        known = identifiers.matches_of(officer, "iin", _HOLDER)
    assert (view.account, view.role, view.value) == (f"iban:{one.iban}", "holder", _HOLDER)
    assert view.complaints == 1
    assert (known.complaints, known.seen) == (1, 1)
    with one.cast.acts(_OTHER) as officer:
        assert stated_in(officer, one.case.pk) == ()
        assert not Stated.objects.filter(case=one.case).exists()
        known = identifiers.matches_of(officer, "iin", _HOLDER)
    assert (known.complaints, known.seen, known.units) == (1, 0, (one.cast.body("a1").pk,))


def test_the_tab_of_identifiers_names_the_answer_as_the_source(both: tuple[Told, Told]) -> None:
    one, _ = both
    one.answered({"accounts.csv": one.accounts(_HOLDER)})

    page = shown(browser(one.cast, _ONE).get(f"/cases/{one.case.pk}/identifiers/"))

    assert say("case_stated_role_holder", "kk") in page
    assert one.request.number in page
    assert _HOLDER in page


def test_the_page_of_a_series_says_of_holders_why_it_may_join(both: tuple[Told, Told]) -> None:
    one, _ = both
    for case in both:
        case.answered({"accounts.csv": case.accounts(_HOLDER)})

    page = shown(browser(one.cast, _ONE).get(f"/series/{one.complaint}/"))

    assert say("same_holder", "kk") in page


def test_a_complaint_that_leaves_the_case_leaves_what_is_stated_there(
    both: tuple[Told, Told],
) -> None:
    one, other = both
    for case in both:
        case.answered({"logins.csv": case.logins(device=_DEVICE)})

    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_complaint SET case_id = NULL WHERE id = %s", [one.complaint])
    follow()

    assert other.reasons() == set()


def test_an_account_of_several_holders_names_none(both: tuple[Told, Told]) -> None:
    one, other = both
    one.answered(
        {"a.csv": one.accounts(_HOLDER), "b.csv": one.accounts(_ANOTHER)},
    )
    other.answered({"accounts.csv": other.accounts(_HOLDER)})

    assert one.possible() == []


def test_an_analysts_word_on_an_address_keeps_it_from_proposing(both: tuple[Told, Told]) -> None:
    one, _ = both
    for case in both:
        case.answered({"logins.csv": case.logins(ip="203.0.113.9")})

    with one.cast.acts("hq_analyst") as officer:
        say_of_hub(
            kind="login_ip",
            value="203.0.113.9",
            verdict="hub",
            reason="The bank's own address",
            officer=officer,
        )
    follow()

    assert one.possible() == []


def test_everybody_linked_anew_is_as_he_was_linked_one_by_one(both: tuple[Told, Told]) -> None:
    one, _ = both
    for case in both:
        case.answered(
            {
                "accounts.csv": case.accounts(_HOLDER),
                "logins.csv": case.logins(device=_DEVICE, ip="203.0.113.9"),
            }
        )
    before = one.reasons()

    rebuild()

    assert one.reasons() == before == {"same_login_device"}


def test_headings_of_statements_state_holders_where_the_trace_led(office: Cast, twin: Path) -> None:
    case = take_all(office, "investigator_a1", "money", twin)
    follow()

    with office.acts("investigator_a1") as officer:
        views = stated_in(officer, case.pk)
    reached = {view.value for view in views if view.role == "holder" and view.complaints}
    assert reached
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT node.value FROM linking.node JOIN linking.kind "
            "ON kind.number = node.kind AND kind.name = 'holder' "
            "JOIN linking.naming ON naming.node = node.number"
        )
        named = {value.removeprefix("iin:").removeprefix("bin:") for (value,) in cursor.fetchall()}
    # Of an account with several holders none is named, and a victim's own account states nothing.
    assert named <= {view.value for view in views if view.role == "holder"}
    assert named
