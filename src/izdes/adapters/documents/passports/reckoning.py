"""Reckoning on a passport: sizes of losses, terms and points, each with its arithmetic shown."""

from collections.abc import Sequence

from izdes.adapters.documents.head import sum_of
from izdes.adapters.documents.passports.blocks import (
    Cell,
    Columns,
    Json,
    View,
    bullets,
    cell,
    day_text,
    part,
    region_words,
    small,
    strong,
    table,
    text,
)
from izdes.adapters.documents.passports.law import Cited
from izdes.adapters.documents.passports.series import TENGE
from izdes.adapters.documents.plain import plain, when
from izdes.adapters.words import Lang, say

_NARROW = "\u202f"

_FEATURES: Columns = (("feature", 80, "left"), ("answer", 80, "left"))
_LOSSES: Columns = (
    ("number", 8, "center"),
    ("day_loss", 28, "left"),
    ("index", 27, "right"),
    ("arithmetic", 74, "left"),
    ("size", 30, "left"),
)
_LIMITS: Columns = (("form", 60, "left"), ("arithmetic", 60, "left"), ("last_day", 40, "left"))
_POINTS: Columns = (
    ("region", 38, "left"),
    ("of_episodes", 20, "right"),
    ("of_loss", 34, "right"),
    ("of_received", 26, "right"),
    ("of_first", 24, "right"),
    ("points", 20, "right"),
)


def qualification_part(passport: Json, lang: Lang, cited: Cited) -> View:
    """Return the features of the offence and every loss measured by its own day."""
    told = passport["qualification"]
    of_instead = {"basic": cited.of(told["basic"]), "instead": cited.of(told["instead"])}
    return part(
        "qualification",
        lang,
        text(say("passport_advisory", lang), "small"),
        text(say("passport_instead", lang, **of_instead), "small"),
        table(_FEATURES, [_feature(f, told, lang, cited) for f in told["features"]], lang),
        table(_LOSSES, [_loss(x, lang, cited) for x in told["losses"]], lang),
        _sources(told["losses"], lang),
    )


def _feature(f: Json, told: Json, lang: Lang, cited: Cited) -> list[Cell]:
    """Return one feature with what the complaints show."""
    caveats = {
        "persons": say(
            "passport_caveat.persons", lang, unknown=told["complaints_without_victim_ref"]
        ),
        "repeated": say("passport_caveat.repeated", lang, cited=cited.of(told["repetition"])),
    }
    is_whole = f["feature"] == "persons" and not told["complaints_without_victim_ref"]
    caveat = "" if is_whole else caveats.get(f["feature"], "")
    answer = say(f"passport_answer.{f['answer']}", lang, count=f["count"], least=f["least"])
    return [
        cell(say(f"passport_feature.{f['feature']}", lang), small(cited.of(f["norm_id"]))),
        cell(answer, small(caveat) if caveat else None),
    ]


def _loss(x: Json, lang: Lang, cited: Cited) -> list[Cell]:
    """Return one loss beside the thresholds of its day."""
    index = sum_of(x["index_minor"], TENGE) or say("passport_index_unknown", lang)
    is_doubtful = x["index_verified"] is False
    reached = [t["leads_to"] for t in x["thresholds"] if t["exceeds"]]
    return [
        cell(str(x["episode"])),
        cell(
            day_text(x["day"]),
            sum_of(x["loss_minor"], TENGE) or say("passport_no_loss", lang),
        ),
        cell(index, small(say("passport_index_unverified", lang)) if is_doubtful else None),
        cell(*(small(_arithmetic(t, x)) for t in x["thresholds"])),
        cell(
            say(f"passport_size.{x['size']}", lang),
            small(cited.of(reached[-1])) if reached else None,
        ),
    ]


def _arithmetic(t: Json, x: Json) -> str:
    """Return the loss compared with a threshold, which is shown as a product.

    Returns:
        Such as ``5 200 000 ₸ > 1 000 × 4 325 ₸ = 4 325 000 ₸``; an index not known is ``?``.
    """
    if t["bound_minor"] is None:
        return f"{_grouped(t['times'])} × ?"
    index, bound = sum_of(x["index_minor"], TENGE), sum_of(t["bound_minor"], TENGE)
    product = f"{_grouped(t['times'])} × {index} = {bound}"
    if t["exceeds"] is None:
        return product
    return f"{sum_of(x['loss_minor'], TENGE)} {'>' if t['exceeds'] else '≤'} {product}"


def _grouped(number: int) -> str:
    """Print a count with thin spaces."""
    return f"{number:,}".replace(",", _NARROW)


def _sources(losses: Sequence[Json], lang: Lang) -> View | None:
    """Return where the indexes were taken from."""
    sources = sorted({str(x["index_source"]) for x in losses if x["index_source"]})
    if not sources:
        return None
    return text(say("passport_index_note", lang, sources=" ; ".join(sources)), "small")


def term_part(passport: Json, lang: Lang, cited: Cited) -> View:
    """Return from which episode the term counts, and when it ends."""
    term = passport["term"]
    starts = say(
        f"passport_term.{term['at_basis']}",
        lang,
        number=term["episode"],
        complaint=plain(term["complaint_id"]),
        moment=when(term["at"]),
        cited=cited.of(term["starts"]),
    )
    first = day_text(term["first_day"])
    notes = [
        say("passport_term.form", lang, cited=cited.of(term["form"])),
        say("passport_term.custody", lang),
        say("passport_term.working_days", lang, cited=cited.of(term["counted"])),
    ]
    rows = [_limit(x, first, lang, cited) for x in term["limits"]]
    return part("term", lang, text(starts), table(_LIMITS, rows, lang), bullets(notes))


def _limit(x: Json, first: str, lang: Lang, cited: Cited) -> list[Cell]:
    """Return the end of one form of investigation."""
    last = day_text(x["last_day"])
    counted = say("passport_months", lang, first=first, months=x["months"], last=last)
    weekday = say(f"passport_weekday.{x['weekday']}", lang)
    ends = f"{day_text(x['ends_on'])}, {weekday}"
    is_moved = x["ends_on"] != x["last_day"]
    return [
        cell(say(f"passport_form.{x['form']}", lang), small(cited.of(x["norm_id"]))),
        cell(counted, small(say("passport_term.moved", lang)) if is_moved else None),
        cell(
            ends,
            strong(say("passport_over", lang)) if x["is_over"] else None,
        ),
    ]


def lead_part(passport: Json, lang: Lang, cited: Cited) -> View:
    """Return the proposed lead region and the sums that it comes from."""
    lead = passport["lead_region"]
    most = {m["for"]: m["points"] for m in lead["most"]}
    place, decides = lead["place"][:2], lead["place"][2:]
    return part(
        "lead_region",
        lang,
        text(_proposed(lead, lang), "strong"),
        table(_POINTS, [_lead_row(row, lang) for row in lead["rows"]], lang),
        bullets(
            [
                say("passport_place.rule", lang, **most),
                *_unknowns(lead, lang),
                say(
                    "passport_place.decides",
                    lang,
                    place=cited.of(*place),
                    decides=cited.of(*decides),
                ),
            ]
        ),
    )


def _proposed(lead: Json, lang: Lang) -> str:
    """Return the proposal in a sentence."""
    named = ", ".join(region_words(region, lang) for region in lead["proposed"])
    kind = "tie" if lead["is_tie"] else "one" if named else "none"
    return say(f"passport_place.{kind}", lang, region=named)


def _unknowns(lead: Json, lang: Lang) -> list[str]:
    """Return what the proposal does not know."""
    without = lead["episodes_without_region"]
    told = [] if lead["is_received_known"] else [say("passport_place.received_unknown", lang)]
    return told + ([say("passport_place.without_region", lang, count=without)] if without else [])


def _lead_row(row: Json, lang: Lang) -> list[Cell]:
    """Return the points of one region."""

    def given(shown: str, points: int) -> Cell:
        return cell(shown or "–", small(say("passport_points", lang, points=points)))

    received = "" if row["received_minor"] == "0" else sum_of(row["received_minor"], TENGE)
    return [
        cell(region_words(row["region"], lang)),
        given(str(row["episodes"]), row["episodes_points"]),
        given(sum_of(row["loss_minor"], TENGE), row["loss_points"]),
        given(received, row["received_points"]),
        given("+" if row["is_first_registered"] else "", row["first_registered_points"]),
        cell(strong(str(row["points"]))),
    ]
