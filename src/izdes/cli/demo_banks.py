"""The invented country's institutions, entered into an office: in its law, and as bodies.

For the demo, the sandbox and the suite; in production the register is that of the real country.
"""

import csv
import io
from collections.abc import Mapping
from datetime import date

from izdes.core.law.release.packs import packaged_texts
from izdes.twin.country import country
from izdes.web.law.services.packs import install_pack
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.officers.services.bodies import Names, found_body

_FILE = "institutions.csv"
_SOURCE = "invented"


def twin_law_texts() -> Mapping[str, str]:
    """Return the packaged law with the invented institutions in its register."""
    texts = packaged_texts()
    rows = list(csv.DictReader(io.StringIO(texts[_FILE])))
    columns = list(rows[0])
    told = io.StringIO()
    writer = csv.DictWriter(told, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    for i in country().institutions:
        writer.writerow(
            {
                **{name: getattr(i, name) for name in ("institution_id", "code", "bin", "kind")},
                "bic": i.institution_id if i.kind == "bank" else "",
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
