import csv
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from izdes.adapters.words.figures import LOCAL
from izdes.core.tracing.mules import mules, packaged_weights
from izdes.follow.findings import findings_of
from izdes.follow.mules import mules_of
from izdes.follow.run import Followed

Json = dict[str, Any]
Find = Callable[..., Json]


@pytest.fixture(scope="module")
def proposed(followed: Followed) -> Json:
    return mules_of(followed)


def test_points_and_reasons_are_those_of_the_core(followed: Followed, proposed: Json) -> None:
    found = mules(followed.ledger, followed.claims, followed.trace, zone=LOCAL)

    theirs = {
        (m.account, m.currency): (m.points, [r.code for r in m.reasons])
        for m in found
        if m.proposes in {"hold", "ask"}
    }
    ours = {
        (p["account"], p["currency"]): (p["points"], [r["code"] for r in p["reasons"]])
        for p in proposed["proposals"]
    }
    assert ours == theirs != {}


def test_points_can_be_added_again_from_their_reasons(proposed: Json) -> None:
    for p in proposed["proposals"]:
        assert p["points"] == sum(reason["points"] for reason in p["reasons"])


def test_who_gets_no_proposal_is_counted_and_not_named(followed: Followed, proposed: Json) -> None:
    covered = {(c.account, c.currency) for c in followed.ledger.coverages if c.covered_from}

    named = [p["proposal"] for p in proposed["proposals"]]

    assert set(named) == {"hold", "ask"}
    assert proposed["counts"]["hold"] == named.count("hold")
    assert proposed["counts"]["ask"] == named.count("ask")
    assert proposed["counts"]["nothing"] > 0
    assert sum(proposed["counts"].values()) == len(covered)


def test_accounts_with_money_to_hold_come_first_and_each_group_by_points(proposed: Json) -> None:
    def place(p: Json) -> tuple[bool, int]:
        return p["proposal"] != "hold" or p["freeze"] is None, -p["points"]

    in_order = [place(p) for p in proposed["proposals"]]

    assert all(one <= two for one, two in pairwise(in_order))
    assert {is_later for is_later, _ in in_order} == {False, True}


def test_a_proposal_names_the_freeze_of_its_own_account(followed: Followed, proposed: Json) -> None:
    frozen = {f.number: (f.address.account, f.currency) for f in followed.freezes}
    without = {p["account"] for p in proposed["proposals"] if p["freeze"] is None}

    for p in proposed["proposals"]:
        if p["freeze"] is not None:
            assert frozen[p["freeze"]] == (p["account"], p["currency"])
    assert without.isdisjoint(account for account, _ in frozen.values())


def test_nobody_is_named_who_is_not_a_mule_of_the_twin(twin_case: Path, proposed: Json) -> None:
    # The country is invented, and tidy: this says nothing of a real one.
    with (twin_case / "truth" / "roles.csv").open(encoding="utf-8", newline="") as file:
        lent = {r["subject"] for r in csv.DictReader(file) if r["role"].startswith("mule_")}

    named = {p["account"] for p in proposed["proposals"]}

    assert named <= lent


def test_the_findings_name_the_weights(followed: Followed) -> None:
    found = findings_of(followed)

    assert found["mules"]["weights"] == {
        "dated": packaged_weights().dated.isoformat(),
        "digest": packaged_weights().digest,
        "verified": False,
        "ask_from": 30,
        "hold_from": 50,
    }
    parameters = found["method"]["parameters"]
    assert parameters["mule_weights_sha256"] == packaged_weights().digest
    assert parameters["mule_weights_dated"] == packaged_weights().dated.isoformat()


def test_without_statements_nobody_is_proposed_or_counted(case: Path, follow_quietly: Find) -> None:
    shutil.rmtree(case / "statements")

    found = follow_quietly(case)["mules"]

    assert found["proposals"] == []
    assert set(found["counts"].values()) == {0}


def test_a_freeze_says_what_its_likely_sum_rests_on(followed: Followed) -> None:
    freezes = findings_of(followed)["freezes"]

    bases = {f["likely_basis"] for f in freezes}
    assert bases == {"institution", "case"}
    for f in freezes:
        assert f["likely_stays"] > 0
        assert 0 <= int(f["loss_per_hour_minor"]) <= int(f["likely_minor"])
        assert 0 <= int(f["older_minor"]) <= int(f["cap_minor"])
