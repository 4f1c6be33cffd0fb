"""The element behind one row of an XML message, and where it stands.

A row of a camt message is an entry, or one payment of an entry that holds several.
"""

from lxml import etree

from izdes.adapters.statements.camt.messages import Part, messages_in, parts_of
from izdes.adapters.statements.containers.xml import Element, children
from izdes.adapters.statements.origin.value import Origin, Place

_MOST_BYTES = 4096


def of_message(root: Element, place: Place) -> Origin:
    """Return the element of a row; the entry itself, or its payment where the entry is long."""
    parts = parts_of(messages_in(root))
    part = next((part for part in parts if part.number == place.sheet), None)
    found = _elements(part, place.row) if part else None
    if found is None:
        return Origin()
    entry, payment = found
    whole = _printed(entry)
    element = entry if len(whole) <= _MOST_BYTES else payment
    xml = whole if element is entry else _printed(element)
    shown = xml[:_MOST_BYTES].decode("utf-8", "ignore")
    return Origin("message", xpath=path_of(payment), xml=shown, is_cut=len(xml) > _MOST_BYTES)


def _elements(part: Part, row: int) -> tuple[Element, Element] | None:
    """Return the entry and the payment that the running number of a row means."""
    number = 0
    for entry in part.every("Ntry"):
        payments = [p for group in children(entry, "NtryDtls") for p in children(group, "TxDtls")]
        first, number = number + 1, number + max(len(payments), 1)
        if first <= row <= number:
            return entry, payments[row - first] if len(payments) > 1 else entry
    return None


def _printed(element: Element) -> bytes:
    """Return an element as XML."""
    return etree.tostring(element, encoding="utf-8", with_tail=False)


def path_of(element: Element) -> str:
    """Return where an element stands, by local names and by its place among equal ones."""
    steps: list[str] = []
    here: Element | None = element
    while here is not None:
        above, name = here.getparent(), _name(here)
        same = [e for e in (above if above is not None else ()) if _name(e) == name]
        steps.append(f"{name}[{same.index(here) + 1}]" if len(same) > 1 else name)
        here = above
    return "".join(f"/{step}" for step in reversed(steps))


def _name(element: Element) -> str:
    """Return the local name of an element."""
    return str(element.tag).rpartition("}")[2]
