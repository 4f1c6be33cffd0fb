"""Series of a followed case: with what officers said, and with where the money went."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.linking import Judgement, link
from izdes.core.linking.weak.meeting import Arrival
from izdes.core.money.account import AccountKey
from izdes.follow.arrivals import arrivals_of
from izdes.follow.linking import link_all
from izdes.follow.run import Followed

Json = dict[str, Any]
Find = Callable[..., Json]
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
OWNERS = "kind,value,from,source\n"
JUDGEMENTS = "judgement_id,complaint_a,complaint_b,verdict,at,by,reason\n"
PHONE = "+77010000001"


def told(name: str, *phones: str, day: int = 1) -> Json:
    return {
        "complaint_id": name,
        "reported_at": f"2026-05-{day:02d}T10:00:00+05:00",
        "narrative": "алдады",
        "identifiers": [{"kind": "phone", "raw": p, "role": "offender_contact"} for p in phones],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [told("A", PHONE), told("B", PHONE, day=2), told("C", "+77010000009", day=3)]
    text = "\n".join(json.dumps(line) for line in lines)
    (tmp_path / "complaints.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def members(found: Json) -> list[list[str]]:
    return [part["complaints"] for part in found["series"]]


def test_a_series_says_what_joins_it_and_where_it_is_weakest(
    folder: Path, follow_quietly: Find
) -> None:
    found = follow_quietly(folder)

    (only,) = found["series"]
    (join,) = only["links"]
    assert (join["complaint_a"], join["complaint_b"], join["value"]) == ("A", "B", PHONE)
    assert only["reasons"][0]["count"] == 2
    assert only["split"]["parts"] == [["A"], ["B"]]
    assert found["linking"]["limits"]["most"] == 5000


def test_what_officers_judged_is_followed(folder: Path, follow_quietly: Find) -> None:
    rows = (
        "1,A,B,not_same,2026-05-04T10:00:00+05:00,officer:1,alibi\n"
        "2,A,C,same,2026-05-04T10:00:00+05:00,officer:1,voice\n"
    )
    put(folder, "judgements.csv", JUDGEMENTS + rows)

    found = follow_quietly(folder)

    assert members(found) == [["A", "C"]]
    assert found["series"][0]["links"][0]["reason"] == "judged_the_same"


def test_what_officers_said_later_than_the_moment_is_left_out(
    folder: Path, follow_quietly: Find
) -> None:
    put(folder, "judgements.csv", f"{JUDGEMENTS}1,A,B,not_same,2026-05-09T10:00:00Z,o:1,alibi\n")
    said = f"phone,{PHONE},hub,call centre,2026-05-08T10:00:00Z,o:1\n"
    put(folder, "verdicts.csv", "kind,value,verdict,reason,at,by\n" + said)

    before = follow_quietly(folder, as_of=datetime(2026, 5, 7, tzinfo=UTC))
    after = follow_quietly(folder, as_of=datetime(2026, 5, 10, tzinfo=UTC))

    assert members(before) == [["A", "B"]]
    assert members(after) == []
    assert [(h["value"], h["verdict"]) for h in after["hubs"]] == [(PHONE, "hub")]


def test_a_judgement_on_nobody_is_a_fault_and_the_others_count(
    folder: Path, follow_quietly: Find
) -> None:
    rows = "1,A,X,same,2026-05-04T10:00:00Z,o:1,voice\n2,A,B,not_same,2026-05-04T10:00:00Z,o:1,no\n"
    put(folder, "judgements.csv", JUDGEMENTS + rows)

    found = follow_quietly(folder)

    assert members(found) == []
    assert [(f["code"], f["row"], f["column"]) for f in found["faults"]] == [
        ("judgement_unknown_complaint", 2, "complaint_b")
    ]


def test_contradicting_judgements_are_told_without_their_words(
    folder: Path, follow_quietly: Find
) -> None:
    rows = (
        "1,A,B,same,2026-05-02T10:00:00Z,o:1,Айгүл\n"
        "2,B,C,not_same,2026-05-03T10:00:00Z,o:2,Айгүл\n"
        "3,A,C,same,2026-05-04T10:00:00Z,o:1,Айгүл\n"
    )
    put(folder, "judgements.csv", JUDGEMENTS + rows)

    found = follow_quietly(folder)

    assert members(found) == [["A", "B"]]
    assert [(c["judgement_id"], c["by"]) for c in found["contradictions"]] == [("3", "o:1")]
    assert "Айгүл" not in json.dumps(found, ensure_ascii=False)


def test_the_digest_of_links_knows_what_officers_said(folder: Path, follow_quietly: Find) -> None:
    before = follow_quietly(folder)["digests"]
    put(folder, "judgements.csv", f"{JUDGEMENTS}1,A,B,same,2026-05-04T10:00:00Z,o:1,voice\n")

    after = follow_quietly(folder)["digests"]

    assert before["links"] != after["links"]
    assert before["inputs"] != after["inputs"]


def test_what_is_known_beside_complaints_is_read_from_the_folder(
    folder: Path, follow_quietly: Find
) -> None:
    before = follow_quietly(folder)
    put(folder, "kinds.yaml", "kinds: {phone: {share_milli: 600}}")
    put(folder, "owners.csv", OWNERS + "phone,+77010000001,2026-05-02T00:00:00Z,operator\n")

    after = follow_quietly(folder)

    assert members(before) == [["A", "B"]]
    assert members(after) == []
    assert before["linking"]["snapshot_digest"] != after["linking"]["snapshot_digest"]
    assert before["digests"]["inputs"] != after["digests"]["inputs"]
    assert after["faults"] == before["faults"]


def test_what_is_wrong_beside_complaints_is_a_fault_and_the_case_goes_on(
    folder: Path, follow_quietly: Find
) -> None:
    put(folder, "kinds.yaml", "kinds: {pager: {share_milli: 600}}")
    put(folder, "owners.csv", OWNERS + "phone,+77010000001,yesterday,operator\n")
    put(folder, "holders.csv", "kind,value,name\n")

    found = follow_quietly(folder)

    assert members(found) == [["A", "B"]]
    assert {(f["code"], f["row"], f["column"]) for f in found["faults"]} >= {
        ("kind_unknown", 0, "pager"),
        ("not_a_time", 2, "from"),
        ("table_missing_column", 1, "iin"),
    }


def test_money_arrives_step_by_step_and_never_more_than_was_claimed(followed: Followed) -> None:
    found = list(arrivals_of(followed.trace, followed.ledger, followed.match.payments))

    paid: dict[str, int] = {}
    for arrival in found:
        if arrival.step == 1:
            paid.setdefault(arrival.complaint_id, 0)
            paid[arrival.complaint_id] += arrival.amount_minor
    claimed: dict[str, int] = {}
    for payment in followed.match.payments:
        claimed.setdefault(payment.complaint_id, 0)
        claimed[payment.complaint_id] += payment.amount_minor
    exits = {e.account for e in followed.trace.endings if e.ending in {"cash", "crypto_exchange"}}
    assert max(a.step for a in found) > 2
    assert all(paid[name] <= claimed[name] for name in paid)
    assert not exits & {a.account for a in found}


def complain(name: str, *phones: str, day: int = 0) -> Complaint:
    given = tuple(GivenIdentifier("phone", phone, "offender_contact") for phone in phones)
    return Complaint(ComplaintId(name), NOON + timedelta(days=day), identifiers=given)


def test_money_that_met_proposes_and_joins_nothing() -> None:
    complaints = [complain("a"), complain("b", day=1)]
    names = [AccountKey(f"iban:KZ0{n}") for n in range(3)]
    came = [
        Arrival(c.complaint_id, account, 500, "KZT", NOON, step)
        for c in complaints
        for step, account in ((1, names[ord(c.complaint_id) - ord("a")]), (2, names[2]))
    ]

    found = link_all(complaints, arrivals=came).links

    assert dict(found.series) == {"a": "a", "b": "b"}
    (only,) = found.possible
    assert "same_next_account" in {ground.reason for ground in only.grounds}


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 5), max_size=3), st.integers(0, 400)),
        min_size=1,
        max_size=8,
    ),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=3),
)
def test_every_engine_links_as_the_core_does(
    rows: list[tuple[list[int], int]], said: list[tuple[int, int, bool]]
) -> None:
    complaints = [
        complain(f"c{n}", *(f"+7701000000{p}" for p in phones), day=day)
        for n, (phones, day) in enumerate(rows)
    ]
    judgements = [
        Judgement(
            str(n),
            ComplaintId(f"c{a}"),
            ComplaintId(f"c{b}"),
            "same" if same else "not_same",
            NOON,
            "o",
        )
        for n, (a, b, same) in enumerate(said)
        if a != b
    ]

    core, numba = (
        link_all(complaints, judgements=judgements, engine=engine) for engine in ("core", "numba")
    )

    assert core.digest == numba.digest
    assert core.links == numba.links
    assert core.links.series == link(complaints, judgements=judgements).series
