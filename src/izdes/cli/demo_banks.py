"""The invented country's institutions, entered into an office: in its law, and as bodies.

For the demo, the sandbox and the suite; in production the register is that of the real country.
"""

import csv
import io
from collections.abc import Mapping
from datetime import date

from izdes.core.law.release.packs import packaged_texts
from izdes.twin.country import country
from izdes.twin.numbers import person_number
from izdes.web.acting import acting
from izdes.web.institutions.clients import confirm_client, propose_client
from izdes.web.law.services.packs import install_pack
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import BodyKind, Role
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.officers.services.bodies import Names, found_body
from izdes.web.officers.services.people import enter_officer
from izdes.web.officers.services.posts import confirm_post, propose_post

_FILE = "institutions.csv"
_SOURCE = "invented"
_SANDBOX = "Құм жәшік"


def twin_law_texts() -> Mapping[str, str]:
    """Return the packaged law with the invented institutions in its register."""
    texts = packaged_texts()
    rows = list(csv.DictReader(io.StringIO(texts[_FILE])))
    columns = [*rows[0], "cards"]
    told = io.StringIO()
    writer = csv.DictWriter(told, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    for i in country().institutions:
        writer.writerow(
            {
                **{name: getattr(i, name) for name in ("institution_id", "code", "bin", "kind")},
                "bic": i.institution_id if i.kind == "bank" else "",
                "cards": i.card_start,
                "name_kk": i.name_kk,
                "name_ru": i.name_ru,
                "name_en": i.name_en,
                "source": _SOURCE,
                "verified": "false",
            }
        )
    return {**texts, _FILE: told.getvalue()}


def enter_banks(officer: Officer, *, since: date) -> list[Body]:
    """Install a law with the invented institutions, and found a body for each that has none."""
    install_pack(texts=twin_law_texts(), note="", officer=officer)
    there = set(bodies_visible_to(officer).values_list("institution", flat=True))
    return [
        found_body(
            code=f"twin-{i.institution_id.lower()}",
            kind=BodyKind.INSTITUTION,
            names=Names(i.name_kk, i.name_ru, i.name_en),
            since=since,
            institution=i.institution_id,
            body_bin=i.bin,
            bic=i.institution_id if i.kind == "bank" else "",
            officer=officer,
        )
        for i in country().institutions
        if i.institution_id not in there
    ]


def enter_program(
    institution: str, serial: int, *, first: Officer, second: Officer
) -> tuple[str, str]:
    """Let two administrators enter who answers at an institution, and its program.

    Args:
        serial: Of the person: another for every institution.

    Returns:
        The program's name and its secret, which is kept nowhere else.
    """
    name = f"{institution.lower()}-core"
    with acting(first.pk):
        body = bodies_visible_to(first).get(institution=institution)
        person = enter_officer(
            login=f"at_{institution.lower()}",
            full_name=f"{_SANDBOX} {serial}",
            iin=person_number("880202", serial * 10, is_odd=True),
            officer=first,
        )
        propose_post(
            person=person,
            body=body,
            role=Role.INSTITUTION_RESPONDER,
            ground=_SOURCE,
            officer=first,
        )
    with acting(second.pk):
        confirm_post(post=person.posts.get(), officer=second)
    with acting(first.pk):
        propose_client(name=name, responder=person, body=body, officer=first)
    with acting(second.pk):
        return name, confirm_client(name=name, officer=second)
