"""Editions: which law was in force at a moment, and what a stored digest means.

What was in force at a moment is the pack of that moment with every override that was confirmed by
then, had begun, had not ended and was not withdrawn. It says what the office knew, not what the law
was: an event is judged by the entry of its own day, inside the edition.

Whoever changes the law keeps, in the same transaction, every edition that is in force from then on,
the ones that begin later too. So whatever digest a decision takes is known already, and whoever
decides needs no right to write here.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q, QuerySet

from izdes.core.errors import InputRefused, IzdesError
from izdes.core.law.checking import check_pack
from izdes.core.law.clocks.zone import local_day, start_of
from izdes.core.law.release import LawPack, packaged_pack, read_pack
from izdes.web.acting import acting
from izdes.web.law.models import Edition, EditionOverride, Override, Pack, PackText
from izdes.web.law.overlay import Overlay, overlaid

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('izdes.law'))"


class NoLawInForce(IzdesError):
    """No pack was in force at that moment, or whoever acts may not see it."""

    code = "no_law_in_force"


class EditionUnknown(IzdesError):
    """No decision can have been made under this digest here."""

    code = "law_edition_unknown"


class OverrideUnknown(IzdesError):
    """There is no override of that number, or whoever acts may not see it."""

    code = "law_override_unknown"


class EditionDamaged(IzdesError):
    """What is kept under a digest has another one: somebody changed the tables."""

    code = "law_edition_damaged"


@dataclass(frozen=True, slots=True)
class InForce:
    """The law of a moment, and what it is made of.

    Attributes:
        pack: What is installed.
        overrides: Numbers of the overrides that are in place.
        law: Both together, under which decisions are made.
    """

    at: datetime
    pack: Pack
    overrides: tuple[int, ...]
    law: LawPack


def in_force(at: datetime | None = None) -> InForce:
    """Return the law of a moment with what it is made of.

    Args:
        at: None is now, by the clock of the database.

    Raises:
        NoLawInForce: There was none.
        EditionDamaged: It is not what it was when it was installed.
    """
    moment = at or the_moment()
    found = _in_force(Pack.objects.all(), moment)
    if found is None:
        raise NoLawInForce(at=moment.isoformat())
    pack, numbers = found
    return InForce(moment, pack, tuple(numbers), _built(pack.digest, _overlays(numbers)))


def pack_in_force(at: datetime | None = None) -> LawPack:
    """Return the pack under which decisions of a moment are made, with its overrides in place.

    Args:
        at: None is now, by the clock of the database.

    Raises:
        NoLawInForce: There was none.
        EditionDamaged: It is not what it was when it was installed.
    """
    return in_force(at).law


@contextmanager
def as_reader() -> Iterator[None]:
    """Let whoever may read the law act for a moment: where nobody acts, nothing else is visible."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT law_reader()")
        (reader,) = cursor.fetchone()
    with acting(reader):
        yield


def pack_for_machine() -> LawPack:
    """Return the law in force where nobody acts; before any is installed, the packaged release."""
    with as_reader():
        try:
            return pack_in_force()
        except NoLawInForce:
            return packaged_pack()


def pack_of(digest: str) -> LawPack:
    """Return the pack that a stored digest means: what a decision was made under.

    Raises:
        EditionUnknown: The digest means nothing here.
        EditionDamaged: What is kept has another digest.
    """
    edition = Edition.objects.select_related("pack").filter(digest=digest).first()
    if edition is None:
        raise EditionUnknown(digest=digest[:64])
    numbers = edition.overrides.values_list("pk", flat=True)
    found = _built(edition.pack.digest, _overlays(numbers))
    if found.ref.digest != digest:
        raise EditionDamaged(digest=digest[:64])
    return found


def override_numbered(number: int) -> Override:
    """Return an override by its number.

    Raises:
        OverrideUnknown: There is none, or whoever acts may not see it.
    """
    found = Override.objects.filter(pk=number).first()
    if found is None:
        raise OverrideUnknown(number=number)
    return found


def the_moment() -> datetime:
    """Return what time it is, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def one_at_a_time() -> datetime:
    """Let nobody else change the law until this transaction ends; return the moment of the change.

    So changes are in the order of their moments, and no decision sees one without those before it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    return the_moment()


def keep_editions(now: datetime) -> LawPack:
    """Keep every edition that is in force from now on; return the first of them.

    Raises:
        InputRefused: One of them would be no pack, or has faults.
    """
    every = Pack.objects.all()
    for moment in _turns(now):
        found = _in_force(every, moment)
        if found is None:
            raise NoLawInForce(at=moment.isoformat())
        _keep(*found)
    return pack_in_force(now)


def amendments_of(override: Override) -> Overlay:
    """Return what an override says, as a value."""
    fields: Mapping[str, str | int | bool | None] = override.fields
    return Overlay(override.file, override.entry, tuple(sorted(fields.items())), override.source)


def _turns(now: datetime) -> list[datetime]:
    """Return now, and the later moments at which another edition begins."""
    confirmed = Override.objects.filter(state="confirmed", withdrawal__isnull=True)
    days = {day for pair in confirmed.values_list("since", "until") for day in pair if day}
    packs = Pack.objects.filter(in_force_since__gt=now).values_list("in_force_since", flat=True)
    later = {moment for day in days if (moment := start_of(day)) > now} | set(packs)
    return [now, *sorted(later)]


def _in_force(packs: QuerySet[Pack], moment: datetime) -> tuple[Pack, list[int]] | None:
    """Return the pack of a moment and the numbers of its overrides.

    One statement: a change between two of them would show half of itself.
    """
    day = local_day(moment)
    overrides = Override.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day),
        Q(withdrawal__isnull=True) | Q(withdrawal__at__gt=moment),
        state="confirmed",
        decided_at__lte=moment,
        since__lte=day,
    )
    found = (
        packs.filter(in_force_since__lte=moment)
        .annotate(numbers=ArraySubquery(overrides.order_by("pk").values("pk")))
        .order_by("-in_force_since", "-pk")
        .first()
    )
    return None if found is None else (found, list(found.numbers))


def _keep(pack: Pack, numbers: list[int]) -> None:
    """Keep one edition, if it is new."""
    built = _built(pack.digest, _overlays(numbers))
    if faults := check_pack(built).faults:
        raise InputRefused(*faults)
    edition, is_new = Edition.objects.get_or_create(
        digest=built.ref.digest, defaults={"pack": pack}
    )
    if is_new:
        EditionOverride.objects.bulk_create(
            EditionOverride(edition=edition, override_id=number) for number in numbers
        )


def _overlays(numbers: Iterable[int]) -> tuple[Overlay, ...]:
    """Return what overrides say, in the order in which they were confirmed."""
    found = Override.objects.filter(pk__in=list(numbers)).order_by("decided_at", "pk")
    return tuple(amendments_of(override) for override in found)


@lru_cache(maxsize=16)
def _built(digest: str, overlays: tuple[Overlay, ...]) -> LawPack:
    """Return a pack with overlays in place; both are values, so what comes out never changes."""
    return overlaid(_installed(digest), overlays)


@lru_cache(maxsize=4)
def _installed(digest: str) -> LawPack:
    """Return an installed pack, read from its texts."""
    texts = MappingProxyType(dict(_texts(digest)))
    pack = read_pack(texts)
    if pack.ref.digest != digest:
        raise EditionDamaged(digest=digest)
    return pack


def _texts(digest: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file of a pack."""
    yield from PackText.objects.filter(pack__digest=digest).values_list("file", "text")
