"""Enclosures: papers that lie beside a package, against those that its signed order names.

``2026-000117.victim_decree.pdf`` lies beside ``2026-000117.package.json``. That it is the paper
which the order names proves nothing of the order: its signatures are checked apart.
"""

from collections.abc import Iterator
from pathlib import Path

from izdes.adapters.messages.beside import present
from izdes.adapters.messages.package import PACKAGE_FILE, package_name
from izdes.core.errors import Fault
from izdes.core.orders.enclosed import ENCLOSED_KINDS, Enclosed, enclosed_in
from izdes.core.orders.order import Order

ENCLOSURE_FILES = tuple(f".{kind}.pdf" for kind in ENCLOSED_KINDS)


def enclosure_name(number: str, kind: str) -> str:
    """Return the name of the file of a paper that goes with an order."""
    return _beside(package_name(number), kind)


def enclosure_faults(order: Order, package: Path) -> Iterator[Fault]:
    """Yield of each paper that the order names whether it lies beside the package, and is it.

    Only one that lies there and is another paper must be put right: it may come apart.

    Raises:
        DropUnusable: What lies there cannot be read.
    """
    for one in enclosed_in(order):
        yield _fault(one, package.with_name(_beside(package.name, one.kind)))


def _fault(named: Enclosed, path: Path) -> Fault:
    """Return what is to be said of one paper."""
    if not path.exists():
        wanted = (("digest", named.digest),)
        return Fault("kit_enclosure_absent", path.name, details=wanted, severity="noted")
    found = present(path).sha256
    if found != named.digest:
        return Fault("kit_enclosure_differs", path.name, details=(("found", found),))
    return Fault("kit_enclosure_right", path.name, severity="noted")


def _beside(name: str, kind: str) -> str:
    """Return the name of a paper beside a package, or beside an order, of a name."""
    stem = name.removesuffix(PACKAGE_FILE).removesuffix(".json")
    return f"{stem}.{kind}.pdf"
