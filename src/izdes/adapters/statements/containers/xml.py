"""XML of strangers: parsed without entities, without the network, without a document type."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from izdes.adapters.statements.containers.detect import Unusable

__all__ = ["Element", "child", "children", "parse", "said"]


def parse(data: bytes) -> Element:
    """Return the root of a document.

    Raises:
        Unusable: It is cut off or not well formed, or it declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unusable("xml_damaged", line=getattr(error, "lineno", None) or 0) from None
    if root is None:
        raise Unusable("xml_damaged", line=0)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unusable("xml_has_entities")
    return root


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the direct children of that local name, whatever their namespace."""
    for inner in () if element is None else element:
        if str(inner.tag).rpartition("}")[2] == name:
            yield inner


def child(element: Element | None, path: str) -> Element | None:
    """Return the first element at a path of local names, or None."""
    for name in path.split("/"):
        element = next(children(element, name), None)
    return element


def said(element: Element | None, *paths: str) -> str:
    """Return the text at the first of the paths that has one, in one line."""
    for path in paths:
        found = child(element, path)
        text = " ".join((found.text or "").split()) if found is not None else ""
        if text:
            return text
    return ""
