"""Who sees which file."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_SQL = (files("izdes.web.files") / "sql" / "0002_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Makes policies and functions of files."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("files", "0001_initial"),
        ("officers", "0002_visibility"),
        ("cases", "0001_initial"),
    ]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_SQL)]
