"""Prosecution: whether a case needs the victim's complaint, and which body investigates it.

Asked at registration. Cases of private and of private-public prosecution begin only on a complaint;
without one they are closed by a clock that runs from registration, unless the prosecutor goes on in
somebody else's interest. Jurisdiction is a hint: the articles are those that internet fraud comes
under or beside, and a dispute about it is decided by the prosecutor.

Source: ``data/prosecution.yaml`` and the norms named there.

>>> from izdes.core.law.pack import norms
>>> plain, online = norms()["cc.fraud"][0], norms()["cc.fraud_online"][0]
>>> prosecution_of(plain.article, plain.part, on=date(2026, 5, 21)).needs_complaint
True
>>> [h.bodies for h in investigated_by(online.article, online.part, on=date(2026, 5, 21))]
[('police',)]
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from izdes.core.law.pack import Norm, norms_on
from izdes.core.law.release import LawPack, packaged_pack

Order = Literal["private", "private_public", "public"]
Choice = Literal["only", "who_began", "may"]
Form = Literal["protocol", "inquiry", "investigation"]


@dataclass(frozen=True, slots=True)
class Prosecution:
    """In whose interest a case goes.

    Attributes:
        clock: What ends a case that nobody complained in; empty where none is needed.
        norms: What says so, as it holds on the day.
    """

    order: Order
    clock: str
    norms: tuple[Norm, ...]

    @property
    def needs_complaint(self) -> bool:
        """Say whether the case begins only on the victim's complaint."""
        return self.order != "public"


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Which body investigates.

    Attributes:
        bodies: police, economic, anticorruption or security.
        choice: Only this body; whichever of them began; or this one may, beside the others.
        where: The circumstance that the line is for; empty where it is the rule.
        form: Protocol, inquiry or preliminary investigation. An unknown offender turns an inquiry
            into an investigation (`form_of`).
    """

    bodies: tuple[str, ...]
    choice: Choice
    where: str
    form: Form
    norm_id: str


def prosecution_of(article: str, part: str, *, on: date, law: LawPack | None = None) -> Prosecution:
    """Return in whose interest a case under a part of an article goes."""
    data = _data(law)
    order: Order = "public"
    for name in ("private", "private_public"):
        if any(_covers(line, article, part) for line in data[name]):
            order = "private" if name == "private" else "private_public"
            break
    ids = [line["norm"] for line in data["orders"] if line["order"] == order]
    if order == "public":
        return Prosecution(order, "", norms_on(ids, on, law=law))
    complaint = data["complaint"]
    ids += [complaint["norm"], complaint["instead"]]
    return Prosecution(order, complaint["clock"], norms_on(ids, on, law=law))


def investigated_by(
    article: str,
    part: str,
    point: str = "",
    *,
    where: Iterable[str] = (),
    on: date,
    law: LawPack | None = None,
) -> tuple[Jurisdiction, ...]:
    """Return which bodies investigate; empty where the pack does not know the article.

    Args:
        article: As the Criminal Code numbers it.
        part: Of the article.
        point: Of the part; empty where it has none.
        where: Circumstances: state_damage, official, business, critical_infrastructure.
        on: Day of registration.
        law: None is the packaged release.
    """
    given = {"", *where}
    lines = [
        line
        for line in _data(law)["jurisdiction"]
        if _covers(line, article, part)
        and (not line["points"] or point in line["points"])
        and line["where"] in given
        and norms_on([line["norm"]], on, law=law)
    ]
    special = [line for line in lines if line["where"] and line["choice"] != "may"]
    may = [line for line in lines if line["choice"] == "may"]
    rule = special or [line for line in lines if not line["where"]]
    return tuple(_jurisdiction(line) for line in (*rule, *may))


def form_of(hint: Jurisdiction, *, is_offender_known: bool) -> Form:
    """Return the form of investigation: an inquiry needs a known offender."""
    return "investigation" if hint.form == "inquiry" and not is_offender_known else hint.form


def _covers(line: Mapping[str, Any], article: str, part: str) -> bool:
    """Say whether a line is about a part of an article."""
    return line["article"] == article and (not line["parts"] or part in line["parts"])


def _jurisdiction(line: Mapping[str, Any]) -> Jurisdiction:
    """Make a hint of its line."""
    return Jurisdiction(
        bodies=tuple(line["bodies"]),
        choice=line["choice"],
        where=line["where"],
        form=line["form"],
        norm_id=line["norm"],
    )


def _data(law: LawPack | None) -> Mapping[str, Any]:
    """Return the lists of a law."""
    found: Mapping[str, Any] = (law or packaged_pack()).tables["prosecution.yaml"]
    return found
