"""The answer: subjects found or not, files of what was asked, money held, all named and digested.

Who a client is and how his account was opened is told where the institution keeps tables of it.
What cannot be told (video, or a period before the books) stays unanswered; then the answer is a
partial one and says in words what is still owed.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from izdes.adapters.messages.making.books import Books, Place
from izdes.adapters.messages.making.clients import CLIENT_COLUMNS, LOGIN_COLUMNS, Client, Login
from izdes.adapters.messages.making.extract import Extract, extracts_of, is_whole
from izdes.adapters.messages.making.holds import asks_to_hold, holding
from izdes.adapters.messages.making.returns import returning
from izdes.adapters.messages.making.workbook import workbook
from izdes.adapters.messages.package import Package
from izdes.adapters.messages.signed import SIGNATURE_FILES
from izdes.adapters.signatures.interface import Signer
from izdes.adapters.words import say
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.account import AccountKey
from izdes.core.orders.answers import (
    ANSWER_FILE,
    Answer,
    AnswerFile,
    Completeness,
    FileKind,
    HoldAnswer,
    ReturnAnswer,
    SubjectAnswer,
    SubjectStatus,
    kind_of_demand,
)
from izdes.core.orders.claims import asks_to_return
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering, Named
from izdes.core.orders.subjects import Subject

_TAIL = 4
_ACCOUNT_COLUMNS = ("account", "currency", "kind", "holder_iin", "holder_name", "protected")
_BALANCE_COLUMNS = ("account", "currency", "balance_minor", "at")


@dataclass(frozen=True, slots=True)
class MadeAnswer:
    """An answer and the files that lie beside it, by name."""

    answer: Answer
    files: Mapping[str, bytes]

    def write(self, folder: Path, signer: Signer | None = None) -> None:
        """Write the answer into a folder that is there, with a signature where one signs it."""
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        data = paper_bytes(self.answer)
        (folder / ANSWER_FILE).write_bytes(data)
        if signer is not None:
            signature = signer.sign(data, form="cades", at=self.answer.answered_at)
            (folder / SIGNATURE_FILES[0]).write_bytes(signature)


@dataclass(slots=True)
class _Making:
    """An answer in the making.

    Attributes:
        reached: The subjects that lead to an account.
        lacking: Kinds of data that were asked and cannot be given whole.
    """

    package: Package
    books: Books
    at: datetime
    reached: dict[Place, list[Subject]] = field(default_factory=dict)
    named: list[AnswerFile] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)

    def add(self, name: str, data: bytes, kind: FileKind, about: Sequence[Subject]) -> AnswerFile:
        """Put a file beside the answer."""
        digest = hashlib.sha256(data).hexdigest()
        covers = tuple(Named(one.kind, one.value) for one in about)
        made = AnswerFile(name, digest, len(data), kind, covers, None)
        self.files[name] = data
        self.named.append(made)
        return made

    def about(self) -> list[Subject]:
        """Return the subjects that lead to any account."""
        found = [one for reached in self.reached.values() for one in reached]
        return list(dict.fromkeys(found))


def make_answer(
    package: Package,
    books: Books,
    *,
    at: datetime,
    by: Answering,
    corrects: Answer | None = None,
    why_corrected: str = "",
) -> MadeAnswer:
    """Return the right answer to an order out of an institution's books.

    Args:
        at: When it is answered; balances are those of this moment.
        corrects: The earlier answer that this one replaces, and in `why_corrected` what was wrong.

    Raises:
        InputRefused: More movements than a sheet holds, or moments beyond every calendar.
    """
    try:
        return _made(_Making(package, books, at.astimezone(UTC)), by, corrects, why_corrected)
    except OverflowError:
        raise InputRefused(Fault("kit_moment_impossible")) from None


def _made(
    making: _Making, by: Answering, corrects: Answer | None, why_corrected: str
) -> MadeAnswer:
    """Return the answer that is in the making."""
    package, books = making.package, making.books
    for subject in package.owed.subjects:
        for place in books.places_of(subject):
            making.reached.setdefault(place, []).append(subject)
    for kind in dict.fromkeys(kind_of_demand(name) or name for name in package.order.demanded):
        _give(making, kind)
    holds, returned = tuple(_holds(making)), _returned(making)
    completeness = _completeness(making, returned)
    answer = Answer(
        answer_id=f"{package.order_digest[:16]}-{making.at:%Y%m%dT%H%M%S%f}",
        order_number=package.order.number,
        order_digest=package.order_digest,
        corrects=corrects.answer_id if corrects else "",
        why_corrected=why_corrected if corrects else "",
        completeness=completeness,
        text="" if completeness == "full" else _owed_text(making),
        answered_at=making.at,
        by=by,
        subjects=tuple(_subjects(making)),
        holds=holds,
        files=tuple(making.named),
        returned=returned,
    )
    return MadeAnswer(answer, making.files)


def _give(making: _Making, kind: str) -> None:
    """Make the files of one kind of data."""
    match kind:
        case "movements":
            _movements(making)
        case "accounts":
            _table(making, "accounts", _ACCOUNT_COLUMNS, _account_rows(making))
        case "balance":
            _table(making, "balance", _BALANCE_COLUMNS, _balance_rows(making))
        case "client_file" if making.books.clients is not None:
            _table(
                making, "client_file", CLIENT_COLUMNS, _client_rows(making, making.books.clients)
            )
        case "logins" if making.books.logins is not None:
            _logins(making, making.books.logins)
        case _:
            making.lacking.append(kind)


def _movements(making: _Making) -> None:
    """Make one workbook for each account, currency and interval that is known."""
    asked, number = making.package.owed.period, 0
    for place, about in making.reached.items():
        for extract in extracts_of(making.books, place, asked):
            number += 1
            name = f"{number:02d}_{place[0][-_TAIL:]}_{place[1]}.xlsx"
            data = workbook(_with_card(extract, about))
            made = making.add(name, data, "movements", about)
            making.named[-1] = replace(made, period=extract.period)
        if asked and not is_whole(making.books, place, asked):
            making.lacking.append("movements")


def _with_card(extract: Extract, about: Iterable[Subject]) -> Extract:
    """Return an extract that names the card by which it was asked for."""
    cards = [subject.value for subject in about if subject.kind == "card"]
    return replace(extract, card=cards[0]) if cards else extract


def _account_rows(making: _Making) -> Iterator[tuple[str, ...]]:
    """Yield the accounts of the subjects."""
    for account, currency in making.reached:
        holder = making.books.holders[account]
        kinds = [c.kind for c in making.books.places[account, currency]]
        kind = kinds[-1] if kinds else "unknown"
        is_protected = "yes" if holder.is_protected else ""
        yield account, currency, kind, holder.iin, holder.name, is_protected


def _client_rows(
    making: _Making, clients: Mapping[AccountKey, tuple[Client, ...]]
) -> Iterator[tuple[str, ...]]:
    """Yield the clients of the subjects; of an account that has none something is still owed."""
    for account in _accounts(making):
        if account not in clients:
            making.lacking.append("client_file")
        yield from (client.row for client in clients.get(account, ()))


def _logins(making: _Making, logins: Mapping[AccountKey, tuple[Login, ...]]) -> None:
    """Make the table of the log-ins of the period; it may be empty, and says so by its period."""
    asked = making.package.owed.period
    found = [
        login.row
        for account in _accounts(making)
        for login in logins.get(account, ())
        if asked is None or asked.since <= login.at < asked.until
    ]
    if not making.reached:
        return
    _table(making, "logins", LOGIN_COLUMNS, found, is_needed=True)
    if asked is None:
        return
    if all(is_whole(making.books, place, asked) for place in making.reached):
        making.named[-1] = replace(making.named[-1], period=asked)
    else:
        making.lacking.append("logins")


def _accounts(making: _Making) -> tuple[AccountKey, ...]:
    """Return the accounts of the subjects, each once."""
    return tuple(dict.fromkeys(account for account, _ in making.reached))


def _balance_rows(making: _Making) -> Iterator[tuple[str, ...]]:
    """Yield the balances of the subjects at the moment of the answer."""
    for place in making.reached:
        balance = making.books.balance_at(place, making.at)
        if balance is None:
            making.lacking.append("balance")
        else:
            yield *place, str(balance), making.at.isoformat()


def _table(
    making: _Making,
    kind: FileKind,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    is_needed: bool = False,
) -> None:
    """Make a table as CSV, where there is anything to tell or it is needed without rows too."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    found = list(rows)
    writer.writerows(found)
    if found or is_needed:
        making.add(f"{kind}.csv", text.getvalue().encode(), kind, making.about())


def _holds(making: _Making) -> Iterator[HoldAnswer]:
    """Yield what becomes of money that is to be held."""
    order = making.package.order
    if order.cap is not None and asks_to_hold(order):
        held = holding(making.books, order, order.cap, making.at)
        for subject in making.package.owed.subjects:
            yield from held.on(subject)


def _returned(making: _Making) -> tuple[ReturnAnswer, ...]:
    """Return what is given back to the victim; nothing where her account is not named."""
    order = making.package.order
    if not asks_to_return(order):
        return ()
    subjects = making.package.owed.subjects
    given = tuple(returning(making.books, order, subjects, at=making.at))
    if not given:
        making.lacking.append("returned")
    return given


def _subjects(making: _Making) -> Iterator[SubjectAnswer]:
    """Yield what is to be said of each subject."""
    for subject in making.package.owed.subjects:
        status: SubjectStatus = "found"
        if not making.books.places_of(subject):
            status = "not_found" if making.books.is_ours(subject) else "not_ours"
        yield SubjectAnswer(Named(subject.kind, subject.value), status, "")


def _completeness(making: _Making, returned: Sequence[ReturnAnswer]) -> Completeness:
    """Say how much of what was asked is answered."""
    if not making.lacking or not making.reached:
        return "full"
    return "partial" if making.files or returned else "none"


def _owed_text(making: _Making) -> str:
    """Return in the language of the order what is still owed."""
    language = making.package.order.language
    kinds = dict.fromkeys(making.lacking)
    return say("kit_still_owed", language, kinds=", ".join(kinds))
