import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.messages.packed import a_package
from tests.adapters.signatures.office import CHECKED_AT, trust, wrong
from tests.core.orders.papers import a_sanction, an_order

from izdes.adapters.messages.faults import MessageUnreadable
from izdes.adapters.messages.package import (
    Package,
    package_bytes,
    package_name,
    read_package,
)
from izdes.adapters.signatures.interface import OfflineVerifier
from izdes.core.errors import IzdesError
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.subjects import Subject

BYTES = package_bytes(a_package())


def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BYTES)
    return found


def verified(package: Package) -> VerificationReport:
    order, decision = package.signed()
    return OfflineVerifier(trust()).verify(order, decision, at=CHECKED_AT)


def test_a_package_comes_back_as_it_was() -> None:
    assert read_package(BYTES) == a_package()


def test_a_package_in_another_layout_is_the_same_package() -> None:
    laid_out = json.dumps(told(), indent=3, sort_keys=False, ensure_ascii=True).encode()

    assert read_package(laid_out) == a_package()


def test_the_signatures_of_a_package_hold() -> None:
    assert verified(read_package(BYTES)).is_accepted


def test_a_changed_order_inside_a_package_is_noticed() -> None:
    changed = told()
    changed["order"]["basis"] = "Басқа негіз."

    report = verified(read_package(json.dumps(changed).encode()))

    assert {"sign_content_differs", "sign_decision_other_order"} <= wrong(report)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_an_order_of_an_impossible_day_is_verified_without_a_crash(year: str) -> None:
    changed = told()
    changed["order"]["made_at"] = f"{year}-01-01T00:00:00.000000Z"

    report = verified(read_package(json.dumps(changed).encode()))

    assert "sign_content_differs" in wrong(report)


def test_a_package_without_its_decision_holds_only_for_the_order() -> None:
    alone = replace(
        a_package(),
        decision=None,
        signatures=tuple(s for s in a_package().signatures if s.paper == "order"),
    )

    assert read_package(package_bytes(alone)).signed()[1] is None


def test_only_what_was_sanctioned_is_owed() -> None:
    first = an_order().subjects[0]
    part = replace(
        a_sanction(an_order()),
        outcome="given_in_part",
        grounds=("too_wide",),
        why="Біреуі жеткілікті.",
        subjects=(first,),
    )

    assert replace(a_package(), decision=part).owed.subjects == (first,)


@given(place=st.integers(0, len(BYTES) - 1), mask=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_noticed(place: int, mask: int) -> None:
    changed = bytearray(BYTES)
    changed[place] ^= mask

    try:
        found = read_package(bytes(changed))
    except IzdesError:
        return

    unsigned = (found.journal_head, found.notes) != (a_package().journal_head, a_package().notes)
    assert unsigned or found != a_package()


@given(st.binary(max_size=300))
def test_bytes_that_are_no_package_are_refused_by_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(IzdesError):
        read_package(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(name=st.sampled_from(sorted(told())), value=_JSON)
def test_a_field_of_any_other_shape_is_refused_by_an_error_of_ours(
    name: str, value: object
) -> None:
    try:
        found = read_package(json.dumps(told() | {name: value}).encode())
    except IzdesError:
        return

    assert json.loads(package_bytes(found))[name] == value


@pytest.mark.parametrize(
    "change",
    [
        {"signatures": [{"paper": "order", "form": "cades", "value": "", "stamp": ""}]},
        {"signatures": [{"paper": "order", "form": "cades", "value": "!", "stamp": ""}]},
        {"signatures": [{"paper": "order", "form": "cades", "value": "QR==", "stamp": ""}]},
        {"signatures": [{"paper": "report", "form": "cades", "value": "QQ==", "stamp": ""}]},
        {"signatures": [{"paper": "order", "form": "xml", "value": "QQ==", "stamp": ""}]},
        {"signatures": [{"paper": "order", "form": "cades", "value": "QQ=="}]},
        {"signatures": [None] * 17},
        {"notes": {"a": 1}},
        {"notes": {"a": "x" * 4_001}},
        {"journal_head": "\ud800"},
        {"format": "izdes.package.2"},
        {"more": 1},
    ],
)
def test_a_package_with_anything_else_in_it_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(MessageUnreadable):
        read_package(json.dumps(told() | change).encode())


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(MessageUnreadable):
        read_package(BYTES[:-1] + b',"notes":{}}')


def test_a_package_without_end_is_refused() -> None:
    with pytest.raises(MessageUnreadable):
        read_package(b" " * 12_000_001)


def test_a_stamp_travels_with_its_signature() -> None:
    first, *rest = a_package().signatures
    stamped = replace(a_package(), signatures=(replace(first, stamp=b"tsr"), *rest))

    assert read_package(package_bytes(stamped)).signed()[0].signatures[0].stamp == b"tsr"
    assert base64.b64encode(b"tsr") in package_bytes(stamped)


@given(st.text(max_size=20))
def test_a_number_becomes_a_name_that_leads_nowhere(number: str) -> None:
    name = package_name(number)

    assert name.endswith(".package.json")
    assert not {"/", "\\", "\0"} & {*name}


def test_an_order_about_any_account_is_carried_too() -> None:
    holder = an_order().initiator.iin
    order = replace(an_order(), subjects=(Subject("any_account", holder, most_minor=1),))
    package = Package(order, None, ())

    assert read_package(package_bytes(package)) == package
