"""A paper as one object: everything that stands on it, and the digest by which it is known.

The digest is SHA-256 over the object's canonical JSON (RFC 8785). It is computed before the paper
is laid out and printed on it; who has the paper compares it with what the office confirms. It says
nothing of the signature, which is over the bytes of the PDF.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from izdes.adapters.documents.forms.form import Form, PaperLang
from izdes.adapters.words.figures import LOCAL
from izdes.core.law.pack import norms_on
from izdes.core.law.release import LawPack
from izdes.core.sealing.canonical import canonical_json

FORMAT = "izdes.paper.1"
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OfCase:
    """What a paper says of its case, each text in Kazakh and Russian.

    Attributes:
        body: The body in whose proceedings it is, and `body_bin` its БИН; empty where nobody knows.
        registered_at: None where it has no register number yet.
        qualification: Empty where nobody has qualified it.
    """

    number: str
    body: Mapping[str, str]
    body_bin: str = ""
    registered_at: datetime | None = None
    qualification: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose key signs, with his post in both languages."""

    name: str
    post: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Original:
    """The paper of which this one is a translation, and who translated it."""

    number: str
    digest: str
    language: PaperLang
    translator: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands: its number, its moment, the journal then, and where it is checked.

    Attributes:
        number: Empty on a draft.
        journal_size: Entries of the journal at the last signed head; 0 where there is none.
        journal_root: Its root, in hexadecimal digits.
        check_at: Address of a page that confirms it; empty where none is published.
    """

    number: str
    made_at: datetime
    journal_size: int = 0
    journal_root: str = ""
    check_at: str = ""


def content_of(
    form: Form,
    values: Mapping[str, Any],
    *,
    language: PaperLang,
    case: OfCase,
    signer: Signer,
    place: Place,
    original: Original | None = None,
    law: LawPack | None = None,
) -> Content:
    """Return a paper as one object, of JSON values alone.

    Args:
        values: Of the form's fields; what the form does not know is left out.
        law: The law whose norms are cited; None is the packaged one.
    """
    return {
        "format": FORMAT,
        "form": form.code,
        "wording": form.digest,
        "language": language,
        "number": place.number,
        "made_at": place.made_at.astimezone(LOCAL).isoformat(timespec="minutes"),
        "case": {
            "number": case.number,
            "body": _both(case.body),
            "body_bin": case.body_bin,
            "registered_at": case.registered_at.isoformat() if case.registered_at else "",
            "qualification": _both(case.qualification),
        },
        "fields": {one.name: values[one.name] for one in form.fields if one.name in values},
        "norms": _norms(_rests_on(form, values), place.made_at, law),
        "signer": {"name": signer.name, "post": _both(signer.post)},
        "journal": {"size": place.journal_size, "root": place.journal_root},
        "check_at": place.check_at,
        "original": _original(original),
    }


def _rests_on(form: Form, values: Mapping[str, Any]) -> Sequence[str]:
    """Return the norms of a form, and those on which it rests by what stands in its fields."""
    more = (one for name, ids in form.norms_when.items() if values.get(name) for one in ids)
    return tuple(dict.fromkeys((*form.norms, *more)))


def digest_of(content: Content) -> str:
    """Return the digest of a paper's content, in hexadecimal digits."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _norms(ids: Sequence[str], at: datetime, law: LawPack | None) -> list[dict[str, Any]]:
    """Return the norms in force on the paper's day whose article was read."""
    return [
        {
            "id": norm.norm_id,
            "cited": {"kk": norm.cited.kk, "ru": norm.cited.ru},
            "text": {"kk": norm.text.kk, "ru": norm.text.ru},
        }
        for norm in norms_on(ids, at.astimezone(LOCAL).date(), law=law)
        if norm.verified
    ]


def _both(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text in both languages of proceedings."""
    return {lang: texts.get(lang, "") for lang in ("kk", "ru")}


def _original(given: Original | None) -> dict[str, str]:
    """Return what is said of the original of a translation; nothing where it is none."""
    if given is None:
        return {}
    return {
        "number": given.number,
        "digest": given.digest,
        "language": given.language,
        "translator": given.translator,
    }
