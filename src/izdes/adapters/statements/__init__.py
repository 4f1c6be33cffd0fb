"""Statements: bank answers as received become statements with rows, whatever their form.

The file is hashed before it is looked at. Its form is recognised from its content. Every broken
thing is a fault with its place, and the rest goes on; a file that cannot be used at all is a
reading without statements. Untrusted files are read through `izdes.adapters.statements.isolation`,
in a process of their own.

A statement that was read is not yet one that adds up: see `izdes.core.money.reconcile`.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from izdes.adapters.statements import camt, exchange1c, mt940
from izdes.adapters.statements.books import read_workbook
from izdes.adapters.statements.containers.decoding import Text, decoded
from izdes.adapters.statements.containers.detect import Container, Unusable, container_of
from izdes.adapters.statements.containers.xml import Element, parse
from izdes.adapters.statements.manifest import ManifestEntry, manifest_of, read_manifest
from izdes.adapters.statements.naming import with_name_noted
from izdes.adapters.statements.pdf import read_pdf
from izdes.adapters.statements.profiles import Profile
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.texts import read_text
from izdes.adapters.statements.unknown import seen_in
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.statement import FileReading, Finding

__all__ = ["ManifestEntry", "manifest_of", "read_bytes", "read_manifest"]

# Each is asked in turn; the first that does not answer None has recognised the file.
XML_READERS: Sequence[Callable[[Element, Source], Content | None]] = (camt.read_message,)
TEXT_READERS: Sequence[Callable[[Text, Source], Content | None]] = (
    exchange1c.read_exchange,
    mt940.read_text,
)


def read_bytes(
    data: bytes,
    *,
    name: str,
    register: Register,
    manifest: Mapping[str, ManifestEntry],
    profiles: Sequence[Profile] = (),
) -> FileReading:
    """Read one file.

    Args:
        data: Its bytes.
        name: As its user knows it; it appears in faults, and nothing is concluded from it, except
            the account where nothing else tells it (then a fault says so).
        register: The institutions known to the case.
        manifest: File name -> account, for files that do not tell theirs.
        profiles: Those that were given for the case; they are asked before everybody else.

    Returns:
        The reading; ``faults`` are those of the file, its statements carry their own.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    empty = FileReading(file=name, sha256=sha256, size=len(data), form=None)
    source = Source(name, sha256, 1, "", register, manifest, tuple(profiles))
    seen: list[Finding] = []
    try:
        content = _content(data, source, seen)
    except Unusable as unusable:
        details = tuple(sorted(unusable.details.items()))
        fault = Fault(unusable.fault, name, details=details)
        return replace(empty, faults=(fault,), explained=tuple(seen))
    if content is None:
        fault = Fault("form_unknown", name)
        return replace(empty, faults=(fault,), explained=tuple(seen))
    return replace(
        empty,
        form=content.form,
        reason=content.reason,
        statements=content.statements,
        faults=content.faults,
        calls=content.calls,
        explained=(*seen, *content.explained),
    )


def _content(data: bytes, source: Source, seen: list[Finding]) -> Content | None:
    """Have the file read by whoever knows it; None where nobody does."""
    container = container_of(data)
    seen.append(Finding("how_container", (("container", container),)))
    content = _read(data, container, source, seen)
    if content is None:
        seen += seen_in(data, container)
    return with_name_noted(content, container, source.file) if content else None


def _read(data: bytes, container: Container, source: Source, seen: list[Finding]) -> Content | None:
    """Have the file read by the readers of its container."""
    match container:
        case "xml":
            root = parse(data)
            return _first(content for read in XML_READERS if (content := read(root, source)))
        case "text":
            text = decoded(data)
            seen.append(Finding("how_encoding", (("encoding", text.encoding),)))
            return read_text(text, source, TEXT_READERS, seen)
        case "pdf":
            return read_pdf(data, source)
        case _:
            return read_workbook(data, container, source)


def _first(contents: Iterable[Content]) -> Content | None:
    """Return what the first reader that knows the file made of it."""
    return next(iter(contents), None)
