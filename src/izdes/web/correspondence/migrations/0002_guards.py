"""Who sees correspondence, what its tables refuse, and the consent that each measure needs."""

from importlib.resources import files
from typing import Any

from django.db import migrations

from izdes.core.law.pack import wordings

_SQL = [
    (files("izdes.web.correspondence") / "sql" / name).read_text(encoding="utf-8")
    for name in ("0002_visibility.sql", "0002_guards.sql", "0002_money.sql", "0002_telling.sql")
]
_FLOOR = (
    "INSERT INTO correspondence_floor (measure, consent) VALUES (%s, %s) ON CONFLICT DO NOTHING"
)


def _know_measures(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401, ARG001 - Django's own
    with schema_editor.connection.cursor() as cursor:
        for measure in wordings():
            cursor.execute(_FLOOR, [measure.measure_id, measure.consent])


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0001_initial"),
        ("cases", "0005_told_visibility"),
        ("files", "0002_visibility"),
        ("officers", "0004_numbers"),
        ("reception", "0002_reception"),
    ]
    operations = [*map(migrations.RunSQL, _SQL), migrations.RunPython(_know_measures)]
