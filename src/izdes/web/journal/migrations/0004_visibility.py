"""Who sees what of the journal; it asks the functions of the office, which are made before."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_SQL = (files("izdes.web.journal") / "sql" / "0004_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Makes the policies."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("journal", "0003_readings"),
        ("officers", "0002_visibility"),
        ("cases", "0003_visibility"),
    ]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_SQL)]
