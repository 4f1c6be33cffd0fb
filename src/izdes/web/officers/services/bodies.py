"""Bodies: founding one, calling it otherwise, and setting a prosecutor's office over it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.core.identifiers.bin import Bin
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer, Supervision
from izdes.web.officers.reach import require_lasting, require_role
from izdes.web.officers.roles import BodyKind, Role


class BodyExists(IzdesError):
    """There is a body of this code or this institution already."""

    code = "body_exists"


class NotAnOfficeOfProsecutors(IzdesError):
    """Only an office of prosecutors supervises."""

    code = "not_an_office_of_prosecutors"


@dataclass(frozen=True, slots=True)
class Names:
    """A body's name in three languages."""

    kk: str
    ru: str
    en: str


@transaction.atomic(durable=True)
def found_body(
    *,
    code: str,
    kind: BodyKind,
    names: Names,
    since: date,
    officer: Officer,
    region: str | None = None,
    district: str = "",
    parent: Body | None = None,
    institution: str | None = None,
    body_bin: str = "",
    bic: str = "",
) -> Body:
    """Found a body.

    Args:
        region: Two digits of KATO; None for a body of the whole country.
        institution: The identifier of the law pack's register, of an institution only.
        body_bin: Its БИН; without one it neither signs papers nor is written to.

    Raises:
        NotPermitted: The officer is no administrator.
        BodyEnded: The body above it is no more.
        BodyExists: Its code, its БИН or its institution stands already.
        InvalidIdentifier: The БИН is none.
    """
    require_role(officer, Role.ADMINISTRATOR)
    if parent is not None:
        require_lasting(parent)
    number = Bin.parse(body_bin).digits if body_bin else ""
    same = Body.objects.filter(code=code)
    if institution is not None:
        same |= Body.objects.filter(institution=institution)
    if number:
        same |= Body.objects.filter(bin=number)
    if same.exists():
        raise BodyExists(body=code)
    body = Body(
        code=code,
        kind=kind,
        name_kk=names.kk,
        name_ru=names.ru,
        name_en=names.en,
        region=region,
        district=district,
        parent=parent,
        institution=institution,
        bin=number,
        bic=bic,
        since=since,
    )
    try:
        body.save(force_insert=True)
    except IntegrityError:
        # Another administrator entered the same body in this moment.
        raise BodyExists(body=code) from None
    record(
        Event.BODY_FOUNDED,
        officer=officer.pk,
        subject=Subject("body", str(body.pk)),
        changes={"code": Change(None, code), "kind": Change(None, kind)},
    )
    return body


@transaction.atomic(durable=True)
def rename_body(*, body: Body, names: Names, ground: str, officer: Officer) -> Body:
    """Call a body otherwise from now on; papers that were made stay as they are.

    Its code, kind and numbers stay: only the name changes. The same names once more change nothing.

    Args:
        ground: The order by which it is renamed.

    Raises:
        NotPermitted: The officer is no administrator.
        BodyEnded: The body is no more.
    """
    require_role(officer, Role.ADMINISTRATOR)
    held = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    require_lasting(held)
    was = Names(held.name_kk, held.name_ru, held.name_en)
    if was == names:
        return held
    held.name_kk, held.name_ru, held.name_en = names.kk, names.ru, names.en
    held.save(update_fields=["name_kk", "name_ru", "name_en"])
    changed = {
        "name_kk": Change(was.kk, names.kk),
        "name_ru": Change(was.ru, names.ru),
        "name_en": Change(was.en, names.en),
        "ground": Change(None, ground),
    }
    record(
        Event.BODY_RENAMED,
        officer=officer.pk,
        subject=Subject("body", str(held.pk)),
        changes={name: one for name, one in changed.items() if one.old != one.new},
    )
    return held


@transaction.atomic(durable=True)
def begin_supervision(*, office: Body, body: Body, officer: Officer) -> Supervision:
    """Set a prosecutor's office over a body and all below it; doing so twice is harmless.

    Raises:
        NotPermitted: The officer is no administrator.
        BodyEnded: One of the two is no more.
        NotAnOfficeOfProsecutors: The office is none.
    """
    require_role(officer, Role.ADMINISTRATOR)
    require_lasting(office, body)
    if office.kind != BodyKind.PROSECUTOR_OFFICE:
        raise NotAnOfficeOfProsecutors(body=office.code)
    supervision, is_new = Supervision.objects.get_or_create(
        office=office, body=body, until=None, defaults={"since": Now()}
    )
    if is_new:
        _record(Event.SUPERVISION_BEGAN, supervision, officer, "since")
    return supervision


@transaction.atomic(durable=True)
def end_supervision(*, supervision: Supervision, officer: Officer) -> None:
    """End a supervision at once; ending it twice is harmless.

    Raises:
        NotPermitted: The officer is no administrator.
    """
    require_role(officer, Role.ADMINISTRATOR)
    open_one = Supervision.objects.filter(pk=supervision.pk, until__isnull=True)
    if open_one.update(until=Now()):
        _record(Event.SUPERVISION_ENDED, supervision, officer, "until")


def _record(event: Event, supervision: Supervision, officer: Officer, end: str) -> None:
    """Record one end of a supervision."""
    supervision.refresh_from_db()
    record(
        event,
        officer=officer.pk,
        subject=Subject("supervision", str(supervision.pk)),
        changes={
            "office": Change(None, supervision.office.code),
            "body": Change(None, supervision.body.code),
            end: Change(None, getattr(supervision, end).isoformat()),
        },
    )
