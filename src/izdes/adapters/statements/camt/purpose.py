"""What a camt transaction says of itself: the kind of operation, the purpose, its references.

Source: ISO 20022, EntryTransaction in versions 02 to 13; external code set of bank transactions.
"""

from izdes.adapters.statements.containers.xml import Element, child, children, said
from izdes.adapters.statements.wording import kind_of

_SAYS_NOTHING = "NOTPROVIDED"
_REFERENCES = ("Refs/UETR", "Refs/EndToEndId", "Refs/TxId", "Refs/InstrId", "Refs/AcctSvcrRef")
# What the standard calls an entry that gives money back.
_RETURN = "RRTN"


def is_return(element: Element) -> bool:
    """Say whether an entry or a transaction takes an earlier one back."""
    is_reversal = said(element, "RvslInd") in ("true", "1")
    return is_reversal or child(element, "RtrInf") is not None


def operation_of(entry: Element, detail: Element) -> str:
    """Return the kind of operation: the bank's own word, else the codes of ISO 20022.

    A word that nobody listed stands beside the codes, so that these may tell the kind.
    """
    paths = ("BkTxCd/Prtry/Cd", "AddtlTxInf", "AddtlNtryInf")
    word = next((w for e in (detail, entry) if (w := said(e, *paths))), "")
    if kind_of(word).kind != "other":
        return word
    codes = next((c for e in (detail, entry) if (c := _codes(child(e, "BkTxCd/Domn")))), "")
    if is_return(entry) or is_return(detail):
        codes = f"{codes}/{_RETURN}"
    return f"{word} {codes}".strip()


def _codes(domain: Element | None) -> str:
    """Return domain, family and sub-family in one."""
    codes = (said(domain, "Cd"), said(domain, "Fmly/Cd"), said(domain, "Fmly/SubFmlyCd"))
    return "/".join(code for code in codes if code)


def purpose_of(detail: Element) -> str:
    """Return what a payment is said to be for: in free words, else as a structured reference."""
    remittance = child(detail, "RmtInf")
    words = [_in_one_line(e) for e in children(remittance, "Ustrd")]
    structured = list(children(remittance, "Strd"))
    if not any(words):
        words = [said(strd, "CdtrRefInf/Ref") for strd in structured]
        words += [_in_one_line(e) for strd in structured for e in children(strd, "AddtlRmtInf")]
    return " ".join(word for word in words if word)


def _in_one_line(element: Element) -> str:
    """Return the text of an element in one line."""
    return " ".join((element.text or "").split())


def reference_of(entry: Element, detail: Element) -> str:
    """Return the first reference that says something, those that travel with a payment first."""
    references = (said(detail, path) for path in _REFERENCES)
    found = next((r for r in references if r and r != _SAYS_NOTHING), "")
    return found or said(entry, "AcctSvcrRef", "NtryRef")
