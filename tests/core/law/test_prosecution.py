from datetime import date

import pytest

from izdes.core.law.pack import norms
from izdes.core.law.prosecution import Form, Order, form_of, investigated_by, prosecution_of
from izdes.core.law.qualification import Facts, suggest
from izdes.core.law.release import packaged_pack

DAY = date(2026, 5, 21)


@pytest.mark.parametrize(
    ("article", "part", "order"),
    [
        ("190", "1", "private_public"),
        ("190", "2", "public"),
        ("190", "3", "public"),
        ("190", "4", "public"),
        ("187", "1", "private_public"),
        ("187", "2", "private_public"),
        ("188", "1", "public"),
        ("188", "2", "public"),
        ("189", "2", "private_public"),
        ("189", "3", "public"),
        ("205", "1", "private_public"),
        ("209", "1", "private_public"),
        ("210", "1", "public"),
        ("211", "1", "private_public"),
        ("232-1", "1", "public"),
        ("217", "1", "public"),
        ("147", "1", "private"),
        ("147", "3", "public"),
        ("152", "1", "private"),
        ("152", "3", "private_public"),
    ],
)
def test_each_part_is_prosecuted_in_its_own_order(article: str, part: str, order: Order) -> None:
    found = prosecution_of(article, part, on=DAY)

    assert found.order == order
    assert found.needs_complaint == (order != "public")
    assert found.clock == ("" if order == "public" else "DL_COMPLAINT_ABSENT_3D")


@pytest.mark.parametrize(
    ("article", "part", "point", "where", "bodies"),
    [
        ("190", "1", "", [], [("police", "economic")]),
        ("190", "2", "4", [], [("police",)]),
        ("190", "3", "3", [], [("police",)]),
        ("190", "3", "2", [], [("anticorruption",)]),
        ("190", "4", "1", [], [("police",)]),
        ("190", "4", "1", ["official"], [("anticorruption",)]),
        ("190", "3", "1", ["state_damage"], [("economic",)]),
        ("188", "2", "4", [], [("police",)]),
        ("187", "1", "", [], [("police",)]),
        ("232-1", "1", "", [], [("police", "economic")]),
        ("232-1", "7", "", [], [("police", "economic")]),
        ("217", "2", "1", [], [("police", "economic")]),
        ("217", "2", "1", ["business"], [("economic",)]),
        ("218", "1", "", [], [("police", "security", "anticorruption", "economic")]),
        ("205", "3", "", [], [("police",)]),
        ("205", "3", "", ["critical_infrastructure"], [("police",), ("security",)]),
        ("999", "1", "", [], []),
    ],
)
def test_each_article_has_its_investigators(
    article: str, part: str, point: str, where: list[str], bodies: list[tuple[str, ...]]
) -> None:
    found = investigated_by(article, part, point, where=where, on=DAY)

    assert [hint.bodies for hint in found] == bodies


@pytest.mark.parametrize(
    ("article", "part", "is_known", "form"),
    [
        ("190", "1", True, "inquiry"),
        ("190", "1", False, "investigation"),
        ("190", "2", False, "investigation"),
        ("232-1", "1", True, "protocol"),
        ("188", "1", False, "investigation"),
    ],
)
def test_an_inquiry_needs_a_known_offender(
    article: str, part: str, form: Form, *, is_known: bool
) -> None:
    (hint,) = investigated_by(article, part, on=DAY)

    assert form_of(hint, is_offender_known=is_known) == form


def test_what_is_suggested_has_an_order_and_an_investigator() -> None:
    (found,) = suggest(Facts("taking", DAY, 10**8, means="deceived_online", group="none"))
    (norm,) = found.points

    assert prosecution_of(norm.article, norm.part, on=DAY).order == "public"
    assert investigated_by(norm.article, norm.part, norm.point, on=DAY)


def test_no_part_is_both_private_and_private_public() -> None:
    data = packaged_pack().tables["prosecution.yaml"]
    listed = [
        (line["article"], part)
        for name in ("private", "private_public")
        for line in data[name]
        for part in line["parts"] or ["*"]
    ]

    assert len(listed) == len(set(listed))
    assert {line["norm"] for line in (*data["jurisdiction"], *data["orders"])} <= set(norms())
