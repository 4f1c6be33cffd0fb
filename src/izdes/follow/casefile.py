"""The optional ``case.yaml`` of a case folder: what only the officer knows about the case.

Every field may be absent; papers then print a ruled blank. Everything is read as text exactly as
written (a number keeps its leading zeros), and a wrong field is refused by name and line.

    register_number: "261000000000001"
    registered_at: 2026-05-20
    qualification: {article: 190, part: 3, point: 4}      # or one line of text
    body: ...
    officer: {name: ..., post: ..., phone: ...}
    prosecutor: {name: ..., post: ..., office: ...}
    language: kk
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import yaml

from izdes.adapters.words import LANGUAGES, Lang
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import Fault, InputRefused
from izdes.core.sealing.canonical import canonical_time

_LARGEST_BYTES = 100_000
_LONGEST_TEXT = 500
_ABSENT = frozenset({"", "~", "null"})
_DAY_ONLY = len("2026-05-20")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "qualification": ("article", "part", "point", "text"),
    "officer": ("name", "post", "phone"),
    "prosecutor": ("name", "post", "office"),
}
_FIELDS = ("register_number", "registered_at", "qualification", "body", "officer", "prosecutor")
_KNOWN = (*_FIELDS, "language")

_Texts = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Qualification:
    """The article, part and point of the Criminal Code, or the officer's own words."""

    article: str | None = None
    part: str | None = None
    point: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for the body of investigation."""

    name: str | None = None
    post: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Prosecutor:
    """Who sanctions."""

    name: str | None = None
    post: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the case file states; None where it states nothing.

    Attributes:
        registered_at: A day (``2026-05-20``) or a moment in UTC (RFC 3339), as given.
        language: Language of the proceedings.
    """

    register_number: str | None = None
    registered_at: str | None = None
    qualification: Qualification | None = None
    body: str | None = None
    officer: Signatory | None = None
    prosecutor: Prosecutor | None = None
    language: Lang = "kk"

    def as_json(self) -> dict[str, object]:
        """Return the case file as papers and findings carry it; absent fields are null."""
        return asdict(self)


def read_case_file(path: Path) -> CaseFile:
    """Read ``case.yaml``; a folder without one has an empty case file.

    Raises:
        InputRefused: It cannot be read, or a field is unknown or of the wrong kind; one fault each.
    """
    if not path.exists():
        return CaseFile()
    pairs = _fields(_document(path), known=_KNOWN, path=path, group="")
    values: dict[str, _Texts | str | None] = {}
    faults: list[Fault] = []
    for name, node in pairs.items():
        try:
            values[name] = _value(name, node, path)
        except InputRefused as refused:
            faults += refused.faults
    if faults:
        raise InputRefused(*faults)
    return _case_file(values)


def _document(path: Path) -> yaml.Node | None:
    """Return the top of the file's YAML, as written and without making values of it."""
    try:
        content = path.read_bytes()
        if len(content) > _LARGEST_BYTES:
            raise InputRefused(_fault("not_text", path, row=0))
        loader = yaml.SafeLoader(content.decode("utf-8-sig"))
        return loader.get_single_node()
    except (OSError, UnicodeDecodeError):
        raise InputRefused(_fault("not_text", path, row=0)) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputRefused(_fault("not_yaml", path, row=line, line=str(line))) from None
    except (yaml.YAMLError, RecursionError):
        raise InputRefused(_fault("not_yaml", path, row=1, line="1")) from None


def _fields(
    node: yaml.Node | None, *, known: tuple[str, ...], path: Path, group: str
) -> dict[str, yaml.Node]:
    """Return the fields of a mapping by name.

    Raises:
        InputRefused: It is no mapping, or a name is unknown or stands twice.
    """
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in _ABSENT):
        return {}
    if not isinstance(node, yaml.MappingNode):
        key = group or path.name
        raise InputRefused(_fault("wrong_group", path, row=_row(node), key=key, known=known))
    faults = tuple(_misnamed(node, known=known, path=path, group=group))
    if faults:
        raise InputRefused(*faults)
    return {key.value: value for key, value in node.value}


def _misnamed(
    node: yaml.MappingNode, *, known: tuple[str, ...], path: Path, group: str
) -> Iterator[Fault]:
    """Yield the names of a mapping that nobody knows, or that stand twice."""
    seen: set[str] = set()
    for key, _ in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        shown = f"{group}.{name}" if group else name
        if name not in known:
            yield _fault("unknown_key", path, row=_row(key), key=shown[:60], known=known)
        elif name in seen:
            yield _fault("repeated_key", path, row=_row(key), key=shown)
        seen.add(name)


def _value(name: str, node: yaml.Node, path: Path) -> _Texts | str | None:
    """Return one field: a group of texts, or a text of its own kind."""
    if name in _GROUPS and not (name == "qualification" and isinstance(node, yaml.ScalarNode)):
        fields = _fields(node, known=_GROUPS[name], path=path, group=name)
        return {k: _text(f"{name}.{k}", inner, path) for k, inner in fields.items()} or None
    text = _text(name, node, path)
    if text is None:
        return None
    if name == "qualification":
        return {"text": text}
    if name == "language" and text not in LANGUAGES:
        raise InputRefused(_fault("wrong_language", path, row=_row(node), key=name))
    return _registered(text, node, path) if name == "registered_at" else text


def _text(key: str, node: yaml.Node, path: Path) -> str | None:
    """Return one line of text as written, or None where nothing is."""
    if not isinstance(node, yaml.ScalarNode) or len(node.value) > _LONGEST_TEXT:
        raise InputRefused(_fault("wrong_text", path, row=_row(node), key=key))
    text = " ".join(node.value.split())
    return None if text in _ABSENT and node.style is None else text or None


def _registered(text: str, node: yaml.Node, path: Path) -> str:
    """Return a day as a day and a moment in UTC; a time without offset is local."""
    try:
        if len(text) == _DAY_ONLY:
            return date.fromisoformat(text).isoformat()
        at = datetime.fromisoformat(text)
        return canonical_time(at if at.tzinfo else at.replace(tzinfo=LOCAL))
    except (ValueError, OverflowError):
        fault = _fault("wrong_date", path, row=_row(node), key="registered_at")
        raise InputRefused(fault) from None


def _row(node: yaml.Node) -> int:
    """Return the line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


def _fault(
    code: str, path: Path, *, row: int, key: str = "", line: str = "", known: tuple[str, ...] = ()
) -> Fault:
    """Name the field and what to do about it."""
    details = (("key", key), ("line", line), ("known", ", ".join(known)))
    given = tuple((name, text) for name, text in details if text)
    return Fault(f"case_file_{code}", file=path.name, row=row, column=key, details=given)


def _case_file(values: Mapping[str, _Texts | str | None]) -> CaseFile:
    """Make the case file of fields that were checked."""
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    groups = {name: value for name, value in values.items() if isinstance(value, dict)}
    return CaseFile(
        register_number=texts.get("register_number"),
        registered_at=texts.get("registered_at"),
        qualification=Qualification(**groups["qualification"])
        if "qualification" in groups
        else None,
        body=texts.get("body"),
        officer=Signatory(**groups["officer"]) if "officer" in groups else None,
        prosecutor=Prosecutor(**groups["prosecutor"]) if "prosecutor" in groups else None,
        language=next((code for code in LANGUAGES if code == texts.get("language")), "kk"),
    )
