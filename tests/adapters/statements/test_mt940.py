from dataclasses import replace

import pytest
from tests.adapters.statements.answers import OTHER, OWN, only, read
from tests.adapters.statements.mt_files import (
    BLOCKS,
    IN,
    LATE,
    OUT,
    File,
    local,
    paged,
)
from tests.adapters.statements.understood import refused, told

from izdes.adapters.statements import ManifestEntry
from izdes.adapters.statements.mt940.fields import printed_account
from izdes.core.money.reconcile import reconcile


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("closed", ["-", ""])
def test_a_bare_file_is_read_and_reconciled(end: str, closed: str) -> None:
    reading = read(File(end=closed).data(end=end))

    statement, found = only(reading), reconcile(only(reading))
    assert (reading.form, reading.reason, reading.faults) == (
        "mt940",
        "tags_of_swift_statement",
        (),
    )
    assert (statement.account, statement.currency) == (f"iban:{OWN}", "KZT")
    assert [r.signed_minor for r in statement.rows] == [50_000, -20_050, -1]
    assert {r.time_precision for r in statement.rows} == {"day"}
    assert (found.outcome, statement.faults) == ("reconciled", ())
    assert found.coverage is not None
    assert (found.coverage.covered_from, found.coverage.covered_to) == (local(1), local(1, 6))


def test_a_row_leads_back_to_the_line_of_its_tag() -> None:
    reading = read(File().data())

    lines = File().lines
    places = [r.row_id.rpartition("/")[2] for r in only(reading).rows]
    assert places == [str(lines.index(line) + 1) for line in (IN, OUT, LATE)]


@pytest.mark.parametrize(
    "file",
    [
        File(blocks=BLOCKS, end="-}"),
        File(blocks=BLOCKS.replace("{4:", "{3:{108:ABC}}{4:"), end="-}{5:{CHK:123456789ABC}}"),
        File(blocks=BLOCKS.replace("}{", "}\n{"), end="-}\n{5:{CHK:123456789ABC}}"),
        File(blocks=f"\x01{BLOCKS}", end="-}\x03"),
        File(blocks="DALAKZKA\n940\nDALAKZKA"),
        File(blocks=":940:"),
    ],
)
def test_a_file_in_blocks_or_under_headers_says_the_same(file: File) -> None:
    reading = read(file.data())

    assert (reading.form, only(reading).faults) == ("mt940", ())
    assert reconcile(only(reading)).outcome == "reconciled"


@pytest.mark.parametrize(
    ("file", "between"),
    [(File(), "\n"), (File(end=""), ""), (File(blocks=BLOCKS, end="-}"), "$")],
)
def test_every_message_of_a_file_is_a_statement(file: File, between: str) -> None:
    other = replace(file, account=f":25:{OTHER}", entries=(IN, LATE))
    texts = ["\n".join(each.lines) for each in (file, other, file)]

    reading = read(f"{between}".join(f"{text}\n" for text in texts).encode())

    accounts = [s.account for s in reading.statements]
    assert accounts == [f"iban:{OWN}", f"iban:{OTHER}", f"iban:{OWN}"]
    assert [s.sheet for s in reading.statements] == [1, 2, 3]
    assert len({r.row_id for s in reading.statements for r in s.rows}) == 8


def test_accounts_under_one_reference_are_not_mixed() -> None:
    second = [line for line in File(account=f":25:{OTHER}").lines if line != ":20:ST1"]

    reading = read("\n".join([*File(end="").lines, *second]).encode())

    assert [reconcile(s).outcome for s in reading.statements] == ["reconciled", "reconciled"]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
def test_cyrillic_is_read_and_told(encoding: str) -> None:
    text = ":86:Перевод средств\nПлательщик: Иванов И.\nИИН: 000101800016"

    reading = read(File(entries=(IN, text, OUT, LATE)).data(encoding=encoding))

    assert only(reading).rows[0].payer.name == "Иванов И."
    assert told(reading)["how_mt_letters"] == {"count": "1", "row": "6"}


def test_letters_of_swift_only_are_not_told() -> None:
    assert "how_mt_letters" not in told(read(File(entries=(IN, OUT, LATE)).data()))


@pytest.mark.parametrize(
    "text",
    [
        ":20:A\n:25:KZ\n",
        ":20:A\n:32A:260501KZT5,\n:50K:/1\n",
        "{1:F01}{2:I103}{4:\n:20:A\n:25:B\n:60F:C260501KZT1,\n-}\n",
        "время 10:20:30\n:25:\n",
        ":20:\n",
        "{4:",
    ],
)
def test_another_text_is_none_of_it(text: str) -> None:
    assert read(text.encode()).form is None


def test_a_message_of_another_kind_among_statements_is_noted() -> None:
    other = b"{1:F01A}{2:I103B}{4:\n:20:X\n:32A:260501KZT5,\n-}\n"

    reading = read(other + File(blocks=BLOCKS, end="-}").data())

    assert [(f.code, f.row, f.severity) for f in reading.faults] == [
        ("mt_message_other", 1, "noted")
    ]
    assert reconcile(only(reading)).outcome == "reconciled"


@pytest.mark.parametrize("bad", ["\x07", "\x85", "\ufffd", "\x1b["])
def test_a_forbidden_character_is_refused_and_the_rows_are_shown(bad: str) -> None:
    reading = read(File(entries=(IN, f":86:a{bad}b", OUT, LATE)).data())

    assert refused(reading) == [("mt_forbidden_character", 6)]
    assert len(only(reading).rows) == 3


def test_a_line_that_belongs_to_no_tag_is_noted() -> None:
    reading = read(File(closing=f"{File().closing}\nсправочно", after=(":64:X",)).data())

    assert [(f.code, f.row, f.severity) for f in only(reading).faults] == [
        ("mt_line_stray", 11, "noted")
    ]


def test_tags_that_are_not_read_are_told() -> None:
    reading = read(File(after=(":99Z:1", ":NS:22X")).data())

    assert told(reading)["how_mt_tags_left"] == {"tags": "99Z, NS"}


@pytest.mark.parametrize(
    ("lines", "number", "bank", "currency"),
    [
        ((OWN,), OWN, "", ""),
        ((f"/{OWN}",), OWN, "", ""),
        ((f"DALAKZKA/{OWN}",), OWN, "DALAKZKA", ""),
        ((f"DALAKZKAXXX/{OWN}KZT",), OWN, "DALAKZKAXXX", "KZT"),
        ((f"{OWN} USD",), OWN, "", "USD"),
        ((OWN, "DALAKZKA"), OWN, "DALAKZKA", ""),
        (("10050000/12345678",), "10050000/12345678", "", ""),
        (("40817KZT",), "40817KZT", "", ""),
        (("",), "", "", ""),
    ],
)
def test_an_account_is_taken_apart(
    lines: tuple[str, ...], number: str, bank: str, currency: str
) -> None:
    found = printed_account(lines)

    assert (found.number, found.bank, found.currency) == (number, bank, currency)


def test_an_account_with_its_bank_is_that_banks() -> None:
    local_number = only(read(File(account=":25:DALAKZKA/000123").data()))
    in_two_lines = only(read(File(account=f":25P:{OWN}\nDALAKZKA").data()))

    assert local_number.account == "acct:DALAKZKA:000123"
    assert (in_two_lines.account, in_two_lines.bank) == (f"iban:{OWN}", "DALAKZKA")


def test_a_silent_account_is_named_by_the_manifest_only() -> None:
    data = File(account="").data()

    named = read(data, name="a.sta", manifest={"a.sta": ManifestEntry(OWN)})
    unknown = read(data, name="a.sta")

    assert only(named).account == f"iban:{OWN}"
    assert [(f.code, f.row) for f in unknown.faults] == [("account_unknown", 1)]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (File(closing=""), "mt_balance_missing"),
        (File(opening=""), "mt_balance_missing"),
        (File(closing=":62F:C260531KZT309"), "balances_differ"),
        (File(closing=":62F:C260531KZT309,495"), "balance_unreadable"),
        (File(closing=":62F:C260531KZT1.250"), "balance_unreadable"),
        (File(closing=":62F:X260531KZT309,49"), "balance_unreadable"),
        (File(opening=":60F:C260501KZT1x", closing=":62F:C260531KZT"), "balance_unreadable"),
        (File(closing=":62F:C260532KZT309,49"), "period_unreadable"),
        (File(closing=":62F:C850531KZT309,49"), "period_unreadable"),
        (File(closing=":62F:C260430KZT309,49"), "period_unreadable"),
        (File(closing=":62F:C260531USD309,49"), "mt_currencies_differ"),
        (File(blocks=BLOCKS, end="-"), None),
        (File(blocks=BLOCKS, end=""), "mt_cut"),
    ],
)
def test_what_is_wrong_with_the_ends_is_refused(file: File, code: str | None) -> None:
    statement = only(read(file.data()))

    found = {f.code for f in reconcile(statement).faults if f.severity == "refused"}

    assert found == ({code} if code else set())
    assert len(statement.rows) == 3


def test_a_debit_balance_is_negative() -> None:
    file = File(opening=":60F:D260501KZT10,", closing=":62F:C260531KZT289,49")

    statement = only(read(file.data()))

    assert statement.opening_minor == -1_000
    assert reconcile(statement).outcome == "reconciled"


def test_an_opening_dated_with_the_day_of_the_closing_before_begins_after_it() -> None:
    late = ":61:2606020602C1,NTRFNONREF"
    second = File(opening=":60F:C260531KZT309,49", entries=(late,), closing=":62F:C260630KZT310,49")

    reading = read(File().data(second))

    before, after = reading.statements
    assert before.period_to == after.period_from == local(1, 6)
    assert told(reading)["how_mt_period_after"] == {"day": "01.06.2026"}


def test_an_opening_day_with_bookings_is_covered_whatever_came_before() -> None:
    second = File(opening=":60F:C260531KZT309,49", entries=(LATE,), closing=":62F:C260630KZT309,48")

    reading = read(File().data(second))

    assert reading.statements[1].period_from == local(31)


def test_the_owner_may_be_named_under_the_balances() -> None:
    statement = only(
        read(File(after=(":64:C260531KZT1,", ":86:Клиент: Омар Б.\nИИН: 000202800019")).data())
    )

    assert (statement.holder, statement.holder_iin) == ("Омар Б.", "000202800019")


def test_the_parts_of_a_statement_are_one() -> None:
    first, *others = paged(1, 2, 3, last=3)

    reading = read(first.data(*others))

    statement = only(reading)
    assert (statement.opening_minor, statement.closing_minor) == (1_000, 151_000)
    assert reconcile(statement).outcome == "reconciled"
    assert told(reading)["how_mt_report"] == {"form": "MT940", "pages": "3"}


def test_parts_stand_among_those_of_other_accounts() -> None:
    first, second = paged(1, 2, last=2)
    other = [replace(file, account=f":25:{OTHER}") for file in paged(1, 2, last=2)]

    reading = read(first.data(other[0], second, other[1]))

    assert [reconcile(s).outcome for s in reading.statements] == ["reconciled", "reconciled"]


def test_parts_stand_among_those_of_another_currency_of_the_account() -> None:
    first, second = paged(1, 2, last=2)
    dollars = [
        replace(f, opening=f.opening.replace("KZT", "USD"), closing=f.closing.replace("KZT", "USD"))
        for f in (first, second)
    ]

    reading = read(first.data(dollars[0], second, dollars[1]))

    assert [s.currency for s in reading.statements] == ["KZT", "USD"]
    assert [reconcile(s).outcome for s in reading.statements] == ["reconciled", "reconciled"]


def test_parts_without_numbers_are_joined_by_their_balances() -> None:
    first, second = (replace(file, number=":28C:5") for file in paged(1, 2, last=2))

    assert reconcile(only(read(first.data(second)))).outcome == "reconciled"


@pytest.mark.parametrize(
    ("numbers", "missing"), [((1,), {"2"}), ((1, 2), {"3"}), ((2, 3), {"1"}), ((1, 3), {"2"})]
)
def test_a_part_that_is_not_there_is_refused(numbers: tuple[int, ...], missing: set[str]) -> None:
    first, *others = paged(*numbers, last=3)

    reading = read(first.data(*others))

    faults = [f for s in reading.statements for f in s.faults if f.code == "mt_page_missing"]
    assert {dict(f.details)["page"] for f in faults} == missing
    assert all(reconcile(s).outcome == "faulty" for s in reading.statements)


def test_parts_that_do_not_fit_together_are_refused() -> None:
    first, second = paged(1, 2, last=2)
    second = replace(second, opening=":60M:C260501KZT511,")

    reading = read(first.data(second))

    assert ("mt_pages_differ", 12) in refused(reading)


def test_a_part_that_lost_its_end_is_refused() -> None:
    first, second = paged(1, 2, last=2)

    reading = read(replace(first, closing="", end="").data(second))

    assert ("mt_pages_differ", 10) in refused(reading)
