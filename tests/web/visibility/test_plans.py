"""Lists of fifty among a hundred thousand cases: found by indexes, touching few pages."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from izdes.web.acting import acting
from izdes.web.cases.selectors import (
    cases_visible_to,
    complaints_visible_to,
    mentions_visible_to,
)
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.officers.models import Officer

# Touches of the database's pages, the same page counted each time. A complaint is asked for its
# case one by one: whoever sees one of two hundred touches thousands before he has fifty.
_MOST_TOUCHED = {"cases": 900, "mentions": 900, "requests": 6_000, "complaints": 50_000}
# What the server looks up for itself, after its own housekeeping has changed what it knows of a
# table, counts as touched too: the least of some tries is what the list costs.
_TRIES = 3
_COUNTRY = """
INSERT INTO officers_body
    (kind, code, name_kk, name_ru, name_en, region, district, parent_id, since)
    VALUES ('police_hq', 'centre', '', '', '', NULL, '', NULL, now());
INSERT INTO officers_body
    (kind, code, name_kk, name_ru, name_en, region, district, parent_id, since)
    SELECT 'police_hq', 'hq' || r, '', '', '', lpad(r::text, 2, '0'), '', 1, now()
    FROM generate_series(1, 20) r;
INSERT INTO officers_body
    (kind, code, name_kk, name_ru, name_en, region, district, parent_id, since)
    SELECT 'police_unit', 'u' || r || '-' || k, '', '', '', lpad(r::text, 2, '0'), '', h.id, now()
    FROM generate_series(1, 20) r JOIN officers_body h ON h.code = 'hq' || r,
        generate_series(1, 12) k;
INSERT INTO officers_body (kind, code, name_kk, name_ru, name_en, region, district, since)
    SELECT 'prosecutor_office', 'p' || r, '', '', '', lpad(r::text, 2, '0'), '', now()
    FROM generate_series(1, 20) r;
INSERT INTO officers_supervision (office_id, body_id, since)
    SELECT p.id, h.id, now() FROM officers_body p
    JOIN officers_body h ON h.code = 'hq' || substr(p.code, 2) WHERE p.kind = 'prosecutor_office';
INSERT INTO officers_officer (login, password, full_name, language, is_active)
    SELECT o, '!', o, 'kk', true FROM unnest(ARRAY[
        'investigator', 'prosecutor', 'hq_analyst', 'head_of_unit', 'one', 'two']) o;
INSERT INTO officers_post
    (officer_id, body_id, role, since, ground, state, proposed_by_id, decided_by_id, decided_at)
    SELECT o.id, b.id, o.login, now(), '', 'confirmed', one.id, two.id, now()
    FROM officers_officer o JOIN officers_body b ON (o.login, b.code) IN (
        ('investigator', 'u3-5'), ('prosecutor', 'p3'), ('hq_analyst', 'centre'),
        ('head_of_unit', 'hq3'))
    JOIN officers_officer one ON one.login = 'one' JOIN officers_officer two ON two.login = 'two';
INSERT INTO cases_case (number, unit_id, registered_at, form, state, category, is_sealed)
    SELECT i, u.ids[1 + i * 7919 % 240], now() - i * interval '1 minute',
        'x', 'x', 'x', i % 200 = 0
    FROM generate_series(1, 100000) i,
        (SELECT array_agg(id) AS ids FROM officers_body WHERE kind = 'police_unit') u;
INSERT INTO cases_complaint
    (receipt, code_digest, unit_id, case_id, region, received_at, language, narrative_digest)
    SELECT number, '', unit_id, CASE WHEN id % 10 > 0 THEN id END, '', registered_at, 'kk', ''
    FROM cases_case;
INSERT INTO cases_member (case_id, officer_id, kind, ground, since)
    SELECT c.id, o.id, 'lead', '', now() FROM cases_case c JOIN officers_officer o
    ON o.login = CASE WHEN c.id % 1000 = 0 THEN 'investigator' ELSE 'one' END;
INSERT INTO correspondence_request (number, case_id, addressee_id, measure, state)
    SELECT number, id, 1, 'x', 'draft' FROM cases_case;
INSERT INTO subjects_identifier (kind, value)
    SELECT 'phone', i::text FROM generate_series(1, 50000) i;
INSERT INTO subjects_mention (identifier_id, complaint_id, raw, role, certainty, at)
    SELECT i.id, c.id, '', 'unknown', 'certain', now() FROM cases_complaint c
    JOIN subjects_identifier i ON i.value = (1 + c.id % 50000)::text;
ANALYZE;
"""


@pytest.fixture
def country(committed_db: str) -> None:
    """Give a hundred thousand cases in twenty regions."""
    del committed_db
    with connections["owner"].cursor() as cursor:
        cursor.execute(_COUNTRY)


@pytest.mark.usefixtures("country")
def test_lists_of_fifty_are_found_by_indexes() -> None:
    found = {
        (login, name): _least(_explained(login, name) for _ in range(_TRIES))
        for login in ("investigator", "prosecutor", "head_of_unit", "hq_analyst")
        for name in ("cases", "complaints", "requests", "mentions")
    }

    too_many = {
        (login, name): touched
        for (login, name), (_, touched) in found.items()
        if touched > _MOST_TOUCHED[name]
    }
    walked_through = {what: walked for what, (walked, _) in found.items() if walked}
    assert (too_many, walked_through) == ({}, {})


def _least(tries: Iterable[tuple[set[str], int]]) -> tuple[set[str], int]:
    """Return all tables that some try walks through, and the fewest pages that one touches."""
    found = list(tries)
    return set().union(*(walked for walked, _ in found)), min(touched for _, touched in found)


def _explained(login: str, name: str) -> tuple[set[str], int]:
    """Return the large tables that a list walks through in full, and the pages it touches."""
    with acting(_key(login)), connection.cursor() as cursor:
        sql, given = _list(login, name).query.sql_with_params()
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", given)
        plan = cursor.fetchone()[0][0]["Plan"]
    return _walked(plan), plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def _list(login: str, name: str) -> QuerySet[Any]:
    """Return a list as a page would ask for it."""
    officer = Officer.objects.get(login=login)
    if name == "cases":
        return cases_visible_to(officer).order_by("-registered_at", "-id")[:50]
    if name == "complaints":
        return complaints_visible_to(officer).order_by("-received_at", "-id")[:50]
    if name == "requests":
        return requests_visible_to(officer).order_by("-id")[:50]
    return mentions_visible_to(officer).filter(identifier__kind="phone", identifier__value="7")


def _walked(plan: dict[str, Any]) -> set[str]:
    """Return the large tables that a plan walks through from one end to the other."""
    own = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    small = {"officers_body", "officers_post", "officers_officer", "officers_supervision"}
    return (own - small).union(*(_walked(part) for part in plan.get("Plans", [])))


def _key(login: str) -> int:
    """Return the key of an officer."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM officers_officer WHERE login = %s", [login])
        return int(cursor.fetchone()[0])
