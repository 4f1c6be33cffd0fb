"""Naming: what a file's name says of its kind, where the content says another thing.

The content always decides. That the name differs is told with each statement, since whoever opens
the file by its name will see nothing, or something else.
"""

from dataclasses import replace

from izdes.adapters.statements.containers.detect import Container
from izdes.adapters.statements.source import Content
from izdes.core.errors import Fault

# What each kind of content is usually called; of other names nothing is concluded.
_USUAL = {
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm"},
    "xls": {"xls", "xlt"},
    "ods": {"ods"},
    "html": {"html", "htm", "mht"},
    "spreadsheetml": {"xml"},
    "xml": {"xml"},
    "pdf": {"pdf"},
}
_KNOWN = {name for names in _USUAL.values() for name in names}
_KNOWN |= {"csv", "txt", "doc", "docx", "rtf", "zip", "rar", "7z", "jpg", "jpeg", "png", "tif"}


def with_name_noted(content: Content, container: Container, file: str) -> Content:
    """Return the content, with a note on its statements where the name promises another kind."""
    extension = file.rpartition(".")[2].casefold() if "." in file else ""
    usual = _USUAL.get(container)
    if usual is None or extension not in _KNOWN or extension in usual:
        return content
    details = (("container", container), ("extension", extension))
    fault = Fault("extension_differs", file, details=details, severity="noted")
    statements = tuple(replace(s, faults=(*s.faults, fault)) for s in content.statements)
    return replace(content, statements=statements)
