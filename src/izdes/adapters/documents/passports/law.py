"""The law on a passport: grounds and exclusions of joinder, and what a person must check."""

from izdes.adapters.documents.passports.blocks import (
    Cell,
    Columns,
    Json,
    View,
    bullets,
    cell,
    day_text,
    episodes_of,
    kind_words,
    part,
    small,
    strong,
    table,
    text,
    value_words,
)
from izdes.adapters.documents.plain import plain
from izdes.adapters.words import Lang, say


class Cited:
    """The norms of a passport, as a paper in one language cites them."""

    def __init__(self, passport: Json, lang: Lang) -> None:
        self._norms: dict[str, Json] = {n["norm_id"]: n for n in passport["norms"]}
        self._lang = lang

    def of(self, *norm_ids: str) -> str:
        """Return how norms are cited; one whose article was not read is marked."""
        known = [self._norms[norm_id] for norm_id in norm_ids if norm_id in self._norms]
        return ", ".join(self._cited(norm) for norm in known) or "–"

    def _cited(self, norm: Json) -> str:
        """Return one citation."""
        cited = plain(norm["cited"][self._lang])
        return (
            cited if norm["verified"] else f"{cited} [{say('passport_norm.not_read', self._lang)}]"
        )


_EXCLUSIONS: Columns = (("exclusion", 46, "left"), ("found", 60, "left"), ("check", 54, "left"))


def grounds_part(passport: Json, lang: Lang, cited: Cited) -> View:
    """Return what may give grounds, and who gets a copy of the decree."""
    joinder = passport["joinder"]
    first, *others = joinder["grounds"] or [None]
    objects = [_object(o, lang) for o in passport["objects"]]
    return part(
        "grounds",
        lang,
        text(say("passport_ground", lang, cited=cited.of(first)))
        if first
        else text(say("passport_ground.none", lang), "strong"),
        bullets(objects) or text(say("passport_objects.none", lang)),
        text(say("passport_ground.known", lang, cited=cited.of(*others)), "small")
        if others
        else None,
        text(_notices(joinder, lang, cited)),
    )


def _object(o: Json, lang: Lang) -> str:
    """Return the shared objects of one kind."""
    values = ", ".join(value_words(v, lang) for v in o["values"])
    return f"{kind_words(o['kind'], lang)}: {values}"


def _notices(joinder: Json, lang: Lang, cited: Cited) -> str:
    """Return who gets a copy of the decree, and when."""
    hours = max((n["within_hours"] for n in joinder["notices"]), default=0)
    recipients = ", ".join(say(f"passport_notice_to.{n['to']}", lang) for n in joinder["notices"])
    return say(
        "passport_notice",
        lang,
        hours=hours,
        recipients=recipients,
        cited=cited.of(joinder["decree"]),
    )


def exclusions_part(passport: Json, lang: Lang, cited: Cited) -> View:
    """Return every exclusion: what was found and what a person must check."""
    joinder = passport["joinder"]
    rows = [_exclusion(e, joinder, lang, cited) for e in joinder["exclusions"]]
    return part(
        "exclusions",
        lang,
        text(say("passport_exclusions_note", lang), "small"),
        table(_EXCLUSIONS, rows, lang),
        bullets([_crossing(c, lang) for c in joinder["crossings"]]),
        _offline(joinder, lang),
    )


def _exclusion(e: Json, joinder: Json, lang: Lang, cited: Cited) -> list[Cell]:
    """Return one exclusion."""
    name, status = e["exclusion_id"], e["status"]
    finding = say(f"passport_finding.{name}.{status}", lang, **joinder["signs"])
    is_private = name == "private_with_public"
    norms = (e["norm_id"], *(joinder["prosecution"] if is_private else ()))
    return [
        cell(say(f"passport_exclusion.{name}", lang), small(cited.of(*norms))),
        cell(strong(say(f"passport_status.{status}", lang)), small(finding)),
        cell(small(say(f"passport_check.{name}", lang))),
    ]


def _crossing(c: Json, lang: Lang) -> str:
    """Return one number that is a victim's own and another's offender's."""
    return say(
        "passport_crossing",
        lang,
        owner=c["episode_of_owner"],
        other=c["episode_that_names"],
        kind=kind_words(c["kind"], lang),
        value=plain(c["value"]),
    )


def _offline(joinder: Json, lang: Lang) -> View | None:
    """Return the episodes whose order of prosecution the complaints do not show."""
    numbers = joinder["episodes_without_online_sign"]
    if not numbers:
        return None
    return text(say("passport_offline", lang, numbers=episodes_of(numbers)), "small")


def norms_part(passport: Json, lang: Lang, cited: Cited) -> View:
    """Return the norms with their marks and dates."""
    time = passport["qualification"]["time"]
    items = [
        {
            "cited": plain(norm["cited"][lang]),
            "text": plain(norm["text"][lang]),
            "mark": _mark(norm, lang),
            "is_read": norm["verified"],
        }
        for norm in passport["norms"]
    ]
    note = text(say("passport_norms_note", lang, cited=cited.of(time)), "small")
    return part("norms", lang, note, {"kind": "norms", "items": items})


def _mark(norm: Json, lang: Lang) -> str:
    """Return whether the article was read, and since when the wording holds."""
    read = say("passport_norm.read" if norm["verified"] else "passport_norm.not_read", lang)
    begun, ended = norm["valid_from"], norm["valid_to"]
    since = (
        say("passport_norm.from", lang, day=day_text(begun))
        if begun
        else say("passport_norm.from_unknown", lang)
    )
    until = [say("passport_norm.to", lang, day=day_text(ended))] if ended else []
    return "; ".join([read, since, *until])
