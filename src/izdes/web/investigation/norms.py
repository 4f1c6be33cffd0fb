"""Norms of the law in force: those that an officer may name, and how they are called."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from izdes.adapters.words import Lang
from izdes.core.errors import IzdesError
from izdes.core.law.pack import Norm, norms, norms_on
from izdes.core.law.release import LawPack


class NormNotInForce(IzdesError):
    """The law of that day has no norm of this name."""

    code = "norm_not_in_force"


def require_norms(names: Iterable[str], *, on: date, law: LawPack) -> tuple[Norm, ...]:
    """Return norms as they hold on a day, in the order of their names.

    Raises:
        NormNotInForce: One of them does not hold.
    """
    wanted = sorted(set(names))
    found = norms_on(wanted, on, law=law)
    if missing := set(wanted) - {norm.norm_id for norm in found}:
        raise NormNotInForce(norm=min(missing)[:60], day=on.isoformat())
    return found


def cited(names: Iterable[str], lang: Lang, law: LawPack) -> str:
    """Return how norms are cited, in the last of their wordings; an unknown one by its name."""
    every = norms(law)
    return "; ".join(
        every[name][-1].cited.in_language(lang) if name in every else name for name in names
    )


def points_on(day: date, law: LawPack) -> tuple[Norm, ...]:
    """Return every point that an act may be put under on a day, in the order of the pack."""
    sizes = defaultdict[str, list[str]](list)
    for entry in law.tables["thresholds.yaml"]:
        sizes[entry["offence"]].append(entry["leads_to"])
    found: list[str] = []
    for family in law.tables["qualification.yaml"]["families"]:
        found.append(family["basic"])
        found += [feature["norm"] for feature in family["features"]]
        found += sizes[family["sizes"] or ""]
        if petty := family["petty"]:
            found += [petty["basic"], petty["repeated"]]
    return norms_on(dict.fromkeys(found), day, law=law)
