from datetime import date

import pytest

from izdes.core.law.checking import check_pack
from izdes.core.law.release import packaged_pack, read_pack
from izdes.core.law.release.packs import packaged_texts

TEXTS = packaged_texts()


def found(file: str, *changes: tuple[str, str]) -> list[tuple[str, str, dict[str, str]]]:
    """The faults of the packaged pack with one file changed."""
    text = TEXTS[file]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    checked = check_pack(read_pack({**TEXTS, file: text}))
    return [(f.code, f.file, dict(f.details)) for f in checked.faults]


def test_the_packaged_pack_has_no_errors() -> None:
    assert check_pack(packaged_pack()).faults == ()


def test_what_nobody_has_read_is_listed_and_is_no_error() -> None:
    listed = {(u.file, u.entry) for u in check_pack(packaged_pack()).unverified}

    assert ("norms.yaml", "banks.secrecy") in listed
    assert ("clocks/clocks.yaml", "DL_OPERATOR_2WD") in listed
    assert ("norms.yaml", "cpc.suspension") not in listed


def test_two_indexes_of_one_day_overlap() -> None:
    faults = found("indexes.yaml", ("valid_to: 2019-01-01", "valid_to: 2019-02-01"))

    assert faults == [
        ("law_overlap", "indexes.yaml", {"entry": "mci", "from": "2019-01-01", "to": "2019-02-01"})
    ]


def test_days_without_an_index_are_a_gap() -> None:
    faults = found("indexes.yaml", ("valid_to: 2019-01-01", "valid_to: 2018-12-31"))

    assert faults == [
        ("law_gap", "indexes.yaml", {"entry": "mci", "from": "2018-12-31", "to": "2019-01-01"})
    ]


def test_a_gap_that_the_pack_declares_is_no_mistake_and_a_declared_one_must_exist() -> None:
    gap = '{file: indexes.yaml, entry: mci, from: 2019-01-01, to: 2019-02-01, why: "an example"}'
    head = {"pack.yaml": f"{TEXTS['pack.yaml']}  - {gap}\n"}
    index = TEXTS["indexes.yaml"]
    later = index.replace("valid_from: 2019-01-01", "valid_from: 2019-02-01", 1)

    true, false = (
        check_pack(read_pack({**TEXTS, **head, "indexes.yaml": text})) for text in (later, index)
    )

    assert true.faults == ()
    assert [f.code for f in false.faults] == ["law_gap_is_none"]


def test_entries_inside_a_file_that_is_one_thing_are_held_to_their_dates() -> None:
    (order,) = (ln for ln in TEXTS["prosecution.yaml"].splitlines() if "order: private," in ln)

    faults = found("prosecution.yaml", (order, f"{order}\n{order}"))

    given = {"entry": "orders.private", "from": "…", "to": "…"}
    assert faults == [("law_overlap", "prosecution.yaml", given)]


def test_two_norms_of_one_name_without_dates_overlap() -> None:
    faults = found("norms.yaml", ("norm_id: cpc.restriction\n", "norm_id: cpc.suspension\n"))

    assert (
        "law_overlap",
        "norms.yaml",
        {"entry": "cpc.suspension", "from": "…", "to": "…"},
    ) in faults


@pytest.mark.parametrize(
    ("file", "old", "new", "entry"),
    [
        ("clocks/clocks.yaml", "norm_id: cpc.suspension", "norm_id: cpc.x", "DL_FREEZE_SELF_10D"),
        ("measures.yaml", "clock: DL_ANSWER_3D", "clock: DL_ANSWER_4D", "request.bank_secrecy"),
        ("measures.yaml", "[cpc.bank_secrecy,", "[cpc.bank_secret,", "request.bank_secrecy"),
        ("plans/01_stop.yaml", "measure: freeze.sus", "measure: freeze.us", "stop.suspension"),
        ("plans/01_stop.yaml", "{clock: DL_NOTIFY_24H}", "{clock: DL_NOTIFY_25H}", "stop.notices"),
        ("plans/01_stop.yaml", "[REMOTE_ACCESS, SAFE", "[REMOTE, SAFE", "stop.remote_access"),
        ("plans/01_stop.yaml", "routes: [micro_loan]", "routes: [macro_loan]", "stop.loans"),
        ("plans/01_stop.yaml", "after: [stop.suspension]", "after: [stop.x]", "stop.notices"),
        ("schemes.yaml", "above: PHISHING", "above: FISHING", "DELIVERY_CODE"),
        ("institutions_history.csv", "T2,trade_name", "T3,trade_name", "T3.trade_name.Altel"),
    ],
)
def test_a_name_that_names_nothing_is_an_error(file: str, old: str, new: str, entry: str) -> None:
    faults = found(file, (old, new))

    assert ("law_reference_unknown", file, entry) in [(c, f, d.get("entry")) for c, f, d in faults]


def test_what_looks_like_a_norm_must_be_one_in_a_field_of_any_name() -> None:
    faults = found("joinder.yaml", ("starts: cpc.joined_term", "starts: cpc.joint_term"))

    assert [(c, d["field"], d["value"]) for c, _, d in faults] == [
        ("law_reference_unknown", "terms/starts", "cpc.joint_term")
    ]


def test_an_entry_without_source_and_norm_is_an_error() -> None:
    named = "norms: [cpc.bank_secrecy, cpc.duty_to_answer, banks.secrecy]"
    faults = found("measures.yaml", (named, "norms: []"))

    assert "law_source_missing" in [code for code, *_ in faults]


def test_tasks_that_wait_for_each_other_are_an_error() -> None:
    faults = found(
        "plans/01_stop.yaml",
        ('after: []\n  source: "norms of the task"', 'after: [stop.notices]\n  source: "x"'),
    )

    assert [code for code, *_ in faults] == ["law_plan_goes_round"]


def test_a_pack_is_dated() -> None:
    assert packaged_pack().released_on > date(2026, 1, 1)


def test_a_rung_that_leads_back_to_itself_is_an_error() -> None:
    faults = found("ladder.yaml", ('next: ""', "next: motion"))

    assert [(c, d["entry"]) for c, _, d in faults] == [
        ("law_ladder_goes_round", "judge"),
        ("law_ladder_goes_round", "motion"),
    ]


def test_a_rung_that_is_none_and_a_family_that_nobody_describes_are_errors() -> None:
    rungs = found("ladder.yaml", ("next: judge", "next: court"))
    families = found(
        "qualification.yaml", ("means: access, family: theft", "means: access, family: loot")
    )

    assert [(c, d["value"]) for c, _, d in (*rungs, *families)] == [
        ("law_reference_unknown", "court"),
        ("law_reference_unknown", "loot"),
    ]
