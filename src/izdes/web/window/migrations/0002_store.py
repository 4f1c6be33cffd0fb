"""What the window's login may do, and what carries packages away."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_SQL = (files("izdes.web.window") / "sql" / "0002_store.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Makes the functions of the window, all of them keyed by digests."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("window", "0001_initial")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(_SQL)]
