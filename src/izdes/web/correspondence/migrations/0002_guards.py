"""Who sees correspondence, what its tables refuse, and the consent that each measure needs."""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from django.db import migrations

from izdes.core.law.clocks.rules import rule_on
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.pack import wordings
from izdes.core.law.release import packaged_pack
from izdes.web.officers.roles import DESK

_SQL = [
    (files("izdes.web.correspondence") / "sql" / name).read_text(encoding="utf-8")
    for name in (
        "0002_visibility.sql",
        "0002_guards.sql",
        "0002_signing.sql",
        "0002_money.sql",
        "0002_telling.sql",
    )
]
_FLOOR = (
    "INSERT INTO correspondence_floor (measure, kind, consent, decides, level, may_precede, "
    "is_sealed, is_always, while_interrupted, by_heads) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
_TERM = "INSERT INTO correspondence_term (form, longest) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def _know_terms(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401, ARG001 - Django's own
    table = packaged_pack().tables["clocks/case_terms.yaml"]
    clocks = {one["form"]: one["clock"] for one in table["forms"]}
    # Where covert actions were authorised in time, the shortest form lasts as long as this.
    clocks |= {"accelerated": table["covert"]["from_registration"], "": table["returned"]}
    with schema_editor.connection.cursor() as cursor:
        for form, clock in clocks.items():
            rule = rule_on(clock, local_day(datetime.now(UTC)))
            cursor.execute(_TERM, [form, f"{rule.count} {rule.unit}"])


def _know_measures(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401, ARG001 - Django's own
    ends = {end for rung in packaged_pack().tables["ladder.yaml"] for end in rung["ends"]}
    with schema_editor.connection.cursor() as cursor:
        for measure in wordings():
            row = [
                measure.measure_id,
                measure.kind,
                measure.consent,
                list(measure.decides),
                measure.level,
                measure.may_precede_registration,
                measure.is_sealed,
                measure.measure_id in ends,
                any(one.exception == "while_interrupted" for one in measure.exceptions),
                not {*measure.signs} & DESK,
            ]
            cursor.execute(_FLOOR, row)


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0001_initial"),
        ("cases", "0005_told_visibility"),
        ("files", "0002_visibility"),
        ("officers", "0004_numbers"),
        ("reception", "0002_reception"),
    ]
    operations = [
        *map(migrations.RunSQL, _SQL),
        migrations.RunPython(_know_measures),
        migrations.RunPython(_know_terms),
    ]
