from datetime import UTC, datetime

import pytest

from izdes.core.law.changes import Change, OpenClock, changes, moved
from izdes.core.law.release import LawPack, packaged_pack, read_pack
from izdes.core.law.release.packs import packaged_texts

OLD = packaged_pack()
TEXTS = packaged_texts()
ANSWER = (
    "rule_id: DL_ANSWER_3D, starts: request_delivered, bound: institution, unit: days, count: 3"
)
# Wednesday 18 March 2026, 15:00 in Almaty: three days on is Saturday 21 March, and the holidays of
# Nauryz with their day off last to Wednesday the 25th.
WEDNESDAY = datetime(2026, 3, 18, 10, tzinfo=UTC)


def another(file: str, old: str, new: str) -> LawPack:
    assert old in TEXTS[file]
    return read_pack({**TEXTS, file: TEXTS[file].replace(old, new, 1)})


def test_a_pack_does_not_differ_from_itself() -> None:
    assert changes(OLD, OLD) == ()


def test_a_changed_field_is_named_with_both_values() -> None:
    new = another("clocks/clocks.yaml", ANSWER, ANSWER.replace("count: 3", "count: 2"))

    assert changes(OLD, new) == (
        Change("clocks/clocks.yaml", "DL_ANSWER_3D", "count", "changed", "3", "2"),
    )


def test_of_several_entries_of_one_name_the_changed_one_is_named_by_its_first_day() -> None:
    new = another("indexes.yaml", "minor: 432500", "minor: 450000")

    (change,) = changes(OLD, new)

    assert (change.entry, change.before, change.after) == ("mci@2026-01-01", "432500", "450000")


def test_a_new_entry_and_one_that_left_are_named() -> None:
    line = '- {route: post, name: {kk: "пошта", ru: "почта", en: "post"}}\n'
    new = read_pack({**TEXTS, "routes.yaml": TEXTS["routes.yaml"] + line})

    assert changes(OLD, new) == (Change("routes.yaml", "post", "", "added"),)
    assert changes(new, OLD) == (Change("routes.yaml", "post", "", "removed"),)


def test_a_comment_changes_nothing() -> None:
    assert changes(OLD, read_pack({**TEXTS, "norms.yaml": "# new\n" + TEXTS["norms.yaml"]})) == ()


def test_a_shorter_term_moves_the_clocks_of_its_rule_and_no_other() -> None:
    new = another("clocks/clocks.yaml", ANSWER, ANSWER.replace("count: 3", "count: 2"))
    running = [
        OpenClock("request 1", "DL_ANSWER_3D", WEDNESDAY),
        OpenClock("instruction 1", "DL_ASSIGN_10D", WEDNESDAY),
    ]

    (found,) = moved(running, OLD, new)

    assert found.clock.ref == "request 1"
    assert found.before == datetime(2026, 3, 26, 19, tzinfo=UTC)
    assert found.after == datetime(2026, 3, 20, 19, tzinfo=UTC)


def test_a_rule_that_begins_later_moves_only_clocks_that_started_under_it() -> None:
    later = f"{ANSWER.replace('count: 3', 'count: 2')}, valid_from: 2026-03-18"
    both = f"{ANSWER}, valid_to: 2026-03-18"
    text = TEXTS["clocks/clocks.yaml"]
    line = next(ln for ln in text.splitlines() if ANSWER in ln)
    new = read_pack(
        {
            **TEXTS,
            "clocks/clocks.yaml": text.replace(
                line, f"{line.replace(ANSWER, both)}\n{line.replace(ANSWER, later)}"
            ),
        }
    )
    tuesday = WEDNESDAY.replace(day=17)
    running = [OpenClock("a", "DL_ANSWER_3D", tuesday), OpenClock("b", "DL_ANSWER_3D", WEDNESDAY)]

    assert [m.clock.ref for m in moved(running, OLD, new)] == ["b"]


def test_a_moved_day_off_moves_a_clock() -> None:
    row = "2026-03-26,false,Ауыстырылған демалыс,Перенесённый выходной,an act,true\n"
    new = read_pack({**TEXTS, "clocks/days.csv": TEXTS["clocks/days.csv"] + row})

    (found,) = moved([OpenClock("a", "DL_ANSWER_3D", WEDNESDAY)], OLD, new)

    assert found.after == datetime(2026, 3, 27, 19, tzinfo=UTC)


def test_a_clock_that_the_new_pack_does_not_know_has_no_end_there() -> None:
    new = another("clocks/clocks.yaml", ANSWER, f"{ANSWER}, valid_to: 2026-01-01")

    (found,) = moved([OpenClock("a", "DL_ANSWER_3D", WEDNESDAY)], OLD, new)

    assert (found.before is None, found.after) == (False, None)


@pytest.mark.parametrize("rule_id", ["DL_NOBODY", "DL_EXTEND_FILE_5D"])
def test_a_clock_that_cannot_be_counted_from_a_moment_alone_does_not_move(rule_id: str) -> None:
    new = another("clocks/clocks.yaml", ANSWER, ANSWER.replace("count: 3", "count: 2"))

    assert moved([OpenClock("a", rule_id, WEDNESDAY)], OLD, new) == ()
