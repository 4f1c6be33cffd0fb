"""`izdes kit example`: an invented order with everything around it, to try an answer on.

Two orders of one invented case to one invented bank, signed by a local authority: a request for the
movements of an account, sanctioned by a prosecutor, and an order to hold money on the accounts of
its holder. Beside them the ledger of that bank, and the right answer to each.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from izdes.adapters.exchange.books import sandbox_books
from izdes.adapters.folder import new_folder
from izdes.adapters.messages.making.answer import make_answer
from izdes.adapters.messages.package import Package, PackedSignature, package_bytes
from izdes.adapters.signatures.authority.folder import read_stamping, write_authority
from izdes.adapters.signatures.authority.issuing import Holder
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.interface import FileSigner
from izdes.adapters.signatures.jws import read_jws
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.stamps import stamp
from izdes.adapters.words import say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
)
from izdes.cli.kit_ledger import ACCOUNT, ANSWERING, ANSWERING_NUMBER, BANK, HOLDER, write_ledger
from izdes.cli.visible import visible
from izdes.core.law.release import packaged_pack
from izdes.core.orders.checks import SignatureForm, SignedPaper
from izdes.core.orders.decision import Decision
from izdes.core.orders.order import Acting, Addressee, Cap, CaseStanding, Order, Period, Said
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import company_number, person_number

_PASSWORD = b"demo"
_DAYS = 30
_HELD_DAYS = 10
_CAP_MINOR = 450_000_00
_POLICE, _PROSECUTION = company_number(1), company_number(2)
_INVESTIGATOR = Acting(
    person_number("900101", 5, is_odd=True), "investigator", "Серік Демоұлы", "тергеуші", _POLICE
)
_PROSECUTOR = Acting(
    person_number("800202", 6, is_odd=False),
    "prosecutor",
    "Айгүл Демоқызы",
    "прокурор",
    _PROSECUTION,
)


@dataclass(frozen=True, slots=True)
class _Signers:
    """Who signs what, and the key of the clock that stamps it."""

    investigator: FileSigner
    prosecutor: FileSigner
    stamping: FileKey


def example(
    *, out: OutOption, lang: LangOption, json: JsonOption = False, replace: ReplaceOption = False
) -> None:
    """Write an invented order, a ledger and right answers, to try everything offline."""
    at = datetime.now(UTC).replace(microsecond=0)
    with refusals(lang.value, as_json=json), new_folder(out, replace=replace) as folder:
        write_example(folder, at=at)
    if json:
        print_json({"out": str(out)})
    else:
        print(visible(say("kit_example_written", lang.value, out=str(out))))


def write_example(folder: Path, *, at: datetime) -> None:
    """Write the example into a folder that is there.

    Args:
        at: When the answers are given; the orders are a day older.
    """
    made_at = at - timedelta(days=1)
    holders = {
        one.role: Holder(one.name, one.iin, one.body_bin) for one in (_INVESTIGATOR, _PROSECUTOR)
    } | {"bank": Holder(ANSWERING.name, ANSWERING_NUMBER, ANSWERING.body_bin)}
    issued = write_authority(
        folder / "pki", holders, at=made_at, until=at + timedelta(days=365), password=_PASSWORD
    )
    keys = {one.name: FileSigner(one.key) for one in issued}
    stamping = read_stamping(folder / "pki")
    signers = _Signers(keys["investigator"], keys["prosecutor"], stamping)
    write_ledger(folder, until=at)
    asked, opened, held = _request(made_at), _logins(made_at), _freeze(made_at)
    packages = {
        "request": _packed(asked, _sanction(asked), signers),
        "logins": _packed(opened, _sanction(opened), signers),
        "freeze": _packed(held, None, signers),
    }
    books = sandbox_books(folder)
    for name, package in packages.items():
        (folder / f"{name}.package.json").write_bytes(package_bytes(package))
        (folder / f"{name}-answer").mkdir()
        made = make_answer(package, books, at=at, by=ANSWERING)
        made.write(folder / f"{name}-answer", keys["bank"])
    (folder / "pki" / "password").write_bytes(_PASSWORD)


def _request(at: datetime) -> Order:
    """Return a request for the movements of one account."""
    return Order(
        number="2026-000117",
        measure="request.bank_movements",
        case=CaseStanding("267500031000123", "", "", at.date(), "190(3)3", at + timedelta(days=60)),
        basis="Жәбірленушінің ақшасы осы шотқа түсті.",
        norms=("cpc.bank_secrecy", "cpc.duty_to_answer"),
        addressee=Addressee("kz.bank.demo", BANK, "DEMOKZKA"),
        subjects=(Subject("iban", ACCOUNT),),
        demanded=("movements",),
        period=Period(at - timedelta(days=_DAYS), at),
        cap=None,
        days=None,
        said=(Said("fabula", "Алаяқтық."), Said("necessity", "Ақшаның ізін табу.")),
        urgency="three_days",
        language="kk",
        initiator=_INVESTIGATOR,
        pack=packaged_pack().ref.digest,
        made_at=at,
        relation="none",
        related="",
    )


def _logins(at: datetime) -> Order:
    """Return a request for who holds the account, and how it was opened."""
    return replace(
        _request(at),
        number="2026-000119",
        measure="request.bank_logins",
        norms=("cpc.bank_secrecy", "cpc.duty_to_answer", "banks.secrecy"),
        demanded=("client_file", "logins"),
    )


def _freeze(at: datetime) -> Order:
    """Return an order to hold what was traced, on any account of the holder."""
    said = {
        "fabula": "Алаяқтық.",
        "found_at": at.isoformat(),
        "protected_answer": "asked",
        "why_hidden": "Ақша басқа шотқа кетуі мүмкін.",
    }
    return replace(
        _request(at),
        number="2026-000118",
        measure="freeze.suspension",
        norms=("cpc.suspension", "cpc.cap"),
        subjects=(Subject("any_account", HOLDER, most_minor=_CAP_MINOR),),
        demanded=(),
        period=None,
        cap=Cap(_CAP_MINOR, "KZT", "fifo", "ef" * 32),
        days=_HELD_DAYS,
        said=tuple(Said(name, text) for name, text in sorted(said.items())),
        urgency="hot",
    )


def _sanction(order: Order) -> Decision:
    """Return the sanction of an order."""
    return Decision(
        number="C-45",
        kind="sanction",
        outcome="given",
        order_number=order.number,
        order_digest=paper_digest(order),
        grounds=(),
        why="",
        subjects=(),
        period=None,
        earlier_refusal="",
        decided_by=_PROSECUTOR,
        pack=order.pack,
        decided_at=order.made_at + timedelta(hours=1),
    )


def _packed(order: Order, decision: Decision | None, signers: _Signers) -> Package:
    """Return an order with its decision, each signed in both forms."""
    order_signed = _signed("order", paper_bytes(order), signers.investigator, order.made_at)
    signatures = _stamped(order_signed, paper_bytes(order), signers.stamping, order.made_at)
    if decision is not None:
        data, at = paper_bytes(decision), decision.decided_at
        decision_signed = _signed("decision", data, signers.prosecutor, at)
        signatures += _stamped(decision_signed, data, signers.stamping, at)
    return Package(order, decision, signatures)


def _signed(
    paper: SignedPaper, data: bytes, signer: FileSigner, at: datetime
) -> tuple[PackedSignature, ...]:
    """Return the signatures over a paper, one in each form."""
    forms: tuple[SignatureForm, ...] = ("cades", "jws")
    return tuple(
        PackedSignature(paper, form, signer.sign(data, form=form, at=at)) for form in forms
    )


def _stamped(
    signatures: tuple[PackedSignature, ...], data: bytes, stamping: FileKey, at: datetime
) -> tuple[PackedSignature, ...]:
    """Return signatures over a paper, each with its timestamp."""
    return tuple(
        replace(
            one,
            stamp=stamp(
                (read_cades if one.form == "cades" else read_jws)(one.value, data).value,
                partial(answer_stamp, key=stamping, at=at),
            ),
        )
        for one in signatures
    )
