"""camt messages about one invented account, written as banks write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.adapters.statements.answers import OTHER, OWN

ROOTS = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
PERIOD = (
    "<FrToDt><FrDtTm>2026-05-01T00:00:00+05:00</FrDtTm>"
    "<ToDtTm>2026-05-31T23:59:59+05:00</ToDtTm></FrToDt>"
)
ACCOUNT = (
    f"<Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>KZT</Ccy>"
    "<Ownr><Nm>Омар Б.</Nm><Id><PrvtId><Othr><Id>000202800019</Id></Othr></PrvtId></Id></Ownr>"
    "<Svcr><FinInstnId><BICFI>DALAKZKA</BICFI></FinInstnId></Svcr></Acct>"
)
BOOKED = "<Sts><Cd>BOOK</Cd></Sts>"


def balance(code: str, minor: int, at: str, *, more: str = "") -> str:
    """Return a balance at a day or an instant."""
    sign = "CRDT" if minor >= 0 else "DBIT"
    when = f"<DtTm>{at}</DtTm>" if "T" in at else f"<Dt>{at}</Dt>"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry>{more}</Tp>{amount(abs(minor))}"
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt>{when}</Dt></Bal>"
    )


def amount(minor: int, currency: str = "KZT") -> str:
    return f'<Amt Ccy="{currency}">{minor // 100}.{minor % 100:02d}</Amt>'


def details(*, party: str = "", more: str = "", role: str = "Cdtr") -> str:
    """Return one transaction with the other side in one of the two roles."""
    known = party or f"<{role}><Pty><Nm>Сейтқали Ә.</Nm></Pty></{role}>"
    account = f"<{role}Acct><Id><IBAN>{OTHER}</IBAN></Id></{role}Acct>"
    return f"<TxDtls>{more}<RltdPties>{known}{account}</RltdPties></TxDtls>"


def entry(
    minor: int,
    sign: str = "DBIT",
    *,
    day: str = "2026-05-03",
    status: str = BOOKED,
    more: str = "",
    inside: str | None = None,
    currency: str = "KZT",
) -> str:
    """Return one entry; ``more`` stands before its details, ``inside`` is their whole group."""
    far = details(role="Dbtr" if sign == "CRDT" else "Cdtr")
    group = f"<NtryDtls>{far}</NtryDtls>" if inside is None else inside
    when = f"<DtTm>{day}</DtTm>" if "T" in day else f"<Dt>{day}</Dt>"
    return (
        f"<Ntry>{amount(minor, currency)}<CdtDbtInd>{sign}</CdtDbtInd>{status}"
        f"<BookgDt>{when}</BookgDt>{more}{group}</Ntry>"
    )


ENTRIES = (entry(50_000, "CRDT"), entry(20_050), entry(1, day="2026-05-31"))


@dataclass(frozen=True)
class Message:
    """One message; every field is XML as it will stand."""

    kind: str = "053"
    version: str = "08"
    account: str = ACCOUNT
    period: str = PERIOD
    balances: str = balance("OPBD", 1_000, "2026-05-01") + balance("CLBD", 30_949, "2026-05-31")
    totals: str = ""
    pages: str = ""
    header: str = ""
    entries: Sequence[str] = field(default=ENTRIES)

    @property
    def namespace(self) -> str:
        return f"urn:iso:std:iso:20022:tech:xsd:camt.{self.kind}.001.{self.version}"

    @property
    def part(self) -> str:
        name = ROOTS[self.kind][1]
        return (
            f"<{name}><Id>1</Id>{self.pages}<CreDtTm>2026-06-01T09:00:00+05:00</CreDtTm>"
            f"{self.period}{self.account}{self.balances}{self.totals}{''.join(self.entries)}</{name}>"
        )

    def body(self, *more: "Message") -> str:
        """Return the message with the parts of others beside its own."""
        root = ROOTS[self.kind][0]
        parts = "".join(m.part for m in (self, *more))
        return f"<{root}><GrpHdr><MsgId>1</MsgId>{self.header}</GrpHdr>{parts}</{root}>"

    def data(self, *more: "Message") -> bytes:
        declared = f'<Document xmlns="{self.namespace}">'
        return f"<?xml version='1.0'?>{declared}{self.body(*more)}</Document>".encode()


def notification(**changes: str) -> Message:
    return replace(Message(kind="054", balances=""), **changes)


def pagination(kind: str, number: int, *, is_last: bool) -> str:
    name = {"052": "Rpt", "053": "Stmt", "054": "Ntfctn"}.get(kind, kind)
    last = "true" if is_last else "false"
    return f"<{name}Pgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></{name}Pgntn>"


def totals(credit: str, debit: str, every: str, *, net: str = "") -> str:
    """Return totals as pairs ``number sum``; empty leaves one out."""
    found = ""
    for name, text in (("TtlNtries", every), ("TtlCdtNtries", credit), ("TtlDbtNtries", debit)):
        if text:
            number, _, printed = text.partition(" ")
            inside = f"<NbOfNtries>{number}</NbOfNtries>" + (
                f"<Sum>{printed}</Sum>" if printed else ""
            )
            inside += net if name == "TtlNtries" else ""
            found += f"<{name}>{inside}</{name}>"
    return f"<TxsSummry>{found}</TxsSummry>"


def paged(*numbers: int, last: int, kind: str = "053") -> list[Message]:
    """Return pages: the opening on the first, the closing on the last."""
    opening, closing = balance("OPBD", 1_000, "2026-05-01"), balance("CLBD", 30_949, "2026-05-31")
    return [
        Message(
            kind,
            pages=pagination(kind, number, is_last=number == last),
            balances=(opening if number == 1 else "") + (closing if number == last else ""),
            entries=ENTRIES[number - 1 : number if number < last else None],
        )
        for number in numbers
    ]
