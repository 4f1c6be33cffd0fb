"""Readings: who looked at what, sealed into the chain in batches."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

_SQL = (files("izdes.web.journal") / "sql" / "0003_readings.sql").read_text(encoding="utf-8")
# What Django must know of tables that it does not make: that they are there, and their keys.
_KNOWN: list[Operation] = [
    migrations.CreateModel(
        "Reading",
        [("id", models.BigIntegerField(primary_key=True))],
        options={"managed": False, "db_table": "journal_reading", "ordering": ("id",)},
    ),
]


class Migration(migrations.Migration):
    """Makes readings."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("journal", "0002_heads")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_SQL, state_operations=_KNOWN)]
