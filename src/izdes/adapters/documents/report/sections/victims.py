"""Victims: what each declared, what of it was found, and where it is."""

from collections.abc import Iterator, Sequence

from izdes.adapters.documents.report.glyphs import glyph
from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag, text
from izdes.adapters.documents.report.parties import account_line, marks
from izdes.adapters.documents.report.phrases import NONE, money, told, when, words
from izdes.adapters.documents.report.ruleswitch import between
from izdes.adapters.documents.report.sections import folded, many, proposal, section
from izdes.adapters.documents.report.shape import (
    ClaimPart,
    EndingPart,
    Findings,
    NamedPart,
    NearMiss,
    SchemePart,
    Victim,
    WordsPart,
)
from izdes.adapters.documents.report.tables import Column, Row, filled
from izdes.adapters.words import entries

__all__ = ["CLAIM_COLUMNS", "region", "victims"]

CLAIM_COLUMNS = (
    Column("report_col_payment"),
    Column("report_col_when", "time"),
    Column("report_col_amount", "number"),
    Column("report_col_from_to"),
    Column("report_col_found"),
    Column("report_col_where"),
)
_OPEN_UP_TO = 12


def victims(findings: Findings) -> Html:
    """Return the section."""
    given = findings["victims"]
    if not given:
        return section("victims", tag("p", words("report_no_complaints"), class_="empty"))
    is_open = len(given) <= _OPEN_UP_TO
    parts = [
        _victim(findings, victim, at=at, is_open=is_open) for at, victim in enumerate(given, 1)
    ]
    return section("victims", many(parts))


def region(code: str) -> Html:
    """Return the name of a region by the first two digits of its classifier."""
    if f"region_{code}" in entries():
        return words(f"region_{code}")
    return text(code) if code else words("report_region_unknown")


def _victim(findings: Findings, victim: Victim, *, at: int, is_open: bool) -> Html:
    """Return one complaint."""
    summary = joined(_summary(victim), by=" · ")
    rows = [_claim(findings, claim) for claim in victim["claims"]]
    caption = words("report_cap_claims", complaint=victim["complaint_id"])
    table = (
        filled("claims", CLAIM_COLUMNS, rows, caption=caption)
        if rows
        else tag("p", words("report_no_payments"), class_="empty")
    )
    told = _told(victim["words"])
    return folded(summary, _difference(victim), table, told, is_open=is_open, name=f"v{at}")


def _told(given: WordsPart) -> Html:
    """Return what the complaint's own words name, as a proposal."""
    if not given["identifiers"] and not given["schemes"]:
        return NOTHING
    title = tag("p", tag("b", words("report_words")), " ", proposal())
    schemes = joined((_scheme(part) for part in given["schemes"]), by="; ")
    line = tag("p", words("report_words_scheme"), ": ", schemes) if schemes else NOTHING
    items = joined(_named(part) for part in given["identifiers"])
    return joined((title, line, tag("ul", items, class_="plain") if items else NOTHING))


def _scheme(part: SchemePart) -> Html:
    """Return one scheme with the words that led to it."""
    heard = joined((tag("q", word) for word in dict.fromkeys(part["words"])), by=", ")
    return joined((words(f"scheme_{part['scheme'].lower()}"), " (", heard, ")"))


def _named(part: NamedPart) -> Html:
    """Return one identifier: what it is, as written, whose, and what is doubtful about it."""
    line = [words(f"kind_{part['kind']}"), tag("q", part["raw"]), words(f"role_{part['role']}")]
    if part["code"]:
        line.append(words(part["code"]))
    return tag("li", joined(line, by=" · "))


def _summary(victim: Victim) -> Iterator[Html]:
    """Yield the line that stands while the part is closed."""
    yield tag("b", victim["complaint_id"])
    if victim["ref"]:
        yield text(victim["ref"])
    yield region(victim["region"])
    yield when(victim["reported_at"])
    yield money(victim["payments_minor"], victim["currency"])
    if _differs(victim):
        yield tag("span", words("report_differs"), class_="due")


def _differs(victim: Victim) -> bool:
    """Say whether the declared total is not the sum of the payments."""
    return victim["declared_minor"] is not None and int(victim["difference_minor"] or 0) != 0


def _difference(victim: Victim) -> Html:
    """Return declared total, sum of payments and the difference, where there is one."""
    if not _differs(victim):
        return NOTHING
    currency = victim["currency"]
    parts = (
        (words("report_declared"), money(victim["declared_minor"] or "0", currency)),
        (words("report_payments"), money(victim["payments_minor"], currency)),
        (words("report_difference"), money(victim["difference_minor"] or "0", currency)),
    )
    line = joined((joined((name, ": ", figure)) for name, figure in parts), by="; ")
    return tag("p", line, ". ", words("report_difference_do"), class_="due")


def _claim(findings: Findings, claim: ClaimPart) -> Row:
    """Return one payment."""
    return (
        text(claim["claim_id"].rpartition("/")[2]),
        when(claim["at"]),
        money(claim["amount_minor"], claim["currency"]),
        _from_to(claim),
        _state(findings, claim),
        _endings(findings, claim["endings"]),
    )


def _from_to(claim: ClaimPart) -> Html:
    """Return the two sides as the victim wrote them."""
    sides = (tag("q", side) if side else NONE for side in (claim["from"], claim["to"]))
    return joined(sides, by=" → ")


def _state(findings: Findings, claim: ClaimPart) -> Html:
    """Return whether the payment was found, by what, and what resembles it."""
    state = tag("b", words(f"report_state_{claim['state']}"), class_=f"state-{claim['state']}")
    reason = tag("p", told(claim["reason"], {})) if claim["reason"] else NOTHING
    evidence = joined(tag("li", told(code, {})) for code in claim["evidence"])
    listed = tag("ul", evidence, class_="plain") if evidence else NOTHING
    return joined((state, reason, listed, _near_misses(findings, claim["near_misses"])))


def _near_misses(findings: Findings, misses: Sequence[NearMiss]) -> Html:
    """Return transfers that resemble the payment, for a person to look at."""
    if not misses:
        return NOTHING
    items = joined(_near_miss(findings, miss) for miss in misses)
    return joined((tag("p", words("report_near_misses")), tag("ul", items, class_="plain guess")))


def _near_miss(findings: Findings, miss: NearMiss) -> Html:
    """Return one of them."""
    facts = [money(miss["amount_minor"], miss["currency"]), when(miss["booked_at"])]
    known = findings["transfers"].get(miss["transfer_id"])
    if known:
        facts.append(account_line(findings, known["payee"]))
    holder = f" ({miss['claimed_by']})" if miss["claimed_by"] else ""
    return tag("li", joined(facts, by=", "), " — ", told(miss["why"], {}), holder)


def _endings(findings: Findings, endings: Sequence[EndingPart]) -> Html:
    """Return where the money is, part by part."""
    items = joined(_ending(findings, ending) for ending in endings)
    return tag("ul", items, class_="plain") if items else NONE


def _ending(findings: Findings, ending: EndingPart) -> Html:
    """Return one part: shape, sum, words, account, and the instant of which it is a fact."""
    kind = ending["ending"]
    line = [
        joined((glyph(kind), " ", money(ending["amount_minor"], ending["currency"]))),
        words(kind),
    ]
    if ending.get("local_currency", ending["currency"]) != ending["currency"]:
        line.append(joined(("= ", money(ending["local_minor"], ending["local_currency"]))))
    if ending["account"] and not ending["account"].startswith("@unmatched"):
        line.append(account_line(findings, ending["account"]))
    if kind == "held" and ending["as_of"]:
        line.append(joined((words("report_col_as_of"), " ", when(ending["as_of"]))))
    shown = marks(ending["marks"])
    return tag("li", joined(line, by=", "), _free(ending), _range(ending), shown, _opening(ending))


def _free(ending: EndingPart) -> Html:
    """Return what holds under any rule, where it says something."""
    least, most = ending.get("free_least_minor"), ending.get("free_most_minor")
    if least is None or most is None:
        return NOTHING
    bounds = between(least, most, ending["currency"])
    return tag("p", words("report_any_rule"), " ", bounds, class_="small")


def _range(ending: EndingPart) -> Html:
    """Return between what the amount lies where the order of movements is not certain."""
    least, most = ending.get("least_minor"), ending.get("most_minor")
    if "order_sensitive" not in ending["marks"] or least is None or most is None or least == most:
        return NOTHING
    ends = (money(least, ending["currency"]), money(most, ending["currency"]))
    return tag("p", words("report_range"), " ", joined(ends, by="\u00a0– "), class_="marks")


def _opening(ending: EndingPart) -> Html:
    """Return between what the amount lies were an assumed opening balance larger."""
    least, most = ending.get("opening_least_minor"), ending.get("opening_most_minor")
    if least is None or most is None:
        return NOTHING
    samples = NOTHING if ending.get("opening_is_exact") else words("report_opening_samples")
    if least != most:
        bounds = between(least, most, ending["currency"])
        line = (part for part in (words("report_opening_larger"), bounds, samples) if part)
        return tag("p", joined(line, by=" "), class_="marks")
    if "opening_assumed" not in ending["marks"] or samples:
        return NOTHING
    return tag("p", words("report_opening_same"), class_="small")
