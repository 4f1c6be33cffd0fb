"""The series passport on paper: a proposal to join cases, in one language.

Everything on it stands in its JSON, which the program makes without prose; sentences are made here
from codes. It prints no victim's name and no full number of a victim's, for the JSON holds none.
"""

from izdes.adapters.documents.passports.blocks import Json, View, facts, milli, part
from izdes.adapters.documents.passports.law import (
    Cited,
    exclusions_part,
    grounds_part,
    norms_part,
)
from izdes.adapters.documents.passports.reckoning import lead_part, qualification_part, term_part
from izdes.adapters.documents.passports.series import (
    contradictions_part,
    episodes_part,
    identifiers_part,
    links_part,
    summary_part,
)
from izdes.adapters.documents.passports.ways import leads_part, money_part, regions_part
from izdes.adapters.documents.plain import day_of, plain, when
from izdes.adapters.words import Lang, say

_CODE_DIGITS = 16
# Parameters that count episodes; the others are thousandths.
_COUNTED = frozenset({"most", "several"})

__all__ = ["passport_view"]


def passport_view(passport: Json, lang: Lang) -> View:
    """Return everything a passport prints, as strings in the paper's language."""
    as_of = day_of(passport["as_of"])
    heading = say("passport_heading", lang)
    number = plain(passport["number"])
    return {
        "lang": lang,
        "title": f"{heading} {number}",
        "date": [as_of.year, as_of.month, as_of.day],
        "label": say("passport_label", lang),
        "heading": heading,
        "subheading": say("passport_subheading", lang),
        "nature": [say("passport_nature", lang), say("passport_privacy", lang)],
        "facts": [
            [say("passport_fact.series", lang), number],
            [say("passport_fact.as_of", lang), when(passport["as_of"])],
        ],
        "parts": _parts(passport, lang),
        "time_note": say("paper_time_note", lang),
        "foot": {"code": _code(passport, lang), "number": number},
    }


def _parts(passport: Json, lang: Lang) -> list[View]:
    """Return the parts in the order of the paper."""
    cited = Cited(passport, lang)
    return [
        summary_part(passport, lang),
        episodes_part(passport, lang),
        identifiers_part(passport, lang),
        links_part(passport, lang),
        contradictions_part(passport, lang),
        money_part(passport, lang),
        regions_part(passport, lang),
        leads_part(passport, lang),
        grounds_part(passport, lang, cited),
        exclusions_part(passport, lang, cited),
        qualification_part(passport, lang, cited),
        term_part(passport, lang, cited),
        lead_part(passport, lang, cited),
        norms_part(passport, lang, cited),
        _method_part(passport, lang),
    ]


def _method_part(passport: Json, lang: Lang) -> View:
    """Return what somebody needs to make the passport again."""
    parameters = passport["method"]["parameters"]
    shown = "; ".join(
        say(f"passport_parameter.{name}", lang, value=value if name in _COUNTED else milli(value))
        for name, value in parameters.items()
    )
    digests = {**passport["digests"], "passport": passport["digest"]}
    pairs = [
        (say("passport_fact.version", lang), plain(passport["version"])),
        (say("passport_fact.parameters", lang), shown),
        *((say(f"passport_fact.digest.{name}", lang), value) for name, value in digests.items()),
    ]
    return part("method", lang, facts(pairs))


def _code(passport: Json, lang: Lang) -> str:
    """Return the short code of the passport, in groups of four."""
    digest = plain(passport["digest"])[:_CODE_DIGITS]
    code = " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))
    return say("passport_foot_code", lang, given=code)
