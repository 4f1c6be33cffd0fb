"""Bodies, supervision, people, certificates."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.web.cast import Cast

from izdes.web.officers.models import Body, Supervision
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.officers.roles import BodyKind, Role, bodies_of
from izdes.web.officers.selectors import may_take
from izdes.web.officers.services.bodies import (
    BodyExists,
    Names,
    NotAnOfficeOfProsecutors,
    begin_supervision,
    end_supervision,
    found_body,
)
from izdes.web.officers.services.certificates import (
    CertificateExists,
    CertificateNeverValid,
    enter_certificate,
    require_certificate,
)
from izdes.web.officers.services.people import OfficerExists, enter_officer

_DAY = date(2026, 3, 1)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_held_in_some_kind_of_body(role: Role) -> None:
    assert bodies_of(role)
    assert BodyKind.COURT not in bodies_of(role)


def test_a_new_unit_is_seen_by_the_heads_above_it(cast: Cast) -> None:
    with cast.acts("administrator") as officer:
        body = found_body(
            code="a3",
            kind=BodyKind.POLICE_UNIT,
            names=Names("a3", "a3", "a3"),
            since=_DAY,
            region="75",
            parent=cast.body("a-hq"),
            officer=officer,
        )

    with cast.acts("head_of_unit_a_hq") as head:
        assert body.pk in units_of(head, "lead")


def test_a_code_is_given_once(cast: Cast) -> None:
    with cast.acts("administrator") as officer, pytest.raises(BodyExists):
        found_body(
            code="a1",
            kind=BodyKind.COURT,
            names=Names("x", "x", "x"),
            since=_DAY,
            officer=officer,
        )


def test_only_an_administrator_founds_a_body(cast: Cast) -> None:
    with cast.acts("head_of_unit_a_hq") as officer, pytest.raises(NotPermitted):
        found_body(
            code="new",
            kind=BodyKind.COURT,
            names=Names("x", "x", "x"),
            since=_DAY,
            officer=officer,
        )


@pytest.mark.parametrize(
    ("kind", "region", "institution"),
    [("police_unit", "7", None), ("tax_office", None, None), ("institution", None, None)],
)
def test_the_database_refuses_a_body_that_cannot_be(
    cast: Cast, kind: str, region: str | None, institution: str | None
) -> None:
    with cast.acts("administrator"), pytest.raises(DatabaseError), transaction.atomic():
        Body.objects.create(
            code="new", kind=kind, region=region, institution=institution, since=_DAY
        )


def test_supervision_ends_at_once(cast: Cast) -> None:
    supervision = Supervision.objects.using("owner").get(office__code="a1-pros")
    supervision._state.db = "default"  # noqa: SLF001 - found as the owner, ended by the office

    with cast.acts("administrator") as officer:
        end_supervision(supervision=supervision, officer=officer)

    with cast.acts("prosecutor_a1") as prosecutor:
        assert units_of(prosecutor, "supervise") == frozenset()


def test_a_police_unit_supervises_nobody(cast: Cast) -> None:
    with cast.acts("administrator") as officer, pytest.raises(NotAnOfficeOfProsecutors):
        begin_supervision(office=cast.body("a1"), body=cast.body("b1"), officer=officer)


def test_supervising_twice_is_harmless(cast: Cast) -> None:
    with cast.acts("administrator") as officer:
        office, body = cast.body("a1-pros"), cast.body("a1")

        again = begin_supervision(office=office, body=body, officer=officer)

        assert Supervision.objects.filter(office=office, body=body).get() == again


@pytest.mark.parametrize("same", [{"login": "auditor"}, {"iin": "900101900055"}])
def test_a_login_and_a_number_belong_to_one_person(cast: Cast, same: dict[str, str]) -> None:
    given = {"login": "new", "full_name": "New", "iin": cast.officer("auditor").iin} | same
    if "iin" in same:
        given["iin"] = cast.officer("auditor").iin

    with cast.acts("administrator") as officer, pytest.raises(OfficerExists):
        enter_officer(**given, officer=officer)  # type: ignore[arg-type]


def test_a_category_without_requirements_is_anybodys(cast: Cast) -> None:
    with cast.acts("investigator_a2") as officer:
        assert may_take(officer, "ordinary", _DAY)


def test_a_category_that_requires_a_certificate_is_taken_with_it(cast: Cast) -> None:
    with cast.acts("investigator_a1") as officer:
        assert may_take(officer, "crypto", _DAY)
    with cast.acts("investigator_a2") as officer:
        assert not may_take(officer, "crypto", _DAY)


def test_a_certificate_that_expires_that_day_is_none(cast: Cast) -> None:
    with cast.acts("investigator_a1") as officer:
        assert may_take(officer, "crypto", date(2039, 12, 31))
        assert not may_take(officer, "crypto", date(2040, 1, 1))


def test_what_is_required_from_a_day_was_not_required_before(cast: Cast) -> None:
    with cast.acts("administrator") as officer:
        require_certificate(category="new", area="new", since=_DAY, officer=officer)

    with cast.acts("investigator_a2") as officer:
        assert may_take(officer, "new", date(2026, 2, 28))
        assert not may_take(officer, "new", _DAY)


def test_a_certificate_is_entered_once_and_can_hold(cast: Cast) -> None:
    person = cast.officer("investigator_a2")
    with cast.acts("administrator") as officer:
        with pytest.raises(CertificateExists):
            enter_certificate(
                person=person,
                area="crypto",
                number="1",
                issued_on=_DAY,
                expires_on=date(2027, 1, 1),
                officer=officer,
            )
        with pytest.raises(CertificateNeverValid):
            enter_certificate(
                person=person,
                area="crypto",
                number="2",
                issued_on=_DAY,
                expires_on=_DAY,
                officer=officer,
            )
