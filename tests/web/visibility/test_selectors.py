"""Selectors filter by themselves: asked where no policy is, they tell what policies let."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, ModuleType
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Q, QuerySet
from tests.web.cast import Cast

from izdes.web.acting import acting
from izdes.web.cases import scopes as case_scopes
from izdes.web.cases import selectors as cases
from izdes.web.correspondence import scopes as correspondence_scopes
from izdes.web.correspondence import selectors as correspondence
from izdes.web.funds import scopes as funds_scopes
from izdes.web.funds import visible as funds
from izdes.web.investigation import scopes as course_scopes
from izdes.web.investigation import visible as course
from izdes.web.law import scopes as law_scopes
from izdes.web.law import selectors as law
from izdes.web.loop import scopes as loop_scopes
from izdes.web.loop import selectors as loop
from izdes.web.officers import scopes as officer_scopes
from izdes.web.officers import selectors as officers
from izdes.web.officers.models import Officer
from izdes.web.papers import scopes as paper_scopes
from izdes.web.papers import selectors as papers
from izdes.web.reception import selectors as reception

_Selector = Callable[[Officer], QuerySet[Any]]
_SELECTORS: Mapping[str, _Selector] = MappingProxyType(
    {
        "cases_case": cases.cases_visible_to,
        "cases_complaint": cases.complaints_visible_to,
        "cases_episode": cases.episodes_visible_to,
        "cases_applicant": cases.applicants_visible_to,
        "cases_name_token": cases.name_tokens_visible_to,
        "cases_payment": cases.payments_visible_to,
        "cases_loan": cases.loans_visible_to,
        "reception_addition": reception.additions_visible_to,
        "reception_signature": reception.signatures_visible_to,
        "reception_return": reception.returns_visible_to,
        "cases_attachment": cases.attachments_visible_to,
        "cases_outcome": cases.outcomes_visible_to,
        "cases_member": cases.members_visible_to,
        "cases_access_request": cases.access_requests_visible_to,
        "cases_grant": cases.grants_visible_to,
        "subjects_identifier": cases.identifiers_visible_to,
        "subjects_mention": cases.mentions_visible_to,
        "subjects_lookup": cases.lookups_visible_to,
        "subjects_stated": cases.stated_visible_to,
        "funds_answer": funds.answers_visible_to,
        "funds_case_answer": funds.case_answers_visible_to,
        "funds_statement": funds.statements_visible_to,
        "funds_row": funds.rows_visible_to,
        "funds_fault": funds.faults_visible_to,
        "funds_alias": funds.aliases_visible_to,
        "funds_correction": funds.corrections_visible_to,
        "funds_tracing": funds.tracings_visible_to,
        "funds_trace": funds.traces_visible_to,
        "funds_claim": funds.claims_visible_to,
        "funds_place": funds.places_visible_to,
        "funds_account": funds.accounts_visible_to,
        "funds_transfer": funds.transfers_visible_to,
        "funds_hop": funds.hops_visible_to,
        "funds_ending": funds.endings_visible_to,
        "funds_next_step": funds.next_steps_visible_to,
        "investigation_confirmation": course.confirmations_visible_to,
        "investigation_copy": course.copies_visible_to,
        "investigation_movement": course.movements_visible_to,
        "investigation_note": course.notes_visible_to,
        "investigation_qualification": course.qualifications_visible_to,
        "investigation_recording": course.recordings_visible_to,
        "investigation_returned_number": course.returned_numbers_visible_to,
        "investigation_task": course.tasks_visible_to,
        "investigation_term_decree": course.term_decrees_visible_to,
        "investigation_victim": course.victims_visible_to,
        "papers_paper": papers.papers_visible_to,
        "correspondence_request": correspondence.requests_visible_to,
        "correspondence_subject": correspondence.subjects_visible_to,
        "correspondence_signature": correspondence.signatures_visible_to,
        "correspondence_verification": correspondence.verifications_visible_to,
        "correspondence_decision": correspondence.decisions_visible_to,
        "correspondence_receipt": correspondence.receipts_visible_to,
        "correspondence_answer": correspondence.answers_visible_to,
        "correspondence_answer_file": correspondence.answer_files_visible_to,
        "correspondence_answer_subject": correspondence.answer_subjects_visible_to,
        "correspondence_hold": correspondence.holds_visible_to,
        "correspondence_notice": correspondence.notices_visible_to,
        "correspondence_dismissal": correspondence.dismissals_visible_to,
        "correspondence_score_note": correspondence.score_notes_visible_to,
        "correspondence_block": correspondence.blocks_visible_to,
        "correspondence_enclosure": correspondence.enclosures_visible_to,
        "correspondence_signal": correspondence.signals_visible_to,
        "loop_plan": loop.plans_visible_to,
        "loop_spot": loop.spots_visible_to,
        "loop_stop": loop.stops_visible_to,
        "loop_proposed": loop.proposed_visible_to,
        "loop_rules": loop.rules_visible_to,
        "officers_body": officers.bodies_visible_to,
        "officers_supervision": officers.supervisions_visible_to,
        "officers_officer": officers.officers_visible_to,
        "officers_post": officers.posts_visible_to,
        "officers_certificate": officers.certificates_visible_to,
        "officers_requirement": officers.requirements_visible_to,
        "law_pack": law.packs_visible_to,
        "law_text": law.texts_visible_to,
        "law_override": law.overrides_visible_to,
        "law_withdrawal": law.withdrawals_visible_to,
        "law_edition": law.editions_visible_to,
        "law_edition_override": law.edition_overrides_visible_to,
    }
)
_FILTERS: tuple[tuple[str, ModuleType, str], ...] = (
    ("cases_case", case_scopes, "cases"),
    ("cases_complaint", case_scopes, "complaints"),
    ("cases_episode", case_scopes, "of_cases"),
    ("cases_applicant", case_scopes, "of_complaints"),
    ("cases_name_token", case_scopes, "of_complaints"),
    ("cases_payment", case_scopes, "of_complaints"),
    ("cases_loan", case_scopes, "of_complaints"),
    ("reception_addition", case_scopes, "of_complaints"),
    ("reception_signature", case_scopes, "of_complaints"),
    ("reception_return", case_scopes, "of_complaints"),
    ("cases_attachment", case_scopes, "of_complaints"),
    ("cases_outcome", case_scopes, "outcomes"),
    ("cases_member", case_scopes, "of_cases"),
    ("cases_access_request", case_scopes, "access_requests"),
    ("cases_grant", case_scopes, "grants"),
    ("subjects_identifier", case_scopes, "identifiers"),
    ("subjects_mention", case_scopes, "mentions"),
    ("subjects_lookup", case_scopes, "of_cases"),
    ("subjects_stated", case_scopes, "of_cases"),
    ("funds_answer", funds_scopes, "answers"),
    ("funds_case_answer", funds_scopes, "of_cases"),
    ("funds_statement", funds_scopes, "of_answers"),
    ("funds_row", funds_scopes, "of_statements"),
    ("funds_fault", funds_scopes, "of_answers"),
    ("funds_alias", funds_scopes, "of_statements"),
    ("funds_correction", funds_scopes, "of_cases"),
    ("funds_tracing", funds_scopes, "of_cases"),
    ("funds_trace", funds_scopes, "of_cases"),
    ("funds_claim", funds_scopes, "of_traces"),
    ("funds_place", funds_scopes, "of_traces"),
    ("funds_account", funds_scopes, "named_in_traces"),
    ("funds_transfer", funds_scopes, "named_in_traces"),
    ("funds_hop", funds_scopes, "of_traces"),
    ("funds_ending", funds_scopes, "of_traces"),
    ("funds_next_step", funds_scopes, "of_traces"),
    ("investigation_confirmation", course_scopes, "of_cases"),
    ("investigation_copy", course_scopes, "of_cases"),
    ("investigation_movement", course_scopes, "of_cases"),
    ("investigation_note", course_scopes, "of_cases"),
    ("investigation_qualification", course_scopes, "of_cases"),
    ("investigation_recording", course_scopes, "of_cases"),
    ("investigation_returned_number", course_scopes, "of_cases"),
    ("investigation_task", course_scopes, "of_cases"),
    ("investigation_term_decree", course_scopes, "of_cases"),
    ("investigation_victim", course_scopes, "of_cases"),
    ("papers_paper", paper_scopes, "papers"),
    ("correspondence_request", correspondence_scopes, "requests"),
    ("correspondence_subject", correspondence_scopes, "of_requests"),
    ("correspondence_signature", correspondence_scopes, "of_requests"),
    ("correspondence_verification", correspondence_scopes, "of_requests"),
    ("correspondence_decision", correspondence_scopes, "of_requests"),
    ("correspondence_receipt", correspondence_scopes, "of_requests"),
    ("correspondence_answer", correspondence_scopes, "of_requests"),
    ("correspondence_answer_file", correspondence_scopes, "of_answers"),
    ("correspondence_answer_subject", correspondence_scopes, "of_answers"),
    ("correspondence_hold", correspondence_scopes, "of_requests"),
    ("correspondence_notice", correspondence_scopes, "notices"),
    ("correspondence_dismissal", correspondence_scopes, "notices"),
    ("correspondence_score_note", correspondence_scopes, "of_requests"),
    ("correspondence_block", correspondence_scopes, "blocks"),
    ("correspondence_enclosure", correspondence_scopes, "of_requests"),
    ("correspondence_signal", correspondence_scopes, "signals"),
    ("loop_plan", loop_scopes, "plans"),
    ("loop_spot", loop_scopes, "of_plans"),
    ("loop_stop", loop_scopes, "of_plans"),
    ("loop_proposed", loop_scopes, "of_plans"),
    ("loop_rules", loop_scopes, "rules"),
    ("officers_body", officer_scopes, "bodies"),
    ("officers_supervision", officer_scopes, "supervisions"),
    ("officers_officer", officer_scopes, "officers"),
    ("officers_post", officer_scopes, "posts"),
    ("officers_certificate", officer_scopes, "certificates"),
    ("officers_requirement", officer_scopes, "requirements"),
    ("law_pack", law_scopes, "packs"),
    ("law_text", law_scopes, "texts"),
    ("law_override", law_scopes, "overrides"),
    ("law_withdrawal", law_scopes, "withdrawals"),
    ("law_edition", law_scopes, "editions"),
    ("law_edition_override", law_scopes, "editions"),
)


@pytest.mark.parametrize("table", _SELECTORS)
def test_a_selector_and_the_policies_let_everybody_see_the_same(cast: Cast, table: str) -> None:
    different = _different(cast, table)

    assert not different


@pytest.mark.parametrize("table", _SELECTORS)
def test_a_selector_behind_the_policies_loses_nothing(cast: Cast, table: str) -> None:
    # A join to a row that is not seen would drop one that is.
    for login in cast.officers:
        with cast.acts(login) as officer:
            told = set(_SELECTORS[table](officer).values_list("pk", flat=True))

        assert told == _by_policies(cast, table, login), login


@pytest.mark.parametrize(("table", "module", "name"), _FILTERS)
def test_a_selector_without_its_filter_is_caught(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, table: str, module: ModuleType, name: str
) -> None:
    monkeypatch.setattr(module, name, _no_filter)

    different = _different(cast, table)

    assert different


def test_every_selector_is_tried_without_its_filter() -> None:
    assert {table for table, _, _ in _FILTERS} == set(_SELECTORS)


def _different(cast: Cast, table: str) -> set[str]:
    """Return who is told something else by the selector than by the policies."""
    return {
        login
        for login in cast.officers
        if _by_policies(cast, table, login) != _by_selector(cast, table, login)
    }


def _by_policies(cast: Cast, table: str, login: str) -> set[int]:
    """Return the keys that raw SQL tells under the office's login."""
    with acting(cast.officers[login]), connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")  # noqa: S608 - the tables are ours
        return {row[0] for row in cursor.fetchall()}


def _by_selector(cast: Cast, table: str, login: str) -> set[int]:
    """Return the keys that the selector tells where no policy stands in its way."""
    with _no_policies():
        return set(_SELECTORS[table](cast.officer(login)).values_list("pk", flat=True))


@contextmanager
def _no_policies() -> Iterator[None]:
    """Let the office's connection be the owner's, who is exempt from policies."""
    office = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = office


def _no_filter(officer: Officer) -> Q:
    """Return a condition that lets everything through."""
    del officer
    return Q()
