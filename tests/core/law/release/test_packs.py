import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.pack import pack_digest
from izdes.core.law.release import PackRef, packaged_pack, read_pack
from izdes.core.law.release.lines import COLUMNS, digest_of, lines_of
from izdes.core.law.release.packs import packaged_texts, read_file
from izdes.core.law.release.shapes import shape_of
from izdes.core.sealing.canonical import table_digest

TEXTS = packaged_texts()
YAML = sorted(name for name in TEXTS if name.endswith(".yaml"))
TABLES = sorted(TEXTS.keys() - set(YAML))
SMALL = sorted(name for name, text in TEXTS.items() if len(text) < 20_000)
SHAPED = {name for name in YAML if shape_of(name)}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in TEXTS[file]
    return {**TEXTS, file: TEXTS[file].replace(old, new, 1)}


def faults(texts: dict[str, str]) -> tuple[Fault, ...]:
    with pytest.raises(InputRefused) as caught:
        read_pack(texts)
    return caught.value.faults


def test_the_packaged_pack_is_read_whole() -> None:
    pack = packaged_pack()

    assert set(pack.tables) == set(TEXTS)
    assert pack.ref.digest == pack_digest()
    assert pack.released_on == date(2026, 11, 21)


def test_the_digest_is_that_of_a_table_of_the_project() -> None:
    lines = packaged_pack().lines()

    assert packaged_pack().ref.digest == table_digest(COLUMNS, lines)


def test_comments_quotes_and_line_ends_do_not_change_the_digest() -> None:
    texts = {
        name: f"# said of {name}\n{text}".replace("\n", "\r\n") if name.endswith("yaml") else text
        for name, text in TEXTS.items()
    }
    texts["routes.yaml"] = texts["routes.yaml"].replace("route: abroad", 'route: "abroad"')

    assert read_pack(texts).ref == packaged_pack().ref


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("clocks/clocks.yaml", "count: 3", "count: 4"),
        ("norms.yaml", 'article: "122"', 'article: "123"'),
        ("measures.yaml", "[cpc.bank_secrecy, cpc.duty", "[cpc.duty_to_answer, cpc.duty"),
        ("institutions.csv", "HSBKKZKX,601", "HSBKKZKX,602"),
        ("plans/01_stop.yaml", "{hours: 1}", "{days: 1}"),
    ],
)
def test_any_change_of_what_is_said_changes_the_digest(file: str, old: str, new: str) -> None:
    assert read_pack(changed(file, old, new)).ref.digest != packaged_pack().ref.digest


def test_a_number_and_the_text_of_it_are_not_the_same() -> None:
    one, other = (digest_of(lines_of("x", [{"a": value}])) for value in (3, "3"))

    assert one != other


def test_a_place_is_written_so_that_no_two_are_alike() -> None:
    nested, flat = {"a": {"b": 1}}, {"a/b": 1}

    assert lines_of("x", nested) != lines_of("x", flat)


def test_a_missing_file_and_an_unknown_one_are_both_named() -> None:
    texts = {name: text for name, text in TEXTS.items() if name != "norms.yaml"}
    texts["norm.yaml"] = TEXTS["norms.yaml"]

    found = faults(texts)

    assert [(f.code, f.file) for f in found] == [
        ("law_file_missing", "norms.yaml"),
        ("law_file_unknown", "norm.yaml"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("norms.yaml", "  verified: true", "", "missing cpc.bank_secrecy verified"),
        ("indexes.yaml", "minor: 198200", 'minor: "1982"', "wrong mci minor"),
        ("routes.yaml", "route: abroad", "rout: abroad", "unknown 10 rout"),
        ("schemes.yaml", "PYRAMID, above: ", "PYRAMID, above: 7", "wrong PYRAMID above"),
        ("pack.yaml", '"2026.11"', '"November"', "wrong 1 version"),
        ("plans/01_stop.yaml", "who: duty_officer", "who: me", "wrong stop.incident who"),
        ("clocks/clocks.yaml", "unit: days", "unit: weeks", "wrong DL_ANSWER_3D unit"),
        ("clocks/clocks.yaml", "count: 3", "count: 99999999", "wrong DL_ANSWER_3D count"),
        ("thresholds.yaml", "times: 1000", 'times: "1000"', "wrong fraud.large times"),
        ("thresholds.yaml", "size: large", "scale: large", "missing fraud size"),
        ("ladder.yaml", "ends: []", "end: []", "unknown centre_block end"),
        (
            "powers.yaml",
            "by_division: true",
            "by_division: 1",
            "wrong written_instruction by_division",
        ),
        ("clocks/case_terms.yaml", "returned:", "return:", "missing 1 returned"),
        (
            "clocks/case_terms.yaml",
            "{level: region, ceiling",
            "{level: region, top",
            "unknown extensions.region top",
        ),
        (
            "qualification.yaml",
            "element: true",
            "element: 1",
            "wrong families.pyramid_advertising element",
        ),
        (
            "qualification.yaml",
            "repeated, norm: cc.fraud_repeated",
            "repeated, norm: ",
            "wrong families.fraud.features.repeated norm",
        ),
        ("qualification.yaml", "person: petty_person, ", "", "missing families.fraud.petty person"),
        (
            "prosecution.yaml",
            'article: "114", parts',
            "article: 114, parts",
            "wrong private.1 article",
        ),
        ("prosecution.yaml", "choice: only", "choice: alone", "wrong jurisdiction.2 choice"),
        ("protected.yaml", "may_hold: false", 'may_hold: "no"', "wrong answers.protected may_hold"),
        ("joinder.yaml", "  received: 1000\n", "", "missing lead_points received"),
        (
            "joinder.yaml",
            "to: defence, within",
            "to: nobody, within",
            "wrong decision.notices.nobody to",
        ),
        ("joinder.yaml", "place: [", "place: x\nplaces: [", "wrong 1 place"),
    ],
)
def test_a_fault_names_file_entry_and_field(file: str, old: str, new: str, place: str) -> None:
    found = {
        (f.file, " ".join((f.code.removeprefix("law_field_"), *dict(f.details).values())))
        for f in faults(changed(file, old, new))
    }

    assert (file, place) in found


@pytest.mark.parametrize(
    ("file", "old", "new", "entry"),
    [
        (
            "clocks/case_terms.yaml",
            "form: inquiry, clock",
            "form: accelerated, clock",
            "forms.inquiry",
        ),
        ("qualification.yaml", "family: laundering", "family: washing", "families.laundering"),
        ("qualification.yaml", '- {mode: deceived, family: ""}\n', "", "modes.deceived"),
        ("prosecution.yaml", "order: public, norm", "order: private, norm", "orders.public"),
        ("protected.yaml", "answer: not_known", "answer: unknown", "answers.not_known"),
    ],
)
def test_a_name_that_the_program_asks_for_must_be_there(
    file: str, old: str, new: str, entry: str
) -> None:
    found = faults(changed(file, old, new))

    assert ("law_entry_missing", entry) in [(f.code, dict(f.details)["entry"]) for f in found]


def test_of_two_entries_that_hold_at_once_nobody_knows_which() -> None:
    found = faults(
        changed("qualification.yaml", "family: theft\n    basic", "family: fraud\n    basic")
    )

    assert ("law_entry_twice", "families.fraud") in [
        (f.code, dict(f.details)["entry"]) for f in found
    ]


def test_a_file_that_is_one_thing_is_no_list() -> None:
    with pytest.raises(InputRefused) as caught:
        read_file("qualification.yaml", "- a\n")

    assert caught.value.faults[0].code == "law_not_entries"


@pytest.mark.parametrize("name", TABLES)
def test_in_a_pack_commas_stand_between_the_cells(name: str) -> None:
    with pytest.raises(InputRefused) as caught:
        read_file(name, TEXTS[name].replace(",", ";"))

    assert caught.value.faults[0].file == name


def test_every_file_is_held_to_a_shape() -> None:
    assert set(YAML) == SHAPED


def test_a_kazakh_text_that_is_missing_is_a_fault() -> None:
    found = faults(changed("norms.yaml", '{kk: "ҚР ҚПК", ru', '{kk: " ", ru'))

    assert [dict(f.details)["field"] for f in found] == ["act"]


def test_a_span_that_ends_before_it_begins_is_a_fault() -> None:
    found = faults(
        changed(
            "indexes.yaml", "2015-01-01, valid_to: 2016-01-01", "2016-01-01, valid_to: 2016-01-01"
        )
    )

    assert [f.code for f in found] == ["law_span_empty"]


def test_nine_faults_of_nine_files_are_told_at_once() -> None:
    texts = {**TEXTS, "norms.yaml": "a: [", "routes.yaml": "", "schemes.yaml": "x: y"}

    found = faults(texts)

    assert {f.file for f in found} == {"norms.yaml", "routes.yaml", "schemes.yaml"}


def test_a_reference_is_written_and_read_again() -> None:
    ref = packaged_pack().ref

    assert PackRef.parse(str(ref)) == ref
    assert re.fullmatch(r"2026\.11 sha256:[0-9a-f]{64}", str(ref))


@pytest.mark.parametrize("text", ["", "2026.11", "2026.11 sha256:00", "v1 sha256:" + "0" * 64])
def test_a_reference_that_names_no_pack_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        PackRef.parse(text)


def is_read(file: str, text: str) -> bool:
    """Whether one file is read; anything else than a refusal with faults fails the test."""
    try:
        read_file(file, text)
    except InputRefused as refused:
        return not refused.faults
    return True


@given(st.sampled_from(YAML), st.text())
def test_only_refusals_leave_the_reader_whatever_a_file_holds(file: str, text: str) -> None:
    assert not is_read(file, text) or file not in SHAPED


@given(st.sampled_from(TABLES), st.text())
def test_only_refusals_leave_the_reader_whatever_a_table_holds(file: str, text: str) -> None:
    header = TEXTS[file].partition("\n")[0]

    assert is_read(file, f"{header}\n{text}") in {True, False}


@given(st.sampled_from(SMALL), st.data())
def test_a_file_with_a_hole_is_read_or_refused(file: str, data: st.DataObject) -> None:
    text = TEXTS[file]
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 200)))

    whole = text[:begin] + text[end:]

    assert is_read(file, whole) in {True, False}
    assert is_read(file, text)


@settings(max_examples=10)
@given(st.text(min_size=1, max_size=30).filter(lambda name: name not in TEXTS))
def test_a_file_of_any_other_name_is_refused(name: str) -> None:
    assert [f.code for f in faults({**TEXTS, name: ""})] == ["law_file_unknown"]
