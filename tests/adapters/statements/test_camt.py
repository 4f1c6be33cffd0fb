from datetime import UTC, datetime

import pytest
from tests.adapters.statements.answers import OWN, only, read
from tests.adapters.statements.camt_files import (
    ENTRIES,
    PERIOD,
    Message,
    amount,
    balance,
    notification,
)
from tests.adapters.statements.understood import refused, told

from izdes.adapters.statements import ManifestEntry
from izdes.core.money.reconcile import reconcile


@pytest.mark.parametrize("version", [f"{number:02d}" for number in range(2, 14)])
@pytest.mark.parametrize("kind", ["052", "053"])
def test_every_version_of_a_statement_is_read(kind: str, version: str) -> None:
    reading = read(Message(kind, version).data())

    assert (reading.form, reading.reason) == (f"camt.{kind}", f"root_of_camt_{kind}")
    assert told(reading)["how_camt_message"]["version"] == version
    assert [r.signed_minor for r in only(reading).rows] == [50_000, -20_050, -1]
    assert reconcile(only(reading)).outcome == "reconciled"


def test_what_older_versions_write_elsewhere_is_found() -> None:
    old = (
        Message(version="02")
        .data()
        .decode()
        .replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
        .replace("<Pty>", "")
        .replace("</Pty>", "")
        .replace("BICFI", "BIC")
    )

    statement = only(read(old.encode()))

    assert statement.bank == "DALAKZKA"
    assert {r.payee.name for r in statement.rows if r.direction == "debit"} == {"Сейтқали Ә."}
    assert reconcile(statement).outcome == "reconciled"


@pytest.mark.parametrize(
    "wrapping",
    [
        '<?xml version="1.0"?><n:Document xmlns:n="{namespace}">{prefixed}</n:Document>',
        "<Document>{body}</Document>",
        '<Document xmlns="urn:swift:xsd:camt.053.001.08">{body}</Document>',
        (
            '<?xml version="1.0"?><BizMsgEnvlp><AppHdr><BizMsgIdr>1</BizMsgIdr></AppHdr>'
            '<Document xmlns="{namespace}">{body}</Document></BizMsgEnvlp>'
        ),
        (
            '<?xml version="1.0"?><env:Envelope xmlns:env="urn:e"><env:Body>'
            '<Document xmlns="{namespace}">{body}</Document></env:Body></env:Envelope>'
        ),
    ],
)
def test_a_message_is_known_in_any_wrapping(wrapping: str) -> None:
    message = Message()
    prefixed = message.body().replace("<", "<n:").replace("<n:/", "</n:")

    data = wrapping.format(namespace=message.namespace, body=message.body(), prefixed=prefixed)

    assert reconcile(only(read(data.encode()))).outcome == "reconciled"


def test_several_documents_of_one_envelope_are_all_read() -> None:
    document = f'<Document xmlns="{Message().namespace}">{Message().body(Message())}</Document>'

    reading = read(f"<?xml version='1.0'?><Envelope>{document}{document}</Envelope>".encode())

    assert [s.sheet for s in reading.statements] == [1, 2, 3, 4]
    assert len({r.row_id for s in reading.statements for r in s.rows}) == 12


def test_a_message_without_parts_holds_no_statement() -> None:
    data = '<?xml version="1.0"?><Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>'

    assert [f.code for f in read(data.encode()).faults] == ["no_statement"]


def test_a_silent_account_is_named_by_the_manifest_only() -> None:
    data = Message(account="<Acct><Ccy>KZT</Ccy></Acct>").data()

    named = read(data, name="a.xml", manifest={"a.xml": ManifestEntry(OWN)})
    unknown = read(data, name="a.xml")

    assert only(named).account == f"iban:{OWN}"
    assert "how_account_manifest" in told(named)
    assert [f.code for f in unknown.faults] == ["account_unknown"]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("2026-05-31T23:59:59+05:00", datetime(2026, 5, 31, 19, tzinfo=UTC)),
        ("2026-06-01T00:00:00+05:00", datetime(2026, 5, 31, 19, tzinfo=UTC)),
        ("2026-06-01T00:00:00.000+06:00", datetime(2026, 5, 31, 18, tzinfo=UTC)),
        ("2026-05-31T23:59:59.999Z", datetime(2026, 6, 1, tzinfo=UTC)),
        ("2026-05-31", datetime(2026, 5, 31, 19, tzinfo=UTC)),
    ],
)
def test_a_period_is_half_open_however_its_end_is_printed(end: str, last: datetime) -> None:
    period = PERIOD.replace("2026-05-31T23:59:59+05:00", end)

    statement = only(read(Message(period=period, entries=ENTRIES[:2]).data()))

    assert statement.period_to == last


def test_a_period_that_cannot_be_read_is_refused() -> None:
    reading = read(Message(period=PERIOD.replace("2026-05-31T", "2026-05-32T")).data())

    assert refused(reading) == [("period_unreadable", 0)]


def test_the_closing_of_the_period_before_is_an_opening() -> None:
    message = Message(
        balances=balance("PRCD", 1_000, "2026-04-30") + balance("CLBD", 30_949, "2026-05-31")
    )

    reading = read(message.data())

    assert told(reading)["how_camt_opening"] == {"balance": "PRCD"}
    assert reconcile(only(reading)).outcome == "reconciled"


def test_what_is_available_or_promised_is_no_balance() -> None:
    others = "".join(
        balance(code, 7, "2026-05-31") for code in ("ITAV", "CLAV", "FWAV", "OPAV", "XPCD", "INFO")
    )
    line = f"<CdtLine><Incl>true</Incl>{amount(9)}</CdtLine>"
    message = Message(balances=others + Message().balances.replace("<Amt", f"{line}<Amt", 1))

    assert reconcile(only(read(message.data()))).outcome == "reconciled"


def test_of_several_days_the_first_opening_and_the_last_closing_count() -> None:
    message = Message(
        balances=balance("CLBD", 30_949, "2026-05-31")
        + balance("OPBD", 30_950, "2026-05-31")
        + balance("CLBD", 30_950, "2026-05-30")
        + balance("OPBD", 1_000, "2026-05-01")
        + balance("OPBD", 5, "2026-04-01", more="<SubTp><Cd>INTM</Cd></SubTp>")
    )

    statement = only(read(message.data()))

    assert (statement.opening_minor, statement.closing_minor) == (1_000, 30_949)
    assert statement.faults == ()


def test_two_balances_of_one_day_are_refused() -> None:
    twice = balance("CLBD", 30_949, "2026-05-31") + balance("CLBD", 30_948, "2026-05-31")

    reading = read(Message(balances=balance("OPBD", 1_000, "2026-05-01") + twice).data())

    assert refused(reading) == [("camt_balances_contradict", 0)]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("1000.00", "10.001"), ("10.00", "-10.00"), ("<CdtDbtInd>CRDT", "<CdtDbtInd>XXXX")],
)
def test_a_balance_that_cannot_be_read_is_refused(wrong: str, right: str) -> None:
    data = Message(balances=Message().balances.replace(wrong, right, 1)).data()

    codes_found = [code for code, _ in refused(read(data))]

    assert codes_found == (["balance_unreadable"] if right in data.decode() else [])


@pytest.mark.parametrize(
    "at", ["2026-05-31", "2026-05-31T23:59:59+05:00", "2026-06-01T00:00:00+05:00"]
)
def test_an_interim_balance_at_the_very_end_closes_a_report(at: str) -> None:
    message = Message(
        "052", balances=balance("OPBD", 1_000, "2026-05-01") + balance("ITBD", 30_949, at)
    )

    reading = read(message.data())

    assert "how_camt_interim" in told(reading)
    assert reconcile(only(reading)).outcome == "reconciled"


@pytest.mark.parametrize("at", ["2026-05-30", "2026-05-31T12:00:00+05:00", "2026-06-01"])
def test_an_interim_balance_of_another_moment_closes_nothing(at: str) -> None:
    message = Message(
        "052", balances=balance("OPBD", 1_000, "2026-05-01") + balance("ITBD", 30_949, at)
    )

    statement = only(read(message.data()))

    assert statement.closing_minor is None
    assert reconcile(statement).outcome == "not_checkable"


def test_without_a_period_a_report_ends_when_it_was_made() -> None:
    message = Message(
        "052",
        period="",
        balances=balance("OPBD", 1_000, "2026-05-01")
        + balance("ITBD", 30_949, "2026-06-01T09:00:00+05:00"),
    )

    assert reconcile(only(read(message.data()))).outcome == "reconciled"


def test_an_interim_balance_closes_no_statement() -> None:
    message = Message(
        balances=balance("OPBD", 1_000, "2026-05-01") + balance("ITBD", 30_949, "2026-05-31")
    )

    assert only(read(message.data())).closing_minor is None


def test_a_notification_is_never_the_whole_of_a_period() -> None:
    reading = read(notification().data())

    statement, found = only(reading), reconcile(only(reading))
    assert reading.form == "camt.054"
    assert [(f.code, f.severity) for f in statement.faults] == [("camt_notification", "noted")]
    assert (statement.period_from, statement.period_to) == (None, None)
    assert found.outcome == "not_checkable"
    assert found.coverage is not None
    assert found.coverage.basis == "inferred"
