"""The picture of the money: the report's own drawing, in one language and without inline style.

What an officer may not see has a mask in it: the drawing is made from what he is shown.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from django.utils.safestring import SafeString, mark_safe

from izdes.adapters.documents.report.glyphs import ENDINGS, sprite
from izdes.adapters.documents.report.mapdraw import drawn
from izdes.adapters.documents.report.shape import Findings, MoneyMap
from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.funds.selectors import PlaceShown, TraceShown

Json = dict[str, Any]
_IN_ONE_LANGUAGE = re.compile(r"<tspan lang=(kk|ru|en)>(.*?)</tspan>")
_STYLE = re.compile(r' style="[^"]*"')
_DESCRIBED = re.compile(r' aria-describedby=(?:"[^"]*"|[^\s>]+)')
_MOST_MAPS = 12


def pictures_of(shown: TraceShown, *, rule: str, lang: Lang) -> list[SafeString]:
    """Return the pictures of a trace under one rule, the largest first."""
    findings = cast("Findings", {"accounts": _accounts(shown)})
    maps = [_under(one, rule) for one in shown.trace.maps[:_MOST_MAPS]]
    return [_plain(drawn(findings, cast("MoneyMap", _named(m, shown))), lang) for m in maps]


def legend(shown: TraceShown, *, rule: str) -> list[str]:
    """Return the endings that the pictures show, in the order of the legend."""
    seen = {stop["ending"] for one in shown.trace.maps for stop in _under(one, rule)["stops"]}
    return [ending for ending in ENDINGS if ending in seen]


def shapes() -> SafeString:
    """Return the shapes and patterns to which the pictures refer."""
    return mark_safe(_STYLE.sub("", sprite()))  # noqa: S308 - made by our own markup, which escapes


def _under(one: Json, rule: str) -> Json:
    """Return what a map shows under one rule."""
    other = next((o for o in one["other_rules"] if o["rule"] == rule), None)
    return one if other is None else {**one, "stops": other["stops"], "flows": other["flows"]}


def _named(one: Json, shown: TraceShown) -> Json:
    """Return a map with what the officer may know instead of numbers."""
    names = {f"account:#{n}": f"account:{_key(p)}" for n, p in shown.places.items()}
    names |= {f"victim:{key}": f"victim:{receipt}" for key, receipt in shown.receipts.items()}

    def walked(value: Any, under: str = "") -> Any:  # noqa: ANN401 - any JSON
        if isinstance(value, dict):
            return {key: walked(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [walked(inner) for inner in value]
        if under == "complaint_id":
            return shown.receipts.get(value, value)
        return names.get(value, value) if isinstance(value, str) else value

    found: Json = walked(one)
    return found


def _accounts(shown: TraceShown) -> Mapping[str, Json]:
    """Return what the drawing asks about accounts."""
    return {
        _key(place): {
            "printed": place.label if not place.key.startswith("@") else "",
            "holder": place.holder,
            "holder_iin": "",
            "institution": place.institution_names
            or dict.fromkeys(LANGUAGES, place.institution_printed),
        }
        for place in shown.places.values()
    }


def _key(place: PlaceShown) -> str:
    """Return a name that is the place's own, and tells nothing where it is masked."""
    return place.key or f"#{place.number}"


def _plain(picture: str, lang: Lang) -> SafeString:
    """Return a picture in one language, without inline style."""
    chosen = _IN_ONE_LANGUAGE.sub(lambda m: m[2] if m[1] == lang else "", picture)
    # The report describes it by a sentence that stands beside it there.
    chosen = _DESCRIBED.sub(f' aria-label="{say("funds_picture", lang)}"', chosen)
    return mark_safe(_STYLE.sub("", chosen))  # noqa: S308 - made by our own markup, which escapes
