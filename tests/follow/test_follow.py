import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from izdes.core.errors import InputRefused
from izdes.core.sealing.canonical import canonical_json
from izdes.follow.findings import findings_digest, findings_of
from izdes.follow.run import Followed

Find = Callable[..., dict[str, Any]]
MONEY_STOPS = {"held", "frontier"}


def test_endings_add_up_to_every_claim(followed: Followed) -> None:
    found = findings_of(followed)

    for victim in found["victims"]:
        for claim in victim["claims"]:
            ended = sum(int(e["amount_minor"]) for e in claim["endings"])
            assert ended == int(claim["amount_minor"]), claim["claim_id"]


def test_the_digest_names_what_the_findings_say(followed: Followed) -> None:
    found = findings_of(followed)

    assert findings_digest(found) == found["digest"]
    found["freezes"][0]["cap_minor"] = "1"
    assert findings_digest(found) != findings_of(followed)["digest"]


def test_renamed_files_and_more_workers_change_no_digest(
    case: Path, followed: Followed, follow_quietly: Find
) -> None:
    before = findings_of(followed)
    named_by_account = _files_named_by_account(before)
    for n, path in enumerate(sorted((case / "statements").iterdir(), reverse=True)):
        if path.name not in named_by_account:
            path.rename(path.with_name(f"renamed-{n}.bin"))

    after = follow_quietly(case, jobs=3)

    assert after["digests"] == before["digests"]
    assert after["digest"] == before["digest"]
    assert after["files"] != before["files"]


def _files_named_by_account(found: dict[str, Any]) -> set[str]:
    """Files whose name is the only source of the account: renaming those is a fault."""
    return {f["file"] for f in found["faults"] if "name" in f["code"]}


def test_a_truncated_workbook_is_reported_and_the_rest_still_followed(
    case: Path, followed: Followed, follow_quietly: Find
) -> None:
    victim = next(p for p in sorted((case / "statements").iterdir()) if p.suffix == ".xlsx")
    victim.write_bytes(victim.read_bytes()[: victim.stat().st_size // 2])

    found = follow_quietly(case)

    theirs = [f for f in found["faults"] if f["file"] == victim.name]
    assert [f["severity"] for f in theirs] == ["refused"]
    assert found["summary"]["files_unread"] == 1
    total = sum(findings_of(followed)["summary"]["statements"].values())
    assert sum(found["summary"]["statements"].values()) == total - 1


def test_a_statement_that_does_not_add_up_is_kept_shown_and_not_traced(
    case: Path, follow_quietly: Find
) -> None:
    path = next(p for p in sorted((case / "statements").iterdir()) if p.suffix == ".xml")
    text = path.read_text(encoding="utf-8")
    head, closing, tail = text.partition("CLBD")
    path.write_text(head + closing + tail.replace('Ccy="KZT">', 'Ccy="KZT">1', 1), encoding="utf-8")

    found = follow_quietly(case)

    assert found["summary"]["statements"]["faulty"] == 1
    bad = next(s for s in found["statements"] if s["outcome"] == "faulty")
    assert bad["account"] in found["accounts"]
    assert not found["accounts"][bad["account"]]["covered"]
    assert any(f["code"] == "balances_differ" for f in found["faults"])


def test_without_statements_every_receiving_account_has_a_freeze_and_a_request(
    case: Path, follow_quietly: Find
) -> None:
    shutil.rmtree(case / "statements")

    found = follow_quietly(case)

    claims = [c for v in found["victims"] for c in v["claims"]]
    frozen = {f["account"] for f in found["freezes"]}
    asked = {s["account"] for r in found["requests"] for s in r["subjects"]}
    receiving = {e["account"] for c in claims for e in c["endings"]}
    known = {a for a in receiving if a.startswith("iban:")}
    assert claims
    assert {c["state"] for c in claims} == {"declared"}
    assert known <= frozen
    assert known <= asked
    # Where only a telephone, a name or a tail is known the question goes to the one who paid.
    payers = [
        s for r in found["requests"] for s in r["subjects"] if s["because"] == "payee_unknown"
    ]
    assert payers


def test_no_freeze_is_above_the_traced_money(followed: Followed) -> None:
    found = findings_of(followed)

    traced: defaultdict[tuple[str, str], int] = defaultdict(int)
    for victim in found["victims"]:
        for claim in victim["claims"]:
            for e in claim["endings"]:
                if e["ending"] in MONEY_STOPS and not e["behind"]:
                    traced[e["account"], e["local_currency"]] += int(e["local_minor"])
    for freeze in found["freezes"]:
        assert int(freeze["cap_minor"]) == traced[freeze["account"], freeze["currency"]]
        assert int(freeze["cap_minor"]) == sum(int(c["amount_minor"]) for c in freeze["claims"])


def test_freezes_stand_in_order_of_what_is_likely_still_there(followed: Followed) -> None:
    likely = [f.likely_minor for f in followed.freezes]

    assert None not in likely
    assert likely == sorted(likely, key=lambda minor: -(minor or 0))
    assert [f.rank for f in followed.freezes] == list(range(1, len(likely) + 1))


def test_every_frontier_and_every_held_account_is_asked_about(followed: Followed) -> None:
    found = findings_of(followed)
    asked = {s["account"] for r in found["requests"] for s in r["subjects"]}

    for freeze in found["freezes"]:
        assert freeze["account"] in asked or freeze["held_as_of"] == found["as_of"]


def test_one_institution_has_one_request(followed: Followed) -> None:
    addressed = [(r.institution, r.institution_printed) for r in followed.requests]

    assert len(addressed) == len(set(addressed))


def test_what_moved_after_the_moment_is_left_out(case: Path, follow_quietly: Find) -> None:
    moment = datetime(2026, 4, 20, tzinfo=UTC)

    found = follow_quietly(case, as_of=moment)

    assert found["as_of"] == "2026-04-20T00:00:00.000000Z"
    assert all(v["reported_at"] <= found["as_of"] for v in found["victims"])
    assert all(t["booked_at"] <= found["as_of"] for t in found["transfers"].values())


def test_a_moment_before_every_complaint_is_refused(case: Path, follow_quietly: Find) -> None:
    with pytest.raises(InputRefused):
        follow_quietly(case, as_of=datetime(2000, 1, 1, tzinfo=UTC))


def test_a_bad_line_among_complaints_is_named_and_the_others_go_on(
    case: Path, followed: Followed, follow_quietly: Find
) -> None:
    path = case / "complaints.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(["{broken", *lines[1:]]), encoding="utf-8")

    found = follow_quietly(case)

    assert found["summary"]["complaints"] == len(followed.case.complaints) - 1
    refused = [f for f in found["faults"] if f["severity"] == "refused"]
    assert [(f["file"], f["row"]) for f in refused] == [(path.name, 1)]


def test_a_broken_optional_file_is_a_fault_and_the_case_goes_on(
    case: Path, follow_quietly: Find
) -> None:
    (case / "accounts.csv").write_text("account\nx\n", encoding="utf-8")
    (case / "case.yaml").write_text("language: fr\n", encoding="utf-8")

    found = follow_quietly(case)

    assert {f["file"] for f in found["faults"]} >= {"accounts.csv", "case.yaml"}
    assert found["summary"]["claims"]["matched"] > 0


@pytest.mark.parametrize("content", [None, "", "\n\n", "{broken\n", '{"complaint_id": "A"}\n'])
def test_a_case_without_one_readable_complaint_is_refused(
    tmp_path: Path, follow_quietly: Find, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "complaints.jsonl").write_text(content, encoding="utf-8")

    with pytest.raises(InputRefused):
        follow_quietly(tmp_path)


def test_a_difference_between_the_total_and_the_payments_is_shown(
    tmp_path: Path, follow_quietly: Find
) -> None:
    complaint = {
        "complaint_id": "A",
        "reported_at": "2026-05-20T10:00:00+05:00",
        "narrative": "ақша кетті",
        "payments": [
            {
                "at": "2026-05-19T14:02:00+05:00",
                "amount_minor": 100_000,
                "currency": "KZT",
                "to": "KZ091010000000000001",
            }
        ],
        "total_minor": 150_000,
    }
    (tmp_path / "complaints.jsonl").write_text(json.dumps(complaint), encoding="utf-8")

    found = follow_quietly(tmp_path)

    assert found["victims"][0]["difference_minor"] == "50000"
    assert [f["cap_minor"] for f in found["freezes"]] == ["100000"]
    assert [s["because"] for r in found["requests"] for s in r["subjects"]] == ["frontier"]


def test_a_payment_that_is_no_claim_is_named_with_its_reason(
    tmp_path: Path, follow_quietly: Find
) -> None:
    complaint = {
        "complaint_id": "A",
        "reported_at": "2026-05-20T10:00:00+05:00",
        "narrative": "ақша кетті",
        "payments": [{"to": "KZ091010000000000001", "currency": "KZT"}],
    }
    (tmp_path / "complaints.jsonl").write_text(json.dumps(complaint), encoding="utf-8")

    found = follow_quietly(tmp_path)

    assert [(f["code"], f["row"], f["column"]) for f in found["faults"]] == [
        ("amount_missing", 1, "A/1")
    ]


def test_the_golden_case_gives_the_golden_findings_byte_for_byte(follow_quietly: Find) -> None:
    # A change here can alter a past finding: mark it "Finding" in the changelog, and say why.
    golden = Path(__file__).parent / "golden"

    found = follow_quietly(golden / "case")

    assert canonical_json(found) + b"\n" == (golden / "findings.json").read_bytes()


def test_a_second_complaint_about_one_transfer_names_the_claim_that_holds_it(
    case: Path, follow_quietly: Find
) -> None:
    path = case / "complaints.jsonl"
    before = follow_quietly(case)
    held = next(c for v in before["victims"] for c in v["claims"] if c["state"] == "matched")
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(json.loads(x) for x in lines if json.loads(x)["complaint_id"] in held["claim_id"])
    again = {**first, "complaint_id": "Z", "reported_at": "2026-05-31T23:00:00+05:00"}
    path.write_text("\n".join([*lines, json.dumps(again)]), encoding="utf-8")

    found = follow_quietly(case)

    claims = {c["claim_id"]: c for v in found["victims"] for c in v["claims"]}
    number = held["claim_id"].rpartition("/")[2]
    second = claims[f"Z/{number}"]
    assert claims[held["claim_id"]]["state"] == "matched"
    assert (second["state"], second["reason"]) == ("unmatched", "claimed_by_another")
    assert [m["claimed_by"] for m in second["near_misses"]][:1] == [held["claim_id"]]
    assert [e["ending"] for e in second["endings"]] == ["unmatched"]
