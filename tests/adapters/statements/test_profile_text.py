"""The text of a profile: what it may say, and what is said of one that is wrong."""

import pickle
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.profiled import CALLS, TABLE, changed, faults, profile

from izdes.adapters.statements import profiles
from izdes.adapters.statements.cells import NotATime
from izdes.adapters.statements.profiles import packaged_profiles, read_profile
from izdes.adapters.statements.profiles.notation import NoNotation, Notation
from izdes.adapters.statements.profiles.profile import Column
from izdes.adapters.statements.profiles.profile import __doc__ as contract
from izdes.adapters.words import LANGUAGES, entries, say
from izdes.core.errors import InputRefused

ROOM = Path(profiles.__file__).parent
SOURCES = {path.stem: path.read_text("utf-8") for path in sorted(ROOM.glob("*.py"))}
CODE = re.compile(r'"((?:profile|propose|how|token|status|address|line|number|duration)_[a-z_]+)"')
NO_CODES = {"profile_of", "propose_profile"}
TOLD_BY = ("profile", "heading", "rows", "sheet", "manifest", "file", "column")
TELLING = ("columns", "word", "form", "sides", "sign_debit", "sign_credit")


def known_keys(text: str) -> set[str]:
    """Return the keys that may stand where an unknown one stands."""
    with pytest.raises(InputRefused) as refused:
        profile(text)
    (fault,) = refused.value.faults
    assert (fault.code, fault.column.rpartition(".")[2]) == ("profile_key_unknown", "nobody")
    return set(dict(fault.details)["known"].split(", "))


def test_a_short_profile_is_enough() -> None:
    found = profile(TABLE)

    assert (found.name, found.form, found.kind) == ("t", "profile-t", "statement")
    assert found.columns["amount"] == Column(("сумма",))
    assert found.source == "p.yaml"


def test_every_key_of_the_contract_is_known_and_every_known_key_is_in_it() -> None:
    promised = set(re.findall(r"^``([a-z_]+)``$", contract or "", re.MULTILINE))

    known = known_keys(f"{TABLE}\nnobody: 1") | known_keys(f"{CALLS}\nnobody: 1")

    assert known == promised


def test_every_column_of_the_contract_is_a_column() -> None:
    table = known_keys(changed(TABLE, columns="{moment: Дата, amount: Сумма, nobody: X}"))
    calls = known_keys(changed(CALLS, columns="{moment: Н, a_number: А, nobody: X}"))

    told = set(re.findall(r"[a-z_]+", contract or ""))
    assert {name for name in table | calls if not name.startswith(("payer_", "payee_"))} <= told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (changed(TABLE, profile="2"), [("profile_value_wrong", "profile")]),
        (changed(TABLE, profile=""), [("profile_key_missing", "profile")]),
        (changed(TABLE, name=""), [("profile_key_missing", "name")]),
        (changed(TABLE, name="Большой"), [("profile_value_wrong", "name")]),
        (changed(TABLE, kind="poem"), [("profile_value_wrong", "kind")]),
        (changed(TABLE, verified="maybe"), [("profile_value_wrong", "verified")]),
        (changed(TABLE, header="-1"), [("profile_value_wrong", "header")]),
        (changed(TABLE, header="99999"), [("profile_value_wrong", "header")]),
        (changed(TABLE, order="up"), [("profile_value_wrong", "order")]),
        (changed(TABLE, match="{titles: [Дата]}"), [("profile_too_few_titles", "match.titles")]),
        (changed(TABLE, match="[Дата]"), [("profile_wants_keys", "match")]),
        (changed(TABLE, about="{a: 1}"), [("profile_wants_text", "about")]),
        (changed(TABLE, within="[{a: 1}]"), [("profile_wants_text", "within")]),
        (changed(TABLE, time="{zone: Mars}"), [("profile_zone_unknown", "time.zone")]),
        (
            changed(TABLE, time="{usual_zone: printed}"),
            [("profile_zone_unknown", "time.usual_zone")],
        ),
        (
            changed(TABLE, time="{zone: UTC, usual_zone: UTC}"),
            [("profile_keys_clash", "time.zone")],
        ),
        (changed(TABLE, time="{notation: hh:mm}"), [("profile_notation_wrong", "time.notation")]),
        (
            changed(TABLE, time="{notation: [DD/MM/YYYY, MM/DD/YYYY]}"),
            [("profile_notations_disagree", "time.notation")],
        ),
        (changed(TABLE, amounts="{mark: ;}"), [("profile_value_wrong", "amounts.mark")] * 1),
        (
            changed(TABLE, amounts="{negative: up}"),
            [("profile_value_wrong", "amounts.negative")],
        ),
        (changed(TABLE, amounts=""), [("profile_direction_untold", "amounts.negative")]),
        (
            changed(TABLE, constants="{currency: KZT, direction: debit}"),
            [("profile_keys_clash", "constants.direction")],
        ),
        (
            changed(TABLE, constants="{currency: DOUBLOON}"),
            [("profile_value_wrong", "constants.currency")],
        ),
        (changed(TABLE, columns="{amount: Сумма}"), [("profile_key_missing", "columns.moment")]),
        (changed(TABLE, columns="{moment: Дата}"), [("profile_key_missing", "columns.amount")]),
        (
            changed(TABLE, columns="{moment: Дата, clock: Время, amount: Сумма}"),
            [("profile_keys_clash", "columns.moment"), ("profile_key_missing", "columns.date")],
        ),
        (
            changed(TABLE, columns="{moment: Дата, debit: A}", amounts=""),
            [("profile_key_missing", "columns.credit")],
        ),
        (
            changed(TABLE, columns="{moment: Дата, amount: C, debit: A, credit: B}", amounts=""),
            [("profile_keys_clash", "columns.amount")],
        ),
        (
            changed(TABLE, columns="{moment: Дата, amount: {title: A, place: 2}}"),
            [("profile_column_unclear", "columns.amount")],
        ),
        (
            changed(TABLE, columns="{moment: Дата, amount: {place: ABCD}}"),
            [
                ("profile_value_wrong", "columns.amount.place"),
                ("profile_column_unclear", "columns.amount"),
            ],
        ),
        (
            changed(TABLE, columns="{moment: Дата, amount: Сумма, money: X}"),
            [("profile_key_unknown", "columns.money")],
        ),
        (
            changed(TABLE, columns="{moment: Дата, amount: Сумма, direction: Д}", amounts=""),
            [
                ("profile_key_missing", "directions.credit"),
                ("profile_key_missing", "directions.debit"),
            ],
        ),
        (
            changed(TABLE, directions="{debit: [x], credit: [y]}"),
            [("profile_key_missing", "columns.direction")],
        ),
        (
            changed(TABLE, directions="{debit: [x], credit: [x]}"),
            [("profile_word_twice", "directions.credit")],
        ),
        (changed(TABLE, status="{booked: [x]}"), [("profile_key_missing", "columns.status")]),
        (
            changed(TABLE, columns="{moment: Дата, amount: Сумма, status: С}"),
            [("profile_key_missing", "status.booked")],
        ),
        (changed(TABLE, contracts="{USDT: [x]}"), [("profile_key_missing", "columns.contract")]),
        (changed(TABLE, within="[x]"), [("profile_key_missing", "columns.operation")]),
        (changed(TABLE, kinds="{theft: [x]}"), [("profile_key_unknown", "kinds.theft")]),
        (
            changed(TABLE, columns="{moment: Дата, amount: Сумма, fee_currency: F}"),
            [("profile_key_missing", "columns.fee")],
        ),
        (
            changed(TABLE, columns="{moment: Дата, amount: Сумма, payer_account: A}"),
            [("profile_key_missing", "columns.payee_account")],
        ),
        (
            changed(
                TABLE,
                columns="{moment: Д, amount: С, payer_account: A, payee_account: B, far_name: C}",
            ),
            [("profile_keys_clash", "columns.payer_account")],
        ),
        (changed(TABLE, account="{of: chain}"), [("profile_key_missing", "constants.network")]),
        (changed(TABLE, account="{of: pirate}"), [("profile_value_wrong", "account.of")]),
        (
            changed(TABLE, columns="{moment: Дата, amount: Сумма, own_account: A}"),
            [("profile_keys_clash", "account.is")],
        ),
        (
            changed(TABLE, header="0"),
            [
                ("profile_place_wanted", "columns.moment"),
                ("profile_place_wanted", "columns.amount"),
                ("profile_keys_clash", "match.titles"),
            ],
        ),
        (changed(TABLE, labels="{owner: [x]}"), [("profile_key_unknown", "labels.owner")]),
        (changed(TABLE, types="{voice: [x]}"), [("profile_key_unknown", "types")]),
        (changed(CALLS, amounts="{mark: .}"), [("profile_key_unknown", "amounts")]),
        (changed(CALLS, columns="{moment: Н}"), [("profile_key_missing", "columns.a_number")]),
        (
            changed(CALLS, columns="{moment: Н, own_number: А}"),
            [("profile_key_missing", "columns.direction")],
        ),
        (
            changed(CALLS, columns="{moment: Н, a_number: А, own_number: Б, direction: Д}"),
            [("profile_keys_clash", "columns.a_number"), ("profile_key_missing", "directions")],
        ),
        (
            changed(CALLS, columns="{moment: Н, a_number: А, type: Т}"),
            [("profile_key_missing", "types")],
        ),
        (changed(CALLS, bare_duration="hours"), [("profile_value_wrong", "bare_duration")]),
    ],
)
def test_what_is_wrong_is_named_by_its_key(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


def test_everything_wrong_is_told_at_once_with_its_line() -> None:
    text = "profile: 1\nname: t\nkind: statement\nfoo: 1\ncolumns: {bar: 2}\n"

    with pytest.raises(InputRefused) as refused:
        profile(text)

    told = {(f.code, f.column, f.row, f.file) for f in refused.value.faults}
    assert told == {
        ("profile_key_unknown", "foo", 4, "p.yaml"),
        ("profile_key_unknown", "columns.bar", 5, "p.yaml"),
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "profile_unreadable"),
        (b"- a\n- b\n", "profile_unreadable"),
        (b"a: [1, 2", "profile_unreadable"),
        (b"a: \xff\xfe", "profile_unreadable"),
        (b'a: "\\UFFFFFFFF"', "profile_unreadable"),
        (b'a: "\\ud800"', "profile_unreadable"),
        (b"a: \x00", "profile_unreadable"),
        (b"a: &x [1]\nb: *x\n", "profile_has_references"),
        (b"a: !!python/object/apply:os.system [ls]\n", "profile_has_references"),
        (b"a: !!int 5\n", "profile_has_references"),
        (b"<<: {a: 1}\n", "profile_key_missing"),
        (b"a: " + b"[" * 2_000, "profile_too_large"),
        (b"a: 1\n" * 20_000, "profile_too_large"),
        (b"x: " + b"a" * 70_000, "profile_too_large"),
        (b"a: 1\n---\nb: 2\n", "profile_too_large"),
        (b"a: 1\na: 2\n", "profile_key_repeated"),
        (b"2026-13-45: x\n? [a]\n: b\n", "profile_key_missing"),
    ],
)
def test_a_hostile_text_is_refused(data: bytes, code: str) -> None:
    assert code in [found for found, _ in faults(data)]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_nothing_but_faults_comes_out_of_any_bytes(data: bytes) -> None:
    assert faults(data)


@given(st.text(max_size=200))
def test_nothing_but_faults_comes_out_of_a_spoilt_profile(more: str) -> None:
    found = faults(f"{TABLE}\n{more}")

    assert all(code.startswith("profile_") for code, _ in found)


def test_words_that_are_no_words_elsewhere_are_titles_here() -> None:
    found = profile(changed(TABLE, match="{titles: [No, Yes, 2026-05-01, 010]}"))

    assert found.match.titles == (("no",), ("yes",), ("2026 05 01",), ("010",))


def test_a_column_is_given_by_title_place_or_several_titles() -> None:
    columns = "{moment: {place: AA}, amount: {title: С, nth: 2}, purpose: {join: [а, б]}}"

    found = profile(changed(TABLE, columns=columns))

    assert found.columns == {
        "moment": Column(place=27),
        "amount": Column(("с",), nth=2),
        "purpose": Column(("а", "б"), is_joined=True),
    }


def test_a_file_that_is_not_there_is_refused_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_profile(tmp_path / "none.yaml")

    assert [(f.code, f.file) for f in refused.value.faults] == [
        ("profile_file_unreadable", "none.yaml")
    ]


def test_a_profile_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(TABLE, encoding="utf-8")

    assert read_profile(path).source == "t.yaml"


def test_packaged_profiles_have_no_faults_and_names_of_their_own() -> None:
    found = packaged_profiles()

    assert [p.name for p in found] == sorted({p.name for p in found})
    assert all(p.about and p.source == f"{p.name}.yaml" for p in found)
    assert packaged_profiles() is found


def test_packaged_profiles_cite_where_their_columns_are_known_from() -> None:
    for path in (ROOM / "data").glob("*.yaml"):
        assert path.read_text("utf-8").startswith("# ")


def test_profiles_cross_the_border_of_a_process() -> None:
    for found in (*packaged_profiles(), profile(TABLE), profile(CALLS)):
        again = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own

        assert all(getattr(again, f.name) == getattr(found, f.name) for f in fields(found))


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_every_code_of_a_module_has_its_sentence(module: str) -> None:
    codes = set(CODE.findall(SOURCES[module])) - NO_CODES

    assert codes <= entries().keys()


def test_every_sentence_of_profiles_is_said_by_somebody() -> None:
    topic = (ROOM.parents[1] / "words/profiles.yaml").read_text("utf-8")
    everything = "\n".join(path.read_text("utf-8") for path in ROOM.parent.rglob("*.py"))

    built = {f"how_account_{each}" for each in TOLD_BY}
    built |= {f"how_profile_direction_{each}" for each in TELLING}
    for code in re.findall(r"^([a-z_]+):$", topic, re.MULTILINE):
        assert code in everything or code in built
        assert all(say(code, lang) for lang in LANGUAGES)
    assert built <= entries().keys()


@pytest.mark.parametrize(
    ("letters", "printed", "expected"),
    [
        ("DD.MM.YYYY hh:mm:ss", "19.05.2026 14:02:07", "2026-05-19T09:02:07"),
        ("D.M.YY h:mm", "9.5.26 4:02", "2026-05-08T23:02:00"),
        ("MM/DD/YYYY h:mm AP", "05/19/2026 2:02 p.m.", "2026-05-19T09:02:00"),
        ("MM/DD/YYYY h:mm AP", "05/19/2026 12:02 AM", "2026-05-18T19:02:00"),
        ("D MMM YYYY", "19 мамыр 2026", "2026-05-18T19:00:00"),
        ("MMM D, YYYY", "May 19, 2026", "2026-05-18T19:00:00"),
        ("YYYY-MM-DDThh:mm:ss.fZ", "2026-05-19T14:02:07.123+06:00", "2026-05-19T08:02:07"),
        ("YYYY-MM-DD hh:mm:ss Z", "2026-05-19 14:02:07 UTC", "2026-05-19T14:02:07"),
        ("iso", "2026-05-19", "2026-05-18T19:00:00"),
        ("iso", "2026-05-19T14:02Z", "2026-05-19T14:02:00"),
        ("unix", "1684152000", "2023-05-15T12:00:00"),
        ("unix-ms", "1684152000123", "2023-05-15T12:00:00"),
        ("serial", "46161.5", "2026-05-19T07:00:00"),
        ("known", "19.05.2026", "2026-05-18T19:00:00"),
    ],
)
def test_a_notation_reads_what_it_says(letters: str, printed: str, expected: str) -> None:
    found = Notation.parse(letters).read(printed)

    assert found.at.replace(tzinfo=None).isoformat() == expected


@pytest.mark.parametrize("letters", ["", "DD", "DD.MM", "YYYY-MM-DD hh", "DD.DD.YYYY", "abc", "ss"])
def test_what_states_no_day_is_no_notation(letters: str) -> None:
    with pytest.raises(NoNotation):
        Notation.parse(letters)


@pytest.mark.parametrize(
    ("letters", "printed"),
    [
        ("D MMM YYYY", "19 брюмера 2026"),
        ("DD.MM.YYYY h:mm AP", "19.05.2026 13:02 PM"),
        ("DD.MM.YYYY hh:mm Z", "19.05.2026 13:02 +15:00"),
        ("DD.MM.YYYY", "31.02.2026"),
        ("DD.MM.YYYY", "19.05.1826"),
        ("iso", "2026-02-31"),
        ("iso", "2026-W20-1"),
        ("unix", "99999999999"),
        ("unix", "0000000001"),
        ("unix-ms", "1"),
        ("serial", "461"),
        ("known", "скоро"),
    ],
)
def test_an_impossible_moment_is_none(letters: str, printed: str) -> None:
    with pytest.raises(NotATime):
        Notation.parse(letters).read(printed)
