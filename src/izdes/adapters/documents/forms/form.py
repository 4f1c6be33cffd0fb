"""A form: its fields, its wording, who signs it, who gets a copy, on which norms it rests.

Forms are data: a new one is a file in ``data`` and nothing else. Wording is Kazakh and Russian, the
languages of proceedings; what an officer reads on the screen is English too. No form holds the
number of an article: norms are named by their id in the law pack.

That a form is here does not say that its law was read: that, each norm of the pack says of itself.

>>> form_of("suspension").kind, [one.name for one in form_of("suspension").fields][:2]
('decree', ['addressee', 'account'])
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, ClassVar, Literal, get_args

import yaml

from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json

PaperLang = Literal["kk", "ru"]
PAPER_LANGUAGES: tuple[PaperLang, ...] = get_args(PaperLang)
Kind = Literal[
    "line", "text", "date", "moment", "money", "number", "choice", "flag", "rows", "birth"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
SIGNS_BY = ("key", "ink")
# Bilingual captions: in the language of proceedings first, the other beneath.
BILINGUAL = frozenset({"letterhead", "heading"})

Texts = Mapping[str, str]


class UnknownForm(IzdesError):
    """There is no form of this name."""

    code: ClassVar[str] = "paper_form_unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a field that is a table, with the kind of its cells."""

    name: str
    kind: Kind
    names: Texts


@dataclass(frozen=True, slots=True)
class Field:
    """What an officer fills in.

    Attributes:
        options: Of a choice: what stands on paper for each of its values.
        columns: Of a table.
        filled_from: Where a draft takes it from: a fact of the case, the complaint, the request.
    """

    name: str
    kind: Kind
    is_required: bool
    names: Texts
    help: Texts
    options: Mapping[str, Texts]
    columns: tuple[Column, ...]
    filled_from: str


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a paper: the officer by his key, whoever takes part with ink.

    Attributes:
        when: Name of a field without which nobody of this kind takes part; empty: always.
        named_by: Name of the field that holds the person's name.
    """

    who: str
    by: str
    named_by: str
    when: str


@dataclass(frozen=True, slots=True)
class CopyTo:
    """To whom a copy goes, and within how many hours by the norm; 0: no number is set."""

    to: str
    hours: int
    norm: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form of paper.

    Attributes:
        kind: ``protocol``, ``decree``, ``notice``, ``motion``, ``request``, ``representation``,
            ``instruction`` or ``conclusion``.
        names: What the office calls it.
        heading: What stands on paper, above the subheading.
        posts: Whose key may sign it: names of roles.
        is_outgoing: It leaves the house, and calls nobody what no court has.
        bilingual: Which captions stand in both languages.
        body: What stands below the head, block by block.
        norms: Norms on which it rests; `norms_when`: more of them where a field is filled.
        digest: SHA-256 over everything above, so that a paper says by which wording it was made.
    """

    code: str
    kind: str
    names: Texts
    heading: Texts
    subheading: Texts
    fields: tuple[Field, ...]
    body: tuple[Mapping[str, Any], ...]
    norms: tuple[str, ...]
    norms_when: Mapping[str, tuple[str, ...]]
    signs: tuple[Signing, ...]
    copies: tuple[CopyTo, ...]
    posts: tuple[str, ...]
    is_outgoing: bool
    bilingual: frozenset[str]
    digest: str
    by_name: Mapping[str, Field] = field(repr=False)


def form_of(code: str) -> Form:
    """Return a form.

    Raises:
        UnknownForm: There is none of that name.
    """
    try:
        return forms()[code]
    except KeyError:
        raise UnknownForm(form=code[:60]) from None


@cache
def forms() -> Mapping[str, Form]:
    """Return every form, in the order in which a case needs them."""
    found = [_form(entry) for entry in map(_read, _read("order.yaml"))]
    return {form.code: form for form in found}


@cache
def _shared() -> Mapping[str, Mapping[str, Any]]:
    """Return the fields that several forms have."""
    found: Mapping[str, Mapping[str, Any]] = _read("shared.yaml")
    return found


def _read(name: str) -> Any:  # noqa: ANN401 - whatever stands in the file
    """Return a file of the data."""
    named = name if name.endswith(".yaml") else f"{name}.yaml"
    return yaml.safe_load((files(__package__) / "data" / named).read_text(encoding="utf-8"))


def _form(entry: Mapping[str, Any]) -> Form:
    """Make a form of its file."""
    fields = tuple(map(_field, entry["fields"]))
    return Form(
        code=entry["code"],
        kind=entry["kind"],
        names=entry["names"],
        heading=entry["heading"],
        subheading=entry["subheading"],
        fields=fields,
        body=tuple(entry["body"]),
        norms=tuple(entry.get("norms", ())),
        norms_when={name: tuple(ids) for name, ids in entry.get("norms_when", {}).items()},
        signs=tuple(_signing(one) for one in entry["signs"]),
        copies=tuple(
            CopyTo(c["to"], c.get("hours", 0), c.get("norm", "")) for c in entry["copies"]
        ),
        posts=tuple(entry["posts"]),
        is_outgoing=entry.get("is_outgoing", False),
        bilingual=frozenset(entry.get("bilingual", ())),
        digest=sha256(canonical_json({"form": entry, "shared": _shared()})).hexdigest(),
        by_name={one.name: one for one in fields},
    )


def _signing(entry: Mapping[str, Any]) -> Signing:
    """Make a signer of its entry."""
    return Signing(entry["who"], entry["by"], entry.get("named_by", ""), entry.get("when", ""))


def _field(entry: Mapping[str, Any]) -> Field:
    """Make a field of its entry; one that is shared may be changed where it is used."""
    shared = _shared()[entry["use"]] if "use" in entry else {}
    whole = {"name": entry.get("use"), **shared, **entry}
    return Field(
        name=whole["name"],
        kind=whole["kind"],
        is_required=whole.get("required", False),
        names=whole["names"],
        help=whole.get("help", {}),
        options=whole.get("options", {}),
        columns=tuple(
            Column(one["name"], one.get("kind", "line"), one["names"])
            for one in whole.get("columns", ())
        ),
        filled_from=whole.get("from", ""),
    )
