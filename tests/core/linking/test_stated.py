"""What answers state counts once, belongs to its time, and never joins by an address."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.explaining.agreements import agreements_of
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.joint import joint_of, joints_among, parts_of
from izdes.core.linking.kinds import JOINT, packaged
from izdes.core.linking.mentions import Mention, Node, once
from izdes.core.linking.series import link_mentions
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.stated import (
    LOGIN_WINDOW,
    MOST_CONTACTS,
    MOST_DEVICES,
    Stated,
    device_of,
    is_nobodys,
    own_nodes,
    read_weighed,
    stated_mentions,
)
from izdes.core.linking.traits import traits_of

_AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
_ONE, _OTHER = ComplaintId("one"), ComplaintId("other")
_NOTHING = Snapshot(2, {})
_ACCOUNT = "iban:KZ091010000000000001"
_NODE = ("iban", "KZ091010000000000001")
_IIN, _OTHER_IIN = "000101800010", "000101800028"
_PARTS: tuple[Node, ...] = (
    _NODE,
    ("holder", f"iin:{_IIN}"),
    ("phone", "+77010000001"),
    ("login_device", "b2f0c7"),
)


def named(who: ComplaintId, parts: Sequence[Node], *, at: datetime = _AT) -> list[Mention]:
    """Return what a complaint names that has some things of one record."""
    return [Mention(who, *node, at) for node in (*parts, *joints_among(parts))]


def weight(mentions: Sequence[Mention], snapshot: Snapshot = _NOTHING) -> int:
    """Return what two complaints weigh."""
    return sum(trait.weight_milli for trait in traits_of(mentions, snapshot))


def told(*stated: Stated, own: Sequence[Node] = ()) -> set[Node]:
    """Return what answers add to a complaint, without joints."""
    found = stated_mentions(_ONE, _AT, stated, own=own)
    return {mention.node for mention in found if mention.kind != JOINT}


@given(st.sets(st.sampled_from(_PARTS)), st.sets(st.sampled_from(_PARTS)))
def test_two_complaints_agree_by_the_largest_of_what_they_share(
    one: set[Node], other: set[Node]
) -> None:
    mentions = [*named(_ONE, sorted(one)), *named(_OTHER, sorted(other))]

    largest = max((_NOTHING.weight(part) for part in one & other), default=0)
    assert weight(mentions) == largest


@given(st.sets(st.sampled_from(_PARTS), min_size=1), st.integers(0, 400))
def test_over_any_silence_an_agreement_is_never_against_one_hand(
    shared: set[Node], days: int
) -> None:
    later = _AT + timedelta(days=days)
    parts = sorted(shared)

    assert weight([*named(_ONE, parts), *named(_OTHER, parts, at=later)]) >= 0


@pytest.mark.parametrize("part", _PARTS[1:])
def test_a_part_that_is_a_hub_takes_its_joints_along(part: Node) -> None:
    snapshot = Snapshot(2, {}, verdicts={part: Verdict("hub", "x")})
    left = [one for one in _PARTS if one != part]

    both = [*named(_ONE, _PARTS), *named(_OTHER, _PARTS)]

    assert weight(both, snapshot) == max(map(snapshot.weight, left))


def test_a_joint_is_of_every_set_and_knows_its_parts() -> None:
    joints = [*joints_among(_PARTS)]

    assert len(joints) == sum(len([*combinations(_PARTS, n)]) for n in (2, 3, 4))
    assert all(joint_of(parts_of(joint)) == joint for joint in joints)
    assert parts_of(joint_of([("url", "a:b"), ("ip", "::1")])) == (("ip", "::1"), ("url", "a:b"))


def test_services_leave_out_what_is_not_of_money() -> None:
    parts = [("holder", f"iin:{_IIN}"), ("phone", "+77010000001")]
    mentions = [*named(_ONE, parts), *named(_OTHER, parts)]

    found = traits_of(mentions, _NOTHING, "services")

    assert sum(trait.weight_milli for trait in found) == _NOTHING.weight(parts[0])


def test_the_parts_of_an_explanation_add_up_to_the_weight() -> None:
    mentions = [*named(_ONE, _PARTS), *named(_OTHER, _PARTS)]
    traits = traits_of(mentions, _NOTHING)

    found = agreements_of((_ONE, _OTHER), mentions, traits, _NOTHING)

    assert sum(one.counted_milli for one in found) == weight(mentions)
    assert {one.reason for one in found} >= {"same_holder", "same_login_device", "stated_together"}


def test_a_device_links_a_holder_proposes_and_an_address_does_neither_by_itself() -> None:
    def series(node: Node) -> int:
        mentions = [*named(_ONE, [node]), *named(_OTHER, [node])]
        found = link_mentions([_ONE, _OTHER], mentions, _NOTHING)
        return len({name for _, name in found.series})

    assert series(("login_device", "b2f0c7")) == 1
    assert series(("holder", f"iin:{_IIN}")) == 2
    assert series(("login_ip", "203.0.113.7")) == 2
    assert weight([*named(_ONE, _PARTS[1:2]), *named(_OTHER, _PARTS[1:2])]) > 0
    address = [("login_ip", "203.0.113.7")]
    assert weight([*named(_ONE, address), *named(_OTHER, address)]) == 0


def test_what_an_answer_states_is_named_with_all_its_joints() -> None:
    stated = [
        Stated(_ACCOUNT, "holder", "iin", _IIN, named=_NODE),
        Stated(_ACCOUNT, "contact", "phone", "+77010000001", named=_NODE),
        Stated(_ACCOUNT, "login", "device", "b2f0c7", _AT, named=_NODE),
    ]

    found = {mention.node for mention in stated_mentions(_ONE, _AT, stated)}

    # The account itself the complaint names already.
    assert found == {*_PARTS[1:], *joints_among(_PARTS)}


def test_where_money_only_led_the_account_is_no_part() -> None:
    found = stated_mentions(_ONE, _AT, [Stated(_ACCOUNT, "holder", "iin", _IIN)])

    assert [mention.node for mention in found] == [("holder", f"iin:{_IIN}")]
    assert {mention.at for mention in found} == {_AT}


def test_of_several_holders_of_one_account_none_counts() -> None:
    one, other = (Stated(_ACCOUNT, "holder", "iin", iin) for iin in (_IIN, _OTHER_IIN))
    elsewhere = Stated("iban:KZ2", "holder", "iin", _OTHER_IIN)

    assert told(one, other) == set()
    assert told(one, elsewhere) == {one.node, elsewhere.node}


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (-30, True), (30, True), (31, False)])
def test_a_log_in_counts_near_its_complaint(days: int, *, is_taken: bool) -> None:
    login = Stated(_ACCOUNT, "login", "device", "b2f0c7", _AT + timedelta(days=days))

    assert bool(told(login)) == is_taken


def test_a_log_in_without_a_moment_counts_after_those_that_have_one() -> None:
    timed = [
        Stated(_ACCOUNT, "login", "device", f"device-{n}", _AT + timedelta(hours=n))
        for n in range(MOST_DEVICES)
    ]
    untimed = Stated(_ACCOUNT, "login", "device", "a-device")

    assert told(untimed) == {untimed.node}
    assert untimed.node not in told(*timed, untimed)
    assert timedelta(hours=MOST_DEVICES) <= LOGIN_WINDOW


def test_what_is_the_victims_own_is_not_taken() -> None:
    contact = Stated(_ACCOUNT, "contact", "phone", "+77010000001")
    herself = Stated(_ACCOUNT, "holder", "iin", _IIN)
    own = [*own_nodes("phone", "+77010000001"), *own_nodes("iin", _IIN)]

    assert told(contact, herself, own=own) == set()


def test_few_contacts_are_taken() -> None:
    numbers = [Stated(_ACCOUNT, "contact", "phone", f"+7701000000{n}") for n in range(5)]

    assert len(told(*numbers)) == MOST_CONTACTS


@given(st.permutations(_PARTS[1:]))
def test_the_order_of_an_answer_changes_nothing(parts: list[Node]) -> None:
    rows = {
        "holder": Stated(_ACCOUNT, "holder", "iin", _IIN),
        "phone": Stated(_ACCOUNT, "contact", "phone", "+77010000001"),
        "login_device": Stated(_ACCOUNT, "login", "device", "b2f0c7", _AT),
    }
    stated = [rows[kind] for kind, _ in parts]

    found = stated_mentions(_ONE, _AT, stated)

    assert found == stated_mentions(_ONE, _AT, [*reversed(stated)]) == once(found)


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "100.64.0.1", "192.168.1.1", "127.0.0.1", "::1", "fe80::1", "x", ""]
)
def test_addresses_that_nobody_has_for_himself_are_not_taken(address: str) -> None:
    assert is_nobodys(address)
    assert told(Stated(_ACCOUNT, "login", "ip", address, _AT)) == set()


def test_other_addresses_are_taken() -> None:
    assert not is_nobodys("203.0.113.7")
    assert not is_nobodys("2001:db8::7")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("holder", f"iin:{_IIN}", f"iin:{_IIN}"),
        ("holder", "x", None),
        ("login_ip", "203.0.113.7", "203.0.113.7"),
        ("login_ip", "x", None),
        ("login_device", " B2F0  C7 ", "b2f0 c7"),
        ("login_device", "000000000", None),
    ],
)
def test_what_answers_name_is_read_as_officers_write_it(
    kind: str, text: str, value: str | None
) -> None:
    assert read_weighed(kind, text).value == value


@given(st.text())
def test_any_text_is_a_device_or_none(text: str) -> None:
    found = device_of(text)

    assert found is None or device_of(found) == found


def test_no_representation_shows_what_is_stated() -> None:
    assert _IIN not in repr(Stated(_ACCOUNT, "holder", "iin", _IIN))


def test_a_joint_has_no_numbers_of_its_own() -> None:
    assert packaged()[JOINT].cap_milli == 0
    assert packaged()[JOINT].silences == packaged()["holder"].silences
