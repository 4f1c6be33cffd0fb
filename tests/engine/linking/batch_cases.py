"""Invented mentions in which everything that linking knows happens often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args

from hypothesis import strategies as st

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs.known import Hub, index_of, packaged_hubs
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.joint import joints_among
from izdes.core.linking.judgements import Judgement, Same
from izdes.core.linking.kinds import Kind, completed, is_own, packaged
from izdes.core.linking.mentions import Certainty, Mention, Node, once
from izdes.core.linking.snapshot import Snapshot, degrees_of

NOON = datetime(2025, 1, 19, 12, 0, tzinfo=UTC)
# Cards and accounts with valid check digits, some with the same mask; then their slips.
EXACT: tuple[Node, ...] = (
    ("phone", "+77010000001"),
    ("phone", "+77010000002"),
    ("phone", "102"),
    ("telegram", "bonus_desk"),
    ("eth", "0x00000000000000000000000000000000000000aa"),
    ("pager", "1"),
    ("imei", "490154203237518"),
    ("domain", "usynys.example"),
    ("domain", "olx.kz"),
    ("url", "https://usynys.example/1"),
    ("url", "https://usynys.example/2?x=1"),
    ("url", "https://a@bonus.usynys.example:443/2"),
    ("url", "https://olx.kz/d/1"),
    ("url", "https://egov.kz"),
    ("url", "https://olx.kz:443"),
    ("url", "http://"),
    ("email", "bonus@kaspi.kz"),
    ("email", "bonus@usynys.example"),
    ("card", "9398001234561230"),
    ("card", "9398007777771239"),
    ("card", "9398007777781238"),
    ("card", "9398000000001234"),
    ("card", "939800123456123"),
    ("iban", "KZ091010000000000001"),
    ("iban", "KZ791010000000000002"),
    ("iin", "000101800010"),
)
# What answers state of accounts: whoever names a record names all of its joints.
RECORDS: tuple[tuple[Node, ...], ...] = (
    (("iban", "KZ091010000000000001"), ("holder", "iin:1"), ("login_device", "d1")),
    (("iban", "KZ791010000000000002"), ("holder", "iin:1"), ("phone", "+77010000001")),
    (("holder", "iin:2"), ("login_device", "d1"), ("imei", "490154203237518")),
    (("holder", "iin:2"), ("login_device", "d2")),
    (("login_ip", "203.0.113.7"),),
)
MASKED: tuple[Node, ...] = (
    ("card_masked", "939800******1230"),
    ("card_masked", "939800******1239"),
)
MISTYPED: tuple[Node, ...] = (
    ("card", "9398001234561231"),
    ("card", "9398007777771229"),
    ("card", "9398007777777239"),
    ("card", "9398000000001243"),
    ("iban", "KZ091010000000000010"),
    ("iban", "KZ891010000000000001"),
    ("iban", "KZ791010000000000003"),
    ("iin", "000101800018"),
    ("imei", "490154203237581"),
)
CERTAINTY: dict[Node, Certainty] = {
    **dict.fromkeys(EXACT, "exact"),
    **dict.fromkeys(MASKED, "masked"),
    **dict.fromkeys(MISTYPED, "mistyped"),
}
OWN_HUB = Hub("phone", "+77010000002", "institution_hotline")


@dataclass(frozen=True, slots=True)
class Case:
    """What the core and the engine are both asked about."""

    ids: list[ComplaintId]
    mentions: list[Mention]
    snapshot: Snapshot
    judgements: list[Judgement]
    changes: dict[Node, list[datetime]]
    limits: Limits

    @property
    def counted(self) -> Snapshot:
        """The snapshot with the degrees of the mentions themselves."""
        known = self.snapshot
        degrees = degrees_of(self.mentions)
        return Snapshot(known.complaints, degrees, known.hubs, known.verdicts, known.kinds)


def case_of(random: Random, *, complaints: int, values: int, days: int) -> Case:
    """Return complaints that name few values within some days."""
    ids = [ComplaintId(f"c{n}") for n in range(complaints)]
    random.shuffle(ids)
    nodes = random.sample(sorted(CERTAINTY), values)
    mentions = []
    for complaint_id in ids:
        at = NOON + timedelta(days=random.randint(0, days))
        for node in random.sample(nodes, random.randint(0, min(4, values))):
            later = timedelta(hours=random.choice([0, 0, 0, 7, 9_000]))
            mentions.append(Mention(complaint_id, *node, at + later, "unknown", CERTAINTY[node]))
        for record in random.sample(RECORDS, random.choice([0, 0, 1, 2])):
            mentions += [Mention(complaint_id, *node, at) for node in stated(record)]
    mentions = [*once(mentions)]
    random.shuffle(mentions)
    return Case(
        ids,
        mentions,
        snapshot=Snapshot(
            complaints,
            {node: random.randint(0, 300) for node in random.sample(nodes, values // 2)},
            index_of((*packaged_hubs(), OWN_HUB)),
            {node: _verdict(random) for node in nodes if random.random() < 0.1},
            kinds_of(random),
        ),
        judgements=[_judgement(random, ids, n) for n in range(random.randint(0, 4))],
        changes={
            node: [NOON + timedelta(days=random.randint(0, days)) for _ in range(2)]
            for node in nodes
            if random.random() < 0.2
        },
        limits=Limits(
            least=random.choice([100, 1_500]),
            crew=random.choice([10, 500]),
            most=random.choice([3, 5_000]),
            several=random.choice([2, 5]),
        ),
    )


def stated(record: Sequence[Node]) -> list[Node]:
    """Return all that is named by whoever names what a record states together."""
    return [*record, *joints_among(record)]


def kinds_of(random: Random) -> Mapping[str, Kind]:
    """Return the packaged kinds, or some with other numbers."""
    own = {n: k for n, k in packaged().items() if is_own(n, k)}
    changed = {
        name: kind.with_estimated(
            {"share_milli": random.randint(1, 999), "cap_milli": random.choice([900, 9_999])}, "own"
        )
        for name, kind in own.items()
        if random.random() < 0.3
    }
    return completed({**own, **changed})


def _verdict(random: Random) -> Verdict:
    """Return what was said of a node."""
    return Verdict(random.choice(["links", "hub", "pending"]), "named_by_too_many")


def _judgement(random: Random, ids: list[ComplaintId], number: int) -> Judgement:
    """Return one judgement, now and then on somebody unknown."""
    one, other = random.sample([*ids, ComplaintId("stranger")], 2)
    said: Same = random.choice(get_args(Same))
    at = NOON + timedelta(days=random.randint(0, 2))
    return Judgement(f"j{number}", one, other, said, at)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to a dozen complaints over few values, within a day or within years."""
    return case_of(
        Random(draw(st.integers(0, 2**32))),
        complaints=draw(st.integers(1, 12)),
        values=draw(st.integers(1, 10)),
        days=draw(st.sampled_from([1, 30, 400, 1_500])),
    )
