"""What the reception may do, and what is seen of it."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_SQL = (files("izdes.web.reception") / "sql" / "0002_reception.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Makes policies and functions of the reception."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("reception", "0001_initial"),
        ("cases", "0005_told_visibility"),
        ("files", "0002_visibility"),
        ("investigation", "0001_initial"),
        ("officers", "0003_reception"),
    ]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_SQL)]
