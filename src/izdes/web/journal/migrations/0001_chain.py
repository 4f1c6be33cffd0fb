"""The chain: entries that cannot be changed, values that can only be erased, one function."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

_SQL = (files("izdes.web.journal") / "sql" / "0001_chain.sql").read_text(encoding="utf-8")
# What Django must know of tables that it does not make: that they are there, and their keys.
_KNOWN: list[Operation] = [
    migrations.CreateModel(
        "Entry",
        [("number", models.BigIntegerField(primary_key=True))],
        options={"managed": False, "db_table": "journal_entry", "ordering": ("number",)},
    ),
    migrations.CreateModel(
        "Value",
        [("id", models.BigIntegerField(primary_key=True))],
        options={"managed": False, "db_table": "journal_value"},
    ),
]


class Migration(migrations.Migration):
    """Makes entries and values."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_SQL, state_operations=_KNOWN)]
