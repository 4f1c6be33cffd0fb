"""What both kinds of paper share, as strings ready to be laid out.

Missing facts of the case become None, which the sheet shows as a ruled blank: nothing is invented.
Only norms whose article was read are printed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from izdes.adapters.documents.plain import (
    account_kind,
    account_number,
    day_of,
    optional,
    plain,
    registered,
    when,
)
from izdes.adapters.words import Lang, amount, say
from izdes.core.law.pack import Measure, measure, norms_for

Json = Mapping[str, Any]
View = dict[str, Any]

_CAPTIONS = ("body", "institution", "post", "office", "signature", "name")
_CODE_DIGITS = 16


def frame(paper: Json, lang: Lang) -> View:
    """Return the parts of the view that every paper has."""
    rule = measure(paper["measure"])
    case = paper.get("case") or {}
    heading = say(f"paper_heading.{rule.measure_id}", lang)
    subheading = say(f"paper_subheading.{rule.measure_id}", lang)
    as_of = day_of(paper["as_of"])
    return {
        "lang": lang,
        "title": f"{plain(paper['number'])}. {heading} {subheading}",
        "date": [as_of.year, as_of.month, as_of.day],
        "number": plain(paper["number"]),
        "heading": heading,
        "subheading": subheading,
        "body": optional(case.get("body")),
        "caption": {name: say(f"paper_caption.{name}", lang) for name in _CAPTIONS},
        "date_blank": say("paper_date_blank", lang),
        "addressee": _addressee(paper, lang),
        "facts": _facts(paper, case, lang),
        "norms_title": say("paper_norms_title", lang),
        "norms": _norms(paper, lang),
        "signer": _signer(case, lang),
        "consent": _consent(rule, case, lang),
        "time_note": say("paper_time_note", lang),
        "foot": _foot(paper, lang),
    }


def sum_of(minor: object, currency: object) -> str:
    """Print a sum given as text of minor units; an absent one is empty."""
    return "" if minor is None or minor == "" else amount(int(str(minor)), plain(currency))


def account_line(key: object, printed: object, lang: Lang) -> str:
    """Print an account inside a sentence: its number, after its kind where it has one."""
    kind = kind_line(key, lang)
    number = number_line(key, printed, lang)
    return f"{kind} {number}" if kind else number


def kind_line(key: object, lang: Lang) -> str | None:
    """Return what kind of account it is, where it is no bank account."""
    kind = account_kind(key)
    named = kind in {"card", "phone", "wallet", "chain"}
    return say(f"paper_account.{kind}", lang) if named else None


def number_line(key: object, printed: object, lang: Lang) -> str:
    """Return the account's number, else what was printed, else that it is not known."""
    return account_number(key) or plain(printed) or say("paper_account.unknown", lang)


def differing(printed: object, key: object) -> str | None:
    """Return the account as printed in the source where it says more than its number."""
    given = plain(printed)
    compact = "".join(given.split()).casefold()
    known = "".join(account_number(key).split()).casefold()
    return given if given and known and compact != known else None


def institution_name(paper: Json, lang: Lang) -> str:
    """Return the institution's name in the paper's language, else in another, else as printed."""
    known = paper.get("institution") or {}
    names = (known.get(f"name_{code}") for code in (lang, "ru", "kk", "en"))
    return next((plain(n) for n in names if n), "") or plain(paper.get("institution_printed"))


def _addressee(paper: Json, lang: Lang) -> View | None:
    """Return the addressee's name and codes, or None when nobody knows it."""
    name = institution_name(paper, lang)
    known = paper.get("institution") or {}
    lines = [
        say(f"paper_{code}", lang, **{code: plain(known[code])})
        for code in ("bic", "bin")
        if known.get(code)
    ]
    return {"name": name, "lines": lines} if name else None


def _facts(paper: Json, case: Json, lang: Lang) -> list[tuple[str, str | None]]:
    """Return labels and values of the case, blank where the case file has none."""
    return [
        (say("paper_case_number", lang), optional(case.get("register_number"))),
        (say("paper_case_registered", lang), registered(case.get("registered_at")) or None),
        (say("paper_case_qualification", lang), _qualification(case.get("qualification"), lang)),
        (say("paper_as_of", lang), when(paper["as_of"])),
    ]


def _qualification(given: Json | None, lang: Lang) -> str | None:
    """Print article, part and point, or the officer's own text."""
    known = {name: plain(text).rstrip(")") for name, text in (given or {}).items() if text}
    if "text" in known:
        return plain((given or {})["text"])
    depth = next((n for n in ("point", "part", "article") if n in known), None)
    if depth is None or "article" not in known or (depth == "point" and "part" not in known):
        return None
    return say(f"paper_qualification.{depth}", lang, **known)


def _norms(paper: Json, lang: Lang) -> list[dict[str, str]]:
    """Return the norms in force at the paper's date whose article was read."""
    return [
        {"cited": norm.cited.in_language(lang), "text": norm.text.in_language(lang)}
        for norm in norms_for(paper["measure"], day_of(paper["as_of"]))
        if norm.verified
    ]


def _signer(case: Json, lang: Lang) -> View:
    """Return who signs, blank where not known."""
    officer = case.get("officer") or {}
    known = {name: optional(officer.get(name)) for name in ("post", "name", "phone")}
    return {**known, "phone_label": say("paper_phone", lang)}


def _consent(rule: Measure, case: Json, lang: Lang) -> View | None:
    """Return the block that the authority signs, or None when the measure needs none."""
    if rule.consent == "none":
        return None
    prosecutor = case.get("prosecutor") or {}
    known = {name: optional(prosecutor.get(name)) for name in ("post", "name", "office")}
    return {**known, "heading": say(f"paper_consent.{rule.consent}", lang)}


def _foot(paper: Json, lang: Lang) -> View:
    """Return the short code of the findings, in groups of four, and the paper's number."""
    digest = plain(paper["findings_digest"])[:_CODE_DIGITS]
    code = " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))
    return {"code": say("paper_foot_code", lang, given=code), "number": plain(paper["number"])}


def columns(names: Iterable[str], lang: Lang) -> list[str]:
    """Return the headings of a table."""
    return [say(f"paper_column.{name}", lang) for name in names]


def known_or_other(topic: str, code: object, lang: Lang, known: Iterable[str]) -> str:
    """Return the sentence of a code, or the topic's general one that names the code."""
    plain_code = plain(code)
    if plain_code in known:
        return say(f"{topic}.{plain_code}", lang)
    return say(f"{topic}.other", lang, given=plain_code)
