"""Parties: how accounts and institutions are written for people."""

from collections.abc import Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.phrases import Names, named, plain, words
from izdes.adapters.documents.report.shape import Account, Findings
from izdes.adapters.words import LANGUAGES

__all__ = ["account", "account_line", "account_names", "account_printed", "institution", "marks"]

_VIRTUAL = frozenset({"cash", "fee", "merchant", "abroad", "unknown", "fx", "unmatched"})
_TAIL = 4
_WHOLE = 30
_QUOTES = str.maketrans("", "", '«»“”"')
_LEGAL_FORMS = frozenset({"АҚ", "АО", "ЖШС", "ТОО", "JSC", "LLP", "LLC"})


def account(findings: Findings, key: str, *, has_institution: bool = True) -> Html:
    """Return an account line by line: number, holder, and the institution where it is not said."""
    known = findings["accounts"].get(key)
    lines = [_number(findings, key)]
    if known and known["holder"] and not _is_virtual(key):
        lines.append(tag("span", known["holder"], class_="who"))
    if known and known["holder_iin"]:
        lines.append(tag("span", words("report_iin", number=known["holder_iin"]), class_="who"))
    if has_institution and (place := _institution(known)):
        lines.append(tag("span", place, class_="inst"))
    return joined(lines, by=" ")


def account_line(findings: Findings, key: str) -> Html:
    """Return an account in one line: number and institution."""
    known = findings["accounts"].get(key)
    printed = _number(findings, key)
    place = _institution(known)
    return joined((printed, ", ", place)) if place else printed


def _number(findings: Findings, key: str) -> Html:
    """Return an account's number; one that fits is never broken over two lines."""
    printed = account_printed(findings, key)
    is_whole = not _is_virtual(key) and len(printed) <= _WHOLE
    return tag("span", printed, class_="acct whole" if is_whole else "acct")


def account_names(findings: Findings, key: str) -> Names:
    """Return the short name of an account for a picture: its tail and its institution."""
    known = findings["accounts"].get(key)
    if _is_virtual(key):
        head = plain(f"report_party_{_kind(key)}")
        if _kind(key) == "merchant" and known and known["holder"]:
            head = dict.fromkeys(LANGUAGES, known["holder"])
    else:
        head = dict.fromkeys(LANGUAGES, f"…{_compact(_printed(known, key))[-_TAIL:]}")
    place = _short(_names(known))
    return {
        lang: f"{head[lang]} · {place[lang]}" if place[lang] else head[lang] for lang in LANGUAGES
    }


def account_printed(findings: Findings, key: str) -> Html:
    """Return an account's number as people write it; what is no account says what it is."""
    known = findings["accounts"].get(key)
    if not _is_virtual(key):
        return joined((_printed(known, key),))
    name = words(f"report_party_{_kind(key)}")
    # Only a shop is known by its name; what a bank prints beside cash or a fee is nobody's.
    holder = known["holder"] if known and _kind(key) == "merchant" else ""
    return joined((name, " ", tag("q", holder))) if holder else name


def institution(names: Names | None, printed: str = "") -> Html:
    """Return an institution, as printed where it is not known, or say that it is unknown."""
    if names:
        return named(names)
    return joined((printed,)) if printed else words("report_institution_unknown")


def marks(codes: Sequence[str]) -> Html:
    """Return what to bear in mind about a figure, one sentence a mark."""
    if not codes:
        return NOTHING
    items = joined(tag("li", words(f"report_mark_{code}")) for code in codes)
    return tag("ul", items, class_="marks")


def _institution(known: Account | None) -> Html:
    """Return who keeps an account, or nothing."""
    return named(_names(known))


def _names(known: Account | None) -> Names:
    """Return who keeps an account in each language, empty where nobody is known."""
    if known is None:
        return dict.fromkeys(LANGUAGES, "")
    return known["institution"] or dict.fromkeys(LANGUAGES, known.get("institution_printed", ""))


def _short(institution: Names) -> Names:
    """Leave out quotation marks and the legal form, which a picture has no room for."""
    return {
        lang: " ".join(word for word in name.translate(_QUOTES).split() if word not in _LEGAL_FORMS)
        for lang, name in institution.items()
    }


def _is_virtual(key: str) -> bool:
    """Say whether the key names no account."""
    return key.startswith("@") and _kind(key) in _VIRTUAL


def _kind(key: str) -> str:
    """Return the kind of a virtual key."""
    return key[1:].partition(":")[0]


def _printed(known: Account | None, key: str) -> str:
    """Return the number as printed, or what the key itself says."""
    if known and known["printed"]:
        return known["printed"]
    kind, _, rest = key.partition(":")
    if kind == "iban":
        return " ".join(rest[i : i + 4] for i in range(0, len(rest), 4))
    return rest.rpartition(":")[2] or key


def _compact(printed: str) -> str:
    """Leave out blanks."""
    return "".join(printed.split())
