"""Nested: the shapes of files that are one thing with lists inside.

The names that the program itself asks for stand here beside the form: a pack that does not answer
one of them is refused when it is read, not when a case needs it.
"""

from collections.abc import Mapping
from typing import get_args

from izdes.core.law.measures import Recipient
from izdes.core.law.release.kinds import (
    Kind,
    is_count,
    is_day,
    is_flag,
    is_length,
    is_name,
    is_said,
    is_text,
    list_of,
    one_of,
    or_nothing,
)
from izdes.core.law.release.shape import Shape

MEANS = ("deceived_online", "deceived", "access", "unknown")
MODES = ("gave_access", "made_transfers", "acquired_access", "deceived")
# Families that follow from the subject itself; the others from the means or the mode.
SUBJECTS = ("pyramid", "pyramid_advertising", "laundering")
FORMS = ("investigation", "inquiry", "accelerated")
LEVELS = ("district", "region", "general")
ORDERS = ("private", "private_public", "public")
CHOICES = ("only", "who_began", "may")
JURISDICTION_FORMS = ("protocol", "inquiry", "investigation")
BODIES = ("police", "economic", "anticorruption", "security")
ANSWERS = ("asked", "not_known", "not_protected", "protected")
SIGNS = ("persons_named", "own_named_by_others", "online", "kept_apart")

_SPAN: Mapping[str, Kind] = dict.fromkeys(("valid_from", "valid_to"), or_nothing(is_day))


def _names(fields: str) -> dict[str, Kind]:
    """Return fields that each name something."""
    return dict.fromkeys(fields.split(), is_name)


def _list(
    named_by: str, fields: Mapping[str, Kind], *, needed: tuple[str, ...] = (), dated: bool = False
) -> Shape:
    """Return the shape of a list inside a file; an entry without a name is called by its number."""
    named = (named_by,) if named_by else ()
    return Shape(named, fields, needed=frozenset(needed), is_dated=dated or not named)


def _one(fields: Mapping[str, Kind], inner: Mapping[str, Shape] | None = None) -> Shape:
    """Return the shape of a mapping."""
    return Shape((), fields, is_one=True, inner=inner or {})


_FEATURES = _list("feature", _names("feature norm"))
_FAMILIES = Shape(
    ("family",),
    {**_names("family basic"), "sizes": is_text, "element": is_flag},
    inner={"petty": _one(_names("person organisation basic repeated")), "features": _FEATURES},
    may_lack=frozenset({"petty"}),
    needed=frozenset(SUBJECTS),
    is_dated=False,
)
QUALIFICATION = _one(
    _names("time repetition"),
    {
        "means": _list(
            "means",
            {"means": one_of(*MEANS), "family": is_text, "feature": is_text},
            needed=MEANS,
        ),
        "modes": _list("mode", {"mode": one_of(*MODES), "family": is_text}, needed=MODES),
        "families": _FAMILIES,
        "exclusions": _list(
            "exclusion", {"exclusion": is_name, "of": list_of(is_name), "norm": is_text}
        ),
    },
)
_ARTICLES = _list("", {"article": is_said, "parts": list_of(is_said)})
PROSECUTION = _one(
    {},
    {
        "orders": _list(
            "order",
            {"order": one_of(*ORDERS), "norm": is_name, **_SPAN},
            needed=ORDERS,
            dated=True,
        ),
        "complaint": _one(_names("clock norm instead")),
        "private": _ARTICLES,
        "private_public": _ARTICLES,
        "jurisdiction": _list(
            "",
            {
                "article": is_said,
                "parts": list_of(is_said),
                "points": list_of(is_said),
                "bodies": list_of(one_of(*BODIES)),
                "choice": one_of(*CHOICES),
                "where": is_text,
                "form": one_of(*JURISDICTION_FORMS),
                "norm": is_name,
            },
        ),
    },
)
PROTECTED = _one(
    {"norms": list_of(is_name)},
    {
        "answers": _list(
            "answer",
            {"answer": is_name, "may_hold": is_flag, "paper": is_text, "officer": is_name},
            needed=ANSWERS,
        ),
        "kinds": _list("kind", {**_names("kind norm"), **_SPAN}, dated=True),
    },
)
_NOTICES = Shape(
    ("to",),
    {"to": one_of(*get_args(Recipient)), "within_hours": is_length, "clock": is_name},
    may_lack=frozenset({"clock"}),
    is_dated=False,
)
JOINDER = _one(
    dict.fromkeys(
        ("grounds", "prosecution", "place", "online_kinds", "online_schemes"), list_of(is_name)
    ),
    {
        "decision": _one(_names("norm"), {"notices": _NOTICES}),
        "exclusions": _list(
            "exclusion_id", {**_names("exclusion_id norm"), "shown_by": one_of(*SIGNS)}
        ),
        "terms": _one(
            _names("starts counted chosen"),
            {
                "forms": _list(
                    "form",
                    {"form": one_of(*FORMS), "months": is_length, "norm": is_name, **_SPAN},
                    dated=True,
                )
            },
        ),
        "lead_points": _one(
            dict.fromkeys(("episodes", "loss", "received", "first_registered"), is_length)
        ),
        "offence": _one(
            _names("offence_id basic time instead repetition"),
            {"features": _list("feature", {**_names("feature norm"), "least": is_count})},
        ),
    },
)
CASE_TERMS = _one(
    _names("returned"),
    {
        "forms": _list("form", {"form": one_of(*FORMS), "clock": is_name}, needed=FORMS),
        "covert": _one(_names("from_end from_registration")),
        "extensions": _list(
            "level",
            {"level": one_of(*LEVELS), **_names("ceiling filed")},
            needed=LEVELS,
        ),
    },
)
