"""Reach: the office and the database read the same rules, verb by verb and case by case."""

from typing import get_args

import pytest
from django.db import connection
from tests.web.cast import Cast
from tests.web.characters import CASES, NO_POST_NOW

from izdes.web.cases.models import Case
from izdes.web.cases.reach import Verb as CaseVerb
from izdes.web.cases.reach import reach_of
from izdes.web.officers.reach import (
    Verb,
    institutions_of,
    is_inside,
    may_see_cases,
    roles_of,
    units_of,
)
from izdes.web.officers.roles import Role

_JUDGED = {
    "read": "SELECT id FROM unnest(%s::bigint[]) id WHERE office_sees_case(id)",
    "write": "SELECT id FROM unnest(%s::bigint[]) id WHERE office_writes_case(id)",
    "lead": "SELECT id FROM unnest(%s::bigint[]) id WHERE office_leads_case(id)",
}


@pytest.mark.parametrize("verb", get_args(Verb))
def test_both_open_the_same_bodies(cast: Cast, verb: Verb) -> None:
    for login in cast.officers:
        with cast.acts(login) as officer:
            assert units_of(officer, verb) == _set("SELECT office_units(%s)", verb), login


@pytest.mark.parametrize("verb", get_args(CaseVerb))
def test_both_name_the_same_cases(cast: Cast, verb: CaseVerb) -> None:
    for login in cast.officers:
        with cast.acts(login) as officer:
            reach = reach_of(officer, verb)

            assert reach.named == _set("SELECT office_member_cases(%s)", verb), login


@pytest.mark.parametrize("verb", get_args(CaseVerb))
def test_both_judge_one_case_alike(cast: Cast, verb: CaseVerb) -> None:
    keys = {cast.case(number).pk for number in CASES}

    for login in cast.officers:
        with cast.acts(login) as officer:
            mine = Case.objects.filter(reach_of(officer, verb).condition())

            assert set(mine.values_list("pk", flat=True)) == _set(_JUDGED[verb], list(keys)), login


def test_both_know_the_same_roles_and_institutions(cast: Cast) -> None:
    for login in cast.officers:
        with cast.acts(login) as officer:
            held = {role for role in Role if _one("SELECT office_has_role(%s)", role)}

            assert roles_of(officer) == held, login
            assert institutions_of(officer) == _set("SELECT office_institutions()"), login
            assert is_inside(officer) == _one("SELECT office_is_inside()"), login
            assert may_see_cases(officer) == _one("SELECT office_may_see_cases()"), login


@pytest.mark.parametrize("login", NO_POST_NOW)
def test_who_holds_no_post_now_reaches_nothing(cast: Cast, login: str) -> None:
    with cast.acts(login) as officer:
        assert not any(units_of(officer, verb) for verb in get_args(Verb))


def test_an_unknown_verb_opens_nothing(cast: Cast) -> None:
    with cast.acts("hq_analyst"):
        assert _set("SELECT office_units(%s)", "everything") == set()


def _set(question: str, *given: str | list[int]) -> set[int]:
    """Return the keys that the database tells."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return {row[0] for row in cursor.fetchall()}


def _one(question: str, *given: str | list[int]) -> bool:
    """Return what the database says."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return bool(cursor.fetchone()[0])
