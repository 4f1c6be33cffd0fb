"""The three messages of a bank to its customer, and the pages that their parts come in.

camt.052 is a report within the day, camt.053 a statement, camt.054 a notification of single
entries. All versions from 02 on hold their parts in the same places; a message may stand alone, in
an envelope with its header, or without a namespace.

Pages of one part inside a file are put together. A page that is not in the file cannot be, and the
part is then incomplete.

Source: ISO 20022 camt.052.001, camt.053.001, camt.054.001, versions 02 to 13.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from izdes.adapters.statements.containers.xml import Element, child, children, said

_VERSION = re.compile(r"camt\.05[234]\.001\.([0-9]{2})\}")
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the three messages, and how its elements are called.

    Attributes:
        states_balances: It tells what the account held, so that it can be checked.
    """

    form: str
    root: str
    part: str
    pagination: str
    states_balances: bool = True

    @property
    def reason(self) -> str:
        """What shows the form, as a code."""
        return f"root_of_{self.form.replace('.', '_')}"


KINDS = (
    Kind("camt.052", "BkToCstmrAcctRpt", "Rpt", "RptPgntn"),
    Kind("camt.053", "BkToCstmrStmt", "Stmt", "StmtPgntn"),
    Kind("camt.054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "NtfctnPgntn", states_balances=False),
)
_BY_ROOT = {kind.root: kind for kind in KINDS}


@dataclass(slots=True)
class Part:
    """One report, statement or notification: its pages in their order.

    Attributes:
        number: Place of its first page among the parts of the file, from 1.
        missing: The page that is not there; 0 when none is missing.
    """

    kind: Kind
    version: str
    number: int
    pages: list[Element] = field(default_factory=list)
    last_page: int = 0
    missing: int = 0

    def said(self, *paths: str) -> str:
        """Return the text at the first of the paths that has one, page by page."""
        return next((text for page in self.pages if (text := said(page, *paths))), "")

    def every(self, name: str) -> Iterator[Element]:
        """Yield the direct children of that name, page by page."""
        for page in self.pages:
            yield from children(page, name)


def messages_in(root: Element) -> list[tuple[Kind, Element]]:
    """Return the messages of a document, whatever stands around them."""
    found = root.iter(*(f"{{*}}{kind.root}" for kind in KINDS))
    return [(_BY_ROOT[str(e.tag).rpartition("}")[2]], e) for e in found]


def parts_of(messages: Iterable[tuple[Kind, Element]]) -> list[Part]:
    """Return the parts of all messages, the pages of each put together."""
    parts: list[Part] = []
    number = 0
    for kind, message in messages:
        version = _VERSION.search(str(message.tag))
        whole = _page(child(message, "GrpHdr/MsgPgntn"))
        for element in children(message, kind.part):
            number += 1
            page = _page(child(element, kind.pagination)) or whole
            if page and parts and _goes_on(parts[-1], element, page[0]):
                part = parts[-1]
            else:
                part = Part(kind, version[1] if version else "", number)
                parts.append(part)
            _add(part, element, page)
    return parts


def _add(part: Part, element: Element, page: tuple[int, bool] | None) -> None:
    """Take one page into its part, and say which page is then missing."""
    is_first = not part.pages
    part.pages.append(element)
    if page is None:
        return
    part.last_page, is_last = page
    if is_first and part.last_page != 1:
        part.missing = max(part.last_page - 1, 1)
    elif not is_last:
        part.missing = part.last_page + 1
    elif part.missing == part.last_page:
        part.missing = 0


def _goes_on(part: Part, element: Element, page: int) -> bool:
    """Say whether an element is the next page of a part that is not yet whole."""
    account = ("Acct/Id/IBAN", "Acct/Id/Othr/Id")
    is_next = part.missing == page == part.last_page + 1
    return is_next and said(part.pages[0], *account) == said(element, *account)


def _page(pagination: Element | None) -> tuple[int, bool] | None:
    """Return the number of a page and whether it is the last; None where no pages are named."""
    if pagination is None:
        return None
    number = said(pagination, "PgNb")
    is_number = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    # A page without a number is no first page: something is missing before it.
    return int(number) if is_number else 0, said(pagination, "LastPgInd") in ("true", "1")
