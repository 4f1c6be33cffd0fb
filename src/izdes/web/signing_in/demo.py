"""Demo logins: one officer for each role and one in another region, made by real commands.

They exist in the demo alone, and nobody in them exists. What they may do follows from their posts,
as for everybody. Colleagues in other regions take complaints there; they have no password.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.timezone import now

from izdes.twin.country import country
from izdes.twin.numbers import company_number, person_number
from izdes.web.acting import acting
from izdes.web.config import NotTheDemo, configuration
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import (
    INSTITUTIONAL,
    PROSECUTORS,
    TEMPORARY,
    BodyKind,
    Role,
    bodies_of,
)
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.officers.services.bodies import Names, begin_supervision, found_body
from izdes.web.officers.services.founding import CENTRE, first_administrator
from izdes.web.officers.services.people import enter_officer
from izdes.web.officers.services.posts import confirm_post, propose_post
from izdes.web.signing_in.services.recovering import (
    Half,
    confirm_recovery,
    propose_recovery,
    use_recovery,
)

_PASSWORD_BYTES = 12
_TEMPORARY_DAYS = 30
_SINCE = date(2020, 1, 1)
_REGION = "75"
_UNIT, _HQ, _PROSECUTORS, _BANK = "demo-unit", "demo-hq", "demo-prosecutors", "demo-bank"
# Other regions: how their bodies are called. Series of complaints cross their borders.
_REGIONS: Mapping[str, Names] = {
    "71": Names("Астана", "Астана", "Astana"),
    "79": Names("Шымкент", "Шымкент", "Shymkent"),
    "61": Names("Түркістан облысы", "Туркестанская область", "Turkistan region"),
    "35": Names("Қарағанды облысы", "Карагандинская область", "Karaganda region"),
}
# One of the other regions has somebody to sign in as: what is asked for here is answered there.
_OTHER = "71"
# The first is planned apart; the reception is no person and signs in nowhere.
_NOT_PRINTED = frozenset({Role.ADMINISTRATOR, Role.RECEPTION})
_COLLEAGUES = (Role.DUTY_OFFICER, Role.INVESTIGATOR, Role.HEAD_OF_INVESTIGATION)
# The bank of the invented country at which somebody signs in.
_OF = country().institutions[1]
_BODIES: Mapping[str, tuple[BodyKind, Names]] = {
    _HQ: (
        BodyKind.POLICE_HQ,
        Names("Үлгі полиция департаменті", "Примерный департамент полиции", "Sample police HQ"),
    ),
    _UNIT: (
        BodyKind.POLICE_UNIT,
        Names("Үлгі полиция бөлімі", "Примерный отдел полиции", "Sample police unit"),
    ),
    _PROSECUTORS: (
        BodyKind.PROSECUTOR_OFFICE,
        Names("Үлгі прокуратура", "Примерная прокуратура", "Sample prosecutor's office"),
    ),
    _BANK: (BodyKind.INSTITUTION, Names(_OF.name_kk, _OF.name_ru, _OF.name_en)),
    # Nobody signs in there: a judge's act is on paper, and is entered by whoever asked for it.
    "demo-court": (
        BodyKind.COURT,
        Names("Үлгі тергеу соты", "Примерный следственный суд", "Sample investigative court"),
    ),
}
_PEOPLE = (
    "Ахметова Айгерім",
    "Байжанов Ерлан",
    "Ғабитов Нұрлан",
    "Досова Мәдина",
    "Ергалиев Тимур",
    "Жақсыбекова Әсел",
    "Иманов Қайрат",
    "Кәрімова Дана",
    "Қасымов Бауыржан",
    "Лесова Гүлнар",
    "Мұратов Әділ",
    "Нұрпейісова Сәуле",
    "Оразов Марат",
    "Рахимова Жанар",
    "Сейітов Дәурен",
    "Төлегенова Ботагөз",
    "Үсенов Санжар",
    "Шәріпова Індіра",
    "Ыбыраев Олжас",
    "Әлімова Перизат",
    "Өтегенов Рүстем",
)
_STRANGERS = (
    ("Абдуллина Салтанат", "Бейсенов Алмас", "Габбасова Әлия"),
    ("Дәулетов Ермек", "Есімова Назым", "Жүнісов Серік"),
    ("Исабекова Лаура", "Көшербаев Арман", "Мамырова Ақмарал"),
    ("Нұғманов Бекзат", "Омарова Динара", "Сатыбалдиев Ілияс"),
)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One login of the demo, with the password that is printed now and never again."""

    role: Role
    login: str
    full_name: str
    password: str = field(repr=False)


def demo_logins() -> tuple[DemoLogin, ...]:
    """Make one officer for each role, two of them administrators; return how they sign in.

    The last of them is an investigator of another region.

    Raises:
        NotTheDemo: This is no demo.
        AlreadyFounded: This office has its administrators, and so its demo logins, already.
    """
    if configuration().mode == "production":
        raise NotTheDemo
    made = list(_planned())
    administrators = [one for one in made if one.role is Role.ADMINISTRATOR]
    first, second = (
        first_administrator(login=one.login, full_name=one.full_name, password=one.password).officer
        for one in administrators
    )
    with acting(first.pk):
        bodies = _founded(first)
        people = {
            one.login: _entered(one, bodies, first)
            for one in made
            if one.role is not Role.ADMINISTRATOR
        }
        colleagues = [
            _post(login, name, role, bodies[f"{_UNIT}-{region}"], first)
            for login, name, role, region in _colleagues()
        ]
        machine = _post("reception", "Қабылдау", Role.RECEPTION, bodies[CENTRE], first)
    for one in made:
        if one.login in people:
            _let_in(one, people[one.login], first=first, second=second)
    with acting(second.pk):
        for person in (*colleagues, machine):
            confirm_post(post=person.posts.get(), officer=second)
    return tuple(made)


def units() -> dict[str, str]:
    """Return the units that take complaints in the demo: region -> code of the body."""
    return {_REGION: _UNIT, **{region: f"{_UNIT}-{region}" for region in _REGIONS}}


def login_at(role: Role, region: str) -> str:
    """Return the login of whoever holds a role in a region's unit."""
    return str(role) if region == _REGION else f"{role}_{region}"


def _colleagues() -> Iterator[tuple[str, str, Role, str]]:
    """Return whom to make in other regions: login, name, role, region."""
    for region, names in zip(_REGIONS, _STRANGERS, strict=True):
        for role, name in zip(_COLLEAGUES, names, strict=True):
            if (role, region) != (Role.INVESTIGATOR, _OTHER):
                yield login_at(role, region), name, role, region


def _planned() -> list[DemoLogin]:
    """Return whom to make: every role once, and a second administrator for the second signature."""
    roles = [Role.ADMINISTRATOR, *(role for role in Role if role not in _NOT_PRINTED)]
    names = [("administrator2", Role.ADMINISTRATOR), *((str(role), role) for role in roles)]
    names.append((login_at(Role.INVESTIGATOR, _OTHER), Role.INVESTIGATOR))
    return [
        DemoLogin(role, login, full_name, secrets.token_urlsafe(_PASSWORD_BYTES))
        for (login, role), full_name in zip(names, _PEOPLE, strict=True)
    ]


def _founded(officer: Officer) -> dict[str, Body]:
    """Found one body of each kind that roles are held in."""
    bodies = {CENTRE: bodies_visible_to(officer).get(code=CENTRE)}
    for code, (kind, names) in _BODIES.items():
        bodies[code] = found_body(
            code=code,
            kind=kind,
            names=names,
            since=_SINCE,
            region=None if kind is BodyKind.INSTITUTION else _REGION,
            parent=bodies[_HQ] if code == _UNIT else None,
            institution=_OF.institution_id if kind is BodyKind.INSTITUTION else None,
            body_bin=_OF.bin if kind is BodyKind.INSTITUTION else _body_number(code),
            officer=officer,
        )
    begin_supervision(office=bodies[_PROSECUTORS], body=bodies[_HQ], officer=officer)
    for region, names in _REGIONS.items():
        bodies[f"{_UNIT}-{region}"] = found_body(
            code=f"{_UNIT}-{region}",
            kind=BodyKind.POLICE_UNIT,
            names=_in_region(names),
            since=_SINCE,
            region=region,
            body_bin=_body_number(f"{_UNIT}-{region}"),
            officer=officer,
        )
    return bodies


def _body_number(code: str) -> str:
    """Return the invented БИН of a body of the demo."""
    return company_number(_serial(code))


def _person_number(login: str) -> str:
    """Return the invented ИИН of somebody of the demo; it says nothing of his birth."""
    serial = _serial(login)
    born = f"{60 + serial % 40}{1 + serial % 12:02d}{1 + serial % 28:02d}"
    return person_number(born, serial // 40 * 10, is_odd=True)


def _serial(name: str) -> int:
    """Return a number that follows from a name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:5], 16)


def _in_region(region: Names) -> Names:
    """Return how a unit of another region is called."""
    unit = _BODIES[_UNIT][1]
    return Names(f"{unit.kk} ({region.kk})", f"{unit.ru} ({region.ru})", f"{unit.en} ({region.en})")


def _entered(one: DemoLogin, bodies: Mapping[str, Body], officer: Officer) -> Officer:
    """Enter an officer, and propose his post."""
    place = f"{_UNIT}-{_OTHER}" if one.login == login_at(one.role, _OTHER) else _place(one.role)
    return _post(one.login, one.full_name, one.role, bodies[place], officer)


def _post(login: str, full_name: str, role: Role, body: Body, officer: Officer) -> Officer:
    """Enter somebody, and propose his post in a body."""
    iin = _person_number(login)
    person = enter_officer(login=login, full_name=full_name, iin=iin, officer=officer)
    until = now() + timedelta(days=_TEMPORARY_DAYS) if role in TEMPORARY else None
    propose_post(person=person, body=body, role=role, ground="demo", until=until, officer=officer)
    return person


def _place(role: Role) -> str:
    """Return where a role of the demo is held."""
    if role in INSTITUTIONAL:
        return _BANK
    if role in PROSECUTORS:
        return _PROSECUTORS
    return _UNIT if BodyKind.POLICE_UNIT in bodies_of(role) and role in _OF_UNITS else CENTRE


_OF_UNITS = frozenset(
    {
        Role.DUTY_OFFICER,
        Role.OPERATIVE,
        Role.INQUIRER,
        Role.INVESTIGATOR,
        Role.HEAD_OF_INVESTIGATION,
        Role.HEAD_OF_UNIT,
        Role.GROUP_MEMBER,
    }
)


def _let_in(one: DemoLogin, person: Officer, *, first: Officer, second: Officer) -> None:
    """Confirm a post by the second administrator, and set a password as its owner would."""
    with acting(first.pk):
        half = propose_recovery(person=person, ground="demo", forgets_factors=False, officer=first)
    with acting(second.pk):
        confirm_post(post=person.posts.get(), officer=second)
        other: Half = confirm_recovery(recovery=half.recovery, officer=second)
    use_recovery(login=one.login, first=half.code, second=other.code, password=one.password)
